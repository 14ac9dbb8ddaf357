/* phone_text: see phone_text.h. Most numbers are ASCII digits and a few separators and are read in
 * one pass. All others are written again in ASCII first, one byte a character, and judged there. */
#include "phone_text.h"

#include <strings.h>

#include "utf8.h"

/* What a byte is in a number. */
enum byte_class { OTHER, DIGIT, SEPARATOR, PLUS, SLASH };

static const unsigned char classes[256] = {
    ['0'] = DIGIT,
    ['1'] = DIGIT,
    ['2'] = DIGIT,
    ['3'] = DIGIT,
    ['4'] = DIGIT,
    ['5'] = DIGIT,
    ['6'] = DIGIT,
    ['7'] = DIGIT,
    ['8'] = DIGIT,
    ['9'] = DIGIT,
    [' '] = SEPARATOR,
    ['-'] = SEPARATOR,
    ['.'] = SEPARATOR,
    ['('] = SEPARATOR,
    [')'] = SEPARATOR,
    ['['] = SEPARATOR,
    [']'] = SEPARATOR,
    ['/'] = SLASH,
    ['+'] = PLUS,
};

/* The fast pass. False when there is a byte that it does not know; size is PHONE_DIGITS + 1 when
 * there are too many digits. */
static bool
collect(struct phone_text *text, struct span value, bool *several)
{
	size_t slash = 0;
	bool slashed = false;

	*text = (struct phone_text){.optional = PHONE_DIGITS + 1};
	*several = false;
	for (size_t i = 0; i < value.size; i++) {
		char byte = value.data[i];

		switch (classes[(unsigned char)byte]) {
		case DIGIT:
			if (text->size >= PHONE_DIGITS) {
				text->size = PHONE_DIGITS + 1;
				break;
			}
			if (byte == '0' && i > 0 && i + 1 < value.size && text->size &&
			    value.data[i - 1] == '(' && value.data[i + 1] == ')')
				text->optional = text->size;
			text->digits[text->size++] = byte;
			break;
		case PLUS:
			*several |= text->plus || text->size > 0;
			text->plus = true;
			break;
		case SLASH:
			*several |= slashed;
			slashed = true;
			slash = text->size;
			break;
		case SEPARATOR:
			break;
		default:
			return false;
		}
	}
	*several |= slashed && text->size && text->size < slash + PHONE_BEHIND_SLASH;
	return true;
}

static const char *
judge(struct phone_text *text, bool several)
{
	if (text->size == 0)
		return "no_digits";
	if (several)
		return "several";
	if (text->size > PHONE_DIGITS)
		return "too_long";
	if (text->optional > text->size)
		text->optional = text->size;
	return NULL;
}

/* ASCII that stands for the character, 0 when it is left out, or -1 when it cannot be in a number.
 */
static int
ascii_of(uint32_t c)
{
	static const struct {
		uint32_t character;
		char ascii;
	} table[] = {{0xb7, '.'}, {0x2019, '\''}, {0x2212, '-'}, {0x30fc, '-'}};
	int digit;

	if (c < 0x80)
		return (int)c;
	digit = utf8_digit(c);
	if (digit >= 0)
		return '0' + digit;
	if (c >= 0xff01 && c <= 0xff5e) /* full width */
		return (int)(c - 0xff00 + 0x20);
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].character == c)
			return table[i].ascii;
	if (c == 0x2028 || c == 0x2029)
		return '\n';
	return utf8_is_blank(c) ? 0 : -1;
}

/* Longer values are no numbers, whatever stands in them. */
enum { LONGEST_TEXT = 128 };
struct ascii {
	char data[LONGEST_TEXT];
	size_t size;
	bool cut;
};

/* The value with one byte for each character that may matter, '?' for one that is not known. */
static const char *
write_ascii(struct ascii *out, struct span value)
{
	out->size = 0;
	out->cut = false;
	while (value.size) {
		size_t size;
		uint32_t c = utf8_first(value, &size);
		int byte = ascii_of(c);

		value.data += size;
		value.size -= size;
		if (c == 0xfffd)
			return "replacement_character";
		if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || (c >= 0x7f && c < 0xa0))
			return "control_character";
		if (byte == 0)
			continue;
		if (out->size < LONGEST_TEXT)
			out->data[out->size++] = byte < 0 ? '?' : (char)byte;
		else
			out->cut = true;
	}
	return NULL;
}

