/* mail: what one message says of itself: its fields, whom it went to, its text. Level 4. RFC 5322,
 * 2045-2047, 6532, by GMime.
 *
 * Nothing is guessed. Values are UTF-8: encoded words are decoded when every byte of them is what
 * their charset says; other bytes outside ASCII are UTF-8, or of the charset declared for the file.
 * Of fields that stand twice, against the RFC, the first counts, but every To, Cc and Bcc. */
#ifndef AMENDS_MAIL_H
#define AMENDS_MAIL_H

#include "csv.h"
#include "dialect.h"
#include "mbox.h"

struct mail_recipient {
	struct span address; /* as it is written, without a name and comments: "a b"@example.com */
	struct span name;    /* display name, or empty */
	const char *field;   /* "To", "Cc", "Bcc" */
};
/* Valid until the next mail_read. */
struct mail_facts {
	struct span message_id, date; /* as they are written, unfolded */
	struct span from;	      /* the address of the first sender */
	struct span subject;
	struct span body;			 /* with body: see mail_new; line ends are LF */
	const struct mail_recipient *recipients; /* in order; those of groups too */
	size_t recipient_count;
};

/* The folder that iconv(3) loads charsets from when one is met; the caller frees. NULL: not known.
 */
char *mail_charset_folder(void) MUST_CHECK;

struct mail;
/* charset: of bytes outside ASCII that are not UTF-8 and have no other; CHARSET_UTF8: there may be
 * none. body: the first text/plain part that is no attachment is wanted, else the first text/html,
 * with its transfer encoding and charset undone. Of one program, for one thread. Never NULL. */
struct mail *mail_new(enum charset charset, bool body) MUST_CHECK;
/* Reads a message. CSV_FINE, or:
 *   CSV_MAIL         a line of its header is no field, none is one that every message has, or an
 *                    address list cannot be read to its end; with body: parts without a
 *                    boundary, or nested deeper than GMime goes
 *   CSV_ENCODING     bytes that are not of their charset, or of one that is not known
 *   CSV_NUL          a NUL in what was asked for
 *   CSV_RECORD_SIZE  too long (mbox_message)
 *   CSV_FIELD_SIZE   the body is over the limit of a field */
enum csv_problem mail_read(
    struct mail *, const struct mbox_message *, struct mail_facts *) MUST_CHECK;
void mail_free(struct mail *); /* NULL does nothing */

#endif
