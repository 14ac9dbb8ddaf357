/* lookup_keep: records kept on disk, to be had again exactly as they were. Level 5, for the lookup
 * modules only. */
#ifndef AMENDS_LOOKUP_KEEP_H
#define AMENDS_LOOKUP_KEEP_H

#include "csv.h"
#include "spill.h"

/* A record with what else must be known of it. The texts are static or owned by others that
 * outlive it. */
struct kept {
	struct record record;
	const char *file;
	const char *why;
	struct buf memory; /* what record points into */
};
int kept_write(struct spill *, const struct kept *) MUST_CHECK;
/* The next one; it is valid until the next call with the same kept. Start from {0}. */
enum read_status kept_read(struct spill_reader *, struct kept *) MUST_CHECK;
void kept_free(struct kept *);

#endif
