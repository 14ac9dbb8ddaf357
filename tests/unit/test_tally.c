/* tally: every function, ties, and the same answer when partial states were merged from disk. */
#include "tally.h"

#include <stdlib.h>

#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
enum { MOST_VALUES = 8 };

/* One aggregate over a few values in one group. */
static const struct {
	enum tally_function function;
	enum order_type type;
	const char *values[MOST_VALUES]; /* ended by NULL */
	const char *result;
	uint64_t unreadable;
} cases[] = {
    {TALLY_COUNT, ORDER_BYTES, {NULL}, "0", 0},
    {TALLY_COUNT, ORDER_BYTES, {"", "a", "a"}, "3", 0},
    {TALLY_MIN, ORDER_BYTES, {NULL}, "", 0},
    {TALLY_MIN, ORDER_BYTES, {"", ""}, "", 0},
    {TALLY_MIN, ORDER_BYTES, {"b", "", "a", "aa"}, "a", 0},
    {TALLY_MAX, ORDER_BYTES, {"b", "", "a", "bb"}, "bb", 0},
    {TALLY_MIN, ORDER_BYTES, {"10", "9"}, "10", 0},
    {TALLY_MAX, ORDER_BYTES, {"same eight bytes", "same eight Bytes", "same eigh"},
	"same eight bytes", 0},
    {TALLY_MIN, ORDER_NUMBER, {"10", "9", "x", "-"}, "9", 2},
    {TALLY_MAX, ORDER_NUMBER, {"-10", "-9", "", "-9.5"}, "-9", 0},
    {TALLY_MAX, ORDER_NUMBER, {"x"}, "", 1},
    {TALLY_MIN, ORDER_NUMBER, {"1.0", "1", "01"}, "01", 0},
    {TALLY_MAX, ORDER_NUMBER, {"1", "1.0", "01"}, "01", 0},
    {TALLY_MAX, ORDER_NUMBER, {"9007199254740992", "9007199254740993"}, "9007199254740993", 0},
    {TALLY_MIN, ORDER_NUMBER, {"123456789.2", "123456789.1"}, "123456789.1", 0},
    {TALLY_MIN, ORDER_TIME, {"2024-01-02T00:00:00Z", "", "soon", "2024-01-01T00:00:00Z"},
	"2024-01-01T00:00:00Z", 1},
    {TALLY_MAX, ORDER_TIME, {"2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"},
	"2024-01-02T00:00:00Z", 0},
    /* A time without a zone may be 14 hours earlier, a day may last until 36 hours later. */
    {TALLY_MIN, ORDER_TIME, {"2024-01-01T11:00:00Z", "2024-01-02T00:00:00"}, "2024-01-02T00:00:00",
	0},
    {TALLY_MIN, ORDER_TIME, {"2024-01-01T09:00:00Z", "2024-01-02T00:00:00"}, "2024-01-01T09:00:00Z",
	0},
    {TALLY_MAX, ORDER_TIME, {"2024-01-02T11:00:00Z", "2024-01-01"}, "2024-01-01", 0},
    {TALLY_MAX, ORDER_TIME, {"2024-01-02T13:00:00Z", "2024-01-01"}, "2024-01-02T13:00:00Z", 0},
    {TALLY_FIRST, ORDER_BYTES, {NULL}, "", 0},
    {TALLY_FIRST, ORDER_BYTES, {"b", "a"}, "b", 0},
    {TALLY_FIRST, ORDER_BYTES, {"", "a"}, "", 0},
    {TALLY_LAST, ORDER_BYTES, {"b", "a longer text than the first one", "c"}, "c", 0},
    {TALLY_LAST, ORDER_BYTES, {"b", ""}, "", 0},
    {TALLY_SUM, ORDER_BYTES, {NULL}, "0", 0},
    {TALLY_SUM, ORDER_BYTES, {"", "007", "-10"}, "-3", 0},
    {TALLY_SUM, ORDER_BYTES, {"9223372036854775807", "9223372036854775807", "9223372036854775807"},
	"27670116110564327421", 0},
    {TALLY_SUM, ORDER_BYTES, {"-9223372036854775808", "-9223372036854775808", "-1"},
	"-18446744073709551617", 0},
    {TALLY_SUM, ORDER_BYTES, {"9223372036854775807", "-9223372036854775808", "1"}, "0", 0},
    {TALLY_DISTINCT, ORDER_BYTES, {NULL}, "0", 0},
    {TALLY_DISTINCT, ORDER_BYTES, {"a", "", "b", "a", "A"}, "3", 0},
    {TALLY_DISTINCT, ORDER_BYTES, {"1", "1.0"}, "2", 0},
    {TALLY_DISTINCT, ORDER_NUMBER, {"1", "1.0", "2", "x", ""}, "2", 1},
    {TALLY_DISTINCT, ORDER_TIME, {"2024-01-01", "2024-01-01T00:00:00Z", "soon"}, "2", 1},
    {TALLY_LIST, ORDER_BYTES, {NULL}, "", 0},
    {TALLY_LIST, ORDER_BYTES, {"b", "", "a", "b", "ab"}, "a|ab|b", 0},
    {TALLY_LIST, ORDER_BYTES, {"b|a|", "||", "c|b"}, "a|b|c", 0},
    {TALLY_UNION, ORDER_BYTES, {"1", "4", "1"}, "5", 0},
    {TALLY_UNION, ORDER_BYTES, {"9223372036854775808", "1"}, "9223372036854775809", 0},
};

