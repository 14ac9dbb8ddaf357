/* stamp: a value against one pattern, from left to right. */
#include <strings.h>

#include "stamp_inside.h"
#include "utf8.h"
#include "zone.h"

void
stamp_text_clear(struct stamp_text *text)
{
	text->size = 0;
	text->blank = false;
}

bool
stamp_text_add(struct stamp_text *text, char byte)
{
	if (byte == ' ') {
		text->blank = text->size > 0;
		return true;
	}
	if (text->size + text->blank >= STAMP_LONGEST)
		return false;
	if (text->blank)
		text->data[text->size++] = ' ';
	text->blank = false;
	text->data[text->size++] = byte;
	return true;
}

bool
stamp_text_fold(struct stamp_text *text, struct span value)
{
	stamp_text_clear(text);
	if (!utf8_is_valid(value))
		return false;
	while (value.size) {
		size_t size;
		enum utf8_kind kind = utf8_kind_of(utf8_first(value, &size));

		if (kind == UTF8_BLANK || kind == UTF8_DASH) {
			if (!stamp_text_add(text, kind == UTF8_BLANK ? ' ' : '-'))
				return false;
		} else if (kind != UTF8_MARK) {
			for (size_t i = 0; i < size; i++)
				if (!stamp_text_add(text, value.data[i]))
					return false;
		}
		value = (struct span){value.data + size, value.size - size};
	}
	return true;
}

static void
advance(struct span *text, size_t size)
{
	*text = (struct span){text->data + size, text->size - size};
}

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool
is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool
take_number(struct span *text, size_t least, size_t most, unsigned *number)
{
	size_t size = 0, end = text->size < most ? text->size : most;
	unsigned value = 0;

	for (; size < end && is_digit(text->data[size]); size++)
		value = value * 10 + (unsigned)(text->data[size] - '0');
	if (size < least)
		return false;
	*number = value;
	advance(text, size);
	return true;
}

static void
take_fraction(struct span *text)
{
	size_t size = 1;

	if (text->size < 2 || !(text->data[0] == '.' || text->data[0] == ',') ||
	    !is_digit(text->data[1]))
		return;
	while (size < text->size && is_digit(text->data[size]))
		size++;
	advance(text, size);
}

/* The byte in lower case, when it is one of these letters. */
static bool
take_letter(struct span *text, const char *letters, char *letter)
{
	char byte = text->size ? (char)(text->data[0] | 0x20) : '\0';

	if (!byte || !strchr(letters, byte))
		return false;
	*letter = byte;
	advance(text, 1);
	return true;
}

static void
take_byte(struct span *text, char byte)
{
	if (text->size && text->data[0] == byte)
		advance(text, 1);
}

static bool
take_half(struct span *text, struct stamp_fields *fields)
{
	char half, rest;

	if (!take_letter(text, "ap", &half))
		return false;
	take_byte(text, '.');
	take_byte(text, ' ');
	if (!take_letter(text, "m", &rest))
		return false;
	take_byte(text, '.');
	fields->half = half == 'a' ? STAMP_AM : STAMP_PM;
	return true;
}

static const struct month_name {
	const char *name;
	unsigned month;
} month_names[] = {
    {"january", 1},
    {"february", 2},
    {"march", 3},
    {"april", 4},
    {"may", 5},
    {"june", 6},
    {"july", 7},
    {"august", 8},
    {"september", 9},
    {"october", 10},
    {"november", 11},
    {"december", 12},
    {"enero", 1},
    {"febrero", 2},
    {"marzo", 3},
    {"abril", 4},
    {"mayo", 5},
    {"junio", 6},
    {"julio", 7},
    {"agosto", 8},
    {"septiembre", 9},
    {"setiembre", 9},
    {"sept", 9},
    {"octubre", 10},
    {"noviembre", 11},
    {"diciembre", 12},
};

static bool
take_month_name(struct span *text, unsigned *month)
{
	enum { SHORT = 3 };
	size_t size = 0;

	while (size < text->size && is_letter(text->data[size]))
		size++;
	if (size < SHORT)
		return false;
	for (size_t i = 0; i < sizeof month_names / sizeof *month_names; i++) {
		const char *name = month_names[i].name;

		if (strncasecmp(text->data, name, size) != 0 || (size != SHORT && name[size]))
			continue;
		*month = month_names[i].month;
		advance(text, size);
		take_byte(text, '.');
		return true;
	}
	return false;
}

static bool
take_weekday(struct span *text)
{
	size_t size = 0;

	while (size < text->size &&
	       (is_letter(text->data[size]) || (unsigned char)text->data[size] >= 0x80))
		size++;
	advance(text, size);
	take_byte(text, '.');
	return size > 0;
}

