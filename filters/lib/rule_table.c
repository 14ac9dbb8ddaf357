/* rule_table: see rule_table.h. */
#include "rule_table.h"

#include <assert.h>
#include <inttypes.h>

#include "columns.h"
#include "err.h"

struct reading {
	const struct rule_table *table;
	const char *path;
	struct csv_reader *csv;
	struct columns columns;
	size_t index[RULE_TABLE_FIELDS];
	size_t rows;
};

static int
read_header(struct reading *r)
{
	enum csv_problem problem = CSV_FINE;
	struct record header;
	enum read_status status = csv_read(r->csv, &header, &problem);

	if (status == READ_ERROR)
		return -1;
	if (status == READ_END) {
		warn("%s: no header", r->path);
		return -1;
	}
	columns_read(&r->columns, &header, r->path);
	for (size_t i = 0; i < r->table->count; i++)
		if (columns_find(&r->columns, span_of(r->table->fields[i]), &r->index[i]))
			return -1;
	return 0;
}

static struct rule_fault
take(struct reading *r, const struct record *record, enum csv_problem problem)
{
	struct span cells[RULE_TABLE_FIELDS];

	if (problem != CSV_FINE)
		return (struct rule_fault){NULL, csv_problem_text(problem)};
	for (size_t i = 0; i < r->table->count; i++)
		cells[i] = csv_field(record, r->index[i]);
	r->rows++;
	return r->table->take(r->table->context, cells, record->line);
}

static int
read_rows(struct reading *r)
{
	enum csv_problem problem = CSV_FINE;
	struct record record;
	enum read_status status;

	while ((status = csv_read(r->csv, &record, &problem)) == READ_RECORD) {
		struct rule_fault fault = take(r, &record, problem);

		if (!fault.what)
			continue;
		warn("%s:%" PRIu64 ": %s%s%s%s", r->path, record.line, fault.field ? "column " : "",
		    fault.field ? fault.field : "", fault.field ? ": " : "", fault.what);
		return -1;
	}
	return status == READ_END ? 0 : -1;
}

int
rule_table_read(const struct rule_table *table, const char *path, size_t *rows)
{
	struct reading r = {.table = table, .path = path};
	struct source *source = source_open(path, &(struct source_options){0});
	int result = -1;

	assert(table->count <= RULE_TABLE_FIELDS);
	if (source == NULL)
		return -1;
	r.csv = csv_reader_new(source, &(struct csv_options){0});
	if (read_header(&r) == 0)
		result = read_rows(&r);
	if (rows)
		*rows = r.rows;
	columns_free(&r.columns);
	csv_reader_free(r.csv);
	return result;
}
