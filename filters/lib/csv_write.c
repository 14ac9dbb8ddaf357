/* csv_write: records out. The writer quotes no more than a reader needs: libcsv's own quotes every
 * field. */
#include "csv.h"

/* True for the bytes that a value can hold only within quotes. */
static const bool special[256] = {['"'] = true, [','] = true, ['\r'] = true, ['\n'] = true};

enum { WORD = 8 };
#define EACH_BYTE (UINT64_MAX / 255)

/* Not 0 when a byte of the word is zero. */
static inline uint64_t
zero_bytes(uint64_t word)
{
	return (word - EACH_BYTE) & ~word & (EACH_BYTE << 7);
}

static inline uint64_t
special_bytes(const char *data)
{
	uint64_t word;

	memcpy(&word, data, sizeof word);
	return zero_bytes(word ^ EACH_BYTE * '"') | zero_bytes(word ^ EACH_BYTE * ',') |
	       zero_bytes(word ^ EACH_BYTE * '\r') | zero_bytes(word ^ EACH_BYTE * '\n');
}

static bool
needs_quotes(struct span value, bool alone)
{
	size_t i;

	if (value.size == 0)
		return alone;
	if (value.size < WORD) {
		for (i = 0; i < value.size; i++)
			if (special[(unsigned char)value.data[i]])
				return true;
		return false;
	}
	for (i = 0; i + WORD <= value.size; i += WORD)
		if (special_bytes(value.data + i))
			return true;
	return special_bytes(value.data + value.size - WORD) != 0;
}

/* Room that any value may take, with its delimiter. */
static size_t
room(struct span value)
{
	return 2 * value.size + 3;
}

/* Writes the value to out, which has the room. Returns how many bytes it took. */
static size_t
put_value(char *out, struct span value, bool first, bool quoted)
{
	char *at = out;

	if (!first)
		*at++ = ',';
	if (!quoted) {
		if (value.size)
			memcpy(at, value.data, value.size);
		return (size_t)(at - out) + value.size;
	}
	*at++ = '"';
	for (size_t i = 0; i < value.size; i++) {
		if (value.data[i] == '"')
			*at++ = '"';
		*at++ = value.data[i];
	}
	*at++ = '"';
	return (size_t)(at - out);
}

static inline int
write_value(struct sink *sink, struct span value, bool first, bool quoted)
{
	char *out = sink_reserve(sink, room(value));

	if (!out)
		return -1;
	sink_advance(sink, put_value(out, value, first, quoted));
	return 0;
}

int
csv_write_value(struct sink *sink, struct span value, bool first, bool alone)
{
	return write_value(sink, value, first, needs_quotes(value, alone));
}

int
csv_write_name(struct sink *sink, struct span name, bool first, bool alone)
{
	static const char mark[3] = "\xef\xbb\xbf";
	bool marked =
	    first && name.size >= sizeof mark && memcmp(name.data, mark, sizeof mark) == 0;

	return write_value(sink, name, first, marked || needs_quotes(name, alone));
}

void
csv_append_value(struct buf *b, struct span value, bool first, bool alone)
{
	buf_reserve(b, room(value));
	b->size += put_value(b->data + b->size, value, first, needs_quotes(value, alone));
}

int
csv_write_raw(struct sink *sink, struct span raw)
{
	char *out = sink_reserve(sink, raw.size + 1);

	if (!out)
		return -1;
	if (raw.size)
		memcpy(out, raw.data, raw.size);
	out[raw.size] = '\n';
	sink_advance(sink, raw.size + 1);
	return 0;
}

int
csv_write_end(struct sink *sink)
{
	char *out = sink_reserve(sink, 1);

	if (!out)
		return -1;
	*out = '\n';
	sink_advance(sink, 1);
	return 0;
}
