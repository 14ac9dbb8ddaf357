/* test_reader_json: JSON exports in blocks of every awkward size, each record where it stands. */
#include "foreign.h"

#define PATHS(...)                                                                                 \
	{                                                                                          \
		.format = DIALECT_JSON, .paths = NAMES(__VA_ARGS__),                               \
		.path_count = sizeof(NAMES(__VA_ARGS__)) / sizeof(struct span)                     \
	}
#define A BYTES("a")

static const struct dialect one = PATHS(A), unfolded = PATHS(BYTES("a[]"));

static const struct foreign_file files[] = {
    {"lines", BYTES("{\"a\":1}\n{\"a\":\"x\"}\n"), PATHS(A), "1@0+8:1 2@8+10:x end"},
    {"CRLF, and no newline at the end", BYTES("{\"a\":1}\r\n{\"a\":2}"), PATHS(A),
	"1@0+9:1 2@9+7:2 end"},
    {"blank lines", BYTES("\n{\"a\":1}\n \t\r\n\n{\"a\":2}\n"), PATHS(A), "2@1+8:1 5@14+8:2 end"},
    {"a byte order mark", BYTES("\xef\xbb\xbf{\"a\":1}\n"), PATHS(A), "1@3+8:1 end"},
    {"blanks alone", BYTES(" \n\n"), PATHS(A), "end"},
    {"an array unfolded has one place",
	BYTES("{\"eventType\":\"Send\",\"mail\":{\"messageId\":\"m1\",\"destination\":"
	      "[\"a@example.com\",\"b@example.com\"]}}\n{}\n"),
	PATHS(BYTES("mail.messageId"), BYTES("mail.destination[]")),
	"1@0+95:m1|a@example.com 1@0+95:m1|b@example.com 2@95+3:| end"},
    {"a line that is no object", BYTES("{\"a\":1}\nx\n[1]\n{\"a\":2}\n"), PATHS(A),
	"1@0+8:1 2@8+2!json#0 3@10+4!json#0 4@14+8:2 end"},
    {"two objects in a line", BYTES("{\"a\":1}{\"a\":2}\n{\"a\":3}\n"), PATHS(A),
	"1@0+15!json#0 2@15+8:3 end"},
    {"an object over lines", BYTES("{\n\"a\":1}\n"), PATHS(A), "1@0+2!json#0 2@2+7!json#0 end"},
    {"an object whose last line is cut", BYTES("{\"a\":1}\n{\"a\":"), PATHS(A),
	"1@0+8:1 2@8+5!json#0 end"},
    {"a name twice", BYTES("{\"a\":1,\"a\":2}\n{\"a\":3}\n"), PATHS(A),
	"1@0+14!json#0 2@14+8:3 end"},
    {"a NUL", BYTES("{\"a\":\"\\u0000\"}\n{\"a\":\"\0\"}\n{\"a\":3}\n"), PATHS(A),
	"1@0+15!nul_byte#0 2@15+10!nul_byte#0 3@25+8:3 end"},
    {"Latin-1", BYTES("{\"a\":\"\xe9\"}\n{\"a\":3}\n"), PATHS(A), "1@0+10!encoding#0 2@10+8:3 end"},
    {"a lone Ctrl-Z at the end", BYTES("{\"a\":1}\n\x1a"), PATHS(A), "1@0+8:1 2@8+1!total#0 end"},
    {"... but not before it", BYTES("\x1a\n{\"a\":1}\n"), PATHS(A), "1@0+2!json#0 2@2+8:1 end"},

    {"an array", BYTES("[{\"a\":1},{\"a\":2}]"), PATHS(A), "1@1+7:1 1@9+7:2 end"},
    {"... over lines", BYTES("\xef\xbb\xbf\r\n[\n {\n\"a\":\n1}\n,\n{\"a\":2}\n]\n"), PATHS(A),
	"3@8+9:1 7@20+7:2 end"},
    {"arrays, one a line", BYTES("[{\"a\":1}]\n[]\n[{\"a\":2},{\"a\":3}]\n"), PATHS(A),
	"1@1+7:1 3@14+7:2 3@22+7:3 end"},
    {"an element that is no object", BYTES("[1,{\"a\":1},\"x\",null]"), PATHS(A),
	"1@1+1!json#0 1@3+7:1 1@11+3!json#0 1@15+4!json#0 end"},
    {"an element with a name twice, one that is Latin-1",
	BYTES("[{\"a\":1,\"a\":1},{\"a\":\"\xe9\"},{\"a\":2}]"), PATHS(A),
	"1@1+13!json#0 1@15+9!encoding#0 1@25+7:2 end"},
    {"an element that is no JSON", BYTES("[{\"a\":1},\n{\"a\":\"x\"y\"},{\"a\":2}]"), PATHS(A),
	"1@1+7:1 t:2: the array is not closed: the file is cut"},
    {"... and ends", BYTES("[{\"a\":1},\n{a:1},{\"a\":2}]"), PATHS(A),
	"1@1+7:1 t:2: element is not JSON: where the next one begins is not sure"},
    {"an array that is cut", BYTES("[{\"a\":1},{\"a\":"), PATHS(A),
	"1@1+7:1 t:1: the array is not closed: the file is cut"},
    {"text behind an array", BYTES("[{\"a\":1}]\n{\"a\":2}\n"), PATHS(A),
	"1@1+7:1 t:2: text that is no array of JSON"},

    {"an encoding declared", BYTES("{}\n"),
	{.format = DIALECT_JSON, .charset = CHARSET_WINDOWS_1252},
	"t: JSON is UTF-8 (RFC 8259): no other encoding can be declared"},
    {"no paths", BYTES("{}\n"), {.format = DIALECT_JSON},
	"t: no path of JSON is named: there would be no column"},
    {"a path that is none", BYTES("{}\n"), PATHS(BYTES("a.")),
	"t: a.: no path of JSON (a.b, \"a.b\".c, a[].b)"},
};

