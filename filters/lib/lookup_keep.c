/* lookup_keep: see lookup_keep.h. Field offsets, the order of the columns, and the raw bytes are
 * all kept, so what is written later has the bytes it would have had at once. Fields that lie in
 * the raw bytes are kept once. */
#include "lookup_keep.h"

#include <stdlib.h>

/* On disk, before ends, order, fields and raw. Pointers are good: the process that writes is the
 * one that reads. */
struct kept_tuple {
	const char *file;
	const char *why;
	uint64_t line;
	uint64_t offset;
	uint64_t length;
	uint64_t raw;	 /* bytes */
	uint64_t fields; /* bytes, from the first field to the end of the last */
	uint64_t into;	 /* with shared: the fields begin there in raw */
	uint32_t count;
	uint32_t start; /* what ends count from lies so far before the fields */
	bool ordered;
	bool shared; /* fields lie in raw */
	bool decoded;
	bool quotes;
	char unused[4];
};

static void
describe(struct kept_tuple *tuple, const struct kept *kept)
{
	const struct record *record = &kept->record;
	uintptr_t raw = (uintptr_t)record->raw.data;
	uintptr_t fields = (uintptr_t)record->base + record->start;

	*tuple = (struct kept_tuple){.file = kept->file,
	    .why = kept->why,
	    .line = record->line,
	    .offset = record->offset,
	    .length = record->length,
	    .raw = record->raw.size,
	    .fields = record->count ? record->ends[record->count - 1] - record->start : 0,
	    .count = record->count,
	    .start = record->start,
	    .ordered = record->order != NULL,
	    .decoded = record->decoded,
	    .quotes = record->quotes};
	tuple->shared = fields >= raw && fields - raw <= tuple->raw &&
			tuple->fields <= tuple->raw - (fields - raw);
	tuple->into = tuple->shared ? fields - raw : 0;
}

static int
write_some(struct spill *spill, const void *data, uint64_t size)
{
	return size ? spill_write(spill, data, (size_t)size) : 0;
}

int
kept_write(struct spill *spill, const struct kept *kept)
{
	const struct record *record = &kept->record;
	struct kept_tuple tuple;
	size_t numbers = record->count * sizeof *record->ends;

	describe(&tuple, kept);
	if (write_some(spill, &tuple, sizeof tuple) || write_some(spill, record->ends, numbers) ||
	    write_some(spill, record->order, tuple.ordered ? numbers : 0) ||
	    write_some(spill, record->base + record->start, tuple.shared ? 0 : tuple.fields))
		return -1;
	return write_some(spill, record->raw.data, tuple.raw);
}

static void
restore(struct kept *kept, const struct kept_tuple *tuple, uint32_t *numbers, const char *bytes)
{
	const char *raw = bytes + (tuple->shared ? 0 : tuple->fields);

	for (uint32_t i = 0; i < tuple->count; i++)
		numbers[i] -= tuple->start;
	kept->file = tuple->file;
	kept->why = tuple->why;
	kept->record = (struct record){.base = tuple->shared ? raw + tuple->into : bytes,
	    .ends = numbers,
	    .count = tuple->count,
	    .order = tuple->ordered ? numbers + tuple->count : NULL,
	    .raw = {raw, tuple->raw},
	    .line = tuple->line,
	    .offset = tuple->offset,
	    .length = tuple->length,
	    .decoded = tuple->decoded,
	    .quotes = tuple->quotes};
}

enum read_status
kept_read(struct spill_reader *reader, struct kept *kept)
{
	struct kept_tuple tuple;
	enum read_status status = spill_read(reader, &tuple, sizeof tuple);
	size_t numbers, bytes;

	if (status != READ_RECORD)
		return status;
	numbers = tuple.count * sizeof(uint32_t) * (tuple.ordered ? 2 : 1);
	bytes = (size_t)(tuple.raw + (tuple.shared ? 0 : tuple.fields));
	buf_clear(&kept->memory);
	buf_reserve(&kept->memory, numbers + bytes);
	if ((numbers && spill_read(reader, kept->memory.data, numbers) != READ_RECORD) ||
	    (bytes && spill_read(reader, kept->memory.data + numbers, bytes) != READ_RECORD))
		return READ_ERROR;
	restore(kept, &tuple, (uint32_t *)(void *)kept->memory.data, kept->memory.data + numbers);
	return READ_RECORD;
}

void
kept_free(struct kept *kept)
{
	buf_free(&kept->memory);
	*kept = (struct kept){0};
}
