/* source: the plain bytes of one input, plain or gzip told by its first bytes. Level 2.
 *
 * gzip (RFC 1952): every member, its CRC-32 and length checked, reserved flags and unknown methods
 * refused, header CRC checked, zero padding after the last member accepted. A cut, other trailing
 * bytes, a second gzip layer, ZIP, zstd, xz, an HTML page, an empty file are errors: the run
 * stops. A plain file is accepted whatever its name. Bytes delivered before an error are
 * unspecified and must not be used: an answer stands only when SOURCE END was seen.
 *
 * Raw deflate is ISA-L's where the build found it, else zlib's; AMENDS_INFLATE=zlib|isal chooses
 * at run time. A gzip'd regular file is inflated ahead by a thread, in a ring of 4 blocks of 1
 * MiB; others are read by the caller's thread, and so is the first block (64 KiB): opening a file
 * for its header starts no thread. The worker never prints and never exits. EINTR and short reads
 * are retried. A regular file whose size or time of modification (mtime) differs at the end from
 * the start is an error; one that only got another name, link, mode or owner, which change its
 * ctime, holds the same bytes and is none. AMENDS_READ_SIZE=N (1 to 1 MiB; tests) limits every
 * block to N plain bytes.
 *
 * Each block has room in front of it, where the caller's unfinished record is moved, so a record
 * is contiguous without copying blocks. */
#ifndef AMENDS_SOURCE_H
#define AMENDS_SOURCE_H

#include "span.h"

struct source;

/* UTF-16 is no table of ours. Who converts it takes it with a byte order mark, or without as well.
 */
enum source_utf16 { SOURCE_UTF16_REFUSED, SOURCE_UTF16_MARKED, SOURCE_UTF16 };

/* How a source is opened. {0} is the default. */
struct source_options {
	bool digest;	  /* compute XXH3-128 of the plain bytes */
	bool html;	  /* an HTML page is bytes like any other, not an error */
	bool allow_empty; /* a file of zero bytes is READ_END at once instead of an error */
	enum source_utf16 utf16;
	const char *name; /* what messages call it; NULL: its path, or <stdin> */
};

/* Opens path ("-" is stdin) for reading; what messages call it must outlive the source. Only
 * regular files, pipes, character devices and sockets; a directory is refused. Returns NULL with a
 * message. The caller closes with source_close. */
struct source *source_open(const char *path, const struct source_options *) MUST_CHECK;
/* The same over bytes in memory, which must outlive it (unit tests, fuzzers). */
struct source *source_open_memory(
    struct span bytes, const char *name, const struct source_options *) MUST_CHECK;

/* The next bytes. carry is what the caller has not used yet: the tail of the block it was given
 * last (or of any memory of its own): its bytes come first in *block again, then new ones. *block
 * is writable, valid until the next call, and followed by at least SOURCE_PADDING bytes that may
 * be read (their content is unspecified). Returns READ_RECORD with at least one new byte, READ_END
 * when there are none (then *block holds only the carry), READ_ERROR with a message. A carry
 * larger than the room in front is moved into a block that grows; cost is then linear in the
 * carry. */
enum { SOURCE_PADDING = 64 };
struct source_block {
	char *data;
	size_t size;
};
enum read_status source_next(
    struct source *, struct span carry, struct source_block *block) MUST_CHECK;

/* Name for messages; plain bytes delivered so far; compressed (or plain) bytes read from the file
 * and its size if regular, else 0 (progress). */
const char *source_name(const struct source *);
uint64_t source_bytes(const struct source *);
void source_progress(const struct source *, uint64_t *done, uint64_t *total);
/* 32 hex digits and a NUL of all bytes delivered; only with options.digest, after READ_END. */
void source_digest(const struct source *, char out[33]);
/* Device and inode of the input, for the comparison with outputs. false for memory. */
bool source_identity(const struct source *, uint64_t *device, uint64_t *inode);
/* True for a regular file (it can be opened again and read from its start). */
bool source_is_regular(const struct source *);
/* Ends the thread, closes, frees. NULL does nothing. Reads only, so it cannot lose anything. */
void source_close(struct source *);

#endif
