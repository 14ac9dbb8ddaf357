/* am-normalize: appends match keys. Reads a table and writes it with a column COL_FORM behind it
 * for every COL:FORM of its first operand: the value of COL as that form makes it
 * (amends-keys(5)), the key that am-join and the others compare. The columns of the table go
 * through as they are.
 *
 * A row whose value has no key is a reject with the reason; with --keep it stays, its key is empty
 * and COL_why says why. --role adds COL_role: "yes" for a mailbox like info@ that is read by an
 * office, not by one person.
 *
 * Order: of the input. Memory: one row. Status: 0, or 2 when not complete.
 *
 *	am-normalize --keep email:mailbox people.csv | am-select -c id,email_mailbox
 */
#include <stdlib.h>

#include "filter.h"

static const struct opt options[] = {
    {.name = "keep", .help = "keep rows without a key: the reason goes to COL_why"},
    {.name = "role", .help = "add COL_role: yes for the mailbox of an office"},
    {0},
};
static const struct program program = {
    .name = "am-normalize",
    .usage = "[options] COL:FORM[,COL:FORM...] [FILE...]",
    .summary = "append match keys of addresses, phones and places",
    .own = options,
    .forms = true,
    .operands_least = 1,
};

/* One COL:FORM. */
struct item {
	struct column_list name; /* of one column */
	struct way way;
	struct column *column;
	struct buf key;
};

/* A column that items name. */
struct column {
	size_t index;
	struct span name;   /* in the header */
	const char *reason; /* the first item of it that made no key, in this row */
	bool with_role;	    /* an item of it makes mailboxes */
	bool role;	    /* the mailbox of this row is an office's */
};

struct state {
	struct filter filter;
	struct item *items;
	size_t item_count;
	struct column *columns; /* room for one an item */
	size_t column_count;
	bool keep, role;
	struct span *added;
	struct buf names;
};

static bool
makes_mailbox(const struct way *way)
{
	return way->kind == WAY_FORM && (way->form == FORM_MAILBOX || way->form == FORM_PERSON);
}

static void
parse_item(struct item *item, struct span text)
{
	size_t colon = columns_cut(text, ":");
	char *name;

	if (colon == text.size)
		die("every item of the list is COLUMN:FORM, as in email:mailbox");
	name = xcopy((struct span){text.data, colon});
	if (column_list_parse(&item->name, name, "COL:FORM"))
		die_silent();
	if (item->name.items[0].rename.size)
		die("COL:FORM: a column cannot be renamed here (-c does that)");
	if (way_parse((struct span){text.data + colon + 1, text.size - colon - 1}, &item->way))
		die_silent();
	free(name);
}

static void
parse_items(struct state *s, const char *list)
{
	struct span left = span_of(list);

	for (;;) {
		size_t size = columns_cut(left, ",");

		s->items = xrealloc(s->items, s->item_count + 1, sizeof *s->items);
		s->items[s->item_count] = (struct item){0};
		parse_item(&s->items[s->item_count++], (struct span){left.data, size});
		if (size == left.size)
			return;
		left = (struct span){left.data + size + 1, left.size - size - 1};
	}
}

/* Finds the column of an item in the table, and the same column of an earlier item. */
static void
resolve_item(struct state *s, struct item *item)
{
	const struct columns *header = parts_columns(s->filter.in);
	struct column *column = s->columns;
	size_t index;

	if (columns_find(header, item->name.items[0].name, &index) ||
	    way_prepare(s->filter.forms, &item->way))
		die_silent();
	while (column < s->columns + s->column_count && column->index != index)
		column++;
	if (column == s->columns + s->column_count)
		*column = (struct column){.index = index, .name = header->names[index]};
	s->column_count += column == s->columns + s->column_count;
	item->column = column;
	column->with_role = column->with_role || makes_mailbox(&item->way);
	for (const struct item *other = s->items; other < item; other++)
		if (other->column == column && way_equal(&other->way, &item->way))
			die("COL:FORM: a column is listed twice with %s", way_name(&item->way));
}

