/* place_words: the words that two spellings of a place name have in common. Level 2, for place
 * alone. */
#ifndef AMENDS_PLACE_WORDS_H
#define AMENDS_PLACE_WORDS_H

#include "mem.h"

/* Writes the words to out (cleared first): letters and digits, folded (utf8_fold_letters), one
 * blank between, and a slash where slashes stood between words. An article behind its name, set off
 * by a comma or bracket, goes before it: "Coruna, A" and "Palmas (Las)" are INE's way. Returns
 * NULL, or the reason as place_key. */
const char *place_words(struct span value, struct buf *out) MUST_CHECK;

#endif
