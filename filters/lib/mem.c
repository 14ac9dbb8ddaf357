/* mem: checked allocation, growable bytes, arenas.
 *
 * An arena is a list of blocks, the one being filled first. A piece that is large against a block
 * gets a block of its own behind it, so the room left in the first is not thrown away. */
#include "mem.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "err.h"

enum {
	BUF_LEAST = 64,
	BLOCK_SIZE = 64 * 1024,
	BLOCK_LARGE = BLOCK_SIZE / 4, /* a piece from this size on has its own block */
	HUGE_PAGE = 2 * 1024 * 1024,
	ARENA_LARGE = 4 * HUGE_PAGE, /* an arena this large takes whole huge pages */
	MAPPED = 1024 * 1024
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

/* Left alone, glibc learns from the first large piece that is freed to keep all later ones in its
 * heap, where pieces that are aligned to huge pages leave holes as large as themselves. */
void
mem_start(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, MAPPED);
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

size_t
large_bytes(size_t count, size_t size)
{
	size_t bytes = product(count, size);

	if (bytes < HUGE_PAGE)
		return bytes;
	if (bytes > SIZE_MAX - HUGE_PAGE)
		die("out of memory (%zu bytes)", bytes);
	return (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
}

void *
xlarge(size_t count, size_t size)
{
	size_t bytes = large_bytes(count, size);
	void *memory;

	if (bytes < HUGE_PAGE)
		return xcalloc(count, size);
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

/* Bytes of a new block for a piece; a large piece has its own. */
static size_t
room_for(const struct arena *arena, size_t size)
{
	return size >= BLOCK_LARGE ? size : usual_room(arena);
}

/* Where in the block a piece would begin; SIZE_MAX: it has no place there. */
static size_t
place_in(const struct arena_block *block, size_t size, size_t alignment)
{
	size_t at = block ? (block->used + alignment - 1) & ~(alignment - 1) : 0;

	return !block || at > block->room || size > block->room - at ? SIZE_MAX : at;
}

size_t
arena_bytes_next(const struct arena *arena, size_t size)
{
	if (place_in(arena->newest, size, alignof(max_align_t)) != SIZE_MAX)
		return arena->bytes;
	return arena->bytes + sizeof(struct arena_block) + room_for(arena, size);
}

static void *
arena_place(struct arena *arena, size_t size, size_t alignment)
{
	struct arena_block *block = arena->newest;
	size_t at = place_in(block, size, alignment);

	if (at == SIZE_MAX) {
		bool own = size >= BLOCK_LARGE;
		struct arena_block *fresh = arena_block_new(arena, room_for(arena, size));

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
