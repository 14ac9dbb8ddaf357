/* am-tally: counts and extremes of groups of rows. The rule: rows with the same values in the -g
 * columns are one group (an empty value is a value like any other), each group gives one row:
 * those values and one for each -a. Without -g all rows are one group, also when there are none.
 *
 * Order: bytewise by the group's values, one column after the other. Memory: -m; past it partial
 * groups go to disk and are merged, and the bytes out are the same. Every row read is a fold in
 * the ledger. Status: 0, or 2 when not complete.
 *
 *	am-tally -g email -a sends=count -a 'bad=count if verdict UNLAWFUL' sends.csv
 */
#include <stdlib.h>

#include "cell.h"
#include "filter.h"
#include "tally.h"

static const struct opt options[] = {
    {.name = "group",
	.letter = 'g',
	.argument = "COLS",
	.help = "rows with the same values here are one group (default: all are)"},
    {.name = "aggregate",
	.letter = 'a',
	.argument = "NAME=FUNCTION[:COL[:TYPE]][ if COL CELL]",
	.help = "count, min, max, first, last, sum, distinct, list; type number or time",
	.repeats = true},
    {0},
};
static const struct program program = {
    .name = "am-tally",
    .usage = "[-g COLS] [-a NAME=FUNCTION[:COL[:TYPE]][ if COL CELL]]... [options] [FILE...]",
    .summary = "count, min, max, first, last, sum and distinct of groups of rows",
    .own = options,
};

/* One column's name as a list of one, and where it is. */
struct named {
	struct column_list name;
	size_t index;
};

/* One -a. */
struct aggregate {
	struct column_list name;
	struct named column; /* not of count */
	bool conditional;
	struct named tested;
	struct cell cell;
};

struct state {
	struct filter filter;
	struct column_list groups;
	size_t *group_index;
	struct aggregate *aggregates;
	struct tally_spec *specs;
	size_t count; /* of aggregates and specs */
	struct tally *tally;
	struct buf keys[FILTER_BATCH]; /* of the records of a batch */
	struct buf *parts;	       /* the values of a group */
	struct span *values;
};

/* Reads one column name, unquoted, of the span. */
static void
parse_name(struct column_list *name, struct span text)
{
	char *copy = xcopy(text);

	if (column_list_parse(name, copy, "-a") != 0)
		die_silent();
	if (name->count != 1 || name->items[0].rename.size)
		die("-a: one column at a time");
	free(copy);
}

/* Cuts what stands before the first of the stops off the front of the text, and the stop itself. */
static struct span
cut(struct span *text, const char *stops)
{
	size_t size = columns_cut(*text, stops);
	struct span front = {text->data, size};

	size += size < text->size;
	text->data += size;
	text->size -= size;
	return front;
}

/* Where " if " stands outside quotes, or the size. */
static size_t
find_if(struct span text)
{
	for (size_t at = 0; at < text.size;) {
		struct span rest = {text.data + at, text.size - at};

		at += columns_cut(rest, " ");
		if (text.size - at >= 4 && memcmp(text.data + at, " if ", 4) == 0)
			return at;
		at++;
	}
	return text.size;
}

/* Reads "COLUMN CELL". */
static void
parse_condition(struct aggregate *a, struct span text)
{
	struct span name = cut(&text, " ");

	parse_name(&a->tested.name, name);
	if (text.size == 0)
		die("-a: no condition behind the column of \"if\"");
	if (cell_parse(&a->cell, text, "-a") != 0)
		die_silent();
	a->conditional = true;
}

/* Reads "FUNCTION[:COLUMN[:TYPE]]". */
static void
parse_function(struct aggregate *a, struct tally_spec *spec, struct span text)
{
	struct span word = cut(&text, ":"), column = cut(&text, ":"), type = text;

	if (tally_function_parse(word, &spec->function) != 0)
		die("-a: no such function (count, min, max, first, last, sum, distinct, list)");
	if (spec->function == TALLY_COUNT) {
		if (column.size)
			die("-a: count takes no column (\"count if COLUMN present\" counts "
			    "values)");
		return;
	}
	if (column.size == 0)
		die("-a: this function needs a column, as in max:COLUMN");
	parse_name(&a->column.name, column);
	if (type.size == 0)
		return;
	if (order_type_parse(type, &spec->type) != 0)
		die("-a: the types are bytes, number and time");
	if (spec->function != TALLY_MIN && spec->function != TALLY_MAX &&
	    spec->function != TALLY_DISTINCT)
		die("-a: only min, max and distinct take a type");
}

