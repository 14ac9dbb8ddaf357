/* whole_folder, folder_digest, sweeper: a folder is there whole or not at all, whatever ends the
 * process; its digest is that of its files in any order. */
#include "whole_folder.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "folder.h"
#include "folder_digest.h"
#include "sink.h"
#include "tap.h"

static const char *const maildir[] = {"cur", "new", "tmp", NULL};

static void
put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, text, strlen(text)) < 0 || close(fd) != 0)
		abort();
}

static bool
mode_is(const char *path, mode_t mode)
{
	struct stat status;

	return stat(path, &status) == 0 && (status.st_mode & 07777) == mode;
}

/* A folder with two files, by the sink, in one of two orders. */
static struct sink *
make(const char *path, bool turned)
{
	static const char *const names[] = {"new/one", "two.eml"}, *const texts[] = {"first\n", ""};
	const struct sink_options options = {.digest = true, .folder = true, .inside = maildir};
	struct sink *sink = sink_open(path, &options);

	if (!sink)
		return NULL;
	for (size_t i = 0; i < 2; i++) {
		size_t k = turned ? 1 - i : i;

		if (sink_next_file(sink, names[k]) != 0 ||
		    sink_write(sink, texts[k], strlen(texts[k])) != 0)
			abort();
	}
	return sink;
}

static void
check_whole(struct tap *tap)
{
	char written[33], turned[33], read[33];
	struct sink *sink = make("out", false);
	uint64_t files;

	if (!sink)
		abort();
	tap_ok(tap, access("out", F_OK) != 0 && files_in(".") == 1,
	    "it has no name while it is written");
	if (sink_finish(sink) != 0)
		abort();
	sink_digest(sink, written);
	tap_ok(tap, sink_bytes(sink) == 6 && access("out", F_OK) != 0, "nor when it is finished");
	tap_ok(tap,
	    sink_commit(sink) == 0 && files_in(".") == 1 && files_in("out") == 4 &&
		files_in("out/new") == 1,
	    "then it is there, with all in it");
	tap_ok(tap,
	    mode_is("out", 0700) && mode_is("out/new", 0700) && mode_is("out/new/one", 0600) &&
		mode_is("out/two.eml", 0600),
	    "for its owner alone");
	tap_ok(tap,
	    folder_digest_read("out", read, &files) == 0 && files == 2 &&
		strcmp(read, written) == 0,
	    "its digest is that of what is there");
	sink = make("again", true);
	if (!sink || sink_finish(sink) != 0)
		abort();
	sink_digest(sink, turned);
	sink_abandon(sink);
	tap_ok(tap, strcmp(turned, written) == 0, "in whatever order");
	tap_ok(tap, files_in(".") == 1, "given up, nothing is left");
}

static void
check_digest(struct tap *tap)
{
	char before[33], after[33];
	struct capture said;
	uint64_t files;
	int result;

	if (folder_digest_read("out", before, &files) != 0)
		abort();
	put("out/two.eml", "x");
	tap_ok(tap, folder_digest_read("out", after, &files) == 0 && strcmp(before, after) != 0,
	    "another byte, another digest");
	put("out/two.eml", "");
	if (rename("out/two.eml", "out/cur/two.eml") != 0)
		abort();
	tap_ok(tap, folder_digest_read("out", after, &files) == 0 && strcmp(before, after) != 0,
	    "another name, another digest");
	if (rename("out/cur/two.eml", "out/two.eml") != 0)
		abort();
	tap_ok(tap, folder_digest_read("out", after, &files) == 0 && strcmp(before, after) == 0,
	    "the same again, the same");
	if (mkfifo("out/new/fifo", 0600) != 0)
		abort();
	capture_begin(&said);
	result = folder_digest_read("out", after, &files);
	capture_end(&said);
	tap_ok(tap,
	    result == -1 && capture_is(&said, "out: holds something that is no regular file"),
	    "a FIFO is no file, and is not waited for");
	unlink("out/new/fifo");
	capture_begin(&said);
	result = folder_digest_read("gone", after, &files);
	capture_end(&said);
	tap_ok(tap, result == -1 && said.text[0], "no folder, a message");
}

static void
check_refused(struct tap *tap)
{
	static const char *const names[] = {"out", "file", "link", "out/", "no/such", "file/x"};
	struct capture said;

	put("file", "mine");
	if (symlink("nowhere", "link") != 0)
		abort();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct whole_folder *w;

		capture_begin(&said);
		w = whole_folder_new(names[i], NULL);
		capture_end(&said);
		tap_ok(tap, !w && strncmp(said.text, "test: ", 6) == 0, "refused: %s", names[i]);
		whole_folder_free(w);
	}
	tap_ok(tap, files_in(".") == 3, "what was there is there, and nothing else");
	unlink("link");
	unlink("file");
}

/* Somebody makes the name while the folder is written. */
static void
check_race(struct tap *tap)
{
	struct whole_folder *w = whole_folder_new("late", NULL);
	struct capture said;
	int fd, result;

	if (!w)
		abort();
	fd = whole_folder_file(w, "a");
	tap_ok(tap, fd >= 0 && close(fd) == 0, "a file");
	capture_begin(&said);
	fd = whole_folder_file(w, "a");
	capture_end(&said);
	tap_ok(tap, fd == -1 && capture_is(&said, "late/a: File exists"), "no name twice");
	if (mkdir("late", 0700) != 0 || whole_folder_finish(w) != 0)
		abort();
	capture_begin(&said);
	result = whole_folder_publish(w);
	capture_end(&said);
	whole_folder_free(w);
	tap_ok(tap,
	    result == -1 && capture_is(&said, "late: File exists") && files_in("late") == 0 &&
		files_in(".") == 2,
	    "an empty folder is not replaced either");
	if (rmdir("late") != 0)
		abort();
}

/* Killed while it is written: the sweeper needs a moment. */
static void
check_killed(struct tap *tap, int number)
{
	int status, left = 2;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct sink *sink = make("killed", false);

		if (sink && sink_next_file(sink, "cur/x") == 0)
			raise(number);
		_exit(1);
	}
	if (waitpid(child, &status, 0) != child)
		abort();
	for (int i = 0; i < 500 && (left = files_in(".")) != 1; i++)
		usleep(10000);
	tap_ok(tap, WIFSIGNALED(status) && WTERMSIG(status) == number && left == 1,
	    "ended by signal %d, nothing is left", number);
}

int
main(void)
{
	char folder[] = "/tmp/amends-test.XXXXXX";
	struct tap tap = {0};

	err_program("test");
	if (!mkdtemp(folder) || chdir(folder) != 0)
		abort();
	check_whole(&tap);
	check_digest(&tap);
	check_refused(&tap);
	check_race(&tap);
	check_killed(&tap, SIGTERM);
	check_killed(&tap, SIGKILL);
	unlink("out/new/one");
	unlink("out/two.eml");
	for (size_t i = 0; maildir[i]; i++) {
		char path[16];

		snprintf(path, sizeof path, "out/%s", maildir[i]);
		rmdir(path);
	}
	rmdir("out");
	if (chdir("/") != 0 || rmdir(folder) != 0)
		abort();
	return tap_done(&tap);
}
