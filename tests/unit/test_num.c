/* num: what is a number, and what only looks like one. */
#include "num.h"

#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const struct {
	const char *text;
	uint64_t lowest, highest;
	int status;
	uint64_t value;
} unsigned_cases[] = {
    {"0", 0, UINT64_MAX, 0, 0}, {"7", 7, 7, 0, 7}, {"007", 0, 10, 0, 7},
    {"18446744073709551615", 0, UINT64_MAX, 0, UINT64_MAX},
    {"18446744073709551616", 0, UINT64_MAX, -1, 0}, {"18446744073709551620", 0, UINT64_MAX, -1, 0},
    {"99999999999999999999", 0, UINT64_MAX, -1, 0}, {"6", 7, 9, -1, 0}, {"10", 7, 9, -1, 0},
    {"", 0, 9, -1, 0}, {"-1", 0, 9, -1, 0}, {"+1", 0, 9, -1, 0}, {" 1", 0, 9, -1, 0},
    {"1 ", 0, 9, -1, 0}, {"1\n", 0, 9, -1, 0}, {"1.0", 0, 9, -1, 0}, {"0x1", 0, 9, -1, 0},
    {"1e1", 0, 99, -1, 0}, {"\xd9\xa1", 0, 9, -1, 0}, /* ARABIC-INDIC DIGIT ONE */
};

static const struct {
	const char *text;
	int status;
	int64_t value;
} signed_cases[] = {
    {"0", 0, 0},
    {"-0", 0, 0},
    {"-1", 0, -1},
    {"9223372036854775807", 0, INT64_MAX},
    {"9223372036854775808", -1, 0},
    {"-9223372036854775808", 0, INT64_MIN},
    {"-9223372036854775809", -1, 0},
    {"-18446744073709551615", -1, 0},
    {"", -1, 0},
    {"-", -1, 0},
    {"--1", -1, 0},
    {"+1", -1, 0},
    {"- 1", -1, 0},
    {"1-", -1, 0},
};

static const struct {
	const char *text;
	const char *digits;
	int64_t exponent;
	bool negative;
} decimal_cases[] = {
    {"0", "", 0, false},
    {"-0.0", "", 0, false},
    {"000.000", "", 0, false},
    {"12", "12", 2, false},
    {"0012.50", "12.5", 2, false},
    {"1200", "12", 4, false},
    {"1200.0", "12", 4, false},
    {"0.1", "1", 0, false},
    {"-3.25", "3.25", 1, true},
    {"0.0050", "5", -2, false},
    {"100.001", "100.001", 3, false},
    {"9007199254740993", "9007199254740993", 16, false},
};

static const char *const no_decimals[] = {"", "-", ".", ".5", "5.", "-.5", "1,5", "1.5.1", "1.-5",
    "+1", " 1", "1 ", "1e5", "0x10", "inf", "nan", "--1", "1-", "1.5x", "x1", "\xd9\xa1"};

/* In their order; those of one row are equal. */
static const char *const ordered[][4] = {
    {"-9007199254740993", "-9007199254740993.0"},
    {"-9007199254740992"},
    {"-100", "-0100.00"},
    {"-99.5"},
    {"-12.5", "-12.50"},
    {"-12"},
    {"-1"},
    {"-0.5", "-00.500"},
    {"-0.05"},
    {"0", "-0", "0.00", "-000.0"},
    {"0.000000000000000000000000000000000000000000000000000000000001"},
    {"0.05", "00.0500"},
    {"0.1", "0.10000000000000000000000000000000000000"},
    {"0.12"},
    {"0.5"},
    {"1", "001", "1.0"},
    {"1.000000000000000000000000000000000000000000000000000000000000000000001"},
    {"1.01"},
    {"1.1"},
    {"9"},
    {"10", "10.0"},
    {"12"},
    {"12.5"},
    {"100"},
    {"120", "0120.0"},
    {"120.5"},
    {"121"},
    {"9007199254740992"},
    {"9007199254740993"},
    {"10000000001000000000100000000010000000001000000000100000000010000000001"},
};

