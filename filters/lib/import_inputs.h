/* import_inputs: what the table inputs.csv of an incident says of a file. Level 5. */
#ifndef AMENDS_IMPORT_INPUTS_H
#define AMENDS_IMPORT_INPUTS_H

#include "mem.h"

enum input_cell {
	INPUT_FILE, /* a name or a pattern of glob(7) */
	INPUT_PROFILE,
	INPUT_HOLDS,
	INPUT_ENCODING,
	INPUT_TIME_ZONE,
	INPUT_CAMPAIGN,
	INPUT_PURPOSE,
	INPUT_SENT_AT,
	INPUT_OUTCOME,
	INPUT_DATES,
	INPUT_CELLS
};
struct import_input {
	struct span cells[INPUT_CELLS];
	char
	    *by[INPUT_CELLS]; /* "PATH:LINE", and the column behind it: who says it, for messages */
};
/* The row of the table at path that names all these files; a name counts before a pattern, and rows
 * that hold the kind (NULL: any; a file may hold several, a row each) before others. 0, or -1 with
 * a message: none does, they stand in different rows, a cell of it is not answered ("?"), there is
 * no profile. */
int import_input_read(struct import_input *, const char *path, const char *kind, char *const *files,
    size_t count) MUST_CHECK;
void import_input_free(struct import_input *);

#endif
