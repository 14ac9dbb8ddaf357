/* digest: the digests that other parties accept, of short texts. Level 1.
 *
 * SHA-256 and SHA-1 (FIPS 180-4), MD5 (RFC 1321) and HMAC-SHA-256 (RFC 2104, 4231) by libcrypto,
 * which keeps them right and fast; XXH3 (xxHash 0.8) by libxxhash, seed 0. A plain digest of an
 * address or a phone number is still personal data: whoever can guess can hash. */
#ifndef AMENDS_DIGEST_H
#define AMENDS_DIGEST_H

#include "mem.h"

enum digest_algorithm {
	DIGEST_NONE,
	DIGEST_XXH3_64,
	DIGEST_XXH3_128,
	DIGEST_SHA256,
	DIGEST_SHA1,
	DIGEST_MD5,
	DIGEST_HMAC_SHA256
};
enum {
	DIGEST_MOST = 32,      /* raw bytes of the largest */
	DIGEST_TEXT_MOST = 64, /* the same in hex digits */
	DIGEST_KEY_MOST = 4096 /* bytes of a key file */
};

/* xxh3-64, xxh3-128, sha256, sha1, md5, hmac-sha256. 0, or -1 without a message (a caller asks
 * whether a word is an algorithm or something else). */
int digest_parse(struct span name, enum digest_algorithm *) MUST_CHECK;
/* The same list, for messages. */
#define DIGEST_NAMES "xxh3-64, xxh3-128, sha256, sha1, md5, hmac-sha256"
/* NULL for DIGEST_NONE. */
const char *digest_name(enum digest_algorithm);
/* Raw bytes; 0 for DIGEST_NONE. */
size_t digest_size(enum digest_algorithm);
bool digest_is_keyed(enum digest_algorithm);
/* All but XXH3, which is no secret of any kind: it is for sharding and comparing. */
bool digest_is_cryptographic(enum digest_algorithm);

/* One algorithm, looked up once, and the state that each call uses again. One a thread. */
struct digest;
/* The key is copied; of an algorithm without a key it is empty. NULL with a message: a key is
 * missing or not wanted, or libcrypto does not have the algorithm. Exits without memory, from
 * inside libcrypto too, which takes its memory by mem.h from the first call on. No configuration of
 * libcrypto is read, so neither a file nor the environment changes what it does. */
struct digest *digest_new(enum digest_algorithm, struct span key) MUST_CHECK;
/* The raw digest of the text in the first digest_size bytes of out. 0, or -1 with a message.
 * About 0.15 us for SHA-256 of an address, 5 ns for XXH3. */
int digest_make(struct digest *, struct span text, unsigned char out[DIGEST_MOST]) MUST_CHECK;
void digest_free(struct digest *); /* wipes its key; NULL does nothing */

/* base64 is RFC 4648, section 4, padded. */
enum digest_encoding { DIGEST_HEX, DIGEST_HEX_UPPER, DIGEST_BASE64 };
/* hex, HEX, base64. 0, or -1 without a message. */
int digest_encoding_parse(struct span name, enum digest_encoding *) MUST_CHECK;
/* Writes size raw bytes (a multiple of 4, at most DIGEST_MOST) as text without a NUL. Returns its
 * length. */
size_t digest_write(
    const unsigned char *raw, size_t size, enum digest_encoding, char out[DIGEST_TEXT_MOST]);
/* The raw bytes of a digest of size bytes (at most DIGEST_MOST) written in hex of any case or in
 * padded base64, blanks (space, tab, CR, LF) at both ends off. False when the text is none; out is
 * then unspecified. */
bool digest_read(struct span text, size_t size, unsigned char out[DIGEST_MOST]) MUST_CHECK;
/* True for what can only have come out of MD5 or XXH3-128, SHA-1 or SHA-256: 32, 40 or 64 hex
 * digits, or 16, 20 or 32 bytes in padded base64, blanks at both ends off. The 16 hex digits of
 * XXH3-64 are not told: sixteen digits are also a customer or card number. */
bool digest_looks_like(struct span text) MUST_CHECK;

/* Reads a key file: regular, owned by the effective user, no rights for group or others, 1 to
 * DIGEST_KEY_MOST bytes. The key is the file byte for byte: a newline at its end is part of it. 0,
 * or -1 with a message; digest_key_wipe either way. */
int digest_key_read(const char *path, struct buf *key) MUST_CHECK;
/* Overwrites the memory, frees it; the buf is {0} again. */
void digest_key_wipe(struct buf *key);

#endif
