/* phone_plan: the numbering plans of the table, compiled, and which numbers fit them. Level 2, a
 * part of phone. */
#ifndef AMENDS_PHONE_PLAN_H
#define AMENDS_PHONE_PLAN_H

#include "phone.h"

enum { PHONE_LONGEST = 15, PHONE_SHORTEST = 7 }; /* digits of an E.164 number; ours, at least */
enum { PHONE_PATTERN = 12, PHONE_REWRITE = 20 };

/* Each digit as the set of those that may stand there, bit 0 for 0. */
struct phone_pattern {
	uint16_t digits[PHONE_PATTERN];
	unsigned char size;
	unsigned char shortest, longest; /* of the whole number; unused for prefixes */
};
struct phone_patterns {
	struct phone_pattern *items;
	size_t count;
};

struct phone_rewrite {
	uint16_t digits[PHONE_REWRITE];
	bool kept[PHONE_REWRITE]; /* goes into the result */
	unsigned char size;
	char result[PHONE_LONGEST]; /* digits, or x for the next one kept */
	unsigned char result_size;
};

/* What countries with one calling code and the same rules have in common. */
struct phone_plan {
	struct span code;
	struct span *trunks;
	size_t trunk_count;
	struct phone_patterns prefixes, numbers, bare;
	struct phone_rewrite *rewrites;
	size_t rewrite_count;
	unsigned char shortest, longest, shortest_bare; /* of numbers, of bare */
	struct phone_country texts;			/* to tell equal plans */
	struct phone_plan *next;			/* another one of the code */
};

/* Fills a plan whose code and texts are set. NULL, or what is wrong, beginning "column". */
const char *phone_plan_compile(struct arena *, struct phone_plan *) MUST_CHECK;

/* The plan of the country, or NULL. */
const struct phone_plan *phone_plan_of(const struct phone_rules *, struct span country);
/* The plans of the calling code that the digits begin with, or NULL. */
const struct phone_plan *phone_plan_called(const struct phone_rules *, struct span digits);
/* True when the national number fits one of the patterns, length and all. */
bool phone_plan_fits(const struct phone_patterns *, struct span number);
/* True when the digits begin with the pattern. */
bool phone_plan_begins(const struct phone_pattern *, struct span digits);
/* Applies the rewrite to a number that it matches as a whole. The size of the result, 0 when it
 * does not match. */
size_t phone_plan_rewrite(
    const struct phone_rewrite *, struct span number, char result[PHONE_LONGEST]) MUST_CHECK;

#endif
