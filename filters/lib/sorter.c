/* sorter: an external sort of (key, payload).
 *
 * In memory an item is one piece of an arena, and an entry of an index says where it lies; the
 * index is sorted (entries.c).
 *
 * On disk a run is the same pieces one after the other. Runs are numbered in the order of adding
 * and merged in neighbourhoods, so equal keys keep that order. */
#include "sorter.h"

#include <stdlib.h>

#include "entries.h"
#include "err.h"
#include "runs.h"

enum {
	ENTRIES_LEAST = 256,
	AHEAD = 8,		 /* items are fetched so many before they are needed */
	WRITER = 64 * 1024,	 /* the spill's own buffer */
	READER_LEAST = 4 * 1024, /* a merge reader's buffer */
	READER_USUAL = 16 * 1024,
	READER_MOST = 256 * 1024
};

/* An entry and its half in the scratch. */
enum { ENTRY_COST = sizeof(struct entry) + sizeof(struct entry) / 2 };

struct sorter {
	uint64_t memory;
	const char *temp;
	struct arena items;
	struct entry *entries;
	size_t count, room;
	size_t next;	  /* of the entries, to be delivered */
	uint64_t largest; /* bytes of the largest item */
	uint64_t spilled;
	struct spill *spill; /* NULL: everything is in memory */
	struct run *runs;
	size_t run_count;
	struct runs *merge; /* the last one */
};

struct sorter *
sorter_new(uint64_t memory, const char *temp)
{
	struct sorter *s = xcalloc(1, sizeof *s);

	s->memory = memory < SORTER_LEAST ? SORTER_LEAST : memory;
	s->temp = temp;
	return s;
}

static void
sort_items(struct sorter *s)
{
	struct entry *scratch = xmalloc(s->count / 2, sizeof *scratch);

	entries_sort(s->entries, s->count, scratch);
	free(scratch);
}

static void
add_run(struct sorter *s, uint64_t from, uint64_t to)
{
	s->runs = xrealloc(s->runs, s->run_count + 1, sizeof *s->runs);
	s->runs[s->run_count++] = (struct run){from, to};
	s->spilled += to - from;
}

/* Asks for the item that is needed soon after this one: sorted items lie anywhere. */
static void
fetch_ahead(const struct sorter *s, size_t i)
{
	if (i + AHEAD < s->count)
		__builtin_prefetch(s->entries[i + AHEAD].item);
}

/* Writes the items in memory as a run and forgets them. */
static int
spill_items(struct sorter *s)
{
	uint64_t from;

	if (!s->spill && !(s->spill = spill_new(s->temp)))
		return -1;
	from = spill_size(s->spill);
	sort_items(s);
	for (size_t i = 0; i < s->count; i++) {
		const char *item = s->entries[i].item;
		struct span payload = entry_payload(&s->entries[i]);

		fetch_ahead(s, i);
		if (spill_write(s->spill, item, (size_t)(payload.data - item) + payload.size) != 0)
			return -1;
	}
	add_run(s, from, spill_size(s->spill));
	arena_free(&s->items);
	s->count = 0;
	return 0;
}

static size_t
next_room(const struct sorter *s)
{
	return s->count < s->room ? s->room : s->room + s->room / 2 + ENTRIES_LEAST;
}

/* Would one more item of this many bytes break the budget? */
static bool
is_full(const struct sorter *s, size_t size)
{
	uint64_t index = (uint64_t)next_room(s) * ENTRY_COST;

	return arena_bytes_next(&s->items, size) + index + WRITER > s->memory;
}

/* Copies an item into the arena. */
static const char *
keep_item(struct sorter *s, struct span key, struct span payload)
{
	struct item_sizes sizes = {(uint32_t)key.size, (uint32_t)payload.size};
	char *item = arena_take(&s->items, sizeof sizes + key.size + payload.size);

	memcpy(item, &sizes, sizeof sizes);
	if (key.size)
		memcpy(item + sizeof sizes, key.data, key.size);
	if (payload.size)
		memcpy(item + sizeof sizes + key.size, payload.data, payload.size);
	return item;
}

