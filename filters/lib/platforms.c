/* platforms: see platforms.h. */
#include "platforms.h"

#include "err.h"
#include "num.h"
#include "share_table.h"

enum field {
	FORM,
	KIND,
	VERSION,
	BLANKS,
	LOWER,
	DOTS,
	TAGS,
	DROP,
	PLUS,
	ZEROS,
	DIGITS,
	ENCODING,
	PAGE,
	FIELDS
};

static const char *const field_names[FIELDS] = {"form", "kind", "version", "blanks", "lower",
    "dots", "tags", "drop", "plus", "zeros", "digits", "encoding", "page"};

struct reading {
	struct platform_rules *rules;
	struct buf wrong; /* the words on a row, for the message */
};

/* What is wrong with a row. */
struct fault {
	enum field field;
	const char *what; /* NULL: nothing */
};

struct row {
	enum platform platform;
	enum platform_kind kind;
	bool in_force;
	struct platform_rule rule;
};

/* The place of the cell among words that end with NULL, or -1. */
static int
word(struct span cell, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (span_is(cell, words[i]))
			return i;
	return -1;
}

/* google, or google-WORD: a rule that is not in force. */
static int
read_form(struct span cell, struct row *row)
{
	const char *hyphen = cell.size ? memchr(cell.data, '-', cell.size) : NULL;
	struct span name = {cell.data, hyphen ? (size_t)(hyphen - cell.data) : cell.size};
	int platform = platform_named(name);

	row->in_force = hyphen == NULL;
	row->platform = platform < 0 ? PLATFORM_GOOGLE : (enum platform)platform;
	return platform;
}

/* Domains in lower case with single blanks between them, or "*" alone. */
static bool
is_domain_list(struct span cell)
{
	char before = ' ';

	if (span_is(cell, "*"))
		return true;
	for (size_t i = 0; i < cell.size; i++) {
		char byte = cell.data[i];

		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789-. ", byte, 39))
			return false;
		if ((byte == ' ' || byte == '.') && (before == ' ' || before == '.'))
			return false;
		before = byte;
	}
	return cell.size == 0 || (before != ' ' && before != '.');
}

/* LEAST-MOST. */
static bool
read_digits(struct span cell, struct platform_rule *rule)
{
	const char *hyphen = cell.size ? memchr(cell.data, '-', cell.size) : NULL;
	uint64_t least, most;

	if (hyphen == NULL ||
	    num_unsigned((struct span){cell.data, (size_t)(hyphen - cell.data)}, 1, 99, &least) ||
	    num_unsigned((struct span){hyphen + 1, cell.size - (size_t)(hyphen - cell.data) - 1},
		least, 99, &most))
		return false;
	rule->digits_least = (size_t)least;
	rule->digits_most = (size_t)most;
	return true;
}

/* The columns of an e-mail rule. */
static struct fault
read_email(const struct span *cells, struct platform_rule *rule)
{
	static const char *const lower_words[] = {"ascii", "all", NULL};
	int lower = word(cells[LOWER], lower_words);

	rule->lower_all = lower == 1;
	rule->dots = cells[DOTS];
	rule->tags = cells[TAGS];
	if (lower < 0)
		return (struct fault){LOWER, "neither ascii nor all"};
	if (!is_domain_list(cells[DOTS]))
		return (struct fault){DOTS, "not domains in lower case with single blanks, nor *"};
	if (!is_domain_list(cells[TAGS]))
		return (struct fault){TAGS, "not domains in lower case with single blanks, nor *"};
	for (enum field field = DROP; field <= DIGITS; field++)
		if (cells[field].size)
			return (struct fault){field, "not empty, and the kind is email"};
	return (struct fault){FORM, NULL};
}

