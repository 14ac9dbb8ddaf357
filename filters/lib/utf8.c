/* utf8: validation and folding, by libunistring. Nearly all text of a dump is ASCII, so each
 * function has a short way for it. Nothing depends on the locale. */
#include "utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "err.h"

static const uint64_t each_byte = 0x0101010101010101u, high_bits = 0x8080808080808080u;

/* In steps of 32 and 8 and then one by one. */
size_t
utf8_ascii_size(struct span text)
{
	size_t i = 0;
	uint64_t w[4];

	for (; text.size - i >= sizeof w; i += sizeof w) {
		memcpy(w, text.data + i, sizeof w);
		if ((w[0] | w[1] | w[2] | w[3]) & high_bits)
			break;
	}
	for (; text.size - i >= sizeof w[0]; i += sizeof w[0]) {
		memcpy(w, text.data + i, sizeof w[0]);
		if (w[0] & high_bits)
			break;
	}
	while (i < text.size && !(text.data[i] & 0x80))
		i++;
	return i;
}

bool
utf8_is_ascii(struct span text)
{
	return utf8_ascii_size(text) == text.size;
}

bool
utf8_is_valid(struct span text)
{
	size_t ascii = utf8_ascii_size(text);

	return ascii == text.size ||
	       u8_check((const uint8_t *)text.data + ascii, text.size - ascii) == NULL;
}

bool
utf8_is_valid_ahead(struct span text, const char *end, const char **ascii)
{
	const char *behind = text.data + text.size;

	if (!end)
		return utf8_is_valid(text);
	if (!*ascii || behind > *ascii)
		*ascii = text.data +
			 utf8_ascii_size((struct span){text.data, (size_t)(end - text.data)});
	return behind <= *ascii || utf8_is_valid(text);
}

/* A to Z of eight bytes lower-cased, whatever the others are: of the low bits one sum passes 0x7f
 * from 'A' on, the other from 'Z' + 1 on, so the high bit differs for capitals only; two places
 * down it is the bit that makes them small. */
static uint64_t
lower_word(uint64_t word)
{
	uint64_t low = word & ~high_bits;
	uint64_t from_a = low + each_byte * (0x80 - 'A'), past_z = low + each_byte * (0x7f - 'Z');

	return word | ((from_a ^ past_z) & ~word & high_bits) >> 2;
}

static char
lower_byte(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

void
utf8_lower_ascii(struct span text, struct buf *out)
{
	uint64_t word;
	char *to;

	buf_reserve(out, text.size + sizeof word);
	to = out->data + out->size;
	if (text.size)
		memcpy(to, text.data, text.size);
	memset(to + text.size, 0, sizeof word);
	for (size_t i = 0; i < text.size; i += sizeof word) {
		memcpy(&word, to + i, sizeof word);
		word = lower_word(word);
		memcpy(to + i, &word, sizeof word);
	}
	out->size += text.size;
}

/* Lower case, and composed by form where it is not NULL. */
static int
fold(struct span text, uninorm_t form, struct buf *out)
{
	size_t ascii = utf8_ascii_size(text), size;
	const uint8_t *bytes = (const uint8_t *)text.data;
	uint8_t room[512], *folded;

	if (ascii == text.size) {
		utf8_lower_ascii(text, out);
		return 0;
	}
	if (u8_check(bytes + ascii, text.size - ascii) != NULL)
		return -1;
	size = sizeof room;
	folded = u8_tolower(bytes, text.size, NULL, form, room, &size);
	if (!folded)
		die_errno("cannot fold text");
	buf_add(out, folded, size);
	if (folded != room)
		free(folded);
	return 0;
}

/* The letters, numbers and spacing marks, in place; see utf8.h. Returns the size. */
static size_t
keep_letters(uint8_t *text, size_t size)
{
	const uint32_t kept = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_Mc;
	const uint32_t dropped = UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me | UC_CATEGORY_MASK_Cf;
	size_t out = 0;

	for (size_t i = 0, width; i < size; i += width) {
		ucs4_t c = text[i];

		width = c < 0x80 ? 1 : (size_t)u8_mbtouc(&c, text + i, size - i);
		if (c < 0x80 || uc_is_general_category_withtable(c, kept)) {
			memmove(text + out, text + i, width);
			out += width;
		} else if (!uc_is_general_category_withtable(c, dropped)) {
			text[out++] = ' ';
		}
	}
	return out;
}

/* The way for text of ASCII and U+00C0 to U+00FF alone, which is most of what is not ASCII in the
 * languages of Western Europe. False: it does not serve, out is as before. */
static bool
fold_latin(struct span text, struct buf *out)
{
	/* The letters without accents, the same for both cases; 0: not one letter with a mark. */
	static const char letters[32] = "aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0";
	size_t before = out->size;

	buf_reserve(out, text.size);
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		unsigned char next = i + 1 < text.size ? (unsigned char)text.data[i + 1] : 0;
		char folded = lower_byte(text.data[i]);

		if (byte & 0x80) {
			folded = byte == 0xc3 && (next & 0xc0) == 0x80 ? letters[next & 0x1f] : 0;
			if (folded == 0) {
				out->size = before;
				return false;
			}
			i++;
		}
		out->data[out->size++] = folded;
	}
	return true;
}

