/* num: strict numbers. Every byte must belong to the number, and a number that does not fit is
 * refused instead of wrapped or rounded to a limit. */
#include "num.h"

enum { DECIMAL_MOST = INT32_MAX / 4 }; /* bytes, so that an exponent stays far inside 30 bits */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes at the start of the text that are digits. */
static size_t
digits(struct span text)
{
	size_t n = 0;

	while (n < text.size && is_digit(text.data[n]))
		n++;
	return n;
}

static struct span
behind(struct span text, size_t n)
{
	return (struct span){n ? text.data + n : text.data, text.size - n};
}

int
num_unsigned(struct span text, uint64_t lowest, uint64_t highest, uint64_t *out)
{
	uint64_t value = 0;

	if (text.size == 0 || digits(text) != text.size)
		return -1;
	for (size_t i = 0; i < text.size; i++) {
		if (__builtin_mul_overflow(value, 10u, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(text.data[i] - '0'), &value))
			return -1;
	}
	if (value < lowest || value > highest)
		return -1;
	*out = value;
	return 0;
}

int
num_signed(struct span text, int64_t *out)
{
	bool minus = text.size > 0 && text.data[0] == '-';
	uint64_t size, highest = (uint64_t)INT64_MAX + minus;

	if (num_unsigned(behind(text, minus), 0, highest, &size) != 0)
		return -1;
	/* -(size - 1) - 1 stays in range for the lowest value too. */
	*out = minus && size ? -(int64_t)(size - 1) - 1 : (int64_t)size;
	return 0;
}

/* Where the point stands, or would. SIZE_MAX when the text is no number. */
static size_t
find_point(struct span text)
{
	size_t whole = digits(text);
	struct span part;

	if (whole == 0 || whole == text.size)
		return whole ? whole : SIZE_MAX;
	part = behind(text, whole + 1);
	return text.data[whole] == '.' && part.size && digits(part) == part.size ? whole : SIZE_MAX;
}

static bool
is_nothing(char c)
{
	return c == '0' || c == '.';
}

int
num_decimal(struct span text, struct decimal *out)
{
	bool minus = text.size > 0 && text.data[0] == '-';
	size_t point, first = 0;

	text = behind(text, minus);
	if (text.size >= DECIMAL_MOST || (point = find_point(text)) == SIZE_MAX)
		return -1;
	while (first < text.size && is_nothing(text.data[first]))
		first++;
	/* The zeros at the end weigh nothing, before the point or behind it. */
	while (text.size > first && is_nothing(text.data[text.size - 1]))
		text.size--;
	*out = (struct decimal){.digits = {text.data + first, text.size - first}};
	if (out->digits.size) {
		out->negative = minus;
		out->exponent = (int64_t)point - (int64_t)first + (first > point);
	}
	return 0;
}

/* With one exponent the point stands at the same place in both, or behind the end of one. */
int
num_compare(const struct decimal *a, const struct decimal *b)
{
	int order;

	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	if (!a->digits.size || !b->digits.size)
		order = (a->digits.size > 0) - (b->digits.size > 0);
	else if (a->exponent != b->exponent)
		order = a->exponent < b->exponent ? -1 : 1;
	else
		order = span_compare(a->digits, b->digits);
	return a->negative ? -order : order;
}

int
num_size(struct span text, uint64_t *out)
{
	static const char letters[] = "KMGT";
	unsigned shift = 0;
	uint64_t value;

	if (text.size > 0 && !is_digit(text.data[text.size - 1])) {
		const char *letter = memchr(letters, text.data[text.size - 1], sizeof letters - 1);

		if (!letter)
			return -1;
		shift = 10 * (unsigned)(letter - letters + 1);
		text.size--;
	}
	if (num_unsigned(text, 0, UINT64_MAX >> shift, &value) != 0)
		return -1;
	*out = value << shift;
	return 0;
}
