/* when: the calendar against gmtime(3), what is no time, and the orders of design "Times". */
#include "when.h"

#include <time.h>

#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
enum { HOUR = 3600, DAY = 86400 };

static const struct {
	const char *text;
	int64_t earliest, latest;
} known[] = {
    {"1970-01-01T00:00:00Z", 0, 0},
    {"1969-12-31T23:59:59Z", -1, -1},
    {"2000-02-29T12:34:56Z", 951827696, 951827696},
    {"2024-02-29T00:00:00Z", 1709164800, 1709164800},
    {"1600-02-29T00:00:00Z", -11670998400, -11670998400},
    {"0000-01-01T00:00:00Z", -62167219200, -62167219200},
    {"0000-02-29T00:00:00Z", -62162121600, -62162121600},
    {"9999-12-31T23:59:59Z", 253402300799, 253402300799},
    {"2038-01-19T03:14:08Z", 2147483648, 2147483648},
    {"1970-01-02T00:00:00", DAY - 14 * HOUR, DAY + 12 * HOUR},
    {"1970-01-02", DAY - 14 * HOUR, DAY + 12 * HOUR + DAY},
    {"1970-01-01T00:00:00Z/1970-01-02T00:00:00Z", 0, DAY},
    {"1970-01-02T00:00:00Z/1970-01-02T00:00:00Z", DAY, DAY},
    {"1970-01-02/1970-01-03T00:00:00Z", DAY - 14 * HOUR, 2 * DAY},
};

static const char *const unknown[] = {
    "",
    "2023-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2100-02-29",
    "2023-02-30",
    "2024-02-30",
    "2023-01-32",
    "2023-04-31",
    "2023-06-31T00:00:00",
    "2023-09-31",
    "2023-11-31T10:00:00Z",
    "2023-01-00",
    "2023-00-10",
    "2023-13-01",
    "2023-12-32",
    "2023-12-31T24:00:00Z",
    "2023-12-31T23:60:00Z",
    "2023-12-31T23:59:60Z",
    "2016-12-31T23:59:60Z",
    "2023-12-31 23:59:59Z",
    "2023-12-31t23:59:59Z",
    "2023-12-31T23:59:59z",
    "2023-12-31T23:59:59+",
    "2023-12-31T23:59:59+00:00",
    "2023-12-31T23:59:59.000Z",
    "2023-12-31T23:59Z",
    "2023-12-31T23:59",
    "2023-12-31Z",
    "2023-12-31T",
    "2023/12/31",
    "2023-12/31",
    "2023-1-031",
    "20231231T235959Z",
    "2023-12-31T23-59-59Z",
    "2023-12-31T23:59-59Z",
    " 2023-12-31",
    "2023-12-31 ",
    "2023-12-3",
    "023-12-31",
    "+023-12-31",
    "-023-12-31",
    "2o23-12-31",
    "202x-12-31",
    "2023-12-3x",
    "2023-x2-31",
    "2023-12-31T2x:59:59Z",
    "2023-12-31Tx3:59:59Z",
    "2023-12-31T23:5x:59Z",
    "2023-12-31T23:59:x9Z",
    "2023-12-31T23:59: 9Z",
    "12023-12-31T23:59:59Z",
    "\xef\xbc\x92-12-31-",
    "unknown",
    "1970-01-02T00:00:00Z/1970-01-01T00:00:00Z",
    "1970-01-02T00:00:00Z/",
    "/1970-01-02T00:00:00Z",
    "1970-01-01/1970-01-02/1970-01-03",
    "1970-01-02T00:00:00Z/unknown",
};

static void
test_known(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		struct when w = when_parse(span_of(known[i].text));

		tap_ok(tap,
		    w.known && w.earliest == known[i].earliest && w.latest == known[i].latest, "%s",
		    known[i].text);
	}
}

static void
test_unknown(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(unknown); i++)
		tap_ok(tap, !when_parse(span_of(unknown[i])).known, "unknown: \"%s\"", unknown[i]);
	tap_ok(tap, !when_parse((struct span){NULL, 0}).known, "unknown: no memory");
	tap_ok(tap, !when_parse((struct span){"2023-12-31T23:59:59\0", 20}).known,
	    "unknown: a NUL for Z");
}

/* Every byte of a time changed to every other byte: what is still read is a time of the same form.
 */