static void
test_case(struct tap *tap, size_t number)
{
	struct tally_spec spec = {cases[number].function, cases[number].type};
	struct tally *t = tally_new(&spec, 1, 0, "/tmp");
	struct span key, value = {NULL, 0};
	bool fine = t && tally_group(t, span_of("")) == 0;

	for (size_t i = 0; fine && i < MOST_VALUES && cases[number].values[i]; i++)
		fine = tally_add(t, 0, span_of(cases[number].values[i])) == NULL;
	fine = fine && tally_finish(t) == 0 && tally_next(t, &key, &value) == READ_RECORD;
	tap_ok(tap,
	    fine && key.size == 0 && span_is(value, cases[number].result) &&
		tally_unreadable(t, 0) == cases[number].unreadable,
	    "case %zu: function %d, type %d gives '%s'", number, cases[number].function,
	    cases[number].type, cases[number].result);
	if (!fine || !span_is(value, cases[number].result))
		printf("# got '%.*s'\n", (int)value.size, value.data);
	tap_ok(tap, fine && tally_next(t, &key, &value) == READ_END, "case %zu: one group", number);
	tally_free(t);
}

static void
test_refused(struct tap *tap)
{
	static const struct {
		enum tally_function function;
		const char *value, *why;
	} refused[] = {
	    {TALLY_SUM, "x", "is not an integer"},
	    {TALLY_SUM, "-", "is not an integer"},
	    {TALLY_SUM, "1.5", "is not an integer"},
	    {TALLY_SUM, "+1", "is not an integer"},
	    {TALLY_SUM, " 1", "is not an integer"},
	    {TALLY_SUM, "9223372036854775808", "is an integer beyond 64 bits"},
	    {TALLY_SUM, "-9223372036854775809", "is an integer beyond 64 bits"},
	    {TALLY_UNION, "-1", "is not an integer"},
	};

	for (size_t i = 0; i < COUNT(refused); i++) {
		struct tally_spec spec = {refused[i].function, ORDER_BYTES};
		struct tally *t = tally_new(&spec, 1, 0, "/tmp");
		const char *why = t && tally_group(t, span_of("")) == 0
				      ? tally_add(t, 0, span_of(refused[i].value))
				      : NULL;

		tap_ok(tap, why && strcmp(why, refused[i].why) == 0, "'%s' %s", refused[i].value,
		    refused[i].why);
		tally_free(t);
	}
}

static const struct tally_spec all_specs[] = {
    {TALLY_COUNT, ORDER_BYTES},
    {TALLY_MIN, ORDER_NUMBER},
    {TALLY_MAX, ORDER_BYTES},
    {TALLY_FIRST, ORDER_BYTES},
    {TALLY_LAST, ORDER_BYTES},
    {TALLY_SUM, ORDER_BYTES},
    {TALLY_DISTINCT, ORDER_BYTES},
    {TALLY_DISTINCT, ORDER_NUMBER},
    {TALLY_UNION, ORDER_BYTES},
    {TALLY_MAX, ORDER_TIME},
};

