/* key: the grammar of -k, binding to a header, composite keys; and the table of providers. */
#include "key.h"

#include <stdlib.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "providers.h"
#include "record.h"
#include "share.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const struct {
	const char *text;
	const char *want; /* columns|lookup|way|its way, or with '!' the message */
} parse_cases[] = {
    {"email", "email;|email;|exact|exact"},
    {"email:mailbox", "email;|email;|mailbox|mailbox"},
    {"email=mail:person", "email;|mail;|person|person"},
    {"a,b=c,d:ascii", "a;b;|c;d;|ascii|ascii"},
    {"\"a:b\",#2=\"c=d\",e:exact", "a:b;#2;|c=d;e;|exact|exact"},
    {"email:phon",
	"!t: unknown form phon (the forms are exact, ascii, mailbox, person, phone, "
	"place, google, uid2, meta, tiktok; the digests sha256, sha1, md5, hmac-sha256)\n"},
    {"email:", "!t: unknown form  (the forms are exact, ascii, mailbox, person, phone, place, "
	       "google, uid2, meta, tiktok; the digests sha256, sha1, md5, hmac-sha256)\n"},
    {"email:mailbox:exact", "!t: unknown form mailbox:exact (the forms are exact, ascii, mailbox, "
			    "person, phone, place, google, uid2, meta, tiktok; the digests sha256, "
			    "sha1, md5, hmac-sha256)\n"},
    {"email:sha256", "email;|email;|sha256|sha256"},
    {"email=hash:md5", "email;|hash;|md5|md5"},
    {"a:mailbox=b:mailbox", "a;|b;|mailbox|mailbox"},
    {"a:sha1=b:sha1", "a;|b;|sha1|sha1"},
    {"email:mailbox=hash:sha256", "email;|hash;|mailbox>sha256|sha256"},
    {"hash:sha1=email:person", "hash;|email;|sha1|person>sha1"},
    {"a,b:exact=\"c:d\",e:hmac-sha256", "a;b;|c:d;e;|exact>hmac-sha256|hmac-sha256"},
    {"a:mailbox=b:person", "!t: -k: mailbox left of = and person right of it cannot be compared\n"},
    {"a:md5=b:sha1", "!t: -k: md5 left of = and sha1 right of it cannot be compared\n"},
    {"a:sha256=b", "!t: -k: a form or digest left of = needs one right of it too\n"},
    {"a:mailbox=b", "!t: -k: a form or digest left of = needs one right of it too\n"},
    {"a:mailbox=b=c:sha256", "!t: -k: more than one = in a key\n"},
    {"a:xxh3-64",
	"!t: unknown form xxh3-64 (the forms are exact, ascii, mailbox, person, phone, place, "
	"google, uid2, meta, tiktok; the digests sha256, sha1, md5, hmac-sha256)\n"},
    {"a:mailbx=b:sha256",
	"!t: unknown form mailbx (the forms are exact, ascii, mailbox, person, phone, place, "
	"google, uid2, meta, tiktok; the digests sha256, sha1, md5, hmac-sha256)\n"},
    {"a=b=c", "!t: -k: more than one = in a key\n"},
    {"a,b=c", "!t: -k: 2 columns left of =, 1 right of it\n"},
    {"", "!t: -k: name 1 of the list cannot be read (names that hold , : = or \" are quoted as in "
	 "CSV)\n"},
    {"a=",
	"!t: -k: name 1 of the list cannot be read (names that hold , : = or \" are quoted as in "
	"CSV)\n"},
    {"a,:mailbox", "!t: -k: name 2 of the list cannot be read (names that hold , : = or \" are "
		   "quoted as in CSV)\n"},
};

static void
add_names(struct buf *out, const struct column_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		buf_add_span(out, list->items[i].name);
		buf_add_byte(out, ';');
	}
	buf_add_byte(out, '|');
}

static void
add_way(struct buf *out, const struct way *way)
{
	buf_add_text(out, way_name(way));
	if (way->kind == WAY_HASH) {
		buf_add_byte(out, '>');
		buf_add_text(out, digest_name(way->digest));
	}
}

static void
test_parse(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(parse_cases); i++) {
		const char *want = parse_cases[i].want;
		struct capture capture;
		struct key_spec spec;
		struct buf got = {0};
		char text[512];
		int status;

		capture_begin(&capture);
		status = key_parse(&spec, parse_cases[i].text);
		capture_end_into(&capture, text, sizeof text);
		if (status == 0) {
			add_names(&got, &spec.columns);
			add_names(&got, &spec.lookup);
			add_way(&got, &spec.way);
			buf_add_byte(&got, '|');
			add_way(&got, &spec.lookup_way);
			key_spec_free(&spec);
		} else {
			buf_add_byte(&got, '!');
			buf_add_text(&got, text);
		}
		if (!tap_ok(tap, span_is(buf_span(&got), want), "parse case %zu", i))
			printf("# got %.*s\n", (int)got.size, got.data);
		buf_free(&got);
	}
}

