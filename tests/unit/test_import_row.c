/* import_row: the rows that records make: values by role, names, pieces, consents; what is rejected
 * is rejected whole. */
#include "import_row.h"

#include <stdio.h>
#include <stdlib.h>

#include "capture.h"
#include "err.h"
#include "profile_file.h"
#include "record.h"
#include "tap.h"

enum { FIELDS = 12 };

/* A profile whose columns are called as its roles are. */
struct world {
	const char *kind;
	const char *rows;
	const char *header[FIELDS + 1];
};
static const struct world people = {"people",
    "recognise,,email,\nzone,,UTC,\nsplit,email,;,\nword,via,web,form\nword,via,,none\n",
    {"id", "email", "phone", "name", "first", "last", "joined_at", "via"}};
static const struct world consents = {"consents",
    "recognise,,email,\nzone,,UTC,\nword,consent,si,optin\nword,consent,no,none\n"
    "word,optout,baja,optout\nword,optout,oposición,objection\nword,optout,-,none\n",
    {"email", "consent", "consent_at", "optin_at", "optin_ip", "confirmed_at", "confirmed_ip",
	"consent_text", "optout", "optout_at"}};
/* The same without words: what is filled says it. */
static const struct world dated = {"consents", "recognise,,email,\nzone,,UTC,\n",
    {"email", "consent_at", "optin_at", "optin_ip", "confirmed_at", "confirmed_ip", "consent_text",
	"optout_at"}};
static const struct world events = {"consents",
    "recognise,,email,\nzone,,UTC,\nword,event,Sub,optin\nword,event,Open,none\n",
    {"email", "event", "at", "evidence", "consent_text"}};

struct test {
	const struct world *world;
	const char *words;
	const char *cells; /* with | between */
	const char *rows;  /* with newlines behind, | between; "!REASON COLUMN" */
};
static const struct test tests[] = {
    {&people, "one row", "1|a@example.com|+34|Ana R|Ana|Ruiz|2015-01-01 10:00:00|web",
	"1|a@example.com|+34|Ana R||2015-01-01T10:00:00Z|form\n"},
    {&people, "first and last make a name", "1|a@example.com||  | Ana |Ruiz||",
	"1|a@example.com||Ana Ruiz|||none\n"},
    {&people, "one of them alone", "1|a@example.com||||Ruiz||", "1|a@example.com||Ruiz|||none\n"},
    {&people, "a word of a text that nobody knows stays", "1|a@example.com||||||shop",
	"1|a@example.com|||||shop\n"},
    {&people, "pieces, blanks off, none empty", "1|;a@example.com ; ;b@example.com||N||||",
	"1|a@example.com||N|||none\n1|b@example.com||N|||none\n"},
    {&people, "no piece: an empty value", "1| ; ||N||||", "1|||N|||none\n"},
    {&people, "an apostrophe goes", "'007|a@example.com|'+34|||||",
	"007|a@example.com|+34||||none\n"},
    {&people, "only one, and alone it is nothing", "''|a@example.com|'|||||",
	"'|a@example.com|||||none\n"},
    {&people, "a number that Excel wrote", "1,23E+15|a@example.com||||||", "!id_damaged id"},
    {&people, "also a short one, or of a phone", "1|a@example.com|3e+09|||||", "!id_damaged phone"},
    {&people, "what only looks like it", "1E+|a@example.com|1.5E+1x|||||",
	"1E+|a@example.com|1.5E+1x||||none\n"},
    {&people, "a character that was lost", "1|a\xef\xbf\xbd@example.com||||||",
	"!replacement_character email"},
    {&people, "several addresses that are not split", "1|a@example.com, b@example.com||||||",
	"!several email"},
    {&people, "in a second piece too: nothing is kept", "1|a@example.com;b c@example.com||||||",
	"!inner_blank email"},
    {&people, "an address that is none is not ours to judge", "1|nobody||||||",
	"1|nobody|||||none\n"},
    {&people, "a date that cannot be read", "1|a@example.com|||||yesterday|",
	"!unreadable_time joined_at"},
    {&consents, "what was given",
	"a@example.com|Si||2015-01-01 10:00:00|192.0.2.1|2015-01-01 11:00:00|||-|",
	"a@example.com|||optin|2015-01-01T11:00:00Z|proven|\n"},
    {&consents, "given and withdrawn: two rows",
	"a@example.com|si|2014-01-01 00:00:00||||||BAJA|2016-01-01 00:00:00",
	"a@example.com|||optin|2014-01-01T00:00:00Z|weak|\n"
	"a@example.com|||optout|2016-01-01T00:00:00Z|proven|\n"},
    {&consents, "an objection without a date", "a@example.com|no|||||||Oposición|",
	"a@example.com|||objection||weak|\n"},
    {&consents, "the word decides, not the date",
	"a@example.com|no|2014-01-01 00:00:00||||||-|2016-01-01 00:00:00", ""},
    {&consents, "empty words: nothing", "a@example.com||2014-01-01 00:00:00|||||||", ""},
    {&consents, "words that nobody knows ask", "a@example.com|quizás|||||||?|2016-01-01 00:00:00",
	"a@example.com|||unknown||weak|\n"
	"a@example.com|||unknown|2016-01-01T00:00:00Z|weak|\n"},
    {&dated, "dates alone: confirmed before asked for before given",
	"a@example.com|2014-01-01 00:00:00|2014-01-02 00:00:00|192.0.2.1||||",
	"a@example.com|||optin|2014-01-02T00:00:00Z|proven|\n"},
    {&dated, "confirmed by nobody: an import", "a@example.com||||2014-01-03 00:00:00|||",
	"a@example.com|||optin|2014-01-03T00:00:00Z|weak|\n"},
    {&dated, "confirmed from somewhere", "a@example.com||||2014-01-03 00:00:00|192.0.2.1||",
	"a@example.com|||optin|2014-01-03T00:00:00Z|proven|\n"},
    {&dated, "a time and the text", "a@example.com|2014-01-01 00:00:00|||||I agree|",
	"a@example.com|||optin|2014-01-01T00:00:00Z|proven|\n"},
    {&dated, "the text without a time is nothing", "a@example.com||||||I agree|", ""},
    {&dated, "withdrawn", "a@example.com|||||||2014-01-01 00:00:00",
	"a@example.com|||optout|2014-01-01T00:00:00Z|proven|\n"},
    {&events, "an event a row", "a@example.com|sub|2014-01-01 00:00:00||yes",
	"a@example.com|||optin|2014-01-01T00:00:00Z|proven|\n"},
    {&events, "one that does not matter", "a@example.com|open|2014-01-01 00:00:00||", ""},
    {&events, "one that nobody knows", "a@example.com|Left|2014-01-01 00:00:00||",
	"a@example.com|||unknown|2014-01-01T00:00:00Z|weak|\n"},
};

