/* folder_digest: see folder_digest.h. */
#include "folder_digest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

enum { PIECE = 64 * 1024 };

void
folder_digest_end(struct folder_digest *d)
{
	struct hash128 value;

	if (!d->stream)
		return;
	value = hash_stream_value(d->stream);
	d->sum.high += value.high + __builtin_add_overflow(d->sum.low, value.low, &d->sum.low);
	hash_stream_free(d->stream);
	d->stream = NULL;
}

void
folder_digest_file(struct folder_digest *d, const char *name)
{
	folder_digest_end(d);
	d->stream = hash_stream_new();
	hash_stream_add(d->stream, name, strlen(name) + 1);
}

void
folder_digest_add(struct folder_digest *d, const void *data, size_t size)
{
	hash_stream_add(d->stream, data, size);
}

void
folder_digest_hex(const struct folder_digest *d, char out[HASH_HEX + 1])
{
	hash128_hex(d->sum, out);
}

void
folder_digest_free(struct folder_digest *d)
{
	hash_stream_free(d->stream);
	d->stream = NULL;
}

/* A walk over a folder. */
struct walk {
	struct folder_digest digest;
	const char *path;
	struct buf name; /* below path */
	char *piece;
	uint64_t files;
};

static int
failed(const struct walk *w)
{
	warn_errno("%s/%.*s", w->path, (int)w->name.size, w->name.data ? w->name.data : "");
	return -1;
}

static int
read_file(struct walk *w, int fd)
{
	ssize_t got;

	buf_add_byte(&w->name, '\0');
	folder_digest_file(&w->digest, w->name.data);
	w->name.size--;
	w->files++;
	do {
		got = read(fd, w->piece, PIECE);
		if (got > 0)
			folder_digest_add(&w->digest, w->piece, (size_t)got);
	} while (got > 0 || (got < 0 && errno == EINTR));
	return got < 0 ? failed(w) : 0;
}

static int read_folder(struct walk *, int fd);

/* What has the name in the folder; links are not followed, a FIFO is not waited for. */
static int
read_entry(struct walk *w, int folder, const char *entry)
{
	int fd = openat(folder, entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;
	int result = -1;

	if (fd < 0 || fstat(fd, &status) != 0)
		(void)failed(w);
	else if (S_ISDIR(status.st_mode))
		return read_folder(w, fd);
	else if (S_ISREG(status.st_mode))
		result = read_file(w, fd);
	else
		warn("%s: holds something that is no regular file", w->path);
	if (fd >= 0)
		close(fd);
	return result;
}

/* Closes fd. */
static int
read_folder(struct walk *w, int fd)
{
	DIR *list = fdopendir(fd);
	struct dirent *entry;
	size_t size = w->name.size;
	int result = 0;

	if (!list) {
		(void)failed(w);
		close(fd);
		return -1;
	}
	while (result == 0 && (errno = 0, entry = readdir(list))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (size)
			buf_add_byte(&w->name, '/');
		buf_add_text(&w->name, entry->d_name);
		result = read_entry(w, fd, entry->d_name);
		w->name.size = size;
	}
	if (result == 0 && errno != 0)
		result = failed(w);
	closedir(list);
	return result;
}

int
folder_digest_read(const char *path, char out[HASH_HEX + 1], uint64_t *files)
{
	struct walk w = {.path = path, .piece = xmalloc(PIECE, 1)};
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = fd < 0 ? failed(&w) : read_folder(&w, fd);

	folder_digest_end(&w.digest);
	folder_digest_hex(&w.digest, out);
	*files = w.files;
	buf_free(&w.name);
	free(w.piece);
	return result;
}
