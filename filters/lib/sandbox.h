/* sandbox: what a process that holds personal data gives up. Level 1. */
#ifndef AMENDS_SANDBOX_H
#define AMENDS_SANDBOX_H

#include "mem.h"

/* umask 077; no core file and no ptrace by others; SIGXFSZ ignored, so that a file size limit is a
 * write error like any other. */
void sandbox_start(void);

/* Landlock, best effort: from here on this thread, and those it starts, open only what was
 * allowed, and no socket. What is open already stays usable. Quiet where the kernel has none,
 * under sanitizers, and with AMENDS_SANDBOX=off.
 *
 *	struct sandbox *box = sandbox_new();
 *	sandbox_allow_read(box, path);    a file, or a folder with all below it
 *	sandbox_allow_write(box, path);   a folder: files are made, written, renamed, removed
 *	sandbox_allow_folders(box, path); the same, and folders too
 *	sandbox_enter(box);               no way back; frees it
 *
 * A path that is not there is passed over: opening it will say so. */
struct sandbox;
struct sandbox *sandbox_new(
    void) MUST_CHECK; /* NULL where there is none; the others then do nothing */
void sandbox_allow_read(struct sandbox *, const char *path);
void sandbox_allow_write(struct sandbox *, const char *folder);
void sandbox_allow_folders(struct sandbox *, const char *folder);
void sandbox_enter(struct sandbox *);

#endif
