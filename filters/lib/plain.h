/* plain: the commonest addresses, judged many bytes at a time. Level 2. */
#ifndef AMENDS_PLAIN_H
#define AMENDS_PLAIN_H

#include "mem.h"

/* True when the value, at most 64 bytes without blanks around it, is one ASCII mailbox of letters,
 * digits and . - _ + that needs nothing but lower case; out then holds its key. False says nothing
 * about the value: it may still be a mailbox. About 8 ns; always false on machines without SSE2. */
bool plain_mailbox(struct span value, struct buf *out);
/* The same without the widest registers, for tests: both always agree. */
bool plain_mailbox_base(struct span value, struct buf *out);

#endif
