/* hash: XXH3 with the run's secret for keys, XXH3-128 for digests of streams. Level 0.
 *
 * Keys: 128 bits under 192 random bytes are a key's identity inside a run (collision odds 1.5e-21
 * at 10^9 keys); it is never written out, never called a pseudonym, and decides no order. */
#ifndef AMENDS_HASH_H
#define AMENDS_HASH_H

#include "span.h"

struct hash128 {
	uint64_t low, high;
};

enum { HASH_SECRET_SIZE = 192 };
struct hash_secret {
	unsigned char bytes[HASH_SECRET_SIZE];
};
/* Fills the secret from getrandom(2). Returns 0, or -1 with a message. */
int hash_secret_random(struct hash_secret *) MUST_CHECK;
/* The 128-bit identity of a key. About 5 ns for 24 bytes. Two calls with equal bytes and equal
 * secret give equal results, in any process (a spilled key is found again). */
struct hash128 hash_key(const struct hash_secret *, struct span key);

/* The digest that ledgers carry: XXH3-128, seed 0, of a whole stream of plain bytes. */
struct hash_stream;
struct hash_stream *hash_stream_new(void) MUST_CHECK; /* exits without memory */
void hash_stream_add(struct hash_stream *, const void *data, size_t size);
enum { HASH_HEX = 32 };
/* Writes 32 lower-case hex digits (canonical big-endian order, as xxh128sum prints) and a NUL. */
void hash_stream_hex(const struct hash_stream *, char out[HASH_HEX + 1]);
/* The same as a number, and its digits. */
struct hash128 hash_stream_value(const struct hash_stream *) MUST_CHECK;
void hash128_hex(struct hash128, char out[HASH_HEX + 1]);
void hash_stream_free(struct hash_stream *);

#endif
