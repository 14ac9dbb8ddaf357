/* places: see places.h. */
#include "places.h"

#include <stdlib.h>

#include "err.h"
#include "share.h"
#include "share_table.h"

static const char *
add_abbreviation(void *into, const struct span *cells, uint64_t line)
{
	(void)line;
	return place_add_abbreviation(into, cells[0], cells[1], cells[2]);
}

static const char *
add_alias(void *into, const struct span *cells, uint64_t line)
{
	struct place_alias alias = {cells[0], cells[1], cells[2], span_is(cells[3], "yes"), line};

	if (!alias.ambiguous && !span_is(cells[3], "no"))
		return "column ambiguous: neither yes nor no";
	return place_add_alias(into, &alias);
}

static const char *const abbreviation_columns[] = {"country", "abbreviation", "expansion"};
static const char *const alias_columns[] = {"country", "alias", "name", "ambiguous"};
static const struct share_table abbreviation_table = {
    .columns = abbreviation_columns, .count = 3, .add = add_abbreviation};
static const struct share_table alias_table = {
    .columns = alias_columns, .count = 4, .add = add_alias};

static char *
found(const char *path, const char *name)
{
	return path ? xcopy(span_of(path)) : share_find(name);
}

static int
read_aliases(struct place_rules *rules, const char *path)
{
	uint64_t line;

	if (share_table_read(path, &alias_table, rules))
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

	if (second && share_table_read(first, &abbreviation_table, rules) == 0)
		result = read_aliases(rules, second);
	free(first);
	free(second);
	return result;
}
