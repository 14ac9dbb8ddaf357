/* mem: checked allocation, growable bytes, arenas. Level 1. The x functions exit with status 2
 * when memory is out: an answer that needs memory we do not have is no answer. */
#ifndef AMENDS_MEM_H
#define AMENDS_MEM_H

#include "span.h"

/* Called once, before the first piece of memory: what is large goes back to the system when it is
 * freed, so that what was counted against -m is what the process takes. */
void mem_start(void);
/* As malloc, calloc, realloc, for count items of size bytes; a product that overflows exits.
 * The caller frees with free(). */
void *xmalloc(size_t count, size_t size) MUST_CHECK;
void *xcalloc(size_t count, size_t size) MUST_CHECK;
void *xrealloc(void *memory, size_t count, size_t size) MUST_CHECK;
/* Cleared bytes, aligned for any type; large ones in huge pages where the system has them, for
 * tables that are looked up at random: there a walk through the page tables costs more than the
 * look. The caller frees with free(). */
void *xlarge(size_t count, size_t size) MUST_CHECK;
/* What xlarge takes from the system for them: whole huge pages, to be held against -m. */
size_t large_bytes(size_t count, size_t size) MUST_CHECK;
/* A NUL-terminated copy of the span; the caller frees. */
char *xcopy(struct span text) MUST_CHECK;

/* Growable bytes. Start from {0}; data belongs to the buf and moves when it grows. */
struct buf {
	char *data;
	size_t size;
	size_t room;
};
/* Makes room for more bytes behind size (amortised constant cost). Exits without memory. */
void buf_reserve(struct buf *, size_t more);
void buf_add(struct buf *, const void *data, size_t size);
void buf_add_span(struct buf *, struct span);
void buf_add_text(struct buf *, const char *text);
void buf_add_byte(struct buf *, char byte);
/* Empties it and keeps the memory. */
void buf_clear(struct buf *);
/* Frees the memory; the buf is {0} again. */
void buf_free(struct buf *);
static inline struct span
buf_span(const struct buf *b)
{
	return (struct span){b->data, b->size};
}

/* Memory that is given back all at once. Start from {0}. */
struct arena {
	struct arena_block *newest;
	size_t bytes; /* taken from the system so far, to be held against -m */
};
/* size bytes, aligned for any type, not cleared; valid until arena_free. */
void *arena_take(struct arena *, size_t size) MUST_CHECK;
/* A copy of the span's bytes in the arena (not NUL-terminated, not aligned). */
struct span arena_copy(struct arena *, struct span) MUST_CHECK;
/* What bytes would be after a piece of this size at most: asked before, for -m. */
size_t arena_bytes_next(const struct arena *, size_t size) MUST_CHECK;
void arena_free(struct arena *);

#endif
