/* domain: the domain of an address as A-labels, with a cache. Level 2, for address alone. */
#ifndef AMENDS_DOMAIN_H
#define AMENDS_DOMAIN_H

#include "mem.h"

/* Internationalised domains met before. Start from {0}; freed with domain_free. */
struct domain_cache {
	struct domain_slot *slots;
};
void domain_free(struct domain_cache *);

/* Appends the domain (valid UTF-8) in lower-case A-labels, without its trailing dot, to out; or an
 * address literal: [192.0.2.1], [ipv6:2001:db8:0:0:0:0:0:1] (always eight groups).
 * Returns NULL, or the reason: no_domain, bad_domain, too_long. About 3 us for a domain outside
 * ASCII not met lately. */
const char *domain_add(struct domain_cache *, struct span domain, struct buf *out) MUST_CHECK;

#endif
