/* rules: binding a decision table and asking it.
 *
 * A record's rule is the lowest bit left when the masks of all columns are put together with
 * "and". The mask of a value is made once, by asking every cell of the column, and kept for the
 * values met first; words repeat, so nearly every record costs one hash and one load a column. */
#include "rules.h"

#include <stdlib.h>

#include "err.h"

enum {
	MEMO_VALUES = 16384, /* a column */
	NEAR_SIZE = 64,	     /* longest value of the first look */
	WORD = 64
};

static bool
cells_are_pure(const struct rules_test *test)
{
	for (size_t i = 0; i < test->cell_count; i++)
		if (!cell_is_pure(&test->cells[i]))
			return false;
	return true;
}

/* Takes from the mask the rules whose cell does not hold for the value. */
static int
mask_narrow(const struct rules *rules, struct rules_test *test, struct span text, uint64_t *mask)
{
	struct cell_value value = {.text = text};
	signed char *holds = xcalloc(test->cell_count, 1);
	int result = 0;

	for (size_t i = 0; result == 0 && i < test->cell_count; i++) {
		int answer = cell_match(&test->cells[i], &value, NULL);

		holds[i] = answer > 0;
		result = answer < 0 ? -1 : 0;
	}
	for (size_t rule = 0; result == 0 && rule < rules->count; rule++) {
		int cell = test->cell_of[rule];

		if (cell != RULES_NO_CELL && !holds[cell])
			mask[rule / WORD] &= ~(UINT64_C(1) << rule % WORD);
	}
	free(holds);
	return result;
}

static int
test_bind(
    struct rules *rules, struct rules_test *test, const struct names *names, const char *where)
{
	enum name_kind kind;

	if (names_need(names, test->name, where, &kind, &test->index) != 0)
		return -1;
	for (size_t i = 0; i < test->cell_count; i++)
		if (cell_bind(&test->cells[i], names) != 0)
			return -1;
	test->setting = kind == NAME_SETTING;
	test->direct = !cells_are_pure(test);
	if (test->direct && test->setting) {
		warn("%s: %.*s is a setting, whose cells cannot name a column", where,
		    (int)test->name.size, test->name.data);
		return -1;
	}
	if (test->setting)
		return mask_narrow(
		    rules, test, names->settings->items[test->index].value, rules->possible);
	rules->direct |= test->direct;
	if (test->direct)
		test->state = xmalloc(test->cell_count, 1);
	else
		test->near = xcalloc(RULES_NEAR, sizeof *test->near);
	return 0;
}

static int
piece_bind(struct rules_piece *piece, const struct names *names, const char *where)
{
	enum name_kind kind;

	if (!piece->named)
		return 0;
	if (names_need(names, piece->text, where, &kind, &piece->index) != 0)
		return -1;
	piece->column = kind == NAME_COLUMN;
	if (!piece->column)
		piece->text = names->settings->items[piece->index].value;
	return 0;
}

static int
value_bind(struct rules_value *value, const struct names *names, const char *where)
{
	for (size_t i = 0; i < value->count; i++)
		if (piece_bind(&value->pieces[i], names, where) != 0)
			return -1;
	return 0;
}

static int
output_check(const struct rules_output *output, const struct names *names, const char *where)
{
	size_t index;
	enum name_kind kind = names_find(names, output->name, &index);

	if (kind == NAME_COLUMN && !output->replaces)
		warn("%s: the column %.*s is there already (==%.*s replaces it)", where,
		    (int)output->name.size, output->name.data, (int)output->name.size,
		    output->name.data);
	else if (kind != NAME_COLUMN && output->replaces)
		warn("%s: there is no column %.*s to be replaced", where, (int)output->name.size,
		    output->name.data);
	else if (kind == NAME_SETTING || kind == NAME_TWICE)
		warn("%s: the output %.*s is a setting too", where, (int)output->name.size,
		    output->name.data);
	else
		return 0;
	return -1;
}

