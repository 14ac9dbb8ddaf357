/* places: the tables of share/places as they are, row by row, and what is said about wrong ones. */
#include "places.h"

#include <stdio.h>
#include <unistd.h>

#include "capture.h"
#include "columns.h"
#include "err.h"
#include "share.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* A row of aliases.csv or states.csv with the keys it has. */
struct row {
	char *country, *alias, *name, *id, *kind;
	bool ambiguous;
	char *key; /* of the alias in the country of the id; "!" and the reason when it has none */
};

struct rows {
	struct row *rows;
	size_t count;
};

static char *
copy_field(const struct record *record, const struct columns *columns, const char *name)
{
	size_t index;

	if (columns_seek(columns, span_of(name), &index))
		return xcopy(span_of(""));
	return xcopy(csv_field(record, index));
}

/* Columns that a table has not are empty. */
static void
read_rows(const char *table, struct rows *rows)
{
	char *path = share_find(table);
	struct source *source = path ? source_open(path, &(struct source_options){0}) : NULL;
	struct csv_reader *csv = source ? csv_reader_new(source, &(struct csv_options){0}) : NULL;
	enum csv_problem problem;
	struct record record;
	struct columns columns;

	*rows = (struct rows){0};
	if (!csv || csv_read(csv, &record, &problem) != READ_RECORD)
		abort();
	columns_read(&columns, &record, path);
	while (csv_read(csv, &record, &problem) == READ_RECORD && problem == CSV_FINE) {
		struct row *row;

		rows->rows = xrealloc(rows->rows, rows->count + 1, sizeof *rows->rows);
		row = &rows->rows[rows->count++];
		row->country = copy_field(&record, &columns, "country");
		row->alias = copy_field(&record, &columns, "alias");
		row->name = copy_field(&record, &columns, "name");
		row->id = copy_field(&record, &columns, "id");
		row->kind = copy_field(&record, &columns, "kind");
		row->key = copy_field(&record, &columns, "ambiguous");
		row->ambiguous = strcmp(row->key, "yes") == 0;
		free(row->key);
		row->key = NULL;
	}
	columns_free(&columns);
	csv_reader_free(csv);
	free(path);
}

static void
free_rows(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct row *row = &rows->rows[i];

		free(row->country);
		free(row->alias);
		free(row->name);
		free(row->id);
		free(row->kind);
		free(row->key);
	}
	free(rows->rows);
}

/* The key, or "!" and the reason; the caller frees. */
static char *
key_of(const struct place_rules *rules, struct span country, const char *value)
{
	struct buf key = {0};
	const char *reason = place_key(rules, country, span_of(value), &key);
	char *copy;

	if (reason) {
		buf_clear(&key);
		buf_add_byte(&key, '!');
		buf_add_text(&key, reason);
	}
	copy = xcopy(buf_span(&key));
	buf_free(&key);
	return copy;
}

/* The country of the row, or of its id when it holds everywhere. */
static struct span
country_of(const struct row *row)
{
	const char *code = *row->country ? row->country : row->id;

	return (struct span){code, *code ? 2 : 0};
}

/* True when the value has this key in the country. */
static bool
has_key(const struct place_rules *rules, struct span country, const char *value, const char *want)
{
	char *key = key_of(rules, country, value);
	bool has = strcmp(key, want) == 0;

	free(key);
	return has;
}

static bool
is_state(const struct row *row)
{
	return strcmp(row->kind, "city") != 0 && strcmp(row->kind, "borough") != 0;
}

/* Every alias is its name, in its country and, if it holds everywhere, in each; or is refused. */
static void
test_rows(struct tap *tap, const struct place_rules *rules, struct rows *aliases)
{
	static const char *const countries[] = {"", "MX", "ES", "US"};
	size_t wrong = 0, ambiguous = 0, elsewhere = 0, unstable = 0;

	for (size_t i = 0; i < aliases->count; i++) {
		struct row *row = &aliases->rows[i];
		char *name = key_of(rules, country_of(row), row->name);
		const char *want = row->ambiguous ? "!ambiguous" : name;

		row->key = key_of(rules, span_of(row->country), row->alias);
		ambiguous += row->ambiguous;
		if (strcmp(row->key, want) != 0 || (!row->ambiguous && name[0] == '!')) {
			wrong++;
			printf("# %s %s: %s\n", row->country, row->alias, row->key);
		}
		unstable +=
		    !row->ambiguous && !has_key(rules, span_of(row->country), row->key, row->key);
		for (size_t j = 0; !*row->country && !row->ambiguous && j < COUNT(countries); j++)
			elsewhere += !has_key(rules, span_of(countries[j]), row->alias, row->key);
		free(name);
	}
	tap_ok(tap, aliases->count >= 350 && ambiguous >= 20 && wrong == 0,
	    "%zu aliases are their names, %zu rows are ambiguous", aliases->count, ambiguous);
	tap_ok(tap, unstable == 0, "their keys are their own (%zu are not)", unstable);
	tap_ok(tap, elsewhere == 0, "an alias of everywhere is one (%zu are not)", elsewhere);
}

