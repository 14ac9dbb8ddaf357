/* cell: the grammar, every kind of item, what is refused, and that doubt never matches by
 * accident. / */
#include "cell.h"

#include "capture.h"
#include "err.h"
#include "mem.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* Columns of the row that cells are tried on; J is what they compare with. */
static const char *const column_names[] = {"joined_at", "other", "odd name+1d", "blank"};
static const char *const settings[] = {"DUE=2024-03-01T00:00:00Z", "WORD=lawful", "LEAST=5"};

struct match {
	const char *cell, *value, *joined, *other;
	bool expected;
};
#define J "2024-01-10T00:00:00Z"
static const struct match matches[] = {
    /* values */
    {"", "", J, "", true},
    {"", "anything", J, "", true},
    {"x", "x", J, "", true},
    {"x", "X", J, "", false},
    {"x", "", J, "", false},
    {"x", "xx", J, "", false},
    {"a|b|c", "b", J, "", true},
    {"a|b|c", "a|b|c", J, "", false},
    {"it's", "it's", J, "", true},
    {"'a|b'", "a|b", J, "", true},
    {"'it''s'", "it's", J, "", true},
    {"'empty'|'!x'", "empty", J, "", true},
    {"'empty'|'!x'", "!x", J, "", true},
    {"'empty'", "", J, "", false},
    {"''", "", J, "", true},
    {"' x '", " x ", J, "", true},
    {"ana@example.com", "ana@example.com", J, "", true},
    {"1.0", "1", J, "", false},
    /* not */
    {"!x", "x", J, "", false},
    {"!x", "y", J, "", true},
    {"!x", "", J, "", true},
    {"!a|b", "a", J, "", false},
    {"!a|b", "b", J, "", false},
    {"!a|b", "c", J, "", true},
    {"!empty", "", J, "", false},
    {"!unknown", "2024-01-01", J, "", true},
    {"!unknown", "soon", J, "", false},
    {"!>@joined_at", "2024-01-10", J, "", true},
    {"!>@joined_at", "2024-01-12T00:00:00Z", J, "", false},
    /* words */
    {"empty", "", J, "", true},
    {"empty", " ", J, "", false},
    {"present", "", J, "", false},
    {"present", " ", J, "", true},
    {"unknown", "", J, "", true},
    {"unknown", "2024-02-30", J, "", true},
    {"unknown", "2024-02-29", J, "", false},
    {"unknown", "2024-02-29T00:00:60Z", J, "", true},
    {"unknown", "5", J, "", true},
    {"empty|x", "", J, "", true},
    /* globs */
    {"news*", "news", J, "", true},
    {"news*", "newsletter", J, "", true},
    {"news*", "old news", J, "", false},
    {"*@example.com", "ana@example.com", J, "", true},
    {"*@example.com", "ana@example.com.org", J, "", false},
    {"*a*b*", "xxaxxbxx", J, "", true},
    {"*a*b*", "xxbxxaxx", J, "", false},
    {"*", "", J, "", true},
    {"a?*", "a", J, "", false},
    {"a?*", "a\xc3\xa9", J, "", true},
    {"*?b",
	"\xc3\xa9"
	"b",
	J, "", true},
    {"a?b*",
	"a\xc3\xa9"
	"b",
	J, "", true},
    {"a?b*",
	"a\xff"
	"b",
	J, "", true},
    {"a?", "a?", J, "", true},
    {"a?", "ab", J, "", false},
    {"x*|y", "y", J, "", true},
    /* patterns */
    {"/^news/", "newsletter", J, "", true},
    {"/^news/", "News", J, "", false},
    {"/^news/i", "News", J, "", true},
    {"/a|b/", "xbx", J, "", true},
    {"/a\\/b/", "a/b", J, "", true},
    {"/^a.b$/",
	"a\xc3\xa9"
	"b",
	J, "", true},
    {"/^a.b$/",
	"a\xff"
	"b",
	J, "", false},
    {"/^a$/", "a\n", J, "", false},
    {"/^\\d+$/|x", "x", J, "", true},
    {"!/^a/", "b", J, "", true},
    /* numbers, of any length, exactly */
    {"<5", "4.99", J, "", true},
    {"<5", "5", J, "", false},
    {"<5", "-6", J, "", true},
    {"<=5", "5.000", J, "", true},
    {">5", "05.1", J, "", true},
    {">=-5", "-5.01", J, "", false},
    {"<-5", "-10", J, "", true},
    {"=5", "5.0", J, "", true},
    {"=0", "-0", J, "", true},
    {">9007199254740992", "9007199254740993", J, "", true},
    {"=9007199254740992", "9007199254740993", J, "", false},
    {"5..10", "5", J, "", true},
    {"5..10", "10.0", J, "", true},
    {"5..10", "10.01", J, "", false},
    {"10..5", "7", J, "", false},
    {"-3..-1", "-2", J, "", true},
    {"<5", "", J, "", false},
    {"<5", "x", J, "", false},
    {"<5", "1e3", J, "", false},
    {"<5", "2024-01-01", J, "", false},
    {"<5|>10", "11", J, "", true},
    {"<?5", "x", J, "", true},
    {"?5", "x", J, "", true},
    {"?5", "7", J, "", false},
    /* times */
    {"<@joined_at", "2024-01-09T23:59:59Z", J, "", true},
    {"<@joined_at", J, J, "", false},
    {"<=@joined_at", J, J, "", true},
    {">@joined_at", J, J, "", false},
    {">=@joined_at", J, J, "", true},
    {"=@joined_at", J, J, "", true},
    {"?@joined_at", J, J, "", false},
    {"<@joined_at", "", J, "", false},
    {">=@joined_at", "", J, "", false},
    {"?@joined_at", "", J, "", true},
    {"<?@joined_at", "", J, "", true},
    {">=?@joined_at", "", J, "", true},
    {"<@joined_at", "2024-01-01", "", "", false},
    {"?@joined_at", "2024-01-01T00:00:00Z", "", "", true},
    {"?@joined_at", "5", J, "", true},
    {"<@joined_at", "2024-01-09", J, "", false},
    {"<?@joined_at", "2024-01-09", J, "", true},
    {"?@joined_at", "2024-01-09", J, "", true},
    {">=@joined_at", "2024-01-09", J, "", false},
    {"<@joined_at", "2024-01-08", J, "", true},
    {"?@joined_at", "2024-01-08", J, "", false},
    {">@joined_at", "2024-01-11", J, "", true},
    {"<?@joined_at", "2024-01-11", J, "", false},
    {"=@joined_at", "2024-01-10", "2024-01-10", "", false},
    {"=?@joined_at", "2024-01-10", "2024-01-10", "", true},
    {"=@joined_at", "2024-03-10", "2024-01-10", "", false},
    {"<@joined_at+30d", "2024-02-08T23:59:59Z", J, "", true},
    {"<@joined_at+30d", "2024-02-09T00:00:00Z", J, "", false},
    {">=@joined_at-12h", "2024-01-09T12:00:00Z", J, "", true},
    {">=@joined_at-12h", "2024-01-09T11:59:59Z", J, "", false},
    {"=@joined_at+1d-24h", J, J, "", true},
    {"@joined_at..@joined_at+1d", "2024-01-10T12:00:00Z", J, "", true},
    {"@joined_at..@joined_at+1d", "2024-01-11T00:00:01Z", J, "", false},
    {"2024-01-01T00:00:00Z..2024-02-01T00:00:00Z", J, J, "", true},
    {"2024-01-01..2024-02-01", J, J, "", true},
    {"2024-01-01..2024-02-01", "2024-01-01", J, "", false},
    {">2024-01-01T00:00:00Z+9d", J, J, "", false},
    {">=2024-01-01T00:00:00Z+9d", J, J, "", true},
    {"<@DUE", "2024-02-29T00:00:00Z", J, "", true},
    {"<@DUE-1d", "2024-02-29T00:00:00Z", J, "", false},
    {">@LEAST", "6", J, "", true},
    {"<@other+1d", "3", J, "4", false},
    {"<@other", "3", J, "4", true},
    /* names alone: the same text */
    {"@other", "abc", J, "abc", true},
    {"@other", "abc", J, "ab", false},
    {"@other", "", J, "", true},
    {"=@other", "", J, "", true},
    {"=@other", "1.0", J, "1", true},
    {"@other", "1.0", J, "1", false},
    {"=@other", "1.0", J, "x", false},
    {"@WORD", "lawful", J, "", true},
    {"!@WORD|x", "lawful", J, "", false},
    {"a|@other", "b", J, "b", true},
    {"<@'odd name+1d'+1d", "2024-01-10T12:00:00Z", J, "", true},
    {"@'odd name+1d'", J, J, "", true},
};

