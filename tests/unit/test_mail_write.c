/* test_mail_write: messages to the byte, what holds one, and files of messages read back. */
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "mail_write.h"
#include "mbox.h"
#include "tap.h"

#define SPAN(text)                                                                                 \
	{                                                                                          \
		text, sizeof(text) - 1                                                             \
	}
#define DIGEST "9648e4287fcf68aad8e39f0484d8a4a7" /* printf loteria.1@example.com | sha256sum */
#define A25 "aaaaaaaaaaaaaaaaaaaaaaaaa"
#define A75 A25 A25 A25

static const struct mail_message plain = {
    .from = SPAN("Ayuda <ayuda@example.com>"),
    .to_name = SPAN("Ana"),
    .to_address = SPAN("Ana@Example.com"),
    .subject = SPAN("Hola"),
    .text = SPAN("Hola:\n"),
    .message_id = SPAN("loteria.1@example.com"),
    .date = 1764547200,
};

static void
test_messages(struct tap *tap, struct mail_writer *writer)
{
	static const struct mail_header more[] = {{SPAN("X-Incident"), SPAN("lotería")},
	    {SPAN("List-Unsubscribe"),
		SPAN("<https://example.com/0123456789012345678901234567890>, "
		     "<mailto:baja@example.com?subject=0123456789>")}};
	struct mail_message full = plain;
	struct mail_written written;
	struct buf out = {0};

	tap_ok(tap,
	    !mail_write(writer, &plain, &out, &written) &&
		span_is(buf_span(&out), "Date: Mon, 01 Dec 2025 00:00:00 +0000\n"
					"From: Ayuda <ayuda@example.com>\n"
					"To: Ana <Ana@example.com>\n"
					"Subject: Hola\n"
					"Message-ID: <loteria.1@example.com>\n"
					"MIME-Version: 1.0\n"
					"Content-Type: text/plain; charset=utf-8\n"
					"Content-Transfer-Encoding: quoted-printable\n"
					"\n"
					"Hola:\n"),
	    "a message with the least that one has");
	tap_ok(tap,
	    span_is(written.from, "ayuda@example.com") && span_is(written.to, "Ana@example.com"),
	    "its envelope");
	tap_ok(tap,
	    span_is(written.name, "1764547200." DIGEST ".amends") &&
		span_is(written.digest, DIGEST),
	    "its name in a Maildir");

	full.reply_to = span_of("\"Ayuda, y \\\"más\\\"\" <ayuda@ñandú.example>");
	full.to_name = span_of("Pérez, Ana");
	full.language = span_of("es-ES");
	full.auto_submitted = span_of("auto-generated");
	full.html = span_of("<p>Hola:</p>");
	full.text = span_of("¿Qué?");
	full.draft = true;
	full.more = more;
	full.more_count = 2;
	buf_clear(&out);
	buf_add_text(&out, "before\n");
	tap_ok(tap,
	    !mail_write(writer, &full, &out, &written) &&
		span_is(buf_span(&out),
		    "before\n"
		    "Date: Mon, 01 Dec 2025 00:00:00 +0000\n"
		    "From: Ayuda <ayuda@example.com>\n"
		    "Reply-To: =?utf-8?q?Ayuda=2C_y_=22m=C3=A1s=22?=\n"
		    " <ayuda@xn--and-6ma2c.example>\n"
		    "To: =?utf-8?q?P=C3=A9rez=2C_Ana?= <Ana@example.com>\n"
		    "Subject: Hola\n"
		    "Message-ID: <loteria.1@example.com>\n"
		    "Auto-Submitted: auto-generated\n"
		    "Content-Language: es-ES\n"
		    "X-Incident: =?utf-8?q?loter=C3=ADa?=\n"
		    "List-Unsubscribe: <https://example.com/0123456789012345678901234567890>, "
		    "<mailto:baja@example.com?subject=0123456789>\n"
		    "X-Unsent: 1\n"
		    "MIME-Version: 1.0\n"
		    "Content-Type: multipart/alternative;\n"
		    " boundary=\"=_" DIGEST "\"\n"
		    "\n"
		    "--=_" DIGEST "\n"
		    "Content-Type: text/plain; charset=utf-8\n"
		    "Content-Transfer-Encoding: quoted-printable\n"
		    "\n"
		    "=C2=BFQu=C3=A9?\n"
		    "\n"
		    "--=_" DIGEST "\n"
		    "Content-Type: text/html; charset=utf-8\n"
		    "Content-Transfer-Encoding: quoted-printable\n"
		    "\n"
		    "<p>Hola:</p>\n"
		    "\n"
		    "--=_" DIGEST "--\n"),
	    "a message with everything, behind what was there");
	buf_free(&out);
}

