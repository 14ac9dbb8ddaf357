/* zone: the time zones of tzdata, by name. Level 2. */
#ifndef AMENDS_ZONE_H
#define AMENDS_ZONE_H

#include "span.h"

/* A local time of a wall clock: proleptic Gregorian, no leap seconds. */
struct local_time {
	int year, month, day, hour, minute, second; /* month and day from 1; year 0-9999 */
};

struct zone;
/* A name such as Europe/Madrid, UTC or America/Mexico_City, or an offset as of zone_offset. NULL
 * when tzdata has no such zone (no message), also for localtime, posixrules and Factory, which say
 * nothing about the data, and for right/..., whose clocks count leap seconds. From then on TZ in
 * the environment is that of a zone. The caller closes. */
struct zone *zone_open(struct span name) MUST_CHECK;
/* The instants, seconds since 1970-01-01T00:00:00Z in order, at which clocks there showed this
 * time: one; two, when clocks were set back over it; none, when they were set forward over it. The
 * date must exist. Not for threads: libc knows one zone at a time. About 10 ns, on a day that was
 * not asked for of late 0.5 us, on one near a change of the clock always so, and 4 us more when
 * another zone was asked in between. Exits with status 2 when tzdata can no longer be read. */
size_t zone_instants(struct zone *, const struct local_time *, int64_t instants[2]);
/* The first and the last instant at which clocks there showed this time or one up to so many
 * seconds later, a day at most. False when they showed none of them. Otherwise as above. */
bool zone_between(struct zone *, const struct local_time *, int64_t seconds, int64_t instants[2]);
/* What clocks there showed at the instant, their digits read as UTC: seconds since
 * 1970-01-01T00:00:00Z. Otherwise as above. */
int64_t zone_clock(struct zone *, int64_t instant);
void zone_close(struct zone *); /* NULL does nothing */
/* Seconds east of UTC of Z, +hh, +hhmm or +hh:mm (or -), from -12:00 to +14:00. 0, or -1. */
int zone_offset(struct span text, int64_t *seconds) MUST_CHECK;
/* Where tzdata lies: what a program must be able to read as long as it has zones open. */
const char *zone_folder(void);

#endif
