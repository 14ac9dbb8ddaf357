/* template: text with places for facts, filled from one row (amends-template(5) has the grammar
 * whole). Level 5.
 *
 * Read and checked whole before the first row. A row then gives all its text, or a reason why it is
 * held; a place that is not filled cannot be written, for there is no such output. */
#ifndef AMENDS_TEMPLATE_H
#define AMENDS_TEMPLATE_H

#include "operand.h"
#include "wording.h"

enum template_type {
	TEMPLATE_MAIL,
	TEMPLATE_TEXT,
	TEMPLATE_HTML,
	TEMPLATE_CSV,
	TEMPLATE_SQL,
	TEMPLATE_JSON
};
/* The parts that a template of its type may have. */
enum template_part {
	TEMPLATE_HEAD,
	TEMPLATE_ROW,
	TEMPLATE_BETWEEN,
	TEMPLATE_FOOT,
	TEMPLATE_SUBJECT,
	TEMPLATE_TEXT_BODY,
	TEMPLATE_HTML_BODY,
	TEMPLATE_HEADER, /* of the first header field; + 1 of the next */
};

struct template;
/* Reads the file. NULL with a message "PATH:LINE: ...", or "PATH: ...". path must outlive it. */
struct template *template_read(const char *path) MUST_CHECK;
void template_free(struct template *); /* NULL does nothing */

enum template_type template_type(const struct template *);
/* The file's name without its folder and .tpl; a view. */
struct span template_name(const struct template *);
/* Does any row get such a part? */
bool template_has(const struct template *, size_t part);
/* The names of header fields, as they are written; the field i is part TEMPLATE_HEADER + i. */
size_t template_header_count(const struct template *);
struct span template_header(const struct template *, size_t i);

struct template_options {
	struct wording_place place; /* of clocks; the zone is the caller's */
	bool spreadsheet; /* csv: a field of a row that a spreadsheet would take for a formula gets
			     a ' in front */
};
/* Looks every name up. names, and what they point to, outlive the template. 0, or -1 with a
 * message: a name that is neither a column nor a setting, or both. */
int template_bind(
    struct template *, const struct names *, const struct template_options *) MUST_CHECK;

/* Why a row is held. */
struct template_hold {
	const char *reason; /* a static word of amends-template(5) */
	struct span column; /* a view of the template */
};
/* Turns to a row: its language and form. NULL, or why it is held: a column of needs is empty. The
 * row outlives all that is rendered of it. */
const struct template_hold *template_turn(struct template *, const struct row *) MUST_CHECK;
struct span template_language(const struct template *); /* "es"; empty: the template has none */
struct span template_form(const struct template *);	/* "tu" or "usted" */
bool template_fell_back(const struct template *); /* the row has no language of the template's */
/* A digit for each section of the parts rendered since template_turn, in order: 1 written, 0 left
 * out. Rows of one branch differ in nothing but values. */
struct span template_branch(const struct template *);

/* A value as a line for people, outside of any part: what is missing (amends-template(5)) becomes
 * empty, blanks at the ends go. NULL, or why a row with it is held. */
const char *template_judge(const struct template *, struct span *value) MUST_CHECK;
/* Appends a part to out. NULL, or why the row is held (out is then as before). The part must be one
 * that template_has; head, between and foot need no row. Text ends in a LF, a subject and a header
 * field have none. */
const struct template_hold *template_render(
    struct template *, size_t part, struct buf *out) MUST_CHECK;
/* What foot says for {{rows}}. */
void template_set_rows(struct template *, uint64_t rows);

#endif
