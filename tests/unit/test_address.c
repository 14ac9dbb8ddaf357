/* address: which values are one mailbox, and under which key. */
#include "address.h"

#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

#define A16 "aaaaaaaaaaaaaaaa"
#define A60 A16 A16 A16 "aaaaaaaaaaaa"
#define A63 A60 "aaa"
#define A64 A60 "aaaa"

/* want: the key, or with a '!' in front the reason. */
struct address_case {
	const char *value;
	const char *want;
};

static const struct address_case mailbox_cases[] = {
    /* plain */
    {"ana@example.com", "ana@example.com"},
    {"BEN@Example.ORG", "ben@example.org"},
    {" \t carla@example.net\r\n", "carla@example.net"},
    {"a.b-c_d+e'f/g{h|i}~j@a-b.example", "a.b-c_d+e'f/g{h|i}~j@a-b.example"},
    {"dora@localhost", "dora@localhost"},
    {"1@2.example", "1@2.example"},
    {"a@ab--c.example", "a@ab--c.example"},
    {"a@XN--EXMPLE-CUA.example", "a@xn--exmple-cua.example"},
    {"a@axn--0.xn-x.example", "a@axn--0.xn-x.example"},
    {A64 "@example.com", A64 "@example.com"},
    {"a@" A63 ".example", "a@" A63 ".example"},
    /* blanks and marks around */
    {"\xC2\xA0"
     "ana@example.com\xE2\x80\x8B",
	"ana@example.com"},
    {"\xEF\xBB\xBF"
     "ana@example.com",
	"ana@example.com"},
    {"\xE3\x80\x80"
     "ana@example.com\xE2\x81\xA9\xC2\xAD",
	"ana@example.com"},
    {"\xE2\x80\xAF<\xE2\x80\x8E"
     "ana@example.com\xE2\x80\x8F>",
	"ana@example.com"},
    {"ana@example.com.", "ana@example.com"},
    {"ana@example.com;", "ana@example.com"},
    {"\xD8\x9C"
     "ana@example.com\xEF\xB8\x8F",
	"ana@example.com"},
    {"ana@example.com\xE2\x80\x8D(c)", "ana@example.com"},
    {"\x0B"
     "ana@example.com\xC2\x85,",
	"ana@example.com"},
    {", ana@example.com , ;", "ana@example.com"},
    {"ana@example.com\xE2\x80\x8B;", "ana@example.com"},
    /* wrapped */
    {"<ana@example.com>", "ana@example.com"},
    {"Ana B. <ANA@example.com>", "ana@example.com"},
    {"\"B, Ana; <x>\" <ana@example.com>", "ana@example.com"},
    {"B, Ana <ana@example.com>", "ana@example.com"},
    {"\"ben@example.org\" <ana@example.com>", "ana@example.com"},
    {"=?utf-8?q?Ana?= <ana@example.com>,", "ana@example.com"},
    {"ana@example.com (Ana)", "ana@example.com"},
    {"(a (b) \\) c) ana(d)@(e)example.com (ben@example.org)", "ana@example.com"},
    {"Ana <ana@example.com> (x)", "ana@example.com"},
    {"mailto:ana@example.com", "ana@example.com"},
    {"MAILTO:ana%2Bb%40example.com?subject=x%20y", "ana+b@example.com"},
    {"<mailto:ana@example.com>;", "ana@example.com"},
    {";mailto:ana@example.com,?body", "ana@example.com"},
    {"mailto:Ana%20%3Cana@example.com%3E%3B", "ana@example.com"},
    {"<mailto:ana%40example.com>", "ana@example.com"},
    {"mailto:%22not%40me%22@example.org", "\"not@me\"@example.org"},
    {"mailto:100%@example.org", "100%@example.org"},
    {"mailto:%C3%89@example.org", "\xC3\xA9@example.org"},
    /* quoted local parts */
    {"\"ana\"@example.com", "ana@example.com"},
    {"\"A.B\"@example.com", "a.b@example.com"},
    {"\"a\\b\"@example.com", "ab@example.com"},
    {"\"a b\"@example.com", "\"a b\"@example.com"},
    {"\"a..b\"@example.com", "\"a..b\"@example.com"},
    {"\"a\\\"b\\\\\"@example.com", "\"a\\\"b\\\\\"@example.com"},
    {"\"user@a.example x\"@b.example", "\"user@a.example x\"@b.example"},
    {"\"(c)\"@b.example", "\"(c)\"@b.example"},
    {"\"a\xEF\xBC\xA0"
     "b\"@b.example",
	"\"a\xEF\xBC\xA0"
	"b\"@b.example"},
    {"\"xn--a@b\\\xEF\xBC\xA0\"@b.example", "\"xn--a@b\xEF\xBC\xA0\"@b.example"},
    /* literals */
    {"ana@[192.0.2.1]", "ana@[192.0.2.1]"},
    {"<Ana@(c)[192.0.2.1](d)>", "ana@[192.0.2.1]"},
    {"ana@[IPV6:2001:DB8::1]", "ana@[ipv6:2001:db8:0:0:0:0:0:1]"},
    {"ana@[ipv6:2001:0db8:0:0::0.0.0.1]", "ana@[ipv6:2001:db8:0:0:0:0:0:1]"},
    {"ana@[IPv6:::]", "ana@[ipv6:0:0:0:0:0:0:0:0]"},
    {"ana@[IPv6:::ffff:192.0.2.1]", "ana@[ipv6:0:0:0:0:0:ffff:c000:201]"},
    {"ana@[IPv6:ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]",
	"ana@[ipv6:ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]"},
    /* beyond ASCII */
    {"\xCE\x9D\xCE\x99\xCE\x9A\xCE\x9F\xCE\xA3.\xCE\x91@example.com",
	"\xCE\xBD\xCE\xB9\xCE\xBA\xCE\xBF\xCF\x83.\xCE\xB1@example.com"},
    {"\xCE\xBD\xCE\xB9\xCE\xBA\xCE\xBF\xCF\x82.\xCE\xB1@example.com",
	"\xCE\xBD\xCE\xB9\xCE\xBA\xCE\xBF\xCF\x83.\xCE\xB1@example.com"},
    {"ana@\xD9\x86\xD8\xA7\xD9\x85\xD9\x87\xE2\x80\x8C\xD8\xA7\xDB\x8C.example",
	"ana@xn--mgba3gch31f060k.example"},
    {"JOS\xC3\x89@example.com", "jos\xC3\xA9@example.com"},
    {"Jose\xCC\x81@example.com", "jos\xC3\xA9@example.com"},
    {"\"\xC3\x89\"@example.com", "\xC3\xA9@example.com"},
    {"ana@EX\xC3\x84MPLE.com", "ana@xn--exmple-cua.com"},
    {"ana@exa\xCC\x88mple.com", "ana@xn--exmple-cua.com"},
    {"ana@xn--exmple-cua.com", "ana@xn--exmple-cua.com"},
    {"ana@stra\xC3\x9F"
     "e.example",
	"ana@xn--strae-oqa.example"},
    {"ana\xEF\xBC\xA0"
     "example\xEF\xBC\x8E"
     "com",
	"ana@example.com"},
    /* TAMIL LETTER HA, VIRAMA and a joiner: two domains */
    {"a@\xE0\xAE\xB9\xE0\xAF\x8D", "a@xn--dmc4b"},
    {"a@\xE0\xAE\xB9\xE0\xAF\x8D\xE2\x80\x8C", "a@xn--dmc4by94h"},
    {"<a@\xE0\xAE\xB9\xE0\xAF\x8D\xE2\x80\x8D (c)>;", "a@xn--dmc4b194h"},
    {"a@\xC3\xA9.example\xE2\x80\x8C", "a@xn--9ca.example"},
    {"a@\xC3\xA9\xE2\x80\x8C", "!bad_domain"},
    {"ana@example\xE3\x80\x82"
     "com\xE3\x80\x82",
	"ana@example.com"},
    {"ana@\xEF\xBD\x85xample.com", "ana@example.com"},
    /* refused */
    {"", "!empty"},
    {" \t", "!empty"},
    {"\xE2\x80\x8B", "!empty"},
    {"mailto:", "!empty"},
    {" ,;\xE2\x80\x8B;", "!empty"},
    {"mailto:%20%3B", "!empty"},
    {"a\xFF@example.com", "!not_utf8"},
    {"ana@example.com\xC3", "!not_utf8"},
    {"mailto:%FF@example.com", "!not_utf8"},
    {"jos\xEF\xBF\xBD@example.com", "!replacement_character"},
    {"mailto:%EF%BF%BD@example.com", "!replacement_character"},
    {"Jos\xEF\xBF\xBD <jose@example.com>", "!replacement_character"},
    {"a\x01@example.com", "!control_character"},
    {"a@example.com\x7F", "!control_character"},
    {"a\xC2\x80@example.com", "!control_character"},
    {"\x01\xEF\xBF\xBD", "!replacement_character"},
    {"mailto:a%00@example.com", "!control_character"},
    {"\"a\tb\"@example.com", "!inner_blank"},
    {"\"a\\\xC2\xA0"
     "b\"@example.com",
	"!inner_blank"},
    {"null", "!no_at"},
    {"ana.example.com", "!no_at"},
    {"\"ana@example.com\"", "!no_at"},
    {"(ana@example.com)", "!no_at"},
    {"5,512345678E+09", "!no_at"},
    {"a@x.example; b@y.example", "!several"},
    {"a@x.example b@y.example", "!several"},
    {"a@x.example\nb@y.example", "!several"},
    {"a@b@c.example", "!several"},
    {"a@x.example <b@y.example>", "!several"},
    {"<a@x.example> <b@y.example>", "!several"},
    {"a\xEF\xBC\xA0x.example,b@y.example", "!several"},
    {"mailto:a@x.example%2Cb@y.example", "!several"},
    {"Ana; Ben <b@y.example>", "!several"},
    {"<@r.example:a@x.example>", "!several"},
    {"mailto:a@x.example?to=b@y.example", "!several"},
    {"mailto:a@x.example?cc=b%40y.example", "!several"},
    {"(a@x.example b\xEF\xBC\xA0y.example", "!several"},
    {"Ana; Ben <\"b@y.example>", "!several"},
    {"@example.com", "!no_local_part"},
    {"(c)@example.com", "!no_local_part"},
    {"\"\"@example.com", "!no_local_part"},
    {"\"\"(c)@", "!no_local_part"},
    {"<@> x", "!no_local_part"},
    {"Ana <@example.com>", "!no_local_part"},
    {"ana@", "!no_domain"},
    {"ana@ ", "!no_domain"},
    {"ana@(c)", "!no_domain"},
    {"<ana@>", "!no_domain"},
    {"<a b@>", "!no_domain"},
    {".ana@example.com", "!bad_local_part"},
    {"ana.@example.com", "!bad_local_part"},
    {"a..b@example.com", "!bad_local_part"},
    {"a,b@example.com", "!bad_local_part"},
    {"a\"b\"@example.com", "!bad_local_part"},
    {"\"a\"b@example.com", "!bad_local_part"},
    {"\"a@example.com", "!bad_local_part"},
    {"(a@example.com", "!bad_local_part"},
    {"a(b)c@example.com", "!bad_local_part"},
    {"<a@example.com", "!bad_local_part"},
    {"a@example.com>", "!bad_local_part"},
    {"<<a@example.com>>", "!bad_local_part"},
    {"<x> a@example.com", "!bad_local_part"},
    {"Friends: a@example.com", "!inner_blank"},
    {"Friends:a@example.com", "!bad_local_part"},
    {"a\xCD\xBE@example.com", "!bad_local_part"},
    {"\xEE\x80\x80@example.com", "!bad_local_part"},
    {"\"a \xCD\xB8\"@example.com", "!bad_local_part"},
    {"\"a\"(c)b@example.com", "!bad_local_part"},
    {A64 "a,@example.com", "!bad_local_part"},
    {"a@exam(c)ple.com", "!bad_domain"},
    {"a@example.com(c)x", "!bad_domain"},
    {"a@\"x y\"", "!bad_domain"},
    {"a@.", "!bad_domain"},
    {"a@.example.com", "!bad_domain"},
    {"a@example..com", "!bad_domain"},
    {"a@example.com..", "!bad_domain"},
    {"a@-example.com", "!bad_domain"},
    {"a@example-.com", "!bad_domain"},
    {"a@x-", "!bad_domain"},
    {"a@exa_mple.com", "!bad_domain"},
    {"a@xn--0.example", "!bad_domain"},
    {"a@example.XN--0", "!bad_domain"},
    {"a@ab--c.xn--exmple-cua.com", "!bad_domain"},
    {"a@stra\xE1\xBA\x9E"
     "e.example",
	"!bad_domain"},
    {"a@example.com'", "!bad_domain"},
    {"a@[192.0.2]", "!bad_domain"},
    {"a@[192.0.2.01]", "!bad_domain"},
    {"a@[192.0.2.256]", "!bad_domain"},
    {"a@[192.0.2.1", "!bad_domain"},
    {"a@192.0.2.1]", "!bad_domain"},
    {"a@[192.0.2.1].", "!bad_domain"},
    {"a@[]", "!bad_domain"},
    {"a@[", "!bad_domain"},
    {"a@[2001:db8::1]", "!bad_domain"},
    {"a@[IPv6:192.0.2.1]", "!bad_domain"},
    {"a@[IPv6:fe80::1%lo]", "!bad_domain"},
    {"a@[IPv6:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6]", "!bad_domain"},
    {"a@[x:y]", "!bad_domain"},
    {"a@x.example,b", "!bad_domain"},
    {"a@\xE2\x98\x83.example", "!bad_domain"},
    {"a@x\xEF\xBC\xBF.example", "!bad_domain"},
    {"a@exa\xE2\x80\x8Dmple.com", "!bad_domain"},
    {"a@" A64 ".example", "!bad_domain"},
    {"test @example.com", "!inner_blank"},
    {"test (c) @example.com", "!inner_blank"},
    {"te st@example.com", "!inner_blank"},
    {"test@ example.com", "!inner_blank"},
    {"test@exam ple.com", "!inner_blank"},
    {"test@example.com Ana", "!inner_blank"},
    {"<a@example.com> Ana", "!inner_blank"},
    {"(c) a (b) c@example.com", "!inner_blank"},
    {"x\"\" y@example.com", "!inner_blank"},
    {"a,b@exam ple.com", "!inner_blank"},
    {"a@(c) example.com", "!inner_blank"},
    {"te\xD8\x9Cst@example.com", "!inner_blank"},
    {"test@exam\xCD\x8Fple.com", "!inner_blank"},
    {"\"a\xEF\xB8\x8F\"@example.com", "!inner_blank"},
    {"a@\xE2\x80\x8D"
     "example.com",
	"!inner_blank"},
    {"te\xC2\xA0st@example.com", "!inner_blank"},
    {"te\xE2\x80\x8Bst@example.com", "!inner_blank"},
    {"te\xC2\xADst@example.com", "!inner_blank"},
    {"\"a\xC2\xA0"
     "b\"@example.com",
	"!inner_blank"},
    {"test@exam\xC2\xADple.com", "!inner_blank"},
    {A64 "a@exa_mple.com", "!bad_domain"},
    {A64 "a@example.com", "!too_long"},
    {"\"" A60 " a b\"@example.com", "!too_long"},
    {"a@" A60 "." A60 "." A60 "." A60 ".example.org", "!too_long"},
    {A64 "@" A60 "." A60 "." A60 ".example", "!too_long"},
};

