/* align: see align.h. A header is short, so columns are sought one by one. */
#include "align.h"

#include "err.h"

/* The column of the list with this name, or its count. *again: there is another. */
static size_t
seek(const struct columns *columns, struct span name, bool *again)
{
	size_t found = columns->count;

	*again = false;
	for (size_t i = 0; i < columns->count; i++) {
		if (!span_equal(columns->names[i], name))
			continue;
		*again = found < columns->count;
		if (*again)
			break;
		found = i;
	}
	return found;
}

static bool
same_columns(const struct columns *a, const struct columns *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!span_equal(a->names[i], b->names[i]))
			return false;
	return true;
}

/* A column of the first part stands exactly once in the other, or a message says why not. */
static int
seek_in_part(
    const struct columns *first, const struct columns *part, struct span name, uint32_t *at)
{
	bool again;
	size_t found = seek(part, name, &again);
	struct span shown = columns_shown(name);

	if (found == part->count) {
		warn("%s: no column %.*s, which %s has", part->file, (int)shown.size, shown.data,
		    first->file);
		return -1;
	}
	if (again) {
		warn("%s: two columns are named %.*s", part->file, (int)shown.size, shown.data);
		return -1;
	}
	*at = (uint32_t)found;
	return 0;
}

static int
refuse_strangers(const struct columns *first, const struct columns *part)
{
	bool again;

	for (size_t i = 0; i < part->count; i++) {
		struct span name = part->names[i];

		if (seek(first, name, &again) < first->count)
			continue;
		name = columns_shown(name);
		warn("%s: column %.*s, which %s has not", part->file, (int)name.size, name.data,
		    first->file);
		return -1;
	}
	return 0;
}

int
align_columns(const struct columns *first, const struct columns *part, uint32_t **order)
{
	*order = NULL;
	if (same_columns(first, part))
		return 0;
	*order = xmalloc(first->count, sizeof **order);
	for (size_t i = 0; i < first->count; i++)
		if (seek_in_part(first, part, first->names[i], &(*order)[i]) < 0)
			return -1;
	if (refuse_strangers(first, part) < 0)
		return -1;
	if (part->count == first->count)
		return 0;
	warn("%s: %zu columns, %s has %zu", part->file, part->count, first->file, first->count);
	return -1;
}
