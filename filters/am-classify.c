/* am-classify: judges each record by decision tables (amends-rules(5)), one after the other.
 *
 * The rule: of every table the first rule whose cells all hold writes the table's outputs, which
 * later tables see as columns. A record that no rule of a table takes ends the run: a case that
 * nobody thought of has no answer. --check looks for such cases, and for rules that are dead,
 * before there is data.
 *
 * Order: of the input. Memory: the tables and the values met, bounded. Status: 0; 1 when --check
 * found a fault; 2 when not complete.
 *
 *	am-join --left -k email --add since customers.csv people.csv |
 *	    am-classify -t timing.csv -t send.csv --set ERASE_DUE=2024-01-31T00:00:00Z
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "filter.h"
#include "rules.h"
#include "rules_check.h"
#include "share.h"

static const struct opt options[] = {
    {.name = "table",
	.letter = 't',
	.argument = "TABLE",
	.help = "a decision table; repeat for the next, which sees the outputs of this one",
	.repeats = true},
    {.name = "set",
	.argument = "NAME=VALUE",
	.help = "a setting that tables can test and copy",
	.repeats = true},
    {.name = "rule",
	.argument = "COL",
	.help = "add a column with the name of the rule; once for each table",
	.repeats = true},
    {.name = "hits", .argument = "FILE", .help = "write how often each rule matched"},
    {.name = "check", .help = "read no records: report what is wrong with the tables"},
    {0},
};
static const struct program program = {
    .name = "am-classify",
    .usage = "-t TABLE... [options] [FILE...]",
    .summary = "judge each record by decision tables, first match wins",
    .own = options,
};

/* A table, and the made columns that its outputs are. */
struct stage {
	char *path;
	struct rules *rules;
	size_t *made; /* output -> made column; behind them the column of --rule */
};

struct state {
	struct filter filter;
	struct settings settings;
	struct stage *stages;
	size_t stage_count;
	struct span *names;   /* of the made columns */
	struct span *values;  /* of the record at hand */
	struct span *outcome; /* of one stage, before it is stored: it may copy what it replaces */
	size_t made_count;
	size_t *replaced; /* column of the input -> made column + 1 that stands for it, or 0 */
	bool replaces, names_rules;
	size_t *added; /* made columns that are written behind the input's */
	size_t added_count;
	struct span *added_values;
	struct span *fields; /* with replaced columns: the record */
	struct report *hits; /* NULL without --hits */
};

/* A file that is there is that file; any other name is a table of the user's: with a slash as it
 * is, else of rules/. */
static char *
table_path(const char *name)
{
	struct buf path = {0};
	char *found;

	if (access(name, F_OK) == 0)
		return xcopy(span_of(name));
	if (!strchr(name, '/'))
		buf_add_text(&path, "rules/");
	buf_add_text(&path, name);
	buf_add_byte(&path, '\0');
	found = share_find(path.data);
	buf_free(&path);
	return found;
}

static void
read_options(struct state *s)
{
	const struct options *opt = &s->filter.opt;
	size_t rules = opt_count(opt, "rule");

	s->stage_count = opt_count(opt, "table");
	if (s->stage_count == 0)
		die("-t is needed");
	if (rules != 0 && rules != s->stage_count)
		die("--rule is needed once for each -t (%zu and %zu)", rules, s->stage_count);
	for (size_t i = 0; i < opt_count(opt, "set"); i++)
		if (settings_add(&s->settings, opt_at(opt, "set", i)) != 0)
			die_silent();
	s->names_rules = rules > 0;
	s->stages = xcalloc(s->stage_count, sizeof *s->stages);
	for (size_t i = 0; i < s->stage_count; i++) {
		struct stage *stage = &s->stages[i];

		stage->path = table_path(opt_at(opt, "table", i));
		stage->rules = stage->path ? rules_read(stage->path) : NULL;
		if (!stage->rules)
			die_silent();
		xfilter_reads(&s->filter, stage->path);
	}
}

