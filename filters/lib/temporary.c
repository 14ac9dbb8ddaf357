/* temporary: O_TMPFILE, and what to do where it is not known. */
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

enum { TRIES = 100 };

int
temporary_name(char name[TEMPORARY_NAME])
{
	uint64_t random;
	ssize_t got;

	do
		got = getrandom(&random, sizeof random, 0);
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)sizeof random)
		return -1;
	snprintf(name, TEMPORARY_NAME, ".amends-%ld-%016llx", (long)getpid(),
	    (unsigned long long)random);
	return 0;
}

/* Never 0, 1 or 2, which may have been closed: messages would end up in the file. */
static int
above_stderr(int fd)
{
	int higher, error;

	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	higher = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	error = errno;
	close(fd);
	errno = error;
	return higher;
}

int
temporary_open(int folder)
{
	int fd = openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	/* What file systems and kernels that do not know it answer. */
	if (fd < 0 && (errno == EISDIR || errno == EINVAL || errno == ENOENT))
		errno = EOPNOTSUPP;
	return above_stderr(fd);
}

int
temporary_open_named(int folder, char name[TEMPORARY_NAME])
{
	for (int i = 0; i < TRIES; i++) {
		int fd;

		if (temporary_name(name))
			return -1;
		fd = openat(folder, name, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST)
			return above_stderr(fd);
	}
	return -1;
}
