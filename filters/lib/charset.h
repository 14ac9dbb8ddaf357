/* charset: bytes of the five encodings of dialect.h to UTF-8 and back to their places. Level 2.
 *
 * iconv is not used: it loads its tables from files when it is opened, which a program in its
 * sandbox cannot, and a byte that has no meaning must stay where it is instead of ending the
 * conversion. A unit test holds every byte and every pair of bytes against iconv. */
#ifndef AMENDS_CHARSET_H
#define AMENDS_CHARSET_H

#include "dialect.h"
#include "mem.h"

/* Stands in the UTF-8 for a byte or two that have no meaning in the encoding: the five of
 * windows-1252 that it leaves undefined, a surrogate of UTF-16 without its other half. It is never
 * part of valid UTF-8. */
#define CHARSET_INVALID '\xff'

/* What a byte order mark at the start says, of its 2 or 3 bytes: true and *charset, or false. */
bool charset_by_mark(struct span first, enum charset *);
/* True when these are fewer bytes than a mark has and could be the beginning of one. */
bool charset_mark_open(struct span first);
/* Appends the UTF-8 of the bytes to out and returns how many were used: all but the beginning of a
 * character at the end, 3 bytes at most (last: 1 at most, which is half of a unit of UTF-16). UTF-8
 * is appended as it is, valid or not. */
size_t charset_decode(enum charset, struct span bytes, bool last, struct buf *out) MUST_CHECK;
/* How many bytes of the file became this UTF-8. */
uint64_t charset_length(enum charset, struct span text);

#endif
