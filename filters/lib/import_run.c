/* import_run: see import_run.h. */
#include "import_run.h"

#include <stdlib.h>

const char *const import_places[IMPORT_PLACES] = {"source", "line", "offset", "length"};

enum { DIGITS = 20 };

/* The number in digits; a third of the cost of snprintf. */
static struct span
decimal(uint64_t number, char digits[DIGITS])
{
	size_t at = DIGITS;

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) != 0);
	return (struct span){digits + at, DIGITS - at};
}

static int
write_rows(struct import_run *run)
{
	struct filter *f = run->filter;
	size_t width = import_width(run->import);
	char digits[IMPORT_PLACES][DIGITS];
	struct span numbers[IMPORT_PLACES] = {
	    [IMPORT_LINE] = decimal(f->record.line, digits[IMPORT_LINE]),
	    [IMPORT_OFFSET] = decimal(f->record.offset, digits[IMPORT_OFFSET]),
	    [IMPORT_LENGTH] = decimal(f->record.length, digits[IMPORT_LENGTH])};

	for (size_t i = 0; i < import_rows(run->import); i++) {
		struct span *values = import_row(run->import, i);

		values[width + IMPORT_SOURCE] = span_of(f->file ? f->file : parts_path(f->in));
		for (size_t k = IMPORT_LINE; k <= IMPORT_LENGTH; k++)
			values[width + k] = numbers[k];
		if (run->semi)
			values[width + IMPORT_MATCHED_BY] = run->matched[i];
		if (filter_turn(f, values, i > 0))
			return -1;
	}
	return 0;
}

/* What becomes of a record, of which all rows are made. */
static int
end_record(struct import_run *run, const struct record *record)
{
	struct span column;
	const char *reason = import_rejects(run->import, &column);

	run->filter->record = *record;
	if (run->damage)
		return filter_reject_value(run->filter, run->damaged_column, run->damage);
	if (reason)
		return filter_reject_value(run->filter, column, reason);
	if (import_rows(run->import) == 0)
		return filter_drop(run->filter, run->why ? run->why : "no_event");
	return write_rows(run);
}

/* The rows from here on matched by this key. */
static void
note_matched(struct import_run *run, size_t from, struct span by)
{
	size_t rows = import_rows(run->import);

	if (rows > run->matched_room) {
		run->matched_room = rows * 2;
		run->matched = xrealloc(run->matched, run->matched_room, sizeof *run->matched);
	}
	for (size_t i = from; i < rows; i++)
		run->matched[i] = by;
}

/* A record that does not match: nearly all of them. */
static int
pass_over(struct import_run *run, const struct record *record, const char *why)
{
	struct span column;
	const char *damage = import_semi_damage(run->semi, record, why, &column);

	if (!damage)
		return filter_drop(run->filter, why);
	run->filter->record = *record;
	return filter_reject_value(run->filter, column, damage);
}

/* A record, or a piece of one, and whether it matches. */
static int
answered(void *context, const struct record *record, const struct lookup_answer *answer)
{
	struct import_run *run = context;
	enum semi_part part = import_semi_part(run->semi, record);
	size_t from;

	if (answer->why && part == SEMI_WHOLE)
		return pass_over(run, record, answer->why);
	if (part == SEMI_WHOLE || part == SEMI_FIRST) {
		import_begin(run->import);
		run->why = answer->why;
		run->damage = NULL;
	}
	if (answer->why) {
		if (!run->damage)
			run->damage = import_semi_damage(
			    run->semi, record, answer->why, &run->damaged_column);
	} else {
		from = import_rows(run->import);
		run->why = NULL;
		if (import_add(run->import, record))
			return -1;
		note_matched(run, from, answer->matched_by);
	}
	return part == SEMI_FIRST || part == SEMI_MIDDLE ? 0 : end_record(run, record);
}

static int
one(struct import_run *run, const struct record *record)
{
	import_begin(run->import);
	return import_add(run->import, record) || end_record(run, record) ? -1 : 0;
}

/* What is seen of every record, wanted or not. */
static int
watch(struct import_run *run, const struct record *records, size_t count)
{
	const struct columns *columns = parts_columns(run->filter->in);
	bool json = run->profile->dialect.format == DIALECT_JSON;

	for (size_t i = 0; run->months && i < count; i++)
		import_months_add(run->months, &records[i]);
	for (size_t i = 0; json && i < count; i++)
		if (detect_watch(&run->watch, run->profile, columns, &records[i]))
			return -1;
	return 0;
}

static int
batch(struct import_run *run, const struct record *records, size_t count)
{
	if (watch(run, records, count))
		return -1;
	if (run->semi)
		return import_semi_batch(run->semi, records, count);
	for (size_t i = 0; i < count; i++)
		if (one(run, &records[i]))
			return -1;
	return 0;
}

int
import_run(struct import_run *run)
{
	const struct columns *columns = parts_columns(run->filter->in);
	const struct record *records;
	enum read_status status;
	size_t count;

	if (run->semi) {
		run->semi->probing.one = answered;
		run->semi->probing.context = run;
		if (probing_load(&run->semi->probing))
			return -1;
	}
	while ((status = filter_next_batch(run->filter, &records, &count)) == READ_RECORD)
		if (batch(run, records, count))
			return -1;
	if (status != READ_END || (run->semi && probing_rest(&run->semi->probing)))
		return -1;
	if (run->profile->dialect.format != DIALECT_JSON)
		return 0;
	return detect_watch(&run->watch, run->profile, columns, NULL);
}

void
import_run_free(struct import_run *run)
{
	free(run->matched);
	detect_watch_free(&run->watch);
}
