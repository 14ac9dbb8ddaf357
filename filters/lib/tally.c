/* tally: aggregates over groups, in bounded memory.
 *
 * A group is one piece of the arena: its states and its key. The values of distinct stand in a
 * second table, under the hash of the value mixed with the address of the state: they count once
 * for each state, and the mixing can be undone when they go to the sorter.
 *
 * In the sorter the states of a group have its key; a distinct value has the key, the number of
 * the aggregate and the value's hash behind it. No key is a prefix of another, so all that begins
 * with a key is of that group, its states come first, and equal values stand side by side. A
 * distinct count in the states is 0 then; only when nothing ever had to make room it is the count
 * itself. */
#include "tally.h"

#include <stdlib.h>

#include "err.h"
#include "hash.h"
#include "sorter.h"
#include "table.h"
#include "tally_state.h"

enum { TALLY_EXPECTED = 16 };
enum { ROW = 8 * 1024 }; /* what the next row may take of the arena; what is larger is rare */

struct tally {
	struct states states;
	uint64_t memory; /* of groups and values, without the sorter */
	struct hash_secret secret;
	struct table groups, values;
	struct group *newest;
	struct group *group; /* of tally_add */
	struct sorter *sorter;
	bool dumped;
	struct buf item; /* scratch: what goes to the sorter */
	/* tally_next: the item read ahead, the group being merged, what it was given out as */
	enum read_status status;
	struct span key, payload;
	struct group *merged;
	struct buf merged_key, last_value;
	char (*numbers)[STATE_NUMBER];
};

int
tally_function_parse(struct span word, enum tally_function *function)
{
	static const char *const names[] = {
	    "count", "min", "max", "first", "last", "sum", "distinct", "list"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (span_is(word, names[i])) {
			*function = (enum tally_function)i;
			return 0;
		}
	}
	return -1;
}

struct tally *
tally_new(const struct tally_spec *specs, size_t count, uint64_t memory, const char *temp)
{
	struct tally *t = xcalloc(1, sizeof *t);

	if (hash_secret_random(&t->secret) != 0) {
		free(t);
		return NULL;
	}
	if (memory < TALLY_LEAST)
		memory = TALLY_LEAST;
	t->states.specs = specs;
	t->states.count = count;
	t->states.unreadable = xcalloc(count, sizeof *t->states.unreadable);
	t->memory = memory / 2;
	t->sorter = sorter_new(memory - memory / 2, temp);
	t->numbers = xcalloc(count, sizeof *t->numbers);
	return t;
}

/* The bytes a table holds at most while one more key is put in. */
static uint64_t
table_cost(const struct table *table)
{
	uint64_t next = table_bytes_next(table);

	return next > table->bytes ? next + table->bytes : next;
}

static bool
is_full(const struct tally *t)
{
	uint64_t tables = table_cost(&t->groups) + table_cost(&t->values);

	return arena_bytes_next(&t->states.arena, ROW) + tables > t->memory;
}

static int
dump_groups(struct tally *t, bool with_distinct)
{
	for (const struct group *group = t->newest; group; group = group->next) {
		buf_clear(&t->item);
		states_pack(&t->states, group->states, with_distinct, &t->item);
		if (sorter_add(t->sorter, group->key, buf_span(&t->item)) != 0)
			return -1;
	}
	return 0;
}

