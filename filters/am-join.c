/* am-join: joins a table with a LOOKUP table by key. Reads the LOOKUP first, then the table, and
 * writes rows of the table in their order: those that have a match (--semi), those that have none
 * (--anti), those that have one and what was found (--inner), all and what was found (--left). A
 * match may be asked for as of a time of the row.
 *
 * Rule: the first rung of the ladder (-k) that finds a row of the LOOKUP whose time is as asked
 * wins; of several rows --pick says which. A key that is empty or unusable matches nothing.
 *
 * Order: of the table. Memory: the LOOKUP's keys, times and added columns; past -m they go to disk
 * and the output is the same. Status: 0, or 2 when not complete.
 *
 *	am-join --semi -k email:mailbox people.csv sends.csv.gz |
 *	    am-join --left -k email:mailbox --as-of 'sent_at>=at' --pick last --add at optouts.csv
 */
#include <stdlib.h>

#include "coverage.h"
#include "probing.h"

static const struct opt options[] = {
    {.name = "semi", .help = "rows that have a match"},
    {.name = "anti", .help = "rows that have none"},
    {.name = "inner", .help = "rows that have a match, with what was found"},
    {.name = "left", .help = "all rows, with what was found"},
    {.name = "key",
	.letter = 'k',
	.argument = "KEY",
	.help = "COLS[=LOOKUPCOLS][:FORM] to compare; repeated, the first that matches wins",
	.repeats = true},
    {.name = "as-of",
	.argument = "COL>=LOOKUPCOL",
	.help = "only rows of the LOOKUP at that time; also > <= <, with ? behind, and ?"},
    {.name = "pick", .argument = "WHICH", .help = "of several matches: first, last or all"},
    {.name = "prefer",
	.argument = "LOOKUPCOL=VALUE,...",
	.help = "with --pick: at the same time, earlier values go first"},
    {.name = "add",
	.argument = "LOOKUPCOLS",
	.help = "columns of the LOOKUP to add; new=old renames"},
    {.name = "coverage",
	.argument = "COL=FILE",
	.help = "write the months that column COL covers, of all rows read, to FILE"},
    {.name = "matched-by", .argument = "COL", .help = "add a column that says which key matched"},
    {0},
};
static const struct program program = {
    .name = "am-join",
    .usage = "--semi|--anti|--inner|--left -k KEY [options] LOOKUP [FILE...]",
    .summary = "join a table with a LOOKUP table by key, and as of a time",
    .own = options,
    .hashes = true,
    .operands_least = 1,
};

enum mode { SEMI, ANTI, INNER, LEFT };

struct state {
	struct filter filter;
	enum mode mode;
	struct probing probing; /* the LOOKUP */
	const char **keys;
	struct span *added; /* the LOOKUP's columns, then matched-by */
	size_t added_count;
	bool matched_by;
	struct column_list timed; /* --coverage: its column */
	size_t timed_index;
	struct coverage coverage;
	struct report *months; /* its table; NULL: not asked for */
};

static enum mode
xread_mode(const struct options *opt)
{
	static const char *const modes[] = {
	    [SEMI] = "semi", [ANTI] = "anti", [INNER] = "inner", [LEFT] = "left"};
	size_t given = 0;
	enum mode mode = SEMI;

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (opt_has(opt, modes[i])) {
			mode = (enum mode)i;
			given++;
		}
	if (given != 1)
		die("give exactly one of --semi --anti --inner --left");
	return mode;
}

/* Options that would have no effect are mistakes. */
static void
xrefuse_idle(const struct options *opt, enum mode mode)
{
	static const char *const of_rows[] = {"add", "pick", "prefer"};

	for (size_t i = 0; i < sizeof of_rows / sizeof *of_rows; i++)
		if ((mode == SEMI || mode == ANTI) && opt_has(opt, of_rows[i]))
			die("--%s needs --inner or --left", of_rows[i]);
	if (mode == ANTI && opt_has(opt, "matched-by"))
		die("--matched-by: rows of --anti have no match");
	if (opt_has(opt, "prefer") && !opt_has(opt, "pick"))
		die("--prefer needs --pick");
	if (opt_count(opt, "key") == 0)
		die("give a key to compare (-k)");
}

static struct lookup_spec
xread_spec(struct state *s)
{
	const struct options *opt = &s->filter.opt;
	struct lookup_spec spec = {.key_count = opt_count(opt, "key"),
	    .as_of = opt_get(opt, "as-of"),
	    .prefer = opt_get(opt, "prefer"),
	    .add = opt_get(opt, "add"),
	    .exists = s->mode == SEMI || s->mode == ANTI,
	    .memory = s->filter.memory,
	    .temp = s->filter.temp};
	const char *pick = opt_get(opt, "pick");

	s->keys = xcalloc(spec.key_count, sizeof *s->keys);
	for (size_t i = 0; i < spec.key_count; i++)
		s->keys[i] = opt_at(opt, "key", i);
	spec.keys = s->keys;
	if (pick && lookup_pick_parse(pick, &spec.pick))
		die_silent();
	return spec;
}

