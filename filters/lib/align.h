/* align: the columns of one part of a table by those of the first. Level 4, a part of parts. */
#ifndef AMENDS_ALIGN_H
#define AMENDS_ALIGN_H

#include "columns.h"

/* Sets *order to where each column of the first part stands in this one, or to NULL when all stand
 * in the same place; the caller frees it, also on failure. 0, or -1 with a message: a column is
 * missing, stands twice, or is not one of the first part's. */
int align_columns(
    const struct columns *first, const struct columns *part, uint32_t **order) MUST_CHECK;

#endif
