/* ledger: lines of a run, and what is refused. book: the same lines read back. */
#include "ledger.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "book.h"
#include "mem.h"
#include "tap.h"

static const char header[] = "run,filter,role,name,rows,bytes,digest,note\n";

struct place {
	char folder[64], ledger[96], link[96];
};

static char *
content(const char *path)
{
	struct buf text = {0};
	char piece[512];
	ssize_t size;
	int file = open(path, O_RDONLY);

	while (file >= 0 && (size = read(file, piece, sizeof piece)) > 0)
		buf_add(&text, piece, (size_t)size);
	if (file >= 0)
		close(file);
	buf_add_byte(&text, '\0');
	return text.data;
}

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
		perror(path);
		exit(1);
	}
}

/* The text with the name of the run, 16 hex digits at the start of lines behind the header, made
 * RUN. */
static void
hide_runs(char *text)
{
	char *from = text + sizeof header - 1, *to = from;
	bool start = true;

	while (*from) {
		if (start && strspn(from, "0123456789abcdef") == 16) {
			memcpy(to, "RUN", 3);
			to += 3;
			from += 16;
		}
		start = *from == '\n';
		*to++ = *from++;
	}
	*to = '\0';
}

static void
test_lines(struct tap *tap, const struct place *place)
{
	static const char expected[] =
	    "run,filter,role,name,rows,bytes,digest,note\n"
	    "RUN,am-x,begin,,0,,,\n"
	    "RUN,am-x,in,\"a,\"\"b\"\".csv\",12,345,0123456789abcdef0123456789abcdef,plain=12\n"
	    "RUN,am-x,drop,unmatched,5,,,\n"
	    "RUN,am-x,end,,0,,,0 lines=4 rules=7\n";
	struct ledger *ledger = ledger_open(place->ledger, "am-x");
	const struct ledger_line in = {
	    "in", "a,\"b\".csv", 12, 345, "0123456789abcdef0123456789abcdef", "plain=12"};
	const struct ledger_line drop = {"drop", "unmatched", 5, UINT64_MAX, NULL, NULL};
	struct stat status;
	char *text;

	tap_ok(tap,
	    ledger && ledger_is_on(ledger) && ledger_write(ledger, &in) == 0 &&
		ledger_write(ledger, &drop) == 0 && ledger_end(ledger, 0, "rules=7") == 0,
	    "a run is written");
	text = content(place->ledger);
	hide_runs(text);
	if (!tap_ok(tap, strcmp(text, expected) == 0, "its lines are as they should be"))
		fprintf(stderr, "%s", text);
	free(text);
	tap_ok(tap, stat(place->ledger, &status) == 0 && (status.st_mode & 077) == 0,
	    "nobody else may read it");
}

static void
test_off(struct tap *tap)
{
	struct ledger *ledger = ledger_open(NULL, "am-x");

	tap_ok(tap,
	    ledger && !ledger_is_on(ledger) &&
		ledger_write(ledger, &(struct ledger_line){.role = "in"}) == 0 &&
		ledger_end(ledger, 0, NULL) == 0,
	    "without a path nothing is written and nothing fails");
	tap_ok(tap, ledger_end(NULL, 0, NULL) == 0, "no ledger at all ends well");
}

