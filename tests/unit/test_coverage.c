/* coverage: months, first and last, unknown times. */
#include "coverage.h"
#include "tap.h"

/* Appends the values as a line. */
static int
add_line(void *context, const struct span *values)
{
	struct buf *text = context;

	for (size_t i = 0; i < COVERAGE_COLUMNS; i++) {
		buf_add_span(text, values[i]);
		buf_add_byte(text, i + 1 < COVERAGE_COLUMNS ? ',' : '\n');
	}
	return 0;
}

static int
refuse(void *context, const struct span *values)
{
	(void)context;
	(void)values;
	return -7;
}

int
main(void)
{
	static const char *const times[] = {"2016-01-05T10:00:00Z", "2015-12-16T09:00:00Z", "",
	    "2015-12-15T23:00:00Z", "2016-01-31", "yesterday", "2015-12-31T23:59:59Z"};
	struct tap tap = {0};
	struct coverage coverage = {0};
	struct buf text = {0};

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		coverage_add(&coverage, span_of(times[i]));
	tap_ok(&tap, coverage_rows(&coverage, add_line, &text) == 0, "its table is given");
	tap_ok(&tap,
	    span_is(buf_span(&text), "2015-12,3,2015-12-15T23:00:00Z,2015-12-31T23:59:59Z\n"
				     "2016-01,2,2016-01-05T10:00:00Z,2016-01-31\n"
				     "unknown,2,,\n"),
	    "months are sorted, with first and last; what is no time is counted as unknown");
	tap_ok(&tap, coverage_rows(&coverage, refuse, NULL) == -7, "a row that fails ends it");
	coverage_free(&coverage);
	buf_clear(&text);
	tap_ok(&tap, coverage_rows(&coverage, add_line, &text) == 0 && text.size == 0,
	    "no value, no row");
	buf_free(&text);
	return tap_done(&tap);
}
