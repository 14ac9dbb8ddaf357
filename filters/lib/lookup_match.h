/* lookup_match: the rows of one key that hold as of a time, in pick order. Level 5, for the lookup
 * modules only. */
#ifndef AMENDS_LOOKUP_MATCH_H
#define AMENDS_LOOKUP_MATCH_H

#include "lookup_rows.h"

/* Does a record's time stand to a row's as asked? */
bool as_of_holds(const struct as_of *, struct when record, struct when row);

enum { MATCH_STRETCHES = 2 };
/* Places in a group [from, to). */
struct stretch {
	uint32_t from;
	uint32_t to;
};
/* A walk over the matches. The stretches hold every match, and when times are exact little else;
 * each row is asked. */
struct match {
	const struct rows *rows;
	const uint32_t *order; /* of the group; NULL: the row is single */
	uint32_t single;
	struct when at;	    /* of the record */
	struct as_of asked; /* the plan's; in a first walk of --pick without or_untold */
	size_t rung;	    /* where the walk begins again */
	uint64_t number;
	struct stretch stretch[MATCH_STRETCHES]; /* of unknown time, of known time */
	size_t now;
};

/* Begins a walk over the rows of a number that table_find gave. */
void match_begin(struct match *, const struct rows *, size_t rung, uint64_t number, struct when at);
/* Is there a match? The walk stays where it is. */
bool match_any(const struct match *) MUST_CHECK;
/* The next match, or NULL. */
const struct entry *match_next(struct match *);
/* The last match of those not walked over yet, or NULL; ends the walk. */
const struct entry *match_last(struct match *);
/* What pick takes, one row after the other; first and last take a row that matches for certain
 * before one that cannot be told. READ_END when there are no more. *twice is set, with the row in
 * question, when one was asked for and there are more. */
enum read_status match_take(struct match *, const struct entry **row, bool *twice) MUST_CHECK;

#endif
