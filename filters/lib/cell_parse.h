/* cell_parse: the text of a cell cut into items; nothing is compiled or looked up. Level 5. */
#ifndef AMENDS_CELL_PARSE_H
#define AMENDS_CELL_PARSE_H

#include "cell.h"

/* Fills negated, items, count from cell->text of that size, which it changes (quotes are taken off
 * in place). 0, or -1 with "WHERE: ...". */
int cell_cut(struct cell *, size_t size) MUST_CHECK;

#endif
