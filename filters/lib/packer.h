/* packer: a thread that packs blocks and writes them. Level 2, a part of sink. What happens to it
 * is told by return values to the thread that prints. */
#ifndef AMENDS_PACKER_H
#define AMENDS_PACKER_H

#include "deflate.h"

struct packer;

/* The outlet must outlive it, and belongs to the thread from the first packer_give to packer_free.
 * NULL with a message. */
struct packer *packer_new(const struct outlet *, enum tuning_library) MUST_CHECK;
/* Hands the bytes of the buffer over and gives an empty one for it. Waits for room in the queue.
 * The first call starts the thread. 0, or the errno that was met; then nothing was handed over. */
int packer_give(struct packer *, struct buf *, enum deflate_flush) MUST_CHECK;
/* Waits until all is packed and written. 0 or an errno. */
int packer_wait(struct packer *) MUST_CHECK;
/* Stops the thread, with what is queued still undone, and frees. NULL does nothing. */
void packer_free(struct packer *);

#endif