static void
test_any_byte(struct tap *tap)
{
	char text[] = "2023-10-28T17:46:39Z", back[WHEN_TEXT + 1];
	size_t wrong = 0, read = 0;

	for (size_t i = 0; i < WHEN_TEXT; i++) {
		char kept = text[i];

		for (int byte = 0; byte < 256; byte++) {
			struct when w;

			text[i] = (char)byte;
			w = when_parse((struct span){text, WHEN_TEXT});
			if (!w.known)
				continue;
			read++;
			when_format(w.earliest, back);
			wrong += w.earliest != w.latest || memcmp(back, text, WHEN_TEXT) != 0;
		}
		text[i] = kept;
	}
	/* Year 4 x 10, month 1 + 3, day 3 + 10, hour 2 + 10, minute and second 6 + 10, the six
	 * marks. */
	tap_ok(tap, wrong == 0, "no byte changed gives a wrong time");
	tap_ok(tap, read == 40 + 4 + 13 + 12 + 16 + 16 + 6,
	    "and only digits in their range are read (%zu)", read);
}

/* Every day of the 400 years around 1970, and every eleventh of all others. */
static void
test_calendar(struct tap *tap)
{
	enum { FIRST = -719528, LAST = 2932896, NEAR = 146097 / 2 };
	size_t wrong = 0, days = 0;
	char text[64], out[WHEN_TEXT + 1];

	for (int64_t day = FIRST; day <= LAST; day += day < -NEAR || day > NEAR ? 11 : 1) {
		time_t second = day * DAY + (day - FIRST) * 7919 % DAY;
		struct tm tm;
		struct when w;

		gmtime_r(&second, &tm);
		snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
		w = when_parse(span_of(text));
		when_format(second, out);
		wrong += !w.known || w.earliest != second || w.latest != second ||
			 strcmp(text, out) != 0;
		days++;
	}
	tap_ok(tap, wrong == 0 && days > 400000, "days of years 0000-9999 are those of gmtime");
}

/* The last days of every month of every year: those that timegm(3) would carry over are unknown. */
static void
test_month_ends(struct tap *tap)
{
	size_t wrong = 0, known_days = 0;
	char text[32];

	for (int i = 0; i < 10000 * 12 * 4; i++) {
		struct tm tm = {
		    .tm_year = i / 48 - 1900, .tm_mon = i / 4 % 12, .tm_mday = i % 4 + 28};
		int day = tm.tm_mday;
		bool exists;

		snprintf(text, sizeof text, "%04d-%02d-%02d", i / 48, i / 4 % 12 + 1, day);
		timegm(&tm);
		exists = tm.tm_mday == day;
		known_days += exists;
		wrong += when_parse(span_of(text)).known != exists;
	}
	tap_ok(tap, wrong == 0, "days that do not exist are unknown (%zu exist)", known_days);
}

static void
test_format(struct tap *tap)
{
	char out[WHEN_TEXT + 1];

	when_format(-62167219201, out);
	tap_ok(tap, out[0] == '\0', "nothing is before year 0000");
	when_format(253402300800, out);
	tap_ok(tap, out[0] == '\0', "nothing is after year 9999");
	when_format(INT64_MIN, out);
	tap_ok(tap, out[0] == '\0', "the lowest number is no time");
	when_format(INT64_MAX, out);
	tap_ok(tap, out[0] == '\0', "the highest number is no time");
}

