/* letter: see letter.h.
 *
 * Every form of output goes through mail_write, also a table for a mail platform: what cannot be
 * sent by one way is held on all of them, so that the approved letters are the same people. */
#include "letter.h"

#include <stdlib.h>
#include <strings.h>

#include "address.h"
#include "digest.h"
#include "err.h"
#include "hash.h"
#include "table.h"

enum { ID_BYTES = 16 };

struct letters {
	struct letter_options options;
	struct mail_writer *writer;
	struct address *address;
	struct digest *digest;
	struct hash_secret secret;
	struct table met;
	struct span *headers; /* what each header says of the row at hand */
	struct mail_header *more;
	struct buf prefix; /* of all ids: INCIDENT.TEMPLATE. */
	struct buf parts;  /* all parts of the row at hand */
	struct buf mailbox, id, message;
	struct template_hold hold;
};

/* Letters, digits, - and _ and, where it is a domain, dots between them (RFC 5322, 3.2.3). */
static bool
is_word(struct span text, bool dots)
{
	char before = '.';

	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];
		bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
			      (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';

		if (!letter && !(dots && byte == '.' && before != '.'))
			return false;
		before = byte;
	}
	return text.size > 0 && text.size <= 128 && before != '.';
}

static int
check_names(const struct letter_options *options)
{
	if (!is_word(span_of(options->incident), false))
		warn("--incident: letters, digits, - and _ are allowed");
	else if (!is_word(span_of(options->domain), true))
		warn("--domain: is no domain in ASCII");
	else if (!is_word(template_name(options->template), false))
		warn("the file name of the template: letters, digits, - and _ are allowed, and "
		     ".tpl");
	else
		return 0;
	return -1;
}

struct letters *
letters_new(const struct letter_options *options)
{
	size_t headers = template_header_count(options->template);
	struct letters *l;

	if (check_names(options) != 0)
		return NULL;
	l = xcalloc(1, sizeof *l);
	l->options = *options;
	l->writer = mail_writer_new();
	l->digest = digest_new(DIGEST_HMAC_SHA256, options->key);
	l->address = address_new();
	l->headers = xcalloc(headers, sizeof *l->headers);
	l->more = xcalloc(headers, sizeof *l->more);
	buf_add_text(&l->prefix, options->incident);
	buf_add_byte(&l->prefix, '.');
	buf_add_span(&l->prefix, template_name(options->template));
	buf_add_byte(&l->prefix, '.');
	if (l->writer && l->digest && hash_secret_random(&l->secret) == 0)
		return l;
	letters_free(l);
	return NULL;
}

void
letters_free(struct letters *l)
{
	if (!l)
		return;
	mail_writer_free(l->writer);
	digest_free(l->digest);
	address_free(l->address);
	table_free(&l->met);
	free(l->headers);
	free(l->more);
	buf_free(&l->prefix);
	buf_free(&l->parts);
	buf_free(&l->mailbox);
	buf_free(&l->id);
	buf_free(&l->message);
	free(l);
}

static const struct template_hold *
hold(struct letters *l, const char *reason, struct span column)
{
	l->hold = (struct template_hold){reason, column};
	return &l->hold;
}

static struct span
column_name(const struct letters *l, size_t column)
{
	return l->options.columns->names[column];
}

/* The address in the form mailbox, and whether it got a letter already. */
static const struct template_hold *
read_address(struct letters *l, const struct row *row)
{
	const char *reason =
	    address_mailbox(l->address, row_value(row, l->options.address), &l->mailbox);

	if (reason)
		return hold(l, strcmp(reason, "empty") == 0 ? "missing" : reason,
		    column_name(l, l->options.address));
	if (table_find(&l->met, hash_key(&l->secret, buf_span(&l->mailbox))) != TABLE_NONE)
		return hold(l, "repeated", column_name(l, l->options.address));
	return NULL;
}

static int
write_id(struct letters *l)
{
	unsigned char raw[DIGEST_MOST];
	char text[DIGEST_TEXT_MOST];

	if (digest_make(l->digest, buf_span(&l->mailbox), raw) != 0)
		return -1;
	buf_clear(&l->id);
	buf_add_span(&l->id, buf_span(&l->prefix));
	buf_add(&l->id, text, digest_write(raw, ID_BYTES, DIGEST_HEX, text));
	buf_add_byte(&l->id, '@');
	buf_add_text(&l->id, l->options.domain);
	return 0;
}

/* One part behind the others; *part: where, for the buffer may move. */
static const struct template_hold *
render(struct letters *l, size_t part, struct span *text)
{
	size_t before = l->parts.size;
	const struct template_hold *held;

	*text = (struct span){0};
	if (!template_has(l->options.template, part))
		return NULL;
	held = template_render(l->options.template, part, &l->parts);
	text->size = l->parts.size - before;
	return held;
}

/* Turns sizes into views, in the order in which the parts were rendered. */
static void
place(struct letters *l, struct letter *letter, size_t headers)
{
	struct span *all[] = {&letter->subject, &letter->text, &letter->html};
	size_t at = 0;

	for (size_t i = 0; i < 3 + headers; i++) {
		struct span *part = i < 3 ? all[i] : &l->headers[i - 3];

		part->data = l->parts.data + at;
		at += part->size;
	}
}

