/* stamp: see stamp.h. A value is first read by every format; what they say together is then turned
 * to UTC. */
#include "stamp.h"

#include <endian.h>

#include "stamp_inside.h"
#include "when.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* What a value says, without a zone if none stands in it. */
struct reading {
	int64_t seconds;	/* since 1970: of UTC with a zone, else of the clock */
	int64_t width;		/* and up to so many more */
	struct local_time time; /* of the clock, when there is no zone */
	bool zoned;
};

/* Is it, for sure, as stamp_text_fold would leave it? Most values are, and are looked at 8 bytes at
 * a time, the last of which are looked at twice: for any that is not ASCII, a control character, or
 * a blank behind another. */
static bool
is_folded(struct span value)
{
	static const uint64_t ones = 0x0101010101010101, high = 0x8080808080808080;
	uint64_t other = 0, before = high; /* before: the byte in front was a blank */
	size_t most = value.size - sizeof ones;

	if (value.size < sizeof ones || value.size > STAMP_LONGEST ||
	    value.data[value.size - 1] == ' ')
		return false;
	for (size_t i = 0; i < value.size; i += sizeof ones) {
		uint64_t bytes, blanks;

		memcpy(&bytes, value.data + (i < most ? i : most), sizeof bytes);
		bytes = le64toh(bytes);
		blanks = bytes ^ ones * ' ';
		blanks = (blanks - ones) & ~blanks & high;
		other |= (bytes | (bytes - ones * ' ')) & high;
		other |= blanks & (blanks << 8 | (i <= most ? before >> 56 : 0));
		before = blanks;
	}
	return other == 0;
}

/* The text without what stands in parentheses (RFC 5322, comments). False when one is not closed.
 */
static bool
without_comments(struct stamp_text *out, struct span text)
{
	size_t depth = 0;

	stamp_text_clear(out);
	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];

		if (byte == '\\' && depth)
			i++;
		else if (byte == '(')
			depth++;
		else if (byte == ')' && depth)
			depth--;
		else if (!depth && !stamp_text_add(out, byte))
			return false;
		if (depth && !stamp_text_add(out, ' '))
			return false;
	}
	return depth == 0;
}

/* Digits and a fraction; of the numbers from 10^8 seconds to 10^11. */
static enum stamp_result
read_epoch(struct span text, int64_t unit, struct reading *r)
{
	static const int64_t lowest = 100000000, end = 100000000000;
	int64_t number = 0;
	size_t i = 0;

	for (; i < text.size && text.data[i] >= '0' && text.data[i] <= '9'; i++) {
		number = number * 10 + text.data[i] - '0';
		if (number >= end * unit)
			return STAMP_UNREAD;
	}
	if (number < lowest * unit)
		return STAMP_UNREAD;
	if (i < text.size && (text.data[i] == '.' || text.data[i] == ','))
		for (i++; i < text.size && text.data[i] >= '0' && text.data[i] <= '9';)
			i++;
	if (i < text.size || text.data[i - 1] < '0')
		return STAMP_UNREAD;
	r->seconds = number / unit;
	r->width = 0;
	r->zoned = true;
	return STAMP_EXACT;
}

/* False when there is no such hour. */
static bool
settle_half(struct stamp_fields *f)
{
	if (f->half == STAMP_NO_HALF)
		return f->hour <= 23;
	if (f->hour < 1 || f->hour > 12)
		return false;
	f->hour = f->hour % 12 + (f->half == STAMP_PM ? 12 : 0);
	return true;
}

static enum stamp_result
reading_of(struct stamp_fields *f, struct reading *r)
{
	if (!when_date_exists(f->year, f->month, f->day) || !settle_half(f) || f->minute > 59 ||
	    f->second > 59)
		return STAMP_NO_TIME;
	r->time = (struct local_time){
	    (int)f->year, (int)f->month, (int)f->day, (int)f->hour, (int)f->minute, (int)f->second};
	r->seconds = when_days(f->year, f->month, f->day) * DAY + (int64_t)f->hour * HOUR +
		     (int64_t)f->minute * MINUTE + f->second - f->offset;
	r->width = !f->has_hour	    ? DAY - 1
		   : !f->has_minute ? HOUR - 1
		   : !f->has_second ? MINUTE - 1
				    : 0;
	r->zoned = f->zoned;
	return STAMP_EXACT;
}

