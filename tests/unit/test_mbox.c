/* test_mbox: where messages begin and end, with blocks of any size. */
#include <stdio.h>
#include <stdlib.h>

#include "capture.h"
#include "err.h"
#include "mbox.h"
#include "tap.h"

#define BYTES(text)                                                                                \
	{                                                                                          \
		text, sizeof(text) - 1                                                             \
	}
#define FROM "From ana@example.com Tue Jan  9 12:00:00 2024\n"
#define HEAD "To: b@example.com\n"

/* A message is shown as LINE@OFFSET+LENGTH[HEADER][TEXT BEHIND IT], with ; for LF; then comes "end"
 * or the message. */
struct example {
	const char *what;
	struct span input;
	const char *shown;
	bool header_only;
};

static const struct example examples[] = {
    {"one message", BYTES("To: b\n\nHola\n"), "1@0+12[To: b;][;Hola;]end", false},
    {"... without its text", BYTES("To: b\n\nHola\n"), "1@0+12[To: b;][]end", true},
    {"... with CRLF", BYTES("To: b\r\nX: y\r\n\r\nHola\r\n"), "1@0+21[To: b;X: y;][;Hola;]end",
	false},
    {"... without a text", BYTES("To: b\n"), "1@0+6[To: b;][]end", false},
    {"... without a final newline", BYTES("To: b"), "1@0+5[To: b;][]end", false},
    {"... behind empty lines", BYTES("\n\r\nTo: b\n"), "3@3+6[To: b;][]end", false},
    {"... whose text is like an mbox", BYTES("To: b\n\n" FROM HEAD ">From x\n"),
	"1@0+79[To: b;][;From ana@example.com Tue Jan  9 12:00:00 2024;To: b@example.com;>From "
	"x;]end",
	false},
    {"nothing but empty lines", BYTES("\n\n"), "end", false},

    {"an mbox", BYTES(FROM HEAD "\nHola\n\n" FROM HEAD "\n1\n2\n"),
	"1@0+71[To: b@example.com;][;Hola;]6@71+69[To: b@example.com;][;1;2;]end", false},
    {"... without texts", BYTES(FROM HEAD "\nHola\n\n" FROM HEAD "\n1\n2\n"),
	"1@0+71[To: b@example.com;][]6@71+69[To: b@example.com;][]end", true},
    {"... with CRLF",
	BYTES("From a Tue Jan  9 12:00:00 2024\r\nTo: b\r\n\r\n1\r\n\r\n"
	      "From a Tue Jan  9 12:00:00 2024\r\nTo: c\r\n\r\n"),
	"1@0+47[To: b;][;1;]6@47+42[To: c;][]end", false},
    {"an empty line that the text ends with", BYTES(FROM HEAD "\nHola\n\n\n" FROM HEAD "\n\n"),
	"1@0+72[To: b@example.com;][;Hola;;]7@72+66[To: b@example.com;][;]end", false},
    {"messages of a header alone", BYTES(FROM HEAD "\n" FROM HEAD "\n"),
	"1@0+65[To: b@example.com;][]4@65+65[To: b@example.com;][]end", false},
    {"times of other programs",
	BYTES("From - Tue Jan 09 12:00:00 2024\nTo: b\n\n"
	      "From 1784@xxx Tue Jan 09 12:00:00 +0000 2024\nTo: c\n\n"
	      "From a@example.com  Wed Feb 10 08:01 CET 2024\nTo: d\n"),
	"1@0+39[To: b;][]4@39+52[To: c;][]7@91+52[To: d;][]end", false},
    {"a quoted From in the text",
	BYTES(FROM HEAD "\n>From a\n>>From b\n>>>From c\n> From d\n>Fromage\n"),
	"1@0+110[To: b@example.com;][;From a;>From b;>>From c;> From d;>Fromage;]end", false},
    {"a quoted From line in the header", BYTES(FROM ">" FROM HEAD "\nHola\n"),
	"1@0+117[To: b@example.com;][;Hola;]end", false},
    {"From in the text",
	BYTES(FROM HEAD "\nFrom now on:\n\nFrom now on, at 12:00 of 2024\nwe\n\nFrom here\n\n"
			"From x Tue Jan  9 12:00:00 2024\n\nEnd\n\n" FROM HEAD),
	"1@0+162[To: b@example.com;][;From now on:;;From now on, at 12:00 of 2024;we;;From here;;"
	"From x Tue Jan  9 12:00:00 2024;;End;]15@162+64[To: b@example.com;][]end",
	false},
    {"From at the very end", BYTES(FROM HEAD "\n\nFrom x Tue Jan  9 12:00:00 2024"),
	"1@0+97[To: b@example.com;][;;From x Tue Jan  9 12:00:00 2024;]end", false},
    {"no empty line between messages (mexport)",
	BYTES(FROM HEAD "\nHola\n" FROM HEAD "\nHola\n\n" FROM HEAD "\n"),
	"1@0+70[To: b@example.com;][;Hola;]5@70+71[To: b@example.com;][;Hola;]10@141+65[To: "
	"b@example.com;][]end",
	false},
    {"From without a time, and a field behind it",
	BYTES(FROM HEAD "\nHola\n\nFrom now on\nNote: x"),
	"t:6: a line From that may begin a message, but has no time in it as RFC 4155 wants",
	false},
    {"From without either, and a field behind it",
	BYTES(FROM HEAD "\nHola\nFrom now on\nNote: x\n"),
	"1@0+90[To: b@example.com;][;Hola;From now on;Note: x;]end", false},
    {"From behind From", BYTES(FROM HEAD "\n" FROM FROM HEAD),
	"1@0+111[To: b@example.com;][;From ana@example.com Tue Jan  9 12:00:00 2024;]"
	"5@111+64[To: b@example.com;][]end",
	false},
    {"From in a header", BYTES(FROM HEAD FROM HEAD),
	"t:3: a line From that may begin a message, but stands in a header", false},
    {"a long header",
	BYTES(FROM "To: 0123456789012345678901234567890123456789\n" HEAD "\n1\n\n" FROM HEAD),
	"1@0+113!7@113+64[To: b@example.com;][]end", false},
    {"a long text", BYTES(FROM HEAD "\n012345678901234567890123456789\n0\n\n" FROM HEAD),
	"1@0+99!7@99+64[To: b@example.com;][]end", false},
    {"... that is not wanted", BYTES(FROM HEAD "\n012345678901234567890123456789\n0\n\n" FROM HEAD),
	"1@0+99[To: b@example.com;][]7@99+64[To: b@example.com;][]end", true},
    {"a NUL is a byte", BYTES("To: b\0\n\n\0\n"), "1@0+10[To: b?;][;?;]end", false},
};