static const struct template_hold *
render_all(struct letters *l, const struct row *row, struct letter *letter)
{
	size_t headers = template_header_count(l->options.template);
	const struct template_hold *held = template_turn(l->options.template, row);

	buf_clear(&l->parts);
	if (!held)
		held = render(l, TEMPLATE_SUBJECT, &letter->subject);
	if (!held)
		held = render(l, TEMPLATE_TEXT_BODY, &letter->text);
	if (!held)
		held = render(l, TEMPLATE_HTML_BODY, &letter->html);
	for (size_t i = 0; !held && i < headers; i++)
		held = render(l, TEMPLATE_HEADER + i, &l->headers[i]);
	if (!held)
		place(l, letter, headers);
	return held;
}

/* The headers that a message has a member for, the others. One that says nothing is left out. */
static void
fill_headers(struct letters *l, struct mail_message *message)
{
	size_t count = template_header_count(l->options.template);
	const struct span nothing = {0};

	message->auto_submitted = span_of("auto-generated");
	for (size_t i = 0; i < count; i++) {
		const char *name = template_header(l->options.template, i).data;
		size_t size = template_header(l->options.template, i).size;
		struct span value = l->headers[i];

		if (size == 4 && strncasecmp(name, "From", size) == 0)
			message->from = value;
		else if (size == 8 && strncasecmp(name, "Reply-To", size) == 0)
			message->reply_to = value;
		else if (size == 8 && strncasecmp(name, "X-Unsent", size) == 0)
			message->draft = span_is(value, "1");
		else if (size == 14 && strncasecmp(name, "Auto-Submitted", size) == 0)
			message->auto_submitted = span_is(value, "none") ? nothing : value;
		else if (value.size)
			l->more[message->more_count++] = (struct mail_header){{name, size}, value};
	}
	message->more = l->more;
}

/* Of the two values of To: is the name at fault? */
static bool
is_of_name(const struct letters *l, const char *reason)
{
	static const char *const reasons[] = {"line_break", "control_character", "direction_mark",
	    "replacement_character", "encoded_word", "name_like_address", "too_long"};

	for (size_t i = 0; l->options.name != SIZE_MAX && i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reason, reasons[i]) == 0)
			return true;
	return false;
}

/* What mail_write will not send: about the row, or about everybody. 0 or -1 with a message. */
static int
refuse(struct letters *l, const char *reason, const char *field, const struct template_hold **held)
{
	static const char *const of_all[] = {"bad_language", "bad_message_id", "bad_date",
	    "bad_auto_submitted", "header_not_allowed"};
	struct span column = span_of(field);

	for (size_t i = 0; i < sizeof of_all / sizeof *of_all; i++) {
		if (strcmp(reason, of_all[i]) == 0) {
			warn("no message can be sent: %s: %s", field, reason);
			return -1;
		}
	}
	if (strcmp(field, "To") == 0)
		column =
		    column_name(l, is_of_name(l, reason) ? l->options.name : l->options.address);
	*held = hold(l, reason, column);
	return 0;
}

/* Nobody gets two letters of one run. */
static int
remember(struct letters *l)
{
	uint64_t unused;

	if (table_bytes_next(&l->met) > l->options.memory) {
		warn("more addresses than -m allows");
		return -1;
	}
	(void)table_insert(&l->met, hash_key(&l->secret, buf_span(&l->mailbox)), 0, &unused);
	return 0;
}

static const struct template_hold *
read_name(struct letters *l, const struct row *row, struct span *name)
{
	const char *reason;

	*name = (struct span){0};
	if (l->options.name == SIZE_MAX)
		return NULL;
	*name = row_value(row, l->options.name);
	reason = template_judge(l->options.template, name);
	return reason ? hold(l, reason, column_name(l, l->options.name)) : NULL;
}

int
letters_make(struct letters *l, const struct row *row, struct letter *letter,
    const struct template_hold **held)
{
	struct mail_message message = {.date = l->options.date};
	struct mail_written written;
	const char *reason;

	*held = read_address(l, row);
	if (!*held)
		*held = read_name(l, row, &letter->to_name);
	if (!*held)
		*held = render_all(l, row, letter);
	if (*held)
		return 0;
	if (write_id(l) != 0)
		return -1;
	fill_headers(l, &message);
	message.to_name = letter->to_name;
	message.to_address = row_value(row, l->options.address);
	message.subject = letter->subject;
	message.text = letter->text;
	message.html = letter->html;
	message.language = template_language(l->options.template);
	message.message_id = buf_span(&l->id);
	buf_clear(&l->message);
	reason = mail_write(l->writer, &message, &l->message, &written);
	if (reason)
		return refuse(l, reason, written.field, held);
	letter->id = (struct span){l->id.data, l->id.size - strlen(l->options.domain) - 1};
	letter->message = buf_span(&l->message);
	letter->from = written.from;
	letter->to = written.to;
	letter->maildir_name = written.name;
	return remember(l);
}
