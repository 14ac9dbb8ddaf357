/* zone: which instants a clock showed, as Python's zoneinfo has them (tests/slow/zones asks it
 * about every zone), whatever was asked before; days; names; offsets; and tzdata that goes away. */
#include "zone.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "capture.h"
#include "err.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
enum { HOUR = 3600, DAY = 24 * HOUR };

static const struct zone_case {
	const char *zone, *time;
	size_t count;
	int64_t instants[2];
} cases[] = {
    /* one offset */
    {"UTC", "2024-02-29T12:34:56", 1, {1709210096, 0}},
    {"Europe/Madrid", "2024-02-16T10:00:00", 1, {1708074000, 0}},
    {"Europe/Madrid", "2024-07-16T10:00:00", 1, {1721116800, 0}},
    {"America/Mexico_City", "2021-07-16T10:00:00", 1, {1626447600, 0}},
    {"America/Mexico_City", "2024-07-16T10:00:00", 1, {1721145600, 0}},
    {"Asia/Kathmandu", "2024-07-16T10:00:00", 1, {1721103300, 0}},
    {"Asia/Kolkata", "2024-07-16T10:00:00", 1, {1721104200, 0}},
    {"Pacific/Kiritimati", "2024-01-01T00:00:00", 1, {1704016800, 0}},
    {"Etc/GMT+12", "2024-01-01T00:00:00", 1, {1704110400, 0}},
    {"Etc/GMT+3", "2024-01-01T00:00:00", 1, {1704078000, 0}},
    {"EST", "2024-07-01T00:00:00", 1, {1719810000, 0}},
    {"America/Argentina/Buenos_Aires", "2024-01-01T00:00:00", 1, {1704078000, 0}},
    {"America/Port-au-Prince", "2024-07-01T00:00:00", 1, {1719806400, 0}},
    /* set back: twice */
    {"Europe/Madrid", "2024-10-27T01:59:59", 1, {1729987199, 0}},
    {"Europe/Madrid", "2024-10-27T02:00:00", 2, {1729987200, 1729990800}},
    {"Europe/Madrid", "2024-10-27T02:30:00", 2, {1729989000, 1729992600}},
    {"Europe/Madrid", "2024-10-27T02:59:59", 2, {1729990799, 1729994399}},
    {"Europe/Madrid", "2024-10-27T03:00:00", 1, {1729994400, 0}},
    {"America/New_York", "2025-11-02T01:30:00", 2, {1762061400, 1762065000}},
    {"America/Sao_Paulo", "2018-02-17T23:30:00", 2, {1518917400, 1518921000}},
    {"America/Havana", "2024-11-03T00:30:00", 2, {1730608200, 1730611800}},
    {"Australia/Lord_Howe", "2024-04-07T01:29:59", 1, {1712413799, 0}},
    {"Australia/Lord_Howe", "2024-04-07T01:30:00", 2, {1712413800, 1712415600}},
    {"Australia/Lord_Howe", "2024-04-07T01:59:59", 2, {1712415599, 1712417399}},
    {"Australia/Lord_Howe", "2024-04-07T02:00:00", 1, {1712417400, 0}},
    {"Europe/Dublin", "2024-10-27T01:30:00", 2, {1729989000, 1729992600}},
    {"Africa/Casablanca", "2024-03-10T02:30:00", 2, {1710034200, 1710037800}},
    {"Antarctica/Troll", "2024-10-27T01:30:00", 2, {1729985400, 1729992600}},
    /* set forward: never */
    {"Europe/Madrid", "2024-03-31T01:59:59", 1, {1711846799, 0}},
    {"Europe/Madrid", "2024-03-31T02:00:00", 0, {0, 0}},
    {"Europe/Madrid", "2024-03-31T02:59:59", 0, {0, 0}},
    {"Europe/Madrid", "2024-03-31T03:00:00", 1, {1711846800, 0}},
    {"America/New_York", "2025-03-09T02:30:00", 0, {0, 0}},
    {"America/Sao_Paulo", "2018-11-03T23:59:59", 1, {1541300399, 0}},
    {"America/Sao_Paulo", "2018-11-04T00:00:00", 0, {0, 0}},
    {"America/Sao_Paulo", "2018-11-04T00:59:59", 0, {0, 0}},
    {"America/Sao_Paulo", "2018-11-04T01:00:00", 1, {1541300400, 0}},
    {"Australia/Lord_Howe", "2024-10-06T01:59:59", 1, {1728142199, 0}},
    {"Australia/Lord_Howe", "2024-10-06T02:00:00", 0, {0, 0}},
    {"Australia/Lord_Howe", "2024-10-06T02:29:59", 0, {0, 0}},
    {"Australia/Lord_Howe", "2024-10-06T02:30:00", 1, {1728142200, 0}},
    {"Asia/Beirut", "2023-03-30T00:30:00", 1, {1680125400, 0}},
    /* a day left out, a day twice */
    {"Pacific/Apia", "2011-12-29T23:59:59", 1, {1325239199, 0}},
    {"Pacific/Apia", "2011-12-30T00:00:00", 0, {0, 0}},
    {"Pacific/Apia", "2011-12-30T12:00:00", 0, {0, 0}},
    {"Pacific/Apia", "2011-12-30T23:59:59", 0, {0, 0}},
    {"Pacific/Apia", "2011-12-31T00:00:00", 1, {1325239200, 0}},
    {"Pacific/Kwajalein", "1993-08-21T12:00:00", 0, {0, 0}},
    {"Pacific/Kwajalein", "1969-09-30T12:00:00", 2, {-8031600, -7948800}},
    /* other base offsets */
    {"Europe/Istanbul", "2016-10-30T03:30:00", 1, {1477787400, 0}},
    {"Europe/Lisbon", "1992-09-27T01:30:00", 1, {717553800, 0}},
    {"Europe/Lisbon", "1995-07-01T12:00:00", 1, {804592800, 0}},
    {"America/Caracas", "2016-05-01T02:45:00", 0, {0, 0}},
    {"America/Caracas", "2007-12-09T02:45:00", 2, {1197182700, 1197184500}},
    {"Asia/Pyongyang", "2018-05-04T23:45:00", 0, {0, 0}},
    {"Europe/Madrid", "1940-03-16T23:30:00", 0, {0, 0}},
    {"Europe/Volgograd", "2020-12-27T01:30:00", 2, {1609018200, 1609021800}},
    /* before 1970, after 2037, and far away */
    {"Europe/Madrid", "1900-12-31T23:45:00", 1, {-2177452816, 0}},
    {"Europe/Madrid", "1901-01-01T00:00:00", 1, {-2177452800, 0}},
    {"Europe/Madrid", "1850-01-01T00:00:00", 1, {-3786824716, 0}},
    {"America/New_York", "1969-07-20T16:17:40", 1, {-14182940, 0}},
    {"Europe/London", "1970-06-01T12:00:00", 1, {13086000, 0}},
    {"Africa/Monrovia", "1960-01-01T00:00:00", 1, {-315616530, 0}},
    {"Europe/Madrid", "2037-10-25T02:30:00", 2, {2140043400, 2140047000}},
    {"Europe/Madrid", "2038-01-19T04:14:08", 1, {2147483648, 0}},
    {"Europe/Madrid", "2050-07-01T00:00:00", 1, {2540239200, 0}},
    {"Europe/Madrid", "2050-10-30T02:30:00", 2, {2550702600, 2550706200}},
    {"Europe/Madrid", "2051-03-26T02:30:00", 0, {0, 0}},
    {"America/New_York", "2450-11-06T01:30:00", 2, {15174106200, 15174109800}},
    {"Australia/Sydney", "9999-12-30T00:00:00", 1, {253402088400, 0}},
    {"Europe/Madrid", "9000-08-01T00:00:00", 1, {221863701600, 0}},
    {"Asia/Tokyo", "0001-01-03T00:00:00", 1, {-62135457539, 0}},
};

