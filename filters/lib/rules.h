/* rules: a decision table, first match wins (amends-rules(5)). Level 5.
 *
 * A CSV whose header names input columns (the same one may stand several times), outputs "=name"
 * or "==name" (which replaces a column), comments "#name", and first, if it is there, "rule".
 * Read, then bound to the columns and settings of a run, then asked once a record.
 *
 * A column whose cells depend on its value alone is answered from a table of the values met; only
 * what compares two columns is worked out for every record, and only for rules that are still
 * possible. */
#ifndef AMENDS_RULES_H
#define AMENDS_RULES_H

#include "cell.h"
#include "table.h"

enum {
	RULES_NO_CELL = -1,
	RULES_NEAR = 256 /* slots of the first table of values met */
};

/* A header column that is a condition. */
struct rules_test {
	struct span name;
	struct cell *cells; /* the different ones that are not empty */
	struct span *texts; /* as they are written */
	size_t cell_count;
	int *cell_of; /* rule -> cell, or RULES_NO_CELL */

	/* After rules_bind. */
	size_t index; /* the column tested; not used for a setting */
	bool setting;
	bool direct;		 /* compares two columns: worked out for every record */
	uint64_t *masks;	 /* one for each value of memo: the rules it allows */
	size_t room;		 /* of masks and met */
	struct span *met;	 /* the value, or empty when it is long */
	struct table memo;	 /* value -> number of its mask */
	uint32_t *near;		 /* first look: a few bytes of the value -> number + 1, or 0 */
	struct cell_value value; /* direct: of the record at hand */
	signed char *state;	 /* direct: cell -> answer for the record, -1 not asked */
};
struct rules_output {
	struct span name;
	bool replaces; /* "==name" */
};
/* What a rule writes to an output: one after the other texts and values of columns and settings. */
struct rules_piece {
	struct span text; /* the text, or the name behind the @ */
	bool named;
	bool column; /* rules_bind: the row's column at index, else text */
	size_t index;
};
struct rules_value {
	struct span written; /* as the table has it */
	struct rules_piece *pieces;
	size_t count; /* at least 1 */
};
struct rules {
	const char *path;
	char *base; /* name of the file without folder and ending */
	struct arena arena;
	struct rules_test *tests;
	size_t test_count;
	struct rules_output *outputs;
	size_t output_count;
	struct span *names; /* of the rules: the column rule, or the number */
	uint64_t *lines;
	struct rules_value *values; /* rule * output_count + output */
	uint64_t *hits;
	size_t count;	    /* rules */
	size_t words;	    /* of 64 rules in a mask */
	bool direct;	    /* some test is */
	uint64_t *possible; /* rules that the settings leave */
	struct buf *built;  /* output -> what was put together */
	uint64_t *mask;	    /* scratch */
	struct hash_secret secret;
};

/* Reads the table; path must outlive it. NULL with "PATH:LINE: ...": a cell that cannot be read,
 * an output left empty, no output, no rule. */
struct rules *rules_read(const char *path) MUST_CHECK;
/* Looks up all names. 0, or -1 with a message: neither a column nor a setting; an output that is
 * there already. */
int rules_bind(struct rules *, const struct names *) MUST_CHECK;

/* "PATH:LINE", or "PATH:LINE: column NAME", in out; valid as long as out is not changed. */
const char *rules_place(const struct rules *, uint64_t line, struct span column, struct buf *out);

enum rules_found { RULES_ERROR = -1, RULES_NONE = 0, RULES_FOUND = 1 };
/* The first rule that holds for the row; it is counted. RULES_ERROR has a message. */
enum rules_found rules_decide(struct rules *, const struct row *, size_t *rule) MUST_CHECK;
/* What it writes; valid as long as the row, and until the next call for that output. */
struct span rules_value(struct rules *, size_t rule, size_t output, const struct row *);
void rules_free(struct rules *);

#endif
