/* operand: what a cell compares with (a number, a time, @NAME), and how. Level 4.
 *
 * @NAME is a column of the record, a column made of it, or a setting (--set NAME=VALUE). A
 * comparison has three answers: yes, no, and undecided when an interval of time straddles the
 * other side, when the two are of different kinds, or when one of them is neither a number nor a
 * time. */
#ifndef AMENDS_OPERAND_H
#define AMENDS_OPERAND_H

#include "columns.h"
#include "when.h"

/* The settings of a run. Start from {0}; freed with settings_free. */
struct setting {
	struct span name;
	struct span value;
};
struct settings {
	struct setting *items;
	size_t count;
};
/* Takes "NAME=VALUE", which must outlive it. 0, or -1 with a message: no "=", no name, twice. */
int settings_add(struct settings *, const char *text) MUST_CHECK;
void settings_free(struct settings *);

/* The names that an @ can stand for. Nothing in it is owned. */
struct names {
	const struct columns *columns; /* of the record; NULL: none */
	const struct span *made;       /* columns made of it: numbered from the record's width on */
	size_t made_count;	       /* a later one hides an earlier one and the record's */
	const struct settings *settings; /* NULL: none */
};
enum name_kind { NAME_NONE, NAME_COLUMN, NAME_SETTING, NAME_TWICE };
/* What the name stands for, with its number. NAME_TWICE: two columns, or a column and a setting. */
enum name_kind names_find(const struct names *, struct span name, size_t *index);
/* As names_find, but what is no column or setting ends in -1 with "WHERE: ...". */
int names_need(const struct names *, struct span name, const char *where, enum name_kind *,
    size_t *index) MUST_CHECK;

/* A record and what was made of it. */
struct row {
	const struct record *record; /* columns 0 to width-1; NULL when width is 0 */
	size_t width;
	const struct span *made; /* columns width and on */
};
static inline struct span
row_value(const struct row *row, size_t index)
{
	return index < row->width ? csv_field(row->record, index) : row->made[index - row->width];
}

/* A text read as a number (exactly, of any length) or a time. */
enum quantity_kind { QUANTITY_NONE, QUANTITY_NUMBER, QUANTITY_TIME };
struct quantity {
	enum quantity_kind kind;
	struct span text; /* a view */
	struct when when;
};
struct quantity quantity_of(struct span text);

enum relation {
	RELATION_BELOW,	   /* <  */
	RELATION_AT_MOST,  /* <= */
	RELATION_ABOVE,	   /* >  */
	RELATION_AT_LEAST, /* >= */
	RELATION_EQUAL,	   /* =: as text when neither side is a number or a time */
	RELATION_UNTOLD /* ?: yes when which of the two is first, or that they are equal, cannot be
			   told */
};
enum when_order quantity_compare(enum relation, const struct quantity *, const struct quantity *);

struct operand {
	struct span text; /* the constant, or the name behind the @ */
	bool named;
	bool moved;	/* an offset was given: only a time will do */
	int64_t offset; /* seconds */
	bool column;	/* operand_bind: its value is the record's at index */
	size_t index;
	struct quantity constant; /* otherwise: its value */
};
/* Reads CONSTANT[OFFSET...] or @NAME[OFFSET...]; text must outlive it and quotes in it are taken
 * off in place. 0, or -1 without a message when it is none. */
int operand_parse(struct operand *, char *text, size_t size) MUST_CHECK;
/* Looks the name up. ordered: a setting must be a number or a time. 0, or -1 with "WHERE: ...". */
int operand_bind(
    struct operand *, const struct names *, bool ordered, const char *where) MUST_CHECK;
/* Its value for a record. */
struct quantity operand_value(const struct operand *, const struct row *);
/* Takes the quotes off 'text' ('' stands for one quote) in place: the bytes used up, quotes
 * included, and *out; 0 when there is none or it is not closed (the text is then spoilt). */
size_t operand_unquote(char *text, size_t size, struct span *out);

#endif
