/* phones: reads the table of numbering plans for the phone form. Level 4. */
#ifndef AMENDS_PHONES_H
#define AMENDS_PHONES_H

#include "phone.h"

/* Adds the rows of a CSV with at least the columns country, calling_code, trunk_prefixes,
 * international_prefixes, numbers, bare_numbers and rewrites (phone.h: struct phone_country). A
 * row that cannot be read, a country listed twice or a table without rows is an error: a rule that
 * is misread would take two people for one. 0, or -1 with the message "path:line: what". */
int phones_read(struct phone_rules *, const char *path) MUST_CHECK;

#endif
