/* classes: the values that the cells of one column can tell apart.
 *
 * A value is tried with every different way in which the columns it is compared with (@NAME) can
 * lie to it. These are taken to be independent of each other, so each is tried alone, on the parts
 * of items that name it (a range has two parts), and the answers are put together afterwards.
 */
#include "classes.h"

#include <stdlib.h>

#include "samples.h"

enum { PATTERN_SAMPLES = 32 };

/* Half an item: what depends on one value and at most one @NAME. */
struct part {
	size_t item;
	enum { PART_ITEM, PART_FROM, PART_TO } which;
	int name; /* of making.names, or -1 */
};
/* One set of answers of the parts that name the same column. */
struct answer {
	signed char *parts; /* -1: not its part */
	struct span value;  /* of the column named */
};
struct answers {
	struct answer *items;
	size_t count;
};
struct making {
	struct field *field;
	struct part *parts;
	size_t part_count;
	struct span *names; /* behind an @ */
	size_t name_count;
	struct samples values;
};

static int
name_number(struct making *m, const struct operand *operand)
{
	if (!operand->named)
		return -1;
	for (size_t i = 0; i < m->name_count; i++)
		if (span_equal(m->names[i], operand->text))
			return (int)i;
	m->names = xrealloc(m->names, m->name_count + 1, sizeof *m->names);
	m->names[m->name_count] = operand->text;
	return (int)m->name_count++;
}

static void
part_add(struct making *m, struct part part)
{
	m->parts = xrealloc(m->parts, m->part_count + 1, sizeof *m->parts);
	m->parts[m->part_count++] = part;
}

static void
item_add(struct making *m, struct cell *cell, struct cell_item *item)
{
	struct field *field = m->field;
	size_t number = field->item_count++;
	int a = name_number(m, &item->a), b = name_number(m, &item->b);

	field->items = xrealloc(field->items, field->item_count, sizeof *field->items);
	field->items[number] = (struct classes_item){cell, field->cell_count, item};
	if (item->kind == CELL_RANGE) {
		part_add(m, (struct part){number, PART_FROM, a});
		part_add(m, (struct part){number, PART_TO, b});
	} else {
		part_add(m, (struct part){number, PART_ITEM, a});
	}
}

static int
cells_gather(struct making *m, struct rules *rules)
{
	struct names none = {0};

	for (size_t i = 0; i < rules->test_count; i++) {
		struct rules_test *test = &rules->tests[i];

		if (!span_equal(test->name, m->field->name))
			continue;
		for (size_t k = 0; k < test->cell_count; k++) {
			for (size_t j = 0; j < test->cells[k].count; j++)
				item_add(m, &test->cells[k], &test->cells[k].items[j]);
			m->field->cell_count++;
		}
	}
	none = (struct names){.made = m->names, .made_count = m->name_count};
	for (size_t i = 0; i < m->field->item_count; i++)
		if (cell_bind(m->field->items[i].cell, &none) != 0)
			return -1;
	return 0;
}

/* The least value of a glob: for one too long to be walked. */
static void
value_of_glob(struct making *m, struct span glob)
{
	struct buf value = {0};

	for (size_t i = 0; i < glob.size; i++)
		if (glob.data[i] != '*')
			buf_add_byte(&value, glob.data[i] == '?' ? 'x' : glob.data[i]);
	samples_add(&m->values, buf_span(&value));
	buf_free(&value);
}

