/* phone_plan_read: the texts of a row, compiled once and strictly: a rule that is misread would
 * join the numbers of two people. */
#include "phone_plan.h"

enum { ANY_DIGIT = 0x3ff };

static void *
take_cleared(struct arena *arena, size_t count, size_t size)
{
	void *memory = arena_take(arena, count * size + 1);

	memset(memory, 0, count * size);
	return memory;
}

/* Its value, or -1 when it is no digit. */
static int
digit_of(char byte)
{
	return byte >= '0' && byte <= '9' ? byte - '0' : -1;
}

static bool
are_digits(struct span text)
{
	for (size_t i = 0; i < text.size; i++)
		if (digit_of(text.data[i]) < 0)
			return false;
	return text.size > 0;
}

/* The next word of a list; false at its end. An empty word, of two blanks, is given too. */
static bool
next_word(struct span *list, struct span *word)
{
	const char *blank;

	if (list->size == 0)
		return false;
	blank = memchr(list->data, ' ', list->size);
	*word = (struct span){list->data, blank ? (size_t)(blank - list->data) : list->size};
	list->data += word->size;
	list->size -= word->size;
	if (blank) {
		list->data++;
		list->size--;
		if (list->size == 0) /* a blank at the end */
			word->size = 0;
	}
	return true;
}

static size_t
count_words(struct span list)
{
	struct span word;
	size_t count = 0;

	while (next_word(&list, &word))
		count++;
	return count;
}

static struct span
rest(struct span text, size_t size)
{
	return (struct span){text.data + size, text.size - size};
}

/* A class [2-68] at the start of the text. Its size with the brackets, 0 when it is none. */
static size_t
read_class(struct span text, uint16_t *set)
{
	size_t i = 1;

	*set = 0;
	for (; i < text.size && text.data[i] != ']'; i++) {
		int first = digit_of(text.data[i]), last = first;

		if (i + 2 < text.size && text.data[i + 1] == '-') {
			last = digit_of(text.data[i + 2]);
			i += 2;
		}
		if (first < 0 || last < first)
			return 0;
		for (int digit = first; digit <= last; digit++)
			*set = (uint16_t)(*set | 1u << digit);
	}
	return i < text.size && *set ? i + 1 : 0;
}

/* One place of a pattern at the start of the text: its size, 0 when it is none. */
static size_t
read_place(struct span text, uint16_t *set)
{
	int digit = digit_of(text.data[0]);

	if (text.data[0] == '[')
		return read_class(text, set);
	*set = text.data[0] == 'x' ? ANY_DIGIT : digit < 0 ? 0 : (uint16_t)(1u << digit);
	return *set ? 1 : 0;
}

static bool
read_pattern(struct span text, struct phone_pattern *pattern)
{
	while (text.size && pattern->size < PHONE_PATTERN) {
		size_t size = read_place(text, &pattern->digits[pattern->size]);

		if (size == 0)
			return false;
		pattern->size++;
		text = rest(text, size);
	}
	return text.size == 0 && pattern->size;
}

static bool
read_length(struct span text, unsigned char *length)
{
	unsigned value = 0;

	if (!are_digits(text) || text.size > 2)
		return false;
	for (size_t i = 0; i < text.size; i++)
		value = value * 10 + (unsigned)digit_of(text.data[i]);
	*length = (unsigned char)value;
	return true;
}

/* PATTERN:LENGTH or PATTERN:SHORTEST-LONGEST, of a national number behind such a calling code. */
static bool
read_number(struct span text, size_t code_size, struct phone_pattern *pattern)
{
	const char *colon = memchr(text.data, ':', text.size);
	struct span lengths, last;
	const char *dash;

	if (!colon)
		return false;
	lengths = rest(text, (size_t)(colon - text.data) + 1);
	text.size = (size_t)(colon - text.data);
	dash = memchr(lengths.data, '-', lengths.size);
	last = lengths;
	if (dash) {
		last = rest(lengths, (size_t)(dash - lengths.data) + 1);
		lengths.size = (size_t)(dash - lengths.data);
	}
	return read_pattern(text, pattern) && read_length(lengths, &pattern->shortest) &&
	       read_length(last, &pattern->longest) && pattern->shortest <= pattern->longest &&
	       pattern->shortest >= pattern->size &&
	       pattern->shortest + code_size >= PHONE_SHORTEST &&
	       pattern->longest + code_size <= PHONE_LONGEST;
}

