/* test_scan: every way of scanning against a reader of one byte at a time, over random bytes at
 * every length. */
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "scan.h"
#include "tap.h"

/* What a scan must find, byte by byte. */
struct wanted {
	uint32_t ends[512], records[512], folds[512];
	size_t end_count, record_count, fold_count;
	bool refused;
};

static bool
is_end(const struct scan_marks *marks, char byte)
{
	return byte == marks->delimiter || byte == '\n';
}

/* May this byte stand here? inside: within quotes; before: the byte before, LF at a record's start.
 */
static bool
is_plain(const struct scan_marks *marks, char byte, char before, bool inside, bool closed)
{
	if (byte == '\0' && !marks->nul)
		return false;
	if (inside)
		return true;
	if (before == '\r' && byte != '\n')
		return false;
	if (closed && !is_end(marks, byte) && byte != '\r')
		return false;
	if (marks->quoting && byte == marks->quote)
		return marks->whole && is_end(marks, before) && !closed;
	return true;
}

static void
read_slowly(struct wanted *w, const struct scan_marks *marks, struct span bytes)
{
	bool inside = false, closed = false, quotes = false;
	char before = '\n';

	*w = (struct wanted){.refused = false};
	for (size_t i = 0; i < bytes.size; i++) {
		char byte = bytes.data[i];

		if (!is_plain(marks, byte, before, inside, closed)) {
			w->refused = true;
			break;
		}
		closed = inside && marks->quoting && byte == marks->quote;
		if (marks->quoting && byte == marks->quote) {
			inside = !inside;
			quotes = true;
		} else if (inside && byte == '\n') {
			w->folds[w->fold_count++] = (uint32_t)i;
		} else if (!inside && is_end(marks, byte)) {
			w->ends[w->end_count++] = (uint32_t)i;
		}
		if (!inside && byte == '\n') {
			w->records[w->record_count++] =
			    (uint32_t)w->end_count | (quotes ? SCAN_QUOTES : 0);
			quotes = false;
		}
		before = inside ? 'x' : byte;
	}
	w->folds[w->fold_count++] = UINT32_MAX;
}

static bool
agrees(const struct scan *s, const struct wanted *w)
{
	size_t known = w->record_count ? scan_ends(w->records[w->record_count - 1]) : 0;

	return s->refused == w->refused && s->record_count == w->record_count &&
	       memcmp(s->records, w->records, w->record_count * sizeof *w->records) == 0 &&
	       memcmp(s->ends, w->ends, known * sizeof *w->ends) == 0 &&
	       memcmp(s->folds, w->folds, w->fold_count * sizeof *w->folds) == 0;
}

static uint64_t
next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/* Bytes that are mostly sound CSV, and SCAN_PADDING more that must not matter. */
static size_t
make_bytes(uint64_t *state, char *out, size_t room)
{
	static const char *const pieces[] = {"a", "bc", ",", "\n", "\r\n", ",\"x\",", ",\"\"\n",
	    "\n\"a,\nb\",", "12345678", ",\"\n\r,\"\r\n", ",,,,,,,,", "\n\n\n", ";"};
	static const char *const odd[] = {"\"", "\r", "\"\"\"", "a\"", "'", ";'y';", ",\"x"};
	size_t size = next_random(state) % (room - 12 - SCAN_PADDING), at = 0;
	bool sound = next_random(state) % 3;

	while (at < size) {
		uint64_t number = next_random(state);
		const char *piece = pieces[number % (sizeof pieces / sizeof *pieces)];

		if (!sound && number % 31 == 0)
			piece = odd[number / 31 % (sizeof odd / sizeof *odd)];
		memcpy(out + at, piece, strlen(piece));
		at += strlen(piece);
		if (!sound && number % 211 == 0)
			out[at++] = '\0';
	}
	memset(out + size, "\n,\"\r"[next_random(state) % 4], SCAN_PADDING);
	return size;
}

static void
test_way(struct tap *tap, enum scan_way way, const char *name, struct scan_marks marks)
{
	struct scan s;
	struct wanted wanted;
	uint64_t state = 1;
	char bytes[512];
	int wrong = 0, refused = 0, records = 0;

	scan_init(&s, marks);
	if (!scan_choose(&s, way)) {
		tap_ok(tap, true, "%s # SKIP this processor has not got it", name);
		scan_free(&s);
		return;
	}
	for (int i = 0; i < 20000; i++) {
		size_t size = make_bytes(&state, bytes, sizeof bytes);

		read_slowly(&wanted, &marks, (struct span){bytes, size});
		scan_run(&s, bytes, size);
		wrong += !agrees(&s, &wanted);
		refused += wanted.refused;
		records += (int)wanted.record_count;
	}
	tap_ok(tap, wrong == 0 && refused > 1000 && records > 1000,
	    "%s: %d of 20000 wrong, %d refused, %d records", name, wrong, refused, records);
	scan_free(&s);
}

int
main(void)
{
	static const struct scan_marks marks[] = {
	    {',', '"', true, true, false},
	    {',', '"', true, true, true},
	    {';', '\'', true, false, false},
	    {',', '"', false, false, false},
	};
	struct tap tap = {0};

	err_program("test_scan");
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		test_way(&tap, SCAN_BASE, "base", marks[i]);
		test_way(&tap, SCAN_AVX2, "AVX2", marks[i]);
		test_way(&tap, SCAN_AVX512, "AVX-512", marks[i]);
	}
	return tap_done(&tap);
}
