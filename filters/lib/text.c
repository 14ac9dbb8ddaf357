/* text: see text.h.
 *
 *      |--------- text ----------|   what csv cuts
 *      |------- original --------|   the same places, as the file has them; with edits only
 *      ^offset            ^ready
 *
 * The bytes from ready on wait for one that tells what they are: a CR for a LF, a backslash for
 * what it escapes. Places in the file are counted on the way, from the last one asked for. */
#include "text.h"

#include <stdlib.h>

#include "charset.h"
#include "err.h"
#include "mem.h"

/* Where an edit stands in its record. */
enum state { FIELD_START, UNQUOTED, QUOTED, QUOTE };

struct text {
	struct source *source;
	const struct dialect *dialect;
	enum charset charset;
	bool known; /* the charset: the first bytes were looked at */
	bool direct;
	bool edits;	       /* the dialect has rules for CR or backslash, */
	bool editing;	       /* and they hold from now on */
	char delimiter;	       /* when editing */
	struct span undecoded; /* of the source's last block */
	struct buf text, original;
	size_t ready;
	uint64_t offset; /* bytes of text before text.data[0] */
	enum state state;
	struct counted {
		uint64_t offset; /* of the text */
		uint64_t bytes;	 /* of the file before it */
	} counted;
};

struct text *
text_new(struct source *source, const struct dialect *dialect)
{
	struct text *t = xcalloc(1, sizeof *t);

	t->source = source;
	t->dialect = dialect;
	t->charset = dialect->charset;
	t->edits = dialect->cr || (dialect->backslash && !dialect->no_quote);
	return t;
}

void
text_free(struct text *t)
{
	if (!t)
		return;
	buf_free(&t->text);
	buf_free(&t->original);
	free(t);
}

/* Reads until a byte order mark is there or cannot be. The bytes stay the source's. */
static enum read_status
look_for_mark(struct text *t, struct source_block *block)
{
	enum read_status status = READ_RECORD;

	*block = (struct source_block){NULL, 0};
	while (status == READ_RECORD && charset_mark_open((struct span){block->data, block->size}))
		status = source_next(t->source, (struct span){block->data, block->size}, block);
	if (status == READ_ERROR)
		return READ_ERROR;
	charset_by_mark((struct span){block->data, block->size}, &t->charset);
	t->direct = t->charset == CHARSET_UTF8 && !t->edits;
	t->known = true;
	return block->size ? READ_RECORD : READ_END;
}

/* The place behind the bytes of the text before offset. */
static void
count_to(struct text *t, uint64_t offset)
{
	const struct buf *from = t->edits ? &t->original : &t->text;
	struct span bytes = {
	    from->data + (t->counted.offset - t->offset), (size_t)(offset - t->counted.offset)};

	t->counted.bytes += charset_length(t->charset, bytes);
	t->counted.offset = offset;
}

static void
drop_front(struct buf *b, size_t size)
{
	if (!size)
		return;
	memmove(b->data, b->data + size, b->size - size);
	b->size -= size;
}

/* Forgets what the caller has used. */
static void
forget(struct text *t, size_t used)
{
	if (t->counted.offset < t->offset + used)
		count_to(t, t->offset + used);
	drop_front(&t->text, used);
	if (t->edits)
		drop_front(&t->original, used);
	t->offset += used;
	t->ready -= used;
}

/* The byte at i, outside quotes. False: it must wait. */
static bool
edit_outside(struct text *t, size_t i, bool last)
{
	char *text = t->text.data;

	if (text[i] == '"' && t->state == FIELD_START && !t->dialect->no_quote) {
		t->state = QUOTED;
		return true;
	}
	if (text[i] == '\r' && t->dialect->cr) {
		if (i + 1 == t->text.size && !last)
			return false;
		if (i + 1 == t->text.size || text[i + 1] != '\n')
			text[i] = '\n';
		t->state = FIELD_START;
		return true;
	}
	t->state = text[i] == t->delimiter || text[i] == '\n' ? FIELD_START : UNQUOTED;
	return true;
}

