/* template: where a value may stand in sql, json and html.
 *
 * The text round a place decides what a value means there. A value brings its own quotes in sql and
 * json, so a place between quotes of the template is a mistake of its writer, and in a comment it
 * is one too; in html a script, a style or an attribute without quotes reads a value by rules that
 * no escape of text fits. What the text says is followed from step to step; a section leaves it as
 * it found it, so that it is the same whether the section is written or not. */
#include "template_html.h"
#include "template_inside.h"

enum stand {
	STAND_OPEN,
	STAND_STRING,
	STAND_NAME,  /* between double quotes */
	STAND_TICKS, /* between backticks */
	STAND_LINE_COMMENT,
	STAND_COMMENT
};
/* As a byte before: a value, which ends in a quote of its own. */
#define A_VALUE '\x01'

/* What the text so far comes to: sql and json. */
struct code {
	enum stand stand;
	char before; /* the byte before, where two make a sign; else 0 */
};

static void
step_json(struct code *code, char byte)
{
	bool escaped = code->stand == STAND_STRING && code->before == '\\';

	if (byte == '"' && !escaped)
		code->stand = code->stand == STAND_STRING ? STAND_OPEN : STAND_STRING;
	code->before = byte == '"' || (byte == '\\' && !escaped) ? byte : '\0';
}

static void
step_sql_open(struct code *code, char byte)
{
	if (byte == '\'')
		code->stand = STAND_STRING;
	else if (byte == '"')
		code->stand = STAND_NAME;
	else if (byte == '`')
		code->stand = STAND_TICKS;
	else if (byte == '#' || (byte == '-' && code->before == '-')) /* # in some systems */
		code->stand = STAND_LINE_COMMENT;
	else if (byte == '*' && code->before == '/')
		code->stand = STAND_COMMENT;
	code->before = code->stand == STAND_OPEN ? byte : '\0';
}

/* A doubled quote ends a string and begins one again: the same in the end. */
static void
step_sql(struct code *code, char byte)
{
	bool ends = false;

	switch (code->stand) {
	case STAND_OPEN:
		step_sql_open(code, byte);
		return;
	case STAND_STRING:
		ends = byte == '\'';
		break;
	case STAND_NAME:
		ends = byte == '"';
		break;
	case STAND_TICKS:
		ends = byte == '`';
		break;
	case STAND_LINE_COMMENT:
		ends = byte == '\n';
		break;
	case STAND_COMMENT:
		ends = byte == '/' && code->before == '*';
		break;
	}
	if (ends)
		code->stand = STAND_OPEN;
	code->before = byte;
}

/* How much the byte before could become one with what follows: a value with a quote, a quote with
 * a value, a minus sign with a negative number (a comment). */
static int
clinging(const struct code *code)
{
	switch (code->before) {
	case A_VALUE:
		return 3;
	case '\'':
	case '"':
		return 2;
	case '-':
		return 1;
	default:
		return 0;
	}
}

static const char *
refuse_in_code(const struct code *code)
{
	switch (code->stand) {
	case STAND_STRING:
		return "a place stands between quotes: a value brings its own";
	case STAND_NAME:
	case STAND_TICKS:
		return "a place stands inside a quoted name";
	case STAND_LINE_COMMENT:
	case STAND_COMMENT:
		return "a place stands in a comment";
	case STAND_OPEN:
		break;
	}
	if (clinging(code) >= 2)
		return "a place stands right behind a quote or another place: they would be one";
	return NULL;
}

/* The state of any of the three. */
struct place {
	struct code code;
	struct html html;
};

/* What sql has of its own in some systems, and would be read in another way there: a backslash in
 * a string, a string between dollars ($$, $tag$). */
static const char *
refuse_dialect(const struct code *code, struct span text, size_t i)
{
	size_t k = i + 1;

	if (code->stand == STAND_STRING && text.data[i] == '\\')
		return "a backslash in a string, which not all systems read in the same way";
	if (code->stand != STAND_OPEN || text.data[i] != '$')
		return NULL;
	while (
	    k < text.size && (text.data[k] == '_' || (text.data[k] >= '0' && text.data[k] <= '9') ||
				 ((text.data[k] | 0x20) >= 'a' && (text.data[k] | 0x20) <= 'z')))
		k++;
	return k < text.size && text.data[k] == '$' ? "strings between dollars are not known here"
						    : NULL;
}

