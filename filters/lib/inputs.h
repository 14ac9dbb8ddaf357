/* inputs: the table that names what a pipeline may read from outside (am-audit --inputs). Level 5.
 */
#ifndef AMENDS_INPUTS_H
#define AMENDS_INPUTS_H

#include "mem.h"
#include "parts.h"

struct input {
	char *name;	    /* or a pattern of glob(7) */
	struct span digest; /* of its plain bytes; empty: not given */
};
/* Start from {0}. */
struct inputs {
	struct input *list;
	size_t count;
	struct arena arena;
	size_t name, digest; /* columns */
	bool has_digest;
};
/* Finds the columns: file, or else name; digest, where there is one. 0, or -1 with a message. */
int inputs_bind(struct inputs *, const struct columns *) MUST_CHECK;
void inputs_add(struct inputs *, const struct record *);
/* The input that names the file; a name that stands there beats a pattern. NULL: none does. */
const struct input *inputs_find(const struct inputs *, struct span file);
void inputs_free(struct inputs *);

#endif
