/* mail_inside: what mail.c, mail_words.c and mail_body.c share. Level 4, for mail alone. */
#ifndef AMENDS_MAIL_INSIDE_H
#define AMENDS_MAIL_INSIDE_H

#include <gmime/gmime.h>

#include "mail.h"

/* Encoded words that stand together in an address list. */
struct mail_hidden {
	struct span raw, said;
};
struct mail {
	enum charset charset;
	bool want_body;
	GMimeParserOptions *options;
	bool unread;	  /* GMime could not read something to its end */
	struct buf value; /* of a field, then in UTF-8 */
	struct buf converted;
	struct buf text;
	struct mail_hidden *hidden;
	size_t hidden_count;
	struct arena arena; /* what facts point to */
	struct mail_recipient *recipients;
	size_t recipient_count, recipient_room;
};

/* Appends the bytes, which are of the charset (a name of MIME), as UTF-8. CSV_ENCODING when one is
 * not, or the charset is not known; CSV_NUL. out is then as before. */
enum csv_problem mail_convert(struct span bytes, const char *charset, struct buf *out) MUST_CHECK;
/* As mail_convert for bytes that nothing says the charset of: UTF-8, else the declared one. */
enum csv_problem mail_convert_bare(
    const struct mail *, struct span bytes, struct buf *out) MUST_CHECK;
/* Appends the text with its encoded words (RFC 2047) decoded. CSV_FINE, CSV_ENCODING, CSV_NUL. */
enum csv_problem mail_decode_words(struct span text, struct buf *out) MUST_CHECK;
/* Appends an address list with its encoded words hidden, for GMime; the same outcomes. */
enum csv_problem mail_hide_words(struct mail *, struct span text, struct buf *out) MUST_CHECK;
/* Appends what GMime made of a part of the hidden text, with its words decoded or as they were. */
void mail_show_words(const struct mail *, const char *text, bool decoded, struct buf *out);
/* True when these are whole groups of base64, with nothing behind the padding: GMime drops the
 * rest, and says nothing. Blanks are passed over. */
bool mail_is_base64(struct span) MUST_CHECK;
/* The body of a message, as mail_new says, in the arena; empty when it has none. */
enum csv_problem mail_read_body(struct mail *, struct span message, struct span *body) MUST_CHECK;

#endif
