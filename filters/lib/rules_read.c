/* rules_read: the CSV of a decision table.
 *
 * Everything a table can have wrong is found here or at the latest in rules_bind, before a record
 * is read, with the line: a table is edited by hand on the day it matters.
 *
 * `unknown` is a condition on times and also a word that facts like to use. In a column whose
 * other cells are words it is taken as the word; where that is in doubt it is refused. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "rules.h"

enum role { ROLE_RULE, ROLE_TEST, ROLE_OUTPUT, ROLE_COMMENT };
struct header {
	enum role role;
	size_t number; /* of the test or output */
};
struct reading {
	struct rules *rules;
	struct header *header;
	size_t width;
	struct record record;
	struct buf where;
	size_t room; /* rules there is memory for */
};

const char *
rules_place(const struct rules *rules, uint64_t line, struct span column, struct buf *out)
{
	char number[32];

	snprintf(number, sizeof number, ":%" PRIu64, line);
	buf_clear(out);
	buf_add_text(out, rules->path);
	buf_add_text(out, number);
	if (column.size) {
		buf_add_text(out, ": column ");
		buf_add_span(out, column);
	}
	buf_add_byte(out, '\0');
	return out->data;
}

/* The place of the record at hand. */
static const char *
place(struct reading *r, struct span column)
{
	return rules_place(r->rules, r->record.line, column, &r->where);
}

static int
output_add(struct reading *r, struct span name)
{
	struct rules *rules = r->rules;
	bool replaces = name.size > 1 && name.data[1] == '=';
	size_t marks = replaces ? 2 : 1;

	name = (struct span){name.data + marks, name.size - marks};
	if (name.size == 0) {
		warn("%s: an output without a name", place(r, name));
		return -1;
	}
	for (size_t i = 0; i < rules->output_count; i++) {
		if (span_equal(rules->outputs[i].name, name)) {
			warn("%s: two outputs are named %.*s", place(r, (struct span){0}),
			    (int)name.size, name.data);
			return -1;
		}
	}
	rules->outputs = xrealloc(rules->outputs, rules->output_count + 1, sizeof *rules->outputs);
	rules->outputs[rules->output_count++] = (struct rules_output){name, replaces};
	return 0;
}

static void
test_add(struct rules *rules, struct span name)
{
	rules->tests = xrealloc(rules->tests, rules->test_count + 1, sizeof *rules->tests);
	rules->tests[rules->test_count++] = (struct rules_test){.name = name};
}

static int
header_column(struct reading *r, size_t i)
{
	struct span name = arena_copy(&r->rules->arena, csv_field(&r->record, i));
	struct header *header = &r->header[i];

	if (name.size == 0) {
		warn("%s: column %zu has no name", place(r, name), i + 1);
		return -1;
	}
	header->role = name.data[0] == '='     ? ROLE_OUTPUT
		       : name.data[0] == '#'   ? ROLE_COMMENT
		       : span_is(name, "rule") ? ROLE_RULE
					       : ROLE_TEST;
	if (header->role == ROLE_RULE && i > 0) {
		warn("%s: the column rule must be the first", place(r, (struct span){0}));
		return -1;
	}
	header->number =
	    header->role == ROLE_OUTPUT ? r->rules->output_count : r->rules->test_count;
	if (header->role == ROLE_TEST)
		test_add(r->rules, name);
	return header->role == ROLE_OUTPUT ? output_add(r, name) : 0;
}

static int
header_read(struct reading *r)
{
	r->width = r->record.count;
	r->header = xcalloc(r->width, sizeof *r->header);
	for (size_t i = 0; i < r->width; i++)
		if (header_column(r, i) != 0)
			return -1;
	if (r->rules->output_count == 0) {
		warn("%s: the table has no output (=NAME)", place(r, (struct span){0}));
		return -1;
	}
	return 0;
}

static void
rules_grow(struct reading *r)
{
	struct rules *rules = r->rules;

	if (rules->count < r->room)
		return;
	r->room = r->room ? 2 * r->room : 32;
	rules->names = xrealloc(rules->names, r->room, sizeof *rules->names);
	rules->lines = xrealloc(rules->lines, r->room, sizeof *rules->lines);
	rules->hits = xrealloc(rules->hits, r->room, sizeof *rules->hits);
	rules->values =
	    xrealloc(rules->values, r->room, rules->output_count * sizeof *rules->values);
	for (size_t i = 0; i < rules->test_count; i++)
		rules->tests[i].cell_of = xrealloc(rules->tests[i].cell_of, r->room, sizeof(int));
}

