/* import_row: see import_row.h. import_consent.c has the rows of consents. */
#include "import_row.h"

#include <stdlib.h>

#include "import_consent.h"
#include "utf8.h"

struct import {
	struct import_spec spec;
	struct import_value *values; /* one for each role */
	struct import_shared shared;
	size_t *outputs; /* the roles that are columns of the table */
	size_t output_count;
	size_t name, first, last; /* roles, or SIZE_MAX */
	size_t split_role;	  /* or SIZE_MAX */
	struct span separator;
	struct consent *consent; /* of consents */
	const char *reason;	 /* the record is rejected */
	struct span column;
	struct buf joined; /* a name */
	struct buf text;   /* of all rows, one value after the other */
	size_t *ends;	   /* in text, of each value */
	size_t end_count, end_room;
	struct span *row; /* of import_row */
};

static void
list_outputs(struct import *import)
{
	const struct roles *roles = import->spec.roles;

	import->outputs = xcalloc(roles->count, sizeof *import->outputs);
	for (size_t i = 0; i < roles->count; i++)
		if (roles->items[i].column && roles->items[i].column->output)
			import->outputs[import->output_count++] = i;
	import->row = xcalloc(import->output_count + IMPORT_MORE, sizeof *import->row);
	import->name = roles_find(roles, span_of("name"));
	import->first = roles_find(roles, span_of("first"));
	import->last = roles_find(roles, span_of("last"));
}

static void
find_split(struct import *import)
{
	const struct profile_rows *rows = &import->spec.profile->said[PROFILE_SPLIT];
	size_t role = SIZE_MAX;

	if (rows->count)
		role = roles_find(import->spec.roles, rows->items[0].name);
	import->split_role = SIZE_MAX;
	if (role == SIZE_MAX || import->spec.roles->items[role].source != ROLE_COLUMN)
		return;
	import->split_role = role;
	import->separator = rows->items[0].value;
}

struct import *
import_new(const struct import_spec *spec)
{
	struct import *import = xcalloc(1, sizeof *import);
	const struct roles *roles = spec->roles;

	import->spec = *spec;
	import->shared.keep = spec->keep;
	import->values = xcalloc(roles->count, sizeof *import->values);
	list_outputs(import);
	find_split(import);
	for (size_t i = 0; i < roles->count; i++)
		if (import_value_init(
			&import->values[i], &roles->items[i], roles, spec->profile, &spec->times)) {
			import_free(import);
			return NULL;
		}
	if (strcmp(spec->kind->name, "consents") == 0) {
		import->consent = consent_new(roles);
		if (!import->consent) {
			import_free(import);
			return NULL;
		}
	}
	return import;
}

void
import_free(struct import *import)
{
	if (!import)
		return;
	for (size_t i = 0; i < import->spec.roles->count; i++)
		import_value_free(&import->values[i]);
	free(import->values);
	import_shared_free(&import->shared);
	consent_free(import->consent);
	free(import->outputs);
	free(import->ends);
	free(import->row);
	buf_free(&import->joined);
	buf_free(&import->text);
	free(import);
}

void
import_begin(struct import *import)
{
	import->reason = NULL;
	import->end_count = 0;
	buf_clear(&import->text);
}

struct zone *
import_role_zone(struct import *import, size_t role, const struct record *record)
{
	const struct import_value *value = &import->values[role];
	const struct role *zone;

	if (value->zone_role == SIZE_MAX)
		return value->zone;
	zone = &import->spec.roles->items[value->zone_role];
	if (zone->source == ROLE_NONE)
		return NULL;
	return import_zone(&import->shared,
	    zone->source == ROLE_COLUMN ? role_cell(zone, record) : zone->constant);
}

static void
convert(struct import *import, size_t role, struct span cell, const struct record *record)
{
	struct import_value *value = &import->values[role];
	struct zone *zone =
	    value->zone_role == SIZE_MAX ? NULL : import_role_zone(import, role, record);
	const char *reason = import_value_convert(value, &import->shared, cell, zone);

	import->shared.no_zone += value->zone_role < SIZE_MAX && !zone && cell.size;
	if (!reason || import->reason)
		return;
	import->reason = reason;
	import->column = value->role->seen;
}

/* Every role but the one that is split. */
static void
convert_all(struct import *import, const struct record *record)
{
	const struct roles *roles = import->spec.roles;

	for (size_t i = 0; i < roles->count && !import->reason; i++)
		if (roles->items[i].source == ROLE_COLUMN && i != import->split_role)
			convert(import, i, role_cell(&roles->items[i], record), record);
}