/* Two states never have one key, one state never two; a city may have that of a state it lies in,
 * and of a state in another country. */
static void
test_collisions(struct tap *tap, const struct rows *aliases)
{
	size_t merged = 0, split = 0, pairs = 0;

	for (size_t i = 0; i < aliases->count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct row *a = &aliases->rows[i], *b = &aliases->rows[j];
			bool same_key = strcmp(a->key, b->key) == 0,
			     same_id = strcmp(a->id, b->id) == 0;

			if (a->ambiguous || b->ambiguous || !*a->id || !*b->id ||
			    strncmp(a->id, b->id, 2) != 0)
				continue;
			pairs++;
			merged += same_key && !same_id;
			split += same_id && !same_key && is_state(a) && is_state(b);
			if ((same_key && !same_id) ||
			    (same_id && !same_key && is_state(a) && is_state(b)))
				printf("# %s and %s\n", a->alias, b->alias);
		}
	tap_ok(tap, pairs > 10000 && merged == 0, "no two places are one in %zu pairs", pairs);
	tap_ok(tap, split == 0, "no place is two (%zu are)", split);
}

/* Each state has the key its aliases have, and no other state's. */
static void
test_states(struct tap *tap, const struct place_rules *rules, const struct rows *aliases)
{
	struct rows states;
	size_t wrong = 0, known = 0, refused = 0;

	read_rows("places/states.csv", &states);
	for (size_t i = 0; i < states.count; i++) {
		struct row *state = &states.rows[i];

		state->key = key_of(rules, span_of(state->country), state->name);
		refused += state->key[0] == '!';
		for (size_t j = 0; j < aliases->count; j++) {
			const struct row *alias = &aliases->rows[j];

			if (alias->ambiguous || strcmp(alias->id, state->id) != 0 ||
			    !is_state(alias))
				continue;
			known++;
			wrong += state->key[0] != '!' && strcmp(alias->key, state->key) != 0;
		}
		for (size_t j = 0; j < i; j++)
			wrong += strcmp(state->country, states.rows[j].country) == 0 &&
				 strcmp(state->key, states.rows[j].key) == 0;
	}
	tap_ok(tap, states.count == 84 && known > 200 && wrong == 0,
	    "%zu states have the keys of %zu aliases (%zu do not)", states.count, known, wrong);
	tap_ok(tap, refused == 1, "only M\xC3\xA9xico is refused");
	free_rows(&states);
}

#define ABBREVIATIONS "country,abbreviation,expansion\n"
#define ALIASES "country,alias,name,ambiguous\n"

static const struct {
	const char *abbreviations, *aliases;
	const char *want; /* "": read; else the message behind the path */
} tables[] = {
    {ABBREVIATIONS, ALIASES, ""},
    {ABBREVIATIONS ",cd,ciudad\nMX,cd,ciudadela\n",
	ALIASES ",a b,C d,no\nMX,a b,E,no\n,x,Y,yes\n,x,Z,yes\n", ""},
    {"source,expansion,abbreviation,country\n-,Ciudad,CD.,mx\n",
	"ambiguous,name,alias,country,id\nno,Uno,\"Dos, El\",es,1\n", ""},
    {"", ALIASES, ": empty file"},
    {"\n", ALIASES, ": no header"},
    {ABBREVIATIONS, "\n", ": no header"},
    {"country,expansion\n", ALIASES,
	": no column abbreviation (the header has country, expansion)"},
    {ABBREVIATIONS, "country,alias,name\n",
	": no column ambiguous (the header has country, alias, name)"},
    {ABBREVIATIONS ",cd\n", ALIASES, ":2: too few fields"},
    {ABBREVIATIONS "MEX,cd,ciudad\n", ALIASES, ":2: column country: not two letters"},
    {ABBREVIATIONS "M1,cd,ciudad\n", ALIASES, ":2: column country: not two letters"},
    {ABBREVIATIONS ",c d,ciudad\n", ALIASES, ":2: column abbreviation: not one word"},
    {ABBREVIATIONS ",.,ciudad\n", ALIASES, ":2: column abbreviation: not one word"},
    {ABBREVIATIONS ",cd,la ciudad\n", ALIASES, ":2: column expansion: not one word"},
    {ABBREVIATIONS ",cd,a/b\n", ALIASES, ":2: column expansion: not one word"},
    {ABBREVIATIONS ",cd,CD\n", ALIASES, ":2: column expansion: an abbreviation itself"},
    {ABBREVIATIONS ",c,cd\n,cd,ciudad\n", ALIASES, ":3: column expansion: an abbreviation itself"},
    {ABBREVIATIONS ",cd,ciudad\nMX,c,cd\n", ALIASES,
	":3: column expansion: an abbreviation itself"},
    {ABBREVIATIONS ",cd,ciudad\n,Cd.,ciudadela\n", ALIASES,
	":3: column abbreviation: listed before"},
    {ABBREVIATIONS, ALIASES ",a,b,maybe\n", ":2: column ambiguous: neither yes nor no"},
    {ABBREVIATIONS, ALIASES "1,a,b,no\n", ":2: column country: not two letters"},
    {ABBREVIATIONS, ALIASES ",-,b,no\n", ":2: column alias: not one name"},
    {ABBREVIATIONS, ALIASES ",a/b,b,no\n", ":2: column alias: not one name"},
    {ABBREVIATIONS, ALIASES ",le?n,b,no\n", ":2: column alias: not one name"},
    {ABBREVIATIONS, ALIASES ",a,,no\n", ":2: column name: not one name"},
    {ABBREVIATIONS, ALIASES ",a,b,no\n,A.,b,no\n", ":3: column alias: listed before"},
    {ABBREVIATIONS, ALIASES ",a,b,yes\n,a,b,no\n", ":3: column alias: listed before"},
    {ABBREVIATIONS, ALIASES ",a,b,no\n,a,b,yes\n", ":3: column alias: listed before"},
    {ABBREVIATIONS, ALIASES ",x,y,no\n,a,b,no\n,b,c,no\n",
	":3: column name: an alias or abbreviation of another name"},
    {ABBREVIATIONS, ALIASES ",a,b,no\nMX,b,c,no\n",
	":2: column name: an alias or abbreviation of another name"},
    {ABBREVIATIONS, ALIASES ",a,b,no\nMX,b,c,yes\n",
	":2: column name: an alias or abbreviation of another name"},
    {ABBREVIATIONS "MX,cd,ciudad\n", ALIASES "MX,a,Cd. Uno,no\n",
	":2: column name: an alias or abbreviation of another name"},
    {ABBREVIATIONS "MX,cd,ciudad\n", ALIASES ",a,Cd. Uno,no\n",
	":2: column name: an alias or abbreviation of another name"},
    {ABBREVIATIONS "MX,cd,ciudad\n", ALIASES "ES,a,Cd. Uno,no\n", ""},
};

