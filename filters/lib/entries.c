/* entries: see entries.h.
 *
 * Entries are sorted by a number made of 7 bytes of each key and of how many there are; only those
 * with equal numbers are looked at again, 7 bytes further on. So keys are fetched once for every 7
 * bytes they have in common, not once for every comparison. The sort itself merges: it is stable,
 * needs half of the entries as scratch, and halves that are in order already cost one comparison.
 */
#include "entries.h"

#include <endian.h>

enum {
	INSERTION = 12, /* up to here insertion beats merging */
	AHEAD = 8,	/* items are fetched so many before they are needed */
	STEP = 7	/* bytes of a key in an entry */
};

struct span
entry_key(const struct entry *e)
{
	struct item_sizes sizes;

	memcpy(&sizes, e->item, sizeof sizes);
	return (struct span){e->item + sizeof sizes, sizes.key};
}

struct span
entry_payload(const struct entry *e)
{
	struct item_sizes sizes;

	memcpy(&sizes, e->item, sizeof sizes);
	return (struct span){e->item + sizeof sizes + sizes.key, sizes.payload};
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
		e[i].part = part_of(entry_key(&e[i]), from);
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
		struct span key = rest_of(entry_key(&moved), from);
		size_t k = i;

		for (; k > 0; k--) {
			if (span_compare(key, rest_of(entry_key(&e[k - 1]), from)) >= 0)
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

void
entries_sort(struct entry *e, size_t count, struct entry *scratch)
{
	sort_entries(e, count, 0, scratch);
}
