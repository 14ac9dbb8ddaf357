/* test_reader_confined: the readers of JSON and mail behind the sandbox, and with little memory, in
 * a child: there is no way back from either. */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "foreign.h"
#include "sandbox.h"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER 0
#endif

/* Charsets whose tables iconv(3) loads when they are met. */
static const char message[] = "To: =?koi8-r?q?=D7?= <a@example.com>\n"
			      "Subject: =?iso-8859-15?q?=A4?= =?gb18030?b?1tDOxA==?=\n"
			      "Content-Type: text/plain; charset=windows-1251\n\n\xe4\xe0\n";
static const char expected[] =
    "1@0+142:|||a@example.com|\xd0\xb2|To|\xe2\x82\xac\xe4\xb8\xad\xe6\x96\x87|"
    "\xd0\xb4\xd0\xb0\n|1.eml end";

static const struct dialect mail = {.format = DIALECT_MAIL, .body = true};
static const struct dialect json = {
    .format = DIALECT_JSON, .paths = NAMES(BYTES("a")), .path_count = 1};

static void
xfile(const char *path, struct span bytes)
{
	FILE *file = fopen(path, "w");

	if (!file || fwrite(bytes.data, 1, bytes.size, file) != bytes.size || fclose(file) != 0)
		abort();
}

/* As a filter does it: opened for the header, then again behind the sandbox. 0 when the account is
 * the expected one, 2 where there is no sandbox. */
static int
read_confined(const char *path, const struct dialect *dialect, const char *wanted)
{
	struct sandbox *box = sandbox_new();
	char *later = reader_opens_later(dialect);
	struct buf out;
	int result;

	if (!box)
		return 2;
	reader_free(reader_open(path, "t", &(struct source_options){0}, dialect));
	sandbox_allow_read(box, path);
	if (later)
		sandbox_allow_read(box, later);
	sandbox_enter(box);
	out = foreign_account(path, dialect, NULL);
	result = !span_is(buf_span(&out), wanted);
	if (result)
		printf("# %.*s\n", (int)out.size, out.data);
	fflush(stdout);
	free(later);
	buf_free(&out);
	return result;
}

static void
test_sandbox(struct tap *tap, const char *path, const struct dialect *dialect, const char *wanted)
{
	pid_t child;
	int status = -1;

	fflush(stdout);
	child = fork();
	if (child == 0)
		_exit(read_confined(path, dialect, wanted));
	if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
		status = -1;
	if (status >= 0 && WEXITSTATUS(status) == 2)
		tap_ok(tap, true, "%s behind the sandbox # SKIP no Landlock here", path);
	else
		tap_ok(tap, status == 0, "%s behind the sandbox", path);
}

/* A child that may have so many bytes of memory more than it has. The exit status, or -1 when a
 * signal ended it, or it said more than one line. */
static int
read_short(const char *path, rlim_t bytes, struct capture *said)
{
	pid_t child;
	int status = -1;
	const char *newline;

	fflush(stdout);
	capture_begin(said);
	child = fork();
	if (child == 0) {
		struct reader *reader = reader_open(path, "t", &(struct source_options){0}, &mail);
		struct buf out = {0};

		if (!reader || setrlimit(RLIMIT_AS, &(struct rlimit){bytes, bytes}) != 0)
			_exit(9);
		_exit(foreign_read(&out, reader, NULL) == READ_END ? 0 : 2);
	}
	if (waitpid(child, &status, 0) < 0)
		status = -1;
	capture_end(said);
	newline = strchr(said->text, '\n');
	if (!WIFEXITED(status) || (newline && newline[1]))
		return -1;
	return WEXITSTATUS(status);
}

/* However little there is, the reader ends with status 2 and one line. What a limit leaves depends
 * on what libraries are mapped, so all are tried, up to the one that is enough. */
static void
test_memory(struct tap *tap)
{
	struct capture said;
	size_t ended = 0;
	int status = 2;

	for (rlim_t bytes = 16 << 20; status == 2 && bytes < (rlim_t)1 << 30; bytes += 2 << 20) {
		status = read_short("large.eml", bytes, &said);
		ended += status == 2 && strncmp(said.text, "test: out of memory", 19) == 0;
	}
	tap_ok(tap, status == 0 && ended > 10, "too little memory is one line and status 2");
	if (status != 0 || ended <= 10)
		printf("# status %d, %zu before: %s\n", status, ended, said.text);
}

static void
make_files(void)
{
	struct buf text = {0};

	if (mkdir("mails", 0700) < 0)
		abort();
	xfile("mails/1.eml", span_of(message));
	xfile("lines.json", span_of("{\"a\":1.0}\n"));
	buf_add_text(&text, "To: a\nContent-Type: text/plain; charset=koi8-r\n"
			    "Content-Transfer-Encoding: base64\n\n");
	for (int i = 0; i < 400000; i++)
		buf_add_text(&text, "xMXM18TFzNfExczXxMXM18TFzNfExczXxMXM18TFzNfExczXxMXM18TF\n");
	xfile("large.eml", buf_span(&text));
	buf_free(&text);
}

int
main(void)
{
	char folder[] = "/tmp/amends-test.XXXXXX";
	struct tap tap = {0};

	err_program("test");
	if (!mkdtemp(folder) || chdir(folder) < 0)
		abort();
	make_files();
	test_sandbox(&tap, "mails", &mail, expected);
	test_sandbox(&tap, "lines.json", &json, "1@0+10:1.0 end");
	if (!UNDER_SANITIZER)
		test_memory(&tap);
	unlink("mails/1.eml");
	rmdir("mails");
	unlink("lines.json");
	unlink("large.eml");
	rmdir(folder);
	return tap_done(&tap);
}
