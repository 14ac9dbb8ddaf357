/* phones: see phones.h. */
#include "phones.h"

#include "err.h"
#include "rule_table.h"

static struct rule_fault
take(void *rules, const struct span *cells, uint64_t line)
{
	const struct phone_country row = {
	    .country = cells[0],
	    .calling_code = cells[1],
	    .trunk_prefixes = cells[2],
	    .international_prefixes = cells[3],
	    .numbers = cells[4],
	    .bare_numbers = cells[5],
	    .rewrites = cells[6],
	};

	(void)line;
	return (struct rule_fault){NULL, phone_rules_add(rules, &row)};
}

int
phones_read(struct phone_rules *rules, const char *path)
{
	static const char *const fields[] = {"country", "calling_code", "trunk_prefixes",
	    "international_prefixes", "numbers", "bare_numbers", "rewrites"};
	const struct rule_table table = {fields, sizeof fields / sizeof *fields, take, rules};
	size_t rows;

	if (rule_table_read(&table, path, &rows))
		return -1;
	if (rows == 0)
		warn("%s: no rows", path);
	return rows ? 0 : -1;
}
