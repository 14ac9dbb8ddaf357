/* filter over foreign exports: parts with their names, what is dropped, rejected and turned, and
 * that the account closes. Each run is a process of its own, as a filter's is. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "filter.h"
#include "tap.h"

static const struct opt options[] = {{0}};
static const struct program program = {
    .name = "foreign", .usage = "", .summary = "", .own = options};

/* A run: stdin and a second part, what it says, and the rows of its output and of its rejects. */
struct run {
	const char *words;
	const char *parts[2]; /* the first is stdin */
	const char *name;     /* of stdin */
	bool rejects, batch;
	struct dialect dialect;
	int status;
	const char *says, *output, *rejected, *account;
};

static const struct span total = {"Total", 5};

static const struct run runs[] = {
    {.words = "two parts, another order of columns",
	.parts = {"email;id\nana@example.com;1\n", "id;email\n2;eva@example.com\n"},
	.name = "dump.zip/a.csv",
	.output = "email,from,line\nana@example.com,dump.zip/a.csv,2\n"
		  "again,dump.zip/a.csv,2\neva@example.com,2.csv,2\nagain,2.csv,2\n",
	.account = "in,dump.zip/a.csv,1 in,2.csv,1 out,o.csv,4 extra,again,2 "},
    {.words = "stdin without a name",
	.parts = {"email\nana@example.com\n"},
	.output = "email,from,line\nana@example.com,-,2\nagain,-,2\n",
	.account = "in,-,1 out,o.csv,2 extra,again,1 "},
    {.words = "the header again and a total are dropped",
	.parts = {"email;id\nana@example.com;1\nemail;id\neva@example.com;2\nTotal;2\n\x1a"},
	.dialect = {.tails = &total, .tail_count = 1},
	.output = "email,from,line\nana@example.com,-,2\nagain,-,2\neva@example.com,-,4\n"
		  "again,-,4\n",
	.account = "in,-,5 out,o.csv,4 drop,header,1 drop,total,2 extra,again,2 "},
    {.words = "the same in batches",
	.batch = true,
	.parts = {"email;id\nana@example.com;1\nemail;id\neva@example.com;2\nTotal;2\n\x1a"},
	.dialect = {.tails = &total, .tail_count = 1},
	.output = "email,from,line\nana@example.com,-,2\nagain,-,2\neva@example.com,-,4\n"
		  "again,-,4\n",
	.account = "in,-,5 out,o.csv,4 drop,header,1 drop,total,2 extra,again,2 "},
    {.words = "bytes of another encoding are put aside",
	.rejects = true,
	.parts = {"email;id\nana@example.com;1\nEspa\xf1"
		  "a;2\n"},
	.output = "email,from,line\nana@example.com,-,2\nagain,-,2\n",
	.rejected = "file,line,reason,record\n-,3,encoding,Espa\xf1"
		    "a;2\n",
	.account = "in,-,2 out,o.csv,2 reject,r.csv,1 extra,again,1 "},
    {.words = "bytes of another encoding",
	.parts = {"email;id\nana@example.com;1\n3;Espa\xf1"
		  "a\n"},
	.name = "a.csv",
	.status = 2,
	.says = "foreign: a.csv:3: field 2: bytes that are no utf-8: declare the encoding\n"},
    {.words = "a byte that the encoding has not",
	.parts = {"email;id\nana@example.com;1\n\x81;2\n"},
	.dialect = {.charset = CHARSET_WINDOWS_1252},
	.status = 2,
	.says = "foreign: <stdin>:3: field 1: bytes that are no windows-1252: declare the "
		"encoding\n"},
    {.words = "a record as it was read is put aside",
	.rejects = true,
	.parts = {"email;id\r\"a\\\"b\"\rana@example.com;1\r"},
	.dialect = {.cr = true, .backslash = true},
	.output = "email,from,line\nana@example.com,-,3\nagain,-,3\n",
	.rejected = "file,line,reason,record\n-,2,too_few_fields,\"\"\"a\\\"\"b\"\"\"\n",
	.account = "in,-,2 out,o.csv,2 reject,r.csv,1 extra,again,1 "},
    {.words = "a part with other columns",
	.parts = {"email;id\nana@example.com;1\n", "email;name\neva@example.com;2\n"},
	.name = "a.csv",
	.status = 2,
	.says = "foreign: 2.csv: no column id, which a.csv has\n"},
    {.words = "too few fields",
	.parts = {"email;id\nana@example.com\n"},
	.status = 2,
	.says = "foreign: <stdin>:2: 1 field, the header has 2\n"},
    {.words = "a header alone",
	.parts = {"email;id\n"},
	.output = "email,from,line\n",
	.account = "in,-,0 out,o.csv,0 "},
    {.words = "no header",
	.parts = {"\n\n"},
	.status = 2,
	.says = "foreign: <stdin>: no header row\n"},
};

