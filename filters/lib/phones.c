/* phones: see phones.h. A table of the user, so every cell is checked and nothing is guessed. */
#include "phones.h"

#include "columns.h"
#include "err.h"

enum field {
	COUNTRY,
	CALLING_CODE,
	TRUNK_PREFIXES,
	INTERNATIONAL_PREFIXES,
	NUMBERS,
	BARE_NUMBERS,
	REWRITES,
	FIELDS
};

struct reading {
	struct csv_reader *csv;
	struct columns columns;
	size_t index[FIELDS];
	size_t rows;
};

/* What is wrong with a row, or NULL when its rules were added. */
static const char *
add_row(struct reading *reading, struct phone_rules *rules, const struct record *record)
{
	const size_t *index = reading->index;
	struct phone_country row = {
	    .country = csv_field(record, index[COUNTRY]),
	    .calling_code = csv_field(record, index[CALLING_CODE]),
	    .trunk_prefixes = csv_field(record, index[TRUNK_PREFIXES]),
	    .international_prefixes = csv_field(record, index[INTERNATIONAL_PREFIXES]),
	    .numbers = csv_field(record, index[NUMBERS]),
	    .bare_numbers = csv_field(record, index[BARE_NUMBERS]),
	    .rewrites = csv_field(record, index[REWRITES]),
	};

	reading->rows++;
	return phone_rules_add(rules, &row);
}

static int
read_header(struct reading *reading, const char *path)
{
	static const char *const names[FIELDS] = {"country", "calling_code", "trunk_prefixes",
	    "international_prefixes", "numbers", "bare_numbers", "rewrites"};
	enum csv_problem problem = CSV_FINE;
	struct record header;
	enum read_status status = csv_read(reading->csv, &header, &problem);

	if (status == READ_RECORD && problem == CSV_FINE) {
		columns_read(&reading->columns, &header, path);
		for (size_t i = 0; i < FIELDS; i++)
			if (columns_find(&reading->columns, span_of(names[i]), &reading->index[i]))
				return -1;
		return 0;
	}
	if (status != READ_ERROR)
		warn("%s: no header", path);
	return -1;
}

static int
read_rows(struct reading *reading, struct phone_rules *rules, const char *path)
{
	enum csv_problem problem = CSV_FINE;
	struct record record;
	enum read_status status;

	while ((status = csv_read(reading->csv, &record, &problem)) == READ_RECORD) {
		const char *wrong = problem == CSV_FINE ? add_row(reading, rules, &record)
							: csv_problem_text(problem);

		if (wrong) {
			warn("%s:%llu: %s", path, (unsigned long long)record.line, wrong);
			return -1;
		}
	}
	if (status == READ_END && reading->rows == 0)
		warn("%s: no rows", path);
	return status == READ_END && reading->rows ? 0 : -1;
}

int
phones_read(struct phone_rules *rules, const char *path)
{
	struct reading reading = {0};
	struct source *source = source_open(path, &(struct source_options){0});
	int result = -1;

	if (source == NULL)
		return -1;
	reading.csv = csv_reader_new(source, &(struct csv_options){0});
	if (read_header(&reading, path) == 0)
		result = read_rows(&reading, rules, path);
	columns_free(&reading.columns);
	csv_reader_free(reading.csv);
	return result;
}
