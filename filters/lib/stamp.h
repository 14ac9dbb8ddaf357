/* stamp: the times of foreign exports, in the formats that their profiles name, to the grammar of
 * when.h. Level 3.
 *
 * A format is made of
 *   YYYY YY          the year; 00 to 49 are 2000 to 2049, 50 to 99 1950 to 1999 (RFC 5322, 4.3)
 *   MM DD hh mm ss   two digits; M D h one or two
 *   .f               behind ss: a fraction of any length, by a point or comma; may be missing; cut
 * off AP               AM, PM, a.m., p. m. in any case; hours run from 12 over 1 to 11 MON the
 * month's name or its first three letters (or sept), English or Spanish, in any case, with or
 * without a full stop DAY              a weekday's name, which is not looked at, with or without a
 * full stop ZONE             Z, UTC, GMT, +hh, +hhmm, +hh:mm, GMT-3; so do Z, UTC and GMT in a
 * format, which would not be heard otherwise. No other abbreviation: which zone it is, is a guess
 *   [ and ]          around what may be missing
 *   \X               X itself
 *   any other byte   itself
 * or one of the words
 *   iso              ISO 8601: date, T or a blank, time with or without seconds and fraction, zone
 * or none; also in basic form, 20110122T111244 epoch epoch_ms   seconds and milliseconds since
 * 1970, UTC, with or without a fraction, which is cut off; from 1973 to 5138 (10^8 to 10^11
 * seconds), for a number outside is one of something else: a spreadsheet's day, 0 for never, the
 * other of the two rfc5322          a mail's Date, with its obsolete forms and zones (4.3; no
 * military ones)
 *
 * Every kind of blank (U+00A0, U+202F ...) counts as a space, a run of them as one, none at the
 * ends; marks of direction (U+200E, U+200F) are not there; every kind of dash is '-'.
 *
 * What a value does not say is not made up: without seconds it is the interval of that minute, with
 * the date alone that day (a bare date where no zone is known). Hour 24 and second 60 do not exist,
 * as in when.h. */
#ifndef AMENDS_STAMP_H
#define AMENDS_STAMP_H

#include "mem.h"
#include "zone.h"

struct stamp_format;
/* NULL with "WHAT: ..." when the format cannot be read: what names its place in the message. */
struct stamp_format *stamp_format_parse(struct span text, const char *what) MUST_CHECK;
void stamp_format_free(struct stamp_format *); /* NULL does nothing */

enum stamp_result {
	STAMP_EXACT,	/* out is YYYY-MM-DDThh:mm:ssZ */
	STAMP_INTERVAL, /* out is A/B, both as above: a minute, an hour, a day, or the clock showed
			   it twice */
	STAMP_NO_ZONE, /* out is a time, date or interval without zone: none was written or given */
	STAMP_EMPTY,   /* the value is blank; out is empty */
	STAMP_UNREAD,  /* no format fits; out is empty */
	STAMP_NO_TIME, /* the date or time does not exist, or clocks never showed it; out is empty
			*/
	STAMP_AMBIGUOUS /* two formats fit and say different things (day and month); out is empty */
};
/* Converts value. zone: of values without one, or NULL. A format that fits but gives a day or time
 * that does not exist counts only when no other fits: with D/M/YYYY and M/D/YYYY 25/12/2026 is
 * exact. out is cleared first. About 100 ns. */
enum stamp_result stamp_convert(struct stamp_format *const *formats, size_t count,
    struct span value, struct zone *, struct buf *out);
/* "unreadable_time", "no_such_time", "ambiguous_time": the code that rejects and reports carry;
 * NULL for the first four. */
const char *stamp_reason(enum stamp_result);

#endif
