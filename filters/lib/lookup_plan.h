/* lookup_plan: what is asked of a lookup, parsed and bound to columns; makes a LOOKUP record into
 * a row. Level 5, for the lookup modules only. */
#ifndef AMENDS_LOOKUP_PLAN_H
#define AMENDS_LOOKUP_PLAN_H

#include "lookup.h"
#include "when.h"

enum as_of_relation {
	AS_OF_ANY,
	AS_OF_AFTER,
	AS_OF_NOT_BEFORE,
	AS_OF_BEFORE,
	AS_OF_NOT_AFTER,
	AS_OF_UNTOLD
};

/* How the time of a record must stand to the time of a row: AFTER is "record > row". */
struct as_of {
	enum as_of_relation relation;
	bool or_untold; /* also when the order cannot be told */
};

/* One row of the LOOKUP table, as far as it is asked for. */
struct entry {
	struct when at;
	const char *values; /* the added values, each behind its size (plan_value) */
	uint64_t line;
	uint32_t rank; /* place in prefer */
	uint32_t size; /* of values */
};

struct rung {
	struct key_spec spec;
	struct key table; /* bound to the LOOKUP table */
	struct key input;
	struct span text;    /* what matched_by says */
	bool keyed;	     /* some row of the LOOKUP has a key */
	const char *mistake; /* what no row is, when none has a key because of the call */
};

enum added_kind { ADDED_COLUMN, ADDED_FILE, ADDED_LINE };
struct added {
	enum added_kind kind;
	size_t index;
};

struct plan {
	const char *name; /* of the LOOKUP file */
	struct rung *rungs;
	size_t rung_count;
	struct as_of as_of;
	struct column_list input_time; /* one name each */
	struct column_list table_time;
	size_t input_time_index;
	size_t table_time_index;
	enum lookup_pick pick;
	struct column_list prefer; /* first item renamed to the column: "column=value,value" */
	size_t prefer_index;
	struct column_list add;
	struct added *added;
	struct span *added_names; /* views of add or of the table's columns */
	size_t added_count;
	bool exists;
	bool keeps_rows; /* a key alone does not answer */
	struct rung
	    *widest; /* one whose key is the same wherever another rung's is; NULL: none such */
	uint64_t memory;
	const char *temp;
};

/* Both leave what they made to plan_free, also when they fail. 0 or -1 with a message. */
int plan_make(struct plan *, const struct lookup_spec *, const struct columns *table,
    struct forms *) MUST_CHECK;
int plan_bind(struct plan *, const struct columns *input, struct forms *) MUST_CHECK;
void plan_free(struct plan *);

/* The row of a LOOKUP record; its values are written to values. */
void plan_row(const struct plan *, const struct record *, struct buf *values, struct entry *row);
/* The next of a row's values; moves *at behind it. */
struct span plan_value(const char **at);
/* The order of rows (lookup_pick). Never 0 for rows of different lines. */
int plan_order(const struct plan *, const struct entry *, const struct entry *);

#endif
