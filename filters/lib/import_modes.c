/* import_modes: see import_modes.h. */
#include "import_modes.h"

#include <stdlib.h>

#include "detect.h"
#include "explain.h"
#include "reader.h"

enum { FILE_NAME, PROFILE, SYSTEM, HOLDS, GRADE, FITS, WHY, COLUMNS };
static const char *const columns[COLUMNS] = {
    "file", "profile", "system", "holds", "grade", "fits", "why"};

static void
xopen_output(struct filter *f, size_t from, size_t to)
{
	struct span names[COLUMNS];

	if (opt_has(&f->opt, "rejects"))
		die("-r: no row is read that could be put aside");
	for (size_t i = from; i < to; i++)
		names[i] = span_of(columns[i]);
	xfilter_output_columns(f, names + from, to - from);
}

static void
xrefuse_files(const struct filter *f, const char *option)
{
	if (f->opt.operand_count)
		die("%s reads no FILE", option);
}

/* What both tables say of a profile. */
static void
describe(const struct profile *profile, struct span *values, struct buf *holds)
{
	buf_clear(holds);
	for (size_t i = PROFILE; i <= GRADE; i++)
		values[i] = (struct span){0};
	if (!profile)
		return;
	profile_holds(profile, holds);
	values[PROFILE] = span_of(profile->name);
	values[SYSTEM] = profile_value(profile, PROFILE_SYSTEM);
	values[HOLDS] = buf_span(holds);
	values[GRADE] = profile_value(profile, PROFILE_GRADE);
}

int
import_list(struct filter *f)
{
	struct span values[COLUMNS];
	struct profile **list;
	struct buf holds = {0};
	bool complete = true;
	size_t count;

	xrefuse_files(f, "--list");
	list = profile_list(&count);
	if (!list)
		die_silent();
	xopen_output(f, PROFILE, GRADE + 1);
	for (size_t i = 0; complete && i < count; i++) {
		describe(list[i], values, &holds);
		complete = filter_row(f, values + PROFILE) == 0;
	}
	buf_free(&holds);
	profile_list_free(list, count);
	return filter_finish(f, complete, STATUS_OK);
}

/* The rows of one file. 0 or -1 with a message. */
static int
detect_one(struct filter *f, const char *path, struct profile *const *list, size_t count)
{
	struct span values[COLUMNS] = {[FILE_NAME] = span_of(path)};
	struct detections found;
	struct buf holds = {0};
	int result = detect_file(path, list, count, &found);

	for (size_t i = 0; result == 0 && i < found.count; i++) {
		const struct detection *one = &found.list[i];

		describe(one->profile, values, &holds);
		values[FITS] = span_of(one->fit.fits ? "yes" : "no");
		values[WHY] = buf_span(&one->fit.why);
		result = filter_row(f, values);
	}
	detections_free(&found);
	buf_free(&holds);
	return result;
}

static struct profile **
xread_profiles(const char *name, size_t *count)
{
	struct profile **list;

	if (!name) {
		list = profile_list(count);
	} else {
		list = xcalloc(1, sizeof(struct profile *));
		list[0] = profile_open(name);
		*count = 1;
	}
	if (!list || (name && !list[0]))
		die_silent();
	return list;
}

int
import_detect(struct filter *f, const char *name)
{
	const struct options *opt = &f->opt;
	char *opened = reader_opens_later(&(struct dialect){.format = DIALECT_MAIL});
	struct profile **list;
	bool complete = true;
	size_t count;

	if (opt->operand_count == 0)
		die("--detect needs a FILE");
	list = xread_profiles(name, &count);
	for (size_t i = 0; i < opt->operand_count; i++) {
		if (strcmp(opt->operands[i], "-") == 0)
			die("--detect reads a file more than once: stdin is none");
		xfilter_reads(f, opt->operands[i]);
		filter_opens_later(f, opt->operands[i]);
	}
	if (opened)
		filter_opens_later(f, opened);
	xopen_output(f, FILE_NAME, COLUMNS);
	for (size_t i = 0; complete && i < opt->operand_count; i++)
		complete = detect_one(f, opt->operands[i], list, count) == 0;
	profile_list_free(list, count);
	free(opened);
	return filter_finish(f, complete, STATUS_OK);
}

int
import_explain(struct filter *f, const char *name, const char *language)
{
	struct profile *profile;
	struct sink *sink;
	int result;

	xrefuse_files(f, "--explain");
	if (language && strcmp(language, "es") != 0 && strcmp(language, "en") != 0)
		die("--language: neither es nor en");
	profile = profile_open(name);
	if (!profile)
		die_silent();
	sink = sink_open(opt_get(&f->opt, "output"), &(struct sink_options){0});
	if (!sink)
		die_silent();
	result = explain_profile(sink, profile, span_of(language ? language : "en"));
	profile_free(profile);
	if (result == 0 && sink_finish(sink) == 0)
		result = sink_commit(sink);
	else
		sink_abandon(sink);
	return filter_finish(f, result == 0, STATUS_OK);
}