struct mistake {
	const char *cell, *message;
};
static const struct mistake mistakes[] = {
    {"'x", "t:2: a quote is not closed"},
    {"'x'y", "t:2: only | may follow a quoted value or a pattern"},
    {"/x", "t:2: a pattern is not closed with /"},
    {"/x/g", "t:2: only | may follow a quoted value or a pattern"},
    {"/a(/", "t:2: the pattern cannot be read at byte 3: missing closing parenthesis"},
    {"/\\C/",
	"t:2: the pattern cannot be read at byte 3: using \\C is disabled by the application"},
    {"a|", "t:2: an alternative is missing behind |"},
    {"|a", "t:2: an alternative is missing (write empty for the empty value)"},
    {"a||b", "t:2: an alternative is missing (write empty for the empty value)"},
    {"!", "t:2: an alternative is missing (write empty for the empty value)"},
    {" x", "t:2: a blank at an end of a value must be quoted"},
    {"x ", "t:2: a blank at an end of a value must be quoted"},
    {"a| b", "t:2: a blank at an end of a value must be quoted"},
    {"!!x", "t:2: ! stands only once, at the start of the cell"},
    {"a|!b", "t:2: ! stands only once, at the start of the cell"},
    {"x'", "t:2: a quote ends the value but does not begin it"},
    {"<", "t:2: a comparison needs a number, a time or a name behind an at sign"},
    {"<x", "t:2: a comparison needs a number, a time or a name behind an at sign"},
    {"< 5", "t:2: a comparison needs a number, a time or a name behind an at sign"},
    {"?x*", "t:2: a comparison needs a number, a time or a name behind an at sign"},
    {"??5", "t:2: a comparison needs a number, a time or a name behind an at sign"},
    {"<5+1d", "t:2: a comparison needs a number, a time or a name behind an at sign"},
    {"<2024-02-30", "t:2: a comparison needs a number, a time or a name behind an at sign"},
    {"a..b", "t:2: a range needs a number, a time or a name behind an at sign on both sides"},
    {"1..", "t:2: a range needs a number, a time or a name behind an at sign on both sides"},
    {"1...5", "t:2: a range needs a number, a time or a name behind an at sign on both sides"},
    {"@", "t:2: a name must follow the at sign (or quote the value)"},
    {"@'x", "t:2: a name must follow the at sign (or quote the value)"},
    {"<@'x|y", "t:2: a comparison needs a number, a time or a name behind an at sign"},
    {"@''", "t:2: a name must follow the at sign (or quote the value)"},
    {"@joined_at+1d", "t:2: a name with an offset needs a comparison before it, such as ="},
    {"@nobody", "t:2: nobody is neither a column nor a setting (--set)"},
    {"<@nobody+1d", "t:2: nobody is neither a column nor a setting (--set)"},
    {"<@WORD", "t:2: the setting WORD is not a number or a time"},
    {"=@LEAST+1d", "t:2: the setting LEAST is not a time"},
    {"@twice", "t:2: twice names two columns, or a column and a setting"},
};