/* What stands behind the name of a header, up to the next. */
static struct span
header_of(const struct buf *message, const char *name)
{
	const char *at = memmem(message->data, message->size, name, strlen(name));
	const char *end;

	if (!at)
		return (struct span){NULL, 0};
	end = at += strlen(name);
	do
		end = memchr(end, '\n', message->size - (size_t)(end - message->data)) + 1;
	while (*end == ' ');
	return (struct span){at, (size_t)(end - at) - 1};
}

static void
test_headers(struct tap *tap, struct mail_writer *writer)
{
	static const struct {
		const char *subject, *written;
	} cases[] = {
	    {" Hola ", "Hola"},
	    {"dos  blancos", "=?utf-8?q?dos__blancos?="},
	    {"=?", "=?utf-8?q?=3D=3F?="},
	    {A25 " " A25 " aaaaaaaaaaaaaaa", A25 " " A25 " aaaaaaaaaaaaaaa"},
	    {A25 " " A25 " aaaaaaaaaaaaaaaa", A25 " " A25 "\n aaaaaaaaaaaaaaaa"},
	    {"b " A75, "b\n " A75},
	    {"b " A75 "a", "=?utf-8?q?b_" A25 A25 "aaa?=\n =?utf-8?q?aaaaaaaaaaaaaaaaaaaaaaa?="},
	    {"0123456789012345678901234567890123456789012345678901234567890123456",
		"0123456789012345678901234567890123456789012345678901234567890123456"},
	    {"ñññññññññññ", /* 6 bytes each; words of 67 and 75 bytes */
		"=?utf-8?q?=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1=C3=B1?=\n"
		" =?utf-8?q?=C3=B1=C3=B1?="},
	    {"=?_:x/+", "=?utf-8?q?=3D=3F=5F=3Ax/+?="},
	};
	static const struct {
		const char *name, *written;
	} names[] = {
	    {"", "Ana@example.com"},
	    {"  ", "Ana@example.com"},
	    {"Ana M", "Ana M <Ana@example.com>"},
	    {"A.", "\"A.\" <Ana@example.com>"},
	    {"A \"B\\", "\"A \\\"B\\\\\" <Ana@example.com>"},
	    {"ana@example.com", "\"ana@example.com\" <Ana@example.com>"},
	    {"Ñ", "=?utf-8?q?=C3=91?= <Ana@example.com>"},
	    {"Un nombre de muchas palabras que llega hasta el fin de la",
		"Un nombre de muchas palabras que llega hasta el fin de la\n <Ana@example.com>"},
	};
	struct mail_written written;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mail_message message = plain;
		struct buf out = {0};

		message.subject = span_of(cases[i].subject);
		if (!tap_ok(tap,
			!mail_write(writer, &message, &out, &written) &&
			    span_is(header_of(&out, "Subject: "), cases[i].written),
			"subject %zu", i))
			printf("# %.*s\n", (int)out.size, out.data);
		buf_free(&out);
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct mail_message message = plain;
		struct buf out = {0};

		message.to_name = span_of(names[i].name);
		if (!tap_ok(tap,
			!mail_write(writer, &message, &out, &written) &&
			    span_is(header_of(&out, "\nTo: "), names[i].written),
			"name %zu", i))
			printf("# %.*s\n", (int)out.size, out.data);
		buf_free(&out);
	}
}

static void
test_texts(struct tap *tap, struct mail_writer *writer)
{
	static const struct {
		const char *text, *written;
	} cases[] = {
	    {"a\nb", "a\nb\n"},
	    {"a\n\n\n", "a\n\n\n"},
	    {"\na =\n", "\na =3D\n"},
	    {"a \t\n b\n \n\t\n", "a =09\n b\n=20\n=09\n"},
	    {".\n..\n. \n.a\n", "=2E\n..\n.=20\n.a\n"},
	    {"From a\n>From b\nFrom\nFromage\n a From b\n",
		"=46rom a\n>From b\nFrom\nFromage\n a From b\n"},
	    {"ñ", "=C3=B1\n"},
	    {A75 "b\n", A75 "b\n"},
	    {A75 "bc\n", A75 "=\nbc\n"},
	    {A25 A25 "aaaaaaaaaaaaaaaaaaaaaañ\n", A25 A25 "aaaaaaaaaaaaaaaaaaaaaa=C3=\n=B1\n"},
	    {A25 A25 "aaaaaaaaaaaaaaaaaaaaaaa \n", A25 A25 "aaaaaaaaaaaaaaaaaaaaaaa=20\n"},
	    {A25 A25 "aaaaaaaaaaaaaaaaaaaaaaaa \n", A25 A25 "aaaaaaaaaaaaaaaaaaaaaaaa=\n=20\n"},
	    {A75 "From b\n", A75 "=\n=46rom b\n"},
	    {A75 ".", A75 ".\n"},
	    {A75 ".b", A75 "=\n.b\n"},
	    {A75 "=.", A75 "=\n=3D.\n"},
	};
	struct mail_written written;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mail_message message = plain;
		struct buf out = {0};
		const char *body;

		message.text = span_of(cases[i].text);
		if (mail_write(writer, &message, &out, &written))
			die("a text is held");
		buf_add_byte(&out, '\0');
		body = strstr(out.data, "\n\n") + 2;
		if (!tap_ok(tap, strcmp(body, cases[i].written) == 0, "text %zu", i))
			printf("# %s\n", body);
		buf_free(&out);
	}
}