/* Adds "COL_SUFFIX", with _ for - in the suffix, ended by NUL, to the names. */
static void
name_added(struct state *s, struct span column, const char *suffix)
{
	buf_add_span(&s->names, column);
	buf_add_byte(&s->names, '_');
	for (; *suffix; suffix++)
		buf_add_byte(&s->names, *suffix == '-' ? '_' : *suffix);
	buf_add_byte(&s->names, '\0');
}

/* Names the added columns, in the order in which collect() gives their values, and writes the
 * header. */
static void
open_output(struct state *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->item_count; i++)
		name_added(s, s->items[i].column->name, way_name(&s->items[i].way));
	for (size_t i = 0; s->keep && i < s->column_count; i++)
		name_added(s, s->columns[i].name, "why");
	for (size_t i = 0; s->role && i < s->column_count; i++)
		if (s->columns[i].with_role)
			name_added(s, s->columns[i].name, "role");
	s->added = xcalloc(s->item_count + 2 * s->column_count, sizeof *s->added);
	for (size_t at = 0; at < s->names.size; at += s->added[count++].size + 1)
		s->added[count] = span_of(s->names.data + at);
	xfilter_output(&s->filter, s->added, count);
}

static void
prepare(struct state *s)
{
	const struct options *opt = &s->filter.opt;

	s->keep = opt_has(opt, "keep");
	s->role = opt_has(opt, "role");
	parse_items(s, opt->operands[0]);
	xfilter_input(&s->filter, opt->operands + 1, opt->operand_count - 1);
	s->columns = xcalloc(s->item_count, sizeof *s->columns);
	for (size_t i = 0; i < s->item_count; i++)
		resolve_item(s, &s->items[i]);
	open_output(s);
}

/* Makes the keys of the row. Returns the first column that has a value without a key, or NULL. */
static const struct column *
make_keys(struct state *s)
{
	const struct column *first = NULL;

	for (size_t i = 0; i < s->column_count; i++) {
		s->columns[i].reason = NULL;
		s->columns[i].role = false;
	}
	for (size_t i = 0; i < s->item_count; i++) {
		struct item *item = &s->items[i];
		struct column *column = item->column;
		struct span value = csv_field(&s->filter.record, column->index);
		const char *reason = way_apply(s->filter.forms, &item->way, value, &item->key);

		if (reason)
			buf_clear(&item->key);
		else if (s->role && makes_mailbox(&item->way))
			column->role = column->role || address_is_role(buf_span(&item->key));
		if (reason && column->reason == NULL)
			column->reason = reason;
		if (reason && first == NULL)
			first = column;
	}
	return first;
}

static void
collect(struct state *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->item_count; i++)
		s->added[count++] = buf_span(&s->items[i].key);
	for (size_t i = 0; s->keep && i < s->column_count; i++)
		s->added[count++] = span_of(s->columns[i].reason);
	for (size_t i = 0; s->role && i < s->column_count; i++)
		if (s->columns[i].with_role)
			s->added[count++] = span_of(s->columns[i].role ? "yes" : "");
}

/* With -r the reason is the code alone; as the last message of a run it says which column, too. */
static int
reject(struct state *s, const struct column *column)
{
	struct buf message = {0};
	int result;

	if (opt_has(&s->filter.opt, "rejects"))
		return filter_reject(&s->filter, column->reason);
	buf_add_text(&message, "column ");
	buf_add_span(&message, columns_shown(column->name));
	buf_add_text(&message, ": ");
	buf_add_text(&message, column->reason);
	buf_add_byte(&message, '\0');
	result = filter_reject(&s->filter, message.data);
	buf_free(&message);
	return result;
}

static int
one(struct state *s)
{
	const struct column *failed = make_keys(s);

	if (failed && !s->keep)
		return reject(s, failed);
	collect(s);
	return filter_keep(&s->filter, s->added);
}

static bool
run(struct state *s)
{
	enum read_status status;

	while ((status = filter_next(&s->filter)) == READ_RECORD)
		if (one(s) < 0)
			return false;
	return status == READ_END;
}

static void
release(struct state *s)
{
	for (size_t i = 0; i < s->item_count; i++) {
		column_list_free(&s->items[i].name);
		buf_free(&s->items[i].key);
	}
	free(s->items);
	free(s->columns);
	free(s->added);
	buf_free(&s->names);
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
