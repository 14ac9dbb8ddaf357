/* plain: every byte of the value becomes a bit in a few masks, and the rules of a dot-atom and of
 * host names (RFC 5321, RFC 1123) are then a handful of operations on 64 bits, without a branch
 * for each byte. What it does not know, "xn--" and rarer characters among it, is left to the
 * careful pass. The masks are made 64 bytes at a time where the processor can, else 16. */
#include "plain.h"

#ifdef __SSE2__
#include <immintrin.h>

enum { WIDTH = 16, LONGEST = 64 };

struct masks {
	uint64_t alphanumeric, dot, hyphen, other, at;
};

static inline __m128i
between(__m128i bytes, char low, char high)
{
	return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
	    _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

static inline uint64_t
bits(__m128i bytes, size_t at)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(bytes) << at;
}

static inline uint64_t
equal(__m128i bytes, char byte, size_t at)
{
	return bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)), at);
}

/* Lower-cases 16 bytes in place and adds them to the masks. */
static inline void
take(char *data, size_t at, struct masks *masks)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + at));
	__m128i upper = between(bytes, 'A', 'Z');

	bytes = _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8('a' - 'A')));
	_mm_storeu_si128((__m128i *)(void *)(data + at), bytes);
	masks->alphanumeric |=
	    bits(_mm_or_si128(between(bytes, 'a', 'z'), between(bytes, '0', '9')), at);
	masks->dot |= equal(bytes, '.', at);
	masks->hyphen |= equal(bytes, '-', at);
	masks->other |= equal(bytes, '_', at) | equal(bytes, '+', at);
	masks->at |= equal(bytes, '@', at);
}

/* Writes the value in lower case to out and makes the masks; bits past the value may be set. */
static struct masks
take_sixteen(struct span value, char *out)
{
	struct masks masks = {0};

	memcpy(out, value.data, value.size);
	for (size_t i = 0; i < value.size; i += WIDTH)
		take(out, i, &masks);
	return masks;
}

#define AVX512 __attribute__((target("avx512f,avx512bw")))

static AVX512 inline uint64_t
among(__m512i bytes, char low, char high)
{
	return _mm512_cmple_epu8_mask(
	    _mm512_sub_epi8(bytes, _mm512_set1_epi8(low)), _mm512_set1_epi8((char)(high - low)));
}

static AVX512 inline uint64_t
same(__m512i bytes, char byte)
{
	return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte));
}

/* The same at once. */
static AVX512 struct masks
take_all(struct span value, char *out)
{
	__m512i bytes = _mm512_maskz_loadu_epi8(UINT64_MAX >> (LONGEST - value.size), value.data);

	bytes =
	    _mm512_mask_add_epi8(bytes, among(bytes, 'A', 'Z'), bytes, _mm512_set1_epi8('a' - 'A'));
	_mm512_storeu_si512(out, bytes);
	return (struct masks){
	    .alphanumeric = among(bytes, 'a', 'z') | among(bytes, '0', '9'),
	    .dot = same(bytes, '.'),
	    .hyphen = same(bytes, '-'),
	    .other = same(bytes, '_') | same(bytes, '+'),
	    .at = same(bytes, '@'),
	};
}

/* The rules on the masks of a value of this size. */
static inline bool
is_mailbox(struct masks m, size_t size)
{
	uint64_t all = UINT64_MAX >> (LONGEST - size), last = all ^ all >> 1;
	uint64_t domain, edge;

	m.at &= all;
	if (m.at == 0 || (m.at & (m.at - 1)) != 0)
		return false; /* none or several */
	domain = all & ~(m.at | (m.at - 1));
	if (((m.alphanumeric | m.dot | m.hyphen | m.at | (m.other & ~domain)) & all) != all)
		return false;
	/* A dot may not touch an end, the @ or another dot; in the domain a hyphen neither, and
	 * two hyphens may be those of an A-label. */
	edge = m.dot | m.at;
	if ((m.dot & all & (edge << 1 | edge >> 1 | 1 | last)) != 0 ||
	    (m.hyphen & domain & ((edge | m.hyphen) << 1 | edge >> 1 | last)) != 0)
		return false;
	return (m.at & (1 | last)) == 0; /* neither side is empty */
}

static inline bool
judge(struct span value, struct buf *out, struct masks (*make)(struct span, char *))
{
	if (value.size < 3 || value.size > LONGEST)
		return false;
	buf_clear(out);
	buf_reserve(out, LONGEST + WIDTH);
	if (!is_mailbox(make(value, out->data), value.size))
		return false;
	out->size = value.size;
	return true;
}

bool
plain_mailbox_base(struct span value, struct buf *out)
{
	return judge(value, out, take_sixteen);
}

bool
plain_mailbox(struct span value, struct buf *out)
{
	return __builtin_cpu_supports("avx512bw") ? judge(value, out, take_all)
						  : judge(value, out, take_sixteen);
}
#else
bool
plain_mailbox_base(struct span value, struct buf *out)
{
	(void)value;
	(void)out;
	return false;
}

bool
plain_mailbox(struct span value, struct buf *out)
{
	return plain_mailbox_base(value, out);
}
#endif
