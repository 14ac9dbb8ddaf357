/* share_table: reads the tables of rules in share/, which users may replace. Level 4. */
#ifndef AMENDS_SHARE_TABLE_H
#define AMENDS_SHARE_TABLE_H

#include "mem.h"

enum { SHARE_TABLE_COLUMNS = 16 };

/* A kind of table. */
struct share_table {
	const char *const *columns; /* that it has; others are not read */
	size_t count;		    /* of them, at most SHARE_TABLE_COLUMNS */
	/* Takes a row: the cells of the columns, valid for the call. NULL, or what is wrong with
	 * it, for a message. */
	const char *(*add)(void *into, const struct span *cells, uint64_t line);
	size_t optional; /* the last of them that may be missing: their cells are then empty */
};

/* Reads the CSV and gives each row to add, in order. 0, or -1 with a message: "path: what" of the
 * file and its header, "path:line: what" of the first row that is no CSV or that add refuses. A
 * table without rows is none of its faults. */
int share_table_read(const char *path, const struct share_table *, void *into) MUST_CHECK;

#endif
