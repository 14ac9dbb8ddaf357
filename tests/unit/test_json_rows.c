/* test_json_rows: the rows of one JSON text, and what is refused. */
#include <stdio.h>
#include <stdlib.h>

#include "capture.h"
#include "err.h"
#include "json_rows.h"
#include "tap.h"

#define BYTES(text)                                                                                \
	{                                                                                          \
		text, sizeof(text) - 1                                                             \
	}
enum { PATHS = 3 };

/* A row is shown as FIELD|FIELD and a blank, one that is refused as !REASON#FIELD; a text that is
 * refused as !REASON, with `?` when it is not JSON apart from that. */
struct example {
	const char *what;
	const char *paths[PATHS];
	struct span text;
	const char *shown;
};

static const struct example examples[] = {
    {"values", {"a", "b", "c"}, BYTES("{\"a\":\"x\",\"b\":12,\"c\":true}"), "x|12|true "},
    {"null and missing are empty", {"a", "b", "c"}, BYTES("{\"a\":null,\"c\":false}"), "||false "},
    {"objects on the way", {"mail.commonHeaders.subject", "mail.x.y", "a.b"},
	BYTES("{\"mail\":{\"commonHeaders\":{\"subject\":\"Hola\"},\"x\":1},\"a\":[{\"b\":1}]}"),
	"Hola|| "},
    {"escapes", {"a"}, BYTES("{\"a\":\"\\u00e9\\n\\\"\\\\\\/\\ud83d\\ude00,\"}"),
	"\xc3\xa9\n\"\\/\xf0\x9f\x98\x80, "},
    {"names with dots, quotes and brackets", {"\"a.b\".c", "\"x\"\"y\"", "\"z[]\""},
	BYTES("{\"a.b\":{\"c\":1},\"x\\\"y\":2,\"z[]\":3}"), "1|2|3 "},
    {"a name of nothing", {"\"\""}, BYTES("{\"\":1}"), "1 "},
    {"names are told apart by every byte", {"a", "A", "\xc3\xa9"},
	BYTES("{\"A\":1,\"\\u00e9\":2,\"a \":3}"), "|1|2 "},
    {"digits stay as they are", {"a", "b", "c"},
	BYTES("{\"a\":12345678901234567890123,\"b\":0.10,\"c\":-1E+400}"),
	"12345678901234567890123|0.10|-1E+400 "},
    {"... zeros and signs too", {"a", "b", "c"}, BYTES("{\"a\":-0,\"b\":0e-0,\"c\":1.000}"),
	"-0|0e-0|1.000 "},
    {"numbers in strings are strings", {"a", "b"}, BYTES("{\"a\":\"12\",\"b\":\"[1,2]\"}"),
	"12|[1,2] "},
    {"objects and arrays are compact JSON", {"a", "b"},
	BYTES("{\"a\" : { \"z\" : 1.50 , \"y\" : [ \"1\", 2, null ] }, \"b\": [ ] }"),
	"{\"z\":1.50,\"y\":[\"1\",2,null]}|[] "},
    {"... whatever their strings hold", {"a"},
	BYTES("{\"a\":[\"\\\\u0000\",7,\"\\\"\",\"\\\\\",8,\"\\\"\\\\u00009\"]}"),
	"[\"\\\\u0000\",7,\"\\\"\",\"\\\\\",8,\"\\\"\\\\u00009\"] "},
    {"an array unfolded", {"id", "to[]"}, BYTES("{\"id\":1,\"to\":[\"a@example.com\",\"b\"]}"),
	"1|a@example.com 1|b "},
    {"... into objects", {"id", "r[].e", "r[].s"},
	BYTES("{\"id\":1,\"r\":[{\"e\":\"x\",\"s\":5.0},{\"e\":\"y\"},7]}"), "1|x|5.0 1|y| 1|| "},
    {"... further in", {"m.to[]", "m.id"}, BYTES("{\"m\":{\"to\":[1,[2,3]],\"id\":0}}"),
	"1|0 [2,3]|0 "},
    {"an empty array", {"id", "to[]"}, BYTES("{\"id\":1,\"to\":[]}"), "1| "},
    {"no array", {"id", "to[]"}, BYTES("{\"id\":1}"), "1| "},
    {"what is no array is its only element", {"id", "to[]"}, BYTES("{\"id\":1,\"to\":\"x\"}"),
	"1|x "},
    {"null for an array", {"id", "to[]"}, BYTES("{\"id\":1,\"to\":null}"), "1| "},
    {"the array itself beside", {"to", "to[]"}, BYTES("{\"to\":[1,2]}"), "[1,2]|1 [1,2]|2 "},
    {"blanks round it", {"a"}, BYTES(" \t{\"a\" : 1}\r "), "1 "},
    {"an empty object", {"a"}, BYTES("{}"), " "},

    {"an array", {"a"}, BYTES("[{\"a\":1}]"), "!json"},
    {"a number", {"a"}, BYTES("12"), "!json"},
    {"a word", {"a"}, BYTES("null"), "!json"},
    {"no JSON", {"a"}, BYTES("a,b"), "!json?"},
    {"cut", {"a"}, BYTES("{\"a\":\"x"), "!json?"},
    {"cut behind a backslash", {"a"}, BYTES("{\"a\":\"x\\"), "!json?"},
    {"two objects", {"a"}, BYTES("{\"a\":1}{\"a\":2}"), "!json?"},
    {"a comma at the end", {"a"}, BYTES("{\"a\":1,}"), "!json?"},
    {"a comment", {"a"}, BYTES("{\"a\":1}//"), "!json?"},
    {"single quotes", {"a"}, BYTES("{'a':1}"), "!json?"},
    {"NaN", {"a"}, BYTES("{\"a\":NaN}"), "!json?"},
    {"a zero first", {"a"}, BYTES("{\"a\":01}"), "!json?"},
    {"a plus", {"a"}, BYTES("{\"a\":+1}"), "!json?"},
    {"a point at the end", {"a"}, BYTES("{\"a\":1.}"), "!json?"},
    {"an exponent of nothing", {"a"}, BYTES("{\"a\":1e}"), "!json?"},
    {"a minus of nothing", {"a"}, BYTES("{\"a\":-}"), "!json?"},
    {"two numbers", {"a"}, BYTES("{\"a\":1-2}"), "!json?"},
    {"a number for a name", {"1"}, BYTES("{1:2}"), "!json?"},
    {"a word and a number", {"a"}, BYTES("{\"a\":true1}"), "!json?"},
    {"a line end in a string", {"a"}, BYTES("{\"a\":\"x\ny\"}"), "!json?"},
    {"half a surrogate", {"a"}, BYTES("{\"a\":\"\\ud800\"}"), "!json?"},
    {"a name twice", {"a"}, BYTES("{\"a\":1,\"a\":1}"), "!json"},
    {"... in two spellings, further in", {"a"}, BYTES("{\"b\":{\"c\":1,\"\\u0063\":2}}"), "!json"},
    {"... and then no JSON", {"a"}, BYTES("{\"a\":1,\"a\":2"), "!json?"},
    {"a NUL", {"a"}, BYTES("{\"a\":\"\0\"}"), "!nul_byte?"},
    {"an escaped NUL", {"a"}, BYTES("{\"a\":\"x\\u0000\"}"), "!nul_byte"},
    {"... in a name", {"a"}, BYTES("{\"\\u0000\":1}"), "!nul_byte?"},
    {"an escaped backslash before u0000", {"a"}, BYTES("{\"a\":\"\\\\u0000\"}"), "\\u0000 "},
    {"Latin-1", {"a"}, BYTES("{\"a\":\"\xe9\"}"), "!encoding"},
    {"an overlong form", {"a"}, BYTES("{\"a\":\"\xc0\xaf\"}"), "!encoding"},
    {"a surrogate in UTF-8", {"a"}, BYTES("{\"a\":\"\xed\xa0\x80\"}"), "!encoding"},
    {"Latin-1 and no JSON", {"a"}, BYTES("{\"a\":\"\xe9"), "!encoding?"},
    {"a long value", {"a", "b"}, BYTES("{\"a\":\"12345678\",\"b\":\"123456789\"}"),
	"!field_too_long#2 "},
    {"... of an element", {"a[]"}, BYTES("{\"a\":[1,\"123456789\",3]}"), "1 !field_too_long#1 3 "},
    {"a long text", {"a"}, BYTES("{\"a\":1,\"b\":\"123456789012345678901234567890123456789012\"}"),
	"!record_too_long"},
    {"values that are longer than the text", {"a", "a", "a"},
	BYTES("{\"a\":[{\"b\":\"1\"},{\"b\":\"2\"}],\"b\":\"12345678901234\"}"),
	"!field_too_long#1 "},
};

