/* form: what makes two values equal (amends-keys(5)): each form writes the one text that all ways
 * to write the same thing share. Level 4. */
#ifndef AMENDS_FORM_H
#define AMENDS_FORM_H

#include <stdlib.h>

#include "address.h"

/* From strict to loose: values that are equal by one form are equal by each later one that can use
 * them. */
enum form { FORM_EXACT, FORM_ASCII, FORM_MAILBOX, FORM_PERSON };
/* 0, or -1 with a message that lists the forms. */
int form_parse(struct span name, enum form *) MUST_CHECK;
const char *form_name(enum form);

/* What the forms need; one a thread. Only form_apply and form.c look inside. */
struct forms {
	struct address *address;
};
struct forms *forms_new(void) MUST_CHECK;
void forms_free(struct forms *); /* NULL does nothing */
/* Loads what the form needs from share/ (providers for person); cheap when already loaded. To be
 * called before form_apply with that form. 0, or -1 with a message. */
int form_prepare(struct forms *, enum form) MUST_CHECK;

/* Writes the form of a value to out (cleared first). NULL, or the reason code why the value has
 * none (a static lower-case word of amends-keys(5)); out is unspecified then. */
static inline const char *
form_apply(struct forms *forms, enum form form, struct span value, struct buf *out)
{
	switch (form) {
	case FORM_EXACT:
		return address_exact(value, out);
	case FORM_ASCII:
		return address_ascii(value, out);
	case FORM_MAILBOX:
		return address_mailbox(forms->address, value, out);
	case FORM_PERSON:
		return address_person(forms->address, value, out);
	}
	abort();
}

#endif
