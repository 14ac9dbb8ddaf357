/* lookup_spill: see lookup_spill.h. Probes keep the order of the input within a partition, and
 * splitting keeps it too, so what a partition finds is sorted and lookup_merge.c only merges. */
#include "lookup_spill.h"

#include <stdlib.h>

#include "err.h"
#include "lookup_match.h"
#include "lookup_part.h"

enum { DEEPEST = 40 }; /* partitions within partitions: far more than distinct keys can need */

int
spilled_begin(struct spilled *spilled, const struct plan *plan)
{
	*spilled = (struct spilled){.plan = plan};
	spilled->partitions = partitions_new(plan);
	if (!spilled->partitions)
		return -1;
	spilled->found = spill_new(plan->temp);
	return spilled->found ? 0 : -1;
}

int
spilled_row(struct spilled *spilled, size_t rung, struct hash128 key, const struct entry *row)
{
	struct row_tuple tuple = {.key = key,
	    .line = row->line,
	    .earliest = row->at.earliest,
	    .latest = row->at.latest,
	    .rung = (uint32_t)rung,
	    .rank = row->rank,
	    .size = row->size,
	    .known = row->at.known};
	size_t to = partition_of(spilled->plan, key, rung, 0);

	return partition_put_row(&spilled->partitions[to], &tuple, row->values);
}

int
spilled_take(struct spilled *spilled, const struct rows *rows)
{
	const struct entry none = {0};

	for (size_t rung = 0; rung < rows->plan->rung_count; rung++) {
		const struct rung_index *index = &rows->rungs[rung];

		for (size_t i = 0; i <= index->table.mask; i++) {
			const struct table_slot *slot = &index->table.slots[i];
			uint32_t row = (uint32_t)slot->value;

			if (row && !rows->plan->keeps_rows) {
				if (spilled_row(spilled, rung, slot->key, &none))
					return -1;
				continue;
			}
			for (; row; row = index->next[row - 1])
				if (spilled_row(spilled, rung, slot->key, &rows->row[row - 1]))
					return -1;
		}
	}
	return 0;
}

int
spilled_probe(
    struct spilled *spilled, uint64_t sequence, size_t rung, struct hash128 key, struct when at)
{
	struct probe_tuple tuple = {.key = key,
	    .sequence = sequence,
	    .earliest = at.earliest,
	    .latest = at.latest,
	    .rung = (uint32_t)rung,
	    .known = at.known};
	size_t to = partition_of(spilled->plan, key, rung, 0);

	return partition_put_probe(&spilled->partitions[to], &tuple);
}

enum load { LOAD_FAILED = -1, LOAD_FITS, LOAD_TOO_BIG };

static void
keep_row(struct rows *rows, const struct row_tuple *tuple, const struct buf *values)
{
	struct entry row = {.at = {tuple->earliest, tuple->latest, tuple->known != 0},
	    .values = values->data,
	    .line = tuple->line,
	    .rank = tuple->rank,
	    .size = tuple->size};

	rows_index(rows, tuple->rung, tuple->key, rows_add(rows, &row));
}

static void
say_too_big(const struct plan *plan)
{
	warn("%s: the rows of one key need more memory than -m gives", plan->name);
}

/* Loads a partition's rows while they fit. When they are all of one key no split can help: a
 * message. */
static enum load
load(struct rows *rows, struct partition *partition, const struct plan *plan)
{
	struct spill_reader *reader = partition_reader(partition->rows);
	struct row_tuple tuple, first = {0};
	struct buf values = {0};
	enum load result = LOAD_FITS;
	enum read_status status = reader ? READ_RECORD : READ_ERROR;
	bool one_key = true;

	for (uint64_t count = 0; reader && result == LOAD_FITS; count++) {
		status = partition_row(reader, &tuple, &values);
		if (status != READ_RECORD)
			break;
		if (count == 0)
			first = tuple;
		one_key = one_key && tuple.rung == first.rung && tuple.key.low == first.key.low &&
			  tuple.key.high == first.key.high;
		if (rows_fit(rows, plan->memory, tuple.size))
			keep_row(rows, &tuple, &values);
		else
			result = LOAD_TOO_BIG;
	}
	buf_free(&values);
	spill_reader_free(reader);
	if (status == READ_ERROR)
		return LOAD_FAILED;
	if (result == LOAD_TOO_BIG && one_key) {
		say_too_big(plan);
		return LOAD_FAILED;
	}
	return result;
}