static void
xopen_tables(struct state *s)
{
	char **operands = s->filter.opt.operands;
	size_t count = s->filter.opt.operand_count - 1;

	s->probing.filter = &s->filter;
	s->probing.table = xprobing_table(&s->filter, operands[0], operands + 1, count);
	xfilter_input(&s->filter, operands + 1, count);
}

static void
xopen_output(struct state *s)
{
	const char *matched_by = opt_get(&s->filter.opt, "matched-by");
	const struct span *names = lookup_added(s->probing.lookup, &s->added_count);
	struct span *all = xcalloc(s->added_count + 1, sizeof *all);

	for (size_t i = 0; i < s->added_count; i++)
		all[i] = names[i];
	s->matched_by = matched_by != NULL;
	all[s->added_count] = span_of(matched_by);
	xfilter_output(&s->filter, all, s->added_count + s->matched_by);
	free(all);
	s->added = xcalloc(s->added_count + 1, sizeof *s->added);
}

/* Reads --coverage COL=FILE and finds the column. */
static void
xread_coverage(struct state *s)
{
	const char *text = opt_get(&s->filter.opt, "coverage");
	size_t size = text ? columns_cut(span_of(text), "=") : 0;
	char *name;

	if (!text)
		return;
	if (size == 0 || text[size] != '=' || text[size + 1] == '\0')
		die("--coverage: not COL=FILE");
	name = xcopy((struct span){text, size});
	if (column_list_parse(&s->timed, name, "--coverage") ||
	    columns_find(parts_columns(s->filter.in), s->timed.items[0].name, &s->timed_index))
		die_silent();
	free(name);
	s->months = xfilter_report(
	    &s->filter, "--coverage", text + size + 1, coverage_columns, COVERAGE_COLUMNS);
}

static void
prepare(struct state *s)
{
	struct probing *probing = &s->probing;
	struct lookup_spec spec;

	s->mode = xread_mode(&s->filter.opt);
	xrefuse_idle(&s->filter.opt, s->mode);
	spec = xread_spec(s);
	xopen_tables(s);
	probing->lookup = lookup_new(&spec, parts_columns(probing->table), s->filter.forms);
	if (!probing->lookup ||
	    lookup_bind(probing->lookup, parts_columns(s->filter.in), s->filter.forms))
		die_silent();
	xread_coverage(s);
	xopen_output(s); /* before the LOOKUP is read, which may take minutes */
}

/* Writes the record once for each row that pick takes. */
static int
keep_rows(struct state *s, const struct lookup_answer *answer)
{
	const struct span *row;
	enum read_status status;
	bool again = false;

	s->added[s->added_count] = answer->matched_by;
	while ((status = lookup_row(s->probing.lookup, &row)) == READ_RECORD) {
		memcpy(s->added, row, s->added_count * sizeof *row);
		if (again ? filter_keep_again(&s->filter, s->added)
			  : filter_keep(&s->filter, s->added))
			return -1;
		again = true;
	}
	return status == READ_END ? 0 : -1;
}

/* Writes the record with empty values in place of what was not found. */
static int
keep_bare(struct state *s, struct span matched_by)
{
	for (size_t i = 0; i < s->added_count; i++)
		s->added[i] = (struct span){0};
	s->added[s->added_count] = matched_by;
	return filter_keep(&s->filter, s->added);
}

/* Why a record is dropped, or NULL when it is kept. */
static const char *
drop_reason(enum mode mode, const struct lookup_answer *answer)
{
	switch (mode) {
	case SEMI:
	case INNER:
		return answer->why;
	case ANTI:
		return answer->why ? NULL : "matched";
	case LEFT:
		return NULL;
	}
	abort();
}

/* What becomes of one record. */
static int
one(void *context, const struct record *record, const struct lookup_answer *answer)
{
	struct state *s = context;
	const char *why = drop_reason(s->mode, answer);

	if (why)
		return filter_drop(&s->filter, why);
	s->filter.record = *record;
	if (answer->why || s->mode == SEMI)
		return keep_bare(s, answer->matched_by);
	return keep_rows(s, answer);
}

static bool
run(struct state *s)
{
	const struct record *records;
	enum read_status status;
	size_t count;

	s->probing.one = one;
	s->probing.context = s;
	if (probing_load(&s->probing))
		return false;
	while ((status = filter_next_batch(&s->filter, &records, &count)) == READ_RECORD) {
		for (size_t i = 0; s->months && i < count; i++)
			coverage_add(&s->coverage, csv_field(&records[i], s->timed_index));
		if (probing_batch(&s->probing, records, count))
			return false;
	}
	if (status != READ_END || probing_rest(&s->probing))
		return false;
	return !s->months || coverage_rows(&s->coverage, report_row, s->months) == 0;
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	prepare(&s);
	status = filter_finish(&s.filter, run(&s), STATUS_OK);
	lookup_free(s.probing.lookup);
	coverage_free(&s.coverage);
	column_list_free(&s.timed);
	free(s.keys);
	free(s.added);
	return status;
}