static bool
is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool
is_one_of(char byte, const char *bytes)
{
	return byte && strchr(bytes, byte);
}

static struct span
without(struct span text, const char *bytes)
{
	while (text.size && is_one_of(text.data[0], bytes)) {
		text.data++;
		text.size--;
	}
	while (text.size && is_one_of(text.data[text.size - 1], bytes))
		text.size--;
	return text;
}

static bool
begins(struct span text, const char *word)
{
	size_t size = strlen(word);

	return text.size >= size && strncasecmp(text.data, word, size) == 0;
}

/* What programs put in front: an apostrophe, so that a spreadsheet leaves the number alone, and the
 * scheme of RFC 3966. */
static struct span
unwrap(struct span text)
{
	static const char around[] = " \t\r\n,;";

	text = without(text, around);
	if (begins(text, "'"))
		text = without((struct span){text.data + 1, text.size - 1}, around);
	if (begins(text, "tel:"))
		text = without((struct span){text.data + 4, text.size - 4}, around);
	return text;
}

static bool
is_digit(char byte)
{
	return classes[(unsigned char)byte] == DIGIT;
}

static size_t
digits_at(struct span text, size_t at)
{
	size_t end = at;

	while (end < text.size && is_digit(text.data[end]))
		end++;
	return end - at;
}

bool
phone_text_is_power(struct span text)
{
	size_t at = text.size && is_one_of(text.data[0], "+-");
	size_t size = digits_at(text, at);

	at += size;
	if (size && at < text.size && is_one_of(text.data[at], ".,"))
		at += 1 + digits_at(text, at + 1);
	if (size == 0 || at >= text.size || !is_one_of(text.data[at], "eE"))
		return false;
	at++;
	at += at < text.size && is_one_of(text.data[at], "+-");
	size = digits_at(text, at);
	return size && at + size == text.size;
}

struct span
phone_text_whole(struct span text)
{
	size_t at = text.size && text.data[0] == '+';
	size_t size = text.size >= 2 ? text.size - 2 : 0;

	if (size > at && text.data[size] == '.' && text.data[size + 1] == '0' &&
	    digits_at(text, at) == size - at)
		text.size = size;
	return text;
}

/* Why a text with a byte that cannot be in a number is none. */
static const char *
trouble(struct span text)
{
	bool digits = false;
	size_t i = 0;

	if (phone_text_is_power(text))
		return "excel_number";
	for (; i < text.size && classes[(unsigned char)text.data[i]] != OTHER; i++)
		digits |= is_digit(text.data[i]);
	text = (struct span){text.data + i, text.size - i};
	if (digits && (begins(text, "ext") || begins(text, ";ext=") || begins(text, "#") ||
			  (begins(text, "x") && (text.size == 1 || !is_letter(text.data[1])))))
		return "extension";
	if (is_one_of(text.data[0], "\t\r\n,;&|"))
		return "several";
	return is_letter(text.data[0]) ? "letters" : "bad_character";
}

static const char *
read_carefully(struct phone_text *text, struct span value)
{
	struct ascii ascii;
	struct span plain;
	const char *reason;
	bool several;

	if (!utf8_is_valid(value))
		return "not_utf8";
	reason = write_ascii(&ascii, value);
	if (reason)
		return reason;
	plain = (struct span){ascii.data, ascii.size};
	if (without(plain, " \t\r\n").size == 0)
		return "empty";
	plain = unwrap(plain);
	if (!collect(text, phone_text_whole(plain), &several))
		return trouble(plain);
	reason = judge(text, several);
	return reason ? reason : ascii.cut ? "too_long" : NULL;
}

const char *
phone_text_read(struct phone_text *text, struct span value)
{
	bool several;

	if (!collect(text, phone_text_whole(span_trim(value)), &several) || text->size == 0)
		return read_carefully(text, value);
	return judge(text, several);
}
