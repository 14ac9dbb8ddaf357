/* reader: a foreign table with delimiters.
 *
 *	source -> text (UTF-8, line ends) -> head (where the table begins) -> csv -> judged here
 *
 * Records go through in the caller's own array, many at a time. Where one is found that must be the
 * last of its call, those behind it wait in `rest`; as nothing is read before they are given, they
 * stay valid. What looks like a total is one only at the end: it waits in `kept`, copied, until the
 * record behind it is known. */
#include <stdlib.h>

#include "columns.h"
#include "err.h"
#include "head.h"
#include "reader_inside.h"
#include "reader_keep.h"
#include "text.h"
#include "utf8.h"

/* More rows than this that look like totals, one behind another, are data. */
enum { MOST = 16, TAILS_MOST = 64 };

struct foreign {
	const struct dialect *dialect;
	const char *name;
	struct source *source; /* closed by csv, once there is one */
	struct text *text;
	struct csv_reader *csv; /* NULL before the first record is asked for */
	struct columns header;	/* names NULL before it is read */
	char delimiter;
	bool failed;
	bool one_by_one;     /* a record's fields may be in our memory */
	uint64_t more_lines; /* CRs inside quotes, which csv takes for no line ends */
	size_t problem_field;

	struct record rest[MOST];
	size_t rest_at, rest_count;
	enum csv_problem rest_problem; /* of the last */

	struct reader_keep kept;
	bool kept_are_tails;
	struct record_copy unmarked; /* of the record without TEXT_MARK */
};

static enum read_status
fail(struct foreign *f)
{
	f->failed = true;
	return READ_ERROR;
}

static void *
foreign_open(const char *path, const char *name, const struct source_options *given,
    const struct dialect *dialect)
{
	bool utf16 = dialect->charset == CHARSET_UTF16LE || dialect->charset == CHARSET_UTF16BE;
	struct source_options options = *given;
	struct source *source;
	struct foreign *f;

	options.name = name;
	options.utf16 = utf16 ? SOURCE_UTF16 : SOURCE_UTF16_MARKED;
	source = source_open(path, &options);
	if (!source)
		return NULL;
	f = xcalloc(1, sizeof *f);
	f->dialect = dialect;
	f->name = name;
	f->source = source;
	f->text = text_new(source, dialect);
	f->one_by_one = dialect->cr || dialect->backslash;
	return f;
}

static void
foreign_free(void *state)
{
	struct foreign *f = state;

	if (f->csv)
		csv_reader_free(f->csv);
	else
		source_close(f->source);
	text_free(f->text);
	columns_free(&f->header);
	reader_keep_free(&f->kept);
	record_copy_free(&f->unmarked);
	free(f);
}

/* Finds the header and begins to read there. */
static enum read_status
begin(struct foreign *f)
{
	struct source_block block = {NULL, 0};
	enum head_status found;
	struct head head;

	do {
		struct span known = {block.data, block.size};
		enum read_status status = text_next(f->text, known, &block);

		if (status == READ_ERROR)
			return fail(f);
		known = (struct span){block.data, block.size};
		found = head_find(known, status == READ_END, f->dialect, f->name, &head);
	} while (found == HEAD_MORE);
	if (found == HEAD_FAILED)
		return fail(f);
	f->delimiter = head.delimiter;
	text_begin(f->text, head.start, head.delimiter, &block);
	f->csv = csv_reader_new(f->source, &(struct csv_options){
					       .delimiter = head.delimiter,
					       .no_quote = f->dialect->no_quote,
					       .trailing = f->dialect->trailing,
					   });
	csv_begin_at(f->csv, &(struct csv_start){text_next, f->text, block, head.start, head.line});
	return READ_RECORD;
}

/* CRs that csv took for data, each the end of a line of the file. */
static uint64_t
lone_returns(struct span raw)
{
	const char *at = raw.data, *end = raw.data + raw.size;
	uint64_t count = 0;

	for (; at < end && (at = memchr(at, '\r', (size_t)(end - at))); at++)
		count += at + 1 == end || at[1] != '\n';
	return count;
}

/* Gives a record its place in the file and the bytes that stand there. */
static void
put_in_place(struct foreign *f, struct record *record, enum csv_problem problem)
{
	uint64_t offset = record->offset;
	struct span raw = record->raw;

	if (text_is_direct(f->text))
		return;
	if (f->dialect->cr) {
		record->line += f->more_lines;
		f->more_lines += lone_returns(raw);
	}
	if (f->one_by_one && problem == CSV_FINE &&
	    memchr(raw.data, (unsigned char)TEXT_MARK, raw.size))
		record_copy_without(&f->unmarked, record, TEXT_MARK);
	record->raw = text_original(f->text, offset, raw.size);
	text_place(f->text, &record->offset, &record->length);
}

