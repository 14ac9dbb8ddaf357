/* roles: see roles.h. A wrong column would be a wrong answer with a good name, so nothing is
 * guessed: a role that two columns could have is asked for. */
#include "roles.h"

#include <stdlib.h>

#include "err.h"
#include "num.h"

int
role_choices_add(struct role_choices *choices, const char *text, const char *by)
{
	const char *equals = strchr(text, '=');
	struct span role = {text, equals ? (size_t)(equals - text) : 0};

	if (role.size == 0) {
		warn("%s: not ROLE=VALUE", by);
		return -1;
	}
	for (size_t i = 0; i < choices->count; i++)
		if (span_equal(choices->items[i].role, role)) {
			warn("%s: %.*s is given twice", by, (int)role.size, role.data);
			return -1;
		}
	role_choices_default(choices, (struct role_choice){role, span_of(equals + 1), by});
	return 0;
}

void
role_choices_default(struct role_choices *choices, struct role_choice choice)
{
	for (size_t i = 0; i < choices->count; i++)
		if (span_equal(choices->items[i].role, choice.role))
			return;
	choices->items = xrealloc(choices->items, choices->count + 1, sizeof *choices->items);
	choices->items[choices->count++] = choice;
}

void
role_choices_free(struct role_choices *choices)
{
	free(choices->items);
	*choices = (struct role_choices){0};
}

/* While roles are bound. */
struct binding {
	struct roles *roles;
	const struct profile *profile;
	const struct kind *kind;
	const struct columns *header;
};

size_t
roles_find(const struct roles *roles, struct span name)
{
	for (size_t i = 0; i < roles->count; i++)
		if (span_equal(roles->items[i].name, name))
			return i;
	return SIZE_MAX;
}

static void
add_role(struct roles *roles, struct span name, const struct kind_column *column)
{
	roles->items = xrealloc(roles->items, roles->count + 1, sizeof *roles->items);
	roles->items[roles->count++] = (struct role){.name = name, .column = column};
}

static void
list_roles(struct binding *b)
{
	const struct profile_rows *zones = &b->profile->said[PROFILE_ZONE];

	for (size_t i = 0; i < b->kind->count; i++)
		add_role(b->roles, span_of(b->kind->columns[i].name), &b->kind->columns[i]);
	for (size_t i = 0; i < zones->count; i++) {
		struct span value = zones->items[i].value;
		struct span name = {value.data + 1, value.size - 1};

		if (value.data[0] == '@' && roles_find(b->roles, name) == SIZE_MAX)
			add_role(b->roles, name, NULL);
	}
}

/* How many columns of the header an alias names, and the first of them: NAME, NAME#2 (the second of
 * that name), #3. A name that stands there as it is written wins. */
static size_t
seek_column(const struct columns *header, struct span alias, size_t *index)
{
	const char *mark = alias.size ? memrchr(alias.data, '#', alias.size) : NULL;
	struct span name = {alias.data, mark ? (size_t)(mark - alias.data) : 0};
	uint64_t number, nth = 0;
	size_t found = 0;

	for (size_t i = 0; i < header->count; i++)
		if (span_equal(header->names[i], alias) && found++ == 0)
			*index = i;
	if (found || !mark ||
	    num_unsigned(
		(struct span){mark + 1, alias.size - name.size - 1}, 1, UINT32_MAX, &number))
		return found;
	if (name.size == 0) {
		*index = (size_t)number - 1;
		return number <= header->count;
	}
	for (size_t i = 0; i < header->count; i++)
		if (span_equal(header->names[i], name) && ++nth == number) {
			*index = i;
			return 1;
		}
	return 0;
}

static void
set_column(struct binding *b, struct role *role, size_t index)
{
	role->source = ROLE_COLUMN;
	role->index = index;
	role->seen = b->header->names[index];
	role->missing = false;
}

static int
say_two(const struct binding *b, const struct role *role, size_t first, size_t second)
{
	struct span a = columns_shown(b->header->names[first]);
	struct span c = columns_shown(b->header->names[second]);

	warn("%s: role %.*s: columns %.*s and %.*s (choose one with --column %.*s=NAME, or NAME#2)",
	    b->header->file, (int)role->name.size, role->name.data, (int)a.size, a.data,
	    (int)c.size, c.data, (int)role->name.size, role->name.data);
	return -1;
}

/* The second column of that name. */
static size_t
next_named(const struct columns *header, size_t first)
{
	size_t i = first + 1;

	while (i < header->count && !span_equal(header->names[i], header->names[first]))
		i++;
	return i < header->count ? i : first;
}

static void
add_other(struct role *role, size_t index)
{
	role->others = xrealloc(role->others, role->other_count + 1, sizeof *role->others);
	role->others[role->other_count++] = index;
}

/* The one column that the profile's names for the role are in this file; in JSON each may be one of
 * some records. */
