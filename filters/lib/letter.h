/* letter: the message that one row gives under a template of type mail. Level 5. */
#ifndef AMENDS_LETTER_H
#define AMENDS_LETTER_H

#include "mail_write.h"
#include "template.h"

struct letter_options {
	struct template *template;     /* bound; outlives all letters */
	const char *incident, *domain; /* of Message-ID; outlive all letters */
	struct span key;	       /* secret, of Message-ID; copied */
	int64_t date;		       /* of every message: seconds since 1970-01-01T00:00:00Z */
	size_t address, name;	       /* the columns of the recipient; name SIZE_MAX: none */
	const struct columns *columns;
	uint64_t memory; /* for the addresses that were met */
};
/* Valid until the next letters_make. */
struct letter {
	struct span id;	      /* INCIDENT.TEMPLATE.HASH: the left side of Message-ID */
	struct span message;  /* its bytes (mail_write.h) */
	struct span from, to; /* addresses alone */
	struct span to_name, subject, text, html;
	struct span maildir_name; /* in new/ */
};

struct letters;
/* NULL with a message: a name that a Message-ID cannot have, or libcrypto has no digest. */
struct letters *letters_new(const struct letter_options *) MUST_CHECK;
/* Makes the letter of a row. *hold: NULL, or why the row is held: what template_render says;
 * "repeated" when a row before had the same address (in the form mailbox) and got its letter; what
 * mail_write says, for the column of the recipient, the part of the template, or the header. The
 * hash of Message-ID is HMAC-SHA-256 of that form, its first 32 hex digits. 0, or -1 with a
 * message: there can be no message under this template and these settings, or memory is used up. */
int letters_make(struct letters *, const struct row *, struct letter *,
    const struct template_hold **hold) MUST_CHECK;
void letters_free(struct letters *); /* NULL does nothing */

#endif
