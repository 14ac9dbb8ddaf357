/* template: the text of a part cut at its tags into steps.
 *
 * A tag stands on one line. A line of nothing but tags that write nothing leaves no line behind.
 * In csv the text between tags is read as CSV too: what ends a field or a record there does, and no
 * value ever can. */
#include <stdlib.h>

#include "template_inside.h"

/* A tag that encloses and is not closed yet. */
struct opened {
	size_t op;
	struct span name; /* empty: {{?}} */
	bool quoted;	  /* csv: it stands inside quotes of the template */
};
struct compiling {
	struct template *t;
	struct template_variant *variant;
	uint64_t line;
	struct opened open[TEMPLATE_DEPTH];
	size_t depth;
	bool quoted;  /* csv: between quotes of the template */
	bool written; /* csv: the field has something already */
	bool closed;  /* csv: behind the closing quote of a field */
	bool ended;   /* csv: behind the record */
};

static struct template_op *
op_add(struct compiling *c, enum template_do what)
{
	struct template_variant *variant = c->variant;

	if (variant->count == variant->room) {
		variant->room = variant->room ? 2 * variant->room : 16;
		variant->ops = xrealloc(variant->ops, variant->room, sizeof *variant->ops);
	}
	variant->ops[variant->count] = (struct template_op){.what = what, .line = c->line};
	c->written = true;
	return &variant->ops[variant->count++];
}

static int
fault(const struct compiling *c, const char *what)
{
	return template_fault(c->t, c->line, "%s", what);
}

bool
template_is_name(struct span text)
{
	if (text.size == 0 || memchr("#^/?!", text.data[0], 5))
		return false;
	for (size_t i = 0; i < text.size; i++)
		if (memchr("{}|,=\n", text.data[i], 6))
			return false;
	return true;
}

static void
text_add(struct compiling *c, const char *data, size_t size)
{
	if (size)
		op_add(c, DO_TEXT)->text = (struct span){data, size};
}

/* csv: the byte at data ends a field or the record. */
static int
end_field(struct compiling *c, char byte)
{
	if (c->depth)
		return fault(c, "in csv a section stands inside one field");
	(void)op_add(c, byte == ',' ? DO_FIELD : DO_RECORD);
	c->written = c->closed = false;
	c->ended = byte == '\n';
	return 0;
}

/* csv: a quote. *skip: how many bytes it takes. */
static int
read_quote(struct compiling *c, const char *data, size_t left, size_t *skip)
{
	if (c->quoted && left > 1 && data[1] == '"') {
		text_add(c, data, 1);
		*skip = 2;
		return 0;
	}
	if (!c->quoted && c->written)
		return fault(c, "in csv a quote stands at the start of a field, or is doubled");
	c->closed = c->quoted;
	c->quoted = !c->quoted;
	c->written = true;
	*skip = 1;
	return 0;
}

static int
add_csv(struct compiling *c, struct span text)
{
	const char *stops = c->quoted ? "\"" : "\",\n";

	while (text.size) {
		size_t size = 0, skip = 1;

		while (size < text.size && !strchr(stops, text.data[size]))
			size++;
		if (size && (c->closed || c->ended))
			return fault(c, c->ended ? "in csv a part is one record"
						 : "in csv text behind a closing quote");
		text_add(c, text.data, size);
		text = (struct span){text.data + size, text.size - size};
		if (text.size == 0)
			break;
		if (c->ended)
			return fault(c, "in csv a part is one record");
		if (text.data[0] == '"' ? read_quote(c, text.data, text.size, &skip) != 0
					: end_field(c, text.data[0]) != 0)
			return -1;
		text = (struct span){text.data + skip, text.size - skip};
		stops = c->quoted ? "\"" : "\",\n";
	}
	return 0;
}

/* A word in single braces, { name }. */
static bool
has_single_braces(struct span text)
{
	bool inside = false, empty = true;

	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		bool word = byte >= 0x80 || byte == '_' || byte == ' ' ||
			    (byte >= '0' && byte <= '9') ||
			    ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');

		if (inside && byte == '}' && !empty)
			return true;
		inside = byte == '{' || (inside && word);
		empty = byte == '{' || (empty && byte == ' ');
	}
	return false;
}

static int
add_text(struct compiling *c, struct span text)
{
	const char *found = NULL;

	if (c->t->type == TEMPLATE_CSV)
		return add_csv(c, text);
	if (template_is_letter(c->t))
		found = has_single_braces(text) ? "{" : template_unfilled(text);
	if (found && !(template_is_html(c->t, c->variant->part) && strcmp(found, "}}") == 0))
		return template_fault(
		    c->t, c->line, "%s: a place is written {{NAME}} (amends-template(5))", found);
	text_add(c, text.data, text.size);
	return 0;
}

