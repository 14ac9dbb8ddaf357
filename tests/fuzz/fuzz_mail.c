/* fuzz_mail: any bytes as an mbox or a message. What must hold whatever they are:
 *   the records are the same in blocks of any size; values are UTF-8 without a NUL; messages lie
 * one behind the other; and what is cut out at a record's place gives the records of that message
 * alone. The first byte of an input chooses the size of blocks, and whether bodies are read. */
#include <sys/mman.h>
#include <unistd.h>

#include "err.h"
#include "fuzz.h"
#include "reader.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A message and the records that it gave. */
struct message {
	uint64_t line, offset, length;
	struct buf rows;
};
struct messages {
	struct message *list;
	size_t count;
	enum read_status status;
};

static void
add_record(struct buf *out, const struct record *record, enum csv_problem problem)
{
	buf_add_text(out, csv_reason(problem));
	for (size_t i = 0; problem == CSV_FINE && i < record->count; i++) {
		struct span value = csv_field(record, i);

		need(utf8_is_valid(value) && !memchr(value.data, '\0', value.size), "a value");
		buf_add_byte(out, '|');
		buf_add_span(out, value);
	}
	buf_add_byte(out, '\n');
}

static void
add_to(struct messages *all, const struct record *record, enum csv_problem problem)
{
	struct message *last = all->count ? &all->list[all->count - 1] : NULL;

	if (!last || last->offset != record->offset) {
		need(!last || record->offset == last->offset + last->length, "a gap");
		all->list = xrealloc(all->list, all->count + 1, sizeof *all->list);
		last = &all->list[all->count++];
		*last = (struct message){record->line, record->offset, record->length, {0}};
	}
	add_record(&last->rows, record, problem);
}

static struct messages
read_all(struct span bytes, const struct dialect *dialect, size_t step)
{
	int fd = memfd_create("mail", 0);
	struct messages all = {0};
	struct record record;
	enum csv_problem problem;
	struct reader *reader;
	char path[64], text[24];
	bool header = true;
	size_t count;

	snprintf(text, sizeof text, "%zu", step);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (fd < 0 || setenv("AMENDS_READ_SIZE", text, 1) != 0 ||
	    pwrite(fd, bytes.data, bytes.size, 0) != (ssize_t)bytes.size)
		abort();
	reader = reader_open(path, "fuzz", &(struct source_options){.allow_empty = true}, dialect);
	need(reader != NULL, "a file in memory cannot be opened");
	while (
	    (all.status = reader_read_some(reader, &record, 1, &count, &problem)) == READ_RECORD) {
		if (!header)
			add_to(&all, &record, problem);
		header = false;
	}
	reader_free(reader);
	close(fd);
	return all;
}

static void
free_all(struct messages *all)
{
	for (size_t i = 0; i < all->count; i++)
		buf_free(&all->list[i].rows);
	free(all->list);
}

static bool
same_rows(const struct message *a, const struct message *b)
{
	return span_equal(buf_span(&a->rows), buf_span(&b->rows));
}

static void
check_same(const struct messages *a, const struct messages *b)
{
	need(a->status == b->status && a->count == b->count, "another size of blocks");
	for (size_t i = 0; i < a->count; i++)
		need(same_rows(&a->list[i], &b->list[i]) && a->list[i].line == b->list[i].line &&
			 a->list[i].offset == b->list[i].offset &&
			 a->list[i].length == b->list[i].length,
		    "another size of blocks, another message");
}

/* A message cut out of the file is the same message. */
static void
check_cut(struct span bytes, const struct dialect *dialect, const struct message *message)
{
	struct span place = {bytes.data + message->offset, message->length};
	struct messages alone;

	need(message->offset + message->length <= bytes.size, "a place outside of the file");
	alone = read_all(place, dialect, 1 << 20);
	need(alone.status == READ_END && alone.count == 1 && alone.list[0].offset == 0 &&
		 alone.list[0].length == message->length && same_rows(&alone.list[0], message),
	    "a message that is cut out is another");
	free_all(&alone);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = {(const char *)data + 1, size - 1};
	struct dialect dialect = {.format = DIALECT_MAIL};
	struct messages all, again;

	if (size < 2 || memcmp(bytes.data, "\x1f\x8b", bytes.size < 2 ? bytes.size : 2) == 0)
		return 0;
	dialect.body = data[0] & 1;
	all = read_all(bytes, &dialect, 1 << 20);
	again = read_all(bytes, &dialect, data[0] / 2 % 67 + 1u);
	check_same(&all, &again);
	for (size_t i = 0; i < all.count && all.count > 1; i++)
		check_cut(bytes, &dialect, &all.list[i]);
	free_all(&all);
	free_all(&again);
	return 0;
}
