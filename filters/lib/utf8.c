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

/* Bytes at the start that are ASCII, counted in steps of 32 and 8 and then one by one. */
static size_t
ascii_prefix(struct span text)
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
	return ascii_prefix(text) == text.size;
}

bool
utf8_is_valid(struct span text)
{
	size_t ascii = ascii_prefix(text);

	return ascii == text.size ||
	       u8_check((const uint8_t *)text.data + ascii, text.size - ascii) == NULL;
}

/* Eight ASCII bytes lower-cased: a sum passes 0x7f from 'A' on, the other from 'Z' + 1 on, so the
 * high bit differs for capitals only; two places down it is the bit that makes them small. */
static uint64_t
lower_word(uint64_t word)
{
	uint64_t from_a = word + each_byte * (0x80 - 'A'), past_z = word + each_byte * (0x7f - 'Z');

	return word | ((from_a ^ past_z) & high_bits) >> 2;
}

static char
lower_byte(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static void
fold_ascii(struct span text, struct buf *out)
{
	size_t i = 0;
	uint64_t word;
	char *to;

	if (text.size == 0)
		return;
	buf_reserve(out, text.size);
	to = out->data + out->size;
	for (; text.size - i >= sizeof word; i += sizeof word) {
		memcpy(&word, text.data + i, sizeof word);
		word = lower_word(word);
		memcpy(to + i, &word, sizeof word);
	}
	for (; i < text.size; i++)
		to[i] = lower_byte(text.data[i]);
	out->size += text.size;
}

/* Lower case, and composed by form where it is not NULL. */
static int
fold(struct span text, uninorm_t form, struct buf *out)
{
	size_t ascii = ascii_prefix(text), size;
	const uint8_t *bytes = (const uint8_t *)text.data;
	uint8_t room[512], *folded;

	if (ascii == text.size) {
		fold_ascii(text, out);
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

bool
utf8_is_assigned(struct span text)
{
	const uint8_t *bytes = (const uint8_t *)text.data;
	ucs4_t c;

	for (size_t i = ascii_prefix(text); i < text.size;) {
		int size = u8_mbtouc(&c, bytes + i, text.size - i);

		if (size <= 0 ||
		    uc_is_general_category_withtable(
			c, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co | UC_CATEGORY_MASK_Cs))
			return false;
		i += (size_t)size;
	}
	return true;
}
