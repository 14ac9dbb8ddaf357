/* profile: finding profiles, and the questions that are asked of one. profile_read.c reads them. */
#include "profile.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "err.h"
#include "profile_read.h"
#include "share.h"

static bool
is_path(const char *name)
{
	size_t size = strlen(name);

	return strchr(name, '/') || (size > 4 && strcmp(name + size - 4, ".csv") == 0);
}

/* The path of the profile that a user names. */
static char *
find(const char *name)
{
	struct buf path = {0};
	char *found;

	if (is_path(name))
		return xcopy(span_of(name));
	buf_add_text(&path, "profiles/");
	buf_add_text(&path, name);
	buf_add_text(&path, ".csv");
	buf_add_byte(&path, '\0');
	found = share_find(path.data);
	buf_free(&path);
	return found;
}

struct profile *
profile_open(const char *name)
{
	char *path = find(name);

	return path ? profile_read(path) : NULL;
}

void
profile_free(struct profile *profile)
{
	if (!profile)
		return;
	for (size_t i = 0; i < PROFILE_WHATS; i++)
		free(profile->said[i].items);
	free((void *)(uintptr_t)profile->dialect.signature);
	free((void *)(uintptr_t)profile->dialect.tails);
	free((void *)(uintptr_t)profile->dialect.paths);
	arena_free(&profile->arena);
	free(profile->name);
	free(profile->path);
	free(profile);
}

struct profile **
profile_list(size_t *count)
{
	size_t paths_count, read = 0;
	char **paths = share_list("profiles", &paths_count);
	struct profile **list;

	if (!paths)
		return NULL;
	list = xcalloc(paths_count + 1, sizeof(struct profile *));
	for (; read < paths_count; read++) {
		list[read] = profile_read(paths[read]); /* takes the path */
		if (!list[read])
			break;
	}
	for (size_t i = read + 1; i < paths_count; i++)
		free(paths[i]);
	free(paths);
	*count = read;
	if (read == paths_count)
		return list;
	profile_list_free(list, read);
	return NULL;
}

void
profile_list_free(struct profile **list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		profile_free(list[i]);
	free(list);
}

struct span
profile_value(const struct profile *profile, enum profile_what what)
{
	const struct profile_rows *rows = &profile->said[what];

	return rows->count ? rows->items[0].value : (struct span){0};
}

const struct kind *
profile_kind(const struct profile *profile, struct span name)
{
	const struct profile_rows *holds = &profile->said[PROFILE_HOLDS];

	if (name.size == 0)
		return holds->count == 1 ? kind_find(holds->items[0].value) : NULL;
	for (size_t i = 0; i < holds->count; i++)
		if (span_equal(holds->items[i].value, name))
			return kind_find(name);
	return NULL;
}

void
profile_holds(const struct profile *profile, struct buf *out)
{
	const struct profile_rows *holds = &profile->said[PROFILE_HOLDS];

	for (size_t i = 0; i < holds->count; i++) {
		buf_add_text(out, i ? "|" : "");
		buf_add_span(out, holds->items[i].value);
	}
}

static bool
has_column(const struct columns *header, struct span name, const bool *present)
{
	for (size_t i = 0; i < header->count; i++)
		if (span_equal(header->names[i], name))
			return !present || present[i];
	return false;
}

/* Rows of recognise of one group; rows without a group are a group each. */
static bool
same_group(const struct profile_row *a, const struct profile_row *b)
{
	return a == b || (a->name.size && span_equal(a->name, b->name));
}

static bool
is_first_of_group(const struct profile_rows *rows, const struct profile_row *row)
{
	for (const struct profile_row *before = rows->items; before < row; before++)
		if (same_group(before, row))
			return false;
	return true;
}

/* The name of the group that the header has, or empty. */
static struct span
met_by(const struct profile_rows *rows, const struct profile_row *first,
    const struct columns *header, const bool *present)
{
	for (const struct profile_row *row = first; row < rows->items + rows->count; row++)
		if (same_group(first, row) && has_column(header, row->value, present))
			return row->value;
	return (struct span){0};
}

static void
say_group(const struct profile_rows *rows, const struct profile_row *first, struct buf *why)
{
	const char *between = "no column ";

	buf_clear(why);
	for (const struct profile_row *row = first; row < rows->items + rows->count; row++) {
		if (!same_group(first, row))
			continue;
		buf_add_text(why, between);
		buf_add_span(why, row->value);
		between = " or ";
	}
}

static void
fit_groups(const struct profile *profile, const struct columns *header, const bool *present,
    struct profile_fit *fit)
{
	const struct profile_rows *rows = &profile->said[PROFILE_RECOGNISE];

	for (size_t i = 0; i < rows->count; i++) {
		const struct profile_row *row = &rows->items[i];
		struct span name;

		if (!is_first_of_group(rows, row))
			continue;
		name = met_by(rows, row, header, present);
		if (name.size == 0 && fit->fits)
			say_group(rows, row, &fit->why);
		fit->fits = fit->fits && name.size;
		fit->met += name.size != 0;
		if (!fit->fits)
			continue;
		buf_add_text(&fit->why, fit->met > 1 ? ", " : "has ");
		buf_add_span(&fit->why, name);
	}
}

static void
fit_strangers(const struct profile *profile, const struct columns *header, const bool *present,
    struct profile_fit *fit)
{
	const struct profile_rows *rows = &profile->said[PROFILE_RECOGNISE_NOT];

	for (size_t i = 0; fit->fits && i < rows->count; i++) {
		if (!has_column(header, rows->items[i].value, present))
			continue;
		fit->fits = false;
		buf_clear(&fit->why);
		buf_add_text(&fit->why, "has column ");
		buf_add_span(&fit->why, rows->items[i].value);
	}
}

/* Is the name, without folders, like one of the patterns? */
static void
fit_name(const struct profile *profile, const char *file, struct profile_fit *fit)
{
	const struct profile_rows *rows = &profile->said[PROFILE_RECOGNISE_FILE];
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
	struct span shown = rows->items[0].value;
	bool like = false;

	for (size_t i = 0; !like && i < rows->count; i++) {
		char *pattern = xcopy(rows->items[i].value);

		like = fnmatch(pattern, name, FNM_CASEFOLD) == 0;
		if (like)
			shown = rows->items[i].value;
		free(pattern);
	}
	fit->met += like;
	if (!fit->fits)
		return;
	fit->fits = like;
	if (!like)
		buf_clear(&fit->why);
	buf_add_text(&fit->why, like ? ", a name like " : "its name is not like ");
	buf_add_span(&fit->why, shown);
}

void
profile_fits(const struct profile *profile, const struct columns *header, const char *file,
    const bool *present, struct profile_fit *fit)
{
	fit->fits = true;
	fit->met = 0;
	buf_clear(&fit->why);
	fit_groups(profile, header, present, fit);
	fit_strangers(profile, header, present, fit);
	if (file && profile->said[PROFILE_RECOGNISE_FILE].count)
		fit_name(profile, file, fit);
}
