/* detect: which profile a file is of. Level 5. */
#ifndef AMENDS_DETECT_H
#define AMENDS_DETECT_H

#include "profile.h"

struct detection {
	const struct profile *profile; /* NULL: of none; fit.why says what the file is instead */
	struct profile_fit fit;
};
struct detections {
	struct detection *list; /* the best first; at least one */
	size_t count;
};
/* Reads the header of a file, and some records of one in JSON, as each profile would: all that fit,
 * else the nearest and why it does not; a file that is no table is one that fits none. 0, or -1
 * with a message: it cannot be opened. */
int detect_file(
    const char *path, struct profile *const *, size_t count, struct detections *) MUST_CHECK;
void detections_free(struct detections *);
/* Is the file what the profile says? The dialect may differ from the profile's. 0, or -1 with a
 * message that names the first thing that does not fit, and the profile that does, among others. */
int detect_check(const char *path, const struct profile *, const struct dialect *) MUST_CHECK;
/* The same for the header of an input that cannot be read twice. */
int detect_check_header(const struct columns *, const struct profile *) MUST_CHECK;
/* In a JSON export each column that is asked for is there: whether the export is what the profile
 * takes it for is told by the values. Start from {0}. */
enum { DETECT_RECORDS = 1000 };
struct detect_watch {
	bool *present; /* a column had a value */
	uint64_t records;
	bool told; /* nothing more is to be looked at */
};
/* Looks at a record, or with NULL at the end of all. 0, or -1 with a message: after
 * DETECT_RECORDS records, or all, the profile does not fit. */
int detect_watch(struct detect_watch *, const struct profile *, const struct columns *,
    const struct record *) MUST_CHECK;
void detect_watch_free(struct detect_watch *);

#endif