static const struct address_case ascii_cases[] = {
    {" Ana@EXAMPLE.com\t", "ana@example.com"},
    {"A B", "a b"},
    {"\xC3\x89", "\xC3\x89"},
    {"\xC2\xA0x", "\xC2\xA0x"},
    {"@[`{", "@[`{"},
    {"\xFF", "\xFF"},
    {" \r\n", "!empty"},
    {"", "!empty"},
};

static const struct address_case exact_cases[] = {
    {" A@b ", " A@b "}, {"\xFF", "\xFF"}, {" ", " "}, {"", "!empty"}};

static const struct address_case person_cases[] = {
    {"Ana.Lopez+news@mail.example", "analopez@mail.example"},
    {"a.n.a@alias.example", "ana@mail.example"},
    {"ana+x@plain.example", "ana+x@plain.example"},
    {"ana-x-y@dash.example", "ana@dash.example"},
    {"a.na+x-y@dash.example", "a.na+x@dash.example"},
    {"+x@mail.example", "+x@mail.example"},
    {"a.-x-y@dash.example", "a.-x@dash.example"},
    {"a.b@[192.0.2.1]", "a.b@[192.0.2.1]"},
    {"+x+y@mail.example", "+x@mail.example"},
    {"a.+x@mail.example", "a@mail.example"},
    {"a.-x@dash.example", "a.-x@dash.example"},
    {"\"a.b+c d\"@mail.example", "\"a.b+c d\"@mail.example"},
    {"\"a.b+c\"@mail.example", "ab@mail.example"},
    {"Ana <a.b@ALIAS.example.>", "ab@mail.example"},
    {"a.b+c@sub.mail.example", "a.b+c@sub.mail.example"},
    {"ana@mail.exampl", "ana@mail.exampl"},
    {"a.\xCC\x80@mail.example", "a.\xCC\x80@mail.example"},
    {"a.b+\xC3\xA9@mail.example", "a.b+\xC3\xA9@mail.example"},
    {"ana", "!no_at"},
    {"", "!empty"},
};

