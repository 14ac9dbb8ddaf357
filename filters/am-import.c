/* am-import: reads the export of another system, as it came, and writes a table of ours.
 *
 * The rule: a profile (amends-profile(5)) says how the file is written down, which of its columns
 * is which role, what its dates and words mean; inputs.csv and options say what the file itself
 * does not. What cannot be read for certain is rejected; a word that nobody knows is "unknown" and
 * counted. Each row carries where it stands in the file: source, line, offset, length.
 *
 * With --semi, rows whose key stands in no row of the LOOKUP are dropped before anything else of
 * them is looked at.
 *
 * Order: of the input. Memory: the LOOKUP's keys; past -m they go to disk and the output is the
 * same. Status: 0, or 2 when not complete.
 *
 *	am-import -p zoho-crm-contacts --zone Europe/Madrid Contacts.csv |
 *	    am-select -c id,email,since=joined_at
 */
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "import_modes.h"
#include "import_run.h"
#include "import_settings.h"

static const struct opt options[] = {
    {.name = "profile", .letter = 'p', .argument = "PROFILE", .help = "what the export is"},
    {.name = "inputs",
	.letter = 'i',
	.argument = "INPUTS",
	.help = "a table that says of each file what it is (inputs.csv)"},
    {.name = "as", .argument = "KIND", .help = "of a profile that holds several kinds"},
    {.name = "name", .argument = "NAME", .help = "what stdin is called"},
    {.name = "set", .argument = "ROLE=VALUE", .help = "a value for every row", .repeats = true},
    {.name = "column",
	.argument = "ROLE=NAME",
	.help = "the column of the export that is a role; NAME#2, #3",
	.repeats = true},
    {.name = "keep", .help = "keep rows whose address cannot be used, as it is written"},
    {.name = "zone", .argument = "ZONE", .help = "of times that say none: Europe/Madrid, +02:00"},
    {.name = "zone-else", .argument = "ZONE", .help = "the same, where nobody else says one"},
    {.name = "charset", .argument = "CHARSET", .help = "of a file that is not UTF-8"},
    {.name = "delimiter", .argument = "C", .help = "between fields: , ; TAB |"},
    {.name = "dates", .argument = "FORMAT", .help = "of all times, as in a profile"},
    {.name = "dates-too", .argument = "FORMAT", .help = "one more format of all times"},
    {.name = "header-at", .argument = "N", .help = "the line that the header stands on"},
    {.name = "semi", .argument = "LOOKUP", .help = "only rows that have a match there"},
    {.name = "key",
	.letter = 'k',
	.argument = "KEY",
	.help = "ROLES[=LOOKUPCOLS][:FORM] to compare; repeated, the first that matches",
	.repeats = true},
    {.name = "matched-by", .argument = "COL", .help = "add a column that says which key matched"},
    {.name = "unknown", .argument = "FILE", .help = "write the words that the profile lacks"},
    {.name = "coverage",
	.argument = "ROLE=FILE",
	.help = "write the months that a role covers, of all rows read, to FILE"},
    {.name = "detect", .help = "say which profile each FILE is of"},
    {.name = "list", .help = "list the profiles"},
    {.name = "explain", .argument = "PROFILE", .help = "where to get such an export, what to tick"},
    {.name = "language", .argument = "LANG", .help = "of --explain: en or es"},
    {0},
};
static const struct program program = {
    .name = "am-import",
    .usage = "-p PROFILE|-i INPUTS [options] [FILE...]",
    .summary = "turn the export of another system into a table",
    .own = options,
    .forms = true,
    .hashes = true,
};

struct state {
	struct filter filter;
	struct import_settings settings;
	struct roles roles;
	struct import_semi semi;
	struct import_months months;
	struct import_run run;
	struct report *coverage, *unknown; /* NULL: not asked for */
};

/* Options that would have no effect are mistakes. */
static void
xrefuse_idle(const struct options *opt)
{
	static const char *const of_semi[] = {"key", "matched-by"};

	for (size_t i = 0; i < sizeof of_semi / sizeof *of_semi; i++)
		if (opt_has(opt, of_semi[i]) && !opt_has(opt, "semi"))
			die("--%s needs --semi", of_semi[i]);
	if (opt_has(opt, "language") && !opt_has(opt, "explain"))
		die("--language needs --explain");
}

static void
xopen_input(struct state *s)
{
	const struct import_settings *settings = &s->settings;
	const struct options *opt = &s->filter.opt;
	struct stat status;

	for (size_t i = 0; i < opt->operand_count; i++)
		if (stat(opt->operands[i], &status) == 0 &&
		    (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) &&
		    detect_check(opt->operands[i], settings->profile, &settings->dialect))
			die_silent();
	xfilter_input_foreign(
	    &s->filter, &settings->dialect, settings->name, opt->operands, opt->operand_count);
	if (settings->dialect.format == DIALECT_CSV &&
	    detect_check_header(parts_columns(s->filter.in), settings->profile))
		die_silent();
}

/* Roles that the profile names and this file lacks. */
static void
note_missing(struct state *s)
{
	for (size_t i = 0; i < s->roles.count; i++)
		if (s->roles.items[i].missing)
			filter_note(&s->filter, "no_column=%.*s", (int)s->roles.items[i].name.size,
			    s->roles.items[i].name.data);
}

