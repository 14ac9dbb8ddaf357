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

/* COLUMNS[:WORD]. */
struct side {
	struct span columns, word;
	bool has_word;
};

static struct side
cut_side(struct span text)
{
	size_t colon = columns_cut(text, ":");

	if (colon == text.size)
		return (struct side){.columns = text};
	return (struct side){
	    {text.data, colon}, {text.data + colon + 1, text.size - colon - 1}, true};
}

static int
parse_columns(struct key_spec *spec, struct span left, struct span right)
{
	if (parse_side(&spec->columns, left) || parse_side(&spec->lookup, right))
		return -1;
	if (spec->columns.count == spec->lookup.count)
		return 0;
	warn("-k: %zu columns left of =, %zu right of it", spec->columns.count, spec->lookup.count);
	return -1;
}

/* What stands behind the columns on the right is for both sides, unless the left has its own. */
static int
parse_ways(struct key_spec *spec, const struct side *left, const struct side *right)
{
	if (left->has_word && !right->has_word) {
		warn("-k: a form or digest left of = needs one right of it too");
		return -1;
	}
	if (right->has_word && way_parse(right->word, &spec->lookup_way))
		return -1;
	spec->way = spec->lookup_way;
	if (!left->has_word)
		return 0;
	if (way_parse(left->word, &spec->way))
		return -1;
	if (way_meet(&spec->way, &spec->lookup_way) == 0)
		return 0;
	warn("-k: %s left of = and %s right of it cannot be compared", way_name(&spec->way),
	    way_name(&spec->lookup_way));
	return -1;
}

static int
parse(struct key_spec *spec, struct span text)
{
	size_t equals = columns_cut(text, "=");
	struct side left = cut_side((struct span){text.data, equals}), right = left;

	if (equals == text.size) {
		left.has_word = false;
	} else {
		struct span rest = {text.data + equals + 1, text.size - equals - 1};

		if (columns_cut(rest, "=") < rest.size) {
			warn("-k: more than one = in a key");
			return -1;
		}
		right = cut_side(rest);
	}
	return parse_ways(spec, &left, &right) || parse_columns(spec, left.columns, right.columns)
		   ? -1
		   : 0;
}

int
key_parse(struct key_spec *spec, const char *text)
{
	int result;

	*spec = (struct key_spec){.way = {.form = FORM_EXACT}, .lookup_way = {.form = FORM_EXACT}};
	result = parse(spec, span_of(text));
	if (result)
		key_spec_free(spec);
	return result;
}

bool
key_spec_is_mixed(const struct key_spec *spec)
{
	return !way_equal(&spec->way, &spec->lookup_way);
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

	*key = (struct key){.count = list->count, .forms = forms};
	key->way = side_lookup ? spec->lookup_way : spec->way;
	key->index = xcalloc(list->count, sizeof *key->index);
	if (way_prepare(forms, &key->way)) {
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
		    way_apply(key->forms, &key->way, csv_field(record, key->index[i]), &key->part);
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
		return way_apply(
		    key->forms, &key->way, csv_field(record, key->index[0]), &key->text);
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
