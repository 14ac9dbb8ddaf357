/* sink: bytes out exactly, whole or not at all, whatever is under the name and whatever ends the
 * process. */
#include "sink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "capture.h"
#include "err.h"
#include "folder.h"
#include "replace.h"
#include "source.h"
#include "tap.h"

static const struct sink_options gzip = {.gzip = true},
				 gzip_digest = {.gzip = true, .digest = true};

/* Rows of growing length; the same in every run. */
static void
add_rows(struct buf *out, size_t size)
{
	uint32_t random = 1;

	while (out->size < size) {
		char row[80];
		int length;

		random = random * 1664525 + 1013904223;
		length = snprintf(row, sizeof row, "%u,user%u@example.com,\"%x, x\"\n",
		    (unsigned)out->size, random >> 12, random);
		buf_add(out, row, (size_t)length);
	}
}

/* Writes bytes in pieces of all sizes, by write and by reserve in turn. */
static int
write_pieces(struct sink *s, struct span bytes, size_t most)
{
	uint32_t random = (uint32_t)most;

	for (size_t at = 0, size; at < bytes.size; at += size) {
		char *to;

		random = random * 1664525 + 1013904223;
		size = 1 + (random >> 8) % most;
		if (size > bytes.size - at)
			size = bytes.size - at;
		if (random & 0x80) {
			if (sink_write(s, bytes.data + at, size))
				return -1;
			continue;
		}
		to = sink_reserve(s, size + 7);
		if (!to)
			return -1;
		memcpy(to, bytes.data + at, size);
		sink_advance(s, size);
	}
	return 0;
}

static bool
unpack(struct span packed, struct buf *plain)
{
	struct source_options options = {.allow_empty = true};
	struct source *s = source_open_memory(packed, "packed", &options);
	struct source_block block;
	enum read_status status = READ_ERROR;

	while (s && (status = source_next(s, (struct span){NULL, 0}, &block)) == READ_RECORD)
		buf_add(plain, block.data, block.size);
	source_close(s);
	return status == READ_END;
}

static void
test_memory(struct tap *tap)
{
	static const char *const write_sizes[] = {
	    "1", "2", "3", "7", "63", "64", "65", "4096", NULL};
	struct buf plain = {0}, first = {0};
	bool right = true, same = true;

	add_rows(&plain, 700000);
	for (size_t i = 0; i < sizeof write_sizes / sizeof *write_sizes; i++)
		for (int packed = 0; packed < 2; packed++)
			for (size_t most = 5; most <= 500000; most *= 100) {
				struct buf out = {0}, back = {0};
				struct sink *s;

				if (write_sizes[i])
					setenv("AMENDS_WRITE_SIZE", write_sizes[i], 1);
				else
					unsetenv("AMENDS_WRITE_SIZE");
				s = sink_open_memory(&out, packed ? &gzip_digest : NULL);
				if (!s || write_pieces(s, buf_span(&plain), most) ||
				    sink_bytes(s) != plain.size || sink_finish(s) || sink_commit(s))
					abort();
				right &= packed ? unpack(buf_span(&out), &back) &&
						      span_equal(buf_span(&back), buf_span(&plain))
						: span_equal(buf_span(&out), buf_span(&plain));
				if (packed && !first.size)
					buf_add_span(&first, buf_span(&out));
				same &= !packed || span_equal(buf_span(&first), buf_span(&out));
				buf_free(&out);
				buf_free(&back);
			}
	tap_ok(tap, right, "pieces and buffers of all sizes give the same plain bytes");
	tap_ok(tap, same, "and the same gzip bytes");
	tap_ok(tap, first.size > 10 && memcmp(first.data + 3, "\0\0\0\0\0", 5) == 0,
	    "no flags, name or time in the header");
	setenv("AMENDS_DEFLATE", "zlib", 1);
	buf_clear(&first);
	{
		struct sink *s = sink_open_memory(&first, &gzip);
		struct buf back = {0};

		if (!s || sink_write(s, plain.data, plain.size) || sink_commit(s))
			abort();
		tap_ok(tap,
		    unpack(buf_span(&first), &back) &&
			span_equal(buf_span(&back), buf_span(&plain)),
		    "zlib packs what unpacks to the same");
		tap_ok(
		    tap, memcmp(first.data + 3, "\0\0\0\0\0", 5) == 0, "without name and time too");
		buf_free(&back);
	}
	unsetenv("AMENDS_DEFLATE");
	buf_free(&plain);
	buf_free(&first);
}

