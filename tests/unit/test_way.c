/* way: names, what can be compared with what, and the digests. The digests wanted here were made
 * with another implementation. */
#include "way.h"

#include "capture.h"
#include "err.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define HASH_SHA256 "8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e11"
#define HASH_SHA1 "36324b2c364c48481b618d96a698511b42dc76cf"
#define HASH_MD5 "cdb9d6a1dddc375a09cc83e3001598dc"
#define HASH_HMAC "4624055dbf2fe99933fb11cc1c00cc04bd8b2503a861163c08779082d6bb53b9"
#define UNKNOWN                                                                                    \
	" (the forms are exact, ascii, mailbox, person, phone, place, google, uid2, meta, "        \
	"tiktok; "                                                                                 \
	"the digests sha256, sha1, md5, hmac-sha256)"

static struct way
way_of(const char *name)
{
	struct way way;

	if (way_parse(span_of(name), &way))
		abort();
	return way;
}

static void
test_names(struct tap *tap)
{
	static const char *const names[] = {"exact", "ascii", "mailbox", "person", "phone", "place",
	    "google", "uid2", "meta", "tiktok", "sha256", "sha1", "md5", "hmac-sha256"};
	static const char *const others[] = {"", "none", "SHA256", "sha512", "xxh3-64", "xxh3-128"};
	struct capture capture;
	struct way way;

	for (size_t i = 0; i < COUNT(names); i++) {
		way = way_of(names[i]);
		tap_ok(tap,
		    strcmp(way_name(&way), names[i]) == 0 &&
			way.kind == (i < 10 ? WAY_FORM : WAY_DIGEST) &&
			(way.digest == DIGEST_NONE) == (i < 10),
		    "%s", names[i]);
	}
	for (size_t i = 0; i < COUNT(others); i++) {
		char want[256];

		snprintf(want, sizeof want, "unknown form %s" UNKNOWN, others[i]);
		capture_begin(&capture);
		tap_ok(tap, way_parse(span_of(others[i]), &way) < 0, "no %s", others[i]);
		capture_end(&capture);
		if (!tap_ok(tap, capture_is(&capture, want), "and says so"))
			printf("# %s\n", capture.text);
	}
}

/* "" when the two cannot be compared; else the kinds they have then: f form, h hash, d digest. */
static const struct {
	const char *left, *right, *want;
} meetings[] = {
    {"mailbox", "mailbox", "ff"},
    {"sha256", "sha256", "dd"},
    {"mailbox", "sha256", "hd"},
    {"md5", "person", "dh"},
    {"exact", "hmac-sha256", "hd"},
    {"mailbox", "person", ""},
    {"sha256", "md5", ""},
    {"sha256", "hmac-sha256", ""},
};

static void
test_meet(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(meetings); i++) {
		struct way left = way_of(meetings[i].left), right = way_of(meetings[i].right);
		char got[3] = "";

		if (way_meet(&left, &right) == 0)
			snprintf(got, sizeof got, "%c%c", "fhd"[left.kind], "fhd"[right.kind]);
		tap_ok(tap,
		    strcmp(got, meetings[i].want) == 0 &&
			strcmp(way_name(&left), meetings[i].left) == 0 &&
			strcmp(way_name(&right), meetings[i].right) == 0,
		    "%s and %s", meetings[i].left, meetings[i].right);
		if (left.kind == WAY_HASH)
			tap_ok(tap, left.digest == right.digest, "the left is hashed as the right");
		if (right.kind == WAY_HASH)
			tap_ok(tap, left.digest == right.digest, "the right is hashed as the left");
	}
}

