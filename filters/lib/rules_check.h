/* rules_check: what is wrong with a decision table before a row is read. Level 5.
 *
 *   uncovered          some input is decided by no rule (with an example)
 *   shadowed           a rule whose every input an earlier rule takes
 *   shadowed_by_union  the same, by several earlier rules together
 *   repeated           a rule with the input and the outputs of an earlier one
 *   contradiction      a rule with the input of an earlier one and other outputs
 *   never              a rule whose cells cannot hold together
 *   empty_cell         a cell that nothing satisfies (!* or !empty|present)
 *   empty_range        a comparison or range that nothing satisfies (5..3)
 *   dead_pattern       a pattern that nothing matches
 *   redundant          an alternative that another of the same cell takes in
 *   duplicate_name     two rules of one name
 *   undecided          too many cases to tell (a column has too many classes of values, or the
 * table too many combinations): nothing is claimed
 *
 * Each column's domain is taken from the table (classes.h). Combinations are never written out: the
 * space is cut by one rule after the other. */
#ifndef AMENDS_RULES_CHECK_H
#define AMENDS_RULES_CHECK_H

#include "rules.h"

/* Is called for each fault; rule is empty for faults of the whole table. 0, or -1 to stop. */
typedef int rules_fault(
    void *context, const struct rules *, const char *fault, struct span rule, const char *detail);
/* For rules that are read and not bound; they are of no other use afterwards. How many faults there
 * are in *found. 0, or -1 with a message. */
int rules_check(struct rules *rules, rules_fault *report, void *context, size_t *found) MUST_CHECK;

#endif
