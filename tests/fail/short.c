/* short: a preload that makes every read(2), pread(2) and write(2) do less than it was asked for,
 * and one in three come back with EINTR. Legal for the system, so it must not change a byte. A
 * line of a ledger is one write by design, so files that are appended to are left alone. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

ssize_t read(int fd, void *data, size_t size);
ssize_t write(int fd, const void *data, size_t size);
ssize_t pread(int fd, void *data, size_t size, off_t at);
ssize_t pread64(int fd, void *data, size_t size, off_t at);

static _Thread_local unsigned turn;

/* How much of size is done this time; 0: interrupted. */
static size_t
part(size_t size)
{
	turn++;
	if (turn % 3 == 0)
		return 0;
	return size < 2 ? size : 1 + (size - 1) / (1 + turn % 5);
}

ssize_t
read(int fd, void *data, size_t size)
{
	static ssize_t (*real)(int, void *, size_t);
	size_t some = part(size);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "read");
	if (some || !size)
		return real(fd, data, some);
	errno = EINTR;
	return -1;
}

ssize_t
write(int fd, const void *data, size_t size)
{
	static ssize_t (*real)(int, const void *, size_t);
	size_t some = fcntl(fd, F_GETFL) & O_APPEND ? size : part(size);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "write");
	if (some || !size)
		return real(fd, data, some);
	errno = EINTR;
	return -1;
}

ssize_t
pread(int fd, void *data, size_t size, off_t at)
{
	static ssize_t (*real)(int, void *, size_t, off_t);
	size_t some = part(size);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pread");
	if (some || !size)
		return real(fd, data, some, at);
	errno = EINTR;
	return -1;
}

ssize_t
pread64(int fd, void *data, size_t size, off_t at)
{
	return pread(fd, data, size, at);
}
