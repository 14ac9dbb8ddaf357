/* key: see key.h. A composite key is each part's length and bytes, so no two different keys have
 * the same bytes whatever the parts hold. */
#include "key.h"

#include <stdlib.h>

#include "err.h"

/* Parses one side of a key: a list of columns that are not renamed. */
static int
parse_side(struct column_list *list, struct span side)
{
	char *text = xcopy(side);
	int result = column_list_parse(list, text, "-k");

	free(text);
	return result;
}

static int
parse_sides(struct key_spec *spec, struct span columns)
{
	size_t equals = columns_cut(columns, "=");
	struct span right = columns;

	if (equals < columns.size) {
		right = (struct span){columns.data + equals + 1, columns.size - equals - 1};
		if (columns_cut(right, "=") < right.size) {
			warn("-k: more than one = in a key");
			return -1;
		}
	}
	if (parse_side(&spec->columns, (struct span){columns.data, equals}) ||
	    parse_side(&spec->lookup, right))
		return -1;
	if (spec->columns.count == spec->lookup.count)
		return 0;
	warn("-k: %zu columns left of =, %zu right of it", spec->columns.count, spec->lookup.count);
	return -1;
}

int
key_parse(struct key_spec *spec, const char *text)
{
	struct span all = span_of(text);
	size_t colon = columns_cut(all, ":");
	int result = 0;

	*spec = (struct key_spec){.form = FORM_EXACT};
	if (colon < all.size)
		result = form_parse(
		    (struct span){all.data + colon + 1, all.size - colon - 1}, &spec->form);
	if (result == 0)
		result = parse_sides(spec, (struct span){all.data, colon});
	if (result)
		key_spec_free(spec);
	return result;
}

void
key_spec_free(struct key_spec *spec)
{
	column_list_free(&spec->columns);
	column_list_free(&spec->lookup);
}

int
key_bind(struct key *key, const struct key_spec *spec, bool side_lookup,
    const struct columns *columns, struct forms *forms)
{
	const struct column_list *list = side_lookup ? &spec->lookup : &spec->columns;

	*key = (struct key){.count = list->count, .form = spec->form, .forms = forms};
	key->index = xcalloc(list->count, sizeof *key->index);
	if (form_prepare(forms, spec->form)) {
		key_free(key);
		return -1;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (columns_find(columns, list->items[i].name, &key->index[i])) {
			key_free(key);
			return -1;
		}
	}
	return 0;
}

static const char *
make_composite(struct key *key, const struct record *record)
{
	buf_clear(&key->text);
	for (size_t i = 0; i < key->count; i++) {
		const char *reason =
		    form_apply(key->forms, key->form, csv_field(record, key->index[i]), &key->part);
		uint64_t size = key->part.size;

		if (reason)
			return reason;
		buf_add(&key->text, &size, sizeof size);
		buf_add_span(&key->text, buf_span(&key->part));
	}
	return NULL;
}

const char *
key_make(struct key *key, const struct record *record)
{
	if (key->count == 1)
		return form_apply(
		    key->forms, key->form, csv_field(record, key->index[0]), &key->text);
	return make_composite(key, record);
}

void
key_free(struct key *key)
{
	free(key->index);
	buf_free(&key->part);
	buf_free(&key->text);
	*key = (struct key){0};
}
