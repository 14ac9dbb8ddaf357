/* runs: sorted runs of a spill become one stream.
 *
 * A heap holds one item of each run. The item given out last stays on top until the next call, so
 * that its bytes are still there. */
#include "runs.h"

#include <endian.h>
#include <stdlib.h>

#include "heap.h"

struct head {
	uint64_t prefix;
	struct spill_reader *reader;
	struct buf bytes; /* key, payload */
	struct item_sizes sizes;
	size_t run;
};

struct runs {
	struct head *heads;
	size_t head_count;
	struct heap heap; /* of heads; those not at their end */
	bool delivered;	  /* its least was given out */
};

/* The first 8 bytes of a key as a number; a shorter key is filled up with 0, so different numbers
 * are in the order of their keys, and equal ones say nothing. */
static uint64_t
prefix_of(struct span key)
{
	unsigned char bytes[8] = {0};
	uint64_t prefix;

	if (key.size)
		memcpy(bytes, key.data, key.size < 8 ? key.size : 8);
	memcpy(&prefix, bytes, sizeof prefix);
	return be64toh(prefix);
}

static struct span
head_key(const struct head *head)
{
	return (struct span){head->bytes.data, head->sizes.key};
}

static inline bool
head_before(const void *left, const void *right)
{
	const struct head *a = left, *b = right;
	int order;

	if (a->prefix != b->prefix)
		return a->prefix < b->prefix;
	order = span_compare(head_key(a), head_key(b));
	return order ? order < 0 : a->run < b->run;
}

/* Reads the next item of the head's run. */
static enum read_status
head_read(struct head *head)
{
	enum read_status status = spill_read(head->reader, &head->sizes, sizeof head->sizes);
	size_t size = (size_t)head->sizes.key + head->sizes.payload;

	if (status != READ_RECORD)
		return status;
	buf_clear(&head->bytes);
	buf_reserve(&head->bytes, size);
	if (size > 0 && spill_read(head->reader, head->bytes.data, size) != READ_RECORD)
		return READ_ERROR;
	head->bytes.size = size;
	head->prefix = prefix_of(head_key(head));
	return READ_RECORD;
}

struct runs *
runs_open(const struct spill *spill, const struct run *list, size_t count, size_t buffer)
{
	struct runs *runs = xcalloc(1, sizeof *runs);

	runs->heads = xcalloc(count, sizeof *runs->heads);
	runs->heap.items = xcalloc(count, sizeof(void *));
	for (size_t i = 0; i < count; i++) {
		struct head *head = &runs->heads[runs->head_count++];

		head->run = i;
		head->reader = spill_reader_new(spill, list[i].from, list[i].to, buffer);
		if (!head->reader || head_read(head) != READ_RECORD) {
			runs_close(runs);
			return NULL;
		}
		runs->heap.items[runs->heap.count++] = head;
	}
	heap_make(&runs->heap, head_before);
	return runs;
}

enum read_status
runs_next(struct runs *runs, struct span *key, struct span *payload)
{
	const struct head *head;

	if (runs->delivered) {
		enum read_status status = head_read(runs->heap.items[0]);

		if (status == READ_ERROR)
			return status;
		if (status == READ_END)
			heap_drop(&runs->heap, head_before);
		else
			heap_down(&runs->heap, 0, head_before);
	}
	runs->delivered = runs->heap.count > 0;
	if (!runs->delivered)
		return READ_END;
	head = runs->heap.items[0];
	*key = head_key(head);
	*payload = (struct span){head->bytes.data + head->sizes.key, head->sizes.payload};
	return READ_RECORD;
}

void
runs_close(struct runs *runs)
{
	if (!runs)
		return;
	for (size_t i = 0; i < runs->head_count; i++) {
		if (runs->heads[i].reader)
			spill_reader_free(runs->heads[i].reader);
		buf_free(&runs->heads[i].bytes);
	}
	free(runs->heads);
	free(runs->heap.items);
	free(runs);
}
