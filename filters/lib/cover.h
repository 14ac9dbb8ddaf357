/* cover: boxes in a space of small sets, and whether some fill another. Level 4. A box has for each
 * dimension a set of classes; a point is in it when each of its classes is in that dimension's set.
 */
#ifndef AMENDS_COVER_H
#define AMENDS_COVER_H

#include "mem.h"

struct space {
	size_t dimensions;
	size_t words; /* of a set: the same for all */
};
static inline size_t
space_words(const struct space *space)
{
	return space->dimensions * space->words;
}
static inline uint64_t *
box_set(const struct space *space, uint64_t *box, size_t dimension)
{
	return box + dimension * space->words;
}

bool box_is_empty(const struct space *, const uint64_t *box);
/* Puts together boxes that differ in one dimension only, until none do: how many are left, in
 * front. */
size_t boxes_merge(const struct space *, uint64_t *boxes, size_t count);
bool box_is_equal(const struct space *, const uint64_t *a, const uint64_t *b);

/* Is called with each box of points that are left; false stops. */
typedef bool cover_left(void *context, const uint64_t *box);
enum cover_answer { COVER_FULL, COVER_LEFT, COVER_UNDECIDED };
/* Do the boxes fill this one? COVER_UNDECIDED after `steps` boxes were looked at; *steps is what is
 * left of them. left may be NULL: the first point that is left ends it. */
enum cover_answer cover_test(const struct space *, const uint64_t *box,
    const uint64_t *const *boxes, size_t count, uint64_t *steps, cover_left *left,
    void *context) MUST_CHECK;

#endif
