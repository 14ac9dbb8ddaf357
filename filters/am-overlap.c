/* am-overlap: how many people are in which of several lists. The rule: a person is a key; each
 * list says which keys it holds, once each; for every combination of lists that occurs, the number
 * of keys that are in just these. --members gives the keys themselves.
 *
 * With a ladder of -k the key of a record is that of the first rung that can be made of it; keys
 * of different rungs are different people. Records without a key are dropped with the reason of
 * the first rung. Order: bytewise by the columns (--members: by key). Memory: -m; past it keys go
 * to disk, and the bytes out are the same. Status: 0, or 2 when not complete.
 *
 *	am-overlap -k email:mailbox lottery=people.csv customers=customers.csv
 */
#include <stdio.h>
#include <stdlib.h>

#include "filter.h"
#include "num.h"
#include "tally.h"

static const struct opt options[] = {
    {.name = "key",
	.letter = 'k',
	.argument = "KEY",
	.help = "COLS[:FORM]: what makes a person, in every list; repeat for a ladder",
	.repeats = true},
    {.name = "members", .help = "one row for each key: in which lists it is"},
    {.name = "min", .argument = "N", .help = "hide numbers of people below N: they are written <N"},
    {0},
};
static const struct program program = {
    .name = "am-overlap",
    .usage = "-k KEY... [options] NAME=FILE...",
    .summary = "count the people of every combination of lists",
    .own = options,
    .hashes = true,
    .operands_least = 1,
};

enum { LISTS_MOST = 64 };

struct list {
	struct span name;
	struct parts *table;
	struct key *keys; /* one for each rung */
	char bit[24];	  /* as a decimal number */
	bool keyed;	  /* some record has a key */
	const char *bad;  /* the digest that some record should have, and has something else */
};

struct state {
	struct filter filter;
	struct key_spec *specs;
	size_t rung_count;
	struct list lists[LISTS_MOST];
	size_t count;
	bool members;
	uint64_t least;	     /* --min, or 0 */
	char least_text[24]; /* what is written instead */
	uint64_t hidden;
	struct tally *people;	    /* key and rung -> union of bits */
	struct tally *combinations; /* '0' or '1' a list -> count */
	struct buf key;
	struct span values[LISTS_MOST + 1];
};
static const struct tally_spec union_spec = {TALLY_UNION, ORDER_BYTES};
static const struct tally_spec count_spec = {TALLY_COUNT, ORDER_BYTES};

static bool
same_names(const struct key_spec *spec)
{
	for (size_t i = 0; i < spec->columns.count; i++)
		if (!span_equal(spec->columns.items[i].name, spec->lookup.items[i].name))
			return false;
	return true;
}

static void
parse_rung(struct state *s, struct key_spec *spec, const char *text)
{
	if (key_parse(spec, text) != 0)
		die_silent();
	if (key_spec_is_mixed(spec) == same_names(spec))
		die(key_spec_is_mixed(spec)
			? "-k: digests and what they are of need columns of different names"
			: "-k: all lists have the key under the same names, = is for digests only");
	if (s->members && spec->columns.count > 1)
		die("--members: a key of one column only");
}

static bool
has_columns(const struct columns *header, const struct column_list *list)
{
	size_t index;

	for (size_t i = 0; i < list->count; i++)
		if (columns_seek(header, list->items[i].name, &index) != 0)
			return false;
	return true;
}

/* With a digest on one side of the key, a list is of the side whose columns it has; one that has
 * both is of the left one. */
static void
bind_rung(struct state *s, struct list *list, size_t rung)
{
	const struct columns *header = parts_columns(list->table);
	const struct key_spec *spec = &s->specs[rung];
	bool right = !has_columns(header, &spec->columns) && has_columns(header, &spec->lookup);

	if (key_bind(&list->keys[rung], spec, right, header, s->filter.forms) != 0)
		die_silent();
}

/* Reads NAME=FILE and opens the file. */
static void
open_list(struct state *s, const char *operand)
{
	const char *equals = strchr(operand, '=');
	struct list *list = &s->lists[s->count];

	if (!equals || equals == operand || equals[1] == '\0')
		die("every list is given as NAME=FILE");
	list->name = (struct span){operand, (size_t)(equals - operand)};
	for (size_t i = 0; i < s->count; i++)
		if (span_equal(list->name, s->lists[i].name))
			die("two lists are named %.*s", (int)list->name.size, operand);
	if (span_is(list->name, s->members ? "key" : "people"))
		die("a list cannot be named %.*s, a column of the result is", (int)list->name.size,
		    operand);
	snprintf(list->bit, sizeof list->bit, "%llu", 1ULL << s->count);
	list->table = xfilter_table(&s->filter, equals + 1);
	list->keys = xcalloc(s->rung_count, sizeof *list->keys);
	for (size_t i = 0; i < s->rung_count; i++)
		bind_rung(s, list, i);
	s->count++;
}

/* The header: --members has the key before the lists, else the number stands behind them. */
static void
open_output(struct state *s)
{
	size_t first = s->members ? 1 : 0;

	s->values[0] = span_of("key");
	for (size_t i = 0; i < s->count; i++)
		s->values[first + i] = s->lists[i].name;
	if (!s->members)
		s->values[s->count] = span_of("people");
	xfilter_output_columns(&s->filter, s->values, s->count + 1);
}

