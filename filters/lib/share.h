/* share: where the tables of the user are found: the folder of the run, then $AMENDS_SHARE, then
 * the installed share/. Level 1. */
#ifndef AMENDS_SHARE_H
#define AMENDS_SHARE_H

#include "mem.h"

/* The path of a table such as "address/providers.csv" (a path with a leading / or ./ is taken as
 * it is). NULL with a message that lists the places looked at. The caller frees. */
char *share_find(const char *name) MUST_CHECK;
/* The paths of all tables NAME.csv in a folder such as "profiles", sorted by NAME; of one name that
 * which share_find would find. The caller frees each and the array. NULL with a message: a folder
 * that is there cannot be read. */
char **share_list(const char *folder, size_t *count) MUST_CHECK;

#endif
