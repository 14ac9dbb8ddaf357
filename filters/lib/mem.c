/* mem: checked allocation, growable bytes, arenas.
 *
 * An arena is a list of blocks, the one being filled first. A piece that is large against a block
 * gets a block of its own behind it, so the room left in the first is not thrown away. */
#include "mem.h"

#include <stdalign.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "err.h"

enum {
	BUF_LEAST = 64,
	BLOCK_SIZE = 64 * 1024,
	BLOCK_LARGE = BLOCK_SIZE / 4, /* a piece from this size on has its own block */
	HUGE_PAGE = 2 * 1024 * 1024,
	ARENA_LARGE = 4 * HUGE_PAGE /* an arena this large takes whole huge pages */
};

struct arena_block {
	struct arena_block *next;
	size_t used, room; /* bytes of memory[] */
	alignas(max_align_t) char memory[];
};

/* The product, at least 1: malloc(0) may be NULL, which would read as a failure. */
static size_t
product(size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		die("out of memory (%zu items of %zu bytes)", count, size);
	return total ? total : 1;
}

static void *
checked(void *memory, size_t total)
{
	if (!memory)
		die("out of memory (%zu bytes)", total);
	return memory;
}

void *
xmalloc(size_t count, size_t size)
{
	size_t total = product(count, size);

	return checked(malloc(total), total);
}

void *
xcalloc(size_t count, size_t size)
{
	size_t total = product(count, size);

	return checked(calloc(1, total), total);
}

void *
xlarge(size_t count, size_t size)
{
	size_t bytes = product(count, size);
	void *memory;

	if (bytes < HUGE_PAGE)
		return xcalloc(count, size);
	if (bytes > SIZE_MAX - HUGE_PAGE)
		die("out of memory (%zu bytes)", bytes);
	bytes = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	memory = aligned_alloc(HUGE_PAGE, bytes);
	if (!memory)
		die("out of memory (%zu bytes)", bytes);
	(void)madvise(memory, bytes, MADV_HUGEPAGE); /* a wish: without it all works as well */
	memset(memory, 0, bytes);
	return memory;
}

void *
xrealloc(void *memory, size_t count, size_t size)
{
	size_t total = product(count, size);

	return checked(realloc(memory, total), total);
}

char *
xcopy(struct span text)
{
	size_t size;
	char *copy;

	if (__builtin_add_overflow(text.size, 1u, &size))
		die("out of memory (%zu bytes)", text.size);
	copy = xmalloc(size, 1);
	if (text.size)
		memcpy(copy, text.data, text.size);
	copy[text.size] = '\0';
	return copy;
}

void
buf_reserve(struct buf *b, size_t more)
{
	size_t need, room;

	if (more <= b->room - b->size)
		return;
	if (__builtin_add_overflow(b->size, more, &need))
		die("out of memory (%zu and %zu bytes)", b->size, more);
	if (__builtin_mul_overflow(b->room, 2u, &room) || room < need)
		room = need;
	if (room < BUF_LEAST)
		room = BUF_LEAST;
	b->data = xrealloc(b->data, room, 1);
	b->room = room;
}

void
buf_add(struct buf *b, const void *data, size_t size)
{
	if (size == 0)
		return;
	buf_reserve(b, size);
	memcpy(b->data + b->size, data, size);
	b->size += size;
}

void
buf_add_span(struct buf *b, struct span text)
{
	buf_add(b, text.data, text.size);
}

void
buf_add_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void
buf_add_byte(struct buf *b, char byte)
{
	buf_reserve(b, 1);
	b->data[b->size++] = byte;
}

void
buf_clear(struct buf *b)
{
	b->size = 0;
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}

static struct arena_block *
arena_block_new(struct arena *arena, size_t room)
{
	size_t total;
	struct arena_block *block;

	if (__builtin_add_overflow(sizeof *block, room, &total))
		die("out of memory (%zu bytes)", room);
	block = total == HUGE_PAGE ? xlarge(total, 1) : xmalloc(total, 1);
	block->next = NULL;
	block->used = 0;
	block->room = room;
	arena->bytes += total;
	return block;
}

/* Bytes in the next block of small pieces. */
static size_t
usual_room(const struct arena *arena)
{
	return arena->bytes < ARENA_LARGE ? BLOCK_SIZE : HUGE_PAGE - sizeof(struct arena_block);
}

static void *
arena_place(struct arena *arena, size_t size, size_t alignment)
{
	struct arena_block *block = arena->newest;
	size_t at = block ? (block->used + alignment - 1) & ~(alignment - 1) : 0;

	if (!block || at > block->room || size > block->room - at) {
		bool own = size >= BLOCK_LARGE;
		struct arena_block *fresh = arena_block_new(arena, own ? size : usual_room(arena));

		if (own && block) {
			fresh->next = block->next;
			block->next = fresh;
		} else {
			fresh->next = block;
			arena->newest = fresh;
		}
		block = fresh;
		at = 0;
	}
	block->used = at + size;
	return block->memory + at;
}

void *
arena_take(struct arena *arena, size_t size)
{
	return arena_place(arena, size, alignof(max_align_t));
}

struct span
arena_copy(struct arena *arena, struct span text)
{
	char *copy = arena_place(arena, text.size, 1);

	if (text.size)
		memcpy(copy, text.data, text.size);
	return (struct span){copy, text.size};
}

void
arena_free(struct arena *arena)
{
	struct arena_block *block = arena->newest;

	while (block) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
	*arena = (struct arena){0};
}