static struct names
names_now(const struct state *s)
{
	return (struct names){
	    .columns = parts_columns(s->filter.in),
	    .made = s->names,
	    .made_count = s->made_count,
	    .settings = &s->settings,
	};
}

static size_t
made_new(struct state *s, struct span name)
{
	s->names = xrealloc(s->names, s->made_count + 1, sizeof *s->names);
	s->names[s->made_count] = name;
	return s->made_count++;
}

static size_t
made_added(struct state *s, struct span name)
{
	s->added = xrealloc(s->added, s->added_count + 1, sizeof *s->added);
	s->added[s->added_count] = made_new(s, name);
	return s->added[s->added_count++];
}

/* A made column that is replaced keeps its place; one of the input is hidden by a made one. */
static size_t
made_replacing(struct state *s, struct span name)
{
	struct names names = names_now(s);
	size_t index = 0, width = names.columns->count;

	(void)names_find(&names, name, &index); /* rules_bind found it */
	if (index >= width)
		return index - width;
	s->replaces = true;
	s->replaced[index] = made_new(s, name) + 1;
	return s->made_count - 1;
}

static size_t
made_rule(struct state *s, const char *column)
{
	struct names names = names_now(s);
	size_t unused;

	if (!*column)
		die("--rule: a column needs a name");
	if (names_find(&names, span_of(column), &unused) != NAME_NONE)
		die("--rule: %s is a column or a setting already", column);
	return made_added(s, span_of(column));
}

static void
bind_stage(struct state *s, size_t number)
{
	struct stage *stage = &s->stages[number];
	const struct rules *rules = stage->rules;
	struct names names = names_now(s);

	if (rules_bind(stage->rules, &names) != 0)
		die_silent();
	stage->made = xcalloc(rules->output_count + 1, sizeof *stage->made);
	for (size_t i = 0; i < rules->output_count; i++) {
		struct span name = rules->outputs[i].name;

		stage->made[i] =
		    rules->outputs[i].replaces ? made_replacing(s, name) : made_added(s, name);
	}
	if (s->names_rules)
		stage->made[rules->output_count] =
		    made_rule(s, opt_at(&s->filter.opt, "rule", number));
}

static void
open_hits(struct state *s)
{
	static const char *const columns[] = {"table", "rule", "hits"};
	const char *path = opt_get(&s->filter.opt, "hits");

	if (path)
		s->hits = xfilter_report(&s->filter, "--hits", path, columns, 3);
}

static void
prepare(struct state *s)
{
	struct filter *f = &s->filter;
	struct span *added;
	size_t most = 1;

	xfilter_input(f, f->opt.operands, f->opt.operand_count);
	s->replaced = xcalloc(parts_columns(f->in)->count, sizeof *s->replaced);
	for (size_t i = 0; i < s->stage_count; i++) {
		bind_stage(s, i);
		if (s->stages[i].rules->output_count > most)
			most = s->stages[i].rules->output_count;
	}
	added = xcalloc(s->added_count, sizeof *added);
	for (size_t i = 0; i < s->added_count; i++)
		added[i] = s->names[s->added[i]];
	open_hits(s);
	xfilter_output(f, added, s->added_count);
	s->added_values = added; /* the names were copied */
	s->values = xcalloc(s->made_count, sizeof *s->values);
	s->outcome = xcalloc(most, sizeof *s->outcome);
	s->fields = xcalloc(filter_width(f), sizeof *s->fields);
}

static int
judge(struct state *s, const struct stage *stage, const struct row *row)
{
	struct rules *rules = stage->rules;
	enum rules_found found;
	size_t rule;

	found = rules_decide(rules, row, &rule);
	if (found == RULES_NONE)
		warn("%s:%" PRIu64 ": no rule of %s matches", parts_file(s->filter.in),
		    s->filter.record.line, rules->base);
	if (found != RULES_FOUND)
		return -1;
	for (size_t i = 0; i < rules->output_count; i++)
		s->outcome[i] = rules_value(rules, rule, i, row);
	for (size_t i = 0; i < rules->output_count; i++)
		s->values[stage->made[i]] = s->outcome[i];
	if (s->names_rules)
		s->values[stage->made[rules->output_count]] = rules->names[rule];
	return 0;
}

