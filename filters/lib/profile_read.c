/* profile_read: see profile_read.h. A profile decides what every row of an export says, so nothing
 * in it may be misread: a word, a role or a format that is not known ends the reading. */
#include "profile_read.h"

#include <stdlib.h>

#include "err.h"
#include "num.h"
#include "share_table.h"
#include "stamp.h"

enum { WHAT, NAME, VALUE, MEANS, LANGUAGE, COLUMNS };
static const char *const columns[COLUMNS] = {"what", "name", "value", "means", "language"};

/* What a row of a what must, may and must not have. */
struct rule {
	const char *what;
	enum { NO_NAME, MAY_NAME, NEEDS_NAME } name;
	bool once;
	bool empty; /* the value may be empty */
	bool means;
	bool language;
};
static const struct rule rules[PROFILE_WHATS] = {
    [PROFILE_SYSTEM] = {.what = "system", .once = true},
    [PROFILE_HOLDS] = {.what = "holds"},
    [PROFILE_GRADE] = {.what = "grade", .once = true},
    [PROFILE_FORMAT] = {.what = "format", .once = true},
    [PROFILE_CHARSET] = {.what = "charset"},
    [PROFILE_DELIMITER] = {.what = "delimiter", .once = true},
    [PROFILE_FLAG] = {.what = "flag"},
    [PROFILE_HEADER_AT] = {.what = "header-at", .once = true},
    [PROFILE_TAIL] = {.what = "tail"},
    [PROFILE_RECOGNISE] = {.what = "recognise", .name = MAY_NAME},
    [PROFILE_RECOGNISE_NOT] = {.what = "recognise-not"},
    [PROFILE_RECOGNISE_FILE] = {.what = "recognise-file"},
    [PROFILE_COLUMN] = {.what = "column", .name = NEEDS_NAME},
    [PROFILE_DATES] = {.what = "dates", .name = MAY_NAME},
    [PROFILE_ZONE] = {.what = "zone", .name = MAY_NAME},
    [PROFILE_WORD] = {.what = "word", .name = NEEDS_NAME, .empty = true, .means = true},
    [PROFILE_CONSTANT] = {.what = "constant", .name = NEEDS_NAME},
    [PROFILE_SPLIT] = {.what = "split", .name = NEEDS_NAME, .once = true},
    [PROFILE_WHERE] = {.what = "where", .language = true},
    [PROFILE_TICK] = {.what = "tick", .language = true},
    [PROFILE_TRAP] = {.what = "trap", .language = true},
};

static enum profile_what
what_of(struct span name)
{
	size_t what = 0;

	while (what < PROFILE_WHATS && !span_is(name, rules[what].what))
		what++;
	return (enum profile_what)what;
}

static bool
is_one_of(struct span word, const char *const *words)
{
	for (; *words; words++)
		if (span_is(word, *words))
			return true;
	return false;
}

static const char *
check_cells(const struct rule *rule, const struct span *cells, const struct profile_rows *before)
{
	static const char *const languages[] = {"", "es", "en", NULL};

	if (rule->once && before->count)
		return "a profile has only one row of this kind";
	if (rule->name == NEEDS_NAME && cells[NAME].size == 0)
		return "the column name is empty: it says which role";
	if (rule->name == NO_NAME && cells[NAME].size)
		return "a row of this kind has nothing in the column name";
	if (!rule->empty && cells[VALUE].size == 0)
		return "the column value is empty";
	if (rule->means != (cells[MEANS].size != 0))
		return rule->means ? "the column means is empty: it says our word"
				   : "a row of this kind has nothing in the column means";
	if (!rule->language && cells[LANGUAGE].size)
		return "a row of this kind has no language";
	return is_one_of(cells[LANGUAGE], languages) ? NULL : "the language is neither es nor en";
}

