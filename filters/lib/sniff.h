/* sniff: what the first bytes of an input say it is. Level 1. A pure function: no input, no state.
 */
#ifndef AMENDS_SNIFF_H
#define AMENDS_SNIFF_H

#include "span.h"

/* SNIFF_MORE is only returned while the bytes are the beginning of something that would be told by
 * more of them, so a table that arrives by a slow pipe is never waited for. */
enum sniff { SNIFF_MORE, SNIFF_PLAIN, SNIFF_GZIP, SNIFF_FOREIGN, SNIFF_HTML, SNIFF_UTF16 };

/* No more than this many bytes are ever wanted. */
enum { SNIFF_WINDOW = 512 };

/* all: no more bytes will come. For the last three *what ends the sentence
 * "FILE: ...". */
enum sniff sniff(struct span first, bool all, const char **what) MUST_CHECK;

#endif
