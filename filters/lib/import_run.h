/* import_run: the records of a foreign export, read, asked for and written. Level 7. */
#ifndef AMENDS_IMPORT_RUN_H
#define AMENDS_IMPORT_RUN_H

#include "detect.h"
#include "import_months.h"
#include "import_semi.h"

/* The place of a row, behind the columns of its kind. */
enum import_place {
	IMPORT_SOURCE,
	IMPORT_LINE,
	IMPORT_OFFSET,
	IMPORT_LENGTH,
	IMPORT_PLACES,
	IMPORT_MATCHED_BY = IMPORT_PLACES
};
extern const char *const import_places[IMPORT_PLACES];

struct import_run {
	/* The caller's; output is open. */
	struct filter *filter;
	const struct profile *profile;
	struct import *import;
	struct import_semi *semi;     /* bound; NULL: every record is wanted */
	struct import_months *months; /* NULL: not asked for */
	/* Of the record at hand. */
	struct span *matched; /* by which key each of its rows did */
	size_t matched_room;
	const char *why;    /* none of its pieces matched so far */
	const char *damage; /* a piece of its key is damaged */
	struct span damaged_column;
	struct detect_watch watch;
};
/* All records, to the end. 0, or -1 with a message. */
int import_run(struct import_run *) MUST_CHECK;
void import_run_free(struct import_run *);

#endif
