/* test_pieces: lines and elements, and where they lie, with blocks of any size. */
#include <stdio.h>
#include <stdlib.h>

#include "capture.h"
#include "err.h"
#include "mem.h"
#include "pieces.h"
#include "tap.h"

#define BYTES(text)                                                                                \
	{                                                                                          \
		text, sizeof(text) - 1                                                             \
	}
#define TEN "1234567890"

typedef enum read_status next_piece(struct pieces *, struct piece *);

/* A piece is shown as LINE@OFFSET+LENGTH=TEXT and a blank; the outcome is `end` or the message. */
struct example {
	const char *what;
	next_piece *next;
	struct span input;
	const char *shown;
};
enum { MOST = 40 };

static const struct example examples[] = {
    {"lines", pieces_line, BYTES("a\nbc\n"), "1@0+2=a 2@2+3=bc end"},
    {"CRLF and LF", pieces_line, BYTES("a\r\nb\nc\r\n"), "1@0+3=a 2@3+2=b 3@5+3=c end"},
    {"no final newline", pieces_line, BYTES("a\nb"), "1@0+2=a 2@2+1=b end"},
    {"a CR at the very end is a line end cut short", pieces_line, BYTES("a\r"), "1@0+2=a end"},
    {"a CR elsewhere is text", pieces_line, BYTES("a\rb\r\r\n"), "1@0+6=a\rb\r end"},
    {"empty lines are lines", pieces_line, BYTES("\n\r\n\n"), "1@0+1= 2@1+2= 3@3+1= end"},
    {"a NUL is a byte", pieces_line, BYTES("a\0b\n"), "1@0+4=a?b end"},
    {"a byte order mark goes", pieces_line, BYTES("\xef\xbb\xbfx\n"), "1@3+2=x end"},
    {"... but only the first", pieces_line, BYTES("\xef\xbb\xbf\xef\xbb\xbfx"),
	"1@3+4=\xef\xbb\xbfx end"},
    {"half a byte order mark is text", pieces_line, BYTES("\xef\xbb"), "1@0+2=\xef\xbb end"},
    {"a line at the limit", pieces_line, BYTES("a\n" TEN TEN TEN TEN "\n"),
	"1@0+2=a 2@2+41=" TEN TEN TEN TEN " end"},
    {"elements", pieces_element, BYTES("[{\"a\":1},{\"b\":[2]} , 3,\"x\",[]]"),
	"1@1+7={\"a\":1} 1@9+9={\"b\":[2]} 1@21+1=3 1@23+3=\"x\" 1@27+2=[] end"},
    {"elements over lines", pieces_element, BYTES("\r\n[\n {\n}\r\n,\n{\"a\":\n2}\n]\n"),
	"3@5+3={\n} 6@12+8={\"a\":\n2} end"},
    {"brackets and commas in strings", pieces_element,
	BYTES("[{\"]}\":\"\\\"],}\\\\\"},\"a\\\\\",\"\\\"\"]"),
	"1@1+16={\"]}\":\"\\\"],}\\\\\"} 1@18+5=\"a\\\\\" 1@24+4=\"\\\"\" end"},
    {"no elements", pieces_element, BYTES("[ ]"), "end"},
    {"arrays one behind the other", pieces_element, BYTES("[1]\n[]\n[2, 3]\n"),
	"1@1+1=1 3@8+1=2 3@11+1=3 end"},
    {"a number at the end of the file", pieces_element, BYTES("[1"),
	"t:1: the array is not closed: the file is cut"},
    {"cut in an element", pieces_element, BYTES("[{},\n{\"a\":\n"),
	"1@1+2={} t:2: the array is not closed: the file is cut"},
    {"cut behind an element", pieces_element, BYTES("[{}\n"),
	"1@1+2={} t:2: the array is not closed: the file is cut"},
    {"cut behind a comma", pieces_element, BYTES("[{},"),
	"1@1+2={} t:1: the array is not closed: the file is cut"},
    {"a comma too many", pieces_element, BYTES("[{},]"),
	"1@1+2={} t:1: no comma between two elements, or no element at one"},
    {"a comma first", pieces_element, BYTES("[,{}]"),
	"t:1: no comma between two elements, or no element at one"},
    {"no comma", pieces_element, BYTES("[{}{}]"),
	"1@1+2={} t:1: no comma between two elements, or no element at one"},
    {"a bracket of another kind", pieces_element, BYTES("[{}}"),
	"1@1+2={} t:1: no comma between two elements, or no element at one"},
    {"text behind an array", pieces_element, BYTES("[{}]\n{}"),
	"1@1+2={} t:2: text that is no array of JSON"},
};

