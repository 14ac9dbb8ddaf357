/* template: names, the row at hand, and which variant of a part it gets. template_read.c and
 * template_tags.c read a template, template_places.c judges where a value may stand,
 * template_render.c writes. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "template_inside.h"

int
template_fault(const struct template *t, uint64_t line, const char *format, ...)
{
	char text[512];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	va_end(list);
	if (line)
		warn("%s:%" PRIu64 ": %s", t->path, line, text);
	else
		warn("%s: %s", t->path, text);
	return -1;
}

struct span
template_part_name(const struct template *t, size_t part)
{
	static const char *const names[] = {
	    "head", "row", "between", "foot", "subject", "text", "html"};

	return part < TEMPLATE_HEADER ? span_of(names[part]) : t->headers[part - TEMPLATE_HEADER];
}

size_t
template_name_add(struct template *t, struct span text, uint64_t line)
{
	for (size_t i = 0; i < t->name_count; i++)
		if (span_equal(t->names[i].text, text))
			return i;
	t->names = xrealloc(t->names, t->name_count + 1, sizeof *t->names);
	t->names[t->name_count] = (struct template_name){.text = text, .line = line};
	return t->name_count++;
}

bool
template_next_item(struct span *rest, struct span *item)
{
	while (rest->size) {
		const char *end = memchr(rest->data, ',', rest->size);
		size_t size = end ? (size_t)(end - rest->data) : rest->size;

		*item = span_trim((struct span){rest->data, size});
		size += end != NULL;
		*rest = (struct span){rest->data + size, rest->size - size};
		if (item->size)
			return true;
	}
	return false;
}

enum template_type
template_type(const struct template *t)
{
	return t->type;
}

struct span
template_name(const struct template *t)
{
	const char *slash = strrchr(t->path, '/');
	struct span name = span_of(slash ? slash + 1 : t->path);

	if (name.size > 4 && memcmp(name.data + name.size - 4, ".tpl", 4) == 0)
		name.size -= 4;
	return name;
}

bool
template_has(const struct template *t, size_t part)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->variants[i].part == part)
			return true;
	return false;
}

size_t
template_header_count(const struct template *t)
{
	return t->header_count;
}

struct span
template_header(const struct template *t, size_t i)
{
	return t->headers[i];
}

static int
bind_name(struct template_name *name, const struct template *t, const struct names *names)
{
	char where[4200];

	snprintf(where, sizeof where, "%s:%" PRIu64, t->path, name->line);
	return names_need(names, name->text, where, &name->kind, &name->index);
}

/* One that the table may have. */
static int
bind_own(struct template_name *name, const char *text, const struct template *t,
    const struct names *names)
{
	name->text = span_of(text);
	name->kind = names_find(names, name->text, &name->index);
	if (name->kind != NAME_TWICE)
		return 0;
	return template_fault(t, 0, "%s names two columns, or a column and a setting", text);
}

/* head, between and foot belong to no row. */
static int
check_settings_only(const struct template *t, const struct template_variant *variant)
{
	if (variant->part != TEMPLATE_HEAD && variant->part != TEMPLATE_BETWEEN &&
	    variant->part != TEMPLATE_FOOT)
		return 0;
	for (size_t i = 0; i < variant->count; i++) {
		const struct template_op *op = &variant->ops[i];
		bool names = op->what == DO_VALUE || op->what == DO_NEED || op->what == DO_IF;

		if (names && t->names[op->name].kind != NAME_SETTING)
			return template_fault(t, op->line,
			    "%.*s is a column: this part belongs to no row, and can name settings "
			    "alone",
			    (int)t->names[op->name].text.size, t->names[op->name].text.data);
	}
	return 0;
}

int
template_bind(struct template *t, const struct names *names, const struct template_options *options)
{
	t->options = *options;
	t->settings = names->settings;
	for (size_t i = 0; i < t->name_count; i++)
		if (bind_name(&t->names[i], t, names) != 0)
			return -1;
	if (bind_own(&t->language_column, "language", t, names) != 0 ||
	    bind_own(&t->form_column, "form_of_address", t, names) != 0)
		return -1;
	for (size_t i = 0; i < t->count; i++)
		if (check_settings_only(t, &t->variants[i]) != 0)
			return -1;
	t->language = t->fallback;
	t->form = FORM_USTED;
	return 0;
}

/* The primary subtag, in small letters: es of es-MX, ES, es_ES. */
static struct span
primary_language(struct span value, char language[4])
{
	size_t size = 0;

	value = span_trim(value);
	while (size < value.size && value.data[size] != '-' && value.data[size] != '_') {
		if (size == 3)
			return (struct span){0};
		language[size] = value.data[size];
		if (language[size] >= 'A' && language[size] <= 'Z')
			language[size] = (char)(language[size] + 'a' - 'A');
		size++;
	}
	return (struct span){language, size};
}

static void
turn_language(struct template *t)
{
	char text[4];
	struct span asked = primary_language(template_value(t, &t->language_column), text);

	t->language = t->fallback;
	t->fell_back = t->language_count > 0;
	for (size_t i = 0; i < t->language_count; i++) {
		if (span_equal(t->languages[i], asked)) {
			t->language = t->languages[i];
			t->fell_back = false;
		}
	}
}

static void
turn_form(struct template *t)
{
	static const char *const tu[] = {"tu", "Tu", "TU", "t\xC3\xBA", "T\xC3\xBA", "T\xC3\x9A"};
	struct span value = span_trim(template_value(t, &t->form_column));

	t->form = FORM_USTED;
	for (size_t i = 0; i < sizeof tu / sizeof *tu; i++)
		if (span_is(value, tu[i]))
			t->form = FORM_TU;
}

const struct template_hold *
template_turn(struct template *t, const struct row *row)
{
	t->row = row;
	buf_clear(&t->branch);
	turn_language(t);
	turn_form(t);
	for (size_t i = 0; i < t->need_count; i++) {
		if (template_is_missing(t, &t->names[t->needs[i]])) {
			t->hold = (struct template_hold){"missing", t->names[t->needs[i]].text};
			return &t->hold;
		}
	}
	return NULL;
}

struct span
template_language(const struct template *t)
{
	return t->language;
}

struct span
template_form(const struct template *t)
{
	return span_of(t->form == FORM_TU ? "tu" : "usted");
}

bool
template_fell_back(const struct template *t)
{
	return t->fell_back;
}

struct span
template_branch(const struct template *t)
{
	return buf_span(&t->branch);
}

void
template_set_rows(struct template *t, uint64_t rows)
{
	t->rows = rows;
}

void
template_free(struct template *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->count; i++)
		free(t->variants[i].ops);
	free(t->variants);
	free(t->headers);
	free(t->languages);
	free(t->names);
	free(t->needs);
	free(t->words);
	buf_free(&t->text);
	buf_free(&t->branch);
	buf_free(&t->field);
	buf_free(&t->value);
	buf_free(&t->lines);
	free(t);
}
