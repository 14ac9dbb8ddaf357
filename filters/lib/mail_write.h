/* mail_write: one message, ready to be sent. Level 3. RFC 5322, 2045-2047, 2046 (alternative),
 * 3282, 3834; and the forms that messages have in files (mboxrd, Maildir).
 *
 * Only the values decide the bytes: no clock, no random, no name of the machine. 7 bit, line ends
 * LF (CRLF is for who sends), text quoted-printable. Lines have at most 76 characters, but for an
 * address, a Message-ID and List-*, which are not folded. What a reader could take for something
 * else than was meant is not sent: it gives a reason, and a person looks at it. */
#ifndef AMENDS_MAIL_WRITE_H
#define AMENDS_MAIL_WRITE_H

#include "mem.h"

struct mail_header {
	struct span name;
	struct span value;
};
/* All UTF-8. One recipient: there is no Cc and no Bcc. Blanks at both ends of a name, the subject
 * and added values are dropped. */
struct mail_message {
	struct span from;	    /* one mailbox: Atención al cliente <ayuda@example.com> */
	struct span reply_to;	    /* the same, or empty: no such header */
	struct span to_name;	    /* as it is to be shown, not quoted; may be empty */
	struct span to_address;	    /* one mailbox; a name in it is dropped */
	struct span subject;	    /* not empty */
	struct span text;	    /* not empty; a missing LF at its end is added */
	struct span html;	    /* the same letter as a document, or empty */
	struct span language;	    /* es, en-GB (RFC 5646), or empty: no Content-Language */
	struct span message_id;	    /* left@right, without < and > */
	struct span auto_submitted; /* auto-generated, auto-replied, no; or empty: no such header */
	int64_t date;		    /* seconds since 1970-01-01T00:00:00Z; written with +0000 */
	bool draft;		    /* X-Unsent: 1: mail programs open it to be edited */
	const struct mail_header *more; /* more headers, in this order */
	size_t more_count;
};
/* What is known once a message was written, or why it was not. Valid until the next mail_write. */
struct mail_written {
	/* The addresses alone, as they stand in From and To: the envelope. The case of the local
	 * part is kept, the domain is in lower-case A-labels. */
	struct span from, to;
	/* A file name for new/ of a Maildir, from date and Message-ID: 1764547200.DIGEST.amends; in
	 * cur/ ":2," and flags stand behind it. Its digest, 32 hex digits, is of the Message-ID. */
	struct span name, digest;
	/* With a reason: what it is about: a header by its name, "text", "html". */
	const char *field;
};

/* True when a template may add a header of this name: it is one (RFC 5322, 2.2; at most 40 letters,
 * digits and "-"), and none that mail_message has a member for, or that changes whom a message goes
 * to, how it is read, or who is believed to have handled it (Cc, Bcc, Sender, Resent-*, Content-*,
 * Received, DKIM-* ...). */
bool mail_may_add(struct span name) MUST_CHECK;

struct mail_writer;
/* Of one program, for one thread. NULL with a message: libcrypto has no SHA-256. */
struct mail_writer *mail_writer_new(void) MUST_CHECK;
/* Appends the message to out. NULL when it is written, else a reason (out is then as before):
 *   missing               empty, and may not be
 *   not_utf8
 *   line_break            in a header (CR, LF, U+000B, U+000C, U+0085, U+2028, U+2029)
 *   control_character     in a header: any other; in text and html: any but tab and LF
 *   direction_mark        U+202A-202E, U+2066-2069: in a header any; in text and html one that
 *                         has no partner in its line, so that it turns words not its own
 *   replacement_character U+FFFD in a header: a character of the name was lost
 *   encoded_word          in a header: "=?" and later "?=", which readers would decode
 *   name_like_address     "<" or ">" in a display name, "@" in one that is not ASCII
 *   local_part_not_ascii  an address that cannot be sent without SMTPUTF8 (RFC 6531)
 *   header_not_allowed    mail_may_add says no
 *   bad_language, bad_message_id, bad_auto_submitted, bad_date (years 1900 to 9999)
 *   not_ascii             in a header that must be (List-*, In-Reply-To, References)
 *   too_long              one of these, or a Message-ID, over 900 bytes; a name, the subject or
 *                         another added value over 2,000
 *   and those of address_mailbox: several, no_at, bad_domain ...
 * Exits without memory, and with a message when libcrypto fails. Cost: about 20 us for a
 * letter of 1.5 KB, most of it its text. */
const char *mail_write(struct mail_writer *, const struct mail_message *, struct buf *out,
    struct mail_written *) MUST_CHECK;
void mail_writer_free(struct mail_writer *); /* NULL does nothing */

/* Appends a message (bytes of mail_write) as it stands in an mboxrd: a line "From ADDRESS Mon Dec
 * 1 00:00:00 2025" (asctime, UTC), the message with one ">" more before lines of ">"* and "From ",
 * and an empty line. from: of mail_written; one with a blank in it is written as MAILER-DAEMON,
 * as what follows an address must be the time. mbox.h reads it back. */
void mail_add_mboxrd(struct span message, struct span from, int64_t date, struct buf *out);

#endif
