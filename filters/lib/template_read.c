/* template: the file of a template: its head, its parts, and whether they are all there. */
#include <stdlib.h>
#include <strings.h>

#include "err.h"
#include "mail_write.h"
#include "source.h"
#include "template_inside.h"
#include "utf8.h"

enum { MOST_BYTES = 1 << 20 };

struct reading {
	struct template *t;
	struct span rest;
	uint64_t line; /* of what comes next */
	bool has_needs;
};

/* A word and what it stands for. */
struct word {
	const char *text;
	int value;
};
static const struct word types[] = {{"mail", TEMPLATE_MAIL}, {"text", TEMPLATE_TEXT},
    {"html", TEMPLATE_HTML}, {"csv", TEMPLATE_CSV}, {"sql", TEMPLATE_SQL}, {"json", TEMPLATE_JSON},
    {NULL, 0}};
static const struct word mail_parts[] = {{"subject", TEMPLATE_SUBJECT},
    {"text", TEMPLATE_TEXT_BODY}, {"html", TEMPLATE_HTML_BODY}, {"header", TEMPLATE_HEADER},
    {NULL, 0}};
static const struct word stream_parts[] = {{"head", TEMPLATE_HEAD}, {"row", TEMPLATE_ROW},
    {"between", TEMPLATE_BETWEEN}, {"foot", TEMPLATE_FOOT}, {NULL, 0}};
static const struct word forms[] = {{"tu", FORM_TU}, {"usted", FORM_USTED}, {NULL, 0}};

static bool
find_word(const struct word *words, struct span text, int *value)
{
	for (; words->text; words++) {
		if (span_is(text, words->text)) {
			*value = words->value;
			return true;
		}
	}
	return false;
}

static bool
begins(struct span text, const char *with)
{
	size_t size = strlen(with);

	return text.size >= size && memcmp(text.data, with, size) == 0;
}

/* The whole file, without CR before LF and without a byte order mark. */
static int
read_file(struct template *t)
{
	struct source_options options = {.name = t->path};
	struct source *source = source_open(t->path, &options);
	struct source_block block;
	enum read_status status;

	if (!source)
		return -1;
	while ((status = source_next(source, (struct span){0}, &block)) == READ_RECORD &&
	       t->text.size <= MOST_BYTES)
		buf_add(&t->text, block.data, block.size);
	source_close(source);
	if (status == READ_ERROR)
		return -1;
	if (t->text.size > MOST_BYTES)
		return template_fault(t, 0, "is larger than %d bytes", MOST_BYTES);
	return 0;
}

static void
take_off_marks(struct buf *text)
{
	size_t from = begins(buf_span(text), "\xEF\xBB\xBF") ? 3 : 0, to = 0;

	for (; from < text->size; from++)
		if (text->data[from] != '\r' || from + 1 == text->size ||
		    text->data[from + 1] != '\n')
			text->data[to++] = text->data[from];
	text->size = to;
}

static int
check_bytes(const struct template *t)
{
	uint64_t line = 1;

	if (!utf8_is_valid(buf_span(&t->text)))
		return template_fault(t, 0, "is not UTF-8");
	for (size_t i = 0; i < t->text.size; i++) {
		unsigned char byte = (unsigned char)t->text.data[i];

		if (byte == '\n')
			line++;
		else if ((byte < 0x20 && byte != '\t') || byte == 0x7F)
			return template_fault(t, line, "a control character");
	}
	return 0;
}

/* The next line, with its LF; false at the end. */
static bool
next_line(struct reading *r, struct span *line)
{
	const char *end;

	if (r->rest.size == 0)
		return false;
	end = memchr(r->rest.data, '\n', r->rest.size);
	*line = (struct span){r->rest.data, end ? (size_t)(end - r->rest.data) + 1 : r->rest.size};
	r->rest = (struct span){r->rest.data + line->size, r->rest.size - line->size};
	r->line++;
	return true;
}

/* One or two letters more than one: es, en, spa. */
static bool
is_language(struct span text)
{
	if (text.size < 2 || text.size > 3)
		return false;
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < 'a' || text.data[i] > 'z')
			return false;
	return true;
}

