/* mailbox: takes one address out of what people and programs write around it. Level 2, for address
 * alone. */
#ifndef AMENDS_MAILBOX_H
#define AMENDS_MAILBOX_H

#include "mem.h"

/* An address taken apart. Start from {0}; the spans point into the value or into the bufs. */
struct mailbox {
	struct span local;  /* as written, but without quotes and escapes */
	struct span domain; /* as written */
	bool quoted;	    /* the local part stood in quotes */
	struct buf text;    /* a quoted local part */
	struct buf link;    /* a mailto: link */
};

/* Reads a value: one RFC 5322 mailbox (display name, angle brackets, comments, quoted local part),
 * blanks and invisible marks around it, mailto: with percent escapes, U+FF20 for @, commas and
 * semicolons at the ends. Nothing is folded or checked inside the two parts, but for blanks.
 * Returns NULL, or the first reason of: not_utf8, empty, replacement_character, control_character,
 * several, no_at, bad_local_part (brackets, quotes and comments that do not pair), no_local_part,
 * no_domain, inner_blank. */
const char *mailbox_parse(struct mailbox *, struct span value) MUST_CHECK;
void mailbox_free(struct mailbox *);

#endif
