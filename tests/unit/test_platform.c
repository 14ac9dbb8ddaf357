/* platform, platforms: what each rule does and refuses, and what the table may not say. The
 * published examples stand in tests/suites/platform. */
#include <stdlib.h>

#include "capture.h"
#include "err.h"
#include "platforms.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define G PLATFORM_GOOGLE
#define U PLATFORM_UID2
#define M PLATFORM_META
#define T PLATFORM_TIKTOK
#define NBSP "\xc2\xa0"
#define ZWSP "\xe2\x80\x8b"

static const struct {
	enum platform platform;
	const char *value, *key, *reason; /* one of the two */
} cases[] = {
    /* blanks */
    {G, " Ana\t@ example.com" NBSP, "ana@example.com", NULL},
    {T, "ana lopez@example.com", "analopez@example.com", NULL},
    {M, NBSP "ana@example.com\r\n", "ana@example.com", NULL},
    {M, "ana lopez@example.com", NULL, "inner_blank"},
    {U, "  ana@example.com ", "ana@example.com", NULL},
    {U, "ana@example.com" NBSP, NULL, "inner_blank"},
    {U, "ana@exam ple.com", NULL, "inner_blank"},
    {U, "ana@example.com\t", NULL, "inner_blank"},
    {G, ZWSP "ana@example.com", NULL, "inner_blank"},
    /* letters */
    {G, "\xc3\x91U@\xc3\x89XAMPLE.com", "\xc3\xb1u@\xc3\xa9xample.com", NULL},
    {U, "\xc3\x91U@EXAMPLE.com", "\xc3\x91u@example.com", NULL},
    {M, "JOSE\xcc\x81@example.com", "jose\xcc\x81@example.com", NULL}, /* not composed */
    /* dots and tags */
    {G, "A.n.a+x+y@GoogleMail.com", "ana@googlemail.com", NULL},
    {U, "A.n.a+x+y@GoogleMail.com", "a.n.a+x+y@googlemail.com", NULL},
    {U, "A.n.a+x.y@Gmail.com", "ana@gmail.com", NULL},
    {M, "A.n.a+x@Gmail.com", "a.n.a+x@gmail.com", NULL},
    {T, "A.n.a+x@Gmail.com", "a.n.a+x@gmail.com", NULL},
    {G, "a.b+c@gmail.com.example", "a.b+c@gmail.com.example", NULL},
    {G, "a.b+c@mail.com", "a.b+c@mail.com", NULL},
    {G, "+x@gmail.com", NULL, "no_local_part"},
    {U, "...@gmail.com", NULL, "no_local_part"},
    /* no bare address */
    {G, "", NULL, "empty"},
    {U, " \t" NBSP ZWSP, NULL, "empty"},
    {G, "@", NULL, "no_domain"},
    {G, "@example.com", NULL, "no_local_part"},
    {G, "ana@", NULL, "no_domain"},
    {G, "ana@example.com, ben@example.com", NULL, "several"},
    {U, "a@b@c", NULL, "several"},
    {M, "<ana@example.com>", NULL, "bad_local_part"},
    {M, "mailto:ana@example.com", NULL, "bad_local_part"},
    {M, "ana@example.com>", NULL, "bad_domain"},
    {M, "ana@example.com;", NULL, "bad_domain"},
    {M, "\"ana\"@example.com", NULL, "bad_local_part"},
    {G, "ana\x01@example.com", NULL, "control_character"},
    {G, "ana@exam\x7fple.com", NULL, "control_character"},
    {G, "ana\xc2\x81@example.com", NULL, "control_character"},
    {G, "a\xef\xbf\xbd@example.com", NULL, "replacement_character"},
    {G, "a\xe9@example.com", NULL, "not_utf8"},
    /* phone numbers */
    {G, "+34 (612) 345-678", "+34612345678", NULL},
    {G, "34612345678", "+34612345678", NULL},
    {G,
	"+34" NBSP "612\xe2\x80\x91"
	"345" ZWSP "678",
	"+34612345678", NULL},
    {G, "+34 612 345 678 x", NULL, "letters"},
    {G, "0034612345678", NULL, "leading_zero"},
    {G, "+34612345678 +34612345679", NULL, "several"},
    {G, "34612345678; 34612345679", NULL, "several"},
    {G, "quinn", NULL, "no_digits"},
    {G, "+", NULL, "no_digits"},
    {G, "123456", NULL, "too_short"},
    {G, "1234567", "+1234567", NULL},
    {G, "123456789012345", "+123456789012345", NULL},
    {G, "1234567890123456", NULL, "too_long"},
    {G, "5512345678.0", NULL, "excel_number"},
    {G, "55.12.34.56.0", "+551234560", NULL},
    {G, "\xd9\xa1\xd9\xa2\xd9\xa3 1234567", NULL, "bad_character"},
    {G, "+34612345678\x01", NULL, "control_character"},
    {U, "+1234567890", "+1234567890", NULL},
    {U, "+0234567890", "+0234567890", NULL},
    {U, "1234567890", NULL, "no_plus"},
    {U, " +1234567890", NULL, "bad_character"},
    {U, "+123 4567890", NULL, "bad_character"},
    {U, "+123456789", NULL, "too_short"},
    {U, "+1234567890123456", NULL, "too_long"},
    {M, "+0034 612 345 678", "34612345678", NULL},
    {M, "tel:+34612345678", "34612345678", NULL},
    {G, "(+34) 612 345 678", "+34612345678", NULL},
    {G, "++34612345678", NULL, "several"},
    {M, "tel:34612345678", "34612345678", NULL},
    {M, "1-800-FLOWERS", NULL, "letters"},
    {M, "000", NULL, "too_short"},
    {M, "0c7e6a405862e402eb76a70f8a26fc732d07c32931e9fae9ab1582911d2e8a3b", NULL, "letters"},
    {M, "DH5qQFhi5ALrdqcPiib8cy0Hwykx6frpqxWCkR0uijs=", NULL, "letters"},
    {T, "34 612 345 678", "+34612345678", NULL},
    /* what a spreadsheet left of a number */
    {G, "+525512345678.0", NULL, "excel_number"},
    {U, "+525512345678.0", NULL, "excel_number"},
    {M, " 5512345678.0 ", NULL, "excel_number"},
    {M, "5,512345678E+09", NULL, "excel_number"},
    {M, "5.512345678E09", NULL, "excel_number"},
    {G, "5.512345678e+09", NULL, "excel_number"},
    {M, "+34 612 345 678.", "34612345678", NULL},
    /* more than one number, or a number and more */
    {G, "34612345678/79", NULL, "several"},
    {M, "34612345678/9", NULL, "several"},
    {T, "34612345678/", NULL, "several"},
    {G, "346/123/45678", NULL, "several"},
    {G, "34612/345678", "+34612345678", NULL},
    {G, "5551234\n5551235", NULL, "several"},
    {M, "5551234\t5551235", NULL, "several"},
    {M, "34612345678 & 9", NULL, "several"},
    {U, "+34612345678|9", NULL, "several"},
    {G, "34612345678#5", NULL, "bad_character"},
    {M, "*67 34612345678", NULL, "bad_character"},
    {M, "34612345678 ext 5", NULL, "letters"},
    {M, "34612345678x5", NULL, "letters"},
    {M, "346l2345678", NULL, "letters"},
    {M, "34612345678 (Ana)", "34612345678", NULL},
    {M, "movil 34612345678 casa", "34612345678", NULL},
};