static void
test_refusals(struct tap *tap, const struct place *place)
{
	static const struct {
		const char *words, *text;
	} cases[] = {
	    {"a table that is no ledger", "id,email\n1,ana@example.com\n"},
	    {"a file shorter than the header", "run,"},
	    {"a last line that is cut", "run,filter,role,name,rows,bytes,digest,note\nx,am-x,beg"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text;

		write_file(place->ledger, cases[i].text);
		tap_ok(tap, !ledger_open(place->ledger, "am-x"), "refused: %s", cases[i].words);
		text = content(place->ledger);
		tap_ok(tap, strcmp(text, cases[i].text) == 0, "and left as it was");
		free(text);
	}
	unlink(place->ledger);
	tap_ok(tap, !ledger_open(place->folder, "am-x"), "refused: a folder");
	tap_ok(tap, symlink(place->ledger, place->link) == 0 && !ledger_open(place->link, "am-x"),
	    "refused: a symbolic link");
	tap_ok(tap, !ledger_open("/dev/full", "am-x"), "refused: a device");
	unlink(place->link);
	tap_ok(tap, mkfifo(place->link, 0600) == 0 && !ledger_open(place->link, "am-x"),
	    "refused: a FIFO, without waiting");
	unlink(place->link);
}

/* Writes one line to a ledger that may grow by so many bytes only. 0 when it was refused. */
static int
write_in_room(const struct place *place, struct ledger *ledger, rlim_t room)
{
	struct stat status;
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	if (stat(place->ledger, &status) || getrlimit(RLIMIT_FSIZE, &limit))
		return -1;
	limit.rlim_cur = (rlim_t)status.st_size + room;
	if (setrlimit(RLIMIT_FSIZE, &limit))
		return -1;
	return ledger_write(ledger, &(struct ledger_line){.role = "drop", .name = "a reason"}) ? 0
											       : -1;
}

/* A line for a part of which there is room leaves nothing of itself. */
static void
test_half_line(struct tap *tap, const struct place *place)
{
	char *before, *after;
	int bad = -1, status;
	struct ledger *other;

	for (rlim_t room = 0; room < 30; room += 7) {
		struct ledger *ledger = ledger_open(place->ledger, "am-x");

		before = content(place->ledger);
		fflush(stdout);
		if (fork() == 0)
			_exit(!ledger || write_in_room(place, ledger, room));
		if (wait(&status) >= 0)
			bad = status;
		after = content(place->ledger);
		tap_ok(tap, bad == 0 && strcmp(before, after) == 0,
		    "room for %d bytes of a line: it fails and leaves whole lines", (int)room);
		free(before);
		free(after);
		other = ledger_open(place->ledger, "am-y");
		tap_ok(tap, other && ledger_end(other, 0, NULL) == 0, "and the next run goes on");
		(void)!ledger_end(ledger, 2, NULL);
	}
	unlink(place->ledger);
}

/* What happens to the file while a run goes on. */
static void
test_changed(struct tap *tap, const struct place *place)
{
	static const struct {
		const char *words, *text;
	} cases[] = {
	    {"half a line stands at its end",
		"run,filter,role,name,rows,bytes,digest,note\n0123,am-x,beg"},
	    {"it was emptied", ""},
	    {"it became a table", "id,email,name,and,some,more,columns,of,a,table\n1,,,,,,,,,\n"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ledger *ledger = ledger_open(place->ledger, "am-x");
		char *text;

		write_file(place->ledger, cases[i].text);
		tap_ok(tap,
		    ledger && ledger_write(ledger, &(struct ledger_line){.role = "in"}) < 0 &&
			ledger_end(ledger, 0, NULL) < 0,
		    "a line is refused when %s", cases[i].words);
		text = content(place->ledger);
		tap_ok(tap, strcmp(text, cases[i].text) == 0, "and the file left as it is");
		free(text);
		unlink(place->ledger);
	}
}

/* Several runs begin at once: one header, whole lines. */
static void
test_together(struct tap *tap, const struct place *place)
{
	enum { RUNS = 8, LINES = 40 };
	size_t lines = 0, headers = 0, short_lines = 0;
	char *text;

	fflush(stdout);
	for (int run = 0; run < RUNS; run++)
		if (fork() == 0) {
			struct ledger *ledger = ledger_open(place->ledger, "am-x");
			int bad = !ledger;

			for (int i = 0; !bad && i < LINES; i++)
				bad = ledger_write(ledger,
				    &(struct ledger_line){.role = "drop", .name = "some reason"});
			_exit(bad || ledger_end(ledger, 0, NULL) < 0);
		}
	for (int run = 0, status; run < RUNS; run++)
		if (wait(&status) < 0 || status != 0)
			short_lines++;
	text = content(place->ledger);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		headers += strncmp(line, header, strlen(line)) == 0;
		short_lines += strlen(line) < 30;
		lines++;
	}
	tap_ok(tap, headers == 1 && short_lines == 0 && lines == 1 + RUNS * (LINES + 2),
	    "%d runs at once: %zu lines, %zu header", RUNS, lines, headers);
	free(text);
	unlink(place->ledger);
}

static int
add(struct book *book, const char *run, const char *role, const char *name, const char *rows,
    const char *digest, const char *note)
{
	return book_add(book,
	    (struct span[]){span_of(run), span_of("am-x"), span_of(role), span_of(name),
		span_of(rows), span_of(digest), span_of(note)},
	    1);
}

static void
test_book(struct tap *tap)
{
	struct book book = {0};
	struct book_sum sum;
	uint64_t lines = 0;
	int bad = 0;

	tap_ok(tap, add(&book, "r", "beginn", "", "0", "", "") < 0, "refused: an unknown role");
	tap_ok(
	    tap, add(&book, "r", "in", "", "-1", "", "") < 0, "refused: rows that are no number");
	bad |= add(&book, "r2", "begin", "", "0", "", "");
	bad |= add(&book, "r1", "begin", "", "0", "", "");
	bad |= add(&book, "r2", "in", "x", "7", "d7", "");
	bad |= add(&book, "r2", "out", "y", "5", "d5", "");
	bad |= add(&book, "r2", "drop", "unmatched", "2", "", "");
	bad |= add(&book, "r2", "end", "", "0", "", "0 lines=5 rules=1");
	bad |= add(&book, "r1", "in", "y", "5", "d5", "");
	bad |= add(&book, "r1", "out", "-", "5", "d5", "");
	bad |= add(&book, "r1", "reject", "y", "0", "d0", "");
	book_index(&book);
	tap_ok(tap, bad == 0 && book.count == 9, "nine lines");
	tap_ok(tap,
	    book_run(&book, span_of("r1")).count == 4 && book_run(&book, span_of("r")).count == 0,
	    "found by run");
	tap_ok(tap,
	    book_digest(&book, span_of("d5")).count == 2 &&
		book_digest(&book, span_of("d7")).count == 0,
	    "found by digest, when written");
	tap_ok(tap,
	    book_name(&book, span_of("y")).count == 2 &&
		book_name(&book, span_of("-")).count == 0 &&
		book_name(&book, span_of("y")).at[0]->role == ROLE_OUT,
	    "found by name, in order");
	sum = book_add_up(book_run(&book, span_of("r2")));
	tap_ok(tap,
	    sum.total == 5 && sum.rows[ROLE_IN] == 7 && sum.rows[ROLE_OUT] == 5 &&
		sum.rows[ROLE_DROP] == 2 && sum.lines[ROLE_BEGIN] == 1 && sum.end,
	    "a run adds up");
	tap_ok(tap, sum.end && book_note_lines(sum.end->note, &lines) == 0 && lines == 5,
	    "its lines are counted");
	tap_ok(tap,
	    book_note_lines(span_of("0"), &lines) < 0 &&
		book_note_lines(span_of("0 lines="), &lines) < 0 &&
		book_note_lines(span_of("0 lines=x"), &lines) < 0 &&
		book_note_lines(span_of("0 lines=12"), &lines) == 0 && lines == 12,
	    "a note says how many lines, or does not");
	book_free(&book);
}

int
main(void)
{
	struct tap tap = {0};
	struct place place = {.folder = "/tmp/amends-test.XXXXXX"};

	if (!mkdtemp(place.folder)) {
		perror(place.folder);
		return 1;
	}
	snprintf(place.ledger, sizeof place.ledger, "%s/ledger.csv", place.folder);
	snprintf(place.link, sizeof place.link, "%s/link.csv", place.folder);
	test_lines(&tap, &place);
	test_off(&tap);
	test_refusals(&tap, &place);
	test_half_line(&tap, &place);
	test_changed(&tap, &place);
	test_together(&tap, &place);
	test_book(&tap);
	rmdir(place.folder);
	return tap_done(&tap);
}
