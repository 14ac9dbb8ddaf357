/* fuzz_csv: the mask scanner against libcsv alone over the same bytes. Outcome, fields, lines,
 * offsets, raw bytes and problems must be equal, with a block border at every place the input asks
 * for.
 *
 *   fuzz_csv FILE...   replays files (also the corpus, as a plain test)
 *   fuzz_csv -N        N inputs made from the seed 1, rich in quotes and line ends
 * With -DFUZZ it is a libFuzzer target. Differences go to stdout: stderr is the reader's. The first
 * two bytes of an input choose options. */
#include <stdio.h>
#include <stdlib.h>

#include "csv.h"
#include "err.h"
#include "num.h"

enum { LONGEST = 1 << 16 };

static void
add_number(struct buf *out, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof text, " %ju", (uintmax_t)number);
	buf_add_text(out, text);
}

static void
add_record(struct buf *out, const struct record *record, enum csv_problem problem, size_t field)
{
	buf_add_text(out, csv_reason(problem));
	add_number(out, field);
	add_number(out, record->line);
	add_number(out, record->offset);
	add_number(out, record->length);
	add_number(out, record->raw.size);
	buf_add_span(out, record->raw);
	if (problem == CSV_FINE) {
		add_number(out, record->count);
		add_number(out, record->quotes);
	}
	for (size_t i = 0; problem == CSV_FINE && i < record->count; i++) {
		struct span value = csv_field(record, i);

		add_number(out, value.size);
		buf_add_span(out, value);
	}
	buf_add_byte(out, '\n');
}

/* Records of csv_read_some. */
enum { MOST = 5 };

/* All that a reader says about the bytes, in blocks of step, so many records at a time. */
static struct buf
account(struct span bytes, size_t step, size_t most, const struct csv_options *options)
{
	struct buf out = {0};
	struct source *source;
	struct csv_reader *reader;
	struct record records[MOST];
	enum csv_problem problem;
	enum read_status status;
	size_t count;
	char text[24];

	snprintf(text, sizeof text, "%zu", step);
	if (setenv("AMENDS_READ_SIZE", text, 1) != 0)
		die_errno("setenv");
	source = source_open_memory(bytes, "fuzz", &(struct source_options){.allow_empty = true});
	if (!source)
		return out; /* refused before csv saw it: a ZIP, a page */
	reader = csv_reader_new(source, options);
	while ((status = csv_read_some(reader, records, most, &count, &problem)) == READ_RECORD)
		for (size_t i = 0; i < count; i++)
			add_record(&out, &records[i], i + 1 < count ? CSV_FINE : problem,
			    i + 1 < count || problem == CSV_FINE ? 0 : csv_problem_field(reader));
	buf_add_text(&out, status == READ_END ? "end" : "error");
	add_number(&out, csv_counts(reader)->records);
	add_number(&out, csv_counts(reader)->problems);
	add_number(&out, csv_counts(reader)->blank);
	add_number(&out, csv_counts(reader)->crlf);
	if (!options->libcsv_only)
		add_number(&out, csv_counts(reader)->plain);
	csv_reader_free(reader);
	return out;
}

/* The account by libcsv alone has no word on plain records, so only what is before it is compared.
 */
static void
compare(struct span bytes, struct span wanted, size_t step, struct csv_options options, bool alone)
{
	struct buf got;

	options.libcsv_only = alone;
	got = account(bytes, step, step % MOST + 1, &options);
	if (got.size < wanted.size ||
	    (wanted.size && memcmp(got.data, wanted.data, wanted.size) != 0)) {
		printf("blocks of %zu, %s:\n%.*s\nis not\n%.*s\n", step,
		    alone ? "libcsv" : "scanner", (int)got.size, got.data, (int)wanted.size,
		    wanted.data);
		fflush(stdout);
		abort();
	}
	buf_free(&got);
}