static void
parse_aggregate(struct aggregate *a, struct tally_spec *spec, const char *text)
{
	struct span left = span_of(text), name = cut(&left, "=");
	size_t size = find_if(left);

	if (name.size == 0 || left.size == 0)
		die("-a: not NAME=FUNCTION[:COLUMN[:TYPE]][ if COLUMN CELL]");
	parse_name(&a->name, name);
	parse_function(a, spec, (struct span){left.data, size});
	if (size < left.size)
		parse_condition(a, (struct span){left.data + size + 4, left.size - size - 4});
}

static void
xfind(const struct state *s, struct named *named)
{
	const struct columns *header = parts_columns(s->filter.in);

	if (named->name.count &&
	    columns_find(header, named->name.items[0].name, &named->index) != 0)
		die_silent();
}

static void
resolve(struct state *s)
{
	const struct columns *header = parts_columns(s->filter.in);
	const struct names names = {.columns = header};

	for (size_t i = 0; i < s->groups.count; i++)
		if (columns_find(header, s->groups.items[i].name, &s->group_index[i]) != 0)
			die_silent();
	for (size_t i = 0; i < s->count; i++) {
		struct aggregate *a = &s->aggregates[i];

		xfind(s, &a->column);
		xfind(s, &a->tested);
		if (a->conditional && cell_bind(&a->cell, &names) != 0)
			die_silent();
	}
}

/* The header: group columns, which may be renamed, and the names of the aggregates. */
static void
open_output(struct state *s)
{
	for (size_t i = 0; i < s->groups.count; i++) {
		const struct column_item *item = &s->groups.items[i];

		s->values[i] = item->rename.size
				   ? item->rename
				   : parts_columns(s->filter.in)->names[s->group_index[i]];
	}
	for (size_t i = 0; i < s->count; i++)
		s->values[s->groups.count + i] = s->aggregates[i].name.items[0].name;
	xfilter_output_columns(&s->filter, s->values, s->groups.count + s->count);
}

static void
prepare(struct state *s)
{
	const struct options *opt = &s->filter.opt;
	const char *groups = opt_get(opt, "group");

	s->count = opt_count(opt, "aggregate");
	if (s->count == 0 && !groups)
		die("nothing to tell: give -g, -a or both");
	if (groups && column_list_parse(&s->groups, groups, "-g") != 0)
		die_silent();
	s->group_index = xcalloc(s->groups.count, sizeof *s->group_index);
	s->parts = xcalloc(s->groups.count, sizeof *s->parts);
	s->values = xcalloc(s->groups.count + s->count, sizeof *s->values);
	s->aggregates = xcalloc(s->count, sizeof *s->aggregates);
	s->specs = xcalloc(s->count, sizeof *s->specs);
	for (size_t i = 0; i < s->count; i++)
		parse_aggregate(&s->aggregates[i], &s->specs[i], opt_at(opt, "aggregate", i));
	xfilter_input(&s->filter, opt->operands, opt->operand_count);
	resolve(s);
	open_output(s);
	s->tally = tally_new(s->specs, s->count, s->filter.memory, s->filter.temp);
	if (!s->tally)
		die_silent();
}

/* Does the row count for this aggregate? 1 or 0, or -1 with a message. */
static int
counts(const struct aggregate *a, const struct row *row)
{
	struct cell_value value;

	if (!a->conditional)
		return 1;
	value = (struct cell_value){.text = csv_field(row->record, a->tested.index)};
	return cell_match(&a->cell, &value, row);
}

