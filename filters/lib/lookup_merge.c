/* lookup_merge: what the partitions of a spilled lookup found, in the order of the input. Each run
 * is sorted, and one sequence and rung stand in one run only (they have one key), so a heap of
 * cursors is all it takes. */
#include <stdlib.h>

#include "heap.h"

#include "lookup_spill.h"

enum { BUFFER_LEAST = 4 * 1024, BUFFER_MOST = 64 * 1024 };

/* On disk, before the values of a found row. */
struct found_tuple {
	uint64_t sequence;
	uint64_t line;
	uint32_t rung;
	uint32_t twice;
	uint64_t size;
};

int
found_write(struct spill *spill, const struct found *found)
{
	const struct found_tuple tuple = {.sequence = found->sequence,
	    .line = found->row.line,
	    .rung = found->rung,
	    .twice = found->twice,
	    .size = found->row.size};

	if (spill_write(spill, &tuple, sizeof tuple))
		return -1;
	return tuple.size ? spill_write(spill, found->row.values, found->row.size) : 0;
}

enum read_status
found_read(struct spill_reader *reader, struct found *found, struct buf *values)
{
	struct found_tuple tuple;
	enum read_status status = spill_read(reader, &tuple, sizeof tuple);

	if (status != READ_RECORD)
		return status;
	buf_clear(values);
	buf_reserve(values, (size_t)tuple.size);
	values->size = (size_t)tuple.size;
	if (tuple.size && spill_read(reader, values->data, values->size) != READ_RECORD)
		return READ_ERROR;
	*found = (struct found){
	    .sequence = tuple.sequence, .rung = tuple.rung, .twice = tuple.twice != 0};
	found->row = (struct entry){
	    .values = values->data, .line = tuple.line, .size = (uint32_t)tuple.size};
	return READ_RECORD;
}

struct cursor {
	struct spill_reader *reader;
	struct found found;
	struct buf values;
};

struct merge {
	struct cursor *cursors;
	size_t count;
	struct heap heap; /* of cursors; those not at their end */
};

static inline bool
is_before(const void *left, const void *right)
{
	const struct cursor *a = left, *b = right;

	if (a->found.sequence != b->found.sequence)
		return a->found.sequence < b->found.sequence;
	return a->found.rung < b->found.rung;
}

/* Opens a cursor on each run; every run has an entry. */
static int
open_cursors(struct merge *merge, const struct spilled *spilled)
{
	uint64_t buffer = spilled->plan->memory / 2 / (spilled->run_count + 1);

	buffer = buffer < BUFFER_LEAST ? BUFFER_LEAST : buffer;
	buffer = buffer > BUFFER_MOST ? BUFFER_MOST : buffer;
	for (size_t i = 0; i < spilled->run_count; i++) {
		struct cursor *cursor = &merge->cursors[merge->count++];
		const struct found_run *run = &spilled->runs[i];

		cursor->reader =
		    spill_reader_new(spilled->found, run->from, run->to, (size_t)buffer);
		if (!cursor->reader ||
		    found_read(cursor->reader, &cursor->found, &cursor->values) != READ_RECORD)
			return -1;
		merge->heap.items[merge->heap.count++] = cursor;
	}
	return 0;
}

struct merge *
merge_new(const struct spilled *spilled)
{
	struct merge *merge = xcalloc(1, sizeof *merge);

	merge->cursors = xcalloc(spilled->run_count + 1, sizeof *merge->cursors);
	merge->heap.items = xcalloc(spilled->run_count + 1, sizeof(void *));
	if (open_cursors(merge, spilled)) {
		merge_free(merge);
		return NULL;
	}
	heap_make(&merge->heap, is_before);
	return merge;
}

const struct found *
merge_at(const struct merge *merge)
{
	return merge->heap.count ? &((const struct cursor *)merge->heap.items[0])->found : NULL;
}

int
merge_advance(struct merge *merge)
{
	struct cursor *cursor = merge->heap.items[0];

	switch (found_read(cursor->reader, &cursor->found, &cursor->values)) {
	case READ_ERROR:
		return -1;
	case READ_END:
		heap_drop(&merge->heap, is_before);
		break;
	case READ_RECORD:
		heap_down(&merge->heap, 0, is_before);
		break;
	}
	return 0;
}

void
merge_free(struct merge *merge)
{
	if (!merge)
		return;
	for (size_t i = 0; i < merge->count; i++) {
		spill_reader_free(merge->cursors[i].reader);
		buf_free(&merge->cursors[i].values);
	}
	free(merge->cursors);
	free(merge->heap.items);
	free(merge);
}
