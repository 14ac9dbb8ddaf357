/* reader: a table of ours goes straight to csv, all else to its format.
 *
 * So what is read most, large tables of ours in many parts, pays one branch for the others. */
#include "reader.h"

#include <stdlib.h>

#include "err.h"
#include "reader_inside.h"

struct reader {
	struct csv_reader *csv; /* a table of ours; NULL: */
	const struct reader_format *format;
	void *state;
};

struct reader *
reader_open_table(const char *path, const char *name, const struct source_options *given,
    const struct dialect *dialect)
{
	struct source_options options = *given;
	struct reader *r;
	struct source *source;

	(void)dialect;
	options.name = name;
	source = source_open(path, &options);
	if (!source)
		return NULL;
	r = xcalloc(1, sizeof *r);
	r->csv = csv_reader_new(source, &(struct csv_options){0});
	return r;
}

struct reader *
reader_new(const struct reader_format *format, void *state)
{
	struct reader *r = xcalloc(1, sizeof *r);

	r->format = format;
	r->state = state;
	return r;
}

enum read_status
reader_read_some(
    struct reader *r, struct record *records, size_t most, size_t *count, enum csv_problem *problem)
{
	if (r->csv)
		return csv_read_some(r->csv, records, most, count, problem);
	return r->format->read_some(r->state, records, most, count, problem);
}

const char *
reader_file(const struct reader *r)
{
	return r->format && r->format->file ? r->format->file(r->state) : NULL;
}

size_t
reader_problem_field(const struct reader *r)
{
	return r->csv ? csv_problem_field(r->csv) : r->format->problem_field(r->state);
}

const struct csv_counts *
reader_counts(const struct reader *r)
{
	return r->csv ? csv_counts(r->csv) : r->format->counts(r->state);
}

void
reader_source_facts(const struct source *source, struct reader_facts *facts)
{
	*facts = (struct reader_facts){
	    .regular = source_is_regular(source),
	    .bytes = source_bytes(source),
	    .charset = CHARSET_UTF8,
	};
	facts->known = source_identity(source, &facts->device, &facts->inode);
	source_progress(source, &facts->done, &facts->total);
}

void
reader_facts(const struct reader *r, struct reader_facts *facts)
{
	if (r->csv)
		reader_source_facts(csv_source(r->csv), facts);
	else
		r->format->facts(r->state, facts);
}

void
reader_digest(const struct reader *r, char out[33])
{
	if (r->csv)
		source_digest(csv_source(r->csv), out);
	else
		r->format->digest(r->state, out);
}

void
reader_free(struct reader *r)
{
	if (!r)
		return;
	csv_reader_free(r->csv);
	if (r->format)
		r->format->free(r->state);
	free(r);
}