/* The next records as csv has them. */
static enum read_status
fetch(struct foreign *f, struct record *records, size_t most, size_t *count,
    enum csv_problem *problem)
{
	enum read_status status;

	*problem = CSV_FINE;
	if (f->rest_count) {
		*count = most < f->rest_count ? most : f->rest_count;
		memcpy(records, f->rest + f->rest_at, *count * sizeof *records);
		f->rest_at += *count;
		f->rest_count -= *count;
		if (!f->rest_count)
			*problem = f->rest_problem;
		return READ_RECORD;
	}
	if (most > MOST)
		most = MOST;
	status = csv_read_some(f->csv, records, f->one_by_one ? 1 : most, count, problem);
	if (status == READ_ERROR)
		return fail(f);
	for (size_t i = 0; i < *count; i++)
		put_in_place(f, &records[i], i + 1 < *count ? CSV_FINE : *problem);
	return status;
}

/* Gives the last records of fetch back; problem is that of the last of them. */
static void
put_back(struct foreign *f, const struct record *records, size_t count, enum csv_problem problem)
{
	if (f->rest_count) {
		f->rest_at -= count;
	} else if (count) {
		memcpy(f->rest, records, count * sizeof *records);
		f->rest_at = 0;
		f->rest_problem = problem;
	}
	f->rest_count += count;
}

static bool
is_header_again(const struct foreign *f, const struct record *record)
{
	struct span first = csv_field(record, 0);

	if (record->count != f->header.count)
		return false;
	if (first.size >= 3 && memcmp(first.data, "\xef\xbb\xbf", 3) == 0)
		first = (struct span){first.data + 3, first.size - 3};
	if (!span_equal(first, f->header.names[0]))
		return false;
	for (size_t i = 1; i < record->count; i++)
		if (!span_equal(csv_field(record, i), f->header.names[i]))
			return false;
	return true;
}

/* Ctrl-Z ends a file of CP/M and DOS; some fill the last block with it. */
static bool
is_end_mark(struct span raw)
{
	for (size_t i = 0; i < raw.size; i++)
		if (raw.data[i] != '\x1a')
			return false;
	return raw.size;
}

/* The first field that is not valid, from 1. */
static size_t
invalid_field(const struct record *record)
{
	for (size_t i = 0; i < record->count; i++)
		if (!utf8_is_valid(csv_field(record, i)))
			return i + 1;
	return 0;
}

/* Where records end that lie one behind another, as csv gives them; else NULL. */
static const char *
common_end(const struct foreign *f, const struct record *first, size_t count)
{
	const struct record *last = first + count - 1;

	if (!count || !text_is_direct(f->text) ||
	    (uint64_t)(last->raw.data - first->raw.data) != last->offset - first->offset)
		return NULL;
	return last->raw.data + last->raw.size;
}

/* What is wrong with a record, whose fields csv found to be like this. ascii: its bytes are known
 * to be. */
static enum csv_problem
judge(struct foreign *f, const struct record *record, bool valid, enum csv_problem problem)
{
	f->problem_field = 0;
	if (is_end_mark(record->raw))
		return CSV_TAIL;
	if (problem != CSV_FINE) {
		f->problem_field = csv_problem_field(f->csv);
		return problem;
	}
	if (!valid) {
		f->problem_field = invalid_field(record);
		return CSV_ENCODING;
	}
	return is_header_again(f, record) ? CSV_HEADER_AGAIN : CSV_FINE;
}

/* Of a record with a problem only its bytes are known. */
static struct span
first_cell(const struct foreign *f, const struct record *record, enum csv_problem problem)
{
	struct span cell = record->raw;
	const char *end;

	if (problem == CSV_FINE)
		return span_trim(csv_field(record, 0));
	end = cell.size ? memchr(cell.data, f->delimiter, cell.size) : NULL;
	if (end)
		cell.size = (size_t)(end - cell.data);
	cell = span_trim(cell);
	if (!f->dialect->no_quote && cell.size >= 2 && cell.data[0] == '"' &&
	    cell.data[cell.size - 1] == '"')
		cell = span_trim((struct span){cell.data + 1, cell.size - 2});
	return cell;
}

static bool
may_be_tail(const struct foreign *f, const struct record *record, enum csv_problem problem)
{
	struct span cell;

	if (!f->dialect->tail_count)
		return false;
	cell = first_cell(f, record, problem);
	for (size_t i = 0; i < f->dialect->tail_count; i++)
		if (span_equal(cell, f->dialect->tails[i]))
			return true;
	return false;
}

