/* spill: one file, written front to back, then read at any place.
 *
 * pread(2) leaves the file's offset alone, so any number of readers share the one descriptor. The
 * count that was written is the authority on where the data ends: a file that came out shorter is
 * an error. */
#include "spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "err.h"
#include "outlet.h"
#include "temporary.h"

enum { ROOM = SPILL_BUFFER };

struct spill {
	char *directory; /* for messages */
	struct outlet outlet;
	struct buf buffer;
	uint64_t size; /* appended, buffer included */
	bool failed, sealed;
};

struct spill_reader {
	const struct spill *spill;
	uint64_t at, to; /* the file's part that is not in the buffer yet */
	char *buffer;
	size_t room, next, left;
};

static int
open_unnamed(const char *directory)
{
	char name[TEMPORARY_NAME];
	int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd, error;

	if (folder < 0)
		return -1;
	fd = temporary_open(folder);
	if (fd < 0 && errno == EOPNOTSUPP) {
		fd = temporary_open_named(folder, name);
		if (fd >= 0 && unlinkat(folder, name, 0)) {
			error = errno;
			close(fd);
			fd = -1;
			errno = error;
		}
	}
	error = errno;
	close(folder);
	errno = error;
	return fd;
}

struct spill *
spill_new(const char *directory)
{
	struct spill *s;
	int fd = open_unnamed(directory);

	if (fd < 0) {
		warn_errno("%s: no temporary file", directory);
		return NULL;
	}
	s = xcalloc(1, sizeof *s);
	s->directory = xcopy(span_of(directory));
	s->outlet = outlet_open(fd, SIZE_MAX);
	buf_reserve(&s->buffer, ROOM);
	return s;
}

static int
put(struct spill *s, const void *data, size_t size)
{
	int error = outlet_write(&s->outlet, data, size);

	if (!error)
		return 0;
	s->failed = true;
	errno = error;
	warn_errno("%s: temporary file", s->directory);
	return -1;
}

static int
drain(struct spill *s)
{
	size_t size = s->buffer.size;

	buf_clear(&s->buffer);
	return put(s, s->buffer.data, size);
}

int
spill_write(struct spill *s, const void *data, size_t size)
{
	if (s->failed)
		return -1;
	if (size > ROOM - s->buffer.size && drain(s))
		return -1;
	s->size += size;
	if (size >= ROOM)
		return put(s, data, size);
	buf_add(&s->buffer, data, size);
	return 0;
}

uint64_t
spill_size(const struct spill *s)
{
	return s->size;
}

int
spill_seal(struct spill *s)
{
	if (s->failed || drain(s))
		return -1;
	buf_free(&s->buffer);
	s->sealed = true;
	return 0;
}

void
spill_free(struct spill *s)
{
	if (!s)
		return;
	close(s->outlet.fd); /* nameless: nothing is kept */
	buf_free(&s->buffer);
	free(s->directory);
	free(s);
}

struct spill_reader *
spill_reader_new(const struct spill *s, uint64_t from, uint64_t to, size_t buffer)
{
	struct spill_reader *r;

	if (!s->sealed || from > to || to > s->size)
		die("a temporary file is read where nothing was written");
	r = xcalloc(1, sizeof *r);
	r->spill = s;
	r->at = from;
	r->to = to;
	r->room = buffer ? buffer : 1;
	r->buffer = xmalloc(r->room, 1);
	return r;
}

/* Exactly size bytes at r->at. */
static int
get(struct spill_reader *r, char *out, size_t size)
{
	while (size > 0) {
		ssize_t got = pread(r->spill->outlet.fd, out, size, (off_t)r->at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			warn_errno("%s: temporary file", r->spill->directory);
			return -1;
		}
		if (got == 0) {
			warn("%s: temporary file is shorter than what was written",
			    r->spill->directory);
			return -1;
		}
		out += got;
		size -= (size_t)got;
		r->at += (uint64_t)got;
	}
	return 0;
}

static int
refill(struct spill_reader *r)
{
	uint64_t rest = r->to - r->at;

	r->next = 0;
	r->left = rest < r->room ? (size_t)rest : r->room;
	return get(r, r->buffer, r->left);
}

enum read_status
spill_read(struct spill_reader *r, void *out, size_t size)
{
	char *to = out;

	if (size > 0 && r->left == 0 && r->at == r->to)
		return READ_END;
	if (size > r->left && size - r->left > r->to - r->at) {
		warn("%s: temporary file ends inside an item", r->spill->directory);
		return READ_ERROR;
	}
	while (size > 0) {
		size_t part;

		if (r->left == 0 && refill(r))
			return READ_ERROR;
		part = size < r->left ? size : r->left;
		memcpy(to, r->buffer + r->next, part);
		r->next += part;
		r->left -= part;
		to += part;
		size -= part;
	}
	return READ_RECORD;
}

void
spill_reader_free(struct spill_reader *r)
{
	if (!r)
		return;
	free(r->buffer);
	free(r);
}
