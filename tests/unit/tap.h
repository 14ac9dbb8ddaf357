/* tap: the few words a unit test needs. Each test_MODULE.c prints TAP and ends with tap_done(). */
#ifndef AMENDS_TAP_H
#define AMENDS_TAP_H

#include <stdarg.h>
#include <stdio.h>

#include "span.h"

struct tap {
	int run;
	int failed;
};

/* One test point; the words say what holds. Returns ok. */
PRINTF_LIKE(3, 4)
static inline bool
tap_ok(struct tap *tap, bool ok, const char *words, ...)
{
	va_list list;

	va_start(list, words);
	tap->run++;
	tap->failed += !ok;
	printf("%sok %d - ", ok ? "" : "not ", tap->run);
	vprintf(words, list);
	putchar('\n');
	va_end(list);
	return ok;
}

/* Prints the plan; the exit status of the test program. */
static inline int
tap_done(const struct tap *tap)
{
	printf("1..%d\n", tap->run);
	return tap->failed != 0;
}

#endif
