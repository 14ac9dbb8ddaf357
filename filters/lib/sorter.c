/* sorter: an external sort of (key, payload).
 *
 * In memory an item is one piece of an arena, and an entry of an index says where it lies. The
 * index is sorted by a number made of 7 bytes of each key and of how many there are; only entries
 * with equal numbers are looked at again, 7 bytes further on. So keys are fetched once for every 7
 * bytes they have in common, not once for every comparison. The sort itself merges: it is stable,
 * needs half of the index as scratch, and halves that are in order already cost one comparison.
 *
 * On disk a run is the same pieces one after the other. Runs are numbered in the order of adding
 * and merged in neighbourhoods, so equal keys keep that order. */
#include "sorter.h"

#include <endian.h>
#include <stdlib.h>

#include "err.h"
#include "runs.h"

enum {
	ENTRIES_LEAST = 256,
	INSERTION = 12,		 /* up to here insertion beats merging */
	AHEAD = 8,		 /* items are fetched so many before they are needed */
	STEP = 7,		 /* bytes of a key in an entry */
	WRITER = 64 * 1024,	 /* the spill's own buffer */
	READER_LEAST = 4 * 1024, /* a merge reader's buffer */
	READER_USUAL = 16 * 1024,
	READER_MOST = 256 * 1024
};

struct entry {
	uint64_t part;	  /* of the key; see part_of */
	const char *item; /* struct item_sizes, key, payload */
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

static struct span
item_key(const char *item)
{
	struct item_sizes sizes;

	memcpy(&sizes, item, sizeof sizes);
	return (struct span){item + sizeof sizes, sizes.key};
}

static struct span
item_payload(const char *item)
{
	struct item_sizes sizes;

	memcpy(&sizes, item, sizeof sizes);
	return (struct span){item + sizeof sizes + sizes.key, sizes.payload};
}

static struct span
rest_of(struct span key, size_t from)
{
	return (struct span){key.data + from, key.size - from};
}

/* STEP bytes of a key from `from` on, filled up with 0, and in the last byte how many they are;
 * one more when the key goes on. Equal parts of keys that do not go on mean equal keys, all others
 * are in the order of the keys. */
static uint64_t
part_of(struct span key, size_t from)
{
	size_t left = key.size - from, size = left < STEP ? left : STEP;
	unsigned char bytes[8] = {0};
	uint64_t part;

	if (size)
		memcpy(bytes, key.data + from, size);
	bytes[STEP] = (unsigned char)(left > STEP ? STEP + 1 : left);
	memcpy(&part, bytes, sizeof part);
	return be64toh(part);
}

static bool
goes_on(uint64_t part)
{
	return (part & 0xff) > STEP;
}

static void
fill_parts(struct entry *e, size_t count, size_t from)
{
	for (size_t i = 0; i < count; i++) {
		if (i + AHEAD < count)
			__builtin_prefetch(e[i + AHEAD].item);
		e[i].part = part_of(item_key(e[i].item), from);
	}
}

static void
insertion_sort(struct entry *e, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct entry moved = e[i];
		size_t k = i;

		for (; k > 0 && moved.part < e[k - 1].part; k--)
			e[k] = e[k - 1];
		e[k] = moved;
	}
}

/* By the parts; scratch holds half of count. */
static void
merge_sort(struct entry *e, size_t count, struct entry *scratch)
{
	size_t half = count / 2, left = 0, right = half, to = 0;

	if (count <= INSERTION) {
		insertion_sort(e, count);
		return;
	}
	merge_sort(e, half, scratch);
	merge_sort(e + half, count - half, scratch);
	if (e[half - 1].part <= e[half].part)
		return;
	memcpy(scratch, e, half * sizeof *e);
	while (left < half && right < count)
		e[to++] = e[right].part < scratch[left].part ? e[right++] : scratch[left++];
	memcpy(e + to, scratch + left, (half - left) * sizeof *e);
}

/* The entries from the first one on that have its part. */
static size_t
equal_parts(const struct entry *e, size_t count)
{
	size_t equal = 1;

	while (equal < count && e[equal].part == e[0].part)
		equal++;
	return equal;
}

/* A few entries whose keys are equal in the first `from` bytes. */
static void
sort_few(struct entry *e, size_t count, size_t from)
{
	for (size_t i = 1; i < count; i++) {
		struct entry moved = e[i];
		struct span key = rest_of(item_key(moved.item), from);
		size_t k = i;

		for (; k > 0; k--) {
			if (span_compare(key, rest_of(item_key(e[k - 1].item), from)) >= 0)
				break;
			e[k] = e[k - 1];
		}
		e[k] = moved;
	}
}

/* Sorts entries whose keys are equal in the first `from` bytes. It calls itself only for a part of
 * them that is not small: how deep that can go is bounded by the bytes of their keys, which lie in
 * memory. */
static void
sort_entries(struct entry *e, size_t count, size_t from, struct entry *scratch)
{
	size_t equal = count;

	for (; equal == count; from += STEP) {
		if (count <= INSERTION) {
			sort_few(e, count, from);
			return;
		}
		fill_parts(e, count, from);
		merge_sort(e, count, scratch);
		equal = equal_parts(e, count);
		if (equal == count && !goes_on(e[0].part))
			return;
	}
	for (size_t at = 0; at < count; at += equal) {
		equal = equal_parts(e + at, count - at);
		if (equal > 1 && goes_on(e[at].part))
			sort_entries(e + at, equal, from, scratch);
	}
}

static void
sort_items(struct sorter *s)
{
	struct entry *scratch = xmalloc(s->count / 2, sizeof *scratch);

	sort_entries(s->entries, s->count, 0, scratch);
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
		struct span payload = item_payload(item);

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
	*key = item_key(s->entries[s->next].item);
	*payload = item_payload(s->entries[s->next++].item);
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
