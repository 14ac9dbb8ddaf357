/* mail_write: a message, header by header and part by part.
 *
 * Messages are read with GMime (mail.c), but not written with it. As of 3.2.13 it makes encoded
 * words of 39 characters, and so of up to 220 bytes where RFC 2047 ends at 75; it does not read
 * those back itself when the first of two is padded; its quoted-printable has lines of 77 where one
 * ends with blanks; and its objects take 50 to 70 us a message. */
#include "mail_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "address.h"
#include "digest.h"
#include "err.h"
#include "mail_write_inside.h"
#include "mailbox.h"
#include "utf8.h"

enum {
	DIGEST_BYTES = 16,
	DIGEST_HEX_SIZE = 2 * DIGEST_BYTES,
	VALUE_LIMIT = 2000,
	STRUCTURED_LIMIT = 900
};

/* A mailbox, read. */
struct party {
	struct span display;
	struct buf name;    /* a display name that stood in quotes */
	struct buf address; /* alone */
};

struct mail_writer {
	struct address *forms;
	struct digest *sha256;
	struct mailbox mailbox;
	struct buf key; /* mailbox form of an address */
	struct party from, reply_to, to;
	struct buf field, name;
	char digest[DIGEST_TEXT_MOST];
};

struct mail_writer *
mail_writer_new(void)
{
	struct digest *sha256 = digest_new(DIGEST_SHA256, (struct span){NULL, 0});
	struct mail_writer *writer;

	if (!sha256)
		return NULL;
	writer = xcalloc(1, sizeof *writer);
	writer->sha256 = sha256;
	writer->forms = address_new();
	return writer;
}

static void
party_free(struct party *party)
{
	buf_free(&party->name);
	buf_free(&party->address);
}

void
mail_writer_free(struct mail_writer *writer)
{
	if (!writer)
		return;
	address_free(writer->forms);
	digest_free(writer->sha256);
	mailbox_free(&writer->mailbox);
	buf_free(&writer->key);
	party_free(&writer->from);
	party_free(&writer->reply_to);
	party_free(&writer->to);
	buf_free(&writer->field);
	buf_free(&writer->name);
	free(writer);
}

static bool
same_letter(char as_written, char lower)
{
	return as_written == lower ||
	       (as_written >= 'A' && as_written <= 'Z' && (as_written | 0x20) == lower);
}

/* The key with the local part's case as it was written. A key has the same characters in the same
 * order, and perhaps quotes and backslashes. */
static void
keep_case(struct span key, struct span local, struct buf *out)
{
	const char *at = memrchr(key.data, '@', key.size);
	size_t end = (size_t)(at - key.data), used = 0;

	for (size_t i = 0; i < key.size; i++) {
		bool written =
		    i < end && used < local.size && same_letter(local.data[used], key.data[i]);

		buf_add_byte(out, written ? local.data[used++] : key.data[i]);
	}
}

static const char *
read_address(struct mail_writer *writer, struct span value, struct buf *out)
{
	const char *reason = address_mailbox(writer->forms, value, &writer->key);

	buf_clear(out);
	if (!reason)
		reason = mailbox_parse(&writer->mailbox, value);
	if (reason)
		return span_trim(value).size ? reason : "missing";
	if (!utf8_is_ascii(writer->mailbox.local))
		return "local_part_not_ascii";
	keep_case(buf_span(&writer->key), writer->mailbox.local, out);
	return NULL;
}

/* A name that stands in quotes, without them; another as it is. */
static struct span
unquote(struct span name, struct buf *out)
{
	buf_clear(out);
	if (name.size < 2 || name.data[0] != '"' || name.data[name.size - 1] != '"')
		return name;
	for (size_t i = 1; i + 1 < name.size; i++) {
		if (name.data[i] == '"')
			return name;
		if (name.data[i] == '\\' && i + 2 < name.size)
			i++;
		buf_add_byte(out, name.data[i]);
	}
	return buf_span(out);
}

/* What stands before an address in angle brackets. */
static struct span
find_display(struct span value)
{
	const char *open;

	value = span_trim(value);
	if (value.size == 0 || value.data[value.size - 1] != '>')
		return (struct span){NULL, 0};
	open = memrchr(value.data, '<', value.size);
	return span_trim((struct span){value.data, open ? (size_t)(open - value.data) : 0});
}

/* Some readers decode a header before they look for addresses in it, so that what is in an encoded
 * word counts. */
static bool
is_like_address(struct span display)
{
	return memchr(display.data, '<', display.size) || memchr(display.data, '>', display.size) ||
	       (!utf8_is_ascii(display) && memchr(display.data, '@', display.size));
}

static const char *
check_display(struct span display)
{
	const char *reason = mail_check_header(display);

	if (reason || display.size == 0)
		return reason;
	if (is_like_address(display))
		return "name_like_address";
	return display.size > VALUE_LIMIT ? "too_long" : NULL;
}

/* A mailbox with its display name, as a template gives it. */
static const char *
read_party(struct mail_writer *writer, struct span value, struct party *party)
{
	const char *reason = mail_check_header(value);

	if (!reason)
		reason = read_address(writer, value, &party->address);
	if (reason)
		return reason;
	party->display = unquote(find_display(value), &party->name);
	return check_display(party->display);
}

static const char *
read_recipient(struct mail_writer *writer, const struct mail_message *message)
{
	const char *reason = check_display(message->to_name);

	if (!reason)
		reason = mail_check_header(message->to_address);
	if (reason)
		return reason;
	writer->to.display = span_trim(message->to_name);
	return read_address(writer, message->to_address, &writer->to.address);
}

