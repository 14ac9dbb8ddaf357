/* output: which columns a filter writes, and the writing.
 *
 * All names that could be written stand in one list: the input's, source and line, the added ones.
 * -c picks from that list; without it all are written. The plan is a list of positions in it. */
#include "output.h"

#include <stdlib.h>

#include "err.h"

struct output {
	struct sink *sink;
	struct span
	    *names;   /* as written, a name for each column of the plan; views into shape or list */
	size_t *plan; /* positions in the list of all names */
	size_t count;
	size_t input_count; /* positions below it are fields of the input */
	size_t source_at;   /* source is here, line next; SIZE_MAX without them */
	size_t added_at;    /* positions from here on are added values */
	bool bytes;
	bool prefix; /* the plan begins with all fields of the input, in order */
	struct column_list pick;
	struct columns all;
};

/* Where the values of one row come from. */
struct row {
	const struct record *record; /* or fields */
	const struct span *fields;
	const struct span *added;
	struct span file;
	struct span line; /* in digits */
	char digits[24];
};

/* All names that could be written. Views. */
static void
list_names(struct output *output, const struct output_shape *shape)
{
	size_t inputs = shape->input ? shape->input->count : 0, at = inputs;
	size_t count = inputs + (shape->source ? 2 : 0) + shape->added_count;

	output->input_count = inputs;
	output->all.names = xcalloc(count, sizeof *output->all.names);
	output->all.count = count;
	output->all.file = shape->input ? shape->input->file : "-c";
	for (size_t i = 0; i < inputs; i++)
		output->all.names[i] = shape->input->names[i];
	output->source_at = SIZE_MAX;
	if (shape->source) {
		output->source_at = at;
		output->all.names[at++] = span_of("source");
		output->all.names[at++] = span_of("line");
	}
	output->added_at = at;
	for (size_t i = 0; i < shape->added_count; i++)
		output->all.names[at++] = shape->added[i];
}

/* No name that is put behind the input's columns may stand before it. */
static int
refuse_taken(const struct output *output)
{
	const struct columns *all = &output->all;

	for (size_t i = output->input_count; i < all->count; i++)
		for (size_t j = 0; j < i; j++)
			if (span_equal(all->names[i], all->names[j])) {
				warn("%s: there is a column %.*s already", all->file,
				    (int)all->names[i].size, all->names[i].data);
				return -1;
			}
	return 0;
}

static void
plan_all(struct output *output)
{
	output->count = output->all.count;
	output->plan = xcalloc(output->count, sizeof *output->plan);
	output->names = xcalloc(output->count, sizeof *output->names);
	for (size_t i = 0; i < output->count; i++) {
		output->plan[i] = i;
		output->names[i] = output->all.names[i];
	}
}

static int
plan_picked(struct output *output, const char *pick)
{
	if (column_list_parse(&output->pick, pick, "-c") < 0)
		return -1;
	output->count = output->pick.count;
	output->plan = xcalloc(output->count, sizeof *output->plan);
	output->names = xcalloc(output->count, sizeof *output->names);
	for (size_t i = 0; i < output->count; i++) {
		const struct column_item *item = &output->pick.items[i];

		if (columns_find(&output->all, item->name, &output->plan[i]) < 0)
			return -1;
		output->names[i] =
		    item->rename.size ? item->rename : output->all.names[output->plan[i]];
		for (size_t j = 0; j < i; j++)
			if (span_equal(output->names[i], output->names[j])) {
				warn("-c: two columns would be named %.*s",
				    (int)output->names[i].size, output->names[i].data);
				return -1;
			}
	}
	return 0;
}

static bool
begins_with_input(const struct output *output)
{
	if (output->input_count == 0 || output->count < output->input_count)
		return false;
	for (size_t i = 0; i < output->input_count; i++)
		if (output->plan[i] != i)
			return false;
	return true;
}

