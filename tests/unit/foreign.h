/* foreign: all that a reader says about a foreign export, as one text. For unit tests. */
#ifndef AMENDS_FOREIGN_H
#define AMENDS_FOREIGN_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "mem.h"
#include "reader.h"
#include "tap.h"

#define BYTES(text)                                                                                \
	{                                                                                          \
		"" text, sizeof(text) - 1                                                          \
	}
#define NAMES(...)                                                                                 \
	(const struct span[])                                                                      \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

/* Each record but the header is LINE@OFFSET+LENGTH:a|b, or LINE@OFFSET+LENGTH!reason#field; then
 * comes "end" or the message. */
struct foreign_file {
	const char *words;
	struct span bytes;
	struct dialect dialect;
	const char *expected;
};

static inline void
foreign_add(struct buf *out, const struct record *record, enum csv_problem problem, size_t field)
{
	char text[128];

	snprintf(text, sizeof text, "%ju@%ju+%ju", (uintmax_t)record->line,
	    (uintmax_t)record->offset, (uintmax_t)record->length);
	buf_add_text(out, text);
	if (problem != CSV_FINE) {
		snprintf(text, sizeof text, "!%s#%zu", csv_reason(problem), field);
		buf_add_text(out, text);
	}
	for (size_t i = 0; problem == CSV_FINE && i < record->count; i++) {
		buf_add_byte(out, i ? '|' : ':');
		buf_add_span(out, csv_field(record, i));
	}
	buf_add_byte(out, ' ');
}

/* A file of a folder: where it lies is its column `file`, or raw where it is no message. */
static inline void
foreign_add_file(struct buf *out, const struct reader *reader, const struct record *record,
    enum csv_problem problem)
{
	struct span place = span_of(reader_file(reader));
	struct span file = problem == CSV_FINE ? csv_field(record, 8) : record->raw;

	if (problem != CSV_FINE && record->length)
		return; /* raw is a header */
	if (place.size <= file.size || place.data[place.size - file.size - 1] != '/' ||
	    memcmp(place.data + place.size - file.size, file.data, file.size) != 0)
		buf_add_text(out, "ANOTHER FILE ");
}

/* Does the record lie in the file where it says? JSON: its bytes are raw. */
static inline bool
foreign_is_there(const struct foreign_file *file, const struct record *record)
{
	if (record->offset > file->bytes.size || record->length > file->bytes.size - record->offset)
		return false;
	return file->dialect.format != DIALECT_JSON ||
	       memcmp(file->bytes.data + record->offset, record->raw.data, record->raw.size) == 0;
}

/* Reads path to the end or the first error. The header goes to no text. */
static inline enum read_status
foreign_read(struct buf *out, struct reader *reader, const struct foreign_file *file)
{
	struct record record;
	enum csv_problem problem;
	enum read_status status;
	bool header = true;
	size_t count;

	while ((status = reader_read_some(reader, &record, 1, &count, &problem)) == READ_RECORD) {
		if (count != 1)
			buf_add_text(out, "BAD COUNT ");
		if (header && (problem != CSV_FINE || record.line != 1 || !record.decoded))
			buf_add_text(out, "BAD HEADER ");
		if (!header && file && !foreign_is_there(file, &record))
			buf_add_text(out, "NOT THERE ");
		if (!header && reader_file(reader))
			foreign_add_file(out, reader, &record, problem);
		if (!header)
			foreign_add(out, &record, problem, reader_problem_field(reader));
		header = false;
	}
	if (reader_read_some(reader, &record, 1, &count, &problem) != status || count != 0)
		buf_add_text(out, "AND MORE ");
	return status;
}

/* The account of a path. */
static inline struct buf
foreign_account(const char *path, const struct dialect *dialect, const struct foreign_file *file)
{
	struct capture said;
	struct buf out = {0};
	enum read_status status = READ_ERROR;
	struct reader *reader;
	const char *message;

	capture_begin(&said);
	reader = reader_open(path, "t", &(struct source_options){.digest = true}, dialect);
	if (reader)
		status = foreign_read(&out, reader, file);
	capture_end(&said);
	if (status == READ_END) {
		struct reader_facts facts;

		reader_facts(reader, &facts);
		buf_add_text(&out, said.text[0] ? "UNEXPECTED MESSAGE " : "");
		buf_add_text(
		    &out, file && facts.bytes != file->bytes.size ? "NOT ALL BYTES" : "end");
	}
	message = strncmp(said.text, "test: ", 6) == 0 ? said.text + 6 : said.text;
	buf_add(&out, message, strcspn(message, "\n"));
	reader_free(reader);
	return out;
}

/* A file of these bytes, gone with its descriptor. */
static inline int
foreign_memory(struct span bytes, bool packed)
{
	int fd = memfd_create("export", 0);
	char command[64];
	FILE *file;

	snprintf(command, sizeof command, "%s >/proc/self/fd/%d", packed ? "gzip -nc" : "cat", fd);
	file = fd < 0 ? NULL : popen(command, "w");
	if (!file || fwrite(bytes.data, 1, bytes.size, file) != bytes.size || pclose(file) != 0)
		abort();
	return fd;
}

/* The file in blocks of every awkward size, plain and packed. */
static inline void
foreign_test(struct tap *tap, const struct foreign_file *file)
{
	static const char *const sizes[] = {"", "1", "2", "3", "7", "63", "64", "65", "4096"};
	enum { SIZES = sizeof sizes / sizeof *sizes };
	int files[2] = {foreign_memory(file->bytes, false), foreign_memory(file->bytes, true)};
	bool same = true;

	for (size_t i = 0; i < 2 * SIZES && same; i++) {
		char path[64];
		struct buf out;

		snprintf(path, sizeof path, "/proc/self/fd/%d", files[i / SIZES]);
		setenv("AMENDS_READ_SIZE", sizes[i % SIZES], 1);
		out = foreign_account(path, &file->dialect, file);
		same = span_is(buf_span(&out), file->expected);
		if (!same)
			printf("# blocks of %s%s:\n# %.*s\n# is not\n# %s\n", sizes[i % SIZES],
			    i / SIZES ? ", packed" : "", (int)out.size, out.data, file->expected);
		buf_free(&out);
	}
	unsetenv("AMENDS_READ_SIZE");
	close(files[0]);
	close(files[1]);
	tap_ok(tap, same, "%s", file->words);
}

#endif
