/* outlet: where finished bytes go, and the one write(2) of the library. Level 2, a part of sink. */
#ifndef AMENDS_OUTLET_H
#define AMENDS_OUTLET_H

#include "mem.h"

struct outlet {
	int fd;		    /* -1: memory */
	struct buf *memory; /* bytes are appended to it */
	size_t most;	    /* most bytes of one write */
};

/* An outlet to fd. A file that would grow past the limit of the process (ulimit -f) becomes an
 * error like any other instead of a deadly signal. */
struct outlet outlet_open(int fd, size_t most) MUST_CHECK;

/* All bytes. EINTR, short counts and a full pipe that does not block are dealt with. 0 or an
 * errno; prints nothing, so threads may call it. */
int outlet_write(const struct outlet *, const void *data, size_t size) MUST_CHECK;

#endif
