/* json_rows: the rows that one JSON text gives, a value for each path.
 *
 * libjansson knows numbers as int64 and double only. So that none is changed, each number is handed
 * to it as a string that begins with U+0000, which no other string may hold: it comes back as it
 * was written, also inside of objects and arrays, and everything else about the text is the
 * library's to judge. */
#include "json_rows.h"

#include <jansson.h>
#include <stdlib.h>

#include "csv_policy.h"
#include "err.h"
#include "json_path.h"
#include "utf8.h"

struct json_rows {
	struct json_path *paths;
	size_t count;
	struct arena arena;
	struct csv_options limits;
	struct buf marked; /* the text as it goes to the library */
	struct buf nested; /* a value that is an object or array */
	struct buf values; /* of the row, a byte between any two */
	uint32_t *ends;
	const struct json_path *unfold; /* one that unfolds the array; NULL: none does */
	json_t *root;			/* NULL: no row is left */
	json_t *array;			/* of root; NULL: none, or it has no element */
	size_t next;			/* row */
};

/* The size of the number that begins here, 0 if none does: RFC 8259, 6. */
static size_t
number_size(const char *text, const char *end)
{
	const char *at = text;
	const char *digits;

	at += *at == '-';
	for (digits = at; at < end && *at >= '0' && *at <= '9'; at++)
		;
	if (at == digits || (*digits == '0' && at > digits + 1))
		return 0;
	if (at < end && *at == '.') {
		for (digits = ++at; at < end && *at >= '0' && *at <= '9'; at++)
			;
		if (at == digits)
			return 0;
	}
	if (at < end && (*at == 'e' || *at == 'E')) {
		at++;
		at += at < end && (*at == '+' || *at == '-');
		for (digits = at; at < end && *at >= '0' && *at <= '9'; at++)
			;
		if (at == digits)
			return 0;
	}
	return (size_t)(at - text);
}

/* Where the string ends that begins here, quotes included; end if it does not. */
static const char *
behind_string(const char *at, const char *end, bool *nul)
{
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\' && ++at < end && *at == 'u' && end - at > 4 &&
		    memcmp(at, "u0000", 5) == 0)
			*nul = true;
	return at < end ? at + 1 : end;
}

static bool
begins_number(char byte)
{
	return byte == '-' || (byte >= '0' && byte <= '9');
}

#define MARK "\"\\u0000"

/* The text with its numbers marked. Returns whether one of its strings holds a NUL. What is no
 * number or string stays as it is, for the library to refuse. */
static bool
mark_numbers(struct buf *out, struct span text)
{
	const char *at = text.data, *end = at + text.size, *begin = at;
	bool nul = false;

	buf_clear(out);
	while (at < end) {
		size_t size = begins_number(*at) ? number_size(at, end) : 0;

		if (size) {
			buf_add(out, begin, (size_t)(at - begin));
			buf_add_text(out, MARK);
			buf_add(out, at, size);
			buf_add_byte(out, '"');
			begin = at += size;
		} else {
			at = *at == '"' ? behind_string(at, end, &nul) : at + 1;
		}
	}
	buf_add(out, begin, (size_t)(at - begin));
	return nul;
}

static json_t *
load(const struct json_rows *rows, size_t flags, enum json_error_code *code)
{
	json_error_t error;
	json_t *root =
	    json_loadb(rows->marked.data, rows->marked.size, flags | JSON_ALLOW_NUL, &error);

	*code = root ? json_error_unknown : json_error_code(&error);
	if (*code == json_error_out_of_memory)
		die("out of memory");
	return root;
}

/* Whether the marked text is JSON, bytes of some other encoding and names that stand twice aside.
 */
static bool
is_well_formed(struct json_rows *rows)
{
	enum json_error_code code;
	json_t *root;

	for (size_t i = 0; i < rows->marked.size; i++)
		if ((unsigned char)rows->marked.data[i] >= 0x80)
			rows->marked.data[i] = '?';
	root = load(rows, JSON_DECODE_ANY, &code);
	json_decref(root);
	return root != NULL;
}

/* The value that names from the first to the last lead to; NULL when there is none. */
static json_t *
follow(json_t *from, const struct json_path *path, size_t first, size_t last)
{
	for (size_t i = first; from && i < last; i++)
		from = json_object_getn(from, path->names[i].data, path->names[i].size);
	return from;
}

static void
begin_rows(struct json_rows *rows, json_t *root)
{
	rows->root = root;
	rows->next = 0;
	rows->array = rows->unfold ? follow(root, rows->unfold, 0, rows->unfold->unfold) : NULL;
	if (json_is_array(rows->array) && json_array_size(rows->array) == 0)
		rows->array = NULL;
}

enum csv_problem
json_rows_read(struct json_rows *rows, struct span text, bool *well_formed)
{
	enum csv_problem problem = CSV_FINE;
	enum json_error_code code;
	json_t *root = NULL;

	json_decref(rows->root);
	rows->root = NULL;
	if (mark_numbers(&rows->marked, text) || memchr(text.data, '\0', text.size))
		problem = CSV_NUL;
	else if (text.size > rows->limits.record_limit)
		problem = CSV_RECORD_SIZE;
	else if (!utf8_is_valid(text))
		problem = CSV_ENCODING;
	else if (!(root = load(rows, JSON_REJECT_DUPLICATES, &code)) || !json_is_object(root))
		problem = CSV_JSON;
	*well_formed = problem == CSV_FINE || root || is_well_formed(rows);
	if (problem == CSV_FINE)
		begin_rows(rows, root);
	else
		json_decref(root);
	return problem;
}

