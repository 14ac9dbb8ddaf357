/* hash: XXH3, by libxxhash.
 *
 * Keys take XXH3_128bits_withSecret with 192 random bytes: with a seed alone colliding keys can be
 * computed beforehand and a table be flooded with them; under an unknown secret they cannot. */
#include "hash.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include "err.h"

/* On x86 the library also has loops for AVX2 and AVX-512, chosen at run time: a stream goes twice
 * as fast. Keys are too short to gain by them. */
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#define XXH_DISPATCH_DISABLE_REPLACE
#include <xxh_x86dispatch.h>
#define STREAM_UPDATE XXH3_128bits_update_dispatch
#else
#include <xxhash.h>
#define STREAM_UPDATE XXH3_128bits_update
#endif

int
hash_secret_random(struct hash_secret *secret)
{
	size_t have = 0;

	while (have < sizeof secret->bytes) {
		ssize_t got = getrandom(secret->bytes + have, sizeof secret->bytes - have, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			warn_errno("cannot get random bytes");
			return -1;
		}
		have += (size_t)got;
	}
	return 0;
}

struct hash128
hash_key(const struct hash_secret *secret, struct span key)
{
	XXH128_hash_t hash =
	    XXH3_128bits_withSecret(key.data, key.size, secret->bytes, sizeof secret->bytes);

	return (struct hash128){hash.low64, hash.high64};
}

struct hash_stream {
	XXH3_state_t *state;
};

struct hash_stream *
hash_stream_new(void)
{
	struct hash_stream *stream = malloc(sizeof *stream);

	if (!stream)
		die("out of memory (%zu bytes)", sizeof *stream);
	stream->state = XXH3_createState();
	if (!stream->state || XXH3_128bits_reset(stream->state) != XXH_OK)
		die("out of memory for a digest");
	/* The first call chooses the loop: let that be here, before there are other threads. */
	hash_stream_add(stream, "", 0);
	return stream;
}

void
hash_stream_add(struct hash_stream *stream, const void *data, size_t size)
{
	if (STREAM_UPDATE(stream->state, size ? data : "", size) != XXH_OK)
		abort(); /* it refuses only what is NULL */
}

struct hash128
hash_stream_value(const struct hash_stream *stream)
{
	XXH128_hash_t hash = XXH3_128bits_digest(stream->state);

	return (struct hash128){hash.low64, hash.high64};
}

void
hash128_hex(struct hash128 value, char out[HASH_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < HASH_HEX; i++) {
		uint64_t half = i < HASH_HEX / 2 ? value.high : value.low;

		out[i] = digits[half >> (60 - 4 * (i % (HASH_HEX / 2))) & 15];
	}
	out[HASH_HEX] = '\0';
}

void
hash_stream_hex(const struct hash_stream *stream, char out[HASH_HEX + 1])
{
	hash128_hex(hash_stream_value(stream), out);
}

void
hash_stream_free(struct hash_stream *stream)
{
	if (!stream)
		return;
	XXH3_freeState(stream->state);
	free(stream);
}
