/* heap: of several things always the least one. Level 1. Pointers in an array; the functions are
 * inline so that a compiler sees the comparison. */
#ifndef AMENDS_HEAP_H
#define AMENDS_HEAP_H

#include "span.h"

/* items belongs to the caller, and is filled by it; then heap_make. items[0] is the least. */
struct heap {
	void **items;
	size_t count;
};
/* True when a goes before b; of two different items exactly one does. */
typedef bool heap_order(const void *a, const void *b);

/* The item at a place has grown: moves it down to where it belongs. Cost log n. */
static inline void
heap_down(struct heap *heap, size_t at, heap_order *is_before)
{
	void *moved;

	if (at >= heap->count)
		return;
	moved = heap->items[at];
	for (;;) {
		size_t child = 2 * at + 1;

		if (child + 1 < heap->count &&
		    is_before(heap->items[child + 1], heap->items[child]))
			child++;
		if (child >= heap->count || !is_before(heap->items[child], moved))
			break;
		heap->items[at] = heap->items[child];
		at = child;
	}
	heap->items[at] = moved;
}

/* Puts items that stand in any order in theirs. */
static inline void
heap_make(struct heap *heap, heap_order *is_before)
{
	for (size_t i = heap->count / 2; i-- > 0;)
		heap_down(heap, i, is_before);
}

/* Takes the least item off; there is one. */
static inline void
heap_drop(struct heap *heap, heap_order *is_before)
{
	heap->items[0] = heap->items[--heap->count];
	heap_down(heap, 0, is_before);
}

#endif