/* A cell that is written as one before is the same cell. */
static int
cell_add(struct reading *r, struct rules_test *test, struct span text)
{
	int *cell_of = &test->cell_of[r->rules->count];

	*cell_of = RULES_NO_CELL;
	if (text.size == 0)
		return 0;
	for (size_t i = 0; i < test->cell_count; i++) {
		if (span_equal(test->texts[i], text)) {
			*cell_of = (int)i;
			return 0;
		}
	}
	test->cells = xrealloc(test->cells, test->cell_count + 1, sizeof *test->cells);
	test->texts = xrealloc(test->texts, test->cell_count + 1, sizeof *test->texts);
	test->texts[test->cell_count] = arena_copy(&r->rules->arena, text);
	*cell_of = (int)test->cell_count;
	return cell_parse(&test->cells[test->cell_count++], text, place(r, test->name));
}

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static int
value_refuse(struct reading *r, size_t output, const char *why)
{
	warn("%s: %s", place(r, r->rules->outputs[output].name), why);
	return -1;
}

static int
piece_add(struct reading *r, size_t output, struct span text, bool named)
{
	struct rules *rules = r->rules;
	struct rules_value *value = &rules->values[rules->count * rules->output_count + output];
	struct rules_piece *pieces =
	    arena_take(&rules->arena, (value->count + 1) * sizeof *value->pieces);

	if (text.size == 0 && named)
		return value_refuse(r, output, "a name is missing");
	if (value->count)
		memcpy(pieces, value->pieces, value->count * sizeof *pieces);
	pieces[value->count++] = (struct rules_piece){.text = text, .named = named};
	value->pieces = pieces;
	return 0;
}

/* Text with {NAME} in it. */
static int
pieces_add(struct reading *r, size_t output, const char *at, size_t left)
{
	while (left > 0) {
		bool named = *at == '{';
		const char *end = memchr(at, named ? '}' : '{', left);
		size_t size = end ? (size_t)(end - at) : left;

		if (named && !end)
			return value_refuse(r, output, "{ is not closed (or quote the value)");
		if (piece_add(r, output, (struct span){at + named, size - named}, named) != 0)
			return -1;
		at += size + named;
		left -= size + named;
	}
	return 0;
}

/* 'VALUE', @NAME, or text with {NAME} in it. */
static int
value_add(struct reading *r, size_t output, struct span text)
{
	struct rules *rules = r->rules;
	struct rules_value *value = &rules->values[rules->count * rules->output_count + output];
	struct span copy = arena_copy(&rules->arena, text), inner;
	char *at = (char *)(uintptr_t)copy.data;
	bool named = text.size > 0 && at[0] == '@', opened;
	size_t quoted;

	*value = (struct rules_value){.written = arena_copy(&rules->arena, text)};
	if (text.size == 0)
		return value_refuse(r, output, "the output is empty");
	if (is_blank(at[0]) || is_blank(at[text.size - 1]))
		return value_refuse(r, output, "a blank at an end of a value must be quoted");
	opened = text.size > named && at[named] == '\'';
	quoted = operand_unquote(at + named, text.size - named, &inner);
	if (opened && quoted != text.size - named)
		return value_refuse(r, output, "a quote is not closed at the end");
	if (quoted == 0 && !named)
		return pieces_add(r, output, at, text.size);
	if (quoted == 0)
		inner = (struct span){at + 1, text.size - 1};
	if (inner.size == 0 && !named)
		return value_refuse(r, output, "the output is empty");
	return piece_add(r, output, inner, named);
}

static void
name_add(struct reading *r, struct span name)
{
	struct rules *rules = r->rules;
	char number[32];

	snprintf(number, sizeof number, "%zu", rules->count + 1);
	if (name.size == 0)
		name = span_of(number);
	rules->names[rules->count] = arena_copy(&rules->arena, name);
}