/* NULL, or what is wrong with the text, or with it behind a value. */
static const char *
follow(const struct template *t, struct place *place, struct span text)
{
	if (place->code.before == A_VALUE && text.size &&
	    (text.data[0] == '\'' || text.data[0] == '"'))
		return "a quote stands right behind a place: they would be one";
	for (size_t i = 0; i < text.size; i++) {
		const char *refusal =
		    t->type == TEMPLATE_SQL ? refuse_dialect(&place->code, text, i) : NULL;

		if (refusal)
			return refusal;
		if (t->type == TEMPLATE_SQL)
			step_sql(&place->code, text.data[i]);
		else if (t->type == TEMPLATE_JSON)
			step_json(&place->code, text.data[i]);
		else
			html_step(&place->html, text.data[i]);
	}
	return NULL;
}

static bool
same_place(const struct template *t, const struct place *a, const struct place *b)
{
	if (t->type == TEMPLATE_SQL || t->type == TEMPLATE_JSON)
		return a->code.stand == b->code.stand;
	return html_same(&a->html, &b->html);
}

/* A value stands here; then the text goes on behind it. */
static const char *
pass_value(const struct template *t, struct place *place, const struct template_op *op)
{
	const char *refusal;

	if (t->type == TEMPLATE_SQL || t->type == TEMPLATE_JSON) {
		refusal = op->what == DO_ROWS ? NULL : refuse_in_code(&place->code);
		if (!refusal && op->format == FORMAT_NUMBER && clinging(&place->code) == 1)
			refusal = "a number stands right behind a minus sign: -- begins a comment";
		place->code.before = op->what == DO_ROWS ? '0' : A_VALUE;
		return refusal;
	}
	refusal = html_refuses(&place->html, op->format == FORMAT_LINES);
	html_pass(&place->html);
	return refusal;
}

/* One walk over the steps of a part. */
struct walk {
	const struct template *t;
	const struct template_variant *variant;
	struct place place;
	struct place before[TEMPLATE_DEPTH]; /* of each section that is open */
	size_t open[TEMPLATE_DEPTH];	     /* its step */
	size_t depth;
	const struct template_op *left; /* the section that ended last, */
	struct place left_before;	/* and what stood before it */
};

/* Is the section written exactly when the other is not? */
static bool
is_otherwise(const struct walk *w, const struct template_op *op)
{
	const struct template_op *other = w->left;

	if (!other || other->what != DO_IF || op->what != DO_IF || op->name != other->name ||
	    op->negated == other->negated || op->word_count != other->word_count ||
	    &w->variant->ops[other->end] != op)
		return false;
	for (size_t i = 0; i < op->word_count; i++)
		if (!span_equal(w->t->words[op->words + i], w->t->words[other->words + i]))
			return false;
	return true;
}

static void
enter_section(struct walk *w, const struct template_op *op)
{
	w->before[w->depth] = w->place;
	w->open[w->depth++] = (size_t)(op - w->variant->ops);
	if (is_otherwise(w, op))
		w->place = w->left_before;
}

/* A section ends here: it may have been left out, and then what stood before it still does. */
static int
leave_section(struct walk *w)
{
	const struct place *before = &w->before[--w->depth];

	w->left = &w->variant->ops[w->open[w->depth]];
	if (!same_place(w->t, before, &w->place))
		return template_fault(w->t, w->left->line,
		    "a section begins and ends in different quotes, tags or comments");
	w->left_before = *before;
	if (clinging(&before->code) > clinging(&w->place.code))
		w->place.code.before = before->code.before;
	w->place.html.value_begun = w->place.html.value_begun && before->html.value_begun;
	return 0;
}

static int
walk_step(struct walk *w, const struct template_op *op)
{
	const char *refusal = NULL;

	if (op->what == DO_TEXT)
		refusal = follow(w->t, &w->place, op->text);
	else if (op->what == DO_VALUE || op->what == DO_ROWS)
		refusal = pass_value(w->t, &w->place, op);
	else if (op->what == DO_IF || op->what == DO_OPTIONAL)
		enter_section(w, op);
	return refusal ? template_fault(w->t, op->line, "%s", refusal) : 0;
}

int
template_check_places(const struct template *t, const struct template_variant *variant)
{
	bool code = t->type == TEMPLATE_SQL || t->type == TEMPLATE_JSON;
	struct walk w = {.t = t, .variant = variant};

	if (!code && !template_is_html(t, variant->part))
		return 0;
	for (size_t i = 0; i <= variant->count; i++) {
		while (w.depth && variant->ops[w.open[w.depth - 1]].end == i)
			if (leave_section(&w) != 0)
				return -1;
		if (i < variant->count && walk_step(&w, &variant->ops[i]) != 0)
			return -1;
	}
	if (code ? w.place.code.stand != STAND_OPEN && w.place.code.stand != STAND_LINE_COMMENT
		 : html_refuses(&w.place.html, false) != NULL)
		return template_fault(
		    t, variant->line, "this part ends inside quotes, a tag or a comment");
	return 0;
}
