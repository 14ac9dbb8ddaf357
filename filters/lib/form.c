/* form: see form.h. What a form needs is loaded when it is first asked for, so that a join by
 * mailbox reads no table of providers. */
#include "form.h"

#include <stdlib.h>

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
form_parse(struct span name, enum form *form)
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
	for (size_t i = 0; i < sizeof forms->digests / sizeof *forms->digests; i++)
		digest_free(forms->digests[i]);
	digest_key_wipe(&forms->key);
	free(forms);
}

int
forms_country(struct forms *forms, const char *country)
{
	forms->country = span_of(country);
	if (!country ||
	    (strlen(country) == 2 && strspn(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2))
		return 0;
	warn("--country: not a country (two capital letters, as in MX)");
	return -1;
}

void
forms_key_file(struct forms *forms, const char *path)
{
	forms->key_file = path;
}

int
forms_key(struct forms *forms, struct span *key)
{
	if (!forms->key_file) {
		warn("hmac-sha256 needs a secret key (--key-file)");
		return -1;
	}
	if (forms->key.size == 0 && digest_key_read(forms->key_file, &forms->key))
		return -1;
	*key = buf_span(&forms->key);
	return 0;
}

int
forms_digest(struct forms *forms, enum digest_algorithm algorithm)
{
	struct span key = {0};

	if (forms->digests[algorithm])
		return 0;
	if (digest_is_keyed(algorithm) && forms_key(forms, &key))
		return -1;
	forms->digests[algorithm] = digest_new(algorithm, key);
	return forms->digests[algorithm] ? 0 : -1;
}

int
forms_all_used(const struct forms *forms)
{
	if (forms->country.size && !forms->country_used)
		warn("--country: no form here asks for it (phone and place do)");
	else if (forms->key_file && forms->key.size == 0)
		warn("--key-file: no value here is hashed with a key (hmac-sha256)");
	else
		return 0;
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
	warn("--country: address/phones.csv has no such country");
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
	return places_read(forms->places, NULL, NULL);
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

const char *
form_other(const struct forms *forms, enum form form, struct span value, struct buf *out)
{
	switch (form) {
	case FORM_PHONE:
		return phone_e164(forms->phones, forms->country, value, out);
	case FORM_PLACE:
		return place_key(forms->places, forms->country, value, out);
	case FORM_GOOGLE:
		return platform_key(forms->platforms, PLATFORM_GOOGLE, value, out);
	case FORM_UID2:
		return platform_key(forms->platforms, PLATFORM_UID2, value, out);
	case FORM_META:
		return platform_key(forms->platforms, PLATFORM_META, value, out);
	case FORM_TIKTOK:
		return platform_key(forms->platforms, PLATFORM_TIKTOK, value, out);
	default:
		abort(); /* form_apply takes the others */
	}
}
