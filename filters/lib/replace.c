/* replace: write beside, sync, rename.
 *
 * The new file has no name until it is complete (O_TMPFILE), so nothing needs to be removed
 * whatever kills the process. Then it is linked under a hidden name and renamed: link(2) cannot
 * replace. Signals wait during these two calls.
 *
 * Where the file system has no unnamed files (NFS, FAT), the temporary file has a hidden name from
 * the start, and a sweeper removes it whatever ends this process. */
#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "sweeper.h"
#include "temporary.h"

struct replace {
	const char *path;
	const char *base; /* of path, behind the last slash */
	int folder;
	int fd;
	bool exists; /* old is the file to be replaced */
	struct stat old;
	char name[TEMPORARY_NAME]; /* of the temporary file; "" while it has none */
	struct sweeper sweeper;
};

static int
failed(const struct replace *r)
{
	warn_errno("%s", r->path);
	return -1;
}

/* A reading end, not O_PATH: the folder is synced later. */
static int
open_folder(struct replace *r)
{
	char *folder;
	size_t size = (size_t)(r->base - r->path);

	if (size == 0)
		folder = xcopy(span_of("."));
	else
		folder = xcopy((struct span){r->path, size});
	r->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	return r->folder < 0 ? failed(r) : 0;
}

/* Looks at what has the name now. */
static int
inspect(struct replace *r)
{
	if (*r->base == '\0') {
		warn("%s: is a directory", r->path);
		return -1;
	}
	if (fstatat(r->folder, r->base, &r->old, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : failed(r);
	if (S_ISREG(r->old.st_mode)) {
		r->exists = true;
		if (r->old.st_nlink > 1)
			warn("%s: has other hard links, which keep the old content", r->path);
		return 0;
	}
	if (S_ISLNK(r->old.st_mode))
		warn("%s: is a symbolic link, which is not followed", r->path);
	else if (S_ISDIR(r->old.st_mode))
		warn("%s: is a directory", r->path);
	else
		warn("%s: is not a regular file", r->path);
	return -1;
}

static int
open_temporary(struct replace *r, bool named)
{
	if (!named) {
		r->fd = temporary_open(r->folder);
		if (r->fd >= 0)
			return 0;
		if (errno != EOPNOTSUPP)
			return failed(r);
	}
	r->fd = temporary_open_named(r->folder, r->name);
	if (r->fd < 0) {
		r->name[0] = '\0';
		return failed(r);
	}
	return sweeper_start(&r->sweeper, r->folder, r->name) ? failed(r) : 0;
}

struct replace *
replace_new(const char *path, bool named)
{
	struct replace *r = xcalloc(1, sizeof *r);
	const char *slash = strrchr(path, '/');

	r->path = path;
	r->base = slash ? slash + 1 : path;
	r->folder = r->fd = -1;
	r->sweeper = SWEEPER_NONE;
	if (open_folder(r) || inspect(r) || open_temporary(r, named)) {
		replace_free(r);
		return NULL;
	}
	return r;
}

int
replace_fd(const struct replace *r)
{
	return r->fd;
}

/* Owner first: to give a file away takes away bits of its mode. Bits for a group are not passed on
 * to another group. */
static int
keep_mode(struct replace *r)
{
	mode_t mode = r->old.st_mode & 0777;
	struct stat now;

	if (!r->exists)
		return 0;
	if (fstat(r->fd, &now))
		return failed(r);
	if ((now.st_uid != r->old.st_uid || now.st_gid != r->old.st_gid) &&
	    fchown(r->fd, r->old.st_uid, r->old.st_gid) && fchown(r->fd, (uid_t)-1, r->old.st_gid))
		mode &= (mode_t)~070;
	return fchmod(r->fd, mode) ? failed(r) : 0;
}

int
replace_finish(struct replace *r)
{
	if (keep_mode(r))
		return -1;
	return fsync(r->fd) ? failed(r) : 0;
}

/* Gives the unnamed file its hidden name. /proc is the way that needs no privilege. */
static int
give_name(struct replace *r)
{
	char from[64];

	if (temporary_name(r->name))
		return -1;
	snprintf(from, sizeof from, "/proc/self/fd/%d", r->fd);
	if (linkat(AT_FDCWD, from, r->folder, r->name, AT_SYMLINK_FOLLOW) &&
	    linkat(r->fd, "", r->folder, r->name, AT_EMPTY_PATH)) {
		r->name[0] = '\0';
		return -1;
	}
	return 0;
}

static int
take_place(struct replace *r)
{
	if (!r->name[0] && give_name(r))
		return failed(r);
	if (renameat(r->folder, r->name, r->folder, r->base))
		return failed(r);
	r->name[0] = '\0';
	return 0;
}

int
replace_publish(struct replace *r)
{
	sigset_t all, before;
	int result;

	sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	result = take_place(r);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (result)
		return -1;
	/* Some file systems cannot sync a folder, and say EINVAL. */
	if (fsync(r->folder) && errno != EINVAL) {
		warn_errno("%s: is in its place, but its folder could not be synced", r->path);
		return -1;
	}
	return 0;
}

void
replace_free(struct replace *r)
{
	if (!r)
		return;
	if (r->name[0])
		(void)unlinkat(r->folder, r->name, 0);
	sweeper_stop(&r->sweeper);
	if (r->fd >= 0)
		close(r->fd); /* synced, or not wanted */
	if (r->folder >= 0)
		close(r->folder);
	free(r);
}
