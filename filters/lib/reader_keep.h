/* reader_keep: records that outlive the next read. Level 4, a part of reader. */
#ifndef AMENDS_READER_KEEP_H
#define AMENDS_READER_KEEP_H

#include "csv.h"

/* Fields in memory of their own. Start from {0}. */
struct record_copy {
	struct buf values;
	uint32_t *ends;
	size_t room;
};
/* The record's fields become values in the copy, without the bytes `mark`; raw stays what it is. */
void record_copy_without(struct record_copy *, struct record *, char mark);
void record_copy_free(struct record_copy *); /* leaves it {0} */

/* Records in the order they were added. Start from {0}. */
struct reader_keep {
	struct kept_record *list;
	size_t count, taken;
};
/* A record with a problem has raw and its place alone. field: of the problem. */
void reader_keep_add(struct reader_keep *, const struct record *, enum csv_problem, size_t field);
/* How many were not taken yet. */
size_t reader_keep_count(const struct reader_keep *);
/* The first of them: a view that is valid until the next is added. There must be one. */
void reader_keep_take(struct reader_keep *, struct record *, enum csv_problem *, size_t *field);
void reader_keep_free(struct reader_keep *); /* leaves it {0} */

#endif
