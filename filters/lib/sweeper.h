/* sweeper: a process that removes what this one would leave behind, whatever ends this one. Level
 * 2, a part of replace and whole_folder.
 *
 * A temporary name that stands in a folder must go when the process is killed, and no handler sees
 * SIGKILL: so a child waits at a socket for the end of its parent. */
#ifndef AMENDS_SWEEPER_H
#define AMENDS_SWEEPER_H

#include <sys/types.h>

#include "span.h"

struct sweeper {
	pid_t process;
	int alive; /* held open while this process lives; the sweeper has the other end */
};
#define SWEEPER_NONE ((struct sweeper){0, -1})

/* Starts it for a name in the folder, a file, or a folder with all below it. Only before threads
 * are started. name and folder are to be as they are until sweeper_stop. 0, or -1 with errno. */
int sweeper_start(struct sweeper *, int folder, const char *name) MUST_CHECK;
/* There is nothing to remove any more. */
void sweeper_stop(struct sweeper *);
/* Removes the name now: a file, or a folder with all below it; as far as it can. */
void sweeper_remove(int folder, const char *name);

#endif
