/* deflate: one gzip member, packed by ISA-L (level 1) or zlib (level 6). Level 2, a part of sink.
 * The header holds no name and no time. The bytes depend on the input and on where flushes are,
 * not on how the input was cut: it is fed to the library in pieces of DEFLATE_PIECE. */
#ifndef AMENDS_DEFLATE_H
#define AMENDS_DEFLATE_H

#include "outlet.h"
#include "tuning.h"

struct deflate;

enum { DEFLATE_PIECE = 256 * 1024 };

/* NULL with a message. */
struct deflate *deflate_new(enum tuning_library) MUST_CHECK;
void deflate_free(struct deflate *); /* NULL does nothing */

/* GO: size is a multiple of DEFLATE_PIECE; SYNC: the reader can unpack all that was given so far;
 * FINISH: the member ends. Packs the bytes and writes to the outlet. 0 or an errno. Prints
 * nothing. */
enum deflate_flush { DEFLATE_GO, DEFLATE_SYNC, DEFLATE_FINISH };
int deflate_write(struct deflate *, const struct outlet *, const void *data, size_t size,
    enum deflate_flush) MUST_CHECK;

#endif
