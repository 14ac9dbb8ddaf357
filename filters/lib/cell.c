/* cell: does a value satisfy a condition?
 *
 * Patterns are PCRE2 in UTF mode, compiled once, by the JIT where there is one, with a limit of
 * steps: a pattern that a hostile value could keep busy for ever ends the run with a message.
 * Bytes that are not UTF-8 match no character. What a pattern said about a value is remembered
 * under 128 bits of keyed hash, for a bounded number of values: words repeat, and addresses need
 * no copy here. */
#include "cell.h"

#include <stdio.h>
#include <stdlib.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "cell_parse.h"
#include "err.h"
#include "table.h"

enum {
	MATCH_LIMIT = 1000000,
	JIT_STACK_LEAST = 32 * 1024,
	JIT_STACK_MOST = 1024 * 1024,
	MEMO_VALUES = 16384,
	SAMPLE_TRIES = 20000, /* values tried to find some that a pattern matches */
	SAMPLE_LENGTH = 24
};

struct pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	struct hash_secret secret;
	struct table memo; /* value -> 0 or 1 */
};

static void
pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_code_free(pattern->code);
	pcre2_match_data_free(pattern->data);
	pcre2_match_context_free(pattern->context);
	pcre2_jit_stack_free(pattern->stack);
	table_free(&pattern->memo);
	free(pattern);
}

static int
pattern_compile(struct cell *cell, struct cell_item *item)
{
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C |
			   PCRE2_DOLLAR_ENDONLY | (item->any_case ? PCRE2_CASELESS : 0);
	struct pattern *pattern = xcalloc(1, sizeof *pattern);
	PCRE2_SIZE at;
	int code;

	item->pattern = pattern;
	pattern->code =
	    pcre2_compile((PCRE2_SPTR)item->text.data, item->text.size, options, &code, &at, NULL);
	if (!pattern->code) {
		PCRE2_UCHAR why[128];

		if (pcre2_get_error_message(code, why, sizeof why) < 0)
			why[0] = '\0';
		warn("%s: the pattern cannot be read at byte %zu: %s", cell->where, (size_t)at + 1,
		    (const char *)why);
		return -1;
	}
	(void)pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE); /* without it only slower */
	pattern->data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	pattern->context = pcre2_match_context_create(NULL);
	pattern->stack = pcre2_jit_stack_create(JIT_STACK_LEAST, JIT_STACK_MOST, NULL);
	if (!pattern->data || !pattern->context)
		die("out of memory (a pattern)");
	pcre2_set_match_limit(pattern->context, MATCH_LIMIT);
	if (pattern->stack)
		pcre2_jit_stack_assign(pattern->context, NULL, pattern->stack);
	return hash_secret_random(&pattern->secret);
}

static int
pattern_run(const struct cell *cell, const struct pattern *pattern, struct span value)
{
	PCRE2_SPTR text = (PCRE2_SPTR)(value.size ? value.data : "");
	int code =
	    pcre2_match(pattern->code, text, value.size, 0, 0, pattern->data, pattern->context);

	if (code >= 0)
		return 1;
	if (code == PCRE2_ERROR_NOMATCH)
		return 0;
	warn("%s: the pattern is too hard for a value (PCRE2 error %d)", cell->where, code);
	return -1;
}

static int
pattern_match(const struct cell *cell, struct pattern *pattern, struct span value)
{
	struct hash128 key = hash_key(&pattern->secret, value);
	uint64_t known = table_find(&pattern->memo, key);
	int result;

	if (known != TABLE_NONE)
		return (int)known;
	result = pattern_run(cell, pattern, value);
	if (result >= 0 && pattern->memo.count < MEMO_VALUES)
		table_insert(&pattern->memo, key, (uint64_t)result, &known);
	return result;
}

