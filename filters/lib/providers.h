/* providers: reads the table of mail providers for the person form. Level 4. */
#ifndef AMENDS_PROVIDERS_H
#define AMENDS_PROVIDERS_H

#include "address.h"

/* Adds the rules of a CSV with at least the columns domain, alias_of, subaddress_separator (one
 * character, with " stays" where it ends what is left, or none, unknown or nothing where nothing
 * may be cut) and dots_ignored (yes, no).
 * Anything else in these columns, a domain listed twice, or an alias of an alias is an error: a
 * rule that is misread would take two people for one. 0, or -1 with the message "path:line: what".
 */
int providers_read(struct address *, const char *path) MUST_CHECK;

#endif
