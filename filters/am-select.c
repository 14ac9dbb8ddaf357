/* am-select: several parts in one table, the columns asked for (-c), the rows asked for.
 *
 * The rule: a record stays when all -w conditions hold; of those that stay, the first N (--head),
 * or N drawn by chance (--sample), each equally likely, the same on every machine for one seed.
 *
 * Order: of the input. Memory: constant; --sample keeps N records, within -m. Status: 0, or 2 when
 * not complete.
 *
 *	am-select -w 'outcome delivered|sent' -c email,sent_at sends-*.csv.gz
 */
#include <inttypes.h>
#include <stdlib.h>

#include "cell.h"
#include "filter.h"
#include "num.h"

static const struct opt options[] = {
    {.name = "where",
	.letter = 'w',
	.argument = "COLUMN [CELL]",
	.help = "rows for which this holds (amends-rules(5)); no cell: present",
	.repeats = true},
    {.name = "set",
	.argument = "NAME=VALUE",
	.help = "a setting that conditions can name",
	.repeats = true},
    {.name = "head", .argument = "N", .help = "the first N rows"},
    {.name = "sample", .argument = "N", .help = "N rows drawn by chance"},
    {.name = "seed", .argument = "S", .help = "number that the draw starts from (default 0)"},
    {0},
};
static const struct program program = {
    .name = "am-select",
    .usage = "[-w 'COLUMN CELL']... [--head N | --sample N [--seed S]] [options] [FILE...]",
    .summary = "pick rows and columns",
    .own = options,
};

struct condition {
	char *name; /* as given; unquoted in place */
	size_t index;
	struct cell cell;
};

/* A record kept for later: its number, the ends of its fields, their bytes. */
struct kept {
	uint64_t number;
	size_t *ends;
	struct buf bytes;
};

struct state {
	struct filter filter;
	struct settings settings;
	struct condition *conditions;
	size_t condition_count;
	uint64_t head, sample; /* UINT64_MAX: not asked for */
	uint64_t passed;       /* rows for which the conditions held */
	uint64_t random;       /* state of the generator */
	struct kept *kept;
	size_t kept_count;
	uint64_t kept_bytes;
};

/* The column's name, without its quotes. */
static char *
parse_name(struct span text)
{
	struct column_list list;
	char *copy = xcopy(text), *name;

	if (column_list_parse(&list, copy, "-w") != 0)
		die_silent();
	if (list.count != 1 || list.items[0].rename.size)
		die("-w: one column is needed");
	name = xcopy(list.items[0].name);
	column_list_free(&list);
	free(copy);
	return name;
}

/* COLUMN [CELL]: the name ends at the first blank outside its quotes. */
static void
parse_where(struct condition *condition, const char *text)
{
	struct span all = span_of(text), name = {text, columns_cut(all, " \t")};
	struct span cell = span_of("present");
	struct buf where = {0};

	if (name.size == 0)
		die("-w: a column is needed before the blank");
	if (name.size < all.size)
		cell = (struct span){text + name.size + 1, all.size - name.size - 1};
	if (cell.size == 0)
		die("-w: a cell is needed behind the blank");
	condition->name = parse_name(name);
	buf_add_text(&where, "-w ");
	buf_add_text(&where, condition->name);
	buf_add_byte(&where, '\0');
	if (cell_parse(&condition->cell, cell, where.data) != 0)
		die_silent();
	buf_free(&where);
}

static uint64_t
count_option(const struct options *opt, const char *name, uint64_t otherwise)
{
	const char *text = opt_get(opt, name);
	uint64_t count = otherwise;

	if (text && num_unsigned(span_of(text), 0, UINT64_MAX - 1, &count) != 0)
		die("--%s: not a number", name);
	return count;
}

static void
read_options(struct state *s)
{
	const struct options *opt = &s->filter.opt;

	s->head = count_option(opt, "head", UINT64_MAX);
	s->sample = count_option(opt, "sample", UINT64_MAX);
	s->random = count_option(opt, "seed", 0);
	if (s->head != UINT64_MAX && s->sample != UINT64_MAX)
		die("--head and --sample exclude each other");
	if (opt_has(opt, "seed") && s->sample == UINT64_MAX)
		die("--seed needs --sample");
	for (size_t i = 0; i < opt_count(opt, "set"); i++)
		if (settings_add(&s->settings, opt_at(opt, "set", i)) != 0)
			die_silent();
	s->condition_count = opt_count(opt, "where");
	s->conditions = xcalloc(s->condition_count, sizeof *s->conditions);
	for (size_t i = 0; i < s->condition_count; i++)
		parse_where(&s->conditions[i], opt_at(opt, "where", i));
}

