/* lookup: see lookup.h. Of each rung there is a table of its own; a record asks them from the
 * first rung on and stops at the first match, so a ladder costs what the rungs before the match
 * cost. When loading passes the memory given, what was loaded goes to partitions (lookup_spill.c)
 * and so does all that follows. */
#include "lookup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "lookup_inside.h"

struct lookup *
lookup_new(const struct lookup_spec *spec, const struct columns *table, struct forms *forms)
{
	struct lookup *l = xcalloc(1, sizeof *l);

	if (hash_secret_random(&l->secret) || plan_make(&l->plan, spec, table, forms)) {
		lookup_free(l);
		return NULL;
	}
	l->added = xcalloc(l->plan.added_count + 1, sizeof *l->added);
	rows_begin(&l->rows, &l->plan);
	l->room = l->plan.memory - partitions_bytes(&l->plan);
	return l;
}

int
lookup_bind(struct lookup *l, const struct columns *input, struct forms *forms)
{
	return plan_bind(&l->plan, input, forms);
}

const struct span *
lookup_added(const struct lookup *l, size_t *count)
{
	*count = l->plan.added_count;
	return l->plan.added_names;
}

struct lookup_counts
lookup_counts(const struct lookup *l)
{
	return l->counts;
}

bool
lookup_is_deferred(const struct lookup *l)
{
	return l->later != NULL;
}

void
lookup_free(struct lookup *l)
{
	if (!l)
		return;
	lookup_end_later(l);
	if (l->rows.plan)
		rows_free(&l->rows);
	plan_free(&l->plan);
	for (size_t i = 0; i < l->why_count; i++)
		free(l->whys[i].word);
	free(l->whys);
	buf_free(&l->values);
	free(l->added);
	free(l);
}

/* What is wrong with the call, not with a row, if all rows of a rung have this reason. */
static const char *
mistake(const struct way *way, const char *reason)
{
	if (way->kind == WAY_DIGEST && strcmp(reason, "bad_digest") == 0)
		return "is a digest, in hexadecimal or base64";
	if (strcmp(reason, "no_country") == 0)
		return "has a calling code (--country says whose the others are)";
	return NULL;
}

/* The key of a row in one rung, or false. */
static bool
make_key(struct rung *rung, const struct record *record)
{
	const char *reason = key_make(&rung->table, record);

	if (reason == NULL)
		rung->keyed = true;
	else if (!rung->mistake)
		rung->mistake = mistake(&rung->table.way, reason);
	return reason == NULL;
}

/* A side that is said to hold digests and holds none is another column, or written in another way;
 * national numbers of no country are none. Nothing would match, and who keeps what does not match
 * would keep everybody. */
static int
check_rungs(const struct plan *plan)
{
	for (size_t i = 0; i < plan->rung_count; i++) {
		const struct rung *rung = &plan->rungs[i];

		if (rung->keyed || !rung->mistake)
			continue;
		warn("%s: -k: %s: no value there %s", plan->name, way_name(&rung->table.way),
		    rung->mistake);
		return -1;
	}
	return 0;
}

int
lookup_add(struct lookup *l, const struct record *record)
{
	struct entry row = {0};
	uint32_t number = 0;
	bool usable = false;

	if (l->plan.keeps_rows)
		plan_row(&l->plan, record, &l->values, &row);
	if (!l->later && !rows_fit(&l->rows, l->room, row.size) && lookup_begin_later(l))
		return -1;
	for (size_t i = 0; i < l->plan.rung_count; i++) {
		const struct key *key = &l->plan.rungs[i].table;
		struct hash128 hash;

		if (!make_key(&l->plan.rungs[i], record))
			continue;
		hash = hash_key(&l->secret, buf_span(&key->text));
		if (l->later) {
			if (spilled_row(&l->later->spilled, i, hash, &row))
				return -1;
		} else {
			if (!usable)
				number = rows_add(&l->rows, &row);
			rows_index(&l->rows, i, hash, number);
		}
		usable = true;
	}
	l->counts.rows++;
	l->counts.unusable += !usable;
	return 0;
}

int
lookup_ready(struct lookup *l)
{
	if (check_rungs(&l->plan))
		return -1;
	if (!l->later)
		rows_ready(&l->rows);
	return 0;
}

const char *
lookup_why(struct lookup *l, const char *code)
{
	struct why *why;
	size_t size = strlen(code) + sizeof "key_";

	for (size_t i = 0; i < l->why_count; i++)
		if (strcmp(l->whys[i].code, code) == 0)
			return l->whys[i].word;
	l->whys = xrealloc(l->whys, l->why_count + 1, sizeof *l->whys);
	why = &l->whys[l->why_count++];
	*why = (struct why){code, xmalloc(size, 1)};
	snprintf(why->word, size, "key_%s", code);
	return why->word;
}

int
lookup_say_twice(const struct lookup *l, uint64_t line)
{
	warn("%s:%" PRIu64 ": key stands twice (--pick says which to take)", l->plan.name, line);
	return -1;
}

struct when
lookup_time(const struct lookup *l, const struct record *record)
{
	if (l->plan.as_of.relation == AS_OF_ANY)
		return (struct when){0};
	return when_parse(csv_field(record, l->plan.input_time_index));
}

const struct span *
lookup_give(struct lookup *l, const struct entry *row)
{
	const char *at = row->values;

	for (size_t i = 0; i < l->plan.added_count; i++)
		switch (l->plan.added[i].kind) {
		case ADDED_COLUMN:
			l->added[i] = plan_value(&at);
			break;
		case ADDED_FILE:
			l->added[i] = span_of(l->plan.name);
			break;
		case ADDED_LINE:
			l->added[i].data = l->line;
			l->added[i].size =
			    (size_t)snprintf(l->line, sizeof l->line, "%" PRIu64, row->line);
			break;
		}
	return l->added;
}

