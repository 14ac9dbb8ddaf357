/* account: what became of the rows of a run. Level 5. in + extra = out + reject + drop + fold. */
#ifndef AMENDS_ACCOUNT_H
#define AMENDS_ACCOUNT_H

#include "ledger.h"
#include "parts.h"
#include "sink.h"

struct drop {
	const char *reason;
	bool owned; /* reason is the account's, else a static word */
	uint64_t rows;
};
struct account {
	uint64_t out;	  /* rows written */
	uint64_t again;	  /* of these, a second and further time (--pick all) */
	uint64_t results; /* of these, made by the filter and no row of the input */
	uint64_t rejected, dropped, folded;
	struct drop *drops;
	size_t drop_count;
};
/* Start from {0}. */
void account_drop(struct account *, const char *reason);
/* The same for a reason that is not static, which is copied: few, as they are listed. */
void account_drop_named(struct account *, const char *reason);
/* True when the sum closes over that many rows of input; else a message. */
bool account_closes(const struct account *, uint64_t in);
/* Rows that were read of a table: usable or not. */
uint64_t account_rows(const struct parts *);
/* Ledger lines: one for every part, role in or lookup. */
int account_write_parts(struct ledger *, const struct parts *, const char *role) MUST_CHECK;
/* out, reject and report; a sink that is NULL was not opened and gets no line. */
int account_write_sink(struct ledger *, const struct sink *, const char *role, const char *name,
    uint64_t rows, const char *note) MUST_CHECK;
/* drop, fold, extra. */
int account_write_rows(struct ledger *, struct account *) MUST_CHECK;
/* "in I, dropped D: reason N, rejected R", for people; the caller frees. */
char *account_words(struct account *, uint64_t in) MUST_CHECK;
void account_free(struct account *);

#endif
