/* num: strict numbers. Every byte must belong to the number, and a number that does not fit is
 * refused instead of wrapped or rounded to a limit. */
#include "num.h"

#include <stdio.h>
#include <stdlib.h>

enum { DECIMAL_ROOM = 63 }; /* longest decimal; a longer one is no number that anybody compares */

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

/* strtod gets "-DIGITSe-PLACES", never a point: which character is the point depends on the
 * locale. */
int
num_decimal(struct span text, double *out)
{
	bool minus = text.size > 0 && text.data[0] == '-';
	struct span whole = behind(text, minus), part = {NULL, 0};
	char copy[DECIMAL_ROOM + 32];

	if (text.size > DECIMAL_ROOM)
		return -1;
	whole.size = digits(whole);
	if (whole.size == 0)
		return -1;
	if (minus + whole.size < text.size) {
		part = behind(text, minus + whole.size + 1);
		if (whole.data[whole.size] != '.' || part.size == 0 || digits(part) != part.size)
			return -1;
	}
	snprintf(copy, sizeof copy, "%s%.*s%.*se-%zu", minus ? "-" : "", (int)whole.size,
	    whole.data, (int)part.size, part.size ? part.data : "", part.size);
	*out = strtod(copy, NULL); /* 63 digits are far from the limits of a double */
	return 0;
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
