/* form: see form.h. What a form needs is loaded when it is first asked for, so that a join by
 * mailbox reads no table of providers. */
#include "form.h"

#include "err.h"
#include "phones.h"
#include "places.h"
#include "platforms.h"
#include "providers.h"
#include "share.h"

static const char *const names[] = {
    [FORM_EXACT] = "exact",
    [FORM_ASCII] = "ascii",
    [FORM_MAILBOX] = "mailbox",
    [FORM_PERSON] = "person",
    [FORM_PHONE] = "phone",
    [FORM_PLACE] = "place",
    [FORM_GOOGLE] = "google",
    [FORM_UID2] = "uid2",
    [FORM_META] = "meta",
    [FORM_TIKTOK] = "tiktok",
};

int
form_seek(struct span name, enum form *form)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (span_is(name, names[i])) {
			*form = (enum form)i;
			return 0;
		}
	}
	return -1;
}

void
form_list(struct buf *out)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		buf_add_text(out, i ? ", " : "");
		buf_add_text(out, names[i]);
	}
}

int
form_parse(struct span name, enum form *form)
{
	struct buf list = {0};

	if (form_seek(name, form) == 0)
		return 0;
	form_list(&list);
	warn("unknown form %.*s (the forms are %.*s)", name.size > 40 ? 40 : (int)name.size,
	    name.data ? name.data : "", (int)list.size, list.data);
	buf_free(&list);
	return -1;
}

const char *
form_name(enum form form)
{
	return names[form];
}

bool
form_implies(enum form strict, enum form loose)
{
	return strict == loose || strict == FORM_EXACT || (strict < loose && loose <= FORM_PERSON);
}

struct forms *
forms_new(void)
{
	struct forms *forms = xcalloc(1, sizeof *forms);

	forms->address = address_new();
	return forms;
}

void
forms_free(struct forms *forms)
{
	if (!forms)
		return;
	address_free(forms->address);
	phone_rules_free(forms->phones);
	place_rules_free(forms->places);
	platform_rules_free(forms->platforms);
	free(forms);
}

void
forms_country(struct forms *forms, const char *country)
{
	forms->country = span_of(country);
}

int
forms_all_used(const struct forms *forms)
{
	if (forms->country.size == 0 || forms->country_used)
		return 0;
	warn("--country: no form here asks for it (phone and place do)");
	return -1;
}

static int
prepare_person(struct forms *forms)
{
	char *path;
	int result;

	if (address_has_providers(forms->address))
		return 0;
	path = share_find("address/providers.csv");
	if (path == NULL)
		return -1;
	result = providers_read(forms->address, path);
	if (result == 0 && !address_has_providers(forms->address)) {
		warn("%s: no rules", path);
		result = -1;
	}
	free(path);
	return result;
}

static int
load_phones(struct forms *forms)
{
	char *path;
	int result;

	if (forms->phones)
		return 0;
	path = share_find("address/phones.csv");
	if (path == NULL)
		return -1;
	forms->phones = phone_rules_new();
	result = phones_read(forms->phones, path);
	free(path);
	return result;
}

/* The table of calling codes is what knows countries, for places too. */
static int
check_country(struct forms *forms)
{
	forms->country_used = true;
	if (forms->country.size == 0)
		return 0;
	if (load_phones(forms))
		return -1;
	if (phone_has_country(forms->phones, forms->country))
		return 0;
	warn("--country: not a country (two capital letters, as in MX)");
	return -1;
}

static int
prepare_place(struct forms *forms)
{
	if (check_country(forms))
		return -1;
	if (forms->places)
		return 0;
	forms->places = place_rules_new();
	return places_read(forms->places);
}

static int
prepare_platform(struct forms *forms)
{
	char *path;
	int result;

	if (forms->platforms)
		return 0;
	path = share_find("address/platforms.csv");
	if (path == NULL)
		return -1;
	forms->platforms = platform_rules_new();
	result = platforms_read(forms->platforms, path);
	free(path);
	return result;
}

int
form_prepare(struct forms *forms, enum form form)
{
	switch (form) {
	case FORM_EXACT:
	case FORM_ASCII:
	case FORM_MAILBOX:
		return 0;
	case FORM_PERSON:
		return prepare_person(forms);
	case FORM_PHONE:
		return load_phones(forms) || check_country(forms) ? -1 : 0;
	case FORM_PLACE:
		return prepare_place(forms);
	case FORM_GOOGLE:
	case FORM_UID2:
	case FORM_META:
	case FORM_TIKTOK:
		return prepare_platform(forms);
	}
	abort();
}
