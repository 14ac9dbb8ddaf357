/* mail_write: values of headers as words in lines. A value is written as it is, or all of it in
 * encoded words (RFC 2047). */
#include <ctype.h>

#include "mail_write_inside.h"
#include "utf8.h"

enum { LINE = 76 };
static const char word_begin[] = " =?utf-8?q?", word_end[] = "?=";

static size_t
column(const struct buf *out)
{
	const char *end = out->size ? memrchr(out->data, '\n', out->size) : NULL;

	return end ? (size_t)(out->data + out->size - end - 1) : out->size;
}

/* The word at the start of text, which then begins behind it and its blank. */
static struct span
next_word(struct span *text)
{
	const char *blank = memchr(text->data, ' ', text->size);
	struct span word = {text->data, blank ? (size_t)(blank - text->data) : text->size};
	size_t taken = word.size + (blank != NULL);

	text->data += taken;
	text->size -= taken;
	return word;
}

/* Appends a word behind a blank, or in the next line when it does not fit. */
static void
add_word(struct buf *out, struct span word)
{
	if (column(out) + 1 + word.size > LINE)
		buf_add_byte(out, '\n');
	buf_add_byte(out, ' ');
	buf_add_span(out, word);
}

/* Can the text be written as it is, behind the name of its header? It has one blank between words,
 * no word that is longer than a line, and nothing that some readers take for an encoded word. */
static bool
is_plain(struct span text, size_t start)
{
	if (!utf8_is_ascii(text) || memmem(text.data, text.size, "=?", 2))
		return false;
	while (text.size) {
		struct span word = next_word(&text);

		if (word.size == 0 || start + 1 + word.size > LINE)
			return false;
		start = 0;
	}
	return true;
}

/* Bytes that stand for themselves in an encoded word, in a display name too (RFC 2047, 5). */
static bool
is_bare(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || (byte && strchr("!*+-/", byte));
}

/* Size of the character at the start of valid UTF-8. */
static size_t
character_size(struct span text)
{
	size_t size = 1;

	while (size < text.size && ((unsigned char)text.data[size] & 0xC0) == 0x80)
		size++;
	return size;
}

/* Bytes that a character takes in an encoded word. */
static size_t
encoded_size(struct span character)
{
	size_t size = 0;

	for (size_t i = 0; i < character.size; i++)
		size += is_bare(character.data[i]) || character.data[i] == ' ' ? 1 : 3;
	return size;
}

static void
add_encoded_character(struct buf *out, struct span character)
{
	for (size_t i = 0; i < character.size; i++) {
		if (character.data[i] == ' ')
			buf_add_byte(out, '_');
		else if (is_bare(character.data[i]))
			buf_add_byte(out, character.data[i]);
		else
			mail_add_escape(out, character.data[i]);
	}
}

/* In lines of one encoded word. Never in base64: GMime 3.2 loses what stands behind an encoded word
 * with padding. */
static void
add_encoded(struct buf *out, struct span text)
{
	buf_add_text(out, word_begin);
	while (text.size) {
		struct span character = {text.data, character_size(text)};

		if (column(out) + encoded_size(character) + sizeof word_end - 1 > LINE) {
			buf_add_text(out, word_end);
			buf_add_byte(out, '\n');
			buf_add_text(out, word_begin);
		}
		add_encoded_character(out, character);
		text.data += character.size;
		text.size -= character.size;
	}
	buf_add_text(out, word_end);
}

static void
add_plain(struct buf *out, struct span text)
{
	while (text.size)
		add_word(out, next_word(&text));
}

static void
add_name(struct buf *out, struct span name)
{
	buf_add_span(out, name);
	buf_add_byte(out, ':');
}

void
mail_add_text_header(struct buf *out, struct span name, struct span value)
{
	add_name(out, name);
	if (mail_is_structured(name)) {
		buf_add_byte(out, ' ');
		buf_add_span(out, value);
	} else if (is_plain(value, name.size + 1)) {
		add_plain(out, value);
	} else {
		add_encoded(out, value);
	}
	buf_add_byte(out, '\n');
}

/* Is it made of atoms (RFC 5322, 3.2.3) and blanks? */
static bool
is_atoms(struct span display)
{
	for (size_t i = 0; i < display.size; i++) {
		unsigned char byte = (unsigned char)display.data[i];

		if (!(byte < 0x80 && isalnum(byte)) && !strchr(" !#$%&'*+-/=?^_`{|}~", byte))
			return false;
	}
	return true;
}

static void
quote(struct span display, struct buf *out)
{
	buf_add_byte(out, '"');
	for (size_t i = 0; i < display.size; i++) {
		if (display.data[i] == '"' || display.data[i] == '\\')
			buf_add_byte(out, '\\');
		buf_add_byte(out, display.data[i]);
	}
	buf_add_byte(out, '"');
}

/* The display name: as it is, in quotes where it needs them, or in encoded words. */
static void
add_display(struct buf *out, struct span display)
{
	size_t start = column(out);
	struct buf quoted = {0};

	if (!is_atoms(display))
		quote(display, &quoted);
	else
		buf_add_span(&quoted, display);
	if (is_plain(buf_span(&quoted), start))
		add_plain(out, buf_span(&quoted));
	else
		add_encoded(out, display);
	buf_free(&quoted);
}

void
mail_add_address_header(struct buf *out, const char *name, struct span display, struct span address)
{
	add_name(out, span_of(name));
	if (display.size)
		add_display(out, display);
	if (display.size && column(out) + address.size + 3 > LINE)
		buf_add_byte(out, '\n');
	buf_add_text(out, display.size ? " <" : " ");
	buf_add_span(out, address);
	buf_add_text(out, display.size ? ">\n" : "\n");
}
