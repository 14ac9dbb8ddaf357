/* platforms: reads the table of the platforms' rules for their forms. Level 4. */
#ifndef AMENDS_PLATFORMS_H
#define AMENDS_PLATFORMS_H

#include "platform.h"

/* Reads a CSV with at least the columns form, kind, version, blanks, lower, dots, tags, drop, plus,
 * zeros, digits, encoding and page, whose words amends-keys(5) lists. A form is a platform's name;
 * a row whose form is a name followed by a hyphen (google-2025-12) is a rule that is not in force:
 * it is checked, and not used. Any other word, a rule that stands twice, and a platform without a
 * rule for both kinds are errors: a text that is off by one byte has another digest. 0, or -1 with
 * the message "path:line: what". */
int platforms_read(struct platform_rules *, const char *path) MUST_CHECK;

#endif
