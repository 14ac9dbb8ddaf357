/* wording: dates, numbers and lists as people of a language write them. Level 3.
 *
 * Spanish as the Ortografia of 2010 has it (months in small letters, e before the sound of i, "a la
 * 1:30"), but for thousands, which get a point, also in four digits; English with the day first, so
 * that nobody takes it for the month. */
#ifndef AMENDS_WORDS_H
#define AMENDS_WORDS_H

#include "mem.h"
#include "zone.h"

struct wording;
/* The words of a language, "es" or "en"; NULL when there are none for it. Static. */
const struct wording *wording_of(struct span language);

/* Where the clocks are that a time with Z is written by. */
struct wording_place {
	struct zone *zone; /* NULL: UTC */
	struct span name;  /* what is written behind the hour */
};
/* Each appends to out and returns 0, or -1 when the value is none that can be written; out is then
 * as before.
 *
 * A time of when.h as a date: 9 de enero de 2016, 9 January 2016. Without Z by its own digits. Both
 * ends of an interval A/B must be of one date. */
int wording_date(const struct wording *, const struct wording_place *, struct span value,
    struct buf *out) MUST_CHECK;
/* The same and the minute: 9 de enero de 2016 a las 11:30 (Europe/Madrid). Without Z no place is
 * named. None: a date alone, an interval. */
int wording_minute(const struct wording *, const struct wording_place *, struct span value,
    struct buf *out) MUST_CHECK;
/* Decimal digits, without leading zeros but for 0 itself: 1.234, 1,234. */
int wording_count(const struct wording *, struct span value, struct buf *out) MUST_CHECK;
/* Items between semicolons, blanks round them and empty ones left out: a, b y c; a, b and c. None:
 * no item. */
int wording_list(const struct wording *, struct span value, struct buf *out) MUST_CHECK;

#endif
