/* reader_inside: what reader and its formats share, and nobody else. Level 4, a part of reader.
 *
 * A format is one table of functions; reader_open.c knows them all. What each gives is what
 * reader.h says of it. */
#ifndef AMENDS_READER_INSIDE_H
#define AMENDS_READER_INSIDE_H

#include "reader.h"

struct reader_format {
	/* As reader_open; the dialect is never NULL. The result is the `state` of all others. */
	void *(*open)(const char *path, const char *name, const struct source_options *,
	    const struct dialect *);
	/* As reader_read_some: the first record is the header. Giving one at a time is allowed:
	 * then *count is 1 at READ_RECORD, else 0. *problem is always set. */
	enum read_status (*read_some)(
	    void *state, struct record *, size_t most, size_t *count, enum csv_problem *problem);
	const char *(*file)(const void *state); /* as reader_file; NULL: never one of a folder */
	size_t (*problem_field)(const void *state);
	const struct csv_counts *(*counts)(const void *state);
	void (*facts)(const void *state, struct reader_facts *);
	void (*digest)(const void *state, char out[33]); /* as source_digest, of all its files */
	void (*free)(void *state);			 /* never NULL */
};

extern const struct reader_format reader_csv;  /* reader_csv.c */
extern const struct reader_format reader_json; /* reader_json.c */
extern const struct reader_format reader_mail; /* reader_mail.c */

/* A reader of state, which it then owns. */
struct reader *reader_new(const struct reader_format *, void *state) MUST_CHECK;
/* The facts of an input that is one source. */
void reader_source_facts(const struct source *, struct reader_facts *);

#endif
