/* feed: the bytes of a file, pipe or memory as they lie there, before anything is unpacked. Level
 * 2, a part of source.
 *
 * EINTR, short reads and a stdin that does not block are dealt with here. The end of a regular
 * file is the end only when the file is still what it was at the start. Nothing here prints after
 * feed_open: a thread may own the feed, so the reason of a failure stays in why until the reader
 * prints it. */
#ifndef AMENDS_FEED_H
#define AMENDS_FEED_H

#include <sys/stat.h>

#include "span.h"

enum { FEED_WHY = 160 };

struct feed {
	/* For who unpacks: take from next, count left down. */
	const unsigned char *next;
	size_t left;

	uint64_t taken; /* bytes read from the input so far, left included */
	bool ended;	/* the input has no more than left */
	bool regular;
	bool live; /* a pipe, socket or terminal: what is there is worth handing on */
	char why[FEED_WHY];

	/* Own matters of feed.c. */
	int fd; /* -1: memory */
	struct span memory;
	unsigned char *buffer; /* what was read from fd */
	size_t chunk;	       /* most bytes of one read */
	struct stat first;     /* of fd when it was opened */
	uint64_t from;	       /* where in a regular file reading began */
};

/* Opens path ("-" is stdin). chunk: most bytes of a read, 0 for the usual. 0, or -1 with a
 * message. */
int feed_open(struct feed *, const char *path, const char *name, size_t chunk) MUST_CHECK;
void feed_open_memory(struct feed *, struct span memory, size_t chunk);
/* Closes and frees. A feed that is all zero but fd == -1 is allowed. */
void feed_close(struct feed *);

/* One read more behind what is left. RECORD: left grew; END: the input ended; ERROR: see why. What
 * is left must be less than FEED_LEFT. */
enum { FEED_LEFT = 4096 };
enum read_status feed_more(struct feed *) MUST_CHECK;
/* Bytes straight to out: what is left first, else one read. As feed_more; *got is never 0 at
 * RECORD. */
enum read_status feed_read(struct feed *, void *out, size_t size, size_t *got) MUST_CHECK;
/* Offset of next, counted from where reading began. */
uint64_t feed_offset(const struct feed *);
/* Goes back to such an offset. 0, or -1 when the input can be read only once. */
int feed_rewind(struct feed *, uint64_t offset) MUST_CHECK;
/* Sets why and returns READ_ERROR. A regular file that changed meanwhile is named as the cause. */
enum read_status feed_fail(struct feed *, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
