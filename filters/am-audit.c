/* am-audit: does the account of a pipeline close?
 *
 * Reads ledgers (amends-ledger(5)) and writes a table of faults: fault,run,filter,name,detail. Its
 * rule: every run began, ended with status 0, lost no line and accounts for every row; whatever a
 * run read is a named input or, byte for byte, what another run wrote; and what was written and is
 * still there holds the same bytes today.
 *
 * Memory: the ledgers. Order: faults of runs in the order of the ledger, then of what they read,
 * then of files by name. $AMENDS_LEDGER is not heeded: that would be the ledger it reads. Status:
 * 0 it closes, 1 it does not, 2 that could not be told.
 *
 *	am-audit --inputs inputs.csv out/.new/ledger.csv && mv out/.new/result.csv out/ */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "book.h"
#include "filter.h"
#include "folder_digest.h"
#include "inputs.h"

static const struct opt own[] = {
    {.name = "inputs",
	.argument = "FILE",
	.help = "table of what may be read: file or name, and digest"},
    {.name = "root", .argument = "DIR", .help = "folder that names of files are relative to"},
    {.name = NULL},
};
static const struct program program = {
    .name = "am-audit",
    .usage = "[options] LEDGER...",
    .summary = "Does the account of a pipeline close? Each fault by name.",
    .own = own,
    .operands_least = 1,
};

struct state {
	struct filter f;
	struct book book;
	size_t column[BOOK_COLUMNS];
	struct inputs inputs;
	const char *root;
	uint64_t faults;
	bool failed; /* a row could not be written */
};
static const struct span no_name;

/* One row of the answer. */
PRINTF_LIKE(5, 6)
static void
fault(struct state *s, const char *what, const struct book_line *line, struct span name,
    const char *format, ...)
{
	char detail[1024];
	va_list list;

	va_start(list, format);
	vsnprintf(detail, sizeof detail, format, list);
	va_end(list);
	s->faults++;
	if (filter_row(&s->f,
		(struct span[]){span_of(what), line->run, line->filter, name, span_of(detail)}) < 0)
		s->failed = true;
}

static void
check_lines(struct state *s, const struct book_sum *sum)
{
	uint64_t lines;

	if (book_note_lines(sum->end->note, &lines) < 0)
		fault(s, "lines_missing", sum->end, no_name, "its end does not say how many");
	else if (lines != sum->total)
		fault(s, lines > sum->total ? "lines_missing" : "lines_added", sum->end, no_name,
		    "it wrote %" PRIu64 " lines, %" PRIu64 " are here", lines, sum->total);
}

static void
check_rows(struct state *s, const struct book_sum *sum)
{
	const uint64_t *r = sum->rows;

	if (!sum->lines[ROLE_IN])
		fault(s, "no_in", sum->end, no_name, "no line says what it read");
	if (sum->lines[ROLE_OUT] != 1)
		fault(s, "no_out", sum->end, no_name,
		    "%" PRIu64 " lines say what it wrote, not one", sum->lines[ROLE_OUT]);
	if (r[ROLE_IN] + r[ROLE_EXTRA] !=
	    r[ROLE_OUT] + r[ROLE_REJECT] + r[ROLE_DROP] + r[ROLE_FOLD])
		fault(s, "sum", sum->end, no_name,
		    "in %" PRIu64 " + extra %" PRIu64 " is not out %" PRIu64 " + reject %" PRIu64
		    " + drop %" PRIu64 " + fold %" PRIu64,
		    r[ROLE_IN], r[ROLE_EXTRA], r[ROLE_OUT], r[ROLE_REJECT], r[ROLE_DROP],
		    r[ROLE_FOLD]);
}

static void
check_run(struct state *s, const struct book_sum *sum)
{
	struct span note;
	size_t size = 0;

	if (sum->lines[ROLE_BEGIN] == 0)
		fault(s, "no_begin", sum->first, no_name, "no line says that it began");
	if (sum->lines[ROLE_BEGIN] > 1)
		fault(s, "lines_added", sum->first, no_name, "it begins more than once");
	if (!sum->end) {
		fault(s, "no_end", sum->first, no_name,
		    "it never ended: killed, failed at its start, or still running");
		return;
	}
	check_lines(s, sum);
	note = sum->end->note;
	while (size < note.size && note.data[size] != ' ')
		size++;
	if (span_is((struct span){note.data, size}, "0"))
		check_rows(s, sum);
	else
		fault(s, "failed", sum->end, no_name, "it ended with status %.*s", (int)size,
		    note.data);
}

static void
check_runs(struct state *s)
{
	for (size_t i = 0; i < s->book.count; i++) {
		struct book_slice run = book_run(&s->book, s->book.lines[i].run);
		struct book_sum sum;

		if (run.at[0] != &s->book.lines[i]) /* the run was seen at its first line */
			continue;
		sum = book_add_up(run);
		check_run(s, &sum);
	}
}

