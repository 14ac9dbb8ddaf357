/* scan: where fields and records end.
 *
 * Each byte that means something becomes a bit of a 64-bit mask. A running xor over the quotes'
 * mask gives what lies inside quotes; delimiters and LFs outside are the ends of fields. The rules
 * of a plain record are then shifts and ands of these masks, so a block costs the same whatever it
 * holds, and only its ends are looked at one by one.
 *
 * CR and NUL are rare: one comparison (a byte not above CR that is neither LF nor the delimiter)
 * says whether a block needs their masks.
 *
 * What depends on the processor is three small functions, struct way: masks, running xor, and the
 * numbers of set bits. They exist for any processor, SSE2 and NEON, and better ones for AVX2 and
 * AVX-512, chosen when a scanner is made; the rules are compiled anew around each. */
#include "scan.h"

#include <stdlib.h>

#include "mem.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

enum { BLOCK = 64, EAGER = 8, ROOM = 16 };
#define ALWAYS_INLINE inline __attribute__((always_inline))

struct masks {
	uint64_t delimiter, quote, lf;
	uint64_t low; /* bytes up to and with CR, among them NUL and LF */
};

#if defined(__x86_64__)

static ALWAYS_INLINE uint64_t
bits64(__m128i a, __m128i b, __m128i c, __m128i d)
{
	uint64_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
	uint64_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;

	return low | high << 32;
}

static ALWAYS_INLINE uint64_t
equal64(const __m128i v[4], char byte)
{
	const __m128i wanted = _mm_set1_epi8(byte);

	return bits64(_mm_cmpeq_epi8(v[0], wanted), _mm_cmpeq_epi8(v[1], wanted),
	    _mm_cmpeq_epi8(v[2], wanted), _mm_cmpeq_epi8(v[3], wanted));
}

static ALWAYS_INLINE __m128i
up_to_cr(__m128i v)
{
	return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8('\r')), v);
}

