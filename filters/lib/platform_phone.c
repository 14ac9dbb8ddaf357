/* platform_phone: see platform_phone.h. */
#include "platform_phone.h"

#include "phone_text.h"
#include "utf8.h"

/* What was read of the number; its digits are compacted at the start of the buffer. */
struct reading {
	size_t digits, letters, symbols;
	size_t slash; /* digits before the last one */
	size_t slashes;
	bool plus;
	bool cut; /* a letter stands behind the first digit */
};

/* A character that is neither letter nor digit, nor the + before the digits. */
static const char *
check_symbol(struct reading *reading, struct span text, size_t *size)
{
	enum utf8_kind kind = utf8_kind_of(utf8_first(text, size));

	if (memchr("+;,|&\t\r\n", text.data[0], 8))
		return "several";
	if (text.data[0] == '/') {
		reading->slash = reading->digits;
		reading->slashes++;
	}
	reading->symbols++;
	if (kind == UTF8_CONTROL)
		return "control_character";
	/* * and # are keys that are pressed, before a number or behind it */
	return (kind == UTF8_OTHER && *size > 1) || memchr("*#", text.data[0], 2) ? "bad_character"
										  : NULL;
}

/* One character. size: its bytes. */
static const char *
read_character(struct reading *reading, struct buf *text, size_t at, size_t *size)
{
	char byte = text->data[at];

	*size = 1;
	if (byte >= '0' && byte <= '9') {
		if (reading->cut)
			return "letters";
		text->data[reading->digits++] = byte;
	} else if (byte >= 'a' && byte <= 'z') {
		reading->letters++;
		reading->cut = reading->digits > 0;
	} else if (byte == '+' && reading->digits == 0 && !reading->plus) {
		reading->plus = true;
	} else {
		return check_symbol(reading, (struct span){text->data + at, text->size - at}, size);
	}
	return NULL;
}

static const char *
read_all(struct reading *reading, struct buf *text)
{
	for (size_t i = 0, size; i < text->size; i += size) {
		const char *reason = read_character(reading, text, i, &size);

		if (reason)
			return reason;
	}
	text->size = reading->digits;
	return NULL;
}

/* Zeros, length and plus, once the digits are alone. */
static const char *
finish(const struct platform_rule *rule, bool plus, struct buf *out)
{
	size_t zeros = 0;

	while (zeros < out->size && out->data[zeros] == '0')
		zeros++;
	if (rule->zeros == ZEROS_REFUSED && zeros > 0)
		return "leading_zero";
	if (rule->zeros == ZEROS_DROPPED) {
		out->size -= zeros;
		memmove(out->data, out->data + zeros, out->size);
	}
	if (out->size < rule->digits_least)
		return "too_short";
	if (out->size > rule->digits_most)
		return "too_long";
	if (rule->plus == PLUS_NEEDED && !plus)
		return "no_plus";
	if (rule->plus != PLUS_REMOVED) {
		memmove(out->data + 1, out->data, out->size++);
		out->data[0] = '+';
	}
	return NULL;
}

const char *
platform_phone(const struct platform_rule *rule, struct buf *text)
{
	struct reading reading = {0};
	const char *reason;

	if (phone_text_is_power(buf_span(text)) ||
	    phone_text_whole(buf_span(text)).size < text->size)
		return "excel_number";
	reason = read_all(&reading, text);
	if (reason)
		return reason;
	if (reading.digits == 0)
		return "no_digits";
	if (reading.slashes > 1 ||
	    (reading.slashes && reading.digits < reading.slash + PHONE_BEHIND_SLASH))
		return "several";
	if (reading.symbols > 0 && rule->drop == DROP_NOTHING)
		return "bad_character";
	/* More letters than digits: words, or a digest in Base64, but no number. */
	if (reading.letters > (rule->drop == DROP_LETTERS ? reading.digits : 0))
		return "letters";
	return finish(rule, reading.plus, text);
}
