/* fuzz_reader: foreign tables of every dialect. Whatever the bytes: the same records and the same
 * end in blocks of any size, so many at a time; the bytes of the file at each record's place are
 * the record; and what a file in another encoding gives, its UTF-8 gives too.
 *
 *   fuzz_reader FILE...   replays files (also the corpus, as a plain test)
 *   fuzz_reader -N        N inputs made from the seed 1
 * With -DFUZZ it is a libFuzzer target. The first three bytes of an input choose the dialect and
 * how it is read. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../unit/record_place.h"
#include "err.h"
#include "fuzz.h"
#include "num.h"
#include "reader.h"

enum { LONGEST = 1 << 14, CHOICES = 3, MOST = 16 };

/* How a file is read. */
struct way {
	size_t step; /* bytes of a block */
	size_t most; /* records at a time */
	bool places; /* are said too */
};

static void
add_number(struct buf *out, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof text, " %ju", (uintmax_t)number);
	buf_add_text(out, text);
}

static void
add_record(struct buf *out, const struct record *record, enum csv_problem problem, size_t field,
    bool places)
{
	buf_add_text(out, csv_reason(problem));
	add_number(out, field);
	add_number(out, record->line);
	if (places) {
		add_number(out, record->offset);
		add_number(out, record->length);
	}
	buf_add_span(out, record->raw);
	for (size_t i = 0; problem == CSV_FINE && i < record->count; i++) {
		struct span value = csv_field(record, i);

		add_number(out, value.size);
		buf_add_span(out, value);
	}
	buf_add_byte(out, '\n');
}

static enum read_status
read_records(struct reader *reader, struct span bytes, const struct way *way, struct buf *out)
{
	struct record records[MOST];
	struct reader_facts facts;
	enum csv_problem problem;
	enum read_status status;
	size_t count;

	while ((status = reader_read_some(reader, records, way->most, &count, &problem)) ==
	       READ_RECORD) {
		need(count && count <= way->most, "a count of records is wrong");
		reader_facts(reader, &facts);
		for (size_t i = 0; i < count; i++) {
			enum csv_problem own = i + 1 < count ? CSV_FINE : problem;

			need(record_stands_there(bytes, &records[i], facts.charset),
			    "a record is not where it says");
			add_record(out, &records[i], own,
			    own == CSV_FINE ? 0 : reader_problem_field(reader), way->places);
		}
	}
	need(count == 0, "there are records at the end");
	if (status == READ_END) {
		reader_facts(reader, &facts);
		need(facts.bytes == bytes.size, "the end came before the last byte");
	}
	return status;
}

/* All that a reader says of the bytes. */
static struct buf
account(struct span bytes, const struct dialect *dialect, const struct way *way)
{
	int fd = memfd_create("table", 0);
	struct buf out = {0};
	struct reader *reader;
	char path[64], text[24];

	snprintf(text, sizeof text, "%zu", way->step);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (fd < 0 || setenv("AMENDS_READ_SIZE", text, 1) != 0 ||
	    pwrite(fd, bytes.data, bytes.size, 0) != (ssize_t)bytes.size)
		abort();
	reader = reader_open(path, "fuzz", &(struct source_options){.allow_empty = true}, dialect);
	need(reader != NULL, "a file in memory cannot be opened");
	buf_add_text(&out, read_records(reader, bytes, way, &out) == READ_END ? "end" : "error");
	reader_free(reader);
	close(fd);
	return out;
}

static void
need_same(const struct buf *got, const struct buf *wanted, const char *what)
{
	if (span_equal(buf_span(got), buf_span(wanted)))
		return;
	printf("%.*s\nis not\n%.*s\n", (int)got->size, got->data, (int)wanted->size, wanted->data);
	fflush(stdout);
	need(false, what);
}

/* The same text in UTF-8, where it is a table at all. */
static void
check_decoded(struct span bytes, const struct dialect *dialect)
{
	static const struct way whole = {LONGEST, MOST, false};
	struct dialect utf8 = *dialect;
	enum charset charset = dialect->charset;
	struct buf text = {0}, wanted, got;

	charset_by_mark(bytes, &charset);
	utf8.charset = CHARSET_UTF8;
	if (charset != CHARSET_UTF8 && charset_decode(charset, bytes, true, &text) == bytes.size) {
		wanted = account(buf_span(&text), &utf8, &whole);
		got = account(bytes, dialect, &whole);
		if (!span_is(buf_span(&wanted), "error") && !span_is(buf_span(&got), "error"))
			need_same(&got, &wanted, "UTF-8 gives other records");
		buf_free(&wanted);
		buf_free(&got);
	}
	buf_free(&text);
}

