/* feed: read(2) and nothing around it.
 *
 * Reads go into one buffer of 256 KiB, large enough that the calls do not show and small enough to
 * stay in the second-level cache; the first is small, since a file is often opened for its header
 * alone. A short count that comes from a file system which lost a part is caught by the file's
 * size. */
#include "feed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

enum { CHUNK = 256 * 1024, CHUNK_FIRST = 64 * 1024, PIPE_ASK = 1024 * 1024 };

/* Has somebody written to the file? ctime would tell of renames, links and modes too: a log may be
 * rotated, or be replaced by -o, while its old bytes are read. */
static bool
feed_changed(const struct feed *f)
{
	struct stat now;

	if (!f->regular)
		return false;
	return fstat(f->fd, &now) != 0 || now.st_size != f->first.st_size ||
	       now.st_mtim.tv_sec != f->first.st_mtim.tv_sec ||
	       now.st_mtim.tv_nsec != f->first.st_mtim.tv_nsec;
}

enum read_status
feed_fail(struct feed *f, const char *format, ...)
{
	va_list list;

	if (feed_changed(f)) {
		snprintf(f->why, sizeof f->why, "changed while it was read");
		return READ_ERROR;
	}
	va_start(list, format);
	vsnprintf(f->why, sizeof f->why, format, list);
	va_end(list);
	return READ_ERROR;
}

/* Looks at what was opened; where the offset stands matters for a stdin that others read before. */
static int
inspect(struct feed *f, const char *name)
{
	off_t at;

	if (fstat(f->fd, &f->first)) {
		warn_errno("%s", name);
		return -1;
	}
	if (S_ISDIR(f->first.st_mode)) {
		warn("%s: is a directory", name);
		return -1;
	}
	if (S_ISBLK(f->first.st_mode)) {
		warn("%s: is a block device", name);
		return -1;
	}
	f->regular = S_ISREG(f->first.st_mode);
	f->live = !f->regular;
	if (f->regular) {
		at = lseek(f->fd, 0, SEEK_CUR);
		f->from = at > 0 ? (uint64_t)at : 0;
		(void)posix_fadvise(f->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	}
	if (S_ISFIFO(f->first.st_mode) && fcntl(f->fd, F_GETPIPE_SZ) < PIPE_ASK)
		(void)fcntl(f->fd, F_SETPIPE_SZ, PIPE_ASK);
	return 0;
}

int
feed_open(struct feed *f, const char *path, const char *name, size_t chunk)
{
	*f = (struct feed){.fd = STDIN_FILENO, .chunk = chunk ? chunk : CHUNK};
	if (strcmp(path, "-") != 0)
		f->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (f->fd < 0) {
		warn_errno("%s", name);
		return -1;
	}
	if (inspect(f, name)) {
		feed_close(f);
		return -1;
	}
	f->buffer = xmalloc(FEED_LEFT + f->chunk, 1);
	f->next = f->buffer;
	return 0;
}

void
feed_open_memory(struct feed *f, struct span memory, size_t chunk)
{
	*f = (struct feed){.fd = -1, .memory = memory, .chunk = chunk ? chunk : SIZE_MAX};
	f->next = (const unsigned char *)memory.data;
}

void
feed_close(struct feed *f)
{
	if (f->fd > STDIN_FILENO)
		close(f->fd); /* opened for reading: there is nothing to lose */
	f->fd = -1;
	free(f->buffer);
	f->buffer = NULL;
}

/* One read(2) that came through, or an errno in *error. */
static size_t
read_once(struct feed *f, void *out, size_t size, int *error)
{
	*error = 0;
	for (;;) {
		struct pollfd wait = {.fd = f->fd, .events = POLLIN};
		ssize_t got = read(f->fd, out, size);

		if (got >= 0)
			return (size_t)got;
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			(void)poll(&wait, 1, -1);
		else if (errno != EINTR)
			break;
	}
	*error = errno;
	return 0;
}

/* What a read of zero bytes means. A size of 0 says nothing: files of /proc have it. */
static enum read_status
at_end(struct feed *f)
{
	uint64_t size = f->regular ? (uint64_t)f->first.st_size : 0;

	f->ended = true;
	if (feed_changed(f) || (size > f->from && f->from + f->taken != size))
		return feed_fail(f, "changed while it was read");
	return READ_END;
}

static enum read_status
read_more(struct feed *f, void *out, size_t size, size_t *got)
{
	int error;

	*got = 0;
	if (f->ended)
		return READ_END;
	if (size > f->chunk)
		size = f->chunk;
	*got = read_once(f, out, size, &error);
	if (error) {
		char text[64];

		return feed_fail(f, "cannot read: %s", strerror_r(error, text, sizeof text));
	}
	if (*got == 0)
		return at_end(f);
	f->taken += *got;
	return READ_RECORD;
}

static enum read_status
memory_more(struct feed *f)
{
	size_t rest = f->memory.size - (size_t)f->taken;
	size_t got = rest < f->chunk ? rest : f->chunk;

	f->ended = got == 0;
	f->left += got;
	f->taken += got;
	return got ? READ_RECORD : READ_END;
}

enum read_status
feed_more(struct feed *f)
{
	enum read_status status;
	size_t size = f->taken ? f->chunk : CHUNK_FIRST;
	size_t got;

	if (f->fd < 0)
		return memory_more(f);
	if (f->left && f->next != f->buffer)
		memmove(f->buffer, f->next, f->left);
	f->next = f->buffer;
	status = read_more(f, f->buffer + f->left, size, &got);
	f->left += got;
	return status;
}

enum read_status
feed_read(struct feed *f, void *out, size_t size, size_t *got)
{
	enum read_status status = READ_RECORD;

	if (f->left == 0 && f->fd >= 0)
		return read_more(f, out, size, got);
	*got = 0;
	if (f->left == 0)
		status = memory_more(f);
	if (status != READ_RECORD)
		return status;
	*got = f->left < size ? f->left : size;
	memcpy(out, f->next, *got);
	f->next += *got;
	f->left -= *got;
	return READ_RECORD;
}

uint64_t
feed_offset(const struct feed *f)
{
	return f->taken - f->left;
}

int
feed_rewind(struct feed *f, uint64_t offset)
{
	if (f->fd < 0)
		f->next = (const unsigned char *)f->memory.data + offset;
	else if (!f->regular || lseek(f->fd, (off_t)(f->from + offset), SEEK_SET) < 0)
		return -1;
	f->taken = offset;
	f->left = 0;
	f->ended = false;
	return 0;
}
