/* stamp_inside: formats as they are matched, a part of stamp. Level 3. */
#ifndef AMENDS_STAMP_INSIDE_H
#define AMENDS_STAMP_INSIDE_H

#include "mem.h"

enum stamp_field {
	/* What may stand once. */
	STAMP_YEAR,
	STAMP_MONTH,
	STAMP_DAY,
	STAMP_HOUR,
	STAMP_MINUTE,
	STAMP_SECOND,
	STAMP_FRACTION,
	STAMP_HALF,
	STAMP_ZONE,
	STAMP_ONCE,
	/* What does not count. */
	STAMP_MONTH_NAME = STAMP_ONCE,
	STAMP_WEEKDAY,
	STAMP_LITERAL,
	STAMP_OPTION, /* the next items, as many as skip says, may be missing */
	STAMP_END     /* of the pattern, and there the value ends as well */
};
struct stamp_item {
	unsigned char field;
	unsigned char least, most; /* digits of a number */
	unsigned char skip;
	char byte; /* of a literal */
};

enum { STAMP_ITEMS = 64, STAMP_PATTERNS = 4, STAMP_OPTIONS = 8 };
struct stamp_pattern {
	struct stamp_item items[STAMP_ITEMS];
};
enum stamp_way { STAMP_BY_PATTERN, STAMP_MAIL, STAMP_EPOCH, STAMP_EPOCH_MS };
struct stamp_format {
	enum stamp_way way;
	size_t count;
	struct stamp_pattern patterns[STAMP_PATTERNS];
};

/* Values and formats with their blanks, marks and dashes made one; longer ones are no times. */
enum { STAMP_LONGEST = 128 };
struct stamp_text {
	char data[STAMP_LONGEST];
	size_t size;
	bool blank; /* one is due before the next byte */
};
void stamp_text_clear(struct stamp_text *);
/* Appends a byte. False when there is no more room. */
bool stamp_text_add(struct stamp_text *, char byte) MUST_CHECK;
/* Sets it to the value. False when that is too long or not valid UTF-8. */
bool stamp_text_fold(struct stamp_text *, struct span value) MUST_CHECK;

/* What is wrong with the format, or NULL. */
const char *stamp_compile(struct stamp_format *, struct span text) MUST_CHECK;

struct stamp_fields {
	unsigned year, month, day, hour, minute, second;
	bool has_hour, has_minute, has_second;
	enum { STAMP_NO_HALF, STAMP_AM, STAMP_PM } half;
	bool zoned, mail; /* mail: zones of RFC 5322 */
	int64_t offset;
};
/* Does the whole value fit? Then the fields are set that it holds; they start from {0}, but for
 * mail. */
bool stamp_match(struct stamp_fields *, const struct stamp_pattern *, struct span value) MUST_CHECK;

#endif
