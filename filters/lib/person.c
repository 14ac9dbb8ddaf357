/* person: see person.h. The table is the user's and has some hundred rows, so a plain hash serves.
 */
#include "person.h"

#include <stdlib.h>

#include "utf8.h"

/* Size, first and last bytes tell domains apart well enough, and cost no loop. */
static size_t
hash_of(struct span domain)
{
	uint64_t first = 0, last = 0;

	if (domain.size >= sizeof first) {
		memcpy(&first, domain.data, sizeof first);
		memcpy(&last, domain.data + domain.size - sizeof last, sizeof last);
	} else {
		for (size_t i = 0; i < domain.size; i++)
			first = first << 8 | (unsigned char)domain.data[i];
	}
	first = (first ^ last << 7 ^ last >> 57 ^ domain.size) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(first >> 32);
}

/* The slot of the domain, or the free one where it would stand. */
static struct person_rule *
slot_of(const struct person_rules *rules, struct span domain)
{
	for (size_t hash = hash_of(domain);; hash++) {
		struct person_rule *slot = &rules->slots[hash & (rules->room - 1)];

		if (slot->domain.size == 0 || span_equal(slot->domain, domain))
			return slot;
	}
}

static void
grow(struct person_rules *rules)
{
	struct person_rules old = *rules;

	rules->room = old.room ? old.room * 2 : 1024;
	rules->slots = xcalloc(rules->room, sizeof *rules->slots);
	for (size_t i = 0; i < old.room; i++)
		if (old.slots[i].domain.size)
			*slot_of(rules, old.slots[i].domain) = old.slots[i];
	free(old.slots);
}

int
person_add(struct person_rules *rules, const struct person_rule *rule)
{
	struct person_rule *slot;

	if (rules->count * 2 >= rules->room)
		grow(rules);
	slot = slot_of(rules, rule->domain);
	if (slot->domain.size || rule->domain.size == 0)
		return -1;
	*slot = *rule;
	slot->domain = arena_copy(&rules->arena, rule->domain);
	slot->alias_of = arena_copy(&rules->arena, rule->alias_of);
	rules->count++;
	return 0;
}

bool
person_is_alias(const struct person_rules *rules, struct span domain)
{
	return rules->count && slot_of(rules, domain)->alias_of.size;
}

/* The local part by the rule, written over itself. Returns its size, never 0: it does not start
 * with a dot. */
static size_t
reduce(const struct person_rule *rule, char *local, size_t size)
{
	size_t out = 0;

	/* A sub-address needs something before it, and what is left must be a local part still. */
	for (size_t i = 1; rule->separator && i < size; i++)
		if (local[i] == rule->separator && (rule->dots_ignored || local[i - 1] != '.'))
			size = i + rule->separator_stays;
	if (!rule->dots_ignored)
		return size;
	for (size_t i = 0; i < size; i++)
		if (local[i] != '.')
			local[out++] = local[i];
	return out;
}

void
person_apply(const struct person_rules *rules, struct buf *key)
{
	const char *at = memrchr(key->data, '@', key->size);
	size_t local = (size_t)(at - key->data);
	struct span domain = {at + 1, key->size - local - 1};
	const struct person_rule *rule = rules->count ? slot_of(rules, domain) : NULL;

	if (rule == NULL || rule->domain.size == 0 || key->data[0] == '"' ||
	    !utf8_is_ascii((struct span){key->data, local}))
		return;
	if (rule->alias_of.size)
		domain = rule->alias_of;
	else
		domain = rule->domain;
	key->size = reduce(rule, key->data, local);
	buf_add_byte(key, '@');
	buf_add_span(key, domain);
}

void
person_free(struct person_rules *rules)
{
	free(rules->slots);
	arena_free(&rules->arena);
	*rules = (struct person_rules){0};
}
