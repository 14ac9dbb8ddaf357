/* columns: the grammar of column names, and what is said when one is not there. */
#include "columns.h"

#include <stdlib.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "record.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* A header record made of values. */
static void
read_names(struct columns *columns, const char *const *names, uint32_t count)
{
	struct buf text = {0};
	uint32_t *ends = xcalloc(count, sizeof *ends);
	struct record record = record_of(&text, ends, names, count);

	columns_read(columns, &record, "t.csv");
	buf_free(&text);
	free(ends);
}

static const struct {
	const char *name;
	int index; /* -1: refused */
	const char *message;
} find_cases[] = {
    {"email", 1, ""},
    {"#1", 0, ""},
    {"#5", 4, ""},
    {"a,b", 2, ""},
    {"Email", -1,
	"t: t.csv: no column Email (did you mean email? the header has id, email, a,b, twice, "
	"twice)\n"},
    {"emial", -1,
	"t: t.csv: no column emial (did you mean email? the header has id, email, a,b, twice, "
	"twice)\n"},
    {"telephone", -1,
	"t: t.csv: no column telephone (the header has id, email, a,b, twice, twice)\n"},
    {"twice", -1, "t: t.csv: two columns are named twice\n"},
    {"#0", -1, "t: t.csv: no column #0 (the header has 5)\n"},
    {"#6", -1, "t: t.csv: no column #6 (the header has 5)\n"},
    {"#99999999999999999999", -1, "t: t.csv: no column #99999999999999999999 (the header has 5)\n"},
    {"#", -1, "t: t.csv: no column # (the header has id, email, a,b, twice, twice)\n"},
    {"x\ny", -1, "t: t.csv: no column x?y (the header has id, email, a,b, twice, twice)\n"},
    {"", -1, "t: t.csv: no column  (the header has id, email, a,b, twice, twice)\n"},
};

static void
test_find(struct tap *tap)
{
	static const char *const names[] = {"id", "email", "a,b", "twice", "twice"};
	struct columns columns;
	char text[512];

	read_names(&columns, names, COUNT(names));
	for (size_t i = 0; i < COUNT(find_cases); i++) {
		struct span name = span_of(find_cases[i].name);
		struct capture capture;
		size_t index = 99, sought = 99;
		int status, quiet;

		capture_begin(&capture);
		status = columns_find(&columns, name, &index);
		capture_end_into(&capture, text, sizeof text);
		quiet = columns_seek(&columns, name, &sought);
		if (find_cases[i].index >= 0)
			tap_ok(tap,
			    status == 0 && quiet == 0 && index == (size_t)find_cases[i].index &&
				sought == index,
			    "find case %zu", i);
		else
			tap_ok(tap, status < 0 && quiet < 0, "refuse case %zu", i);
		if (!tap_ok(
			tap, strcmp(text, find_cases[i].message) == 0, "message of case %zu", i))
			printf("# %s", text);
	}
	columns_free(&columns);
}

static void
test_data_as_header(struct tap *tap)
{
	static const char *const names[] = {"1", "ana@example.com", "Ana"};
	struct columns columns;
	struct capture capture;
	char text[512];
	size_t index;
	int status;

	read_names(&columns, names, COUNT(names));
	capture_begin(&capture);
	status = columns_find(&columns, span_of("email"), &index);
	capture_end_into(&capture, text, sizeof text);
	tap_ok(tap, status < 0, "a header that is data has no such column");
	tap_ok(tap,
	    strcmp(text, "t: t.csv: no column email (the first line looks like data, not like a "
			 "header)\n") == 0,
	    "and none of it is printed");
	columns_free(&columns);
}

static const struct {
	const char *list;
	const char *want; /* name=rename; of each, NULL: refused */
} list_cases[] = {
    {"a", "a=;"},
    {"a,b", "a=;b=;"},
    {"#3", "#3=;"},
    {"new=old,b", "old=new;b=;"},
    {"\"a,b\"", "a,b=;"},
    {"\"a:b\",\"c=d\"=\"e\"\"f\"", "a:b=;e\"f=c=d;"},
    {"\"=\"", "==;"},
    {" a ", " a =;"},
    {"", NULL},
    {"a,", NULL},
    {",a", NULL},
    {"a,,b", NULL},
    {"=a", NULL},
    {"a=", NULL},
    {"a=b=c", NULL},
    {"a:b", NULL},
    {"a=b:c", NULL},
    {"\"a", NULL},
    {"\"a\"b", NULL},
    {"a\"b\"", NULL},
    {"\"\"", NULL},
    {"\"a\"b\"", NULL},
    {"\"\"\"\"", "\"=;"},
};

static void
test_list(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(list_cases); i++) {
		struct column_list list;
		struct capture capture;
		struct buf got = {0};
		char text[512];
		int status;

		capture_begin(&capture);
		status = column_list_parse(&list, list_cases[i].list, "-c");
		capture_end_into(&capture, text, sizeof text);
		for (size_t j = 0; status == 0 && j < list.count; j++) {
			buf_add_span(&got, list.items[j].name);
			buf_add_byte(&got, '=');
			buf_add_span(&got, list.items[j].rename);
			buf_add_byte(&got, ';');
		}
		if (list_cases[i].want)
			tap_ok(tap, status == 0 && span_is(buf_span(&got), list_cases[i].want),
			    "list case %zu", i);
		else
			tap_ok(tap, status < 0 && strncmp(text, "t: -c: name ", 12) == 0,
			    "refused list case %zu", i);
		buf_free(&got);
		if (status == 0)
			column_list_free(&list);
	}
}

static void
test_many_names(struct tap *tap)
{
	const char *names[30];
	struct columns columns;
	struct capture capture;
	char text[512];
	size_t index;
	int status;

	for (size_t i = 0; i < COUNT(names); i++)
		names[i] = "c";
	read_names(&columns, names, COUNT(names));
	capture_begin(&capture);
	status = columns_find(&columns, span_of("zzz"), &index);
	capture_end_into(&capture, text, sizeof text);
	tap_ok(tap, status < 0 && strstr(text, "c, c, ...)\n"), "a long header is cut");
	columns_free(&columns);
	tap_ok(tap, columns.count == 0, "columns_free leaves {0}");
}

int
main(void)
{
	struct tap tap = {0};

	err_program("t");
	test_find(&tap);
	test_data_as_header(&tap);
	test_list(&tap);
	test_many_names(&tap);
	return tap_done(&tap);
}
