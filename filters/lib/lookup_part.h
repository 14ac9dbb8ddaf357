/* lookup_part: partitions on disk, of rows and of the keys that ask for them. Level 5, for the
 * lookup modules only. */
#ifndef AMENDS_LOOKUP_PART_H
#define AMENDS_LOOKUP_PART_H

#include "hash.h"
#include "lookup_plan.h"
#include "spill.h"

/* A row under one of its keys. On disk its values follow. */
struct row_tuple {
	struct hash128 key;
	uint64_t line;
	int64_t earliest;
	int64_t latest;
	uint32_t rung;
	uint32_t rank;
	uint32_t size; /* of its values */
	uint32_t known;
};

/* A record's key. */
struct probe_tuple {
	struct hash128 key;
	uint64_t sequence; /* of the record */
	int64_t earliest;
	int64_t latest;
	uint32_t rung;
	uint32_t known;
};

struct partition {
	struct spill *rows;
	struct spill *probes;
};

/* How many partitions there are, and which of them is the one of a key on a rung: another at each
 * depth. */
size_t partition_count(const struct plan *);
size_t partition_of(const struct plan *, struct hash128 key, size_t rung, unsigned depth);

/* What of -m is for the write buffers of rows: at most half. */
uint64_t partitions_bytes(const struct plan *);
/* As many empty ones. NULL with a message. */
struct partition *partitions_new(const struct plan *) MUST_CHECK;
/* Ends writing, which gives the write buffers back. 0 or -1. */
int partitions_seal(struct partition *, const struct plan *) MUST_CHECK;
void partitions_free(struct partition *, const struct plan *); /* NULL does nothing */
void partition_drop(struct partition *);		       /* gives its files back */

int partition_put_row(struct partition *, const struct row_tuple *, const char *values) MUST_CHECK;
int partition_put_probe(struct partition *, const struct probe_tuple *) MUST_CHECK;

/* A reader over all of a sealed file. NULL with a message. */
struct spill_reader *partition_reader(const struct spill *) MUST_CHECK;
enum read_status partition_row(
    struct spill_reader *, struct row_tuple *, struct buf *values) MUST_CHECK;
enum read_status partition_probe(struct spill_reader *, struct probe_tuple *) MUST_CHECK;

#endif
