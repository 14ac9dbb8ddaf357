/* runs: sorted runs of a spill become one stream. Level 3; sorter's alone.
 *
 * An item is one piece, in memory as on disk: struct item_sizes, key, payload. Order: keys by
 * memcmp, a prefix first; equal keys by the number of their run. */
#ifndef AMENDS_RUNS_H
#define AMENDS_RUNS_H

#include "spill.h"

struct item_sizes {
	uint32_t key, payload;
};
struct run {
	uint64_t from, to; /* in the spill */
};

struct runs;
/* Begins to merge runs, none of them empty, of a sealed spill, which must outlive it; each is read
 * through a buffer of so many bytes. NULL with a message. */
struct runs *runs_open(
    const struct spill *, const struct run *, size_t count, size_t buffer) MUST_CHECK;
/* The next item; the views are valid until the next call. */
enum read_status runs_next(struct runs *, struct span *key, struct span *payload) MUST_CHECK;
void runs_close(struct runs *); /* NULL does nothing */

#endif
