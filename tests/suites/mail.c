/* suite-mail: mail of PATH as a CSV table on stdout, through reader: its columns, and then the
 * place and the problem of each record. With -b bodies too. Status 2 for an input that is refused.
 */
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "reader.h"

static void
add_row(struct buf *out, const struct record *record, const char *const more[4])
{
	for (size_t i = 0; i < record->count; i++)
		csv_append_value(out, csv_field(record, i), i == 0, false);
	for (size_t i = record->count; i < 9; i++)
		csv_append_value(out, span_of(NULL), i == 0, false);
	for (size_t i = 0; i < 4; i++)
		csv_append_value(out, span_of(more[i]), false, false);
	buf_add_byte(out, '\n');
}

static int
print_all(struct reader *reader)
{
	const char *more[4] = {"line", "offset", "length", "problem"};
	struct record record;
	enum csv_problem problem;
	enum read_status status;
	struct buf out = {0};
	char numbers[3][24];
	size_t count;

	while ((status = reader_read_some(reader, &record, 1, &count, &problem)) == READ_RECORD) {
		const uint64_t place[3] = {record.line, record.offset, record.length};

		if (out.size) {
			for (size_t i = 0; i < 3; i++) {
				snprintf(numbers[i], sizeof *numbers, "%ju", (uintmax_t)place[i]);
				more[i] = numbers[i];
			}
			more[3] = csv_reason(problem);
		}
		if (problem != CSV_FINE)
			record.count = 0;
		add_row(&out, &record, more);
	}
	if (status == READ_ERROR)
		return STATUS_FAILED;
	if (fwrite(out.data, 1, out.size, stdout) != out.size || fflush(stdout) != 0) {
		warn_errno("<stdout>");
		return STATUS_FAILED;
	}
	buf_free(&out);
	return STATUS_OK;
}

int
main(int argc, char **argv)
{
	struct dialect dialect = {.format = DIALECT_MAIL};
	struct reader *reader;
	int status;

	err_program(argv[0]);
	dialect.body = argc == 3 && strcmp(argv[1], "-b") == 0;
	if (argc != (dialect.body ? 3 : 2))
		die("usage: suite-mail [-b] PATH");
	reader = reader_open(argv[argc - 1], argv[argc - 1], &(struct source_options){0}, &dialect);
	status = reader ? print_all(reader) : STATUS_FAILED;
	reader_free(reader);
	return status;
}
