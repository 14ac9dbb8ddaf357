/* place_names: see place_names.h. */
#include "place_names.h"

#include <stdlib.h>

static size_t
hash_text(struct span text)
{
	uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */

	for (size_t i = 0; i < text.size; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * 0x100000001b3u;
	return (size_t)(hash ^ hash >> 32);
}

/* The slot of the text in exactly this country, or the free one behind all of that text. */
static struct place_name *
slot_of(const struct place_names *names, uint16_t country, struct span text)
{
	for (size_t hash = hash_text(text);; hash++) {
		struct place_name *slot = &names->slots[hash & (names->room - 1)];

		if (slot->text.size == 0 ||
		    (slot->country == country && span_equal(slot->text, text)))
			return slot;
	}
}

const struct place_name *
place_names_find(const struct place_names *names, uint16_t country, struct span text)
{
	const struct place_name *everywhere = NULL;

	if (text.size > names->longest)
		return NULL;
	for (size_t hash = hash_text(text);; hash++) {
		const struct place_name *slot = &names->slots[hash & (names->room - 1)];

		if (slot->text.size == 0)
			return everywhere;
		if (!span_equal(slot->text, text))
			continue;
		if (slot->country == country)
			return slot;
		if (slot->country == 0)
			everywhere = slot;
	}
}

static void
grow(struct place_names *names)
{
	struct place_names old = *names;

	names->room = old.room ? old.room * 2 : 256;
	names->slots = xcalloc(names->room, sizeof *names->slots);
	for (size_t i = 0; i < old.room; i++)
		if (old.slots[i].text.size)
			*slot_of(names, old.slots[i].country, old.slots[i].text) = old.slots[i];
	free(old.slots);
}

bool
place_names_add(struct place_names *names, const struct place_name *name)
{
	struct place_name *slot;

	if (names->count * 2 >= names->room)
		grow(names);
	slot = slot_of(names, name->country, name->text);
	if (slot->text.size)
		return slot->ambiguous && name->ambiguous;
	*slot = *name;
	names->count++;
	if (name->text.size > names->longest)
		names->longest = name->text.size;
	return true;
}

void
place_names_free(struct place_names *names)
{
	free(names->slots);
	*names = (struct place_names){0};
}
