/* feed: what may happen to a file while it is read, and the one fault that only zlib minds. */
#include "feed.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "mem.h"
#include "source.h"
#include "tap.h"

#define BYTES(literal) ((struct span){literal, sizeof(literal) - 1})

static const char *const libraries[] = {
    "zlib",
#ifdef HAVE_ISAL
    "isal",
#endif
};

/* All that is left, to out. */
static enum read_status
read_all(struct source *s, struct buf *out)
{
	struct source_block block;
	enum read_status status;

	while ((status = source_next(s, (struct span){NULL, 0}, &block)) == READ_RECORD)
		buf_add(out, block.data, block.size);
	return status;
}

/* A new file with the bytes. */
static void
file_of(char *path, size_t room, struct span bytes)
{
	int file;

	snprintf(path, room, "/tmp/test_feed.XXXXXX");
	file = mkstemp(path);
	if (file < 0 || write(file, bytes.data, bytes.size) != (ssize_t)bytes.size || close(file))
		abort();
}

/* Huffman codes that leave some unused: the one thing that only zlib minds. With a wrong checksum
 * nobody takes it. */
#define UNUSED_CODES                                                                               \
	"\x1f\x8b\x08\0\0\0\0\0\0\x03"                                                             \
	"\x05\x80\x81\x08\0\0\0\x80\x58\xf7\x97\x38\0\x01"
static void
test_unused_codes(struct tap *tap)
{
	static const struct {
		const char *words;
		struct span bytes;
		bool right;
	} streams[] = {{"right checksum", BYTES(UNUSED_CODES "\x45\xe5\x98\xad\4\0\0\0"), true},
	    {"wrong checksum", BYTES(UNUSED_CODES "\0\xe5\x98\xad\4\0\0\0"), false}};

	for (size_t i = 0; i < 2 * sizeof libraries / sizeof *libraries; i++) {
		const char *library = libraries[i / 2];
		bool minds = strcmp(library, "zlib") == 0 || !streams[i % 2].right;
		struct source *s;
		struct buf out = {0};
		struct capture said;
		enum read_status status;

		setenv("AMENDS_INFLATE", library, 1);
		s = source_open_memory(streams[i % 2].bytes, "x.gz", NULL);
		capture_begin(&said);
		status = s ? read_all(s, &out) : READ_ERROR;
		capture_end(&said);
		tap_ok(tap,
		    minds ? status == READ_ERROR
			  : status == READ_END && span_is(buf_span(&out), "aaaa"),
		    "unused codes, %s, %s", streams[i % 2].words, library);
		source_close(s);
		buf_free(&out);
	}
	unsetenv("AMENDS_INFLATE");
}

static void
write_over(const char *path)
{
	int file = open(path, O_WRONLY);

	if (file < 0 || pwrite(file, "x", 1, 100) != 1 || close(file))
		abort();
}

static void
link_and_chmod(const char *path)
{
	char other[300];

	snprintf(other, sizeof other, "%s.other", path);
	if (link(path, other) || chmod(path, 0400) || unlink(other))
		abort();
}

/* What keeps the size: bytes that are written over are an error, a new name or mode is none. */
static void
test_touched(struct tap *tap)
{
	static const struct {
		const char *words;
		void (*touch)(const char *path);
		enum read_status end;
	} touches[] = {{"written over", write_over, READ_ERROR},
	    {"given another link and mode", link_and_chmod, READ_END}};
	struct buf plain = {0};

	while (plain.size < 3000000)
		buf_add_text(&plain, "id,ana@example.com\n");
	for (size_t i = 0; i < sizeof touches / sizeof *touches; i++) {
		char path[64];
		struct source *s;
		struct source_block block;
		enum read_status status = READ_ERROR;
		struct buf out = {0};
		struct capture said;

		file_of(path, sizeof path, buf_span(&plain));
		usleep(20000); /* for a file system's clock to tick */
		s = source_open(path, NULL);
		if (s)
			status = source_next(s, (struct span){NULL, 0}, &block);
		touches[i].touch(path);
		capture_begin(&said);
		if (status == READ_RECORD)
			status = read_all(s, &out);
		capture_end(&said);
		tap_ok(tap, status == touches[i].end, "plain, then %s", touches[i].words);
		source_close(s);
		unlink(path);
		buf_free(&out);
	}
	buf_free(&plain);
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	test_unused_codes(&tap);
	test_touched(&tap);
	return tap_done(&tap);
}
