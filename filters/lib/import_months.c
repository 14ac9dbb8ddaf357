/* import_months: see import_months.h. */
#include "import_months.h"

/* Times so near to the turn of a month in UTC may lie beyond it when minutes change. */
enum { FIRST_HOURS = 3, LAST_DAYS = 28, LAST_HOURS = 21 };

void
import_months_init(struct import_months *months, struct import *import, size_t role)
{
	*months = (struct import_months){.import = import, .role = role};
}

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool
are_digits(struct span text, size_t from, size_t count)
{
	if (from + count > text.size)
		return false;
	for (size_t i = from; i < from + count; i++)
		if (!is_digit(text.data[i]))
			return false;
	return true;
}

/* Where minutes, seconds and fractions of hh:mm:ss.fff stand; false: nowhere that is sure. */
static bool
find_minutes(struct span text, size_t *from, size_t *to)
{
	const char *colon = text.size ? memchr(text.data, ':', text.size) : NULL;
	size_t at = colon ? (size_t)(colon - text.data) : 0, hour = at;

	while (hour > 0 && at - hour < 2 && is_digit(text.data[hour - 1]))
		hour--;
	if (hour == at || !are_digits(text, at + 1, 2))
		return false;
	if (hour > 0 && (text.data[hour - 1] == '+' || text.data[hour - 1] == '-'))
		return false; /* the hours of a zone */
	*from = at + 1;
	*to = *from + 2;
	if (*to == text.size || text.data[*to] != ':' || !are_digits(text, *to + 1, 2))
		return true;
	*to += 3;
	if (are_digits(text, *to + 1, 1) && (text.data[*to] == '.' || text.data[*to] == ','))
		for (*to += 2; are_digits(text, *to, 1);)
			++*to;
	return true;
}

/* Where they end or begin in YYYY-MM-DDThh:mm:ss. */
enum { MONTH = 7, DAY = 8, HOUR = 11, SECOND = 19 };

/* Is the time, to the second, not at the turn of a month? */
static bool
is_inside(struct span time)
{
	int day, hour;

	if (time.size != SECOND && time.size != SECOND + 1)
		return false;
	day = (time.data[DAY] - '0') * 10 + time.data[DAY + 1] - '0';
	hour = (time.data[HOUR] - '0') * 10 + time.data[HOUR + 1] - '0';
	return (day > 1 || hour >= FIRST_HOURS) && (day < LAST_DAYS || hour < LAST_HOURS);
}

/* Is the converted time, or interval, in one month, and not at its turn? */
static bool
is_within_month(struct span time)
{
	const char *slash = time.size ? memchr(time.data, '/', time.size) : NULL;
	struct span first = time, last = time;

	if (slash) {
		first.size = (size_t)(slash - time.data);
		last = (struct span){slash + 1, time.size - first.size - 1};
	}
	return is_inside(first) && is_inside(last) && memcmp(first.data, last.data, MONTH) == 0;
}

static struct span
convert(struct import_months *months, struct span cell, struct zone *zone)
{
	struct import_value *value = import_role(months->import, months->role);
	struct import_shared unused = {0};

	(void)import_value_convert(value, &unused, cell, zone);
	return value->out;
}

/* Of what varies, the bytes that count: mm:ss, or digits of seconds; a fraction is cut off. */
enum { RANKED = 6 };

static size_t
ranked(const struct months_group *group)
{
	size_t size = group->to - group->from;

	return size > RANKED ? RANKED - 1 : size;
}

/* Those bytes as a number that sorts as they do. */
static uint64_t
rank_of(const struct months_group *group, const char *text)
{
	uint64_t rank = 0;

	for (size_t i = 0; i < ranked(group); i++)
		rank = rank << 8 | (unsigned char)text[group->from + i];
	return rank;
}

/* Adds one end of the group. */
static void
add_end(struct import_months *months, struct months_group *group, uint64_t rank, uint64_t rows)
{
	for (size_t i = ranked(group); i-- > 0; rank >>= 8)
		group->like.data[group->from + i] = (char)(rank & 0xff);
	coverage_add_times(&months->coverage, convert(months, buf_span(&group->like), NULL), rows);
}

static void
end_group(struct import_months *months, struct months_group *group)
{
	if (group->to == 0)
		return;
	if (group->rows > 1)
		add_end(months, group, group->least, group->rows - 1);
	add_end(months, group, group->greatest, 1);
	group->to = 0;
}