static struct local_time
time_of(const char *text)
{
	struct local_time t = {0, 1, 1, 0, 0, 0};

	if (sscanf(text, "%d-%d-%dT%d:%d:%d", &t.year, &t.month, &t.day, &t.hour, &t.minute,
		&t.second) < 3)
		abort();
	return t;
}

static bool
is_case(struct zone *zone, const struct zone_case *c)
{
	struct local_time t = time_of(c->time);
	int64_t instants[2] = {0, 0};

	return zone && zone_instants(zone, &t, instants) == c->count &&
	       instants[0] == c->instants[0] && instants[1] == c->instants[1];
}

static void
test_cases(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct zone *zone = zone_open(span_of(cases[i].zone));

		tap_ok(tap, is_case(zone, &cases[i]), "%s %s", cases[i].zone, cases[i].time);
		zone_close(zone);
	}
}

/* All at once, each asked behind every other, so that libc is turned to and fro. */
static void
test_any_order(struct tap *tap)
{
	struct zone *zones[COUNT(cases)];
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(cases); i++)
		zones[i] = zone_open(span_of(cases[i].zone));
	for (size_t step = 1; step < COUNT(cases); step++) {
		size_t at = step;

		for (size_t i = 0; i < COUNT(cases); i++, at = (at + step) % COUNT(cases))
			wrong += !is_case(zones[at], &cases[at]);
	}
	tap_ok(tap, wrong == 0, "whatever was asked before, in this zone or in another");
	for (size_t i = 0; i < COUNT(cases); i++)
		zone_close(zones[i]);
}

