/* phone_text: the digits of a telephone number as people and programs write it. Level 2, a part of
 * phone, and for platform_phone. */
#ifndef AMENDS_PHONE_TEXT_H
#define AMENDS_PHONE_TEXT_H

#include "mem.h"

/* The longest number with the longest prefixes in front, and some. */
enum { PHONE_DIGITS = 28 };
/* Fewer digits behind a slash are rather another last digit than the rest of the number. */
enum { PHONE_BEHIND_SLASH = 4 };

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
/* 5.512345678E+09, also with a comma, and e for E: a spreadsheet wrote it, and digits are lost. */
bool phone_text_is_power(struct span text);
/* 5512345678.0, which programs write that take a number for one, without its ".0"; any other text
 * as it is. A view of the text. */
struct span phone_text_whole(struct span text);

#endif
