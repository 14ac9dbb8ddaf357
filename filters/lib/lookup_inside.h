/* lookup_inside: what lookup.c and lookup_later.c share, and nobody else. Level 5. */
#ifndef AMENDS_LOOKUP_INSIDE_H
#define AMENDS_LOOKUP_INSIDE_H

#include "lookup.h"
#include "lookup_keep.h"
#include "lookup_match.h"
#include "lookup_part.h"
#include "lookup_spill.h"

/* The drop reason of a key's reason code. */
struct why {
	const char *code; /* static */
	char *word;	  /* "key_" and the code */
};

/* What stands instead of rows when they did not fit. */
struct later {
	struct spilled spilled;
	struct spill *records;
	struct spill_reader *reader;
	struct merge *merge;
	struct kept kept;
	uint64_t sequence; /* records kept so far; then records given back */
	uint32_t rung;	   /* of the answer at hand */
	bool given;	   /* the entry that merge is at was given */
};

/* What is known of a record before it is probed: of the rung that is asked first. */
struct expected {
	const char *record; /* its first byte */
	const char *reason; /* NULL, or why there is no key */
	struct hash128 key;
	uint64_t number; /* in the rung's table */
};

struct lookup {
	struct plan plan;
	struct hash_secret secret;
	struct rows rows;
	uint64_t room;	     /* of -m for them: they move to disk through buffers */
	struct later *later; /* NULL: rows are in memory */
	struct lookup_counts counts;
	struct why *whys;
	size_t why_count;
	struct buf values;	    /* scratch */
	const struct entry *single; /* the last answer's only row, not given yet; else NULL */
	struct match match;
	struct expected expected[LOOKUP_EXPECTED];
	size_t expected_at, expected_count;
	bool open;	    /* the last answer may have more rows */
	struct span *added; /* of the row given last */
	char line[24];
};

/* lookup.c: */
/* "key_" and the code. */
const char *lookup_why(struct lookup *, const char *code);
/* The time of a record of the input. */
struct when lookup_time(const struct lookup *, const struct record *);
/* The added values of a row. */
const struct span *lookup_give(struct lookup *, const struct entry *);
/* Prints that a key stands twice; -1. */
int lookup_say_twice(const struct lookup *, uint64_t line) MUST_CHECK;

/* lookup_later.c: */
/* Moves everything to disk. */
int lookup_begin_later(struct lookup *) MUST_CHECK;
void lookup_end_later(struct lookup *);
/* lookup_row of an answer that was found on disk. */
enum read_status lookup_replay_row(struct lookup *, const struct span **added) MUST_CHECK;

#endif
