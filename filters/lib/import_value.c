/* import_value: see import_value.h. What is lost cannot be mended: a damaged number or address is
 * rejected; an unknown word says "unknown" and is counted. */
#include "import_value.h"

#include <stdlib.h>

#include "err.h"
#include "utf8.h"
#include "when.h"

enum { MOST_ZONES = 1024 }; /* more are no names of zones */

struct named_zone {
	struct span name;
	struct zone *zone;
};

/* How many last digits of a number of seconds are less than an hour. */
static size_t
epoch_digits(struct span format)
{
	if (span_is(format, "epoch"))
		return 3;
	return span_is(format, "epoch_ms") ? 6 : 0;
}

static int
add_format(struct import_value *value, struct span text, const char *where)
{
	struct stamp_format *format = stamp_format_parse(text, where);

	if (!format)
		return -1;
	value->formats =
	    xrealloc(value->formats, value->format_count + 1, sizeof(struct stamp_format *));
	value->formats[value->format_count++] = format;
	value->epoch_digits = value->format_count == 1 ? epoch_digits(text) : 0;
	return 0;
}

/* The formats that the profile gives for a role; the empty name: for all. */
static int
add_formats(struct import_value *value, const struct profile *profile, struct span role)
{
	const struct profile_rows *rows = &profile->said[PROFILE_DATES];
	struct buf where = {0};
	int result = 0;

	for (size_t i = 0; i < rows->count && result == 0; i++) {
		if (!span_equal(rows->items[i].name, role))
			continue;
		profile_place(profile, &rows->items[i], &where);
		result = add_format(value, rows->items[i].value, where.data);
	}
	buf_free(&where);
	return result;
}

static int
set_main_formats(
    struct import_value *value, const struct profile *profile, const struct import_times *times)
{
	if (times->dates.size)
		return add_format(value, times->dates, times->dates_by);
	if (add_formats(value, profile, value->role->name))
		return -1;
	if (value->format_count == 0 && add_formats(value, profile, (struct span){0}))
		return -1;
	return value->format_count ? 0 : add_format(value, span_of("iso"), profile->path);
}

static int
set_formats(
    struct import_value *value, const struct profile *profile, const struct import_times *times)
{
	if (set_main_formats(value, profile, times))
		return -1;
	return times->dates_too.size ? add_format(value, times->dates_too, "--dates-too") : 0;
}

static int
open_zone(struct import_value *value, struct span name, const char *by)
{
	value->zone = zone_open(name);
	if (value->zone)
		return 0;
	warn("%s: no time zone of that name (Europe/Madrid, +02:00, UTC ...)", by);
	return -1;
}

static int
set_zone(struct import_value *value, const struct roles *roles, const struct profile *profile,
    const struct import_times *times)
{
	const struct profile_rows *rows = &profile->said[PROFILE_ZONE];
	const struct profile_row *said = NULL;

	if (times->zone.size)
		return open_zone(value, times->zone, times->zone_by);
	for (size_t i = 0; i < rows->count; i++) {
		const struct profile_row *row = &rows->items[i];

		if (span_equal(row->name, value->role->name) || (!said && row->name.size == 0))
			said = row;
	}
	if (!said && times->zone_else.size)
		return open_zone(value, times->zone_else, "--zone-else");
	if (!said)
		return 0;
	if (said->value.data[0] != '@')
		return open_zone(value, said->value, profile->path);
	value->zone_role =
	    roles_find(roles, (struct span){said->value.data + 1, said->value.size - 1});
	return 0;
}

static int
set_words(struct import_value *value, const struct profile *profile)
{
	const struct profile_rows *rows = &profile->said[PROFILE_WORD];

	for (size_t i = 0; i < rows->count; i++) {
		const struct profile_row *row = &rows->items[i];

		if (!span_equal(row->name, value->role->name) ||
		    words_add(&value->words, row->value, row->means) == 0)
			continue;
		warn("%s:%llu: the word means something else in a row before", profile->path,
		    (unsigned long long)row->line);
		return -1;
	}
	return 0;
}

/* A word that is given for all rows may be one of ours, or one of the export. */
static int
set_word(struct import_value *value, const struct profile *profile)
{
	const struct role *role = value->role;

	value->out = role->constant;
	if (kind_takes(role->column, role->constant))
		return 0;
	if (set_words(value, profile))
		return -1;
	if (words_find(&value->words, role->constant, &value->out))
		return 0;
	warn("%s: the role %.*s cannot hold that word",
	    role->choice ? role->choice->by : profile->path, (int)role->name.size, role->name.data);
	return -1;
}

/* A time that is given for all rows may be written as our tables have it, or as the export has. */
static int
set_constant(struct import_value *value, const struct profile *profile)
{
	const struct role *role = value->role;
	const char *by = role->choice ? role->choice->by : profile->path;
	struct when when = when_parse(role->constant);

	value->out = role->constant;
	if (role->column && role->column->type == KIND_WORD)
		return set_word(value, profile);
	if (!role->column || role->column->type != KIND_TIME)
		return 0;
	if (when.known && !value->zone)
		return 0;
	if (when.known && (memchr(role->constant.data, 'Z', role->constant.size) ||
			      memchr(role->constant.data, '/', role->constant.size)))
		return 0;
	if (add_format(value, span_of("iso"), by))
		return -1;
	if (stamp_reason(stamp_convert(
		value->formats, value->format_count, role->constant, value->zone, &value->text))) {
		warn("%s: %.*s: not a time", by, (int)role->name.size, role->name.data);
		return -1;
	}
	value->out = buf_span(&value->text);
	return 0;
}