/* The table of design: what is before what, and what nobody can say. */
static const struct {
	const char *a, *b;
	enum when_order before, not_after;
} orders[] = {
    {"2023-10-28T17:46:39Z", "2023-10-28T17:46:40Z", WHEN_YES, WHEN_YES},
    {"2023-10-28T17:46:40Z", "2023-10-28T17:46:40Z", WHEN_NO, WHEN_YES},
    {"2023-10-28T17:46:41Z", "2023-10-28T17:46:40Z", WHEN_NO, WHEN_NO},
    /* digits without a zone may lie 14 h before and 12 h after */
    {"2023-10-28T12:00:00", "2023-10-29T00:00:00Z", WHEN_UNDECIDED, WHEN_YES},
    {"2023-10-28T12:00:00", "2023-10-29T00:00:01Z", WHEN_YES, WHEN_YES},
    {"2023-10-28T12:00:00", "2023-10-28T23:59:59Z", WHEN_UNDECIDED, WHEN_UNDECIDED},
    {"2023-10-28T12:00:00", "2023-10-27T22:00:00Z", WHEN_NO, WHEN_UNDECIDED},
    {"2023-10-28T12:00:00", "2023-10-27T21:59:59Z", WHEN_NO, WHEN_NO},
    {"2023-10-27T22:00:00Z", "2023-10-28T12:00:00", WHEN_UNDECIDED, WHEN_YES},
    {"2023-10-27T21:59:59Z", "2023-10-28T12:00:00", WHEN_YES, WHEN_YES},
    {"2023-10-29T00:00:00Z", "2023-10-28T12:00:00", WHEN_NO, WHEN_UNDECIDED},
    {"2023-10-29T00:00:01Z", "2023-10-28T12:00:00", WHEN_NO, WHEN_NO},
    {"2023-10-28T12:00:00", "2023-10-28T12:00:00", WHEN_UNDECIDED, WHEN_UNDECIDED},
    {"2023-10-28T12:00:00", "2023-10-29T14:00:01", WHEN_YES, WHEN_YES},
    {"2023-10-28T12:00:00", "2023-10-29T14:00:00", WHEN_UNDECIDED, WHEN_YES},
    {"2023-10-29T14:00:00", "2023-10-28T12:00:00", WHEN_NO, WHEN_UNDECIDED},
    /* a bare date may lie 24 h later still */
    {"2023-10-28", "2023-10-29T12:00:00Z", WHEN_UNDECIDED, WHEN_YES},
    {"2023-10-28", "2023-10-29T12:00:01Z", WHEN_YES, WHEN_YES},
    {"2023-10-28", "2023-10-29T11:59:59Z", WHEN_UNDECIDED, WHEN_UNDECIDED},
    {"2023-10-28", "2023-10-27T10:00:01Z", WHEN_UNDECIDED, WHEN_UNDECIDED},
    {"2023-10-28", "2023-10-27T10:00:00Z", WHEN_NO, WHEN_UNDECIDED},
    {"2023-10-28", "2023-10-27T09:59:59Z", WHEN_NO, WHEN_NO},
    {"2023-10-28", "2023-10-30", WHEN_UNDECIDED, WHEN_UNDECIDED},
    {"2023-10-28", "2023-10-31", WHEN_YES, WHEN_YES},
    /* nothing is known about these */
    {"", "2023-10-28T17:46:40Z", WHEN_UNDECIDED, WHEN_UNDECIDED},
    {"2023-10-28T17:46:40Z", "", WHEN_UNDECIDED, WHEN_UNDECIDED},
    {"", "", WHEN_UNDECIDED, WHEN_UNDECIDED},
    {"2023-02-29", "2023-10-28T17:46:40Z", WHEN_UNDECIDED, WHEN_UNDECIDED},
};

static void
test_orders(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(orders); i++) {
		struct when a = when_parse(span_of(orders[i].a)),
			    b = when_parse(span_of(orders[i].b));

		tap_ok(tap, when_before(a, b) == orders[i].before, "\"%s\" before \"%s\": %d",
		    orders[i].a, orders[i].b, orders[i].before);
		tap_ok(tap, when_not_after(a, b) == orders[i].not_after,
		    "\"%s\" not after \"%s\": %d", orders[i].a, orders[i].b, orders[i].not_after);
	}
}

/* Both orders follow from the intervals: true of all pairs of points, of none, or of some. */
static void
test_orders_by_points(struct tap *tap)
{
	size_t wrong = 0;

	for (int code = 0; code < 625; code++) {
		struct when a = {code % 5, code / 5 % 5, true},
			    b = {code / 25 % 5, code / 125, true};
		int pairs = 0, before = 0, not_after = 0;

		if (a.earliest > a.latest || b.earliest > b.latest)
			continue;
		for (int64_t x = a.earliest; x <= a.latest; x++) {
			for (int64_t y = b.earliest; y <= b.latest; y++) {
				pairs++;
				before += x < y;
				not_after += x <= y;
			}
		}
		wrong += when_before(a, b) != (before == pairs ? WHEN_YES
						  : before     ? WHEN_UNDECIDED
							       : WHEN_NO);
		wrong += when_not_after(a, b) != (not_after == pairs ? WHEN_YES
						     : not_after     ? WHEN_UNDECIDED
								     : WHEN_NO);
	}
	tap_ok(tap, wrong == 0, "orders of intervals are those of all their points");
}