static void
xopen_coverage(struct state *s)
{
	const char *text = opt_get(&s->filter.opt, "coverage");
	const char *equals = text ? strchr(text, '=') : NULL;
	size_t role;

	if (!text)
		return;
	if (!equals || equals == text || !equals[1])
		die("--coverage: not ROLE=FILE");
	role = roles_find(&s->roles, (struct span){text, (size_t)(equals - text)});
	if (role == SIZE_MAX || !s->roles.items[role].column ||
	    s->roles.items[role].column->type != KIND_TIME)
		die("--coverage: no time of %s is called so", s->settings.kind->name);
	import_months_init(&s->months, s->run.import, role);
	s->run.months = &s->months;
	s->coverage = xfilter_report(
	    &s->filter, "--coverage", equals + 1, coverage_columns, COVERAGE_COLUMNS);
}

static void
xopen_output(struct state *s)
{
	static const char *const words[] = {"column", "word", "rows"};
	const char *unknown = opt_get(&s->filter.opt, "unknown");
	const char *matched_by = opt_get(&s->filter.opt, "matched-by");
	struct span names[64];
	size_t count = 0;

	for (size_t i = 0; i < s->settings.kind->count; i++)
		if (s->settings.kind->columns[i].output)
			names[count++] = span_of(s->settings.kind->columns[i].name);
	for (size_t i = 0; i < IMPORT_PLACES; i++)
		names[count++] = span_of(import_places[i]);
	if (matched_by)
		names[count++] = span_of(matched_by);
	if (unknown)
		s->unknown = xfilter_report(&s->filter, "--unknown", unknown, words, 3);
	filter_opens_later(&s->filter, zone_folder());
	xfilter_output_columns(&s->filter, names, count);
}

static void
prepare(struct state *s)
{
	struct filter *f = &s->filter;
	struct import_spec spec;
	const char *lookup = opt_get(&f->opt, "semi"), *inputs = opt_get(&f->opt, "inputs");

	ximport_settings(&s->settings, &f->opt, f->opt.operands, f->opt.operand_count);
	xfilter_reads(f, s->settings.profile->path);
	if (inputs)
		xfilter_reads(f, inputs);
	if (lookup)
		s->semi.probing.table =
		    xprobing_table(f, lookup, f->opt.operands, f->opt.operand_count);
	xopen_input(s);
	spec = (struct import_spec){.profile = s->settings.profile,
	    .kind = s->settings.kind,
	    .roles = &s->roles,
	    .times = s->settings.times,
	    .keep = opt_has(&f->opt, "keep")};
	if (roles_bind(&s->roles, spec.profile, spec.kind, &s->settings.columns,
		&s->settings.constants, parts_columns(f->in)))
		die_silent();
	s->run =
	    (struct import_run){.filter = f, .profile = spec.profile, .import = import_new(&spec)};
	if (!s->run.import)
		die_silent();
	if (lookup) {
		ximport_semi(&s->semi, f, s->run.import, &s->roles);
		s->run.semi = &s->semi;
	}
	xopen_coverage(s);
	xopen_output(s);
	note_missing(s);
}

/* What was read that the profile does not know goes to the ledger, the words to --unknown. */
static int
report_unknown(struct state *s)
{
	struct unknown_words *unknown = import_unknown(s->run.import);
	const struct import_shared *counts = import_counts(s->run.import);

	if (unknown->rows)
		filter_note(&s->filter, "unknown_words=%" PRIu64, unknown->rows);
	if (unknown->beyond)
		filter_note(&s->filter, "unknown_words_not_listed=%" PRIu64, unknown->beyond);
	if (counts->no_zone)
		filter_note(&s->filter, "no_zone=%" PRIu64, counts->no_zone);
	if (counts->blanks)
		filter_note(&s->filter, "blanks_round_address=%" PRIu64, counts->blanks);
	for (size_t i = 0; s->unknown && i < unknown->count; i++) {
		char rows[24];

		snprintf(rows, sizeof rows, "%" PRIu64, unknown->list[i].rows);
		if (filter_report(s->unknown, (struct span[]){unknown->list[i].column,
						  unknown->list[i].word, span_of(rows)}))
			return -1;
	}
	return 0;
}

static bool
run(struct state *s)
{
	if (import_run(&s->run) || report_unknown(s))
		return false;
	return !s->coverage || import_months_rows(&s->months, report_row, s->coverage) == 0;
}

static void
release(struct state *s)
{
	import_run_free(&s->run);
	import_semi_free(&s->semi);
	import_months_free(&s->months);
	import_free(s->run.import);
	roles_free(&s->roles);
	import_settings_free(&s->settings);
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	const char *explain;
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	xrefuse_idle(&s.filter.opt);
	explain = opt_get(&s.filter.opt, "explain");
	if (opt_has(&s.filter.opt, "list"))
		return import_list(&s.filter);
	if (opt_has(&s.filter.opt, "detect"))
		return import_detect(&s.filter, opt_get(&s.filter.opt, "profile"));
	if (explain)
		return import_explain(&s.filter, explain, opt_get(&s.filter.opt, "language"));
	prepare(&s);
	status = filter_finish(&s.filter, run(&s), STATUS_OK);
	release(&s);
	return status;
}
