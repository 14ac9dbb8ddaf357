/* digest: raw bytes to text and back. */
#include <endian.h>
#include <openssl/evp.h>

#include "digest.h"

static const char *const encodings[] = {
    [DIGEST_HEX] = "hex",
    [DIGEST_HEX_UPPER] = "HEX",
    [DIGEST_BASE64] = "base64",
};

/* Of a digest of DIGEST_MOST bytes; libcrypto puts a NUL behind it. */
enum { BASE64_MOST = 44 };

int
digest_encoding_parse(struct span name, enum digest_encoding *encoding)
{
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
		if (span_is(name, encodings[i])) {
			*encoding = (enum digest_encoding)i;
			return 0;
		}
	}
	return -1;
}

#define EACH_BYTE (UINT64_MAX / 255)

/* The 8 digits of 4 bytes, all at once: each half byte gets a byte of its own, '0' is added, and
 * where it is more than 9 the distance to the letters too. */
static void
write_digits(uint32_t bytes, uint64_t to_letters, char *out)
{
	uint64_t halves = bytes, digits;

	halves = (halves << 16 | halves) & 0x0000ffff0000ffff;
	halves = (halves << 8 | halves) & 0x00ff00ff00ff00ff;
	halves = (halves << 4 | halves) & EACH_BYTE * 0x0f;
	digits =
	    halves + EACH_BYTE * '0' + (((halves + EACH_BYTE * 6) >> 4) & EACH_BYTE) * to_letters;
	digits = htobe64(digits);
	memcpy(out, &digits, sizeof digits);
}

/* Every digest is a multiple of 4 bytes. */
static size_t
write_hex(const unsigned char *raw, size_t size, char ten, char *out)
{
	for (size_t i = 0; i < size; i += 4) {
		uint32_t bytes;

		memcpy(&bytes, raw + i, sizeof bytes);
		write_digits(be32toh(bytes), (uint64_t)(ten - '0' - 10), out + 2 * i);
	}
	return 2 * size;
}

size_t
digest_write(const unsigned char *raw, size_t size, enum digest_encoding encoding,
    char out[DIGEST_TEXT_MOST])
{
	if (encoding == DIGEST_BASE64)
		return (size_t)EVP_EncodeBlock((unsigned char *)out, raw, (int)size);
	return write_hex(raw, size, encoding == DIGEST_HEX ? 'a' : 'A', out);
}

/* The value of a hex digit, or -1. */
static int
hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

static bool
read_hex(struct span text, unsigned char *out)
{
	for (size_t i = 0; i < text.size; i += 2) {
		int high = hex_value(text.data[i]), low = hex_value(text.data[i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i / 2] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* libcrypto decodes more than is base64; what it decoded must be written as it was read. */
static bool
read_base64(struct span text, size_t size, unsigned char *out)
{
	unsigned char raw[BASE64_MOST], again[BASE64_MOST + 1];
	bool padded = text.data[text.size - 1] == '=';

	if (padded != (size % 3 != 0))
		return false; /* at once: many addresses have such a length */
	if (EVP_DecodeBlock(raw, (const unsigned char *)text.data, (int)text.size) < (int)size)
		return false;
	EVP_EncodeBlock(again, raw, (int)size);
	memcpy(out, raw, size);
	return memcmp(again, text.data, text.size) == 0;
}

static bool
read_trimmed(struct span text, size_t size, unsigned char *out)
{
	if (text.size == 2 * size)
		return read_hex(text, out);
	return text.size && text.size == (size + 2) / 3 * 4 && read_base64(text, size, out);
}

bool
digest_read(struct span text, size_t size, unsigned char out[DIGEST_MOST])
{
	return read_trimmed(span_trim(text), size, out);
}

bool
digest_looks_like(struct span text)
{
	unsigned char unused[DIGEST_MOST];

	text = span_trim(text);
	switch (text.size) {
	case 24:
	case 32:
		return read_trimmed(text, 16, unused);
	case 28:
	case 40:
		return read_trimmed(text, 20, unused);
	case 44:
	case 64:
		return read_trimmed(text, 32, unused);
	default:
		return false;
	}
}
