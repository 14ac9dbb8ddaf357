/* fuzz_digest: any bytes as a digest, and any bytes hashed. What must hold whatever they are:
 *   a text that is read as a digest is, but for blanks round it and the case of hex, one of the
 * three ways in which its bytes are written; what looks like a digest is read in one size; what is
 * written is read again; the same text twice has the same digest. */
#include <strings.h>

#include "digest.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct span
trimmed(struct span text)
{
	while (text.size && memchr(" \t\r\n", text.data[0], 4))
		text = (struct span){text.data + 1, text.size - 1};
	while (text.size && memchr(" \t\r\n", text.data[text.size - 1], 4))
		text.size--;
	return text;
}

/* Reads the text as a digest of that size. */
static bool
check_read(struct span text, size_t size)
{
	unsigned char raw[DIGEST_MOST];
	char hex[DIGEST_TEXT_MOST], base64[DIGEST_TEXT_MOST];
	struct span value = trimmed(text);

	if (!digest_read(text, size, raw))
		return false;
	if (value.size == digest_write(raw, size, DIGEST_HEX, hex))
		need(strncasecmp(hex, value.data, value.size) == 0, "other hex");
	else
		need(value.size == digest_write(raw, size, DIGEST_BASE64, base64) &&
			 memcmp(base64, value.data, value.size) == 0,
		    "other base64");
	return true;
}

static void
check_written(const unsigned char *raw, size_t size)
{
	for (enum digest_encoding way = DIGEST_HEX; way <= DIGEST_BASE64; way++) {
		char out[DIGEST_TEXT_MOST];
		unsigned char again[DIGEST_MOST];
		struct span text = {out, digest_write(raw, size, way, out)};

		need(digest_read(text, size, again) && memcmp(raw, again, size) == 0,
		    "what is written is not read");
		need(digest_looks_like(text) == (size > 8), "what is written does not look so");
	}
}

static void
check_made(struct span text)
{
	for (enum digest_algorithm i = DIGEST_XXH3_64; i <= DIGEST_HMAC_SHA256; i++) {
		struct digest *digest = digest_new(i, span_of(digest_is_keyed(i) ? "key" : NULL));
		unsigned char raw[DIGEST_MOST], again[DIGEST_MOST];

		need(digest && digest_make(digest, text, raw) == 0 &&
			 digest_make(digest, text, again) == 0 &&
			 memcmp(raw, again, digest_size(i)) == 0,
		    "two digests of one text");
		check_written(raw, digest_size(i));
		digest_free(digest);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t sizes[] = {8, 16, 20, 32};
	struct span text = {(const char *)data, size};
	bool read = false;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		read |= check_read(text, sizes[i]) && sizes[i] > 8;
	need(read == digest_looks_like(text), "what looks like a digest is not read");
	check_made(text);
	return 0;
}
