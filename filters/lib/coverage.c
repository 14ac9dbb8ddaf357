/* coverage: see the header. A dump holds few months, so they are kept in a plain array; the day of
 * the row before is tried first, then its month, which is right for nearly every row of a log. */
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "coverage.h"
#include "when.h"

enum { MONTH_SIZE = 7 };

static struct coverage_month *
month_of(struct coverage *coverage, const char *month)
{
	for (size_t i = 0; i < coverage->count; i++)
		if (memcmp(coverage->months[i].month, month, MONTH_SIZE) == 0) {
			coverage->latest = i;
			return &coverage->months[i];
		}
	if (coverage->count == coverage->room) {
		coverage->room = coverage->room ? coverage->room * 2 : 16;
		coverage->months =
		    xrealloc(coverage->months, coverage->room, sizeof(*coverage->months));
	}
	struct coverage_month *fresh = &coverage->months[coverage->count];
	*fresh = (struct coverage_month){0};
	memcpy(fresh->month, month, MONTH_SIZE);
	coverage->latest = coverage->count++;
	return fresh;
}

static void
keep(struct buf *kept, struct span value)
{
	buf_clear(kept);
	buf_add_span(kept, value);
}

/* The bytes behind the month as a number that sorts as they do: day, hour and ten minutes. */
static uint64_t
rank_of(struct span time)
{
	char bytes[sizeof(uint64_t)] = {0};
	size_t size = time.size - MONTH_SIZE;
	uint64_t rank;

	memcpy(bytes, time.data + MONTH_SIZE, size < sizeof bytes ? size : sizeof bytes);
	memcpy(&rank, bytes, sizeof rank);
	return be64toh(rank);
}

/* Does the value stand outside of what was seen of its month? Few do. */
static void
widen(struct coverage_month *month, struct span time)
{
	uint64_t rank = rank_of(time);

	if (rank <= month->first_rank && span_compare(time, buf_span(&month->first)) < 0) {
		keep(&month->first, time);
		month->first_rank = rank;
	}
	if (rank >= month->last_rank && span_compare(time, buf_span(&month->last)) > 0) {
		keep(&month->last, time);
		month->last_rank = rank;
	}
}

/* The month of a time, or NULL when it is none. */
static struct coverage_month *
find(struct coverage *coverage, struct span time)
{
	struct coverage_month *month;

	if (when_is_of_day(time, coverage->day))
		return &coverage->months[coverage->latest];
	if (!when_parse(time).known)
		return NULL;
	memcpy(coverage->day, time.data, sizeof coverage->day);
	month = coverage->count ? &coverage->months[coverage->latest] : NULL;
	if (month && memcmp(month->month, time.data, MONTH_SIZE) == 0)
		return month;
	return month_of(coverage, time.data);
}

void
coverage_add(struct coverage *coverage, struct span time)
{
	coverage_add_times(coverage, time, 1);
}

void
coverage_add_times(struct coverage *coverage, struct span time, uint64_t rows)
{
	struct coverage_month *month = find(coverage, time);

	if (!month) {
		coverage->unknown += rows;
		return;
	}
	month->rows += rows;
	if (month->rows == rows) {
		keep(&month->first, time);
		keep(&month->last, time);
		month->first_rank = month->last_rank = rank_of(time);
	} else {
		widen(month, time);
	}
}

static int
by_month(const void *a, const void *b)
{
	return strcmp(
	    ((const struct coverage_month *)a)->month, ((const struct coverage_month *)b)->month);
}

const char *const coverage_columns[COVERAGE_COLUMNS] = {"month", "rows", "first", "last"};

int
coverage_rows(
    struct coverage *coverage, int (*row)(void *context, const struct span *values), void *context)
{
	char count[24];

	if (coverage->count)
		qsort(coverage->months, coverage->count, sizeof(*coverage->months), by_month);
	coverage->latest = 0;
	for (size_t i = 0; i < coverage->count; i++) {
		struct coverage_month *m = &coverage->months[i];
		int result;

		snprintf(count, sizeof(count), "%" PRIu64, m->rows);
		result = row(context, (struct span[]){span_of(m->month), span_of(count),
					  buf_span(&m->first), buf_span(&m->last)});
		if (result)
			return result;
	}
	if (!coverage->unknown)
		return 0;
	snprintf(count, sizeof(count), "%" PRIu64, coverage->unknown);
	return row(
	    context, (struct span[]){span_of("unknown"), span_of(count), span_of(""), span_of("")});
}

void
coverage_free(struct coverage *coverage)
{
	for (size_t i = 0; i < coverage->count; i++) {
		buf_free(&coverage->months[i].first);
		buf_free(&coverage->months[i].last);
	}
	free(coverage->months);
	*coverage = (struct coverage){0};
}