static struct dialect
choose(const unsigned char *choice)
{
	static const char delimiters[] = {0, 0, ',', ';'};
	static const struct span signature = {"b", 1}, tail = {"x", 1};

	return (struct dialect){
	    .charset = (enum charset)(choice[0] % 8 < 5 ? choice[0] % 8 : 0),
	    .delimiter = delimiters[choice[0] >> 3 & 3],
	    .no_quote = (choice[0] >> 5) == 7,
	    .backslash = choice[1] & 1,
	    .cr = choice[1] & 2,
	    .trailing = choice[1] & 4,
	    .tails = &tail,
	    .tail_count = choice[1] >> 3 & 1,
	    .signature = &signature,
	    .signature_count = choice[1] >> 4 & 1,
	    .header_at = (choice[1] >> 5) == 7 ? 2 : 0,
	};
}

static void
check(const unsigned char *data, size_t size)
{
	struct dialect dialect;
	struct span bytes;
	struct buf wanted, got;

	if (size < CHOICES || size > LONGEST)
		return;
	dialect = choose(data);
	bytes = (struct span){(const char *)data + CHOICES, size - CHOICES};
	/* packed bytes are fuzz_gzip's matter, and their places are those of the unpacked */
	if (bytes.size >= 2 && memcmp(bytes.data, "\x1f\x8b", 2) == 0)
		return;
	wanted = account(bytes, &dialect, &(struct way){LONGEST, 1, true});
	got = account(bytes, &dialect, &(struct way){data[2] % 67 + 1u, data[2] % MOST + 1u, true});
	need_same(&got, &wanted, "another size of blocks gives other records");
	buf_free(&got);
	got = account(bytes, &dialect, &(struct way){LONGEST, MOST, true});
	need_same(&got, &wanted, "more at a time gives other records");
	buf_free(&got);
	buf_free(&wanted);
	check_decoded(bytes, &dialect);
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

static const char *
piece(uint64_t *state, uint64_t oddness)
{
	static const char *const sound[] = {"a,b\n", "1,2\n", "\"a\",b\n", ",", "\n", "\r\n", "abc",
	    "\"p\"\"q\"", "\"c\\\"d\"", "\"e\\\\\"", "x,y\n", "x\n", "1,2,\n", ";", "\t"};
	static const char *const odd[] = {"\"", "\r", "\\", "\xef\xbb\xbf", "\xfe", "\xe9",
	    "\xc3\xa9", "\x81", "\x1a", "sep=;\n", "\xff\xfe", "|"};
	uint64_t number = next_random(state);

	if (number % 100 < oddness)
		return odd[(number >> 32) % (sizeof odd / sizeof *odd)];
	return sound[(number >> 32) % (sizeof sound / sizeof *sound)];
}

/* A table more often than not, of one byte a letter or two. */
static struct buf
make_input(uint64_t *state)
{
	struct buf out = {0};
	uint64_t pieces = next_random(state) % 40, oddness = next_random(state) % 25;
	unsigned charset;

	for (int i = 0; i < CHOICES; i++)
		buf_add_byte(&out, (char)next_random(state));
	charset = (unsigned char)out.data[0] % 8;
	if (next_random(state) % 4)
		pieces += 1;
	for (uint64_t i = 0; i < pieces; i++)
		for (const char *at = i ? piece(state, oddness) : "a,b\n"; *at; at++) {
			if (charset == CHARSET_UTF16BE)
				buf_add_byte(&out, '\0');
			buf_add_byte(&out, *at);
			if (charset == CHARSET_UTF16LE)
				buf_add_byte(&out, '\0');
		}
	return out;
}

static void
replay(const char *path)
{
	unsigned char *data = xmalloc(LONGEST, 1);
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file)
		die_errno("%s", path);
	size = fread(data, 1, LONGEST, file);
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
			die("usage: fuzz_reader [-ROUNDS] [FILE...]");
		for (; rounds; rounds--) {
			struct buf input = make_input(&state);

			check((const unsigned char *)input.data, input.size);
			buf_free(&input);
		}
	}
	return STATUS_OK;
}

#endif
