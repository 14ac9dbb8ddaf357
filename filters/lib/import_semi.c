/* import_semi: see import_semi.h.
 *
 * The lookup sees a table whose columns are called as the roles are. A piece is a record of its
 * own with one field more, which says which part it is: so it is told too when the answers come at
 * the end, from disk. */
#include "import_semi.h"

#include <stdlib.h>

static const char *const part_names[] = {
    [SEMI_FIRST] = "first", [SEMI_MIDDLE] = "middle", [SEMI_LAST] = "last"};

static void
xadd_role(struct import_semi *semi, struct span name)
{
	const struct roles *roles = semi->roles;
	size_t at = roles_find(roles, name);
	struct span *column;

	if (at == SIZE_MAX)
		die("-k: no role %.*s (a key is made of roles)", (int)name.size, name.data);
	if (roles->items[at].source != ROLE_COLUMN)
		die("-k: no column of the export is the role %.*s", (int)name.size, name.data);
	for (size_t i = 0; i < semi->key_role_count; i++)
		if (semi->key_roles[i] == at)
			return;
	column = &semi->columns.names[roles->items[at].index];
	if (column->size)
		die("-k: the roles %.*s and %.*s are one column", (int)column->size, column->data,
		    (int)name.size, name.data);
	*column = name;
	semi->key_roles =
	    xrealloc(semi->key_roles, semi->key_role_count + 1, sizeof *semi->key_roles);
	semi->key_roles[semi->key_role_count++] = at;
}

static bool
is_number(const struct import_semi *semi, size_t key_role)
{
	enum kind_type type = semi->roles->items[semi->key_roles[key_role]].column->type;

	return type == KIND_ID || type == KIND_PHONE;
}

/* The roles that the keys name get their columns. */
static void
xread_keys(struct import_semi *semi, const struct options *opt)
{
	size_t count = opt_count(opt, "key"), split;
	struct span unused;

	if (count == 0)
		die("--semi: give a key to compare (-k)");
	semi->keys = xcalloc(count, sizeof *semi->keys);
	semi->judged = true;
	for (size_t i = 0; i < count; i++) {
		struct key_spec key;

		semi->keys[i] = opt_at(opt, "key", i);
		if (key_parse(&key, semi->keys[i]))
			die_silent();
		semi->judged =
		    semi->judged && (key.way.form == FORM_MAILBOX || key.way.form == FORM_PERSON);
		for (size_t k = 0; k < key.columns.count; k++) {
			size_t role = roles_find(semi->roles, key.columns.items[k].name);

			xadd_role(semi, role == SIZE_MAX ? key.columns.items[k].name
							 : semi->roles->items[role].name);
		}
		key_spec_free(&key);
	}
	semi->judged = semi->judged && semi->key_role_count == 1;
	semi->whole = true;
	if (import_split(semi->import, &split, &unused))
		for (size_t i = 0; i < semi->key_role_count; i++)
			semi->splits = semi->splits || semi->key_roles[i] == split;
	for (size_t i = 0; i < semi->key_role_count; i++)
		semi->whole = semi->whole && !semi->splits && !is_number(semi, i) &&
			      semi->roles->items[semi->key_roles[i]].other_count == 0;
}

void
ximport_semi(
    struct import_semi *semi, struct filter *f, struct import *import, const struct roles *roles)
{
	const struct columns *header = parts_columns(f->in);
	struct lookup_spec spec = {.key_count = opt_count(&f->opt, "key"),
	    .exists = true,
	    .memory = f->memory,
	    .temp = f->temp};
	struct probing *probing = &semi->probing;

	semi->import = import;
	semi->roles = roles;
	semi->columns = (struct columns){.names = xcalloc(header->count + 1, sizeof(struct span)),
	    .count = header->count,
	    .file = header->file};
	semi->ends = xcalloc(header->count + 1, sizeof *semi->ends);
	xread_keys(semi, &f->opt);
	spec.keys = semi->keys;
	probing->filter = f;
	probing->lookup = lookup_new(&spec, parts_columns(probing->table), f->forms);
	if (!probing->lookup || lookup_bind(probing->lookup, &semi->columns, f->forms))
		die_silent();
}

static struct span
key_cell(const struct import_semi *semi, size_t key_role, const struct record *record)
{
	return role_cell(&semi->roles->items[semi->key_roles[key_role]], record);
}

static bool
has_apostrophe(const struct import_semi *semi, size_t key_role, struct span cell)
{
	return cell.size && cell.data[0] == '\'' && is_number(semi, key_role);
}

/* JSON: the column that the lookup sees is empty, and another is not. */
static bool
is_elsewhere(const struct import_semi *semi, size_t key_role, const struct record *record)
{
	const struct role *role = &semi->roles->items[semi->key_roles[key_role]];

	return role->other_count && csv_field(record, role->index).size == 0;
}

