/* import_months: what an export covers in time (coverage.h), told from cells as they stand there.
 * Level 5, a part of import_row.
 *
 * Months are those of UTC. To convert every time of a log costs more than to read it, so of values
 * that differ in minutes and seconds alone only the least and the greatest are converted: about 10
 * ns a row of a log that is sorted, or nearly. Near the turn of a month each is. */
#ifndef AMENDS_IMPORT_MONTHS_H
#define AMENDS_IMPORT_MONTHS_H

#include "coverage.h"
#include "import_row.h"

enum { MONTHS_GROUPS = 16 };
/* Values that differ in minutes and seconds alone. */
struct months_group {
	struct buf like;	  /* the first of them */
	size_t from, to;	  /* of it: what may differ; to 0: there is no group */
	uint64_t least, greatest; /* of that, as numbers that sort as the bytes do */
	uint64_t rows;
};
struct import_months {
	struct import *import;
	size_t role;
	struct coverage coverage;
	struct months_group groups[MONTHS_GROUPS]; /* by the digit in front of the minutes */
	size_t from;				   /* of the group begun last */
};
/* role: a time, from a column or constant. import must outlive it. */
void import_months_init(struct import_months *, struct import *, size_t role);
void import_months_add(struct import_months *, const struct record *);
/* As coverage_rows; nothing can be added any more. */
int import_months_rows(
    struct import_months *, int (*row)(void *, const struct span *), void *context) MUST_CHECK;
void import_months_free(struct import_months *);

#endif