/* Is there a match under this number of a rung's table? The walk begins anew in lookup_row. */
static bool
has_match(struct lookup *l, const struct record *record, size_t rung, uint64_t number)
{
	const struct entry *row;

	if (!l->plan.keeps_rows)
		return true;
	if (!(number & ROWS_GROUP)) { /* most keys have one row: no walk */
		row = &l->rows.row[number];
		l->single = row;
		return as_of_holds(&l->plan.as_of, lookup_time(l, record), row->at);
	}
	l->single = NULL;
	match_begin(&l->match, &l->rows, rung, number, lookup_time(l, record));
	return match_any(&l->match);
}

/* With one row asked for: is there a second? */
static int
check_single(struct lookup *l)
{
	struct match walk = l->match;
	const struct entry *row;
	bool twice;

	if (l->single || l->plan.exists || l->plan.pick != LOOKUP_ONE)
		return 0;
	if (match_take(&walk, &row, &twice) == READ_RECORD && twice)
		return lookup_say_twice(l, row->line);
	return 0;
}

/* The first byte of a record's bytes or values: its own as long as it is valid. */
static const char *
first_byte(const struct record *record)
{
	return record->base + record->start;
}

/* Makes the key of a record on a rung; its number is not looked up yet. */
static inline void
expect(struct lookup *l, size_t rung, const struct record *record, struct expected *e)
{
	struct key *key = &l->plan.rungs[rung].input;

	e->record = first_byte(record);
	e->number = TABLE_NONE;
	e->reason = key_make(key, record);
	if (!e->reason)
		e->key = hash_key(&l->secret, buf_span(&key->text));
}

/* Nearly every record of a log concerns nobody. Where one rung's form is the loosest of all on the
 * same column, a usable key that it does not know is known to no rung, and one look-up tells. */
static size_t
asked_first(const struct lookup *l)
{
	return l->plan.widest ? (size_t)(l->plan.widest - l->plan.rungs) : 0;
}

/* The tables of a large LOOKUP lie far away in memory: filter, slot, row and values of a key are
 * fetched for all records at a time, so that the waits overlap. */
void
lookup_expect(struct lookup *l, const struct record *records, size_t count)
{
	const size_t rung = asked_first(l);
	const struct table *table = &l->rows.rungs[rung].table;
	struct expected *e = l->expected;
	bool held[LOOKUP_EXPECTED];

	count = count < LOOKUP_EXPECTED ? count : LOOKUP_EXPECTED;
	l->expected_at = 0;
	l->expected_count = count;
	for (size_t i = 0; i < count; i++) {
		expect(l, rung, &records[i], &e[i]);
		if (!e[i].reason)
			table_fetch(table, e[i].key);
	}
	for (size_t i = 0; i < count; i++)
		held[i] = !e[i].reason && table_may_hold(table, e[i].key);
	for (size_t i = 0; i < count; i++) {
		if (!held[i])
			continue;
		e[i].number = table_find(table, e[i].key);
		if (e[i].number < l->rows.count)
			__builtin_prefetch(&l->rows.row[e[i].number]);
	}
	for (size_t i = 0; i < count; i++)
		if (held[i] && e[i].number < l->rows.count)
			__builtin_prefetch(l->rows.row[e[i].number].values);
}

/* The key of a record on a rung, and what the rung's table knows under it, into e. */
static void
find(struct lookup *l, size_t rung, const struct record *record, struct expected *e)
{
	expect(l, rung, record, e);
	if (!e->reason)
		e->number = table_find(&l->rows.rungs[rung].table, e->key);
}

/* The same for the rung that is asked first: what was expected where it was, else room. */
static const struct expected *
find_first(struct lookup *l, size_t rung, const struct record *record, struct expected *room)
{
	const struct expected *next = &l->expected[l->expected_at];

	if (l->expected_at < l->expected_count && next->record == first_byte(record)) {
		l->expected_at++;
		return next;
	}
	find(l, rung, record, room);
	return room;
}

int
lookup_probe(struct lookup *l, const struct record *record, struct lookup_answer *answer)
{
	const size_t first = asked_first(l);
	struct expected first_room, room;
	const struct expected *known = find_first(l, first, record, &first_room);
	const char *code = NULL;
	bool usable = false;

	*answer = (struct lookup_answer){.why = "unmatched"};
	l->open = false;
	l->single = NULL;
	if (l->plan.widest && !known->reason && known->number == TABLE_NONE)
		return 0;
	for (size_t i = 0; i < l->plan.rung_count; i++) {
		const struct expected *e = i == first ? known : &room;

		if (i != first)
			find(l, i, record, &room);
		if (e->reason) {
			code = code ? code : e->reason;
			continue;
		}
		usable = true;
		if (e->number == TABLE_NONE || !has_match(l, record, i, e->number))
			continue;
		*answer = (struct lookup_answer){.matched_by = l->plan.rungs[i].text};
		l->open = !l->plan.exists;
		return check_single(l);
	}
	if (code && !usable)
		answer->why = lookup_why(l, code);
	return 0;
}

enum read_status
lookup_row(struct lookup *l, const struct span **added)
{
	const struct entry *row;
	bool twice;

	if (!l->open)
		return READ_END;
	if (l->later)
		return lookup_replay_row(l, added);
	if (l->single) {
		*added = lookup_give(l, l->single);
		l->single = NULL;
		l->open = false;
		return READ_RECORD;
	}
	if (match_take(&l->match, &row, &twice) == READ_END) {
		l->open = false;
		return READ_END;
	}
	*added = lookup_give(l, row);
	return READ_RECORD;
}