/* The next of the rows that waited for what is behind them. */
static enum read_status
give_kept(struct foreign *f, struct record *record, size_t *count, enum csv_problem *problem)
{
	enum csv_problem own;
	size_t field;

	reader_keep_take(&f->kept, record, problem, &field);
	*count = 1;
	own = *problem;
	f->problem_field = 0;
	*problem = f->kept_are_tails ? CSV_TAIL : judge(f, record, utf8_is_valid(record->raw), own);
	if (own != CSV_FINE && *problem == own)
		f->problem_field = field;
	return READ_RECORD;
}

/* Reads on behind a row that may be a total, until one is found that is none. */
static enum read_status
wait_for_end(struct foreign *f, const struct record *first, enum csv_problem problem)
{
	struct record record = *first;
	enum read_status status;
	size_t count;

	do {
		reader_keep_add(&f->kept, &record, problem, csv_problem_field(f->csv));
		status = fetch(f, &record, 1, &count, &problem);
	} while (status == READ_RECORD && reader_keep_count(&f->kept) < TAILS_MOST &&
		 (is_end_mark(record.raw) || may_be_tail(f, &record, problem)));
	f->kept_are_tails = status == READ_END;
	if (status == READ_RECORD) {
		f->kept_are_tails =
		    judge(f, &record, utf8_is_valid(record.raw), problem) == CSV_HEADER_AGAIN;
		put_back(f, &record, 1, problem);
	}
	return status;
}

static enum read_status
read_header(struct foreign *f, struct record *record, size_t *count, enum csv_problem *problem)
{
	enum read_status status = fetch(f, record, 1, count, problem);

	if (status != READ_RECORD)
		return status;
	if (!utf8_is_valid(record->raw)) {
		warn("%s:%llu: header: bytes that are no %s: declare the encoding", f->name,
		    (unsigned long long)record->line, charset_name(text_charset(f->text)));
		*count = 0;
		return fail(f);
	}
	columns_read(&f->header, record, f->name);
	return READ_RECORD;
}

/* Record i may be a total: those before it are given first. */
static enum read_status
stop_at_tail(
    struct foreign *f, struct record *records, size_t i, size_t *count, enum csv_problem *problem)
{
	enum csv_problem last = *problem;

	*problem = CSV_FINE;
	if (i > 0) {
		put_back(f, records + i, *count - i, last);
		*count = i;
		return READ_RECORD;
	}
	put_back(f, records + 1, *count - 1, last);
	if (*count > 1)
		last = CSV_FINE;
	*count = 0;
	if (wait_for_end(f, records, last) == READ_ERROR)
		return READ_ERROR;
	return give_kept(f, records, count, problem);
}

static enum read_status
foreign_read_some(
    void *state, struct record *records, size_t most, size_t *count, enum csv_problem *problem)
{
	struct foreign *f = state;
	enum read_status status;
	const char *end, *ascii = NULL;

	*count = 0;
	*problem = CSV_FINE;
	if (f->failed || (!f->csv && begin(f) == READ_ERROR))
		return READ_ERROR;
	if (!f->header.names)
		return read_header(f, records, count, problem);
	if (reader_keep_count(&f->kept))
		return give_kept(f, records, count, problem);
	status = fetch(f, records, most, count, problem);
	end = common_end(f, records, *count);
	for (size_t i = 0; i < *count; i++) {
		enum csv_problem last = *problem, own = i + 1 < *count ? CSV_FINE : last;
		enum csv_problem found;

		if (may_be_tail(f, &records[i], own))
			return stop_at_tail(f, records, i, count, problem);
		found =
		    judge(f, &records[i], utf8_is_valid_ahead(records[i].raw, end, &ascii), own);
		if (found == CSV_FINE)
			continue;
		put_back(f, records + i + 1, *count - i - 1, last);
		*count = i + 1;
		*problem = found;
	}
	return status;
}

static size_t
foreign_problem_field(const void *state)
{
	const struct foreign *f = state;

	return f->problem_field;
}

static const struct csv_counts *
foreign_counts(const void *state)
{
	static const struct csv_counts none;
	const struct foreign *f = state;

	return f->csv ? csv_counts(f->csv) : &none;
}

static void
foreign_facts(const void *state, struct reader_facts *facts)
{
	const struct foreign *f = state;

	reader_source_facts(f->source, facts);
	facts->charset = text_charset(f->text);
}

static void
foreign_digest(const void *state, char out[33])
{
	const struct foreign *f = state;

	source_digest(f->source, out);
}

const struct reader_format reader_csv = {
    .open = foreign_open,
    .read_some = foreign_read_some,
    .problem_field = foreign_problem_field,
    .counts = foreign_counts,
    .facts = foreign_facts,
    .digest = foreign_digest,
    .free = foreign_free,
};