static int
header_bind(struct rules *rules, const struct names *names, const char *where)
{
	for (size_t i = 0; i < rules->test_count; i++)
		if (test_bind(rules, &rules->tests[i], names, where) != 0)
			return -1;
	for (size_t i = 0; i < rules->output_count; i++)
		if (output_check(&rules->outputs[i], names, where) != 0)
			return -1;
	return 0;
}

static int
values_bind(struct rules *rules, const struct names *names, struct buf *where)
{
	for (size_t rule = 0; rule < rules->count; rule++)
		for (size_t i = 0; i < rules->output_count; i++)
			if (value_bind(&rules->values[rule * rules->output_count + i], names,
				rules_place(rules, rules->lines[rule], (struct span){0}, where)) !=
			    0)
				return -1;
	return 0;
}

int
rules_bind(struct rules *rules, const struct names *names)
{
	struct buf where = {0};
	int result;

	rules->words = (rules->count + WORD - 1) / WORD;
	rules->possible = xcalloc(rules->words, sizeof *rules->possible);
	rules->built = xcalloc(rules->output_count, sizeof *rules->built);
	rules->mask = xcalloc(rules->words, sizeof *rules->mask);
	for (size_t rule = 0; rule < rules->count; rule++)
		rules->possible[rule / WORD] |= UINT64_C(1) << rule % WORD;
	result = header_bind(rules, names, rules_place(rules, 1, (struct span){0}, &where));
	if (result == 0)
		result = values_bind(rules, names, &where);
	if (result == 0)
		result = hash_secret_random(&rules->secret);
	buf_free(&where);
	return result;
}

/* The mask of a value that was not met before: kept while there is room, else made in the scratch
 * behind the others. */
static const uint64_t *
mask_make(struct rules *rules, struct rules_test *test, struct span value, struct hash128 key)
{
	size_t number = test->memo.count;
	size_t bytes = rules->words * sizeof *test->masks;
	uint64_t *mask, unused;

	if (number >= test->room) {
		test->room = 2 * number + 1;
		test->masks = xrealloc(test->masks, test->room, bytes);
		test->met = xrealloc(test->met, test->room, sizeof *test->met);
	}
	mask = test->masks + number * rules->words;
	memset(mask, 0xff, bytes);
	if (mask_narrow(rules, test, value, mask) != 0)
		return NULL;
	if (number < MEMO_VALUES) {
		table_insert(&test->memo, key, number, &unused);
		test->met[number] =
		    value.size <= NEAR_SIZE ? arena_copy(&rules->arena, value) : (struct span){0};
	}
	return mask;
}

static uint64_t
load(const char *at, size_t size)
{
	uint64_t word = 0;
	uint32_t half;

	if (size == sizeof word) {
		memcpy(&word, at, sizeof word);
		return word;
	}
	memcpy(&half, at, sizeof half);
	return half;
}

/* A slot of the first look, from the length and both ends of the value. */
static size_t
near_slot(struct span value)
{
	const unsigned char *at = (const unsigned char *)value.data;
	size_t size = value.size, part = size >= 8 ? 8 : 4;
	uint64_t a, b;

	if (size == 0)
		return 0;
	if (size >= 4) {
		a = load(value.data, part);
		b = load(value.data + size - part, part);
	} else {
		a = at[0];
		b = (uint64_t)at[size / 2] << 8 | at[size - 1];
	}
	a = (a ^ (b << 21 | b >> 43) ^ size) * UINT64_C(0x9e3779b97f4a7c15);
	return a >> 56;
}

/* The rules that a value allows; NULL with a message. Most values were met a moment ago: a slot
 * and a comparison find them. */