static void
prepare(struct state *s)
{
	struct filter *f = &s->filter;
	struct names names = {.settings = &s->settings};

	xfilter_input(f, f->opt.operands, f->opt.operand_count);
	names.columns = parts_columns(f->in);
	for (size_t i = 0; i < s->condition_count; i++) {
		struct condition *condition = &s->conditions[i];

		if (columns_find(names.columns, span_of(condition->name), &condition->index) != 0 ||
		    cell_bind(&condition->cell, &names) != 0)
			die_silent();
	}
	xfilter_output(f, NULL, 0);
}

/* 1, 0, or -1 with a message. */
static int
holds(struct state *s)
{
	struct row row = {&s->filter.record, parts_columns(s->filter.in)->count, NULL};
	int answer = 1;

	for (size_t i = 0; answer == 1 && i < s->condition_count; i++) {
		const struct condition *condition = &s->conditions[i];
		struct cell_value value = {.text = row_value(&row, condition->index)};

		answer = cell_match(&condition->cell, &value, &row);
	}
	return answer;
}

/* splitmix64: the same numbers on every machine. */
static uint64_t
random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* A number below the limit, each equally likely: what would favour the low ones is drawn again. */
static uint64_t
random_below(uint64_t *state, uint64_t limit)
{
	uint64_t uneven = -limit % limit, drawn;

	do
		drawn = random_next(state);
	while (drawn < uneven);
	return drawn % limit;
}

static void
keep_for_later(struct state *s, struct kept *kept)
{
	size_t width = filter_width(&s->filter), before = kept->bytes.room;

	if (!kept->ends) {
		kept->ends = xcalloc(width, sizeof *kept->ends);
		s->kept_bytes += width * sizeof *kept->ends + 2 * sizeof *kept;
	}
	kept->number = s->passed;
	buf_clear(&kept->bytes);
	for (size_t i = 0; i < width; i++) {
		buf_add_span(&kept->bytes, filter_field(&s->filter, i));
		kept->ends[i] = kept->bytes.size;
	}
	s->kept_bytes += kept->bytes.room - before;
}

/* Reservoir: the k-th record takes the place of one that is kept with the chance N/k. */
static int
sample(struct state *s)
{
	uint64_t place = s->kept_count;

	if (s->kept_count < s->sample) {
		if ((place & (place - 1)) == 0)
			s->kept = xrealloc(s->kept, place ? 2 * place : 1, sizeof *s->kept);
		s->kept[s->kept_count++] = (struct kept){0};
	} else {
		place = random_below(&s->random, s->passed + 1);
		if (filter_drop(&s->filter, "sample") != 0)
			return -1;
	}
	if (place < s->kept_count)
		keep_for_later(s, &s->kept[place]);
	s->passed++;
	if (s->kept_bytes <= s->filter.memory)
		return 0;
	warn("--sample: the rows need more memory than -m gives");
	return -1;
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = ((const struct kept *)a)->number, y = ((const struct kept *)b)->number;

	return (x > y) - (x < y);
}

static int
write_sample(struct state *s)
{
	size_t width = filter_width(&s->filter);
	struct span *fields = xcalloc(width, sizeof *fields);
	int result = 0;

	if (s->kept_count)
		qsort(s->kept, s->kept_count, sizeof *s->kept, by_number);
	for (size_t i = 0; i < s->kept_count && result == 0; i++) {
		const struct kept *kept = &s->kept[i];

		for (size_t k = 0, from = 0; k < width; from = kept->ends[k++])
			fields[k] =
			    (struct span){kept->ends[k] > from ? kept->bytes.data + from : "",
				kept->ends[k] - from};
		result = filter_keep_values(&s->filter, fields, NULL);
	}
	free(fields);
	return result;
}

/* What becomes of the record read last. */
static int
one(struct state *s)
{
	int answer = holds(s);

	if (answer < 0)
		return -1;
	if (answer == 0)
		return filter_drop(&s->filter, "where");
	if (s->sample != UINT64_MAX)
		return sample(s);
	s->passed++;
	return filter_keep(&s->filter, NULL);
}

static bool
run(struct state *s)
{
	enum read_status status = READ_END;

	while (s->passed < s->head && (status = filter_next(&s->filter)) == READ_RECORD)
		if (one(s) != 0)
			return false;
	if (status == READ_ERROR)
		return false;
	if (status == READ_RECORD || s->head == 0)
		return filter_drain(&s->filter, "head") == 0;
	return write_sample(s) == 0;
}

static void
release(struct state *s)
{
	for (size_t i = 0; i < s->condition_count; i++) {
		free(s->conditions[i].name);
		cell_free(&s->conditions[i].cell);
	}
	for (size_t i = 0; i < s->kept_count; i++) {
		free(s->kept[i].ends);
		buf_free(&s->kept[i].bytes);
	}
	free(s->conditions);
	free(s->kept);
	settings_free(&s->settings);
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	read_options(&s);
	prepare(&s);
	status = filter_finish(&s.filter, run(&s), STATUS_OK);
	release(&s);
	return status;
}
