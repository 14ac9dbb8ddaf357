/* formed: see formed.h. */
#include "formed.h"

#include <stdlib.h>

#include "err.h"

static int
parse_item(struct formed_item *item, struct span text)
{
	size_t colon = columns_cut(text, ":");

	*item = (struct formed_item){.text = {text.data, colon}, .way.form = FORM_EXACT};
	item->stated = colon < text.size;
	if (!item->stated)
		return 0;
	return way_parse((struct span){text.data + colon + 1, text.size - colon - 1}, &item->way);
}

int
formed_parse(struct formed *formed, const char *list)
{
	struct span left = span_of(list);

	for (;;) {
		size_t size = columns_cut(left, ",");

		formed->items = xrealloc(formed->items, formed->count + 1, sizeof *formed->items);
		if (parse_item(&formed->items[formed->count++], (struct span){left.data, size}))
			return -1;
		if (size == left.size)
			return 0;
		left = (struct span){left.data + size + 1, left.size - size - 1};
	}
}

/* The position that COL names in the header. */
static int
find(struct span text, const struct columns *header, size_t *index)
{
	struct column_list list = {0};
	char *name = xcopy(text);
	int result = column_list_parse(&list, name, "COL:FORM");

	free(name);
	if (result)
		return -1;
	if (list.items[0].rename.size) {
		warn("COL:FORM: a column cannot be renamed here (-c does that)");
		result = -1;
	} else {
		result = columns_find(header, list.items[0].name, index);
	}
	column_list_free(&list);
	return result;
}

/* The column of that position, which an earlier item may have named too. */
static struct formed_column *
column_at(struct formed *formed, size_t index, struct span name)
{
	struct formed_column *column = formed->columns;
	const struct formed_column *end = column + formed->column_count;

	while (column < end && column->index != index)
		column++;
	if (column == end) {
		*column = (struct formed_column){.index = index, .name = name};
		formed->column_count++;
	}
	return column;
}

int
formed_bind(struct formed *formed, const struct columns *header)
{
	formed->columns = xcalloc(formed->count, sizeof *formed->columns);
	for (size_t i = 0; i < formed->count; i++) {
		struct formed_item *item = &formed->items[i];
		size_t index;

		if (find(item->text, header, &index))
			return -1;
		item->column = column_at(formed, index, header->names[index]);
		for (const struct formed_item *other = formed->items; other < item; other++)
			if (other->column == item->column && way_equal(&other->way, &item->way)) {
				warn("COL:FORM: a column is listed twice with %s",
				    way_name(&item->way));
				return -1;
			}
	}
	return 0;
}

void
formed_name(struct formed *formed, const struct formed_column *column, const char *suffix)
{
	buf_add_span(&formed->names, column->name);
	buf_add_byte(&formed->names, '_');
	for (; *suffix; suffix++)
		buf_add_byte(&formed->names, *suffix == '-' ? '_' : *suffix);
	buf_add_byte(&formed->names, '\0');
}

struct span *
formed_names(const struct formed *formed, size_t *count)
{
	const char *at = formed->names.data, *end = at + formed->names.size;
	struct span *names = NULL;

	for (*count = 0; at < end; at += names[(*count)++].size + 1) {
		names = xrealloc(names, *count + 1, sizeof *names);
		names[*count] = span_of(at);
	}
	return names;
}

void
formed_begin(struct formed *formed)
{
	formed->failed = NULL;
	for (size_t i = 0; i < formed->column_count; i++)
		formed->columns[i].reason = NULL;
}

void
formed_judge(struct formed *formed, const struct formed_item *item, const char *reason)
{
	if (!reason)
		return;
	if (!item->column->reason)
		item->column->reason = reason;
	if (!formed->failed)
		formed->failed = item->column;
}

void
formed_free(struct formed *formed)
{
	free(formed->items);
	free(formed->columns);
	buf_free(&formed->names);
	*formed = (struct formed){0};
}
