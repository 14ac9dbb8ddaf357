/* csv_policy: what csv and csv_strict, and the readers of other formats, must agree on before a
 * byte is read. Level 3. csv_reason and csv_problem_text of csv.h live there too. */
#ifndef AMENDS_CSV_POLICY_H
#define AMENDS_CSV_POLICY_H

#include "csv.h"

/* The same options without zeros for defaults; dies when delimiter and quote cannot be told apart.
 */
struct csv_options csv_complete(const struct csv_options *) MUST_CHECK;
/* True when all fields behind width are empty: the record is then without them. */
bool csv_drop_trailing(struct record *, size_t width);

#endif
