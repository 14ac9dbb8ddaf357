/* lookup_match: see lookup_match.h. A group is sorted by latest, so one side of every comparison
 * is a binary search; the other side is one too when earliest rises as well, which is so for exact
 * times. Where wide and narrow intervals mix, what is left is walked over and asked row by row. */
#include "lookup_match.h"

bool
as_of_holds(const struct as_of *as_of, struct when record, struct when row)
{
	enum when_order order = WHEN_NO;

	switch (as_of->relation) {
	case AS_OF_ANY:
		return true;
	case AS_OF_AFTER:
		order = when_before(row, record);
		break;
	case AS_OF_NOT_BEFORE:
		order = when_not_after(row, record);
		break;
	case AS_OF_BEFORE:
		order = when_before(record, row);
		break;
	case AS_OF_NOT_AFTER:
		order = when_not_after(record, row);
		break;
	case AS_OF_UNTOLD:
		return when_not_after(row, record) == WHEN_UNDECIDED;
	}
	return order == WHEN_YES || (order == WHEN_UNDECIDED && as_of->or_untold);
}

/* The first place in [from, to) whose latest (or earliest) is at least so much; to when none is. */
static uint32_t
first_at_least(const struct match *match, struct stretch in, bool latest, int64_t least)
{
	while (in.from < in.to) {
		uint32_t middle = in.from + (in.to - in.from) / 2;
		const struct when *at = &match->rows->row[match->order[middle]].at;

		if ((latest ? at->latest : at->earliest) >= least)
			in.to = middle;
		else
			in.from = middle + 1;
	}
	return in.from;
}

/* Narrows the rows of known time to those that can hold. monotone: earliest can be searched too. */
static void
narrow(struct match *match, bool monotone, struct stretch *in)
{
	const struct as_of *as_of = &match->asked;
	bool equal = as_of->relation == AS_OF_NOT_BEFORE || as_of->relation == AS_OF_NOT_AFTER;
	struct when at = match->at;

	switch (as_of->relation) {
	case AS_OF_ANY:
		break;
	case AS_OF_AFTER:
	case AS_OF_NOT_BEFORE:
		if (!as_of->or_untold)
			in->to = first_at_least(match, *in, true, at.earliest + equal);
		else if (monotone)
			in->to = first_at_least(match, *in, false, at.latest + equal);
		break;
	case AS_OF_BEFORE:
	case AS_OF_NOT_AFTER:
		if (as_of->or_untold)
			in->from = first_at_least(match, *in, true, at.earliest + !equal);
		else
			in->from = first_at_least(match, *in, !monotone, at.latest + !equal);
		break;
	case AS_OF_UNTOLD:
		in->from = first_at_least(match, *in, true, at.earliest + 1);
		if (monotone)
			in->to = first_at_least(match, *in, false, at.latest + 1);
		break;
	}
}

/* Begins a walk for what is asked; the rest of match stays. */
static void
walk(struct match *match, struct as_of asked)
{
	const struct as_of *as_of = &match->asked;
	const struct rows *rows = match->rows;
	const uint64_t number = match->number;
	const struct group *group;
	struct stretch *known = &match->stretch[1];

	memset(match->stretch, 0, sizeof match->stretch);
	match->asked = asked;
	match->now = 0;
	if (!(number & ROWS_GROUP)) {
		match->single = (uint32_t)number;
		match->stretch[0].to = 1;
		return;
	}
	group = &rows->rungs[match->rung].groups[number & ~ROWS_GROUP];
	match->order = rows->rungs[match->rung].order + group->from;
	/* Without as-of no time is known, so all rows are in the first stretch. */
	match->stretch[0].to = group->unknown;
	*known = (struct stretch){group->unknown, group->count};
	if (as_of->relation == AS_OF_ANY)
		return;
	if (!as_of->or_untold)
		match->stretch[0].to = 0;
	if (match->at.known)
		narrow(match, group->monotone, known);
	else if (!as_of->or_untold)
		known->to = known->from;
}

void
match_begin(
    struct match *match, const struct rows *rows, size_t rung, uint64_t number, struct when at)
{
	struct as_of asked = rows->plan->as_of;

	*match = (struct match){.rows = rows, .rung = rung, .number = number, .at = at};
	if (asked.relation != AS_OF_UNTOLD &&
	    (rows->plan->pick == LOOKUP_FIRST || rows->plan->pick == LOOKUP_LAST))
		asked.or_untold = false;
	walk(match, asked);
}

static const struct entry *
row_at(const struct match *match, uint32_t place)
{
	return &match->rows->row[match->order ? match->order[place] : match->single];
}

static bool
holds(const struct match *match, const struct entry *row)
{
	return as_of_holds(&match->asked, match->at, row->at);
}

const struct entry *
match_next(struct match *match)
{
	for (; match->now < MATCH_STRETCHES; match->now++) {
		struct stretch *in = &match->stretch[match->now];

		while (in->from < in->to) {
			const struct entry *row = row_at(match, in->from++);

			if (holds(match, row))
				return row;
		}
	}
	return NULL;
}

const struct entry *
match_last(struct match *match)
{
	size_t now = match->now;

	match->now = MATCH_STRETCHES;
	for (size_t i = MATCH_STRETCHES; i-- > now;) {
		struct stretch *in = &match->stretch[i];

		while (in->from < in->to) {
			const struct entry *row = row_at(match, --in->to);

			if (holds(match, row))
				return row;
		}
	}
	return NULL;
}

/* The row that pick starts with; where nothing matches for certain, what cannot be told is walked
 * over too. */
static const struct entry *
pick_start(struct match *match)
{
	const struct plan *plan = match->rows->plan;
	const struct entry *row = plan->pick == LOOKUP_LAST ? match_last(match) : match_next(match);

	if (!row && match->asked.or_untold != plan->as_of.or_untold) {
		walk(match, plan->as_of);
		return plan->pick == LOOKUP_LAST ? match_last(match) : match_next(match);
	}
	match->asked = plan->as_of; /* what was asked first is answered: no second walk */
	return row;
}

bool
match_any(const struct match *match)
{
	struct match copy = *match;

	return pick_start(&copy) != NULL;
}

enum read_status
match_take(struct match *match, const struct entry **row, bool *twice)
{
	enum lookup_pick pick = match->rows->plan->pick;
	const struct entry *second;

	*twice = false;
	*row = pick_start(match);
	if (!*row)
		return READ_END;
	if (pick == LOOKUP_ALL || match->now == MATCH_STRETCHES)
		return READ_RECORD;
	second = pick == LOOKUP_ONE && !match->rows->plan->exists ? match_next(match) : NULL;
	match->now = MATCH_STRETCHES;
	if (second) {
		*row = second;
		*twice = true;
	}
	return READ_RECORD;
}
