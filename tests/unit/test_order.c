/* order: encodings compare as the values do, cut themselves off, and come back. */
#include "order.h"

#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define SPAN(text) ((struct span){text, sizeof(text) - 1})

/* Each list is in strictly rising order. */
static const struct span bytes[] = {
    SPAN(""),
    SPAN("\0"),
    SPAN("\0\0"),
    SPAN("\0\1"),
    SPAN("\0\xff"),
    SPAN("\1"),
    SPAN("a"),
    SPAN("a\0"),
    SPAN("a\0b"),
    SPAN("a\1"),
    SPAN("aa"),
    SPAN("ab"),
    SPAN("b"),
    SPAN("\x7f"),
    SPAN("\x80"),
    SPAN("\xff"),
    SPAN("\xff\0"),
    SPAN("\xff\xff"),
};
static const struct span numbers[] = {
    SPAN("x"), /* all that is no number is one */
    SPAN("-100000000000000000000000000000000000001"),
    SPAN("-100000000000000000000000000000000000000"),
    SPAN("-9007199254740993"),
    SPAN("-9007199254740992"),
    SPAN("-11"),
    SPAN("-10"),
    SPAN("-9.01"),
    SPAN("-9"),
    SPAN("-1.01"),
    SPAN("-1"),
    SPAN("-0.5"),
    SPAN("-0.05"),
    SPAN("-0.049"),
    SPAN("0"),
    SPAN("0.0009"),
    SPAN("0.001"),
    SPAN("0.0010000000000000000000000000000000001"),
    SPAN("0.01"),
    SPAN("0.1"),
    SPAN("0.11"),
    SPAN("0.9"),
    SPAN("1"),
    SPAN("1.0000000001"),
    SPAN("1.5"),
    SPAN("2"),
    SPAN("9"),
    SPAN("9.99"),
    SPAN("10"),
    SPAN("10.1"),
    SPAN("99"),
    SPAN("100"),
    SPAN("101"),
    SPAN("12345678"),
    SPAN("123456781"),
    SPAN("123456782"),
    SPAN("9007199254740992"),
    SPAN("9007199254740993"),
    SPAN("18446744073709551616"),
    SPAN("100000000000000000000000000000000000000"),
};
static const struct span times[] = {
    SPAN("yesterday"),
    SPAN("0000-01-01T00:00:00Z"),
    SPAN("1969-12-31T23:59:59Z"),
    SPAN("1970-01-01T00:00:00Z"),
    SPAN("2024-02-29T11:59:59Z"),
    /* A day has up to 24 hours more: it may have begun longest ago, of those that end together. */
    SPAN("2024-02-28"),
    SPAN("2024-02-29T00:00:00"),
    SPAN("2024-02-29T12:00:00Z"),
    SPAN("2024-02-29"),
    SPAN("9999-12-31T23:59:59Z"),
};
static const struct {
	const char *words;
	enum order_type type;
	const struct span *list;
	size_t count;
} lists[] = {
    {"bytes", ORDER_BYTES, bytes, COUNT(bytes)},
    {"number", ORDER_NUMBER, numbers, COUNT(numbers)},
    {"time", ORDER_TIME, times, COUNT(times)},
};

/* Values that are the same in their order. */
static const struct {
	enum order_type type;
	const char *a, *b;
} equals[] = {
    {ORDER_NUMBER, "1", "1.0"},
    {ORDER_NUMBER, "1", "01"},
    {ORDER_NUMBER, "100", "0100.00"},
    {ORDER_NUMBER, "0", "-0"},
    {ORDER_NUMBER, "0", "-0.000"},
    {ORDER_NUMBER, "0", "000"},
    {ORDER_NUMBER, "-1.50", "-001.5"},
    {ORDER_NUMBER, "0.10", "00.1"},
    {ORDER_NUMBER, "", "x"},
    {ORDER_NUMBER, "", "1e5"},
    {ORDER_NUMBER, "", "+1"},
    {ORDER_NUMBER, "", " 1"},
    {ORDER_NUMBER, "", "1."},
    {ORDER_NUMBER, "", ".5"},
    {ORDER_NUMBER, "", "-"},
    {ORDER_NUMBER, "", "--1"},
    {ORDER_NUMBER, "", "1.2.3"},
    {ORDER_NUMBER, "", "1,5"},
    {ORDER_NUMBER, "", "0x1"},
    {ORDER_NUMBER, "", "1.-5"},
    {ORDER_TIME, "", "2024-02-30"},
    {ORDER_TIME, "", "2024-01-01 00:00:00Z"},
};

