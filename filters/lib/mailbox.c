/* mailbox: see mailbox.h. The rule behind every choice: an address is taken only when the value
 * can be read in one way, and nothing is ever put together from pieces. Quoted strings and
 * comments are stepped over as wholes, so an address inside them is never found: "user@a.example
 * x"@b.example is a mailbox at b.example. First the outline (where the one @ is, and the angle
 * brackets), then the two sides of the @. */
#include "mailbox.h"

#include <strings.h>

#include "utf8.h"

static const char wide_at[] = "\xEF\xBC\xA0"; /* U+FF20 */

enum { NOWHERE = -1 };

/* Where things stand outside quotes and comments; NOWHERE when missing. */
struct outline {
	ptrdiff_t at;
	ptrdiff_t open;	     /* < */
	ptrdiff_t close;     /* > */
	ptrdiff_t semicolon; /* the first outside the brackets */
	size_t ats;
	bool unbalanced;
};

static struct span
from(struct span text, size_t start)
{
	return (struct span){text.data + start, text.size - start};
}

/* Size of the @ at the start of the text, 0 when there is none. */
static size_t
at_size(struct span text)
{
	if (text.size && text.data[0] == '@')
		return 1;
	return text.size >= 3 && memcmp(text.data, wide_at, 3) == 0 ? 3 : 0;
}

/* Size of the quoted string at the start of the text, 0 when it does not end. */
static size_t
quoted_size(struct span text)
{
	for (size_t i = 1; i < text.size; i++) {
		if (text.data[i] == '"')
			return i + 1;
		if (text.data[i] == '\\')
			i++;
	}
	return 0;
}