/* In the order of when_compare. */
static const char *const sorted[] = {
    "",
    "2023-10-27T00:00:00Z",
    "2023-10-27T23:59:58",
    "2023-10-28",
    "2023-10-29T12:00:00",
    "2023-10-30T00:00:00",
    "2023-10-30T12:00:00Z",
};

static void
test_compare(struct tap *tap)
{
	struct when wide = {1, 9, true}, narrow = {5, 9, true}, none = when_parse(span_of("x"));
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(sorted); i++) {
		for (size_t k = 0; k < COUNT(sorted); k++) {
			int order = when_compare(
			    when_parse(span_of(sorted[i])), when_parse(span_of(sorted[k])));

			wrong += (order > 0) - (order < 0) != (i > k) - (i < k);
		}
	}
	tap_ok(tap, wrong == 0, "times sort by the latest they may be, unknown first");
	tap_ok(tap, when_compare(wide, narrow) < 0 && when_compare(narrow, wide) > 0,
	    "then by the earliest");
	tap_ok(tap, when_compare(none, none) == 0 && when_compare(wide, wide) == 0,
	    "equals are equal");
}

static const struct {
	const char *text;
	int status;
	int64_t seconds;
} durations[] = {
    {"30d", 0, 30 * DAY},
    {"+30d", 0, 30 * DAY},
    {"-30d", 0, -30 * DAY},
    {"12h", 0, 12 * HOUR},
    {"90m", 0, 5400},
    {"45s", 0, 45},
    {"0s", 0, 0},
    {"-0d", 0, 0},
    {"9223372036854775807s", 0, INT64_MAX},
    {"-9223372036854775807s", 0, -INT64_MAX},
    {"9223372036854775808s", -1, 0},
    {"106751991167300d", 0, INT64_C(106751991167300) * DAY},
    {"106751991167301d", -1, 0},
    {"", -1, 0},
    {"d", -1, 0},
    {"-", -1, 0},
    {"-d", -1, 0},
    {"30", -1, 0},
    {"30D", -1, 0},
    {"30 d", -1, 0},
    {" 30d", -1, 0},
    {"30d ", -1, 0},
    {"--30d", -1, 0},
    {"+-30d", -1, 0},
    {"1.5h", -1, 0},
    {"1d12h", -1, 0},
    {"30w", -1, 0},
};

static void
test_durations(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(durations); i++) {
		int64_t seconds = 77;
		int status = when_duration(span_of(durations[i].text), &seconds);

		tap_ok(tap,
		    status == durations[i].status &&
			seconds == (status ? 77 : durations[i].seconds),
		    "duration \"%s\"", durations[i].text);
	}
}

static void
test_add(struct tap *tap)
{
	struct when w = when_parse(span_of("2024-02-28T23:59:59Z"));
	struct when day = when_parse(span_of("1970-01-01"));
	char out[WHEN_TEXT + 1];

	when_format(when_add(w, 1).earliest, out);
	tap_ok(tap, strcmp(out, "2024-02-29T00:00:00Z") == 0, "a second more");
	when_format(when_add(w, -366 * DAY).latest, out);
	tap_ok(tap, strcmp(out, "2023-02-27T23:59:59Z") == 0, "366 days less");
	day = when_add(day, HOUR);
	tap_ok(tap, day.earliest == -13 * HOUR && day.latest == 37 * HOUR && day.known,
	    "an interval moves as a whole");
	tap_ok(tap, !when_add(when_parse(span_of("")), 5).known, "unknown stays unknown");
	tap_ok(tap,
	    !when_add(w, INT64_MAX).known && !when_add((struct when){-9, 9, true}, INT64_MIN).known,
	    "what does not fit is unknown");
}

int
main(void)
{
	struct tap tap = {0};

	test_known(&tap);
	test_unknown(&tap);
	test_any_byte(&tap);
	test_calendar(&tap);
	test_month_ends(&tap);
	test_format(&tap);
	test_orders(&tap);
	test_orders_by_points(&tap);
	test_compare(&tap);
	test_durations(&tap);
	test_add(&tap);
	return tap_done(&tap);
}
