/* coverage: months, first and last, unknown times. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "coverage.h"
#include "tap.h"

static bool
file_is(const char *path, const char *text)
{
	char got[512];
	FILE *file = fopen(path, "r");
	size_t size = file ? fread(got, 1, sizeof(got), file) : 0;

	if (file)
		fclose(file);
	return size == strlen(text) && memcmp(got, text, size) == 0;
}

int
main(void)
{
	static const char *const times[] = {"2016-01-05T10:00:00Z", "2015-12-16T09:00:00Z", "",
	    "2015-12-15T23:00:00Z", "2016-01-31", "yesterday", "2015-12-31T23:59:59Z"};
	struct tap tap = {0};
	struct coverage coverage = {0};
	char folder[] = "/tmp/coverageXXXXXX", path[64];

	if (!mkdtemp(folder))
		return 2;
	snprintf(path, sizeof(path), "%s/c.csv", folder);
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		coverage_add(&coverage, span_of(times[i]));
	tap_ok(&tap, coverage_write(&coverage, path) == 0, "is written");
	tap_ok(&tap,
	    file_is(path, "month,rows,first,last\n"
			  "2015-12,3,2015-12-15T23:00:00Z,2015-12-31T23:59:59Z\n"
			  "2016-01,2,2016-01-05T10:00:00Z,2016-01-31\n"
			  "unknown,2,,\n"),
	    "months are sorted, with first and last; what is no time is counted as unknown");
	coverage_free(&coverage);
	tap_ok(&tap, coverage_write(&coverage, "/nonexistent/c.csv") == -1,
	    "a folder that is not there fails");
	unlink(path);
	rmdir(folder);
	return tap_done(&tap);
}
