/* csv_strict: one record at a time by libcsv in strict mode.
 *
 * libcsv reports neither where it is nor whether a field was quoted, takes a lone CR for a line
 * end, and after csv_fini on a record it refused it would deliver half a field. So:
 * - it is fed line by line, a CR held back until the byte behind it is known, and must say that the
 *   row ended at the line's LF, or at its CR and at once at its LF: anything else was a lone CR;
 * - csv_fini is called without callbacks, and only to forget a record that was refused;
 * - where a field began in the raw bytes is found by a cursor that walks them when somebody asks:
 *   only errors and over-long fields do;
 * - no more than hold bytes of a record are ever looked at, so a record without end stops the run
 *   at the same byte however the input is cut, and libcsv's buffer stays within it. */
#include "csv_strict.h"

#include <stdlib.h>

#include <csv.h> /* libcsv's: ours is found by -iquote alone */

#include "err.h"

/* libcsv grows its buffer by this much. */
enum { GROWTH = 16384 };

/* What libcsv has said of the record's end. It takes any CR for one. */
enum row_end { OPEN, AT_CR, AT_LF, STRAY };

struct csv_strict {
	struct csv_parser parser;
	char delimiter;
	char quote;
	bool quoting; /* else libcsv's quote is NUL, and no NUL reaches it */
	bool nul;     /* a NUL is data */
	size_t field_limit, record_limit;
	size_t hold; /* bytes of a record that are looked at before giving up */

	/* The record being read. */
	const char *data;
	size_t width;
	size_t fed;   /* bytes given to libcsv */
	size_t lines; /* newlines seen */
	size_t skip;  /* when problem is set: bytes searched for the line's end */
	size_t count; /* fields so far */
	bool fresh;   /* nothing of it was read yet */
	enum row_end end;
	enum csv_problem problem;
	size_t long_field, long_quoted; /* first such field, from 1; 0: none */
	size_t cursor_field, cursor;	/* a field and where it begins */

	struct buf values;
	uint32_t *ends;
	size_t ends_room;
};

static int
no_space(unsigned char byte)
{
	(void)byte;
	return 0;
}

/* Where field begins, from 0: all fields before it are complete. Fields are asked for in rising
 * order. */
static size_t
field_start(struct csv_strict *s, size_t field)
{
	size_t at = s->cursor;

	for (; s->cursor_field < field; s->cursor_field++) {
		if (s->quoting && s->data[at] == s->quote) {
			for (at++; s->data[at] != s->quote || s->data[at + 1] == s->quote; at++)
				at += s->data[at] == s->quote;
			at++;
		}
		while (s->data[at] != s->delimiter)
			at++;
		at++;
	}
	s->cursor = at;
	return at;
}

static bool
is_quoted(struct csv_strict *s, size_t field)
{
	return s->quoting && s->data[field_start(s, field)] == s->quote;
}

/* Called for a field that ended, or that has grown too long without an end. */
static void
note_size(struct csv_strict *s, size_t field, size_t size)
{
	if (size <= s->field_limit || s->long_quoted)
		return;
	if (is_quoted(s, field))
		s->long_quoted = field + 1;
	else if (!s->long_field)
		s->long_field = field + 1;
}

static void
add_field(struct csv_strict *s, const void *value, size_t size)
{
	note_size(s, s->count, size);
	s->count++;
	if (s->long_field || s->long_quoted || (s->width && s->count > s->width))
		return;
	if (s->count > s->ends_room) {
		s->ends_room = s->ends_room ? 2 * s->ends_room : 64;
		s->ends = xrealloc(s->ends, s->ends_room, sizeof *s->ends);
	}
	memcpy(s->values.data + s->values.size, value, size); /* feed made the room */
	s->values.size += size;
	s->ends[s->count - 1] = (uint32_t)s->values.size;
	s->values.data[s->values.size++] = '\0';
}

static void
on_field(void *value, size_t size, void *context)
{
	struct csv_strict *s = context;

	if (s->end == OPEN)
		add_field(s, value, size);
	else
		s->end = STRAY;
}

static void
on_row(int terminator, void *context)
{
	struct csv_strict *s = context;

	if (terminator == '\n' && (s->end == OPEN || s->end == AT_CR))
		s->end = AT_LF;
	else
		s->end = s->end == OPEN ? AT_CR : STRAY;
}

