/* table: 128-bit key -> number. Level 3. Open addressing over hash128, whose bits are already
 * even, with a filter of two bits a key in front so that most misses cost one cache line. Order of
 * insertion is kept nowhere: output order never comes from here. */
#ifndef AMENDS_TABLE_H
#define AMENDS_TABLE_H

#include "hash.h"

struct table {
	struct table_slot *slots;
	uint64_t *filter;
	size_t mask; /* slots - 1, or 0 */
	size_t count;
	size_t bytes; /* taken from the system, to be held against -m */
};
struct table_slot {
	struct hash128 key;
	uint64_t value; /* number + 1; 0 is a free slot */
};

/* Start from {0}. Expected gives room for that many keys at once (may be 0). Exits without memory.
 */
void table_init(struct table *, size_t expected);
/* The number kept under the key, or TABLE_NONE. Lookups in a row cost 5 ns a miss and 3 a hit
 * among 1000 keys, 13 and 25 among two million. */
#define TABLE_NONE UINT64_MAX
uint64_t table_find(const struct table *, struct hash128 key);
/* table_find in steps, for many keys at a time: each fetches into the cache what the next step
 * reads. After the first, table_may_hold; where that is true, after the second, table_find. */
void table_fetch(const struct table *, struct hash128 key);
bool table_may_hold(const struct table *, struct hash128 key);
/* Sets *number to the key's number, which is `fresh` (not TABLE_NONE) when the key is new. Returns
 * true when it was new. While it doubles, the old slots are held as well: half of table_bytes_next
 * more. */
bool table_insert(struct table *, struct hash128 key, uint64_t fresh, uint64_t *number);
/* Replaces the number of a key that is in the table. */
void table_set(struct table *, struct hash128 key, uint64_t number);
/* The bytes the table would take after one more insert (it doubles): asked before, for -m. */
size_t table_bytes_next(const struct table *);
void table_free(struct table *);

#endif