static bool
is_as_wanted(const char *reason, const struct buf *key, const char *want)
{
	if (want[0] == '!')
		return reason && strcmp(reason, want + 1) == 0;
	return reason == NULL && span_is(buf_span(key), want);
}

static void
check(struct tap *tap, const char *form, size_t i, const struct address_case *one,
    const char *reason, const struct buf *key)
{
	if (!tap_ok(
		tap, is_as_wanted(reason, key, one->want), "%s case %zu: %s", form, i, one->want))
		printf("# got %s %.*s\n", reason ? reason : "key", reason ? 0 : (int)key->size,
		    key->data ? key->data : "");
}

static void
test_mailbox(struct tap *tap, struct address *address)
{
	struct buf key = {0}, again = {0};

	for (size_t i = 0; i < COUNT(mailbox_cases); i++) {
		const struct address_case *one = &mailbox_cases[i];
		const char *reason = address_mailbox(address, span_of(one->value), &key);

		check(tap, "mailbox", i, one, reason, &key);
		if (reason == NULL)
			tap_ok(tap,
			    address_mailbox(address, buf_span(&key), &again) == NULL &&
				span_equal(buf_span(&key), buf_span(&again)),
			    "the key of mailbox case %zu is its own key", i);
	}
	tap_ok(tap,
	    is_as_wanted(address_mailbox(address, (struct span){"a@b\0c", 5}, &key), &key,
		"!control_character"),
	    "a NUL inside");
	buf_free(&key);
	buf_free(&again);
}

