/* import_consent: the rows of consents that one record makes. Level 5, a part of import_row.
 *
 * Where the export has one event a row (roles event, at), that. Else what was given (roles consent,
 * consent_at, optin_at, confirmed_at) and what was withdrawn (optout, optout_at), each if it is
 * there. What a row proves is said by share/rules/consent_evidence.csv. */
#ifndef AMENDS_IMPORT_CONSENT_H
#define AMENDS_IMPORT_CONSENT_H

#include "import_value.h"

struct consent;
/* NULL with a message: the decision table cannot be read. */
struct consent *consent_new(const struct roles *) MUST_CHECK;
void consent_free(struct consent *); /* NULL does nothing */

/* What a row says that differs from the values of its record. */
struct consent_row {
	const struct consent *consent;
	struct span event, at, evidence;
};
/* The value of an output of the row; value: that of the record. */
struct span consent_value(const struct consent_row *, size_t role, struct span value);
/* Gives each row of the record, whose values are converted. 0, or -1 with a message: the decision
 * table has no answer. */
int consent_rows(struct consent *, const struct import_value *values,
    void (*row)(void *context, const struct consent_row *), void *context) MUST_CHECK;

#endif
