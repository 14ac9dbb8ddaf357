/* parts: several files as one table, aligned by name. */
#include "parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"
#include "mem.h"
#include "tap.h"

enum { MOST = 3 };
struct table {
	const char *words;
	const char *file[MOST]; /* contents; NULL ends */
	const char *expected; /* rows as "a|b;", in the first one's columns; NULL: it is refused */
};

static const struct table tables[] = {
    {"one part", {"a,b\n1,2\n3,4\n"}, "1|2;3|4;"},
    {"two parts, same columns", {"a,b\n1,2\n", "a,b\n3,4\n"}, "1|2;3|4;"},
    {"another order", {"a,b\n1,2\n", "b,a\n4,3\n\"x,y\",\"z\"\"\"\n"}, "1|2;3|4;z\"|x,y;"},
    {"three orders of three", {"a,b,c\n1,2,3\n", "c,a,b\n3,1,2\n", "b,c,a\n2,3,1\n"},
	"1|2|3;1|2|3;1|2|3;"},
    {"a part with a header only", {"a,b\n", "a,b\n1,2\n", "b,a\n"}, "1|2;"},
    {"no newline at an end", {"a,b\n1,2", "a,b\n3,4"}, "1|2;3|4;"},
    {"CRLF in one part", {"a,b\r\n1,2\r\n", "a,b\n3,4\n"}, "1|2;3|4;"},
    {"a missing column", {"a,b\n1,2\n", "a\n3\n"}, NULL},
    {"a column too many", {"a\n1\n", "a,b\n3,4\n"}, NULL},
    {"another name", {"a,b\n1,2\n", "a,c\n3,4\n"}, NULL},
    {"the last part is refused before a row is read", {"a,b\n1,2\n", "a,b\n3,4\n", "a,B\n5,6\n"},
	NULL},
    {"a name twice in the same place", {"a,a\n1,2\n", "a,a\n3,4\n"}, "1|2;3|4;"},
    {"a name twice, another order", {"a,b,a\n1,2,3\n", "a,a,b\n1,3,2\n"}, NULL},
    {"a name twice instead of another", {"a,b\n1,2\n", "a,a\n3,4\n"}, NULL},
    {"an empty file", {"a,b\n1,2\n", ""}, NULL},
    {"blank lines alone", {"a,b\n1,2\n", "\n\n"}, NULL},
};

struct folder {
	char path[64];
	char name[MOST][96];
	char *list[MOST];
};

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
		perror(path);
		exit(1);
	}
}

static void
make_folder(struct folder *folder)
{
	snprintf(folder->path, sizeof folder->path, "/tmp/amends-test.XXXXXX");
	if (!mkdtemp(folder->path)) {
		perror(folder->path);
		exit(1);
	}
	for (size_t i = 0; i < MOST; i++) {
		snprintf(folder->name[i], sizeof folder->name[i], "%s/%zu.csv", folder->path, i);
		folder->list[i] = folder->name[i];
	}
}

static void
remove_folder(const struct folder *folder)
{
	for (size_t i = 0; i < MOST; i++)
		unlink(folder->name[i]);
	rmdir(folder->path);
}

/* All rows as text, or false after an error. */
static bool
read_rows(struct parts *parts, struct buf *rows)
{
	struct record record;
	enum csv_problem problem;
	enum read_status status;

	while ((status = parts_read(parts, &record, &problem)) == READ_RECORD) {
		if (problem != CSV_FINE)
			return false;
		for (size_t i = 0; i < parts_columns(parts)->count; i++) {
			if (i)
				buf_add_byte(rows, '|');
			buf_add_span(rows, csv_field(&record, i));
		}
		buf_add_byte(rows, ';');
	}
	return status == READ_END;
}

static void
test_table(struct tap *tap, const struct folder *folder, const struct table *table)
{
	struct buf rows = {0};
	struct parts *parts;
	size_t count = 0;

	while (count < MOST && table->file[count]) {
		write_file(folder->name[count], table->file[count]);
		count++;
	}
	parts = parts_open(folder->list, count, &(struct parts_options){.digest = true});
	if (!table->expected)
		tap_ok(tap, !parts, "refused: %s", table->words);
	else
		tap_ok(tap,
		    parts && read_rows(parts, &rows) && span_is(buf_span(&rows), table->expected),
		    "%s", table->words);
	parts_close(parts);
	buf_free(&rows);
}

static void
test_accounts(struct tap *tap, const struct folder *folder)
{
	const struct part_account *account;
	struct buf rows = {0};
	struct parts *parts;
	static const char first[] = "a,b\n1,2\n\n\"x\"\"y\",4\n";
	struct hash_stream *stream = hash_stream_new();
	char digest[HASH_HEX + 1];
	struct stat status;
	uint64_t done, total;

	write_file(folder->name[0], first);
	write_file(folder->name[1], "b,a\r\n1,2\r\n");
	parts = parts_open(folder->list, 2, &(struct parts_options){.digest = true});
	if (!tap_ok(tap, parts && read_rows(parts, &rows), "two parts for their accounts"))
		return;
	account = parts_account(parts, 0);
	tap_ok(tap,
	    account->complete && account->counts.records == 2 && account->counts.plain == 1 &&
		account->counts.blank == 1 && account->bytes == 18,
	    "first part: rows, plain, blank, bytes");
	hash_stream_add(stream, first, sizeof first - 1);
	hash_stream_hex(stream, digest);
	hash_stream_free(stream);
	tap_ok(tap, strcmp(account->digest, digest) == 0, "first part: digest");
	account = parts_account(parts, 1);
	tap_ok(tap, account->complete && account->counts.records == 1 && account->counts.crlf >= 1,
	    "second part: rows, crlf");
	tap_ok(tap, parts_count(parts) == 2 && parts_is_regular(parts), "two regular parts");
	stat(folder->name[1], &status);
	tap_ok(tap,
	    parts_is(parts, (uint64_t)status.st_dev, (uint64_t)status.st_ino) == folder->list[1],
	    "the second part is known by its inode");
	tap_ok(tap, !parts_is(parts, (uint64_t)status.st_dev, 1), "another inode is not");
	parts_progress(parts, &done, &total);
	tap_ok(tap, done == total && total == 28, "progress: all done");
	parts_close(parts);
	buf_free(&rows);
}

