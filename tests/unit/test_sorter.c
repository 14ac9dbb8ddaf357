/* sorter: sorted, stable, complete and the same for every memory. */
#include "sorter.h"

#include <stdlib.h>

#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* A small generator, so that every run is the same. */
static uint64_t
next_random(uint64_t *state)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t x = *state;

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

struct shape {
	const char *words;
	size_t count;
	uint64_t keys;	     /* how many different ones */
	size_t key_length;   /* at most; equal beginnings are common */
	size_t payload_size; /* at most */
	uint64_t memory;
	bool rising; /* in order already */
	bool spills;
};
static const struct shape shapes[] = {
    {"nothing", 0, 1, 8, 8, 0, false, false},
    {"one item", 1, 1, 8, 8, 0, false, false},
    {"insertion sort", 12, 5, 8, 8, 0, false, false},
    {"two items more", 13, 5, 8, 8, 0, false, false},
    {"in memory", 5000, 700, 24, 40, UINT64_C(1) << 30, false, false},
    {"in memory, all keys equal", 3000, 1, 24, 8, UINT64_C(1) << 30, false, false},
    {"in memory, in order", 3000, 3000, 24, 8, UINT64_C(1) << 30, true, false},
    {"spilled, least memory, several passes", 60000, 9000, 24, 60, 0, false, true},
    {"spilled, one pass", 20000, 9000, 24, 60, 1024 * 1024, false, true},
    {"spilled, all keys equal", 20000, 1, 24, 20, 0, false, true},
    {"spilled, in order", 20000, 20000, 24, 20, 0, true, true},
    {"items larger than the memory", 12, 5, 8, 600 * 1024, 0, false, true},
};

/* The key of number n: a beginning that many share, then digits. */
static size_t
make_key(const struct shape *shape, uint64_t number, char *out)
{
	int size = shape->rising ? snprintf(out, 64, "%012llu", (unsigned long long)number)
				 : snprintf(out, 64, "%.*s%llu", (int)(number % 17),
				       "aaaaaaaaaaaaaaaaa", (unsigned long long)number);
	size_t most = shape->key_length;

	if (number % 29 == 3)
		out[number % (size_t)size] = '\0';
	return (size_t)size < most ? (size_t)size : most;
}

struct expected {
	char key[64];
	size_t key_size;
	uint64_t number; /* of adding */
};

