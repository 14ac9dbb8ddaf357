/* operand: numbers, times and names that cells compare with.
 *
 * Numbers are compared digit by digit, not as doubles: two long customer numbers that a double
 * cannot tell apart would be called equal, and nobody would see it. A number and a time have no
 * spelling in common, so which one a text is needs no declaration. */
#include "operand.h"

#include <stdlib.h>

#include "err.h"
#include "num.h"

int
settings_add(struct settings *settings, const char *text)
{
	const char *equals = strchr(text, '=');
	struct setting fresh;

	if (!equals || equals == text) {
		warn("--set: NAME=VALUE is needed");
		return -1;
	}
	fresh.name = (struct span){text, (size_t)(equals - text)};
	fresh.value = span_of(equals + 1);
	for (size_t i = 0; i < settings->count; i++) {
		if (span_equal(settings->items[i].name, fresh.name)) {
			warn("--set: %.*s is set twice", (int)fresh.name.size, fresh.name.data);
			return -1;
		}
	}
	settings->items = xrealloc(settings->items, settings->count + 1, sizeof *settings->items);
	settings->items[settings->count++] = fresh;
	return 0;
}

void
settings_free(struct settings *settings)
{
	free(settings->items);
	*settings = (struct settings){0};
}

static enum name_kind
column_find(const struct names *names, struct span name, size_t *index)
{
	size_t width = names->columns ? names->columns->count : 0, hits = 0;

	for (size_t i = names->made_count; i-- > 0;) {
		if (span_equal(names->made[i], name)) {
			*index = width + i;
			return NAME_COLUMN;
		}
	}
	for (size_t i = 0; i < width; i++) {
		if (span_equal(names->columns->names[i], name)) {
			*index = i;
			hits++;
		}
	}
	return hits == 0 ? NAME_NONE : hits == 1 ? NAME_COLUMN : NAME_TWICE;
}

enum name_kind
names_find(const struct names *names, struct span name, size_t *index)
{
	enum name_kind kind = column_find(names, name, index);
	size_t count = names->settings ? names->settings->count : 0;

	for (size_t i = 0; i < count; i++) {
		if (span_equal(names->settings->items[i].name, name)) {
			*index = i;
			return kind == NAME_NONE ? NAME_SETTING : NAME_TWICE;
		}
	}
	return kind;
}

int
names_need(const struct names *names, struct span name, const char *where, enum name_kind *kind,
    size_t *index)
{
	int size = (int)name.size;

	*kind = names_find(names, name, index);
	if (*kind == NAME_NONE)
		warn("%s: %.*s is neither a column nor a setting (--set)", where, size, name.data);
	else if (*kind == NAME_TWICE)
		warn("%s: %.*s names two columns, or a column and a setting", where, size,
		    name.data);
	return *kind == NAME_NONE || *kind == NAME_TWICE ? -1 : 0;
}

/* Of two texts that are numbers. */
static int
texts_compare(struct span left, struct span right)
{
	struct decimal a, b;

	return num_decimal(left, &a) || num_decimal(right, &b) ? 0 : num_compare(&a, &b);
}

struct quantity
quantity_of(struct span text)
{
	struct quantity out = {.text = text};
	struct decimal number;

	if (text.size == 0)
		return out;
	out.when = when_parse(text);
	if (out.when.known)
		out.kind = QUANTITY_TIME;
	else if (num_decimal(text, &number) == 0)
		out.kind = QUANTITY_NUMBER;
	return out;
}

static enum when_order
answer(bool yes)
{
	return yes ? WHEN_YES : WHEN_NO;
}

static enum when_order
numbers_compare(enum relation relation, int order)
{
	switch (relation) {
	case RELATION_BELOW:
		return answer(order < 0);
	case RELATION_AT_MOST:
		return answer(order <= 0);
	case RELATION_ABOVE:
		return answer(order > 0);
	case RELATION_AT_LEAST:
		return answer(order >= 0);
	case RELATION_EQUAL:
		return answer(order == 0);
	case RELATION_UNTOLD:
		break;
	}
	return WHEN_NO;
}

/* Equal is certain only of two exact times; different when the intervals do not overlap. */
static enum when_order
times_equal(struct when a, struct when b)
{
	if (when_before(a, b) == WHEN_YES || when_before(b, a) == WHEN_YES)
		return WHEN_NO;
	if (a.earliest == a.latest && b.earliest == b.latest)
		return WHEN_YES;
	return WHEN_UNDECIDED;
}