static int
bind_column(struct binding *b, struct role *role)
{
	const struct profile_rows *rows = &b->profile->said[PROFILE_COLUMN];
	const bool json = b->profile->dialect.format == DIALECT_JSON;

	for (size_t i = 0; i < rows->count; i++) {
		size_t index = 0, count;

		if (!span_equal(rows->items[i].name, role->name))
			continue;
		count = seek_column(b->header, rows->items[i].value, &index);
		if (count > 1)
			return say_two(b, role, index, next_named(b->header, index));
		if (count == 1 && role->source == ROLE_COLUMN && role->index != index) {
			if (!json)
				return say_two(b, role, role->index, index);
			add_other(role, index);
			continue;
		}
		role->missing = role->source == ROLE_NONE;
		if (count == 1)
			set_column(b, role, index);
	}
	return 0;
}

static struct role *
chosen_role(const struct binding *b, const struct role_choice *choice)
{
	size_t at = roles_find(b->roles, choice->role);
	struct buf names = {0};

	if (at < SIZE_MAX)
		return &b->roles->items[at];
	for (size_t i = 0; i < b->roles->count; i++) {
		buf_add_text(&names, i ? ", " : "");
		buf_add_span(&names, b->roles->items[i].name);
	}
	buf_add_byte(&names, '\0');
	warn("%s: no role %.*s (%s has %s)", choice->by, (int)choice->role.size, choice->role.data,
	    b->kind->name, names.data);
	buf_free(&names);
	return NULL;
}

static int
choose_columns(struct binding *b, const struct role_choices *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		const struct role_choice *choice = &columns->items[i];
		struct role *role = chosen_role(b, choice);
		size_t index = 0, count;

		if (!role)
			return -1;
		count = seek_column(b->header, choice->value, &index);
		if (count > 1)
			return say_two(b, role, index, next_named(b->header, index));
		if (count == 0 && columns_find(b->header, choice->value, &index))
			return -1; /* it said what the header has */
		set_column(b, role, index);
	}
	return 0;
}

static int
choose_constants(struct binding *b, const struct role_choices *constants)
{
	for (size_t i = 0; i < constants->count; i++) {
		const struct role_choice *choice = &constants->items[i];
		struct role *role = chosen_role(b, choice);

		if (!role)
			return -1;
		role->source = ROLE_CONSTANT;
		role->constant = choice->value;
		role->choice = choice;
		role->missing = false;
	}
	return 0;
}

static void
profile_constants(struct binding *b)
{
	const struct profile_rows *rows = &b->profile->said[PROFILE_CONSTANT];

	for (size_t i = 0; i < rows->count; i++) {
		size_t at = roles_find(b->roles, rows->items[i].name);
		struct role *role = at < SIZE_MAX ? &b->roles->items[at] : NULL;

		if (!role || role->source != ROLE_NONE)
			continue;
		role->source = ROLE_CONSTANT;
		role->constant = rows->items[i].value;
		role->missing = false;
	}
}

static bool
is_used(const struct roles *roles, size_t index)
{
	for (size_t i = 0; i < roles->count; i++)
		if (roles->items[i].source == ROLE_COLUMN && roles->items[i].index == index)
			return true;
	return false;
}

/* Says which columns could be the role: those that are no other. */
static int
say_needed(const struct binding *b, const struct role *role)
{
	enum { SHOWN = 20 };
	struct buf names = {0};
	size_t shown = 0;

	for (size_t i = 0; i < b->header->count && shown <= SHOWN; i++) {
		if (is_used(b->roles, i) || b->header->names[i].size == 0)
			continue;
		buf_add_text(&names, shown ? ", " : "; it could be ");
		buf_add_span(
		    &names, shown < SHOWN ? columns_shown(b->header->names[i]) : span_of("..."));
		shown++;
	}
	buf_add_byte(&names, '\0');
	warn("%s: no column for %.*s, without which a row of %s says nothing (give --column "
	     "%.*s=NAME or --set %.*s=VALUE%s)",
	    b->header->file, (int)role->name.size, role->name.data, b->kind->name,
	    (int)role->name.size, role->name.data, (int)role->name.size, role->name.data,
	    names.data);
	buf_free(&names);
	return -1;
}

static int
check_needed(const struct binding *b)
{
	for (size_t i = 0; i < b->roles->count; i++) {
		const struct role *role = &b->roles->items[i];

		if (role->column && role->column->needed && role->source == ROLE_NONE)
			return say_needed(b, role);
	}
	return 0;
}

int
roles_bind(struct roles *roles, const struct profile *profile, const struct kind *kind,
    const struct role_choices *columns, const struct role_choices *constants,
    const struct columns *header)
{
	struct binding b = {roles, profile, kind, header};

	list_roles(&b);
	if (choose_columns(&b, columns) || choose_constants(&b, constants))
		return -1;
	for (size_t i = 0; i < roles->count; i++)
		if (roles->items[i].source == ROLE_NONE && bind_column(&b, &roles->items[i]))
			return -1;
	profile_constants(&b);
	return check_needed(&b);
}

void
roles_free(struct roles *roles)
{
	for (size_t i = 0; i < roles->count; i++)
		free(roles->items[i].others);
	free(roles->items);
	*roles = (struct roles){0};
}