static void
show_rows(struct buf *out, struct json_rows *rows)
{
	struct record record;
	enum csv_problem problem;
	size_t field;
	char text[64];

	while (json_rows_next(rows, &record, &problem, &field)) {
		if (problem != CSV_FINE) {
			snprintf(text, sizeof text, "!%s#%zu ", csv_reason(problem), field);
			buf_add_text(out, text);
			continue;
		}
		for (size_t i = 0; i < record.count; i++) {
			if (i)
				buf_add_byte(out, '|');
			buf_add_span(out, csv_field(&record, i));
		}
		buf_add_byte(out, ' ');
	}
}

static void
test_example(struct tap *tap, const struct example *example)
{
	/* what is long in these tests is long for few of them */
	bool limited = strstr(example->shown, "too_long");
	struct csv_options limits = {
	    .field_limit = limited ? 8 : 0, .record_limit = limited ? 50 : 0};
	struct span paths[PATHS];
	struct json_rows *rows;
	struct buf out = {0};
	size_t count = 0;

	for (; count < PATHS && example->paths[count]; count++)
		paths[count] = span_of(example->paths[count]);
	rows = json_rows_new(paths, count, "t", &limits);
	for (int again = 0; rows && again < 2; again++) {
		bool well_formed;
		enum csv_problem problem = json_rows_read(rows, example->text, &well_formed);

		buf_clear(&out);
		if (problem != CSV_FINE) {
			buf_add_byte(&out, '!');
			buf_add_text(&out, csv_reason(problem));
			buf_add_text(&out, well_formed ? "" : "?");
		}
		show_rows(&out, rows);
	}
	if (!tap_ok(tap, span_is(buf_span(&out), example->shown), "%s", example->what))
		printf("# %.*s\n", (int)out.size, out.data);
	json_rows_free(rows);
	buf_free(&out);
}

