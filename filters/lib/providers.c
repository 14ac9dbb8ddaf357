/* providers: see providers.h. A table of the user, so every cell is checked and nothing is
 * guessed. */
#include "providers.h"

#include "err.h"
#include "rule_table.h"

enum field { DOMAIN, ALIAS_OF, SEPARATOR, DOTS_IGNORED, FIELDS };

struct reading {
	struct address *address;
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
read_separator(struct span cell, char *separator)
{
	*separator = 0;
	if (cell.size == 0 || span_is(cell, "none") || span_is(cell, "unknown"))
		return true;
	*separator = cell.data[0];
	return cell.size == 1 && memchr("+-=_#/", cell.data[0], 6);
}

static struct rule_fault
add_rule(struct reading *reading, struct span domain, struct span alias, char separator, bool dots)
{
	struct address_provider rule = {.separator = separator, .dots_ignored = dots};
	struct buf key = {0}, target = {0};
	struct rule_fault fault = {NULL, NULL};

	if (domain_key(reading->address, domain, &key))
		fault = (struct rule_fault){"domain", "not a domain in lower case, as A-labels"};
	else if (alias.size && domain_key(reading->address, alias, &target))
		fault = (struct rule_fault){"alias_of", "not a domain in lower case, as A-labels"};
	rule.domain = buf_span(&key);
	rule.alias_of = buf_span(&target);
	if (!fault.what && address_provider(reading->address, &rule))
		fault = (struct rule_fault){"domain", "listed before"};
	if (!fault.what && alias.size) {
		buf_add_span(&reading->aliases, alias);
		buf_add_byte(&reading->aliases, '\0');
	}
	buf_free(&key);
	buf_free(&target);
	return fault;
}

static struct rule_fault
take(void *reading, const struct span *cells, uint64_t line)
{
	char separator;

	(void)line;
	if (!span_is(cells[DOTS_IGNORED], "yes") && !span_is(cells[DOTS_IGNORED], "no"))
		return (struct rule_fault){"dots_ignored", "neither yes nor no"};
	if (!read_separator(cells[SEPARATOR], &separator))
		return (struct rule_fault){
		    "subaddress_separator", "not one of + - = _ # /, none, unknown"};
	return add_rule(reading, cells[DOMAIN], cells[ALIAS_OF], separator,
	    span_is(cells[DOTS_IGNORED], "yes"));
}

/* The rule of an alias is applied once: its target must be a main domain. */
static int
check_aliases(const struct reading *reading, const char *path)
{
	size_t at = 0;

	while (at < reading->aliases.size) {
		struct span target = span_of(reading->aliases.data + at);

		if (address_is_alias(reading->address, target)) {
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
	static const char *const fields[FIELDS] = {
	    "domain", "alias_of", "subaddress_separator", "dots_ignored"};
	struct reading reading = {.address = address};
	const struct rule_table table = {fields, FIELDS, take, &reading};
	int result = rule_table_read(&table, path, NULL);

	if (result == 0)
		result = check_aliases(&reading, path);
	buf_free(&reading.aliases);
	return result;
}
