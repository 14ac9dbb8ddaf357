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
#include "formed.h"

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

/* What --role says of one column. */
struct office {
	bool asked; /* an item of the column makes mailboxes */
	bool found; /* the mailbox of this row is an office's */
};

struct state {
	struct filter filter;
	struct formed list;
	struct buf *keys;	/* of each item, of this row */
	struct office *offices; /* of each column */
	bool keep, role;
	struct span *added;
};

static bool
makes_mailbox(const struct way *way)
{
	return way->kind == WAY_FORM && (way->form == FORM_MAILBOX || way->form == FORM_PERSON);
}

static void
parse_list(struct state *s, const char *text)
{
	bool mailbox = false;

	if (formed_parse(&s->list, text))
		die_silent();
	for (size_t i = 0; i < s->list.count; i++) {
		if (!s->list.items[i].stated)
			die("every item of the list is COLUMN:FORM, as in email:mailbox");
		mailbox = mailbox || makes_mailbox(&s->list.items[i].way);
	}
	if (s->role && !mailbox)
		die("--role: no column is listed with mailbox or person");
}

static void
bind_list(struct state *s)
{
	if (formed_bind(&s->list, parts_columns(s->filter.in)))
		die_silent();
	s->keys = xcalloc(s->list.count, sizeof *s->keys);
	s->offices = xcalloc(s->list.column_count, sizeof *s->offices);
	for (size_t i = 0; i < s->list.count; i++) {
		const struct formed_item *item = &s->list.items[i];

		if (way_prepare(s->filter.forms, &item->way))
			die_silent();
		if (makes_mailbox(&item->way))
			s->offices[item->column - s->list.columns].asked = true;
	}
}

/* Names the added columns, in the order in which collect() gives their values, and writes the
 * header. */
static void
open_output(struct state *s)
{
	struct formed *list = &s->list;
	size_t count;

	for (size_t i = 0; i < list->count; i++)
		formed_name(list, list->items[i].column, way_name(&list->items[i].way));
	for (size_t i = 0; s->keep && i < list->column_count; i++)
		formed_name(list, &list->columns[i], "why");
	for (size_t i = 0; s->role && i < list->column_count; i++)
		if (s->offices[i].asked)
			formed_name(list, &list->columns[i], "role");
	s->added = formed_names(list, &count);
	xfilter_output(&s->filter, s->added, count);
}

static void
prepare(struct state *s)
{
	const struct options *opt = &s->filter.opt;

	s->keep = opt_has(opt, "keep");
	s->role = opt_has(opt, "role");
	parse_list(s, opt->operands[0]);
	xfilter_input(&s->filter, opt->operands + 1, opt->operand_count - 1);
	bind_list(s);
	open_output(s);
}

/* Makes the keys of the row. */
static void
make_keys(struct state *s)
{
	formed_begin(&s->list);
	for (size_t i = 0; i < s->list.column_count; i++)
		s->offices[i].found = false;
	for (size_t i = 0; i < s->list.count; i++) {
		const struct formed_item *item = &s->list.items[i];
		struct span value = csv_field(&s->filter.record, item->column->index);
		const char *reason = way_apply(s->filter.forms, &item->way, value, &s->keys[i]);

		if (reason)
			buf_clear(&s->keys[i]);
		else if (s->role && makes_mailbox(&item->way) &&
			 address_is_role(buf_span(&s->keys[i])))
			s->offices[item->column - s->list.columns].found = true;
		formed_judge(&s->list, item, reason);
	}
}

static void
collect(struct state *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->list.count; i++)
		s->added[count++] = buf_span(&s->keys[i]);
	for (size_t i = 0; s->keep && i < s->list.column_count; i++)
		s->added[count++] = span_of(s->list.columns[i].reason);
	for (size_t i = 0; s->role && i < s->list.column_count; i++)
		if (s->offices[i].asked)
			s->added[count++] = span_of(s->offices[i].found ? "yes" : "");
}

static int
one(struct state *s)
{
	const struct formed_column *failed;

	make_keys(s);
	failed = s->list.failed;
	if (failed && !s->keep)
		return filter_reject_value(&s->filter, failed->name, failed->reason);
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
	for (size_t i = 0; i < s->list.count; i++)
		buf_free(&s->keys[i]);
	free(s->keys);
	free(s->offices);
	free(s->added);
	formed_free(&s->list);
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
