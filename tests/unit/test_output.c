/* output: the plan of columns, and that the fast ways give the bytes of the slow one. */
#include "output.h"

#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "tap.h"

enum { MOST_ADDED = 2 };
struct pick {
	const char *words;
	const char *text; /* the table read */
	const char *added[MOST_ADDED];
	bool source;
	const char *columns;  /* -c */
	const char *expected; /* NULL: refused */
};

static const struct pick picks[] = {
    {"all as it is", "a,b\n1,2\n", {0}, false, NULL, "a,b\n1,2\n"},
    {"quotes that are not needed stay", "a,b\n\"1\",\"2\"\n", {0}, false, NULL,
	"a,b\n\"1\",\"2\"\n"},
    {"an intricate record stays", "a,b\n\"x\"\"\ny\",2\n", {0}, false, NULL,
	"a,b\n\"x\"\"\ny\",2\n"},
    {"CRLF becomes LF", "a,b\r\n1,2\r\n", {0}, false, NULL, "a,b\n1,2\n"},
    {"one empty column is written as quotes", "a\n\nx\n", {0}, false, NULL, "a\n\"\"\nx\n"},
    {"a column behind", "a,b\n1,2\n", {"n"}, false, NULL, "a,b,n\n1,2,n0\n"},
    {"behind a quoted record: from values", "a,b\n\"1\",\"2,3\"\n", {"n"}, false, NULL,
	"a,b,n\n1,\"2,3\",n0\n"},
    {"behind one empty column", "a\n\n", {"n"}, false, NULL, "a,n\n,n0\n"},
    {"two behind, one with a quote in its value", "a\n1\n", {"n", "q\""}, false, NULL,
	"a,n,\"q\"\"\"\n1,n0,\"q\"\"1\"\n"},
    {"source and line come before the added", "a\n1\n2\n", {"n"}, true, NULL,
	"a,source,line,n\n1,f.csv,2,n0\n2,f.csv,3,n0\n"},
    {"-c picks and orders", "a,b,c\n1,2,3\n", {0}, false, "c,a", "c,a\n3,1\n"},
    {"-c renames", "a,b\n1,2\n", {0}, false, "x=b,a", "x,a\n2,1\n"},
    {"-c by number", "a,b\n1,2\n", {0}, false, "#2", "b\n2\n"},
    {"-c of all, renamed, is still whole", "a,b\n\"1\",2\n", {0}, false, "x=a,b", "x,b\n\"1\",2\n"},
    {"-c with added, source and line", "a,b\n1,2\n", {"n"}, true, "n,line,b", "n,line,b\nn0,2,2\n"},
    {"-c all and one column twice", "a,b\n1,2\n", {0}, false, "a,b,c=a", "a,b,c\n1,2,1\n"},
    {"-c one empty column", "a,b\n,2\n", {0}, false, "a", "a\n\"\"\n"},
    {"-c: an unknown name", "a,b\n", {0}, false, "c", NULL},
    {"-c: two of one name", "a,b\n", {0}, false, "a,a", NULL},
    {"-c: two of one name by renaming", "a,b\n", {0}, false, "a,a=b", NULL},
    {"an added name that is there", "a,b\n", {"b"}, false, NULL, NULL},
    {"two added of one name", "a,b\n", {"n", "n"}, false, NULL, NULL},
    {"source when it is there", "a,source\n", {0}, true, NULL, NULL},
    {"a table may name two columns alike", "a,a\n1,2\n", {0}, false, NULL, "a,a\n1,2\n"},
};

/* A reader behind its header. */
static struct csv_reader *
open_table(struct span text, struct columns *columns)
{
	struct source *source = source_open_memory(text, "f.csv", &(struct source_options){0});
	struct csv_reader *reader = csv_reader_new(source, &(struct csv_options){0});
	struct record header;
	enum csv_problem problem;

	if (csv_read(reader, &header, &problem) != READ_RECORD) {
		fprintf(stderr, "no header\n");
		exit(1);
	}
	columns_read(columns, &header, "f.csv");
	return reader;
}

static size_t
name_added(const struct pick *pick, struct span added[MOST_ADDED])
{
	size_t count = 0;

	while (count < MOST_ADDED && pick->added[count]) {
		added[count] = span_of(pick->added[count]);
		count++;
	}
	return count;
}

