/* mail: what one message says of itself.
 *
 * The header is cut into fields here, as a line that is no field must not hide those behind it;
 * what stands in a field is read by GMime. */
#include "mail.h"

#include <signal.h>
#include <stdlib.h>

#include "err.h"
#include "mail_inside.h"
#include "utf8.h"

/* glib prints and aborts when memory is out; what it finds wrong with a message is not for stderr.
 */
static void
on_glib_message(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
	(void)domain;
	(void)message;
	(void)data;
	if (level & (G_LOG_FLAG_FATAL | G_LOG_LEVEL_ERROR))
		die("out of memory");
}

static void
on_warning(gint64 offset, GMimeParserWarning what, const gchar *item, gpointer mail)
{
	(void)offset;
	(void)item;
	if (what == GMIME_WARN_INVALID_ADDRESS_LIST ||
	    what == GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY || what == GMIME_CRIT_NESTING_OVERFLOW)
		((struct mail *)mail)->unread = true;
}

/* GMime takes a closed pipe for an error of a call; here it ends the program, as it ends every
 * filter. */
static void
start_gmime(void)
{
	struct sigaction pipe;
	bool known = sigaction(SIGPIPE, NULL, &pipe) == 0;

	g_mime_init();
	if (known)
		(void)sigaction(SIGPIPE, &pipe, NULL);
}

struct mail *
mail_new(enum charset charset, bool body)
{
	static const char *only_utf8[] = {"utf-8", NULL};
	struct mail *mail = xcalloc(1, sizeof *mail);

	g_log_set_default_handler(on_glib_message, NULL);
	start_gmime();
	mail->charset = charset;
	mail->want_body = body;
	mail->options = g_mime_parser_options_new();
	g_mime_parser_options_set_fallback_charsets(mail->options, only_utf8);
	g_mime_parser_options_set_warning_callback(mail->options, on_warning, mail);
	return mail;
}

/* The value at hand, in UTF-8, into mail->converted. */
static enum csv_problem
convert_value(struct mail *mail)
{
	buf_clear(&mail->converted);
	return mail_convert_bare(mail, buf_span(&mail->value), &mail->converted);
}

static enum csv_problem
keep_value(struct mail *mail, struct span *to)
{
	enum csv_problem problem = convert_value(mail);

	*to = arena_copy(&mail->arena, buf_span(&mail->converted));
	return problem;
}

static enum csv_problem
keep_subject(struct mail *mail, struct span *to)
{
	enum csv_problem problem = convert_value(mail);

	buf_clear(&mail->text);
	if (problem == CSV_FINE)
		problem = mail_decode_words(buf_span(&mail->converted), &mail->text);
	*to = arena_copy(&mail->arena, buf_span(&mail->text));
	return problem;
}

/* Keeps what GMime says of a hidden list. */
static enum csv_problem
keep_shown(struct mail *mail, const char *text, bool decoded, struct span *to)
{
	buf_clear(&mail->text);
	if (text)
		mail_show_words(mail, text, decoded, &mail->text);
	*to = arena_copy(&mail->arena, buf_span(&mail->text));
	return utf8_is_valid(*to) ? CSV_FINE : CSV_ENCODING;
}

/* What an address list holds besides comments, blanks and commas. */
enum content { NOTHING, SOMETHING, NOT_CLOSED };

/* GMime reads up to a quote or comment that is not closed, and says nothing. */
static enum content
look_at_list(struct span list)
{
	enum content content = NOTHING;
	size_t comments = 0;
	bool quoted = false;

	for (size_t i = 0; i < list.size; i++) {
		char byte = list.data[i];

		if (byte == '\\' && (quoted || comments))
			i++;
		else if (byte == '"' && !comments)
			quoted = !quoted;
		else if (byte == '(' && !quoted)
			comments++;
		else if (byte == ')' && comments && !quoted)
			comments--;
		if (!comments && byte != ')' && !memchr(" \t\r\n,", byte, 5))
			content = SOMETHING;
	}
	return quoted || comments ? NOT_CLOSED : content;
}

static enum csv_problem
add_recipient(struct mail *mail, const char *field, InternetAddress *address)
{
	struct mail_recipient *to;
	const char *name = internet_address_get_name(address);
	const char *written = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
	enum csv_problem problem;

	if (mail->recipient_count == mail->recipient_room) {
		mail->recipient_room = 2 * mail->recipient_room + 8;
		mail->recipients =
		    xrealloc(mail->recipients, mail->recipient_room, sizeof *mail->recipients);
	}
	to = &mail->recipients[mail->recipient_count++];
	to->field = field;
	problem = keep_shown(mail, written, false, &to->address);
	return problem == CSV_FINE ? keep_shown(mail, name, true, &to->name) : problem;
}

