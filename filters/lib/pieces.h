/* pieces: the lines of a text, or the elements of JSON arrays, and where they lie. Level 3. For
 * what is no table: JSON and mail.
 *
 * An element is found by its brackets and quotes alone; whether it is JSON is for the caller to
 * say, and when it is not, the place of the next one is not sure. Memory is that of one piece. */
#ifndef AMENDS_PIECES_H
#define AMENDS_PIECES_H

#include "source.h"

/* Where a piece lies, in the plain bytes of its source. */
struct piece {
	struct span text; /* without its line end (LF, CRLF); valid until the next call */
	uint64_t line;	  /* of its first byte, from 1 */
	uint64_t offset;  /* plain bytes before it */
	uint64_t length;  /* with its line end; an element has none */
};

struct pieces;
/* Reads from a source, which it then owns; name is what messages call it and outlives it. A piece
 * of more than `most` bytes that has no end yet stops the run. A UTF-8 byte order mark at the start
 * is passed over. Never NULL. */
struct pieces *pieces_new(struct source *, const char *name, size_t most) MUST_CHECK;
/* The first byte that is no space, tab, CR or LF, without taking it, before any other call.
 * READ_END: there is none. */
enum read_status pieces_first(struct pieces *, char *byte) MUST_CHECK;
/* The next line; a CR before LF or the end is part of the line end. READ_ERROR with a message. */
enum read_status pieces_line(struct pieces *, struct piece *) MUST_CHECK;
/* The next element of an array, or of the next array behind it. READ_ERROR with a message: the text
 * outside of elements is none of an array, or the last array is not closed. */
enum read_status pieces_element(struct pieces *, struct piece *) MUST_CHECK;
const struct source *pieces_source(const struct pieces *);
void pieces_free(struct pieces *); /* closes its source; NULL does nothing */

#endif
