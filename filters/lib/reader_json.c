/* reader: JSON Lines, or arrays of objects that fill the file.
 *
 *	pieces (lines or elements) -> json_rows (a text to its rows) -> records, one at a time
 *
 * A line that cannot be used is a problem, and the next line is sure. The elements of an array end
 * where their brackets do, so one that is no JSON at all stops the run. */
#include <inttypes.h>
#include <stdlib.h>

#include "csv_policy.h"
#include "err.h"
#include "json_rows.h"
#include "pieces.h"
#include "reader_inside.h"

struct reader_json {
	const char *name;
	const struct dialect *dialect;
	struct pieces *pieces;
	struct json_rows *rows;
	struct piece piece; /* that the rows are of */
	struct csv_counts counts;
	size_t problem_field;
	bool begun, failed;
	bool elements;	   /* of arrays; else lines */
	struct buf header; /* the paths, a byte between any two */
	uint32_t *ends;	   /* of them */
};

static void
json_free(void *state)
{
	struct reader_json *r = state;

	pieces_free(r->pieces);
	json_rows_free(r->rows);
	buf_free(&r->header);
	free(r->ends);
	free(r);
}

static void
make_header(struct reader_json *r, const struct dialect *dialect)
{
	r->ends = xcalloc(dialect->path_count, sizeof *r->ends);
	for (size_t i = 0; i < dialect->path_count; i++) {
		buf_add_span(&r->header, dialect->paths[i]);
		r->ends[i] = (uint32_t)r->header.size;
		buf_add_byte(&r->header, ',');
	}
}

static int
open_pieces(struct reader_json *r, const char *path, const struct source_options *options)
{
	const struct csv_options limits = csv_complete(&(struct csv_options){0});
	struct source_options named = *options;
	struct source *source;

	named.name = r->name;
	source = source_open(path, &named);
	if (!source)
		return -1;
	r->pieces = pieces_new(source, r->name, limits.record_limit + limits.field_limit);
	return 0;
}

static void *
json_open(const char *path, const char *name, const struct source_options *options,
    const struct dialect *dialect)
{
	struct reader_json *r;

	if (dialect->charset != CHARSET_UTF8) {
		warn("%s: JSON is UTF-8 (RFC 8259): no other encoding can be declared", name);
		return NULL;
	}
	if (dialect->path_count == 0) {
		warn("%s: no path of JSON is named: there would be no column", name);
		return NULL;
	}
	r = xcalloc(1, sizeof *r);
	r->name = name;
	r->dialect = dialect;
	make_header(r, dialect);
	r->rows =
	    json_rows_new(dialect->paths, dialect->path_count, name, &(struct csv_options){0});
	if (r->rows && open_pieces(r, path, options) == 0)
		return r;
	json_free(r);
	return NULL;
}

/* The first byte of the file tells its form; the header is that of the dialect. */
static enum read_status
read_header(struct reader_json *r, struct record *record)
{
	char byte = 0;

	if (pieces_first(r->pieces, &byte) == READ_ERROR)
		return READ_ERROR;
	r->elements = byte == '[';
	*record = (struct record){
	    .base = r->header.data,
	    .ends = r->ends,
	    .count = (uint32_t)r->dialect->path_count,
	    .line = 1,
	    .decoded = true,
	};
	return READ_RECORD;
}

static bool
is_blank(struct span line)
{
	return span_trim(line).size == 0;
}

static enum read_status
next_piece(struct reader_json *r)
{
	enum read_status status;

	if (r->elements)
		return pieces_element(r->pieces, &r->piece);
	while ((status = pieces_line(r->pieces, &r->piece)) == READ_RECORD) {
		if (!is_blank(r->piece.text))
			break;
		r->counts.blank++;
	}
	return status;
}

/* A lone Ctrl-Z behind the last line: what DOS ended texts with. */
static bool
is_tail(struct reader_json *r)
{
	return !r->elements && span_is(r->piece.text, "\x1a") && r->piece.length == 1;
}

/* Reads the piece into rows. */
static enum read_status
read_piece(struct reader_json *r, enum csv_problem *problem)
{
	bool well_formed;

	*problem = json_rows_read(r->rows, r->piece.text, &well_formed);
	if (*problem != CSV_FINE && r->elements && !well_formed) {
		warn("%s:%" PRIu64 ": element is not JSON: where the next one begins is not sure",
		    r->name, r->piece.line);
		return READ_ERROR;
	}
	if (*problem != CSV_FINE && is_tail(r))
		*problem = CSV_TAIL;
	if (!r->elements && r->piece.length == r->piece.text.size + 2)
		r->counts.crlf++;
	return READ_RECORD;
}

static void
place(struct reader_json *r, struct record *record)
{
	record->raw = r->piece.text;
	record->line = r->piece.line;
	record->offset = r->piece.offset;
	record->length = r->piece.length;
}

static enum read_status
read_one(struct reader_json *r, struct record *record, enum csv_problem *problem)
{
	enum read_status status;

	r->problem_field = 0;
	if (!r->begun) {
		r->begun = true;
		return read_header(r, record);
	}
	while (!json_rows_next(r->rows, record, problem, &r->problem_field)) {
		status = next_piece(r);
		if (status == READ_RECORD)
			status = read_piece(r, problem);
		if (status != READ_RECORD)
			return status;
		if (*problem != CSV_FINE) {
			*record = (struct record){0};
			break;
		}
	}
	place(r, record);
	if (*problem == CSV_FINE)
		r->counts.records++;
	else
		r->counts.problems++;
	return READ_RECORD;
}

static enum read_status
json_read_some(
    void *state, struct record *record, size_t most, size_t *count, enum csv_problem *problem)
{
	struct reader_json *r = state;
	enum read_status status;

	(void)most;
	*problem = CSV_FINE;
	status = r->failed ? READ_ERROR : read_one(r, record, problem);
	r->failed = status == READ_ERROR;
	*count = status == READ_RECORD;
	return status;
}

static size_t
json_problem_field(const void *state)
{
	return ((const struct reader_json *)state)->problem_field;
}

static const struct csv_counts *
json_counts(const void *state)
{
	return &((const struct reader_json *)state)->counts;
}

static void
json_facts(const void *state, struct reader_facts *facts)
{
	reader_source_facts(pieces_source(((const struct reader_json *)state)->pieces), facts);
}

static void
json_digest(const void *state, char out[33])
{
	source_digest(pieces_source(((const struct reader_json *)state)->pieces), out);
}

const struct reader_format reader_json = {
    .open = json_open,
    .read_some = json_read_some,
    .problem_field = json_problem_field,
    .counts = json_counts,
    .facts = json_facts,
    .digest = json_digest,
    .free = json_free,
};
