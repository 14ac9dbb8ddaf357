/* tally: aggregates over groups, in bounded memory. Level 4.
 *
 *	t = tally_new(specs, count, memory, temp);
 *	tally_group(t, key);             for each row
 *	tally_add(t, i, value);          for each aggregate that the row counts for
 *	tally_finish(t);
 *	while ((status = tally_next(t, &key, values)) == READ_RECORD)
 *		...                      groups in the order of their keys
 *	tally_free(t);
 *
 * Groups lie in a hash table; when half of `memory` is used up, all of them go to a sorter, which
 * has the other half, as (key, partial state), and the table starts anew. At the end everything
 * goes there, and partial states of one key are merged in the order they came. So the answer is
 * the same for every memory. At least TALLY_LEAST is used, and a group's own values.
 *
 * count: of the values added, empty ones too.
 *
 * min, max: the original text of the value that is least or greatest as its type; at a tie the
 * bytewise smallest text. Of times, min goes by the earliest possible instant, max by the latest.
 *
 * first, last: the value added first or last, empty ones too.
 *
 * sum: of integers of 64 bits, in 128 bits, so it cannot overflow.
 *
 * distinct: how many different values as their type (1 and 1.0 are one number), told apart by
 * their 128-bit hash_key.
 *
 * list: the different values, bytewise sorted, joined by '|'; a value that holds '|' counts as its
 * parts. For the few: a value costs the length of its group's list, which ends at 1 MiB.
 *
 * union: the bits of all values added, which are decimal numbers of 64 bits.
 *
 * min, max, sum, distinct and list ignore empty values. min, max and distinct ignore those that
 * their type cannot read, and count them. */
#ifndef AMENDS_TALLY_H
#define AMENDS_TALLY_H

#include "order.h"

enum { TALLY_LEAST = 512 * 1024 };

enum tally_function {
	TALLY_COUNT,
	TALLY_MIN,
	TALLY_MAX,
	TALLY_FIRST,
	TALLY_LAST,
	TALLY_SUM,
	TALLY_DISTINCT,
	TALLY_LIST,
	TALLY_UNION /* am-overlap's alone */
};
/* The function of a name that users write; union is none. 0, or -1 without a message. */
int tally_function_parse(struct span word, enum tally_function *) MUST_CHECK;

struct tally_spec {
	enum tally_function function;
	enum order_type type; /* of min, max and distinct */
};

struct tally;
/* specs and temp must outlive it. NULL with a message. */
struct tally *tally_new(
    const struct tally_spec *specs, size_t count, uint64_t memory, const char *temp) MUST_CHECK;
/* Fetches into the cache what tally_group needs for these keys, so that a batch of them waits for
 * memory once. Changes nothing. */
void tally_expect(const struct tally *, const struct span *keys, size_t count);
/* The group of the values to come; a new one begins with nothing. Keys must be such that none is a
 * prefix of another (order_append makes them so). 0, or -1 with a message. */
int tally_group(struct tally *, struct span key) MUST_CHECK;
/* Adds a value to one aggregate of the group. NULL, or why a sum, union or list cannot take it, in
 * words that may follow "column X" in a message: "is not an integer", "is an integer beyond 64
 * bits", "makes a list of more than 1 MiB". */
const char *tally_add(struct tally *, size_t aggregate, struct span value) MUST_CHECK;
/* Ends adding. 0, or -1 with a message. */
int tally_finish(struct tally *) MUST_CHECK;
/* The next group: its key and a value for each aggregate, valid until the next call. Without any
 * value: empty; count, sum, distinct and union: 0. READ_ERROR with a message. */
enum read_status tally_next(struct tally *, struct span *key, struct span *values) MUST_CHECK;
/* Values that min, max or distinct could not read as their type. */
uint64_t tally_unreadable(const struct tally *, size_t aggregate);
/* Bytes written to disk so far: 0 when everything fitted. */
uint64_t tally_spilled(const struct tally *);
/* NULL does nothing. */
void tally_free(struct tally *);

#endif
