/* table: 128-bit key -> number.
 *
 * Linear probing in a power of two of slots, at most two thirds full. Keys come from hash_key,
 * whose bits are even and secret, so they are used as they are: the low half chooses the slot, the
 * high half a word of the filter and two bits in it. The filter has 8 bits a slot, 12 to 24 a key:
 * about one miss in a hundred goes on to the slots, which are far away in memory, and for a million
 * keys it still fits in a second level cache. */
#include "table.h"

#include <assert.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"

enum { SLOTS_LEAST = 64, FILTER_BITS = 8, WORD_BITS = 64 };

static size_t
filter_words(size_t slots)
{
	return slots * FILTER_BITS / WORD_BITS;
}

static size_t
bytes_for(size_t slots)
{
	return large_bytes(slots, sizeof(struct table_slot)) +
	       filter_words(slots) * sizeof(uint64_t);
}

/* May the table of this many slots hold count keys? */
static bool
has_room(size_t slots, size_t count)
{
	return count <= slots / 3 * 2;
}

static void
allocate(struct table *t, size_t slots)
{
	t->slots = xlarge(slots, sizeof *t->slots);
	t->filter = xcalloc(filter_words(slots), sizeof *t->filter);
	t->mask = slots - 1;
	t->bytes = bytes_for(slots);
}

/* The bits of a key's filter: *word of the filter and the two bits in it. */
static uint64_t
filter_bits(const struct table *t, struct hash128 key, size_t *word)
{
	*word = (size_t)key.high & (filter_words(t->mask + 1) - 1);
	return UINT64_C(1) << (key.high >> 58) | UINT64_C(1) << (key.high >> 52 & 63);
}

/* The slot of the key, or the free slot where it belongs. */
static struct table_slot *
slot_of(const struct table *t, struct hash128 key)
{
	size_t i = (size_t)key.low & t->mask;

	for (;; i = (i + 1) & t->mask) {
		struct table_slot *slot = &t->slots[i];

		if (slot->value == 0 || (slot->key.low == key.low && slot->key.high == key.high))
			return slot;
	}
}

static void
put(struct table *t, struct hash128 key, uint64_t value)
{
	size_t word;
	uint64_t bits = filter_bits(t, key, &word);

	t->filter[word] |= bits;
	*slot_of(t, key) = (struct table_slot){key, value};
}

void
table_init(struct table *t, size_t expected)
{
	size_t slots = SLOTS_LEAST;

	while (!has_room(slots, expected))
		if (__builtin_mul_overflow(slots, 2u, &slots))
			die("out of memory (%zu keys)", expected);
	*t = (struct table){0};
	allocate(t, slots);
}

static void
grow(struct table *t)
{
	struct table old = *t;
	size_t slots = t->mask ? t->mask + 1 : 0;

	allocate(t, slots ? slots * 2 : SLOTS_LEAST);
	for (size_t i = 0; i < slots; i++)
		if (old.slots[i].value)
			put(t, old.slots[i].key, old.slots[i].value);
	table_free(&old);
}

void
table_fetch(const struct table *t, struct hash128 key)
{
	size_t word;

	if (t->count == 0)
		return;
	(void)filter_bits(t, key, &word);
	__builtin_prefetch(&t->filter[word]);
}

static inline bool
passes_filter(const struct table *t, struct hash128 key)
{
	size_t word;
	uint64_t bits = filter_bits(t, key, &word);

	return (t->filter[word] & bits) == bits;
}

bool
table_may_hold(const struct table *t, struct hash128 key)
{
	if (t->count == 0 || !passes_filter(t, key))
		return false;
	__builtin_prefetch(&t->slots[key.low & t->mask]);
	return true;
}

uint64_t
table_find(const struct table *t, struct hash128 key)
{
	if (t->count == 0)
		return TABLE_NONE;
	/* A free slot holds 0, and 0 - 1 is TABLE_NONE. */
	return passes_filter(t, key) ? slot_of(t, key)->value - 1 : TABLE_NONE;
}

bool
table_insert(struct table *t, struct hash128 key, uint64_t fresh, uint64_t *number)
{
	uint64_t found = table_find(t, key);

	assert(fresh != TABLE_NONE);
	if (found != TABLE_NONE) {
		*number = found;
		return false;
	}
	if (!t->mask || !has_room(t->mask + 1, t->count + 1))
		grow(t);
	put(t, key, fresh + 1);
	t->count++;
	*number = fresh;
	return true;
}

void
table_set(struct table *t, struct hash128 key, uint64_t number)
{
	struct table_slot *slot;

	assert(t->count > 0 && number != TABLE_NONE);
	slot = slot_of(t, key);
	assert(slot->value != 0);
	slot->value = number + 1;
}

size_t
table_bytes_next(const struct table *t)
{
	size_t slots = t->mask ? t->mask + 1 : 0;

	if (slots == 0)
		return bytes_for(SLOTS_LEAST);
	return bytes_for(has_room(slots, t->count + 1) ? slots : slots * 2);
}

void
table_free(struct table *t)
{
	free(t->slots);
	free(t->filter);
	*t = (struct table){0};
}
