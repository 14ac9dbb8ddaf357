/* csv: bytes to records of fields.
 *
 * The block that the source gives is read in windows that begin with a record, so small that bytes
 * and ends stay in the nearest cache. The scanner notes the ends of all plain records of a window;
 * each csv_read takes the next. The record at which the scanner stopped, and one longer than the
 * largest window, goes to libcsv, and the next window begins behind it.
 *
 * When the source ends without a final newline the last record is copied and gets one, so that
 * neither reader has a rule for it; a CR before it is then a line end cut short. */
#include "csv.h"

#include <inttypes.h>
#include <stdlib.h>

#include "csv_policy.h"
#include "csv_strict.h"
#include "err.h"
#include "scan.h"

enum { WINDOW = 1 << 14 };
#define MARK "\xef\xbb\xbf"

struct csv_reader {
	struct source *source;
	enum read_status (*next)(void *, struct span, struct source_block *); /* of context */
	void *context;
	struct csv_options options;
	struct scan scan;
	struct csv_strict *strict;
	struct csv_counts counts;
	size_t width; /* fields of the header; 0 before it, and always with any_width */
	size_t problem_field;

	struct source_block block;
	size_t position; /* in block: where the window begins, or else the next record */
	uint64_t offset; /* plain bytes before block */
	uint64_t line;	 /* of the next record */
	char *tail;	 /* the last block: the bytes behind the last newline, and a newline */
	bool begun, ended, failed;
	bool marks;   /* a byte order mark before a quoted record is not a part of it */
	bool decoded; /* plain fields are values as they are */

	/* What the scanner found in the window and was not taken yet. */
	const uint32_t *entry, *entry_end; /* of its records */
	uint32_t *ends;			   /* of the next record's fields */
	const uint32_t *fold;
	uint32_t taken;	    /* ends before the next record's */
	uint32_t start;	    /* of the next record, from position on */
	bool careful;	    /* its records may have a CR at the end or no LF of their own */
	bool intricate;	    /* the record behind them is known not to be plain */
	size_t window_most; /* bytes of a window */
};

static enum read_status
fail(struct csv_reader *r)
{
	r->failed = true;
	return READ_ERROR;
}

/* Puts the unread bytes behind the last newline into memory of our own, with a newline behind them.
 */
static void
add_newline(struct csv_reader *r, struct span rest)
{
	r->tail = xcalloc(rest.size + 1 + SOURCE_PADDING, 1);
	memcpy(r->tail, rest.data, rest.size);
	r->tail[rest.size] = '\n';
	r->block = (struct source_block){r->tail, rest.size + 1};
}

/* More bytes behind those that were not read yet, which then begin the block. */
static enum read_status
more(struct csv_reader *r)
{
	struct span rest = {NULL, 0};
	enum read_status status;

	if (r->position < r->block.size)
		rest = (struct span){r->block.data + r->position, r->block.size - r->position};
	r->offset += r->position;
	r->position = 0;
	status = r->next(r->context, rest, &r->block);
	if (status == READ_ERROR)
		return fail(r);
	if (status == READ_END) {
		r->ended = true;
		if (r->block.size)
			add_newline(r, (struct span){r->block.data, r->block.size});
	}
	return status;
}

/* Passes over a byte order mark where the next bytes are these, of which it is the beginning. Waits
 * for no byte that cannot be one of them. */
static enum read_status
pass_mark(struct csv_reader *r, const char *bytes)
{
	size_t wanted = strlen(bytes), size = r->block.size - r->position;

	while (!r->ended && size < wanted &&
	       (!size || memcmp(r->block.data + r->position, bytes, size) == 0)) {
		if (more(r) == READ_ERROR)
			return READ_ERROR;
		size = r->block.size - r->position;
	}
	if (size >= wanted && memcmp(r->block.data + r->position, bytes, wanted) == 0)
		r->position += strlen(MARK);
	return READ_RECORD;
}

static void
set_problem(struct csv_reader *r, enum csv_problem *problem, enum csv_problem found, size_t field)
{
	*problem = found;
	r->problem_field = field;
}

/* The rule of width, which holds for a record whichever way it was cut, and what is counted. The
 * first fine record of a table is its header. */
static inline void
judge(struct csv_reader *r, struct record *record, bool plain, enum csv_problem *problem)
{
	size_t count = record->count;

	*problem = CSV_FINE;
	if (__builtin_expect(count == r->width, 1) || r->options.any_width ||
	    (r->options.trailing && r->width && count > r->width &&
		csv_drop_trailing(record, r->width))) {
		r->counts.records++;
		r->counts.plain += plain;
	} else if (!r->width) {
		r->width = count;
	} else {
		r->counts.problems++;
		if (count < r->width)
			set_problem(r, problem, CSV_TOO_FEW, count + 1);
		else
			set_problem(r, problem, CSV_TOO_MANY, r->width + 1);
	}
}