static void
show(struct buf *out, struct pieces *pieces, next_piece *next, struct capture *said)
{
	struct piece piece;
	enum read_status status;
	char place[80];

	capture_begin(said);
	while ((status = next(pieces, &piece)) == READ_RECORD) {
		snprintf(place, sizeof place, "%ju@%ju+%ju=", (uintmax_t)piece.line,
		    (uintmax_t)piece.offset, (uintmax_t)piece.length);
		buf_add_text(out, place);
		for (size_t i = 0; i < piece.text.size; i++)
			buf_add_byte(out, piece.text.data[i] ? piece.text.data[i] : '?');
		buf_add_byte(out, ' ');
	}
	if (next(pieces, &piece) != status)
		buf_add_text(out, "and then something else ");
	capture_end(said);
	said->text[strcspn(said->text, "\n")] = '\0';
	buf_add_text(out, status == READ_END ? "end" : said->text + strlen("test: "));
	buf_add_byte(out, '\0');
}

static struct pieces *
open_pieces(struct span input, size_t step)
{
	struct source *source;
	char text[24];

	snprintf(text, sizeof text, "%zu", step);
	if (setenv("AMENDS_READ_SIZE", text, 1) != 0)
		die_errno("setenv");
	source = source_open_memory(input, "t", &(struct source_options){0});
	if (!source)
		die("the source was refused");
	return pieces_new(source, "t", MOST);
}

static const size_t steps[] = {1 << 20, 1, 2, 3, 7, 63, 64, 65};
#define STEPS (sizeof steps / sizeof *steps)

static void
test_example(struct tap *tap, const struct example *example)
{
	bool same = true;

	for (size_t i = 0; i < STEPS; i++) {
		struct pieces *pieces = open_pieces(example->input, steps[i]);
		struct capture said;
		struct buf got = {0};

		show(&got, pieces, example->next, &said);
		if (strcmp(got.data, example->shown) != 0 && same) {
			same = false;
			printf("# blocks of %zu: %s\n", steps[i], got.data);
		}
		buf_free(&got);
		pieces_free(pieces);
	}
	tap_ok(tap, same, "%s", example->what);
}

/* A piece without an end is refused when the blocks show it, not kept without bound. */
static void
test_limit(struct tap *tap, next_piece *next, const char *text, const char *what)
{
	struct pieces *pieces = open_pieces(span_of(text), 8);
	struct piece piece;
	struct capture said;
	enum read_status status;

	capture_begin(&said);
	status = next(pieces, &piece);
	capture_end(&said);
	tap_ok(tap,
	    status == READ_ERROR && capture_is(&said, "t:1: record is over the limit of a record"),
	    "%s without an end", what);
	pieces_free(pieces);
}

static void
test_first(struct tap *tap, struct span input, enum read_status wanted, char byte)
{
	bool good = true;

	for (size_t i = 0; i < STEPS; i++) {
		struct pieces *pieces = open_pieces(input, steps[i]);
		struct piece piece = {0};
		char first = 0;

		good = good && pieces_first(pieces, &first) == wanted && first == byte &&
		       pieces_line(pieces, &piece) == READ_RECORD && piece.line == 1;
		pieces_free(pieces);
	}
	tap_ok(tap, good, "the first byte is %d, and nothing is taken", byte);
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		test_example(&tap, &examples[i]);
	test_limit(&tap, pieces_line, TEN TEN TEN TEN TEN TEN, "a line");
	test_limit(&tap, pieces_element, "[\"" TEN TEN TEN TEN TEN TEN, "an element");
	test_first(&tap, (struct span)BYTES("\n \r\n\t{"), READ_RECORD, '{');
	test_first(&tap, (struct span)BYTES("\xef\xbb\xbf[\n"), READ_RECORD, '[');
	test_first(&tap, (struct span)BYTES("\n \n"), READ_END, '\0');
	return tap_done(&tap);
}
