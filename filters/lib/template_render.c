/* template: the steps of a part written for the row at hand. */
#include <inttypes.h>
#include <stdio.h>

#include "csv.h"
#include "escape.h"
#include "num.h"
#include "template_inside.h"
#include "utf8.h"

/* One call of template_render. */
struct rendering {
	struct template *t;
	const struct template_variant *variant;
	const struct wording *wording;
	struct buf *out;  /* csv: the field */
	struct buf *rows; /* csv: the records */
	bool first;	  /* csv: no field of the record was written */
};

struct span
template_value(const struct template *t, const struct template_name *name)
{
	if (name->kind == NAME_COLUMN)
		return t->row ? row_value(t->row, name->index) : (struct span){0};
	if (name->kind == NAME_SETTING)
		return t->settings->items[name->index].value;
	return (struct span){0};
}

/* The words that exports write in place of nothing. */
static bool
is_word_for_nothing(struct span value)
{
	static const char *const words[] = {
	    "unknown", "null", "NULL", "None", "undefined", "nan", "NaN", "N/A", "n/a", "#N/A"};

	if (value.size < 3 || value.size > 9)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(value, words[i]))
			return true;
	return false;
}

/* utf8_trim, which has nothing to do when both ends are ASCII that is seen. */
static struct span
trim(struct span value)
{
	if (value.size && value.data[0] > ' ' && value.data[0] < 0x7F &&
	    value.data[value.size - 1] > ' ' && value.data[value.size - 1] < 0x7F)
		return value;
	return utf8_trim(value);
}

static bool
is_missing(const struct template *t, struct span trimmed)
{
	return trimmed.size == 0 || (template_is_letter(t) && is_word_for_nothing(trimmed));
}

bool
template_is_missing(const struct template *t, const struct template_name *name)
{
	return is_missing(t, trim(template_value(t, name)));
}

const char *
template_unfilled(struct span text)
{
	static const char *const signs[] = {"{{", "}}", "[[", "<<", "${", "*|", "%%"};

	for (size_t i = 0; i + 1 < text.size; i++) {
		if (!strchr("{}[<$*%", text.data[i]) || text.data[i] == '\0')
			continue;
		for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
			if (memcmp(text.data + i, signs[k], 2) == 0)
				return signs[k];
	}
	return NULL;
}

/* What a character does to a line: NULL, or a reason. C0, C1, line and paragraph separators, and
 * the marks that turn the direction of writing (Unicode, UAX 9). */
static const char *
judge_bytes(const unsigned char *at, size_t left, bool lines)
{
	if (*at == '\n' || *at == '\r')
		return lines ? NULL : "line_break";
	if (*at < 0x20 || *at == 0x7F)
		return *at == '\t' ? NULL : "control_character";
	if (*at == 0xC2 && left > 1 && at[1] < 0xA0)
		return "control_character";
	if (*at != 0xE2 || left < 3)
		return NULL;
	if (at[1] == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9))
		return lines ? NULL : "line_break";
	if ((at[1] == 0x80 && at[2] >= 0xAA && at[2] <= 0xAE) ||
	    (at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9))
		return "control_character";
	return NULL;
}

/* Of a value for people. */
static const char *
judge_for_letter(struct span value, bool lines, bool tabs)
{
	const unsigned char *bytes = (const unsigned char *)value.data;

	for (size_t i = 0; i < value.size; i++) {
		const char *reason = NULL;

		if (bytes[i] < 0x20 || bytes[i] >= 0x7F)
			reason = judge_bytes(bytes + i, value.size - i, lines);
		if (bytes[i] == '\t' && !tabs)
			reason = "control_character";
		if (reason)
			return reason;
	}
	return template_unfilled(value) ? "placeholder" : NULL;
}

const char *
template_judge(const struct template *t, struct span *value)
{
	*value = trim(*value);
	if (is_missing(t, *value))
		*value = (struct span){0};
	if (value->size && memchr(value->data, '\0', value->size))
		return "nul";
	return utf8_is_valid(*value) ? judge_for_letter(*value, false, false) : "not_utf8";
}

