/* filter: tables about the run that some filters write beside the output.
 *
 * Who reads one believes it as they believe the output, so it lives by the same rules: nothing is
 * seen of it before the run is known complete, and the ledger holds its digest. */
#include <stdlib.h>

#include "filter_inside.h"

struct report *
xfilter_report(struct filter *f, const char *option, const char *path, const char *const *columns,
    size_t count)
{
	struct filter_inside *in = f->inside;
	struct report *report = xcalloc(1, sizeof *report);
	struct span *names = xcalloc(count, sizeof *names);

	if (strcmp(path, "-") == 0)
		die("%s needs a file", option);
	for (size_t i = 0; i < count; i++)
		names[i] = span_of(columns[i]);
	report->option = option;
	report->path = path;
	report->output = output_plan(&(struct output_shape){.added = names, .added_count = count});
	if (!report->output)
		die_silent();
	free(names);
	in->reports = xrealloc(in->reports, in->report_count + 1, sizeof(struct report *));
	in->reports[in->report_count++] = report;
	return report;
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
			report->path, report->rows) < 0)
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
