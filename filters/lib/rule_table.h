/* rule_table: reads a table of rules row by row, for the tables of share/ that forms stand on.
 * Level 4. They are the user's to change, so nothing is guessed: a column that is missing, a record
 * that cannot be read or a row that its taker refuses ends the reading. */
#ifndef AMENDS_RULE_TABLE_H
#define AMENDS_RULE_TABLE_H

#include "span.h"

enum { RULE_TABLE_FIELDS = 16 };

/* What is wrong with a row. */
struct rule_fault {
	const char *field; /* the name of the column at fault; NULL: what says it */
	const char *what;  /* in words for a message, never the value; NULL: nothing is wrong */
};

struct rule_table {
	const char *const *fields; /* the columns read; others may stand beside them */
	size_t count;		   /* of fields, at most RULE_TABLE_FIELDS */
	/* Takes one row: a cell for each field, valid until it returns. */
	struct rule_fault (*take)(void *context, const struct span *cells, uint64_t line);
	void *context;
};

/* Reads the CSV at path. *rows (NULL: not asked for): how many rows were taken. 0, or -1 with the
 * message "path:line: what" or "path:line: column FIELD: what". */
int rule_table_read(const struct rule_table *, const char *path, size_t *rows) MUST_CHECK;

#endif