static int
read_needs(struct reading *r, struct span value)
{
	struct template *t = r->t;
	struct span item;

	if (r->has_needs)
		return template_fault(t, r->line, "needs: stands twice");
	r->has_needs = true;
	while (template_next_item(&value, &item)) {
		if (!template_is_name(item))
			return template_fault(t, r->line, "needs: what is no name of a column");
		t->needs = xrealloc(t->needs, t->need_count + 1, sizeof *t->needs);
		t->needs[t->need_count++] = template_name_add(t, item, r->line);
	}
	return t->need_count ? 0 : template_fault(t, r->line, "needs: names no column");
}

static int
read_setting(struct reading *r, struct span line)
{
	struct template *t = r->t;
	const char *colon = memchr(line.data, ':', line.size);
	struct span name, value;
	int type;

	if (!colon)
		return template_fault(
		    t, r->line, "no NAME: VALUE (a part begins with a line === PART)");
	name = span_trim((struct span){line.data, (size_t)(colon - line.data)});
	value = span_trim((struct span){colon + 1, line.size - (size_t)(colon + 1 - line.data)});
	if (span_is(name, "needs"))
		return read_needs(r, value);
	if (span_is(name, "fallback")) {
		if (t->fallback.size)
			return template_fault(t, r->line, "fallback: stands twice");
		t->fallback = value;
		return is_language(value)
			   ? 0
			   : template_fault(t, r->line, "fallback: is no language such as es");
	}
	if (!span_is(name, "type"))
		return template_fault(
		    t, r->line, "the head knows type:, fallback: and needs: only");
	if (t->has_type)
		return template_fault(t, r->line, "type: stands twice");
	if (!find_word(types, value, &type))
		return template_fault(
		    t, r->line, "type: is none of mail, text, html, csv, sql, json");
	t->type = (enum template_type)type;
	t->has_type = true;
	return 0;
}

/* Up to the first part, whose marker is left. */
static int
read_head(struct reading *r)
{
	struct span line;

	while (!begins(r->rest, "===") && next_line(r, &line)) {
		line = span_trim(line);
		if (line.size && line.data[0] != '#' && read_setting(r, line) != 0)
			return -1;
	}
	if (!r->t->has_type)
		return template_fault(r->t, 0, "type: is needed before the first part");
	if (r->rest.size == 0)
		return template_fault(r->t, 0, "has no part (a line === PART)");
	return 0;
}

static struct span
next_word(struct span *rest)
{
	struct span word;

	*rest = span_trim(*rest);
	word = (struct span){rest->data, 0};
	while (
	    word.size < rest->size && rest->data[word.size] != ' ' && rest->data[word.size] != '\t')
		word.size++;
	*rest = (struct span){rest->data + word.size, rest->size - word.size};
	return word;
}

/* Letters are compared without regard to case: two spellings would be two fields. */
static bool
same_header(struct span a, struct span b)
{
	return a.size == b.size && strncasecmp(a.data, b.data, a.size) == 0;
}

/* RFC 5322, 3.6.8: printable ASCII but the colon; here letters, digits and dashes. */
static bool
is_header(struct span name)
{
	for (size_t i = 0; i < name.size; i++) {
		char byte = name.data[i];
		bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');

		if (!letter && !(i && ((byte >= '0' && byte <= '9') || byte == '-')))
			return false;
	}
	return name.size > 0 && name.size < 64;
}

/* Those of their own, and those that mail takes. */
static bool
may_head(struct span name)
{
	static const char *const own[] = {"From", "Reply-To", "Auto-Submitted", "X-Unsent"};

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (same_header(name, span_of(own[i])))
			return true;
	return mail_may_add(name);
}

static int
read_header_name(struct reading *r, struct span *rest, size_t *part)
{
	struct template *t = r->t;
	struct span name = next_word(rest);

	if (!is_header(name))
		return template_fault(t, r->line, "header needs the name of a field");
	if (!may_head(name))
		return template_fault(t, r->line, "header: this field is not for templates");
	for (size_t i = 0; i < t->header_count; i++) {
		if (same_header(t->headers[i], name)) {
			*part = TEMPLATE_HEADER + i;
			return 0;
		}
	}
	t->headers = xrealloc(t->headers, t->header_count + 1, sizeof *t->headers);
	t->headers[t->header_count] = name;
	*part = TEMPLATE_HEADER + t->header_count++;
	return 0;
}

