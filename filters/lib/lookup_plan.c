/* lookup_plan: see lookup_plan.h. Every text is parsed by the one grammar of columns, so quoting
 * is the same everywhere; only what names no column (":line", the operator of as-of) is read here.
 */
#include "lookup_plan.h"

#include <stdlib.h>

#include "err.h"

/* Less than this would only split and split. */
enum { MEMORY_LEAST = 256 * 1024 };

int
lookup_pick_parse(const char *text, enum lookup_pick *pick)
{
	static const struct {
		const char *name;
		enum lookup_pick pick;
	} picks[] = {{"first", LOOKUP_FIRST}, {"last", LOOKUP_LAST}, {"all", LOOKUP_ALL}};

	for (size_t i = 0; i < sizeof picks / sizeof *picks; i++)
		if (strcmp(text, picks[i].name) == 0) {
			*pick = picks[i].pick;
			return 0;
		}
	warn("--pick takes first, last or all");
	return -1;
}

static bool
lists_equal(const struct column_list *a, const struct column_list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!span_equal(a->items[i].name, b->items[i].name))
			return false;
	return true;
}

/* Do the names of forms and digests alone tell the rungs apart, all being of the same columns? */
static bool
ways_tell_apart(const struct plan *plan)
{
	for (size_t i = 0; i < plan->rung_count; i++) {
		const struct key_spec *a = &plan->rungs[i].spec;

		if (key_spec_is_mixed(a))
			return false;
		for (size_t j = 0; j < i; j++) {
			const struct key_spec *b = &plan->rungs[j].spec;

			if (way_equal(&a->way, &b->way) || !lists_equal(&a->columns, &b->columns) ||
			    !lists_equal(&a->lookup, &b->lookup))
				return false;
		}
	}
	return true;
}

static int
make_rungs(struct plan *plan, const struct lookup_spec *spec, const struct columns *table,
    struct forms *forms)
{
	bool by_way;

	plan->rungs = xcalloc(spec->key_count, sizeof *plan->rungs);
	for (size_t i = 0; i < spec->key_count; i++) {
		if (key_parse(&plan->rungs[i].spec, spec->keys[i]))
			return -1;
		plan->rung_count++;
	}
	by_way = ways_tell_apart(plan);
	for (size_t i = 0; i < plan->rung_count; i++) {
		struct rung *rung = &plan->rungs[i];

		rung->text = span_of(by_way ? way_name(&rung->spec.way) : spec->keys[i]);
		if (key_bind(&rung->table, &rung->spec, true, table, forms))
			return -1;
	}
	return 0;
}

/* One side of as-of: exactly one column name. */
static int
time_column(struct column_list *list, struct span text)
{
	char *copy = xcopy(text);
	int status = column_list_parse(list, copy, "--as-of");

	free(copy);
	if (status == 0 && (list->count != 1 || list->items[0].rename.size)) {
		warn("--as-of takes one column on each side, as in sent_at>=at");
		return -1;
	}
	return status;
}

static int
make_as_of(struct plan *plan, const char *text, const struct columns *table)
{
	static const struct {
		const char *sign;
		struct as_of as_of;
	} signs[] = {{">=?", {AS_OF_NOT_BEFORE, true}}, {"<=?", {AS_OF_NOT_AFTER, true}},
	    {">?", {AS_OF_AFTER, true}}, {"<?", {AS_OF_BEFORE, true}},
	    {">=", {AS_OF_NOT_BEFORE, false}}, {"<=", {AS_OF_NOT_AFTER, false}},
	    {">", {AS_OF_AFTER, false}}, {"<", {AS_OF_BEFORE, false}}, {"?", {AS_OF_UNTOLD, true}}};
	size_t at = columns_cut(span_of(text), "<>?");

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t size = strlen(signs[i].sign);
		struct span right = {text + at + size, 0};

		if (strncmp(text + at, signs[i].sign, size) != 0)
			continue;
		plan->as_of = signs[i].as_of;
		right.size = strlen(right.data);
		if (time_column(&plan->input_time, (struct span){text, at}) ||
		    time_column(&plan->table_time, right))
			return -1;
		return columns_find(table, plan->table_time.items[0].name, &plan->table_time_index);
	}
	warn("--as-of takes COLUMN OPERATOR LOOKUPCOLUMN, operators > >= < <= >? >=? <? <=? ?");
	return -1;
}

