/* pieces: the lines of a text, or the elements of JSON arrays, and where they lie.
 *
 * What was not taken yet is the source's carry, so a piece is contiguous; one that grows over many
 * blocks is looked at once. */
#include "pieces.h"

#include <inttypes.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"

struct pieces {
	struct source *source;
	const char *name;
	size_t most;
	struct source_block block;
	size_t position; /* in block: the next byte */
	uint64_t offset; /* plain bytes before block */
	uint64_t line;	 /* of the next byte */
	bool begun, ended, failed;
	enum { OUTSIDE, OPENED, BEHIND_COMMA, BEHIND_ELEMENT } place; /* in arrays */
};

static enum read_status
fail(struct pieces *p, const char *what)
{
	if (what)
		warn("%s:%" PRIu64 ": %s", p->name, p->line, what);
	p->failed = true;
	return READ_ERROR;
}

static struct span
rest(const struct pieces *p)
{
	if (p->position >= p->block.size)
		return (struct span){NULL, 0};
	return (struct span){p->block.data + p->position, p->block.size - p->position};
}

/* More bytes behind those that were not taken yet, which then begin the block. */
static enum read_status
more(struct pieces *p)
{
	struct span carry = rest(p);
	enum read_status status;

	if (carry.size > p->most)
		return fail(p, "record is over the limit of a record");
	p->offset += p->position;
	p->position = 0;
	status = source_next(p->source, carry, &p->block);
	if (status == READ_ERROR)
		return fail(p, NULL);
	p->ended = status == READ_END;
	return status;
}

/* Passes over a byte order mark. */
static enum read_status
begin(struct pieces *p)
{
	struct span first;

	if (p->failed)
		return READ_ERROR;
	if (p->begun)
		return READ_RECORD;
	p->begun = true;
	while (!p->ended && p->block.size < 3)
		if (more(p) == READ_ERROR)
			return READ_ERROR;
	first = rest(p);
	if (first.size >= 3 && memcmp(first.data, "\xef\xbb\xbf", 3) == 0)
		p->position = 3;
	return READ_RECORD;
}

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

enum read_status
pieces_first(struct pieces *p, char *byte)
{
	size_t seen = 0;

	if (begin(p) == READ_ERROR)
		return READ_ERROR;
	for (;;) {
		struct span left = rest(p);

		while (seen < left.size && is_blank(left.data[seen]))
			seen++;
		if (seen < left.size) {
			*byte = left.data[seen];
			return READ_RECORD;
		}
		if (p->ended)
			return READ_END;
		if (more(p) == READ_ERROR)
			return READ_ERROR;
	}
}

/* The first size bytes of the rest, which hold so many newlines, are taken as a piece. */
static void
take(struct pieces *p, struct piece *piece, size_t size, uint64_t newlines)
{
	*piece = (struct piece){
	    .text = {p->block.data + p->position, size},
	    .line = p->line,
	    .offset = p->offset + p->position,
	    .length = size,
	};
	p->position += size;
	p->line += newlines;
}

enum read_status
pieces_line(struct pieces *p, struct piece *piece)
{
	const char *newline = NULL;
	struct span left;
	size_t seen = 0;

	if (begin(p) == READ_ERROR)
		return READ_ERROR;
	for (;; seen = left.size) {
		left = rest(p);
		if (left.size > seen)
			newline = memchr(left.data + seen, '\n', left.size - seen);
		if (newline || p->ended)
			break;
		if (more(p) == READ_ERROR)
			return READ_ERROR;
	}
	if (left.size == 0)
		return READ_END;
	take(p, piece, newline ? (size_t)(newline - left.data) + 1 : left.size, newline != NULL);
	piece->text.size -= newline != NULL;
	if (piece->text.size && piece->text.data[piece->text.size - 1] == '\r')
		piece->text.size--;
	return READ_RECORD;
}

/* The next byte that is no blank, not taken. */
static enum read_status
skip_blanks(struct pieces *p, char *byte)
{
	for (;;) {
		while (p->position < p->block.size) {
			*byte = p->block.data[p->position];
			if (!is_blank(*byte))
				return READ_RECORD;
			p->line += *byte == '\n';
			p->position++;
		}
		if (p->ended)
			return READ_END;
		if (more(p) == READ_ERROR)
			return READ_ERROR;
	}
}

/* Takes brackets and commas up to the first byte of an element. */
static enum read_status
to_element(struct pieces *p)
{
	for (;; p->position++) {
		char byte = 0;
		enum read_status status = skip_blanks(p, &byte);

		if (status == READ_ERROR || (status == READ_END && p->place == OUTSIDE))
			return status;
		if (status == READ_END)
			return fail(p, "the array is not closed: the file is cut");
		if (p->place == OUTSIDE) {
			if (byte != '[')
				return fail(p, "text that is no array of JSON");
			p->place = OPENED;
		} else if (byte == ']' && p->place != BEHIND_COMMA) {
			p->place = OUTSIDE;
		} else if (byte == ',' && p->place == BEHIND_ELEMENT) {
			p->place = BEHIND_COMMA;
		} else if (p->place != BEHIND_ELEMENT && !strchr(",:]}", byte)) {
			p->place = BEHIND_ELEMENT;
			return READ_RECORD;
		} else {
			return fail(p, "no comma between two elements, or no element at one");
		}
	}
}

/* How far into an element one has looked. */
struct element {
	size_t size;
	size_t depth; /* brackets that are open */
	bool quoted, escaped;
	uint64_t newlines;
};

/* Looks at one byte. Returns true when the element ends with it. */
static bool
is_last(struct element *e, char byte)
{
	if (e->quoted) {
		if (!e->escaped && byte == '"')
			e->quoted = false;
		e->escaped = !e->escaped && byte == '\\';
		return !e->quoted && e->depth == 0;
	}
	if (byte == '"')
		e->quoted = true;
	else if (byte == '{' || byte == '[')
		e->depth++;
	else if (byte == '}' || byte == ']')
		return --e->depth == 0;
	return false;
}

/* Looks on to the end of the element. */
static bool
element_ends(struct element *e, struct span left)
{
	while (e->size < left.size) {
		char byte = left.data[e->size];

		if (e->depth == 0 && !e->quoted &&
		    (is_blank(byte) || byte == ',' || byte == '}' || byte == ']'))
			return true; /* a number or a word ends before it */
		e->newlines += byte == '\n';
		e->size++;
		if (is_last(e, byte))
			return true;
	}
	return false;
}

enum read_status
pieces_element(struct pieces *p, struct piece *piece)
{
	struct element e = {0};
	enum read_status status;

	if (begin(p) == READ_ERROR)
		return READ_ERROR;
	status = to_element(p);
	if (status != READ_RECORD)
		return status;
	while (!element_ends(&e, rest(p))) {
		if (p->ended)
			return fail(p, "the array is not closed: the file is cut");
		if (more(p) == READ_ERROR)
			return READ_ERROR;
	}
	take(p, piece, e.size, e.newlines);
	return READ_RECORD;
}

const struct source *
pieces_source(const struct pieces *p)
{
	return p->source;
}

struct pieces *
pieces_new(struct source *source, const char *name, size_t most)
{
	struct pieces *p = xcalloc(1, sizeof *p);

	p->source = source;
	p->name = name;
	p->most = most;
	p->line = 1;
	return p;
}

void
pieces_free(struct pieces *p)
{
	if (!p)
		return;
	source_close(p->source);
	free(p);
}