static void
add_text(struct buf *out, struct span text)
{
	buf_add_byte(out, '[');
	for (size_t i = 0; i < text.size; i++)
		buf_add_byte(out, text.data[i] == '\n' ? ';' : text.data[i] ? text.data[i] : '?');
	buf_add_byte(out, ']');
}

static void
show(struct buf *out, struct mbox *mbox, struct capture *said)
{
	struct mbox_message m;
	enum read_status status;
	char place[80];

	capture_begin(said);
	while ((status = mbox_next(mbox, &m)) == READ_RECORD) {
		snprintf(place, sizeof place, "%ju@%ju+%ju%s", (uintmax_t)m.line,
		    (uintmax_t)m.offset, (uintmax_t)m.length, m.too_long ? "!" : "");
		buf_add_text(out, place);
		if (m.too_long)
			continue;
		add_text(out, m.header);
		add_text(
		    out, (struct span){m.text.data + m.header.size, m.text.size - m.header.size});
	}
	if (status == READ_END && mbox_next(mbox, &m) != READ_END)
		buf_add_text(out, "AND MORE ");
	capture_end(said);
	said->text[strcspn(said->text, "\n")] = '\0';
	if (status == READ_END)
		buf_add_text(out, said->text[0] ? "UNEXPECTED MESSAGE" : "end");
	else
		buf_add_text(out, said->text + strlen("test: "));
	buf_add_byte(out, '\0');
}

static void
test_example(struct tap *tap, const struct example *example)
{
	static const char *const sizes[] = {"", "1", "2", "3", "7", "63", "64", "65"};
	const bool limited = strncmp(example->what, "a long", 6) == 0;
	const struct mbox_options options = {
	    !example->header_only, limited ? 60 : 1000, limited ? 40 : 1000};
	bool same = true;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes && same; i++) {
		struct source *source;
		struct mbox *mbox;
		struct capture said;
		struct buf got = {0};

		setenv("AMENDS_READ_SIZE", sizes[i], 1);
		source = source_open_memory(example->input, "t", &(struct source_options){0});
		mbox = mbox_new(source, "t", &options);
		show(&got, mbox, &said);
		same = strcmp(got.data, example->shown) == 0;
		if (!same)
			printf("# blocks of %s: %s\n", sizes[i], got.data);
		buf_free(&got);
		mbox_free(mbox);
	}
	tap_ok(tap, same, "%s", example->what);
}

/* Fields of a header: NAME=VALUE and a blank each, ? for a line that is none. */
static void
test_fields(struct tap *tap)
{
	static const struct {
		const char *header, *shown;
	} cases[] = {
	    {"To: a\nX-y:b\n", "To=a X-y=b "},
	    {"To:  a \n\t b\n  c\t\nCc:\n", "To=a \t b  c Cc= "},
	    {"To:\n a\n", "To=a "},
	    {"Subject : x: y\n", "Subject=x: y "},
	    {"To: a\nno field\nCc: b\n", "To=a ?Cc=b "},
	    {" To: a\n", "?"},
	    {": a\n", "?"},
	    {"To a: b\n", "?"},
	    {"T\xc3\xb3: b\n", "?"},
	    {"To: a", "To=a "},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct span rest = span_of(cases[i].header), name;
		struct buf value = {0}, out = {0};

		while (rest.size) {
			if (mbox_field(&rest, &name, &value) < 0) {
				buf_add_byte(&out, '?');
				continue;
			}
			buf_add_span(&out, name);
			buf_add_byte(&out, '=');
			buf_add_span(&out, buf_span(&value));
			buf_add_byte(&out, ' ');
		}
		tap_ok(tap, span_is(buf_span(&out), cases[i].shown), "fields %zu", i);
		buf_free(&value);
		buf_free(&out);
	}
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		test_example(&tap, &examples[i]);
	test_fields(&tap);
	return tap_done(&tap);
}
