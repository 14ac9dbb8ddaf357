/* entries: an index of items in memory, and its order. Level 3; sorter's alone. */
#ifndef AMENDS_ENTRIES_H
#define AMENDS_ENTRIES_H

#include "runs.h"

struct entry {
	uint64_t part;	  /* of the key; while sorting */
	const char *item; /* struct item_sizes, key, payload */
};

/* Views of the item. */
struct span entry_key(const struct entry *);
struct span entry_payload(const struct entry *);
/* Sorts by keys, stably; scratch holds half of count. */
void entries_sort(struct entry *, size_t count, struct entry *scratch);

#endif
