/* rules_check: every rule becomes a box over the classes of each column's values; the questions are
 * then about boxes (cover.h). That a rule is dead is claimed over all classes that are possible; a
 * gap only with an example that was found. */
#include "rules_check.h"

#include <stdlib.h>

#include "classes.h"
#include "cover.h"
#include "err.h"

enum { WORD = 64, STEPS_MOST = 2000000, GAPS_KEPT = 256, GAPS_SHOWN = 20 };

struct check {
	struct rules *rules;
	rules_fault *report;
	void *context;
	size_t found;
	bool failed; /* the report was stopped */

	struct field *fields;
	size_t field_count;
	size_t *field_of; /* test -> field */
	struct space space;
	uint64_t *boxes;       /* one a rule */
	const uint64_t **list; /* scratch: boxes to cover with */
	struct buf gaps;       /* boxes that no rule takes */
	size_t gap_count;
	struct buf detail;
};

static const char *
detail_text(struct check *c)
{
	buf_add_byte(&c->detail, '\0');
	return c->detail.data;
}

/* Reports what c->detail says; it is empty afterwards. */
static void
fault(struct check *c, const char *word, struct span rule)
{
	c->found++;
	if (!c->failed)
		c->failed = c->report(c->context, c->rules, word, rule, detail_text(c)) != 0;
	buf_clear(&c->detail);
}

static uint64_t *
box_of(const struct check *c, size_t rule)
{
	return c->boxes + rule * space_words(&c->space);
}

static void
bit_set(uint64_t *set, size_t bit)
{
	set[bit / WORD] |= UINT64_C(1) << bit % WORD;
}

static bool
bit_get(const uint64_t *set, size_t bit)
{
	return set[bit / WORD] >> bit % WORD & 1;
}

static size_t
field_find(const struct check *c, struct span name)
{
	size_t i = 0;

	while (i < c->field_count && !span_equal(c->fields[i].name, name))
		i++;
	return i;
}

static int
fields_make(struct check *c)
{
	struct rules *rules = c->rules;

	c->fields = xcalloc(rules->test_count, sizeof *c->fields);
	c->field_of = xcalloc(rules->test_count, sizeof *c->field_of);
	for (size_t i = 0; i < rules->test_count; i++) {
		struct span name = rules->tests[i].name;
		size_t at = field_find(c, name), words;

		c->field_of[i] = at;
		if (at < c->field_count)
			continue;
		c->field_count++;
		if (field_make(&c->fields[at], rules, name) != 0)
			return -1;
		words = (c->fields[at].class_count + WORD - 1) / WORD;
		if (words > c->space.words)
			c->space.words = words;
		if (c->fields[at].complete)
			continue;
		buf_add_text(&c->detail, "too many classes of values in column ");
		buf_add_span(&c->detail, name);
		fault(c, "undecided", (struct span){0});
	}
	c->space.dimensions = c->field_count;
	return 0;
}

/* All classes of every field, or only those with an example that was met. */
static void
box_fill(const struct check *c, uint64_t *box, bool met)
{
	memset(box, 0, space_words(&c->space) * sizeof *box);
	for (size_t i = 0; i < c->field_count; i++)
		for (size_t k = 0; k < c->fields[i].class_count; k++)
			if (!met || c->fields[i].classes[k].met)
				bit_set(box_set(&c->space, box, i), k);
}

static void
box_make(struct check *c, size_t rule)
{
	uint64_t *box = box_of(c, rule);

	box_fill(c, box, false);
	for (size_t i = 0; i < c->rules->test_count; i++) {
		const struct rules_test *test = &c->rules->tests[i];
		const struct field *field = &c->fields[c->field_of[i]];
		uint64_t *set = box_set(&c->space, box, c->field_of[i]);
		int cell = test->cell_of[rule];

		for (size_t k = 0; cell != RULES_NO_CELL && k < field->class_count; k++)
			if (!field_cell_holds(field, k, &test->cells[cell]))
				set[k / WORD] &= ~(UINT64_C(1) << k % WORD);
	}
}

static void
boxes_make(struct check *c)
{
	c->boxes = xcalloc(c->rules->count, (space_words(&c->space) + 1) * sizeof *c->boxes);
	c->list = xcalloc(c->rules->count, sizeof *c->list);
	for (size_t rule = 0; rule < c->rules->count; rule++)
		box_make(c, rule);
}

static void
names_check(struct check *c, size_t rule)
{
	const struct rules *rules = c->rules;

	for (size_t i = 0; i < rule; i++) {
		if (span_equal(rules->names[i], rules->names[rule])) {
			const char *where =
			    rules_place(rules, rules->lines[i], (struct span){0}, &(struct buf){0});

			buf_add_text(&c->detail, "named so before at ");
			buf_add_text(&c->detail, where);
			free((char *)(uintptr_t)where);
			fault(c, "duplicate_name", rules->names[rule]);
			return;
		}
	}
}

