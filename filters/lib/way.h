/* way: how a value becomes the text of a key: by a form, by a form that is then hashed, or as a
 * digest that it is already. Level 4.
 *
 * Digests are compared as bytes: their text in a key is lower-case hex, however they were written.
 */
#ifndef AMENDS_WAY_H
#define AMENDS_WAY_H

#include "form.h"

enum way_kind {
	WAY_FORM,  /* the form of the value */
	WAY_HASH,  /* the digest of that form */
	WAY_DIGEST /* the value is such a digest, in hex of any case or base64 */
};
struct way {
	enum way_kind kind;
	enum form form;		      /* FORM_EXACT of WAY_DIGEST, which has none */
	enum digest_algorithm digest; /* DIGEST_NONE of WAY_FORM */
};

/* Reads the name of a form, or of a digest: sha256, sha1, md5, hmac-sha256. 0, or -1 with a message
 * that lists them. */
int way_parse(struct span name, struct way *) MUST_CHECK;
/* That name; of WAY_HASH the form's. */
const char *way_name(const struct way *);
bool way_equal(const struct way *, const struct way *);
/* Makes two ways one key: of a form and a digest, the form is hashed from now on. -1, without a
 * message, when what they give cannot be compared: two forms, or two digests, that are not the
 * same. */
int way_meet(struct way *, struct way *) MUST_CHECK;
/* Loads what the way needs. To be called before way_apply. 0, or -1 with a message. */
int way_prepare(struct forms *, const struct way *) MUST_CHECK;

/* For way_apply: the ways with a digest. Exits when libcrypto fails. */
const char *way_digest(struct forms *, const struct way *, struct span value, struct buf *out);
/* Writes the text of a value to out (cleared first). NULL, or a reason code: those of the form, and
 * empty and bad_digest of WAY_DIGEST; out is unspecified then. */
static inline const char *
way_apply(struct forms *forms, const struct way *way, struct span value, struct buf *out)
{
	if (way->kind == WAY_FORM)
		return form_apply(forms, way->form, value, out);
	return way_digest(forms, way, value, out);
}

#endif
