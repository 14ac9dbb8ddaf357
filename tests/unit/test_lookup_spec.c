/* test_lookup_spec: what a lookup refuses and how it names what it adds; and records that are kept
 * on disk. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "capture.h"
#include "lookup.h"
#include "lookup_keep.h"
#include "tap.h"

static void
make_columns(struct columns *columns)
{
	static const char text[] = "id,mail,code,at,event,pad";
	static const uint32_t ends[] = {2, 7, 12, 15, 21, 25};
	const struct record header = {.base = text, .ends = ends, .count = 6, .decoded = true};

	columns_read(columns, &header, "lookup.csv");
}

/* Specs that are refused, with the words of the message. */
static void
test_refused(struct tap *tap, struct forms *forms)
{
	static const struct {
		const char *key, *as_of, *prefer, *add, *words;
	} cases[] = {
	    {"nothing", NULL, NULL, NULL, "no column nothing"},
	    {"mail:blue", NULL, NULL, NULL, "blue"},
	    {"mail", "at=at", NULL, NULL, "--as-of takes COLUMN OPERATOR LOOKUPCOLUMN"},
	    {"mail", "at>>at", NULL, NULL, "no column >at"},
	    {"mail", "at>at,id", NULL, NULL, "--as-of takes one column on each side"},
	    {"mail", "at>noon", NULL, NULL, "no column noon"},
	    {"mail", ">at", NULL, NULL, "--as-of"},
	    {"mail", NULL, "event", NULL, "--prefer takes COLUMN=VALUE"},
	    {"mail", NULL, "event=a,b=c", NULL, "--prefer takes COLUMN=VALUE"},
	    {"mail", NULL, "kind=a", NULL, "no column kind"},
	    {"mail", NULL, NULL, "id,when", "no column when"},
	    {"mail", NULL, NULL, ":place", "no column :place"},
	    {"mail", NULL, NULL, "", "--add"},
	};
	struct columns columns;

	make_columns(&columns);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct lookup_spec spec = {.keys = &cases[i].key,
		    .key_count = 1,
		    .as_of = cases[i].as_of,
		    .prefer = cases[i].prefer,
		    .add = cases[i].add,
		    .memory = 1 << 20,
		    .temp = "/tmp"};
		struct capture said;
		struct lookup *l;

		capture_begin(&said);
		l = lookup_new(&spec, &columns, forms);
		capture_end(&said);
		tap_ok(tap, !l && strstr(said.text, cases[i].words), "refused: %s (%s)",
		    cases[i].words,
		    l		   ? "taken"
		    : said.text[0] ? "with a message"
				   : "silent");
		lookup_free(l);
	}
	columns_free(&columns);
}

static void
test_added_names(struct tap *tap, struct forms *forms)
{
	static const char *const want[] = {"when", "lookup_line", "of", "lookup_source", "event"};
	const char *key = "mail";
	const struct lookup_spec spec = {.keys = &key,
	    .key_count = 1,
	    .add = "when=\"at\",:line,of=:line,:file,#5",
	    .memory = 1 << 20,
	    .temp = "/tmp"};
	struct columns columns;
	struct lookup *l;
	const struct span *names;
	size_t count = 0;
	bool same;

	make_columns(&columns);
	l = lookup_new(&spec, &columns, forms);
	names = l ? lookup_added(l, &count) : NULL;
	same = count == 5;
	for (size_t i = 0; same && i < count; i++)
		same = span_is(names[i], want[i]);
	tap_ok(tap, same, "names of added columns");
	lookup_free(l);
	columns_free(&columns);
}

static bool
records_equal(const struct record *a, const struct record *b)
{
	bool same = a->count == b->count && a->line == b->line && a->offset == b->offset &&
		    a->length == b->length && a->decoded == b->decoded && a->quotes == b->quotes &&
		    (a->order != NULL) == (b->order != NULL) && span_equal(a->raw, b->raw);

	for (size_t i = 0; same && i < a->count; i++)
		same = span_equal(csv_field(a, i), csv_field(b, i));
	return same;
}

static void
test_kept(struct tap *tap)
{
	static const char text[] = "skip,\"one\",two,,four\n";
	static const char values[] = "on\"e,tw\no";
	static const uint32_t ends[] = {10, 14, 15, 20}, decoded_ends[] = {4, 9},
			      order[] = {3, 0, 1, 2};
	static const uint32_t back[] = {1, 0};
	const struct record records[] = {
	    {.base = text,
		.ends = ends,
		.start = 5,
		.count = 4,
		.raw = {text + 5, 15},
		.line = 7,
		.offset = 99,
		.length = 17,
		.quotes = true},
	    {.base = text,
		.ends = ends,
		.start = 5,
		.count = 4,
		.order = order,
		.raw = {text + 5, 15}},
	    {.base = values,
		.ends = decoded_ends,
		.count = 2,
		.order = back,
		.raw = {text, 4},
		.decoded = true,
		.quotes = true},
	    {.base = values, .ends = decoded_ends, .count = 2, .decoded = true},
	};
	enum { COUNT = sizeof records / sizeof *records };
	struct spill *spill = spill_new("/tmp");
	struct spill_reader *reader;
	struct kept kept = {0};

	for (size_t i = 0; i < COUNT; i++)
		if (kept_write(
			spill, &(struct kept){.record = records[i], .file = "a", .why = "b"}))
			exit(3);
	if (spill_seal(spill))
		exit(3);
	reader = spill_reader_new(spill, 0, spill_size(spill), 64);
	for (size_t i = 0; i < COUNT; i++)
		tap_ok(tap,
		    kept_read(reader, &kept) == READ_RECORD &&
			records_equal(&kept.record, &records[i]) && strcmp(kept.file, "a") == 0,
		    "record %zu comes back as it was", i);
	tap_ok(tap, kept_read(reader, &kept) == READ_END, "and then the end");
	kept_free(&kept);
	spill_reader_free(reader);
	spill_free(spill);
}

int
main(void)
{
	struct tap tap = {0};
	struct forms *forms = forms_new();

	test_refused(&tap, forms);
	test_added_names(&tap, forms);
	test_kept(&tap);
	forms_free(forms);
	return tap_done(&tap);
}