static int
rule_read(struct reading *r)
{
	struct rules *rules = r->rules;
	bool named = r->header[0].role == ROLE_RULE;

	rules_grow(r);
	rules->lines[rules->count] = r->record.line;
	rules->hits[rules->count] = 0;
	name_add(r, named ? csv_field(&r->record, 0) : (struct span){0});
	for (size_t i = 0; i < r->width; i++) {
		struct span text = csv_field(&r->record, i);
		const struct header *header = &r->header[i];

		if (header->role == ROLE_TEST &&
		    cell_add(r, &rules->tests[header->number], text) != 0)
			return -1;
		if (header->role == ROLE_OUTPUT && value_add(r, header->number, text) != 0)
			return -1;
	}
	rules->count++;
	return 0;
}

static bool
is_word(const struct cell_item *item)
{
	return item->kind == CELL_TEXT && item->text.size > 0 &&
	       quantity_of(item->text).kind == QUANTITY_NONE;
}

static bool
is_comparison(const struct cell_item *item)
{
	return item->kind == CELL_ORDER || item->kind == CELL_RANGE;
}

static bool
cell_has(const struct cell *cell, bool (*is)(const struct cell_item *))
{
	for (size_t i = 0; i < cell->count; i++)
		if (is(&cell->items[i]))
			return true;
	return false;
}

/* Has any cell of the columns of this name such an item? */
static bool
column_has(const struct rules *rules, struct span name, bool (*is)(const struct cell_item *))
{
	for (size_t i = 0; i < rules->test_count; i++)
		for (size_t k = 0; k < rules->tests[i].cell_count; k++)
			if (span_equal(rules->tests[i].name, name) &&
			    cell_has(&rules->tests[i].cells[k], is))
				return true;
	return false;
}

/* Is unknown the word or the condition? See the top of the file. */
static int
unknown_settle(const struct rules *rules, const struct rules_test *test, struct cell *cell)
{
	bool among_words = cell_has(cell, is_word);

	for (size_t i = 0; i < cell->count; i++) {
		struct cell_item *item = &cell->items[i];

		if (item->kind != CELL_UNKNOWN || !column_has(rules, test->name, is_word))
			continue;
		if (!among_words &&
		    (cell->negated || column_has(rules, test->name, is_comparison))) {
			warn("%s: unknown may be a word here or a time that cannot be read: write "
			     "'unknown' for the word, a comparison for the time",
			    cell->where);
			return -1;
		}
		item->kind = CELL_TEXT;
	}
	return 0;
}

static int
table_end(struct reading *r)
{
	if (r->rules->count == 0) {
		warn("%s: the table has no rule", r->rules->path);
		return -1;
	}
	for (size_t i = 0; i < r->rules->test_count; i++) {
		const struct rules_test *test = &r->rules->tests[i];

		for (size_t k = 0; k < test->cell_count; k++)
			if (unknown_settle(r->rules, test, &test->cells[k]) != 0)
				return -1;
	}
	return 0;
}

static int
table_read(struct reading *r, struct csv_reader *csv)
{
	enum read_status status;
	enum csv_problem problem;

	while ((status = csv_read(csv, &r->record, &problem)) == READ_RECORD) {
		if (problem != CSV_FINE) {
			warn("%s: %s", place(r, (struct span){0}), csv_problem_text(problem));
			return -1;
		}
		if ((r->header ? rule_read(r) : header_read(r)) != 0)
			return -1;
	}
	return status == READ_END ? table_end(r) : -1;
}

/* The name of the file without folder and ending. */
static char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *from = slash ? slash + 1 : path;
	const char *dot = strrchr(from, '.');

	return xcopy((struct span){from, dot && dot > from ? (size_t)(dot - from) : strlen(from)});
}

struct rules *
rules_read(const char *path)
{
	struct source *source = source_open(path, &(struct source_options){0});
	struct csv_reader *csv;
	struct reading r = {0};
	int result;

	if (!source)
		return NULL;
	csv = csv_reader_new(source, &(struct csv_options){0});
	r.rules = xcalloc(1, sizeof *r.rules);
	r.rules->path = path;
	r.rules->base = base_name(path);
	result = table_read(&r, csv);
	csv_reader_free(csv);
	free(r.header);
	buf_free(&r.where);
	if (result == 0)
		return r.rules;
	rules_free(r.rules);
	return NULL;
}