/* A blank line is a record only where the table has one column, or no rule of width. */
static bool
skip_blank(struct csv_reader *r)
{
	if (r->width == 1 || r->options.any_width)
		return false;
	r->counts.blank++;
	return true;
}

/* What is known of a record from where it lies: at in the block, size bytes, of length with its
 * line end. Returns false when it is a blank line to be skipped. */
static inline bool
pass(struct csv_reader *r, struct record *record, size_t at, size_t size, size_t length,
    bool careful)
{
	record->order = NULL;
	record->raw = (struct span){r->block.data + at, size};
	record->line = r->line;
	record->offset = r->offset + at;
	record->length = length;
	if (careful && r->tail && at + length == r->block.size)
		record->length--; /* the newline is ours */
	if (__builtin_expect(size == 0, 0) && skip_blank(r))
		return false;
	if (careful && record->length == size + 2)
		r->counts.crlf++;
	return true;
}

/* The next record that the scanner found. Returns false for a blank line. */
static inline __attribute__((always_inline)) bool
take_plain(struct csv_reader *r, struct record *record, enum csv_problem *problem, bool careful)
{
	const char *base = r->block.data + r->position;
	uint32_t entry = *r->entry++;
	uint32_t *ends = r->ends;
	uint32_t count = scan_ends(entry) - r->taken;
	uint32_t start = r->start, newline = ends[count - 1], size = newline - start, lines = 1;
	bool shown;

	r->taken += count;
	r->ends += count;
	r->start = newline + 1;
	if (careful && size && base[newline - 1] == '\r') {
		ends[count - 1]--;
		size--;
	}
	for (; __builtin_expect(*r->fold < newline, 0); r->fold++)
		lines++;
	shown = pass(r, record, r->position + start, size, newline + 1 - start, careful);
	r->line += lines;
	if (__builtin_expect(!shown, 0))
		return false;
	record->base = base;
	record->ends = ends;
	record->start = start;
	record->count = count;
	record->decoded = r->decoded;
	record->quotes = entry & SCAN_QUOTES;
	judge(r, record, true, problem);
	return true;
}

static enum read_status
stop(struct csv_reader *r, const struct csv_strict_record *found)
{
	const char *name = source_name(r->source);
	uint64_t line = r->line + found->stop_line;

	if (found->field)
		warn("%s:%" PRIu64 ": field %zu: %s", name, line, found->field, found->stop);
	else
		warn("%s:%" PRIu64 ": %s", name, line, found->stop);
	return fail(r);
}

/* Without a header that can be read there is no table. */
static enum read_status
refuse_header(struct csv_reader *r, uint64_t line, enum csv_problem problem)
{
	warn("%s:%" PRIu64 ": header: %s%s", source_name(r->source), line,
	    csv_problem_text(problem),
	    problem == CSV_NUL && r->context == r->source ? " (am-import reads UTF-16)" : "");
	return fail(r);
}

