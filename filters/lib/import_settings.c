/* import_settings: see import_settings.h. */
#include "import_settings.h"

#include <stdlib.h>

#include "err.h"
#include "num.h"

static void
xread_input(
    struct import_settings *settings, const struct options *opt, char *const *files, size_t count)
{
	const char *path = opt_get(opt, "inputs");
	char *named[1] = {NULL};

	if (!path)
		return;
	if (settings->name) {
		named[0] = xcopy(span_of(settings->name));
		files = named;
		count = 1;
	} else if (count == 0 || strcmp(files[0], "-") == 0) {
		die("-i: stdin has no name of its own (give --name)");
	}
	if (import_input_read(&settings->input, path, opt_get(opt, "as"), files, count))
		die_silent();
	free(named[0]);
}

static void
xread_profile(struct import_settings *settings, const struct options *opt)
{
	const struct import_input *input = &settings->input;
	const char *name = opt_get(opt, "profile"), *as = opt_get(opt, "as");
	struct buf holds = {0};

	if (!name && !opt_has(opt, "inputs"))
		die("give a profile (-p) or inputs.csv (-i); --list and --detect know profiles");
	settings->profile = profile_open(name ? name : input->cells[INPUT_PROFILE].data);
	if (!settings->profile)
		die_silent();
	settings->kind =
	    profile_kind(settings->profile, as ? span_of(as) : input->cells[INPUT_HOLDS]);
	if (settings->kind)
		return;
	if (settings->profile->said[PROFILE_HOLDS].count == 0)
		die("the profile %s holds nothing that can be imported (see --explain)",
		    settings->profile->name);
	profile_holds(settings->profile, &holds);
	buf_add_byte(&holds, '\0');
	if (as || input->cells[INPUT_HOLDS].size)
		die("%s: the profile %s holds %s", as ? "--as" : input->by[INPUT_HOLDS],
		    settings->profile->name, holds.data);
	die("the profile %s holds %s: say which with --as", settings->profile->name, holds.data);
}

static void
xread_charset(struct import_settings *settings, const struct options *opt)
{
	const char *given = opt_get(opt, "charset");
	struct span name = given ? span_of(given) : settings->input.cells[INPUT_ENCODING];

	if (name.size && charset_parse(name, &settings->dialect.charset))
		die("%s: no charset of that name (utf-8, windows-1252, iso-8859-1, utf-16le, "
		    "utf-16be)",
		    given ? "--charset" : settings->input.by[INPUT_ENCODING]);
}

static void
xread_dialect(struct import_settings *settings, const struct options *opt)
{
	const char *delimiter = opt_get(opt, "delimiter"), *header_at = opt_get(opt, "header-at");

	settings->dialect = settings->profile->dialect;
	xread_charset(settings, opt);
	if (delimiter && profile_delimiter(span_of(delimiter), &settings->dialect.delimiter))
		die("--delimiter: none of , ; TAB |");
	if (header_at &&
	    num_unsigned(span_of(header_at), 1, UINT32_MAX, &settings->dialect.header_at))
		die("--header-at: not a line");
	if ((delimiter || header_at) && settings->dialect.format != DIALECT_CSV)
		die("%s: %s is no format of delimiters and lines", settings->profile->name,
		    delimiter ? "--delimiter" : "--header-at");
}

static void
xread_times(struct import_settings *settings, const struct options *opt)
{
	const struct import_input *input = &settings->input;
	const char *zone = opt_get(opt, "zone"), *zone_else = opt_get(opt, "zone-else");
	const char *dates = opt_get(opt, "dates"), *dates_too = opt_get(opt, "dates-too");

	settings->times =
	    (struct import_times){.zone = zone ? span_of(zone) : input->cells[INPUT_TIME_ZONE],
		.zone_by = zone ? "--zone" : input->by[INPUT_TIME_ZONE],
		.dates = dates ? span_of(dates) : input->cells[INPUT_DATES],
		.zone_else = zone_else ? span_of(zone_else) : (struct span){0},
		.dates_by = dates ? "--dates" : input->by[INPUT_DATES],
		.dates_too = dates_too ? span_of(dates_too) : (struct span){0}};
}

/* What inputs.csv gives every row, where --set gives nothing and the kind has such a role. */
static void
input_constants(struct import_settings *settings)
{
	static const enum input_cell cells[] = {
	    INPUT_CAMPAIGN, INPUT_PURPOSE, INPUT_SENT_AT, INPUT_OUTCOME};
	static const char *const roles[] = {"campaign", "purpose", "sent_at", "outcome"};

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		const struct role_choice choice = {.role = span_of(roles[i]),
		    .value = settings->input.cells[cells[i]],
		    .by = settings->input.by[cells[i]]};

		if (choice.value.size && kind_role(settings->kind, choice.role))
			role_choices_default(&settings->constants, choice);
	}
}

static void
xread_roles(struct import_settings *settings, const struct options *opt)
{
	for (size_t i = 0; i < opt_count(opt, "set"); i++)
		if (role_choices_add(&settings->constants, opt_at(opt, "set", i), "--set"))
			die_silent();
	for (size_t i = 0; i < opt_count(opt, "column"); i++)
		if (role_choices_add(&settings->columns, opt_at(opt, "column", i), "--column"))
			die_silent();
	input_constants(settings);
}

void
ximport_settings(
    struct import_settings *settings, const struct options *opt, char *const *files, size_t count)
{
	*settings = (struct import_settings){.name = opt_get(opt, "name")};
	if (settings->name && (count > 1 || (count == 1 && strcmp(files[0], "-") != 0)))
		die("--name: names stdin, and FILEs have names");
	xread_input(settings, opt, files, count);
	xread_profile(settings, opt);
	xread_dialect(settings, opt);
	xread_times(settings, opt);
	xread_roles(settings, opt);
}

void
import_settings_free(struct import_settings *settings)
{
	role_choices_free(&settings->columns);
	role_choices_free(&settings->constants);
	import_input_free(&settings->input);
	profile_free(settings->profile);
	*settings = (struct import_settings){0};
}
