/* template_inside: what the parts of template share, and nobody else. Level 5. */
#ifndef AMENDS_TEMPLATE_INSIDE_H
#define AMENDS_TEMPLATE_INSIDE_H

#include "template.h"

enum { TEMPLATE_DEPTH = 16 /* tags inside tags */ };

enum template_format {
	FORMAT_PLAIN,
	FORMAT_DATE,
	FORMAT_MINUTE,
	FORMAT_COUNT,
	FORMAT_LIST,
	FORMAT_LINES,
	FORMAT_NUMBER
};
enum template_do {
	DO_TEXT,     /* write text */
	DO_VALUE,    /* write the value of name */
	DO_NEED,     /* the value of name must be there */
	DO_IF,	     /* to end only when the condition holds */
	DO_OPTIONAL, /* to end only when nothing is missing in it */
	DO_FIELD,    /* csv: the field ends */
	DO_RECORD,   /* csv: and the record */
	DO_ROWS	     /* write the number of rows */
};
struct template_op {
	enum template_do what;
	enum template_format format;
	bool negated;
	struct span text;
	size_t name;		  /* in names */
	size_t words, word_count; /* DO_IF: in words; none: is the value there? */
	size_t end;		  /* the op behind what it encloses */
	uint64_t line;
};
enum template_form { FORM_NONE, FORM_TU, FORM_USTED };
/* One variant of a part. */
struct template_variant {
	size_t part;
	struct span language; /* empty: of any */
	enum template_form form;
	uint64_t line; /* of its marker */
	struct template_op *ops;
	size_t count, room;
};
struct template_name {
	struct span text;
	uint64_t line; /* where it is first named */
	enum name_kind kind;
	size_t index;
};
struct template
{
	const char *path;
	struct buf text; /* of the file; all spans point into it */
	enum template_type type;
	bool has_type;
	struct span fallback;
	struct template_variant *variants;
	size_t count;
	struct span *headers;
	size_t header_count;
	struct span *languages; /* of the variants */
	size_t language_count;
	struct template_name *names;
	size_t name_count;
	size_t *needs; /* names that every row needs */
	size_t need_count;
	struct span *words;
	size_t word_count;

	struct template_options options;
	const struct settings *settings;
	struct template_name language_column, form_column; /* NAME_NONE when there is none */

	/* the row at hand */
	const struct row *row;
	struct span language;
	enum template_form form;
	bool fell_back;
	struct buf branch;
	uint64_t rows;
	struct template_hold hold;
	struct buf field; /* csv: the field so far */
	struct buf value; /* in the words of its format */
	struct buf lines; /* with one kind of line end */
};

/* One message "PATH:LINE: ..."; -1. */
int template_fault(const struct template *, uint64_t line, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* What a part is called in messages and by its marker. */
struct span template_part_name(const struct template *, size_t part);
/* A part of a line, not of a text: it holds no line ends. */
static inline bool
template_is_line(size_t part)
{
	return part == TEMPLATE_SUBJECT || part >= TEMPLATE_HEADER;
}
/* Read by people, so that a value is a word of a sentence; the others by programs. */
static inline bool
template_is_letter(const struct template *t)
{
	return t->type == TEMPLATE_MAIL || t->type == TEMPLATE_TEXT || t->type == TEMPLATE_HTML;
}
static inline bool
template_is_html(const struct template *t, size_t part)
{
	return t->type == TEMPLATE_HTML || part == TEMPLATE_HTML_BODY;
}

/* What the row at hand has under the name; empty for one that stands for nothing. */
struct span template_value(const struct template *, const struct template_name *);
/* Is there nothing to be written under the name? */
bool template_is_missing(const struct template *, const struct template_name *);
/* The number of a name, which is new or was met before. */
size_t template_name_add(struct template *, struct span text, uint64_t line);
/* Takes the next item that is not blank off a list with commas (needs). */
bool template_next_item(struct span *rest, struct span *item);
/* Can a name be written in a tag? */
bool template_is_name(struct span text);
/* The text of a part, whose first line is that one, becomes ops. 0, or -1 with a message. */
int template_compile(
    struct template *, struct template_variant *, struct span body, uint64_t line) MUST_CHECK;
/* Once a variant has its ops: may each place stand where it does? 0, or -1 with a message. */
int template_check_places(const struct template *, const struct template_variant *) MUST_CHECK;
/* Once all parts are read: is there what any row can ask for? 0, or -1 with a message. */
int template_check_whole(const struct template *) MUST_CHECK;
/* The variant of a part for a row: of its language and form, of its language, else of any. NULL:
 * none. */
const struct template_variant *template_pick(
    const struct template *, size_t part, struct span language, enum template_form);
/* Does the text look like a place that another program, or nobody, was to fill? NULL, or what was
 * found. */
const char *template_unfilled(struct span text) MUST_CHECK;

#endif
