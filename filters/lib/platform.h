/* platform: the text that an advertising platform wants hashed instead of an address. Level 2. Pure
 * functions over spans; the rules are data (platforms.h reads share/address/platforms.csv), so that
 * a platform that changes its page is another row. Two platforms make different texts, and digests,
 * of one address: a form is good for its own platform alone. */
#ifndef AMENDS_PLATFORM_H
#define AMENDS_PLATFORM_H

#include "mem.h"

enum platform { PLATFORM_GOOGLE, PLATFORM_UID2, PLATFORM_META, PLATFORM_TIKTOK };
enum { PLATFORMS = 4 };
/* What a value is taken for: with an @ an e-mail address, without a phone number. */
enum platform_kind { PLATFORM_EMAIL, PLATFORM_PHONE };
enum { PLATFORM_KINDS = 2 };

/* Blanks that go: none, or from both ends U+0020 alone, all bytes up to U+0020, or White_Space; or
 * White_Space wherever it stands. */
enum platform_blanks { BLANKS_NONE, BLANKS_SPACE, BLANKS_ASCII, BLANKS_UNICODE, BLANKS_ALL };
/* What goes out of a phone number besides its digits. */
enum platform_drop { DROP_NOTHING, DROP_SYMBOLS, DROP_LETTERS /* and symbols */ };
/* The + before it: it must stand there; it is written; it goes. */
enum platform_plus { PLUS_NEEDED, PLUS_WRITTEN, PLUS_REMOVED };
/* Zeros before the first other digit. No calling code begins with one. */
enum platform_zeros { ZEROS_KEPT, ZEROS_DROPPED, ZEROS_REFUSED };

/* One rule. Of an e-mail address: blanks, lower_all, dots, tags; of a phone number the others and
 * blanks. Domains are separated by single blanks, "*" is every domain. */
struct platform_rule {
	enum platform_blanks blanks;
	bool lower_all;	  /* letters of every alphabet, not A to Z alone */
	struct span dots; /* domains whose local parts lose their dots */
	struct span tags; /* domains whose local parts end before the first + */
	enum platform_drop drop;
	enum platform_plus plus;
	enum platform_zeros zeros;
	size_t digits_least, digits_most;
};

struct platform_rules;

struct platform_rules *platform_rules_new(void) MUST_CHECK;
void platform_rules_free(struct platform_rules *);
/* Sets the rule; domains are copied. 0, or -1 when the platform has one for this kind. */
int platform_rule_add(struct platform_rules *, enum platform, enum platform_kind,
    const struct platform_rule *) MUST_CHECK;
bool platform_has_rule(const struct platform_rules *, enum platform, enum platform_kind);

/* The platform of a form's name, or -1. */
int platform_named(struct span name);
/* The name of its form: google, uid2, meta, tiktok. */
const char *platform_name(enum platform);

/* The text that the platform hashes, to the byte, in out (cleared first). NULL, or a reason code (a
 * static word of amends-keys(5)), and out is unspecified. Besides what the rule refuses: what is no
 * bare address (RFC 5322 specials, inner blanks, control characters and invisible marks, U+FFFD,
 * two @), because the digest of such a text matches nothing and says nothing. Both kinds: empty,
 * not_utf8, replacement_character, control_character, several. E-mail: no_local_part, no_domain,
 * bad_local_part, bad_domain, inner_blank. Phone: no_digits, letters, bad_character, no_plus,
 * leading_zero, too_short, too_long, excel_number; a number that another one, an
 * extension or letters stand in has several, bad_character or letters. About 0.1 us on ASCII. */
const char *platform_key(
    const struct platform_rules *, enum platform, struct span value, struct buf *out);

#endif