static ALWAYS_INLINE struct masks
block_masks(const char *data, const struct scan_marks *marks)
{
	const __m128i *from = (const __m128i *)(const void *)data;
	const __m128i v[4] = {_mm_loadu_si128(from), _mm_loadu_si128(from + 1),
	    _mm_loadu_si128(from + 2), _mm_loadu_si128(from + 3)};

	return (struct masks){
	    .delimiter = equal64(v, marks->delimiter),
	    .quote = equal64(v, marks->quote),
	    .lf = equal64(v, '\n'),
	    .low = bits64(up_to_cr(v[0]), up_to_cr(v[1]), up_to_cr(v[2]), up_to_cr(v[3])),
	};
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

/* Four vectors of 0x00 and 0xff to 64 bits: each byte keeps one bit, pairs are added three times.
 */
static ALWAYS_INLINE uint64_t
bits64(const uint8x16_t bytes[4])
{
	static const uint8_t place[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	const uint8x16_t bit = vld1q_u8(place);
	uint8x16_t low = vpaddq_u8(vandq_u8(bytes[0], bit), vandq_u8(bytes[1], bit));
	uint8x16_t high = vpaddq_u8(vandq_u8(bytes[2], bit), vandq_u8(bytes[3], bit));

	low = vpaddq_u8(low, high);
	low = vpaddq_u8(low, low);
	return vgetq_lane_u64(vreinterpretq_u64_u8(low), 0);
}

static ALWAYS_INLINE struct masks
block_masks(const char *data, const struct scan_marks *marks)
{
	uint8x16_t delimiter[4], quote[4], lf[4], low[4];

	for (int i = 0; i < 4; i++) {
		uint8x16_t bytes = vld1q_u8((const uint8_t *)data + 16 * i);

		delimiter[i] = vceqq_u8(bytes, vdupq_n_u8((uint8_t)marks->delimiter));
		quote[i] = vceqq_u8(bytes, vdupq_n_u8((uint8_t)marks->quote));
		lf[i] = vceqq_u8(bytes, vdupq_n_u8('\n'));
		low[i] = vcleq_u8(bytes, vdupq_n_u8('\r'));
	}
	return (struct masks){bits64(delimiter), bits64(quote), bits64(lf), bits64(low)};
}

#else

static ALWAYS_INLINE struct masks
block_masks(const char *data, const struct scan_marks *marks)
{
	struct masks m = {0};

	for (int i = 0; i < BLOCK; i++) {
		m.delimiter |= (uint64_t)(data[i] == marks->delimiter) << i;
		m.quote |= (uint64_t)(data[i] == marks->quote) << i;
		m.lf |= (uint64_t)(data[i] == '\n') << i;
		m.low |= (uint64_t)((unsigned char)data[i] <= '\r') << i;
	}
	return m;
}

#endif

static uint64_t
byte_mask(const char *data, char byte)
{
	uint64_t mask = 0;

	for (int i = 0; i < BLOCK; i++)
		mask |= (uint64_t)(data[i] == byte) << i;
	return mask;
}

/* Bit i is the xor of bits 0 to i. */
static ALWAYS_INLINE uint64_t
running_xor(uint64_t mask)
{
	for (int shift = 1; shift < BLOCK; shift *= 2)
		mask ^= mask << shift;
	return mask;
}

/* What one block leaves for the next: all ones or zero for inside, else bit 0. */
struct carry {
	uint64_t inside;
	uint64_t after_end;   /* the byte before was a delimiter or LF, or there was none */
	uint64_t after_close; /* ... a closing quote */
	uint64_t after_cr;    /* ... a CR outside quotes */
	uint32_t quotes;      /* SCAN_QUOTES when the record so far holds a quote */
};

/* What differs between processors. */
struct way {
	struct masks (*make)(const char *data, const struct scan_marks *marks);
	uint64_t (*xor)(uint64_t mask);
	uint32_t *(*put)(uint32_t *out, uint32_t base, uint64_t mask);
};

/* Where the scan writes next. */
struct output {
	uint32_t *end;
	uint32_t *record;
	uint32_t *fold;
};

static ALWAYS_INLINE uint32_t
count_bits(uint64_t mask)
{
	return (uint32_t)__builtin_popcountll(mask);
}

/* base and the number of the lowest bit, or of any where there is none; takes the bit off. The
 * empty asm keeps compilers from making vectors of eight of these, which is slower. */
static ALWAYS_INLINE uint32_t
take_offset(uint32_t base, uint64_t *mask)
{
	uint32_t offset = base + (uint32_t)__builtin_ctzll(*mask | (uint64_t)1 << 63);

	*mask &= *mask - 1;
	__asm__("" : "+r"(offset));
	return offset;
}

/* Offsets of the mask's bits, EAGER at a time whether there are as many or not: a branch for each
 * bit would be guessed wrong in nearly every block. Room for EAGER more is behind the arrays. */
static ALWAYS_INLINE uint32_t *
put_offsets(uint32_t *out, uint32_t base, uint64_t mask)
{
	uint32_t *end = out + count_bits(mask);

	do {
		out[0] = take_offset(base, &mask);
		out[1] = take_offset(base, &mask);
		out[2] = take_offset(base, &mask);
		out[3] = take_offset(base, &mask);
		out[4] = take_offset(base, &mask);
		out[5] = take_offset(base, &mask);
		out[6] = take_offset(base, &mask);
		out[7] = take_offset(base, &mask);
		out += EAGER;
	} while (__builtin_expect(mask != 0, 0));
	return end;
}

/* Notes the ends of a block, and for each of its records how many ends there were so far. The first
 * record is written whether there is one or not: most blocks have none or one, and nobody could
 * guess which. */
static ALWAYS_INLINE void
put_ends(struct scan *s, const struct way *way, struct output *out, struct carry *carry,
    uint32_t base, uint64_t ends, uint64_t lf, uint64_t quote)
{
	uint32_t before = (uint32_t)(out->end - s->ends);
	uint64_t upto = lf ^ (lf - 1);
	uint64_t none = (uint64_t)(lf != 0) - 1; /* all ones when there is no record */

	out->end = way->put(out->end, base, ends);
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

/* One block of which the bytes in valid count. Returns false when a byte in it is not plain. */
static ALWAYS_INLINE bool
scan_block(struct scan *s, const struct way *way, struct masks m, const char *data, uint32_t base,
    uint64_t valid, struct carry *carry, struct output *out)
{
	uint64_t quote = s->marks.quoting ? m.quote & valid : 0;
	uint64_t inside = 0, bad = 0, cr = 0, ends;

	m.lf &= valid;
	m.delimiter &= valid;
	if (__builtin_expect((m.low & ~m.lf & ~m.delimiter & valid) != 0, 0)) {
		cr = byte_mask(data, '\r') & valid;
		bad = s->marks.nul ? 0 : byte_mask(data, '\0') & valid;
	}
	if (quote | carry->inside) {
		inside = way->xor (quote) ^ carry->inside;
		cr &= ~inside;
	}
	ends = (m.delimiter | m.lf) & ~inside;
	if (quote | carry->inside | carry->after_close) {
		uint64_t close = quote & ~inside;

		bad |= quote & inside & ~(ends << 1 | carry->after_end);
		bad |= (close << 1 | carry->after_close) & ~(ends | cr) & valid;
		bad |= s->marks.whole ? 0 : quote;
		carry->after_close = close >> 63;
	}
	bad |= (cr << 1 | carry->after_cr) & ~m.lf & valid;
	if (__builtin_expect(bad != 0, 0))
		valid = (bad & -bad) - 1;
	for (uint64_t fold = m.lf & inside & valid; fold; fold &= fold - 1)
		*out->fold++ = base + (uint32_t)__builtin_ctzll(fold);
	put_ends(s, way, out, carry, base, ends & valid, m.lf & ~inside & valid, quote);
	carry->inside = 0 - (inside >> 63);
	carry->after_end = ends >> 63;
	carry->after_cr = cr >> 63;
	return bad == 0;
}

/* The scan, compiled anew for each way. */
static ALWAYS_INLINE void
scan_with(struct scan *s, const char *data, size_t size, const struct way *way)
{
	const struct scan_marks marks = s->marks;
	struct carry carry = {.after_end = 1};
	struct output out = {s->ends, s->records, s->folds};
	size_t at = 0;
	bool plain = true;

	for (; plain && at + BLOCK <= size; at += BLOCK)
		plain = scan_block(s, way, way->make(data + at, &marks), data + at, (uint32_t)at,
		    ~(uint64_t)0, &carry, &out);
	if (plain && at < size) {
		uint64_t valid = ((uint64_t)1 << (size - at)) - 1;

		plain = scan_block(s, way, way->make(data + at, &marks), data + at, (uint32_t)at,
		    valid, &carry, &out);
	}
	*out.fold = UINT32_MAX;
	s->record_count = (size_t)(out.record - s->records);
	s->refused = !plain;
}

static void
scan_base(struct scan *s, const char *data, size_t size)
{
	scan_with(s, data, size, &(const struct way){block_masks, running_xor, put_offsets});
}

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,bmi2,popcnt,pclmul")))

/* A product without carries by all ones is the running xor. */
static AVX2 ALWAYS_INLINE uint64_t
running_xor_clmul(uint64_t mask)
{
	__m128i product =
	    _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)mask), _mm_set1_epi8(-1), 0);

	return (uint64_t)_mm_cvtsi128_si64(product);
}

