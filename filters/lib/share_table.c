/* share_table: see share_table.h. Nothing of a table is guessed: a row that is misread would take
 * two people for one. */
#include "share_table.h"

#include "columns.h"
#include "err.h"

struct reading {
	const struct share_table *table;
	const char *path;
	struct csv_reader *csv;
	struct columns columns;
	size_t index[SHARE_TABLE_COLUMNS]; /* or MISSING */
};
#define MISSING SIZE_MAX

static bool
has_column(const struct columns *columns, struct span name)
{
	for (size_t i = 0; i < columns->count; i++)
		if (span_equal(columns->names[i], name))
			return true;
	return false;
}

static int
find_columns(struct reading *reading)
{
	const struct share_table *table = reading->table;

	for (size_t i = 0; i < table->count; i++) {
		struct span name = span_of(table->columns[i]);

		reading->index[i] = MISSING;
		if (i + table->optional >= table->count && !has_column(&reading->columns, name))
			continue;
		if (columns_find(&reading->columns, name, &reading->index[i]))
			return -1;
	}
	return 0;
}

static int
read_header(struct reading *reading)
{
	enum csv_problem problem = CSV_FINE;
	struct record header;
	enum read_status status = csv_read(reading->csv, &header, &problem);

	if (status == READ_RECORD && problem == CSV_FINE) {
		columns_read(&reading->columns, &header, reading->path);
		return find_columns(reading);
	}
	if (status != READ_ERROR)
		warn("%s: no header", reading->path);
	return -1;
}

static const char *
add_row(const struct reading *reading, const struct record *record, void *into)
{
	struct span cells[SHARE_TABLE_COLUMNS] = {{0}};

	for (size_t i = 0; i < reading->table->count; i++)
		if (reading->index[i] != MISSING)
			cells[i] = csv_field(record, reading->index[i]);
	return reading->table->add(into, cells, record->line);
}

static int
read_rows(struct reading *reading, void *into)
{
	enum csv_problem problem = CSV_FINE;
	struct record record;
	enum read_status status;

	while ((status = csv_read(reading->csv, &record, &problem)) == READ_RECORD) {
		const char *wrong = problem == CSV_FINE ? add_row(reading, &record, into)
							: csv_problem_text(problem);

		if (wrong) {
			warn("%s:%llu: %s", reading->path, (unsigned long long)record.line, wrong);
			return -1;
		}
	}
	return status == READ_END ? 0 : -1;
}

int
share_table_read(const char *path, const struct share_table *table, void *into)
{
	struct reading reading = {.table = table, .path = path};
	struct source *source = source_open(path, &(struct source_options){0});
	int result = -1;

	if (source == NULL)
		return -1;
	reading.csv = csv_reader_new(source, &(struct csv_options){0});
	if (read_header(&reading) == 0)
		result = read_rows(&reading, into);
	columns_free(&reading.columns);
	csv_reader_free(reading.csv);
	return result;
}