struct output *
output_plan(const struct output_shape *shape)
{
	struct output *output = xcalloc(1, sizeof *output);
	int result;

	output->bytes = shape->bytes;
	list_names(output, shape);
	result = refuse_taken(output);
	if (result == 0 && shape->pick)
		result = plan_picked(output, shape->pick);
	else if (result == 0)
		plan_all(output);
	if (result < 0) {
		output_free(output);
		return NULL;
	}
	output->prefix = begins_with_input(output);
	return output;
}

static int
write_header(struct output *output)
{
	if (output->bytes)
		return 0;
	for (size_t i = 0; i < output->count; i++)
		if (csv_write_name(output->sink, output->names[i], i == 0, output->count == 1) < 0)
			return -1;
	/* at once, so that a wrong name stops the far end of a pipe before the bulk */
	return csv_write_end(output->sink) < 0 ? -1 : sink_flush(output->sink);
}

int
output_open(struct output *output, const char *path, const struct sink_options *options)
{
	output->sink = sink_open(path, options);
	return output->sink ? write_header(output) : -1;
}

int
output_open_memory(struct output *output, struct buf *out)
{
	output->sink = sink_open_memory(out, &(struct sink_options){0});
	return output->sink ? write_header(output) : -1;
}

static struct span
value_of(const struct output *output, const struct row *row, size_t position)
{
	if (position >= output->added_at)
		return row->added[position - output->added_at];
	if (row->fields)
		return row->fields[position];
	if (position < output->input_count)
		return csv_field(row->record, position);
	if (position == output->source_at)
		return row->file;
	return row->line;
}

/* Writes the row's columns of the plan from the given one on. */
static int
write_values(struct output *output, const struct row *row, size_t from)
{
	for (size_t i = from; i < output->count; i++) {
		struct span value = value_of(output, row, output->plan[i]);

		if (csv_write_value(output->sink, value, i == 0, output->count == 1) < 0)
			return -1;
	}
	return csv_write_end(output->sink);
}

/* The number in digits that end at end; snprintf would cost more than all the rest of a row. */
static struct span
write_number(uint64_t number, char *end)
{
	char *at = end;

	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	return (struct span){at, (size_t)(end - at)};
}

int
output_record(
    struct output *output, const struct record *record, const char *file, const struct span *added)
{
	struct row row;
	bool whole = output->prefix && record->raw.size && !record->order;

	if (!output->sink)
		return 0;
	if (whole && output->count == output->input_count)
		return csv_write_raw(output->sink, record->raw);
	row.record = record;
	row.fields = NULL;
	row.added = added;
	if (output->source_at != SIZE_MAX) {
		row.file = span_of(file);
		row.line = write_number(record->line, row.digits + sizeof row.digits);
	}
	if (!whole || record->quotes || record->decoded)
		return write_values(output, &row, 0);
	if (sink_write(output->sink, record->raw.data, record->raw.size) < 0)
		return -1;
	return write_values(output, &row, output->input_count);
}

int
output_values(struct output *output, const struct span *fields, const struct span *added)
{
	struct row row = {.fields = fields, .added = added};

	return output->sink ? write_values(output, &row, 0) : 0;
}

int
output_bytes(struct output *output, struct span bytes)
{
	if (!output->sink || bytes.size == 0)
		return 0;
	return sink_write(output->sink, bytes.data, bytes.size);
}

int
output_next_file(struct output *output, const char *name)
{
	return output->sink ? sink_next_file(output->sink, name) : 0;
}

const struct sink *
output_sink(const struct output *output)
{
	return output->sink;
}

int
output_finish(struct output *output)
{
	return output->sink ? sink_finish(output->sink) : 0;
}

int
output_commit(struct output *output)
{
	struct sink *sink = output->sink;

	output->sink = NULL;
	return sink ? sink_commit(sink) : 0;
}

void
output_free(struct output *output)
{
	if (!output)
		return;
	sink_abandon(output->sink);
	column_list_free(&output->pick);
	free(output->all.names); /* views: columns_free would free the texts */
	free(output->names);
	free(output->plan);
	free(output);
}
