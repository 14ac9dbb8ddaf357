/* import_months: whatever the order and the format of times, what is told from groups of them is
 * what each of them converted by itself would tell. */
#include "import_months.h"

#include <stdio.h>

#include "profile_file.h"
#include "record.h"
#include "tap.h"
#include "when.h"

struct log {
	const char *words;
	const char *format; /* of the profile, or several with | between */
	const char *zone;   /* "": none */
	const char *print;  /* 's': seconds; 'm': minutes; 'a': AM; 'u': ISO; 'e': epoch; 'x': with
			       fraction */
	int64_t from;	    /* seconds since 1970 */
	uint32_t step;	    /* at most, between rows; 0: in no order */
	uint32_t late;	    /* rows come so many seconds late, at most */
};
static const struct log logs[] = {
    {"a sorted log", "YYYY-MM-DD hh:mm:ss", "Europe/Madrid", "s", 1448900000, 40, 0},
    {"a sorted log without a zone", "YYYY-MM-DD hh:mm:ss", "", "s", 1448900000, 40, 0},
    {"over the change of the clock", "YYYY-MM-DD hh:mm:ss", "Europe/Madrid", "s", 1445730000, 3, 0},
    {"over the gap of the clock", "YYYY-MM-DD hh:mm:ss", "Europe/Madrid", "s", 1459040000, 3, 0},
    {"a zone of half an hour", "YYYY-MM-DD hh:mm:ss", "Asia/Kolkata", "s", 1448900000, 20, 0},
    {"a zone of a quarter", "YYYY-MM-DD hh:mm:ss", "+05:45", "s", 1448900000, 20, 0},
    {"a zone far in the east", "YYYY-MM-DD hh:mm:ss", "Pacific/Kiritimati", "s", 1448900000, 60, 0},
    {"a zone far in the west", "YYYY-MM-DD hh:mm:ss", "-12:00", "s", 1448900000, 60, 0},
    {"minutes alone", "D/M/YYYY h:mm", "Europe/Madrid", "m", 1448900000, 60, 0},
    {"ISO with its zone", "iso", "Europe/Madrid", "u", 1448900000, 30, 0},
    {"seconds since 1970", "epoch", "", "e", 1448900000, 60, 0},
    {"milliseconds since 1970", "epoch_ms", "", "E", 1448900000, 60, 0},
    {"fractions", "YYYY-MM-DD hh:mm:ss.f", "UTC", "x", 1448900000, 60, 0},
    {"two formats", "YYYY-MM-DD hh:mm:ss|epoch", "UTC", "s", 1448900000, 60, 0},
    {"nearly sorted", "YYYY-MM-DD hh:mm:ss", "Europe/Madrid", "s", 1448900000, 40, 9000},
    {"nearly sorted, with AM and PM", "D/M/YYYY h:mm:ss AP", "Europe/Madrid", "a", 1448900000, 40,
	9000},
    {"nearly sorted seconds since 1970", "epoch", "", "e", 1448900000, 60, 9000},
    {"in no order", "YYYY-MM-DD hh:mm:ss", "Europe/Madrid", "s", 1448900000, 0, 0},
};
enum { ROWS = 20000 };