static AVX2 ALWAYS_INLINE uint64_t
bits64_avx2(__m256i a, __m256i b)
{
	return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b)
						       << 32;
}

static AVX2 ALWAYS_INLINE uint64_t
equal64_avx2(__m256i a, __m256i b, char byte)
{
	const __m256i wanted = _mm256_set1_epi8(byte);

	return bits64_avx2(_mm256_cmpeq_epi8(a, wanted), _mm256_cmpeq_epi8(b, wanted));
}

static AVX2 ALWAYS_INLINE struct masks
block_masks_avx2(const char *data, const struct scan_marks *marks)
{
	const __m256i *from = (const __m256i *)(const void *)data;
	const __m256i a = _mm256_loadu_si256(from), b = _mm256_loadu_si256(from + 1);
	const __m256i cr = _mm256_set1_epi8('\r');

	return (struct masks){
	    .delimiter = equal64_avx2(a, b, marks->delimiter),
	    .quote = equal64_avx2(a, b, marks->quote),
	    .lf = equal64_avx2(a, b, '\n'),
	    .low = bits64_avx2(_mm256_cmpeq_epi8(_mm256_min_epu8(a, cr), a),
		_mm256_cmpeq_epi8(_mm256_min_epu8(b, cr), b)),
	};
}

static AVX512 ALWAYS_INLINE struct masks
block_masks_avx512(const char *data, const struct scan_marks *marks)
{
	const __m512i bytes = _mm512_loadu_si512(data);

	return (struct masks){
	    .delimiter = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(marks->delimiter)),
	    .quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(marks->quote)),
	    .lf = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
	    .low = _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8('\r')),
	};
}

/* The numbers of the set bits, squeezed together by one instruction. */
static AVX512 ALWAYS_INLINE uint32_t *
put_offsets_avx512(uint32_t *out, uint32_t base, uint64_t mask)
{
	const __m512i numbers = _mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130,
	    0x2f2e2d2c2b2a2928, 0x2726252423222120, 0x1f1e1d1c1b1a1918, 0x1716151413121110,
	    0x0f0e0d0c0b0a0908, 0x0706050403020100);
	__m512i bits = _mm512_maskz_compress_epi8(mask, numbers);
	uint32_t *end = out + count_bits(mask);

	do {
		__m512i some = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(bits));

		_mm512_storeu_si512(out, _mm512_add_epi32(some, _mm512_set1_epi32((int)base)));
		bits = _mm512_alignr_epi64(bits, bits, 2);
		out += 16;
	} while (__builtin_expect(out < end, 0));
	return end;
}

static AVX2 void
scan_avx2(struct scan *s, const char *data, size_t size)
{
	scan_with(
	    s, data, size, &(const struct way){block_masks_avx2, running_xor_clmul, put_offsets});
}

static AVX512 void
scan_avx512(struct scan *s, const char *data, size_t size)
{
	scan_with(s, data, size,
	    &(const struct way){block_masks_avx512, running_xor_clmul, put_offsets_avx512});
}
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
	s->ends = xmalloc(SCAN_WINDOW + ROOM, sizeof *s->ends);
	s->records = xmalloc(SCAN_WINDOW + 1, sizeof *s->records);
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
