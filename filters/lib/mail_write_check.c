/* mail_write: values that cannot be sent, or would not be read as they were meant. */
#include <ctype.h>
#include <strings.h>

#include "mail_write_inside.h"
#include "utf8.h"

enum { NAME_LIMIT = 40, LANGUAGE_LIMIT = 35, MESSAGE_ID_LIMIT = 900 };

/* What a character may do to the words round it. */
enum mark { NO_MARK, EMBEDS, EMBEDS_NO_MORE, ISOLATES, ISOLATES_NO_MORE };

/* Unicode, annex 9. */
static enum mark
mark_of(uint32_t character)
{
	switch (character) {
	case 0x202A:
	case 0x202B:
	case 0x202D:
	case 0x202E:
		return EMBEDS;
	case 0x202C:
		return EMBEDS_NO_MORE;
	case 0x2066:
	case 0x2067:
	case 0x2068:
		return ISOLATES;
	case 0x2069:
		return ISOLATES_NO_MORE;
	default:
		return NO_MARK;
	}
}

static bool
is_line_break(uint32_t character)
{
	return (character >= '\n' && character <= '\r') || character == 0x85 ||
	       character == 0x2028 || character == 0x2029;
}

static bool
is_control(uint32_t character)
{
	return character < ' ' || (character >= 0x7F && character < 0xA0);
}

/* The character at the start of valid UTF-8, which then begins behind it. */
static uint32_t
next_character(struct span *text)
{
	size_t size;
	uint32_t character = utf8_first(*text, &size);

	text->data += size;
	text->size -= size;
	return character;
}

static const char *
check_characters(struct span value)
{
	const char *reason = NULL;

	while (value.size && !reason) {
		uint32_t character = next_character(&value);

		if (is_line_break(character))
			reason = "line_break";
		else if (is_control(character))
			reason = "control_character";
		else if (mark_of(character) != NO_MARK)
			reason = "direction_mark";
		else if (character == 0xFFFD)
			reason = "replacement_character";
	}
	return reason;
}

const char *
mail_check_header(struct span value)
{
	const char *reason, *begin;

	if (!utf8_is_valid(value))
		return "not_utf8";
	reason = check_characters(value);
	if (reason || value.size == 0)
		return reason;
	begin = memmem(value.data, value.size, "=?", 2);
	if (begin && memmem(begin + 2, value.size - (size_t)(begin + 2 - value.data), "?=", 2))
		return "encoded_word";
	return NULL;
}

/* Marks that are open in a line: a bit for each, the innermost lowest; 1 isolates. */
struct open_marks {
	uint64_t isolates;
	size_t depth;
};

/* False when the mark has no partner, or more are open than anybody writes. */
static bool
follow_mark(struct open_marks *open, enum mark mark)
{
	bool isolates = mark == ISOLATES || mark == ISOLATES_NO_MORE;

	if (mark == EMBEDS || mark == ISOLATES) {
		open->isolates = open->isolates << 1 | isolates;
		return open->depth++ < 60;
	}
	if (open->depth == 0 || (open->isolates & 1) != isolates)
		return false;
	open->isolates >>= 1;
	open->depth--;
	return true;
}

static const char *
check_marks(struct span text)
{
	struct open_marks open = {0, 0};

	while (text.size) {
		uint32_t character = next_character(&text);
		enum mark mark = mark_of(character);

		if (mark != NO_MARK && !follow_mark(&open, mark))
			return "direction_mark";
		if (character == '\n' && open.depth)
			return "direction_mark";
	}
	return open.depth ? "direction_mark" : NULL;
}

/* All control characters are one byte, or 0xC2 and one; all direction marks begin with 0xE2. */
const char *
mail_check_text(struct span text)
{
	bool marks = false;

	if (!utf8_is_valid(text))
		return "not_utf8";
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if ((byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7F ||
		    (byte == 0xC2 && (unsigned char)text.data[i + 1] < 0xA0))
			return "control_character";
		marks = marks || byte == 0xE2;
	}
	return marks ? check_marks(text) : NULL;
}

static bool
is_alphanumeric(char byte)
{
	return isalnum((unsigned char)byte) && (unsigned char)byte < 0x80;
}

/* RFC 5646, 2.1, by its form: subtags of 1 to 8 letters and digits, the first of 2 or more letters.
 */
const char *
mail_check_language(struct span language)
{
	size_t subtag = 0;
	bool first = true;

	if (language.size == 0)
		return NULL;
	for (size_t i = 0; i < language.size; i++) {
		char byte = language.data[i];

		if (byte == '-' && subtag >= (first ? 2 : 1)) {
			subtag = 0;
			first = false;
		} else if (is_alphanumeric(byte) && !(first && isdigit((unsigned char)byte)) &&
			   subtag < 8) {
			subtag++;
		} else {
			return "bad_language";
		}
	}
	return subtag >= (first ? 2 : 1) && language.size <= LANGUAGE_LIMIT ? NULL : "bad_language";
}

/* RFC 5322, 3.6.4: two dot-atoms. */
const char *
mail_check_message_id(struct span message_id)
{
	size_t ats = 0;
	char before = '.';

	if (message_id.size == 0)
		return "missing";
	if (message_id.size > MESSAGE_ID_LIMIT)
		return "too_long";
	for (size_t i = 0; i < message_id.size; i++) {
		char byte = message_id.data[i];

		if (byte == '.' || byte == '@') {
			if (before == '.')
				return "bad_message_id";
			ats += byte == '@';
			before = '.';
		} else {
			if (!is_alphanumeric(byte) &&
			    (byte == '\0' || !strchr("!#$%&'*+-/=?^_`{|}~", byte)))
				return "bad_message_id";
			before = byte;
		}
	}
	return ats == 1 && before != '.' ? NULL : "bad_message_id";
}

const char *
mail_check_auto_submitted(struct span word)
{
	return word.size == 0 || span_is(word, "auto-generated") || span_is(word, "auto-replied") ||
		       span_is(word, "no")
		   ? NULL
		   : "bad_auto_submitted";
}

static bool
is_named(struct span name, const char *const list[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(list[i]);
		bool family = list[i][size - 1] == '-';

		if ((family ? name.size > size : name.size == size) &&
		    strncasecmp(name.data, list[i], size) == 0)
			return true;
	}
	return false;
}

/* A name with "-" at its end is that of a family. */
bool
mail_may_add(struct span name)
{
	static const char *const taken[] = {"From", "Reply-To", "To", "Cc", "Bcc", "Sender",
	    "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-",
	    "X-Unsent", "Resent-", "Return-Path", "Received", "Received-", "Delivered-To",
	    "Apparently-To", "Original-Recipient", "Errors-To", "DKIM-", "DomainKey-", "ARC-",
	    "Authentication-Results", "Status", "X-Status", "X-Keywords", "X-UID", "X-IMAP",
	    "X-IMAPbase"};

	if (name.size == 0 || name.size > NAME_LIMIT || name.data[0] == '-')
		return false;
	for (size_t i = 0; i < name.size; i++)
		if (!is_alphanumeric(name.data[i]) && name.data[i] != '-')
			return false;
	return !is_named(name, taken, sizeof taken / sizeof *taken);
}

bool
mail_is_structured(struct span name)
{
	static const char *const structured[] = {"List-", "In-Reply-To", "References"};

	return is_named(name, structured, sizeof structured / sizeof *structured);
}
