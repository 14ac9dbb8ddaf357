/* rejects: the rows that cannot be used, in a table of their own: file,line,reason,record. Level
 * 5. */
#ifndef AMENDS_REJECTS_H
#define AMENDS_REJECTS_H

#include "csv.h"
#include "sink.h"

struct rejects;
/* path: -r FILE, written whole or not at all; NULL: nothing is written, rows are only counted (a
 * dry run). limit: --max-rejects. NULL with a message. */
struct rejects *rejects_open(
    const char *path, uint64_t limit, const struct sink_options *) MUST_CHECK;
/* One row: the file it came from, and why. 0, or -1 with a message, also when it is one too many.
 */
int rejects_add(
    struct rejects *, const char *file, const struct record *, const char *reason) MUST_CHECK;
/* As of output. */
const struct sink *rejects_sink(const struct rejects *);
int rejects_finish(struct rejects *) MUST_CHECK;
int rejects_commit(struct rejects *) MUST_CHECK;
void rejects_free(struct rejects *);

#endif