static int
add_nested(const char *data, size_t size, void *to)
{
	buf_add(to, data, size);
	return 0;
}

/* Appends compact JSON: what the library writes, with the marks of numbers taken off. A mark can
 * stand nowhere else: no string holds another U+0000. */
static void
add_compact(struct json_rows *rows, const json_t *value)
{
	const char *at, *end, *mark;

	buf_clear(&rows->nested);
	if (json_dump_callback(value, add_nested, &rows->nested, JSON_COMPACT) < 0)
		die("out of memory");
	at = rows->nested.data;
	end = at + rows->nested.size;
	while ((mark = memmem(at, (size_t)(end - at), MARK, strlen(MARK)))) {
		const char *number = mark + strlen(MARK);
		const char *quote = memchr(number, '"', (size_t)(end - number));

		buf_add(&rows->values, at, (size_t)(mark - at));
		buf_add(&rows->values, number, (size_t)(quote - number));
		at = quote + 1;
	}
	buf_add(&rows->values, at, (size_t)(end - at));
}

static void
add_value(struct json_rows *rows, const json_t *value)
{
	const char *text;
	size_t size;

	switch (value ? json_typeof(value) : JSON_NULL) {
	case JSON_STRING:
		text = json_string_value(value);
		size = json_string_length(value);
		if (size && !text[0]) /* a number */
			buf_add(&rows->values, text + 1, size - 1);
		else
			buf_add(&rows->values, text, size);
		break;
	case JSON_TRUE:
		buf_add_text(&rows->values, "true");
		break;
	case JSON_FALSE:
		buf_add_text(&rows->values, "false");
		break;
	case JSON_OBJECT:
	case JSON_ARRAY:
		add_compact(rows, value);
		break;
	default:
		break;
	}
}

/* What the path leads to in this row. */
static const json_t *
find(const struct json_rows *rows, const struct json_path *path)
{
	json_t *from = rows->root;

	if (path->unfold) {
		from = rows->array;
		if (json_is_array(from))
			from = json_array_get(from, rows->next);
	}
	return follow(from, path, path->unfold, path->count);
}

/* Holds the row so far, whose last value begins at from, against the limits. */
static enum csv_problem
judge(const struct json_rows *rows, size_t from, enum csv_problem problem)
{
	if (problem == CSV_FINE && rows->values.size - from > rows->limits.field_limit)
		return CSV_FIELD_SIZE;
	if (problem == CSV_FINE && rows->values.size > rows->limits.record_limit)
		return CSV_RECORD_SIZE;
	return problem;
}

bool
json_rows_next(
    struct json_rows *rows, struct record *record, enum csv_problem *problem, size_t *field)
{
	if (!rows->root || (rows->next && rows->next >= json_array_size(rows->array)))
		return false;
	*problem = CSV_FINE;
	*field = 0;
	buf_clear(&rows->values);
	for (size_t i = 0; i < rows->count; i++) {
		size_t from = rows->values.size;

		if (*problem == CSV_FINE)
			add_value(rows, find(rows, &rows->paths[i]));
		*problem = judge(rows, from, *problem);
		if (*problem == CSV_FIELD_SIZE && !*field)
			*field = i + 1;
		rows->ends[i] = (uint32_t)rows->values.size;
		buf_add_byte(&rows->values, ',');
	}
	rows->next++;
	*record = (struct record){
	    .base = rows->values.data,
	    .ends = rows->ends,
	    .count = (uint32_t)rows->count,
	    .decoded = true,
	};
	return true;
}

/* Notes the array that the path unfolds. 0, or -1 when another one is unfolded already. */
static int
note_array(struct json_rows *rows, const struct json_path *path)
{
	if (!path->unfold)
		return 0;
	if (!rows->unfold)
		rows->unfold = path;
	return json_path_unfolds_same(rows->unfold, path) ? 0 : -1;
}

struct json_rows *
json_rows_new(
    const struct span *paths, size_t count, const char *name, const struct csv_options *limits)
{
	struct json_rows *rows = xcalloc(1, sizeof *rows);

	rows->limits = csv_complete(limits);
	rows->paths = xcalloc(count, sizeof *rows->paths);
	rows->ends = xcalloc(count, sizeof *rows->ends);
	for (; rows->count < count; rows->count++) {
		struct json_path *path = &rows->paths[rows->count];
		struct span text = paths[rows->count];
		const char *wrong = NULL;

		if (json_path_parse(path, text, &rows->arena) < 0)
			wrong = "no path of JSON (a.b, \"a.b\".c, a[].b)";
		else if (note_array(rows, path) < 0)
			wrong = "another path unfolds another array";
		if (wrong) {
			warn("%s: %.*s: %s", name, (int)text.size, text.data, wrong);
			json_rows_free(rows);
			return NULL;
		}
	}
	return rows;
}

void
json_rows_free(struct json_rows *rows)
{
	if (!rows)
		return;
	json_decref(rows->root);
	arena_free(&rows->arena);
	buf_free(&rows->marked);
	buf_free(&rows->nested);
	buf_free(&rows->values);
	free(rows->paths);
	free(rows->ends);
	free(rows);
}