/* How many bytes a beginning of a gzip stream unpacks to. */
static size_t
unpack_cut(struct span packed, char *out, size_t room)
{
	z_stream z = {0};

	if (inflateInit2(&z, 31) != Z_OK)
		abort();
	z.next_in = (z_const Bytef *)packed.data;
	z.avail_in = (uInt)packed.size;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)room;
	(void)inflate(&z, Z_SYNC_FLUSH);
	inflateEnd(&z);
	return z.total_out;
}

static void
test_flush(struct tap *tap)
{
	struct buf out = {0}, back = {0};
	struct sink *s = sink_open_memory(&out, &gzip_digest);
	char digest[33], text[64];

	if (!s || sink_write(s, "email\n", 6) || sink_flush(s))
		abort();
	tap_ok(tap,
	    unpack_cut(buf_span(&out), text, sizeof text) == 6 && memcmp(text, "email\n", 6) == 0,
	    "what was flushed can be unpacked before the end");
	if (sink_write(s, "a\n", 2) || sink_finish(s))
		abort();
	sink_digest(s, digest);
	tap_ok(tap, sink_bytes(s) == 8, "plain bytes are counted");
	if (sink_commit(s))
		abort();
	tap_ok(tap, unpack(buf_span(&out), &back) && span_is(buf_span(&back), "email\na\n"),
	    "and the stream goes on");
	buf_clear(&out);
	s = sink_open_memory(&out, &(struct sink_options){.digest = true});
	if (!s || sink_write(s, "email\na\n", 8) || sink_finish(s))
		abort();
	{
		char plain[33];

		sink_digest(s, plain);
		tap_ok(tap, strcmp(plain, digest) == 0, "the digest is that of the plain bytes");
	}
	sink_abandon(s);
	buf_free(&out);
	buf_free(&back);
}

/* A folder of its own for each test. */
static char folder[256];

static const char *
in_folder(const char *name)
{
	static char paths[4][320];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

static void
put_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);

	if (fd < 0 || write(fd, text, strlen(text)) < 0 || fchmod(fd, mode) || close(fd))
		abort();
}

static bool
file_is(const char *path, const char *text)
{
	char bytes[64] = "";
	int fd = open(path, O_RDONLY);
	ssize_t size = fd < 0 ? -1 : read(fd, bytes, sizeof bytes - 1);

	if (fd >= 0)
		close(fd);
	return size == (ssize_t)strlen(text) && strcmp(bytes, text) == 0;
}

static void
test_file(struct tap *tap)
{
	const char *path = in_folder("out.csv");
	struct stat st;
	struct sink *s = sink_open(path, NULL);

	if (!s || sink_write(s, "new\n", 4))
		abort();
	tap_ok(tap, files_in(folder) == 0, "nothing is visible while it is written");
	if (sink_finish(s))
		abort();
	tap_ok(tap, files_in(folder) == 0, "nor when it is finished");
	tap_ok(tap, sink_commit(s) == 0 && file_is(path, "new\n"), "commit makes it visible");
	tap_ok(tap, stat(path, &st) == 0 && (st.st_mode & 07777) == 0600, "for its owner alone");
	chmod(path, 0640);
	s = sink_open(path, NULL);
	if (!s || sink_write(s, "newer\n", 6) || sink_flush(s))
		abort();
	tap_ok(tap, file_is(path, "new\n"), "the old file stays until then");
	tap_ok(tap, sink_finish(s) == 0 && sink_commit(s) == 0 && file_is(path, "newer\n"),
	    "then it is replaced");
	tap_ok(tap, stat(path, &st) == 0 && (st.st_mode & 07777) == 0640, "its mode is kept");
	s = sink_open(path, &gzip);
	if (!s || sink_write(s, "never\n", 6) || sink_finish(s))
		abort();
	sink_abandon(s);
	tap_ok(tap, file_is(path, "newer\n") && files_in(folder) == 1, "abandon leaves the old");
	unlink(path);
}

