/* form: what makes two values equal (amends-keys(5)): each form writes the one text that all ways
 * to write the same thing share. Level 4. */
#ifndef AMENDS_FORM_H
#define AMENDS_FORM_H

#include "address.h"
#include "digest.h"
#include "phone.h"
#include "place.h"
#include "platform.h"

enum form {
	FORM_EXACT,
	FORM_ASCII,
	FORM_MAILBOX,
	FORM_PERSON,
	FORM_PHONE,
	FORM_PLACE,
	FORM_GOOGLE,
	FORM_UID2,
	FORM_META,
	FORM_TIKTOK
};
/* 0, or -1 without a message (way_parse, which knows the digests too, has it). */
int form_parse(struct span name, enum form *) MUST_CHECK;
const char *form_name(enum form);
/* Adds the names of all forms, "exact, ascii ...", for messages. */
void form_list(struct buf *);
/* True when values that are equal by the strict form are equal by the loose one too, wherever that
 * one can use them. It is told only where the forms themselves say so: exact and any form, and
 * exact, ascii, mailbox, person in this order. */
bool form_implies(enum form strict, enum form loose);

/* What the forms need; one a thread. What stands here is for form_apply, form.c and way.c. */
struct forms {
	struct address *address;
	struct phone_rules *phones; /* each NULL until a form is prepared that needs it */
	struct place_rules *places;
	struct platform_rules *platforms;
	struct span country; /* of phones and places that do not say theirs; empty: none */
	bool country_used;
	const char *key_file; /* of keyed digests; NULL: none */
	struct buf key;	      /* what it holds; empty until it is asked for */
	struct digest *digests[DIGEST_HMAC_SHA256 + 1]; /* each NULL until it is prepared */
};
struct forms *forms_new(void) MUST_CHECK;
void forms_free(struct forms *); /* NULL does nothing */
/* Sets the default country, two capital letters of ISO 3166-1 (NULL: none); the text must outlive
 * forms. To be called before form_prepare, which refuses one that it does not know. 0, or -1 with a
 * message. */
int forms_country(struct forms *, const char *country) MUST_CHECK;
/* Sets the file of the secret key of keyed digests; the path must outlive forms. */
void forms_key_file(struct forms *, const char *path);
/* The secret key, read when it is first asked for; a view that forms owns. 0, or -1 with a
 * message. */
int forms_key(struct forms *, struct span *key) MUST_CHECK;
/* A country or key file that was set, and that nothing prepared asks for, is a mistake: 0, or -1
 * with a message. */
int forms_all_used(const struct forms *) MUST_CHECK;
/* Loads what the form needs from share/; cheap when already loaded. To be called before form_apply
 * with that form. 0, or -1 with a message. */
int form_prepare(struct forms *, enum form) MUST_CHECK;
/* Makes forms->digests[algorithm], with the secret key when it is keyed. 0, or -1 with a message.
 */
int forms_digest(struct forms *, enum digest_algorithm) MUST_CHECK;

/* For form_apply: the forms that are not of addresses alone. */
const char *form_other(const struct forms *, enum form, struct span value, struct buf *out);
/* Writes the form of a value to out (cleared first). NULL, or the reason code why the value has
 * none (a static lower-case word of amends-keys(5)); out is unspecified then. Inline, because every
 * row of a join passes here. */
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
	default:
		return form_other(forms, form, value, out);
	}
}

#endif
