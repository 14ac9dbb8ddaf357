/* lookup_spill: a lookup that does not fit in memory, solved partition by partition on disk. Level
 * 5, for the lookup modules only.
 *
 * Keys of rows and keys of records go to partitions by their hash, so a key's rows and the records
 * that ask for it meet in one. A partition whose rows do not fit is split again. */
#ifndef AMENDS_LOOKUP_SPILL_H
#define AMENDS_LOOKUP_SPILL_H

#include "lookup_rows.h"
#include "spill.h"

/* A record found a row. Entries of one sequence and rung stand together, in pick order. */
struct found {
	uint64_t sequence; /* of the record */
	uint32_t rung;
	bool twice; /* one row was asked for and there are more: this is one of those */
	struct entry row;
};

struct partition; /* lookup_part.h */

/* Where one partition's found entries stand in spilled.found. */
struct found_run {
	uint64_t from;
	uint64_t to;
};

struct spilled {
	const struct plan *plan;
	struct partition *partitions;
	struct spill *found;
	struct found_run *runs; /* each sorted by sequence and rung */
	size_t run_count;
};

/* Both leave what they made to spilled_free, also when they fail. 0 or -1 with a message. */
int spilled_begin(struct spilled *, const struct plan *) MUST_CHECK;
/* Takes over all rows that are in memory (before rows_ready). */
int spilled_take(struct spilled *, const struct rows *) MUST_CHECK;
int spilled_row(struct spilled *, size_t rung, struct hash128 key, const struct entry *) MUST_CHECK;
/* Sequences must rise, and in one sequence rungs. */
int spilled_probe(
    struct spilled *, uint64_t sequence, size_t rung, struct hash128 key, struct when) MUST_CHECK;
/* No more rows and probes: finds everything and seals found. */
int spilled_solve(struct spilled *) MUST_CHECK;
void spilled_free(struct spilled *);

/* The found entries of all runs as one, by sequence and then rung (lookup_merge.c). */
struct merge;
/* NULL with a message. */
struct merge *merge_new(const struct spilled *) MUST_CHECK;
/* The entry at hand, or NULL behind the last. Valid until merge_advance. */
const struct found *merge_at(const struct merge *);
/* Moves on to the next entry. 0 or -1. */
int merge_advance(struct merge *) MUST_CHECK;
void merge_free(struct merge *);
/* One entry, on disk. */
int found_write(struct spill *, const struct found *) MUST_CHECK;
enum read_status found_read(struct spill_reader *, struct found *, struct buf *values) MUST_CHECK;

#endif
