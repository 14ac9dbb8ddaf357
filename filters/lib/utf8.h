/* utf8: validation and folding, by libunistring. Level 1. */
#ifndef AMENDS_UTF8_H
#define AMENDS_UTF8_H

#include "mem.h"

/* Appends the text to out, A to Z lower-cased, all other bytes as they are. 8 bytes at a time. */
void utf8_lower_ascii(struct span text, struct buf *out);
/* How many bytes at the start are below 0x80. */
size_t utf8_ascii_size(struct span);
/* True when every byte is below 0x80. About 16 bytes a nanosecond. */
bool utf8_is_ascii(struct span);
/* True when the bytes are valid UTF-8 (RFC 3629: no surrogates, no overlong forms). */
bool utf8_is_valid(struct span);
/* The same for many texts that lie one behind another in memory, in this order, and most of which
 * are ASCII: one look goes on over those behind, up to the end of the last one, and *ascii, NULL at
 * first, keeps how far it came. end NULL: they do not lie so. */
bool utf8_is_valid_ahead(struct span, const char *end, const char **ascii);
/* True when every character of valid UTF-8 is one that Unicode assigns: no private use, nothing
 * that has no case or composition yet and may get one with the next version. */
bool utf8_is_assigned(struct span);
/* Appends the NFC form of the text, lower-cased without regard to language or place (every sigma is
 * U+03C3), to out.
 * Returns 0, or -1 when the text is not valid UTF-8 (out is then as before). */
int utf8_fold(struct span text, struct buf *out) MUST_CHECK;
/* Appends what two spellings of a name have in common: compatibility forms resolved (NFKD), case
 * folded, accents and other marks (Mn, Me) and format characters (Cf) dropped, and beyond ASCII a
 * blank for each character that is no letter, number or spacing mark. ASCII stays, A-Z in lower
 * case. Folding twice is folding once. About 50 ns a name, 2 us with more than ASCII and U+00C0 to
 * U+00FF. Returns 0, or -1 when the text is not valid UTF-8 (out is then as before). */
int utf8_fold_letters(struct span text, struct buf *out) MUST_CHECK;
/* As utf8_fold without composing: lower case alone, as what others hash was written. */
int utf8_lower(struct span text, struct buf *out) MUST_CHECK;
/* The text without characters that nobody sees at both ends: White_Space and
 * Default_Ignorable_Code_Point of Unicode (soft hyphen, zero-width and direction marks, byte order
 * mark, variation selectors). U+200C and U+200D behind another character outside ASCII stay: they
 * are part of the form of some letters. Bytes that are not valid UTF-8 end the trimming and stay. A
 * view into text. */
struct span utf8_trim(struct span text) MUST_CHECK;
/* The first character of a text that is valid UTF-8 and not empty, and how many bytes it has. */
uint32_t utf8_first(struct span text, size_t *size) MUST_CHECK;
/* Blanks are White_Space (tab and line ends too), marks the format marks that utf8_trim takes off,
 * dashes U+2010-2015 and U+2212, controls all other control characters. */
enum utf8_kind { UTF8_OTHER, UTF8_BLANK, UTF8_MARK, UTF8_DASH, UTF8_CONTROL };
enum utf8_kind utf8_kind_of(uint32_t character);
/* White_Space, or one of the format marks that utf8_trim takes off. */
bool utf8_is_blank(uint32_t character);
/* The value of a decimal digit of any script (Unicode Nd), or -1. */
int utf8_digit(uint32_t character);

#endif