/* A list of prefixes, or, with the size of a calling code, of numbers. */
static bool
read_patterns(struct arena *arena, struct span list, size_t code_size, struct phone_patterns *out)
{
	struct span word;

	out->items = take_cleared(arena, count_words(list), sizeof *out->items);
	while (next_word(&list, &word)) {
		struct phone_pattern *pattern = &out->items[out->count++];

		if (code_size ? !read_number(word, code_size, pattern)
			      : !read_pattern(word, pattern))
			return false;
	}
	return true;
}

static bool
read_trunks(struct arena *arena, struct phone_plan *plan)
{
	struct span list = plan->texts.trunk_prefixes, word;

	plan->trunks = take_cleared(arena, count_words(list), sizeof *plan->trunks);
	while (next_word(&list, &word)) {
		if (!are_digits(word))
			return false;
		plan->trunks[plan->trunk_count++] = word;
	}
	return true;
}

/* The side of a rewrite before its '>'. How many digits it keeps, or -1. */
static int
read_old(struct span text, struct phone_rewrite *rewrite)
{
	int kept = 0;

	while (text.size && rewrite->size < PHONE_REWRITE) {
		size_t at = rewrite->size++;
		size_t size = 1;

		rewrite->digits[at] = ANY_DIGIT;
		if (text.data[0] != '.')
			size = read_place(text, &rewrite->digits[at]);
		if (size == 0)
			return -1;
		rewrite->kept[at] = text.data[0] == '[' || text.data[0] == 'x';
		kept += rewrite->kept[at];
		text = rest(text, size);
	}
	return text.size ? -1 : kept;
}

static bool
read_rewrite(struct span text, const struct phone_plan *plan, struct phone_rewrite *rewrite)
{
	const char *sign = memchr(text.data, '>', text.size);
	struct span result;
	int kept;

	if (!sign)
		return false;
	result = rest(text, (size_t)(sign - text.data) + 1);
	text.size = (size_t)(sign - text.data);
	kept = read_old(text, rewrite);
	if (kept < 0 || result.size < plan->shortest || result.size > plan->longest)
		return false;
	for (size_t i = 0; i < result.size; i++) {
		rewrite->result[i] = result.data[i];
		kept -= result.data[i] == 'x';
		if (result.data[i] != 'x' && digit_of(result.data[i]) < 0)
			return false;
	}
	rewrite->result_size = (unsigned char)result.size;
	return kept == 0;
}

static bool
read_rewrites(struct arena *arena, struct phone_plan *plan)
{
	struct span list = plan->texts.rewrites, word;

	plan->rewrites = take_cleared(arena, count_words(list), sizeof *plan->rewrites);
	while (next_word(&list, &word))
		if (!read_rewrite(word, plan, &plan->rewrites[plan->rewrite_count++]))
			return false;
	return true;
}

static bool
read_bare(struct arena *arena, struct phone_plan *plan)
{
	struct span list = plan->texts.bare_numbers;

	plan->bare = plan->numbers;
	if (span_is(list, "none"))
		plan->bare.count = 0;
	else if (list.size) {
		plan->bare.count = 0;
		return read_patterns(arena, list, plan->code.size, &plan->bare);
	}
	return true;
}

static void
measure(struct phone_plan *plan)
{
	plan->shortest = plan->shortest_bare = PHONE_LONGEST;
	for (size_t i = 0; i < plan->numbers.count; i++) {
		if (plan->numbers.items[i].shortest < plan->shortest)
			plan->shortest = plan->numbers.items[i].shortest;
		if (plan->numbers.items[i].longest > plan->longest)
			plan->longest = plan->numbers.items[i].longest;
	}
	for (size_t i = 0; i < plan->bare.count; i++)
		if (plan->bare.items[i].shortest < plan->shortest_bare)
			plan->shortest_bare = plan->bare.items[i].shortest;
}

const char *
phone_plan_compile(struct arena *arena, struct phone_plan *plan)
{
	const struct phone_country *row = &plan->texts;

	if (!read_trunks(arena, plan))
		return "column trunk_prefixes: not a list of digits";
	if (!read_patterns(arena, row->international_prefixes, 0, &plan->prefixes))
		return "column international_prefixes: not a list of patterns";
	if (!read_patterns(arena, row->numbers, plan->code.size, &plan->numbers) ||
	    plan->numbers.count == 0)
		return "column numbers: not a list of PATTERN:LENGTHS of 7 to 15 digits in all";
	if (!read_bare(arena, plan))
		return "column bare_numbers: neither such a list as numbers nor none";
	measure(plan);
	if (!read_rewrites(arena, plan))
		return "column rewrites: not a list of OLD>NEW that gives numbers";
	return NULL;
}