int
import_value_init(struct import_value *value, const struct role *role, const struct roles *roles,
    const struct profile *profile, const struct import_times *times)
{
	bool time = role->column && role->column->type == KIND_TIME;

	*value = (struct import_value){.role = role, .zone_role = SIZE_MAX};
	if (time && role->source != ROLE_NONE &&
	    (set_formats(value, profile, times) || set_zone(value, roles, profile, times)))
		return -1;
	if (role->source == ROLE_CONSTANT)
		return set_constant(value, profile);
	return set_words(value, profile);
}

/* Is it D[.,]D...E+DD, as Excel shows a long number? */
static const char *
id_damage(struct span cell)
{
	const char *at = cell.data, *end = cell.data + cell.size;

	if (cell.size < 4 || at[0] < '0' || at[0] > '9')
		return NULL;
	at++;
	if (at < end && (*at == '.' || *at == ','))
		for (at++; at < end && *at >= '0' && *at <= '9';)
			at++;
	if (end - at < 3 || (*at != 'E' && *at != 'e') || at[1] != '+')
		return NULL;
	for (at += 2; at < end && *at >= '0' && *at <= '9';)
		at++;
	return at == end ? "id_damaged" : NULL;
}

static const char *
address_damage(const char *reason)
{
	static const char *const damages[] = {
	    "replacement_character", "control_character", "several", "inner_blank"};

	for (size_t i = 0; reason && i < sizeof damages / sizeof *damages; i++)
		if (strcmp(reason, damages[i]) == 0)
			return damages[i];
	return NULL;
}

/* Nearly every address: letters, digits, . _ - +, one @. */
static bool
is_plain_address(struct span cell)
{
	size_t ats = 0;

	for (size_t i = 0; i < cell.size; i++) {
		unsigned char byte = (unsigned char)cell.data[i];
		bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';

		ats += byte == '@';
		if (!letter && (byte < '0' || byte > '9') && !(byte && strchr("@._-+", byte)))
			return false;
	}
	return ats == 1;
}

const char *
import_damage(struct import_shared *shared, enum kind_type type, struct span cell)
{
	if (type == KIND_ID || type == KIND_PHONE)
		return id_damage(cell);
	if (type != KIND_ADDRESS || shared->keep || is_plain_address(cell))
		return NULL;
	if (!shared->address)
		shared->address = address_new();
	return address_damage(address_mailbox(shared->address, cell, &shared->mailbox));
}

static const char *
convert_address(struct import_value *value, struct import_shared *shared, struct span cell)
{
	value->out = cell;
	if (cell.size == 0 || is_plain_address(cell))
		return NULL;
	shared->blanks += utf8_trim(cell).size != cell.size;
	return import_damage(shared, KIND_ADDRESS, cell);
}

static const char *
convert_id(struct import_value *value, struct span cell)
{
	if (cell.size && cell.data[0] == '\'')
		cell = (struct span){cell.data + 1, cell.size - 1};
	value->out = cell;
	return id_damage(cell);
}

static const char *
convert_word(struct import_value *value, struct import_shared *shared, struct span cell)
{
	const struct kind_column *column = value->role->column;

	if (words_find(&value->words, cell, &value->out))
		return NULL;
	value->out = cell;
	if (utf8_trim(cell).size) {
		unknown_words_add(&shared->unknown, value->role->seen, cell);
		if (column && column->type == KIND_WORD)
			value->out =
			    span_of(kind_takes(column, span_of("unknown")) ? "unknown" : "");
	} else {
		value->out = (struct span){0};
	}
	return NULL;
}

static const char *
convert_time(struct import_value *value, struct span cell, struct zone *zone)
{
	enum stamp_result result =
	    stamp_convert(value->formats, value->format_count, cell, zone, &value->text);

	value->out = buf_span(&value->text);
	return stamp_reason(result);
}

const char *
import_value_convert(
    struct import_value *value, struct import_shared *shared, struct span cell, struct zone *zone)
{
	enum kind_type type = value->role->column ? value->role->column->type : KIND_TEXT;

	switch (type) {
	case KIND_ADDRESS:
		return convert_address(value, shared, cell);
	case KIND_ID:
	case KIND_PHONE:
		return convert_id(value, cell);
	case KIND_TIME:
		return convert_time(value, cell, value->zone_role == SIZE_MAX ? value->zone : zone);
	case KIND_WORD:
		return convert_word(value, shared, cell);
	case KIND_TEXT:
		break;
	}
	if (value->words.count)
		return convert_word(value, shared, cell);
	value->out = cell;
	return NULL;
}

struct zone *
import_zone(struct import_shared *shared, struct span name)
{
	struct named_zone *named;

	name = utf8_trim(name);
	for (size_t i = 0; i < shared->zone_count; i++)
		if (span_equal(shared->zones[i].name, name))
			return shared->zones[i].zone;
	if (name.size == 0 || shared->zone_count == MOST_ZONES)
		return NULL;
	shared->zones = xrealloc(shared->zones, shared->zone_count + 1, sizeof *shared->zones);
	named = &shared->zones[shared->zone_count++];
	*named = (struct named_zone){.name = {xcopy(name), name.size}, .zone = zone_open(name)};
	return named->zone;
}

void
import_value_free(struct import_value *value)
{
	for (size_t i = 0; i < value->format_count; i++)
		stamp_format_free(value->formats[i]);
	free(value->formats);
	zone_close(value->zone);
	words_free(&value->words);
	buf_free(&value->text);
	*value = (struct import_value){0};
}

void
import_shared_free(struct import_shared *shared)
{
	for (size_t i = 0; i < shared->zone_count; i++) {
		zone_close(shared->zones[i].zone);
		free((char *)(uintptr_t)shared->zones[i].name.data);
	}
	free(shared->zones);
	unknown_words_free(&shared->unknown);
	address_free(shared->address);
	buf_free(&shared->mailbox);
	*shared = (struct import_shared){0};
}
