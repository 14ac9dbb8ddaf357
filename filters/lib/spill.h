/* spill: bytes on disk for what does not fit in -m. Level 2. An unnamed temporary file (O_TMPFILE
 * in DIR, else unlinked at once), mode 0600; gone whatever happens to the process. Blocks are
 * written with write(2) and checked; a read that comes short is an error. */
#ifndef AMENDS_SPILL_H
#define AMENDS_SPILL_H

#include "mem.h"

struct spill;
/* A new empty file in directory. NULL with a message. */
struct spill *spill_new(const char *directory) MUST_CHECK;
/* Appends bytes through a buffer, which spill_seal gives back. 0 or -1 with a message. */
enum { SPILL_BUFFER = 64 * 1024 };
int spill_write(struct spill *, const void *data, size_t size) MUST_CHECK;
/* Bytes appended so far. */
uint64_t spill_size(const struct spill *);
/* Ends writing; after it any number of readers may read. 0 or -1. */
int spill_seal(struct spill *) MUST_CHECK;
void spill_free(struct spill *);

/* A reader over [from, to) of a sealed spill, with a buffer of its own; the spill must outlive it.
 */
struct spill_reader;
struct spill_reader *spill_reader_new(
    const struct spill *, uint64_t from, uint64_t to, size_t buffer) MUST_CHECK;
/* Exactly size bytes to out. READ_RECORD, READ_END exactly at the end, READ_ERROR with a message.
 */
enum read_status spill_read(struct spill_reader *, void *out, size_t size) MUST_CHECK;
void spill_reader_free(struct spill_reader *);

#endif