static void
test_refused(struct tap *tap)
{
	static const struct {
		const char *name, *why;
	} cases[] = {
	    {"link", "is a symbolic link, which is not followed"},
	    {"dangling", "is a symbolic link, which is not followed"},
	    {"folder", "is a directory"},
	    {"folder/", "is a directory"},
	    {"folder/..", "is a directory"},
	    {"fifo", "is not a regular file"},
	    {"missing/file", "No such file or directory"},
	    {"file/file", "Not a directory"},
	};
	struct capture said;
	struct sink *s;

	put_file(in_folder("file"), "old\n", 0600);
	if (symlink("file", in_folder("link")) || symlink("nothing", in_folder("dangling")) ||
	    mkdir(in_folder("folder"), 0700) || mkfifo(in_folder("fifo"), 0600))
		abort();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char want[400];

		capture_begin(&said);
		s = sink_open(in_folder(cases[i].name), NULL);
		capture_end(&said);
		snprintf(want, sizeof want, "%s/%s: %s", folder, cases[i].name, cases[i].why);
		tap_ok(tap, !s && capture_is(&said, want), "refused: %s", cases[i].name);
		sink_abandon(s);
	}
	if (link(in_folder("file"), in_folder("other")))
		abort();
	capture_begin(&said);
	s = sink_open(in_folder("file"), NULL);
	capture_end(&said);
	tap_ok(tap, s && strstr(said.text, "has other hard links, which keep the old content"),
	    "a warning for a file with two names");
	tap_ok(tap,
	    s && sink_write(s, "new\n", 4) == 0 && sink_commit(s) == 0 &&
		file_is(in_folder("file"), "new\n") && file_is(in_folder("other"), "old\n"),
	    "which is replaced under one");
	unlink(in_folder("file"));
	unlink(in_folder("other"));
	unlink(in_folder("link"));
	unlink(in_folder("dangling"));
	unlink(in_folder("fifo"));
	rmdir(in_folder("folder"));
	tap_ok(tap, files_in(folder) == 0, "and nothing is left over");
}

/* Runs in a child, with stdout at a file; its wait status. */
static int
in_child(void (*work)(void), const char *path, int flags)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		int fd = open(path, flags, 0600);
		int null = open("/dev/null", O_WRONLY);

		if (fd < 0 || null < 0)
			_exit(99);
		dup2(fd, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		work();
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		abort();
	return status;
}

static bool
exited(int status, int with)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == with;
}

static void
write_much(const struct sink_options *options, size_t size)
{
	struct sink *s = sink_open(NULL, options);
	uint32_t random = 1;

	for (; s && size; size--) {
		random = random * 1664525 + 1013904223;
		if (sink_write(s, (const char *)&random + 1, 3)) {
			sink_abandon(s);
			_exit(STATUS_FAILED);
		}
	}
	_exit(s && sink_finish(s) == 0 && sink_commit(s) == 0 ? 0 : STATUS_FAILED);
}

static void
write_plain(void)
{
	write_much(NULL, 500000);
}

static void
write_little(void)
{
	write_much(NULL, 5);
}

static void
write_gzip(void)
{
	write_much(&gzip, 500000);
}

static void
write_gzip_little(void)
{
	write_much(&gzip, 5);
}