static const uint64_t *
mask_of(struct rules *rules, struct rules_test *test, struct span value)
{
	uint32_t *near = &test->near[near_slot(value)];
	struct hash128 key;
	uint64_t known;

	if (*near && span_equal(test->met[*near - 1], value))
		return test->masks + (*near - 1) * rules->words;
	key = hash_key(&rules->secret, value);
	known = table_find(&test->memo, key);
	if (known == TABLE_NONE)
		return mask_make(rules, test, value, key);
	if (value.size <= NEAR_SIZE)
		*near = (uint32_t)known + 1;
	return test->masks + known * rules->words;
}

static void
test_begin(struct rules_test *test, struct span value)
{
	test->value = (struct cell_value){.text = value};
	memset(test->state, -1, test->cell_count);
}

static int
masks_join(struct rules *rules, const struct row *row)
{
	memcpy(rules->mask, rules->possible, rules->words * sizeof *rules->mask);
	for (size_t i = 0; i < rules->test_count; i++) {
		struct rules_test *test = &rules->tests[i];
		const uint64_t *mask;

		if (test->setting)
			continue;
		if (test->direct) {
			test_begin(test, row_value(row, test->index));
			continue;
		}
		mask = mask_of(rules, test, row_value(row, test->index));
		if (!mask)
			return -1;
		for (size_t word = 0; word < rules->words; word++)
			rules->mask[word] &= mask[word];
	}
	return 0;
}

/* Do the cells that compare columns hold too? */
static int
direct_holds(struct rules *rules, size_t rule, const struct row *row)
{
	for (size_t i = 0; i < rules->test_count; i++) {
		struct rules_test *test = &rules->tests[i];
		int cell = test->direct ? test->cell_of[rule] : RULES_NO_CELL;

		if (cell == RULES_NO_CELL)
			continue;
		if (test->state[cell] < 0) {
			int answer = cell_match(&test->cells[cell], &test->value, row);

			if (answer < 0)
				return -1;
			test->state[cell] = (signed char)answer;
		}
		if (!test->state[cell])
			return 0;
	}
	return 1;
}

enum rules_found
rules_decide(struct rules *rules, const struct row *row, size_t *rule)
{
	if (masks_join(rules, row) != 0)
		return RULES_ERROR;
	for (size_t word = 0; word < rules->words; word++) {
		for (uint64_t left = rules->mask[word]; left; left &= left - 1) {
			size_t at = word * WORD + (size_t)__builtin_ctzll(left);
			int holds = rules->direct ? direct_holds(rules, at, row) : 1;

			if (holds < 0)
				return RULES_ERROR;
			if (holds) {
				rules->hits[at]++;
				*rule = at;
				return RULES_FOUND;
			}
		}
	}
	return RULES_NONE;
}

static struct span
piece_value(const struct rules_piece *piece, const struct row *row)
{
	return piece->column ? row_value(row, piece->index) : piece->text;
}

struct span
rules_value(struct rules *rules, size_t rule, size_t output, const struct row *row)
{
	const struct rules_value *value = &rules->values[rule * rules->output_count + output];
	struct buf *built = &rules->built[output];

	if (value->count == 1)
		return piece_value(&value->pieces[0], row);
	buf_clear(built);
	for (size_t i = 0; i < value->count; i++)
		buf_add_span(built, piece_value(&value->pieces[i], row));
	return buf_span(built);
}

static void
test_free(struct rules_test *test)
{
	for (size_t i = 0; i < test->cell_count; i++)
		cell_free(&test->cells[i]);
	free(test->cells);
	free(test->texts);
	free(test->cell_of);
	free(test->masks);
	free(test->met);
	free(test->near);
	free(test->state);
	table_free(&test->memo);
}

void
rules_free(struct rules *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < rules->test_count; i++)
		test_free(&rules->tests[i]);
	for (size_t i = 0; rules->built && i < rules->output_count; i++)
		buf_free(&rules->built[i]);
	free(rules->built);
	free(rules->tests);
	free(rules->outputs);
	free(rules->names);
	free(rules->lines);
	free(rules->values);
	free(rules->hits);
	free(rules->possible);
	free(rules->mask);
	free(rules->base);
	arena_free(&rules->arena);
	free(rules);
}