/* A record of JSON with a string of size letters. */
static void
add_object(struct buf *text, size_t size)
{
	buf_add_text(text, "{\"a\":\"");
	for (size_t i = 0; i < size; i++)
		buf_add_byte(text, 'z');
	buf_add_text(text, "\"}\n");
}

/* The limits: a value of 1 MiB, a line of 16 MiB, and what is longer than both together. */
static void
test_limits(struct tap *tap)
{
	static const struct {
		size_t size;
		const char *expected;
	} cases[] = {
	    {(1 << 20) + 1, "1@0+1048586!field_too_long#1 2@1048586+10:z end"},
	    {1 << 24, "1@0+16777225!record_too_long#0 2@16777225+10:z end"},
	    {3 << 23, "t:1: record is over the limit of a record"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf text = {0}, out;
		char path[64];
		int fd;

		add_object(&text, cases[i].size);
		add_object(&text, 1);
		fd = foreign_memory(buf_span(&text), false);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		out = foreign_account(path, &one, NULL);
		if (!tap_ok(tap, span_is(buf_span(&out), cases[i].expected),
			"a string of %zu letters", cases[i].size))
			printf("# %.*s\n", (int)(out.size < 200 ? out.size : 200), out.data);
		close(fd);
		buf_free(&text);
		buf_free(&out);
	}
}

static void
test_counts(struct tap *tap)
{
	static const char text[] = "{\"a\":[1,2]}\r\n\n{\"a\":3}\nx\n";
	int fd = foreign_memory(span_of(text), false);
	char path[64], digest[33];
	struct reader *reader;
	struct csv_counts counts;
	struct reader_facts facts;
	struct buf out = {0};

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	reader = reader_open(path, "t", &(struct source_options){.digest = true}, &unfolded);
	tap_ok(tap, reader && foreign_read(&out, reader, NULL) == READ_END, "counts: the end");
	counts = *reader_counts(reader);
	tap_ok(tap,
	    counts.records == 3 && counts.problems == 1 && counts.blank == 1 && counts.crlf == 1,
	    "counts: %ju records, %ju problems, %ju blank, %ju crlf", (uintmax_t)counts.records,
	    (uintmax_t)counts.problems, (uintmax_t)counts.blank, (uintmax_t)counts.crlf);
	reader_facts(reader, &facts);
	reader_digest(reader, digest);
	tap_ok(tap,
	    facts.known && facts.regular && facts.total == sizeof text - 1 && strlen(digest) == 32,
	    "facts and digest are those of the file");
	reader_free(reader);
	buf_free(&out);
	close(fd);
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		foreign_test(&tap, &files[i]);
	test_limits(&tap);
	test_counts(&tap);
	return tap_done(&tap);
}
