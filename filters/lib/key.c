/* key: see key.h. A composite key is each part's length and bytes, so no two different keys have
 * the same bytes whatever the parts hold. */
#include "key.h"

#include <stdlib.h>

#include "err.h"
#include "providers.h"
#include "share.h"

static const char *const forms[] = {
    [FORM_EXACT] = "exact",
    [FORM_ASCII] = "ascii",
    [FORM_MAILBOX] = "mailbox",
    [FORM_PERSON] = "person",
};

int
form_parse(struct span name, enum form *form)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (span_is(name, forms[i])) {
			*form = (enum form)i;
			return 0;
		}
	}
	warn("unknown form %.*s (the forms are exact, ascii, mailbox, person)",
	    name.size > 40 ? 40 : (int)name.size, name.data ? name.data : "");
	return -1;
}

const char *
form_name(enum form form)
{
	return forms[form];
}

const char *
form_apply(struct address *address, enum form form, struct span value, struct buf *out)
{
	switch (form) {
	case FORM_EXACT:
		return address_exact(value, out);
	case FORM_ASCII:
		return address_ascii(value, out);
	case FORM_MAILBOX:
		return address_mailbox(address, value, out);
	case FORM_PERSON:
		return address_person(address, value, out);
	}
	abort();
}

int
form_prepare(struct address *address, enum form form)
{
	char *path;
	int result;

	if (form != FORM_PERSON || address_has_providers(address))
		return 0;
	path = share_find("address/providers.csv");
	if (path == NULL)
		return -1;
	result = providers_read(address, path);
	if (result == 0 && !address_has_providers(address)) {
		warn("%s: no rules", path);
		result = -1;
	}
	free(path);
	return result;
}

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
    const struct columns *columns, struct address *address)
{
	const struct column_list *list = side_lookup ? &spec->lookup : &spec->columns;

	*key = (struct key){.count = list->count, .form = spec->form, .address = address};
	key->index = xcalloc(list->count, sizeof *key->index);
	if (form_prepare(address, spec->form)) {
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
		const char *reason = form_apply(
		    key->address, key->form, csv_field(record, key->index[i]), &key->part);
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
		    key->address, key->form, csv_field(record, key->index[0]), &key->text);
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
