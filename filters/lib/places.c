/* places: see places.h. Tables of the user, so every cell is checked and nothing is guessed. */
#include "places.h"

#include <stdlib.h>

#include "columns.h"
#include "err.h"
#include "share.h"

enum { MOST_FIELDS = 4 };

/* One of the tables: its columns, and what adds a row. */
struct kind {
	const char *fields[MOST_FIELDS];
	size_t count;
	/* NULL, or what is wrong. */
	const char *(*add)(struct place_rules *, const struct span cells[], uint64_t line);
};

static const char *
add_abbreviation(struct place_rules *rules, const struct span cells[], uint64_t line)
{
	(void)line;
	return place_add_abbreviation(rules, cells[0], cells[1], cells[2]);
}

static const char *
add_alias(struct place_rules *rules, const struct span cells[], uint64_t line)
{
	struct place_alias alias = {cells[0], cells[1], cells[2], span_is(cells[3], "yes"), line};

	if (!alias.ambiguous && !span_is(cells[3], "no"))
		return "column ambiguous: neither yes nor no";
	return place_add_alias(rules, &alias);
}

static const struct kind abbreviation_kind = {
    {"country", "abbreviation", "expansion"}, 3, add_abbreviation};
static const struct kind alias_kind = {{"country", "alias", "name", "ambiguous"}, 4, add_alias};

struct reading {
	const struct kind *kind;
	const char *path;
	struct csv_reader *csv;
	struct columns columns;
	size_t index[MOST_FIELDS];
};

static int
read_header(struct reading *reading)
{
	enum csv_problem problem = CSV_FINE;
	struct record header;
	enum read_status status = csv_read(reading->csv, &header, &problem);

	if (status == READ_RECORD && problem == CSV_FINE) {
		columns_read(&reading->columns, &header, reading->path);
		for (size_t i = 0; i < reading->kind->count; i++)
			if (columns_find(&reading->columns, span_of(reading->kind->fields[i]),
				&reading->index[i]))
				return -1;
		return 0;
	}
	if (status != READ_ERROR)
		warn("%s: no header", reading->path);
	return -1;
}

static const char *
add_row(const struct reading *reading, struct place_rules *rules, const struct record *record)
{
	struct span cells[MOST_FIELDS];

	for (size_t i = 0; i < reading->kind->count; i++)
		cells[i] = csv_field(record, reading->index[i]);
	return reading->kind->add(rules, cells, record->line);
}

static int
read_rows(struct reading *reading, struct place_rules *rules)
{
	enum csv_problem problem = CSV_FINE;
	struct record record;
	enum read_status status;

	while ((status = csv_read(reading->csv, &record, &problem)) == READ_RECORD) {
		const char *wrong = problem == CSV_FINE ? add_row(reading, rules, &record)
							: csv_problem_text(problem);

		if (wrong) {
			warn("%s:%llu: %s", reading->path, (unsigned long long)record.line, wrong);
			return -1;
		}
	}
	return status == READ_END ? 0 : -1;
}

static int
read_table(struct place_rules *rules, const struct kind *kind, const char *path)
{
	struct reading reading = {.kind = kind, .path = path};
	struct source *source = source_open(path, &(struct source_options){0});
	int result = -1;

	if (source == NULL)
		return -1;
	reading.csv = csv_reader_new(source, &(struct csv_options){0});
	if (read_header(&reading) == 0)
		result = read_rows(&reading, rules);
	columns_free(&reading.columns);
	csv_reader_free(reading.csv);
	return result;
}

static char *
found(const char *path, const char *name)
{
	return path ? xcopy(span_of(path)) : share_find(name);
}

static int
read_aliases(struct place_rules *rules, const char *path)
{
	uint64_t line;

	if (read_table(rules, &alias_kind, path))
		return -1;
	line = place_unstable_alias(rules);
	if (line)
		warn("%s:%llu: column name: an alias or abbreviation of another name", path,
		    (unsigned long long)line);
	return line ? -1 : 0;
}

int
places_read(struct place_rules *rules, const char *abbreviations, const char *aliases)
{
	char *first = found(abbreviations, "places/abbreviations.csv");
	char *second = first ? found(aliases, "places/aliases.csv") : NULL;
	int result = -1;

	if (second && read_table(rules, &abbreviation_kind, first) == 0)
		result = read_aliases(rules, second);
	free(first);
	free(second);
	return result;
}
