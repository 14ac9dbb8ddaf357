/* reader_keep: copies of records, few and for a short time. */
#include "reader_keep.h"

#include <stdlib.h>

struct kept_record {
	struct record record;
	struct record_copy fields;
	char *raw;
	enum csv_problem problem;
	size_t field;
};

static void
add_without(struct buf *out, struct span value, char mark)
{
	const char *at = value.data, *end = value.data + value.size;

	while (at < end) {
		const char *found = memchr(at, mark, (size_t)(end - at));
		const char *stop = found ? found : end;

		buf_add(out, at, (size_t)(stop - at));
		at = stop + (found != NULL);
	}
}

void
record_copy_without(struct record_copy *copy, struct record *record, char mark)
{
	if (record->count > copy->room) {
		copy->room = record->count;
		copy->ends = xrealloc(copy->ends, copy->room, sizeof *copy->ends);
	}
	buf_clear(&copy->values);
	for (size_t i = 0; i < record->count; i++) {
		add_without(&copy->values, csv_field(record, i), mark);
		copy->ends[i] = (uint32_t)copy->values.size;
		buf_add_byte(&copy->values, '\0');
	}
	record->base = copy->values.data;
	record->ends = copy->ends;
	record->start = 0;
	record->order = NULL;
	record->decoded = true;
}

void
record_copy_free(struct record_copy *copy)
{
	buf_free(&copy->values);
	free(copy->ends);
	*copy = (struct record_copy){0};
}

static void
forget(struct reader_keep *keep)
{
	for (size_t i = 0; i < keep->count; i++) {
		record_copy_free(&keep->list[i].fields);
		free(keep->list[i].raw);
	}
	keep->count = keep->taken = 0;
}

void
reader_keep_add(
    struct reader_keep *keep, const struct record *record, enum csv_problem problem, size_t field)
{
	struct kept_record *kept;

	if (keep->taken == keep->count)
		forget(keep);
	keep->list = xrealloc(keep->list, keep->count + 1, sizeof *keep->list);
	kept = &keep->list[keep->count++];
	*kept = (struct kept_record){.record = *record, .problem = problem, .field = field};
	kept->raw = xcopy(record->raw);
	kept->record.raw.data = kept->raw;
	if (problem == CSV_FINE) /* no value of a record that is fine holds a NUL */
		record_copy_without(&kept->fields, &kept->record, '\0');
}

size_t
reader_keep_count(const struct reader_keep *keep)
{
	return keep->count - keep->taken;
}

void
reader_keep_take(
    struct reader_keep *keep, struct record *record, enum csv_problem *problem, size_t *field)
{
	const struct kept_record *kept = &keep->list[keep->taken++];

	*record = kept->record;
	*problem = kept->problem;
	*field = kept->field;
}

void
reader_keep_free(struct reader_keep *keep)
{
	forget(keep);
	free(keep->list);
	*keep = (struct reader_keep){0};
}