static int
one(struct state *s)
{
	struct filter *f = &s->filter;
	size_t width = parts_columns(f->in)->count;
	struct row row = {.record = &f->record, .width = width, .made = s->values};

	for (size_t i = 0; i < s->stage_count; i++)
		if (judge(s, &s->stages[i], &row) != 0)
			return -1;
	for (size_t i = 0; i < s->added_count; i++)
		s->added_values[i] = s->values[s->added[i]];
	if (!s->replaces)
		return filter_keep(f, s->added_values);
	for (size_t i = 0; i < filter_width(f); i++)
		s->fields[i] = i < width && s->replaced[i] ? s->values[s->replaced[i] - 1]
							   : filter_field(f, i);
	return filter_keep_values(f, s->fields, s->added_values);
}

static int
report_hits(struct state *s, const struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		char number[24];

		snprintf(number, sizeof number, "%" PRIu64, rules->hits[i]);
		if (filter_report(s->hits, (struct span[]){span_of(rules->base), rules->names[i],
					       span_of(number)}) < 0)
			return -1;
	}
	return 0;
}

static bool
run(struct state *s)
{
	enum read_status status;
	size_t unused = 0;
	int result = 0;

	while ((status = filter_next(&s->filter)) == READ_RECORD)
		if (one(s) != 0)
			return false;
	for (size_t i = 0; i < s->stage_count; i++) {
		for (size_t k = 0; k < s->stages[i].rules->count; k++)
			unused += s->stages[i].rules->hits[k] == 0;
		if (result == 0 && s->hits)
			result = report_hits(s, s->stages[i].rules);
	}
	filter_note(&s->filter, "unused=%zu", unused);
	return status == READ_END && result == 0;
}

static int
report_fault(void *context, const struct rules *rules, const char *fault, struct span rule,
    const char *detail)
{
	struct span values[] = {span_of(rules->base), span_of(fault), rule, span_of(detail)};

	return filter_row(context, values);
}

/* --check. */
static int
check(struct state *s)
{
	static const char *const words[] = {"table", "fault", "rule", "detail"};
	struct filter *f = &s->filter;
	struct span names[4];
	size_t all = 0;
	bool complete = true;

	if (f->opt.operand_count > 0)
		die("--check reads no FILE");
	if (opt_has(&f->opt, "rule") || opt_has(&f->opt, "hits"))
		die("--check goes without --rule and --hits");
	for (size_t i = 0; i < 4; i++)
		names[i] = span_of(words[i]);
	xfilter_output_columns(f, names, 4);
	for (size_t i = 0; i < s->stage_count && complete; i++) {
		size_t found = 0;

		complete = rules_check(s->stages[i].rules, report_fault, f, &found) == 0;
		all += found;
	}
	return filter_finish(f, complete, all ? STATUS_NO : STATUS_OK);
}

static void
release(struct state *s)
{
	for (size_t i = 0; i < s->stage_count; i++) {
		rules_free(s->stages[i].rules);
		free(s->stages[i].path);
		free(s->stages[i].made);
	}
	free(s->stages);
	free(s->names);
	free(s->values);
	free(s->outcome);
	free(s->replaced);
	free(s->added);
	free(s->added_values);
	free(s->fields);
	settings_free(&s->settings);
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	read_options(&s);
	if (opt_has(&s.filter.opt, "check")) {
		status = check(&s);
	} else {
		prepare(&s);
		status = filter_finish(&s.filter, run(&s), STATUS_OK);
	}
	release(&s);
	return status;
}
