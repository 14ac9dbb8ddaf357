/* test_csv: what each kind of input comes to, by the scanner and by libcsv alone, with blocks of
 * any size. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "csv.h"
#include "err.h"
#include "tap.h"

/* A record is shown as LINE:FIELD|FIELD, one with a problem as LINE!REASON#FIELD, each with a blank
 * behind; the outcome is `end`, or the message without the program. */
struct example {
	const char *what;
	struct span input;
	const char *shown;
	struct csv_options options;
};

#define BYTES(text)                                                                                \
	{                                                                                          \
		text, sizeof(text) - 1                                                             \
	}
#define FIVE "12345"
#define TWENTY FIVE FIVE FIVE FIVE
#define SIXTY TWENTY TWENTY TWENTY

static const struct example examples[] = {
    {"a table", BYTES("a,b\n1,2\n"), "1:a|b 2:1|2 end", {0}},
    {"no final newline", BYTES("a,b\n1,2"), "1:a|b 2:1|2 end", {0}},
    {"a CR at the very end is a line end cut short", BYTES("a,b\n1,2\r"), "1:a|b 2:1|2 end", {0}},
    {"CRLF and LF mixed", BYTES("a,b\r\n1,2\n3,4\r\n"), "1:a|b 2:1|2 3:3|4 end", {0}},
    {"whole fields quoted", BYTES("\"a\",\"b\"\r\n\"1,\n2\",\"\"\n"), "1:a|b 2:1,\n2| end", {0}},
    {"CRLF within quotes stays", BYTES("a\n\"1\r\n2\"\n3\n"), "1:a 2:1\r\n2 4:3 end", {0}},
    {"a lone CR within quotes is data", BYTES("a\n\"1\r2\"\n"), "1:a 2:1\r2 end", {0}},
    {"doubled quotes", BYTES("a,b\n\"x\"\"y\",\"\"\"\"\n3,4\n"), "1:a|b 2:x\"y|\" 3:3|4 end", {0}},
    {"doubled quotes over lines", BYTES("a\n\"x\"\"\n\"\"\n\"\n3\n"), "1:a 2:x\"\n\"\n 5:3 end",
	{0}},
    {"blanks belong to the field", BYTES("a,b\n 1 ,\t\n"), "1:a|b 2: 1 |\t end", {0}},
    {"a backslash is data", BYTES("a,b\n\\n,\\\n"), "1:a|b 2:\\n|\\ end", {0}},
    {"empty fields", BYTES("a,b,c\n,,\n"), "1:a|b|c 2:|| end", {0}},
    {"blank lines are skipped", BYTES("\n\r\na,b\n\n1,2\n\r\n"), "3:a|b 5:1|2 end", {0}},
    {"a blank line in one column", BYTES("\na\n\n1\n\r\n"), "2:a 3: 4:1 5: end", {0}},
    {"a quoted empty field is no blank line", BYTES("a\n\"\"\n"), "1:a 2: end", {0}},
    {"only blank lines", BYTES("\n\n"), "end", {0}},
    {"a byte order mark goes",
	BYTES("\xef\xbb\xbf"
	      "a,b\n1,2\n"),
	"1:a|b 2:1|2 end", {0}},
    {"... before a quote too", BYTES("\xef\xbb\xbf\"a\",b\n1,2\n"), "1:a|b 2:1|2 end", {0}},
    {"... but only the first",
	BYTES("\xef\xbb\xbf\xef\xbb\xbf"
	      "a\n"),
	"1:\xef\xbb\xbf"
	"a end",
	{0}},
    {"only a byte order mark", BYTES("\xef\xbb\xbf"), "end", {0}},
    {"UTF-16 without a mark", BYTES("a\0,\0\n\0"), "t:1: header: NUL byte (am-import reads UTF-16)",
	{0}},

    {"too few fields", BYTES("a,b\n1\n3,4\n"), "1:a|b 2!too_few_fields#2 3:3|4 end", {0}},
    {"too many fields", BYTES("a,b\n1,2,3\n3,4\n"), "1:a|b 2!too_many_fields#3 3:3|4 end", {0}},
    {"too many, intricate", BYTES("a\n\"\"\"\",2\n3\n"), "1:a 2!too_many_fields#2 3:3 end", {0}},
    {"a NUL", BYTES("a,b\n1,\0\n3,4\n"), "1:a|b 2!nul_byte#2 3:3|4 end", {0}},
    {"a NUL within quotes", BYTES("a,b\n\"\n\0\",2\n3,4\n"), "1:a|b 2!nul_byte#1 4:3|4 end", {0}},
    {"a bare quote", BYTES("a,b\n1,2\"3\n3,4\n"), "1:a|b 2!bare_quote#2 3:3|4 end", {0}},
    {"a bare quote, CRLF", BYTES("a,b\r\n1\",2\r\n3,4\r\n"), "1:a|b 2!bare_quote#1 3:3|4 end", {0}},
    {"a bare quote at the very end", BYTES("a,b\n1,2\""), "1:a|b 2!bare_quote#2 end", {0}},
    {"a blank before a quote makes it bare", BYTES("a,b\n1, \"2\"\n"), "1:a|b 2!bare_quote#2 end",
	{0}},
    {"a bare quote behind lines", BYTES("a,b\n\"\n\",2\"\n3,4\n"), "1:a|b 2!bare_quote#2 4:3|4 end",
	{0}},
    {"a bare quote, then a field that opens one", BYTES("a,b,c\n1,2\"3,\"4\n"),
	"1:a|b|c t:2: field 2: bare quote, and a later field opens a quote", {0}},
    {"a bare quote, then a lone CR", BYTES("a,b\n1,2\"3\r4\n"),
	"1:a|b t:2: carriage return without line feed", {0}},
    {"a header with a bare quote", BYTES("a\",b\n1,2\n"), "t:1: header: bare quote", {0}},

    {"text after a closing quote", BYTES("a,b\n1,\"\n2\"3\n4,5\n"),
	"1:a|b t:2: field 2: text after a closing quote", {0}},
    {"a blank after a closing quote", BYTES("a,b\n\"1\" ,2\n"),
	"1:a|b t:2: field 1: text after a closing quote", {0}},
    {"an open quote", BYTES("a,b\n1,2\n3,\"4\n5,6\n7,8\n"),
	"1:a|b 2:1|2 t:3: field 2: quoted field is not closed", {0}},
    {"an open quote at the very end", BYTES("a,b\n1,\""),
	"1:a|b t:2: field 2: quoted field is not closed", {0}},
    {"an open quote behind lines of its record", BYTES("a,b\n\"1\n\n\",\"2\n\n"),
	"1:a|b t:4: field 2: quoted field is not closed", {0}},
    {"a lone CR", BYTES("a,b\n1,2\r3,4\n"), "1:a|b t:2: carriage return without line feed", {0}},
    {"a lone CR after a quote", BYTES("a,b\n1,\"2\"\r3\n"),
	"1:a|b t:2: carriage return without line feed", {0}},
    {"CR CR LF", BYTES("a,b\n1,2\r\r\n"), "1:a|b t:2: carriage return without line feed", {0}},
    {"a CR before a delimiter", BYTES("a,b\n1\r,2\n"),
	"1:a|b t:2: carriage return without line feed", {0}},

    {"a long field", BYTES("a,b\n123456,2\n3,4\n"), "1:a|b 2!field_too_long#1 3:3|4 end",
	{.field_limit = 5}},
    {"a field at the limit", BYTES("a,b\n12345,\"12345\"\n"), "1:a|b 2:12345|12345 end",
	{.field_limit = 5}},
    {"a quoted field at the limit", BYTES("a,b\n1,\"1\"\"345\"\n"), "1:a|b 2:1|1\"345 end",
	{.field_limit = 5}},
    {"a long quoted field", BYTES("a,b\n1,\"123456\"\n3,4\n"),
	"1:a|b t:2: field 2: quoted field is over the limit of a field", {.field_limit = 5}},
    {"a long field, then a long quoted one", BYTES("a,b\n123456,\"123456\"\n3,4\n"),
	"1:a|b t:2: field 2: quoted field is over the limit of a field", {.field_limit = 5}},
    {"a long record", BYTES("a,b,c\n12345,12345,\n3,4,5\n"),
	"1:a|b|c 2!record_too_long#0 3:3|4|5 end", {.field_limit = 5, .record_limit = 10}},
    {"a record at the limit", BYTES("a,b,c\n12345,123,\n"), "1:a|b|c 2:12345|123| end",
	{.field_limit = 5, .record_limit = 10}},
    {"a record without an end", BYTES("a\n" TWENTY),
	"1:a t:2: record is over the limit of a record", {.field_limit = 5, .record_limit = 10}},

    {"any width: rows as they are", BYTES("a,b\n1\n\n\0,\"\"\n"), "1:a|b 2:1 3: 4:\1| end",
	{.any_width = true}},
    {"other delimiter and quote", BYTES("a;b\n'1;''';\"2\"\n"), "1:a|b 2:1;'|\"2\" end",
	{.delimiter = ';', .quote = '\''}},
    {"a quoted field by another quote", BYTES("a;b\n'1';2\n"), "1:a|b 2:1|2 end",
	{.delimiter = ';', .quote = '\''}},
    {"nothing quotes", BYTES("a\tb\n\"1\t\"2\"\n"), "1:a|b 2:\"1|\"2\" end",
	{.delimiter = '\t', .no_quote = true}},
    {"nothing quotes: a NUL", BYTES("a\tb\n1\t\0\n3\t4\n"), "1:a|b 2!nul_byte#2 3:3|4 end",
	{.delimiter = '\t', .no_quote = true}},
    {"records across blocks of 64",
	BYTES("a,b\n" SIXTY ",1\n\"" SIXTY SIXTY "\",2\r\n" SIXTY SIXTY ",\"3\"\n"),
	"1:a|b 2:" SIXTY "|1 3:" SIXTY SIXTY "|2 4:" SIXTY SIXTY "|3 end", {0}},
};

