/* columns: a table's header, and the grammar that names its columns. Level 4.
 *
 *   name          the column of that name; a name that holds , : = or " is quoted as in CSV
 *   #3            the third column
 *   new=old       (lists that rename) column old, called new
 * A list is comma-separated. Names are compared exactly, case included. A name that is missing or
 * stands twice in the header is an error only when it is asked for; the message offers the nearest
 * name. */
#ifndef AMENDS_COLUMNS_H
#define AMENDS_COLUMNS_H

#include "csv.h"

struct columns {
	struct span *names; /* own copies */
	size_t count;
	const char *file; /* where the header stood, for messages */
};
/* Copies the header record. file must outlive it. Freed with columns_free. */
void columns_read(struct columns *, const struct record *header, const char *file);
void columns_free(struct columns *);
/* Looks one name (or #N) up. 0 and *index, or -1 with the message "FILE: no column NAME (did you
 * mean X? the header has a, b, c)" or "FILE: two columns are named NAME". */
int columns_find(const struct columns *, struct span name, size_t *index) MUST_CHECK;
/* As columns_find, but without a message: -1 when it is missing or ambiguous. */
int columns_seek(const struct columns *, struct span name, size_t *index) MUST_CHECK;

/* The name as a message may show it: one that looks like data (the first line is then no header) is
 * not shown. */
struct span columns_shown(struct span name);

/* A parsed list. Spans point into own memory. */
struct column_item {
	struct span name;   /* the column asked for */
	struct span rename; /* its new name; empty: keeps its name */
};
struct column_list {
	struct column_item *items;
	size_t count;
	char *text;
};
/* Parses "a,b,new=old". what names the option in the message. 0 or -1 with a message. */
int column_list_parse(struct column_list *, const char *text, const char *what) MUST_CHECK;
void column_list_free(struct column_list *);
/* Where the first byte of stops stands outside quotes, or the size: for grammars made of column
 * names. */
size_t columns_cut(struct span text, const char *stops) MUST_CHECK;

#endif
