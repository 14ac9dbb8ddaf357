/* place: match keys of place names. Level 2. Pure functions over spans; the tables come from
 * places.h.
 *
 * The form compares names, not places: a state and a city of one name have one key, and so have two
 * cities of one name. Sources of the steps: the spellings counted in INE's and libaddressinput's
 * tables, see share/places/README and amends-keys(5). */
#ifndef AMENDS_PLACE_H
#define AMENDS_PLACE_H

#include "mem.h"

struct place_rules; /* aliases and abbreviations; read by any number of threads once filled */

/* No rules: names are only folded. Exits without memory. */
struct place_rules *place_rules_new(void) MUST_CHECK;
void place_rules_free(struct place_rules *); /* NULL does nothing */

/* A country is an ISO 3166-1 code of two letters, in either case; empty: the rule holds everywhere.
 * A rule of a country goes before one that holds everywhere. */

/* A word that is read as another: "cd" as "ciudad". One of a single letter counts only before
 * another word. Returns NULL, or what is wrong, for a message. */
const char *place_add_abbreviation(
    struct place_rules *, struct span country, struct span word, struct span expansion) MUST_CHECK;

/* A whole name that is read as another. An ambiguous alias stands for several places, one rule for
 * each, and is no key. Returns NULL, or what is wrong, for a message. */
struct place_alias {
	struct span country, alias, name;
	bool ambiguous;
	uint64_t line; /* where the rule stands, for place_unstable_alias */
};
const char *place_add_alias(struct place_rules *, const struct place_alias *) MUST_CHECK;

/* The line of an alias whose name is not its own key in each country where the alias holds, or 0:
 * to be asked when all rules are in. */
uint64_t place_unstable_alias(const struct place_rules *) MUST_CHECK;

/* Writes the key of a name to out (cleared first): words of folded letters and digits, one blank
 * between. country: whose rules hold beside those that hold everywhere; empty or not two letters:
 * none. Returns NULL, or a reason code (a static word of amends-keys(5)) and out is unspecified:
 *   empty                  no letter and no digit
 *   not_utf8
 *   control_character
 *   replacement_character  U+FFFD, or a ? that touches a letter: a character was lost
 *   ambiguous              an alias of several places
 * The key of a key is the key. About 0.2 us in ASCII, 0.4 us with Latin accents, 3 us beyond. */
const char *place_key(
    const struct place_rules *, struct span country, struct span value, struct buf *out) MUST_CHECK;

#endif
