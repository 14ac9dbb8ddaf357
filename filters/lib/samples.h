/* samples: values to try on cells. Level 5. */
#ifndef AMENDS_SAMPLES_H
#define AMENDS_SAMPLES_H

#include "operand.h"

/* A list of different texts. Start from {0}. */
struct samples {
	struct span *items; /* own copies */
	size_t count;
	struct arena arena;
};
void samples_add(struct samples *, struct span text);
void samples_free(struct samples *);

/* Values before, at and behind a number or time, as exact times, times without a zone and dates,
 * that fall on either side of each of its ends. moved: seconds that are taken off first. */
void samples_around(struct samples *, const struct quantity *, int64_t moved);
/* Two times of every form, numbers, and the ends of the numbers. */
void samples_general(struct samples *);
/* One value for every combination of these globs (and texts, which are globs without * and ?) that
 * some value matches, the shortest of each; as far as a few thousand states of them go. */
void samples_globs(struct samples *, const struct span *globs, const bool *literal, size_t count);

#endif
