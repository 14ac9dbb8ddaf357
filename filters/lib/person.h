/* person: the rules by which some mail providers deliver several addresses to one person. Level 2,
 * for address alone. */
#ifndef AMENDS_PERSON_H
#define AMENDS_PERSON_H

#include "mem.h"

struct person_rule {
	struct span domain;   /* as mailbox writes domains */
	struct span alias_of; /* the same; empty for none */
	char separator;	      /* 0: nothing is cut */
	bool separator_stays; /* what is before it is no account: it ends the local part */
	bool dots_ignored;
};
/* Start from {0}; freed with person_free. */
struct person_rules {
	struct person_rule *slots; /* open addressing by domain; size 0: the slot is free */
	size_t room;		   /* a power of two, or 0 */
	size_t count;
	struct arena arena;
};

/* Adds a rule; the spans are copied. 0, or -1 when the domain has one. */
int person_add(struct person_rules *, const struct person_rule *) MUST_CHECK;
bool person_is_alias(const struct person_rules *, struct span domain);
/* Applies the rule of its domain to a mailbox key, in place. A local part that is quoted or not
 * ASCII is left as it is: no provider with rules has such names, and a mark behind a dropped dot
 * would join the letter before it. No rule ever empties a local part. */
void person_apply(const struct person_rules *, struct buf *key);
void person_free(struct person_rules *);

#endif
