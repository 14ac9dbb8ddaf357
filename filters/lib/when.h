/* when: instants known exactly or only within an interval. Level 1.
 *
 *   YYYY-MM-DDThh:mm:ssZ   that second, UTC
 *   YYYY-MM-DDThh:mm:ss    no zone: between 14 h before and 12 h after these digits read as UTC
 *                          (zones run from UTC-12 to UTC+14)
 *   YYYY-MM-DD             no zone, no hour: as above, and up to 24 h more
 *   A/B                    two of these: any instant from the earliest of A to the latest of B
 *                          (ISO 8601 interval; unknown when it would end before it begins)
 *   empty, anything else   unknown: compares with nothing
 *
 * Proleptic Gregorian calendar, years 0000-9999; a day that does not exist is unknown; second 60
 * is unknown. A blank in place of T is not accepted: am-import writes tables. */
#ifndef AMENDS_WHEN_H
#define AMENDS_WHEN_H

#include "span.h"

struct when {
	int64_t earliest; /* seconds since 1970-01-01T00:00:00Z; earliest <= latest */
	int64_t latest;
	bool known;
};

enum when_order { WHEN_NO = 0, WHEN_YES = 1, WHEN_UNDECIDED = 2 };

/* About 10 ns for the full form. Never fails: what cannot be read is unknown. */
struct when when_parse(struct span);
/* Is the text a second of a day, YYYY-MM-DDThh:mm:ssZ, where YYYY-MM-DD is known to be one? A third
 * of the cost, for logs, in which the day is mostly that of the row before. */
enum { WHEN_DAY = 10 };
bool when_is_of_day(struct span text, const char day[WHEN_DAY]);
/* YYYY-MM-DDThh:mm:ssZ and a NUL; seconds outside years 0000-9999 give "". */
enum { WHEN_TEXT = 20 };
void when_format(int64_t seconds, char out[WHEN_TEXT + 1]);
/* Is there such a day? Year 0-9999. */
bool when_date_exists(unsigned year, unsigned month, unsigned day);
/* Days since 1970-01-01 of one that exists. */
int64_t when_days(unsigned year, unsigned month, unsigned day);
/* The same instant moved by seconds, which may be negative. Unknown stays unknown. */
struct when when_add(struct when, int64_t seconds);

/* Is a before b? YES when a.latest < b.earliest, NO when a.earliest >= b.latest, else UNDECIDED
 * (also when either is unknown). */
enum when_order when_before(struct when a, struct when b);
/* Is a before b or the same second? YES when a.latest <= b.earliest, NO when a.earliest >
 * b.latest. */
enum when_order when_not_after(struct when a, struct when b);
/* Order for picking first and last: unknown first, then by latest, then by earliest. */
int when_compare(struct when a, struct when b);

/* "30d", "12h", "90m", "45s", with an optional sign before: seconds. Returns 0 or -1. */
int when_duration(struct span, int64_t *seconds) MUST_CHECK;

#endif
