/* span: a view of bytes that somebody else owns; and the words all modules share. Level 0.
 *
 * A span never owns. It is valid as long as the owner says (a record's fields: until the next
 * record is read; an arena's: until the arena is released). Bytes may be anything, NUL included. */
#ifndef AMENDS_SPAN_H
#define AMENDS_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

struct span {
	const char *data; /* may be NULL when size is 0 */
	size_t size;
};

/* What a read came to. Zero is never success by accident: END must be asked for by name. */
enum read_status { READ_ERROR = -1, READ_END = 0, READ_RECORD = 1 };

/* The span of a NUL-terminated string; NULL gives the empty span. */
static inline struct span
span_of(const char *text)
{
	return (struct span){text, text ? strlen(text) : 0};
}

static inline bool
span_equal(struct span a, struct span b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* <0, 0, >0 as a sorts before, with, after b: bytes as unsigned numbers, a prefix first. */
static inline int
span_compare(struct span a, struct span b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = size ? memcmp(a.data, b.data, size) : 0;

	return order ? order : (a.size > b.size) - (a.size < b.size);
}

/* The span without space, tab, CR and LF at both ends. */
static inline struct span
span_trim(struct span span)
{
	static const bool blank[256] = {[' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true};

	while (span.size && blank[(unsigned char)span.data[0]]) {
		span.data++;
		span.size--;
	}
	while (span.size && blank[(unsigned char)span.data[span.size - 1]])
		span.size--;
	return span;
}

/* True when the span holds exactly the text. */
static inline bool
span_is(struct span value, const char *text)
{
	return span_equal(value, span_of(text));
}

#endif
