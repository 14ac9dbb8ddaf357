/* formed: lists COL:FORM[,COL:FORM...], the columns they name and the columns that are made of
 * them (am-normalize, am-hash). Level 5. What is made is the filter's: this module knows names. */
#ifndef AMENDS_FORMED_H
#define AMENDS_FORMED_H

#include "columns.h"
#include "way.h"

/* A column that items name. */
struct formed_column {
	size_t index;	    /* in the header */
	struct span name;   /* there */
	const char *reason; /* why this row has nothing for the first such item of it, or NULL */
};
/* One COL:FORM. */
struct formed_item {
	struct span text; /* COL, in the grammar of columns.h; a view of the list */
	bool stated;	  /* false: no form was given, and way is exact */
	struct way way;
	struct formed_column *column; /* once bound */
};
/* Starts from {0}. */
struct formed {
	struct formed_item *items; /* as listed */
	size_t count;
	struct formed_column *columns; /* each once, in the order in which items first name them */
	size_t column_count;
	struct buf names;		    /* of the columns that are made */
	const struct formed_column *failed; /* that of the first item this row has nothing for */
};

/* Cuts the list, which must outlive it. 0, or -1 with a message: a form that is not known. */
int formed_parse(struct formed *, const char *list) MUST_CHECK;
/* Finds the columns in the header, which must outlive it. 0, or -1 with a message: a name that is
 * none, that is not there, or that stands twice with one form. */
int formed_bind(struct formed *, const struct columns *header) MUST_CHECK;
/* The next column that is made is called COLUMN_SUFFIX, with _ for - in the suffix. */
void formed_name(struct formed *, const struct formed_column *, const char *suffix);
/* All names given so far, in order; at least one. The caller frees the array; the texts are of
 * formed, until a name is added. */
struct span *formed_names(const struct formed *, size_t *count) MUST_CHECK;
/* A new row begins: no item has failed. */
void formed_begin(struct formed *);
/* This row has nothing for the item, for this reason (NULL: it has). */
void formed_judge(struct formed *, const struct formed_item *, const char *reason);
void formed_free(struct formed *);

#endif
