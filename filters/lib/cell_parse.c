/* cell_parse: the grammar of a cell.
 *
 * What the first bytes say decides how the rest is read, and what cannot be read that way is
 * refused, never taken as a value: a mistyped comparison that quietly matched nothing would change
 * a verdict. What is to be taken as it stands is put between quotes. */
#include "cell_parse.h"

#include <stdlib.h>

#include "err.h"

struct cursor {
	struct cell *cell;
	char *at;
	size_t left;
};

static int
refuse(const struct cell *cell, const char *why)
{
	warn("%s: %s", cell->where, why);
	return -1;
}

static bool
has(const char *text, size_t size, const char *what)
{
	return memmem(text, size, what, strlen(what)) != NULL;
}

/* The end of an item that is not quoted and no pattern: the next | outside @'...'. */
static size_t
bare_size(const char *at, size_t left)
{
	bool quoted = false;

	for (size_t i = 0; i < left; i++) {
		if (at[i] == '\'' && (quoted || (i > 0 && at[i - 1] == '@')))
			quoted = !quoted;
		else if (at[i] == '|' && !quoted)
			return i;
	}
	return left;
}

/* Where ".." stands outside @'...'; size when it does not. */
static size_t
dots(const char *at, size_t size)
{
	bool quoted = false;

	for (size_t i = 0; i + 1 < size; i++) {
		if (at[i] == '\'' && (quoted || (i > 0 && at[i - 1] == '@')))
			quoted = !quoted;
		else if (!quoted && at[i] == '.' && at[i + 1] == '.')
			return i;
	}
	return size;
}

static int
order_read(struct cell *cell, struct cell_item *item, char *at, size_t size)
{
	static const struct {
		const char *sign;
		enum relation relation;
	} signs[] = {{"<=", RELATION_AT_MOST}, {">=", RELATION_AT_LEAST}, {"<", RELATION_BELOW},
	    {">", RELATION_ABOVE}, {"=", RELATION_EQUAL}, {"?", RELATION_UNTOLD}};
	size_t used = 0;

	for (size_t i = 0; used == 0 && i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i].sign);

		if (size >= length && memcmp(at, signs[i].sign, length) == 0) {
			item->relation = signs[i].relation;
			used = length;
		}
	}
	item->kind = CELL_ORDER;
	if (used < size && at[used] == '?' && item->relation != RELATION_UNTOLD) {
		item->or_untold = true;
		used++;
	}
	if (operand_parse(&item->a, at + used, size - used) != 0)
		return refuse(
		    cell, "a comparison needs a number, a time or a name behind an at sign");
	return 0;
}

static int
range_read(struct cell *cell, struct cell_item *item, char *at, size_t size, size_t middle)
{
	item->kind = CELL_RANGE;
	if (operand_parse(&item->a, at, middle) != 0 ||
	    operand_parse(&item->b, at + middle + 2, size - middle - 2) != 0)
		return refuse(cell,
		    "a range needs a number, a time or a name behind an at sign on both sides");
	return 0;
}

static int
word_read(struct cell *cell, struct cell_item *item, char *at, size_t size)
{
	item->text = (struct span){at, size};
	if (span_is(item->text, "empty"))
		item->kind = CELL_EMPTY;
	else if (span_is(item->text, "present"))
		item->kind = CELL_PRESENT;
	else if (span_is(item->text, "unknown"))
		item->kind = CELL_UNKNOWN;
	else if (has(at, size, "*"))
		item->kind = CELL_GLOB;
	else
		item->kind = CELL_TEXT;
	if (at[0] == '!')
		return refuse(cell, "! stands only once, at the start of the cell");
	if (item->kind == CELL_TEXT && at[size - 1] == '\'')
		return refuse(cell, "a quote ends the value but does not begin it");
	return 0;
}

static int
same_read(struct cell *cell, struct cell_item *item, char *at, size_t size)
{
	item->kind = CELL_SAME;
	if (operand_parse(&item->a, at, size) != 0)
		return refuse(cell, "a name must follow the at sign (or quote the value)");
	if (item->a.moved)
		return refuse(
		    cell, "a name with an offset needs a comparison before it, such as =");
	return 0;
}

static int
bare_read(struct cell *cell, struct cell_item *item, char *at, size_t size)
{
	size_t middle = dots(at, size);

	if (size == 0)
		return refuse(cell, "an alternative is missing (write empty for the empty value)");
	if (strchr(" \t\r\n", at[0]) || strchr(" \t\r\n", at[size - 1]))
		return refuse(cell, "a blank at an end of a value must be quoted");
	if (strchr("<>=?", at[0]))
		return order_read(cell, item, at, size);
	if (middle < size)
		return range_read(cell, item, at, size, middle);
	if (at[0] == '@')
		return same_read(cell, item, at, size);
	return word_read(cell, item, at, size);
}

/* The bytes of /pattern/flags, or 0. */
static size_t
pattern_read(struct cell_item *item, char *at, size_t left)
{
	size_t to = 0, i = 1;

	item->kind = CELL_PATTERN;
	for (; i < left && at[i] != '/'; i++) {
		if (at[i] == '\\' && i + 1 < left) {
			if (at[i + 1] != '/')
				at[to++] = at[i];
			i++;
		}
		at[to++] = at[i];
	}
	if (i >= left)
		return 0;
	item->text = (struct span){at, to};
	i++;
	item->any_case = i < left && at[i] == 'i';
	return i + item->any_case;
}

static int
item_read(struct cursor *c, struct cell_item *item)
{
	size_t used;

	if (c->left > 0 && c->at[0] == '\'') {
		item->kind = CELL_TEXT;
		item->quoted = true;
		used = operand_unquote(c->at, c->left, &item->text);
		if (used == 0)
			return refuse(c->cell, "a quote is not closed");
	} else if (c->left > 0 && c->at[0] == '/') {
		used = pattern_read(item, c->at, c->left);
		if (used == 0)
			return refuse(c->cell, "a pattern is not closed with /");
	} else {
		used = bare_size(c->at, c->left);
		if (bare_read(c->cell, item, c->at, used) != 0)
			return -1;
	}
	c->at += used;
	c->left -= used;
	if (c->left > 0 && c->at[0] != '|')
		return refuse(c->cell, "only | may follow a quoted value or a pattern");
	return 0;
}

int
cell_cut(struct cell *cell, size_t size)
{
	struct cursor c = {cell, cell->text, size};
	bool more = size > 0;

	if (size > 0 && cell->text[0] == '!') {
		cell->negated = true;
		c.at++;
		c.left--;
	}
	while (more) {
		struct cell_item *item;

		cell->items = xrealloc(cell->items, cell->count + 1, sizeof *cell->items);
		item = &cell->items[cell->count++];
		*item = (struct cell_item){0};
		if (item_read(&c, item) != 0)
			return -1;
		more = c.left > 0;
		c.at += more;
		c.left -= more;
		if (more && c.left == 0)
			return refuse(cell, "an alternative is missing behind |");
	}
	return 0;
}
