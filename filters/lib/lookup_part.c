/* lookup_part: see lookup_part.h. Numbers are written as they lie in memory: the files are
 * unnamed, and read by the process that wrote them. */
#include "lookup_part.h"

#include <stdlib.h>

enum {
	PARTITIONS_LEAST = 4,
	PARTITIONS_MOST = 64,
	PARTITION_MEMORY = 1024 * 1024, /* of -m for each: its write buffers are an eighth of it */
	READ_BUFFER = 64 * 1024
};

size_t
partition_count(const struct plan *plan)
{
	uint64_t count = plan->memory / PARTITION_MEMORY;

	if (count < PARTITIONS_LEAST)
		return PARTITIONS_LEAST;
	return count > PARTITIONS_MOST ? PARTITIONS_MOST : (size_t)count;
}

uint64_t
partitions_bytes(const struct plan *plan)
{
	uint64_t bytes = partition_count(plan) * SPILL_BUFFER;

	return bytes < plan->memory / 2 ? bytes : plan->memory / 2;
}

/* The table uses low bits of the same hash, so they are mixed first: a partition's keys must not
 * share what the table tells them apart by. */
size_t
partition_of(const struct plan *plan, struct hash128 key, size_t rung, unsigned depth)
{
	uint64_t mixed = key.low ^ (key.high + (depth + 64 * rung) * UINT64_C(0x9e3779b97f4a7c15));

	mixed = (mixed ^ mixed >> 32) * UINT64_C(0xd6e8feb86659fd93);
	mixed = (mixed ^ mixed >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return (size_t)((mixed >> 32) % partition_count(plan));
}

struct partition *
partitions_new(const struct plan *plan)
{
	size_t count = partition_count(plan);
	struct partition *partitions = xcalloc(count, sizeof *partitions);

	for (size_t i = 0; i < count; i++) {
		partitions[i].rows = spill_new(plan->temp);
		partitions[i].probes = partitions[i].rows ? spill_new(plan->temp) : NULL;
		if (!partitions[i].probes) {
			partitions_free(partitions, plan);
			return NULL;
		}
	}
	return partitions;
}

int
partitions_seal(struct partition *partitions, const struct plan *plan)
{
	for (size_t i = 0; i < partition_count(plan); i++)
		if (spill_seal(partitions[i].rows) || spill_seal(partitions[i].probes))
			return -1;
	return 0;
}

void
partition_drop(struct partition *partition)
{
	spill_free(partition->rows);
	spill_free(partition->probes);
	*partition = (struct partition){0};
}

void
partitions_free(struct partition *partitions, const struct plan *plan)
{
	for (size_t i = 0; partitions && i < partition_count(plan); i++)
		partition_drop(&partitions[i]);
	free(partitions);
}

int
partition_put_row(struct partition *partition, const struct row_tuple *tuple, const char *values)
{
	if (spill_write(partition->rows, tuple, sizeof *tuple))
		return -1;
	return tuple->size ? spill_write(partition->rows, values, tuple->size) : 0;
}

int
partition_put_probe(struct partition *partition, const struct probe_tuple *tuple)
{
	return spill_write(partition->probes, tuple, sizeof *tuple);
}

struct spill_reader *
partition_reader(const struct spill *spill)
{
	return spill_reader_new(spill, 0, spill_size(spill), READ_BUFFER);
}

enum read_status
partition_row(struct spill_reader *reader, struct row_tuple *tuple, struct buf *values)
{
	enum read_status status = spill_read(reader, tuple, sizeof *tuple);

	buf_clear(values);
	if (status != READ_RECORD || tuple->size == 0)
		return status;
	buf_reserve(values, tuple->size);
	values->size = tuple->size;
	return spill_read(reader, values->data, tuple->size) == READ_RECORD ? READ_RECORD
									    : READ_ERROR;
}

enum read_status
partition_probe(struct spill_reader *reader, struct probe_tuple *tuple)
{
	return spill_read(reader, tuple, sizeof *tuple);
}