struct bench {
	struct settings settings;
	struct span names[COUNT(column_names)], values[COUNT(column_names)];
};

static void
bench_make(struct bench *b)
{
	*b = (struct bench){0};
	for (size_t i = 0; i < COUNT(settings); i++)
		if (settings_add(&b->settings, settings[i]) != 0)
			die_silent();
	for (size_t i = 0; i < COUNT(column_names); i++)
		b->names[i] = span_of(column_names[i]);
}

static int
match_once(struct bench *b, const struct match *m)
{
	struct names names = {
	    .made = b->names, .made_count = COUNT(column_names), .settings = &b->settings};
	struct row row = {.made = b->values};
	struct cell_value value = {.text = span_of(m->value)};
	struct cell cell;
	int answer = -1;

	b->values[0] = b->values[2] = span_of(m->joined);
	b->values[1] = span_of(m->other);
	if (cell_parse(&cell, span_of(m->cell), "t:2") == 0 && cell_bind(&cell, &names) == 0) {
		answer = cell_match(&cell, &value, &row);
		/* Asked again, from the memory of patterns, it is the same. */
		value = (struct cell_value){.text = span_of(m->value)};
		if (cell_match(&cell, &value, &row) != answer)
			answer = -2;
	}
	cell_free(&cell);
	return answer;
}

