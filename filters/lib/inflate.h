/* inflate: raw deflate data (RFC 1951), unpacked by ISA-L or zlib, and the CRC-32 that goes with
 * it. Level 2, a part of source. Wrappers (headers, trailers, members) are gunzip's.
 *
 * Both accept and refuse the same but for one thing: a Huffman code with unused codes, which no
 * compressor writes, is damage to zlib, while ISA-L minds only when such a code occurs in the
 * data. Which of several faults is met first may differ (gunzip_judge). */
#ifndef AMENDS_INFLATE_H
#define AMENDS_INFLATE_H

#include "tuning.h"

struct inflate;

/* NULL with a message. */
struct inflate *inflate_new(enum tuning_library) MUST_CHECK;
/* Makes ready for the next stream. */
void inflate_reset(struct inflate *);
void inflate_free(struct inflate *); /* NULL does nothing */

/* Where to read from and write to; moved on by what was done. */
struct inflate_span {
	const unsigned char *in;
	size_t in_left;
	unsigned char *out;
	size_t out_left;
};
/* MORE: in or out is used up. END: the stream is complete; in stands behind it, but for the bytes
 * that inflate_surplus gives. DAMAGED: not deflate data. MEMORY: out of memory. */
enum inflate_result { INFLATE_MORE, INFLATE_END, INFLATE_DAMAGED, INFLATE_MEMORY };
enum inflate_result inflate_run(struct inflate *, struct inflate_span *) MUST_CHECK;

/* After END: how many bytes behind the stream were taken already, and a copy of them. */
enum { INFLATE_SURPLUS = 8 };
size_t inflate_surplus(const struct inflate *, unsigned char out[INFLATE_SURPLUS]);

/* CRC-32 (of gzip) of the bytes so far and these; 0 to begin with. */
uint32_t inflate_crc(
    const struct inflate *, uint32_t crc, const void *data, size_t size) MUST_CHECK;

#endif
