/* table: against a plain array, at every size around a doubling, and with keys that collide on
 * purpose. */
#include "table.h"

#include <stdlib.h>

#include "tap.h"

/* The i-th of many different keys with even bits; the same in every run. */
static struct hash128
key_of(uint64_t i)
{
	static const struct hash_secret secret = {{1, 2, 3, 5, 8, 13, 21, 34}};

	return hash_key(&secret, (struct span){(const char *)&i, sizeof i});
}

static void
test_many(struct tap *tap)
{
	enum { KEYS = 100000 };
	struct table t;
	uint64_t number = 0;
	size_t fresh = 0, old = 0, found = 0, missed = 0, grown = 0, held = 0, passed = 0;

	table_init(&t, 0);
	for (uint64_t i = 0; i < KEYS; i++) {
		size_t next = table_bytes_next(&t);

		fresh += table_insert(&t, key_of(i), i * 3, &number) && number == i * 3;
		grown += t.bytes == next;
	}
	tap_ok(tap, fresh == KEYS && t.count == KEYS, "every new key is new");
	tap_ok(tap, grown == KEYS, "its bytes were foretold each time");
	for (uint64_t i = 0; i < KEYS; i++)
		old += !table_insert(&t, key_of(i), 7, &number) && number == i * 3;
	tap_ok(tap, old == KEYS && t.count == KEYS, "every old key is old, with its number");
	for (uint64_t i = 0; i < KEYS; i++) {
		found += table_find(&t, key_of(i)) == i * 3;
		missed += table_find(&t, key_of(i + KEYS)) == TABLE_NONE;
	}
	for (uint64_t i = 0; i < KEYS; i++) {
		table_fetch(&t, key_of(i));
		held += table_may_hold(&t, key_of(i));
		passed += table_may_hold(&t, key_of(i + KEYS));
	}
	tap_ok(tap, held == KEYS && passed < KEYS / 10, "the filter passes these and few others");
	tap_ok(tap, found == KEYS, "every key is found");
	tap_ok(tap, missed == KEYS, "no other is");
	tap_ok(tap, t.bytes / KEYS < 100, "a key costs less than 100 bytes (%zu)", t.bytes / KEYS);
	table_free(&t);
	tap_ok(tap, t.bytes == 0 && t.count == 0 && t.slots == NULL, "free leaves an empty table");
	table_free(&t);
}

/* Room for the expected keys is made at once, and holds them without growing. */
static void
test_expected(struct tap *tap)
{
	size_t wrong = 0;

	for (size_t expected = 0; expected < 700; expected++) {
		struct table t;
		uint64_t number;
		size_t bytes;

		table_init(&t, expected);
		bytes = t.bytes;
		for (uint64_t i = 0; i < expected; i++)
			wrong += !table_insert(&t, key_of(i), i, &number);
		wrong += t.bytes != bytes || t.count > (t.mask + 1) * 7 / 10;
		for (uint64_t i = 0; i < expected; i++)
			wrong += table_find(&t, key_of(i)) != i;
		wrong += table_find(&t, key_of(expected)) != TABLE_NONE;
		table_free(&t);
	}
	tap_ok(tap, wrong == 0, "tables of 0 to 699 expected keys");
}

/* Keys that differ in one half only, and all want the last slot and the same bit of the filter. */
static void
test_collisions(struct tap *tap)
{
	enum { KEYS = 300 };
	struct table t;
	uint64_t number;
	size_t wrong = 0;

	table_init(&t, 0);
	for (uint64_t i = 1; i <= KEYS; i++) {
		struct hash128 low = {UINT64_MAX - (i << 40), UINT64_MAX};
		struct hash128 high = {UINT64_MAX, UINT64_MAX - (i << 40)};

		wrong += !table_insert(&t, low, i, &number);
		wrong += !table_insert(&t, high, i + KEYS, &number);
	}
	for (uint64_t i = 1; i <= KEYS; i++) {
		struct hash128 low = {UINT64_MAX - (i << 40), UINT64_MAX};
		struct hash128 high = {UINT64_MAX, UINT64_MAX - (i << 40)};
		struct hash128 both = {UINT64_MAX - (i << 40), UINT64_MAX - (i << 40)};

		wrong += table_find(&t, low) != i || table_find(&t, high) != i + KEYS;
		wrong += table_find(&t, both) != TABLE_NONE;
	}
	tap_ok(tap, wrong == 0 && t.count == 2 * KEYS,
	    "keys in one place are told apart by all their bits");
	table_free(&t);
}

static void
test_numbers(struct tap *tap)
{
	struct table t;
	struct hash128 zero = {0, 0}, other = {0, 1};
	uint64_t number = 5;

	table_init(&t, 0);
	tap_ok(tap, table_find(&t, zero) == TABLE_NONE && !table_may_hold(&t, zero),
	    "nothing is in an empty table");
	tap_ok(
	    tap, table_insert(&t, zero, 0, &number) && number == 0, "a key of zeros with number 0");
	tap_ok(tap, table_find(&t, zero) == 0 && table_find(&t, other) == TABLE_NONE, "is found");
	tap_ok(tap,
	    table_insert(&t, other, TABLE_NONE - 1, &number) &&
		table_find(&t, other) == TABLE_NONE - 1,
	    "the highest number");
	table_set(&t, zero, 99);
	table_set(&t, other, 0);
	tap_ok(tap, table_find(&t, zero) == 99 && table_find(&t, other) == 0 && t.count == 2,
	    "set replaces a number");
	tap_ok(tap, !table_insert(&t, zero, 1, &number) && number == 99,
	    "and insert gives the new one");
	table_free(&t);
	tap_ok(tap, table_find(&t, zero) == TABLE_NONE, "a freed table is empty");
	tap_ok(tap, table_insert(&t, zero, 4, &number) && table_find(&t, zero) == 4,
	    "and may be used again");
	table_free(&t);
}

int
main(void)
{
	struct tap tap = {0};

	test_many(&tap);
	test_expected(&tap);
	test_collisions(&tap);
	test_numbers(&tap);
	return tap_done(&tap);
}