struct made {
	struct profile *profile;
	struct roles roles;
	struct import *import;
	struct span names[FIELDS];
	struct columns header;
};

static void
make(struct made *made, const struct world *world)
{
	const struct role_choices none = {0};
	const struct kind *kind = kind_find(span_of(world->kind));
	struct buf rows = {0};
	char holds[32];

	*made = (struct made){.header = {.names = made->names, .file = "file"}};
	buf_add_text(&rows, world->rows);
	for (size_t i = 0; world->header[i]; i++) {
		made->names[made->header.count++] = span_of(world->header[i]);
		buf_add_text(&rows, "column,");
		buf_add_text(&rows, world->header[i]);
		buf_add_text(&rows, ",");
		buf_add_text(&rows, world->header[i]);
		buf_add_text(&rows, ",\n");
	}
	buf_add_byte(&rows, '\0');
	snprintf(holds, sizeof holds, "holds,,%s,\n", world->kind);
	made->profile = profile_of(holds, rows.data);
	buf_free(&rows);
	if (roles_bind(&made->roles, made->profile, kind, &none, &none, &made->header))
		abort();
	made->import = import_new(
	    &(struct import_spec){.profile = made->profile, .kind = kind, .roles = &made->roles});
	if (!made->import)
		abort();
}

static void
unmake(struct made *made)
{
	import_free(made->import);
	roles_free(&made->roles);
	profile_free(made->profile);
}

/* A record whose fields are cells with | between them. */
static struct record
cut(struct buf *text, uint32_t *ends, const char *cells)
{
	uint32_t count = 0;

	buf_clear(text);
	buf_add_text(text, cells);
	for (size_t i = 0; i <= text->size; i++)
		if (i == text->size || text->data[i] == '|')
			ends[count++] = (uint32_t)i;
	return (struct record){.base = text->data, .ends = ends, .count = count, .decoded = true};
}

