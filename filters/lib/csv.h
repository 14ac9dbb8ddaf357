/* csv: bytes to records of fields, and back. Level 3. RFC 4180, UTF-8 or any ASCII superset.
 *
 * A *plain* record (no quote in it, or only whole fields quoted with no quote inside) is cut by a
 * scanner that looks at 64 bytes at a time; every other record, and one of more than 64 KiB or
 * over a limit, goes line by line to libcsv in strict mode, which is the authority. The fields are
 * the same either way (a fuzz test compares them).
 *
 * What cannot be read (design: reading policy):
 *   rejected, the next record is sure: too few or too many fields, a NUL, a bare quote in an
 * unquoted field with no quoted field opening later in that line, a field or record over its limit
 * when its end is sure; the run stops, boundaries are not sure: text after a closing quote, an
 * unterminated quote, a lone CR, a quoted field over its limit, a record that has no end within
 * both limits together; and a header with any problem, as there is no table without one. Blank
 * lines are skipped and counted; in a table of one column they are a record with an empty field. LF
 * and CRLF end records, also mixed; the last needs none, and a CR there is a CRLF cut short. A
 * UTF-8 BOM is dropped. Line numbers count from 1 and are those of the record's first line. */
#ifndef AMENDS_CSV_H
#define AMENDS_CSV_H

#include "mem.h"
#include "sink.h"
#include "source.h"

/* One record: a view, valid until the next csv_read. Field i lies before ends[i] and behind
 * ends[i-1]+1 (the first at start). Use csv_field. */
struct record {
	const char *base;      /* offsets count from here */
	const uint32_t *ends;  /* offset just behind each field, quotes included */
	uint32_t start;	       /* offset of the first field */
	uint32_t count;	       /* number of fields */
	const uint32_t *order; /* field i of the table is field order[i] here; NULL: the same */
	struct span
	    raw;       /* its bytes without the line end; empty span for a record made of values */
	uint64_t line; /* line of its first byte */
	uint64_t offset; /* plain bytes before it in its source */
	uint64_t length; /* plain bytes of it with its line end */
	bool decoded;	 /* fields hold values: no quotes to take off */
	bool quotes;	 /* raw holds a quote; without one no field has quotes to take off */
};

/* The value of field i. Cost: two loads and a branch. */
static inline struct span
csv_field(const struct record *record, size_t i)
{
	size_t k = record->order ? record->order[i] : i;
	size_t from = k ? record->ends[k - 1] + 1u : record->start;
	struct span value = {record->base + from, record->ends[k] - from};

	if (record->quotes && !record->decoded && value.size >= 2 && value.data[0] == '"')
		return (struct span){value.data + 1, value.size - 2};
	return value;
}

struct csv_options {
	char delimiter;	  /* 0: ',' */
	char quote;	  /* 0: '"' */
	bool no_quote;	  /* nothing quotes: '"' is a byte like any other, a NUL always a problem */
	bool any_width;	  /* no rule of width, NUL or blank lines: the record reader alone
			     (tests/suites) */
	bool libcsv_only; /* every record goes to libcsv (differential tests) */
	bool trailing;	  /* empty fields behind those of the header are not a problem */
	size_t field_limit;  /* of a value; 0: 1 MiB; at most 1 GiB */
	size_t record_limit; /* without its line end; 0: 16 MiB; at most 1 GiB */
};

/* Why a record is rejected; csv_reason gives the code that rejects carry. */
enum csv_problem {
	CSV_FINE,
	CSV_TOO_FEW,	 /* too_few_fields */
	CSV_TOO_MANY,	 /* too_many_fields */
	CSV_NUL,	 /* nul_byte */
	CSV_BARE_QUOTE,	 /* bare_quote */
	CSV_FIELD_SIZE,	 /* field_too_long */
	CSV_RECORD_SIZE, /* record_too_long */
	/* Of a foreign export; reader alone says them. */
	CSV_ENCODING,	  /* encoding */
	CSV_JSON,	  /* json */
	CSV_MAIL,	  /* mail */
	CSV_HEADER_AGAIN, /* header: to be dropped */
	CSV_TAIL	  /* total: to be dropped */
};
const char *csv_reason(enum csv_problem);
/* The same in words for a message ("bare quote", "5 fields, the header has 6" is the caller's). */
const char *csv_problem_text(enum csv_problem);

struct csv_reader;
/* Reads from a source, which it then owns. Never NULL. The first record read is the header, whose
 * number of fields is the table's width. */
struct csv_reader *csv_reader_new(struct source *, const struct csv_options *) MUST_CHECK;
/* Before the first read, for a table that does not begin with its source, or is not its bytes as
 * they are. next: in place of source_next; the source is still the reader's to close. Files put
 * together may have a byte order mark in the middle: before a quoted record it is no part of it. */
struct csv_start {
	enum read_status (*next)(void *context, struct span carry, struct source_block *);
	void *context;
	struct source_block block; /* what was read already */
	size_t position;	   /* of the header record in it */
	uint64_t line;		   /* of that place */
};
void csv_begin_at(struct csv_reader *, const struct csv_start *);
/* The next record. READ_RECORD with *problem == CSV_FINE: use its fields. READ_RECORD with another
 * problem: raw, line, offset, length are set (fields are not; count is for a problem of width) and
 * reading may go on. READ_ERROR with a message "file:line: what": nothing more can be read. */
enum read_status csv_read(
    struct csv_reader *, struct record *, enum csv_problem *problem) MUST_CHECK;
/* As csv_read, and the records behind it as far as they are found already: *count of them, 1 to
 * most, all valid until the next read. *problem is that of the last one, the others are fine. Who
 * looks each record up in a large table can have the memory for all of them on its way. */
enum read_status csv_read_some(struct csv_reader *, struct record *, size_t most, size_t *count,
    enum csv_problem *problem) MUST_CHECK;
/* 1-based position of the first field at fault for the last problem, 0 if none. */
size_t csv_problem_field(const struct csv_reader *);
struct csv_counts {
	uint64_t records;  /* delivered as fine, without the header */
	uint64_t plain;	   /* of these, cut by the scanner */
	uint64_t problems; /* delivered with a problem */
	uint64_t blank;	   /* blank lines skipped */
	uint64_t crlf;	   /* records that ended in CRLF */
};
const struct csv_counts *csv_counts(const struct csv_reader *);
const struct source *csv_source(const struct csv_reader *);
void csv_reader_free(struct csv_reader *); /* closes its source; NULL does nothing */

/* Writing. A record is written whole (csv_write_raw), or from values with minimal quoting (quotes
 * where a value holds the delimiter, a quote, CR or LF, or is the lone empty field of a record).
 * LF ends each. All return 0, or -1 after the sink's message. */
int csv_write_raw(struct sink *, struct span raw) MUST_CHECK;
/* first: this is the record's first field; alone: it is its only one. */
int csv_write_value(struct sink *, struct span value, bool first, bool alone) MUST_CHECK;
/* The same for a header: a first name that begins with U+FEFF gets quotes, or the next reader would
 * take the character for a byte order mark, and the column would have another name. */
int csv_write_name(struct sink *, struct span name, bool first, bool alone) MUST_CHECK;
int csv_write_end(struct sink *) MUST_CHECK;
/* The same quoting appended to a buf (payloads that are kept). */
void csv_append_value(struct buf *, struct span value, bool first, bool alone);

#endif
