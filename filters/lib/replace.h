/* replace: a file that appears under its name whole, or not at all. Level 2, a part of sink.
 *
 * FILE itself is not opened. A symbolic link, a folder, FIFO or device under its name is refused;
 * other hard links to it give a warning, for they keep the old bytes. Mode and owner of the old
 * file are kept as far as the process may; else 0600. */
#ifndef AMENDS_REPLACE_H
#define AMENDS_REPLACE_H

#include "span.h"

struct replace;

/* named: as on a file system that has no unnamed files (tests). NULL with a message. path must
 * outlive it. */
struct replace *replace_new(const char *path, bool named) MUST_CHECK;
/* Where the new bytes are to be written. */
int replace_fd(const struct replace *);
/* All bytes are written: sets mode and owner, syncs. 0 or -1 with a message. */
int replace_finish(struct replace *) MUST_CHECK;
/* Puts the finished file under its name and syncs the folder. 0 or -1 with a message. When only the
 * last sync fails, the file stands under its name, whole, which the message says: a power cut may
 * still bring the old one back. */
int replace_publish(struct replace *) MUST_CHECK;
/* Forgets what was not published, and frees. NULL does nothing. */
void replace_free(struct replace *);

#endif