/* n arrays, one in the other. */
static enum csv_problem
nested(size_t n, bool *well_formed)
{
	const struct span path = span_of("a");
	struct json_rows *rows = json_rows_new(&path, 1, "t", &(struct csv_options){0});
	struct buf text = {0};
	enum csv_problem problem;

	buf_add_text(&text, "{\"a\":");
	for (size_t i = 0; i < n; i++)
		buf_add_byte(&text, '[');
	for (size_t i = 0; i < n; i++)
		buf_add_byte(&text, ']');
	buf_add_byte(&text, '}');
	problem = json_rows_read(rows, buf_span(&text), well_formed);
	if (problem == CSV_FINE) {
		struct record record;
		size_t field;

		if (!json_rows_next(rows, &record, &problem, &field) ||
		    csv_field(&record, 0).size != 2 * n)
			problem = CSV_TAIL;
	}
	json_rows_free(rows);
	buf_free(&text);
	return problem;
}

static void
test_nested(struct tap *tap)
{
	bool well_formed = false;

	tap_ok(
	    tap, nested(2000, &well_formed) == CSV_FINE && well_formed, "2,000 arrays in arrays");
	tap_ok(tap, nested(2100, &well_formed) == CSV_JSON && !well_formed, "2,100 are refused");
	tap_ok(tap, nested(1000000, &well_formed) == CSV_JSON, "1,000,000 are refused");
}

static void
test_paths(struct tap *tap)
{
	static const struct {
		const char *paths[2], *message;
	} wrong[] = {
	    {{"a", ""}, "t: : no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"a.", NULL}, "t: a.: no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{".a", NULL}, "t: .a: no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"a..b", NULL}, "t: a..b: no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"\"a", NULL}, "t: \"a: no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"\"a\"\"", NULL}, "t: \"a\"\": no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"\"a\"b", NULL}, "t: \"a\"b: no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"a\"b", NULL}, "t: a\"b: no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"a[].b[]", NULL}, "t: a[].b[]: no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"a[][]", NULL}, "t: a[][]: no path of JSON (a.b, \"a.b\".c, a[].b)"},
	    {{"a[]", "b[]"}, "t: b[]: another path unfolds another array"},
	    {{"a[].b", "a.b[]"}, "t: a.b[]: another path unfolds another array"},
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct span paths[2] = {span_of(wrong[i].paths[0])};
		size_t count = 1;
		struct capture said;
		struct json_rows *rows;

		if (wrong[i].paths[1])
			paths[count++] = span_of(wrong[i].paths[1]);
		capture_begin(&said);
		rows = json_rows_new(paths, count, "t", &(struct csv_options){0});
		capture_end(&said);
		tap_ok(tap, !rows && capture_is(&said, wrong[i].message), "%s", wrong[i].message);
		json_rows_free(rows);
	}
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		test_example(&tap, &examples[i]);
	test_nested(&tap);
	test_paths(&tap);
	return tap_done(&tap);
}