static void
prepare(struct state *s)
{
	const struct options *opt = &s->filter.opt;
	const char *least = opt_get(opt, "min");
	uint64_t memory = s->filter.memory;

	s->members = opt_has(opt, "members");
	if (least && s->members)
		die("--min has no numbers to hide with --members");
	if (least && num_unsigned(span_of(least), 2, UINT64_MAX, &s->least) != 0)
		die("--min: not a number from 2 on");
	snprintf(s->least_text, sizeof s->least_text, "<%llu", (unsigned long long)s->least);
	s->rung_count = opt_count(opt, "key");
	if (s->rung_count == 0)
		die("-k is needed");
	s->specs = xcalloc(s->rung_count, sizeof *s->specs);
	for (size_t i = 0; i < s->rung_count; i++)
		parse_rung(s, &s->specs[i], opt_at(opt, "key", i));
	if (opt->operand_count > LISTS_MOST)
		die("at most %d lists", LISTS_MOST);
	for (size_t i = 0; i < opt->operand_count; i++)
		open_list(s, opt->operands[i]);
	open_output(s);
	s->people = tally_new(&union_spec, 1, memory - memory / 8, s->filter.temp);
	if (s->people)
		s->combinations = tally_new(&count_spec, 1, memory / 8, s->filter.temp);
	if (!s->combinations)
		die_silent();
}

/* One record of a list: its key is noted with the list. */
static int
one(struct state *s, struct list *list)
{
	const char *why = NULL;

	for (size_t i = 0; i < s->rung_count; i++) {
		const char *reason = key_make(&list->keys[i], &s->filter.record);

		if (reason) {
			why = why ? why : reason;
			if (strcmp(reason, "bad_digest") == 0)
				list->bad = way_name(&list->keys[i].way);
			continue;
		}
		list->keyed = true;
		buf_clear(&s->key);
		(void)order_append(
		    &s->key, (struct order){ORDER_BYTES, false}, buf_span(&list->keys[i].text));
		buf_add(&s->key, &i, sizeof i);
		if (tally_group(s->people, buf_span(&s->key)) != 0 ||
		    tally_add(s->people, 0, span_of(list->bit)) != NULL)
			return -1;
		filter_fold(&s->filter);
		return 0;
	}
	return filter_drop(&s->filter, why);
}

/* Reads one list. For the time the filter's table is that list. */
static bool
read_list(struct state *s, struct list *list)
{
	enum read_status status;
	bool fine = true;

	s->filter.in = list->table;
	while (fine && (status = filter_next(&s->filter)) != READ_END)
		fine = status == READ_RECORD && one(s, list) == 0;
	s->filter.in = NULL;
	if (!fine || list->keyed || !list->bad)
		return fine;
	warn("%s: -k: no value there is a digest by %s, in hexadecimal or base64",
	    parts_columns(list->table)->file, list->bad);
	return false;
}

static bool
has_bit(uint64_t bits, size_t list)
{
	return bits >> list & 1;
}

static int
write_member(struct state *s, struct span key, uint64_t bits)
{
	buf_clear(&s->key);
	order_cut(&key, &s->key);
	s->values[0] = buf_span(&s->key);
	for (size_t i = 0; i < s->count; i++)
		s->values[1 + i] = span_of(has_bit(bits, i) ? "yes" : "");
	return filter_row(&s->filter, s->values);
}

static int
count_member(struct state *s, uint64_t bits)
{
	buf_clear(&s->key);
	for (size_t i = 0; i < s->count; i++)
		buf_add_byte(&s->key, has_bit(bits, i) ? '1' : '0');
	if (tally_group(s->combinations, buf_span(&s->key)) != 0)
		return -1;
	return tally_add(s->combinations, 0, (struct span){NULL, 0}) ? -1 : 0;
}

/* Goes through all people, in the order of their keys. */
static bool
list_people(struct state *s)
{
	struct span key, bits;
	enum read_status status;
	uint64_t set = 0;

	if (tally_finish(s->people) != 0)
		return false;
	while ((status = tally_next(s->people, &key, &bits)) == READ_RECORD) {
		if (num_unsigned(bits, 1, UINT64_MAX, &set) != 0)
			return false;
		if ((s->members ? write_member(s, key, set) : count_member(s, set)) != 0)
			return false;
	}
	return status == READ_END;
}

static int
write_combination(struct state *s, struct span combination, struct span people)
{
	uint64_t number;

	for (size_t i = 0; i < s->count; i++)
		s->values[i] = span_of(combination.data[i] == '1' ? "yes" : "");
	s->values[s->count] = people;
	if (num_unsigned(people, 0, s->least, &number) == 0 && number < s->least) {
		s->values[s->count] = span_of(s->least_text);
		s->hidden++;
	}
	return filter_row(&s->filter, s->values);
}

static bool
list_combinations(struct state *s)
{
	struct span combination, people;
	enum read_status status;

	if (tally_finish(s->combinations) != 0)
		return false;
	while ((status = tally_next(s->combinations, &combination, &people)) == READ_RECORD)
		if (write_combination(s, combination, people) != 0)
			return false;
	if (s->hidden > 0)
		filter_note(&s->filter, "hidden=%llu", (unsigned long long)s->hidden);
	return status == READ_END;
}

static bool
run(struct state *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (!read_list(s, &s->lists[i]))
			return false;
	return list_people(s) && (s->members || list_combinations(s));
}

static void
release(struct state *s)
{
	for (size_t i = 0; i < s->count; i++) {
		for (size_t k = 0; k < s->rung_count; k++)
			key_free(&s->lists[i].keys[k]);
		free(s->lists[i].keys);
	}
	for (size_t i = 0; i < s->rung_count; i++)
		key_spec_free(&s->specs[i]);
	tally_free(s->people);
	tally_free(s->combinations);
	buf_free(&s->key);
	free(s->specs);
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	prepare(&s);
	status = filter_finish(&s.filter, run(&s), STATUS_OK);
	release(&s);
	return status;
}