enum member { FROM, REPLY_TO, NAME, ADDRESS, SUBJECT, TEXT, HTML, LANGUAGE, ID, AUTO, X_A, LIST };

static void
set(struct mail_message *message, struct mail_header *more, enum member member, struct span value)
{
	struct span *const members[] = {[FROM] = &message->from,
	    [REPLY_TO] = &message->reply_to,
	    [NAME] = &message->to_name,
	    [ADDRESS] = &message->to_address,
	    [SUBJECT] = &message->subject,
	    [TEXT] = &message->text,
	    [HTML] = &message->html,
	    [LANGUAGE] = &message->language,
	    [ID] = &message->message_id,
	    [AUTO] = &message->auto_submitted,
	    [X_A] = &more->value,
	    [LIST] = &more->value};

	more->name = span_of(member == LIST ? "List-Id" : "X-A");
	message->more = more;
	message->more_count = member >= X_A;
	*members[member] = value;
}

#define HELD(member, value, reason)                                                                \
	{                                                                                          \
		member, SPAN(value), reason                                                        \
	}

/* NULL: not held. The strings of tests/suites/mail.csv are not repeated. */
static const struct {
	enum member member;
	struct span value;
	const char *reason;
} held[] = {
    HELD(FROM, "", "missing"),
    HELD(FROM, " ", "missing"),
    HELD(FROM, "ayuda", "no_at"),
    HELD(FROM, "a@example.com, b@example.com", "several"),
    HELD(FROM, "Ayuda <a@example.com>\nBcc: x", "line_break"),
    HELD(FROM, "A < B <a@example.com>", "bad_local_part"),
    HELD(FROM, "\"A < B\" <a@example.com>", "name_like_address"),
    HELD(FROM, "=?utf-8?q?x?= <a@example.com>", "encoded_word"),
    HELD(FROM, "ñ@example.com", "local_part_not_ascii"),
    HELD(REPLY_TO, "no", "no_at"),
    HELD(REPLY_TO, "A\xE2\x80\xAE <a@example.com>", "direction_mark"),
    HELD(ADDRESS, "", "missing"),
    HELD(ADDRESS, "ana@example.com\n", "line_break"),
    HELD(ADDRESS, "ana@example.com; bea@example.com", "several"),
    HELD(ADDRESS, "ana@example.com, bea@example.com", "several"),
    HELD(ADDRESS, "@example.com", "no_local_part"),
    HELD(ADDRESS, "ana@", "no_domain"),
    HELD(ADDRESS, "ana maria@example.com", "inner_blank"),
    HELD(ADDRESS, "ana@-example.com-", "bad_domain"),
    HELD(ADDRESS, "maría@example.com", "local_part_not_ascii"),
    HELD(ADDRESS, "\xE2\x84\xAA@example.com",
	"local_part_not_ascii"), /* KELVIN SIGN, in lower case k */
    HELD(ADDRESS, "\"a\0\"@example.com", "control_character"),
    HELD(ADDRESS, "ana@ñandú.example", NULL),
    HELD(SUBJECT, "", "missing"),
    HELD(TEXT, "", "missing"),
    HELD(TEXT, "\n \n", "missing"),
    HELD(HTML, "<p>\r\n", "control_character"),
    HELD(HTML, "\xE2\x80\xAE", "direction_mark"),
    HELD(LANGUAGE, "e", "bad_language"),
    HELD(LANGUAGE, "es_ES", "bad_language"),
    HELD(LANGUAGE, "es-", "bad_language"),
    HELD(LANGUAGE, "es--a", "bad_language"),
    HELD(LANGUAGE, "419", "bad_language"),
    HELD(LANGUAGE, "es, en", "bad_language"),
    HELD(LANGUAGE, "abcdefghi", "bad_language"),
    HELD(LANGUAGE, "es-abcdefgh-abcdefgh-abcdefgh-abcdefgh", "bad_language"),
    HELD(LANGUAGE, "es\n", "bad_language"),
    HELD(LANGUAGE, "es-419", NULL),
    HELD(LANGUAGE, "ca-ES-valencia", NULL),
    HELD(ID, "", "missing"),
    HELD(ID, "<a@example.com>", "bad_message_id"),
    HELD(ID, "a", "bad_message_id"),
    HELD(ID, "a@b@example.com", "bad_message_id"),
    HELD(ID, "a..b@example.com", "bad_message_id"),
    HELD(ID, ".a@example.com", "bad_message_id"),
    HELD(ID, "a@", "bad_message_id"),
    HELD(ID, "a @example.com", "bad_message_id"),
    HELD(ID, "a\0@example.com", "bad_message_id"),
    HELD(ID, "ñ@example.com", "bad_message_id"),
    HELD(ID, "a\n@example.com", "bad_message_id"),
    HELD(AUTO, "yes", "bad_auto_submitted"),
    HELD(AUTO, "no\nBcc: x", "bad_auto_submitted"),
    HELD(AUTO, "no", NULL),
    HELD(AUTO, "auto-replied", NULL),
    HELD(X_A, "", "missing"),
    HELD(X_A, "a\r\nBcc: x", "line_break"),
    HELD(X_A, "ñ", NULL),
    HELD(LIST, "ñ", "not_ascii"),
    HELD(LIST, "a\nb", "line_break"),
};

