/* slip: Levenshtein's distance in one row. */
#include "slip.h"

#include <string.h>

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Insertions, deletions and changes of one character that make b of a; both shorter than
 * SLIP_NAME. */
static size_t
distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
	size_t row[SLIP_NAME];

	for (size_t j = 0; j <= b_size; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_size; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_size; j++) {
			size_t above = row[j];

			row[j] = least(row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] != b[j - 1]));
			corner = above;
		}
	}
	return row[b_size];
}

size_t
slip_edits(const char *word, size_t size, const char *name)
{
	size_t name_size = strlen(name), edits;

	if (size < 2 || size >= SLIP_NAME || name_size >= SLIP_NAME)
		return SLIP_MOST + 1;
	if (size < name_size && memcmp(word, name, size) == 0)
		return 1;
	edits = distance(word, size, name, name_size);
	return edits < size ? edits : SLIP_MOST + 1;
}