/* Records of csv_read_some. */
enum { MOST = 3 };

static void
show(struct buf *out, const struct csv_reader *reader, const struct record *record,
    enum csv_problem problem)
{
	char text[64];

	snprintf(
	    text, sizeof text, "%ju%c", (uintmax_t)record->line, problem == CSV_FINE ? ':' : '!');
	buf_add_text(out, text);
	for (size_t i = 0; problem == CSV_FINE && i < record->count; i++) {
		struct span value = csv_field(record, i);

		if (i)
			buf_add_byte(out, '|');
		for (size_t k = 0; k < value.size; k++) /* a NUL is shown as \1 */
			buf_add_byte(out, value.data[k] ? value.data[k] : '\1');
	}
	if (problem != CSV_FINE) {
		snprintf(
		    text, sizeof text, "%s#%zu", csv_reason(problem), csv_problem_field(reader));
		buf_add_text(out, text);
	}
	buf_add_byte(out, ' ');
}

/* Runs with stderr in a file, whose first line becomes the outcome of an error. */
static void
show_all(struct buf *out, struct csv_reader *reader, size_t most, FILE *messages)
{
	struct record records[MOST];
	enum csv_problem problem;
	enum read_status status;
	size_t count;
	char line[256] = "";
	const char *text;

	while ((status = csv_read_some(reader, records, most, &count, &problem)) == READ_RECORD)
		for (size_t i = 0; i < count; i++)
			show(out, reader, &records[i], i + 1 < count ? CSV_FINE : problem);
	rewind(messages);
	if (status == READ_END) {
		buf_add_text(out, "end");
	} else if (fgets(line, sizeof line, messages)) {
		line[strcspn(line, "\n")] = '\0';
		text = strstr(line, ": ");
		buf_add_text(out, text ? text + 2 : line);
	}
	if (csv_read(reader, records, &problem) != status)
		buf_add_text(out, " and then something else");
	buf_add_byte(out, '\0');
}

