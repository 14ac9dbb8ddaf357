/* utf8: validation and folding, by libunistring. Level 1. */
#ifndef AMENDS_UTF8_H
#define AMENDS_UTF8_H

#include "mem.h"

/* True when every byte is below 0x80. About 16 bytes a nanosecond. */
bool utf8_is_ascii(struct span);
/* True when the bytes are valid UTF-8 (RFC 3629: no surrogates, no overlong forms). */
bool utf8_is_valid(struct span);
/* True when every character of valid UTF-8 is one that Unicode assigns: no private use, nothing
 * that has no case or composition yet and may get one with the next version. */
bool utf8_is_assigned(struct span);
/* Appends the NFC form of the text, lower-cased without regard to language or place (every sigma is
 * U+03C3), to out.
 * Returns 0, or -1 when the text is not valid UTF-8 (out is then as before). */
int utf8_fold(struct span text, struct buf *out) MUST_CHECK;
/* The text without characters that nobody sees at both ends: White_Space and
 * Default_Ignorable_Code_Point of Unicode (soft hyphen, zero-width and direction marks, byte order
 * mark, variation selectors). U+200C and U+200D behind another character outside ASCII stay: they
 * are part of the form of some letters. Bytes that are not valid UTF-8 end the trimming and stay. A
 * view into text. */
struct span utf8_trim(struct span text) MUST_CHECK;

#endif
