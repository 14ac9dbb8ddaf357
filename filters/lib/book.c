/* book: the lines of ledgers in memory. Sorted lists of pointers answer every question: no order
 * ever comes from a hash, and a ledger is small beside what it accounts for. */
#include "book.h"

#include <stdlib.h>

#include "num.h"

const char *const book_columns[BOOK_COLUMNS] = {
    "run", "filter", "role", "name", "rows", "digest", "note"};
static const char *const roles[ROLES] = {
    "begin", "in", "lookup", "out", "reject", "report", "drop", "fold", "extra", "end"};

static int
read_role(struct span word, enum role *role)
{
	for (*role = ROLE_BEGIN; *role < ROLES; (*role)++)
		if (span_is(word, roles[*role]))
			return 0;
	return -1;
}

int
book_add(struct book *book, const struct span values[BOOK_COLUMNS], size_t ledger)
{
	struct book_line line = {.ledger = ledger, .sequence = book->count};

	if (read_role(values[BOOK_ROLE], &line.role) < 0 ||
	    num_unsigned(values[BOOK_ROWS], 0, UINT64_MAX, &line.rows) < 0)
		return -1;
	line.run = arena_copy(&book->arena, values[BOOK_RUN]);
	line.filter = arena_copy(&book->arena, values[BOOK_FILTER]);
	line.name = arena_copy(&book->arena, values[BOOK_NAME]);
	line.digest = arena_copy(&book->arena, values[BOOK_DIGEST]);
	line.note = arena_copy(&book->arena, values[BOOK_NOTE]);
	if (book->count == book->room) {
		book->room = book->room ? 2 * book->room : 256;
		book->lines = xrealloc(book->lines, book->room, sizeof *book->lines);
	}
	book->lines[book->count++] = line;
	return 0;
}

static struct span
run_of(const struct book_line *line)
{
	return line->run;
}

static struct span
digest_of(const struct book_line *line)
{
	return line->digest;
}

static struct span
name_of(const struct book_line *line)
{
	return line->name;
}

/* Lines that are equal in the part that counts keep the order they were read in. */
static int
compare(const void *a, const void *b, struct span (*part)(const struct book_line *))
{
	const struct book_line *x = *(const struct book_line *const *)a;
	const struct book_line *y = *(const struct book_line *const *)b;
	int order = span_compare(part(x), part(y));

	return order ? order : (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static int
compare_runs(const void *a, const void *b)
{
	return compare(a, b, run_of);
}

static int
compare_digests(const void *a, const void *b)
{
	return compare(a, b, digest_of);
}

static int
compare_names(const void *a, const void *b)
{
	return compare(a, b, name_of);
}

static void
sort(const struct book_line **list, size_t count, int (*by)(const void *, const void *))
{
	if (count)
		qsort(list, count, sizeof *list, by);
}

void
book_index(struct book *book)
{
	book->by_run = xcalloc(book->count, sizeof *book->by_run);
	book->by_digest = xcalloc(book->count, sizeof *book->by_digest);
	book->by_name = xcalloc(book->count, sizeof *book->by_name);
	for (size_t i = 0; i < book->count; i++) {
		const struct book_line *line = &book->lines[i];

		book->by_run[i] = line;
		if (!book_is_written(line))
			continue;
		book->by_digest[book->digest_count++] = line;
		if (!span_is(line->name, "-"))
			book->by_name[book->name_count++] = line;
	}
	sort(book->by_run, book->count, compare_runs);
	sort(book->by_digest, book->digest_count, compare_digests);
	sort(book->by_name, book->name_count, compare_names);
}

/* The lines of a sorted list whose part is the key. */
static struct book_slice
slice(const struct book_line *const *list, size_t count, struct span key,
    struct span (*part)(const struct book_line *))
{
	size_t low = 0, high = count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (span_compare(part(list[middle]), key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < count && span_equal(part(list[end]), key); end++)
		;
	return (struct book_slice){list + low, end - low};
}

struct book_slice
book_run(const struct book *book, struct span run)
{
	return slice(book->by_run, book->count, run, run_of);
}

struct book_slice
book_digest(const struct book *book, struct span digest)
{
	return slice(book->by_digest, book->digest_count, digest, digest_of);
}

struct book_slice
book_name(const struct book *book, struct span name)
{
	return slice(book->by_name, book->name_count, name, name_of);
}

struct book_sum
book_add_up(struct book_slice run)
{
	struct book_sum sum = {.first = run.at[0], .total = run.count};

	for (size_t i = 0; i < run.count; i++) {
		const struct book_line *line = run.at[i];

		sum.rows[line->role] += line->rows;
		sum.lines[line->role]++;
		if (line->role == ROLE_END)
			sum.end = line;
	}
	return sum;
}

int
book_note_lines(struct span note, uint64_t *lines)
{
	static const char word[] = " lines=";
	enum { SIZE = sizeof word - 1 };
	const char *at = note.size ? memmem(note.data, note.size, word, SIZE) : NULL, *end;
	struct span number;

	if (!at)
		return -1;
	number = (struct span){at + SIZE, (size_t)(note.data + note.size - at) - SIZE};
	end = number.size ? memchr(number.data, ' ', number.size) : NULL;
	if (end)
		number.size = (size_t)(end - number.data);
	return num_unsigned(number, 0, UINT64_MAX, lines);
}

void
book_free(struct book *book)
{
	arena_free(&book->arena);
	free(book->lines);
	free(book->by_run);
	free(book->by_digest);
	free(book->by_name);
	*book = (struct book){0};
}