static const char *
judge(const struct rendering *r, struct span value, enum template_format format)
{
	if (value.size && memchr(value.data, '\0', value.size))
		return "nul";
	if (!utf8_is_valid(value))
		return "not_utf8";
	if (template_is_letter(r->t))
		return judge_for_letter(
		    value, format == FORMAT_LINES, !template_is_line(r->variant->part));
	if (r->t->type == TEMPLATE_SQL && value.size && memchr(value.data, '\\', value.size))
		return "backslash";
	return NULL;
}

/* A number as RFC 8259, 6, and SQL write it: no zeros in front, no exponent. */
static bool
is_number(struct span value)
{
	struct decimal unused;
	bool negative = value.size && value.data[0] == '-';
	const char *digits = value.data + negative;
	size_t size = value.size - negative;

	if (size == 0 || num_decimal(value, &unused) != 0 || digits[size - 1] == '.')
		return false;
	return digits[0] != '0' || size == 1 || digits[1] == '.';
}

/* One kind of line end, whichever the value has. */
static struct span
one_line_end(struct span value, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < value.size; i++) {
		if (value.data[i] != '\r')
			buf_add_byte(out, value.data[i]);
		else if (i + 1 == value.size || value.data[i + 1] != '\n')
			buf_add_byte(out, '\n');
	}
	return buf_span(out);
}

/* The value in its format. 0, or -1 when it is none of it. */
static int
format_value(const struct rendering *r, enum template_format format, struct span *value)
{
	const struct wording_place *place = &r->t->options.place;
	struct buf *out = &r->t->value;
	int result = 0;

	buf_clear(out);
	switch (format) {
	case FORMAT_PLAIN:
		return 0;
	case FORMAT_NUMBER:
		return is_number(*value) ? 0 : -1;
	case FORMAT_LINES:
		*value = one_line_end(*value, &r->t->lines);
		return 0;
	case FORMAT_DATE:
		result = wording_date(r->wording, place, *value, out);
		break;
	case FORMAT_MINUTE:
		result = wording_minute(r->wording, place, *value, out);
		break;
	case FORMAT_COUNT:
		result = wording_count(r->wording, *value, out);
		break;
	case FORMAT_LIST:
		result = wording_list(r->wording, *value, out);
		break;
	}
	*value = buf_span(out);
	return result;
}

static void
write_value(const struct rendering *r, enum template_format format, struct span value)
{
	const struct template *t = r->t;

	if (template_is_html(t, r->variant->part))
		escape_html(value, format == FORMAT_LINES, r->out);
	else if (t->type == TEMPLATE_SQL && format != FORMAT_NUMBER)
		escape_sql(value, r->out);
	else if (t->type == TEMPLATE_JSON && format != FORMAT_NUMBER)
		escape_json(value, r->out);
	else
		buf_add_span(r->out, value);
}

static const char *
do_value(const struct rendering *r, const struct template_op *op)
{
	struct span value = template_value(r->t, &r->t->names[op->name]), trimmed = trim(value);
	const char *reason;

	if (is_missing(r->t, trimmed))
		return "missing";
	if (template_is_letter(r->t) || op->format != FORMAT_PLAIN)
		value = trimmed;
	reason = judge(r, value, op->format);
	if (reason)
		return reason;
	if (format_value(r, op->format, &value) != 0)
		return "missing";
	write_value(r, op->format, value);
	return NULL;
}

static bool
holds(const struct template *t, const struct template_op *op)
{
	const struct template_name *name = &t->names[op->name];
	struct span value;
	bool found = false;

	if (op->word_count == 0)
		return template_is_missing(t, name) == op->negated;
	value = trim(template_value(t, name));
	for (size_t i = 0; i < op->word_count && !found; i++)
		found = span_equal(value, t->words[op->words + i]);
	return found != op->negated;
}

/* A spreadsheet takes what begins so for a formula (OWASP, CSV injection). */
static bool
is_formula(struct span field)
{
	return field.size && strchr("=+-@\t\r\n", field.data[0]) && field.data[0] != '\0';
}

