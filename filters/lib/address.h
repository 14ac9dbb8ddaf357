/* address: match keys of e-mail addresses. Level 2. Pure functions over spans, apart from a cache
 * of internationalised domains. Sources: RFC 5321, 5322, 6531, 6532 (NFC), UTS 46 by libidn2
 * (IDN2_NONTRANSITIONAL, never IDN2_USE_STD3_ASCII_RULES, which deletes characters). */
#ifndef AMENDS_ADDRESS_H
#define AMENDS_ADDRESS_H

#include "mem.h"
#include "person.h"

struct address; /* the provider table and the domain cache; one a thread */

struct address *address_new(void) MUST_CHECK;
/* Adds a rule of the person form (providers.h reads them from share/address/providers.csv). Returns
 * 0, or -1 when the domain already has a rule. */
int address_provider(struct address *, const struct person_rule *) MUST_CHECK;
/* True once a rule was added. */
bool address_has_providers(const struct address *);
/* True when the domain has a rule that says it is an alias. */
bool address_is_alias(const struct address *, struct span domain);
void address_free(struct address *);

/* Each form writes the key to out (cleared first) and returns NULL, or returns a reason code (a
 * static lower-case word of amends-keys(5)) and leaves out unspecified. The value is never
 * changed. */

/* The value as it is; "empty" when it has no bytes. */
const char *address_exact(struct span value, struct buf *out);
/* Space, tab, CR, LF off both ends, A-Z lower-cased, nothing else. Reason: empty. */
const char *address_ascii(struct span value, struct buf *out);
/* One mailbox by the standards: blanks and invisible marks off, display name, angle brackets,
 * comments and mailto: off, NFC, lower case, domain as A-labels without a trailing dot, quoted
 * local part only where needed. Returns the first that holds of: not_utf8, empty,
 * replacement_character, control_character, several, no_at, bad_local_part (what does not pair),
 * no_local_part, no_domain, inner_blank, bad_local_part, bad_domain, too_long. */
const char *address_mailbox(struct address *, struct span value, struct buf *out);
/* mailbox, then the provider's rules: alias domain, sub-address cut, dots dropped. Unknown
 * providers, and local parts that are quoted or not ASCII: the mailbox as it is. Reasons as
 * mailbox. */
const char *address_person(struct address *, struct span value, struct buf *out);
/* True when a mailbox key's local part is a role (RFC 2142 and usual others: info, admin,
 * postmaster, ventas ...): a flag, not a refusal. */
bool address_is_role(struct span mailbox);

#endif
