/* sink: bytes out, every write checked in one place. Level 2.
 *
 * To a file: whole or not at all. Written to an unnamed file in the same folder (O_TMPFILE; a
 * hidden temporary where the file system has none, removed whatever ends the process), then fsync,
 * link under a temporary name, rename, fsync of the folder. Mode and owner of a file it replaces
 * are kept, else 0600. A symbolic link, FIFO, folder or device as FILE is refused; a file with
 * other hard links gives a warning. To stdout: as a stream, with pipes asked for 1 MiB; gzip when
 * asked. gzip is deflated in a thread of its own (ISA-L level 1 where the build found it, else
 * zlib level 6); no name and no time in its header, so equal bytes in give equal bytes out for the
 * same library, however they are cut into writes (but for sink_flush). AMENDS_DEFLATE=zlib|isal
 * chooses at run time. The thread starts when the first block is handed over. */
#ifndef AMENDS_SINK_H
#define AMENDS_SINK_H

#include "mem.h"

struct sink;

struct sink_options {
	bool gzip;
	bool digest; /* compute XXH3-128 of the plain bytes */
	bool folder; /* the path is a folder of files (whole_folder.h), which is not gzip'd */
	const char *const *inside; /* folders in it, ended by NULL, or NULL */
};

/* Opens a file to be replaced, or stdout when path is NULL or "-". Returns NULL with a message.
 * Nothing is visible under path before sink_commit. path must outlive the sink. */
struct sink *sink_open(const char *path, const struct sink_options *) MUST_CHECK;
/* What is written from here on belongs to a new file of this name in the folder. The digest and the
 * count of bytes go on over all files. 0 or -1 with a message. */
int sink_next_file(struct sink *, const char *name) MUST_CHECK;
/* A sink into memory (unit tests, fuzzers): its bytes are appended to out, which outlives it. */
struct sink *sink_open_memory(struct buf *out, const struct sink_options *) MUST_CHECK;

/* Room for at least size more bytes: write there, then call sink_advance with what was written.
 * The pointer is valid until the next call on this sink. Returns NULL when a write failed (with a
 * message). The buffer is 256 KiB (AMENDS_WRITE_SIZE=N in tests), or size if that is larger. */
char *sink_reserve(struct sink *, size_t size) MUST_CHECK;
void sink_advance(struct sink *, size_t size);
/* Appends bytes. 0, or -1 with a message (which is printed once). */
int sink_write(struct sink *, const void *data, size_t size) MUST_CHECK;
/* Hands everything buffered to the system. 0 or -1 with a message. */
int sink_flush(struct sink *) MUST_CHECK;

uint64_t sink_bytes(const struct sink *); /* plain bytes taken so far */
/* 32 hex digits and a NUL of the plain bytes; only with options.digest, after sink_finish. */
void sink_digest(const struct sink *, char out[33]);

/* Ends the stream: everything is written, the gzip trailer too; a file is synced but not yet
 * visible; stdout is not yet closed, but whatever close would tell of it is known. After it no byte
 * may be added. 0 or -1 with a message. */
int sink_finish(struct sink *) MUST_CHECK;
/* Makes a finished file visible under its name, or closes stdout; frees the sink in any case. 0 or
 * -1 with a message; then the file is visible only if the message says so (replace_publish). */
int sink_commit(struct sink *) MUST_CHECK;
/* Forgets everything: nothing becomes visible. NULL does nothing. */
void sink_abandon(struct sink *);

#endif
