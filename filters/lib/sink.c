/* sink: bytes out of the program.
 *
 *      buffer -> outlet (file, stdout, memory)
 *      buffer -> packer, a thread: deflate -> outlet
 *
 * A failure is said once, where it is met, and kept: every later call fails without a word. */
#include "sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "err.h"
#include "folder_digest.h"
#include "hash.h"
#include "outlet.h"
#include "packer.h"
#include "replace.h"
#include "tuning.h"
#include "whole_folder.h"

enum { ROOM = 256 * 1024, PIPE_ASK = 1024 * 1024 };

struct sink {
	const char *name;
	struct replace *file;	     /* NULL for stdout and memory */
	struct whole_folder *folder; /* or NULL; its open file is the outlet's */
	struct outlet outlet;
	struct packer *packer; /* NULL for plain output; with one, the outlet is the thread's */
	struct hash_stream *digest; /* or, of a folder, */
	struct folder_digest folder_digest;
	bool digests_folder;
	size_t room;	   /* bytes that are gathered before a write */
	struct buf buffer; /* has at least room */
	uint64_t gone;	   /* plain bytes that left the buffer */
	bool failed, finished;
};

/* A sink whose outlet stands; sets up what lies before it. */
static int
prepare(struct sink *s, const struct sink_options *options)
{
	static const struct sink_options usual;
	enum tuning_library library;

	if (!options)
		options = &usual;
	if (tuning_library("AMENDS_DEFLATE", &library))
		return -1;
	if (options->gzip) {
		s->room = DEFLATE_PIECE;
		s->packer = packer_new(&s->outlet, library);
		if (!s->packer)
			return -1;
	}
	s->digests_folder = options->digest && options->folder;
	if (options->digest && !options->folder)
		s->digest = hash_stream_new();
	buf_reserve(&s->buffer, s->room);
	return 0;
}

/* Of a folder: the file that is open. 0, or an errno: close(2) may be the first to tell of a lost
 * byte. */
static int
close_file(struct sink *s)
{
	int fd = s->outlet.fd;

	if (!s->folder || fd < 0)
		return 0;
	s->outlet.fd = -1;
	return close(fd) ? errno : 0;
}

static void
release(struct sink *s)
{
	packer_free(s->packer);
	hash_stream_free(s->digest);
	folder_digest_free(&s->folder_digest);
	buf_free(&s->buffer);
	replace_free(s->file);
	(void)close_file(s);
	whole_folder_free(s->folder);
	free(s);
}

static struct sink *
sink_new(const char *name)
{
	struct sink *s = xcalloc(1, sizeof *s);

	s->name = name;
	if (tuning_size("AMENDS_WRITE_SIZE", ROOM, ROOM, &s->room)) {
		free(s);
		return NULL;
	}
	return s;
}

struct sink *
sink_open(const char *path, const struct sink_options *options)
{
	bool file = path && strcmp(path, "-") != 0;
	struct sink *s = sink_new(file ? path : "<stdout>");

	if (!s)
		return NULL;
	if (options && options->folder) {
		s->folder = whole_folder_new(path, options->inside);
		s->outlet = outlet_open(-1, s->room);
		if (!s->folder) {
			release(s);
			return NULL;
		}
	} else if (file) {
		s->file = replace_new(path, false);
		if (!s->file) {
			release(s);
			return NULL;
		}
		s->outlet = outlet_open(replace_fd(s->file), s->room);
	} else {
		s->outlet = outlet_open(STDOUT_FILENO, s->room);
		if (fcntl(STDOUT_FILENO, F_GETPIPE_SZ) < PIPE_ASK)
			(void)fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE_ASK);
	}
	if (prepare(s, options)) {
		release(s);
		return NULL;
	}
	return s;
}

struct sink *
sink_open_memory(struct buf *out, const struct sink_options *options)
{
	struct sink *s = sink_new("<memory>");

	if (!s)
		return NULL;
	s->outlet = (struct outlet){.fd = -1, .memory = out, .most = s->room};
	if (prepare(s, options)) {
		release(s);
		return NULL;
	}
	return s;
}

static int
fail(struct sink *s, int error)
{
	if (error == 0)
		return 0;
	s->failed = true;
	errno = error;
	warn_errno("%s", s->name);
	return -1;
}

/* Counts bytes that leave the buffer, or pass by it. */
static void
leave(struct sink *s, const void *data, size_t size)
{
	if (s->digest)
		hash_stream_add(s->digest, data, size);
	else if (s->digests_folder)
		folder_digest_add(&s->folder_digest, data, size);
	s->gone += size;
}

