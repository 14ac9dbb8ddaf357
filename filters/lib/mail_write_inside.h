/* mail_write_inside: what the parts of mail_write share. Level 3, for mail_write alone. */
#ifndef AMENDS_MAIL_WRITE_INSIDE_H
#define AMENDS_MAIL_WRITE_INSIDE_H

#include "mail_write.h"

/* The reason (mail_write.h) that the value cannot stand in a header, or NULL. */
const char *mail_check_header(struct span value) MUST_CHECK;
/* The same for a text, of any number of lines. */
const char *mail_check_text(struct span text) MUST_CHECK;
/* The next two take the empty value too. */
const char *mail_check_language(struct span language) MUST_CHECK;
const char *mail_check_auto_submitted(struct span word) MUST_CHECK;
const char *mail_check_message_id(struct span message_id) MUST_CHECK;
/* True for headers whose values are not free text: List-*, In-Reply-To, References. */
bool mail_is_structured(struct span name) MUST_CHECK;

/* The next two append "NAME: VALUE" and LF, folded (RFC 5322, 2.2.3); what cannot stand there as it
 * is, or would make a line too long, in encoded words. Values passed mail_check_header, and have no
 * blanks at their ends. */
void mail_add_text_header(struct buf *out, struct span name, struct span value);
/* display: may be empty; address: the address alone. */
void mail_add_address_header(
    struct buf *out, const char *name, struct span display, struct span address);
/* Appends =XX, as both quoted-printable and encoded words have it. */
void mail_add_escape(struct buf *out, char byte);
/* Appends the headers Content-*, an empty line and the text, or both forms of it between boundaries
 * that are made of the digest. */
void mail_add_body(struct buf *out, const struct mail_message *, struct span digest);

#endif