static int
turn(struct filter *f, size_t email)
{
	char line[24];
	struct span values[3] = {csv_field(&f->record, email), span_of(parts_path(f->in))};

	snprintf(line, sizeof line, "%ju", (uintmax_t)f->record.line);
	values[2] = span_of(line);
	if (filter_turn(f, values, false) < 0)
		return -1;
	values[0] = span_of("again");
	return filter_turn(f, values, true);
}

static enum read_status
turn_all(struct filter *f, bool batch, size_t email)
{
	const struct record *records = NULL;
	enum read_status status;
	size_t count = 1;

	while ((status = batch ? filter_next_batch(f, &records, &count) : filter_next(f)) ==
	       READ_RECORD)
		for (size_t i = 0; i < count; i++) {
			if (records)
				f->record = records[i];
			if (turn(f, email) < 0)
				return READ_ERROR;
		}
	return status;
}

/* The filter itself; does not come back. */
static void
be_filter(const struct run *run)
{
	const struct span columns[] = {{"email", 5}, {"from", 4}, {"line", 4}};
	char *words[] = {
	    "foreign", "-o", "o.csv", "-l", "ledger", run->rejects ? "-r" : NULL, "r.csv", NULL};
	char *const parts[] = {"-", "2.csv"};
	struct filter f;
	enum read_status status;
	size_t email;

	xfilter_start(&f, &program, run->rejects ? 7 : 5, words);
	xfilter_input_foreign(
	    &f, &run->dialect, run->name, parts, run->parts[1] ? 2 : (size_t)(run->name != NULL));
	if (columns_find(parts_columns(f.in), columns[0], &email) < 0)
		exit(2);
	xfilter_output_columns(&f, columns, 3);
	status = turn_all(&f, run->batch, email);
	exit(filter_finish(&f, status == READ_END, STATUS_OK));
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

/* What a file holds; "" when there is none. */
static char *
content(const char *path)
{
	static const size_t most = 1 << 16;
	char *text = xcalloc(most, 1);
	FILE *file = fopen(path, "r");

	if (file) {
		if (fread(text, 1, most - 1, file) == 0)
			text[0] = '\0';
		fclose(file);
	}
	return text;
}

/* The lines of the ledger between begin and end, as "role,name,rows ". */
static char *
ledger_account(void)
{
	char *ledger = content("ledger"), *rest = ledger, *line;
	struct buf out = {0};

	while ((line = strsep(&rest, "\n"))) {
		char *field[5] = {"", "", "", "", ""};

		for (size_t i = 0; i < 5 && line; i++)
			field[i] = strsep(&line, ",");
		if (field[4][0] < '0' || field[4][0] > '9' || !strcmp(field[2], "begin") ||
		    !strcmp(field[2], "end"))
			continue;
		for (size_t i = 2; i < 5; i++) {
			buf_add_text(&out, field[i]);
			buf_add_byte(&out, i < 4 ? ',' : ' ');
		}
	}
	buf_add_byte(&out, '\0');
	free(ledger);
	return out.data;
}

static bool
holds(const char *path, const char *text)
{
	char *found = content(path);
	bool same = strcmp(found, text ? text : "") == 0;

	if (!same)
		printf("# %s holds\n%s# and not\n%s", path, found, text ? text : "nothing\n");
	free(found);
	return same;
}

static void
test_run(struct tap *tap, const struct run *run)
{
	int status = -1;
	pid_t child;
	bool same;

	write_file("1.csv", run->parts[0]);
	if (run->parts[1])
		write_file("2.csv", run->parts[1]);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (!freopen("1.csv", "r", stdin) || !freopen("said", "w", stderr))
			exit(1);
		be_filter(run);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		abort();
	same = WIFEXITED(status) && WEXITSTATUS(status) == run->status;
	same = holds("said", run->says) && same;
	same = holds("o.csv", run->output) && same;
	same = holds("r.csv", run->rejected) && same;
	if (run->account) {
		char *account = ledger_account();

		if (strcmp(account, run->account) != 0) {
			printf("# the account is\n# %s\n", account);
			same = false;
		}
		free(account);
	}
	tap_ok(tap, same, "%s", run->words);
	for (const char *const *name =
		 (const char *[]){"1.csv", "2.csv", "o.csv", "r.csv", "said", "ledger", NULL};
	     *name; name++)
		unlink(*name);
}

int
main(void)
{
	char folder[] = "/tmp/amends-test.XXXXXX";
	struct tap tap = {0};

	if (!mkdtemp(folder) || chdir(folder) < 0) {
		perror(folder);
		return 1;
	}
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
		test_run(&tap, &runs[i]);
	if (rmdir(folder) < 0)
		perror(folder);
	return tap_done(&tap);
}
