/* rules: reading tables, what is refused, deciding; and --check against planted faults and against
 * every combination of small tables tried one by one. */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "rules_check.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* The table in a file, whose name is "t" with its folder as the working folder. */
static void
write_table(const char *text)
{
	FILE *file = fopen("t", "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
}

/* Reading and binding, over a record with the columns a, b, c and the setting S. */
struct mistake {
	const char *table, *message;
};
static const struct mistake mistakes[] = {
    {"a,=v\n,\n", "t:2: column v: the output is empty"},
    {"a,=v\nx,''\n", "t:2: column v: the output is empty"},
    {"a,=v\nx,'y\n", "t:2: column v: a quote is not closed at the end"},
    {"a,=v\nx,y \n", "t:2: column v: a blank at an end of a value must be quoted"},
    {"a,=v\nx,{a\n", "t:2: column v: { is not closed (or quote the value)"},
    {"a,=v\nx,{}\n", "t:2: column v: a name is missing"},
    {"a,=v\nx,@\n", "t:2: column v: a name is missing"},
    {"a,=v\nx,1\n\"y\nz\",1\n<,1\n",
	"t:5: column a: a comparison needs a number, a time or a name behind an at sign"},
    {"a,b\nx,y\n", "t:1: the table has no output (=NAME)"},
    {"a,=v\n", "t: the table has no rule"},
    {"a,,=v\nx,y,z\n", "t:1: column 2 has no name"},
    {"a,=\nx,y\n", "t:1: an output without a name"},
    {"a,==\nx,y\n", "t:1: an output without a name"},
    {"a,=v,=v\nx,y,z\n", "t:1: two outputs are named v"},
    {"a,rule,=v\nx,y,z\n", "t:1: the column rule must be the first"},
    {"a,=v\nx\n", "t:2: too few fields"},
    {"a,=v\nx,y,z\n", "t:2: too many fields"},
    {"d,=v\nx,y\n", "t:1: d is neither a column nor a setting (--set)"},
    {"a,=v\n@d,y\n", "t:2: column a: d is neither a column nor a setting (--set)"},
    {"a,=v\nx,@d\n", "t:2: d is neither a column nor a setting (--set)"},
    {"a,=v\nx,1\ny,{a}{d}\n", "t:3: d is neither a column nor a setting (--set)"},
    {"a,=b\nx,y\n", "t:1: the column b is there already (==b replaces it)"},
    {"a,==d\nx,y\n", "t:1: there is no column d to be replaced"},
    {"a,=S\nx,y\n", "t:1: the output S is a setting too"},
    {"S,=v\n<@a,y\n", "t:1: S is a setting, whose cells cannot name a column"},
    {"a,=v\n<@S,y\n", "t:2: column a: the setting S is not a number or a time"},
    {"a,=v\nsoon,y\n!unknown,z\n",
	"t:3: column a: unknown may be a word here or a time that cannot be read: write 'unknown' "
	"for the word, a comparison for the time"},
    {"a,a,=v\nsoon,unknown,y\n,<@b,z\n",
	"t:2: column a: unknown may be a word here or a time that cannot be read: write 'unknown' "
	"for the word, a comparison for the time"},
};

static void
check_mistake(struct tap *tap, const struct mistake *m, const struct names *names)
{
	struct capture said;
	struct rules *rules;
	int result = -1;

	write_table(m->table);
	capture_begin(&said);
	rules = rules_read("t");
	if (rules)
		result = rules_bind(rules, names);
	capture_end(&said);
	rules_free(rules);
	if (!tap_ok(tap, result == -1 && capture_is(&said, m->message), "refused: %s", m->message))
		printf("# said: %s", said.text);
}

/* Deciding: the name of the rule and its first output, for values of a, b, c. */
struct decision {
	const char *table, *a, *b, *c;
	const char *rule, *output; /* rule NULL: none matches */
};
#define WORDS "rule,a,b,=v,#why\nR1,x,,one,because\nR2,!x|y,2,two,\n,z*,,{a}-{b},\nR4,y,,@c,\n"
#define TIMES "a,a,=v\n>=@b,<@c,in\nunknown,,unknown\n,,out\n"
static const struct decision decisions[] = {
    {WORDS, "x", "2", "", "R1", "one"},
    {WORDS, "q", "2", "", "R2", "two"},
    {WORDS, "zz", "3", "", "3", "zz-3"},
    {WORDS, "y", "2", "kept", "R4", "kept"},
    {WORDS, "y", "2", "", "R4", ""},
    {WORDS, "q", "3", "", NULL, NULL},
    {TIMES, "2024-01-02T00:00:00Z", "2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z", "1", "in"},
    {TIMES, "2024-01-03T00:00:00Z", "2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z", "3", "out"},
    {TIMES, "2024-01-02", "2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z", "3", "out"},
    {TIMES, "", "2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z", "2", "unknown"},
    {TIMES, "soon", "", "", "2", "unknown"},
    /* unknown among words is the word */
    {"a,=v\nyes,1\nunknown,2\nempty,3\n,4\n", "unknown", "", "", "2", "2"},
    {"a,=v\nyes,1\nunknown,2\nempty,3\n,4\n", "no", "", "", "4", "4"},
    {"a,=v\nyes,1\nunknown,2\nempty,3\n,4\n", "", "", "", "3", "3"},
    {"a,=v\nyes|unknown,1\n!no,2\n,3\n", "unknown", "", "", "1", "1"},
    /* settings: tested, copied, compared with */
    {"S,a,=v\nother,,1\nset,,{S}/{a}\n", "x", "", "", "2", "set/x"},
    {"S,=v\nother,1\nwrong|set,@S\n", "x", "", "", "2", "set"},
    {"S,=v\nother,1\n", "x", "", "", NULL, NULL},
    {"a,=v\n@S,same\n,not\n", "set", "", "", "1", "same"},
    {"a,=v\n@b,same\n,not\n", "q", "q", "", "1", "same"},
    /* outputs: quotes, and what is copied is not read again */
    {"a,=v\n,'{a}'\n", "x", "", "", "1", "{a}"},
    {"a,=v\n,'@a'\n", "x", "", "", "1", "@a"},
    {"a,=v\n,@'b'\n", "x", "{a}", "", "1", "{a}"},
    {"a,=v\n,a|b*\n", "x", "", "", "1", "a|b*"},
    {"=v\nalways\n", "x", "", "", "1", "always"},
};

static void
check_decision(struct tap *tap, const struct decision *d, const struct names *names)
{
	struct span values[] = {span_of(d->a), span_of(d->b), span_of(d->c)};
	struct row row = {.made = values};
	struct rules *rules;
	enum rules_found found;
	size_t rule = 0;
	bool good;

	write_table(d->table);
	rules = rules_read("t");
	if (!rules || rules_bind(rules, names) != 0)
		die_silent();
	/* The first time a value is met, the second from the table, the third at first look. */
	for (int i = 0; i < 3; i++)
		found = rules_decide(rules, &row, &rule);
	good = d->rule ? found == RULES_FOUND && span_is(rules->names[rule], d->rule) &&
			     span_is(rules_value(rules, rule, 0, &row), d->output) &&
			     rules->hits[rule] == 3
		       : found == RULES_NONE;
	tap_ok(
	    tap, good, "%s,%s,%s is decided by %s", d->a, d->b, d->c, d->rule ? d->rule : "none");
	rules_free(rules);
}

/* More rules than a word has bits, more values than are remembered. */
static void
check_many(struct tap *tap, const struct names *names)
{
	struct buf table = {0};
	struct span values[3] = {0};
	struct row row = {.made = values};
	struct rules *rules;
	size_t wrong = 0;

	buf_add_text(&table, "a,b,=v\n");
	for (int i = 0; i < 150; i++) {
		char line[64];

		snprintf(line, sizeof line, "%d,,%d\n", 7 * i, i);
		buf_add_text(&table, line);
	}
	buf_add_text(&table, ",*9,nine\n,,no\n");
	buf_add_byte(&table, '\0');
	write_table(table.data);
	buf_free(&table);
	rules = rules_read("t");
	if (!rules || rules_bind(rules, names) != 0)
		die_silent();
	for (int i = 0; i < 60000; i++) {
		char a[32], b[80], expected[32];
		int n = i % 30000;
		size_t rule;

		snprintf(a, sizeof a, "%d", n);
		snprintf(b, sizeof b, "%060d%d", 0, n);
		values[0] = span_of(a);
		values[1] = span_of(b);
		snprintf(expected, sizeof expected, "%d", n / 7);
		if (n % 7 != 0 || n / 7 >= 150)
			snprintf(expected, sizeof expected, n % 10 == 9 ? "nine" : "no");
		if (rules_decide(rules, &row, &rule) != RULES_FOUND ||
		    !span_is(rules_value(rules, rule, 0, &row), expected))
			wrong++;
	}
	tap_ok(tap, wrong == 0, "152 rules, 30000 values: %zu wrong", wrong);
	rules_free(rules);
}

/* --check: the faults found, as "fault rule" joined by "; ". */
static int
note_fault(void *context, const struct rules *rules, const char *fault, struct span rule,
    const char *detail)
{
	struct buf *out = context;

	(void)rules;
	(void)detail;
	buf_add_text(out, out->size ? "; " : "");
	buf_add_text(out, fault);
	if (rule.size) {
		buf_add_byte(out, ' ');
		buf_add_span(out, rule);
	}
	return 0;
}

struct planted {
	const char *words, *table, *faults;
};
#define REST ",,rest\n"
static const struct planted planted[] = {
    {"nothing", "a,b,=v\nx,1,p\nx,,q\n,1,r\n" REST, ""},
    {"a gap in one column", "a,=v\nx,1\ny,2\n", "uncovered"},
    {"a gap between two columns", "a,b,=v\nx,,1\n!x,y,2\n", "uncovered"},
    {"a gap for the empty value only", "a,=v\npresent,1\n", "uncovered"},
    {"a gap at the very number", "a,=v\n<5,1\n>5,2\nempty,3\n!0..9|<0|>9,4\n", "uncovered"},
    {"a gap between two numbers", "a,=v\n<5,1\n>=6,2\n!-9..9|<-9|>9,3\n", "uncovered"},
    {"no gap between numbers", "a,=v\n<5,1\n>=5,2\n?5,3\n", ""},
    {"a gap for times that cannot be compared", "a,=v\n<@j,1\n>=@j,2\nunknown,3\n", "uncovered"},
    {"no gap with ?", "a,=v\n<@j,1\n>=@j,2\n?@j,3\n", ""},
    {"no gap with <?", "a,=v\n<?@j,1\n>=@j,2\n", ""},
    {"a gap at the second of the date", "a,=v\n<@j,1\n>@j,2\n?@j,3\n", "uncovered"},
    {"a gap behind an offset", "a,=v\n<@j,1\n>=@j+30d,2\n?@j,3\n?@j+30d,4\n", "uncovered"},
    {"a gap of globs", "a,=v\n*a,1\nb*,2\n!*a|b*|c*,3\n", "uncovered"},
    {"shadowed by one", "a,=v\nx|y,1\nx,2\n,3\n", "shadowed 2"},
    {"shadowed by a glob", "a,=v\nnews*,1\nnewsletter,2\n,3\n", "shadowed 2"},
    {"a glob shadowed by a glob", "a,=v\n*s*,1\nnews*,2\n,3\n", "shadowed 2"},
    {"globs that only meet", "a,=v\nnews*,1\n*news,2\n,3\n", ""},
    {"shadowed by present", "a,=v\npresent,1\n*x*,2\n,3\n", "shadowed 2"},
    {"shadowed by the range around it", "a,=v\n1..10,1\n3..5,2\n,3\n", "shadowed 2"},
    {"shadowed by the earlier date", "a,=v\n>=@j,1\n>@j+1d,2\n,3\n", "shadowed 2"},
    {"a later date that is not shadowed", "a,=v\n>@j+1d,1\n>=@j,2\n,3\n", ""},
    {"shadowed by two", "a,b,=v\nx,,1\n!x,y,2\n,y,3\n" REST, "shadowed_by_union 3"},
    {"shadowed by three numbers", "a,=v\n<5,1\n5..7,2\n>7,3\n0..9,4\n,5\n", "shadowed_by_union 4"},
    {"the last rule is shadowed by all", "a,=v\nx,1\n!x,2\n,3\n", "shadowed_by_union 3"},
    {"repeated", "a,=v\nx,1\nx,1\n,2\n", "repeated 2"},
    {"repeated in another order", "a,=v\nx|y,1\ny|x,1\n,2\n", "repeated 2"},
    {"contradiction", "a,=v\nx,1\nx,2\n,3\n", "contradiction 2"},
    {"an empty range", "a,=v\n5..3,1\n,2\n", "empty_range 1"},
    {"an empty range of times", "a,=v\n2024-02-01..2024-01-01,1\n,2\n", "empty_range 1"},
    {"an empty range of columns", "a,=v\n@j+1d..@j,1\n,2\n", "empty_range 1"},
    {"a range from a number to a time", "a,=v\n5..2024-01-01,1\n,2\n", "empty_range 1"},
    {"an empty range beside a value", "a,=v\nx|5..3,1\n,2\n", "empty_range 1"},
    {"a dead pattern", "a,=v\n/a^b/,1\n,2\n", "dead_pattern 1"},
    {"a pattern dead by its end", "a,=v\n/^a$b/,1\n,2\n", "dead_pattern 1"},
    {"a live pattern", "a,=v\n\"/^[a-z]{3,}\\.(com|org)$/\",1\n,2\n", ""},
    {"a live pattern that looks behind", "a,=v\n/(?<=x)y/,1\n/\\bz/,2\n,3\n", ""},
    {"the same pattern again", "a,=v\n/^x/,1\n/^x/,2\n,3\n", "contradiction 2"},
    {"another pattern, perhaps narrower", "a,=v\n/^x/,1\n/^xy/,2\n,3\n", ""},
    {"a literal that a pattern takes", "a,=v\n/^x/,1\nxyz,2\n,3\n", "shadowed 2"},
    {"not of everything", "a,=v\n!*,1\n,2\n", "empty_cell 1"},
    {"not of the whole domain", "a,=v\n!empty|present,1\n,2\n", "empty_cell 1"},
    {"cells that exclude each other", "a,a,=v\n>=5,<3,1\n,,2\n", "never 1"},
    {"words that exclude each other", "a,a,=v\nx,!x|y,1\n,,2\n", "never 1"},
    {"a value given twice", "a,=v\nx|x,1\n,2\n", "redundant 1"},
    {"a value that a glob beside it takes", "a,=v\nx*|xy,1\n,2\n", "redundant 1"},
    {"two rules of one name", "rule,a,=v\nR,x,1\nR,y,2\nS,,3\n", "duplicate_name R"},
    {"all-empty last rule covers", "a,b,c,d,=v\nx,y,<5,*z,1\n,,,,2\n", ""},
    {"no input column", "=v\n1\n", ""},
    {"no input column, twice", "=v\n1\n2\n", "contradiction 2"},
    {"the same column twice, a true range", "a,a,=v\n>=3,<5,1\n,,2\n", ""},
    {"a word, unknown, and a gap", "a,=v\nyes,1\nunknown,2\n", "uncovered"},
};

static void
check_planted(struct tap *tap, const struct planted *p)
{
	struct buf found = {0};
	struct rules *rules;
	size_t count;

	write_table(p->table);
	rules = rules_read("t");
	if (!rules || rules_check(rules, note_fault, &found, &count) != 0)
		die_silent();
	buf_add_byte(&found, '\0');
	if (!tap_ok(tap, strcmp(found.data, p->faults) == 0, "check: %s", p->words))
		printf("# found: %s\n", found.data);
	buf_free(&found);
	rules_free(rules);
}

/* Random tables, tried out with every combination of some values. Of words and numbers nothing may
 * differ from what --check says. Where columns are compared with each other the values are only a
 * part of what can be: what they show must not be denied. */
struct trial {
	const char *words, *header;
	const char *const *cells, *const *values;
	size_t cell_count, value_count, columns;
	bool exact;
};
static const char *const plain_cells[] = {
    "", "x", "x|y", "!x", "empty", "present", "x*", "*y", "!*y|x", "<5", ">=5", "2..5", "?5"};
static const char *const plain_values[] = {
    "", "x", "y", "xy", "xa", "ay", "other", "1", "2", "3", "5", "6", "-7", "2001-02-03", "x5y"};
static const char *const time_cells[] = {"", "<@b", "<=@b", ">@b", ">=@b", "?@b", "<?@b", "=@b",
    "@b", "!@b", "unknown", "!unknown", "<@b+1d", ">=@b-12h", "@b..@c", "@b..@b+1d", "<@c", ">=@c",
    "?@c", "5", "<5", ">=?5", "2024-01-02..2024-01-04T00:00:00Z", "<2024-01-03T00:00:00Z",
    "?2024-01-03", "*3*|<4", "empty", "/Z$/", "!>@c"};
static const char *const time_values[] = {"", "x", "5", "4", "-3", "2024-01-01T00:00:00Z",
    "2024-01-02T00:00:00Z", "2024-01-02T11:59:59Z", "2024-01-02T12:00:00Z", "2024-01-03T00:00:00Z",
    "2024-01-03", "2024-01-02T12:00:00", "2024-01-04", "2024-01-02T00:00:01Z",
    "2024-01-06T00:00:00Z", "2024-01-01T23:59:59Z", "2024-01-02T10:00:00"};
static const struct trial trials[] = {
    {"words and numbers", "a,b,c,=v\n", plain_cells, plain_values, COUNT(plain_cells),
	COUNT(plain_values), 3, true},
    {"columns compared", "a,a,=v\n", time_cells, time_values, COUNT(time_cells), COUNT(time_values),
	2, false},
};

struct dice {
	uint64_t state;
};

static size_t throw(struct dice * dice, size_t sides)
{
	dice->state = dice->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(dice->state >> 33) % sides;
}

static void
random_table(struct dice *dice, const struct trial *trial)
{
	struct buf table = {0};
	size_t rules = 2 + throw(dice, 6);

	buf_add_text(&table, trial->header);
	for (size_t i = 0; i < rules; i++) {
		char number[32];

		for (size_t k = 0; k < trial->columns; k++) {
			if (throw(dice, k + 1) == 0)
				buf_add_text(&table, trial->cells[throw(dice, trial->cell_count)]);
			buf_add_byte(&table, ',');
		}
		snprintf(number, sizeof number, "%zu\n", i);
		buf_add_text(&table, number);
	}
	buf_add_byte(&table, '\0');
	write_table(table.data);
	buf_free(&table);
}

/* Tries every combination; true when some is left. */
static bool
try_all(struct rules *rules, const struct trial *trial)
{
	size_t count = trial->value_count;
	bool left = false;

	for (size_t i = 0; i < count * count * count; i++) {
		struct span made[] = {span_of(trial->values[i % count]),
		    span_of(trial->values[i / count % count]),
		    span_of(trial->values[i / count / count])};
		struct row row = {.made = made};
		size_t rule;

		left |= rules_decide(rules, &row, &rule) == RULES_NONE;
	}
	return left;
}

/* Is the rule named as one that can never match? An empty range may stand beside what can. */
static bool
named_dead(const char *found, size_t rule, bool exact)
{
	static const char *const words[] = {"shadowed", "shadowed_by_union", "repeated",
	    "contradiction", "never", "empty_cell", "empty_range"};
	char text[64];

	for (size_t i = 0; i + !exact < COUNT(words); i++) {
		const char *at;

		snprintf(text, sizeof text, "%s %zu", words[i], rule + 1);
		at = strstr(found, text);
		if (at && (at[strlen(text)] == '\0' || at[strlen(text)] == ';'))
			return true;
	}
	return false;
}

struct tried {
	size_t wrong, dead, gaps;
};

static void
try_table(const struct trial *trial, const struct names *names, struct tried *tried)
{
	struct buf found = {0};
	struct rules *live = rules_read("t"), *checked = rules_read("t");
	size_t count;
	bool left, named;

	if (!live || !checked || rules_bind(live, names) != 0 ||
	    rules_check(checked, note_fault, &found, &count) != 0)
		die_silent();
	buf_add_byte(&found, '\0');
	left = try_all(live, trial);
	named = strstr(found.data, "uncovered") != NULL;
	tried->gaps += left;
	tried->wrong += trial->exact ? left != named : left && !named;
	for (size_t k = 0; k < live->count; k++) {
		bool dead = live->hits[k] == 0;

		named = named_dead(found.data, k, trial->exact);
		tried->dead += dead;
		tried->wrong += trial->exact ? dead != named : !dead && named;
	}
	rules_free(live);
	rules_free(checked);
	buf_free(&found);
}

static void
check_random(struct tap *tap, const struct names *names, const struct trial *trial)
{
	struct dice dice = {.state = 20240601};
	struct tried tried = {0};

	for (int i = 0; i < 150; i++) {
		random_table(&dice, trial);
		try_table(trial, names, &tried);
	}
	tap_ok(tap, tried.wrong == 0 && tried.dead > 50 && tried.gaps > 50,
	    "150 random tables of %s tried out: %zu dead rules, %zu tables with gaps, %zu wrong",
	    trial->words, tried.dead, tried.gaps, tried.wrong);
}

int
main(void)
{
	struct tap tap = {0};
	struct span made[] = {span_of("a"), span_of("b"), span_of("c")};
	struct settings settings = {0};
	struct names names = {.made = made, .made_count = 3, .settings = &settings};
	char folder[] = "/tmp/test_rules.XXXXXX";

	err_program("test");
	if (settings_add(&settings, "S=set") != 0 || !mkdtemp(folder) || chdir(folder) != 0)
		die_silent();
	for (size_t i = 0; i < COUNT(mistakes); i++)
		check_mistake(&tap, &mistakes[i], &names);
	for (size_t i = 0; i < COUNT(decisions); i++)
		check_decision(&tap, &decisions[i], &names);
	check_many(&tap, &names);
	for (size_t i = 0; i < COUNT(planted); i++)
		check_planted(&tap, &planted[i]);
	for (size_t i = 0; i < COUNT(trials); i++)
		check_random(&tap, &names, &trials[i]);
	settings_free(&settings);
	if (unlink("t") != 0 || chdir("/") != 0 || rmdir(folder) != 0)
		die_errno("cannot clean up");
	return tap_done(&tap);
}