/* Makes the key of two values under "a,b" (or "a") into out; of the side of the LOOKUP or not. */
static const char *
make_side(struct forms *forms, const char *spec_text, bool lookup, const char *a, const char *b,
    struct buf *out)
{
	static const char *const names[] = {"a", "b"};
	const char *const values[] = {a, b};
	const char *reason = "test went wrong";
	struct columns columns;
	struct key_spec spec;
	struct buf text = {0};
	uint32_t ends[2];
	struct record record = record_of(&text, ends, names, 2);
	struct key key;

	columns_read(&columns, &record, "t.csv");
	if (key_parse(&spec, spec_text))
		abort();
	buf_clear(out);
	if (key_bind(&key, &spec, lookup, &columns, forms) == 0) {
		record = record_of(&text, ends, values, 2);
		reason = key_make(&key, &record);
		buf_add_span(out, buf_span(&key.text));
		key_free(&key);
	}
	key_spec_free(&spec);
	columns_free(&columns);
	buf_free(&text);
	return reason;
}

static const char *
make(struct forms *forms, const char *spec_text, const char *a, const char *b, struct buf *out)
{
	return make_side(forms, spec_text, false, a, b, out);
}

#define HASH "8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e11"

/* Which side holds the digests is told by the spec. */
static void
test_digest(struct tap *tap, struct forms *forms)
{
	static const char mixed[] = "a:mailbox=b:sha256", turned[] = "b:sha256=a:mailbox";
	struct buf one = {0}, two = {0};

	tap_ok(tap,
	    make_side(forms, mixed, false, "ANA@Example.com", "", &one) == NULL &&
		span_is(buf_span(&one), HASH),
	    "the left side is hashed");
	tap_ok(tap,
	    make_side(forms, mixed, true, "",
		" 8E43CA37701228E74983EFDBD0CFF5C16B3B1E5D4E29A7C05"
		"626D4D25A018E11",
		&two) == NULL &&
		span_equal(buf_span(&one), buf_span(&two)),
	    "the right side is read");
	tap_ok(tap,
	    make_side(forms, turned, true, "<ana@example.com>", "", &one) == NULL &&
		make_side(forms, turned, false, "", HASH, &two) == NULL &&
		span_is(buf_span(&one), HASH) && span_equal(buf_span(&one), buf_span(&two)),
	    "and the other way round");
	tap_ok(tap,
	    span_is(span_of(make_side(forms, mixed, true, "", "ana@example.com", &two)),
		"bad_digest") &&
		span_is(span_of(make_side(forms, mixed, false, HASH, "", &two)), "no_at"),
	    "each side takes its own values only");
	tap_ok(tap,
	    make_side(forms, "a,b:ascii=b,a:sha256", false, "ANA@example.com ", "ana@example.com",
		&one) == NULL &&
		make_side(forms, "a,b:ascii=b,a:sha256", true, HASH, HASH, &two) == NULL &&
		span_equal(buf_span(&one), buf_span(&two)) && one.size == 2 * (64 + 8),
	    "of a composite key each part is a digest");
	buf_free(&one);
	buf_free(&two);
}

static void
test_make(struct tap *tap, struct forms *forms)
{
	struct buf one = {0}, two = {0};

	tap_ok(tap,
	    make(forms, "a:mailbox", "Ana <ANA@example.com>", "", &one) == NULL &&
		span_is(buf_span(&one), "ana@example.com"),
	    "the key of one column is its normal form");
	tap_ok(tap,
	    make(forms, "a,b", "ab", "c", &one) == NULL &&
		make(forms, "a,b", "a", "bc", &two) == NULL &&
		!span_equal(buf_span(&one), buf_span(&two)),
	    "ab,c is not a,bc");
	tap_ok(tap,
	    make(forms, "a,b:ascii", "AB", "c ", &one) == NULL &&
		make(forms, "a,b", "ab", "c", &two) == NULL &&
		span_equal(buf_span(&one), buf_span(&two)),
	    "each part is normalised");
	tap_ok(tap,
	    make(forms, "b,a", "x", "y", &one) == NULL &&
		make(forms, "a,b", "y", "x", &two) == NULL &&
		span_equal(buf_span(&one), buf_span(&two)),
	    "parts stand in the order of the key");
	tap_ok(tap, span_is(span_of(make(forms, "a,b", "a", "", &one)), "empty"),
	    "an empty part makes no key");
	tap_ok(tap, span_is(span_of(make(forms, "a,b:mailbox", "x", "a@b", &one)), "no_at"),
	    "nor does an unusable one");
	buf_free(&one);
	buf_free(&two);
}

