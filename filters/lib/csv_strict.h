/* csv_strict: one record at a time by libcsv in strict mode, the authority on what a record is.
 * Level 3, for csv alone. Bytes are given as they become known; the verdict never depends on how
 * they were cut.
 *
 * Every last line must end in LF: csv adds one where the input has none. */
#ifndef AMENDS_CSV_STRICT_H
#define AMENDS_CSV_STRICT_H

#include "csv.h"

enum csv_strict_status {
	CSV_STRICT_MORE, /* the record goes on behind the bytes given */
	CSV_STRICT_DONE, /* length and what follows it are set, problem too */
	CSV_STRICT_STOP	 /* stop and what follows it are set: no later record is sure */
};

struct csv_strict_record {
	size_t length; /* with its line end */
	size_t size;   /* without */
	size_t lines;  /* newlines in length */
	size_t count;  /* fields, one for a blank line. With a bare quote: the fields before it */
	enum csv_problem problem;
	size_t field;	  /* 1-based, at fault for problem or stop; 0: none */
	const char *base; /* the values, as struct record has them; at most width ends */
	const uint32_t *ends;
	const char *stop; /* what is wrong, for a message */
	size_t stop_line; /* newlines before the place at fault */
};

struct csv_strict;
/* Options without zeros for defaults. Never NULL. */
struct csv_strict *csv_strict_new(const struct csv_options *) MUST_CHECK;
/* data is the record's first byte; size bytes of it are known, more than in the call before when
 * that said MORE; last when no more will come. width: fields that are kept, 0 for all. */
enum csv_strict_status csv_strict_read(struct csv_strict *, struct span data, bool last,
    size_t width, struct csv_strict_record *) MUST_CHECK;
void csv_strict_free(struct csv_strict *); /* NULL does nothing */

#endif