static void
cell_fault(struct check *c, const char *word, size_t rule, const struct rules_test *test, int cell)
{
	buf_add_text(&c->detail, "column ");
	buf_add_span(&c->detail, test->name);
	buf_add_text(&c->detail, ": ");
	buf_add_span(&c->detail, test->texts[cell]);
	fault(c, word, c->rules->names[rule]);
}

static bool
item_is_dead(const struct field *field, size_t item)
{
	for (size_t k = 0; k < field->class_count; k++)
		if (field->classes[k].holds[item])
			return false;
	return true;
}

/* Does item b hold wherever item a does? */
static bool
item_within(const struct field *field, size_t a, size_t b)
{
	for (size_t k = 0; k < field->class_count; k++)
		if (field->classes[k].holds[a] && !field->classes[k].holds[b])
			return false;
	return true;
}

static bool
item_is_text(const struct field *field, size_t item)
{
	return field->items[item].item->kind <= CELL_PATTERN;
}

/* Another alternative of the cell takes this one in; of two that are equal the later is redundant.
 */
static bool
item_is_redundant(const struct field *field, size_t item)
{
	for (size_t i = 0; i < field->item_count; i++) {
		if (i == item || field->items[i].cell != field->items[item].cell ||
		    !item_is_text(field, i) || !item_within(field, item, i))
			continue;
		if (i < item || !item_within(field, i, item))
			return true;
	}
	return false;
}

/* True when a fault was found that explains why the cell never holds. */
static bool
items_check(struct check *c, size_t rule, const struct rules_test *test, int number,
    const struct field *field)
{
	bool dead = false;

	for (size_t i = 0; i < field->item_count; i++) {
		enum cell_kind kind = field->items[i].item->kind;

		if (field->items[i].cell != &test->cells[number])
			continue;
		if (kind >= CELL_PATTERN && item_is_dead(field, i)) {
			cell_fault(c, kind == CELL_PATTERN ? "dead_pattern" : "empty_range", rule,
			    test, number);
			dead = true;
		} else if (item_is_text(field, i) && item_is_redundant(field, i)) {
			cell_fault(c, "redundant", rule, test, number);
		}
	}
	return dead;
}

/* True when the rule can never match because of one of its cells. */
static bool
cells_check(struct check *c, size_t rule)
{
	bool never = false;

	for (size_t i = 0; i < c->rules->test_count; i++) {
		const struct rules_test *test = &c->rules->tests[i];
		const struct field *field = &c->fields[c->field_of[i]];
		int cell = test->cell_of[rule];
		bool dead = cell != RULES_NO_CELL && items_check(c, rule, test, cell, field);
		bool holds = cell == RULES_NO_CELL;

		for (size_t k = 0; k < field->class_count && !holds; k++)
			holds = field_cell_holds(field, k, &test->cells[cell]);
		if (!holds && !dead)
			cell_fault(c, "empty_cell", rule, test, cell);
		never |= !holds;
	}
	return never;
}

static bool
same_outputs(const struct rules *rules, size_t a, size_t b)
{
	for (size_t i = 0; i < rules->output_count; i++) {
		const struct rules_value *x = &rules->values[a * rules->output_count + i];
		const struct rules_value *y = &rules->values[b * rules->output_count + i];

		if (!span_equal(x->written, y->written))
			return false;
	}
	return true;
}

static enum cover_answer
covered(struct check *c, const uint64_t *box, size_t count)
{
	uint64_t steps = STEPS_MOST;

	return cover_test(&c->space, box, c->list, count, &steps, NULL, NULL);
}

/* An earlier rule that alone takes everything. */
static bool
shadowed_by_one(struct check *c, size_t rule)
{
	const uint64_t *box = box_of(c, rule);

	for (size_t i = 0; i < rule; i++) {
		const char *word = "shadowed";

		c->list[0] = box_of(c, i);
		if (covered(c, box, 1) != COVER_FULL)
			continue;
		if (box_is_equal(&c->space, box, box_of(c, i)))
			word = same_outputs(c->rules, i, rule) ? "repeated" : "contradiction";
		buf_add_text(&c->detail, "by ");
		buf_add_span(&c->detail, c->rules->names[i]);
		fault(c, word, c->rules->names[rule]);
		return true;
	}
	return false;
}

/* The earlier rules are left out one by one where the others still fill the box: the reader sees
 * which matter. */