/* Values for the literals, globs and patterns. */
static void
values_of_text(struct making *m)
{
	size_t count = m->field->item_count;
	struct span *globs = xcalloc(count, sizeof *globs);
	bool *literal = xcalloc(count, sizeof *literal);
	struct buf found = {0};
	size_t used = 0;
	bool wild = false;

	for (size_t i = 0; i < count; i++) {
		const struct cell_item *item = m->field->items[i].item;

		wild |= item->kind == CELL_GLOB;
		if (item->kind == CELL_TEXT)
			samples_add(&m->values, item->text);
		if (item->kind == CELL_PATTERN)
			(void)cell_pattern_samples(item, PATTERN_SAMPLES, &found);
		if (item->kind != CELL_TEXT && item->kind != CELL_GLOB)
			continue;
		if (item->kind == CELL_GLOB)
			value_of_glob(m, item->text);
		literal[used] = item->kind == CELL_TEXT;
		globs[used++] = item->text;
	}
	if (wild)
		samples_globs(&m->values, globs, literal, used);
	for (size_t at = 0; at < found.size; at += strlen(found.data + at) + 1)
		samples_add(&m->values, span_of(found.data + at));
	buf_free(&found);
	free(globs);
	free(literal);
}

static void
values_gather(struct making *m)
{
	bool quantities = false;

	values_of_text(m);
	for (size_t i = 0; i < m->field->item_count; i++) {
		const struct cell_item *item = m->field->items[i].item;
		const struct operand *operands[] = {&item->a, &item->b};

		quantities |= item->kind >= CELL_UNKNOWN;
		for (size_t k = 0; k < 2 && item->kind >= CELL_ORDER; k++)
			samples_around(&m->values, &operands[k]->constant, 0);
	}
	if (quantities)
		samples_general(&m->values);
	samples_add(&m->values, span_of("other"));
	samples_add(&m->values, span_of(""));
}

/* What the column behind a name can be, told by what it is compared with. */
static void
values_of_name(struct making *m, size_t name, struct span value, struct samples *out)
{
	struct quantity quantity = quantity_of(value);

	samples_add(out, value);
	if (span_equal(m->names[name], m->field->name))
		return;
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *part = &m->parts[i];
		const struct cell_item *item = m->field->items[part->item].item;
		const struct operand *operand = part->which == PART_TO ? &item->b : &item->a;

		if (part->name == (int)name)
			samples_around(out, &quantity, operand->offset);
	}
	samples_general(out);
	samples_add(out, span_of("other"));
	samples_add(out, span_of(""));
}

static bool
part_holds(const struct making *m, const struct part *part, struct span text, const struct row *row)
{
	const struct classes_item *item = &m->field->items[part->item];
	struct cell_value value = {.text = text};
	struct quantity mine = quantity_of(text), other;
	bool from = part->which == PART_FROM;

	if (part->which == PART_ITEM)
		return cell_item_match(item->cell, item->item, &value, row) == 1;
	other = operand_value(from ? &item->item->a : &item->item->b, row);
	return quantity_compare(from ? RELATION_AT_LEAST : RELATION_AT_MOST, &mine, &other) ==
	       WHEN_YES;
}

/* Adds the answers of the parts that name this column (-1: no column) if they are new. */
static void
answer_add(
    struct making *m, struct answers *answers, int name, struct span value, const struct row *row)
{
	signed char *parts = xmalloc(m->part_count, 1);

	for (size_t i = 0; i < m->part_count; i++)
		parts[i] = m->parts[i].name != name ? -1 : part_holds(m, &m->parts[i], value, row);
	for (size_t i = 0; i < answers->count; i++) {
		if (memcmp(answers->items[i].parts, parts, m->part_count) == 0) {
			free(parts);
			return;
		}
	}
	answers->items = xrealloc(answers->items, answers->count + 1, sizeof *answers->items);
	answers->items[answers->count++] =
	    (struct answer){parts, name >= 0 ? row->made[name] : (struct span){0}};
}

static void
answers_of_name(
    struct making *m, int name, struct span value, struct answers *answers, struct samples *tried)
{
	struct span *made = xcalloc(m->name_count, sizeof *made);
	struct row row = {.made = made};

	values_of_name(m, (size_t)name, value, tried);
	for (size_t i = 0; i < tried->count; i++) {
		made[name] = tried->items[i];
		answer_add(m, answers, name, value, &row);
	}
	free(made);
}

