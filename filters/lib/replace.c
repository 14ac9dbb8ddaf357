/* replace: write beside, sync, rename.
 *
 * The new file has no name until it is complete (O_TMPFILE), so nothing needs to be removed
 * whatever kills the process. Then it is linked under a hidden name and renamed: link(2) cannot
 * replace. Signals wait during these two calls.
 *
 * Where the file system has no unnamed files (NFS, FAT), the temporary file has a hidden name from
 * the start. A child process, the sweeper, then waits at a socket for the end of this process, of
 * whatever kind, and removes the name. A signal handler would need a variable that all threads
 * share, and would not see SIGKILL. */
#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "temporary.h"

struct replace {
	const char *path;
	const char *base; /* of path, behind the last slash */
	int folder;
	int fd;
	bool exists; /* old is the file to be replaced */
	struct stat old;
	char name[TEMPORARY_NAME]; /* of the temporary file; "" while it has none */
	pid_t sweeper;		   /* 0: none */
	int alive; /* held open while this process lives; the sweeper has the other end */
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

/* An end of somebody's pipe that stays open in the sweeper would keep its reader waiting. */
static void
close_all_but(unsigned one, unsigned other)
{
	unsigned low = one < other ? one : other, high = one < other ? other : one;

	if (low > 0)
		(void)close_range(0, low - 1, 0);
	if (high - low > 1)
		(void)close_range(low + 1, high - 1, 0);
	(void)close_range(high + 1, UINT_MAX, 0);
}

/* The child: waits until the other end closes. A byte says: there is nothing to remove. */
noreturn static void
sweep(const struct replace *r, int end)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	char byte;
	ssize_t got;

	(void)sigaction(SIGINT, &ignore, NULL);
	(void)sigaction(SIGTERM, &ignore, NULL);
	(void)sigaction(SIGHUP, &ignore, NULL);
	(void)sigaction(SIGQUIT, &ignore, NULL);
	close_all_but((unsigned)end, (unsigned)r->folder);
	do
		got = read(end, &byte, 1);
	while (got < 0 && errno == EINTR);
	if (got == 0)
		(void)unlinkat(r->folder, r->name, 0);
	_exit(0);
}

/* A socket rather than a pipe: to send to a sweeper that was killed must not kill this process. */
static int
start_sweeper(struct replace *r)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -1;
	r->sweeper = fork();
	if (r->sweeper == 0)
		sweep(r, ends[0]);
	close(ends[0]);
	r->alive = ends[1];
	return r->sweeper < 0 ? -1 : 0;
}

/* The name is gone: so may the sweeper. */
static void
stop_sweeper(struct replace *r)
{
	if (r->alive < 0)
		return;
	(void)send(r->alive, "", 1, MSG_NOSIGNAL);
	close(r->alive);
	while (r->sweeper > 0 && waitpid(r->sweeper, NULL, 0) < 0 && errno == EINTR)
		;
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
	return start_sweeper(r) ? failed(r) : 0;
}

struct replace *
replace_new(const char *path, bool named)
{
	struct replace *r = xcalloc(1, sizeof *r);
	const char *slash = strrchr(path, '/');

	r->path = path;
	r->base = slash ? slash + 1 : path;
	r->folder = r->fd = r->alive = -1;
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
	stop_sweeper(r);
	if (r->fd >= 0)
		close(r->fd); /* synced, or not wanted */
	if (r->folder >= 0)
		close(r->folder);
	free(r);
}