static size_t
count_lines(const char *data, size_t size)
{
	size_t lines = 0;
	const char *end = data + size;

	for (; (data = memchr(data, '\n', (size_t)(end - data))); data++)
		lines++;
	return lines;
}

static enum csv_strict_status
stop(struct csv_strict *s, struct csv_strict_record *out, const char *why, size_t field, size_t at)
{
	out->stop = why;
	out->field = field;
	out->stop_line = count_lines(s->data, at);
	return CSV_STRICT_STOP;
}

/* The open quoted field, or the one that was too long, is why no later record is sure. */
static enum csv_strict_status
stop_quoted(struct csv_strict *s, struct csv_strict_record *out, const char *why, size_t field)
{
	return stop(s, out, why, field + 1, field_start(s, field));
}

/* libcsv, or we, refused the byte at: the rest of the line is not read for fields. */
static void
refuse(struct csv_strict *s, enum csv_problem problem, size_t at)
{
	s->problem = problem;
	s->skip = at;
	/* Fails only inside an open quote, where there is no next record. */
	if (csv_fini(&s->parser, NULL, NULL, NULL) != 0)
		die("libcsv did not forget a refused record");
}

/* Gives libcsv the bytes up to `to`. MORE: they were fine. STOP is final. With problem set they
 * were not. */
static enum csv_strict_status
feed(struct csv_strict *s, size_t to, struct csv_strict_record *out)
{
	size_t size = to - s->fed;
	const char *nul = s->quoting ? NULL : memchr(s->data + s->fed, '\0', size);
	size_t taken;

	if (nul)
		size = (size_t)(nul - s->data) - s->fed;
	/* A value is no longer than its bytes, and each has a byte behind it. */
	buf_reserve(&s->values, to + 1 - s->values.size);
	taken = size ? csv_parse(&s->parser, s->data + s->fed, size, on_field, on_row, s) : 0;
	s->fed += taken;
	if (s->end == OPEN && s->parser.entry_pos) /* less a quote that may be the closing one */
		note_size(s, s->count, s->parser.entry_pos - 1);
	if (s->long_quoted)
		return stop_quoted(
		    s, out, "quoted field is over the limit of a field", s->long_quoted - 1);
	if (s->end != OPEN)
		return CSV_STRICT_MORE;
	if (taken < size) {
		if (csv_error(&s->parser) != CSV_EPARSE)
			die("out of memory");
		if (is_quoted(s, s->count))
			return stop_quoted(s, out, "text after a closing quote", s->count);
		refuse(s, CSV_BARE_QUOTE, s->fed);
	} else if (nul) {
		refuse(s, CSV_NUL, s->fed);
	}
	return CSV_STRICT_MORE;
}

/* The number of the first field that holds a NUL. */
static size_t
nul_field(const struct csv_strict *s)
{
	size_t from = 0, known = s->width && s->width < s->count ? s->width : s->count;

	for (size_t i = 0; i < known; i++) {
		if (memchr(s->values.data + from, '\0', s->ends[i] - from))
			return i + 1;
		from = s->ends[i] + 1u;
	}
	return known + 1;
}

/* The record's line end lies at newline: the verdict on all of it. */
static enum csv_strict_status
done(struct csv_strict *s, size_t newline, struct csv_strict_record *out)
{
	bool cr = newline && s->data[newline - 1] == '\r';
	bool too_long = s->long_field != 0;

	if (newline == cr)
		add_field(s, "", 0); /* libcsv sees no field in a blank line */
	*out = (struct csv_strict_record){
	    .length = newline + 1,
	    .size = newline - cr,
	    .lines = s->lines,
	    .count = s->count,
	    .base = s->values.data,
	    .ends = s->ends,
	    .problem = s->problem,
	};
	if (s->problem != CSV_FINE) {
		out->field = s->count + 1;
	} else if (!s->nul && memchr(s->data, '\0', out->size)) {
		out->problem = CSV_NUL;
		out->field = too_long ? 0 : nul_field(s);
	} else if (out->size > s->record_limit) {
		out->problem = CSV_RECORD_SIZE;
	} else if (too_long) {
		out->problem = CSV_FIELD_SIZE;
		out->field = s->long_field;
	}
	s->fresh = true;
	return CSV_STRICT_DONE;
}

