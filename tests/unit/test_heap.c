/* heap: what comes off it is in order, whatever went in. */
#include "heap.h"

#include "tap.h"

enum { MOST = 40 };

static bool
is_less(const void *a, const void *b)
{
	return *(const int *)a < *(const int *)b;
}

/* Takes all off, and says whether each was the least that was left. */
static bool
comes_off_in_order(struct heap *heap, size_t count)
{
	for (int want = 0; want < (int)count; want++) {
		if (heap->count != count - (size_t)want || *(int *)heap->items[0] != want)
			return false;
		heap_drop(heap, is_less);
	}
	return heap->count == 0;
}

static void
test_counts(struct tap *tap)
{
	for (size_t count = 0; count <= MOST; count++) {
		bool right = true;

		/* steps that have no divisor in common with the count visit every place once */
		for (size_t step = 1; step <= MOST; step++) {
			int numbers[MOST];
			void *items[MOST];
			struct heap heap = {items, count};
			size_t a = step, b = count;

			while (b) {
				size_t rest = a % b;

				a = b;
				b = rest;
			}
			if (a != 1)
				continue;
			for (size_t i = 0; i < count; i++) {
				numbers[i] = (int)(i * step % count);
				items[i] = &numbers[i];
			}
			heap_make(&heap, is_less);
			right = right && comes_off_in_order(&heap, count);
		}
		tap_ok(tap, right, "%zu items in many orders", count);
	}
}

/* As a merge does: the least grows, and finds its place again. */
static void
test_growing(struct tap *tap)
{
	int numbers[7] = {3, 1, 4, 0, 5, 9, 2}, last = -1;
	void *items[7];
	struct heap heap = {items, 7};
	bool rises = true;

	for (size_t i = 0; i < 7; i++)
		items[i] = &numbers[i];
	heap_make(&heap, is_less);
	for (int turn = 0; turn < 1000; turn++) {
		int *least = heap.items[0];

		rises = rises && *least >= last;
		last = *least;
		*least += 1 + turn * 7 % 11;
		heap_down(&heap, 0, is_less);
	}
	tap_ok(tap, rises, "the least of items that grow never falls");
}

int
main(void)
{
	struct tap tap = {0};

	test_counts(&tap);
	test_growing(&tap);
	return tap_done(&tap);
}
