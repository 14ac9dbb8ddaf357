/* import_modes: what am-import does when it imports nothing: --list, --detect, --explain. Level 7.
 * Each ends the run and returns the exit status. */
#ifndef AMENDS_IMPORT_MODES_H
#define AMENDS_IMPORT_MODES_H

#include "filter.h"

/* All profiles: profile,system,holds,grade. */
int import_list(struct filter *);
/* For each FILE the profiles that fit, the best first, or the nearest and why it does not:
 * file,profile,system,holds,grade,fits,why. name: the only profile to try; NULL: all. */
int import_detect(struct filter *, const char *name);
/* Where to get the export of a profile, in words. language: "es", "en". */
int import_explain(struct filter *, const char *name, const char *language);

#endif