static void
test_cases(struct tap *tap, const struct platform_rules *rules)
{
	struct buf key = {0};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *reason =
		    platform_key(rules, cases[i].platform, span_of(cases[i].value), &key);
		bool same = cases[i].key ? reason == NULL && span_is(buf_span(&key), cases[i].key)
					 : reason && strcmp(reason, cases[i].reason) == 0;

		tap_ok(tap, same, "case %zu: %s, %s", i, platform_name(cases[i].platform),
		    cases[i].key ? "a text" : cases[i].reason);
	}
	tap_ok(tap,
	    strcmp(platform_key(rules, G, (struct span){"a\0b@example.com", 15}, &key),
		"control_character") == 0,
	    "NUL is a control character");
	buf_free(&key);
}

static void
test_names(struct tap *tap)
{
	for (int i = 0; i < PLATFORMS; i++)
		tap_ok(tap, platform_named(span_of(platform_name((enum platform)i))) == i,
		    "%s is its own name", platform_name((enum platform)i));
	tap_ok(tap, platform_named(span_of("Google")) == -1 && platform_named(span_of("")) == -1,
	    "names are exact");
}

#define HEADER "form,kind,version,blanks,lower,dots,tags,drop,plus,zeros,digits,encoding,page\n"
#define EMAIL(form) form ",email,1,all,all,a.b c.d,*,,,,,hex,p\n"
#define PHONE(form) form ",phone,1,none,,,,none,need,keep,1-3,base64,p\n"
#define BOTH(form) EMAIL(form) PHONE(form)
#define ALL BOTH("google") BOTH("uid2") BOTH("meta") BOTH("tiktok")