static void
test_simple_forms(struct tap *tap)
{
	struct buf key = {0};

	for (size_t i = 0; i < COUNT(ascii_cases); i++) {
		const char *reason = address_ascii(span_of(ascii_cases[i].value), &key);

		check(tap, "ascii", i, &ascii_cases[i], reason, &key);
	}
	for (size_t i = 0; i < COUNT(exact_cases); i++) {
		const char *reason = address_exact(span_of(exact_cases[i].value), &key);

		check(tap, "exact", i, &exact_cases[i], reason, &key);
	}
	tap_ok(tap, address_exact((struct span){NULL, 0}, &key) != NULL, "no bytes at all");
	tap_ok(tap, address_ascii((struct span){NULL, 0}, &key) != NULL, "no bytes at all, ascii");
	buf_free(&key);
}

static int
add_rule(struct address *address, const char *domain, const char *alias, char separator, bool dots)
{
	struct person_rule rule = {.domain = span_of(domain),
	    .alias_of = span_of(alias),
	    .separator = separator,
	    .dots_ignored = dots};

	return address_provider(address, &rule);
}

static void
test_person(struct tap *tap, struct address *address)
{
	struct buf key = {0};

	tap_ok(tap, !address_has_providers(address), "no rules at first");
	tap_ok(tap,
	    address_person(address, span_of("a.b+c@mail.example"), &key) == NULL &&
		span_is(buf_span(&key), "a.b+c@mail.example"),
	    "without rules person is mailbox");
	tap_ok(tap, add_rule(address, "mail.example", "", '+', true) == 0, "a rule");
	tap_ok(tap, add_rule(address, "alias.example", "mail.example", '+', true) == 0, "an alias");
	tap_ok(tap, add_rule(address, "dash.example", "", '-', false) == 0, "another separator");
	tap_ok(tap, add_rule(address, "mail.example", "", 0, false) < 0, "no second rule");
	tap_ok(tap, address_is_alias(address, span_of("alias.example")), "it is an alias");
	tap_ok(tap, !address_is_alias(address, span_of("mail.example")), "a main domain is none");
	tap_ok(tap, !address_is_alias(address, span_of("other.example")), "an unknown one neither");
	for (size_t i = 0; i < COUNT(person_cases); i++) {
		const char *reason = address_person(address, span_of(person_cases[i].value), &key);

		check(tap, "person", i, &person_cases[i], reason, &key);
	}
	buf_free(&key);
}