static const struct {
	const char *zone, *day;
	int64_t first, size; /* instant, seconds; 0: no such day */
} days[] = {
    {"UTC", "2024-02-29", 1709164800, DAY},
    {"+05:30", "2024-02-29", 1709164800 - 19800, DAY},
    {"Europe/Madrid", "2024-02-16", 1708038000, DAY},
    {"Europe/Madrid", "2024-03-31", 1711839600, 23 * HOUR},
    {"Europe/Madrid", "2024-10-27", 1729980000, 25 * HOUR},
    {"Australia/Lord_Howe", "2024-04-07", 1712408400, 24 * HOUR + HOUR / 2},
    {"America/Sao_Paulo", "2018-11-04", 1541300400, 23 * HOUR},
    {"America/Sao_Paulo", "2018-02-17", 1518832800, 25 * HOUR},
    {"America/Havana", "2024-11-03", 1730606400, 25 * HOUR},
    {"Asia/Pyongyang", "2018-05-04", 1525359600 + HOUR / 2, 23 * HOUR + HOUR / 2},
    {"Pacific/Apia", "2011-12-29", 1325152800, DAY},
    {"Pacific/Apia", "2011-12-30", 0, 0},
    {"Pacific/Apia", "2011-12-31", 1325239200, DAY},
    {"Pacific/Kwajalein", "1969-09-30", -8074800, 47 * HOUR},
};

static void
test_days(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(days); i++) {
		struct zone *zone = zone_open(span_of(days[i].zone));
		struct local_time t = time_of(days[i].day);
		int64_t ends[2] = {0, -1};
		bool shown = zone && zone_between(zone, &t, DAY - 1, ends);

		tap_ok(tap,
		    zone && shown == (days[i].size != 0) && ends[0] == days[i].first &&
			ends[1] - ends[0] + 1 == days[i].size,
		    "%s %s is %lld s", days[i].zone, days[i].day, (long long)days[i].size);
		zone_close(zone);
	}
}

/* Every second of a day and the instants of each: the first and last are the ends. */
static void
test_days_by_seconds(struct tap *tap)
{
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(days); i++) {
		struct zone *zone = zone_open(span_of(days[i].zone));
		struct local_time t = time_of(days[i].day);
		int64_t ends[2] = {INT64_MAX, INT64_MIN}, instants[2], first = INT64_MAX,
			last = INT64_MIN;

		for (int second = 0; second < DAY; second++) {
			struct local_time s = {
			    t.year, t.month, t.day, second / HOUR, second / 60 % 60, second % 60};
			size_t count = zone_instants(zone, &s, instants);

			if (count && instants[0] < first)
				first = instants[0];
			if (count && instants[count - 1] > last)
				last = instants[count - 1];
		}
		wrong += zone_between(zone, &t, DAY - 1, ends) != (days[i].size != 0) ||
			 ends[0] != first || ends[1] != last;
		zone_close(zone);
	}
	tap_ok(tap, wrong == 0, "a day is from its first to its last second");
}

static void
test_minutes(struct tap *tap)
{
	struct zone *zone = zone_open(span_of("Europe/Madrid"));
	struct local_time plain = time_of("2024-02-16T10:05:00");
	struct local_time twice = time_of("2024-10-27T02:30:00");
	struct local_time never = time_of("2024-03-31T02:30:00");
	int64_t ends[2];

	tap_ok(tap,
	    zone_between(zone, &plain, 59, ends) && ends[0] == 1708074300 && ends[1] == 1708074359,
	    "a minute");
	tap_ok(tap,
	    zone_between(zone, &twice, 59, ends) && ends[0] == 1729989000 && ends[1] == 1729992659,
	    "one that was shown twice");
	tap_ok(tap, !zone_between(zone, &never, 59, ends), "one that never was");
	tap_ok(tap,
	    zone_between(zone, &plain, 0, ends) && ends[0] == 1708074300 && ends[1] == 1708074300,
	    "a second");
	zone_close(zone);
}

static const char *const no_zones[] = {
    "",
    "Europe/Atlantis",
    "europe/madrid",
    "Europe",
    "Europe/",
    "/Europe/Madrid",
    "/usr/share/zoneinfo/Europe/Madrid",
    ":Europe/Madrid",
    "../zoneinfo/Europe/Madrid",
    "Europe/../Europe/Madrid",
    "./Europe/Madrid",
    "Europe//Madrid",
    "Europe/Madrid ",
    " Europe/Madrid",
    "CET-1CEST",
    "PST8PDT,M3.2.0,M11.1.0",
    "<+01>-1",
    "UTC+1",
    "CEST",
    "PDT",
    "Madrid",
    "zone.tab",
    "zone1970.tab",
    "tzdata.zi",
    "leapseconds",
    "localtime",
    "posixrules",
    "Factory",
    "right/UTC",
    "right/Europe/Madrid",
    "+1",
    "+1:00",
    "+01:",
    "+0100Z",
    "+14:01",
    "-12:01",
    "+24:00",
    "+01:60",
    "01:00",
    "+01.00",
    "z",
    "+ 1:00",
    "+a0:00",
};

