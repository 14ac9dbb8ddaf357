/* whole_folder: make beside, sync, rename without replacing. */
#include "whole_folder.h"

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

enum { TRIES = 100 };

struct whole_folder {
	const char *path;
	const char *base;	   /* of path, behind the last slash */
	int around;		   /* the folder that it stands in, */
	int inside;		   /* and itself */
	char name[TEMPORARY_NAME]; /* "" while it is not made, and once it has its own */
	struct sweeper sweeper;
};

static int
failed(const struct whole_folder *w)
{
	warn_errno("%s", w->path);
	return -1;
}

static int
check_path(const struct whole_folder *w)
{
	if (*w->base != '\0')
		return 0;
	warn("%s: a folder is named without / at the end", w->path);
	return -1;
}

static int
open_around(struct whole_folder *w)
{
	size_t size = (size_t)(w->base - w->path);
	char *folder = size ? xcopy((struct span){w->path, size}) : xcopy(span_of("."));

	w->around = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	return w->around < 0 ? failed(w) : 0;
}

/* Nothing may have the name; the rename at the end asks again. */
static int
inspect(const struct whole_folder *w)
{
	struct stat unused;

	if (fstatat(w->around, w->base, &unused, AT_SYMLINK_NOFOLLOW) == 0) {
		warn("%s: is there already, and is not replaced", w->path);
		return -1;
	}
	return errno == ENOENT ? 0 : failed(w);
}

static int
make(struct whole_folder *w, const char *const *inside)
{
	int made = -1;

	for (int i = 0; made != 0 && i < TRIES; i++) {
		if (temporary_name(w->name))
			break;
		made = mkdirat(w->around, w->name, 0700);
		if (made != 0 && errno != EEXIST)
			break;
	}
	if (made != 0) {
		w->name[0] = '\0';
		return failed(w);
	}
	w->inside = openat(w->around, w->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->inside < 0 || sweeper_start(&w->sweeper, w->around, w->name) != 0)
		return failed(w);
	for (; inside && *inside; inside++)
		if (mkdirat(w->inside, *inside, 0700))
			return failed(w);
	return 0;
}

struct whole_folder *
whole_folder_new(const char *path, const char *const *inside)
{
	struct whole_folder *w = xcalloc(1, sizeof *w);
	const char *slash = strrchr(path, '/');

	w->path = path;
	w->base = slash ? slash + 1 : path;
	w->around = w->inside = -1;
	w->sweeper = SWEEPER_NONE;
	if (check_path(w) || open_around(w) || inspect(w) || make(w, inside)) {
		whole_folder_free(w);
		return NULL;
	}
	return w;
}

int
whole_folder_file(struct whole_folder *w, const char *name)
{
	int fd =
	    openat(w->inside, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		warn_errno("%s/%s", w->path, name);
	return fd;
}

/* A sync of each of a hundred thousand files would take hours. */
int
whole_folder_finish(struct whole_folder *w)
{
	return syncfs(w->inside) ? failed(w) : 0;
}

int
whole_folder_publish(struct whole_folder *w)
{
	sigset_t all, before;
	int result, error;

	sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	result = renameat2(w->around, w->name, w->around, w->base, RENAME_NOREPLACE);
	error = errno;
	if (result == 0)
		w->name[0] = '\0';
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (result) {
		errno = error;
		return failed(w);
	}
	/* Some file systems cannot sync a folder, and say EINVAL. */
	if (fsync(w->around) && errno != EINVAL) {
		warn_errno("%s: is in its place, but its folder could not be synced", w->path);
		return -1;
	}
	return 0;
}

void
whole_folder_free(struct whole_folder *w)
{
	if (!w)
		return;
	if (w->name[0])
		sweeper_remove(w->around, w->name);
	sweeper_stop(&w->sweeper);
	if (w->inside >= 0)
		close(w->inside);
	if (w->around >= 0)
		close(w->around);
	free(w);
}
