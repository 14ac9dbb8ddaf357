/* head: what stands in front of the data of a foreign export. Level 3. A pure function over the
 * first bytes, in UTF-8.
 *
 * A byte order mark, a line sep=X (Excel; also in quotes), title lines; then the header record. */
#ifndef AMENDS_HEAD_H
#define AMENDS_HEAD_H

#include "dialect.h"

/* No header may begin or end behind so many bytes. */
enum { HEAD_MOST = 1 << 20 };

struct head {
	size_t start;	/* of the header record */
	uint64_t line;	/* of that byte */
	char delimiter; /* of dialect, of sep=X, or found in the header record */
};
enum head_status { HEAD_MORE, HEAD_FOUND, HEAD_FAILED };
/* text: the file from its first byte on; last: this is all of it. name: the file in messages. MORE:
 * to be asked again with more bytes. FAILED with a message: no record of the first 20 is the
 * header, the delimiter is not sure, lines end in CR alone, the header holds a NUL. A file that
 * ends before a header is FOUND at its end. Cost: linear in text. */
enum head_status head_find(struct span text, bool last, const struct dialect *, const char *name,
    struct head *) MUST_CHECK;

#endif
