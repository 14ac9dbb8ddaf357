/* coverage: what a dump covers in time: rows, first and last time for each month of one column.
 * Level 3. Months are those of the digits as written (a time without a zone is not moved). */
#ifndef AMENDS_COVERAGE_H
#define AMENDS_COVERAGE_H

#include "mem.h"

struct coverage_month {
	char month[8]; /* YYYY-MM and a NUL */
	uint64_t rows;
	struct buf first, last;		/* bytewise smallest and largest text */
	uint64_t first_rank, last_rank; /* their leading bytes */
};
/* Start from {0}. */
struct coverage {
	struct coverage_month *months;
	size_t count, room;
	size_t latest; /* the month seen last: dumps are nearly sorted */
	uint64_t unknown;
};

/* Counts one value. About 15 ns when it lies in the month of the one before. */
void coverage_add(struct coverage *, struct span time);
/* Writes month,rows,first,last to path, whole or not at all, sorted by month; values that are no
 * time come last under the month "unknown". 0 or -1 with a message. */
int coverage_write(struct coverage *, const char *path) MUST_CHECK;
void coverage_free(struct coverage *);

#endif
