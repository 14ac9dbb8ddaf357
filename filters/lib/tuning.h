/* tuning: what the environment may choose, for tests and comparisons only: sizes of blocks, and
 * the library that packs and unpacks. Level 1. An empty one counts as not set; a value that is not
 * understood is an error, never ignored. */
#ifndef AMENDS_TUNING_H
#define AMENDS_TUNING_H

#include "span.h"

/* The number in an environment variable, 1 to highest; usual when it is not set. 0, or -1 with a
 * message. */
int tuning_size(const char *variable, size_t highest, size_t usual, size_t *out) MUST_CHECK;

/* The library for raw deflate data: "zlib" or "isal" in an environment variable; ISA-L when it is
 * not set and the build found it. 0, or -1 with a message (also for isal in a build without it). */
enum tuning_library { LIBRARY_ZLIB, LIBRARY_ISAL };
int tuning_library(const char *variable, enum tuning_library *out) MUST_CHECK;

#endif