/* The cell of the role that is split. */
static struct span
split_cell(const struct import_semi *semi, const struct record *record, struct span *separator)
{
	size_t role;

	if (!semi->splits || !import_split(semi->import, &role, separator))
		return (struct span){0};
	return role_cell(&semi->roles->items[role], record);
}

static bool
needs_pieces(const struct import_semi *semi, const struct record *record)
{
	struct span separator = {0}, cell = split_cell(semi, record, &separator);

	for (size_t i = 0; i < semi->key_role_count; i++) {
		struct span key = key_cell(semi, i, record);

		if (has_apostrophe(semi, i, key) || (key.size && is_elsewhere(semi, i, record)))
			return true;
	}
	return cell.size && memmem(cell.data, cell.size, separator.data, separator.size);
}

/* The field of a piece: the piece itself, or what the key is made of. */
static struct span
piece_field(
    const struct import_semi *semi, const struct record *record, size_t index, struct span piece)
{
	struct span unused;
	size_t role;

	if (semi->splits && import_split(semi->import, &role, &unused) &&
	    semi->roles->items[role].index == index)
		return piece;
	for (size_t i = 0; i < semi->key_role_count; i++) {
		struct span cell = key_cell(semi, i, record);

		if (semi->roles->items[semi->key_roles[i]].index != index)
			continue;
		if (has_apostrophe(semi, i, cell))
			cell = (struct span){cell.data + 1, cell.size - 1};
		return cell;
	}
	return csv_field(record, index);
}

static int
ask_piece(
    struct import_semi *semi, const struct record *record, struct span piece, enum semi_part part)
{
	size_t width = semi->columns.count;
	struct record made = *record;

	buf_clear(&semi->text);
	for (size_t i = 0; i < width; i++) {
		buf_add_span(&semi->text, piece_field(semi, record, i, piece));
		semi->ends[i] = (uint32_t)semi->text.size;
		buf_add_byte(&semi->text, ',');
	}
	if (part != SEMI_WHOLE)
		buf_add_text(&semi->text, part_names[part]);
	semi->ends[width] = (uint32_t)semi->text.size;
	made.base = semi->text.data;
	made.ends = semi->ends;
	made.start = 0;
	made.count = (uint32_t)(width + (part != SEMI_WHOLE));
	made.order = NULL;
	made.decoded = true;
	return probing_batch(&semi->probing, &made, 1);
}

static int
ask_pieces(struct import_semi *semi, const struct record *record)
{
	struct span separator = {0}, rest = split_cell(semi, record, &separator);
	struct span piece = {0}, next;
	enum semi_part part = SEMI_FIRST;

	if (!import_piece(&rest, separator, &piece) || !import_piece(&rest, separator, &next))
		return ask_piece(semi, record, piece, SEMI_WHOLE);
	do {
		if (ask_piece(semi, record, piece, part))
			return -1;
		piece = next;
		part = SEMI_MIDDLE;
	} while (import_piece(&rest, separator, &next));
	return ask_piece(semi, record, piece, SEMI_LAST);
}

int
import_semi_batch(struct import_semi *semi, const struct record *records, size_t count)
{
	size_t from = 0;

	if (semi->whole)
		return probing_batch(&semi->probing, records, count);
	for (size_t i = 0; i < count; i++) {
		if (!needs_pieces(semi, &records[i]))
			continue;
		if ((i > from && probing_batch(&semi->probing, records + from, i - from)) ||
		    ask_pieces(semi, &records[i]))
			return -1;
		from = i + 1;
	}
	return count > from ? probing_batch(&semi->probing, records + from, count - from) : 0;
}

enum semi_part
import_semi_part(const struct import_semi *semi, const struct record *record)
{
	struct span name;

	if (record->count <= semi->columns.count || !record->decoded)
		return SEMI_WHOLE;
	name = csv_field(record, semi->columns.count);
	for (size_t i = SEMI_FIRST; i <= SEMI_LAST; i++)
		if (span_is(name, part_names[i]))
			return (enum semi_part)i;
	return SEMI_WHOLE;
}

const char *
import_semi_damage(
    struct import_semi *semi, const struct record *record, const char *why, struct span *column)
{
	if (semi->judged && why[0] != 'k') /* a key could be made of it: not key_REASON */
		return NULL;
	for (size_t i = 0; i < semi->key_role_count; i++) {
		const struct role *role = &semi->roles->items[semi->key_roles[i]];
		const char *damage;

		damage =
		    import_role_damage(semi->import, semi->key_roles[i], key_cell(semi, i, record));
		*column = role->seen;
		if (damage)
			return damage;
	}
	return NULL;
}

void
import_semi_free(struct import_semi *semi)
{
	lookup_free(semi->probing.lookup);
	free(semi->columns.names);
	free(semi->keys);
	free(semi->key_roles);
	free(semi->ends);
	buf_free(&semi->text);
	*semi = (struct import_semi){0};
}