/* An even mixing of a number, one to one. */
static uint64_t
mix(uint64_t x)
{
	x = (x ^ x >> 32) * UINT64_C(0xd6e8feb86659fd93);
	x = (x ^ x >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return x ^ x >> 32;
}

/* A value's hash to the key of the table of values, and back. */
static struct hash128
mix_place(struct hash128 hash, uint64_t place)
{
	uint64_t mixed = mix(place);

	return (struct hash128){hash.low ^ mixed, hash.high ^ mix(mixed)};
}

static int
dump_values(struct tally *t)
{
	for (size_t i = 0; t->values.count > 0 && i <= t->values.mask; i++) {
		const struct table_slot *slot = &t->values.slots[i];
		uint64_t place = slot->value - 1;
		const union state *state = (const union state *)(uintptr_t)place;
		struct hash128 hash;
		size_t aggregate;

		if (slot->value == 0)
			continue;
		hash = mix_place(slot->key, place);
		aggregate = (size_t)(state - state->counter.group->states);
		buf_clear(&t->item);
		buf_add_span(&t->item, state->counter.group->key);
		buf_add(&t->item, &aggregate, sizeof aggregate);
		buf_add(&t->item, &hash, sizeof hash);
		if (sorter_add(t->sorter, buf_span(&t->item), (struct span){NULL, 0}) != 0)
			return -1;
	}
	return 0;
}

/* Moves all groups to the sorter. */
static int
dump(struct tally *t, bool last)
{
	bool with_distinct = last && !t->dumped;

	t->dumped = true;
	if (dump_groups(t, with_distinct) != 0 || (!with_distinct && dump_values(t) != 0))
		return -1;
	table_free(&t->groups);
	table_free(&t->values);
	arena_free(&t->states.arena);
	t->newest = NULL;
	t->group = NULL;
	return 0;
}

void
tally_expect(const struct tally *t, const struct span *keys, size_t count)
{
	struct hash128 hash[TALLY_EXPECTED];
	bool held[TALLY_EXPECTED];

	count = count < TALLY_EXPECTED ? count : TALLY_EXPECTED;
	for (size_t i = 0; i < count; i++) {
		hash[i] = hash_key(&t->secret, keys[i]);
		table_fetch(&t->groups, hash[i]);
	}
	for (size_t i = 0; i < count; i++)
		held[i] = table_may_hold(&t->groups, hash[i]);
	for (size_t i = 0; i < count; i++) {
		uint64_t found = held[i] ? table_find(&t->groups, hash[i]) : TABLE_NONE;

		if (found != TABLE_NONE)
			__builtin_prefetch(((struct group *)(uintptr_t)found)->states);
	}
}

int
tally_group(struct tally *t, struct span key)
{
	struct hash128 hash = hash_key(&t->secret, key);
	uint64_t found;

	if (t->newest && is_full(t) && dump(t, false) != 0)
		return -1;
	found = table_find(&t->groups, hash);
	if (found == TABLE_NONE) {
		struct group *group = states_group(&t->states, key);

		group->next = t->newest;
		t->newest = group;
		(void)table_insert(&t->groups, hash, (uintptr_t)group, &found);
	}
	t->group = (struct group *)(uintptr_t)found;
	return 0;
}

const char *
tally_add(struct tally *t, size_t aggregate, struct span value)
{
	union state *state = &t->group->states[aggregate];
	uint64_t place = (uintptr_t)state, found;
	struct span identity;

	if (t->states.specs[aggregate].function != TALLY_DISTINCT)
		return state_add(&t->states, aggregate, state, value);
	if (!state_distinct(&t->states, aggregate, value, &identity))
		return NULL;
	if (!table_insert(
		&t->values, mix_place(hash_key(&t->secret, identity), place), place, &found))
		return NULL;
	return state_add(&t->states, aggregate, state, value);
}

int
tally_finish(struct tally *t)
{
	if (dump(t, true) != 0 || sorter_finish(t->sorter) != 0)
		return -1;
	t->merged = states_group(&t->states, (struct span){NULL, 0});
	t->status = sorter_next(t->sorter, &t->key, &t->payload);
	return t->status == READ_ERROR ? -1 : 0;
}

/* Counts a distinct value that is not the one before. */
static void
merge_value(struct tally *t, struct span value)
{
	size_t aggregate;

	if (span_equal(value, buf_span(&t->last_value)))
		return;
	buf_clear(&t->last_value);
	buf_add_span(&t->last_value, value);
	memcpy(&aggregate, value.data, sizeof aggregate);
	t->merged->states[aggregate].counter.number++;
}

/* Adds the item read ahead to its group, whose key has that size. 0, or -1 with a message. */
static int
merge_item(struct tally *t, size_t size)
{
	const char *why = NULL;

	if (t->key.size == size)
		why = states_merge(&t->states, t->merged->states, t->payload);
	else
		merge_value(t, (struct span){t->key.data + size, t->key.size - size});
	if (why)
		warn("a group %s", why);
	return why ? -1 : 0;
}

/* Is the item read ahead of the group with this key? */
static bool
is_of_group(const struct tally *t, struct span key)
{
	return t->status == READ_RECORD && t->key.size >= key.size &&
	       span_equal((struct span){t->key.data, key.size}, key);
}

enum read_status
tally_next(struct tally *t, struct span *key, struct span *values)
{
	if (t->status != READ_RECORD)
		return t->status;
	buf_clear(&t->merged_key);
	buf_add_span(&t->merged_key, t->key);
	*key = buf_span(&t->merged_key);
	buf_clear(&t->last_value);
	states_clear(&t->states, t->merged);
	for (; is_of_group(t, *key); t->status = sorter_next(t->sorter, &t->key, &t->payload))
		if (merge_item(t, key->size))
			return READ_ERROR;
	if (t->status == READ_ERROR)
		return READ_ERROR;
	for (size_t i = 0; i < t->states.count; i++)
		values[i] = state_result(&t->states, i, &t->merged->states[i], t->numbers[i]);
	return READ_RECORD;
}

uint64_t
tally_unreadable(const struct tally *t, size_t aggregate)
{
	return t->states.unreadable[aggregate];
}

uint64_t
tally_spilled(const struct tally *t)
{
	return sorter_spilled(t->sorter);
}

void
tally_free(struct tally *t)
{
	if (!t)
		return;
	sorter_free(t->sorter);
	table_free(&t->groups);
	table_free(&t->values);
	states_free(&t->states);
	buf_free(&t->item);
	buf_free(&t->merged_key);
	buf_free(&t->last_value);
	free(t->numbers);
	free(t);
}