static uint64_t
next_random(uint64_t *state)
{
	uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static int
add_row(struct tally *t, uint64_t random)
{
	char text[48];
	struct buf key = {0};
	unsigned long long small = random % 97;
	int result;

	snprintf(text, sizeof text, "group %llu", (unsigned long long)(random >> 32) % 3000);
	(void)order_append(&key, (struct order){ORDER_BYTES, false}, span_of(text));
	result = tally_group(t, buf_span(&key));
	buf_free(&key);
	for (size_t i = 0; i < COUNT(all_specs) && result == 0; i++) {
		if (all_specs[i].type == ORDER_TIME)
			snprintf(text, sizeof text, "2024-01-01T00:%02llu:00Z", small % 60);
		else if (all_specs[i].type == ORDER_NUMBER)
			snprintf(text, sizeof text, "%llu%s", small % 40, small % 2 ? "" : ".0");
		else
			snprintf(text, sizeof text, "%llu", small);
		result = tally_add(t, i, small % 10 ? span_of(text) : span_of("7")) ? -1 : 0;
	}
	return result;
}

/* All groups and results as text. */
static struct buf
tell_all(uint64_t memory, size_t rows, uint64_t *spilled)
{
	struct tally *t = tally_new(all_specs, COUNT(all_specs), memory, "/tmp");
	struct span key, values[COUNT(all_specs)];
	struct buf text = {0};
	uint64_t state = 7;
	int result = t ? 0 : -1;

	for (size_t i = 0; i < rows && result == 0; i++)
		result = add_row(t, next_random(&state));
	if (result == 0 && tally_finish(t) == 0) {
		while (tally_next(t, &key, values) == READ_RECORD) {
			order_cut(&key, &text);
			for (size_t i = 0; i < COUNT(all_specs); i++) {
				buf_add_byte(&text, ',');
				buf_add_span(&text, values[i]);
			}
			buf_add_byte(&text, '\n');
		}
	}
	*spilled = t ? tally_spilled(t) : 0;
	tally_free(t);
	return text;
}

static void
test_memory(struct tap *tap)
{
	uint64_t none, some, many;
	struct buf a = tell_all(UINT64_C(1) << 30, 40000, &none);
	struct buf b = tell_all(0, 40000, &some), c = tell_all(3 << 20, 40000, &many);

	tap_ok(tap, a.size > 3000 * 20, "there are results");
	tap_ok(tap, none == 0 && some > 0, "with little memory groups go to disk");
	tap_ok(tap, span_equal(buf_span(&a), buf_span(&b)), "and the results are the same");
	tap_ok(tap, span_equal(buf_span(&a), buf_span(&c)), "with a little more memory, too");
	buf_free(&a);
	buf_free(&b);
	buf_free(&c);
}

/* Groups come by key, with nothing added too; a key met again is the same group. */
static void
test_groups(struct tap *tap)
{
	static const char *const keys[] = {"b", "a", "c", "b"};
	struct tally_spec spec = {TALLY_COUNT, ORDER_BYTES};
	struct tally *t = tally_new(&spec, 1, 0, "/tmp");
	struct span key, value;
	struct buf text = {0};
	bool fine = t != NULL;

	for (size_t i = 0; fine && i < COUNT(keys); i++)
		fine = tally_group(t, span_of(keys[i])) == 0 &&
		       (i == 2 || tally_add(t, 0, span_of("")) == NULL);
	fine = fine && tally_finish(t) == 0;
	while (fine && tally_next(t, &key, &value) == READ_RECORD) {
		buf_add_span(&text, key);
		buf_add_span(&text, value);
	}
	tap_ok(tap, span_is(buf_span(&text), "a1b2c0"), "groups by key, counted");
	buf_free(&text);
	tally_free(t);
	t = tally_new(NULL, 0, 0, "/tmp");
	tap_ok(tap,
	    t && tally_group(t, span_of("k")) == 0 && tally_finish(t) == 0 &&
		tally_next(t, &key, NULL) == READ_RECORD && span_is(key, "k"),
	    "keys alone");
	tally_free(t);
	t = tally_new(&spec, 1, 0, "/tmp");
	tap_ok(tap, t && tally_finish(t) == 0 && tally_next(t, &key, &value) == READ_END,
	    "no groups at all");
	tally_free(t);
	tally_free(NULL);
}

static void
test_names(struct tap *tap)
{
	static const char *const names[] = {
	    "count", "min", "max", "first", "last", "sum", "distinct"};
	static const char *const none[] = {"", "union", "counts", "Min", "mi"};
	enum tally_function function;

	for (size_t i = 0; i < COUNT(names); i++)
		tap_ok(tap,
		    tally_function_parse(span_of(names[i]), &function) == 0 &&
			function == (enum tally_function)i,
		    "function %s", names[i]);
	for (size_t i = 0; i < COUNT(none); i++)
		tap_ok(tap, tally_function_parse(span_of(none[i]), &function) != 0,
		    "no function '%s'", none[i]);
}

int
main(void)
{
	struct tap tap = {0};

	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(&tap, i);
	test_refused(&tap);
	test_memory(&tap);
	test_groups(&tap);
	test_names(&tap);
	return tap_done(&tap);
}