static void
write_limited(void)
{
	struct rlimit limit = {4096, 4096};

	setrlimit(RLIMIT_FSIZE, &limit);
	write_plain();
}

static void
write_limited_gzip(void)
{
	struct rlimit limit = {4096, 4096};

	setrlimit(RLIMIT_FSIZE, &limit);
	write_gzip();
}

static void
test_stdout(struct tap *tap)
{
	static const struct {
		const char *words;
		void (*work)(void);
		const char *path;
		int status;
	} cases[] = {
	    {"plain to /dev/null", write_plain, "/dev/null", 0},
	    {"gzip to /dev/null", write_gzip, "/dev/null", 0},
	    {"plain to a full disk", write_plain, "/dev/full", STATUS_FAILED},
	    {"a little to a full disk", write_little, "/dev/full", STATUS_FAILED},
	    {"gzip to a full disk", write_gzip, "/dev/full", STATUS_FAILED},
	    {"a little gzip to a full disk", write_gzip_little, "/dev/full", STATUS_FAILED},
	    {"plain past the file size limit", write_limited, "limited", STATUS_FAILED},
	    {"gzip past the file size limit", write_limited_gzip, "limited", STATUS_FAILED},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *path =
		    cases[i].path[0] == '/' ? cases[i].path : in_folder(cases[i].path);
		int status = in_child(cases[i].work, path, O_WRONLY | O_CREAT);

		tap_ok(tap, exited(status, cases[i].status), "%s: status %d", cases[i].words,
		    cases[i].status);
	}
	unlink(in_folder("limited"));
}

/* A reader that goes away. */
static void
test_pipe(struct tap *tap)
{
	static void (*const works[])(void) = {write_plain, write_gzip};

	for (int i = 0; i < 4; i++) {
		int ends[2], status;
		pid_t child;

		if (pipe(ends))
			abort();
		fflush(stdout);
		child = fork();
		if (child == 0) {
			int null = open("/dev/null", O_WRONLY);

			signal(SIGPIPE, i < 2 ? SIG_DFL : SIG_IGN);
			dup2(ends[1], STDOUT_FILENO);
			dup2(null, STDERR_FILENO);
			close(ends[0]);
			close(ends[1]);
			works[i % 2]();
		}
		close(ends[0]);
		close(ends[1]);
		if (waitpid(child, &status, 0) != child)
			abort();
		tap_ok(tap,
		    i < 2 ? WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE
			  : exited(status, STATUS_FAILED),
		    "%s to a closed pipe: %s", i % 2 ? "gzip" : "plain",
		    i < 2 ? "SIGPIPE" : "an error where it is ignored");
	}
}

/* A slow reader of a pipe that does not block. */
static void
test_no_wait(struct tap *tap)
{
	int ends[2], status;
	char bytes[3000];
	size_t total = 0;
	ssize_t got;
	pid_t child;

	if (pipe(ends) || fcntl(ends[1], F_SETFL, O_NONBLOCK))
		abort();
	fflush(stdout);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		write_much(NULL, 700000);
	}
	close(ends[1]);
	usleep(20000);
	while ((got = read(ends[0], bytes, sizeof bytes)) > 0)
		total += (size_t)got;
	close(ends[0]);
	if (waitpid(child, &status, 0) != child)
		abort();
	tap_ok(tap, exited(status, 0) && total == 3 * 700000, "a full pipe that does not block");
}

/* Ways a process ends with a file half written. The fallback has a name to be removed. */
static void
leave_half(bool named, int way)
{
	static struct replace *volatile r; /* still held at exit, not leaked */

	r = replace_new(in_folder("half"), named);
	if (!r || write(replace_fd(r), "half", 4) != 4)
		_exit(99);
	if (way == 0)
		die("on purpose");
	raise(way);
}

static bool
folder_is_empty_soon(void)
{
	for (int i = 0; i < 200 && files_in(folder); i++)
		usleep(10000);
	return files_in(folder) == 0;
}

