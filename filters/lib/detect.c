/* detect: see detect.h. A file is opened anew for each profile, as each may say another delimiter,
 * encoding or format; what the reader complains of is the reason why it does not fit. */
#include "detect.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "err.h"
#include "reader.h"

enum { REASON = 512 };

/* What reading a file one way came to. */
struct look {
	struct columns header;
	bool *present;	  /* JSON: the columns that some record has a value for; else NULL */
	char why[REASON]; /* without a header: why */
};

static void
look_free(struct look *look)
{
	columns_free(&look->header);
	free(look->present);
	*look = (struct look){0};
}

/* Takes "PATH: " or "PATH:LINE: " off the reason. */
static void
strip_path(char *why, const char *path)
{
	size_t size = strlen(path), digits = 0;

	if (strncmp(why, path, size) != 0 || why[size] != ':')
		return;
	size++;
	digits = strspn(why + size, "0123456789");
	size += digits && why[size + digits] == ':' ? digits + 1 : 0;
	size += why[size] == ' ';
	memmove(why, why + size, strlen(why + size) + 1);
}

static int
refuse(struct look *look, const char *why)
{
	if (!look->why[0])
		snprintf(look->why, sizeof look->why, "%s", why);
	return -1;
}

static int
read_header(struct look *look, struct reader *reader, const char *path)
{
	enum csv_problem problem = CSV_FINE;
	struct record record;
	size_t count;
	enum read_status status = reader_read_some(reader, &record, 1, &count, &problem);

	if (status != READ_RECORD)
		return refuse(look, "no header row");
	if (problem != CSV_FINE)
		return refuse(look, csv_problem_text(problem));
	columns_read(&look->header, &record, path);
	return 0;
}

/* Some records: what they have values for. The first has to be of the format. */
static int
read_records(struct look *look, struct reader *reader, bool json)
{
	enum csv_problem problem = CSV_FINE;
	struct record record;
	size_t count, good = 0;

	look->present = xcalloc(look->header.count + 1, sizeof *look->present);
	for (size_t i = 0; i < (json ? DETECT_RECORDS : 1); i++) {
		if (reader_read_some(reader, &record, 1, &count, &problem) != READ_RECORD)
			break;
		if (problem != CSV_FINE && good == 0)
			return refuse(look, csv_problem_text(problem));
		if (problem != CSV_FINE)
			continue;
		good++;
		for (size_t k = 0; k < look->header.count; k++)
			look->present[k] |= csv_field(&record, k).size != 0;
	}
	if (look->why[0] && good == 0)
		return -1;
	if (json)
		return 0;
	free(look->present);
	look->present = NULL;
	return 0;
}

/* 0 when there is a header. */
static int
look_at(struct look *look, const char *path, const struct dialect *dialect)
{
	struct reader *reader;
	int result = -1;

	*look = (struct look){0};
	err_capture(look->why, sizeof look->why);
	reader = reader_open(path, path, &(struct source_options){0}, dialect);
	if (reader)
		result = read_header(look, reader, path);
	if (result == 0 && dialect->format != DIALECT_CSV)
		result = read_records(look, reader, dialect->format == DIALECT_JSON);
	reader_free(reader);
	err_capture(NULL, 0);
	strip_path(look->why, path);
	return result;
}

static bool
try_dialect(const char *path, const struct profile *profile, const struct dialect *dialect,
    struct profile_fit *fit, bool *read)
{
	struct look look;

	*read = look_at(&look, path, dialect) == 0;
	if (*read) {
		profile_fits(profile, &look.header, path, look.present, fit);
	} else {
		*fit = (struct profile_fit){.why = fit->why};
		buf_clear(&fit->why);
		buf_add_text(&fit->why, look.why);
	}
	look_free(&look);
	return fit->fits;
}

/* Reads the file as the profile says; the header is looked for behind title lines when the first
 * record is none. *read: there was a header. */
static void
try_profile(const char *path, const struct profile *profile, struct profile_fit *fit, bool *read)
{
	struct profile_fit behind = {0};
	struct dialect dialect = profile->dialect;
	bool unused;

	*read = false;
	dialect.signature_count = 0;
	for (size_t i = 0; !*read && i < (profile->charset_count ? profile->charset_count : 1);
	     i++) {
		if (profile->charset_count)
			dialect.charset = profile->charsets[i];
		if (try_dialect(path, profile, &dialect, fit, read))
			return;
	}
	dialect.signature_count = profile->dialect.signature_count;
	if (dialect.signature_count && !dialect.header_at &&
	    try_dialect(path, profile, &dialect, &behind, &unused)) {
		struct profile_fit first = *fit;

		*fit = behind;
		*read = true;
		behind = first;
	}
	buf_free(&behind.why);
}

static int
by_fit(const void *a, const void *b)
{
	const struct detection *left = a, *right = b;

	if (left->fit.fits != right->fit.fits)
		return left->fit.fits ? -1 : 1;
	if (left->fit.met != right->fit.met)
		return left->fit.met > right->fit.met ? -1 : 1;
	return strcmp(left->profile->name, right->profile->name);
}

/* Keeps those that fit; else the nearest; else what the file is. */
static void
choose(struct detections *found, bool readable)
{
	size_t keep = 0;

	while (keep < found->count && found->list[keep].fit.fits)
		keep++;
	if (keep == 0) {
		struct detection *nearest = &found->list[0];

		keep = 1;
		if (!readable || nearest->fit.met == 0)
			nearest->profile = NULL;
		if (readable && nearest->fit.met == 0) {
			buf_clear(&nearest->fit.why);
			buf_add_text(&nearest->fit.why, "no column that a profile is known by");
		}
	}
	for (size_t i = keep; i < found->count; i++)
		buf_free(&found->list[i].fit.why);
	found->count = keep;
}