/* Writes all rows. from_values: as if each record had been kept as values. */
static bool
write_rows(struct output *output, struct csv_reader *reader, const struct columns *columns,
    bool from_values)
{
	const struct span added[MOST_ADDED] = {span_of("n0"), span_of("q\"1")};
	struct span *fields = xcalloc(columns->count + 2, sizeof *fields);
	struct record record;
	enum csv_problem problem;
	enum read_status status;
	int result = 0;

	while ((status = csv_read(reader, &record, &problem)) == READ_RECORD) {
		char line[24];

		for (size_t i = 0; i < columns->count; i++)
			fields[i] = csv_field(&record, i);
		snprintf(line, sizeof line, "%llu", (unsigned long long)record.line);
		fields[columns->count] = span_of("f.csv");
		fields[columns->count + 1] = span_of(line);
		if (problem != CSV_FINE)
			result = -1;
		else if (from_values)
			result |= output_values(output, fields, added);
		else
			result |= output_record(output, &record, "f.csv", added);
	}
	free(fields);
	return status == READ_END && result == 0;
}

static bool
render(const struct pick *pick, const char *text, bool from_values, struct buf *out)
{
	struct columns columns;
	struct csv_reader *reader = open_table(span_of(text), &columns);
	struct span added[MOST_ADDED];
	const struct output_shape shape = {
	    &columns, pick->source, added, name_added(pick, added), pick->columns, false};
	struct output *output = output_plan(&shape);
	bool fine = output && output_open_memory(output, out) == 0 &&
		    write_rows(output, reader, &columns, from_values) &&
		    output_finish(output) == 0 && output_commit(output) == 0;

	output_free(output);
	csv_reader_free(reader);
	columns_free(&columns);
	return fine;
}

static void
test_pick(struct tap *tap, const struct pick *pick)
{
	struct buf out = {0};
	bool fine = render(pick, pick->text, false, &out);

	if (!pick->expected)
		tap_ok(tap, !fine && out.size == 0, "refused, nothing written: %s", pick->words);
	else if (!tap_ok(tap, fine && span_is(buf_span(&out), pick->expected), "%s", pick->words))
		fprintf(stderr, "%.*s", (int)out.size, out.data);
	buf_free(&out);
}

/* What is added behind raw bytes is what writing from values gives, for all tables of short fields
 * without a quote, and for those with quotes where a column is added. */
static void
test_same_bytes(struct tap *tap)
{
	static const char *const fields[] = {
	    "", "x", " ", "\xc3\xb1 y", "\"\"", "\"a,b\"", "\"a\"\"b\"", "\"a\nb\""};
	enum { FIELDS = sizeof fields / sizeof *fields };
	const struct pick pick = {.added = {"n", "q"}, .source = true};
	int different = 0, tables = 0;

	for (size_t i = 0; i < FIELDS * FIELDS * FIELDS; i++) {
		struct buf raw = {0}, values = {0};
		char text[128];

		snprintf(text, sizeof text, "a,b,c\n%s,%s,%s\n1,2,3\n", fields[i % FIELDS],
		    fields[i / FIELDS % FIELDS], fields[i / FIELDS / FIELDS]);
		tables++;
		different += !render(&pick, text, false, &raw) ||
			     !render(&pick, text, true, &values) ||
			     !span_equal(buf_span(&raw), buf_span(&values));
		buf_free(&raw);
		buf_free(&values);
	}
	tap_ok(tap, different == 0,
	    "raw bytes and values give the same row: %d of %d tables differ", different, tables);
}

/* A record seen in another order is written in the first one's. */
static void
test_permuted(struct tap *tap)
{
	static const uint32_t ends[] = {1, 3}, order[] = {1, 0};
	const struct record record = {
	    .base = "1,2", .ends = ends, .count = 2, .order = order, .raw = {"1,2", 3}, .line = 2};
	struct span names[] = {span_of("b"), span_of("a")};
	const struct columns columns = {names, 2, "f.csv"};
	struct output *output = output_plan(&(struct output_shape){.input = &columns});
	struct buf out = {0};

	tap_ok(tap,
	    output && output_open_memory(output, &out) == 0 &&
		output_record(output, &record, NULL, NULL) == 0 && output_finish(output) == 0 &&
		output_commit(output) == 0 && span_is(buf_span(&out), "b,a\n2,1\n"),
	    "a part in another order");
	output_free(output);
	buf_free(&out);
}

/* Without a sink, in a dry run, rows are taken and go nowhere. */
static void
test_dry(struct tap *tap)
{
	struct span names[] = {span_of("a")};
	struct output *output =
	    output_plan(&(struct output_shape){.added = names, .added_count = 1});

	tap_ok(tap,
	    output && output_values(output, NULL, names) == 0 && output_finish(output) == 0 &&
		output_commit(output) == 0 && !output_sink(output),
	    "a dry run");
	output_free(output);
}

int
main(void)
{
	struct tap tap = {0};

	for (size_t i = 0; i < sizeof picks / sizeof *picks; i++)
		test_pick(&tap, &picks[i]);
	test_same_bytes(&tap);
	test_permuted(&tap);
	test_dry(&tap);
	return tap_done(&tap);
}