static void
test_ends(struct tap *tap)
{
	static const int ways[] = {0, SIGTERM, SIGINT, SIGHUP, SIGKILL, SIGSEGV};

	for (int named = 0; named < 2; named++)
		for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
			int status;
			pid_t child;

			fflush(stdout);
			child = fork();
			if (child == 0) {
				struct rlimit none = {0, 0};
				int null = open("/dev/null", O_WRONLY);

				setrlimit(RLIMIT_CORE, &none);
				signal(SIGSEGV, SIG_DFL);
				dup2(null, STDERR_FILENO);
				leave_half(named, ways[i]);
				_exit(98);
			}
			if (waitpid(child, &status, 0) != child)
				abort();
			tap_ok(tap,
			    folder_is_empty_soon() &&
				(ways[i] ? WIFSIGNALED(status) && WTERMSIG(status) == ways[i]
					 : exited(status, STATUS_FAILED)),
			    "%s file: nothing is left after %s", named ? "a named" : "an unnamed",
			    ways[i] ? strsignal(ways[i]) : "die");
		}
}

static void
test_named(struct tap *tap)
{
	const char *path = in_folder("named");
	struct replace *r = replace_new(path, true);

	if (!r || write(replace_fd(r), "new\n", 4) != 4)
		abort();
	tap_ok(tap, files_in(folder) == 1 && access(path, F_OK) != 0,
	    "the fallback has a hidden name");
	tap_ok(tap,
	    replace_finish(r) == 0 && replace_publish(r) == 0 && file_is(path, "new\n") &&
		files_in(folder) == 1,
	    "which becomes the name");
	replace_free(r);
	usleep(20000);
	tap_ok(tap, file_is(path, "new\n"), "and is not swept away");
	r = replace_new(path, true);
	replace_free(r);
	tap_ok(
	    tap, r && file_is(path, "new\n") && files_in(folder) == 1, "given up: the old stays");
	unlink(path);
}

/* A process that gave up being dumpable may still name its file. */
static void
commit_undumpable(void)
{
	struct sink *s;

	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (getuid() == 0 && (chmod(folder, 0777) || setgid(65534) || setuid(65534)))
		_exit(98);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	s = sink_open(in_folder("quiet"), NULL);
	_exit(s && sink_write(s, "new\n", 4) == 0 && sink_finish(s) == 0 && sink_commit(s) == 0
		  ? 0
		  : 2);
}

static void
test_undumpable(struct tap *tap)
{
	int status = in_child(commit_undumpable, "/dev/null", O_WRONLY);

	tap_ok(tap, exited(status, 0) && files_in(folder) == 1, "without privilege, undumpable");
	unlink(in_folder("quiet"));
}

static void
test_settings(struct tap *tap)
{
	struct capture said;
	struct sink *s;

	setenv("AMENDS_WRITE_SIZE", "1K", 1);
	capture_begin(&said);
	s = sink_open(NULL, NULL);
	capture_end(&said);
	tap_ok(tap, !s && capture_is(&said, "AMENDS_WRITE_SIZE: not a number from 1 to 262144"),
	    "a bad write size");
	unsetenv("AMENDS_WRITE_SIZE");
}

int
main(void)
{
	const char *base = getenv("TMPDIR");
	struct tap tap = {0, 0};

	err_program("test");
	alarm(60);
	snprintf(folder, sizeof folder, "%s/test_sink.XXXXXX", base ? base : "/tmp");
	if (!mkdtemp(folder))
		die_errno("%s", folder);
	test_memory(&tap);
	test_flush(&tap);
	test_file(&tap);
	test_refused(&tap);
	test_stdout(&tap);
	test_pipe(&tap);
	test_no_wait(&tap);
	test_named(&tap);
	test_ends(&tap);
	test_undumpable(&tap);
	test_settings(&tap);
	if (rmdir(folder))
		die_errno("%s", folder);
	return tap_done(&tap);
}