static void
begin_group(struct months_group *group, struct span cell, size_t from, size_t to)
{
	buf_clear(&group->like);
	buf_add_span(&group->like, cell);
	group->from = from;
	group->to = to;
	group->least = group->greatest = rank_of(group, cell.data);
	group->rows = 1;
}

/* memcmp of a few bytes without the call. */
static bool
same_bytes(const char *a, const char *b, size_t size)
{
	uint64_t x, y, v, w;

	if (size > 2 * sizeof x)
		return memcmp(a, b, size) == 0;
	if (size >= sizeof x) {
		memcpy(&x, a, sizeof x);
		memcpy(&y, b, sizeof y);
		memcpy(&v, a + size - sizeof v, sizeof v);
		memcpy(&w, b + size - sizeof w, sizeof w);
		return x == y && v == w;
	}
	for (size_t i = 0; i < size; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

/* Does the cell differ from the group's values in what may differ alone? */
static bool
is_of_group(const struct months_group *group, struct span cell, bool epoch)
{
	const char *like = group->like.data;
	size_t from = group->from, to = group->to;

	if (to == 0 || cell.size != group->like.size || !same_bytes(cell.data, like, from) ||
	    !same_bytes(cell.data + to, like + to, cell.size - to))
		return false;
	for (size_t i = from; i < to; i++)
		if (is_digit(like[i]) ? !is_digit(cell.data[i]) : cell.data[i] != like[i])
			return false;
	return epoch || (cell.data[from] <= '5' && (to - from < 5 || cell.data[from + 3] <= '5'));
}

static void
widen_group(struct months_group *group, struct span cell)
{
	uint64_t rank = rank_of(group, cell.data);

	group->rows++;
	if (rank < group->least)
		group->least = rank;
	if (rank > group->greatest)
		group->greatest = rank;
}

/* Where the group of a cell is kept. Rows of a log are hours apart at most: those hours end in
 * different digits. */
static struct months_group *
slot(struct import_months *months, struct span cell, size_t from, bool epoch)
{
	size_t back = epoch ? 1 : 2; /* the colon in front of the minutes */
	unsigned char digit =
	    from >= back && from < cell.size ? (unsigned char)cell.data[from - back] : 0;

	return &months->groups[digit % MONTHS_GROUPS];
}

static bool
find_varying(const struct import_value *value, struct span cell, size_t *from, size_t *to)
{
	if (value->zone_role < SIZE_MAX)
		return false;
	if (!value->epoch_digits)
		return find_minutes(cell, from, to);
	*from = cell.size - value->epoch_digits;
	*to = cell.size;
	return cell.size > value->epoch_digits && are_digits(cell, 0, cell.size);
}

/* A cell that is of no group begins one, or is counted by itself. */
static void
add_first(struct import_months *months, struct span cell, struct zone *zone)
{
	const struct import_value *value = import_role(months->import, months->role);
	struct span time = convert(months, cell, zone);
	size_t from, to;

	if (!find_varying(value, cell, &from, &to) || !is_within_month(time)) {
		coverage_add(&months->coverage, time);
		return;
	}
	months->from = from;
	end_group(months, slot(months, cell, from, value->epoch_digits));
	begin_group(slot(months, cell, from, value->epoch_digits), cell, from, to);
}

void
import_months_add(struct import_months *months, const struct record *record)
{
	struct import_value *value = import_role(months->import, months->role);
	const struct role *role = value->role;
	struct months_group *group;
	struct span cell;

	if (role->source != ROLE_COLUMN) {
		coverage_add(&months->coverage, value->out);
		return;
	}
	cell = role_cell(role, record);
	group = slot(months, cell, months->from, value->epoch_digits);
	if (is_of_group(group, cell, value->epoch_digits))
		widen_group(group, cell);
	else
		add_first(months, cell, import_role_zone(months->import, months->role, record));
}

int
import_months_rows(
    struct import_months *months, int (*row)(void *, const struct span *), void *context)
{
	for (size_t i = 0; i < MONTHS_GROUPS; i++)
		end_group(months, &months->groups[i]);
	return coverage_rows(&months->coverage, row, context);
}

void
import_months_free(struct import_months *months)
{
	coverage_free(&months->coverage);
	for (size_t i = 0; i < MONTHS_GROUPS; i++)
		buf_free(&months->groups[i].like);
	*months = (struct import_months){0};
}