static uint64_t
random_number(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/* One cell; now and then one that is no time. */
static void
print_time(const struct log *log, int64_t seconds, uint64_t chance, char *out, size_t size)
{
	char iso[WHEN_TEXT + 1];
	int year, month, day, hour, minute, second;

	when_format(seconds, iso);
	if (sscanf(iso, "%d-%d-%dT%d:%d:%dZ", &year, &month, &day, &hour, &minute, &second) != 6)
		abort();
	if (chance % 97 == 0)
		second = 71;
	if (chance % 89 == 0)
		minute = 60;
	switch (log->print[0]) {
	case 'm':
		snprintf(out, size, "%d/%d/%d %d:%02d", day, month, year, hour, minute);
		break;
	case 'a':
		snprintf(out, size, "%d/%d/%d %d:%02d:%02d %s", day, month, year,
		    hour % 12 ? hour % 12 : 12, minute, second, hour < 12 ? "a.m." : "p.m.");
		break;
	case 'u':
		snprintf(out, size, "%04d-%02d-%02dT%02d:%02d:%02d+02:00", year, month, day, hour,
		    minute, second);
		break;
	case 'e':
		snprintf(out, size, "%lld", (long long)seconds);
		break;
	case 'E':
		snprintf(out, size, "%lld%03d", (long long)seconds, (int)(chance % 1000));
		break;
	case 'x':
		snprintf(out, size, "%04d-%02d-%02d %02d:%02d:%02d.%03d", year, month, day, hour,
		    minute, second, (int)(chance % 1000));
		break;
	default:
		snprintf(out, size, "%04d-%02d-%02d %02d:%02d:%02d", year, month, day, hour, minute,
		    second);
	}
	if (chance % 101 == 0)
		out[chance % strlen(out)] = 'x';
	if (chance % 103 == 0)
		out[0] = '\0';
}

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

static struct profile *
make_profile(const struct log *log)
{
	struct buf rows = {0};
	struct profile *profile;

	buf_add_text(&rows, "recognise,,At,\ncolumn,email,Email,\ncolumn,joined_at,At,\n");
	for (const char *at = log->format; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
		buf_add_text(&rows, "dates,,");
		buf_add(&rows, at, strcspn(at, "|"));
		buf_add_text(&rows, ",\n");
	}
	if (log->zone[0]) {
		buf_add_text(&rows, "zone,,");
		buf_add_text(&rows, log->zone);
		buf_add_text(&rows, ",\n");
	}
	buf_add_byte(&rows, '\0');
	profile = profile_of("holds,,people,\n", rows.data);
	buf_free(&rows);
	return profile;
}

static struct import *
make_import(const struct profile *profile, struct roles *roles)
{
	struct span names[] = {span_of("Email"), span_of("At")};
	const struct columns header = {names, 2, "log"};
	const struct role_choices none = {0};
	const struct kind *kind = kind_find(span_of("people"));
	struct import *import = NULL;

	if (roles_bind(roles, profile, kind, &none, &none, &header) == 0)
		import = import_new(
		    &(struct import_spec){.profile = profile, .kind = kind, .roles = roles});
	if (!import)
		abort();
	return import;
}

static void
compare(struct tap *tap, const struct log *log)
{
	struct profile *profile = make_profile(log);
	struct roles roles = {0};
	struct import *import = make_import(profile, &roles);
	size_t role = roles_find(&roles, span_of("joined_at"));
	struct import_months months;
	struct coverage plain = {0};
	struct buf text = {0}, got = {0}, want = {0};
	uint64_t state = 42;
	int64_t now = log->from;

	import_months_init(&months, import, role);
	for (size_t i = 0; i < ROWS; i++) {
		struct import_value *value = import_role(import, role);
		struct import_shared shared = {0};
		char cell[64];
		uint32_t ends[2];
		struct record record;

		now = log->step ? now + (int64_t)(random_number(&state) % log->step)
				: log->from + (int64_t)(random_number(&state) % 20000000);
		print_time(log,
		    now - (log->late ? (int64_t)(random_number(&state) % log->late) : 0),
		    random_number(&state), cell, sizeof cell);
		record = record_of(&text, ends, (const char *const[]){"a", cell}, 2);
		import_months_add(&months, &record);
		(void)import_value_convert(value, &shared, span_of(cell), NULL);
		coverage_add(&plain, value->out);
	}
	if (import_months_rows(&months, add_line, &got) || coverage_rows(&plain, add_line, &want))
		tap_ok(tap, false, "%s: rows are given", log->words);
	if (!tap_ok(tap, want.size > 60 && span_equal(buf_span(&got), buf_span(&want)), "%s",
		log->words))
		printf(
		    "# got\n%.*s# want\n%.*s", (int)got.size, got.data, (int)want.size, want.data);
	import_months_free(&months);
	coverage_free(&plain);
	import_free(import);
	roles_free(&roles);
	profile_free(profile);
	buf_free(&text);
	buf_free(&got);
	buf_free(&want);
}

int
main(void)
{
	struct tap tap = {0};

	for (size_t i = 0; i < sizeof logs / sizeof *logs; i++)
		compare(&tap, &logs[i]);
	return tap_done(&tap);
}
