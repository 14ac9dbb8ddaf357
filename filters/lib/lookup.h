/* lookup: a LOOKUP table by key, and as of a time. Level 5. It carries the join of all filters.
 *
 * A filter does this:
 *
 *	l = lookup_new(&spec, parts_columns(table), forms);   all names are checked here
 *	lookup_bind(l, parts_columns(input), forms);          and here, before anything is read
 *	for each record of the table:
 *		lookup_add(l, &record);
 *	lookup_ready(l);
 *	for each record of the input:
 *		if (lookup_is_deferred(l))
 *			lookup_defer(l, &record, file);         its answer comes later
 *		else
 *			lookup_probe(l, &record, &answer);      use the answer
 *	if (lookup_is_deferred(l)) {
 *		lookup_solve(l);
 *		while (lookup_replay(l, &record, &file, &answer) == READ_RECORD)
 *			the same use of the answer
 *	}
 *
 * Use of an answer: answer.why says whether there is a match; lookup_row gives its rows.
 *
 * A table that needs more than spec.memory is deferred: its rows, and the keys of the input's
 * records, go to partitions on disk that fit one at a time, the records themselves to a file, and
 * the answers come back in the order of the input. The answers, and the rows they give, are the
 * same in both ways.
 *
 * Every function that fails has printed one line; then nothing but lookup_free may follow. */
#ifndef AMENDS_LOOKUP_H
#define AMENDS_LOOKUP_H

#include "key.h"

/* Which of several rows of one key. All but ONE go by the order of the rows: by time
 * (when_compare; only with as_of), then by prefer, then by the bytes of the added values, then by
 * line. FIRST and LAST take a row that matches for certain before one that cannot be told. */
enum lookup_pick {
	LOOKUP_ONE,   /* several rows for one record are an error */
	LOOKUP_FIRST, /* the first in that order */
	LOOKUP_LAST,  /* the last; among rows of the same time it is still the preferred one */
	LOOKUP_ALL    /* all, in that order */
};

/* What is asked of a lookup, in the words of am-join(1). The texts must outlive the lookup. */
struct lookup_spec {
	/* Keys as key.h reads them, at least one; several are a ladder, the first that matches
	 * wins. */
	const char *const *keys;
	size_t key_count;
	/* "sent_at>=at"; operators > >= < <=, these with ? behind, and ?. NULL: no time. */
	const char *as_of;
	/* "event=objection,optout": a column and its values, best first. NULL: none. */
	const char *prefer;
	/* "optout_at=at,name,optout_line=:line": columns to give. NULL: none. */
	const char *add;
	enum lookup_pick pick;
	bool exists;	  /* only whether there is a row is asked: no rows come, several are fine */
	uint64_t memory;  /* bytes it may take */
	const char *temp; /* folder for what does not fit */
};
/* "first", "last" or "all". 0, or -1 with a message. */
int lookup_pick_parse(const char *text, enum lookup_pick *) MUST_CHECK;

struct lookup;

/* Parses the spec and binds it to the columns of the LOOKUP table, which must outlive the lookup.
 * NULL with a message. */
struct lookup *lookup_new(
    const struct lookup_spec *, const struct columns *table, struct forms *) MUST_CHECK;
/* Binds it to the columns of the table that is joined. 0 or -1. */
int lookup_bind(struct lookup *, const struct columns *input, struct forms *) MUST_CHECK;
/* The names of the added columns, in order. ":file" and ":line", the place of the row in the
 * LOOKUP, are called lookup_source and lookup_line unless they are renamed. */
const struct span *lookup_added(const struct lookup *, size_t *count);

/* Takes one record of the LOOKUP table. A key with an empty or unusable part is left out.
 * 0 or -1. */
int lookup_add(struct lookup *, const struct record *) MUST_CHECK;
/* The LOOKUP table is complete. 0, or -1 with a message: on a rung no row has a key, because it is
 * to hold digests and holds none, or numbers of a country that was not named. */
int lookup_ready(struct lookup *) MUST_CHECK;
struct lookup_counts {
	uint64_t rows;	   /* records taken */
	uint64_t unusable; /* of these, without a usable key on any rung: they match nothing */
};
struct lookup_counts lookup_counts(const struct lookup *);

/* What became of one record. */
struct lookup_answer {
	/* NULL: it matches. Else "unmatched", or "key_REASON" (key_empty ...), of the first rung,
	 * when no rung had a usable key. Valid until lookup_free. */
	const char *why;
	/* The rung that matched: the name of its form or digest when all rungs are of the same
	 * columns, each by another, and none has a digest on one side alone, else its text. Empty
	 * without a match. */
	struct span matched_by;
};
/* Says which records the next calls of lookup_probe look up, in this order, none left out; at most
 * LOOKUP_EXPECTED of them count. Only for speed: the memory of all of them is fetched at once. Not
 * for a deferred lookup. */
enum { LOOKUP_EXPECTED = 16 };
void lookup_expect(struct lookup *, const struct record *, size_t count);
/* Looks a record up. 0, or -1: several rows for a record when one was asked for. */
int lookup_probe(struct lookup *, const struct record *, struct lookup_answer *) MUST_CHECK;
/* The next row of the last answer: a value for each added column, valid until the next call on
 * this lookup. READ_END when there are no more (at once after exists). */
enum read_status lookup_row(struct lookup *, const struct span **added) MUST_CHECK;

/* True, after lookup_ready, when answers come later. */
bool lookup_is_deferred(const struct lookup *);
/* Keeps a record for later; file is its file's name, which must outlive the lookup. 0 or -1. */
int lookup_defer(struct lookup *, const struct record *, const char *file) MUST_CHECK;
/* No more records: finds all answers. 0 or -1. */
int lookup_solve(struct lookup *) MUST_CHECK;
/* The next record kept, exactly as it was, and its answer. Valid until the next call. */
enum read_status lookup_replay(
    struct lookup *, struct record *, const char **file, struct lookup_answer *) MUST_CHECK;

void lookup_free(struct lookup *); /* NULL does nothing */

#endif