static void
end_field(struct rendering *r, bool record)
{
	if (r->t->options.spreadsheet && r->variant->part == TEMPLATE_ROW &&
	    is_formula(buf_span(r->out))) {
		buf_reserve(r->out, 1);
		memmove(r->out->data + 1, r->out->data, r->out->size);
		r->out->data[0] = '\'';
		r->out->size++;
	}
	csv_append_value(r->rows, buf_span(r->out), r->first, r->first && record);
	buf_clear(r->out);
	r->first = false;
	if (record)
		buf_add_byte(r->rows, '\n');
}

static const char *run(struct rendering *, size_t from, size_t to, const struct template_op **);

/* What the tag at `at` encloses. */
static const char *
do_section(struct rendering *r, size_t at, const struct template_op **failed)
{
	const struct template_op *op = &r->variant->ops[at];
	bool written = op->what == DO_OPTIONAL || holds(r->t, op);
	struct buf *branch = &r->t->branch;
	size_t size = r->out->size, mark = branch->size;
	const char *reason;

	buf_add_byte(branch, written ? '1' : '0');
	reason = written ? run(r, at + 1, op->end, failed) : NULL;
	if (!reason || op->what != DO_OPTIONAL || strcmp(reason, "missing") != 0)
		return reason;
	r->out->size = size;
	branch->size = mark;
	buf_add_byte(branch, '0');
	return NULL;
}

static void
do_rows(const struct rendering *r)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%" PRIu64, r->t->rows);
	buf_add_text(r->out, digits);
}

/* NULL, or why the row is held, and *failed the step that says so. */
static const char *
run(struct rendering *r, size_t from, size_t to, const struct template_op **failed)
{
	for (size_t i = from; i < to; i++) {
		const struct template_op *op = &r->variant->ops[i];
		const char *reason = NULL;

		*failed = op;
		switch (op->what) {
		case DO_TEXT:
			buf_add_span(r->out, op->text);
			break;
		case DO_VALUE:
			reason = do_value(r, op);
			break;
		case DO_NEED:
			if (template_is_missing(r->t, &r->t->names[op->name]))
				reason = "missing";
			break;
		case DO_IF:
		case DO_OPTIONAL:
			reason = do_section(r, i, failed);
			i = op->end - 1;
			break;
		case DO_FIELD:
		case DO_RECORD:
			end_field(r, op->what == DO_RECORD);
			break;
		case DO_ROWS:
			do_rows(r);
			break;
		}
		if (reason)
			return reason;
	}
	return NULL;
}

/* Of two empty lines one, and none at the start and the end. */
static void
squeeze(struct buf *out, size_t from)
{
	size_t to = from, breaks = 2;

	for (size_t i = from; i < out->size; i++) {
		breaks = out->data[i] == '\n' ? breaks + 1 : 0;
		if (breaks <= 2)
			out->data[to++] = out->data[i];
	}
	while (to > from && out->data[to - 1] == '\n')
		to--;
	out->size = to;
	if (to > from)
		buf_add_byte(out, '\n');
}

static const struct template_hold *
hold(struct rendering *r, size_t size, const char *reason, struct span column)
{
	r->t->hold = (struct template_hold){reason, column};
	if (r->t->type == TEMPLATE_CSV)
		r->rows->size = size;
	else
		r->out->size = size;
	return &r->t->hold;
}

const struct template_hold *
template_render(struct template *t, size_t part, struct buf *out)
{
	struct rendering r = {.t = t, .out = out, .rows = out, .first = true};
	const struct template_op *failed = NULL;
	size_t size = out->size;
	const char *reason;

	r.variant = template_pick(t, part, t->language, t->form);
	r.wording = wording_of(r.variant->language.size ? r.variant->language : t->language);
	if (t->type == TEMPLATE_CSV) {
		buf_clear(&t->field);
		r.out = &t->field;
	}
	reason = run(&r, 0, r.variant->count, &failed);
	if (reason)
		return hold(&r, size, reason, t->names[failed->name].text);
	if (part == TEMPLATE_TEXT_BODY)
		squeeze(out, size);
	if ((part == TEMPLATE_SUBJECT || part == TEMPLATE_TEXT_BODY) && out->size == size)
		return hold(&r, size, "missing", template_part_name(t, part));
	return NULL;
}
