/* scan_way: what of a scan depends on the processor. Level 2, a part of scan.
 *
 * Four small functions make a way: the mask of a byte, the mask of the low bytes, the running xor
 * and the offsets of set bits. There is one way for any processor, with SSE2 or NEON where they are
 * sure to be, and better ones for AVX2 and AVX-512. All are inlined into the rules of scan.c. */
#ifndef AMENDS_SCAN_WAY_H
#define AMENDS_SCAN_WAY_H

#include "span.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/* A block, offsets that are written whether there are as many or not, and room for them. */
enum { SCAN_BLOCK = 64, SCAN_EAGER = 8, SCAN_ROOM = 64 };
#define ALWAYS_INLINE inline __attribute__((always_inline))

struct way {
	/* Bit i: byte i of the block is this one; is at most CR, as are NUL, LF and few others. */
	uint64_t (*equal)(const char *block, char byte);
	uint64_t (*low)(const char *block);
	/* Bit i is the xor of bits 0 to i. */
	uint64_t (*xor)(uint64_t mask);
	/* Writes base and the number of each set bit. SCAN_ROOM more may be written. Returns the
	 * end. */
	uint32_t *(*put)(uint32_t *out, uint32_t base, uint64_t mask);
	/* The same for a mask of few bits and the numbers they have among those of another mask
	 * that holds them. */
	uint32_t *(*put_among)(uint32_t *out, uint32_t base, uint64_t mask, uint64_t among);
};

#if defined(__x86_64__)

static ALWAYS_INLINE uint64_t
bits64(__m128i a, __m128i b, __m128i c, __m128i d)
{
	uint64_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
	uint64_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;

	return low | high << 32;
}

static ALWAYS_INLINE __m128i
load(const char *block, int part)
{
	return _mm_loadu_si128((const __m128i *)(const void *)block + part);
}

static ALWAYS_INLINE uint64_t
equal(const char *block, char byte)
{
	const __m128i wanted = _mm_set1_epi8(byte);

	return bits64(_mm_cmpeq_epi8(load(block, 0), wanted),
	    _mm_cmpeq_epi8(load(block, 1), wanted), _mm_cmpeq_epi8(load(block, 2), wanted),
	    _mm_cmpeq_epi8(load(block, 3), wanted));
}

static ALWAYS_INLINE __m128i
up_to_cr(__m128i bytes)
{
	return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8('\r')), bytes);
}

static ALWAYS_INLINE uint64_t
low(const char *block)
{
	return bits64(up_to_cr(load(block, 0)), up_to_cr(load(block, 1)), up_to_cr(load(block, 2)),
	    up_to_cr(load(block, 3)));
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

/* Four vectors of 0x00 and 0xff to 64 bits: each byte keeps one bit, pairs are added three times.
 */
static ALWAYS_INLINE uint64_t
bits64(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
	static const uint8_t place[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	const uint8x16_t bit = vld1q_u8(place);
	uint8x16_t sum = vpaddq_u8(vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit)),
	    vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit)));

	sum = vpaddq_u8(sum, sum);
	return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

static ALWAYS_INLINE uint8x16_t
load(const char *block, int part)
{
	return vld1q_u8((const uint8_t *)block + 16 * part);
}

static ALWAYS_INLINE uint64_t
equal(const char *block, char byte)
{
	const uint8x16_t wanted = vdupq_n_u8((uint8_t)byte);

	return bits64(vceqq_u8(load(block, 0), wanted), vceqq_u8(load(block, 1), wanted),
	    vceqq_u8(load(block, 2), wanted), vceqq_u8(load(block, 3), wanted));
}

static ALWAYS_INLINE uint64_t
low(const char *block)
{
	const uint8x16_t most = vdupq_n_u8('\r');

	return bits64(vcleq_u8(load(block, 0), most), vcleq_u8(load(block, 1), most),
	    vcleq_u8(load(block, 2), most), vcleq_u8(load(block, 3), most));
}

#else

static ALWAYS_INLINE uint64_t
equal(const char *block, char byte)
{
	uint64_t mask = 0;

	for (int i = 0; i < SCAN_BLOCK; i++)
		mask |= (uint64_t)(block[i] == byte) << i;
	return mask;
}

static ALWAYS_INLINE uint64_t
low(const char *block)
{
	uint64_t mask = 0;

	for (int i = 0; i < SCAN_BLOCK; i++)
		mask |= (uint64_t)((unsigned char)block[i] <= '\r') << i;
	return mask;
}

#endif

static ALWAYS_INLINE uint64_t
running_xor(uint64_t mask)
{
	for (int shift = 1; shift < SCAN_BLOCK; shift *= 2)
		mask ^= mask << shift;
	return mask;
}

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

