/* sorter: an external sort of (key, payload), both any bytes. Level 3.
 *
 *	s = sorter_new(memory, temp);
 *	sorter_add(s, key, payload) ...
 *	sorter_finish(s);
 *	while ((status = sorter_next(s, &key, &payload)) == READ_RECORD) ...
 *	sorter_free(s);
 *
 * Order: memcmp of the keys, a prefix first (span_compare); equal keys in the order they were
 * added. Within `memory` items lie in memory; past it they are sorted and written to a spill as a
 * run, and the runs are merged at the end, at most SORTER_RUNS at a time and never more than have
 * room for a buffer and the largest item each. What is counted: items, index, scratch and buffers.
 * At least SORTER_LEAST is used, and two items of the largest size. The result is the same for
 * every memory.
 *
 * Cost: about n log2 n comparisons of two numbers, and a look at each item for every 7 bytes its
 * key has in common with another; spilled, each byte is written and read once, and once more for
 * every pass over more runs than can be merged at once. */
#ifndef AMENDS_SORTER_H
#define AMENDS_SORTER_H

#include "mem.h"

enum { SORTER_RUNS = 64, SORTER_LEAST = 256 * 1024 };

struct sorter;
/* temp is the directory of the spill and must outlive it. Never NULL. */
struct sorter *sorter_new(uint64_t memory, const char *temp) MUST_CHECK;
/* Copies both. Each may hold up to 4 GiB - 1 bytes. 0, or -1 with a message. */
int sorter_add(struct sorter *, struct span key, struct span payload) MUST_CHECK;
/* Ends adding; sorts. 0, or -1 with a message. */
int sorter_finish(struct sorter *) MUST_CHECK;
/* The next item, after sorter_finish. The views are valid until the next call. */
enum read_status sorter_next(struct sorter *, struct span *key, struct span *payload) MUST_CHECK;
/* Bytes written to disk so far, all passes together: 0 when everything fitted. */
uint64_t sorter_spilled(const struct sorter *);
/* Frees memory and disk. NULL does nothing. */
void sorter_free(struct sorter *);

#endif
