/* text: the text of a foreign export, from the bytes of its source to what csv can cut. Level 3.
 *
 * UTF-8, whatever the encoding. As the dialect asks, a CR alone outside quotes becomes a LF, and
 * inside quotes \" becomes "" and \\ a backslash with TEXT_MARK behind it, so that no byte moves;
 * who has cut the fields takes the marks out. UTF-8 of a dialect that asks for neither is not
 * copied: text_next is then source_next. */
#ifndef AMENDS_TEXT_H
#define AMENDS_TEXT_H

#include "dialect.h"
#include "source.h"

/* Stands nowhere else: such a byte of the file becomes CHARSET_INVALID. */
#define TEXT_MARK '\xfe'

struct text;
/* Both outlive it. Never NULL. */
struct text *text_new(struct source *, const struct dialect *) MUST_CHECK;
void text_free(struct text *); /* NULL does nothing */
/* As source_next, of a struct text, and beginning with a byte order mark if the file has one. The
 * carry is the end of the block given last. */
enum read_status text_next(void *text, struct span carry, struct source_block *block) MUST_CHECK;
/* From the header record on, which begins at `at` of the first block given, the dialect's rules
 * for CR and backslash hold. The block may lose bytes at its end: they come with the next one. */
void text_begin(struct text *, size_t at, char delimiter, struct source_block *block);
/* True when text_next is source_next, offsets are those of the file and text_place, text_original
 * are not to be called. */
bool text_is_direct(const struct text *);
/* The encoding: the declared one, or what a mark says. */
enum charset text_charset(const struct text *);
/* Where bytes of the text lie in the file: both in bytes. Asked in rising order of offset, for
 * bytes that were not carried over in the last text_next but are in its block. */
void text_place(struct text *, uint64_t *offset, uint64_t *length);
/* The same bytes of the text without the dialect's changes: a view, valid until text_next. */
struct span text_original(const struct text *, uint64_t offset, size_t size);

#endif
