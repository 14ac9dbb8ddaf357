/* platform_phone: the phone numbers of platforms. Level 2, for platform alone. */
#ifndef AMENDS_PLATFORM_PHONE_H
#define AMENDS_PLATFORM_PHONE_H

#include "platform.h"

/* Makes of a text without the blanks that the rule takes off, and with A to Z in lower case, the
 * number that the platform hashes, in place; there must be room for one byte more. NULL, or the
 * reason (platform.h). Digits are put together only where the text is one number: a second number,
 * an extension or what a spreadsheet left would make of them the number of somebody else. */
const char *platform_phone(const struct platform_rule *, struct buf *text) MUST_CHECK;

#endif
