/* form: names, what is loaded for which form, the default country. What each form makes of a value
 * is tested with its own module. */
#include "form.h"

#include "capture.h"
#include "err.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const char *const names[] = {
    "exact", "ascii", "mailbox", "person", "phone", "place", "google", "uid2", "meta", "tiktok"};

static void
test_names(struct tap *tap)
{
	struct buf list = {0};
	enum form form;

	for (size_t i = 0; i < COUNT(names); i++)
		tap_ok(tap,
		    form_parse(span_of(names[i]), &form) == 0 && form == i &&
			strcmp(form_name(form), names[i]) == 0,
		    "the form %s", names[i]);
	tap_ok(tap, form_parse(span_of("Exact"), &form) < 0, "no other words");
	form_list(&list);
	tap_ok(tap, list.size > 6 && memcmp(list.data, "exact, ", 7) == 0, "the list");
	buf_free(&list);
}

/* Rows: strict; columns: loose. */
static const char *const implied[] = {
    "1111111111",
    ".111......",
    "..11......",
    "...1......",
    "....1.....",
    ".....1....",
    "......1...",
    ".......1..",
    "........1.",
    ".........1",
};

static void
test_implies(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t j = 0; j < COUNT(names); j++)
			tap_ok(tap,
			    form_implies((enum form)i, (enum form)j) == (implied[i][j] == '1'),
			    "%s and %s", names[i], names[j]);
}

/* With the tables that the project ships. */
static void
test_prepare(struct tap *tap)
{
	struct forms *forms = forms_new();

	tap_ok(tap,
	    form_prepare(forms, FORM_EXACT) == 0 && form_prepare(forms, FORM_ASCII) == 0 &&
		form_prepare(forms, FORM_MAILBOX) == 0 && !address_has_providers(forms->address) &&
		!forms->phones && !forms->places && !forms->platforms,
	    "exact, ascii and mailbox need no table");
	for (size_t i = FORM_PERSON; i < COUNT(names); i++)
		tap_ok(tap,
		    form_prepare(forms, (enum form)i) == 0 &&
			form_prepare(forms, (enum form)i) == 0,
		    "%s, and again", names[i]);
	tap_ok(tap,
	    address_has_providers(forms->address) && forms->phones && forms->places &&
		forms->platforms,
	    "the tables are read");
	tap_ok(tap, forms_all_used(forms) == 0, "nothing was set, nothing is idle");
	forms_free(forms);
	forms_free(NULL);
}

static const struct {
	enum form form;
	const char *country, *value, *want;
} apply_cases[] = {
    {FORM_EXACT, NULL, " A", " A"},
    {FORM_ASCII, NULL, " A", "a"},
    {FORM_MAILBOX, NULL, "<A.n.a+x@googlemail.com>", "a.n.a+x@googlemail.com"},
    {FORM_PERSON, NULL, "A.n.a+x@googlemail.com", "ana@gmail.com"},
    {FORM_PHONE, NULL, "+52 55 1234 5678", "+525512345678"},
    {FORM_PHONE, "MX", "55 1234 5678", "+525512345678"},
    {FORM_PHONE, "MX", "+34 612 345 678", "+34612345678"},
    {FORM_GOOGLE, NULL, "Ana@Example.com", "ana@example.com"},
    {FORM_UID2, NULL, "Ana@Example.com", "ana@example.com"},
    {FORM_META, NULL, "Ana@Example.com", "ana@example.com"},
    {FORM_TIKTOK, NULL, "Ana@Example.com", "ana@example.com"},
};

