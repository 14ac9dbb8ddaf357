/* capture: what a call says on stderr. For unit tests. */
#ifndef AMENDS_CAPTURE_H
#define AMENDS_CAPTURE_H

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "span.h"

struct capture {
	int memory, stderr_before;
	char text[1024]; /* after capture_end: what was said, NUL-terminated */
};

static inline void
capture_begin(struct capture *c)
{
	c->stderr_before = dup(STDERR_FILENO);
	c->memory = memfd_create("stderr", 0);
	if (c->stderr_before < 0 || c->memory < 0 || dup2(c->memory, STDERR_FILENO) < 0)
		abort();
}

/* What was said goes to text, NUL-terminated, as far as it has room. */
static inline void
capture_end_into(struct capture *c, char *text, size_t room)
{
	ssize_t size = pread(c->memory, text, room - 1, 0);

	text[size > 0 ? size : 0] = '\0';
	if (dup2(c->stderr_before, STDERR_FILENO) < 0)
		abort();
	close(c->memory);
	close(c->stderr_before);
}

static inline void
capture_end(struct capture *c)
{
	capture_end_into(c, c->text, sizeof c->text);
}

/* True when exactly one line was said, and it is "test: " and the text. */
static inline bool
capture_is(const struct capture *c, const char *text)
{
	size_t size = strlen(text);

	return strncmp(c->text, "test: ", 6) == 0 && strncmp(c->text + 6, text, size) == 0 &&
	       strcmp(c->text + 6 + size, "\n") == 0;
}

#endif
