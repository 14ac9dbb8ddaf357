/* import_inputs: see import_inputs.h. */
#include "import_inputs.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "err.h"
#include "share_table.h"

static const char *const columns[INPUT_CELLS] = {[INPUT_FILE] = "file",
    [INPUT_PROFILE] = "profile",
    [INPUT_HOLDS] = "holds",
    [INPUT_ENCODING] = "encoding",
    [INPUT_TIME_ZONE] = "time_zone",
    [INPUT_CAMPAIGN] = "campaign",
    [INPUT_PURPOSE] = "purpose",
    [INPUT_SENT_AT] = "sent_at",
    [INPUT_OUTCOME] = "outcome",
    [INPUT_DATES] = "dates"};

struct input_row {
	char *cells[INPUT_CELLS];
	uint64_t line;
};
struct table {
	struct input_row *rows;
	size_t count;
};

static const char *
add(void *into, const struct span *cells, uint64_t line)
{
	struct table *table = into;
	struct input_row *row;

	table->rows = xrealloc(table->rows, table->count + 1, sizeof *table->rows);
	row = &table->rows[table->count++];
	row->line = line;
	for (size_t i = 0; i < INPUT_CELLS; i++)
		row->cells[i] = xcopy(cells[i]);
	return NULL;
}

static void
table_free(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		for (size_t k = 0; k < INPUT_CELLS; k++)
			free(table->rows[i].cells[k]);
	free(table->rows);
}

/* What is asked of the table at path. */
struct question {
	const struct table *table;
	const char *path, *kind;
};

static bool
holds(const struct input_row *row, const char *kind)
{
	return !kind || strcmp(row->cells[INPUT_HOLDS], kind) == 0;
}

/* The row for the file among those that hold the kind, into *found, or NULL. A second pattern that
 * fits it as well is a question, not an answer: -1 with a message. */
static int
find_kind(
    const struct question *q, const char *kind, const char *file, const struct input_row **found)
{
	const struct input_row *rows = q->table->rows;

	*found = NULL;
	for (size_t i = 0; i < q->table->count; i++)
		if (holds(&rows[i], kind) && strcmp(rows[i].cells[INPUT_FILE], file) == 0) {
			*found = &rows[i];
			return 0;
		}
	for (size_t i = 0; i < q->table->count; i++) {
		if (!holds(&rows[i], kind) ||
		    fnmatch(rows[i].cells[INPUT_FILE], file, FNM_PATHNAME) != 0)
			continue;
		if (*found) {
			warn("%s: lines %llu and %llu both name %s", q->path,
			    (unsigned long long)(*found)->line, (unsigned long long)rows[i].line,
			    file);
			return -1;
		}
		*found = &rows[i];
	}
	return 0;
}

static const struct input_row *
find(const struct question *q, const char *file)
{
	const struct input_row *found = NULL;

	if (q->kind && find_kind(q, q->kind, file, &found))
		return NULL;
	if (!found && find_kind(q, NULL, file, &found))
		return NULL;
	if (!found)
		warn("%s: no row for %s", q->path, file);
	return found;
}

static const struct input_row *
find_all(const struct question *q, char *const *files, size_t count)
{
	const struct input_row *first = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct input_row *row = find(q, files[i]);

		if (!row)
			return NULL;
		if (first && row != first) {
			warn("%s: %s and %s stand in different rows: import them one by one",
			    q->path, files[0], files[i]);
			return NULL;
		}
		first = row;
	}
	return first;
}

/* "PATH:LINE: column NAME". */
static char *
place(const char *path, uint64_t line, const char *column)
{
	struct buf text = {0};
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + line % 10);
	while ((line /= 10) != 0);
	buf_add_text(&text, path);
	buf_add_byte(&text, ':');
	buf_add(&text, digits + at, sizeof digits - at);
	buf_add_text(&text, ": column ");
	buf_add_text(&text, column);
	buf_add_byte(&text, '\0');
	return text.data;
}

static int
take(struct import_input *input, struct input_row *row, const char *path)
{
	for (size_t i = 0; i < INPUT_CELLS; i++) {
		input->by[i] = place(path, row->line, columns[i]);
		input->cells[i] = span_of(row->cells[i]);
		row->cells[i] = NULL; /* the input's now */
	}
	for (size_t i = 0; i < INPUT_CELLS; i++)
		if (span_is(input->cells[i], "?")) {
			warn("%s: not answered yet", input->by[i]);
			return -1;
		}
	if (input->cells[INPUT_PROFILE].size)
		return 0;
	warn("%s: is empty: the file is a table of ours and needs no import",
	    input->by[INPUT_PROFILE]);
	return -1;
}

int
import_input_read(struct import_input *input, const char *path, const char *kind,
    char *const *files, size_t count)
{
	static const struct share_table shape = {
	    .columns = columns, .count = INPUT_CELLS, .optional = INPUT_CELLS - 1, .add = add};
	struct table table = {0};
	const struct input_row *row = NULL;
	int result = -1;

	*input = (struct import_input){0};
	if (share_table_read(path, &shape, &table) == 0)
		row = find_all(&(struct question){&table, path, kind}, files, count);
	if (row)
		result = take(input, &table.rows[row - table.rows], path);
	table_free(&table);
	return result;
}

void
import_input_free(struct import_input *input)
{
	for (size_t i = 0; i < INPUT_CELLS; i++) {
		free((char *)(uintptr_t)input->cells[i].data);
		free(input->by[i]);
	}
	*input = (struct import_input){0};
}