static void
check_mistake(struct tap *tap, struct bench *b, const struct mistake *m)
{
	struct span twice[] = {span_of("twice")};
	struct settings set = {0};
	struct names names = {
	    .made = b->names, .made_count = COUNT(column_names), .settings = &b->settings};
	struct capture said;
	struct cell cell;
	int result;

	if (span_is(span_of(m->cell), "@twice")) {
		if (settings_add(&set, "twice=1") != 0)
			die_silent();
		names = (struct names){.made = twice, .made_count = 1, .settings = &set};
	}
	capture_begin(&said);
	result = cell_parse(&cell, span_of(m->cell), "t:2");
	if (result == 0)
		result = cell_bind(&cell, &names);
	capture_end(&said);
	cell_free(&cell);
	settings_free(&set);
	if (!tap_ok(tap, result == -1 && capture_is(&said, m->message), "refused: %s", m->cell))
		printf("# %d, said: %s", result, said.text);
}

static void
check_limits(struct tap *tap)
{
	char text[64];
	struct cell_value value = {.text = {text, sizeof text}};
	struct capture said;
	struct cell cell;
	int answer;

	memset(text, 'a', sizeof text);
	text[sizeof text - 1] = 'b';
	if (cell_parse(&cell, span_of("/^(a|aa)+$/"), "t:3") != 0)
		die_silent();
	capture_begin(&said);
	answer = cell_match(&cell, &value, &(struct row){0});
	capture_end(&said);
	tap_ok(tap, answer == -1 && strstr(said.text, "t:3: the pattern is too hard for a value"),
	    "a pattern that runs away ends with a message");
	cell_free(&cell);
}

static void
check_settings(struct tap *tap)
{
	static const char *const wrong[] = {"A", "=x", "A=2"};
	static const char *const says[] = {
	    "--set: NAME=VALUE is needed", "--set: NAME=VALUE is needed", "--set: A is set twice"};
	struct settings set = {0};

	if (settings_add(&set, "A=1") != 0 || settings_add(&set, "EMPTY=") != 0)
		die_silent();
	tap_ok(tap, set.count == 2 && set.items[1].value.size == 0, "a setting may be empty");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct capture said;
		int result;

		capture_begin(&said);
		result = settings_add(&set, wrong[i]);
		capture_end(&said);
		tap_ok(
		    tap, result == -1 && capture_is(&said, says[i]), "refused: --set %s", wrong[i]);
	}
	settings_free(&set);
}

int
main(void)
{
	struct tap tap = {0};
	struct bench bench;

	err_program("test");
	bench_make(&bench);
	for (size_t i = 0; i < COUNT(matches); i++) {
		const struct match *m = &matches[i];
		int answer = match_once(&bench, m);

		if (!tap_ok(&tap, answer == m->expected, "%s %s %s", m->cell,
			m->expected ? "holds for" : "does not hold for", m->value))
			printf("# answer %d\n", answer);
	}
	for (size_t i = 0; i < COUNT(mistakes); i++)
		check_mistake(&tap, &bench, &mistakes[i]);
	check_limits(&tap);
	check_settings(&tap);
	settings_free(&bench.settings);
	return tap_done(&tap);
}
