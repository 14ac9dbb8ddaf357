/* gunzip: gzip files (RFC 1952) over feed and inflate. Level 2, a part of source.
 *
 * All members one after another in constant memory; CRC-32, length, header CRC checked; unknown
 * methods and reserved flags refused; zero padding behind the last member accepted, and nothing
 * else. The stored length is compared, never used as a size. Reasons (in the feed's why; N counts
 * from 1, a byte's number is its offset):
 *
 *      truncated gzip (member N)
 *      damaged gzip (member N: bad header: unknown method | bad header: reserved flags |
 *          bad header: crc mismatch | bad deflate data | crc mismatch | length mismatch)
 *      data after the last gzip member at byte N
 */
#ifndef AMENDS_GUNZIP_H
#define AMENDS_GUNZIP_H

#include "feed.h"
#include "tuning.h"

struct gunzip;

/* Over a feed that begins with a gzip member and outlives it. NULL with a message. */
struct gunzip *gunzip_new(struct feed *, enum tuning_library) MUST_CHECK;
void gunzip_free(struct gunzip *); /* NULL does nothing */

/* Up to size bytes to out. RECORD: *got > 0 (all of size, unless the end is near or the feed is
 * live); END: *got is 0 and every member was right; ERROR: see the feed's why. */
enum read_status gunzip_read(struct gunzip *, void *out, size_t size, size_t *got) MUST_CHECK;

/* After an ERROR: makes the words of the reason those of zlib. The libraries agree on what is
 * refused, but in a file with several faults one may meet another fault first. Unpacks the member
 * once more with zlib where the input can be read again; else the reason stays. */
void gunzip_judge(struct gunzip *);

#endif
