/* filter: tables about the run that some filters write beside the output.
 *
 * Who reads one believes it as they believe the output, so it lives by the same rules: nothing is
 * seen of it before the run is known complete, and the ledger holds its digest. */
#include <stdlib.h>

#include "filter_inside.h"

static struct report *
xadd_report(
    struct filter *f, const char *option, const char *path, const struct output_shape *shape)
{
	struct filter_inside *in = f->inside;
	struct report *report = xcalloc(1, sizeof *report);

	if (strcmp(path, "-") == 0)
		die("%s needs a file", option);
	report->option = option;
	report->path = path;
	report->output = output_plan(shape);
	if (!report->output)
		die_silent();
	in->reports = xrealloc(in->reports, in->report_count + 1, sizeof(struct report *));
	in->reports[in->report_count++] = report;
	return report;
}

/* columns: the input's, or NULL. */
static struct report *
xadd_names(struct filter *f, const char *option, const char *path, const struct columns *columns,
    const char *const *more, size_t count)
{
	struct span *names = xcalloc(count, sizeof *names);
	struct output_shape shape = {.input = columns, .added = names, .added_count = count};
	struct report *report;

	for (size_t i = 0; i < count; i++)
		names[i] = span_of(more[i]);
	report = xadd_report(f, option, path, &shape);
	free(names);
	return report;
}

struct report *
xfilter_report(struct filter *f, const char *option, const char *path, const char *const *columns,
    size_t count)
{
	return xadd_names(f, option, path, NULL, columns, count);
}

struct report *
xfilter_report_rows(
    struct filter *f, const char *option, const char *path, const char *const *more, size_t count)
{
	return xadd_names(f, option, path, parts_columns(f->in), more, count);
}

int
filter_report_row(struct filter *f, struct report *report, const struct span *more)
{
	report->rows++;
	return output_record(report->output, &f->record, NULL, more);
}

int
filter_report(struct report *report, const struct span *values)
{
	report->rows++;
	return output_values(report->output, NULL, values);
}

int
filter_open_reports(struct filter *f)
{
	struct filter_inside *in = f->inside;

	for (size_t i = 0; !in->dry && i < in->report_count; i++) {
		const struct sink_options options = filter_sink_options(f, in->reports[i]->path);

		if (output_open(in->reports[i]->output, in->reports[i]->path, &options) < 0)
			return -1;
	}
	return 0;
}

int
filter_finish_reports(struct filter *f)
{
	struct filter_inside *in = f->inside;

	for (size_t i = 0; i < in->report_count; i++)
		if (output_finish(in->reports[i]->output) < 0)
			return -1;
	return 0;
}

int
filter_account_reports(struct filter *f)
{
	struct filter_inside *in = f->inside;

	for (size_t i = 0; i < in->report_count; i++) {
		const struct report *report = in->reports[i];

		if (account_write_sink(in->ledger, output_sink(report->output), "report",
			report->path, report->rows, NULL) < 0)
			return -1;
	}
	return 0;
}

int
filter_commit_reports(struct filter *f)
{
	struct filter_inside *in = f->inside;

	for (size_t i = 0; i < in->report_count; i++)
		if (output_commit(in->reports[i]->output) < 0)
			return -1;
	return 0;
}

void
filter_free_reports(struct filter *f)
{
	struct filter_inside *in = f->inside;

	for (size_t i = 0; i < in->report_count; i++) {
		output_free(in->reports[i]->output);
		free(in->reports[i]);
	}
	free(in->reports);
}