/* A line of out stands in the ledger before the file has its name, a line of in after the file was
 * read; so only earlier lines of a ledger can have written what was read, and a run that replaces
 * its own input did not. */
static bool
is_before(const struct book_line *writer, const struct book_line *read)
{
	return !span_equal(writer->run, read->run) &&
	       (writer->ledger != read->ledger || writer->sequence < read->sequence);
}

/* The last line before that wrote a file of this name, those with the same digest first; or NULL.
 */
static const struct book_line *
find_writer(const struct state *s, const struct book_line *read)
{
	struct book_slice writers = book_name(&s->book, read->name);
	const struct book_line *last = NULL;

	for (size_t i = 0; i < writers.count; i++) {
		if (!is_before(writers.at[i], read))
			continue;
		last = writers.at[i];
		if (span_equal(last->digest, read->digest))
			break;
	}
	return last;
}

/* A run that wrote the same bytes under whatever name: a pipe, or a file that was moved. */
static const struct book_line *
find_same(const struct state *s, const struct book_line *read)
{
	struct book_slice same = book_digest(&s->book, read->digest);

	for (size_t i = 0; read->digest.size && i < same.count; i++)
		if (!span_equal(same.at[i]->run, read->run))
			return same.at[i];
	return NULL;
}

static bool
is_partial(const struct book_line *read)
{
	return !read->digest.size && read->note.size &&
	       memmem(read->note.data, read->note.size, "partial", 7);
}

/* What was read is what the writer wrote, or a fault. */
static void
check_written(struct state *s, const struct book_line *read, const struct book_line *writer)
{
	bool other = !is_partial(read) && !span_equal(writer->digest, read->digest);

	if (other || (!is_partial(read) && writer->rows != read->rows))
		fault(s, "changed", read, read->name,
		    "%.*s of run %.*s wrote %" PRIu64 " rows, %" PRIu64 " were read%s",
		    (int)writer->filter.size, writer->filter.data, (int)writer->run.size,
		    writer->run.data, writer->rows, read->rows, other ? ", other bytes" : "");
}

static void
check_input(struct state *s, const struct book_line *read, const struct input *input)
{
	if (input || (!opt_has(&s->f.opt, "inputs") && !span_is(read->name, "-")))
		return;
	fault(s, "unknown_input", read, read->name,
	    span_is(read->name, "-") ? "no run wrote what came in by standard input"
				     : "it is no named input, and no run wrote it");
}

static void
check_read(struct state *s, const struct book_line *read)
{
	const struct book_line *writer = find_writer(s, read);
	const struct input *input = inputs_find(&s->inputs, read->name);

	if (input && input->digest.size && read->digest.size &&
	    !span_equal(input->digest, read->digest))
		fault(s, "input_differs", read, read->name,
		    "it holds other bytes than the inputs say");
	if (!writer)
		writer = find_same(s, read);
	if (writer)
		check_written(s, read, writer);
	else
		check_input(s, read, input);
}

static void
check_reads(struct state *s)
{
	for (size_t i = 0; i < s->book.count; i++)
		if (s->book.lines[i].role == ROLE_IN || s->book.lines[i].role == ROLE_LOOKUP)
			check_read(s, &s->book.lines[i]);
}

/* Reads a table to its end. 0, or -1 with a message. */
static int
count_table(struct parts *parts, struct part_account *account)
{
	enum read_status status;
	struct record record;
	enum csv_problem problem;

	while ((status = parts_read(parts, &record, &problem)) == READ_RECORD)
		;
	*account = *parts_account(parts, 0);
	return status == READ_END ? 0 : -1;
}

/* The bytes of a file that is no table. 0, or -1 with a message. */
static int
digest_bytes(const char *path, char digest[HASH_HEX + 1])
{
	const struct source_options how = {.digest = true, .html = true, .allow_empty = true};
	struct source *source = source_open(path, &how);
	enum read_status status;
	struct source_block block;

	if (!source)
		return -1;
	while ((status = source_next(source, (struct span){0}, &block)) == READ_RECORD)
		;
	if (status == READ_END)
		source_digest(source, digest);
	source_close(source);
	return status == READ_END ? 0 : -1;
}

/* Holds the folder, or the file that is no table, still what the line says? */
static void
check_bytes(struct state *s, const struct book_line *line, const char *path)
{
	char digest[HASH_HEX + 1];
	uint64_t unused;
	bool folder = span_is(line->note, "folder");

	if ((folder ? folder_digest_read(path, digest, &unused) : digest_bytes(path, digest)) != 0)
		fault(s, "unreadable", line, line->name, "it cannot be read any more");
	else if (!span_is(line->digest, digest))
		fault(s, "differs", line, line->name, "other bytes are there%s",
		    folder ? ", or other files" : "");
}