static void
add_language(struct template *t, struct span language)
{
	for (size_t i = 0; i < t->language_count; i++)
		if (span_equal(t->languages[i], language))
			return;
	t->languages = xrealloc(t->languages, t->language_count + 1, sizeof *t->languages);
	t->languages[t->language_count++] = language;
}

static int
read_language(struct reading *r, struct span rest, struct template_variant *variant)
{
	struct template *t = r->t;
	struct span form;
	int value = FORM_NONE;

	variant->language = next_word(&rest);
	if (variant->language.size == 0)
		return 0;
	if (!is_language(variant->language))
		return template_fault(t, r->line, "no language such as es or en");
	if (variant->part == TEMPLATE_HEAD || variant->part == TEMPLATE_BETWEEN ||
	    variant->part == TEMPLATE_FOOT)
		return template_fault(
		    t, r->line, "this part belongs to no row, and has no language");
	form = next_word(&rest);
	if (form.size && !find_word(forms, form, &value))
		return template_fault(t, r->line, "no form tu or usted");
	variant->form = (enum template_form)value;
	if (next_word(&rest).size)
		return template_fault(t, r->line, "words behind PART LANGUAGE FORM");
	add_language(t, variant->language);
	return 0;
}

static int
read_marker(struct reading *r, struct span line, struct template_variant *variant)
{
	struct template *t = r->t;
	struct span rest = {line.data + 3, line.size - 3}, word;
	int part;

	if (rest.data[0] != ' ' && rest.data[0] != '\t')
		return template_fault(t, r->line,
		    "a line that begins with === begins a part: === PART (or {{!}}===)");
	word = next_word(&rest);
	if (!find_word(t->type == TEMPLATE_MAIL ? mail_parts : stream_parts, word, &part))
		return template_fault(t, r->line, "no such part: this type has %s",
		    t->type == TEMPLATE_MAIL ? "header NAME, subject, text, html"
					     : "head, row, between, foot");
	*variant = (struct template_variant){.part = (size_t)part, .line = r->line};
	if (part == TEMPLATE_HEADER && read_header_name(r, &rest, &variant->part) != 0)
		return -1;
	if (read_language(r, rest, variant) != 0)
		return -1;
	for (size_t i = 0; i < t->count; i++)
		if (t->variants[i].part == variant->part && t->variants[i].form == variant->form &&
		    span_equal(t->variants[i].language, variant->language))
			return template_fault(t, r->line, "this part stands twice");
	return 0;
}

/* The lines up to the next marker, without empty ones at their end. */
static struct span
read_body(struct reading *r)
{
	struct span body = {r->rest.data, 0}, line;
	size_t size = 0;

	while (!begins(r->rest, "===") && next_line(r, &line)) {
		size += line.size;
		if (span_trim(line).size)
			body.size = size;
	}
	return body;
}

static int
read_part(struct reading *r)
{
	struct template *t = r->t;
	struct template_variant *variant;
	struct span line, body;
	uint64_t first;

	t->variants = xrealloc(t->variants, t->count + 1, sizeof *t->variants);
	variant = &t->variants[t->count];
	if (!next_line(r, &line) || read_marker(r, line, variant) != 0)
		return -1;
	t->count++;
	first = r->line + 1;
	body = read_body(r);
	if (body.size == 0)
		return template_fault(t, variant->line, "this part is empty");
	if (template_is_line(variant->part)) {
		while (body.data[0] == '\n') {
			body = (struct span){body.data + 1, body.size - 1};
			first++;
		}
		body = span_trim(body);
		if (memchr(body.data, '\n', body.size))
			return template_fault(t, first + 1, "this part is one line");
	}
	return template_compile(t, variant, body, first) != 0 ||
		       template_check_places(t, variant) != 0
		   ? -1
		   : 0;
}

struct template *
template_read(const char *path)
{
	struct template *t = xcalloc(1, sizeof *t);
	struct reading r = {.t = t};
	int result;

	t->path = path;
	result = read_file(t);
	if (result == 0) {
		take_off_marks(&t->text);
		result = check_bytes(t);
	}
	r.rest = buf_span(&t->text);
	if (result == 0)
		result = read_head(&r);
	while (result == 0 && r.rest.size)
		result = read_part(&r);
	if (result == 0)
		result = template_check_whole(t);
	if (result == 0)
		return t;
	template_free(t);
	return NULL;
}
