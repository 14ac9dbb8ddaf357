/* scan: where fields and records end.
 *
 * Each byte that means something becomes a bit of a 64-bit mask. A running xor over the quotes'
 * mask gives what lies inside quotes; delimiters and LFs outside are the ends of fields. The rules
 * of a plain record are then shifts and ands of these masks, so a block costs the same whatever it
 * holds.
 *
 * Most blocks hold no quote, CR or NUL and follow on one that left nothing open: there all
 * delimiters and LFs are ends, and no rule is needed. One comparison (a byte not above CR that is
 * neither LF nor the delimiter) says that CR and NUL are absent.
 *
 * The rules are compiled anew around each way of scan_way.h, chosen when a scanner is made. */
#include "scan.h"

#include <stdlib.h>

#include "mem.h"
#include "scan_way.h"

/* What one block leaves for the next: all ones or zero for inside, else bit 0. */
struct carry {
	uint64_t inside;
	uint64_t after_end;   /* the byte before was a delimiter or LF, or there was none */
	uint64_t after_close; /* ... a closing quote */
	uint64_t after_cr;    /* ... a CR outside quotes */
	uint32_t quotes;      /* SCAN_QUOTES when the record so far holds a quote */
};

/* Where the scan writes next. */
struct output {
	uint32_t *end;
	uint32_t *record;
	uint32_t *fold;
};

/* The records that end in a block with quotes or behind one. The first is written whether there is
 * one or not: most blocks have none or one, and nobody could guess which. */
static ALWAYS_INLINE void
put_records(struct carry *carry, struct output *out, uint32_t before, uint64_t ends, uint64_t lf,
    uint64_t quote)
{
	uint64_t upto = lf ^ (lf - 1);
	uint64_t none = (uint64_t)(lf != 0) - 1; /* all ones when there is no record */

	*out->record =
	    (before + count_bits(ends & upto)) | carry->quotes | (quote & upto ? SCAN_QUOTES : 0);
	out->record += lf != 0;
	quote &= ~upto | none;
	carry->quotes &= (uint32_t)none;
	for (lf &= lf - 1; __builtin_expect(lf != 0, 0); lf &= lf - 1) {
		upto = lf ^ (lf - 1);
		*out->record++ =
		    (before + count_bits(ends & upto)) | (quote & upto ? SCAN_QUOTES : 0);
		quote &= ~upto;
	}
	carry->quotes |= quote ? SCAN_QUOTES : 0;
}

/* One block by all rules, of which the invalid bytes at its end do not count: no mark has a say in
 * what lies before it. Returns false when one that counts is not plain. */
static ALWAYS_INLINE bool
scan_block(struct scan *s, const struct scan_marks *marks, const struct way *way, const char *data,
    uint32_t base, uint64_t invalid, struct carry *carry, struct output *out)
{
	uint64_t delimiter = way->equal(data, marks->delimiter);
	uint64_t lf = way->equal(data, '\n');
	uint64_t quote = marks->quoting ? way->equal(data, marks->quote) : 0;
	uint64_t inside = way->xor (quote) ^ carry->inside;
	uint64_t ends = (delimiter | lf) & ~inside, close = quote & ~inside, cr = 0, bad = 0;
	uint32_t before;

	if (__builtin_expect(((way->low(data) & ~(lf | delimiter)) | carry->after_cr) != 0, 0)) {
		cr = way->equal(data, '\r') & ~inside;
		bad = marks->nul ? 0 : way->equal(data, '\0');
		bad |= (cr << 1 | carry->after_cr) & ~lf;
		carry->after_cr = cr >> 63;
		s->returns |= cr != 0;
	}
	bad |= quote & inside & ~(ends << 1 | carry->after_end);
	bad |= (close << 1 | carry->after_close) & ~(ends | cr);
	bad |= marks->whole ? 0 : quote;
	bad |= invalid;
	carry->inside = 0 - (inside >> 63);
	carry->after_end = ends >> 63;
	carry->after_close = close >> 63;
	lf &= (bad & (0 - bad)) - 1;
	ends &= (bad & (0 - bad)) - 1;
	for (uint64_t fold = lf & inside; __builtin_expect(fold != 0, 0); fold &= fold - 1)
		*out->fold++ = base + (uint32_t)__builtin_ctzll(fold);
	before = (uint32_t)(out->end - s->ends);
	out->end = way->put(out->end, base, ends);
	put_records(carry, out, before, ends, lf & ends, quote);
	return (bad & (0 - bad) & ~invalid) == 0;
}

/* A block that holds no byte with a rule, with nothing open before it: all its marks are ends.
 * Returns false, having done nothing, when it is another. */
static ALWAYS_INLINE bool
take_usual(struct scan *s, const struct scan_marks *marks, const struct way *way, const char *data,
    uint32_t base, struct output *out, uint64_t *after_end)
{
	uint64_t lf = way->equal(data, '\n');
	uint64_t ends = lf | way->equal(data, marks->delimiter);
	uint64_t quote = marks->quoting ? way->equal(data, marks->quote) : 0;
	uint32_t before;

	if (__builtin_expect(((quote | way->low(data)) & ~ends) != 0, 0))
		return false;
	before = (uint32_t)(out->end - s->ends);
	out->end = way->put(out->end, base, ends);
	out->record = way->put_among(out->record, before + 1, lf, ends);
	*after_end = ends >> 63;
	return true;
}