static int
answer(struct spilled *spilled, const struct rows *rows, const struct probe_tuple *probe)
{
	const struct when at = {probe->earliest, probe->latest, probe->known != 0};
	uint64_t number = table_find(&rows->rungs[probe->rung].table, probe->key);
	struct found found = {.sequence = probe->sequence, .rung = probe->rung};
	const struct entry *row;
	struct match match;

	if (number == TABLE_NONE)
		return 0;
	if (!spilled->plan->keeps_rows)
		return found_write(spilled->found, &found);
	match_begin(&match, rows, probe->rung, number, at);
	while (match_take(&match, &row, &found.twice) == READ_RECORD) {
		found.row = *row;
		if (found_write(spilled->found, &found))
			return -1;
	}
	return 0;
}

static int
answer_all(struct spilled *spilled, const struct rows *rows, struct partition *partition)
{
	struct spill_reader *reader = partition_reader(partition->probes);
	struct found_run run = {.from = spill_size(spilled->found)};
	struct probe_tuple probe;
	enum read_status status = READ_ERROR;

	while (reader && (status = partition_probe(reader, &probe)) == READ_RECORD)
		if (answer(spilled, rows, &probe)) {
			status = READ_ERROR;
			break;
		}
	spill_reader_free(reader);
	run.to = spill_size(spilled->found);
	if (status != READ_END || run.to == run.from)
		return status == READ_END ? 0 : -1;
	spilled->runs = xrealloc(spilled->runs, spilled->run_count + 1, sizeof *spilled->runs);
	spilled->runs[spilled->run_count++] = run;
	return 0;
}

static int
split_rows(const struct plan *plan, struct spill *from, struct partition *to, unsigned depth)
{
	struct spill_reader *reader = partition_reader(from);
	struct buf values = {0};
	struct row_tuple tuple;
	enum read_status status = READ_ERROR;

	while (reader && (status = partition_row(reader, &tuple, &values)) == READ_RECORD)
		if (partition_put_row(&to[partition_of(plan, tuple.key, tuple.rung, depth)], &tuple,
			values.data)) {
			status = READ_ERROR;
			break;
		}
	buf_free(&values);
	spill_reader_free(reader);
	return status == READ_END ? 0 : -1;
}

static int
split_probes(const struct plan *plan, struct spill *from, struct partition *to, unsigned depth)
{
	struct spill_reader *reader = partition_reader(from);
	struct probe_tuple tuple;
	enum read_status status = READ_ERROR;

	while (reader && (status = partition_probe(reader, &tuple)) == READ_RECORD)
		if (partition_put_probe(
			&to[partition_of(plan, tuple.key, tuple.rung, depth)], &tuple)) {
			status = READ_ERROR;
			break;
		}
	spill_reader_free(reader);
	return status == READ_END ? 0 : -1;
}

static int solve_all(struct spilled *, struct partition *, unsigned depth);

/* Splits a partition; its own files are given back before the pieces are solved. */
static int
split(struct spilled *spilled, struct partition *partition, unsigned depth)
{
	const struct plan *plan = spilled->plan;
	struct partition *pieces;
	int status = -1;

	if (depth == DEEPEST) {
		say_too_big(plan);
		return -1;
	}
	pieces = partitions_new(plan);
	if (pieces && split_rows(plan, partition->rows, pieces, depth) == 0 &&
	    split_probes(plan, partition->probes, pieces, depth) == 0) {
		partition_drop(partition);
		status = solve_all(spilled, pieces, depth);
	}
	partitions_free(pieces, plan);
	return status;
}

static int
solve(struct spilled *spilled, struct partition *partition, unsigned depth)
{
	struct rows rows;
	int status = -1;
	enum load fits;

	if (spill_size(partition->rows) == 0 || spill_size(partition->probes) == 0)
		return 0;
	rows_begin(&rows, spilled->plan);
	fits = load(&rows, partition, spilled->plan);
	if (fits == LOAD_FITS) {
		rows_ready(&rows);
		status = answer_all(spilled, &rows, partition);
	}
	rows_free(&rows);
	return fits == LOAD_TOO_BIG ? split(spilled, partition, depth + 1) : status;
}

static int
solve_all(struct spilled *spilled, struct partition *partitions, unsigned depth)
{
	size_t count = partition_count(spilled->plan);

	if (partitions_seal(partitions, spilled->plan))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (solve(spilled, &partitions[i], depth))
			return -1;
		partition_drop(&partitions[i]);
	}
	return 0;
}

int
spilled_solve(struct spilled *spilled)
{
	if (solve_all(spilled, spilled->partitions, 0))
		return -1;
	return spill_seal(spilled->found);
}

void
spilled_free(struct spilled *spilled)
{
	if (spilled->plan)
		partitions_free(spilled->partitions, spilled->plan);
	spill_free(spilled->found);
	free(spilled->runs);
	*spilled = (struct spilled){0};
}