/* STAMP_EXACT: it fits. */
static enum stamp_result
read_by(const struct stamp_format *format, struct span text, struct reading *r)
{
	struct stamp_text bare;

	if (format->way == STAMP_EPOCH || format->way == STAMP_EPOCH_MS)
		return read_epoch(text, format->way == STAMP_EPOCH ? 1 : 1000, r);
	if (format->way == STAMP_MAIL && memchr(text.data, '(', text.size)) {
		if (!without_comments(&bare, text))
			return STAMP_UNREAD;
		text = (struct span){bare.data, bare.size};
	}
	for (size_t i = 0; i < format->count; i++) {
		struct stamp_fields fields = {.mail = format->way == STAMP_MAIL};

		if (stamp_match(&fields, &format->patterns[i], text))
			return reading_of(&fields, r);
	}
	return STAMP_UNREAD;
}

static bool
is_same(const struct reading *a, const struct reading *b)
{
	return a->seconds == b->seconds && a->width == b->width && a->zoned == b->zoned;
}

/* What the formats say together. */
static enum stamp_result
read_by_all(struct stamp_format *const *formats, size_t count, struct span text, struct reading *r)
{
	enum stamp_result result = count ? read_by(formats[0], text, r) : STAMP_UNREAD;

	for (size_t i = 1; i < count; i++) {
		struct reading other;
		enum stamp_result also = read_by(formats[i], text, &other);

		if (also == STAMP_EXACT && result == STAMP_EXACT && !is_same(&other, r))
			return STAMP_AMBIGUOUS;
		if (also == STAMP_EXACT)
			*r = other;
		if (also == STAMP_EXACT || result == STAMP_UNREAD)
			result = also;
	}
	return result;
}

static enum stamp_result
put_instants(int64_t first, int64_t last, struct buf *out)
{
	char text[WHEN_TEXT + 1], end[WHEN_TEXT + 1];

	when_format(first, text);
	if (!*text)
		return STAMP_NO_TIME;
	if (first == last) {
		buf_add(out, text, WHEN_TEXT);
		return STAMP_EXACT;
	}
	when_format(last, end);
	if (!*end)
		return STAMP_NO_TIME;
	buf_add(out, text, WHEN_TEXT);
	buf_add_byte(out, '/');
	buf_add(out, end, WHEN_TEXT);
	return STAMP_INTERVAL;
}

/* The digits of the clock: a time, a bare date, or an interval of times. */
static enum stamp_result
put_digits(const struct reading *r, struct buf *out)
{
	char text[WHEN_TEXT + 1];

	when_format(r->seconds, text);
	buf_add(out, text, r->width == DAY - 1 ? WHEN_DAY : WHEN_TEXT - 1);
	if (r->width && r->width != DAY - 1) {
		when_format(r->seconds + r->width, text);
		buf_add_byte(out, '/');
		buf_add(out, text, WHEN_TEXT - 1);
	}
	return STAMP_NO_ZONE;
}

static enum stamp_result
put_local(const struct reading *r, struct zone *zone, struct buf *out)
{
	int64_t instants[2];
	size_t count;

	if (r->width)
		return zone_between(zone, &r->time, r->width, instants)
			   ? put_instants(instants[0], instants[1], out)
			   : STAMP_NO_TIME;
	count = zone_instants(zone, &r->time, instants);
	return count ? put_instants(instants[0], instants[count - 1], out) : STAMP_NO_TIME;
}

enum stamp_result
stamp_convert(struct stamp_format *const *formats, size_t count, struct span value,
    struct zone *zone, struct buf *out)
{
	struct stamp_text folded;
	enum stamp_result result;
	struct reading r;

	buf_clear(out);
	if (!is_folded(value)) {
		if (!stamp_text_fold(&folded, value))
			return STAMP_UNREAD;
		value = (struct span){folded.data, folded.size};
	}
	if (value.size == 0)
		return STAMP_EMPTY;
	result = read_by_all(formats, count, value, &r);
	if (result != STAMP_EXACT)
		return result;
	if (r.zoned)
		return put_instants(r.seconds, r.seconds + r.width, out);
	return zone ? put_local(&r, zone, out) : put_digits(&r, out);
}

const char *
stamp_reason(enum stamp_result result)
{
	switch (result) {
	case STAMP_UNREAD:
		return "unreadable_time";
	case STAMP_NO_TIME:
		return "no_such_time";
	case STAMP_AMBIGUOUS:
		return "ambiguous_time";
	default:
		return NULL;
	}
}
