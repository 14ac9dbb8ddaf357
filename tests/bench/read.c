/* read: how fast csv delivers records. `read FILE` reads the table, touches every field, and
 * prints its counts and GB of plain bytes per second of user and system time. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "csv.h"
#include "err.h"

static double
cpu_seconds(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage) != 0)
		die_errno("getrusage");
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Size and first byte (of an empty value the byte behind it, which is always there): something that
 * cannot be had without finding the field. */
static inline uint64_t
touch_field(const struct record *record, size_t i)
{
	struct span value = csv_field(record, i);

	return value.size + (unsigned char)value.data[0];
}

/* Touches all fields. The copy tells the compiler what csv_read promises: fields in their order. */
static uint64_t
touch(const struct record *given)
{
	struct record record = *given;
	uint64_t sum;

	record.order = NULL;
	sum = touch_field(&record, 0);
	for (size_t i = 1; i < record.count; i++)
		sum += touch_field(&record, i);
	return sum;
}

int
main(int argc, char **argv)
{
	struct source *source;
	struct csv_reader *reader;
	struct record record;
	enum csv_problem problem;
	enum read_status status;
	uint64_t sum = 0, bytes = 0;
	double seconds;

	err_program(argv[0]);
	if (argc != 2)
		die("usage: read FILE");
	source = source_open(argv[1], &(struct source_options){0});
	if (!source)
		return STATUS_FAILED;
	reader = csv_reader_new(source, &(struct csv_options){0});
	while ((status = csv_read(reader, &record, &problem)) == READ_RECORD) {
		if (problem == CSV_FINE)
			sum += touch(&record);
		bytes = record.offset + record.length;
	}
	if (status == READ_ERROR)
		return STATUS_FAILED;
	seconds = cpu_seconds();
	printf("%.2f GB/s, %.3f s, %" PRIu64 " bytes, %" PRIu64 " records, %" PRIu64
	       " plain, %" PRIu64 " problems, sum %" PRIu64 "\n",
	    (double)bytes / seconds / 1e9, seconds, bytes, csv_counts(reader)->records,
	    csv_counts(reader)->plain, csv_counts(reader)->problems, sum);
	csv_reader_free(reader);
	return STATUS_OK;
}