/* No line end within what may be looked at. */
static enum csv_strict_status
no_end(struct csv_strict *s, size_t seen, bool last, struct csv_strict_record *out)
{
	if (seen == s->hold)
		return stop(s, out, "record is over the limit of a record", 0, 0);
	if (last)
		return stop_quoted(s, out, "quoted field is not closed", s->count);
	return CSV_STRICT_MORE;
}

/* After a refused byte: the record ends with the line, unless a later field opens a quote. */
static enum csv_strict_status
skip_line(struct csv_strict *s, size_t seen, bool last, struct csv_strict_record *out)
{
	for (; s->skip < seen; s->skip++) {
		size_t at = s->skip;

		if (s->data[at] == '\n') {
			s->lines++;
			return done(s, at, out);
		}
		if (s->data[at] == '\r') {
			if (at + 1 == seen)
				break;
			if (s->data[at + 1] != '\n')
				return stop(s, out, "carriage return without line feed", 0, at);
		}
		if (s->quoting && s->data[at] == s->quote && s->data[at - 1] == s->delimiter)
			return stop(s, out, "bare quote, and a later field opens a quote",
			    s->count + 1, at);
	}
	return no_end(s, seen, last, out);
}

/* One line of the record, or what is known of it. MORE with *more false: the record goes on in the
 * next line. */
static enum csv_strict_status
read_line(struct csv_strict *s, size_t seen, bool last, bool *more, struct csv_strict_record *out)
{
	const char *found = memchr(s->data + s->fed, '\n', seen - s->fed);
	size_t newline = found ? (size_t)(found - s->data) : seen;
	bool cr = !found && newline > s->fed && s->data[newline - 1] == '\r';
	enum csv_strict_status status = feed(s, newline - cr + (found != NULL), out);

	*more = !found;
	if (status == CSV_STRICT_STOP || s->problem != CSV_FINE)
		return status;
	s->lines += found != NULL;
	if (s->end == AT_LF)
		return done(s, newline, out);
	if (s->end != OPEN)
		return stop(s, out, "carriage return without line feed", 0, s->fed - 1);
	return found ? CSV_STRICT_MORE : no_end(s, seen, last, out);
}

static void
begin(struct csv_strict *s)
{
	s->fed = s->lines = s->skip = s->count = 0;
	s->fresh = false;
	s->end = OPEN;
	s->problem = CSV_FINE;
	s->long_field = s->long_quoted = 0;
	s->cursor_field = s->cursor = 0;
	buf_clear(&s->values);
}

enum csv_strict_status
csv_strict_read(
    struct csv_strict *s, struct span data, bool last, size_t width, struct csv_strict_record *out)
{
	size_t seen = data.size < s->hold ? data.size : s->hold;
	enum csv_strict_status status = CSV_STRICT_MORE;
	bool more = false;

	s->data = data.data;
	s->width = width;
	if (s->fresh)
		begin(s);
	while (status == CSV_STRICT_MORE && !more) {
		if (s->problem != CSV_FINE)
			return skip_line(s, seen, last, out);
		status = read_line(s, seen, last, &more, out);
	}
	return status;
}

struct csv_strict *
csv_strict_new(const struct csv_options *options)
{
	struct csv_strict *s = xcalloc(1, sizeof *s);
	unsigned char strict = CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_REPALL_NL;

	s->delimiter = options->delimiter;
	s->quoting = !options->no_quote;
	s->quote = options->quote;
	s->nul = options->any_width;
	s->field_limit = options->field_limit;
	s->record_limit = options->record_limit;
	s->hold = s->record_limit + s->field_limit + 2;
	s->fresh = true;
	if (csv_init(&s->parser, strict) != 0)
		die("libcsv refused its options");
	csv_set_delim(&s->parser, (unsigned char)s->delimiter);
	csv_set_quote(&s->parser, s->quoting ? (unsigned char)s->quote : '\0');
	csv_set_space_func(&s->parser, no_space);
	csv_set_blk_size(&s->parser, GROWTH);
	return s;
}

void
csv_strict_free(struct csv_strict *s)
{
	if (!s)
		return;
	csv_free(&s->parser);
	buf_free(&s->values);
	free(s->ends);
	free(s);
}
