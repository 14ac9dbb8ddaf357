/* records: the record reader alone, as ../shared/suites/check_cases.py drives it. Reads one CSV on
 * stdin, with delimiter and quote from the environment's D and Q (an empty Q: nothing quotes), and
 * prints a JSON array of arrays of strings. No rule of width, NUL or blank lines. Exit 2 at the
 * first record that cannot be read. A value that is not UTF-8 is printed as Latin-1: one code
 * point a byte. */
#include <stdio.h>
#include <stdlib.h>

#include "csv.h"
#include "err.h"
#include "utf8.h"

static void
print_byte(unsigned char byte, bool latin)
{
	if (byte == '"' || byte == '\\')
		printf("\\%c", byte);
	else if (byte < 0x20 || byte == 0x7f || (latin && byte >= 0x80))
		printf("\\u%04x", byte);
	else
		putchar(byte);
}

static void
print_record(const struct record *record)
{
	for (size_t i = 0; i < record->count; i++) {
		struct span value = csv_field(record, i);
		bool latin = !utf8_is_valid(value);

		fputs(i ? ",\"" : "[\"", stdout);
		for (size_t k = 0; k < value.size; k++)
			print_byte((unsigned char)value.data[k], latin);
		putchar('"');
	}
	putchar(']');
}

static int
print_all(struct csv_reader *reader)
{
	struct record record;
	enum csv_problem problem;
	enum read_status status;
	const char *between = "[";

	while ((status = csv_read(reader, &record, &problem)) == READ_RECORD) {
		if (problem != CSV_FINE) {
			warn("%s:%ju: field %zu: %s", source_name(csv_source(reader)),
			    (uintmax_t)record.line, csv_problem_field(reader),
			    csv_problem_text(problem));
			return STATUS_FAILED;
		}
		fputs(between, stdout);
		print_record(&record);
		between = ",\n";
	}
	if (status == READ_ERROR)
		return STATUS_FAILED;
	puts(*between == '[' ? "[]" : "]");
	return STATUS_OK;
}

int
main(int argc, char **argv)
{
	const char *delimiter = getenv("D"), *quote = getenv("Q");
	struct csv_options options = {.any_width = true, .no_quote = quote && !*quote};
	struct source *source;
	struct csv_reader *reader;
	int status;

	err_program(argv[0]);
	if (argc != 1)
		die("no arguments are taken");
	options.delimiter = delimiter ? *delimiter : ',';
	options.quote = quote ? *quote : '"';
	options.libcsv_only = getenv("LIBCSV_ONLY") != NULL;
	source = source_open("-", &(struct source_options){0});
	if (!source)
		return STATUS_FAILED;
	reader = csv_reader_new(source, &options);
	status = print_all(reader);
	csv_reader_free(reader);
	if (fflush(stdout) != 0 || ferror(stdout))
		die_errno("<stdout>");
	return status;
}