static void
shadowed_by_union(struct check *c, size_t rule)
{
	const uint64_t *box = box_of(c, rule), *out;
	size_t *number = xcalloc(rule + 1, sizeof *number), count = 0;
	enum cover_answer answer;

	for (size_t i = 0; i < rule; i++) {
		number[count] = i;
		c->list[count++] = box_of(c, i);
	}
	answer = covered(c, box, count);
	if (answer == COVER_UNDECIDED)
		fault(c, "undecided", c->rules->names[rule]);
	for (size_t i = count; answer == COVER_FULL && i-- > 0;) {
		out = c->list[i];
		memmove(c->list + i, c->list + i + 1, (count - i - 1) * sizeof *c->list);
		if (covered(c, box, count - 1) == COVER_FULL) {
			memmove(number + i, number + i + 1, (count - i - 1) * sizeof *number);
			count--;
		} else {
			memmove(c->list + i + 1, c->list + i, (count - i - 1) * sizeof *c->list);
			c->list[i] = out;
		}
	}
	for (size_t i = 0; answer == COVER_FULL && i < count; i++) {
		buf_add_text(&c->detail, i ? ", " : "by ");
		buf_add_span(&c->detail, c->rules->names[number[i]]);
	}
	if (answer == COVER_FULL)
		fault(c, "shadowed_by_union", c->rules->names[rule]);
	free(number);
}

static void
rule_check(struct check *c, size_t rule)
{
	names_check(c, rule);
	if (cells_check(c, rule))
		return;
	if (box_is_empty(&c->space, box_of(c, rule))) {
		buf_add_text(&c->detail, "two cells of one column exclude each other");
		fault(c, "never", c->rules->names[rule]);
	} else if (!shadowed_by_one(c, rule)) {
		shadowed_by_union(c, rule);
	}
}

/* A column is shown when only some of its values are in the gap. */
static void
gap_report(struct check *c, const uint64_t *box)
{
	for (size_t i = 0; i < c->field_count; i++) {
		const uint64_t *set = box + i * c->space.words;
		const struct class *example = NULL;
		bool all = true;

		for (size_t k = 0; k < c->fields[i].class_count; k++) {
			const struct class *class = &c->fields[i].classes[k];

			if (bit_get(set, k) && !example)
				example = class;
			all = all && (bit_get(set, k) || !class->met);
		}
		if (all || !example)
			continue;
		buf_add_text(&c->detail, c->detail.size ? "; " : "for example ");
		buf_add_span(&c->detail, c->fields[i].name);
		buf_add_text(&c->detail, "=");
		buf_add_text(&c->detail, example->example);
	}
	fault(c, "uncovered", (struct span){0});
}

static bool
gap_found(void *context, const uint64_t *box)
{
	struct check *c = context;

	buf_add(&c->gaps, box, space_words(&c->space) * sizeof *box);
	return ++c->gap_count < GAPS_KEPT;
}

/* Cutting leaves one gap in pieces, which are put together first. */
static void
gaps_report(struct check *c)
{
	size_t size = space_words(&c->space);
	uint64_t *boxes = xcalloc(c->gap_count * size + 1, sizeof *boxes);
	size_t count;

	memcpy(boxes, c->gaps.data, c->gaps.size);
	count = boxes_merge(&c->space, boxes, c->gap_count);
	for (size_t i = 0; i < count && i < GAPS_SHOWN; i++)
		gap_report(c, boxes + i * size);
	if (count > GAPS_SHOWN || c->gap_count == GAPS_KEPT) {
		buf_add_text(&c->detail, "and more");
		fault(c, "uncovered", (struct span){0});
	}
	free(boxes);
}

static void
gaps_check(struct check *c)
{
	uint64_t *all = xcalloc(space_words(&c->space) + 1, sizeof *all);
	uint64_t steps = STEPS_MOST;
	enum cover_answer answer;

	box_fill(c, all, true);
	for (size_t i = 0; i < c->rules->count; i++)
		c->list[i] = box_of(c, i);
	answer = cover_test(&c->space, all, c->list, c->rules->count, &steps, gap_found, c);
	if (answer == COVER_LEFT)
		gaps_report(c);
	if (answer == COVER_UNDECIDED) {
		buf_add_text(&c->detail, "too many combinations");
		fault(c, "undecided", (struct span){0});
	}
	free(all);
}

int
rules_check(struct rules *rules, rules_fault *report, void *context, size_t *found)
{
	struct check c = {.rules = rules, .report = report, .context = context};
	int result = fields_make(&c);

	if (result == 0) {
		boxes_make(&c);
		for (size_t rule = 0; rule < rules->count && !c.failed; rule++)
			rule_check(&c, rule);
		gaps_check(&c);
	}
	for (size_t i = 0; i < c.field_count; i++)
		field_free(&c.fields[i]);
	free(c.fields);
	free(c.field_of);
	free(c.boxes);
	free(c.list);
	buf_free(&c.gaps);
	buf_free(&c.detail);
	*found = c.found;
	return result != 0 || c.failed ? -1 : 0;
}
