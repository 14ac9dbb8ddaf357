/* digest: see digest.h. Looking an algorithm up by its name costs libcrypto three times the digest
 * of an address, so that is done once, and one context is begun again for each text. */
#include "digest.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <xxhash.h>

#include "err.h"

static const struct {
	const char *name;
	const char *fetched; /* what libcrypto calls it */
	size_t size;
} algorithms[] = {
    [DIGEST_NONE] = {NULL, NULL, 0},
    [DIGEST_XXH3_64] = {"xxh3-64", NULL, 8},
    [DIGEST_XXH3_128] = {"xxh3-128", NULL, 16},
    [DIGEST_SHA256] = {"sha256", "SHA256", 32},
    [DIGEST_SHA1] = {"sha1", "SHA1", 20},
    [DIGEST_MD5] = {"md5", "MD5", 16},
    [DIGEST_HMAC_SHA256] = {"hmac-sha256", "HMAC", 32},
};

int
digest_parse(struct span name, enum digest_algorithm *algorithm)
{
	for (size_t i = DIGEST_NONE + 1; i < sizeof algorithms / sizeof *algorithms; i++) {
		if (span_is(name, algorithms[i].name)) {
			*algorithm = (enum digest_algorithm)i;
			return 0;
		}
	}
	return -1;
}

const char *
digest_name(enum digest_algorithm algorithm)
{
	return algorithms[algorithm].name;
}

size_t
digest_size(enum digest_algorithm algorithm)
{
	return algorithms[algorithm].size;
}

bool
digest_is_keyed(enum digest_algorithm algorithm)
{
	return algorithm == DIGEST_HMAC_SHA256;
}

bool
digest_is_cryptographic(enum digest_algorithm algorithm)
{
	return algorithms[algorithm].fetched != NULL;
}

struct digest {
	enum digest_algorithm algorithm;
	EVP_MD *function; /* of a plain digest */
	EVP_MD_CTX *context;
	EVP_MAC *keyed_function; /* of a keyed one */
	EVP_MAC_CTX *keyed_context;
};

static bool
prepare_plain(struct digest *digest)
{
	digest->function = EVP_MD_fetch(NULL, algorithms[digest->algorithm].fetched, NULL);
	digest->context = EVP_MD_CTX_new();
	return digest->function && digest->context &&
	       EVP_DigestInit_ex2(digest->context, digest->function, NULL) == 1;
}

static bool
prepare_keyed(struct digest *digest, struct span key)
{
	char inner[] = OSSL_DIGEST_NAME_SHA2_256;
	const OSSL_PARAM parameters[] = {
	    OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, inner, 0),
	    OSSL_PARAM_construct_end(),
	};

	digest->keyed_function = EVP_MAC_fetch(NULL, algorithms[digest->algorithm].fetched, NULL);
	if (!digest->keyed_function)
		return false;
	digest->keyed_context = EVP_MAC_CTX_new(digest->keyed_function);
	return digest->keyed_context &&
	       EVP_MAC_init(digest->keyed_context, (const unsigned char *)key.data, key.size,
		   parameters) == 1;
}

/* libcrypto 3.0 crashes on some allocations that fail while it begins; the ones here exit. */
static void *
library_malloc(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return xmalloc(size, 1);
}

static void *
library_realloc(void *memory, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	if (size)
		return xrealloc(memory, size, 1);
	free(memory);
	return NULL;
}

static void
library_free(void *memory, const char *file, int line)
{
	(void)file;
	(void)line;
	free(memory);
}

/* Before anything else of libcrypto: openssl.cnf and OPENSSL_CONF are not read, and an exit in the
 * middle of its work does not call it again. From the second time on this does nothing. */
static bool
begin_library(void)
{
	(void)CRYPTO_set_mem_functions(library_malloc, library_realloc, library_free);
	return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL) == 1;
}

static bool
prepare(struct digest *digest, struct span key)
{
	if (!digest_is_cryptographic(digest->algorithm))
		return true;
	if (!begin_library())
		return false;
	return digest_is_keyed(digest->algorithm) ? prepare_keyed(digest, key)
						  : prepare_plain(digest);
}

struct digest *
digest_new(enum digest_algorithm algorithm, struct span key)
{
	struct digest *digest;

	if (digest_is_keyed(algorithm) != (key.size > 0)) {
		warn("%s %s", digest_name(algorithm), key.size ? "takes no key" : "needs a key");
		return NULL;
	}
	digest = xcalloc(1, sizeof *digest);
	digest->algorithm = algorithm;
	if (prepare(digest, key))
		return digest;
	warn("libcrypto cannot prepare %s", digest_name(algorithm));
	digest_free(digest);
	return NULL;
}

void
digest_free(struct digest *digest)
{
	if (!digest)
		return;
	EVP_MD_CTX_free(digest->context);
	EVP_MD_free(digest->function);
	EVP_MAC_CTX_free(digest->keyed_context);
	EVP_MAC_free(digest->keyed_function);
	free(digest);
}

/* Without a function or key the context begins again with those it has. */
static bool
make_plain(EVP_MD_CTX *context, struct span text, unsigned char *out)
{
	return EVP_DigestInit_ex2(context, NULL, NULL) == 1 &&
	       EVP_DigestUpdate(context, text.data, text.size) == 1 &&
	       EVP_DigestFinal_ex(context, out, NULL) == 1;
}

static bool
make_keyed(EVP_MAC_CTX *context, struct span text, unsigned char *out)
{
	size_t size;

	return EVP_MAC_init(context, NULL, 0, NULL) == 1 &&
	       EVP_MAC_update(context, (const unsigned char *)text.data, text.size) == 1 &&
	       EVP_MAC_final(context, out, &size, DIGEST_MOST) == 1;
}

/* The canonical form, that of xxhsum: the highest byte first. */
static void
make_xxh3_64(struct span text, unsigned char *out)
{
	XXH64_canonical_t canonical;

	XXH64_canonicalFromHash(&canonical, XXH3_64bits(text.data, text.size));
	memcpy(out, canonical.digest, sizeof canonical.digest);
}

static void
make_xxh3_128(struct span text, unsigned char *out)
{
	XXH128_canonical_t canonical;

	XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data, text.size));
	memcpy(out, canonical.digest, sizeof canonical.digest);
}

int
digest_make(struct digest *digest, struct span text, unsigned char out[DIGEST_MOST])
{
	bool made = true;

	if (text.size == 0)
		text.data = "";
	if (digest->context)
		made = make_plain(digest->context, text, out);
	else if (digest->keyed_context)
		made = make_keyed(digest->keyed_context, text, out);
	else if (digest->algorithm == DIGEST_XXH3_64)
		make_xxh3_64(text, out);
	else
		make_xxh3_128(text, out);
	if (!made)
		warn("libcrypto cannot make %s", digest_name(digest->algorithm));
	return made ? 0 : -1;
}
