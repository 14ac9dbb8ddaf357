/* probing: see probing.h. */
#include "probing.h"

#include <inttypes.h>

struct parts *
xprobing_table(struct filter *f, const char *path, char *const *inputs, size_t count)
{
	bool from_stdin = count == 0;

	for (size_t i = 0; i < count; i++)
		from_stdin = from_stdin || strcmp(inputs[i], "-") == 0;
	if (from_stdin && strcmp(path, "-") == 0)
		die("the LOOKUP and the table cannot both be stdin");
	return xfilter_lookup(f, path);
}

int
probing_load(struct probing *p)
{
	struct record record;
	enum read_status status;
	struct lookup_counts counts;

	while ((status = filter_next_lookup(p->table, &record)) == READ_RECORD)
		if (lookup_add(p->lookup, &record))
			return -1;
	if (status == READ_ERROR || lookup_ready(p->lookup))
		return -1;
	counts = lookup_counts(p->lookup);
	if (counts.unusable)
		filter_note(p->filter, "unusable_lookup_keys=%" PRIu64, counts.unusable);
	return 0;
}

int
probing_batch(struct probing *p, const struct record *records, size_t count)
{
	const bool later = lookup_is_deferred(p->lookup);
	struct lookup_answer answer;

	if (!later)
		lookup_expect(p->lookup, records, count);
	for (size_t i = 0; i < count; i++)
		if (later ? lookup_defer(p->lookup, &records[i], parts_path(p->filter->in))
			  : lookup_probe(p->lookup, &records[i], &answer) ||
				p->one(p->context, &records[i], &answer))
			return -1;
	return 0;
}

int
probing_rest(struct probing *p)
{
	struct lookup_answer answer;
	struct record record;
	enum read_status status;

	if (!lookup_is_deferred(p->lookup))
		return 0;
	if (lookup_solve(p->lookup))
		return -1;
	while (
	    (status = lookup_replay(p->lookup, &record, &p->filter->file, &answer)) == READ_RECORD)
		if (p->one(p->context, &record, &answer))
			return -1;
	return status == READ_END ? 0 : -1;
}

int
report_row(void *report, const struct span *values)
{
	return filter_report(report, values);
}
