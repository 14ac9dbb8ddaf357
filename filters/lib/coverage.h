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
	char day[10];  /* the day seen last, in months[latest]; or NULs */
	uint64_t unknown;
};

/* Counts one value. About 15 ns when it lies in the month of the one before. */
void coverage_add(struct coverage *, struct span time);
/* As if it had been added so many times. */
void coverage_add_times(struct coverage *, struct span time, uint64_t rows);
/* Its table: one row for each month, sorted by month; values that are no time come last under the
 * month "unknown". Each row is given to row as a value for each of coverage_columns; what it
 * returns other than 0 ends this, and is returned. */
enum { COVERAGE_COLUMNS = 4 };
extern const char *const coverage_columns[COVERAGE_COLUMNS];
int coverage_rows(struct coverage *, int (*row)(void *context, const struct span *values),
    void *context) MUST_CHECK;
void coverage_free(struct coverage *);

#endif