/* The bytes of the character at text: of one that is not UTF-8, 1. */
static size_t
character(const char *text, size_t left)
{
	unsigned char lead = (unsigned char)*text;
	size_t size = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

	if (size > left)
		return 1;
	for (size_t i = 1; i < size; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 1;
	return size;
}

/* * is any run of characters, ? one character. Only the last * is ever tried again. */
static bool
glob_match(struct span glob, struct span value)
{
	size_t g = 0, v = 0, star = SIZE_MAX, again = 0;

	while (v < value.size) {
		if (g < glob.size && glob.data[g] == '*') {
			star = g++;
			again = v;
		} else if (g < glob.size && glob.data[g] == '?') {
			v += character(value.data + v, value.size - v);
			g++;
		} else if (g < glob.size && glob.data[g] == value.data[v]) {
			g++;
			v++;
		} else if (star != SIZE_MAX) {
			g = star + 1;
			again += character(value.data + again, value.size - again);
			v = again;
		} else {
			return false;
		}
	}
	while (g < glob.size && glob.data[g] == '*')
		g++;
	return g == glob.size;
}

static const struct quantity *
value_quantity(struct cell_value *value)
{
	if (!value->read) {
		value->quantity = quantity_of(value->text);
		value->read = true;
	}
	return &value->quantity;
}

static bool
order_match(const struct cell_item *item, struct cell_value *value, const struct row *row)
{
	struct quantity operand = operand_value(&item->a, row);
	enum when_order order = quantity_compare(item->relation, value_quantity(value), &operand);

	return order == WHEN_YES || (item->or_untold && order == WHEN_UNDECIDED);
}

static bool
range_match(const struct cell_item *item, struct cell_value *value, const struct row *row)
{
	struct quantity from = operand_value(&item->a, row), to = operand_value(&item->b, row);
	const struct quantity *quantity = value_quantity(value);

	return quantity_compare(RELATION_AT_LEAST, quantity, &from) == WHEN_YES &&
	       quantity_compare(RELATION_AT_MOST, quantity, &to) == WHEN_YES;
}

int
cell_item_match(const struct cell *cell, const struct cell_item *item, struct cell_value *value,
    const struct row *row)
{
	switch (item->kind) {
	case CELL_TEXT:
		return span_equal(item->text, value->text);
	case CELL_GLOB:
		return glob_match(item->text, value->text);
	case CELL_PATTERN:
		return pattern_match(cell, item->pattern, value->text);
	case CELL_SAME:
		return span_equal(row_value(row, item->a.index), value->text);
	case CELL_EMPTY:
		return value->text.size == 0;
	case CELL_PRESENT:
		return value->text.size > 0;
	case CELL_UNKNOWN:
		return value_quantity(value)->kind != QUANTITY_TIME;
	case CELL_ORDER:
		return order_match(item, value, row);
	case CELL_RANGE:
		return range_match(item, value, row);
	}
	return -1;
}

int
cell_match(const struct cell *cell, struct cell_value *value, const struct row *row)
{
	int found = cell->count == 0;

	for (size_t i = 0; found == 0 && i < cell->count; i++)
		found = cell_item_match(cell, &cell->items[i], value, row);
	return found < 0 ? -1 : found != cell->negated;
}

int
cell_parse(struct cell *cell, struct span text, const char *where)
{
	*cell = (struct cell){.text = xcopy(text), .where = xcopy(span_of(where))};
	if (cell_cut(cell, text.size) != 0)
		return -1;
	for (size_t i = 0; i < cell->count; i++) {
		struct cell_item *item = &cell->items[i];

		if (item->kind == CELL_PATTERN && pattern_compile(cell, item) != 0)
			return -1;
	}
	return 0;
}

static int
item_bind(const struct cell *cell, struct cell_item *item, const struct names *names)
{
	bool ordered = item->kind == CELL_RANGE ||
		       (item->kind == CELL_ORDER && item->relation != RELATION_EQUAL);

	if (operand_bind(&item->a, names, ordered, cell->where) != 0 ||
	    operand_bind(&item->b, names, ordered, cell->where) != 0)
		return -1;
	if (item->kind == CELL_SAME && !item->a.column) {
		item->kind = CELL_TEXT;
		item->quoted = true;
		item->text = item->a.constant.text;
	}
	return 0;
}

int
cell_bind(struct cell *cell, const struct names *names)
{
	for (size_t i = 0; i < cell->count; i++)
		if (item_bind(cell, &cell->items[i], names) != 0)
			return -1;
	return 0;
}

bool
cell_is_pure(const struct cell *cell)
{
	for (size_t i = 0; i < cell->count; i++)
		if (cell->items[i].a.column || cell->items[i].b.column)
			return false;
	return true;
}

void
cell_free(struct cell *cell)
{
	for (size_t i = 0; i < cell->count; i++)
		pattern_free(cell->items[i].pattern);
	free(cell->items);
	free(cell->text);
	free(cell->where);
	*cell = (struct cell){0};
}

/* Letters to spell a value with: ASCII, and one of two, three and four bytes. */
static size_t
letters(char out[100][5])
{
	static const char *const others[] = {
	    "\xc3\xa9", "\xd0\x96", "\xe4\xb8\xad", "\xf0\x9f\x98\x80"};
	size_t count = 0;

	for (char c = ' '; c < 0x7f; c++)
		snprintf(out[count++], 5, "%c", c);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		snprintf(out[count++], 5, "%s", others[i]);
	return count;
}

/* What the pattern says of a value from its first byte on: a partial match may become one. */
static int
try(const struct pattern *pattern, const char *text, uint32_t options)
{
	return pcre2_match(pattern->code, (PCRE2_SPTR)text, strlen(text), 0, options, pattern->data,
	    pattern->context);
}

/* Breadth first over the values that may still become a match: so they are short. */
bool
cell_pattern_samples(const struct cell_item *item, size_t most, struct buf *out)
{
	const struct pattern *pattern = item->pattern;
	char letter[100][5];
	size_t letter_count = letters(letter), found = 0, tries = 0;
	struct buf queue = {0};
	uint32_t behind = 0;

	(void)pcre2_pattern_info(pattern->code, PCRE2_INFO_MAXLOOKBEHIND, &behind);
	if (try(pattern, "", 0) >= 0) {
		buf_add(out, "", 1);
		found++;
	}
	buf_add(&queue, "", 1);
	for (size_t at = 0; at < queue.size && found < most && tries < SAMPLE_TRIES;
	     at += strlen(queue.data + at) + 1) {
		for (size_t i = 0; i < letter_count && found < most; i++, tries++) {
			char text[SAMPLE_LENGTH + 6];
			int code;

			snprintf(text, sizeof text, "%s%s", queue.data + at, letter[i]);
			if (try(pattern, text, 0) >= 0) {
				buf_add(out, text, strlen(text) + 1);
				found++;
				continue;
			}
			code = try(pattern, text, PCRE2_ANCHORED | PCRE2_PARTIAL_SOFT);
			if (code == PCRE2_ERROR_PARTIAL && strlen(text) < SAMPLE_LENGTH)
				buf_add(&queue, text, strlen(text) + 1);
			else if (code != PCRE2_ERROR_NOMATCH)
				tries = SAMPLE_TRIES;
		}
	}
	buf_free(&queue);
	return found > 0 || tries >= SAMPLE_TRIES || behind > 0;
}
