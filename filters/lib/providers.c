/* providers: see providers.h. A table of the user, so every cell is checked and nothing is
 * guessed. */
#include "providers.h"

#include "columns.h"
#include "err.h"

enum field { DOMAIN, ALIAS_OF, SEPARATOR, DOTS_IGNORED, FIELDS };

struct reading {
	struct csv_reader *csv;
	struct columns columns;
	size_t index[FIELDS];
	struct buf aliases; /* alias target, NUL, ...: checked when all domains are known */
};

/* The key a domain has inside a mailbox, by the same code that will look it up. */
static int
domain_key(struct address *address, struct span domain, struct buf *out)
{
	struct buf mailbox = {0};
	int result = -1;

	buf_add_text(&mailbox, "a@");
	buf_add_span(&mailbox, domain);
	if (address_mailbox(address, buf_span(&mailbox), out) == NULL &&
	    out->size == mailbox.size && memcmp(out->data, mailbox.data, out->size) == 0) {
		memmove(out->data, out->data + 2, out->size - 2);
		out->size -= 2;
		result = 0;
	}
	buf_free(&mailbox);
	return result;
}

static bool
read_separator(struct span cell, struct person_rule *rule)
{
	struct span word;

	if (cell.size == 0 || span_is(cell, "none") || span_is(cell, "unknown"))
		return true;
	word = (struct span){cell.data + 1, cell.size - 1};
	rule->separator = cell.data[0];
	rule->separator_stays = span_is(word, " stays");
	return (word.size == 0 || rule->separator_stays) && memchr("+-=_#/", cell.data[0], 6);
}

/* What is wrong with a row, or NULL when its rule was added. */
static const char *
add_rule(struct reading *reading, struct address *address, const struct record *record)
{
	struct span dots = csv_field(record, reading->index[DOTS_IGNORED]);
	struct span alias = csv_field(record, reading->index[ALIAS_OF]);
	struct person_rule rule = {.dots_ignored = span_is(dots, "yes")};
	struct buf domain = {0}, target = {0};
	const char *wrong = NULL;

	if (!span_is(dots, "yes") && !span_is(dots, "no"))
		wrong = "column dots_ignored: neither yes nor no";
	else if (!read_separator(csv_field(record, reading->index[SEPARATOR]), &rule))
		wrong = "column subaddress_separator: not one of + - = _ # /, alone or "
			"with ' stays', none, unknown";
	else if (domain_key(address, csv_field(record, reading->index[DOMAIN]), &domain))
		wrong = "column domain: not a domain in lower case, as A-labels";
	else if (alias.size && domain_key(address, alias, &target))
		wrong = "column alias_of: not a domain in lower case, as A-labels";
	rule.domain = buf_span(&domain);
	rule.alias_of = buf_span(&target);
	if (!wrong && address_provider(address, &rule))
		wrong = "column domain: listed before";
	if (!wrong && alias.size) {
		buf_add_span(&reading->aliases, alias);
		buf_add_byte(&reading->aliases, '\0');
	}
	buf_free(&domain);
	buf_free(&target);
	return wrong;
}

static int
read_header(struct reading *reading, const char *path)
{
	static const char *const names[FIELDS] = {
	    "domain", "alias_of", "subaddress_separator", "dots_ignored"};
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
read_rules(struct reading *reading, struct address *address, const char *path)
{
	enum csv_problem problem = CSV_FINE;
	struct record record;
	enum read_status status;

	while ((status = csv_read(reading->csv, &record, &problem)) == READ_RECORD) {
		const char *wrong = problem == CSV_FINE ? add_rule(reading, address, &record)
							: csv_problem_text(problem);

		if (wrong) {
			warn("%s:%llu: %s", path, (unsigned long long)record.line, wrong);
			return -1;
		}
	}
	return status == READ_END ? 0 : -1;
}

/* The rule of an alias is applied once: its target must be a main domain. */
static int
check_aliases(const struct reading *reading, const struct address *address, const char *path)
{
	size_t at = 0;

	while (at < reading->aliases.size) {
		struct span target = span_of(reading->aliases.data + at);

		if (address_is_alias(address, target)) {
			warn("%s: column alias_of: %s is an alias itself", path, target.data);
			return -1;
		}
		at += target.size + 1;
	}
	return 0;
}

int
providers_read(struct address *address, const char *path)
{
	struct reading reading = {0};
	struct source *source = source_open(path, &(struct source_options){0});
	int result = -1;

	if (source == NULL)
		return -1;
	reading.csv = csv_reader_new(source, &(struct csv_options){0});
	if (read_header(&reading, path) == 0 && read_rules(&reading, address, path) == 0)
		result = check_aliases(&reading, address, path);
	columns_free(&reading.columns);
	buf_free(&reading.aliases);
	csv_reader_free(reading.csv);
	return result;
}
