/* phones: see phones.h. */
#include "phones.h"

#include "err.h"
#include "share_table.h"

static const char *const columns[] = {"country", "calling_code", "trunk_prefixes",
    "international_prefixes", "numbers", "bare_numbers", "rewrites"};

struct reading {
	struct phone_rules *rules;
	size_t rows;
};

static const char *
add_row(void *into, const struct span *cells, uint64_t line)
{
	struct reading *reading = into;
	struct phone_country row = {.country = cells[0],
	    .calling_code = cells[1],
	    .trunk_prefixes = cells[2],
	    .international_prefixes = cells[3],
	    .numbers = cells[4],
	    .bare_numbers = cells[5],
	    .rewrites = cells[6]};

	(void)line;
	reading->rows++;
	return phone_rules_add(reading->rules, &row);
}

int
phones_read(struct phone_rules *rules, const char *path)
{
	static const struct share_table table = {
	    .columns = columns, .count = sizeof columns / sizeof *columns, .add = add_row};
	struct reading reading = {.rules = rules};

	if (share_table_read(path, &table, &reading))
		return -1;
	if (reading.rows == 0)
		warn("%s: no rows", path);
	return reading.rows ? 0 : -1;
}
