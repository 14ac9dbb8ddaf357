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

static size_t
count_ats(struct span text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++)
		count += at_size(from(text, i)) > 0;
	return count;
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
			outline.ats += count_ats(from(text, i));
			break;
		}
		i += whole;
	}
	outline.unbalanced =
	    outline.unbalanced || (outline.open == NOWHERE) != (outline.close == NOWHERE);
	return outline;
}

/* U+200C and U+200D are letters of some names: the rules of domains judge them. */
static bool
is_joiner(struct span text)
{
	return text.size >= 3 && memcmp(text.data, "\xE2\x80", 2) == 0 &&
	       ((unsigned char)text.data[2] == 0x8C || (unsigned char)text.data[2] == 0x8D);
}

/* One side of the @: blanks and comments stand before and after the core. */
struct side {
	struct span before, core, after;
};

/* Size of what text starts with: a quoted string or comment, which ends, or a character. */
static size_t
piece_size(struct span text)
{
	if (text.data[0] == '(')
		return comment_size(text);
	return text.data[0] == '"' ? quoted_size(text) : character_size(text);
}

/* Does a joiner stand there that belongs to the character before it? */
static bool
is_joined(struct span text, size_t at)
{
	size_t start = at < 4 ? 0 : at - 4;
	struct span kept = utf8_trim((struct span){text.data + start, at + 3 - start});

	return kept.size && kept.data + kept.size == text.data + at + 3;
}

static struct side
take_apart(struct span text)
{
	size_t start = text.size, end = text.size;

	for (size_t i = 0, size; i < text.size; i += size) {
		struct span rest = from(text, i);

		size = piece_size(rest);
		if (rest.data[0] == '(' ||
		    (blank_size(rest) && !(is_joiner(rest) && is_joined(text, i))))
			continue;
		start = start == text.size ? i : start;
		end = i + size;
	}
	return (struct side){{text.data, start}, {text.data + start, end - start}, from(text, end)};
}

/* A blank outside quotes and comments; joiners: U+200C and U+200D are none. */
static bool
has_blank(struct span text, bool joiners)
{
	size_t i = 0;

	while (
	    i < text.size && (!blank_size(from(text, i)) || (joiners && is_joiner(from(text, i)))))
		i += piece_size(from(text, i));
	return i < text.size;
}

/* The content of a quoted local part, escapes resolved, into mailbox->text. */
static const char *
unquote(struct mailbox *mailbox, struct span quoted)
{
	buf_clear(&mailbox->text);
	for (size_t i = 1; i + 1 < quoted.size; i++) {
		if (quoted.data[i] == '\\')
			i++;
		if (quoted.data[i] != ' ' && blank_size(from(quoted, i)))
			return "inner_blank";
		buf_add_byte(&mailbox->text, quoted.data[i]);
	}
	mailbox->quoted = true;
	mailbox->local = buf_span(&mailbox->text);
	return NULL;
}

/* The two sides of the @; beside: other words stand beside them. What letters they may have is not
 * asked here. */
static const char *
parse_sides(struct mailbox *mailbox, struct span left, struct span right, bool beside)
{
	struct side local = take_apart(left), domain = take_apart(right);

	if (local.core.size == 0 || span_is(local.core, "\"\""))
		return "no_local_part";
	if (domain.core.size == 0)
		return "no_domain";
	/* A blank beside the @ is inside the address: nothing is closed up. */
	if (beside || has_blank(local.core, false) || has_blank(local.after, false) ||
	    has_blank(domain.before, false) || has_blank(domain.core, true))
		return "inner_blank";
	mailbox->domain = domain.core;
	mailbox->local = local.core;
	if (local.core.data[0] == '"' && quoted_size(local.core) == local.core.size)
		return unquote(mailbox, local.core);
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

static const char *
parse_address(struct mailbox *mailbox, struct span text)
{
	struct outline outline = outline_of(text);
	bool beside = false;
	size_t at;

	if (outline.ats > 1 || (outline.open != NOWHERE && outline.semicolon != NOWHERE))
		return "several";
	if (outline.ats == 0)
		return "no_at";
	if (outline.unbalanced)
		return "bad_local_part";
	if (outline.open != NOWHERE) {
		if (outline.at < outline.open || outline.at > outline.close)
			return "bad_local_part";
		beside = take_apart(from(text, (size_t)outline.close + 1)).core.size > 0;
		text = utf8_trim((struct span){
		    text.data + outline.open + 1, (size_t)(outline.close - outline.open - 1)});
		outline = outline_of(text);
	}
	at = (size_t)outline.at;
	return parse_sides(mailbox, (struct span){text.data, at},
	    from(text, at + at_size(from(text, at))), beside);
}

static int
hex_digit(char byte)
{
	const char *digits = "0123456789abcdef";
	const char *found = memchr(digits, byte >= 'A' && byte <= 'F' ? byte | 0x20 : byte, 16);

	return found ? (int)(found - digits) : -1;
}

/* The address of a mailto: link, percent escapes resolved (RFC 6068). */
static void
decode_link(struct span link, struct buf *out)
{
	for (size_t i = 0; i < link.size; i++) {
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

/* U+FFFD stands for a character that was lost, and control characters can be anything: two
 * different addresses may have become one. */
static const char *
unusable_character(struct span text)
{
	bool control = false;

	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte == 0xEF && memcmp(text.data + i, "\xEF\xBF\xBD", 3) == 0)
			return "replacement_character";
		control = control || byte == 0x7F ||
			  (byte < ' ' && byte != '\t' && byte != '\r' && byte != '\n') ||
			  (byte == 0xC2 && (unsigned char)text.data[i + 1] < 0xA0);
	}
	return control ? "control_character" : NULL;
}

/* The address of a link, into mailbox->link. True when there may be more behind the '?': ?cc= */
static bool
follow_link(struct mailbox *mailbox, struct span *text)
{
	const char *mark = memchr(text->data, '?', text->size);
	size_t size = mark ? (size_t)(mark - text->data) : text->size;
	struct span fields = from(*text, size);

	buf_clear(&mailbox->link);
	decode_link((struct span){text->data, size}, &mailbox->link);
	*text = without_separators(buf_span(&mailbox->link));
	return memchr(fields.data, '@', fields.size) || memmem(fields.data, fields.size, "%40", 3);
}

const char *
mailbox_parse(struct mailbox *mailbox, struct span value)
{
	struct span text = without_separators(value);
	bool more = false;
	const char *reason;

	mailbox->quoted = false;
	if (!utf8_is_valid(value))
		return "not_utf8";
	if (is_link(text, &text))
		more = follow_link(mailbox, &text);
	if (!utf8_is_valid(text))
		return "not_utf8";
	if (text.size == 0)
		return "empty";
	reason = unusable_character(text);
	if (reason == NULL && more)
		reason = "several";
	return reason ? reason : parse_address(mailbox, text);
}

void
mailbox_free(struct mailbox *mailbox)
{
	buf_free(&mailbox->text);
	buf_free(&mailbox->link);
}