/* The bytes at *i, inside quotes. False: they must wait. */
static bool
edit_inside(struct text *t, size_t *i, bool last)
{
	char *text = t->text.data;

	if (text[*i] == '"')
		t->state = QUOTE;
	if (text[*i] != '\\' || !t->dialect->backslash)
		return true;
	if (*i + 1 == t->text.size)
		return last;
	if (text[*i + 1] == '"')
		text[(*i)++] = '"';
	else if (text[*i + 1] == '\\')
		text[++*i] = TEXT_MARK;
	return true;
}

/* Applies the rules from ready on, as far as they are sure. */
static void
edit(struct text *t, bool last)
{
	char *text = t->text.data;
	size_t i;
	bool sure = true;

	for (i = t->ready; i < t->text.size; i++) {
		if (text[i] == TEXT_MARK)
			text[i] = CHARSET_INVALID;
		if (t->state == QUOTE && text[i] == '"')
			t->state = QUOTED;
		else if (t->state == QUOTED)
			sure = edit_inside(t, &i, last);
		else
			sure = edit_outside(t, i, last);
		if (!sure)
			break;
	}
	t->ready = i;
}

static void
pad(struct buf *b)
{
	buf_reserve(b, SOURCE_PADDING);
	memset(b->data + b->size, 0, SOURCE_PADDING);
}

/* Takes a block of the source over as text. */
static enum read_status
take(struct text *t, const struct source_block *block, bool last)
{
	struct span bytes = {block->data, block->size};
	size_t before = t->text.size;
	size_t used = charset_decode(t->charset, bytes, last, &t->text);

	t->undecoded = (struct span){bytes.data + used, bytes.size - used};
	if (last && t->undecoded.size) {
		warn("%s: ends in the middle of a character of %s", source_name(t->source),
		    charset_name(t->charset));
		return READ_ERROR;
	}
	pad(&t->text);
	if (t->edits)
		buf_add(&t->original, t->text.data + before, t->text.size - before);
	if (t->editing)
		edit(t, last);
	else
		t->ready = t->text.size;
	return READ_RECORD;
}

/* More text behind what there is. */
static enum read_status
read_more(struct text *t)
{
	struct source_block block;
	enum read_status status = source_next(t->source, t->undecoded, &block);

	if (status == READ_ERROR || take(t, &block, status == READ_END) == READ_ERROR)
		return READ_ERROR;
	return status;
}

enum read_status
text_next(void *context, struct span carry, struct source_block *block)
{
	struct text *t = context;
	enum read_status status = READ_RECORD;

	if (!t->known) {
		status = look_for_mark(t, block);
		if (status != READ_RECORD || t->direct)
			return status;
		status = take(t, block, false);
	} else if (t->direct) {
		return source_next(t->source, carry, block);
	} else {
		forget(t, t->ready - carry.size);
	}
	while (status == READ_RECORD && t->ready == carry.size)
		status = read_more(t);
	if (status == READ_ERROR)
		return READ_ERROR;
	*block = (struct source_block){t->text.data, t->ready};
	return t->ready > carry.size ? READ_RECORD : READ_END;
}

void
text_begin(struct text *t, size_t at, char delimiter, struct source_block *block)
{
	if (!t->edits)
		return;
	t->editing = true;
	t->delimiter = delimiter;
	t->ready = at;
	edit(t, false);
	block->size = t->ready;
}

bool
text_is_direct(const struct text *t)
{
	return t->direct;
}

enum charset
text_charset(const struct text *t)
{
	return t->charset;
}

void
text_place(struct text *t, uint64_t *offset, uint64_t *length)
{
	uint64_t end = *offset + *length;

	count_to(t, *offset);
	*offset = t->counted.bytes;
	count_to(t, end);
	*length = t->counted.bytes - *offset;
}

struct span
text_original(const struct text *t, uint64_t offset, size_t size)
{
	const struct buf *from = t->edits ? &t->original : &t->text;

	return (struct span){from->data + (offset - t->offset), size};
}
