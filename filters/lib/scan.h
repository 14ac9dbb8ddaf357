/* scan: where fields and records end, 64 bytes at a time. Level 2.
 *
 * A scanner looks at a window of bytes that begins with a record and notes the end of every field
 * of every *plain* record in it. It stops at the first byte that no plain record holds there: a
 * quote that is not around a whole field, a CR without its LF, a NUL. What ends before that byte is
 * right, so the record that holds it can be given to a slower reader and the scan begun anew behind
 * it. */
#ifndef AMENDS_SCAN_H
#define AMENDS_SCAN_H

#include "span.h"

enum { SCAN_WINDOW = 1 << 16, SCAN_PADDING = 64 };

/* The bytes that mean something. */
struct scan_marks {
	char delimiter;
	char quote;
	bool quoting; /* else a quote is a byte like any other */
	bool whole;   /* fields quoted as a whole are plain; else no quote is */
	bool nul;     /* a NUL is a byte like any other */
};

/* A record's entry in records: the number of ends up to and with its own, and this bit when it
 * holds a quote. */
#define SCAN_QUOTES (1u << 31)
static inline uint32_t
scan_ends(uint32_t entry)
{
	return entry & ~SCAN_QUOTES;
}

struct scan {
	struct scan_marks marks;
	void (*run)(struct scan *, const char *data, size_t size); /* for this processor */
	uint32_t *ends;	     /* offset just behind each field: that of its delimiter or LF */
	uint32_t *records;   /* see scan_ends */
	uint32_t *folds;     /* offsets of newlines inside quotes, then UINT32_MAX */
	size_t record_count; /* complete plain records found by scan_run */
	bool refused;	     /* the record behind them is not plain */
	bool returns;	     /* a CR was met outside quotes */
};

/* Takes memory for a window, exits without; chooses the best way this processor has. */
void scan_init(struct scan *, struct scan_marks);
/* Another way, for tests: all give the same. Returns false when the processor has not got it. */
enum scan_way { SCAN_BASE, SCAN_AVX2, SCAN_AVX512 };
bool scan_choose(struct scan *, enum scan_way) MUST_CHECK;
/* Scans size bytes, at most SCAN_WINDOW, from a record's first byte on. SCAN_PADDING bytes behind
 * them may be read; their content does not matter. */
void scan_run(struct scan *, const char *data, size_t size);
void scan_free(struct scan *);

#endif
