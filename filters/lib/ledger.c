/* ledger: the account of a run.
 *
 * Several runs append to one ledger at once, so each line leaves by one write(2) at the end of the
 * file under flock(2); the first of them writes the header. A file that holds something else than
 * whole lines of a ledger is refused before each line, and a line of which only a part could be
 * written (a full disk) is taken off again, so that no line is ever joined to half of another.
 * Every line of a run is counted, and the count
 * stands in the run's last line, so a line that somebody loses is missed by name. */
#include "ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "csv.h"
#include "err.h"

static const char header[] = "run,filter,role,name,rows,bytes,digest,note\n";

struct ledger {
	const char *path; /* NULL: no ledger */
	const char *filter;
	int file;
	bool failed; /* and it was said */
	uint64_t lines;
	char run[17];
};

/* 64 random bits name a run: unique over machines too, and no clock is trusted. */
static int
name_run(char name[17])
{
	uint64_t bits;

	if (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits) {
		warn_errno("getrandom");
		return -1;
	}
	snprintf(name, 17, "%016" PRIx64, bits);
	return 0;
}

/* The bytes of the file at that place; fewer at its end, or on an error. */
static size_t
read_at(const struct ledger *ledger, char *to, size_t size, off_t place)
{
	size_t done = 0;
	ssize_t got;

	do {
		got = pread(ledger->file, to + done, size - done, place + (off_t)done);
		if (got > 0)
			done += (size_t)got;
	} while (done < size && (got > 0 || (got < 0 && errno == EINTR)));
	return done;
}

/* Is what stands in the file a ledger with whole lines? Others may have written since. */
static int
check_content(const struct ledger *ledger, off_t size)
{
	enum { HEADER = sizeof header - 1 };
	char start[HEADER], last;

	if (read_at(ledger, start, HEADER, 0) != HEADER || memcmp(start, header, HEADER) != 0) {
		warn("%s: is not a ledger", ledger->path);
		return -1;
	}
	if (read_at(ledger, &last, 1, size - 1) != 1 || last != '\n') {
		warn("%s: its last line is cut", ledger->path);
		return -1;
	}
	return 0;
}

/* Appends the text to a file of that size, or leaves the file as it is. */
static int
append_whole(const struct ledger *ledger, off_t before, const char *text, size_t size)
{
	ssize_t wrote;

	do
		wrote = write(ledger->file, text, size);
	while (wrote < 0 && errno == EINTR);
	if (wrote == (ssize_t)size)
		return 0;
	if (wrote >= 0)
		errno = ENOSPC;
	warn_errno("%s", ledger->path);
	if (wrote > 0)
		(void)!ftruncate(ledger->file, before); /* else the next line is refused */
	return -1;
}

/* With the file locked: the line behind the others, and before the first the header. */
static int
append_locked(const struct ledger *ledger, const struct buf *line, bool first)
{
	struct stat status;
	off_t size;

	if (fstat(ledger->file, &status) < 0) {
		warn_errno("%s", ledger->path);
		return -1;
	}
	size = status.st_size;
	if (first && size == 0) {
		if (append_whole(ledger, 0, header, sizeof header - 1) < 0)
			return -1;
		size = sizeof header - 1;
	} else if (check_content(ledger, size) < 0) {
		return -1;
	}
	return append_whole(ledger, size, line->data, line->size);
}

static int
append_line(const struct ledger *ledger, const struct buf *line, bool first)
{
	int result;

	while (flock(ledger->file, LOCK_EX) < 0)
		if (errno != EINTR) {
			warn_errno("%s", ledger->path);
			return -1;
		}
	result = append_locked(ledger, line, first);
	flock(ledger->file, LOCK_UN);
	return result;
}

static void
add_number(struct buf *line, uint64_t number)
{
	char digits[24];

	snprintf(digits, sizeof digits, ",%" PRIu64, number);
	buf_add_text(line, digits);
}

static void
add_text(struct buf *line, const char *text)
{
	csv_append_value(line, span_of(text), false, false);
}

/* csv_append_value writes the comma before a value that is not the first. */
static void
build(const struct ledger *ledger, const struct ledger_line *from, struct buf *line)
{
	csv_append_value(line, span_of(ledger->run), true, false);
	add_text(line, ledger->filter);
	add_text(line, from->role);
	add_text(line, from->name);
	add_number(line, from->rows);
	if (from->bytes == UINT64_MAX)
		add_text(line, NULL);
	else
		add_number(line, from->bytes);
	add_text(line, from->digest);
	add_text(line, from->note);
	buf_add_byte(line, '\n');
}

static int
write_line(struct ledger *ledger, const struct ledger_line *from, bool first)
{
	struct buf line = {0};

	if (ledger->failed)
		return -1;
	build(ledger, from, &line);
	ledger->failed = append_line(ledger, &line, first) < 0;
	buf_free(&line);
	ledger->lines++;
	return ledger->failed ? -1 : 0;
}

static int
open_file(struct ledger *ledger)
{
	struct stat status;

	ledger->file = open(
	    ledger->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (ledger->file < 0 && errno == ELOOP) {
		warn("%s: is a symbolic link", ledger->path);
		return -1;
	}
	if (ledger->file < 0 || fstat(ledger->file, &status) < 0) {
		warn_errno("%s", ledger->path);
		return -1;
	}
	if (S_ISREG(status.st_mode))
		return 0;
	warn("%s: a ledger is a regular file", ledger->path);
	return -1;
}

static void
forget(struct ledger *ledger)
{
	if (ledger->file >= 0)
		close(ledger->file);
	free(ledger);
}

struct ledger *
ledger_open(const char *path, const char *filter)
{
	const struct ledger_line begin = {.role = "begin", .bytes = UINT64_MAX};
	struct ledger *ledger = xcalloc(1, sizeof *ledger);

	ledger->path = path;
	ledger->filter = filter;
	ledger->file = -1;
	if (!path)
		return ledger;
	if (name_run(ledger->run) < 0 || open_file(ledger) < 0 ||
	    write_line(ledger, &begin, true) < 0) {
		forget(ledger);
		return NULL;
	}
	return ledger;
}

bool
ledger_is_on(const struct ledger *ledger)
{
	return ledger->path;
}

int
ledger_write(struct ledger *ledger, const struct ledger_line *line)
{
	return ledger->path ? write_line(ledger, line, false) : 0;
}

int
ledger_end(struct ledger *ledger, int status, const char *note)
{
	struct ledger_line end = {.role = "end", .bytes = UINT64_MAX};
	struct buf text = {0};
	char start[64];
	int result = 0;

	if (!ledger)
		return 0;
	if (ledger->path) {
		snprintf(start, sizeof start, "%d lines=%" PRIu64, status, ledger->lines + 1);
		buf_add_text(&text, start);
		if (note && *note) {
			buf_add_byte(&text, ' ');
			buf_add_text(&text, note);
		}
		buf_add_byte(&text, '\0');
		end.note = text.data;
		result = write_line(ledger, &end, false);
		buf_free(&text);
	}
	forget(ledger);
	return result;
}