static void
write_table(char *path, const char *text)
{
	int file = mkstemp(path);

	if (file < 0 || write(file, text, strlen(text)) != (ssize_t)strlen(text) || close(file))
		abort();
}

static void
test_tables(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(tables); i++) {
		char first[] = "/tmp/test_places.XXXXXX", second[] = "/tmp/test_places.XXXXXX";
		struct place_rules *rules = place_rules_new();
		struct capture capture;
		char want[256];
		int status;
		bool good;

		write_table(first, tables[i].abbreviations);
		write_table(second, tables[i].aliases);
		capture_begin(&capture);
		status = places_read(rules, first, second);
		capture_end(&capture);
		snprintf(want, sizeof want, "%s%s", first, tables[i].want);
		good = capture_is(&capture, want);
		snprintf(want, sizeof want, "%s%s", second, tables[i].want);
		good = good || capture_is(&capture, want);
		if (!*tables[i].want)
			good = capture.text[0] == '\0';
		tap_ok(tap, good && status == (*tables[i].want ? -1 : 0), "table %zu%s", i,
		    tables[i].want);
		unlink(first);
		unlink(second);
		place_rules_free(rules);
	}
}

/* The table of the country goes before that of everywhere, whatever came first. */
static void
test_countries(struct tap *tap)
{
	struct place_rules *rules = place_rules_new();
	struct place_alias everywhere = {{0}, span_of("x"), span_of("one"), false, 1};
	struct place_alias one = {span_of("MX"), span_of("x"), span_of("two"), false, 2};
	struct place_alias other = {span_of("es"), span_of("x"), span_of("three"), true, 3};

	tap_ok(tap,
	    !place_add_alias(rules, &one) && !place_add_alias(rules, &everywhere) &&
		!place_add_alias(rules, &other) && place_unstable_alias(rules) == 0,
	    "one alias in three countries");
	tap_ok(tap, has_key(rules, span_of("MX"), "X", "two"), "its own");
	tap_ok(tap, has_key(rules, span_of("ES"), "X", "!ambiguous"), "several of its own");
	tap_ok(tap, has_key(rules, span_of("FR"), "X", "one"), "that of everywhere");
	tap_ok(tap, has_key(rules, span_of(""), "X", "one"), "also without a country");
	place_rules_free(rules);
}

int
main(void)
{
	struct tap tap = {0};
	struct place_rules *rules = place_rules_new();
	struct rows aliases;

	err_program("test");
	if (!getenv("AMENDS_SHARE") && setenv("AMENDS_SHARE", "share", 1))
		abort();
	tap_ok(&tap, places_read(rules, NULL, NULL) == 0, "the tables are read");
	read_rows("places/aliases.csv", &aliases);
	test_rows(&tap, rules, &aliases);
	test_collisions(&tap, &aliases);
	test_states(&tap, rules, &aliases);
	test_tables(&tap);
	test_countries(&tap);
	free_rows(&aliases);
	place_rules_free(rules);
	return tap_done(&tap);
}
