/* explain: where a person gets an export, what to tick, and what it does not say. Level 6. */
#ifndef AMENDS_EXPLAIN_H
#define AMENDS_EXPLAIN_H

#include "profile.h"
#include "sink.h"

/* Writes the profile's words in a language, "es" or "en" (those in another where it has none in
 * this one), in lines of at most 78 characters. 0, or -1 with a message. */
int explain_profile(struct sink *, const struct profile *, struct span language) MUST_CHECK;

#endif