static void
test_held(struct tap *tap, struct mail_writer *writer)
{
	static const char *const fields[] = {"From", "Reply-To", "To", "To", "Subject", "text",
	    "html", "Content-Language", "Message-ID", "Auto-Submitted", "X-A", "List-Id"};

	for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
		struct mail_message message = plain;
		struct mail_header more;
		struct mail_written written;
		struct buf out = {0};
		const char *reason;
		bool right;

		set(&message, &more, held[i].member, held[i].value);
		buf_add_text(&out, "before");
		reason = mail_write(writer, &message, &out, &written);
		if (held[i].reason)
			right = reason && strcmp(reason, held[i].reason) == 0 &&
				strcmp(written.field, fields[held[i].member]) == 0 &&
				span_is(buf_span(&out), "before");
		else
			right = !reason;
		tap_ok(tap, right, "%s %zu: %s", fields[held[i].member], i,
		    held[i].reason ? held[i].reason : "sent");
		buf_free(&out);
	}
}

/* Values of size a, where the limits are; and years. */
static void
test_limits(struct tap *tap, struct mail_writer *writer)
{
	static const struct {
		enum member member;
		size_t most;
	} limits[] = {{SUBJECT, 2000}, {NAME, 2000}, {X_A, 2000}, {LIST, 900}, {ID, 900}};
	static const struct {
		int64_t date;
		const char *written;
	} dates[] = {{-2208988801, NULL}, {-2208988800, "Mon, 01 Jan 1900 00:00:00 +0000"},
	    {253402300799, "Fri, 31 Dec 9999 23:59:59 +0000"}, {253402300800, NULL}};
	struct mail_written written;
	struct buf value = {0}, out = {0};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		struct mail_message message = plain;
		struct mail_header more;
		const char *reason;

		buf_clear(&value);
		buf_add_text(&value, limits[i].member == ID ? "a@" : "");
		while (value.size < limits[i].most)
			buf_add_byte(&value, 'a');
		set(&message, &more, limits[i].member, buf_span(&value));
		reason = mail_write(writer, &message, &out, &written);
		buf_add_byte(&value, 'a');
		set(&message, &more, limits[i].member, buf_span(&value));
		tap_ok(tap,
		    !reason && (reason = mail_write(writer, &message, &out, &written)) &&
			strcmp(reason, "too_long") == 0,
		    "a value may have %zu bytes", limits[i].most);
	}
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct mail_message message = plain;
		const char *reason;

		buf_clear(&out);
		message.date = dates[i].date;
		reason = mail_write(writer, &message, &out, &written);
		tap_ok(tap,
		    dates[i].written
			? !reason && span_is(header_of(&out, "Date: "), dates[i].written)
			: reason && strcmp(reason, "bad_date") == 0,
		    "date %zu", i);
	}
	buf_free(&value);
	buf_free(&out);
}

