/* phone_plan: see phone_plan.h. */
#include "phone_plan.h"

#include <stdlib.h>

enum { LETTERS = 26, CODES = 1000 };

struct phone_rules {
	struct arena arena;
	struct phone_plan *by_country[LETTERS * LETTERS];
	struct phone_plan *by_code[CODES]; /* no code begins with another */
	bool begun[100];		   /* some code is longer than these digits */
};

struct phone_rules *
phone_rules_new(void)
{
	return xcalloc(1, sizeof(struct phone_rules));
}

void
phone_rules_free(struct phone_rules *rules)
{
	if (rules == NULL)
		return;
	arena_free(&rules->arena);
	free(rules);
}

/* 1 to 3 digits, the first no 0. */
static bool
is_code(struct span text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.size >= 1 && text.size <= 3 && text.data[0] != '0';
}

static size_t
code_value(struct span digits, size_t size)
{
	size_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value * 10 + (size_t)(digits.data[i] - '0');
	return value;
}

/* Where the plans of a code stand, or NULL when it is none, or begins with another's or the other
 * way round. */
static struct phone_plan **
place_of_code(struct phone_rules *rules, struct span code)
{
	size_t value;

	if (!is_code(code))
		return NULL;
	value = code_value(code, code.size);
	if (code.size < 3 && rules->begun[value])
		return NULL;
	for (size_t size = 1; size < code.size; size++)
		if (rules->by_code[code_value(code, size)])
			return NULL;
	for (size_t size = 1; size < code.size; size++)
		rules->begun[code_value(code, size)] = true;
	return &rules->by_code[value];
}

static int
letter(char byte)
{
	if (byte >= 'a' && byte <= 'z')
		return byte - 'a';
	return byte >= 'A' && byte <= 'Z' ? byte - 'A' : -1;
}

/* Where the plan of a country stands, -1 when these are not two letters. */
static int
place_of_country(struct span country)
{
	int first, second;

	if (country.size != 2)
		return -1;
	first = letter(country.data[0]);
	second = letter(country.data[1]);
	return first < 0 || second < 0 ? -1 : first * LETTERS + second;
}

static bool
same_rules(const struct phone_country *a, const struct phone_country *b)
{
	return span_equal(a->trunk_prefixes, b->trunk_prefixes) &&
	       span_equal(a->international_prefixes, b->international_prefixes) &&
	       span_equal(a->numbers, b->numbers) && span_equal(a->bare_numbers, b->bare_numbers) &&
	       span_equal(a->rewrites, b->rewrites);
}

static struct phone_plan *
new_plan(struct arena *arena, const struct phone_country *row)
{
	struct phone_plan *plan = arena_take(arena, sizeof *plan);

	memset(plan, 0, sizeof *plan);
	plan->code = arena_copy(arena, row->calling_code);
	plan->texts.trunk_prefixes = arena_copy(arena, row->trunk_prefixes);
	plan->texts.international_prefixes = arena_copy(arena, row->international_prefixes);
	plan->texts.numbers = arena_copy(arena, row->numbers);
	plan->texts.bare_numbers = arena_copy(arena, row->bare_numbers);
	plan->texts.rewrites = arena_copy(arena, row->rewrites);
	return plan;
}

const char *
phone_rules_add(struct phone_rules *rules, const struct phone_country *row)
{
	int country = place_of_country(row->country);
	struct phone_plan **place;
	const char *wrong;

	if (country < 0 && !span_is(row->country, "001"))
		return "column country: neither two letters nor 001";
	if (country >= 0 && rules->by_country[country])
		return "column country: listed before";
	place = place_of_code(rules, row->calling_code);
	if (place == NULL)
		return "column calling_code: not 1 to 3 digits, or one code begins with another";
	while (*place && !same_rules(&(*place)->texts, row))
		place = &(*place)->next;
	if (*place == NULL) {
		struct phone_plan *plan = new_plan(&rules->arena, row);

		wrong = phone_plan_compile(&rules->arena, plan);
		if (wrong)
			return wrong;
		*place = plan;
	}
	if (country >= 0)
		rules->by_country[country] = *place;
	return NULL;
}

const struct phone_plan *
phone_plan_of(const struct phone_rules *rules, struct span country)
{
	int place = place_of_country(country);

	return place < 0 ? NULL : rules->by_country[place];
}

const struct phone_plan *
phone_plan_called(const struct phone_rules *rules, struct span digits)
{
	for (size_t size = 1; size <= 3 && size <= digits.size; size++) {
		const struct phone_plan *plan = rules->by_code[code_value(digits, size)];

		if (plan && plan->code.size == size)
			return plan;
	}
	return NULL;
}

static bool
places_hold(const uint16_t *places, size_t count, const char *digits)
{
	for (size_t i = 0; i < count; i++)
		if (!(places[i] >> (digits[i] - '0') & 1))
			return false;
	return true;
}

bool
phone_plan_fits(const struct phone_patterns *patterns, struct span number)
{
	for (size_t i = 0; i < patterns->count; i++) {
		const struct phone_pattern *pattern = &patterns->items[i];

		if (number.size >= pattern->shortest && number.size <= pattern->longest &&
		    places_hold(pattern->digits, pattern->size, number.data))
			return true;
	}
	return false;
}

bool
phone_plan_begins(const struct phone_pattern *pattern, struct span digits)
{
	return digits.size >= pattern->size &&
	       places_hold(pattern->digits, pattern->size, digits.data);
}

size_t
phone_plan_rewrite(
    const struct phone_rewrite *rewrite, struct span number, char result[PHONE_LONGEST])
{
	size_t from = 0;

	if (number.size != rewrite->size ||
	    !places_hold(rewrite->digits, rewrite->size, number.data))
		return 0;
	for (size_t i = 0; i < rewrite->result_size; i++) {
		if (rewrite->result[i] == 'x') {
			while (!rewrite->kept[from])
				from++;
			result[i] = number.data[from++];
		} else
			result[i] = rewrite->result[i];
	}
	return rewrite->result_size;
}