static struct csv_reader *
open_reader(struct span input, const struct csv_options *options)
{
	struct source *source = source_open_memory(input, "t", &(struct source_options){0});

	if (!source)
		die("the source was refused");
	return csv_reader_new(source, options);
}

static struct buf
run(const struct example *example, size_t step, size_t most, bool alone)
{
	struct buf out = {0};
	struct csv_options options = example->options;
	struct csv_reader *reader;
	FILE *messages = tmpfile();
	char text[24];
	int saved = dup(STDERR_FILENO);

	snprintf(text, sizeof text, "%zu", step);
	if (!messages || saved < 0 || dup2(fileno(messages), STDERR_FILENO) < 0 ||
	    setenv("AMENDS_READ_SIZE", text, 1))
		die_errno("test");
	options.libcsv_only = alone;
	reader = open_reader(example->input, &options);
	show_all(&out, reader, most, messages);
	csv_reader_free(reader);
	if (dup2(saved, STDERR_FILENO) < 0 || close(saved) != 0 || fclose(messages) != 0)
		die_errno("test");
	return out;
}

static void
test_example(struct tap *tap, const struct example *example)
{
	static const size_t steps[] = {1 << 20, 1, 2, 3, 7, 63, 64, 65};
	bool same = true;

	for (size_t i = 0; i < 2 * MOST * sizeof steps / sizeof *steps; i++) {
		size_t step = steps[i / 2 / MOST], most = i / 2 % MOST + 1;
		struct buf got = run(example, step, most, i % 2);

		if (strcmp(got.data, example->shown) != 0 && same) {
			same = false;
			printf("# blocks of %zu, %zu at a time, %s: %s\n", step, most,
			    i % 2 ? "libcsv" : "scanner", got.data);
		}
		buf_free(&got);
	}
	tap_ok(tap, same, "%s", example->what);
}

