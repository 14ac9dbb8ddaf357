/* form: see form.h. What a form needs is loaded when it is first asked for, so that a join by
 * mailbox reads no table of providers. */
#include "form.h"

#include "err.h"
#include "providers.h"
#include "share.h"

static const char *const names[] = {
    [FORM_EXACT] = "exact",
    [FORM_ASCII] = "ascii",
    [FORM_MAILBOX] = "mailbox",
    [FORM_PERSON] = "person",
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
	warn("unknown form %.*s (the forms are exact, ascii, mailbox, person)",
	    name.size > 40 ? 40 : (int)name.size, name.data ? name.data : "");
	return -1;
}

const char *
form_name(enum form form)
{
	return names[form];
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
	free(forms);
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

int
form_prepare(struct forms *forms, enum form form)
{
	return form == FORM_PERSON ? prepare_person(forms) : 0;
}