static enum when_order
times_compare(enum relation relation, struct when a, struct when b)
{
	switch (relation) {
	case RELATION_BELOW:
		return when_before(a, b);
	case RELATION_AT_MOST:
		return when_not_after(a, b);
	case RELATION_ABOVE:
		return when_before(b, a);
	case RELATION_AT_LEAST:
		return when_not_after(b, a);
	case RELATION_EQUAL:
		return times_equal(a, b);
	case RELATION_UNTOLD:
		break;
	}
	return answer(times_equal(a, b) == WHEN_UNDECIDED);
}

enum when_order
quantity_compare(enum relation relation, const struct quantity *a, const struct quantity *b)
{
	if (a->kind == QUANTITY_NUMBER && b->kind == QUANTITY_NUMBER)
		return numbers_compare(relation, texts_compare(a->text, b->text));
	if (a->kind == QUANTITY_TIME && b->kind == QUANTITY_TIME)
		return times_compare(relation, a->when, b->when);
	if (relation == RELATION_UNTOLD)
		return WHEN_YES;
	if (relation == RELATION_EQUAL && a->kind == QUANTITY_NONE && b->kind == QUANTITY_NONE)
		return answer(span_equal(a->text, b->text));
	return WHEN_UNDECIDED;
}

size_t
operand_unquote(char *text, size_t size, struct span *out)
{
	size_t to = 0;

	if (size == 0 || text[0] != '\'')
		return 0;
	for (size_t i = 1; i < size; i++) {
		if (text[i] == '\'') {
			if (i + 1 == size || text[i + 1] != '\'') {
				*out = (struct span){text, to};
				return i + 1;
			}
			i++;
		}
		text[to++] = text[i];
	}
	return 0;
}

/* Takes offsets such as +30d off the end of the text. -1 when they do not fit. */
static int
offsets_take(struct operand *out, const char *text, size_t *size)
{
	for (;;) {
		size_t at = *size;
		int64_t seconds;

		while (at > 0 && text[at - 1] != '+' && text[at - 1] != '-')
			at--;
		if (at == 0 ||
		    when_duration((struct span){text + at - 1, *size - at + 1}, &seconds) != 0)
			return 0;
		if (__builtin_add_overflow(out->offset, seconds, &out->offset))
			return -1;
		out->moved = true;
		*size = at - 1;
	}
}

static int
name_parse(struct operand *out, char *text, size_t size)
{
	bool quoted = size > 0 && text[0] == '\'';
	size_t used = operand_unquote(text, size, &out->text), left = size - used;

	out->named = true;
	if (quoted && used == 0)
		return -1;
	if (offsets_take(out, text + used, &left) != 0)
		return -1;
	if (used == 0)
		out->text = (struct span){text, left};
	else if (left != 0)
		return -1;
	return out->text.size ? 0 : -1;
}

int
operand_parse(struct operand *out, char *text, size_t size)
{
	*out = (struct operand){0};
	if (size > 0 && text[0] == '@')
		return name_parse(out, text + 1, size - 1);
	if (offsets_take(out, text, &size) != 0)
		return -1;
	out->text = (struct span){text, size};
	out->constant = quantity_of(out->text);
	if (out->constant.kind == QUANTITY_NONE ||
	    (out->moved && out->constant.kind != QUANTITY_TIME))
		return -1;
	out->constant.when = when_add(out->constant.when, out->offset);
	return 0;
}

int
operand_bind(struct operand *operand, const struct names *names, bool ordered, const char *where)
{
	enum name_kind kind;

	if (!operand->named)
		return 0;
	if (names_need(names, operand->text, where, &kind, &operand->index) != 0)
		return -1;
	operand->column = kind == NAME_COLUMN;
	if (operand->column)
		return 0;
	operand->constant = quantity_of(names->settings->items[operand->index].value);
	if (operand->moved ? operand->constant.kind != QUANTITY_TIME
			   : ordered && operand->constant.kind == QUANTITY_NONE) {
		warn("%s: the setting %.*s is not a %s", where, (int)operand->text.size,
		    operand->text.data, operand->moved ? "time" : "number or a time");
		return -1;
	}
	operand->constant.when = when_add(operand->constant.when, operand->offset);
	return 0;
}

struct quantity
operand_value(const struct operand *operand, const struct row *row)
{
	struct quantity value;

	if (!operand->column)
		return operand->constant;
	value = quantity_of(row_value(row, operand->index));
	if (!operand->moved)
		return value;
	if (value.kind != QUANTITY_TIME)
		return (struct quantity){.kind = QUANTITY_NONE, .text = value.text};
	value.when = when_add(value.when, operand->offset);
	return value;
}
