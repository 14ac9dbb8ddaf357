/* sweeper: see sweeper.h. A signal handler would need a variable that all threads share, and would
 * not see SIGKILL. */
#include "sweeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdnoreturn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void
sweeper_remove(int folder, const char *name)
{
	struct dirent *entry;
	DIR *list;
	int inside;

	if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
		return;
	inside = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	list = inside < 0 ? NULL : fdopendir(inside);
	if (!list)
		return;
	while ((entry = readdir(list)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			sweeper_remove(inside, entry->d_name);
	closedir(list);
	(void)unlinkat(folder, name, AT_REMOVEDIR);
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
sweep(int end, int folder, const char *name)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	char byte;
	ssize_t got;

	(void)sigaction(SIGINT, &ignore, NULL);
	(void)sigaction(SIGTERM, &ignore, NULL);
	(void)sigaction(SIGHUP, &ignore, NULL);
	(void)sigaction(SIGQUIT, &ignore, NULL);
	close_all_but((unsigned)end, (unsigned)folder);
	do
		got = read(end, &byte, 1);
	while (got < 0 && errno == EINTR);
	if (got == 0)
		sweeper_remove(folder, name);
	_exit(0);
}

/* A socket rather than a pipe: to send to a sweeper that was killed must not kill this process. */
int
sweeper_start(struct sweeper *sweeper, int folder, const char *name)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -1;
	sweeper->process = fork();
	if (sweeper->process == 0)
		sweep(ends[0], folder, name);
	close(ends[0]);
	sweeper->alive = ends[1];
	return sweeper->process < 0 ? -1 : 0;
}

void
sweeper_stop(struct sweeper *sweeper)
{
	if (sweeper->alive < 0)
		return;
	(void)send(sweeper->alive, "", 1, MSG_NOSIGNAL);
	close(sweeper->alive);
	while (sweeper->process > 0 && waitpid(sweeper->process, NULL, 0) < 0 && errno == EINTR)
		;
	*sweeper = SWEEPER_NONE;
}