/* More rules than the first table of them holds. */
static void
test_many_rules(struct tap *tap)
{
	struct address *address = address_new();
	struct buf key = {0};
	char text[64];
	bool all = true;

	for (int i = 0; i < 3000; i++) {
		snprintf(text, sizeof text, "d%d.example", i);
		all = all && add_rule(address, text, "", '+', false) == 0;
	}
	for (int i = 0; i < 3000; i++) {
		snprintf(text, sizeof text, "ana+x@d%d.example", i);
		all = all && address_person(address, span_of(text), &key) == NULL;
		snprintf(text, sizeof text, "ana@d%d.example", i);
		all = all && span_is(buf_span(&key), text);
	}
	tap_ok(tap, all, "3000 rules are all found");
	buf_free(&key);
	address_free(address);
	address_free(NULL);
}

/* More international domains than the cache holds, twice, so that slots are taken over. */
static void
test_many_domains(struct tap *tap, struct address *address)
{
	struct buf key = {0}, ascii = {0};
	char text[64];
	bool all = true;

	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof text,
		    "a@b\xC3\xBC"
		    "cher%d.example",
		    i % 2500);
		all = all && address_mailbox(address, span_of(text), &key) == NULL;
		snprintf(text, sizeof text,
		    "a@B\xC3\x9C"
		    "cher%d.example",
		    i % 2500);
		all = all && address_mailbox(address, span_of(text), &ascii) == NULL;
		snprintf(text, sizeof text, "cher%d-", i % 2500);
		all = all && span_equal(buf_span(&key), buf_span(&ascii)) &&
		      memmem(key.data, key.size, text, strlen(text));
	}
	tap_ok(tap, all, "the cache never gives the name of another domain");
	buf_free(&key);
	buf_free(&ascii);
}

static void
test_roles(struct tap *tap)
{
	static const char *const yes[] = {"info@example.com", "abuse@example.com",
	    "www@example.com", "no-reply@example.com", "ventas@example.com", "root@localhost"};
	static const char *const no[] = {"ana@example.com", "info", "", "@example.com",
	    "information@example.com", "inf@example.com", "\"info \"@example.com"};

	for (size_t i = 0; i < COUNT(yes); i++)
		tap_ok(tap, address_is_role(span_of(yes[i])), "role case %zu", i);
	for (size_t i = 0; i < COUNT(no); i++)
		tap_ok(tap, !address_is_role(span_of(no[i])), "no role case %zu", i);
}

int
main(void)
{
	struct tap tap = {0};
	struct address *address = address_new();

	test_mailbox(&tap, address);
	test_simple_forms(&tap);
	test_person(&tap, address);
	test_many_rules(&tap);
	test_many_domains(&tap, address);
	test_roles(&tap);
	address_free(address);
	return tap_done(&tap);
}
