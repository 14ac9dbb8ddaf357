/* num: strict numbers. Level 0. No sign, blank, or junk is ever skipped. */
#ifndef AMENDS_NUM_H
#define AMENDS_NUM_H

#include "span.h"

/* Decimal digits only. Returns 0 and sets *out when lowest <= value <= highest, else -1. */
int num_unsigned(struct span text, uint64_t lowest, uint64_t highest, uint64_t *out) MUST_CHECK;

/* An optional '-' and digits. Returns 0 and sets *out, or -1 (also when it does not fit). */
int num_signed(struct span text, int64_t *out) MUST_CHECK;

/* An optional '-', digits, optionally '.' and digits; as the nearest double, for comparison only.
 * Returns 0 and sets *out, or -1. No exponent, no inf, no nan, no comma; at most 63 bytes. */
int num_decimal(struct span text, double *out) MUST_CHECK;

/* Digits with an optional K, M, G or T (powers of 1024). Returns 0 and sets *out, or -1 (also when
 * it does not fit). */
int num_size(struct span text, uint64_t *out) MUST_CHECK;

#endif
