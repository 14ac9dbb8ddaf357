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

#define DIGITS_60 "100000000010000000001000000000100000000010000000001000000000"

static const struct {
	const char *text;
	int status;
	double value;
} decimal_cases[] = {
    {"0", 0, 0},
    {"-0.0", 0, 0},
    {"12", 0, 12},
    {"0012.50", 0, 12.5},
    {"0.1", 0, 0.1},
    {"0.10000000000000000000000000000000000000", 0, 0.1},
    {"-3.25", 0, -3.25},
    {"9007199254740993", 0, 9007199254740992.0},
    {"179.76931348623157", 0, 179.76931348623157},
    {"0.000000000000000000000000000000000000000000000000000000000001", 0, 1e-60},
    {DIGITS_60 "000", 0, 100000000010000000001000000000100000000010000000001000000000000.0},
    {DIGITS_60 "0000", -1, 0},
    {"", -1, 0},
    {"-", -1, 0},
    {".", -1, 0},
    {".5", -1, 0},
    {"5.", -1, 0},
    {"-.5", -1, 0},
    {"1,5", -1, 0},
    {"1.5.1", -1, 0},
    {"1.-5", -1, 0},
    {"+1", -1, 0},
    {" 1", -1, 0},
    {"1 ", -1, 0},
    {"1e5", -1, 0},
    {"0x10", -1, 0},
    {"inf", -1, 0},
    {"nan", -1, 0},
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
	for (size_t i = 0; i < COUNT(decimal_cases); i++) {
		double value = 12345, want;
		int status = num_decimal(span_of(decimal_cases[i].text), &value);

		want = status ? 12345 : decimal_cases[i].value;
		tap_ok(tap, status == decimal_cases[i].status && !(value < want) && !(value > want),
		    "decimal case %zu", i);
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
	double decimal = 0;
	uint64_t number = 0;
	int64_t integer = 0;

	tap_ok(tap, num_decimal(text, &decimal) == 0 && decimal > 12.2999 && decimal < 12.3001,
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
	test_size(&tap);
	test_border(&tap);
	return tap_done(&tap);
}
