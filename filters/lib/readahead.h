/* readahead: blocks of plain bytes, filled ahead by a thread. Level 2, a part of source.
 *
 * The thread fills a ring of four blocks through a function of the caller and stops at the first
 * block that does not hold READ_RECORD; end and error thus travel in order with the bytes.
 * Everything the function touches belongs to the thread until readahead_free. */
#ifndef AMENDS_READAHEAD_H
#define AMENDS_READAHEAD_H

#include "span.h"

/* Plain bytes with room in front. */
struct block {
	char *memory; /* headroom bytes, then data, then SOURCE_PADDING */
	char *data;
	size_t room; /* of data */
	size_t size; /* bytes in data */
	enum read_status status;
	uint64_t taken; /* bytes of the input that were read when it was filled */
};
/* The memory is cleared. Exits without memory. */
void block_new(struct block *, size_t headroom, size_t room);
void block_free(struct block *); /* leaves it {0}; {0} is allowed */

/* Sets size, status and taken; must not print or exit. */
typedef void block_fill(void *context, struct block *);

struct readahead;
/* Starts the thread. NULL with a message that begins with name. */
struct readahead *readahead_new(
    const char *name, block_fill *fill, void *context, size_t headroom, size_t room) MUST_CHECK;
/* Waits for the next block. It and the one before it stay the caller's until readahead_release.
 * Not to be called again after a block that is not READ_RECORD. */
struct block *readahead_next(struct readahead *) MUST_CHECK;
/* Gives all blocks but the newest back to the thread. */
void readahead_release(struct readahead *);
/* Stops the thread, waits for it, frees. NULL does nothing. */
void readahead_free(struct readahead *);

#endif