/* SCAN_EAGER at a time whether there are as many or not: a branch for each bit would be guessed
 * wrong in nearly every block. */
static ALWAYS_INLINE uint32_t *
put(uint32_t *out, uint32_t base, uint64_t mask)
{
	uint32_t *end = out + count_bits(mask);

	do {
		for (int i = 0; i < SCAN_EAGER; i++)
			out[i] = take_offset(base, &mask);
		out += SCAN_EAGER;
	} while (__builtin_expect(mask != 0, 0));
	return end;
}

/* One is written whether there is one or not: most blocks hold none or one end of a record. */
static ALWAYS_INLINE uint32_t *
put_among(uint32_t *out, uint32_t base, uint64_t mask, uint64_t among)
{
	uint32_t *end = out + (mask != 0);

	*out = base + count_bits(among & (mask ^ (mask - 1))) - 1;
	for (mask &= mask - (mask != 0); __builtin_expect(mask != 0, 0); mask &= mask - 1)
		*end++ = base + count_bits(among & (mask ^ (mask - 1))) - 1;
	return end;
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
	uint64_t high = (uint32_t)_mm256_movemask_epi8(b);

	return (uint32_t)_mm256_movemask_epi8(a) | high << 32;
}

static AVX2 ALWAYS_INLINE __m256i
load_avx2(const char *block, int part)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)block + part);
}

static AVX2 ALWAYS_INLINE uint64_t
equal_avx2(const char *block, char byte)
{
	const __m256i wanted = _mm256_set1_epi8(byte);

	return bits64_avx2(_mm256_cmpeq_epi8(load_avx2(block, 0), wanted),
	    _mm256_cmpeq_epi8(load_avx2(block, 1), wanted));
}

static AVX2 ALWAYS_INLINE __m256i
up_to_cr_avx2(__m256i bytes)
{
	return _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8('\r')), bytes);
}

static AVX2 ALWAYS_INLINE uint64_t
low_avx2(const char *block)
{
	return bits64_avx2(up_to_cr_avx2(load_avx2(block, 0)), up_to_cr_avx2(load_avx2(block, 1)));
}

static AVX512 ALWAYS_INLINE uint64_t
equal_avx512(const char *block, char byte)
{
	return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(block), _mm512_set1_epi8(byte));
}

static AVX512 ALWAYS_INLINE uint64_t
low_avx512(const char *block)
{
	return _mm512_cmple_epu8_mask(_mm512_loadu_si512(block), _mm512_set1_epi8('\r'));
}

/* The numbers of the set bits, squeezed together by one instruction. Two vectors of them are
 * written whether there are as many or not. */
static AVX512 ALWAYS_INLINE uint32_t *
put_avx512(uint32_t *out, uint32_t base, uint64_t mask)
{
	const __m512i numbers = _mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130,
	    0x2f2e2d2c2b2a2928, 0x2726252423222120, 0x1f1e1d1c1b1a1918, 0x1716151413121110,
	    0x0f0e0d0c0b0a0908, 0x0706050403020100);
	const __m512i bases = _mm512_set1_epi32((int)base);
	__m512i bits = _mm512_maskz_compress_epi8(mask, numbers);
	uint32_t *end = out + count_bits(mask);

	for (;;) {
		__m128i first = _mm512_castsi512_si128(bits);
		__m128i second = _mm512_extracti32x4_epi32(bits, 1);

		_mm512_storeu_si512(out, _mm512_add_epi32(_mm512_cvtepu8_epi32(first), bases));
		_mm512_storeu_si512(
		    out + 16, _mm512_add_epi32(_mm512_cvtepu8_epi32(second), bases));
		out += 32;
		if (__builtin_expect(out >= end, 1))
			return end;
		bits = _mm512_alignr_epi64(bits, bits, 4);
	}
}

/* Two are written whether there are as many or not: blocks hold few ends of records. */
static AVX2 ALWAYS_INLINE uint32_t *
put_among_bmi2(uint32_t *out, uint32_t base, uint64_t mask, uint64_t among)
{
	uint32_t *end = out + count_bits(mask);

	mask = _pext_u64(mask, among);
	out[0] = base + (uint32_t)_tzcnt_u64(mask);
	mask &= mask - 1;
	out[1] = base + (uint32_t)_tzcnt_u64(mask);
	for (out += 2; __builtin_expect(out < end, 0); out++) {
		mask &= mask - 1;
		*out = base + (uint32_t)_tzcnt_u64(mask);
	}
	return end;
}
#endif

#endif
