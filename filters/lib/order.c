/* order: values encoded to bytes whose memcmp order is the order of the values.
 *
 * bytes: the value, each 00 as 00 FF, then 00 00: the end is less than any byte that may follow.
 *
 * number: 0.d1d2d3... x 10^exponent with d1 and the last digit not 0. The first four bytes hold
 * the class and the exponent as one unsigned number, then follow the digits, two a byte, each plus
 * 1, and 0 as their end. A negative number is the complement of its positive one. Nothing is
 * rounded, so the order is total and equal codes mean equal numbers.
 *
 * time: 8 bytes latest, 8 bytes earliest; 8 bytes of 0 for an unknown one. */
#include "order.h"

#include "num.h"
#include "when.h"

/* The middle of the unsigned range: an exponent is added to it. */
#define NUMBER_ZERO UINT32_C(0x80000000)
#define NUMBER_ONE UINT32_C(0xC0000000)
#define TIME_ZERO (UINT64_C(1) << 62)

int
order_type_parse(struct span word, enum order_type *type)
{
	static const char *const names[] = {"bytes", "number", "time"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (span_is(word, names[i])) {
			*type = (enum order_type)i;
			return 0;
		}
	}
	return -1;
}

static void
add_big_endian(struct buf *out, uint64_t number, unsigned bytes)
{
	buf_reserve(out, bytes);
	while (bytes-- > 0)
		out->data[out->size++] = (char)(number >> 8 * bytes & 0xff);
}

static void
append_bytes(struct buf *out, struct span value)
{
	static const char nul[] = {0, (char)0xff}, end[] = {0, 0};

	while (value.size > 0) {
		const char *zero = memchr(value.data, 0, value.size);
		size_t plain = zero ? (size_t)(zero - value.data) : value.size;

		buf_add(out, value.data, plain);
		if (zero)
			buf_add(out, nul, sizeof nul);
		plain += zero != NULL;
		value.data += plain;
		value.size -= plain;
	}
	buf_add(out, end, sizeof end);
}

static void
append_digits(struct buf *out, struct span digits)
{
	unsigned pair = 0;
	size_t count = 0;

	for (size_t i = 0; i < digits.size; i++) {
		if (digits.data[i] == '.')
			continue;
		pair = pair << 4 | (unsigned)(digits.data[i] - '0' + 1);
		if (++count % 2 == 0) {
			buf_add_byte(out, (char)pair);
			pair = 0;
		}
	}
	/* An odd last digit is followed by its end in the same byte, an even one by a byte. */
	buf_add_byte(out, (char)(pair << 4));
}

static void
complement(struct buf *out, size_t from)
{
	for (size_t i = from; i < out->size; i++)
		out->data[i] = (char)~out->data[i];
}

static bool
append_number(struct buf *out, struct span value)
{
	struct decimal number;
	size_t from = out->size;

	if (num_decimal(value, &number)) {
		add_big_endian(out, 0, 4);
		return false;
	}
	if (number.digits.size == 0) {
		add_big_endian(out, NUMBER_ZERO, 4);
		return true;
	}
	buf_reserve(out, number.digits.size / 2 + 8);
	add_big_endian(out, (uint64_t)((int64_t)NUMBER_ONE + number.exponent), 4);
	append_digits(out, number.digits);
	if (number.negative)
		complement(out, from);
	return true;
}

static bool
append_time(struct buf *out, struct span value)
{
	struct when when = when_parse(value);

	if (!when.known) {
		add_big_endian(out, 0, 8);
		return false;
	}
	add_big_endian(out, TIME_ZERO + (uint64_t)when.latest, 8);
	add_big_endian(out, TIME_ZERO + (uint64_t)when.earliest, 8);
	return true;
}

bool
order_append(struct buf *out, struct order order, struct span value)
{
	size_t from = out->size;
	bool readable = true;

	switch (order.type) {
	case ORDER_BYTES:
		append_bytes(out, value);
		readable = value.size > 0;
		break;
	case ORDER_NUMBER:
		readable = append_number(out, value);
		break;
	case ORDER_TIME:
		readable = append_time(out, value);
		break;
	}
	if (order.descending)
		complement(out, from);
	return readable;
}

void
order_cut(struct span *code, struct buf *out)
{
	const char *at = code->data, *end = code->data + code->size;

	for (;;) {
		const char *zero = memchr(at, 0, (size_t)(end - at));

		/* Codes of order_append end: a missing end is a mistake of the caller. */
		if (!zero || zero + 1 == end) {
			*code = (struct span){end, 0};
			return;
		}
		buf_add(out, at, (size_t)(zero - at));
		at = zero + 2;
		if (zero[1] == 0)
			break;
		buf_add_byte(out, 0);
	}
	*code = (struct span){at, (size_t)(end - at)};
}
