/* charset: see charset.h. ASCII goes through in runs; all else character by character. */
#include "charset.h"

#include "utf8.h"

/* Windows-1252, bytes 0x80 to 0x9f (WHATWG index windows-1252, where these five stand for
 * themselves; here, as in Unicode's CP1252.TXT, they are undefined: 0). */
static const uint16_t windows_1252[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

static const struct mark {
	const char *bytes;
	enum charset charset;
} marks[] = {
    {"\xef\xbb\xbf", CHARSET_UTF8},
    {"\xff\xfe", CHARSET_UTF16LE},
    {"\xfe\xff", CHARSET_UTF16BE},
};

bool
charset_by_mark(struct span first, enum charset *charset)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t size = strlen(marks[i].bytes);

		if (first.size < size || memcmp(first.data, marks[i].bytes, size) != 0)
			continue;
		*charset = marks[i].charset;
		return true;
	}
	return false;
}

bool
charset_mark_open(struct span first)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (first.size < strlen(marks[i].bytes) &&
		    (!first.size || memcmp(first.data, marks[i].bytes, first.size) == 0))
			return true;
	return false;
}

/* There is room for four bytes. */
static void
put(struct buf *out, uint32_t character)
{
	unsigned char *to = (unsigned char *)out->data + out->size;

	if (character < 0x80) {
		to[0] = (unsigned char)character;
		out->size += 1;
	} else if (character < 0x800) {
		to[0] = (unsigned char)(0xc0 | character >> 6);
		to[1] = (unsigned char)(0x80 | (character & 0x3f));
		out->size += 2;
	} else if (character < 0x10000) {
		to[0] = (unsigned char)(0xe0 | character >> 12);
		to[1] = (unsigned char)(0x80 | (character >> 6 & 0x3f));
		to[2] = (unsigned char)(0x80 | (character & 0x3f));
		out->size += 3;
	} else {
		to[0] = (unsigned char)(0xf0 | character >> 18);
		to[1] = (unsigned char)(0x80 | (character >> 12 & 0x3f));
		to[2] = (unsigned char)(0x80 | (character >> 6 & 0x3f));
		to[3] = (unsigned char)(0x80 | (character & 0x3f));
		out->size += 4;
	}
}

static void
put_invalid(struct buf *out)
{
	out->data[out->size++] = CHARSET_INVALID;
}

static size_t
decode_single(enum charset charset, struct span bytes, struct buf *out)
{
	buf_reserve(out, 3 * bytes.size + 1);
	for (size_t i = 0; i < bytes.size; i++) {
		struct span rest = {bytes.data + i, bytes.size - i};
		size_t ascii = utf8_ascii_size(rest);
		uint32_t character;

		buf_add(out, rest.data, ascii);
		i += ascii;
		if (i == bytes.size)
			break;
		character = (unsigned char)bytes.data[i];
		if (charset == CHARSET_WINDOWS_1252 && character < 0xa0)
			character = windows_1252[character - 0x80];
		if (character)
			put(out, character);
		else
			put_invalid(out);
	}
	return bytes.size;
}

static uint32_t
unit_at(const char *at, bool big)
{
	uint32_t a = (unsigned char)at[0], b = (unsigned char)at[1];

	return big ? a << 8 | b : b << 8 | a;
}

static size_t
decode_utf16(bool big, struct span bytes, bool last, struct buf *out)
{
	size_t i = 0;

	buf_reserve(out, 3 * (bytes.size / 2) + 1);
	for (; bytes.size - i >= 2; i += 2) {
		uint32_t unit = unit_at(bytes.data + i, big), low;

		if (unit < 0xd800 || unit > 0xdfff) {
			put(out, unit);
			continue;
		}
		if (unit < 0xdc00 && bytes.size - i < 4 && !last)
			break;
		low = unit < 0xdc00 && bytes.size - i >= 4 ? unit_at(bytes.data + i + 2, big) : 0;
		if (low < 0xdc00 || low > 0xdfff) {
			put_invalid(out);
			continue;
		}
		put(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
		i += 2;
	}
	return i;
}

size_t
charset_decode(enum charset charset, struct span bytes, bool last, struct buf *out)
{
	switch (charset) {
	case CHARSET_UTF8:
		buf_add_span(out, bytes);
		return bytes.size;
	case CHARSET_WINDOWS_1252:
	case CHARSET_ISO_8859_1:
		return decode_single(charset, bytes, out);
	case CHARSET_UTF16LE:
	case CHARSET_UTF16BE:
		break;
	}
	return decode_utf16(charset == CHARSET_UTF16BE, bytes, last, out);
}

uint64_t
charset_length(enum charset charset, struct span text)
{
	uint64_t characters = 0, pairs = 0;

	if (charset == CHARSET_UTF8)
		return text.size;
	for (size_t i = 0; i < text.size; i++) {
		characters += (text.data[i] & 0xc0) != 0x80;
		pairs += (text.data[i] & 0xf8) == 0xf0;
	}
	return charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE ? 2 * (characters + pairs)
									: characters;
}