/* Blocks as long as they are usual. Returns how many bytes; the output is the caller's again then.
 * A function of its own, so that all it needs stays in registers. */
static ALWAYS_INLINE size_t
scan_usual(struct scan *s, const struct way *way, const char *data, size_t at, size_t size,
    uint64_t *after_end, struct output *output)
{
	const struct scan_marks marks = s->marks; /* a copy that no store can change */
	struct output out = *output;
	uint64_t after = *after_end;

	for (; at + SCAN_BLOCK <= size; at += SCAN_BLOCK)
		if (!take_usual(s, &marks, way, data + at, (uint32_t)at, &out, &after))
			break;
	*output = out;
	*after_end = after;
	return at;
}

static ALWAYS_INLINE bool
is_open(const struct carry *carry)
{
	return (carry->inside | carry->after_close | carry->after_cr | carry->quotes) != 0;
}

static bool
is_standard(const struct scan_marks *marks)
{
	return marks->quoting && marks->whole && !marks->nul;
}

/* The scan, compiled anew for each way; standard: for marks of which is_standard is true. */
static ALWAYS_INLINE void
scan_with(struct scan *s, const char *data, size_t size, const struct way *way, bool standard,
    size_t (*usual)(struct scan *, const char *, size_t, size_t, uint64_t *, struct output *))
{
	const struct scan_marks marks = {
	    .delimiter = s->marks.delimiter,
	    .quote = s->marks.quote,
	    .quoting = standard || s->marks.quoting,
	    .whole = standard || s->marks.whole,
	    .nul = !standard && s->marks.nul,
	};
	struct carry carry = {.after_end = 1};
	struct output out = {s->ends, s->records, s->folds};
	size_t at = 0;
	bool plain = true;

	s->returns = false;
	while (plain && at < size) {
		uint64_t invalid = 0;

		if (!is_open(&carry)) {
			struct output now = out;
			uint64_t after_end = carry.after_end;

			at = usual(s, data, at, size, &after_end, &now);
			carry.after_end = after_end;
			out = now;
		}
		if (at == size)
			break;
		if (size - at < SCAN_BLOCK)
			invalid = ~(uint64_t)0 << (size - at);
		plain = scan_block(s, &marks, way, data + at, (uint32_t)at, invalid, &carry, &out);
		at += SCAN_BLOCK;
	}
	*out.fold = UINT32_MAX;
	s->record_count = (size_t)(out.record - s->records);
	s->refused = !plain;
}

#define WAY(name, target, ...)                                                                     \
	static target __attribute__((noinline)) size_t usual_##name(struct scan *s,                \
	    const char *data, size_t at, size_t size, uint64_t *after_end, struct output *out)     \
	{                                                                                          \
		return scan_usual(                                                                 \
		    s, &(const struct way){__VA_ARGS__}, data, at, size, after_end, out);          \
	}                                                                                          \
	static target void scan_##name(struct scan *s, const char *data, size_t size)              \
	{                                                                                          \
		const struct way way = {__VA_ARGS__};                                              \
                                                                                                   \
		if (is_standard(&s->marks))                                                        \
			scan_with(s, data, size, &way, true, usual_##name);                        \
		else                                                                               \
			scan_with(s, data, size, &way, false, usual_##name);                       \
	}

WAY(base, , equal, low, running_xor, put, put_among)
#if defined(__x86_64__)
WAY(avx2, AVX2, equal_avx2, low_avx2, running_xor_clmul, put, put_among_bmi2)
WAY(avx512, AVX512, equal_avx512, low_avx512, running_xor_clmul, put_avx512, put_among_bmi2)
#endif

bool
scan_choose(struct scan *s, enum scan_way way)
{
	if (way == SCAN_BASE)
		s->run = scan_base;
#if defined(__x86_64__)
	else if (way == SCAN_AVX512 && __builtin_cpu_supports("avx512bw") &&
		 __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("pclmul") &&
		 __builtin_cpu_supports("bmi2"))
		s->run = scan_avx512;
	else if (way == SCAN_AVX2 && __builtin_cpu_supports("avx2") &&
		 __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2"))
		s->run = scan_avx2;
#endif
	else
		return false;
	return true;
}

void
scan_init(struct scan *s, struct scan_marks marks)
{
	*s = (struct scan){.marks = marks};
	if (!scan_choose(s, SCAN_AVX512) && !scan_choose(s, SCAN_AVX2))
		s->run = scan_base;
	s->ends = xmalloc(SCAN_WINDOW + SCAN_ROOM, sizeof *s->ends);
	s->records = xmalloc(SCAN_WINDOW + SCAN_ROOM, sizeof *s->records);
	s->folds = xmalloc(SCAN_WINDOW + 1, sizeof *s->folds);
}

void
scan_run(struct scan *s, const char *data, size_t size)
{
	s->run(s, data, size);
}

void
scan_free(struct scan *s)
{
	free(s->ends);
	free(s->records);
	free(s->folds);
	*s = (struct scan){0};
}
