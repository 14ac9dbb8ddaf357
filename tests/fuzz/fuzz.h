/* fuzz: what a target says when something does not hold, and ends with. */
#ifndef AMENDS_FUZZ_H
#define AMENDS_FUZZ_H

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void
need(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s: %s\n", program_invocation_short_name, what);
	abort();
}

static inline void
need_reason(const char *reason)
{
	need(*reason && strspn(reason, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen(reason),
	    "a reason is no word");
}

#endif