static void
test_added(struct tap *tap, struct mail_writer *writer)
{
	static const char *const free[] = {"X-Incident", "Organization", "List-Unsubscribe",
	    "List-Unsubscribe-Post", "In-Reply-To", "Precedence", "Comments", "Feedback-ID",
	    "Fromage", "Content", "X-0123456789012345678901234567890123456"};
	static const char *const taken[] = {"", "to", "CC", "bcc", "Bcc", "From", "Sender",
	    "Subject", "reply-to", "DATE", "Message-Id", "Auto-Submitted", "X-Unsent",
	    "MIME-Version", "Content-Type", "content-transfer-encoding", "Content-Language",
	    "Content-Length", "Resent-To", "Return-Path", "Received", "Received-SPF",
	    "DKIM-Signature", "Status", "X A", "X:A", "X-\xC3\xB1", "X\nBcc", "-X", "X_A",
	    "X-01234567890123456789012345678901234567890"};
	struct mail_header more = {span_of("Bcc"), span_of("bea@example.com")};
	struct mail_message message = plain;
	struct mail_written written;
	struct buf out = {0};
	const char *reason;

	for (size_t i = 0; i < sizeof free / sizeof *free; i++)
		tap_ok(tap, mail_may_add(span_of(free[i])), "%s may be added", free[i]);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		tap_ok(tap, !mail_may_add(span_of(taken[i])), "name %zu may not be added", i);
	message.more = &more;
	message.more_count = 1;
	reason = mail_write(writer, &message, &out, &written);
	tap_ok(tap,
	    reason && strcmp(reason, "header_not_allowed") == 0 &&
		strcmp(written.field, "Bcc") == 0 && out.size == 0,
	    "a message with Bcc is held");
	buf_free(&out);
}

#define HEAD "To: b@example.com\n\n"

static void
test_mboxrd(struct tap *tap)
{
	static const struct {
		const char *from, *message, *written;
	} cases[] = {
	    {"a@example.com", HEAD "Hola\n",
		"From a@example.com Mon Dec  1 00:00:00 2025\n" HEAD "Hola\n\n"},
	    {"\"a b\"@example.com", HEAD "\n\n",
		"From MAILER-DAEMON Mon Dec  1 00:00:00 2025\n" HEAD "\n\n\n"},
	    {"", HEAD "From a\n>From b\n>>From c\n> From d\n>Fro\nFrom\n",
		"From MAILER-DAEMON Mon Dec  1 00:00:00 2025\n" HEAD
		">From a\n>>From b\n>>>From c\n> From d\n>Fro\nFrom\n\n"},
	    {"a@example.com", HEAD "From a@example.com Mon Dec  1 00:00:00 2025\n" HEAD,
		"From a@example.com Mon Dec  1 00:00:00 2025\n" HEAD
		">From a@example.com Mon Dec  1 00:00:00 2025\n" HEAD "\n"},
	};
	enum { CASES = sizeof cases / sizeof *cases };
	const struct mbox_options options = {true, 1000, 1000};
	struct buf all = {0};
	struct mbox_message message;
	struct mbox *mbox;
	bool same = true;

	for (size_t i = 0; i < CASES; i++) {
		size_t before = all.size;

		mail_add_mboxrd(
		    span_of(cases[i].message), span_of(cases[i].from), 1764547200, &all);
		tap_ok(tap,
		    span_is((struct span){all.data + before, all.size - before}, cases[i].written),
		    "mboxrd %zu", i);
	}
	mbox = mbox_new(
	    source_open_memory(buf_span(&all), "t", &(struct source_options){0}), "t", &options);
	for (size_t i = 0; i < CASES && same; i++)
		same = mbox_next(mbox, &message) == READ_RECORD &&
		       span_is(message.text, cases[i].message);
	tap_ok(tap, same && mbox_next(mbox, &message) == READ_END, "and read back");
	mbox_free(mbox);
	buf_free(&all);
}

int
main(int argc, char **argv)
{
	struct tap tap = {0};
	struct mail_writer *writer;

	(void)argc;
	err_program(argv[0]);
	writer = mail_writer_new();
	if (!writer)
		return STATUS_FAILED;
	test_messages(&tap, writer);
	test_headers(&tap, writer);
	test_texts(&tap, writer);
	test_held(&tap, writer);
	test_limits(&tap, writer);
	test_added(&tap, writer);
	test_mboxrd(&tap);
	mail_writer_free(writer);
	mail_writer_free(NULL);
	return tap_done(&tap);
}