static const char *
read_format(struct profile *profile, struct span value)
{
	static const char *const names[] = {
	    [DIALECT_CSV] = "csv", [DIALECT_JSON] = "json", [DIALECT_MAIL] = "mail"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (span_is(value, names[i])) {
			profile->dialect.format = (enum dialect_format)i;
			return NULL;
		}
	return "the format is none of csv, json, mail";
}

static const char *
read_charset(struct profile *profile, struct span value)
{
	enum charset charset;

	if (charset_parse(value, &charset))
		return "no charset of that name (utf-8, windows-1252, iso-8859-1, utf-16le, "
		       "utf-16be)";
	for (size_t i = 0; i < profile->charset_count; i++)
		if (profile->charsets[i] == charset)
			return "the charset stands there already";
	if (profile->charset_count == 0)
		profile->dialect.charset = charset;
	profile->charsets[profile->charset_count++] = charset;
	return NULL;
}

int
profile_delimiter(struct span text, char *delimiter)
{
	if (span_is(text, "TAB"))
		text = span_of("\t");
	if (text.size != 1 || !strchr(",;\t|", text.data[0]) || text.data[0] == '\0')
		return -1;
	*delimiter = text.data[0];
	return 0;
}

static const char *
read_flag(struct dialect *dialect, struct span value)
{
	if (span_is(value, "backslash"))
		dialect->backslash = true;
	else if (span_is(value, "no-quote"))
		dialect->no_quote = true;
	else if (span_is(value, "cr"))
		dialect->cr = true;
	else if (span_is(value, "trailing-empties"))
		dialect->trailing = true;
	else if (span_is(value, "body"))
		dialect->body = true;
	else
		return "the flag is none of backslash, no-quote, cr, trailing-empties, body";
	return NULL;
}

/* What a row says to the dialect, or of the profile itself. */
static const char *
read_value(struct profile *profile, enum profile_what what, struct span value)
{
	static const char *const grades[] = {"documented", "seen", "unverified", NULL};

	switch (what) {
	case PROFILE_HOLDS:
		return kind_find(value) ? NULL
					: "no kind of that name (people, customers, consents, "
					  "sends, campaigns, tracking, shipments, notices)";
	case PROFILE_GRADE:
		return is_one_of(value, grades) ? NULL
						: "the grade is none of documented, seen, "
						  "unverified";
	case PROFILE_FORMAT:
		return read_format(profile, value);
	case PROFILE_CHARSET:
		return read_charset(profile, value);
	case PROFILE_DELIMITER:
		return profile_delimiter(value, &profile->dialect.delimiter)
			   ? "the delimiter is none of , ; TAB |"
			   : NULL;
	case PROFILE_FLAG:
		return read_flag(&profile->dialect, value);
	case PROFILE_HEADER_AT:
		return num_unsigned(value, 1, UINT32_MAX, &profile->dialect.header_at)
			   ? "the line of the header is no number"
			   : NULL;
	default:
		return NULL;
	}
}

static const char *
add(void *into, const struct span *cells, uint64_t line)
{
	struct profile *profile = into;
	enum profile_what what = what_of(cells[WHAT]);
	struct profile_rows *rows;
	const char *wrong;

	if (what == PROFILE_WHATS)
		return "the column what holds no word of amends-profile(5)";
	rows = &profile->said[what];
	wrong = check_cells(&rules[what], cells, rows);
	if (!wrong)
		wrong = read_value(profile, what, cells[VALUE]);
	if (wrong)
		return wrong;
	rows->items = xrealloc(rows->items, rows->count + 1, sizeof *rows->items);
	rows->items[rows->count++] =
	    (struct profile_row){.name = arena_copy(&profile->arena, cells[NAME]),
		.value = arena_copy(&profile->arena, cells[VALUE]),
		.means = arena_copy(&profile->arena, cells[MEANS]),
		.language = arena_copy(&profile->arena, cells[LANGUAGE]),
		.line = line};
	return NULL;
}

static const struct share_table table = {
    .columns = columns,
    .count = COLUMNS,
    .optional = 2,
    .add = add,
};

/* A role that a zone names with @ROLE. */
static bool
is_zone_role(const struct profile *profile, struct span name)
{
	const struct profile_rows *zones = &profile->said[PROFILE_ZONE];

	for (size_t i = 0; i < zones->count; i++) {
		struct span value = zones->items[i].value;

		if (value.data[0] == '@' &&
		    span_equal((struct span){value.data + 1, value.size - 1}, name))
			return true;
	}
	return false;
}

/* The role in one of the kinds that the profile holds, or NULL. */
static const struct kind_column *
role_of(const struct profile *profile, struct span name)
{
	const struct profile_rows *holds = &profile->said[PROFILE_HOLDS];
	const struct kind_column *role = NULL;

	for (size_t i = 0; !role && i < holds->count; i++)
		role = kind_role(kind_find(holds->items[i].value), name);
	return role;
}

static int
refuse(const struct profile *profile, const struct profile_row *row, const char *why)
{
	warn("%s:%llu: %s", profile->path, (unsigned long long)row->line, why);
	return -1;
}

/* Roles are known, and the words that stand for ours. */
static int
check_roles(const struct profile *profile, enum profile_what what)
{
	const struct profile_rows *rows = &profile->said[what];

	for (size_t i = 0; i < rows->count; i++) {
		const struct profile_row *row = &rows->items[i];
		const struct kind_column *role = role_of(profile, row->name);
		struct span word = what == PROFILE_CONSTANT ? row->value : row->means;

		if (row->name.size == 0)
			continue;
		if (!role && !is_zone_role(profile, row->name))
			return refuse(profile, row, "no role of that name in what it holds");
		if (what != PROFILE_WORD && what != PROFILE_CONSTANT)
			continue;
		if (!role || !kind_takes(role, word))
			return refuse(profile, row, "the role cannot hold that word");
	}
	return 0;
}

static int
check_dates(const struct profile *profile)
{
	const struct profile_rows *rows = &profile->said[PROFILE_DATES];

	for (size_t i = 0; i < rows->count; i++) {
		struct buf where = {0};
		struct stamp_format *format;

		profile_place(profile, &rows->items[i], &where);
		format = stamp_format_parse(rows->items[i].value, where.data);
		buf_free(&where);
		if (!format)
			return -1;
		stamp_format_free(format);
	}
	return 0;
}

static int
check_zones(const struct profile *profile)
{
	const struct profile_rows *rows = &profile->said[PROFILE_ZONE];

	for (size_t i = 0; i < rows->count; i++) {
		struct zone *zone;

		if (rows->items[i].value.data[0] == '@')
			continue;
		zone = zone_open(rows->items[i].value);
		if (!zone)
			return refuse(profile, &rows->items[i], "no time zone of that name");
		zone_close(zone);
	}
	return 0;
}

static int
check(const struct profile *profile)
{
	static const enum profile_what needed[] = {
	    PROFILE_SYSTEM, PROFILE_GRADE, PROFILE_RECOGNISE};
	static const enum profile_what of_roles[] = {PROFILE_COLUMN, PROFILE_DATES, PROFILE_ZONE,
	    PROFILE_WORD, PROFILE_CONSTANT, PROFILE_SPLIT};

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (profile->said[needed[i]].count == 0) {
			warn("%s: no row %s", profile->path, rules[needed[i]].what);
			return -1;
		}
	for (size_t i = 0; i < sizeof of_roles / sizeof *of_roles; i++)
		if (check_roles(profile, of_roles[i]))
			return -1;
	return check_dates(profile) || check_zones(profile) ? -1 : 0;
}

static bool
has_name(const struct span *names, size_t count, struct span name)
{
	for (size_t i = 0; i < count; i++)
		if (span_equal(names[i], name))
			return true;
	return false;
}

/* The names that all headers hold: those of groups of one. */
static void
set_signature(struct profile *profile)
{
	const struct profile_rows *rows = &profile->said[PROFILE_RECOGNISE];
	struct span *names = xcalloc(rows->count, sizeof *names);
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++) {
		size_t same = 0;

		for (size_t k = 0; k < rows->count; k++)
			same += span_equal(rows->items[i].name, rows->items[k].name);
		if (same == 1 || rows->items[i].name.size == 0)
			names[count++] = rows->items[i].value;
	}
	profile->dialect.signature = names;
	profile->dialect.signature_count = count;
}

