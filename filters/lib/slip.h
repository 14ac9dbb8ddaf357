/* slip: was another name meant? Level 0. */
#ifndef AMENDS_SLIP_H
#define AMENDS_SLIP_H

#include "span.h"

enum {
	SLIP_NAME = 32, /* a longer word is no slip for any of our names */
	SLIP_MOST = 2	/* edits that a slip may have */
};

/* Insertions, deletions and changes of one character that make the name of the word; the beginning
 * of a name counts as one. More than SLIP_MOST: they are not alike. */
size_t slip_edits(const char *word, size_t size, const char *name);

#endif