/* Groups hold no groups (RFC 5322, 3.4), but what does not hold to that is read all the same. */
static enum csv_problem
add_recipients(struct mail *mail, const char *field, InternetAddressList *list)
{
	enum csv_problem problem = CSV_FINE;
	int count = list ? internet_address_list_length(list) : 0;

	for (int i = 0; i < count && problem == CSV_FINE; i++) {
		InternetAddress *address = internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_GROUP(address))
			problem = add_recipients(mail, field,
			    internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)));
		else
			problem = add_recipient(mail, field, address);
	}
	return problem;
}

/* The value at hand as GMime is given it. */
static enum csv_problem
hide_value(struct mail *mail)
{
	enum csv_problem problem = convert_value(mail);

	buf_clear(&mail->text);
	if (problem == CSV_FINE)
		problem = mail_hide_words(mail, buf_span(&mail->converted), &mail->text);
	buf_add_byte(&mail->text, '\0');
	mail->text.size--;
	return problem;
}

static enum csv_problem
keep_list(struct mail *mail, const char *field)
{
	enum csv_problem problem = hide_value(mail);
	enum content content = look_at_list(buf_span(&mail->text));
	InternetAddressList *list;

	if (problem != CSV_FINE)
		return problem;
	if (content != SOMETHING)
		return content == NOTHING ? CSV_FINE : CSV_MAIL;
	mail->unread = false;
	list = internet_address_list_parse(mail->options, mail->text.data);
	problem = list && !mail->unread ? add_recipients(mail, field, list) : CSV_MAIL;
	if (list)
		g_object_unref(list);
	return problem;
}

/* The first sender, by way of the list of recipients. */
static enum csv_problem
keep_from(struct mail *mail, struct span *from)
{
	size_t before = mail->recipient_count;
	enum csv_problem problem = keep_list(mail, "From");

	if (mail->recipient_count > before)
		*from = mail->recipients[before].address;
	mail->recipient_count = before;
	return problem;
}

static bool
is_field(struct span name, const char *field)
{
	return name.size == strlen(field) && g_ascii_strncasecmp(name.data, field, name.size) == 0;
}

/* The fields that are looked at. */
enum field { FROM, DATE, MESSAGE_ID, SUBJECT, TO, CC, BCC, FIELDS };
static const char *const fields[FIELDS] = {
    "From", "Date", "Message-ID", "Subject", "To", "Cc", "Bcc"};

static enum csv_problem
keep_field(struct mail *mail, enum field field, struct mail_facts *facts)
{
	switch (field) {
	case FROM:
		return keep_from(mail, &facts->from);
	case DATE:
		return keep_value(mail, &facts->date);
	case MESSAGE_ID:
		return keep_value(mail, &facts->message_id);
	case SUBJECT:
		return keep_subject(mail, &facts->subject);
	default:
		return keep_list(mail, fields[field]);
	}
}

static enum field
find_field(struct span name)
{
	for (enum field field = 0; field < FIELDS; field++)
		if (is_field(name, fields[field]))
			return field;
	return FIELDS;
}

static enum csv_problem
read_header(struct mail *mail, struct span header, struct mail_facts *facts)
{
	bool seen[FIELDS] = {false}, any = false;
	enum csv_problem problem = CSV_FINE;

	while (header.size && problem == CSV_FINE) {
		struct span name;
		enum field field;

		if (mbox_field(&header, &name, &mail->value) < 0)
			return CSV_MAIL;
		field = find_field(name);
		if (field == FIELDS || (field < TO && seen[field]))
			continue;
		seen[field] = any = true;
		problem = keep_field(mail, field, facts);
	}
	return problem == CSV_FINE && !any ? CSV_MAIL : problem;
}

enum csv_problem
mail_read(struct mail *mail, const struct mbox_message *message, struct mail_facts *facts)
{
	enum csv_problem problem;

	arena_free(&mail->arena);
	mail->recipient_count = 0;
	*facts = (struct mail_facts){0};
	if (message->too_long)
		return CSV_RECORD_SIZE;
	if (message->header.size && memchr(message->header.data, '\0', message->header.size))
		return CSV_NUL;
	problem = read_header(mail, message->header, facts);
	if (problem == CSV_FINE && mail->want_body)
		problem = mail_read_body(mail, message->text, &facts->body);
	facts->recipients = mail->recipients;
	facts->recipient_count = mail->recipient_count;
	return problem;
}

void
mail_free(struct mail *mail)
{
	if (!mail)
		return;
	g_mime_parser_options_free(mail->options);
	buf_free(&mail->value);
	buf_free(&mail->converted);
	buf_free(&mail->text);
	free(mail->hidden);
	arena_free(&mail->arena);
	free(mail->recipients);
	free(mail);
}