void
class_add(struct field *field, const struct class *like, const bool *holds)
{
	struct class *class;

	for (size_t i = 0; i < field->class_count; i++) {
		class = &field->classes[i];
		if (memcmp(class->holds, holds, field->item_count) == 0) {
			class->met |= like->met;
			class->measured |= like->measured;
			return;
		}
	}
	if (field->class_count == CLASSES_MOST) {
		field->complete = false;
		return;
	}
	field->classes = xrealloc(field->classes, field->class_count + 1, sizeof *field->classes);
	class = &field->classes[field->class_count++];
	*class = *like;
	class->holds = xmalloc(field->item_count, sizeof *holds);
	memcpy(class->holds, holds, field->item_count);
	class->example = xcopy(span_of(like->example));
}

/* One choice of answers for every name, put together. */
static void
class_of(struct making *m, struct span value, const struct answers *all, const size_t *choice)
{
	bool *holds = xmalloc(m->field->item_count, sizeof *holds);
	struct class class = {.met = true, .measured = quantity_of(value).kind != QUANTITY_NONE};
	struct buf example = {0};

	memset(holds, 1, m->field->item_count);
	buf_add_span(&example, value.size ? value : span_of("(empty)"));
	for (size_t i = 0; i <= m->name_count; i++) {
		const struct answer *answer = &all[i].items[choice[i]];

		for (size_t k = 0; k < m->part_count; k++)
			if (answer->parts[k] >= 0)
				holds[m->parts[k].item] &= answer->parts[k] > 0;
		if (i == m->name_count)
			continue;
		buf_add_text(&example, i ? ", @" : " with @");
		buf_add_span(&example, m->names[i]);
		buf_add_text(&example, "=");
		buf_add_span(&example, answer->value.size ? answer->value : span_of("(empty)"));
	}
	buf_add_byte(&example, '\0');
	class.example = example.data;
	class_add(m->field, &class, holds);
	buf_free(&example);
	free(holds);
}

/* The answers for names 0 .. name_count-1, and behind them those of parts without a name. */
static void
classes_of_value(struct making *m, struct span value)
{
	size_t lists = m->name_count + 1, at = 0;
	struct answers *all = xcalloc(lists, sizeof *all);
	struct samples *tried = xcalloc(lists, sizeof *tried);
	size_t *choice = xcalloc(lists, sizeof *choice);

	for (size_t i = 0; i < m->name_count; i++)
		answers_of_name(m, (int)i, value, &all[i], &tried[i]);
	answer_add(m, &all[m->name_count], -1, value, NULL);
	while (at < lists && m->field->complete) {
		class_of(m, value, all, choice);
		for (at = 0; at < lists && ++choice[at] == all[at].count; at++)
			choice[at] = 0;
	}
	for (size_t i = 0; i < lists; i++) {
		for (size_t k = 0; k < all[i].count; k++)
			free(all[i].items[k].parts);
		free(all[i].items);
		samples_free(&tried[i]);
	}
	free(all);
	free(tried);
	free(choice);
}

int
field_make(struct field *field, struct rules *rules, struct span name)
{
	struct making m = {.field = field};
	int result;

	*field = (struct field){.name = name, .complete = true};
	result = cells_gather(&m, rules);
	if (result == 0) {
		values_gather(&m);
		for (size_t i = 0; i < m.values.count; i++)
			classes_of_value(&m, m.values.items[i]);
		field_vary(field);
	}
	samples_free(&m.values);
	free(m.parts);
	free(m.names);
	return result;
}

bool
field_cell_holds(const struct field *field, size_t class_number, const struct cell *cell)
{
	const struct class *class = &field->classes[class_number];
	bool any = cell->count == 0;

	for (size_t i = 0; i < field->item_count; i++)
		any |= field->items[i].cell == cell && class->holds[i];
	return any != cell->negated;
}

void
field_free(struct field *field)
{
	for (size_t i = 0; i < field->class_count; i++) {
		free(field->classes[i].holds);
		free(field->classes[i].example);
	}
	free(field->classes);
	free(field->items);
	*field = (struct field){0};
}
