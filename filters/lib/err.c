/* err: messages and the way out.
 *
 * A message is built in a buffer of PIPE_BUF bytes and leaves by one write(2), so the lines of the
 * stages of a pipeline never mix, not even in a pipe. Control characters become '?': a file or
 * column name can neither break the line nor steer a terminal. stdio is not used, so nothing that
 * waits in stdout's buffer is pushed out by a message.
 *
 * The name of the program, and where messages go, are the only mutable variables with file scope in
 * the library. */
#include "err.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *program = "amends";
static struct {
	char *text; /* NULL: stderr */
	size_t size;
} captured;

struct line {
	char text[PIPE_BUF];
	size_t size; /* without the newline; at most LINE_ROOM */
};
enum { LINE_ROOM = PIPE_BUF - 1 };

void
err_program(const char *argv0)
{
	const char *slash;

	if (!argv0 || !*argv0)
		return;
	slash = strrchr(argv0, '/');
	program = slash && slash[1] ? slash + 1 : argv0;
}

const char *
err_name(void)
{
	return program;
}

PRINTF_LIKE(2, 0)
static void
line_format(struct line *line, const char *format, va_list list)
{
	size_t room = LINE_ROOM - line->size;
	int size = vsnprintf(line->text + line->size, room + 1, format, list);

	if (size > 0)
		line->size += (size_t)size < room ? (size_t)size : room;
}

PRINTF_LIKE(2, 3)
static void
line_add(struct line *line, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	line_format(line, format, list);
	va_end(list);
}

static void
line_send(struct line *line)
{
	const char *from = line->text;
	size_t left;

	if (line->size == LINE_ROOM)
		memcpy(line->text + LINE_ROOM - 3, "...", 3);
	for (size_t i = 0; i < line->size; i++) {
		unsigned char byte = (unsigned char)line->text[i];

		if (byte < 0x20 || byte == 0x7f)
			line->text[i] = '?';
	}
	line->text[line->size] = '\n';
	left = line->size + 1;
	while (left > 0) {
		ssize_t wrote = write(STDERR_FILENO, from, left);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			break; /* there is nowhere left to say it */
		from += wrote;
		left -= (size_t)wrote;
	}
}

void
err_capture(char *text, size_t size)
{
	captured.text = text;
	captured.size = size;
	if (text)
		text[0] = '\0';
}

PRINTF_LIKE(2, 0)
static void
capture(int number, const char *format, va_list list)
{
	struct line line = {.size = 0};

	if (captured.text[0])
		return;
	line_format(&line, format, list);
	if (number)
		line_add(&line, ": %s", strerror(number));
	snprintf(captured.text, captured.size, "%s", line.text);
}

/* number: an errno to be put into words behind the text, or 0. */
PRINTF_LIKE(2, 0)
static void
message(int number, const char *format, va_list list)
{
	int kept = errno;
	struct line line = {.size = 0};

	if (captured.text) {
		capture(number, format, list);
		errno = kept;
		return;
	}
	line_add(&line, "%s: ", program);
	line_format(&line, format, list);
	if (number)
		line_add(&line, ": %s", strerror(number));
	line_send(&line);
	errno = kept;
}

void
warn(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	message(0, format, list);
	va_end(list);
}

void
warn_errno(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	message(errno, format, list);
	va_end(list);
}

void
die(const char *format, ...)
{
	va_list list;

	captured.text = NULL;
	va_start(list, format);
	message(0, format, list);
	va_end(list);
	die_silent();
}

void
die_errno(const char *format, ...)
{
	va_list list;

	captured.text = NULL;
	va_start(list, format);
	message(errno, format, list);
	va_end(list);
	die_silent();
}

void
die_silent(void)
{
	exit(STATUS_FAILED);
}
