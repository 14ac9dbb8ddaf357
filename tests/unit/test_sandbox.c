/* sandbox: what may be opened behind it, in a child, for there is no way back. */
#include "sandbox.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

enum { OPEN_READ, OPEN_WRITE, RENAME, MAKE_FOLDER };
struct attempt {
	const char *words;
	int what;
	const char *path;
	bool allowed;
};

static const struct attempt attempts[] = {
    {"a file that was allowed is read", OPEN_READ, "read.csv", true},
    {"another is not", OPEN_READ, "other.csv", false},
    {"a file that may be read is not written", OPEN_WRITE, "read.csv", false},
    {"a file is made in the folder", OPEN_WRITE, "out/new.csv", true},
    {"and nowhere else", OPEN_WRITE, "new.csv", false},
    {"a file is renamed in the folder", RENAME, "out/old.csv", true},
    {"but not into it from elsewhere", RENAME, "other.csv", false},
    {"what is under the folder is read", OPEN_READ, "out/old.csv", true},
    {"no folder is made in it", MAKE_FOLDER, "out/new", false},
    {"but where folders were allowed", MAKE_FOLDER, "folders/new", true},
};

static void
make_file(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT, 0600);

	if (file < 0 || close(file) < 0) {
		perror(path);
		exit(1);
	}
}

static bool
succeeds(const struct attempt *attempt)
{
	if (attempt->what == RENAME)
		return rename(attempt->path, "out/renamed.csv") == 0;
	if (attempt->what == MAKE_FOLDER)
		return mkdir(attempt->path, 0700) == 0 && rmdir(attempt->path) == 0;
	return open(attempt->path, attempt->what == OPEN_READ ? O_RDONLY : O_WRONLY | O_CREAT,
		   0600) >= 0;
}

/* In a child: 0 when it came out as it should, 2 where there is no sandbox. */
static int
attempt_confined(const struct attempt *attempt)
{
	struct sandbox *box = sandbox_new();

	if (!box)
		return 2;
	sandbox_allow_read(box, "read.csv");
	sandbox_allow_read(box, "gone.csv");
	sandbox_allow_write(box, "out");
	sandbox_allow_folders(box, "folders");
	sandbox_enter(box);
	return succeeds(attempt) != attempt->allowed;
}

static void
test_attempt(struct tap *tap, const struct attempt *attempt)
{
	int status;
	pid_t child;

	make_file("read.csv");
	make_file("other.csv");
	make_file("out/old.csv");
	fflush(stdout);
	child = fork();
	if (child == 0)
		_exit(attempt_confined(attempt));
	if (waitpid(child, &status, 0) < 0)
		status = -1;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		tap_ok(tap, true, "%s # SKIP no Landlock here", attempt->words);
	else
		tap_ok(tap, WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s", attempt->words);
	unlink("out/renamed.csv");
	unlink("out/new.csv");
	unlink("new.csv");
}

static void
test_start(struct tap *tap)
{
	struct stat status;

	umask(0);
	sandbox_start();
	unlink("mask.csv");
	tap_ok(tap,
	    close(open("mask.csv", O_WRONLY | O_CREAT, 0666)) == 0 &&
		stat("mask.csv", &status) == 0 && (status.st_mode & 0777) == 0600,
	    "new files are for their owner alone");
	unlink("mask.csv");
}

int
main(void)
{
	char folder[] = "/tmp/amends-test.XXXXXX";
	struct tap tap = {0};

	if (!mkdtemp(folder) || chdir(folder) < 0 || mkdir("out", 0700) < 0 ||
	    mkdir("folders", 0700) < 0) {
		perror(folder);
		return 1;
	}
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
		test_attempt(&tap, &attempts[i]);
	test_start(&tap);
	setenv("AMENDS_SANDBOX", "off", 1);
	tap_ok(&tap, !sandbox_new(), "AMENDS_SANDBOX=off leaves it out");
	unlink("read.csv");
	unlink("other.csv");
	unlink("out/old.csv");
	rmdir("out");
	rmdir("folders");
	rmdir(folder);
	return tap_done(&tap);
}
