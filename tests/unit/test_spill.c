/* spill: what is written comes back from any place, and nothing is left on disk. */
#include "spill.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "folder.h"
#include "tap.h"

enum { ITEMS = 40000 };

static char folder[256];

static void
test_back(struct tap *tap)
{
	static const size_t buffers[] = {1, 7, 8, 100, 65536, 1000000};
	struct spill *s = spill_new(folder);
	size_t wrong = 0;
	char *large = calloc(1, 200000);

	if (!s || !large)
		abort();
	tap_ok(tap, files_in(folder) == 0, "the file has no name");
	for (uint64_t i = 0; i < ITEMS; i++)
		if (spill_write(s, &i, sizeof i))
			abort();
	if (spill_write(s, large, 200000) || spill_write(s, "end", 3) || spill_seal(s))
		abort();
	tap_ok(tap, spill_size(s) == ITEMS * 8 + 200003, "bytes are counted");
	for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) {
		uint64_t first = i * 1000, item;
		struct spill_reader *r = spill_reader_new(s, first * 8, ITEMS * 8, buffers[i]);
		struct spill_reader *other =
		    spill_reader_new(s, ITEMS * 8, spill_size(s), buffers[i]);
		char end[3];

		for (uint64_t k = first; k < ITEMS; k++)
			wrong += spill_read(r, &item, sizeof item) != READ_RECORD || item != k;
		wrong += spill_read(r, &item, sizeof item) != READ_END;
		wrong += spill_read(r, &item, sizeof item) != READ_END;
		wrong += spill_read(other, large, 200000) != READ_RECORD || large[199999] != 0;
		wrong += spill_read(other, end, 3) != READ_RECORD || memcmp(end, "end", 3) != 0;
		wrong += spill_read(other, end, 1) != READ_END;
		spill_reader_free(r);
		spill_reader_free(other);
	}
	tap_ok(tap, wrong == 0, "two readers side by side, buffers of all sizes");
	spill_free(s);
	free(large);
}

static void
test_wrong(struct tap *tap)
{
	struct capture said;
	struct spill_reader *r;
	struct spill *s;
	char bytes[8], want[400];

	capture_begin(&said);
	s = spill_new("/nonexistent");
	capture_end(&said);
	tap_ok(tap,
	    !s && capture_is(&said, "/nonexistent: no temporary file: No such file or directory"),
	    "a folder that is not there");
	s = spill_new(folder);
	if (!s || spill_write(s, "12345", 5) || spill_seal(s))
		abort();
	r = spill_reader_new(s, 0, 5, 16);
	capture_begin(&said);
	if (spill_read(r, bytes, 3) != READ_RECORD)
		abort();
	tap_ok(tap, spill_read(r, bytes, 3) == READ_ERROR, "an item cut by the end is an error");
	capture_end(&said);
	snprintf(want, sizeof want, "%s: temporary file ends inside an item", folder);
	tap_ok(tap, capture_is(&said, want), "and is said");
	spill_reader_free(r);
	r = spill_reader_new(s, 5, 5, 16);
	tap_ok(tap, spill_read(r, bytes, 1) == READ_END, "an empty part is at its end");
	spill_reader_free(r);
	spill_free(s);
	spill_free(NULL);
	spill_reader_free(NULL);
}

static void
test_full(struct tap *tap)
{
	struct rlimit before, limit;
	struct capture said;
	struct spill *s;
	char *bytes = calloc(1, 100000);
	int first, second;

	if (!bytes || getrlimit(RLIMIT_FSIZE, &before))
		abort();
	limit = before;
	limit.rlim_cur = 4096;
	s = spill_new(folder);
	if (!s)
		abort();
	setrlimit(RLIMIT_FSIZE, &limit);
	capture_begin(&said);
	first = spill_write(s, bytes, 100000);
	second = spill_seal(s);
	setrlimit(RLIMIT_FSIZE, &before);
	capture_end(&said);
	tap_ok(tap, first == -1 && second == -1 && strstr(said.text, "File too large"),
	    "a full disk is an error, and stays one");
	tap_ok(tap, strchr(said.text, '\n') == strrchr(said.text, '\n'), "said once");
	spill_free(s);
	free(bytes);
}

int
main(void)
{
	const char *base = getenv("TMPDIR");
	struct tap tap = {0, 0};

	err_program("test");
	alarm(60);
	snprintf(folder, sizeof folder, "%s/test_spill.XXXXXX", base ? base : "/tmp");
	if (!mkdtemp(folder))
		die_errno("%s", folder);
	test_back(&tap);
	test_wrong(&tap);
	test_full(&tap);
	if (rmdir(folder))
		die_errno("%s", folder);
	return tap_done(&tap);
}