static void
set_tails(struct profile *profile)
{
	const struct profile_rows *rows = &profile->said[PROFILE_TAIL];
	struct span *tails = xcalloc(rows->count + 1, sizeof *tails);

	for (size_t i = 0; i < rows->count; i++)
		tails[i] = rows->items[i].value;
	profile->dialect.tails = tails;
	profile->dialect.tail_count = rows->count;
}

/* Every path that a role or a test of recognition asks for, once. */
static void
set_paths(struct profile *profile)
{
	static const enum profile_what sources[] = {
	    PROFILE_COLUMN, PROFILE_RECOGNISE, PROFILE_RECOGNISE_NOT};
	struct span *paths = NULL;
	size_t count = 0;

	for (size_t s = 0; s < sizeof sources / sizeof *sources; s++) {
		const struct profile_rows *rows = &profile->said[sources[s]];

		paths = xrealloc(paths, count + rows->count + 1, sizeof *paths);
		for (size_t i = 0; i < rows->count; i++)
			if (!has_name(paths, count, rows->items[i].value))
				paths[count++] = rows->items[i].value;
	}
	profile->dialect.paths = paths;
	profile->dialect.path_count = count;
}

static char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t size = strlen(name);

	if (size > 4 && strcmp(name + size - 4, ".csv") == 0)
		size -= 4;
	return xcopy((struct span){name, size});
}

void
profile_place(const struct profile *profile, const struct profile_row *row, struct buf *out)
{
	char line[24];
	size_t at = sizeof line;
	uint64_t number = row->line;

	do
		line[--at] = (char)('0' + number % 10);
	while ((number /= 10) != 0);
	buf_clear(out);
	buf_add_text(out, profile->path);
	buf_add_byte(out, ':');
	buf_add(out, line + at, sizeof line - at);
	buf_add_byte(out, '\0');
}

struct profile *
profile_read(char *path)
{
	struct profile *profile = xcalloc(1, sizeof *profile);

	profile->path = path;
	profile->name = base_name(path);
	if (share_table_read(path, &table, profile) || check(profile)) {
		profile_free(profile);
		return NULL;
	}
	if (profile->dialect.format == DIALECT_JSON)
		set_paths(profile);
	else if (profile->dialect.format == DIALECT_CSV)
		set_signature(profile);
	set_tails(profile);
	return profile;
}
