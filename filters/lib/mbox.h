/* mbox: the messages of one file: an mbox (RFC 4155, mboxo, mboxrd), or one message. Level 3.
 *
 * A file whose first line begins with "From " is an mbox; its messages begin with such lines. One
 * is told from text by what every program writes: a time in it (Tue Jan  9 12:00:00 2024) and a
 * header field behind it; an empty line before it is usual, but mexport(1) writes none. A line that
 * has a field behind it and an empty line before it, but no time, or that stands in a header,
 * leaves it open where a message ends, and the run stops; all others are text. So text that was not
 * quoted
 * ("From now on ...") neither ends a message nor begins one. Content-Length is not looked at. */
#ifndef AMENDS_MBOX_H
#define AMENDS_MBOX_H

#include "mem.h"
#include "source.h"

struct mbox_message {
	struct span header; /* up to the empty line, that not included; line ends are LF */
	struct span text;   /* the same, and the message behind it when that is wanted; quoted
			       "From " (>From) as it was before: one > less */
	bool too_long;	    /* header and text are not whole: over the limit */
	uint64_t line;	    /* of its first byte, which in an mbox is that of the line "From " */
	uint64_t offset;    /* plain bytes before it */
	uint64_t length; /* up to the next message or the end, with the empty line between them */
};

struct mbox;
struct mbox_options {
	bool body;	     /* the text behind the header is wanted */
	size_t header_limit; /* bytes of a header that are kept */
	size_t text_limit;   /* bytes of a message that are kept */
};
/* Reads from a source, which it then owns; name is what messages call it and outlives it. */
struct mbox *mbox_new(struct source *, const char *name, const struct mbox_options *) MUST_CHECK;
/* Looks whether the file can be read at all, without taking a message. 0, or -1 with a message. */
int mbox_look(struct mbox *) MUST_CHECK;
/* The next message, valid until the next call. READ_ERROR with a message "NAME:LINE: ...". Memory:
 * the longest line, and what is kept of the message. */
enum read_status mbox_next(struct mbox *, struct mbox_message *) MUST_CHECK;
const struct source *mbox_source(const struct mbox *);
void mbox_free(struct mbox *); /* closes its source; NULL does nothing */

/* The field of a header that begins at rest (header of a message, see above): its name, and its
 * value, unfolded into out (RFC 5322, 2.2.3), without blanks round it. rest then begins behind it.
 * 0, or -1 when the line is no field. */
int mbox_field(struct span *rest, struct span *name, struct buf *out) MUST_CHECK;

#endif
