/* providers: see providers.h. */
#include "providers.h"

#include "err.h"
#include "share_table.h"

enum column { DOMAIN, ALIAS_OF, SEPARATOR, DOTS_IGNORED, COLUMNS };
static const char *const columns[COLUMNS] = {
    "domain", "alias_of", "subaddress_separator", "dots_ignored"};

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

static const char *
add_row(void *into, const struct span *cells, uint64_t line)
{
	struct reading *reading = into;
	struct span dots = cells[DOTS_IGNORED], alias = cells[ALIAS_OF];
	struct person_rule rule = {.dots_ignored = span_is(dots, "yes")};
	struct buf domain = {0}, target = {0};
	const char *wrong = NULL;

	(void)line;
	if (!span_is(dots, "yes") && !span_is(dots, "no"))
		wrong = "column dots_ignored: neither yes nor no";
	else if (!read_separator(cells[SEPARATOR], &rule))
		wrong = "column subaddress_separator: not one of + - = _ # /, alone or "
			"with ' stays', none, unknown";
	else if (domain_key(reading->address, cells[DOMAIN], &domain))
		wrong = "column domain: not a domain in lower case, as A-labels";
	else if (alias.size && domain_key(reading->address, alias, &target))
		wrong = "column alias_of: not a domain in lower case, as A-labels";
	rule.domain = buf_span(&domain);
	rule.alias_of = buf_span(&target);
	if (!wrong && address_provider(reading->address, &rule))
		wrong = "column domain: listed before";
	if (!wrong && alias.size) {
		buf_add_span(&reading->aliases, alias);
		buf_add_byte(&reading->aliases, '\0');
	}
	buf_free(&domain);
	buf_free(&target);
	return wrong;
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
	static const struct share_table table = {
	    .columns = columns, .count = COLUMNS, .add = add_row};
	struct reading reading = {.address = address};
	int result = share_table_read(path, &table, &reading);

	if (result == 0)
		result = check_aliases(&reading, path);
	buf_free(&reading.aliases);
	return result;
}
