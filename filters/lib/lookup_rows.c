/* lookup_rows: see lookup_rows.h. While loading, the rows of one key are a chain through next. At
 * the end each chain longer than one row becomes a sorted stretch of order, so that as-of is a
 * binary search; most keys have one row, and cost a slot of the table and nothing else. */
#include "lookup_rows.h"

#include <stdlib.h>

enum { ROOM_FIRST = 64 };

/* Taken by rows_ready for each row and rung, at worst: order, a copy of it while it is sorted, and
 * a group for two rows. */
enum { GROUPING_BYTES = 2 * sizeof(uint32_t) + sizeof(struct group) / 2 };

void
rows_begin(struct rows *rows, const struct plan *plan)
{
	*rows = (struct rows){.plan = plan};
	rows->rungs = xcalloc(plan->rung_count, sizeof *rows->rungs);
	for (size_t i = 0; i < plan->rung_count; i++)
		table_init(&rows->rungs[i].table, 0);
}

void
rows_free(struct rows *rows)
{
	for (size_t i = 0; rows->rungs && i < rows->plan->rung_count; i++) {
		table_free(&rows->rungs[i].table);
		free(rows->rungs[i].next);
		free(rows->rungs[i].order);
		free(rows->rungs[i].groups);
	}
	free(rows->rungs);
	free(rows->row);
	arena_free(&rows->values);
	*rows = (struct rows){0};
}

static size_t
room_next(const struct rows *rows)
{
	if (rows->count < rows->room)
		return rows->room;
	return rows->room ? rows->room + rows->room / 2 : ROOM_FIRST;
}

bool
rows_fit(const struct rows *rows, uint64_t memory, size_t values)
{
	uint64_t bytes = 0;

	if (rows->plan->keeps_rows) {
		if (rows->count >= UINT32_MAX - 1)
			return false;
		bytes += arena_bytes_next(&rows->values, values);
		bytes += room_next(rows) *
			 (sizeof *rows->row + rows->plan->rung_count * sizeof(uint32_t));
		bytes += (rows->count + 1) * rows->plan->rung_count * GROUPING_BYTES;
	}
	for (size_t i = 0; i < rows->plan->rung_count; i++) {
		const struct table *table = &rows->rungs[i].table;
		size_t next = table_bytes_next(table);

		/* The old slots stand beside the new ones while a table grows. */
		bytes += next > table->bytes ? next + table->bytes : next;
	}
	return bytes <= memory;
}

static void
grow(struct rows *rows)
{
	rows->room = room_next(rows);
	rows->row = xrealloc(rows->row, rows->room, sizeof *rows->row);
	for (size_t i = 0; i < rows->plan->rung_count; i++) {
		uint32_t **next = &rows->rungs[i].next;

		*next = xrealloc(*next, rows->room, sizeof **next);
	}
}

uint32_t
rows_add(struct rows *rows, const struct entry *row)
{
	struct span values = {row->values, row->size};

	if (!rows->plan->keeps_rows)
		return 0;
	if (rows->count == rows->room)
		grow(rows);
	rows->row[rows->count] = *row;
	rows->row[rows->count].values = arena_copy(&rows->values, values).data;
	return (uint32_t)rows->count++;
}

void
rows_index(struct rows *rows, size_t rung, struct hash128 key, uint32_t row)
{
	struct rung_index *index = &rows->rungs[rung];
	uint64_t before;
	bool fresh = table_insert(&index->table, key, row, &before);

	if (!rows->plan->keeps_rows)
		return;
	index->next[row] = fresh ? 0 : (uint32_t)before + 1;
	if (!fresh)
		table_set(&index->table, key, row);
}

static int
compare(const void *a, const void *b, void *context)
{
	const struct rows *rows = context;

	return plan_order(
	    rows->plan, &rows->row[*(const uint32_t *)a], &rows->row[*(const uint32_t *)b]);
}

/* Sorts the rows of a group and notes what their times allow. */
static void
sort_group(struct rows *rows, uint32_t *order, struct group *group)
{
	uint32_t *own = order + group->from;

	qsort_r(own, group->count, sizeof *own, compare, rows);
	group->unknown = 0;
	while (group->unknown < group->count && !rows->row[own[group->unknown]].at.known)
		group->unknown++;
	group->monotone = true;
	for (uint32_t i = group->unknown + 1; i < group->count; i++)
		if (rows->row[own[i]].at.earliest < rows->row[own[i - 1]].at.earliest)
			group->monotone = false;
}

struct tally {
	size_t groups;
	size_t rows; /* in groups */
};

static struct tally
count_chains(const struct rung_index *index)
{
	struct tally tally = {0};

	for (size_t i = 0; i <= index->table.mask; i++) {
		const struct table_slot *slot = &index->table.slots[i];
		uint32_t row;

		if (slot->value == 0 || index->next[slot->value - 1] == 0)
			continue;
		tally.groups++;
		for (row = (uint32_t)slot->value; row; row = index->next[row - 1])
			tally.rows++;
	}
	return tally;
}

/* Turns the chain that begins at the slot's row into a group at from. */
static struct group
gather(const struct rung_index *index, uint64_t first, uint32_t from)
{
	struct group group = {.from = from};

	for (uint32_t row = (uint32_t)first; row; row = index->next[row - 1])
		index->order[from + group.count++] = row - 1;
	return group;
}

static void
group_rung(struct rows *rows, struct rung_index *index)
{
	struct tally tally = count_chains(index);
	uint64_t made = 0;
	uint32_t from = 0;

	if (tally.groups) {
		index->order = xmalloc(tally.rows, sizeof *index->order);
		index->groups = xmalloc(tally.groups, sizeof *index->groups);
	}
	for (size_t i = 0; tally.groups && i <= index->table.mask; i++) {
		struct table_slot *slot = &index->table.slots[i];
		struct group *group;

		if (slot->value == 0 || index->next[slot->value - 1] == 0)
			continue;
		group = &index->groups[made];
		*group = gather(index, slot->value, from);
		sort_group(rows, index->order, group);
		from += group->count;
		table_set(&index->table, slot->key, ROWS_GROUP | made++);
	}
	free(index->next);
	index->next = NULL;
}

void
rows_ready(struct rows *rows)
{
	if (!rows->plan->keeps_rows || rows->count == 0)
		return;
	for (size_t i = 0; i < rows->plan->rung_count; i++)
		group_rung(rows, &rows->rungs[i]);
}
