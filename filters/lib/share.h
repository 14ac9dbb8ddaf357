/* share: where the tables of the user are found: the folder of the run, then $AMENDS_SHARE, then
 * the installed share/. Level 1. */
#ifndef AMENDS_SHARE_H
#define AMENDS_SHARE_H

#include "mem.h"

/* The path of a table such as "address/providers.csv" (a path with a leading / or ./ is taken as
 * it is). NULL with a message that lists the places looked at. The caller frees. */
char *share_find(const char *name) MUST_CHECK;

#endif