/* with: NULL, or the form that is hashed. */
static const struct {
	const char *way, *with, *value, *want, *reason;
} apply_cases[] = {
    {"mailbox", NULL, "<ANA@Example.com>", "ana@example.com", NULL},
    {"mailbox", NULL, "ana", NULL, "no_at"},
    {"sha256", "mailbox", "Ana <ANA@example.com>", HASH_SHA256, NULL},
    {"sha256", "exact", "ana@example.com", HASH_SHA256, NULL},
    {"sha256", "exact", "a", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
	NULL},
    {"sha1", "mailbox", "ANA@example.com", HASH_SHA1, NULL},
    {"md5", "ascii", " ANA@example.com", HASH_MD5, NULL},
    {"hmac-sha256", "mailbox", "ANA@example.com", HASH_HMAC, NULL},
    {"sha256", "mailbox", "", NULL, "empty"},
    {"sha256", "mailbox", "ana@", NULL, "no_domain"},
    {"sha256", NULL, HASH_SHA256, HASH_SHA256, NULL},
    {"sha256", NULL, "8E43CA37701228E74983EFDBD0CFF5C16B3B1E5D4E29A7C05626D4D25A018e11",
	HASH_SHA256, NULL},
    {"sha256", NULL, " \t" HASH_SHA256 "\r\n", HASH_SHA256, NULL},
    {"sha256", NULL, "jkPKN3ASKOdJg+/b0M/1wWs7Hl1OKafAVibU0loBjhE=", HASH_SHA256, NULL},
    {"sha1", NULL, "NjJLLDZMSEgbYY2WpphRG0Lcds8=", HASH_SHA1, NULL},
    {"md5", NULL, "zbnWod3cN1oJzIPjABWY3A==", HASH_MD5, NULL},
    {"hmac-sha256", NULL, "RiQFXb8v6Zkz+xHMHADMBL2LJQOoYRY8CHeQgta7U7k=", HASH_HMAC, NULL},
    {"sha256", NULL, "", NULL, "empty"},
    {"sha256", NULL, " \r\n", NULL, "empty"},
    {"sha256", NULL, "ana@example.com", NULL, "bad_digest"},
    {"sha256", NULL, HASH_SHA1, NULL, "bad_digest"},
    {"sha1", NULL, HASH_SHA256, NULL, "bad_digest"},
    {"md5", NULL, HASH_SHA1, NULL, "bad_digest"},
    {"sha256", NULL, HASH_SHA256 "0", NULL, "bad_digest"},
    {"sha256", NULL, "8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e1g", NULL,
	"bad_digest"},
    {"sha256", NULL, "jkPKN3ASKOdJg+/b0M/1wWs7Hl1OKafAVibU0loBjhE", NULL, "bad_digest"},
    {"sha256", NULL, "0x" HASH_SHA256, NULL, "bad_digest"},
};

static void
test_apply(struct tap *tap, struct forms *forms)
{
	struct buf out = {0};

	for (size_t i = 0; i < COUNT(apply_cases); i++) {
		struct way way = way_of(apply_cases[i].way), with;
		const char *reason = "not prepared";

		if (apply_cases[i].with) {
			with = way_of(apply_cases[i].with);
			if (way_meet(&with, &way))
				abort();
			way = with;
		}
		if (way_prepare(forms, &way) == 0)
			reason = way_apply(forms, &way, span_of(apply_cases[i].value), &out);
		if (!tap_ok(tap,
			apply_cases[i].want
			    ? !reason && span_is(buf_span(&out), apply_cases[i].want)
			    : span_is(span_of(reason), apply_cases[i].reason),
			"apply case %zu", i))
			printf("# got %s %.*s\n", reason ? reason : "", (int)out.size, out.data);
	}
	buf_free(&out);
}

/* Writes a key file and returns its path in path. */
static void
write_key(char *path, const char *key)
{
	int file;

	strcpy(path, "/tmp/test_way.XXXXXX");
	file = mkstemp(path);
	if (file < 0 || write(file, key, strlen(key)) != (ssize_t)strlen(key) || close(file))
		abort();
}

static void
test_key(struct tap *tap)
{
	struct way digest = way_of("hmac-sha256"), plain = way_of("mailbox");
	struct forms *forms = forms_new();
	struct capture capture;
	struct span key;
	char path[32];

	if (way_meet(&plain, &digest))
		abort();
	capture_begin(&capture);
	tap_ok(tap, way_prepare(forms, &plain) < 0, "hmac without a key");
	capture_end(&capture);
	tap_ok(tap, capture_is(&capture, "hmac-sha256 needs a secret key (--key-file)"),
	    "says what it needs");
	tap_ok(tap, way_prepare(forms, &digest) == 0, "to read digests no key is needed");
	write_key(path, "0123456789abcdef");
	forms_key_file(forms, path);
	capture_begin(&capture);
	tap_ok(tap, way_prepare(forms, &digest) == 0 && forms_all_used(forms) < 0,
	    "so a key file is idle there");
	capture_end(&capture);
	tap_ok(tap,
	    capture_is(&capture, "--key-file: no value here is hashed with a key (hmac-sha256)"),
	    "which is a mistake");
	tap_ok(tap, way_prepare(forms, &plain) == 0 && forms_all_used(forms) == 0, "with it");
	unlink(path);
	tap_ok(tap,
	    way_prepare(forms, &plain) == 0 && forms_key(forms, &key) == 0 &&
		span_is(key, "0123456789abcdef"),
	    "the file is read once");
	test_apply(tap, forms);
	forms_free(forms);
	forms = forms_new();
	forms_key_file(forms, path);
	capture_begin(&capture);
	tap_ok(tap, way_prepare(forms, &plain) < 0, "a key file that is not there");
	capture_end(&capture);
	tap_ok(tap, strstr(capture.text, path) != NULL, "is named");
	forms_free(forms);
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	test_names(&tap);
	test_meet(&tap);
	test_key(&tap);
	return tap_done(&tap);
}
