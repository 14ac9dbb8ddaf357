/* digest: the published vectors of every algorithm, texts to and from raw bytes, what looks like a
 * digest, and key files. */
#include "digest.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "capture.h"
#include "err.h"
#include "tap.h"

#define A10 "aaaaaaaaaa"
#define DIGITS10 "1234567890"
#define TWO_BLOCKS "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

/* FIPS 180-4 (examples of NIST), RFC 1321 appendix A.5, xxHash (xxhsum -H3, -H2); and what
 * platforms print beside their rules: UID2, X, Meta, the FTC. */
static const struct {
	enum digest_algorithm algorithm;
	const char *text, *hex;
} vectors[] = {
    {DIGEST_SHA256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {DIGEST_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {DIGEST_SHA256, TWO_BLOCKS, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {DIGEST_SHA256, "+12345678901",
	"10e6f0b47054a83359477dcb35231db6de5c69fb1816e1a6b98e192de9e5b9ee"},
    {DIGEST_SHA256, "adsapi", "49e0be2aeccfb51a8dee4c945c8a70a9ac500cf6f5cb08112575f74db9b1470d"},
    {DIGEST_SHA256, "16505551212",
	"e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"},
    {DIGEST_SHA256, "us", "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621"},
    {DIGEST_SHA256, "val\xc3\xa9ry",
	"08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"},
    {DIGEST_SHA256, "\xec\xa0\x95",
	"8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14"},
    {DIGEST_SHA1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {DIGEST_SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {DIGEST_SHA1, TWO_BLOCKS, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
    {DIGEST_MD5, "", "d41d8cd98f00b204e9800998ecf8427e"},
    {DIGEST_MD5, "a", "0cc175b9c0f1b6a831c399e269772661"},
    {DIGEST_MD5, "abc", "900150983cd24fb0d6963f7d28e17f72"},
    {DIGEST_MD5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
    {DIGEST_MD5, "abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
    {DIGEST_MD5, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
	"d174ab98d277d9f5a5611c2c9f419d9f"},
    {DIGEST_MD5, DIGITS10 DIGITS10 DIGITS10 DIGITS10 DIGITS10 DIGITS10 DIGITS10 DIGITS10,
	"57edf4a22be3c955ac49da2e2107b67a"},
    {DIGEST_MD5, "123-456-7890", "2813448ce6316cb70b38fa29c8c64130"},
    {DIGEST_XXH3_64, "", "2d06800538d394c2"},
    {DIGEST_XXH3_64, "a", "e6c632b61e964e1f"},
    {DIGEST_XXH3_64, "abc", "78af5f94892f3950"},
    {DIGEST_XXH3_128, "", "99aa06d3014798d86001c324468d497f"},
    {DIGEST_XXH3_128, "a", "a96faf705af16834e6c632b61e964e1f"},
    {DIGEST_XXH3_128, "abc", "06b05ab6733a618578af5f94892f3950"},
};

/* RFC 4231, the cases that are not truncated; bytes by their hex digits. */
static const struct {
	const char *key, *text, *hex;
} keyed[] = {
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
	"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
	"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"dddddddddddddddddddddddddddddddddddddddddddddddddd"
	"dddddddddddddddddddddddddddddddddddddddddddddddddd",
	"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {"0102030405060708090a0b0c0d0e0f10111213141516171819",
	"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
	"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
	"82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
};
/* Cases 6 and 7: a key of 131 bytes 0xaa, more than a block. */
static const struct {
	const char *text, *hex;
} long_keyed[] = {
    {"Test Using Larger Than Block-Size Key - Hash Key First",
	"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {"This is a test using a larger than block-size key and a larger than block-size data. The "
     "key needs to be hashed before being used by the HMAC algorithm.",
	"9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

static const struct span no_key = {NULL, 0};

static struct digest *
xnew(enum digest_algorithm algorithm, struct span key)
{
	struct digest *digest = digest_new(algorithm, key);

	if (!digest)
		abort();
	return digest;
}

/* Is the digest of the text the one with these hex digits? */
static bool
makes(struct digest *digest, struct span text, const char *hex)
{
	unsigned char raw[DIGEST_MOST];
	char out[DIGEST_TEXT_MOST];
	size_t size;

	if (digest_make(digest, text, raw) != 0)
		return false;
	size = digest_write(raw, strlen(hex) / 2, DIGEST_HEX, out);
	return span_is((struct span){out, size}, hex);
}

static void
test_vectors(struct tap *tap)
{
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct digest *digest = xnew(vectors[i].algorithm, no_key);
		bool first = makes(digest, span_of(vectors[i].text), vectors[i].hex);
		bool other = makes(digest, span_of("another text"), vectors[i].hex);
		bool again = makes(digest, span_of(vectors[i].text), vectors[i].hex);

		tap_ok(tap,
		    first && again && !other &&
			strlen(vectors[i].hex) == 2 * digest_size(vectors[i].algorithm),
		    "vector %zu, %s, twice, with another text between them", i,
		    digest_name(vectors[i].algorithm));
		digest_free(digest);
	}
}

/* The longest example of FIPS 180 and of NIST: a million letters a. */
static void
test_million(struct tap *tap)
{
	struct buf text = {0};
	struct digest *sha256 = xnew(DIGEST_SHA256, no_key), *sha1 = xnew(DIGEST_SHA1, no_key);

	for (int i = 0; i < 100000; i++)
		buf_add_text(&text, A10);
	tap_ok(tap,
	    makes(sha256, buf_span(&text),
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
	    "sha256 of a million a");
	tap_ok(tap, makes(sha1, buf_span(&text), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
	    "sha1 of a million a");
	digest_free(sha256);
	digest_free(sha1);
	buf_free(&text);
}

static struct span
unhex(const char *hex, char *out)
{
	for (size_t i = 0; i < strlen(hex) / 2; i++) {
		unsigned byte;

		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			abort();
		out[i] = (char)byte;
	}
	return (struct span){out, strlen(hex) / 2};
}

static void
test_keyed(struct tap *tap)
{
	char key_bytes[131], text[64];

	for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++) {
		struct digest *digest = xnew(DIGEST_HMAC_SHA256, unhex(keyed[i].key, key_bytes));
		struct span value = unhex(keyed[i].text, text);

		memset(key_bytes, 0, sizeof key_bytes); /* the key was copied */
		tap_ok(tap,
		    makes(digest, value, keyed[i].hex) &&
			!makes(digest, span_of("x"), keyed[i].hex) &&
			makes(digest, value, keyed[i].hex),
		    "RFC 4231, a key of %zu bytes, twice", strlen(keyed[i].key) / 2);
		digest_free(digest);
	}
	memset(key_bytes, 0xaa, sizeof key_bytes);
	for (size_t i = 0; i < sizeof long_keyed / sizeof *long_keyed; i++) {
		struct digest *digest =
		    xnew(DIGEST_HMAC_SHA256, (struct span){key_bytes, sizeof key_bytes});

		tap_ok(tap,
		    makes(digest, span_of(long_keyed[i].text), long_keyed[i].hex) &&
			makes(digest, span_of(long_keyed[i].text), long_keyed[i].hex),
		    "RFC 4231, a key longer than a block, text %zu, twice", i);
		digest_free(digest);
	}
}

static void
test_names(struct tap *tap)
{
	static const struct {
		const char *name;
		enum digest_algorithm algorithm;
		size_t size;
		bool is_keyed, cryptographic;
	} rows[] = {
	    {"xxh3-64", DIGEST_XXH3_64, 8, false, false},
	    {"xxh3-128", DIGEST_XXH3_128, 16, false, false},
	    {"sha256", DIGEST_SHA256, 32, false, true},
	    {"sha1", DIGEST_SHA1, 20, false, true},
	    {"md5", DIGEST_MD5, 16, false, true},
	    {"hmac-sha256", DIGEST_HMAC_SHA256, 32, true, true},
	};
	static const char *const others[] = {"", "SHA256", "sha-256", "sha2", "sha256 ", "none"};
	enum digest_algorithm found = DIGEST_NONE;
	struct capture said;
	bool none = true;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		tap_ok(tap,
		    digest_parse(span_of(rows[i].name), &found) == 0 &&
			found == rows[i].algorithm &&
			strcmp(digest_name(found), rows[i].name) == 0 &&
			digest_size(found) == rows[i].size &&
			digest_is_keyed(found) == rows[i].is_keyed &&
			digest_is_cryptographic(found) == rows[i].cryptographic &&
			strstr(DIGEST_NAMES, rows[i].name) != NULL,
		    "%s and what it is", rows[i].name);
	capture_begin(&said);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		none = none && digest_parse(span_of(others[i]), &found) == -1;
	capture_end(&said);
	tap_ok(tap, none && said.text[0] == '\0', "other words are none, without a message");
}

static void
test_refused(struct tap *tap)
{
	struct capture said;
	struct digest *digest;

	capture_begin(&said);
	digest = digest_new(DIGEST_HMAC_SHA256, no_key);
	capture_end(&said);
	tap_ok(tap, !digest && capture_is(&said, "hmac-sha256 needs a key"), "no key");
	capture_begin(&said);
	digest = digest_new(DIGEST_XXH3_128, span_of("key"));
	capture_end(&said);
	tap_ok(tap, !digest && capture_is(&said, "xxh3-128 takes no key"), "a key too many");
	digest_free(NULL);
}

#define RAW20 "\x00\x01\x02\xfd\xfe\xff\x10\x20\x30\x40\x50\x60\x70\x80\x90\xa0\xb0\xc0\xd0\xe0"

static void
test_write(struct tap *tap)
{
	static const struct {
		size_t size;
		enum digest_encoding encoding;
		const char *text;
	} rows[] = {
	    {20, DIGEST_HEX, "000102fdfeff102030405060708090a0b0c0d0e0"},
	    {20, DIGEST_HEX_UPPER, "000102FDFEFF102030405060708090A0B0C0D0E0"},
	    {20, DIGEST_BASE64, "AAEC/f7/ECAwQFBgcICQoLDA0OA="},
	    {16, DIGEST_BASE64, "AAEC/f7/ECAwQFBgcICQoA=="},
	    {8, DIGEST_HEX, "000102fdfeff1020"},
	    {8, DIGEST_BASE64, "AAEC/f7/ECA="},
	};
	enum digest_encoding encoding = DIGEST_HEX;
	char out[DIGEST_TEXT_MOST];
	unsigned char back[DIGEST_MOST];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t size =
		    digest_write((const unsigned char *)RAW20, rows[i].size, rows[i].encoding, out);
		struct span text = {out, size};

		tap_ok(tap,
		    span_is(text, rows[i].text) && digest_read(text, rows[i].size, back) &&
			memcmp(back, RAW20, rows[i].size) == 0,
		    "%s is written and read", rows[i].text);
	}
	tap_ok(tap,
	    digest_encoding_parse(span_of("hex"), &encoding) == 0 && encoding == DIGEST_HEX &&
		digest_encoding_parse(span_of("HEX"), &encoding) == 0 &&
		encoding == DIGEST_HEX_UPPER &&
		digest_encoding_parse(span_of("base64"), &encoding) == 0 &&
		encoding == DIGEST_BASE64 && digest_encoding_parse(span_of("Hex"), &encoding) == -1,
	    "names of encodings");
}

#define MD5_HEX "d41d8cd98f00b204e9800998ecf8427e"
#define SHA1_HEX "da39a3ee5e6b4b0d3255bfef95601890afd80709"
#define SHA256_HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA256_BASE64 "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void
test_read(struct tap *tap)
{
	static const struct {
		const char *text;
		size_t size;
		bool read;
		const char *words;
	} rows[] = {
	    {SHA256_HEX, 32, true, "hex"},
	    {"E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", 32, true, "HEX"},
	    {" \t" SHA256_HEX "\r\n", 32, true, "blanks at both ends"},
	    {SHA256_BASE64, 32, true, "base64"},
	    {"\n" SHA256_BASE64 " ", 32, true, "base64 with blanks"},
	    {SHA256_HEX, 20, false, "of another size"},
	    {SHA1_HEX, 32, false, "of a shorter size"},
	    {"g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 32, false,
		"a digit that is none"},
	    {"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=", 32, false, "bits left over"},
	    {"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=", 32, false, "the URL alphabet"},
	    {"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", 32, false, "no padding"},
	    {"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==", 32, false, "too much padding"},
	    {"47DEQpj8HBSa+/Tmm W+5JCeuQeRkm5NMpJWZG3hSuFU", 32, false, "a blank inside"},
	    {"", 32, false, "nothing"},
	    {" ", 16, false, "a blank"},
	};
	unsigned char raw[DIGEST_MOST], expected[DIGEST_MOST];

	(void)unhex(SHA256_HEX, (char *)expected);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool read = digest_read(span_of(rows[i].text), rows[i].size, raw);

		tap_ok(tap,
		    read == rows[i].read && (!read || memcmp(raw, expected, rows[i].size) == 0),
		    "read: %s", rows[i].words);
	}
}

static void
test_looks_like(struct tap *tap)
{
	static const struct {
		const char *text;
		bool like;
	} rows[] = {
	    {MD5_HEX, true},
	    {SHA1_HEX, true},
	    {SHA256_HEX, true},
	    {" " SHA1_HEX "\n", true},
	    {"D41D8CD98F00B204E9800998ECF8427E", true},
	    {SHA256_BASE64, true},
	    {"1B2M2Y8AsgTpgAmY7PhCfg==", true},
	    {"2jmj7l5rSw0yVb/vlWAYkK/YBwk=", true},
	    {"e6c632b61e964e1f", false},
	    {"4000000000000002", false},
	    {"ana@example.com", false},
	    {"", false},
	    {"d41d8cd98f00b204e9800998ecf8427", false},
	    {"d41d8cd98f00b204e9800998ecf8427eA", false},
	    {"d41d8cd98f00b204e9800998ecf8427x", false},
	    {"1B2M2Y8AsgTpgAmY7PhCfgAA", false},
	    {"a.woman.of.24.letters.ok", false},
	    {"someone.at.example.com.is.here=", false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		tap_ok(tap, digest_looks_like(span_of(rows[i].text)) == rows[i].like,
		    "\"%.20s...\" %s", rows[i].text, rows[i].like ? "looks like one" : "is none");
}

static void
write_key(const char *path, const char *bytes, size_t size, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size || fchmod(fd, mode) != 0)
		abort();
	close(fd);
}

/* Is the file refused as a key, with this message behind its name? */
static bool
refuses(const char *path, const char *message)
{
	char line[256];
	struct capture said;
	struct buf key;
	int result;

	capture_begin(&said);
	result = digest_key_read(path, &key);
	capture_end(&said);
	digest_key_wipe(&key);
	snprintf(line, sizeof line, "%s: %s", path, message);
	return result == -1 && capture_is(&said, line);
}

static void
test_key_modes(struct tap *tap, const char *path)
{
	static const mode_t bad[] = {0640, 0604, 0610, 0601, 0620, 0602, 0644};
	struct buf key;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		write_key(path, "key", 3, bad[i]);
		tap_ok(tap,
		    refuses(path, "group or others have rights on the key file (chmod 600)"),
		    "a key file of mode %o", (unsigned)bad[i]);
	}
	write_key(path, "a\0key\n", 6, 0400);
	tap_ok(tap,
	    digest_key_read(path, &key) == 0 && key.size == 6 &&
		memcmp(key.data, "a\0key\n", 6) == 0,
	    "a key is every byte of its file, NUL and newline too");
	digest_key_wipe(&key);
	tap_ok(tap, key.data == NULL && key.size == 0 && key.room == 0, "a wiped key is empty");
	unlink(path);
}

static void
test_key_sizes(struct tap *tap, const char *path)
{
	static const char bytes[DIGEST_KEY_MOST + 1];
	struct buf key;

	write_key(path, bytes, DIGEST_KEY_MOST, 0600);
	tap_ok(tap, digest_key_read(path, &key) == 0 && key.size == DIGEST_KEY_MOST, "4096 bytes");
	digest_key_wipe(&key);
	write_key(path, bytes, DIGEST_KEY_MOST + 1, 0600);
	tap_ok(tap, refuses(path, "a key has 1 to 4096 bytes"), "4097 bytes");
	write_key(path, bytes, 0, 0600);
	tap_ok(tap, refuses(path, "a key has 1 to 4096 bytes"), "no byte");
	unlink(path);
}

static void
test_key_places(struct tap *tap, const char *folder, const char *path)
{
	const char *foreign = "/proc/1/stat";

	tap_ok(tap, refuses(folder, "not a regular file"), "a folder");
	if (mkfifo(path, 0600) != 0)
		abort();
	tap_ok(tap, refuses(path, "not a regular file"), "a FIFO that nobody writes");
	unlink(path);
	tap_ok(tap, refuses(path, "No such file or directory"), "no file");
	if (geteuid() == 0) {
		write_key(path, "key", 3, 0600);
		if (chown(path, 1, (gid_t)-1) != 0)
			abort();
		foreign = path;
	}
	tap_ok(tap, refuses(foreign, "the key file belongs to another user"), "another's file");
	unlink(path);
}

int
main(void)
{
	struct tap tap = {0};
	char folder[] = "/tmp/test_digest.XXXXXX", path[64];

	err_program("test");
	test_vectors(&tap);
	test_million(&tap);
	test_keyed(&tap);
	test_names(&tap);
	test_refused(&tap);
	test_write(&tap);
	test_read(&tap);
	test_looks_like(&tap);
	if (!mkdtemp(folder))
		abort();
	snprintf(path, sizeof path, "%s/key", folder);
	test_key_modes(&tap, path);
	test_key_sizes(&tap, path);
	test_key_places(&tap, folder, path);
	rmdir(folder);
	return tap_done(&tap);
}
