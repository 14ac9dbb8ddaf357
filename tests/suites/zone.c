/* zone: the time zones alone, as tests/slow/zones drives them. Reads lines "ZONE
 * YYYY-MM-DDThh:mm:ss" on stdin and prints for each the instants at which clocks there showed it,
 * in seconds since 1970, or "-" for a zone that does not exist. With an argument, reads nothing and
 * prints what a conversion costs in nanoseconds. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "err.h"
#include "mem.h"
#include "stamp.h"

enum { ZONES = 1024, ROUNDS = 5000000 };

struct open_zone {
	char *name;
	struct zone *zone;
};

static struct zone *
zone_named(struct open_zone *zones, const char *name)
{
	for (size_t i = 0; i < ZONES; i++) {
		if (!zones[i].name) {
			zones[i].name = xcopy(span_of(name));
			zones[i].zone = zone_open(span_of(name));
		}
		if (strcmp(zones[i].name, name) == 0)
			return zones[i].zone;
	}
	die("too many zones");
}

static void
answer(struct open_zone *zones, const char *line)
{
	char name[128];
	struct local_time t;
	struct zone *zone;
	int64_t instants[2];
	size_t count;

	if (sscanf(line, "%127s %d-%d-%dT%d:%d:%d", name, &t.year, &t.month, &t.day, &t.hour,
		&t.minute, &t.second) != 7)
		die("a line is not ZONE TIME");
	zone = zone_named(zones, name);
	count = zone ? zone_instants(zone, &t, instants) : 0;
	fputs(zone ? "=" : "-", stdout);
	for (size_t i = 0; i < count; i++)
		printf(" %" PRId64, instants[i]);
	putchar('\n');
}

static double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A sorted log, a second a row. */
static void
measure(const char *format_text, const char *value_text, struct zone *zone)
{
	struct stamp_format *format = stamp_format_parse(span_of(format_text), format_text);
	size_t size = strlen(value_text);
	char *value = xcopy(span_of(value_text));
	struct buf out = {0};
	uint64_t sum = 0;
	double begin = seconds_now();

	for (int i = 0; i < ROUNDS; i++) {
		value[size - 2] = (char)('0' + i / 10 % 6);
		value[size - 1] = (char)('0' + i % 10);
		sum += stamp_convert(&format, 1, (struct span){value, size}, zone, &out) ==
		       STAMP_EXACT;
	}
	printf("%5.1f ns  %s\n", (seconds_now() - begin) / ROUNDS * 1e9, format_text);
	if (sum != ROUNDS)
		die("a value was not read");
	buf_free(&out);
	free(value);
	stamp_format_free(format);
}

static void
measure_all(void)
{
	struct zone *zone = zone_open(span_of("Europe/Madrid"));
	struct local_time t = {2024, 2, 16, 10, 0, 0};
	int64_t instants[2], sum = 0;
	double begin = seconds_now();

	if (!zone)
		die("no such zone");
	for (int i = 0; i < ROUNDS; i++) {
		t.minute = i / 60 % 60;
		t.second = i % 60;
		if (zone_instants(zone, &t, instants) == 1)
			sum += instants[0];
	}
	printf(
	    "%5.1f ns  zone_instants (%" PRId64 ")\n", (seconds_now() - begin) / ROUNDS * 1e9, sum);
	measure("YYYY-MM-DD hh:mm:ss", "2024-02-16 10:00:00", zone);
	measure("D/M/YYYY hh:mm:ss", "6/2/2024 10:00:00", zone);
	measure("DD MON YYYY hh:mm:ss", "16 feb. 2024 10:00:00", zone);
	measure("iso", "2024-02-16T10:00:00", zone);
	measure("iso", "2024-02-16 10:00:00", zone);
	measure("epoch", "1700000000", zone);
	zone_close(zone);
}

int
main(int argc, char **argv)
{
	struct open_zone *zones = xcalloc(ZONES, sizeof *zones);
	char *line = NULL;
	size_t room = 0;

	err_program(argv[0]);
	if (argc > 1)
		measure_all();
	else
		while (getline(&line, &room, stdin) > 0)
			answer(zones, line);
	for (size_t i = 0; i < ZONES && zones[i].name; i++) {
		zone_close(zones[i].zone);
		free(zones[i].name);
	}
	free(zones);
	free(line);
	return fflush(stdout) != 0 || ferror(stdout) ? STATUS_FAILED : STATUS_OK;
}