static struct buf
code_of(enum order_type type, bool descending, struct span value)
{
	struct buf code = {0};

	(void)order_append(&code, (struct order){type, descending}, value);
	return code;
}

/* The sign of the comparison of two encodings, behind which another value stands that would turn
 * it round if an encoding could run on. */
static int
compare(enum order_type type, bool descending, struct span a, struct span b)
{
	struct buf first = code_of(type, descending, a), second = code_of(type, descending, b);
	int order;

	(void)order_append(&first, (struct order){ORDER_BYTES, false}, SPAN("\xff"));
	(void)order_append(&second, (struct order){ORDER_BYTES, false}, SPAN("\xff"));
	order = span_compare(buf_span(&first), buf_span(&second));
	buf_free(&first);
	buf_free(&second);
	return (order > 0) - (order < 0);
}

static void
test_lists(struct tap *tap)
{
	for (size_t l = 0; l < COUNT(lists); l++) {
		size_t wrong = 0;

		for (size_t i = 0; i < lists[l].count; i++) {
			for (size_t j = 0; j < lists[l].count; j++) {
				int want = (i > j) - (i < j);
				struct span a = lists[l].list[i], b = lists[l].list[j];
				bool fine = compare(lists[l].type, false, a, b) == want &&
					    compare(lists[l].type, true, a, b) == -want;

				wrong += !fine;
				if (!fine)
					printf("# %s: %zu against %zu\n", lists[l].words, i, j);
			}
		}
		tap_ok(tap, wrong == 0, "%s: all pairs compare as the values, both ways",
		    lists[l].words);
	}
}

static void
test_equals(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(equals); i++)
		tap_ok(tap,
		    compare(equals[i].type, false, span_of(equals[i].a), span_of(equals[i].b)) == 0,
		    "'%s' is '%s'", equals[i].a, equals[i].b);
}

static void
test_readable(struct tap *tap)
{
	static const struct {
		enum order_type type;
		const char *value;
		bool readable;
	} cases[] = {
	    {ORDER_BYTES, "", false},
	    {ORDER_BYTES, "x", true},
	    {ORDER_NUMBER, "", false},
	    {ORDER_NUMBER, "12x", false},
	    {ORDER_NUMBER, "-0.0", true},
	    {ORDER_TIME, "", false},
	    {ORDER_TIME, "soon", false},
	    {ORDER_TIME, "2024-01-01", true},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf code = {0};
		bool got = order_append(
		    &code, (struct order){cases[i].type, true}, span_of(cases[i].value));

		tap_ok(tap, got == cases[i].readable && code.size > 0, "'%s' as type %d: %s",
		    cases[i].value, cases[i].type, cases[i].readable ? "readable" : "not");
		buf_free(&code);
	}
}

static void
test_cut(struct tap *tap)
{
	struct buf code = {0}, value = {0};
	struct span left;
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(bytes); i++)
		(void)order_append(&code, (struct order){ORDER_BYTES, false}, bytes[i]);
	left = buf_span(&code);
	for (size_t i = 0; i < COUNT(bytes); i++) {
		buf_clear(&value);
		order_cut(&left, &value);
		wrong += !span_equal(buf_span(&value), bytes[i]);
	}
	tap_ok(tap, wrong == 0 && left.size == 0, "bytes come back, one after the other");
	buf_free(&code);
	buf_free(&value);
}

static void
test_types(struct tap *tap)
{
	static const struct {
		const char *word;
		int status;
		enum order_type type;
	} cases[] = {{"bytes", 0, ORDER_BYTES}, {"number", 0, ORDER_NUMBER},
	    {"time", 0, ORDER_TIME}, {"", -1, 0}, {"num", -1, 0}, {"numbers", -1, 0},
	    {"Time", -1, 0}};

	for (size_t i = 0; i < COUNT(cases); i++) {
		enum order_type type = ORDER_BYTES;
		int status = order_type_parse(span_of(cases[i].word), &type);

		tap_ok(tap, status == cases[i].status && (status != 0 || type == cases[i].type),
		    "type '%s'", cases[i].word);
	}
}

int
main(void)
{
	struct tap tap = {0};

	test_lists(&tap);
	test_equals(&tap);
	test_readable(&tap);
	test_cut(&tap);
	test_types(&tap);
	return tap_done(&tap);
}
