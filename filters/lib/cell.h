/* cell: one condition on one value, the grammar of decision tables and of am-select -w
 * (amends-rules(5) has it whole). Level 5.
 *
 *   cell  = nothing | ["!"] item *("|" item)
 *   item  = value | 'value' | glob (holds *) | /pattern/[i] | @NAME | empty | present | unknown
 *         | relation ["?"] operand | "?" operand | operand ".." operand
 *
 * A comparison that is not certain does not match; behind a relation ? lets it match, ? alone
 * matches only then. */
#ifndef AMENDS_CELL_H
#define AMENDS_CELL_H

#include "operand.h"

enum cell_kind {
	CELL_TEXT,    /* exactly text */
	CELL_GLOB,    /* text with * and ? */
	CELL_PATTERN, /* PCRE2 */
	CELL_SAME,    /* @NAME alone: the same text; a setting's becomes CELL_TEXT */
	CELL_EMPTY,
	CELL_PRESENT,
	CELL_UNKNOWN, /* empty or no time */
	CELL_ORDER,   /* relation to a */
	CELL_RANGE    /* from a to b, both included */
};
struct pattern;
struct cell_item {
	enum cell_kind kind;
	bool quoted;	/* CELL_TEXT between '' */
	bool any_case;	/* CELL_PATTERN: /.../i */
	bool or_untold; /* CELL_ORDER: also when it cannot be told */
	enum relation relation;
	struct span text;
	struct operand a, b;
	struct pattern *pattern;
};
struct cell {
	bool negated;
	struct cell_item *items; /* none: anything matches */
	size_t count;
	char *text;  /* what the items' spans point into */
	char *where; /* for messages */
};

/* A value, and what it is as a number or time once that was asked for. */
struct cell_value {
	struct span text;
	bool read;
	struct quantity quantity;
};

/* Reads a cell and compiles its patterns. 0, or -1 with "WHERE: ..."; freed with cell_free either
 * way. */
int cell_parse(struct cell *, struct span text, const char *where) MUST_CHECK;
/* Looks up every @NAME. 0, or -1 with "WHERE: ...". */
int cell_bind(struct cell *, const struct names *) MUST_CHECK;
/* Once bound: does the answer depend on nothing but the value? */
bool cell_is_pure(const struct cell *);
/* 1 when it holds, 0 when not, -1 with a message (a pattern hit its limits). Patterns remember
 * values. */
int cell_match(const struct cell *, struct cell_value *, const struct row *) MUST_CHECK;
/* The same for one item, without the cell's negation. */
int cell_item_match(const struct cell *, const struct cell_item *, struct cell_value *,
    const struct row *) MUST_CHECK;
void cell_free(struct cell *);

/* Up to `most` values that the pattern of an item matches are added, each ended by a NUL, to out.
 * False when it is certain that it matches none that ASCII and a few other letters can spell
 * (--check). */
bool cell_pattern_samples(const struct cell_item *, size_t most, struct buf *out);

#endif