/* The columns of a phone rule. */
static struct fault
read_phone(const struct span *cells, struct platform_rule *rule)
{
	static const char *const drop_words[] = {"none", "symbols", "letters", NULL};
	static const char *const plus_words[] = {"need", "write", "remove", NULL};
	static const char *const zeros_words[] = {"keep", "drop", "refuse", NULL};
	int drop = word(cells[DROP], drop_words), plus = word(cells[PLUS], plus_words),
	    zeros = word(cells[ZEROS], zeros_words);

	if (drop < 0)
		return (struct fault){DROP, "not one of none, symbols, letters"};
	if (plus < 0)
		return (struct fault){PLUS, "not one of need, write, remove"};
	if (zeros < 0)
		return (struct fault){ZEROS, "not one of keep, drop, refuse"};
	if (!read_digits(cells[DIGITS], rule))
		return (struct fault){DIGITS, "not LEAST-MOST, from 1 to 99"};
	for (enum field field = LOWER; field <= TAGS; field++)
		if (cells[field].size)
			return (struct fault){field, "not empty, and the kind is phone"};
	rule->drop = (enum platform_drop)drop;
	rule->plus = (enum platform_plus)plus;
	rule->zeros = (enum platform_zeros)zeros;
	return (struct fault){FORM, NULL};
}

static struct fault
read_row(const struct span *cells, struct row *row)
{
	static const char *const kind_words[] = {"email", "phone", NULL};
	static const char *const blanks_words[] = {
	    "none", "space", "ascii", "unicode", "all", NULL};
	static const char *const encodings[] = {"hex", "base64", "hex base64", NULL};
	int kind = word(cells[KIND], kind_words), blanks = word(cells[BLANKS], blanks_words);

	if (read_form(cells[FORM], row) < 0)
		return (struct fault){FORM, "not google, uid2, meta or tiktok, nor one with -WORD"};
	if (kind < 0)
		return (struct fault){KIND, "neither email nor phone"};
	if (cells[VERSION].size == 0)
		return (struct fault){VERSION, "empty"};
	if (blanks < 0)
		return (struct fault){BLANKS, "not one of none, space, ascii, unicode, all"};
	if (word(cells[ENCODING], encodings) < 0)
		return (struct fault){ENCODING, "not one of hex, base64, hex base64"};
	if (cells[PAGE].size == 0)
		return (struct fault){PAGE, "empty"};
	row->kind = (enum platform_kind)kind;
	row->rule.blanks = (enum platform_blanks)blanks;
	return kind ? read_phone(cells, &row->rule) : read_email(cells, &row->rule);
}

static struct fault
add_rule(struct platform_rules *rules, const struct span *cells)
{
	struct row row = {0};
	struct fault fault = read_row(cells, &row);

	if (fault.what || !row.in_force)
		return fault;
	if (platform_rule_add(rules, row.platform, row.kind, &row.rule))
		return (struct fault){FORM, "listed before for this kind"};
	return fault;
}

static const char *
add_row(void *into, const struct span *cells, uint64_t line)
{
	struct reading *reading = into;
	struct fault fault = add_rule(reading->rules, cells);

	(void)line;
	if (!fault.what)
		return NULL;
	buf_add_text(&reading->wrong, "column ");
	buf_add_text(&reading->wrong, field_names[fault.field]);
	buf_add_text(&reading->wrong, ": ");
	buf_add_text(&reading->wrong, fault.what);
	buf_add_byte(&reading->wrong, '\0');
	return reading->wrong.data;
}

/* Every form must answer for both kinds. */
static int
check_all(const struct platform_rules *rules, const char *path)
{
	for (int i = 0; i < PLATFORMS * PLATFORM_KINDS; i++) {
		enum platform platform = (enum platform)(i / PLATFORM_KINDS);
		enum platform_kind kind = (enum platform_kind)(i % PLATFORM_KINDS);

		if (platform_has_rule(rules, platform, kind))
			continue;
		warn("%s: no row for %s, %s", path, platform_name(platform),
		    kind == PLATFORM_EMAIL ? "email" : "phone");
		return -1;
	}
	return 0;
}

int
platforms_read(struct platform_rules *rules, const char *path)
{
	static const struct share_table table = {
	    .columns = field_names, .count = FIELDS, .add = add_row};
	struct reading reading = {.rules = rules};
	int result = share_table_read(path, &table, &reading);

	if (result == 0)
		result = check_all(rules, path);
	buf_free(&reading.wrong);
	return result;
}