/* A value of a header that is no address. */
static const char *
check_value(struct span name, struct span value)
{
	bool structured = mail_is_structured(name);
	const char *reason = mail_check_header(value);

	if (!reason && span_trim(value).size == 0)
		reason = "missing";
	if (!reason && structured && !utf8_is_ascii(value))
		reason = "not_ascii";
	if (!reason && value.size > (structured ? STRUCTURED_LIMIT : VALUE_LIMIT))
		reason = "too_long";
	return reason;
}

static const char *
check_more(struct mail_writer *writer, const struct mail_message *message, const char **field)
{
	for (size_t i = 0; i < message->more_count; i++) {
		const struct mail_header *header = &message->more[i];
		const char *reason = mail_may_add(header->name)
					 ? check_value(header->name, header->value)
					 : "header_not_allowed";

		if (reason) {
			buf_clear(&writer->field);
			buf_add_span(&writer->field, header->name);
			buf_add_byte(&writer->field, '\0');
			*field = writer->field.data;
			return reason;
		}
	}
	return NULL;
}

static const char *
check_date(int64_t date)
{
	const int64_t first = -2208988800, last = 253402300799; /* of 1900, of 9999 */

	return date >= first && date <= last ? NULL : "bad_date";
}

struct finding {
	const char *field;
	const char *reason; /* NULL: none */
};

/* Reads the addresses, and checks everything. */
static const char *
check_message(struct mail_writer *writer, const struct mail_message *message, const char **field)
{
	const struct finding findings[] = {
	    {"From", read_party(writer, message->from, &writer->from)},
	    {"Reply-To", message->reply_to.size
			     ? read_party(writer, message->reply_to, &writer->reply_to)
			     : NULL},
	    {"To", read_recipient(writer, message)},
	    {"Subject", check_value(span_of("Subject"), message->subject)},
	    {"Date", check_date(message->date)},
	    {"Message-ID", mail_check_message_id(message->message_id)},
	    {"Auto-Submitted", mail_check_auto_submitted(message->auto_submitted)},
	    {"Content-Language", mail_check_language(message->language)},
	    {"text", span_trim(message->text).size ? mail_check_text(message->text) : "missing"},
	    {"html", mail_check_text(message->html)},
	};

	for (size_t i = 0; i < sizeof findings / sizeof *findings; i++) {
		if (findings[i].reason) {
			*field = findings[i].field;
			return findings[i].reason;
		}
	}
	return check_more(writer, message, field);
}

/* The digest of the Message-ID in hex, and the file name made of it. */
static void
make_name(struct mail_writer *writer, const struct mail_message *message)
{
	unsigned char raw[DIGEST_MOST];
	char seconds[32];

	if (digest_make(writer->sha256, message->message_id, raw) < 0)
		die_silent();
	digest_write(raw, DIGEST_BYTES, DIGEST_HEX, writer->digest);
	snprintf(seconds, sizeof seconds, "%" PRId64 ".", message->date);
	buf_clear(&writer->name);
	buf_add_text(&writer->name, seconds);
	buf_add(&writer->name, writer->digest, DIGEST_HEX_SIZE);
	buf_add_text(&writer->name, ".amends");
}

/* Appends "NAME: VALUE", which is ASCII and stays in one line; nothing when the value is empty. */
static void
add_line(struct buf *out, const char *name, struct span value)
{
	if (value.size == 0)
		return;
	buf_add_text(out, name);
	buf_add_text(out, ": ");
	buf_add_span(out, value);
	buf_add_byte(out, '\n');
}

/* RFC 5322, 3.3. In no language but its own, so not by strftime(3). */
static void
add_date(struct buf *out, int64_t date)
{
	static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {
	    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)date;
	struct tm at;
	char text[80];

	gmtime_r(&seconds, &at);
	snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d +0000", days[at.tm_wday],
	    at.tm_mday, months[at.tm_mon], at.tm_year + 1900, at.tm_hour, at.tm_min, at.tm_sec);
	add_line(out, "Date", span_of(text));
}

static void
add_message_id(struct buf *out, struct span message_id)
{
	buf_add_text(out, "Message-ID: <");
	buf_add_span(out, message_id);
	buf_add_text(out, ">\n");
}

static void
add_headers(const struct mail_writer *writer, const struct mail_message *message, struct buf *out)
{
	const struct party *from = &writer->from, *reply_to = &writer->reply_to, *to = &writer->to;

	add_date(out, message->date);
	mail_add_address_header(out, "From", from->display, buf_span(&from->address));
	if (message->reply_to.size)
		mail_add_address_header(
		    out, "Reply-To", reply_to->display, buf_span(&reply_to->address));
	mail_add_address_header(out, "To", to->display, buf_span(&to->address));
	mail_add_text_header(out, span_of("Subject"), span_trim(message->subject));
	add_message_id(out, message->message_id);
	add_line(out, "Auto-Submitted", message->auto_submitted);
	add_line(out, "Content-Language", message->language);
	for (size_t i = 0; i < message->more_count; i++)
		mail_add_text_header(out, message->more[i].name, span_trim(message->more[i].value));
	if (message->draft)
		add_line(out, "X-Unsent", span_of("1"));
	add_line(out, "MIME-Version", span_of("1.0"));
}

const char *
mail_write(struct mail_writer *writer, const struct mail_message *message, struct buf *out,
    struct mail_written *written)
{
	const char *reason;

	*written = (struct mail_written){0};
	reason = check_message(writer, message, &written->field);
	if (reason)
		return reason;
	make_name(writer, message);
	add_headers(writer, message, out);
	mail_add_body(out, message, (struct span){writer->digest, DIGEST_HEX_SIZE});
	written->from = buf_span(&writer->from.address);
	written->to = buf_span(&writer->to.address);
	written->name = buf_span(&writer->name);
	written->digest = (struct span){writer->digest, DIGEST_HEX_SIZE};
	return NULL;
}