static void
test_no_zones(struct tap *tap)
{
	struct zone *zone = zone_open((struct span){"UTC\0x", 5});

	tap_ok(tap, !zone, "no zone: one with a NUL");
	zone = zone_open((struct span){NULL, 0});
	tap_ok(tap, !zone, "no zone: no memory");
	for (size_t i = 0; i < COUNT(no_zones); i++) {
		zone = zone_open(span_of(no_zones[i]));
		tap_ok(tap, !zone, "no zone: \"%s\"", no_zones[i]);
		zone_close(zone);
	}
}

static const struct {
	const char *text;
	int64_t seconds;
} offsets[] = {{"Z", 0}, {"+00:00", 0}, {"-00:00", 0}, {"+0000", 0}, {"+01", HOUR},
    {"-0330", -HOUR * 7 / 2}, {"+05:45", HOUR * 23 / 4}, {"+14:00", 14 * HOUR},
    {"-12:00", -12 * HOUR}, {"-1200", -12 * HOUR}};

static void
test_offsets(struct tap *tap)
{
	struct local_time t = time_of("1970-01-01T00:00:00");

	for (size_t i = 0; i < COUNT(offsets); i++) {
		struct zone *zone = zone_open(span_of(offsets[i].text));
		int64_t seconds = 77, instants[2];

		tap_ok(tap,
		    zone_offset(span_of(offsets[i].text), &seconds) == 0 &&
			seconds == offsets[i].seconds && zone &&
			zone_instants(zone, &t, instants) == 1 && instants[0] == -seconds,
		    "offset %s", offsets[i].text);
		zone_close(zone);
	}
}

static void
set_open_files(rlim_t most)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		abort();
	limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		abort();
}

/* A search for leaks behind it needs files again. */
static void
allow_files(void)
{
	set_open_files(1024);
}

/* libc would go on in UTC. */
static void
test_gone(struct tap *tap)
{
	struct zone *madrid = zone_open(span_of("Europe/Madrid"));
	struct zone *tokyo = zone_open(span_of("Asia/Tokyo"));
	struct local_time t = time_of("2024-02-16T10:00:00");
	struct capture capture;
	int64_t instants[2];
	int status = 0;
	pid_t child;

	fflush(stdout);
	capture_begin(&capture);
	child = fork();
	if (child == 0) {
		if (atexit(allow_files) != 0)
			_exit(6);
		set_open_files(0);
		if (zone_open(span_of("Europe/Paris")))
			_exit(7);
		zone_instants(madrid, &t, instants);
		_exit(8);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		abort();
	capture_end(&capture);
	tap_ok(tap, WIFEXITED(status) && WEXITSTATUS(status) == STATUS_FAILED,
	    "tzdata that cannot be read any more ends the run");
	tap_ok(tap, capture_is(&capture, "time zones: /usr/share/zoneinfo cannot be read any more"),
	    "and says so");
	tap_ok(tap,
	    zone_instants(madrid, &t, instants) == 1 && instants[0] == 1708074000 &&
		zone_instants(tokyo, &t, instants) == 1 && instants[0] == 1708045200,
	    "else it does not");
	zone_close(madrid);
	zone_close(tokyo);
}

/* What the environment says counts for nothing. */
static void
test_environment(struct tap *tap)
{
	struct local_time t = time_of("2024-02-16T10:00:00");
	int64_t instants[2];
	struct zone *zone;

	setenv("TZDIR", "/nowhere", 1);
	setenv("TZ", "America/New_York", 1);
	zone = zone_open(span_of("Europe/Madrid"));
	tap_ok(tap, zone && zone_instants(zone, &t, instants) == 1 && instants[0] == 1708074000,
	    "TZ and TZDIR change nothing");
	zone_close(zone);
	unsetenv("TZDIR");
	tap_ok(tap, strcmp(zone_folder(), "/usr/share/zoneinfo") == 0, "the folder");
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	test_environment(&tap);
	test_cases(&tap);
	test_any_order(&tap);
	test_days(&tap);
	test_days_by_seconds(&tap);
	test_minutes(&tap);
	test_no_zones(&tap);
	test_offsets(&tap);
	test_gone(&tap);
	zone_close(NULL);
	return tap_done(&tap);
}
