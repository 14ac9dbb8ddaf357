/* zone: see zone.h. Which clock ran where and when is tzdata's to know and libc's to read; what is
 * asked of it is only the offset at an instant. libc takes a zone from the variable TZ, and one
 * that it cannot read for UTC, in silence: hence the look at the file before, and at the name of
 * the clock after each question.
 *
 * The offset of a whole day is remembered. That a day has one offset is seen from those of four
 * instants, a day apart, around it: no zone of tzdata was ever changed twice within three days
 * (tests/slow/zones). */
#include "zone.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "when.h"

#define FOLDER "/usr/share/zoneinfo"
enum {
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	EAST = 14 * HOUR, /* as in when.h */
	WEST = -12 * HOUR,
	LONGEST_NAME = 64,
	DAYS = 4096,	     /* remembered: eleven years in any order */
	CHANGES = INT32_MAX, /* in place of an offset: the day, or one beside it, has two */
	NO_DAY = INT32_MIN
};

struct day {
	int32_t number; /* days since 1970-01-01 on the clock there */
	int32_t offset; /* seconds east of UTC */
};

struct zone {
	char *setting;	  /* what TZ must be; NULL: the offset is fixed */
	struct day *days; /* the day n is in days[n % DAYS] */
	int32_t fixed;
};

const char *
zone_folder(void)
{
	return FOLDER;
}

/* Two digits, or -1. */
static int
two(const char *text)
{
	bool digits = text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';

	return digits ? (text[0] - '0') * 10 + text[1] - '0' : -1;
}

int
zone_offset(struct span text, int64_t *seconds)
{
	bool colon = text.size == 6 && text.data[3] == ':';
	int hour, minute;

	if (span_is(text, "Z")) {
		*seconds = 0;
		return 0;
	}
	if (!(text.size == 3 || text.size == 5 || colon) ||
	    !(text.data[0] == '+' || text.data[0] == '-'))
		return -1;
	hour = two(text.data + 1);
	minute = text.size == 3 ? 0 : two(text.data + 3 + colon);
	if (hour < 0 || minute < 0 || minute > 59)
		return -1;
	hour = hour * HOUR + minute * MINUTE;
	if (text.data[0] == '-')
		hour = -hour;
	if (hour < WEST || hour > EAST)
		return -1;
	*seconds = hour;
	return 0;
}

/* Letters, digits, _ + and -, in parts with a / between them: no way out of the folder. */
static bool
is_name(struct span name)
{
	static const char *const nowhere[] = {"localtime", "posixrules", "Factory"};
	char before = '/';

	if (name.size == 0 || name.size > LONGEST_NAME)
		return false;
	for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
		if (span_is(name, nowhere[i]))
			return false;
	for (size_t i = 0; i < name.size; i++) {
		char byte = name.data[i];
		bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');

		if (byte == '/' ? before == '/'
				: !letter && !(byte >= '0' && byte <= '9') && byte != '_' &&
				      byte != '+' && byte != '-')
			return false;
		before = byte;
	}
	return before != '/';
}

static bool
is_zone_file(const char *path)
{
	char magic[4];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is;

	if (fd < 0)
		return false;
	is = read(fd, magic, sizeof magic) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
	close(fd);
	return is;
}

/* Turns libc to this zone. False when it cannot be. */
static bool
turn_to(const struct zone *zone)
{
	const char *now = getenv("TZ");

	if (now && strcmp(now, zone->setting) == 0)
		return true;
	if (setenv("TZ", zone->setting, 1) != 0)
		return false;
	tzset();
	return true;
}

/* The offset at an instant, in the zone that libc is turned to. False when libc has none. */
static bool
ask(int64_t instant, int32_t *offset)
{
	time_t seconds = instant;
	struct tm tm;

	if (!localtime_r(&seconds, &tm) || !tm.tm_zone || !*tm.tm_zone)
		return false;
	*offset = (int32_t)tm.tm_gmtoff;
	return true;
}

static int32_t
offset_at(int64_t instant)
{
	int32_t offset;

	if (!ask(instant, &offset))
		die("time zones: %s cannot be read any more", FOLDER);
	return offset;
}

/* With leap seconds a clock there is half a minute off what its offset says. */
static bool
is_without_leap_seconds(void)
{
	time_t seconds = 1700000000;
	struct tm tm;

	return localtime_r(&seconds, &tm) && ((seconds + tm.tm_gmtoff) % MINUTE == tm.tm_sec);
}

