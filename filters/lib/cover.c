/* cover: is a box filled by others?
 *
 * One of the others is cut out of the box, which leaves at most one smaller box a dimension,
 * disjoint; each is asked in turn, against those that remain. Cutting out the box that sticks out
 * in the fewest dimensions keeps the pieces few: with one dimension there is one piece and nothing
 * branches. */
#include "cover.h"

#include <stdlib.h>

struct search {
	const struct space *space;
	uint64_t *steps;
	cover_left *left;
	void *context;
	bool found, stopped, undecided;
};

static bool
sets_meet(const uint64_t *a, const uint64_t *b, size_t words)
{
	for (size_t i = 0; i < words; i++)
		if (a[i] & b[i])
			return true;
	return false;
}

static bool
set_within(const uint64_t *a, const uint64_t *b, size_t words)
{
	for (size_t i = 0; i < words; i++)
		if (a[i] & ~b[i])
			return false;
	return true;
}

bool
box_is_empty(const struct space *space, const uint64_t *box)
{
	for (size_t i = 0; i < space->dimensions; i++)
		if (!sets_meet(box + i * space->words, box + i * space->words, space->words))
			return true;
	return false;
}

bool
box_is_equal(const struct space *space, const uint64_t *a, const uint64_t *b)
{
	return memcmp(a, b, space_words(space) * sizeof *a) == 0;
}

/* Adds b to a when they differ in one dimension only. */
static bool
merge(const struct space *space, uint64_t *a, const uint64_t *b)
{
	size_t different = space->dimensions, count = 0;

	for (size_t i = 0; i < space->dimensions; i++) {
		size_t at = i * space->words;

		if (memcmp(a + at, b + at, space->words * sizeof *a) != 0) {
			different = i;
			count++;
		}
	}
	if (count > 1)
		return false;
	for (size_t k = 0; count == 1 && k < space->words; k++)
		a[different * space->words + k] |= b[different * space->words + k];
	return true;
}

size_t
boxes_merge(const struct space *space, uint64_t *boxes, size_t count)
{
	size_t size = space_words(space);

	for (size_t a = 0; a < count; a++) {
		for (size_t b = 0; b < count; b++) {
			if (a == b || !merge(space, boxes + a * size, boxes + b * size))
				continue;
			memmove(boxes + b * size, boxes + (b + 1) * size,
			    (--count - b) * size * sizeof *boxes);
			a -= b < a;
			b = SIZE_MAX; /* it has grown: all others once more */
		}
	}
	return count;
}

/* In how many dimensions the box reaches beyond the other; SIZE_MAX when they have no point
 * together. */
static size_t
reach(const struct space *space, const uint64_t *box, const uint64_t *other)
{
	size_t beyond = 0;

	for (size_t i = 0; i < space->dimensions; i++) {
		const uint64_t *a = box + i * space->words, *b = other + i * space->words;

		if (!sets_meet(a, b, space->words))
			return SIZE_MAX;
		beyond += !set_within(a, b, space->words);
	}
	return beyond;
}

/* Keeps in `near` the boxes that meet this one, the best to cut first; returns how many, or
 * SIZE_MAX when one holds it whole. */
static size_t
nearest(const struct space *space, const uint64_t *box, const uint64_t *const *boxes, size_t count,
    const uint64_t **near)
{
	size_t kept = 0, least = SIZE_MAX;

	for (size_t i = 0; i < count; i++) {
		size_t beyond = reach(space, box, boxes[i]);

		if (beyond == 0)
			return SIZE_MAX;
		if (beyond == SIZE_MAX)
			continue;
		near[kept] = boxes[i];
		if (beyond < least) {
			least = beyond;
			near[kept] = near[0];
			near[0] = boxes[i];
		}
		kept++;
	}
	return kept;
}

static void
left_over(struct search *s, const uint64_t *box)
{
	s->found = true;
	s->stopped = !s->left || !s->left(s->context, box);
}

static void
search(struct search *s, const uint64_t *box, const uint64_t *const *boxes, size_t count)
{
	const struct space *space = s->space;
	const uint64_t **near = xmalloc(count, sizeof *near);
	size_t kept = nearest(space, box, boxes, count, near), size = space_words(space);
	uint64_t *rest, *piece;

	if (*s->steps == 0)
		s->undecided = s->stopped = true;
	else
		--*s->steps;
	if (kept == 0 && !s->stopped)
		left_over(s, box);
	if (kept == 0 || kept == SIZE_MAX || s->stopped) {
		free(near);
		return;
	}
	rest = xmalloc(2 * size, sizeof *rest);
	piece = rest + size;
	memcpy(rest, box, size * sizeof *rest);
	for (size_t i = 0; i < space->dimensions && !s->stopped; i++) {
		size_t at = i * space->words;

		if (set_within(rest + at, near[0] + at, space->words))
			continue;
		memcpy(piece, rest, size * sizeof *rest);
		for (size_t k = at; k < at + space->words; k++) {
			piece[k] &= ~near[0][k];
			rest[k] &= near[0][k];
		}
		search(s, piece, near + 1, kept - 1);
	}
	free(rest);
	free(near);
}

enum cover_answer
cover_test(const struct space *space, const uint64_t *box, const uint64_t *const *boxes,
    size_t count, uint64_t *steps, cover_left *left, void *context)
{
	struct search s = {.space = space, .steps = steps, .left = left, .context = context};

	search(&s, box, boxes, count);
	if (s.found)
		return COVER_LEFT;
	return s.undecided ? COVER_UNDECIDED : COVER_FULL;
}
