/* fuzz_json: any bytes as an export of JSON. What must hold whatever they are:
 *   the records are the same in blocks of any size; the bytes of the file at a record's place are
 * its raw bytes; values are UTF-8 without a NUL; and a line is taken where libjansson alone takes
 * it, with the values that it has there, but for numbers, which keep their digits. The first byte
 * of an input chooses the size of blocks. */
#include <jansson.h>
#include <sys/mman.h>
#include <unistd.h>

#include "err.h"
#include "fuzz.h"
#include "json_rows.h"
#include "reader.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct span paths[] = {{"a", 1}, {"b[].a", 5}, {"b[]", 3}, {"a.a", 3}};
enum { PATHS = sizeof paths / sizeof *paths };

static void
add_record(struct buf *out, const struct record *record, enum csv_problem problem)
{
	char place[96];

	snprintf(place, sizeof place, "%s %ju %ju %ju", csv_reason(problem),
	    (uintmax_t)record->line, (uintmax_t)record->offset, (uintmax_t)record->length);
	buf_add_text(out, place);
	buf_add_span(out, record->raw);
	for (size_t i = 0; problem == CSV_FINE && i < record->count; i++) {
		struct span value = csv_field(record, i);

		need(utf8_is_valid(value) && !memchr(value.data, '\0', value.size), "a value");
		buf_add_byte(out, '|');
		buf_add_span(out, value);
	}
	buf_add_byte(out, '\n');
}

static struct buf
account(struct span bytes, size_t step)
{
	const struct dialect dialect = {
	    .format = DIALECT_JSON, .paths = paths, .path_count = PATHS};
	int fd = memfd_create("json", 0);
	struct buf out = {0};
	struct record record;
	enum csv_problem problem;
	enum read_status status;
	struct reader *reader;
	char path[64], text[24];
	size_t count;

	snprintf(text, sizeof text, "%zu", step);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (fd < 0 || setenv("AMENDS_READ_SIZE", text, 1) != 0 ||
	    pwrite(fd, bytes.data, bytes.size, 0) != (ssize_t)bytes.size)
		abort();
	reader = reader_open(path, "fuzz", &(struct source_options){.allow_empty = true}, &dialect);
	need(reader != NULL, "a file in memory cannot be opened");
	while ((status = reader_read_some(reader, &record, 1, &count, &problem)) == READ_RECORD) {
		need(record.offset + record.length <= bytes.size &&
			 (record.raw.size == 0 || memcmp(bytes.data + record.offset,
						      record.raw.data, record.raw.size) == 0),
		    "a record is not where it says");
		add_record(&out, &record, problem);
	}
	buf_add_text(&out, status == READ_END ? "end" : "error");
	reader_free(reader);
	close(fd);
	return out;
}

/* What libjansson has for the first path. */
static void
check_value(const json_t *root, struct span value)
{
	const json_t *own = json_object_get(root, "a");

	if (!own || json_is_null(own))
		need(value.size == 0, "a value where there is none");
	else if (json_is_string(own))
		need(span_equal(
			 value, (struct span){json_string_value(own), json_string_length(own)}),
		    "a string is another");
	else if (json_is_boolean(own))
		need(span_is(value, json_is_true(own) ? "true" : "false"), "a word is another");
	else if (json_is_integer(own) && !span_is(value, "-0"))
		need(strtoll(value.data, NULL, 10) == json_integer_value(own),
		    "a number is another");
}

static void
check_line(struct span line)
{
	struct json_rows *rows = json_rows_new(paths, PATHS, "fuzz", &(struct csv_options){0});
	json_error_t error;
	json_t *root = json_loadb(line.data, line.size, JSON_REJECT_DUPLICATES, &error);
	bool too_large = !root && json_error_code(&error) == json_error_numeric_overflow;
	bool well_formed;
	enum csv_problem problem = json_rows_read(rows, line, &well_formed);
	struct record record;
	size_t field;

	need(problem != CSV_FINE || well_formed, "sound and not well-formed");
	if (!too_large && problem != CSV_NUL)
		need((problem == CSV_FINE) == json_is_object(root), "another verdict");
	if (problem == CSV_FINE) {
		need(json_rows_next(rows, &record, &problem, &field), "no row");
		if (root)
			check_value(root, csv_field(&record, 0));
	}
	json_decref(root);
	json_rows_free(rows);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = {(const char *)data + 1, size - 1};
	struct buf wanted, got;

	if (size < 2 || memcmp(bytes.data, "\x1f\x8b", bytes.size < 2 ? bytes.size : 2) == 0)
		return 0;
	check_line(bytes);
	wanted = account(bytes, 1 << 20);
	got = account(bytes, data[0] % 67 + 1u);
	need(span_equal(buf_span(&wanted), buf_span(&got)), "another size of blocks");
	buf_free(&wanted);
	buf_free(&got);
	return 0;
}
