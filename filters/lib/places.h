/* places: reads the tables of the place form. Level 4. */
#ifndef AMENDS_PLACES_H
#define AMENDS_PLACES_H

#include "place.h"

/* Adds the rules of two CSV tables, given by path; NULL: the one that share_find finds,
 * places/abbreviations.csv and places/aliases.csv.
 *   abbreviations: country (ISO 3166-1, two letters; empty: everywhere), abbreviation, expansion,
 *     each one word
 *   aliases: country, alias, name, ambiguous (yes, no); an ambiguous alias has a row for each place
 *     it may be
 * Other columns are not read. A rule that stands twice, an expansion that is an abbreviation or an
 * alias whose name has another key is an error: two places would be taken for one, or a key would
 * not be its own. 0, or -1 with the message "path:line: what" or that of share_find. */
int places_read(struct place_rules *, const char *abbreviations, const char *aliases) MUST_CHECK;

#endif