/* GMT-3 and UTC+5:30, which ISO 8601 does not know. */
static int
read_short_offset(struct span text, int64_t *offset)
{
	char full[sizeof "+hh:mm"];

	if (text.size < 2 || text.size > 5 || (text.size > 2 && text.data[2] != ':'))
		return zone_offset(text, offset);
	full[0] = text.data[0];
	full[1] = '0';
	memcpy(full + 2, text.data + 1, text.size - 1);
	return zone_offset((struct span){full, text.size + 1}, offset);
}

static bool
is_word(struct span text, const char *word)
{
	return text.size == strlen(word) && strncasecmp(text.data, word, text.size) == 0;
}

static bool
read_mail_zone(struct span text, int64_t *offset)
{
	static const struct {
		const char *name;
		int64_t hours;
	} zones[] = {{"UT", 0}, {"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5}, {"MST", -7},
	    {"MDT", -6}, {"PST", -8}, {"PDT", -7}};

	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		if (is_word(text, zones[i].name)) {
			*offset = zones[i].hours * 3600;
			return true;
		}
	}
	return false;
}

static bool
read_zone(struct span text, struct stamp_fields *fields)
{
	struct span name = {text.data, text.size < 3 ? text.size : 3};

	fields->offset = 0;
	if (is_word(text, "Z"))
		return true;
	if (is_word(name, "UTC") || is_word(name, "GMT"))
		return text.size == 3 ||
		       read_short_offset(
			   (struct span){text.data + 3, text.size - 3}, &fields->offset) == 0;
	if (fields->mail && read_mail_zone(text, &fields->offset))
		return true;
	return zone_offset(text, &fields->offset) == 0;
}

/* All that could belong to a zone must be one. */
static bool
take_zone(struct span *text, struct stamp_fields *fields)
{
	size_t size = 0;

	while (size < text->size && (is_letter(text->data[size]) || is_digit(text->data[size]) ||
					(text->data[size] && strchr("+-:", text->data[size]))))
		size++;
	fields->zoned = read_zone((struct span){text->data, size}, fields);
	advance(text, size);
	return fields->zoned;
}

static bool
take_year(struct span *text, const struct stamp_item *item, unsigned *year)
{
	if (!take_number(text, item->least, item->most, year))
		return false;
	if (item->most == 2)
		*year += *year < 50 ? 2000 : 1900;
	return true;
}

static bool
take_field(struct span *text, const struct stamp_item *item, struct stamp_fields *fields)
{
	switch (item->field) {
	case STAMP_YEAR:
		return take_year(text, item, &fields->year);
	case STAMP_MONTH:
		return take_number(text, item->least, item->most, &fields->month);
	case STAMP_DAY:
		return take_number(text, item->least, item->most, &fields->day);
	case STAMP_HOUR:
		return fields->has_hour = take_number(text, item->least, item->most, &fields->hour);
	case STAMP_MINUTE:
		return fields->has_minute = take_number(text, 2, 2, &fields->minute);
	case STAMP_SECOND:
		return fields->has_second = take_number(text, 2, 2, &fields->second);
	case STAMP_FRACTION:
		take_fraction(text);
		return true;
	case STAMP_HALF:
		return take_half(text, fields);
	case STAMP_ZONE:
		return take_zone(text, fields);
	case STAMP_MONTH_NAME:
		return take_month_name(text, &fields->month);
	case STAMP_WEEKDAY:
		return take_weekday(text);
	default:
		return false;
	}
}

static bool
is_next(struct span text, const struct stamp_item *literal)
{
	return text.size && text.data[0] == literal->byte;
}

/* What may be missing is taken as there, if all that follows then fits. */
static bool
match(struct stamp_fields *fields, const struct stamp_item *item, struct span text)
{
	for (; item->field != STAMP_END; item++) {
		if (item->field == STAMP_LITERAL) {
			if (!is_next(text, item))
				return false;
			advance(&text, 1);
		} else if (item->field == STAMP_OPTION) {
			if (item[1].field != STAMP_LITERAL || is_next(text, &item[1])) {
				struct stamp_fields before = *fields;

				if (match(fields, item + 1, text))
					return true;
				*fields = before;
			}
			item += item->skip;
		} else if (!take_field(&text, item, fields)) {
			return false;
		}
	}
	return text.size == 0;
}

bool
stamp_match(struct stamp_fields *fields, const struct stamp_pattern *pattern, struct span value)
{
	return match(fields, pattern->items, value);
}