static void
show(struct import *import, struct buf *out)
{
	struct span column;
	const char *reason = import_rejects(import, &column);

	buf_clear(out);
	if (reason) {
		buf_add_text(out, "!");
		buf_add_text(out, reason);
		buf_add_text(out, " ");
		buf_add_span(out, column);
		return;
	}
	for (size_t i = 0; i < import_rows(import); i++) {
		const struct span *values = import_row(import, i);

		for (size_t k = 0; k < import_width(import); k++) {
			buf_add_text(out, k ? "|" : "");
			buf_add_span(out, values[k]);
		}
		buf_add_text(out, "\n");
	}
}

static void
test_rows(struct tap *tap)
{
	struct buf text = {0}, got = {0};
	uint32_t ends[FIELDS];

	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		const struct test *test = &tests[i];
		struct record record = cut(&text, ends, test->cells);
		struct made made;

		make(&made, test->world);
		if (record.count != made.header.count)
			abort();
		for (int again = 0; again < 2; again++) { /* nothing is left of the first */
			import_begin(made.import);
			if (import_add(made.import, &record))
				abort();
			show(made.import, &got);
			if (!tap_ok(tap, span_is(buf_span(&got), test->rows), "%s: %s%s",
				test->world->kind, test->words, again ? ", once more" : ""))
				printf("# got %.*s\n", (int)got.size, got.data);
		}
		unmake(&made);
	}
	buf_free(&text);
	buf_free(&got);
}

/* Pieces of one record are added one by one and come out together. */
static void
test_pieces(struct tap *tap)
{
	struct buf text = {0}, got = {0};
	uint32_t ends[FIELDS];
	struct record record;
	struct made made;

	make(&made, &people);
	import_begin(made.import);
	record = cut(&text, ends, "1|a@example.com||||||");
	if (import_add(made.import, &record))
		abort();
	record = cut(&text, ends, "1|b@example.com||||||");
	if (import_add(made.import, &record))
		abort();
	show(made.import, &got);
	tap_ok(tap, span_is(buf_span(&got), "1|a@example.com|||||none\n1|b@example.com|||||none\n"),
	    "pieces that are added come out together");
	unmake(&made);
	buf_free(&text);
	buf_free(&got);
}

struct cut_test {
	const char *cell, *separator, *pieces;
};
static const struct cut_test cuts[] = {
    {"", ";", ""},
    {"a", ";", "a,"},
    {"a;b", ";", "a,b,"},
    {";;a;", ";", "a,"},
    {" a ::: b:::c ", ":::", "a,b,c,"},
    {"a::b", ":::", "a::b,"},
    {"::::", ":::", ":,"},
    {"a\xc2\xa0;b", ";", "a,b,"},
};

static void
test_cuts(struct tap *tap)
{
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		struct span rest = span_of(cuts[i].cell), piece;
		struct buf got = {0};

		while (import_piece(&rest, span_of(cuts[i].separator), &piece)) {
			buf_add_span(&got, piece);
			buf_add_byte(&got, ',');
		}
		tap_ok(tap, span_is(buf_span(&got), cuts[i].pieces), "\"%s\" by %s", cuts[i].cell,
		    cuts[i].separator);
		buf_free(&got);
	}
}

static void
test_counts(struct tap *tap)
{
	struct buf text = {0};
	uint32_t ends[FIELDS];
	struct unknown_words *unknown;
	struct made made;

	make(&made, &people);
	for (int i = 0; i < 3; i++) {
		struct record record = cut(
		    &text, ends, i ? "1| a@example.com||||||shop" : "1|b@example.com||||||kiosk");

		import_begin(made.import);
		if (import_add(made.import, &record))
			abort();
	}
	unknown = import_unknown(made.import);
	tap_ok(tap,
	    unknown->rows == 3 && unknown->count == 2 && span_is(unknown->list[0].word, "shop") &&
		unknown->list[0].rows == 2 && span_is(unknown->list[1].column, "via"),
	    "unknown words are counted, with their column");
	tap_ok(tap, import_counts(made.import)->blanks == 0,
	    "blanks round a piece are no blanks round an address");
	unmake(&made);
	buf_free(&text);
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	test_rows(&tap);
	test_pieces(&tap);
	test_cuts(&tap);
	test_counts(&tap);
	return tap_done(&tap);
}