/* The record at position, by libcsv. READ_END: it was a blank line. Not part of the fast loop. */
static __attribute__((noinline)) enum read_status
take_strict(struct csv_reader *r, struct record *record, enum csv_problem *problem)
{
	struct csv_strict_record found;
	struct span rest;
	enum csv_strict_status status;
	bool shown;

	if (r->marks && pass_mark(r, MARK "\"") == READ_ERROR)
		return READ_ERROR;
	do {
		rest = (struct span){r->block.data + r->position, r->block.size - r->position};
		status = csv_strict_read(
		    r->strict, rest, r->ended, r->options.trailing ? 0 : r->width, &found);
		if (status == CSV_STRICT_MORE && more(r) == READ_ERROR)
			return READ_ERROR;
	} while (status == CSV_STRICT_MORE);
	if (status == CSV_STRICT_STOP)
		return stop(r, &found);
	shown = pass(r, record, r->position, found.size, found.length, true);
	r->position += found.length;
	r->line += found.lines;
	if (!shown)
		return READ_END;
	record->base = found.base;
	record->ends = found.ends;
	record->start = 0;
	record->count = (uint32_t)found.count;
	record->decoded = true;
	record->quotes =
	    !r->options.no_quote && memchr(record->raw.data, r->options.quote, record->raw.size);
	if (found.problem == CSV_FINE) {
		judge(r, record, false, problem);
		return READ_RECORD;
	}
	set_problem(r, problem, found.problem, found.field);
	if (!r->width && !r->options.any_width)
		return refuse_header(r, record->line, *problem);
	r->counts.problems++;
	return READ_RECORD;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Scans size bytes from position on. Returns false when a record has no end in them. */
static bool
scan(struct csv_reader *r, size_t size)
{
	scan_run(&r->scan, r->block.data + r->position, size);
	r->entry_end = r->entry + r->scan.record_count;
	r->intricate = r->scan.refused && r->scan.record_count;
	r->careful = r->scan.returns || r->tail;
	return r->scan.record_count || r->scan.refused;
}

/* Begins a window behind the last. READ_RECORD: there is a record, plain ones from entry on or else
 * one for libcsv at position. */
static enum read_status
scan_window(struct csv_reader *r)
{
	bool intricate = r->intricate;
	size_t left, size;

	r->position += r->start;
	r->start = r->taken = 0;
	r->entry = r->entry_end = r->scan.records;
	r->ends = r->scan.ends;
	r->fold = r->scan.folds;
	r->intricate = false;
	left = r->block.size - r->position;
	if (left == 0)
		return READ_END;
	if (intricate || r->options.libcsv_only)
		return READ_RECORD;
	size = least(left, least(r->window_most, WINDOW));
	if (scan(r, size))
		return READ_RECORD;
	size = least(left, r->window_most);
	if ((size > WINDOW && scan(r, size)) || size < left || r->ended)
		return READ_RECORD;
	return READ_END;
}

/* As scan_window, with more bytes where a record has no end yet. READ_END: no record is left. */
static enum read_status
find_record(struct csv_reader *r)
{
	if (r->failed)
		return READ_ERROR;
	if (!r->begun && pass_mark(r, MARK) == READ_ERROR)
		return READ_ERROR;
	r->begun = true;
	while (scan_window(r) == READ_END) {
		if (r->ended)
			return READ_END;
		if (more(r) == READ_ERROR)
			return READ_ERROR;
	}
	return READ_RECORD;
}

/* The next record, if it is not one that csv_read has at hand. */
static __attribute__((noinline)) enum read_status
read_on(struct csv_reader *r, struct record *record, enum csv_problem *problem)
{
	for (;;) {
		enum read_status status;

		while (r->entry < r->entry_end)
			if (take_plain(r, record, problem, true))
				return READ_RECORD;
		status = find_record(r);
		if (status != READ_RECORD)
			return status;
		if (r->entry < r->entry_end)
			continue;
		status = take_strict(r, record, problem);
		if (status != READ_END)
			return status;
	}
}

enum read_status
csv_read(struct csv_reader *r, struct record *record, enum csv_problem *problem)
{
	if (r->entry < r->entry_end && !r->careful && take_plain(r, record, problem, false))
		return READ_RECORD;
	return read_on(r, record, problem);
}

enum read_status
csv_read_some(struct csv_reader *r, struct record *records, size_t most, size_t *count,
    enum csv_problem *problem)
{
	enum read_status status = csv_read(r, records, problem);

	*count = status == READ_RECORD;
	while (*count && *count < most && *problem == CSV_FINE && r->entry < r->entry_end)
		*count += take_plain(r, &records[*count], problem, r->careful);
	return status;
}

size_t
csv_problem_field(const struct csv_reader *r)
{
	return r->problem_field;
}

const struct csv_counts *
csv_counts(const struct csv_reader *r)
{
	return &r->counts;
}

const struct source *
csv_source(const struct csv_reader *r)
{
	return r->source;
}

static enum read_status
next_block(void *source, struct span carry, struct source_block *block)
{
	return source_next(source, carry, block);
}

struct csv_reader *
csv_reader_new(struct source *source, const struct csv_options *options)
{
	struct csv_reader *r = xcalloc(1, sizeof *r);
	struct csv_options o = csv_complete(options);

	r->source = source;
	r->next = next_block;
	r->context = source;
	r->options = o;
	r->line = 1;
	r->decoded = o.no_quote || o.quote != '"';
	r->window_most = least(SCAN_WINDOW, least(o.field_limit, o.record_limit));
	r->strict = csv_strict_new(&o);
	scan_init(&r->scan, (struct scan_marks){
				.delimiter = o.delimiter,
				.quote = o.quote,
				.quoting = !o.no_quote,
				.whole = o.quote == '"',
				.nul = o.any_width && !o.no_quote,
			    });
	return r;
}

void
csv_begin_at(struct csv_reader *r, const struct csv_start *start)
{
	r->next = start->next;
	r->context = start->context;
	r->block = start->block;
	r->position = start->position;
	r->line = start->line;
	r->begun = true;
	r->marks = !r->options.no_quote;
}

void
csv_reader_free(struct csv_reader *r)
{
	if (!r)
		return;
	source_close(r->source);
	csv_strict_free(r->strict);
	scan_free(&r->scan);
	free(r->tail);
	free(r);
}