static void
test_apply(struct tap *tap)
{
	struct buf one = {0}, two = {0};
	struct forms *forms;

	for (size_t i = 0; i < COUNT(apply_cases); i++) {
		const char *reason = "not prepared";

		forms = forms_new();
		if (forms_country(forms, apply_cases[i].country) == 0 &&
		    form_prepare(forms, apply_cases[i].form) == 0)
			reason = form_apply(
			    forms, apply_cases[i].form, span_of(apply_cases[i].value), &one);
		if (!tap_ok(tap, !reason && span_is(buf_span(&one), apply_cases[i].want),
			"apply case %zu", i))
			printf("# got %s %.*s\n", reason ? reason : "", (int)one.size, one.data);
		forms_free(forms);
	}
	forms = forms_new();
	tap_ok(tap,
	    form_prepare(forms, FORM_PLACE) == 0 &&
		form_apply(forms, FORM_PLACE, span_of(" MONTERREY"), &one) == NULL &&
		form_apply(forms, FORM_PLACE, span_of("Monterrey "), &two) == NULL &&
		span_equal(buf_span(&one), buf_span(&two)),
	    "one place written in two ways");
	tap_ok(tap,
	    form_prepare(forms, FORM_PHONE) == 0 &&
		form_apply(forms, FORM_PHONE, span_of("55 1234 5678"), &one) != NULL,
	    "without a country only international numbers are read");
	forms_free(forms);
	buf_free(&one);
	buf_free(&two);
}

static const struct {
	enum form form;
	const char *country, *message;
} country_cases[] = {
    {FORM_PHONE, "ZZ", "--country: address/phones.csv has no such country"},
    {FORM_PLACE, "ZZ", "--country: address/phones.csv has no such country"},
    {FORM_PHONE, "MEX", "--country: not a country (two capital letters, as in MX)"},
    {FORM_PLACE, "mx", "--country: not a country (two capital letters, as in MX)"},
    {FORM_PHONE, "", "--country: not a country (two capital letters, as in MX)"},
};

static void
test_country(struct tap *tap)
{
	struct forms *forms;
	struct capture capture;

	for (size_t i = 0; i < COUNT(country_cases); i++) {
		forms = forms_new();
		capture_begin(&capture);
		tap_ok(tap,
		    forms_country(forms, country_cases[i].country) < 0 ||
			form_prepare(forms, country_cases[i].form) < 0,
		    "country case %zu", i);
		capture_end(&capture);
		tap_ok(tap, capture_is(&capture, country_cases[i].message), "and says so");
		forms_free(forms);
	}
	forms = forms_new();
	capture_begin(&capture);
	tap_ok(tap,
	    forms_country(forms, "MX") == 0 && form_prepare(forms, FORM_PERSON) == 0 &&
		forms_all_used(forms) < 0,
	    "a country that no form asks for");
	capture_end(&capture);
	tap_ok(tap,
	    capture_is(&capture, "--country: no form here asks for it (phone and place do)"),
	    "is a mistake");
	tap_ok(tap, form_prepare(forms, FORM_PLACE) == 0 && forms_all_used(forms) == 0,
	    "place asks for it");
	forms_free(forms);
}

static void
test_missing(struct tap *tap)
{
	static const enum form needy[] = {
	    FORM_PERSON, FORM_PHONE, FORM_PLACE, FORM_GOOGLE, FORM_META};
	struct forms *forms = forms_new();
	struct capture capture;

	if (setenv("AMENDS_SHARE", "/no/such/folder", 1))
		abort();
	for (size_t i = 0; i < COUNT(needy); i++) {
		capture_begin(&capture);
		tap_ok(tap, form_prepare(forms, needy[i]) < 0, "%s without its table",
		    form_name(needy[i]));
		capture_end(&capture);
		tap_ok(tap, strstr(capture.text, "cannot find ") != NULL, "and says what");
	}
	forms_free(forms);
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	if (!getenv("AMENDS_SHARE") && setenv("AMENDS_SHARE", "share", 1))
		abort();
	test_names(&tap);
	test_implies(&tap);
	test_prepare(&tap);
	test_apply(&tap);
	test_country(&tap);
	test_missing(&tap);
	return tap_done(&tap);
}
