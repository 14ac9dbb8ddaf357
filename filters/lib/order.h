/* order: values encoded to bytes whose memcmp order is the order of the values. Level 2. Pure
 * functions.
 *
 * bytes: the value's bytes as unsigned numbers, a prefix first.
 *
 * number: an optional '-', digits, optionally '.' and digits, of any length, compared exactly: 1
 * and 1.00 are equal, 0.1 is less than 0.10000000000000000000001.
 *
 * time: by when.h, the latest possible instant, then the earliest.
 *
 * A value that is empty, no number or no known time sorts before all others, as one. Encodings are
 * self-delimiting: those of several columns, one after the other, compare column by column. Two
 * values have equal encodings when and only when they are equal in that order. */
#ifndef AMENDS_ORDER_H
#define AMENDS_ORDER_H

#include "mem.h"

enum order_type { ORDER_BYTES, ORDER_NUMBER, ORDER_TIME };
struct order {
	enum order_type type;
	bool descending; /* the reverse in all: what cannot be read comes last */
};

/* "bytes", "number" or "time". 0, or -1 without a message. */
int order_type_parse(struct span word, enum order_type *type) MUST_CHECK;
/* Appends the encoding of one value to out. False when the value is empty or cannot be read as its
 * type (its encoding is appended all the same). */
bool order_append(struct buf *out, struct order, struct span value);
/* Cuts the encoding of a bytes value, ascending, off the front of *code and appends the value to
 * out. The code must come from order_append. */
void order_cut(struct span *code, struct buf *out);

#endif