static void
test_bind(struct tap *tap, struct forms *forms)
{
	static const char *const names[] = {"a", "c", "a"};
	struct columns columns;
	struct capture capture;
	struct key_spec spec;
	struct buf text = {0};
	uint32_t ends[3];
	struct record record = record_of(&text, ends, names, 3);
	struct key key;
	char message[512];
	int left, right;

	columns_read(&columns, &record, "t.csv");
	if (key_parse(&spec, "a=c:ascii"))
		abort();
	capture_begin(&capture);
	left = key_bind(&key, &spec, false, &columns, forms);
	capture_end_into(&capture, message, sizeof message);
	tap_ok(tap, left < 0 && strcmp(message, "t: t.csv: two columns are named a\n") == 0,
	    "an ambiguous column is refused");
	tap_ok(tap, key.index == NULL, "and nothing is left to free");
	right = key_bind(&key, &spec, true, &columns, forms);
	tap_ok(tap, right == 0 && key.count == 1 && key.index[0] == 1, "the side of the lookup");
	key_free(&key);
	key_spec_free(&spec);
	columns_free(&columns);
	buf_free(&text);
}

#define HEAD "domain,alias_of,subaddress_separator,dots_ignored\n"
#define NO_SEPARATOR "not one of + - = _ # /, alone or with ' stays', none, unknown"

static const struct {
	const char *table;
	const char *want; /* "": read; else what follows the file in the message */
} provider_cases[] = {
    {HEAD "a.example,,+,yes\nb.example,a.example,+,yes\nc.example,,unknown,no\n", ""},
    {"note,dots_ignored,subaddress_separator,alias_of,domain\nx,no,none,,a.example\n", ""},
    {HEAD "a.example,,+,maybe\n", ":2: column dots_ignored: neither yes nor no"},
    {HEAD "a.example,,++,no\n", ":2: column subaddress_separator: " NO_SEPARATOR},
    {HEAD "a.example,,a,no\n", ":2: column subaddress_separator: " NO_SEPARATOR},
    {HEAD "a.example,,- stays,no\n", ""},
    {HEAD "a.example,,- goes,no\n", ":2: column subaddress_separator: " NO_SEPARATOR},
    {HEAD "a.example,,- ,no\n", ":2: column subaddress_separator: " NO_SEPARATOR},
    {HEAD "A.example,,+,no\n", ":2: column domain: not a domain in lower case, as A-labels"},
    {HEAD "b\xC3\xBC.example,,+,no\n",
	":2: column domain: not a domain in lower case, as A-labels"},
    {HEAD ",,+,no\n", ":2: column domain: not a domain in lower case, as A-labels"},
    {HEAD "a.example,B.example,+,no\n",
	":2: column alias_of: not a domain in lower case, as A-labels"},
    {HEAD "a.example,,+,no\na.example,,+,no\n", ":3: column domain: listed before"},
    {HEAD "a.example,b.example,+,no\nb.example,c.example,+,no\n",
	": column alias_of: b.example is an alias itself"},
    {"domain,alias_of,dots_ignored\n",
	": no column subaddress_separator (the header has domain, alias_of, dots_ignored)"},
};

/* What is said when the table is read: "" for nothing. */
static void
read_providers(const char *table, char *message, size_t room)
{
	char path[] = "/tmp/test_key.XXXXXX";
	int file = mkstemp(path);
	struct address *address = address_new();
	struct capture capture;
	int status;

	if (file < 0 || write(file, table, strlen(table)) != (ssize_t)strlen(table) || close(file))
		abort();
	capture_begin(&capture);
	status = providers_read(address, path);
	capture_end_into(&capture, message, room);
	unlink(path);
	address_free(address);
	if (status == 0 || strncmp(message, "t: ", 3) != 0)
		return;
	memmove(message, message + 3 + strlen(path), strlen(message) - 2 - strlen(path));
	message[strcspn(message, "\n")] = '\0';
}

static void
test_providers(struct tap *tap)
{
	char message[512];

	for (size_t i = 0; i < COUNT(provider_cases); i++) {
		read_providers(provider_cases[i].table, message, sizeof message);
		if (!tap_ok(
			tap, strcmp(message, provider_cases[i].want) == 0, "providers case %zu", i))
			printf("# got %s\n", message);
	}
}

static void
test_share(struct tap *tap)
{
	struct capture capture;
	char message[512];
	char *path = share_find("./no/such/file");

	tap_ok(tap, path && strcmp(path, "./no/such/file") == 0, "a path is taken as it is");
	free(path);
	if (setenv("AMENDS_SHARE", "/no/such/folder", 1))
		abort();
	capture_begin(&capture);
	path = share_find("no/such/table.csv");
	capture_end_into(&capture, message, sizeof message);
	tap_ok(tap,
	    path == NULL && strncmp(message,
				"t: cannot find no/such/table.csv in the folder of the run, "
				"/no/such/folder, ",
				75) == 0,
	    "a table that is nowhere");
	free(path);
}

int
main(void)
{
	struct tap tap = {0};
	struct forms *forms = forms_new();
	const char *share = getenv("AMENDS_SHARE");

	err_program("t");
	if (!share && setenv("AMENDS_SHARE", "share", 1))
		abort();
	test_parse(&tap);
	test_make(&tap, forms);
	test_digest(&tap, forms);
	test_bind(&tap, forms);
	test_providers(&tap);
	test_share(&tap);
	forms_free(forms);
	return tap_done(&tap);
}
