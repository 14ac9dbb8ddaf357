/* phone: telephone numbers as E.164, by a table of numbering plans. Level 2. Pure functions over
 * spans; everything that is true of one country alone stands in the table. Sources: ITU-T E.164,
 * E.123 and RFC 3966 for the ways to write a number; of the plans, share/address/README. */
#ifndef AMENDS_PHONE_H
#define AMENDS_PHONE_H

#include "mem.h"

struct phone_rules; /* one a thread; read only once it is filled */

struct phone_rules *phone_rules_new(void) MUST_CHECK;
void phone_rules_free(struct phone_rules *);

/* One row of the table (phones.h reads them from share/address/phones.csv). Lists are separated by
 * single spaces. A pattern is made of digits, x (any digit) and classes such as [2-68]. */
struct phone_country {
	struct span country;		    /* ISO 3166-1 alpha-2, or 001: no country's */
	struct span calling_code;	    /* several countries may share one */
	struct span trunk_prefixes;	    /* digits that go: "0", "0 8"; empty: none */
	struct span international_prefixes; /* patterns, besides 00, which all understand */
	struct span numbers;		    /* PATTERN:LENGTHS, how they begin, how long they are */
	struct span bare_numbers; /* the same of those usable without any prefix; empty: as
				     numbers; none: none */
	struct span rewrites;	  /* OLD>NEW: what x and classes of OLD match goes in order to the x
				     of NEW; digits of OLD, and any digit for its '.', go */
};
/* Adds a row; copies what it needs. NULL, or what is wrong with it, beginning "column". */
const char *phone_rules_add(struct phone_rules *, const struct phone_country *) MUST_CHECK;

/* True when numbers can be completed by the country's plan. Capital and small letters are alike. */
bool phone_has_country(const struct phone_rules *, struct span country);

/* Writes the number in E.164 ("+34612345678": 7 to 15 digits) to out (cleared first) and returns
 * NULL, or returns a reason code (a static lower-case word of amends-keys(5)) and leaves out
 * unspecified. A number without an international prefix follows the plan of country; with an empty
 * country, or one that the rules do not have, it has the reason no_country. A number with + never
 * depends on country, and a key is its own key.
 * Reasons: empty, not_utf8, replacement_character, control_character, no_digits, letters,
 * bad_character, several, extension, excel_number, no_country, bad_calling_code, too_short,
 * too_long, bad_number, ambiguous. No allocation but in out; about 100 ns,
 * 250 ns for what is not ASCII. */
const char *phone_e164(
    const struct phone_rules *, struct span country, struct span value, struct buf *out);

#endif