/* Hands bytes of the buffer to the packer; what is left moves to the start of the next buffer. */
static int
pack(struct sink *s, size_t size, enum deflate_flush flush)
{
	struct buf rest = {0};
	int error;

	buf_add(&rest, s->buffer.data + size, s->buffer.size - size);
	s->buffer.size = size;
	leave(s, s->buffer.data, size);
	error = packer_give(s->packer, &s->buffer, flush);
	buf_clear(&s->buffer);
	buf_reserve(&s->buffer, s->room);
	buf_add_span(&s->buffer, buf_span(&rest));
	buf_free(&rest);
	return fail(s, error);
}

static int
put(struct sink *s, const void *data, size_t size)
{
	if (size == 0)
		return 0;
	leave(s, data, size);
	return fail(s, outlet_write(&s->outlet, data, size));
}

/* Makes room in the buffer: a plain one is emptied, one to be packed gives its whole pieces. */
static int
drain(struct sink *s)
{
	int result;

	if (s->packer)
		return s->buffer.size < s->room
			   ? 0
			   : pack(s, s->buffer.size - s->buffer.size % s->room, DEFLATE_GO);
	result = put(s, s->buffer.data, s->buffer.size);
	buf_clear(&s->buffer);
	return result;
}

char *
sink_reserve(struct sink *s, size_t size)
{
	if (s->buffer.size + size > s->room) {
		if (s->failed || drain(s))
			return NULL;
		buf_reserve(&s->buffer, size);
	}
	return s->failed ? NULL : s->buffer.data + s->buffer.size;
}

void
sink_advance(struct sink *s, size_t size)
{
	s->buffer.size += size;
}

int
sink_write(struct sink *s, const void *data, size_t size)
{
	char *to;

	if (size >= s->room && !s->packer) {
		/* Large pieces are not copied. */
		if (s->failed || drain(s))
			return -1;
		return put(s, data, size);
	}
	to = sink_reserve(s, size);
	if (!to)
		return -1;
	memcpy(to, data, size);
	sink_advance(s, size);
	return 0;
}

/* Everything to the outlet, in the way the stream goes on. */
static int
push(struct sink *s, enum deflate_flush flush)
{
	if (s->failed)
		return -1;
	if (!s->packer)
		return drain(s);
	if (pack(s, s->buffer.size, flush))
		return -1;
	return fail(s, packer_wait(s->packer));
}

int
sink_flush(struct sink *s)
{
	return push(s, DEFLATE_SYNC);
}

uint64_t
sink_bytes(const struct sink *s)
{
	return s->gone + s->buffer.size;
}

void
sink_digest(const struct sink *s, char out[33])
{
	if (s->digests_folder)
		folder_digest_hex(&s->folder_digest, out);
	else
		hash_stream_hex(s->digest, out);
}

/* Some file systems (NFS, FUSE, quotas) tell only on close(2) that bytes they took are lost. The
 * close of a duplicate tells the same while stdout is still open. */
static int
ask_stdout(struct sink *s)
{
	int copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);

	return copy < 0 || close(copy) ? fail(s, errno) : 0;
}

int
sink_next_file(struct sink *s, const char *name)
{
	if (s->failed || drain(s) || fail(s, close_file(s)))
		return -1;
	if (s->digests_folder)
		folder_digest_file(&s->folder_digest, name);
	s->outlet.fd = whole_folder_file(s->folder, name);
	s->failed = s->outlet.fd < 0;
	return s->failed ? -1 : 0;
}

/* Everything is written: now it must last. */
static int
sync_files(struct sink *s)
{
	folder_digest_end(&s->folder_digest);
	if (fail(s, close_file(s)))
		return -1;
	if ((s->file && replace_finish(s->file)) || (s->folder && whole_folder_finish(s->folder))) {
		s->failed = true;
		return -1;
	}
	return 0;
}

int
sink_finish(struct sink *s)
{
	s->finished = true;
	if (push(s, DEFLATE_FINISH))
		return -1;
	if (s->outlet.fd == STDOUT_FILENO)
		return ask_stdout(s);
	return sync_files(s);
}

int
sink_commit(struct sink *s)
{
	int result = s->failed || (!s->finished && sink_finish(s)) ? -1 : 0;

	if (!result && s->file)
		result = replace_publish(s->file);
	if (!result && s->folder)
		result = whole_folder_publish(s->folder);
	if (!result && s->outlet.fd == STDOUT_FILENO && close(STDOUT_FILENO))
		result = fail(s, errno);
	release(s);
	return result;
}

void
sink_abandon(struct sink *s)
{
	if (s)
		release(s);
}
