/* output: which columns a filter writes, and the writing. Level 5.
 *
 * The plan is made once. A record whose columns are all written in order goes out whole, as its
 * raw bytes; one that only gets columns behind it as its raw bytes and those (when it holds no
 * quote, so that the bytes are the same as from values); every other from values with minimal
 * quoting. */
#ifndef AMENDS_OUTPUT_H
#define AMENDS_OUTPUT_H

#include "columns.h"
#include "csv.h"
#include "sink.h"

struct output;
struct output_shape {
	const struct columns *input; /* the columns of the table read; NULL: the added ones alone */
	bool source;		     /* source and line of each row behind them */
	const struct span *added;    /* names of the added columns */
	size_t added_count;
	const char *pick; /* -c, or NULL */
	bool bytes;	  /* no table: bytes as they are given, without a header */
};
/* Makes the plan. NULL with a message: an added name is there already, -c names what is not there.
 */
struct output *output_plan(const struct output_shape *) MUST_CHECK;
/* Opens the sink and writes the header. Without it (a dry run) rows are taken and nothing is
 * written. */
int output_open(struct output *, const char *path, const struct sink_options *) MUST_CHECK;
/* The same into memory (unit tests). */
int output_open_memory(struct output *, struct buf *out) MUST_CHECK;

/* One row. file: what its column source says. added: a value for each added column. */
int output_record(
    struct output *, const struct record *, const char *file, const struct span *added) MUST_CHECK;
/* One row from values: fields of the input's columns (and then source and line, with
 * shape.source). */
int output_values(struct output *, const struct span *fields, const struct span *added) MUST_CHECK;

/* What follows belongs to a new file in the folder that is the output (sink_next_file). */
int output_next_file(struct output *, const char *name) MUST_CHECK;
/* Bytes of an output that is no table. */
int output_bytes(struct output *, struct span bytes) MUST_CHECK;

/* The sink, for its name, bytes and digest; NULL when it was not opened. */
const struct sink *output_sink(const struct output *);
int output_finish(struct output *) MUST_CHECK; /* as sink_finish */
int output_commit(
    struct output *) MUST_CHECK; /* as sink_commit; output_free is still to be called */
/* Abandons a sink that was not committed. NULL does nothing. */
void output_free(struct output *);

#endif
