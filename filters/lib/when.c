/* when: instants known exactly or within an interval.
 *
 * The digits are read here and not by strptime(3) or timegm(3): a send log has a time in every
 * row, those functions accept much that is no time of ours, and the days of the Gregorian calendar
 * are a few lines (the year is counted from March, so that the leap day is its last). */
#include "when.h"

#include "num.h"

enum {
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	ZONE_EAST = 14 * HOUR, /* the clock that is furthest ahead of UTC */
	ZONE_WEST = 12 * HOUR, /* and the one furthest behind */
	ERA_DAYS = 146097,     /* 400 years */
	ERA_YEARS = 400,
	EPOCH_DAYS = 719468 /* from 0000-03-01 to 1970-01-01 */
};
static const int64_t lowest_second = -62167219200;  /* 0000-01-01T00:00:00Z */
static const int64_t highest_second = 253402300799; /* 9999-12-31T23:59:59Z */
static const struct when unknown = {0, 0, false};

/* The number of two digits; over 99 when one of them is none. */
static unsigned
two(const char *text)
{
	unsigned tens = (unsigned char)text[0] - (unsigned)'0';
	unsigned units = (unsigned char)text[1] - (unsigned)'0';

	return tens > 9 || units > 9 ? 100 : tens * 10 + units;
}

static unsigned
month_days(unsigned year, unsigned month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 25 != 0 || year % 16 == 0);

	return leap && month == 2 ? 29 : days[month - 1];
}

bool
when_date_exists(unsigned year, unsigned month, unsigned day)
{
	return year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= month_days(year, month);
}

/* An era is added first, so that no year is negative. */
int64_t
when_days(unsigned year, unsigned month, unsigned day)
{
	unsigned y = year + ERA_YEARS - (month <= 2);
	unsigned m = month > 2 ? month - 3 : month + 9;
	unsigned days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;

	return (int64_t)days - ERA_DAYS - EPOCH_DAYS;
}

/* YYYY-MM-DD, 10 bytes. */
static bool
read_date(const char *text, int64_t *seconds)
{
	unsigned century = two(text), rest = two(text + 2), month = two(text + 5),
		 day = two(text + 8);
	unsigned year = century * 100 + rest;

	if (century > 99 || rest > 99 || text[4] != '-' || text[7] != '-')
		return false;
	if (!when_date_exists(year, month, day))
		return false;
	*seconds = when_days(year, month, day) * DAY;
	return true;
}

/* Thh:mm:ss, 9 bytes. */
static bool
read_clock(const char *text, int64_t *seconds)
{
	unsigned hour = two(text + 1), minute = two(text + 4), second = two(text + 7);

	if (text[0] != 'T' || text[3] != ':' || text[6] != ':')
		return false;
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	*seconds = hour * HOUR + minute * MINUTE + second;
	return true;
}

/* One time, without an interval's '/'. */
static struct when
read_time(struct span text)
{
	int64_t date, clock = 0, more = 0;

	if (text.size != 20 && text.size != 19 && text.size != 10)
		return unknown;
	if (!read_date(text.data, &date))
		return unknown;
	if (text.size == 10)
		more = DAY;
	else if (!read_clock(text.data + 10, &clock))
		return unknown;
	date += clock;
	if (text.size != 20)
		return (struct when){date - ZONE_EAST, date + ZONE_WEST + more, true};
	if (text.data[19] != 'Z')
		return unknown;
	return (struct when){date, date, true};
}

/* A/B, or unknown. */
static struct when
read_interval(struct span text)
{
	const char *slash = text.size > 20 ? memchr(text.data, '/', text.size) : NULL;
	struct when from, to;

	if (!slash)
		return unknown;
	from = read_time((struct span){text.data, (size_t)(slash - text.data)});
	to = read_time((struct span){slash + 1, text.size - (size_t)(slash + 1 - text.data)});
	if (!from.known || !to.known || from.earliest > to.latest)
		return unknown;
	return (struct when){from.earliest, to.latest, true};
}

