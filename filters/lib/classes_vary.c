/* classes_vary: what patterns may say of values that were not tried.
 *
 * What a pattern matches cannot be enumerated. Samples are found for it, and where a class is not
 * one single value every answer of the patterns is held to be possible: enough to never call a rule
 * dead that is not. The same goes for globs where the value is a number or a time: all globs were
 * tried together, but on words. */
#include <stdlib.h>

#include "classes.h"

enum { FREE_PATTERNS = 6, PATTERNS_MOST = 64 };

struct variation {
	struct field *field;
	size_t *first; /* the first item of each different pattern and glob */
	size_t count;
};

static bool
is_same(const struct cell_item *a, const struct cell_item *b)
{
	return b->kind == a->kind && a->any_case == b->any_case && span_equal(a->text, b->text);
}

/* Might the glob match some numbers or times and not others? Its letters must be theirs. */
static bool
may_measure(struct span glob)
{
	bool stars = true;

	for (size_t i = 0; i < glob.size; i++) {
		if (!glob.data[i] || !strchr("0123456789-.:TZ*?", glob.data[i]))
			return false;
		stars = stars && glob.data[i] == '*';
	}
	return !stars;
}

/* A dead pattern has no choice. */
static bool
may_vary(const struct cell_item *item, bool measured)
{
	struct buf unused = {0};
	bool alive = item->kind == CELL_GLOB && measured && may_measure(item->text);

	if (item->kind == CELL_PATTERN)
		alive = cell_pattern_samples(item, 1, &unused);
	buf_free(&unused);
	return alive;
}

static void
patterns_gather(struct variation *v, bool measured)
{
	v->count = 0;
	for (size_t i = 0; i < v->field->item_count; i++) {
		const struct cell_item *item = v->field->items[i].item;
		bool fresh = may_vary(item, measured);

		for (size_t k = 0; fresh && k < v->count; k++)
			fresh = !is_same(item, v->field->items[v->first[k]].item);
		if (fresh && v->count == PATTERNS_MOST)
			v->field->complete = false;
		else if (fresh)
			v->first[v->count++] = i;
	}
}

/* One value alone: the patterns have no choice. */
static bool
is_single(const struct field *field, const struct class *class)
{
	for (size_t i = 0; i < field->item_count; i++) {
		enum cell_kind kind = field->items[i].item->kind;

		if (class->holds[i] && (kind == CELL_TEXT || kind == CELL_EMPTY))
			return true;
	}
	return false;
}

/* Bit k of answers is what pattern k says. */
static void
class_vary(const struct variation *v, const struct class *class, uint64_t answers)
{
	struct field *field = v->field;
	struct class like = {.example = class->example, .measured = class->measured};
	bool *holds = xmalloc(field->item_count, sizeof *holds);

	memcpy(holds, class->holds, field->item_count);
	for (size_t i = 0; i < field->item_count; i++)
		for (size_t k = 0; k < v->count; k++)
			if (is_same(field->items[v->first[k]].item, field->items[i].item))
				holds[i] = answers >> k & 1;
	class_add(field, &like, holds);
	free(holds);
}

/* Up to FREE_PATTERNS patterns: every combination. More: none, and every one and two of them, which
 * is what a table that names the column once or twice can ask for. */
static void
class_vary_all(const struct variation *v, struct class like)
{
	class_vary(v, &like, 0);
	for (uint64_t set = 1; v->count <= FREE_PATTERNS && set < UINT64_C(1) << v->count; set++)
		class_vary(v, &like, set);
	for (size_t a = 0; v->count > FREE_PATTERNS && a < v->count; a++)
		for (size_t b = 0; b <= a && v->field->complete; b++)
			class_vary(v, &like, UINT64_C(1) << a | UINT64_C(1) << b);
}

void
field_vary(struct field *field)
{
	struct variation v = {.field = field};
	size_t met = field->class_count;

	v.first = xcalloc(field->item_count + 1, sizeof *v.first);
	for (int measured = 0; measured <= 1; measured++) {
		patterns_gather(&v, measured);
		for (size_t i = 0; i < met && v.count > 0; i++)
			if (field->classes[i].measured == measured &&
			    !is_single(field, &field->classes[i]))
				class_vary_all(&v, field->classes[i]);
	}
	free(v.first);
}