/* Reads all and keeps the counts; the sums of raw sizes and lengths must be those of the input. */
static struct csv_counts
count(struct tap *tap, struct span input, size_t step)
{
	struct csv_reader *reader;
	struct csv_counts counts;
	struct record record;
	enum csv_problem problem;
	uint64_t next = 0;
	bool sound = true;
	char text[24];

	snprintf(text, sizeof text, "%zu", step);
	if (setenv("AMENDS_READ_SIZE", text, 1) != 0)
		die_errno("test");
	reader = open_reader(input, &(struct csv_options){0});
	while (csv_read(reader, &record, &problem) == READ_RECORD) {
		sound = sound && record.offset >= next && record.length <= record.raw.size + 2 &&
			memcmp(record.raw.data, input.data + record.offset, record.raw.size) == 0 &&
			record.quotes == (memchr(record.raw.data, '"', record.raw.size) != NULL);
		next = record.offset + record.length;
	}
	tap_ok(tap, sound && next == input.size,
	    "raw, offset, length and quotes hold, blocks of %zu", step);
	counts = *csv_counts(reader);
	csv_reader_free(reader);
	return counts;
}

static void
test_counts(struct tap *tap)
{
	static const char text[] = "a,b\r\n"
				   "1,2\n\"3\",\"\n4\"\r\n\n5,\"6\"\n" /* 3 plain, a blank line */
				   "\"7\"\"7\",8\n\"9\",\"\"\"\"\r\n\"x\"\"\",\n" /* 3 intricate */
				   "1,2,3\n1\n1\",2\n"				  /* 3 problems */
				   "9,9";					  /* plain */
	static const size_t steps[] = {1 << 20, 1, 64};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct csv_counts c = count(tap, (struct span)BYTES(text), steps[i]);

		tap_ok(tap,
		    c.records == 7 && c.plain == 4 && c.problems == 3 && c.blank == 1 &&
			c.crlf == 3,
		    "counts: %ju records, %ju plain, %ju problems, %ju blank, %ju crlf",
		    (uintmax_t)c.records, (uintmax_t)c.plain, (uintmax_t)c.problems,
		    (uintmax_t)c.blank, (uintmax_t)c.crlf);
	}
}

/* A record of two fields, the second of size bytes. */
static void
add_wide(struct buf *text, int size)
{
	buf_add_text(text, "0,");
	for (int i = 0; i < size; i++)
		buf_add_byte(text, 'z');
	buf_add_byte(text, '\n');
}

/* Longer than a window of the scanner: many records, one that only the largest window holds, and
 * one that none does. */
