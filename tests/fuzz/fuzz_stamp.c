/* fuzz_stamp: any bytes as a format of times (before the first NUL) and as a value (behind it), in
 * some zones and in none, also by the formats that every export may use. What must hold whatever
 * they are: an exact time is one second, an interval two times in order, a time without zone has
 * none; all are known to when.h; what is no time leaves nothing; without a zone there is just as
 * much to read; an exact time is its own time; blanks and invisible marks around a value change
 * nothing; with two formats the order does not matter; a reason is a lower-case word. */
#include "fuzz.h"
#include "stamp.h"
#include "stamp_inside.h"
#include "when.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const fixed[] = {"iso", "rfc5322", "epoch", "epoch_ms",
    "YYYY/MM/DD h:mm:ss AP[ ZONE]", "D/M/YYYY[,][ h:mm[:ss.f]]", "M/D/YYYY[,][ h:mm[:ss.f]]",
    "[DAY, ]D[ de] MON[ de] YY"};
enum { FIXED = sizeof fixed / sizeof *fixed, FORMATS = FIXED + 1, ZONES = 4 };

/* The last format is the input's. Made once: reading tzdata takes longer than any value. */
struct world {
	struct stamp_format formats[FORMATS];
	struct zone *zones[ZONES];
};

static struct world *
the_world(void)
{
	static struct world world;
	static const char *const zones[ZONES - 1] = {
	    "Europe/Madrid", "Australia/Lord_Howe", "Pacific/Apia"};

	if (world.zones[0])
		return &world;
	for (size_t i = 0; i < FIXED; i++)
		need(!stamp_compile(&world.formats[i], span_of(fixed[i])), "no format");
	for (size_t i = 0; i < ZONES - 1; i++) {
		world.zones[i] = zone_open(span_of(zones[i]));
		need(world.zones[i], "no zone");
	}
	return &world;
}

static void
check_out(enum stamp_result result, struct span out)
{
	struct when when = when_parse(out);
	bool zoned = out.size && out.data[out.size - 1] == 'Z';

	need(when.known == (result <= STAMP_NO_ZONE), "a time that is none");
	switch (result) {
	case STAMP_EXACT:
		need(when.earliest == when.latest && out.size == WHEN_TEXT, "not exact");
		break;
	case STAMP_INTERVAL:
		need(when.earliest < when.latest && memchr(out.data, '/', out.size) && zoned,
		    "no interval");
		break;
	case STAMP_NO_ZONE:
		need(!zoned, "a zone from nowhere");
		break;
	default:
		need(out.size == 0, "something is left");
		break;
	}
	if (result <= STAMP_EMPTY)
		need(!stamp_reason(result), "a reason for nothing");
	else
		need_reason(stamp_reason(result));
}

static void
check_again(const struct world *world, struct span out)
{
	struct stamp_format iso = world->formats[0], *formats = &iso;
	struct buf again = {0};

	need(stamp_convert(&formats, 1, out, world->zones[0], &again) == STAMP_EXACT &&
		 span_equal(buf_span(&again), out),
	    "an exact time is not its own");
	buf_free(&again);
}

static void
check_around(struct stamp_format *const *formats, size_t count, struct span value,
    struct zone *zone, enum stamp_result result, struct span out)
{
	struct buf text = {0}, again = {0};

	buf_add_text(&text, "\xE2\x80\xAA \xC2\xA0");
	buf_add_span(&text, value);
	buf_add_text(&text, "\xE2\x80\xAF\xE2\x80\x8E\r\n");
	need(stamp_convert(formats, count, buf_span(&text), zone, &again) == result &&
		 span_equal(buf_span(&again), out),
	    "marks around it count");
	buf_free(&text);
	buf_free(&again);
}

static void
check_value(
    const struct world *world, struct stamp_format *const *formats, size_t count, struct span value)
{
	struct stamp_format *const turned[] = {formats[count - 1], formats[0]};
	struct buf out = {0}, other = {0};
	enum stamp_result result;

	for (size_t i = 0; i < ZONES; i++) {
		result = stamp_convert(formats, count, value, world->zones[i], &out);
		check_out(result, buf_span(&out));
		need(!world->zones[i] || result != STAMP_NO_ZONE, "a zone was given");
		if (result == STAMP_EXACT)
			check_again(world, buf_span(&out));
		check_around(formats, count, value, world->zones[i], result, buf_span(&out));
		need(stamp_convert(turned, count, value, world->zones[i], &other) == result &&
			 span_equal(buf_span(&out), buf_span(&other)),
		    "the order of formats counts");
		/* In the last round, without a zone. */
		need(world->zones[i] || result == STAMP_NO_ZONE || result == STAMP_EMPTY ||
			 stamp_convert(formats, count, value, world->zones[0], &other) == result,
		    "a zone changes what needs none");
	}
	buf_free(&out);
	buf_free(&other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *world = the_world();
	const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
	struct span value = {(const char *)data, size}, text = {NULL, 0};
	size_t count = FIXED;

	if (nul) {
		text = (struct span){(const char *)data, (size_t)(nul - data)};
		value = (struct span){(const char *)nul + 1, size - text.size - 1};
		count += stamp_compile(&world->formats[FIXED], text) == NULL;
	}
	for (size_t i = 0; i < count; i++) {
		struct stamp_format *pair[] = {
		    &world->formats[i], &world->formats[(i + 1) % count]};

		check_value(world, pair, 1, value);
		check_value(world, pair, 2, value);
	}
	return 0;
}