struct when
when_parse(struct span text)
{
	return text.size <= 20 ? read_time(text) : read_interval(text);
}

bool
when_is_of_day(struct span text, const char day[WHEN_DAY])
{
	int64_t clock;

	return text.size == WHEN_TEXT && memcmp(text.data, day, WHEN_DAY) == 0 &&
	       text.data[WHEN_TEXT - 1] == 'Z' && read_clock(text.data + WHEN_DAY, &clock);
}

static void
put_two(char *to, unsigned number)
{
	to[0] = (char)('0' + number / 10);
	to[1] = (char)('0' + number % 10);
}

void
when_format(int64_t seconds, char out[WHEN_TEXT + 1])
{
	unsigned days, second, era, day_of_era, year_of_era, day_of_year, year, month, day;

	out[0] = '\0';
	if (seconds < lowest_second || seconds > highest_second)
		return;
	/* Counted from 0000-03-01 less one era: never negative, and the months of year 0 have a
	 * year. */
	days = (unsigned)((seconds - lowest_second) / DAY + ERA_DAYS - 60);
	second = (unsigned)((seconds - lowest_second) % DAY);
	era = days / ERA_DAYS;
	day_of_era = days % ERA_DAYS;
	year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	month = (5 * day_of_year + 2) / 153;
	day = day_of_year - (153 * month + 2) / 5 + 1;
	month = month < 10 ? month + 3 : month - 9;
	year = era * ERA_YEARS + year_of_era + (month <= 2) - ERA_YEARS;
	memcpy(out, "yyyy-mm-ddThh:mm:ssZ", WHEN_TEXT + 1);
	put_two(out, year / 100);
	put_two(out + 2, year % 100);
	put_two(out + 5, month);
	put_two(out + 8, day);
	put_two(out + 11, second / HOUR);
	put_two(out + 14, second % HOUR / MINUTE);
	put_two(out + 17, second % MINUTE);
}

struct when
when_add(struct when w, int64_t seconds)
{
	if (!w.known || __builtin_add_overflow(w.earliest, seconds, &w.earliest) ||
	    __builtin_add_overflow(w.latest, seconds, &w.latest))
		return unknown;
	return w;
}

enum when_order
when_before(struct when a, struct when b)
{
	if (!a.known || !b.known)
		return WHEN_UNDECIDED;
	if (a.latest < b.earliest)
		return WHEN_YES;
	return a.earliest >= b.latest ? WHEN_NO : WHEN_UNDECIDED;
}

enum when_order
when_not_after(struct when a, struct when b)
{
	if (!a.known || !b.known)
		return WHEN_UNDECIDED;
	if (a.latest <= b.earliest)
		return WHEN_YES;
	return a.earliest > b.latest ? WHEN_NO : WHEN_UNDECIDED;
}

int
when_compare(struct when a, struct when b)
{
	if (!a.known || !b.known)
		return a.known - b.known;
	if (a.latest != b.latest)
		return a.latest < b.latest ? -1 : 1;
	return (a.earliest > b.earliest) - (a.earliest < b.earliest);
}

int
when_duration(struct span text, int64_t *seconds)
{
	bool minus = text.size > 0 && text.data[0] == '-';
	uint64_t count, unit;

	if (minus || (text.size > 0 && text.data[0] == '+')) {
		text.data++;
		text.size--;
	}
	if (text.size < 2)
		return -1;
	switch (text.data[--text.size]) {
	case 'd':
		unit = DAY;
		break;
	case 'h':
		unit = HOUR;
		break;
	case 'm':
		unit = MINUTE;
		break;
	case 's':
		unit = 1;
		break;
	default:
		return -1;
	}
	if (num_unsigned(text, 0, INT64_MAX / unit, &count) != 0)
		return -1;
	*seconds = minus ? -(int64_t)(count * unit) : (int64_t)(count * unit);
	return 0;
}
