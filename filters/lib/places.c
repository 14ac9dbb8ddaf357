/* places: see places.h. Tables of the user, so every cell is checked and nothing is guessed. */
#include "places.h"

#include <stdlib.h>

#include "err.h"
#include "rule_table.h"
#include "share.h"

static struct rule_fault
take_abbreviation(void *rules, const struct span *cells, uint64_t line)
{
	(void)line;
	return (struct rule_fault){
	    NULL, place_add_abbreviation(rules, cells[0], cells[1], cells[2])};
}

static struct rule_fault
take_alias(void *rules, const struct span *cells, uint64_t line)
{
	struct place_alias alias = {cells[0], cells[1], cells[2], span_is(cells[3], "yes"), line};

	if (!alias.ambiguous && !span_is(cells[3], "no"))
		return (struct rule_fault){"ambiguous", "neither yes nor no"};
	return (struct rule_fault){NULL, place_add_alias(rules, &alias)};
}

static int
read_abbreviations(struct place_rules *rules, const char *path)
{
	static const char *const fields[] = {"country", "abbreviation", "expansion"};
	const struct rule_table table = {fields, 3, take_abbreviation, rules};

	return rule_table_read(&table, path, NULL);
}

static char *
found(const char *path, const char *name)
{
	return path ? xcopy(span_of(path)) : share_find(name);
}

static int
read_aliases(struct place_rules *rules, const char *path)
{
	static const char *const fields[] = {"country", "alias", "name", "ambiguous"};
	const struct rule_table table = {fields, 4, take_alias, rules};
	uint64_t line;

	if (rule_table_read(&table, path, NULL))
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

	if (second && read_abbreviations(rules, first) == 0)
		result = read_aliases(rules, second);
	free(first);
	free(second);
	return result;
}
