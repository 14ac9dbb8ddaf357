/* classes: the values that the cells of one column can tell apart (--check). Level 5.
 *
 * Values are tried on the real cells: every literal, the empty value, another word, the ends of
 * every number and time, exact and without a zone, before and behind the columns they are compared
 * with, and values made for globs and patterns. Two values that all cells answer alike are one
 * class. */
#ifndef AMENDS_CLASSES_H
#define AMENDS_CLASSES_H

#include "rules.h"

/* One item of one cell. */
struct classes_item {
	struct cell *cell;
	size_t cell_number; /* over all cells of the field */
	struct cell_item *item;
};
struct class
{
	bool *holds;   /* for each item */
	char *example; /* a value, with those of the columns it is compared with */
	bool measured; /* the value is a number or a time */
	bool met; /* the example was found; false: only possible, patterns being what they are */
};
/* A column of the record, with all header columns that test it. */
struct field {
	struct span name;
	struct classes_item *items;
	size_t item_count;
	size_t cell_count;
	struct class *classes;
	size_t class_count;
	bool complete; /* false: too many classes */
};
enum { CLASSES_MOST = 4096 };

/* Makes the field of all tests with the name of this one. Binds their cells: such rules are of no
 * other use afterwards. 0, or -1 with a message. */
int field_make(struct field *, struct rules *, struct span name) MUST_CHECK;
/* Does a cell hold for a class? */
bool field_cell_holds(const struct field *, size_t class_number, const struct cell *);
void field_free(struct field *);

/* For the parts of this module. Adds a class with these answers, if they are new, and all else like
 * this one. */
void class_add(struct field *, const struct class *like, const bool *holds);
/* Adds the classes that patterns make possible. */
void field_vary(struct field *);

#endif