int
utf8_fold_letters(struct span text, struct buf *out)
{
	uint8_t plain_room[512], folded_room[512], *plain, *folded;
	size_t plain_size = sizeof plain_room, folded_size = sizeof folded_room;

	if (utf8_is_ascii(text)) {
		utf8_lower_ascii(text, out);
		return 0;
	}
	if (fold_latin(text, out))
		return 0;
	if (!utf8_is_valid(text))
		return -1;
	plain = u8_normalize(
	    UNINORM_NFKD, (const uint8_t *)text.data, text.size, plain_room, &plain_size);
	if (!plain)
		die_errno("cannot fold text");
	/* Marks go first: of iota subscript, case folding makes a letter. */
	plain_size = keep_letters(plain, plain_size);
	folded = u8_casefold(plain, plain_size, NULL, UNINORM_NFKD, folded_room, &folded_size);
	if (!folded)
		die_errno("cannot fold text");
	buf_add(out, folded, keep_letters(folded, folded_size));
	if (plain != plain_room)
		free(plain);
	if (folded != folded_room)
		free(folded);
	return 0;
}

int
utf8_fold(struct span text, struct buf *out)
{
	static const char final[] = "\xCF\x82";
	size_t start = out->size;
	char *found;

	if (fold(text, UNINORM_NFC, out))
		return -1;
	for (; start < out->size; start = (size_t)(found - out->data)) {
		found = memmem(out->data + start, out->size - start, final, 2);
		if (found == NULL)
			break;
		found[1] = '\x83';
	}
	return 0;
}

int
utf8_lower(struct span text, struct buf *out)
{
	return fold(text, NULL, out);
}

static bool
is_mark(ucs4_t c)
{
	return uc_is_property_default_ignorable_code_point(c);
}

/* The character of these bytes, when they are exactly one and it is blank. */
static bool
is_blank(const char *data, size_t size)
{
	unsigned char first = (unsigned char)data[0];
	ucs4_t c;

	if (first < 0x80)
		return size == 1 && (first == ' ' || (first >= '\t' && first <= '\r'));
	return u8_mbtoucr(&c, (const uint8_t *)data, size) == (int)size &&
	       (uc_is_property_white_space(c) || is_mark(c));
}

/* Bytes of the character at the start of the text, by its first byte; at least 1. */
static size_t
first_size(struct span text)
{
	unsigned char first = (unsigned char)text.data[0];
	size_t size = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

	return size <= text.size ? size : 1;
}

/* Bytes of the character at its end: back over continuation bytes, at most three. */
static size_t
last_size(struct span text)
{
	size_t size = 1;

	while (size < 4 && size < text.size &&
	       ((unsigned char)text.data[text.size - size] & 0xc0) == 0x80)
		size++;
	return size;
}

/* Does the text end with U+200C or U+200D right behind a character outside ASCII that is seen? */
static bool
ends_joined(struct span text)
{
	struct span before = {text.data, text.size - 3};
	size_t size;

	if (text.size < 4 || memcmp(text.data + before.size, "\xE2\x80", 2) != 0 ||
	    ((unsigned char)text.data[before.size + 2] & 0xFE) != 0x8C)
		return false;
	size = last_size(before);
	return size > 1 && !is_blank(text.data + before.size - size, size);
}

struct span
utf8_trim(struct span text)
{
	while (text.size > 0) {
		size_t size = first_size(text);

		if (!is_blank(text.data, size))
			break;
		text.data += size;
		text.size -= size;
	}
	while (text.size > 0) {
		size_t size = last_size(text);

		if (!is_blank(text.data + text.size - size, size) || ends_joined(text))
			break;
		text.size -= size;
	}
	return text;
}

uint32_t
utf8_first(struct span text, size_t *size)
{
	ucs4_t c = 0;

	*size = (size_t)u8_mbtouc(&c, (const uint8_t *)text.data, text.size);
	return c;
}

enum utf8_kind
utf8_kind_of(uint32_t c)
{
	if (is_mark(c))
		return UTF8_MARK;
	if (uc_is_property_white_space(c))
		return UTF8_BLANK;
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return UTF8_DASH;
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ? UTF8_CONTROL : UTF8_OTHER;
}

bool
utf8_is_blank(uint32_t character)
{
	return uc_is_property_white_space(character) || is_mark(character);
}

int
utf8_digit(uint32_t character)
{
	return uc_decimal_value(character);
}

bool
utf8_is_assigned(struct span text)
{
	const uint8_t *bytes = (const uint8_t *)text.data;
	ucs4_t c;

	for (size_t i = utf8_ascii_size(text); i < text.size;) {
		int size = u8_mbtouc(&c, bytes + i, text.size - i);

		if (size <= 0 ||
		    uc_is_general_category_withtable(
			c, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co | UC_CATEGORY_MASK_Cs))
			return false;
		i += (size_t)size;
	}
	return true;
}
