/* phone: see phone.h. A number is read in every way that the plan of its country allows, and used
 * only when all of them give the same one: a key that was guessed would join two people. */
#include "phone.h"

#include "phone_plan.h"
#include "phone_text.h"

/* The numbers found so far; only the first is kept. */
struct readings {
	char number[PHONE_LONGEST];
	size_t size;
	bool several; /* another one was found */
};

static struct span
from(struct span digits, size_t size)
{
	return (struct span){digits.data + size, digits.size - size};
}

static void
add(struct readings *readings, const struct phone_plan *plan, struct span number)
{
	char whole[PHONE_LONGEST];
	size_t size = plan->code.size + number.size;

	memcpy(whole, plan->code.data, plan->code.size);
	memcpy(whole + plan->code.size, number.data, number.size);
	if (readings->size &&
	    (readings->size != size || memcmp(readings->number, whole, size) != 0))
		readings->several = true;
	memcpy(readings->number, whole, size);
	readings->size = size;
}

static bool
read_whole(struct readings *readings, const struct phone_plan *plan, struct span number)
{
	bool fits = phone_plan_fits(&plan->numbers, number);

	if (fits)
		add(readings, plan, number);
	return fits;
}

static void
read_rewritten(struct readings *readings, const struct phone_plan *plan, struct span number)
{
	char result[PHONE_LONGEST];

	for (size_t i = 0; i < plan->rewrite_count; i++) {
		size_t size = phone_plan_rewrite(&plan->rewrites[i], number, result);

		if (size)
			read_whole(readings, plan, (struct span){result, size});
	}
}

static bool
begins_with(struct span digits, struct span prefix)
{
	return digits.size >= prefix.size && memcmp(digits.data, prefix.data, prefix.size) == 0;
}

/* A national number with a trunk prefix, or as it was written in other years. */
static void
read_otherwise(struct readings *readings, const struct phone_plan *plan, struct span number)
{
	read_rewritten(readings, plan, number);
	for (size_t i = 0; i < plan->trunk_count; i++) {
		struct span trunk = plan->trunks[i];

		if (begins_with(number, trunk)) {
			read_whole(readings, plan, from(number, trunk.size));
			read_rewritten(readings, plan, from(number, trunk.size));
		}
	}
}

/* What was written behind a calling code. A number that is whole is never changed; zero says that
 * its first digit stood in brackets, so it may be whole without it. */
static void
read_behind_code(
    struct readings *readings, const struct phone_plan *first, struct span number, bool zero)
{
	bool whole = false;

	for (const struct phone_plan *plan = first; plan; plan = plan->next) {
		whole |= read_whole(readings, plan, number);
		if (zero)
			whole |= read_whole(readings, plan, from(number, 1));
	}
	if (whole)
		return;
	for (const struct phone_plan *plan = first; plan; plan = plan->next) {
		read_otherwise(readings, plan, number);
		if (zero)
			read_otherwise(readings, plan, from(number, 1));
	}
}

/* Why a number of this size, which fits nothing, does not. */
static const char *
misfit(size_t size, size_t shortest, size_t longest)
{
	return size < shortest ? "too_short" : size > longest ? "too_long" : "bad_number";
}

static const char *
misfit_all(const struct phone_plan *first, size_t size)
{
	size_t shortest = PHONE_LONGEST, longest = 0;

	for (const struct phone_plan *plan = first; plan; plan = plan->next) {
		shortest = plan->shortest < shortest ? plan->shortest : shortest;
		longest = plan->longest > longest ? plan->longest : longest;
	}
	return misfit(size, shortest, longest);
}

/* A number that begins with its calling code, skip digits into the text. */
static const char *
read_international(const struct phone_rules *rules, const struct phone_text *text, size_t skip,
    struct readings *readings)
{
	struct span digits = from((struct span){text->digits, text->size}, skip);
	const struct phone_plan *plan = phone_plan_called(rules, digits);
	struct span number;

	if (plan == NULL)
		return digits.size < PHONE_SHORTEST ? "too_short" : "bad_calling_code";
	number = from(digits, plan->code.size);
	read_behind_code(readings, plan, number,
	    text->optional < text->size && text->optional == skip + plan->code.size);
	return misfit_all(plan, number.size);
}

/* A number without +, as it is dialled in the country of the plan. */
static const char *
read_national(const struct phone_rules *rules, const struct phone_plan *plan,
    const struct phone_text *text, struct readings *readings)
{
	struct span digits = {text->digits, text->size};
	const char *reason = misfit(digits.size, plan->shortest_bare, plan->longest);

	if (phone_plan_fits(&plan->bare, digits))
		add(readings, plan, digits);
	read_otherwise(readings, plan, digits);
	for (size_t i = 0; i < plan->trunk_count; i++)
		if (begins_with(digits, plan->trunks[i]))
			reason = misfit(
			    digits.size - plan->trunks[i].size, plan->shortest, plan->longest);
	if (begins_with(digits, plan->code))
		(void)read_international(rules, text, 0, readings);
	for (size_t i = 0; i < plan->prefixes.count; i++)
		if (phone_plan_begins(&plan->prefixes.items[i], digits))
			(void)read_international(
			    rules, text, plan->prefixes.items[i].size, readings);
	/* Where local numbers are short, it may lack only its trunk prefix. */
	readings->several |= readings->size && !phone_plan_fits(&plan->bare, digits) &&
			     phone_plan_fits(&plan->numbers, digits);
	return reason;
}

bool
phone_has_country(const struct phone_rules *rules, struct span country)
{
	return phone_plan_of(rules, country) != NULL;
}

static const char *
read_text(const struct phone_rules *rules, struct span country, const struct phone_text *text,
    struct readings *readings)
{
	const struct phone_plan *plan;
	const char *reason = "no_country";
	bool doubled = text->size >= 2 && text->digits[0] == '0' && text->digits[1] == '0';

	if (text->plus)
		return read_international(rules, text, 0, readings);
	plan = phone_plan_of(rules, country);
	if (plan)
		reason = read_national(rules, plan, text, readings);
	if (doubled)
		reason = read_international(rules, text, 2, readings);
	return reason;
}

const char *
phone_e164(const struct phone_rules *rules, struct span country, struct span value, struct buf *out)
{
	struct phone_text text;
	struct readings readings = {.size = 0};
	const char *reason = phone_text_read(&text, value);

	if (reason)
		return reason;
	reason = read_text(rules, country, &text, &readings);
	if (readings.several)
		return "ambiguous";
	if (readings.size == 0)
		return reason;
	buf_clear(out);
	buf_reserve(out, PHONE_LONGEST + 1);
	out->data[0] = '+';
	memcpy(out->data + 1, readings.number, readings.size);
	out->size = readings.size + 1;
	return NULL;
}