static struct csv_options
choose(unsigned char byte)
{
	static const struct csv_options kinds[] = {
	    {0},
	    {.any_width = true},
	    {.field_limit = 5, .record_limit = 16},
	    {.delimiter = ';', .quote = '\''},
	    {.delimiter = '\t', .no_quote = true},
	    {.any_width = true, .no_quote = true},
	    {.any_width = true, .field_limit = 3, .record_limit = 9},
	    {.delimiter = ',', .quote = 'a'},
	};

	return kinds[byte % (sizeof kinds / sizeof *kinds)];
}

static void
check(const unsigned char *data, size_t size)
{
	struct csv_options options, alone;
	struct span bytes;
	struct buf wanted, same;
	size_t step;

	if (size < 2 || size > LONGEST)
		return;
	options = choose(data[0]);
	step = data[1] % 130 + 1u;
	bytes = (struct span){(const char *)data + 2, size - 2};
	/* Of damaged gzip it is not said how many bytes come before the error: that is fuzz_gzip's
	 * matter. */
	if (bytes.size >= 2 && memcmp(bytes.data, "\x1f\x8b", 2) == 0)
		return;
	alone = options;
	alone.libcsv_only = true;
	wanted = account(bytes, LONGEST, 1, &alone);
	same = account(bytes, LONGEST, 1, &options);
	compare(bytes, buf_span(&wanted), LONGEST, options, false);
	compare(bytes, buf_span(&same), step, options, false);
	compare(bytes, buf_span(&wanted), step, options, true);
	if (size < 80) {
		compare(bytes, buf_span(&same), 1, options, false);
		compare(bytes, buf_span(&wanted), 1, options, true);
	}
	buf_free(&wanted);
	buf_free(&same);
}

#ifdef FUZZ

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check(data, size);
	return 0;
}

#else

static uint64_t
next_random(uint64_t *state)
{
	uint64_t mixed = *state += 0x9e3779b97f4a7c15u;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
	return mixed ^ mixed >> 31;
}

/* Pieces of CSV: sound ones far more often than others, so that records of several lines come
 * about. */
static struct buf
make_input(uint64_t *state)
{
	static const char *const sound[] = {"a,b\n", "\"a\",b\n", ",", "\n", "\r\n", "abc",
	    "\"x,\ny\",", "\"p\"\"q\"", "\"\"", "0123456789012345678901234567890123456789",
	    "a,\"b\"\r\n", ";", "\t", "'q'"};
	static const char *const odd[] = {
	    "\"", "\r", "b\"c", "\"a\"b", "\"\"\"", "\xef\xbb\xbf", "'", ",\"", "\"\n", "\xff"};
	struct buf out = {0};
	uint64_t pieces = next_random(state) % 60;
	uint64_t oddness = next_random(state) % 12;

	buf_add_byte(&out, (char)next_random(state));
	buf_add_byte(&out, (char)next_random(state));
	for (; pieces; pieces--) {
		uint64_t number = next_random(state);

		if (number % 100 < oddness && number % 7 == 0)
			buf_add_byte(&out, '\0');
		else if (number % 100 < oddness)
			buf_add_text(&out, odd[(number >> 32) % (sizeof odd / sizeof *odd)]);
		else
			buf_add_text(&out, sound[(number >> 32) % (sizeof sound / sizeof *sound)]);
	}
	return out;
}

static void
replay(const char *path)
{
	static const size_t most = LONGEST;
	unsigned char *data = xmalloc(most, 1);
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file)
		die_errno("%s", path);
	size = fread(data, 1, most, file);
	if (ferror(file) || fclose(file) != 0)
		die_errno("%s", path);
	check(data, size);
	free(data);
}

int
main(int argc, char **argv)
{
	uint64_t rounds, state = 1;

	err_program(argv[0]);
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-') {
			replay(argv[i]);
			continue;
		}
		if (num_unsigned(span_of(argv[i] + 1), 1, UINT32_MAX, &rounds) != 0)
			die("usage: fuzz_csv [-ROUNDS] [FILE...]");
		for (; rounds; rounds--) {
			struct buf input = make_input(&state);

			check((const unsigned char *)input.data, input.size);
			buf_free(&input);
		}
	}
	return STATUS_OK;
}

#endif
