/* rejects: the rows that cannot be used, in a table of their own.
 *
 * A record stands in one field, byte for byte as it was read, so that a corrected row can be put
 * back. */
#include "rejects.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"

struct rejects {
	struct sink *sink;
	uint64_t count, limit;
};

struct rejects *
rejects_open(const char *path, uint64_t limit, const struct sink_options *options)
{
	static const char header[] = "file,line,reason,record\n";
	struct rejects *rejects = xcalloc(1, sizeof *rejects);

	rejects->limit = limit;
	if (!path)
		return rejects;
	rejects->sink = sink_open(path, options);
	if (!rejects->sink || sink_write(rejects->sink, header, sizeof header - 1) < 0) {
		rejects_free(rejects);
		return NULL;
	}
	return rejects;
}

int
rejects_add(
    struct rejects *rejects, const char *file, const struct record *record, const char *reason)
{
	char line[24];

	if (++rejects->count > rejects->limit) {
		warn("more than %" PRIu64 " rejects", rejects->limit);
		return -1;
	}
	if (!rejects->sink)
		return 0;
	snprintf(line, sizeof line, "%" PRIu64, record->line);
	if (csv_write_value(rejects->sink, span_of(file), true, false) < 0 ||
	    csv_write_value(rejects->sink, span_of(line), false, false) < 0 ||
	    csv_write_value(rejects->sink, span_of(reason), false, false) < 0 ||
	    csv_write_value(rejects->sink, record->raw, false, false) < 0)
		return -1;
	return csv_write_end(rejects->sink);
}

const struct sink *
rejects_sink(const struct rejects *rejects)
{
	return rejects->sink;
}

int
rejects_finish(struct rejects *rejects)
{
	return rejects->sink ? sink_finish(rejects->sink) : 0;
}

int
rejects_commit(struct rejects *rejects)
{
	struct sink *sink = rejects->sink;

	rejects->sink = NULL;
	return sink ? sink_commit(sink) : 0;
}

void
rejects_free(struct rejects *rejects)
{
	if (!rejects)
		return;
	sink_abandon(rejects->sink);
	free(rejects);
}