static bool
is_usable(const struct zone *zone)
{
	int32_t offset;

	return is_zone_file(zone->setting + 1) && turn_to(zone) && ask(0, &offset) &&
	       is_without_leap_seconds();
}

static struct zone *
open_named(struct span name)
{
	struct zone *zone = xcalloc(1, sizeof *zone);
	struct buf setting = {0};

	buf_add_text(&setting, ":" FOLDER "/");
	buf_add_span(&setting, name);
	zone->setting = xcopy(buf_span(&setting));
	buf_free(&setting);
	if (!is_usable(zone)) {
		zone_close(zone);
		return NULL;
	}
	zone->days = xmalloc(DAYS, sizeof *zone->days);
	for (size_t i = 0; i < DAYS; i++)
		zone->days[i].number = NO_DAY;
	return zone;
}

struct zone *
zone_open(struct span name)
{
	struct zone *zone;
	int64_t offset;

	if (zone_offset(name, &offset) != 0)
		return is_name(name) ? open_named(name) : NULL;
	zone = xcalloc(1, sizeof *zone);
	zone->fixed = (int32_t)offset;
	return zone;
}

void
zone_close(struct zone *zone)
{
	if (!zone)
		return;
	free(zone->days);
	free(zone->setting);
	free(zone);
}

static void
turn_or_die(const struct zone *zone)
{
	if (!turn_to(zone))
		die_errno("time zones");
}

/* The one offset of a day, or CHANGES. Its instants lie between the first and the last of the four:
 * no clock was ever a day off. */
static int32_t
offset_of_day(struct zone *zone, int64_t number)
{
	struct day *day;
	int32_t offset;

	if (!zone->setting)
		return zone->fixed;
	day = &zone->days[(uint64_t)number % DAYS];
	if (day->number == number)
		return day->offset;
	turn_or_die(zone);
	offset = offset_at((number - 1) * DAY);
	for (int64_t i = 0; i <= 2; i++)
		if (offset_at((number + i) * DAY) != offset)
			offset = CHANGES;
	*day = (struct day){(int32_t)number, offset};
	return offset;
}

/* local: seconds since 1970-01-01T00:00:00 on the clock there. */
static size_t
instants_of(struct zone *zone, int64_t local, int64_t instants[2])
{
	int64_t number = local >= 0 ? local / DAY : -((DAY - 1 - local) / DAY);
	int32_t offset = offset_of_day(zone, number), after;
	size_t count = 0;

	if (offset != CHANGES) {
		instants[0] = local - offset;
		return 1;
	}
	turn_or_die(zone);
	offset = offset_at(local - DAY);
	after = offset_at(local + DAY);
	if (offset_at(local - offset) == offset)
		instants[count++] = local - offset;
	if (after != offset && offset_at(local - after) == after)
		instants[count++] = local - after;
	return count;
}

static int64_t
local_seconds(const struct local_time *time)
{
	int64_t days = when_days((unsigned)time->year, (unsigned)time->month, (unsigned)time->day);

	return days * DAY + (int64_t)time->hour * HOUR + (int64_t)time->minute * MINUTE +
	       time->second;
}

size_t
zone_instants(struct zone *zone, const struct local_time *time, int64_t instants[2])
{
	return instants_of(zone, local_seconds(time), instants);
}

/* Of two times, one that clocks showed and one that they were set forward over: the shown one that
 * is nearest to the other. */
static int64_t
nearest_shown(struct zone *zone, int64_t shown, int64_t missing)
{
	int64_t instants[2];

	while (shown - missing > 1 || missing - shown > 1) {
		int64_t middle = missing + (shown - missing) / 2;

		if (instants_of(zone, middle, instants))
			shown = middle;
		else
			missing = middle;
	}
	return shown;
}

bool
zone_between(struct zone *zone, const struct local_time *time, int64_t seconds, int64_t instants[2])
{
	int64_t from = local_seconds(time), to = from + seconds, first[2] = {0}, last[2] = {0};
	size_t begins = instants_of(zone, from, first), ends = instants_of(zone, to, last);

	if (!begins && !ends)
		return false;
	if (!begins)
		instants_of(zone, nearest_shown(zone, to, from), first);
	if (!ends)
		ends = instants_of(zone, nearest_shown(zone, from, to), last);
	instants[0] = first[0];
	instants[1] = last[ends > 1];
	return true;
}

int64_t
zone_clock(struct zone *zone, int64_t instant)
{
	if (!zone->setting)
		return instant + zone->fixed;
	turn_or_die(zone);
	return instant + offset_at(instant);
}