/* Size of the comment at the start of the text, with those inside it; 0 when it does not end. */
static size_t
comment_size(struct span text)
{
	size_t depth = 0;

	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '\\')
			i++;
		else if (text.data[i] == '(')
			depth++;
		else if (text.data[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
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

/* Size of the blank or invisible mark at the start of the text, else 0. */
static size_t
blank_size(struct span text)
{
	size_t size = text.size ? character_size(text) : 0;

	return size && utf8_trim((struct span){text.data, size}).size == 0 ? size : 0;
}

/* Size of the blanks and comments the text starts with. */
static size_t
filler_size(struct span text)
{
	size_t size = 0;

	for (;;) {
		size_t step = blank_size(from(text, size));

		if (step == 0 && size < text.size && text.data[size] == '(')
			step = comment_size(from(text, size));
		if (step == 0)
			return size;
		size += step;
	}
}

/* What one character outside quotes and comments adds to the outline. Returns its size. */
static size_t
outline_step(struct outline *outline, struct span text, size_t i)
{
	size_t at = at_size(from(text, i));
	char byte = text.data[i];

	if (at) {
		outline->ats++;
		outline->at = (ptrdiff_t)i;
		return at;
	}
	if (byte == '<') {
		outline->unbalanced = outline->unbalanced || outline->open != NOWHERE;
		outline->open = (ptrdiff_t)i;
	} else if (byte == '>') {
		outline->unbalanced =
		    outline->unbalanced || outline->open == NOWHERE || outline->close != NOWHERE;
		outline->close = (ptrdiff_t)i;
	} else if (byte == ';' && outline->semicolon == NOWHERE && outline->open == NOWHERE) {
		outline->semicolon = (ptrdiff_t)i;
	}
	return 1;
}

static struct outline
outline_of(struct span text)
{
	struct outline outline = {NOWHERE, NOWHERE, NOWHERE, NOWHERE, 0, false};
	size_t i = 0;

	while (i < text.size) {
		size_t whole = 1;

		if (text.data[i] == '"')
			whole = quoted_size(from(text, i));
		else if (text.data[i] == '(')
			whole = comment_size(from(text, i));
		else
			whole = outline_step(&outline, text, i);
		if (whole == 0) {
			outline.unbalanced = true;
			outline.ats += memchr(text.data + i, '@', text.size - i) != NULL;
			break;
		}
		i += whole;
	}
	outline.unbalanced =
	    outline.unbalanced || (outline.open == NOWHERE) != (outline.close == NOWHERE);
	return outline;
}

/* The content of a quoted local part, escapes resolved, into mailbox->text. */
static const char *
unquote(struct mailbox *mailbox, struct span quoted)
{
	buf_clear(&mailbox->text);
	for (size_t i = 1; i + 1 < quoted.size; i++) {
		char byte = quoted.data[i] == '\\' ? quoted.data[++i] : quoted.data[i];

		if (byte == '\t' || byte == '\r' || byte == '\n')
			return "control_character";
		if (blank_size(from(quoted, i)) > 1)
			return "inner_blank";
		buf_add_byte(&mailbox->text, byte);
	}
	mailbox->quoted = true;
	mailbox->local = buf_span(&mailbox->text);
	return mailbox->text.size ? NULL : "no_local_part";
}

/* Left of the @: filler, then an atom or a quoted string, then comments. */
static const char *
parse_local(struct mailbox *mailbox, struct span text)
{
	size_t size = 0;
	struct span rest;

	text = from(text, filler_size(text));
	if (text.size == 0)
		return "no_local_part";
	if (text.data[0] == '"') {
		size = quoted_size(text);
	} else {
		while (size < text.size && text.data[size] != '(' && text.data[size] != '"' &&
		       blank_size(from(text, size)) == 0)
			size += character_size(from(text, size));
	}
	rest = from(text, size);
	if (rest.size && blank_size(rest))
		return "inner_blank";
	/* A blank among the comments is inside the address: nothing is closed up. */
	while (rest.size && rest.data[0] == '(' && comment_size(rest))
		rest = from(rest, comment_size(rest));
	if (rest.size)
		return blank_size(rest) ? "inner_blank" : "bad_local_part";
	if (text.data[0] == '"')
		return unquote(mailbox, (struct span){text.data, size});
	mailbox->local = (struct span){text.data, size};
	return NULL;
}

/* U+200C and U+200D are letters of some names: the rules of domains judge them. */
static bool
is_joiner(struct span text)
{
	return text.size >= 3 && memcmp(text.data, "\xE2\x80", 2) == 0 &&
	       ((unsigned char)text.data[2] == 0x8C || (unsigned char)text.data[2] == 0x8D);
}

/* Right of the @: comments, the name, filler. */
static const char *
parse_domain(struct mailbox *mailbox, struct span text)
{
	size_t size = 0;
	struct span rest;

	while (text.size && text.data[0] == '(' && comment_size(text))
		text = from(text, comment_size(text));
	if (filler_size(text) == text.size)
		return "no_domain";
	if (blank_size(text))
		return "inner_blank";
	while (size < text.size && text.data[size] != '(' &&
	       (is_joiner(from(text, size)) || blank_size(from(text, size)) == 0))
		size += character_size(from(text, size));
	rest = from(text, size);
	if (filler_size(rest) != rest.size)
		return "inner_blank";
	mailbox->domain = (struct span){text.data, size};
	return NULL;
}

/* Without the separators of a list, and what stands around them, at both ends. */
static struct span
without_separators(struct span text)
{
	for (;;) {
		text = utf8_trim(text);
		if (text.size && (text.data[0] == ',' || text.data[0] == ';'))
			text = from(text, 1);
		else if (text.size &&
			 (text.data[text.size - 1] == ',' || text.data[text.size - 1] == ';'))
			text.size--;
		else
			return text;
	}
}

/* The address inside angle brackets: nothing but filler may follow, no list may stand before. */
static const char *
inside_brackets(struct span *text, const struct outline *outline)
{
	struct span after = from(*text, (size_t)outline->close + 1);

	if (outline->at < outline->open || outline->at > outline->close)
		return "bad_local_part";
	if (filler_size(after) != after.size)
		return "bad_domain";
	if (outline->semicolon != NOWHERE)
		return "several";
	*text = (struct span){
	    text->data + outline->open + 1, (size_t)(outline->close - outline->open - 1)};
	*text = utf8_trim(*text);
	return NULL;
}

static const char *
parse_address(struct mailbox *mailbox, struct span text)
{
	struct outline outline = outline_of(text);
	const char *reason;
	size_t at;

	if (outline.ats != 1)
		return outline.ats ? "several" : "no_at";
	if (outline.unbalanced)
		return "bad_local_part";
	if (outline.open != NOWHERE) {
		reason = inside_brackets(&text, &outline);
		if (reason)
			return reason;
		outline = outline_of(text);
	}
	at = (size_t)outline.at;
	reason = parse_local(mailbox, (struct span){text.data, at});
	return reason ? reason : parse_domain(mailbox, from(text, at + at_size(from(text, at))));
}

static int
hex_digit(char byte)
{
	const char *digits = "0123456789abcdef";
	const char *found = memchr(digits, byte >= 'A' && byte <= 'F' ? byte | 0x20 : byte, 16);

	return found ? (int)(found - digits) : -1;
}

/* A mailto: link up to its '?', percent escapes resolved (RFC 6068). */
static void
decode_link(struct span link, struct buf *out)
{
	for (size_t i = 0; i < link.size && link.data[i] != '?'; i++) {
		int high =
		    link.data[i] == '%' && i + 2 < link.size ? hex_digit(link.data[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(link.data[i + 2]) : -1;

		if (low < 0) {
			buf_add_byte(out, link.data[i]);
		} else {
			buf_add_byte(out, (char)(high * 16 + low));
			i += 2;
		}
	}
}

/* "mailto:" in front, also inside angle brackets (RFC 3986, appendix C). */
static bool
is_link(struct span text, struct span *link)
{
	static const char scheme[] = "mailto:";
	size_t size = sizeof scheme - 1;

	if (text.size >= 2 && text.data[0] == '<' && text.data[text.size - 1] == '>')
		text = (struct span){text.data + 1, text.size - 2};
	if (text.size < size || strncasecmp(text.data, scheme, size) != 0)
		return false;
	*link = from(text, size);
	return true;
}

/* Control characters can be anything, and U+FFFD stands for a character that was lost: two
 * different addresses may have become one. */
static const char *
unusable_character(struct span text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if ((byte < ' ' && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7F)
			return "control_character";
		if (byte == 0xC2 && (unsigned char)text.data[i + 1] < 0xA0)
			return "control_character";
		if (byte == 0xEF && memcmp(text.data + i, "\xEF\xBF\xBD", 3) == 0)
			return "replacement_character";
	}
	return NULL;
}

const char *
mailbox_parse(struct mailbox *mailbox, struct span value)
{
	struct span text = utf8_trim(value);
	const char *reason;

	mailbox->quoted = false;
	if (!utf8_is_valid(value))
		return "not_utf8";
	if (is_link(text, &text)) {
		buf_clear(&mailbox->link);
		decode_link(text, &mailbox->link);
		if (!utf8_is_valid(buf_span(&mailbox->link)))
			return "not_utf8";
		text = utf8_trim(buf_span(&mailbox->link));
	}
	if (text.size == 0)
		return "empty";
	reason = unusable_character(text);
	return reason ? reason : parse_address(mailbox, without_separators(text));
}

void
mailbox_free(struct mailbox *mailbox)
{
	buf_free(&mailbox->text);
	buf_free(&mailbox->link);
}