static int
read_format(struct compiling *c, struct span text, enum template_format *format)
{
	static const char *const names[] = {
	    "", "date", "datetime", "count", "list", "lines", "number"};
	size_t part = c->variant->part;

	*format = FORMAT_PLAIN;
	for (size_t i = 1; i < sizeof names / sizeof *names; i++)
		if (span_is(text, names[i]))
			*format = (enum template_format)i;
	if (*format == FORMAT_PLAIN)
		return fault(c, "behind | stands date, datetime, count, list, lines or number");
	if (*format == FORMAT_LINES && (template_is_line(part) || !template_is_letter(c->t)))
		return fault(c, "|lines is for text and html alone");
	if (*format == FORMAT_NUMBER && template_is_letter(c->t))
		return fault(c, "|number is for csv, sql and json alone");
	return 0;
}

static int
need_name(struct compiling *c, struct span text)
{
	return template_is_name(text) ? 0
				      : fault(c, "a tag without the name of a column or setting");
}

static int
value_tag(struct compiling *c, struct span text)
{
	const char *bar = text.size ? memchr(text.data, '|', text.size) : NULL;
	struct span name = {text.data, bar ? (size_t)(bar - text.data) : text.size};
	enum template_format format = FORMAT_PLAIN;
	struct template_op *op;

	name = span_trim(name);
	if (need_name(c, name) != 0)
		return -1;
	if (bar && read_format(c,
		       span_trim((struct span){bar + 1, text.size - (size_t)(bar + 1 - text.data)}),
		       &format) != 0)
		return -1;
	if (c->closed || c->ended)
		return fault(c, "in csv a place stands inside a field");
	if (c->variant->part == TEMPLATE_FOOT && span_is(name, "rows")) {
		(void)op_add(c, DO_ROWS);
		return bar ? fault(c, "rows has no format") : 0;
	}
	op = op_add(c, DO_VALUE);
	op->format = format;
	op->name = template_name_add(c->t, name, c->line);
	return 0;
}

static int
enclose(struct compiling *c, size_t op, struct span name)
{
	if (c->depth == TEMPLATE_DEPTH)
		return fault(c, "tags stand too deep in tags");
	if (c->closed || c->ended)
		return fault(c, "in csv a section stands inside one field");
	c->open[c->depth++] = (struct opened){op, name, c->quoted};
	return 0;
}

/* The words behind "=". */
static int
read_words(struct compiling *c, struct span rest, struct template_op *op)
{
	struct template *t = c->t;

	op->words = t->word_count;
	for (;;) {
		const char *bar = rest.size ? memchr(rest.data, '|', rest.size) : NULL;
		struct span word = {rest.data, bar ? (size_t)(bar - rest.data) : rest.size};

		word = span_trim(word);
		if (word.size == 0)
			return fault(c, "a word is missing behind = or |");
		t->words = xrealloc(t->words, t->word_count + 1, sizeof *t->words);
		t->words[t->word_count++] = word;
		op->word_count++;
		if (!bar)
			return 0;
		rest = (struct span){bar + 1, rest.size - (size_t)(bar + 1 - rest.data)};
	}
}

static int
section_tag(struct compiling *c, struct span text)
{
	const char *equals = memchr(text.data, '=', text.size);
	size_t size = equals ? (size_t)(equals - text.data) : text.size;
	struct span name = span_trim((struct span){text.data + 1, size - 1});
	size_t number = c->variant->count;
	struct template_op *op;

	if (need_name(c, name) != 0)
		return -1;
	op = op_add(c, DO_IF);
	op->negated = text.data[0] == '^';
	op->name = template_name_add(c->t, name, c->line);
	if (equals && read_words(c, (struct span){equals + 1, text.size - size - 1}, op) != 0)
		return -1;
	return enclose(c, number, name);
}

static int
closing_tag(struct compiling *c, struct span name)
{
	const struct opened *open = c->depth ? &c->open[c->depth - 1] : NULL;
	bool optional = span_is(name, "?");

	if (!open || (optional ? open->name.size > 0 : !span_equal(open->name, name)))
		return fault(c, "a closing tag that closes nothing, or not the innermost");
	if (open->quoted != c->quoted || c->closed)
		return fault(
		    c, "in csv a section stands inside one field, with its quotes round it");
	c->variant->ops[open->op].end = c->variant->count;
	c->depth--;
	return 0;
}

static bool
is_needs(struct span text)
{
	return text.size > 5 && memcmp(text.data, "needs", 5) == 0 &&
	       (text.data[5] == ' ' || text.data[5] == '\t');
}

