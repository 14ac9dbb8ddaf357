/* temporary: files that have no name, or one that tells nothing. Level 1. Mode 0600. */
#ifndef AMENDS_TEMPORARY_H
#define AMENDS_TEMPORARY_H

#include "span.h"

/* A hidden name of the process number and random digits; room for it. 0, or -1 with errno. */
enum { TEMPORARY_NAME = 48 };
int temporary_name(char name[TEMPORARY_NAME]) MUST_CHECK;

/* A file without a name (O_TMPFILE) in the folder, open for reading and writing. fd, or -1 with
 * errno; EOPNOTSUPP when the file system cannot. */
int temporary_open(int folder) MUST_CHECK;
/* The same with a name, for file systems that cannot do without. */
int temporary_open_named(int folder, char name[TEMPORARY_NAME]) MUST_CHECK;

#endif
