/* hash: known digests (those that xxh128sum prints), the same bytes in any pieces, and keys that
 * differ. */
#include "hash.h"

#include <stdlib.h>

#include "mem.h"
#include "tap.h"

/* Printed by `printf TEXT | xxh128sum`. */
static const struct {
	const char *text, *digest;
} known[] = {
    {"", "99aa06d3014798d86001c324468d497f"},
    {"a", "a96faf705af16834e6c632b61e964e1f"},
    {"abc", "06b05ab6733a618578af5f94892f3950"},
    {"hello, world", "11c83d9c1ee368164c0abe17b55db69c"},
    {"The quick brown fox jumps over the lazy dog", "ddd650205ca3e7fa24a1cc2e3a8a7651"},
};
/* Of "0,1,2," to "99999,". */
static const char known_long[] = "d6f8f26e12335c5f77bb2e1801c328c6";

/* The digest of text given in pieces of step bytes. */
static void
digest(struct span text, size_t step, char out[HASH_HEX + 1])
{
	struct hash_stream *stream = hash_stream_new();

	for (size_t i = 0; i < text.size; i += step)
		hash_stream_add(stream, text.data + i, text.size - i < step ? text.size - i : step);
	hash_stream_hex(stream, out);
	hash_stream_free(stream);
}

static void
test_digest(struct tap *tap)
{
	static const size_t steps[] = {1, 7, 63, 64, 65, 255, 256, 257, 4096, 1000000};
	struct buf text = {0};
	char out[HASH_HEX + 1], word[16];

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		digest(span_of(known[i].text), 1000, out);
		tap_ok(
		    tap, strcmp(out, known[i].digest) == 0, "digest %zu is that of xxh128sum", i);
	}
	for (int i = 0; i < 100000; i++) {
		snprintf(word, sizeof word, "%d,", i);
		buf_add_text(&text, word);
	}
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		digest(buf_span(&text), steps[i], out);
		tap_ok(tap, strcmp(out, known_long) == 0,
		    "a long digest is that of xxh128sum in pieces of %zu", steps[i]);
	}
	buf_free(&text);
}

static void
test_digest_goes_on(struct tap *tap)
{
	struct hash_stream *stream = hash_stream_new();
	char out[HASH_HEX + 1];

	hash_stream_add(stream, NULL, 0);
	hash_stream_hex(stream, out);
	tap_ok(tap, strcmp(out, known[0].digest) == 0, "nothing added is the digest of nothing");
	hash_stream_add(stream, "a", 1);
	hash_stream_hex(stream, out);
	hash_stream_hex(stream, out);
	tap_ok(tap, strcmp(out, known[1].digest) == 0, "asking twice changes nothing");
	hash_stream_add(stream, "bc", 2);
	hash_stream_hex(stream, out);
	tap_ok(tap, strcmp(out, known[2].digest) == 0, "bytes may follow after asking");
	hash_stream_free(stream);
	hash_stream_free(NULL);
}

static bool
same(struct hash128 a, struct hash128 b)
{
	return a.low == b.low && a.high == b.high;
}

static void
test_keys(struct tap *tap)
{
	enum { SIZES = 600 };
	struct hash_secret one = {{0}}, other = {{0}};
	char text[SIZES + 1], moved[SIZES + 8];
	size_t equal = 0, differ = 0, near = 0;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)(i * 37 % 251);
	tap_ok(tap, hash_secret_random(&one) == 0 && hash_secret_random(&other) == 0,
	    "random secrets");
	tap_ok(tap, memcmp(&one, &other, sizeof one) != 0, "two secrets differ");
	/* All lengths: the hash has other code for 0, 1-3, 4-8, 9-16, 17-128, 129-240 and more
	 * bytes. */
	for (size_t size = 0; size <= SIZES; size++) {
		struct hash128 hash = hash_key(&one, (struct span){text, size});

		memcpy(moved + size % 8, text, size);
		equal += same(hash, hash_key(&one, (struct span){moved + size % 8, size}));
		differ += !same(hash, hash_key(&other, (struct span){text, size}));
		moved[size % 8 + size / 2] ^= 1;
		near +=
		    !same(hash, hash_key(&one, (struct span){moved + size % 8, size ? size : 1}));
	}
	tap_ok(tap, equal == SIZES + 1, "equal bytes have equal keys at any address");
	tap_ok(tap, differ == SIZES + 1, "another secret gives another key");
	tap_ok(tap, near == SIZES + 1, "one bit more or less gives another key");
	tap_ok(tap, same(hash_key(&one, (struct span){NULL, 0}), hash_key(&one, span_of(""))),
	    "an empty span needs no memory");
}

int
main(void)
{
	struct tap tap = {0};

	test_digest(&tap);
	test_digest_goes_on(&tap);
	test_keys(&tap);
	return tap_done(&tap);
}
