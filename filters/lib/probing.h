/* probing: how a filter asks a LOOKUP about each record of its input. Level 7, for filters: the
 * LOOKUP is loaded, records are looked up in batches, and where it did not fit, the answers come
 * at the end.
 *
 *	probing_load(&p);
 *	while (filter_next_batch(...) == READ_RECORD)
 *		probing_batch(&p, records, count);
 *	probing_rest(&p);
 */
#ifndef AMENDS_PROBING_H
#define AMENDS_PROBING_H

#include "filter.h"
#include "lookup.h"

struct probing {
	struct filter *filter;
	struct parts *table;   /* the LOOKUP, of xfilter_lookup */
	struct lookup *lookup; /* bound to both */
	/* What becomes of one record, in the order of the input. filter->record is not set. 0, or
	 * -1 with a message. */
	int (*one)(void *context, const struct record *, const struct lookup_answer *);
	void *context;
};

/* Refuses a LOOKUP and an input that are both stdin, and opens the LOOKUP. */
struct parts *xprobing_table(
    struct filter *, const char *path, char *const *inputs, size_t count) MUST_CHECK;
/* Reads the LOOKUP; unusable keys go to the ledger's note. 0, or -1 with a message. */
int probing_load(struct probing *) MUST_CHECK;
/* Asks for these records. */
int probing_batch(struct probing *, const struct record *, size_t count) MUST_CHECK;
/* No more records: gives the answers that are still open. */
int probing_rest(struct probing *) MUST_CHECK;

/* filter_report for who gives rows with a context. */
int report_row(void *report, const struct span *values) MUST_CHECK;

#endif