static const struct {
	const char *text;
	int status;
	uint64_t value;
} size_cases[] = {
    {"0", 0, 0},
    {"1", 0, 1},
    {"1K", 0, 1024},
    {"256M", 0, UINT64_C(256) << 20},
    {"2G", 0, UINT64_C(2) << 30},
    {"3T", 0, UINT64_C(3) << 40},
    {"16777215T", 0, UINT64_C(16777215) << 40},
    {"16777216T", -1, 0},
    {"18446744073709551615", 0, UINT64_MAX},
    {"18446744073709551615K", -1, 0},
    {"", -1, 0},
    {"K", -1, 0},
    {"1k", -1, 0},
    {"1KB", -1, 0},
    {"1KK", -1, 0},
    {"1P", -1, 0},
    {"1.5M", -1, 0},
    {"-1M", -1, 0},
    {"1 M", -1, 0},
};

static void
test_unsigned(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(unsigned_cases); i++) {
		uint64_t value = 12345;
		int status = num_unsigned(span_of(unsigned_cases[i].text), unsigned_cases[i].lowest,
		    unsigned_cases[i].highest, &value);

		tap_ok(tap,
		    status == unsigned_cases[i].status &&
			value == (status ? 12345 : unsigned_cases[i].value),
		    "unsigned case %zu", i);
	}
}

static void
test_signed(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(signed_cases); i++) {
		int64_t value = 12345;
		int status = num_signed(span_of(signed_cases[i].text), &value);

		tap_ok(tap,
		    status == signed_cases[i].status &&
			value == (status ? 12345 : signed_cases[i].value),
		    "signed case %zu", i);
	}
}

static void
test_decimal(struct tap *tap)
{
	struct decimal value;

	for (size_t i = 0; i < COUNT(decimal_cases); i++)
		tap_ok(tap,
		    num_decimal(span_of(decimal_cases[i].text), &value) == 0 &&
			span_is(value.digits, decimal_cases[i].digits) &&
			value.exponent == decimal_cases[i].exponent &&
			value.negative == decimal_cases[i].negative,
		    "decimal %s", decimal_cases[i].text);
	for (size_t i = 0; i < COUNT(no_decimals); i++)
		tap_ok(
		    tap, num_decimal(span_of(no_decimals[i]), &value) == -1, "no decimal %zu", i);
}

static int
sign(int order)
{
	return (order > 0) - (order < 0);
}

/* Each spelling of one number against each of another. */
static bool
all_compare(const char *const left[4], const char *const right[4], int want)
{
	struct decimal a, b;

	for (size_t i = 0; i < 4 && left[i]; i++)
		for (size_t k = 0; k < 4 && right[k]; k++)
			if (num_decimal(span_of(left[i]), &a) ||
			    num_decimal(span_of(right[k]), &b) || sign(num_compare(&a, &b)) != want)
				return false;
	return true;
}

static void
test_compare(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(ordered); i++) {
		bool right = true;

		for (size_t k = 0; k < COUNT(ordered); k++)
			right = right && all_compare(ordered[i], ordered[k], (i > k) - (i < k));
		tap_ok(tap, right, "%s against all others", ordered[i][0]);
	}
}

static void
test_size(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(size_cases); i++) {
		uint64_t value = 12345;
		int status = num_size(span_of(size_cases[i].text), &value);

		tap_ok(tap,
		    status == size_cases[i].status &&
			value == (status ? 12345 : size_cases[i].value),
		    "size case %zu", i);
	}
}

/* A span ends where it ends, whatever lies behind. */
static void
test_border(struct tap *tap)
{
	struct span text = {"12.3456", 4};
	struct span digits = {"123", 2};
	struct span none = {NULL, 0};
	struct decimal decimal;
	uint64_t number = 0;
	int64_t integer = 0;

	tap_ok(tap, num_decimal(text, &decimal) == 0 && span_is(decimal.digits, "12.3"),
	    "a decimal reads no byte behind its span");
	tap_ok(tap, num_unsigned(digits, 0, 99, &number) == 0 && number == 12,
	    "a number reads no byte behind its span");
	tap_ok(tap,
	    num_signed(none, &integer) == -1 && num_decimal(none, &decimal) == -1 &&
		num_size(none, &number) == -1,
	    "a span without memory is no number");
}

int
main(void)
{
	struct tap tap = {0};

	test_unsigned(&tap);
	test_signed(&tap);
	test_decimal(&tap);
	test_compare(&tap);
	test_size(&tap);
	test_border(&tap);
	return tap_done(&tap);
}