/* A table, and the message without the path; NULL: it is read. */
static const struct {
	const char *table, *message;
} tables[] = {
    {HEADER ALL, NULL},
    {HEADER ALL EMAIL("google-2020") EMAIL("google-2020"), NULL},
    {"", ": empty file"},
    {"\n\n", ": no header"},
    {"form,kind\n", ": no column version (the header has form, kind)"},
    {HEADER BOTH("google") BOTH("uid2") BOTH("meta"), ": no row for tiktok, email"},
    {HEADER BOTH("google") EMAIL("uid2"), ": no row for uid2, phone"},
    {HEADER EMAIL("google") EMAIL("google"), ":3: column form: listed before for this kind"},
    {HEADER EMAIL("snap"), ":2: column form: not google, uid2, meta or tiktok, nor one with -WORD"},
    {HEADER EMAIL("snap-1"),
	":2: column form: not google, uid2, meta or tiktok, nor one with -WORD"},
    {HEADER "meta,post,1,all,all,,,,,,,hex,p\n", ":2: column kind: neither email nor phone"},
    {HEADER "meta,email,,all,all,,,,,,,hex,p\n", ":2: column version: empty"},
    {HEADER "meta,email,1,some,all,,,,,,,hex,p\n",
	":2: column blanks: not one of none, space, ascii, unicode, all"},
    {HEADER "meta,email,1,all,,,,,,,,hex,p\n", ":2: column lower: neither ascii nor all"},
    {HEADER "meta,email,1,all,all,Gmail.com,,,,,,hex,p\n",
	":2: column dots: not domains in lower case with single blanks, nor *"},
    {HEADER "meta,email,1,all,all,,a.b  c.d,,,,,hex,p\n",
	":2: column tags: not domains in lower case with single blanks, nor *"},
    {HEADER "meta,email,1,all,all,,a.b ,,,,,hex,p\n",
	":2: column tags: not domains in lower case with single blanks, nor *"},
    {HEADER "meta,email,1,all,all,,,,need,,,hex,p\n",
	":2: column plus: not empty, and the kind is email"},
    {HEADER "meta,email,1,all,all,,,,,,,octal,p\n",
	":2: column encoding: not one of hex, base64, hex base64"},
    {HEADER "meta,email,1,all,all,,,,,,,hex,\n", ":2: column page: empty"},
    {HEADER "meta,phone,1,all,,,,some,need,keep,1-3,hex,p\n",
	":2: column drop: not one of none, symbols, letters"},
    {HEADER "meta,phone,1,all,,,,none,,keep,1-3,hex,p\n",
	":2: column plus: not one of need, write, remove"},
    {HEADER "meta,phone,1,all,,,,none,need,no,1-3,hex,p\n",
	":2: column zeros: not one of keep, drop, refuse"},
    {HEADER "meta,phone,1,all,,,,none,need,keep,3-1,hex,p\n",
	":2: column digits: not LEAST-MOST, from 1 to 99"},
    {HEADER "meta,phone,1,all,,,,none,need,keep,0-3,hex,p\n",
	":2: column digits: not LEAST-MOST, from 1 to 99"},
    {HEADER "meta,phone,1,all,,,,none,need,keep,7,hex,p\n",
	":2: column digits: not LEAST-MOST, from 1 to 99"},
    {HEADER "meta,phone,1,all,all,,,none,need,keep,1-3,hex,p\n",
	":2: column lower: not empty, and the kind is phone"},
    {HEADER "meta,phone,1\n", ":2: too few fields"},
};