/* A part that becomes another file between its header and its turn. */
static void
test_swapped(struct tap *tap, const struct folder *folder)
{
	struct buf rows = {0};
	struct parts *parts;

	write_file(folder->name[0], "a\n1\n");
	write_file(folder->name[1], "a\n2\n");
	write_file(folder->name[2], "a\n3\n");
	parts = parts_open(folder->list, 2, &(struct parts_options){0});
	if (!tap_ok(
		tap, parts && rename(folder->name[2], folder->name[1]) == 0, "a part is swapped"))
		return;
	tap_ok(tap, !read_rows(parts, &rows), "a swapped part is an error, not its rows");
	parts_close(parts);
	write_file(folder->name[1], "a,b\n2,3\n");
	parts = parts_open(folder->list, 1, &(struct parts_options){0});
	write_file(folder->name[0], "b\n1\n");
	tap_ok(tap, parts && !read_rows(parts, &rows),
	    "a part rewritten under another header is an error");
	parts_close(parts);
	buf_free(&rows);
}

/* Many parts need few descriptors. */
static void
test_many(struct tap *tap, const struct folder *folder)
{
	enum { MANY = 2000 };
	const struct rlimit few = {64, 64};
	char **list = xcalloc(MANY, sizeof *list);
	struct buf rows = {0};
	struct parts *parts;

	write_file(folder->name[0], "a\n1\n");
	for (size_t i = 0; i < MANY; i++)
		list[i] = folder->list[0];
	if (setrlimit(RLIMIT_NOFILE, &few) < 0)
		perror("setrlimit");
	parts = parts_open(list, MANY, &(struct parts_options){0});
	tap_ok(tap, parts && read_rows(parts, &rows) && rows.size == 2 * (size_t)MANY,
	    "%d parts with 64 descriptors", MANY);
	parts_close(parts);
	buf_free(&rows);
	free(list);
}

/* A folder of mail and a file: each record is of a file, whose name stays. */
static void
test_members(struct tap *tap, const struct folder *folder)
{
	static const struct dialect mail = {.format = DIALECT_MAIL};
	static const char *const wanted[] = {
	    "/mails/1.eml", "/mails/1.eml", "/mails/2.eml", "/0.csv"};
	char mails[96], path[3][128];
	char *list[] = {mails, folder->list[0]};
	const char *got[5] = {NULL};
	struct record record;
	enum csv_problem problem;
	struct parts *parts;
	size_t count = 0;
	bool same = true;

	snprintf(mails, sizeof mails, "%s/mails", folder->path);
	for (int i = 1; i < 3; i++)
		snprintf(path[i], sizeof *path, "%s/%d.eml", mails, i);
	if (mkdir(mails, 0700) < 0)
		abort();
	write_file(path[1], "To: a@example.com, b@example.com\n");
	write_file(path[2], "To: c@example.com\n");
	write_file(folder->list[0], "To: d@example.com\n");
	parts = parts_open(list, 2, &(struct parts_options){.dialect = &mail, .open = reader_open});
	while (parts && count < 5 && parts_read(parts, &record, &problem) == READ_RECORD) {
		same = same && strcmp(parts_path(parts), parts_file(parts)) == 0;
		got[count++] = parts_path(parts);
	}
	for (size_t i = 0; i < 4; i++)
		same = same && got[i] && strcmp(got[i] + strlen(folder->path), wanted[i]) == 0;
	tap_ok(tap, same && count == 4, "a record of a folder is of its file");
	parts_close(parts);
	unlink(path[1]);
	unlink(path[2]);
	rmdir(mails);
}

static void
test_refusals(struct tap *tap, const struct folder *folder)
{
	char dash[] = "-", gone[128];
	char *twice[] = {dash, dash}, *missing[] = {gone};

	snprintf(gone, sizeof gone, "%s/gone.csv", folder->path);
	tap_ok(tap, !parts_open(twice, 2, &(struct parts_options){0}), "stdin twice is refused");
	tap_ok(
	    tap, !parts_open(missing, 1, &(struct parts_options){0}), "a missing file is refused");
}

int
main(void)
{
	struct tap tap = {0};
	struct folder folder;

	make_folder(&folder);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		test_table(&tap, &folder, &tables[i]);
	test_accounts(&tap, &folder);
	test_swapped(&tap, &folder);
	test_refusals(&tap, &folder);
	test_members(&tap, &folder);
	test_many(&tap, &folder);
	remove_folder(&folder);
	return tap_done(&tap);
}
