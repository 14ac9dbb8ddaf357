/* lookup_rows: rows in memory, found by key; each key's rows in pick order. Level 5, for the
 * lookup modules only. */
#ifndef AMENDS_LOOKUP_ROWS_H
#define AMENDS_LOOKUP_ROWS_H

#include "lookup_plan.h"
#include "table.h"

/* The rows of a key that has several: order[from] .. order[from + count - 1]. */
struct group {
	uint32_t from;
	uint32_t count;
	uint32_t unknown; /* the first so many have no known time */
	bool monotone;	  /* behind those, earliest never falls (latest never does anyway) */
};

/* The keys of one rung. */
struct rung_index {
	struct table table; /* key -> row, or ROWS_GROUP | group */
	uint32_t *next;	    /* while loading: row -> 1 + the row of its key before it, or 0 */
	uint32_t *order;
	struct group *groups;
};
#define ROWS_GROUP (UINT64_C(1) << 63)

/* Start with rows_begin. */
struct rows {
	const struct plan *plan;
	struct entry *row;
	size_t count;
	size_t room;
	struct rung_index *rungs;
	struct arena values;
};

void rows_begin(struct rows *, const struct plan *);
void rows_free(struct rows *);
/* Would one more row, its values so large and with a key on each rung, still fit into so many
 * bytes, sorting included? */
bool rows_fit(const struct rows *, uint64_t memory, size_t values);
/* Adds a row (its values are copied) and returns its number; a plan that keeps no rows gets 0. */
uint32_t rows_add(struct rows *, const struct entry *);
/* Makes a row of rows_add found under a key of a rung. */
void rows_index(struct rows *, size_t rung, struct hash128 key, uint32_t row);
/* No more rows: groups and sorts. */
void rows_ready(struct rows *);

#endif