static int
say_why(
    const struct state *s, const struct aggregate *a, const struct record *record, const char *why)
{
	struct span name = columns_shown(parts_columns(s->filter.in)->names[a->column.index]);

	warn("%s:%llu: column %.*s %s", parts_file(s->filter.in), (unsigned long long)record->line,
	    (int)name.size, name.data, why);
	return -1;
}

static void
make_key(const struct state *s, const struct record *record, struct buf *key)
{
	buf_clear(key);
	for (size_t i = 0; i < s->groups.count; i++)
		(void)order_append(
		    key, (struct order){ORDER_BYTES, false}, csv_field(record, s->group_index[i]));
}

/* One record is added to its group. */
static int
one(struct state *s, const struct record *record, struct span key)
{
	const struct row row = {.record = record, .width = parts_columns(s->filter.in)->count};

	if (tally_group(s->tally, key) != 0)
		return -1;
	for (size_t i = 0; i < s->count; i++) {
		const struct aggregate *a = &s->aggregates[i];
		int holds = counts(a, &row);
		struct span value = {NULL, 0};
		const char *why;

		if (holds < 0)
			return -1;
		if (holds == 0)
			continue;
		if (a->column.name.count)
			value = csv_field(record, a->column.index);
		why = tally_add(s->tally, i, value);
		if (why)
			return say_why(s, a, record, why);
	}
	filter_fold(&s->filter);
	return 0;
}

static int
add_batch(struct state *s, const struct record *records, size_t count)
{
	struct span keys[FILTER_BATCH];

	for (size_t i = 0; i < count; i++) {
		make_key(s, &records[i], &s->keys[i]);
		keys[i] = buf_span(&s->keys[i]);
	}
	tally_expect(s->tally, keys, count);
	for (size_t i = 0; i < count; i++)
		if (one(s, &records[i], keys[i]) != 0)
			return -1;
	return 0;
}

/* Writes a row for each group. */
static bool
write_groups(struct state *s)
{
	struct span key;
	enum read_status status;

	while ((status = tally_next(s->tally, &key, s->values + s->groups.count)) == READ_RECORD) {
		for (size_t i = 0; i < s->groups.count; i++) {
			buf_clear(&s->parts[i]);
			order_cut(&key, &s->parts[i]);
			s->values[i] = buf_span(&s->parts[i]);
		}
		if (filter_row(&s->filter, s->values) != 0)
			return false;
	}
	return status == READ_END;
}

static void
note_unreadable(struct state *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct span name = s->aggregates[i].name.items[0].name;
		unsigned long long count = tally_unreadable(s->tally, i);

		if (count > 0)
			filter_note(
			    &s->filter, "unreadable:%.*s=%llu", (int)name.size, name.data, count);
	}
}

static bool
run(struct state *s)
{
	const struct record *records;
	enum read_status status;
	size_t count;

	/* All rows as one group are there even when there are no rows. */
	if (s->groups.count == 0 && tally_group(s->tally, (struct span){NULL, 0}) != 0)
		return false;
	while ((status = filter_next_batch(&s->filter, &records, &count)) == READ_RECORD)
		if (add_batch(s, records, count) != 0)
			return false;
	if (status != READ_END || tally_finish(s->tally) != 0 || !write_groups(s))
		return false;
	note_unreadable(s);
	return true;
}

static void
release(struct state *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct aggregate *a = &s->aggregates[i];

		column_list_free(&a->name);
		column_list_free(&a->column.name);
		column_list_free(&a->tested.name);
		if (a->conditional)
			cell_free(&a->cell);
	}
	for (size_t i = 0; i < s->groups.count; i++)
		buf_free(&s->parts[i]);
	column_list_free(&s->groups);
	tally_free(s->tally);
	for (size_t i = 0; i < FILTER_BATCH; i++)
		buf_free(&s->keys[i]);
	free(s->group_index);
	free(s->aggregates);
	free(s->specs);
	free(s->parts);
	free(s->values);
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	prepare(&s);
	status = filter_finish(&s.filter, run(&s), STATUS_OK);
	release(&s);
	return status;
}