/* Holds the file still what the line says? */
static void
check_file(struct state *s, const struct book_line *line, char *path)
{
	struct parts *parts =
	    parts_open((char *[]){path}, 1, &(struct parts_options){.digest = true});
	struct part_account account;
	uint64_t rows;

	if (!parts || count_table(parts, &account) < 0) {
		fault(s, "unreadable", line, line->name, "it cannot be read any more");
	} else if (!span_is(line->digest, account.digest)) {
		rows = account.counts.records + account.counts.problems;
		fault(s, "differs", line, line->name,
		    "%" PRIu64 " rows were written, %" PRIu64 " are there, in other bytes",
		    line->rows, rows);
	}
	parts_close(parts);
}

static void
check_named(struct state *s, const struct book_line *line, char *path)
{
	if (span_is(line->note, "folder") || span_is(line->note, "bytes"))
		check_bytes(s, line, path);
	else
		check_file(s, line, path);
}

static void
check_files(struct state *s)
{
	for (size_t i = 0; i < s->book.name_count; i++) {
		const struct book_line *line = s->book.by_name[i];
		bool last = i + 1 == s->book.name_count ||
			    !span_equal(line->name, s->book.by_name[i + 1]->name);
		struct buf path = {0};

		if (!last) /* it was replaced */
			continue;
		if (s->root && line->name.size && line->name.data[0] != '/') {
			buf_add_text(&path, s->root);
			buf_add_byte(&path, '/');
		}
		buf_add_span(&path, line->name);
		buf_add_byte(&path, '\0');
		if (access(path.data, F_OK) == 0)
			check_named(s, line, path.data);
		buf_free(&path);
	}
}

/* One line of a ledger. */
static int
one(struct state *s, size_t ledger)
{
	struct span values[BOOK_COLUMNS];
	struct book_line nobody = {0};

	for (size_t i = 0; i < BOOK_COLUMNS; i++)
		values[i] = csv_field(&s->f.record, s->column[i]);
	if (book_add(&s->book, values, ledger) < 0) {
		nobody.run = values[BOOK_RUN];
		nobody.filter = values[BOOK_FILTER];
		fault(s, "bad_line", &nobody, span_of(parts_path(s->f.in)),
		    "line %" PRIu64 ": no such role, or rows that are no number", s->f.record.line);
	}
	filter_fold(&s->f);
	return s->failed ? -1 : 0;
}

static void
xread_inputs(struct state *s, const char *path)
{
	struct parts *table = xfilter_lookup(&s->f, path);
	struct record record;
	enum read_status status;

	if (inputs_bind(&s->inputs, parts_columns(table)) < 0)
		die_silent();
	while ((status = filter_next_lookup(table, &record)) == READ_RECORD)
		inputs_add(&s->inputs, &record);
	if (status == READ_ERROR)
		die_silent();
}

static void
prepare(struct state *s)
{
	static const char *const answer[] = {"fault", "run", "filter", "name", "detail"};
	struct span shape[5];

	for (size_t i = 0; i < 5; i++)
		shape[i] = span_of(answer[i]);
	if (opt_has(&s->f.opt, "rejects"))
		die("-r: a line of a ledger may not be put aside");
	s->root = opt_get(&s->f.opt, "root");
	filter_opens_later(&s->f, "/"); /* a ledger may name any file */
	if (opt_has(&s->f.opt, "inputs"))
		xread_inputs(s, opt_get(&s->f.opt, "inputs"));
	xfilter_input(&s->f, s->f.opt.operands, s->f.opt.operand_count);
	for (size_t i = 0; i < BOOK_COLUMNS; i++)
		if (columns_find(parts_columns(s->f.in), span_of(book_columns[i]), &s->column[i]) <
		    0)
			die_silent();
	xfilter_output_columns(&s->f, shape, 5);
}

/* True when everything was read and checked. */
static bool
run(struct state *s)
{
	enum read_status status;
	const char *path = NULL;
	size_t ledger = 0;

	while ((status = filter_next(&s->f)) == READ_RECORD) {
		ledger += path != parts_path(s->f.in);
		path = parts_path(s->f.in);
		if (one(s, ledger) < 0)
			return false;
	}
	if (status == READ_ERROR)
		return false;
	book_index(&s->book);
	if (s->book.count == 0)
		fault(s, "no_run", &(struct book_line){0}, no_name, "the ledger holds no run");
	check_runs(s);
	check_reads(s);
	check_files(s);
	return !s->failed;
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	bool complete;
	int status;

	unsetenv("AMENDS_LEDGER");
	xfilter_start(&s.f, &program, argc, argv);
	prepare(&s);
	complete = run(&s);
	status = filter_finish(&s.f, complete, s.faults ? STATUS_NO : STATUS_OK);
	inputs_free(&s.inputs);
	book_free(&s.book);
	return status;
}
