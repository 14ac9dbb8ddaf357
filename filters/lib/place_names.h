/* place_names: what is read as what in which country. Level 2, for place alone. */
#ifndef AMENDS_PLACE_NAMES_H
#define AMENDS_PLACE_NAMES_H

#include "mem.h"

struct place_name {
	struct span text; /* what is replaced, as words; size 0: the slot is free */
	struct span name; /* by what */
	uint64_t line;
	uint16_t country; /* two letters; 0: everywhere */
	bool ambiguous;
};

/* By text: open addressing, so that those of several countries lie behind one another. Start from
 * {0}; freed with place_names_free. */
struct place_names {
	struct place_name *slots;
	size_t room; /* a power of two, or 0 */
	size_t count;
	size_t longest; /* text among them */
};

/* Adds one whose spans last as long as the names. False: there is one, and not both are ambiguous.
 */
bool place_names_add(struct place_names *, const struct place_name *) MUST_CHECK;
/* What holds for the text in the country: its own before one that holds everywhere. Or NULL. */
const struct place_name *place_names_find(
    const struct place_names *, uint16_t country, struct span text) MUST_CHECK;
void place_names_free(struct place_names *);

#endif