int
sorter_add(struct sorter *s, struct span key, struct span payload)
{
	size_t size = sizeof(struct item_sizes) + key.size + payload.size;

	if (key.size > UINT32_MAX || payload.size > UINT32_MAX) {
		warn("cannot sort an item of 4 GiB or more");
		return -1;
	}
	if (s->count > 0 && is_full(s, size) && spill_items(s) != 0)
		return -1;
	if (s->count == s->room) {
		s->room = next_room(s);
		s->entries = xrealloc(s->entries, s->room, sizeof *s->entries);
	}
	s->entries[s->count++] = (struct entry){0, keep_item(s, key, payload)};
	if (size > s->largest)
		s->largest = size;
	return 0;
}

/* How many runs have room at once: each takes its item (a buf doubles) and a buffer. */
static size_t
runs_at_once(const struct sorter *s)
{
	uint64_t fit = (s->memory - WRITER) / (2 * s->largest + READER_USUAL);

	return fit < 2 ? 2 : fit > SORTER_RUNS ? SORTER_RUNS : (size_t)fit;
}

static struct runs *
begin_merge(const struct sorter *s, const struct run *runs, size_t count)
{
	uint64_t share = (s->memory - WRITER) / count, items = 2 * s->largest;
	size_t buffer = READER_LEAST;

	if (share > items + READER_LEAST)
		buffer = share - items > READER_MOST ? READER_MOST : (size_t)(share - items);
	return runs_open(s->spill, runs, count, buffer);
}

/* Merges some runs into one of another spill. */
static int
merge_runs(const struct sorter *s, const struct run *runs, size_t count, struct spill *to)
{
	struct runs *merge = begin_merge(s, runs, count);
	struct span key, payload;
	enum read_status status = READ_ERROR;

	while (merge && (status = runs_next(merge, &key, &payload)) == READ_RECORD) {
		struct item_sizes sizes = {(uint32_t)key.size, (uint32_t)payload.size};

		if (spill_write(to, &sizes, sizeof sizes) != 0 ||
		    spill_write(to, key.data, key.size) != 0 ||
		    spill_write(to, payload.data, payload.size) != 0) {
			status = READ_ERROR;
			break;
		}
	}
	runs_close(merge);
	return status == READ_END ? 0 : -1;
}

/* One pass: fewer and longer runs, in a new spill. */
static int
merge_pass(struct sorter *s, size_t at_once)
{
	struct spill *to = spill_new(s->temp);
	struct run *runs = s->runs;
	size_t count = s->run_count;
	int result = to ? 0 : -1;

	s->runs = NULL;
	s->run_count = 0;
	for (size_t done = 0; result == 0 && done < count; done += at_once) {
		size_t some = count - done < at_once ? count - done : at_once;
		uint64_t from = spill_size(to);

		result = merge_runs(s, runs + done, some, to);
		add_run(s, from, spill_size(to));
	}
	free(runs);
	if (!to)
		return -1;
	spill_free(s->spill);
	s->spill = to;
	return result == 0 ? spill_seal(to) : -1;
}

int
sorter_finish(struct sorter *s)
{
	size_t at_once = runs_at_once(s);

	if (!s->spill) {
		sort_items(s);
		return 0;
	}
	if (spill_items(s) != 0 || spill_seal(s->spill) != 0)
		return -1;
	free(s->entries);
	s->entries = NULL;
	s->room = 0;
	while (s->run_count > at_once)
		if (merge_pass(s, at_once) != 0)
			return -1;
	s->merge = begin_merge(s, s->runs, s->run_count);
	return s->merge ? 0 : -1;
}

enum read_status
sorter_next(struct sorter *s, struct span *key, struct span *payload)
{
	if (s->merge)
		return runs_next(s->merge, key, payload);
	if (s->next == s->count)
		return READ_END;
	fetch_ahead(s, s->next);
	*key = entry_key(&s->entries[s->next]);
	*payload = entry_payload(&s->entries[s->next++]);
	return READ_RECORD;
}

uint64_t
sorter_spilled(const struct sorter *s)
{
	return s->spilled;
}

void
sorter_free(struct sorter *s)
{
	if (!s)
		return;
	runs_close(s->merge);
	if (s->spill)
		spill_free(s->spill);
	arena_free(&s->items);
	free(s->entries);
	free(s->runs);
	free(s);
}
