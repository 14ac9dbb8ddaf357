/* tally_state: the state of one aggregate of one group. Level 4; tally's alone.
 *
 * The value of a counter or sum lies in the state, a text of min, max, first, last in the arena;
 * it is overwritten in place when the new one fits, so a maximum that moves with every row takes
 * no memory. */
#ifndef AMENDS_TALLY_STATE_H
#define AMENDS_TALLY_STATE_H

#include "tally.h"

struct state_text {
	char *data;
	uint64_t rank; /* of min and max: decides unless equal */
	uint32_t size; /* STATE_NO_TEXT: none yet */
	uint32_t room;
};
#define STATE_NO_TEXT UINT32_MAX
struct group;
struct state_counter {
	uint64_t number;     /* count, distinct, union */
	struct group *group; /* of which it is a state: distinct finds its key again */
};
struct state_sum {
	uint64_t low, high; /* 128 bits, two's complement */
};
union state {
	struct state_counter counter;
	struct state_sum sum;
	struct state_text text;
};
struct group {
	struct group *next;
	struct span key;
	union state states[]; /* one for each aggregate */
};

/* What the states of all groups share. */
struct states {
	const struct tally_spec *specs;
	size_t count; /* of specs, and of the states of a group */
	struct arena arena;
	struct buf code, other; /* scratch: encoded numbers */
	uint64_t *unreadable;
};

/* A new group in the arena, with nothing added and a copy of the key. */
struct group *states_group(struct states *, struct span key) MUST_CHECK;
/* The group as it was when new; the room of its texts is kept. */
void states_clear(const struct states *, struct group *);
/* Adds a value; distinct is tally's own matter. As tally_add. */
const char *state_add(
    struct states *, size_t aggregate, union state *, struct span value) MUST_CHECK;
/* What makes values of distinct different: the value or its number or time, encoded. False: it
 * does not count. The view is valid until the next call. */
bool state_distinct(struct states *, size_t aggregate, struct span value, struct span *identity);
/* Appends the states. with_distinct: its distinct counts are final; else 0 is written. */
void states_pack(const struct states *, const union state *, bool with_distinct, struct buf *out);
/* Adds packed states of a later part of the group's rows. As tally_add. */
const char *states_merge(struct states *, union state *, struct span packed) MUST_CHECK;
/* The value to write; numbers need the room. */
enum { STATE_NUMBER = 48 };
struct span state_result(
    const struct states *, size_t aggregate, const union state *, char room[STATE_NUMBER]);
void states_free(struct states *);

#endif