int
detect_file(
    const char *path, struct profile *const *profiles, size_t count, struct detections *found)
{
	int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	bool readable = false;

	*found = (struct detections){0};
	if (descriptor < 0) {
		warn_errno("%s", path);
		return -1;
	}
	close(descriptor);
	found->list = xcalloc(count + 1, sizeof *found->list);
	for (size_t i = 0; i < count; i++) {
		struct detection *one = &found->list[found->count++];
		bool read;

		one->profile = profiles[i];
		try_profile(path, profiles[i], &one->fit, &read);
		readable = readable || read;
	}
	qsort(found->list, found->count, sizeof *found->list, by_fit);
	choose(found, readable);
	return 0;
}

void
detections_free(struct detections *found)
{
	for (size_t i = 0; i < found->count; i++)
		buf_free(&found->list[i].fit.why);
	free(found->list);
	*found = (struct detections){0};
}

/* The profile that a header fits best, or NULL. */
static const struct profile *
best_for(const struct columns *header, struct profile *const *profiles, size_t count)
{
	const struct profile *best = NULL;
	struct profile_fit fit = {0};
	size_t met = 0;

	for (size_t i = 0; i < count; i++) {
		if (profiles[i]->dialect.format != DIALECT_CSV)
			continue;
		profile_fits(profiles[i], header, header->file, NULL, &fit);
		if (!fit.fits || fit.met <= met)
			continue;
		best = profiles[i];
		met = fit.met;
	}
	buf_free(&fit.why);
	return best;
}

static void
say_misfit(
    const char *file, const struct profile *profile, struct span why, const struct profile *better)
{
	warn("%s: does not fit the profile %s: %.*s%s%s%s", file, profile->name, (int)why.size,
	    why.data, better ? " (the profile " : "", better ? better->name : "",
	    better ? " does)" : "");
}

int
detect_check_header(const struct columns *header, const struct profile *profile)
{
	struct profile_fit fit = {0};
	struct profile **profiles;
	size_t count;

	profile_fits(profile, header, NULL, NULL, &fit);
	if (!fit.fits && (profiles = profile_list(&count)) != NULL) {
		say_misfit(
		    header->file, profile, buf_span(&fit.why), best_for(header, profiles, count));
		profile_list_free(profiles, count);
	}
	buf_free(&fit.why);
	return fit.fits ? 0 : -1;
}

/* Says why the file does not fit, and what does. */
static void
say_file_misfit(const char *path, const struct profile *profile, struct span why)
{
	struct detections found = {0};
	struct profile **profiles;
	size_t count;

	profiles = profile_list(&count);
	if (!profiles)
		return;
	if (detect_file(path, profiles, count, &found) == 0) {
		const struct detection *best = &found.list[0];

		say_misfit(path, profile, why, best->fit.fits ? best->profile : NULL);
	}
	detections_free(&found);
	profile_list_free(profiles, count);
}

/* No header is where the dialect looks for one: why the first record is none, or else what was said
 * first. */
static void
say_no_header(const char *path, const struct profile *profile, const struct dialect *dialect,
    const char *first_said)
{
	struct dialect plain = *dialect;
	struct profile_fit fit = {.fits = true};
	struct look look = {0};

	plain.signature_count = 0;
	if (dialect->signature_count && !dialect->header_at && look_at(&look, path, &plain) == 0)
		profile_fits(profile, &look.header, NULL, look.present, &fit);
	if (fit.fits)
		warn("%s: %s", path, first_said);
	else
		say_file_misfit(path, profile, buf_span(&fit.why));
	look_free(&look);
	buf_free(&fit.why);
}

int
detect_check(const char *path, const struct profile *profile, const struct dialect *dialect)
{
	struct profile_fit fit = {0};
	struct look look;

	if (look_at(&look, path, dialect)) {
		say_no_header(path, profile, dialect, look.why);
		look_free(&look);
		return -1;
	}
	profile_fits(profile, &look.header, NULL, look.present, &fit);
	if (!fit.fits)
		say_file_misfit(path, profile, buf_span(&fit.why));
	look_free(&look);
	buf_free(&fit.why);
	return fit.fits ? 0 : -1;
}

int
detect_watch(struct detect_watch *watch, const struct profile *profile,
    const struct columns *columns, const struct record *record)
{
	struct profile_fit fit = {0};
	bool last = !record || watch->records + 1 == DETECT_RECORDS;

	if (watch->told)
		return 0;
	if (!watch->present)
		watch->present = xcalloc(columns->count + 1, sizeof *watch->present);
	for (size_t i = 0; record && i < columns->count; i++)
		watch->present[i] |= csv_field(record, i).size != 0;
	watch->records += record != NULL;
	profile_fits(profile, columns, NULL, watch->present, &fit);
	watch->told = fit.fits || last;
	if (!fit.fits && last && watch->records)
		warn("%s: does not fit the profile %s: %.*s in %llu records", columns->file,
		    profile->name, (int)fit.why.size, fit.why.data,
		    (unsigned long long)watch->records);
	last = last && !fit.fits && watch->records;
	buf_free(&fit.why);
	return last ? -1 : 0;
}

void
detect_watch_free(struct detect_watch *watch)
{
	free(watch->present);
	*watch = (struct detect_watch){0};
}
