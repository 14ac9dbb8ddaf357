/* phone_text: the digits of a telephone number as people and programs write it. Level 2, a part of
 * phone. */
#ifndef AMENDS_PHONE_TEXT_H
#define AMENDS_PHONE_TEXT_H

#include "mem.h"

/* The longest number with the longest prefixes in front, and some. */
enum { PHONE_DIGITS = 28 };

struct phone_text {
	char digits[PHONE_DIGITS]; /* 0 to 9 */
	size_t size;
	size_t optional; /* where the 0 of "+44 (0)20" stands; size: there is none */
	bool plus;	 /* a + stood before them */
};

/* Reads the value; what it takes for a separator, and the reasons, are told in amends-keys(5).
 * NULL, or a reason code: empty, not_utf8, replacement_character, control_character, no_digits,
 * letters, bad_character, several, extension, excel_number, too_long. */
const char *phone_text_read(struct phone_text *, struct span value);

#endif
