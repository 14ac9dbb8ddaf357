/* whole_folder: a folder of files that appears under its name whole, or not at all. Level 2, a part
 * of sink.
 *
 * It is made beside, under a hidden name, mode 0700, its files 0600, and renamed at the end. What
 * has the name already is never replaced: a folder can hold what somebody put there since. */
#ifndef AMENDS_WHOLE_FOLDER_H
#define AMENDS_WHOLE_FOLDER_H

#include "span.h"

struct whole_folder;

/* inside: names of folders in it, ended by NULL (or NULL: none). NULL with a message, also when
 * something has the name. path, without a / at its end, must outlive it. Starts a process that
 * removes it again if this one ends early (sweeper.h). */
struct whole_folder *whole_folder_new(const char *path, const char *const *inside) MUST_CHECK;
/* A new file in it, such as new/NAME, for writing: its fd, which the caller closes. -1 with a
 * message, also when the name is there. */
int whole_folder_file(struct whole_folder *, const char *name) MUST_CHECK;
/* All files are written: syncs them, once for all. 0 or -1 with a message. */
int whole_folder_finish(struct whole_folder *) MUST_CHECK;
/* Puts the finished folder under its name and syncs the one around it. 0 or -1 with a message, as
 * replace_publish. */
int whole_folder_publish(struct whole_folder *) MUST_CHECK;
/* Forgets what was not published, and frees. NULL does nothing. */
void whole_folder_free(struct whole_folder *);

#endif