static int
by_key(const void *a, const void *b)
{
	const struct expected *x = a, *y = b;
	int order =
	    span_compare((struct span){x->key, x->key_size}, (struct span){y->key, y->key_size});

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* A payload that says its number and fills the rest with it. */
static size_t
make_payload(const struct shape *shape, uint64_t number, char *out)
{
	size_t size = 8 + (size_t)(number * 7919 % (shape->payload_size - 7));

	memset(out, (int)(number & 0xff), size);
	memcpy(out, &number, sizeof number);
	return size;
}

static int
add_all(const struct shape *shape, struct sorter *sorter, struct expected *expected, char *room)
{
	uint64_t state = 42;

	for (size_t i = 0; i < shape->count; i++) {
		uint64_t number = shape->rising ? i : next_random(&state) % shape->keys;
		size_t payload = make_payload(shape, i, room);

		expected[i].key_size = make_key(shape, number, expected[i].key);
		expected[i].number = i;
		if (sorter_add(sorter, (struct span){expected[i].key, expected[i].key_size},
			(struct span){room, payload}) != 0)
			return -1;
	}
	qsort(expected, shape->count, sizeof *expected, by_key);
	return sorter_finish(sorter);
}

static void
test_shape(struct tap *tap, const struct shape *shape)
{
	struct expected *expected = xcalloc(shape->count, sizeof *expected);
	char *room = xmalloc(shape->payload_size + 16, 1);
	struct sorter *sorter = sorter_new(shape->memory, "/tmp");
	struct span key, payload;
	size_t wrong = 0, count = 0;
	enum read_status status = READ_ERROR;

	if (add_all(shape, sorter, expected, room) == 0) {
		while ((status = sorter_next(sorter, &key, &payload)) == READ_RECORD) {
			const struct expected *want = &expected[count++];
			size_t size;

			if (count > shape->count)
				break;
			size = make_payload(shape, want->number, room);
			wrong += !span_equal(key, (struct span){want->key, want->key_size}) ||
				 !span_equal(payload, (struct span){room, size});
		}
	}
	tap_ok(tap, status == READ_END && wrong == 0 && count == shape->count,
	    "%s: sorted, stable, complete", shape->words);
	tap_ok(tap, status != READ_END || sorter_next(sorter, &key, &payload) == READ_END,
	    "%s: the end stays the end", shape->words);
	tap_ok(tap, (sorter_spilled(sorter) > 0) == shape->spills, "%s: %s", shape->words,
	    shape->spills ? "spills" : "stays in memory");
	sorter_free(sorter);
	free(expected);
	free(room);
}

/* Every item goes to disk once a pass: the passes show in the bytes. */
static void
test_passes(struct tap *tap)
{
	struct sorter *sorter = sorter_new(0, "/tmp");
	char text[32];
	uint64_t once = 0;
	int result = 0;

	for (int i = 0; i < 60000 && result == 0; i++) {
		int size = snprintf(text, sizeof text, "%d", i * 7919 % 60000);

		once += 8 + (uint64_t)size;
		result = sorter_add(sorter, (struct span){text, (size_t)size}, (struct span){0});
	}
	tap_ok(tap, result == 0 && sorter_finish(sorter) == 0, "many runs are merged");
	tap_ok(tap, sorter_spilled(sorter) >= 2 * once, "in more than one pass");
	sorter_free(sorter);
}

static void
test_no_folder(struct tap *tap)
{
	struct sorter *sorter = sorter_new(0, "/nonexistent/folder");
	char payload[4096] = {0};
	int result = 0;

	for (int i = 0; i < 200 && result == 0; i++)
		result = sorter_add(sorter, span_of("key"), (struct span){payload, sizeof payload});
	tap_ok(tap, result != 0, "no folder for the spill is a failure");
	sorter_free(sorter);
	sorter_free(NULL);
}

/* Keys that differ only at their far end: the sort looks at them 7 bytes at a time, and may not go
 * deeper with every look. */
static void
test_long_keys(struct tap *tap)
{
	enum { LENGTH = 400000, KEYS = 40 };
	struct sorter *sorter = sorter_new(1 << 26, "/tmp");
	char *bytes = xmalloc(LENGTH, 1);
	struct span key, payload, last = {NULL, 0};
	int result = 0, count = 0, wrong = 0;

	memset(bytes, 'k', LENGTH);
	for (int i = 0; i < KEYS && result == 0; i++) {
		bytes[LENGTH - 1] = (char)('a' + i * 7 % 20);
		result = sorter_add(
		    sorter, (struct span){bytes, LENGTH}, (struct span){bytes + LENGTH - 1, 1});
	}
	result = result == 0 ? sorter_finish(sorter) : result;
	while (result == 0 && sorter_next(sorter, &key, &payload) == READ_RECORD) {
		count++;
		wrong += span_compare(last, payload) > 0 || payload.data[0] != key.data[LENGTH - 1];
		last = payload;
	}
	tap_ok(tap, count == KEYS && wrong == 0, "keys that differ at their far end");
	free(bytes);
	sorter_free(sorter);
}

/* Freed in the middle of everything: for the leak checker. */
static void
test_early_end(struct tap *tap)
{
	struct sorter *sorter = sorter_new(0, "/tmp");
	struct span key, payload;
	char bytes[1000] = {0};
	int result = 0;

	for (int i = 0; i < 2000 && result == 0; i++)
		result = sorter_add(
		    sorter, (struct span){bytes, (size_t)i % 7}, (struct span){bytes, 999});
	result = result == 0 ? sorter_finish(sorter) : result;
	tap_ok(tap,
	    result == 0 && sorter_next(sorter, &key, &payload) == READ_RECORD && key.size == 0,
	    "the first item, an empty key");
	sorter_free(sorter);
}

int
main(void)
{
	struct tap tap = {0};

	for (size_t i = 0; i < COUNT(shapes); i++)
		test_shape(&tap, &shapes[i]);
	test_passes(&tap);
	test_no_folder(&tap);
	test_early_end(&tap);
	test_long_keys(&tap);
	return tap_done(&tap);
}
