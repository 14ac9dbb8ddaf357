/* num: strict numbers. Level 0. No sign, blank, or junk is ever skipped. */
#ifndef AMENDS_NUM_H
#define AMENDS_NUM_H

#include "span.h"

/* Decimal digits only. Returns 0 and sets *out when lowest <= value <= highest, else -1. */
int num_unsigned(struct span text, uint64_t lowest, uint64_t highest, uint64_t *out) MUST_CHECK;

/* An optional '-' and digits. Returns 0 and sets *out, or -1 (also when it does not fit). */
int num_signed(struct span text, int64_t *out) MUST_CHECK;

/* A decimal number, exactly: 0.DIGITS x 10^exponent. */
struct decimal {
	struct span digits; /* a view of the text, which may hold the '.'; the first and the last
			       are not 0; none: zero */
	int64_t exponent;   /* within 30 bits */
	bool negative;	    /* never of zero */
};
/* An optional '-', digits, optionally '.' and digits. Returns 0 and sets *out, or -1. No exponent,
 * no inf, no nan, no comma; less than 512 MiB. */
int num_decimal(struct span text, struct decimal *out) MUST_CHECK;
/* Less than, equal to or greater than 0, as a is less than, equal to or greater than b. */
int num_compare(const struct decimal *a, const struct decimal *b);

/* Digits with an optional K, M, G or T (powers of 1024). Returns 0 and sets *out, or -1 (also when
 * it does not fit). */
int num_size(struct span text, uint64_t *out) MUST_CHECK;

#endif
