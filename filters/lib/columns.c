/* columns: see columns.h. Quotes in a list are read as in CSV, so that any header name can be
 * written; a name is cut from the list first and unquoted in place afterwards. Messages show
 * header names, which are not personal; but a file whose header is missing has a person in its
 * first line, so names that look like data are never shown. */
#include "columns.h"

#include <ctype.h>
#include <stdlib.h>

#include "err.h"
#include "num.h"

enum { SHOWN_NAMES = 20, LONGEST_COMPARED = 64 };

void
columns_read(struct columns *columns, const struct record *header, const char *file)
{
	columns->names = xcalloc(header->count ? header->count : 1, sizeof *columns->names);
	columns->count = header->count;
	columns->file = file;
	for (size_t i = 0; i < header->count; i++) {
		struct span name = csv_field(header, i);

		columns->names[i] = (struct span){xcopy(name), name.size};
	}
}

void
columns_free(struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++)
		free((char *)(uintptr_t)columns->names[i].data);
	free(columns->names);
	*columns = (struct columns){0};
}

static size_t
smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Edits between two short names, case aside (Levenshtein, one row). */
static size_t
distance(struct span a, struct span b)
{
	size_t row[LONGEST_COMPARED + 1];

	if (a.size > LONGEST_COMPARED || b.size > LONGEST_COMPARED)
		return LONGEST_COMPARED;
	for (size_t j = 0; j <= b.size; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.size; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.size; j++) {
			bool same = tolower((unsigned char)a.data[i - 1]) ==
				    tolower((unsigned char)b.data[j - 1]);
			size_t next = smallest(row[j] + 1, row[j - 1] + 1, corner + !same);

			corner = row[j];
			row[j] = next;
		}
	}
	return row[b.size];
}

/* The header's name nearest to the one asked for, or the count of names when none is near. */
static size_t
nearest(const struct columns *columns, struct span name)
{
	size_t best = columns->count;
	size_t least = name.size / 3 + 2;

	for (size_t i = 0; i < columns->count; i++) {
		size_t edits = distance(name, columns->names[i]);

		if (edits < least && edits < columns->names[i].size && edits < name.size) {
			least = edits;
			best = i;
		}
	}
	return best;
}

/* An address or a long number where a name should stand: the first line is no header. */
static bool
looks_like_data(struct span name)
{
	size_t digits = 0;

	for (size_t i = 0; i < name.size; i++)
		digits += name.data[i] >= '0' && name.data[i] <= '9';
	return digits >= 7 || (name.size && memchr(name.data, '@', name.size));
}

struct span
columns_shown(struct span name)
{
	return looks_like_data(name) ? span_of("(no name: is the first line a header?)") : name;
}

/* A message is one line, whatever a name holds. */
static void
add_shown(struct buf *out, struct span name)
{
	for (size_t i = 0; i < name.size; i++) {
		unsigned char byte = (unsigned char)name.data[i];

		buf_add_byte(out, byte < ' ' || byte == 0x7f ? '?' : name.data[i]);
	}
}

static void
add_header(struct buf *out, const struct columns *columns)
{
	size_t shown = columns->count < SHOWN_NAMES ? columns->count : SHOWN_NAMES;

	buf_add_text(out, "the header has ");
	for (size_t i = 0; i < shown; i++) {
		buf_add_text(out, i ? ", " : "");
		add_shown(out, columns->names[i]);
	}
	if (shown < columns->count)
		buf_add_text(out, ", ...");
}

static void
say_missing(const struct columns *columns, struct span name)
{
	size_t near = nearest(columns, name);
	struct buf text = {0};
	bool data = false;

	for (size_t i = 0; i < columns->count; i++)
		data = data || looks_like_data(columns->names[i]);
	add_shown(&text, name);
	buf_add_text(&text, " (");
	if (data) {
		buf_add_text(&text, "the first line looks like data, not like a header");
	} else {
		if (near < columns->count) {
			buf_add_text(&text, "did you mean ");
			add_shown(&text, columns->names[near]);
			buf_add_text(&text, "? ");
		}
		add_header(&text, columns);
	}
	buf_add_byte(&text, '\0');
	warn("%s: no column %s)", columns->file, text.data);
	buf_free(&text);
}