static int
make_prefer(struct plan *plan, const char *text, const struct columns *table)
{
	if (column_list_parse(&plan->prefer, text, "--prefer"))
		return -1;
	for (size_t i = 0; i < plan->prefer.count; i++)
		if ((plan->prefer.items[i].rename.size != 0) != (i == 0)) {
			warn("--prefer takes COLUMN=VALUE,VALUE...");
			return -1;
		}
	return columns_find(table, plan->prefer.items[0].rename, &plan->prefer_index);
}

/* Puts quotes around :file and :line, which the grammar of columns would take for a form. */
static char *
quote_places(const char *text)
{
	struct buf out = {0};
	bool quoted = false;

	for (const char *at = text; *at; at++) {
		bool begins = at == text || at[-1] == ',' || at[-1] == '=';
		size_t word = strcspn(at, ",=\"");

		quoted ^= *at == '"';
		if (quoted || !begins || *at != ':') {
			buf_add_byte(&out, *at);
			continue;
		}
		buf_add_byte(&out, '"');
		buf_add(&out, at, word);
		buf_add_byte(&out, '"');
		at += word - 1;
	}
	buf_add_byte(&out, '\0');
	return out.data;
}

static int
make_added(struct plan *plan, size_t i, const struct columns *table)
{
	const struct column_item *item = &plan->add.items[i];
	struct added *added = &plan->added[i];
	struct span *name = &plan->added_names[i];

	if (span_is(item->name, ":file")) {
		added->kind = ADDED_FILE;
		*name = span_of("lookup_source");
	} else if (span_is(item->name, ":line")) {
		added->kind = ADDED_LINE;
		*name = span_of("lookup_line");
	} else {
		if (columns_find(table, item->name, &added->index))
			return -1;
		*name = table->names[added->index];
	}
	if (item->rename.size)
		*name = item->rename;
	return 0;
}

static int
make_add(struct plan *plan, const char *text, const struct columns *table)
{
	char *quoted = quote_places(text);
	int status = column_list_parse(&plan->add, quoted, "--add");

	free(quoted);
	if (status)
		return -1;
	plan->added = xcalloc(plan->add.count, sizeof *plan->added);
	plan->added_names = xcalloc(plan->add.count, sizeof *plan->added_names);
	for (; plan->added_count < plan->add.count; plan->added_count++)
		if (make_added(plan, plan->added_count, table))
			return -1;
	return 0;
}

int
plan_make(struct plan *plan, const struct lookup_spec *spec, const struct columns *table,
    struct forms *forms)
{
	*plan = (struct plan){.name = table->file,
	    .pick = spec->pick,
	    .exists = spec->exists,
	    .keeps_rows = !spec->exists || spec->as_of,
	    .memory = spec->memory > MEMORY_LEAST ? spec->memory : MEMORY_LEAST,
	    .temp = spec->temp};
	if (make_rungs(plan, spec, table, forms))
		return -1;
	if (spec->as_of && make_as_of(plan, spec->as_of, table))
		return -1;
	if (spec->prefer && make_prefer(plan, spec->prefer, table))
		return -1;
	return spec->add ? make_add(plan, spec->add, table) : 0;
}

/* Do values that are equal on the rung have equal keys on the wide one, wherever that can use them?
 */
static bool
is_within(const struct rung *rung, const struct rung *wide)
{
	return rung->input.count == 1 && wide->input.count == 1 &&
	       rung->input.index[0] == wide->input.index[0] &&
	       rung->table.index[0] == wide->table.index[0] && rung->spec.way.kind == WAY_FORM &&
	       wide->spec.way.kind == WAY_FORM &&
	       form_implies(rung->spec.way.form, wide->spec.way.form);
}