static int
needs_tag(struct compiling *c, struct span rest)
{
	struct span item;
	bool any = false;

	while (template_next_item(&rest, &item)) {
		if (need_name(c, item) != 0)
			return -1;
		op_add(c, DO_NEED)->name = template_name_add(c->t, item, c->line);
		any = true;
	}
	return any ? 0 : fault(c, "needs names no column");
}

/* Does the tag write nothing itself? */
static bool
is_silent(struct span text)
{
	return text.size && (memchr("#^/?!", text.data[0], 5) || is_needs(text));
}

static int
add_tag(struct compiling *c, struct span text)
{
	bool written = c->written;
	int result = 0;

	if (text.size == 0 || !is_silent(text))
		return value_tag(c, text);
	if (text.data[0] == '!')
		return 0;
	if (text.data[0] == '/')
		return closing_tag(c, span_trim((struct span){text.data + 1, text.size - 1}));
	if (is_needs(text)) {
		result = needs_tag(c, (struct span){text.data + 5, text.size - 5});
		c->written = written;
		return result;
	}
	if (text.data[0] != '?')
		return section_tag(c, text);
	if (text.size > 1)
		return fault(c, "an optional sentence stands between {{?}} and {{/?}}");
	(void)op_add(c, DO_OPTIONAL);
	return enclose(c, c->variant->count - 1, (struct span){0});
}

/* Cuts the text before the next tag and the tag off a line. 1, 0 when there is none, or -1. The two
 * braces of {{{{ are a text of their own, and no tag. */
static int
next_tag(const struct compiling *c, struct span *line, struct span *text, struct span *tag)
{
	const char *start = line->size > 1 ? memmem(line->data, line->size, "{{", 2) : NULL, *end;
	size_t left;

	*text = *line;
	*tag = (struct span){0};
	if (!start)
		return 0;
	text->size = (size_t)(start - line->data);
	left = line->size - text->size - 2;
	if (left > 1 && memcmp(start + 2, "{{", 2) == 0) {
		*line = (struct span){start + 4, left - 2};
		tag->data = start;
		return 1;
	}
	end = memmem(start + 2, left, "}}", 2);
	if (!end)
		return template_fault(c->t, c->line, "a tag is not closed on its line");
	*tag = span_trim((struct span){start + 2, (size_t)(end - start - 2)});
	if (tag->size == 0)
		return template_fault(c->t, c->line, "an empty tag");
	left -= (size_t)(end - start - 2) + 2;
	*line = (struct span){end + 2, left};
	return 1;
}

/* 1 when the line holds only tags that write nothing, and blanks; else 0, or -1 with a message. */
static int
is_standalone(const struct compiling *c, struct span line)
{
	struct span text, tag;
	bool silent = true, any = false;
	int found;

	while ((found = next_tag(c, &line, &text, &tag)) == 1) {
		silent = silent && span_trim(text).size == 0 && is_silent(tag);
		any = true;
	}
	return found < 0 ? -1 : any && silent && span_trim(text).size == 0;
}

/* Two braces that are meant. */
static int
add_braces(struct compiling *c, const char *braces)
{
	const struct span text = {braces, 2};

	if (c->t->type == TEMPLATE_CSV)
		return add_csv(c, text);
	text_add(c, text.data, text.size);
	return 0;
}

static int
compile_line(struct compiling *c, struct span line)
{
	int alone = template_is_line(c->variant->part) ? 0 : is_standalone(c, line);
	struct span text, tag;
	int found = alone;

	while (found >= 0 && (found = next_tag(c, &line, &text, &tag)) >= 0) {
		if (!alone && add_text(c, text) != 0)
			return -1;
		if (found == 0)
			break;
		if (tag.size ? add_tag(c, tag) != 0 : add_braces(c, tag.data) != 0)
			return -1;
	}
	return found;
}

int
template_compile(
    struct template *t, struct template_variant *variant, struct span body, uint64_t line)
{
	struct compiling c = {.t = t, .variant = variant, .line = line};

	while (body.size) {
		const char *end = memchr(body.data, '\n', body.size);
		size_t size = end ? (size_t)(end - body.data) + 1 : body.size;

		if (compile_line(&c, (struct span){body.data, size}) != 0)
			return -1;
		body = (struct span){body.data + size, body.size - size};
		c.line++;
	}
	if (c.depth)
		return template_fault(t, variant->ops[c.open[c.depth - 1].op].line,
		    "a tag is not closed in its part");
	if (c.quoted)
		return template_fault(t, variant->line, "in csv a quote is not closed");
	if (t->type == TEMPLATE_CSV && !c.ended)
		return end_field(&c, '\n');
	return 0;
}