/* "#N" with N in range gives 1 and the index, out of range -1; anything else 0: it is a name. */
static int
by_position(const struct columns *columns, struct span name, size_t *index)
{
	uint64_t position;

	if (name.size < 2 || name.data[0] != '#')
		return 0;
	for (size_t i = 1; i < name.size; i++)
		if (name.data[i] < '0' || name.data[i] > '9')
			return 0;
	if (num_unsigned((struct span){name.data + 1, name.size - 1}, 1, columns->count, &position))
		return -1;
	*index = (size_t)position - 1;
	return 1;
}

/* How many columns have the name; the first of them in *index. */
static size_t
by_name(const struct columns *columns, struct span name, size_t *index)
{
	size_t found = 0;

	for (size_t i = 0; i < columns->count; i++)
		if (span_equal(columns->names[i], name) && found++ == 0)
			*index = i;
	return found;
}

int
columns_seek(const struct columns *columns, struct span name, size_t *index)
{
	int position = by_position(columns, name, index);

	if (position)
		return position > 0 ? 0 : -1;
	return by_name(columns, name, index) == 1 ? 0 : -1;
}

int
columns_find(const struct columns *columns, struct span name, size_t *index)
{
	struct buf shown = {0};

	if (columns_seek(columns, name, index) == 0)
		return 0;
	add_shown(&shown, name);
	buf_add_byte(&shown, '\0');
	if (by_position(columns, name, index))
		warn("%s: no column %s (the header has %zu)", columns->file, shown.data,
		    columns->count);
	else if (by_name(columns, name, index) > 1)
		warn("%s: two columns are named %s", columns->file, shown.data);
	else
		say_missing(columns, name);
	buf_free(&shown);
	return -1;
}

size_t
columns_cut(struct span text, const char *stops)
{
	bool quoted = false;

	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];

		if (byte == '"')
			quoted = !quoted;
		else if (!quoted && byte && strchr(stops, byte))
			return i;
	}
	return text.size;
}

/* Takes the quotes off a name where it stands. -1 when it is empty or its quotes are not those of
 * CSV. */
static int
unquote(char *at, size_t size, struct span *name)
{
	size_t out = 0;

	*name = (struct span){at, size};
	if (size == 0)
		return -1;
	if (at[0] != '"')
		return memchr(at, '"', size) ? -1 : 0;
	if (size < 3 || at[size - 1] != '"')
		return -1;
	for (size_t i = 1; i < size - 1; i++) {
		if (at[i] == '"' && (++i == size - 1 || at[i] != '"'))
			return -1;
		at[out++] = at[i];
	}
	*name = (struct span){at, out};
	return 0;
}

/* One item, "name" or "new=old". */
static int
parse_item(struct column_item *item, char *at, size_t size)
{
	size_t equals = columns_cut((struct span){at, size}, ":=");

	*item = (struct column_item){0};
	if (equals == size)
		return unquote(at, size, &item->name);
	if (at[equals] != '=' || unquote(at, equals, &item->rename))
		return -1;
	at += equals + 1;
	size -= equals + 1;
	if (columns_cut((struct span){at, size}, ":=") != size)
		return -1;
	return unquote(at, size, &item->name);
}

int
column_list_parse(struct column_list *list, const char *text, const char *what)
{
	char *at = xcopy(span_of(text));
	size_t left = strlen(text);

	*list = (struct column_list){.text = at};
	for (;;) {
		size_t size = columns_cut((struct span){at, left}, ",");

		list->items = xrealloc(list->items, list->count + 1, sizeof *list->items);
		if (parse_item(&list->items[list->count++], at, size)) {
			warn("%s: name %zu of the list cannot be read (names that hold , : = or \" "
			     "are "
			     "quoted as in CSV)",
			    what, list->count);
			column_list_free(list);
			return -1;
		}
		if (size == left)
			return 0;
		at += size + 1;
		left -= size + 1;
	}
}

void
column_list_free(struct column_list *list)
{
	free(list->items);
	free(list->text);
	*list = (struct column_list){0};
}