static void
test_long(struct tap *tap)
{
	struct buf text = {0};
	struct csv_counts c;
	char row[64];

	buf_add_text(&text, "id,text\n");
	for (int i = 0; i < 20000; i++) {
		snprintf(row, sizeof row, i % 5 ? "%d,x\n" : "%d,\"x,\ny\"\r\n", i);
		buf_add_text(&text, row);
	}
	add_wide(&text, 30000);
	add_wide(&text, 100000);
	buf_add_text(&text, "1,2\n");
	for (size_t step = 1 << 20; step > 4000; step /= 15) {
		c = count(tap, buf_span(&text), step);
		tap_ok(tap,
		    c.records == 20003 && c.plain == 20002 && c.crlf == 4000 && c.problems == 0,
		    "a long table: %ju records, %ju plain", (uintmax_t)c.records,
		    (uintmax_t)c.plain);
	}
	buf_free(&text);
}

static const struct {
	struct span value;
	bool first, alone;
	const char *written;
} values[] = {
    {BYTES("abc"), true, false, "abc"},
    {BYTES("abc"), false, false, ",abc"},
    {BYTES(""), true, false, ""},
    {BYTES(""), false, false, ","},
    {BYTES(""), true, true, "\"\""},
    {BYTES(" a "), true, true, " a "},
    {BYTES("a,b"), true, false, "\"a,b\""},
    {BYTES("\""), false, false, ",\"\"\"\""},
    {BYTES("a\nb"), true, false, "\"a\nb\""},
    {BYTES("a\rb"), true, false, "\"a\rb\""},
    {BYTES("0123456,"), true, false, "\"0123456,\""},
    {BYTES("01234567,"), true, false, "\"01234567,\""},
    {BYTES("0123456789abcde\r"), true, false, "\"0123456789abcde\r\""},
    {BYTES("\n0123456789abcde"), true, false, "\"\n0123456789abcde\""},
    {BYTES("0123456789abcdefg\"h"), true, false, "\"0123456789abcdefg\"\"h\""},
    {BYTES("-\x0b!#+\x8d\xa2\xac 0123456789"), true, false, "-\x0b!#+\x8d\xa2\xac 0123456789"},
};

static void
test_writing(struct tap *tap)
{
	struct buf out = {0}, kept = {0};
	struct sink *sink = sink_open_memory(&out, &(struct sink_options){0});
	bool fine = sink != NULL;

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		buf_clear(&kept);
		csv_append_value(&kept, values[i].value, values[i].first, values[i].alone);
		tap_ok(
		    tap, span_is(buf_span(&kept), values[i].written), "written: value %zu", i + 1);
	}
	fine = fine && csv_write_value(sink, span_of("a\"b"), true, false) == 0 &&
	       csv_write_value(sink, span_of(""), false, false) == 0 && csv_write_end(sink) == 0 &&
	       csv_write_raw(sink, span_of("\"x\",  y")) == 0 && sink_finish(sink) == 0 &&
	       sink_commit(sink) == 0;
	tap_ok(tap, fine && span_is(buf_span(&out), "\"a\"\"b\",\n\"x\",  y\n"),
	    "values and raw records");
	buf_free(&out);
	buf_free(&kept);
}

/* Every byte in every place of a short value comes back as it was. */
static void
test_round_trip(struct tap *tap)
{
	struct csv_options any = {.any_width = true};
	struct record record;
	enum csv_problem problem;
	int wrong = 0;

	for (int i = 0; i < 20 * 256; i++) {
		char bytes[20];
		struct span value = {bytes, (size_t)(i % 20) + 1};
		struct buf out = {0};
		struct csv_reader *reader;

		memset(bytes, 'v', sizeof bytes);
		bytes[i % 20] = (char)(i / 20);
		csv_append_value(&out, span_of("n"), true, false);
		csv_append_value(&out, value, false, false);
		reader = open_reader(buf_span(&out), &any);
		wrong += csv_read(reader, &record, &problem) != READ_RECORD ||
			 problem != CSV_FINE || record.count != 2 ||
			 !span_equal(csv_field(&record, 1), value);
		csv_reader_free(reader);
		buf_free(&out);
	}
	tap_ok(tap, wrong == 0, "written and read again: every byte in 20 places");
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test_csv");
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		test_example(&tap, &examples[i]);
	test_counts(&tap);
	test_long(&tap);
	test_writing(&tap);
	test_round_trip(&tap);
	return tap_done(&tap);
}
