/* wording: see wording.h. */
#include "wording.h"

#include <stdio.h>

#include "num.h"
#include "when.h"

enum { MONTHS = 12, CLOCK = 19 /* bytes of YYYY-MM-DDThh:mm:ss */ };

struct wording {
	const char *language;
	const char *months[MONTHS];
	const char *of;	      /* between day, month and year */
	const char *at;	      /* before the hour */
	const char *at_one;   /* before one o'clock */
	bool two_digits;      /* the hour has always two */
	const char *and;      /* before the last item of a list */
	const char *and_soft; /* the same before the sound of i */
	char thousands;
};

static const struct wording all[] = {
    {"es",
	{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
	    "octubre", "noviembre", "diciembre"},
	" de ", " a las ", " a la ", false, " y ", " e ", '.'},
    {"en",
	{"January", "February", "March", "April", "May", "June", "July", "August", "September",
	    "October", "November", "December"},
	" ", " at ", " at ", true, " and ", " and ", ','},
};

const struct wording *
wording_of(struct span language)
{
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (span_is(language, all[i].language))
			return &all[i];
	return NULL;
}

/* The digits that clocks showed. 0, or -1 for a value that is no time. */
static int
read_clock(const struct wording_place *place, struct span value, char digits[WHEN_TEXT + 1])
{
	struct when when = when_parse(value);

	if (!when.known)
		return -1;
	if (value.size == WHEN_TEXT) {
		when_format(
		    place->zone ? zone_clock(place->zone, when.latest) : when.latest, digits);
		return digits[0] ? 0 : -1;
	}
	if (value.size != WHEN_DAY && value.size != CLOCK)
		return -1;
	memcpy(digits, value.data, value.size);
	digits[value.size] = '\0';
	return 0;
}

/* The number of two digits. */
static unsigned
two(const char *digits)
{
	return (unsigned)(digits[0] - '0') * 10 + (unsigned)(digits[1] - '0');
}

static void
write_date(const struct wording *wording, const char *digits, struct buf *out)
{
	const char *year = digits;
	char day[16];

	while (*year == '0' && year < digits + 3)
		year++;
	snprintf(day, sizeof day, "%u", two(digits + 8));
	buf_add_text(out, day);
	buf_add_text(out, wording->of);
	buf_add_text(out, wording->months[(two(digits + 5) - 1) % MONTHS]);
	buf_add_text(out, wording->of);
	buf_add(out, year, (size_t)(digits + 4 - year));
}

int
wording_date(const struct wording *wording, const struct wording_place *place, struct span value,
    struct buf *out)
{
	const char *slash = value.size ? memchr(value.data, '/', value.size) : NULL;
	char first[WHEN_TEXT + 1], last[WHEN_TEXT + 1];
	struct span behind = value;

	if (slash) {
		if (!when_parse(value).known)
			return -1;
		value.size = (size_t)(slash - value.data);
		behind = (struct span){slash + 1, behind.size - value.size - 1};
	}
	if (read_clock(place, value, first) != 0 || read_clock(place, behind, last) != 0 ||
	    memcmp(first, last, WHEN_DAY) != 0)
		return -1;
	write_date(wording, first, out);
	return 0;
}

int
wording_minute(const struct wording *wording, const struct wording_place *place, struct span value,
    struct buf *out)
{
	char digits[WHEN_TEXT + 1], hour[16];

	if (value.size == WHEN_DAY || read_clock(place, value, digits) != 0)
		return -1;
	write_date(wording, digits, out);
	buf_add_text(out, two(digits + 11) == 1 ? wording->at_one : wording->at);
	snprintf(hour, sizeof hour, wording->two_digits ? "%02u" : "%u", two(digits + 11));
	buf_add_text(out, hour);
	buf_add(out, digits + 13, 3);
	if (value.size == CLOCK)
		return 0;
	buf_add_text(out, " (");
	if (place->zone)
		buf_add_span(out, place->name);
	else
		buf_add_text(out, "UTC");
	buf_add_byte(out, ')');
	return 0;
}

int
wording_count(const struct wording *wording, struct span value, struct buf *out)
{
	uint64_t unused;

	if (value.size == 0 || (value.size > 1 && value.data[0] == '0') ||
	    num_unsigned(value, 0, UINT64_MAX, &unused) != 0)
		return -1;
	for (size_t i = 0; i < value.size; i++) {
		if (i > 0 && (value.size - i) % 3 == 0)
			buf_add_byte(out, wording->thousands);
		buf_add_byte(out, value.data[i]);
	}
	return 0;
}

/* Takes the next item that is not empty off the rest. */
static bool
next_item(struct span *rest, struct span *item)
{
	while (rest->size) {
		const char *end = memchr(rest->data, ';', rest->size);
		size_t size = end ? (size_t)(end - rest->data) : rest->size;

		*item = span_trim((struct span){rest->data, size});
		size += end != NULL;
		*rest = (struct span){rest->data + size, rest->size - size};
		if (item->size)
			return true;
	}
	return false;
}

/* Does it begin with the letter i, of either case, with an accent or without? */
static bool
begins_with_i(struct span text)
{
	if (text.size && (text.data[0] == 'i' || text.data[0] == 'I'))
		return true;
	return text.size > 1 &&
	       (memcmp(text.data, "\xC3\xAD", 2) == 0 || memcmp(text.data, "\xC3\x8D", 2) == 0);
}

/* Does it begin with the sound of i? A diphthong (hierro, hiato, iones) is another sound. */
static bool
sounds_of_i(struct span item)
{
	struct span rest = item;

	if (rest.size && (rest.data[0] == 'h' || rest.data[0] == 'H'))
		rest = (struct span){rest.data + 1, rest.size - 1};
	if (!begins_with_i(rest))
		return false;
	return rest.size < 2 || (unsigned char)rest.data[0] >= 0x80 ||
	       !strchr("aeouAEOU", rest.data[1]);
}

int
wording_list(const struct wording *wording, struct span value, struct buf *out)
{
	struct span rest = value, item, following;

	if (!next_item(&rest, &item))
		return -1;
	buf_add_span(out, item);
	for (bool more = next_item(&rest, &item); more;) {
		more = next_item(&rest, &following);
		if (more)
			buf_add_text(out, ", ");
		else
			buf_add_text(out, sounds_of_i(item) ? wording->and_soft : wording->and);
		buf_add_span(out, item);
		item = following;
	}
	return 0;
}