static int
read_text(struct platform_rules *rules, const char *text, const char *path)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
	return platforms_read(rules, path);
}

static void
test_tables(struct tap *tap)
{
	char path[] = "/tmp/test_platform-XXXXXX", want[512];

	if (mkstemp(path) < 0)
		abort();
	for (size_t i = 0; i < COUNT(tables); i++) {
		struct platform_rules *rules = platform_rules_new();
		struct capture capture;
		int result;

		capture_begin(&capture);
		result = read_text(rules, tables[i].table, path);
		capture_end(&capture);
		snprintf(
		    want, sizeof want, "%s%s", path, tables[i].message ? tables[i].message : "");
		tap_ok(tap,
		    tables[i].message ? result == -1 && capture_is(&capture, want)
				      : result == 0 && capture.text[0] == '\0',
		    "table %zu %s%s", i, tables[i].message ? "" : "is read",
		    tables[i].message ? tables[i].message : "");
		platform_rules_free(rules);
	}
	unlink(path);
}

/* The words that no row of today uses. */
static void
test_words(struct tap *tap)
{
	static const struct platform_rule email = {
	    .blanks = BLANKS_ASCII, .tags = {"*", 1}, .dots = {"b c", 3}};
	struct platform_rules *rules = platform_rules_new();
	struct buf key = {0};

	tap_ok(tap, platform_rule_add(rules, G, PLATFORM_EMAIL, &email) == 0, "a rule is added");
	tap_ok(tap, platform_rule_add(rules, G, PLATFORM_EMAIL, &email) == -1, "and only once");
	tap_ok(tap,
	    platform_has_rule(rules, G, PLATFORM_EMAIL) &&
		!platform_has_rule(rules, G, PLATFORM_PHONE),
	    "and known");
	tap_ok(tap,
	    platform_key(rules, G, span_of(" \x01\tA.B+C@d\x1f"), &key) == NULL &&
		span_is(buf_span(&key), "a.b@d"),
	    "ASCII blanks, and the tag of any domain");
	tap_ok(tap,
	    platform_key(rules, G, span_of("A.B+C@c"), &key) == NULL &&
		span_is(buf_span(&key), "ab@c"),
	    "the second domain of a list");
	tap_ok(tap,
	    strcmp(platform_key(rules, G,
		       span_of("\xc2\xa0"
			       "a@b"),
		       &key),
		"inner_blank") == 0,
	    "no other blank");
	buf_free(&key);
	platform_rules_free(rules);
	platform_rules_free(NULL);
}

int
main(int argc, char **argv)
{
	struct tap tap = {0};
	struct platform_rules *rules = platform_rules_new();
	const char *share = getenv("AMENDS_SHARE");
	char path[4096];

	(void)argc;
	(void)argv;
	err_program("test");
	snprintf(path, sizeof path, "%s/address/platforms.csv", share ? share : "share");
	if (tap_ok(&tap, platforms_read(rules, path) == 0, "the table of share is read"))
		test_cases(&tap, rules);
	platform_rules_free(rules);
	test_names(&tap);
	test_tables(&tap);
	test_words(&tap);
	return tap_done(&tap);
}