/* A key that such a rung can make and does not know, is known to no other rung. */
static struct rung *
widest_rung(const struct plan *plan)
{
	for (size_t i = 0; plan->rung_count > 1 && i < plan->rung_count; i++) {
		size_t within = 0;

		for (size_t j = 0; j < plan->rung_count; j++)
			within += is_within(&plan->rungs[j], &plan->rungs[i]);
		if (within == plan->rung_count)
			return &plan->rungs[i];
	}
	return NULL;
}

int
plan_bind(struct plan *plan, const struct columns *input, struct forms *forms)
{
	for (size_t i = 0; i < plan->rung_count; i++) {
		struct rung *rung = &plan->rungs[i];

		if (key_bind(&rung->input, &rung->spec, false, input, forms))
			return -1;
	}
	plan->widest = widest_rung(plan);
	if (plan->as_of.relation == AS_OF_ANY)
		return 0;
	return columns_find(input, plan->input_time.items[0].name, &plan->input_time_index);
}

void
plan_free(struct plan *plan)
{
	for (size_t i = 0; i < plan->rung_count; i++) {
		key_free(&plan->rungs[i].table);
		key_free(&plan->rungs[i].input);
		key_spec_free(&plan->rungs[i].spec);
	}
	free(plan->rungs);
	column_list_free(&plan->input_time);
	column_list_free(&plan->table_time);
	column_list_free(&plan->prefer);
	column_list_free(&plan->add);
	free(plan->added);
	free(plan->added_names);
	*plan = (struct plan){0};
}

/* Sizes take seven bits a byte, so that a short value costs one byte more than itself. */
static void
add_value(struct buf *out, struct span value)
{
	size_t size = value.size;

	for (; size >= 0x80; size >>= 7)
		buf_add_byte(out, (char)(0x80 | (size & 0x7f)));
	buf_add_byte(out, (char)size);
	buf_add_span(out, value);
}

struct span
plan_value(const char **at)
{
	struct span value = {0};
	unsigned char byte;
	int shift = 0;

	do {
		byte = (unsigned char)*(*at)++;
		value.size |= (size_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	value.data = *at;
	*at += value.size;
	return value;
}

static uint32_t
rank_of(const struct plan *plan, const struct record *record)
{
	struct span value;
	uint32_t i = 0;

	if (plan->prefer.count == 0)
		return 0;
	value = csv_field(record, plan->prefer_index);
	while (i < plan->prefer.count && !span_equal(plan->prefer.items[i].name, value))
		i++;
	return i;
}

void
plan_row(
    const struct plan *plan, const struct record *record, struct buf *values, struct entry *row)
{
	*row = (struct entry){.line = record->line, .rank = rank_of(plan, record)};
	if (plan->as_of.relation != AS_OF_ANY)
		row->at = when_parse(csv_field(record, plan->table_time_index));
	buf_clear(values);
	for (size_t i = 0; i < plan->added_count; i++)
		if (plan->added[i].kind == ADDED_COLUMN)
			add_value(values, csv_field(record, plan->added[i].index));
	row->values = values->data;
	row->size = (uint32_t)values->size;
}

static int
compare_values(const struct entry *a, const struct entry *b)
{
	const char *left = a->values, *right = b->values;
	const char *end = a->values + a->size;

	while (left < end) {
		struct span value = plan_value(&left);
		int order = span_compare(value, plan_value(&right));

		if (order)
			return order;
	}
	return 0;
}

int
plan_order(const struct plan *plan, const struct entry *a, const struct entry *b)
{
	int order = plan->as_of.relation == AS_OF_ANY ? 0 : when_compare(a->at, b->at);

	if (order)
		return order;
	if (plan->pick != LOOKUP_ONE) {
		/* The preferred row is the one that the pick meets first, from either end. */
		order = (a->rank > b->rank) - (a->rank < b->rank);
		if (order)
			return plan->pick == LOOKUP_LAST ? -order : order;
		order = compare_values(a, b);
	}
	return order ? order : (a->line > b->line) - (a->line < b->line);
}