/* A name is that of its column, else the first name and the last. */
static void
make_name(struct import *import)
{
	struct import_value *values = import->values;
	struct span first, last;

	if (import->name == SIZE_MAX || import->first == SIZE_MAX || import->last == SIZE_MAX ||
	    values[import->name].role->source == ROLE_CONSTANT)
		return;
	if (values[import->name].role->source == ROLE_COLUMN &&
	    utf8_trim(values[import->name].out).size)
		return;
	first = utf8_trim(values[import->first].out);
	last = utf8_trim(values[import->last].out);
	buf_clear(&import->joined);
	buf_add_span(&import->joined, first);
	buf_add_text(&import->joined, first.size && last.size ? " " : "");
	buf_add_span(&import->joined, last);
	values[import->name].out = buf_span(&import->joined);
}

static void
keep_value(struct import *import, struct span value)
{
	if (import->end_count == import->end_room) {
		import->end_room = import->end_room ? import->end_room * 2 : 64;
		import->ends = xrealloc(import->ends, import->end_room, sizeof *import->ends);
	}
	buf_add_span(&import->text, value);
	import->ends[import->end_count++] = import->text.size;
}

static void
keep_row(void *context, const struct consent_row *consent)
{
	struct import *import = context;

	for (size_t i = 0; i < import->output_count; i++) {
		size_t role = import->outputs[i];
		struct span value = import->values[role].out;

		keep_value(import, consent ? consent_value(consent, role, value) : value);
	}
}

static int
make_rows(struct import *import)
{
	make_name(import);
	if (import->consent)
		return consent_rows(import->consent, import->values, keep_row, import);
	keep_row(import, NULL);
	return 0;
}

static bool
is_separator(struct span rest, struct span separator)
{
	return rest.size >= separator.size &&
	       memcmp(rest.data, separator.data, separator.size) == 0;
}

bool
import_piece(struct span *rest, struct span separator, struct span *piece)
{
	while (rest->size) {
		size_t size = 0;

		while (
		    size < rest->size &&
		    !is_separator((struct span){rest->data + size, rest->size - size}, separator))
			size++;
		*piece = utf8_trim((struct span){rest->data, size});
		size += size < rest->size ? separator.size : 0;
		*rest = (struct span){rest->data + size, rest->size - size};
		if (piece->size)
			return true;
	}
	return false;
}

/* Rows for each value of the cell that is split; for none, one with an empty value. */
static int
add_pieces(struct import *import, const struct record *record)
{
	struct span rest = role_cell(&import->spec.roles->items[import->split_role], record);
	struct span piece = {0};
	bool more = import_piece(&rest, import->separator, &piece);

	do {
		convert(import, import->split_role, more ? piece : (struct span){0}, record);
		if (import->reason)
			return 0;
		if (make_rows(import))
			return -1;
		more = more && import_piece(&rest, import->separator, &piece);
	} while (more);
	return 0;
}

int
import_add(struct import *import, const struct record *record)
{
	convert_all(import, record);
	if (import->reason)
		return 0;
	if (import->split_role < SIZE_MAX)
		return add_pieces(import, record);
	return make_rows(import);
}

const char *
import_rejects(const struct import *import, struct span *column)
{
	*column = import->column;
	return import->reason;
}

size_t
import_rows(const struct import *import)
{
	return import->end_count / import->output_count;
}

size_t
import_width(const struct import *import)
{
	return import->output_count;
}

struct span *
import_row(struct import *import, size_t row)
{
	const size_t *ends = import->ends + row * import->output_count;
	size_t from = row ? ends[-1] : 0;

	for (size_t i = 0; i < import->output_count; i++) {
		import->row[i] = (struct span){import->text.data + from, ends[i] - from};
		from = ends[i];
	}
	return import->row;
}

bool
import_split(const struct import *import, size_t *role, struct span *separator)
{
	*role = import->split_role;
	*separator = import->separator;
	return import->split_role < SIZE_MAX;
}

const char *
import_role_damage(struct import *import, size_t role, struct span cell)
{
	const struct kind_column *column = import->spec.roles->items[role].column;

	return import_damage(&import->shared, column ? column->type : KIND_TEXT, cell);
}

const struct import_shared *
import_counts(const struct import *import)
{
	return &import->shared;
}

struct unknown_words *
import_unknown(struct import *import)
{
	unknown_words_sort(&import->shared.unknown);
	return &import->shared.unknown;
}

struct import_value *
import_role(struct import *import, size_t role)
{
	return &import->values[role];
}
