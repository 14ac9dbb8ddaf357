/* place_words: see place_words.h. */
#include "place_words.h"

#include "err.h"
#include "utf8.h"

static bool
is_capital(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

/* Letters of folded text: digits, and all that is left beyond ASCII. */
static bool
is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || is_capital(byte) || (byte >= '0' && byte <= '9') ||
	       (byte & 0x80);
}

static bool
is_control(char byte)
{
	return ((unsigned char)byte < ' ' && !(byte >= '\t' && byte <= '\r')) || byte == 0x7f;
}

/* Words being written: "/" between the parts of the value, a blank between the words of a part. */
struct words {
	struct buf *out;
	size_t part;	   /* where the part begins */
	size_t last;	   /* where its last word begins; before part: it has none */
	bool set_off;	   /* a comma or bracket was met behind the word before */
	bool last_set_off; /* before the last word */
};

/* Articles as INE puts them behind a name: Spanish, Catalan, Galician; and French and English ones.
 */
static bool
is_article(struct span word)
{
	static const char *const articles[] = {"a", "as", "el", "els", "en", "es", "l", "la", "las",
	    "le", "les", "lo", "los", "na", "o", "os", "s", "sa", "ses", "the"};

	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
		if (span_is(word, articles[i]))
			return true;
	return false;
}

/* Ends a part: "coruna, a" becomes "a coruna". */
static void
end_part(struct words *words)
{
	struct buf *out = words->out;
	struct span last = {out->data + words->last, out->size - words->last};
	char article[4];

	if (words->last_set_off && words->last > words->part && last.size < sizeof article &&
	    is_article(last)) {
		char *part = out->data + words->part;

		memcpy(article, last.data, last.size);
		memmove(part + last.size + 1, part, words->last - 1 - words->part);
		memcpy(part, article, last.size);
		part[last.size] = ' ';
	}
	words->set_off = words->last_set_off = false;
}

static void
begin_word(struct words *words, bool new_part)
{
	struct buf *out = words->out;

	if (out->size)
		out->data[out->size++] = new_part ? '/' : ' ';
	words->last = out->size;
	if (new_part)
		words->part = out->size;
	words->last_set_off = words->set_off && !new_part;
	words->set_off = false;
}

/* The words of folded text. NULL or the reason; never more bytes than the text has. */
static const char *
write_words(struct span text, struct buf *out)
{
	struct words words = {.out = out};
	bool inside = false, new_part = true;

	buf_reserve(out, text.size + 1);
	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];

		if (is_letter(byte)) {
			if (!inside)
				begin_word(&words, new_part);
			inside = true;
			new_part = false;
			out->data[out->size++] = is_capital(byte) ? (char)(byte | 0x20) : byte;
			continue;
		}
		if (is_control(byte))
			return "control_character";
		if (byte == '?' && (inside || (i + 1 < text.size && is_letter(text.data[i + 1]))))
			return "replacement_character";
		inside = false;
		if (byte == '/') {
			end_part(&words);
			new_part = true;
		} else if (byte == ',' || byte == '(') {
			words.set_off = true;
		}
	}
	end_part(&words);
	return out->size ? NULL : "empty";
}

/* The reason why text beyond ASCII is no name, or NULL. */
static const char *
find_damage(struct span text)
{
	if (!utf8_is_valid(text))
		return "not_utf8";
	if (memmem(text.data, text.size, "\xEF\xBF\xBD", 3))
		return "replacement_character";
	for (size_t i = 0; i + 1 < text.size; i++)
		if (text.data[i] == '\xC2' && (text.data[i + 1] & 0xE0) == 0x80 &&
		    text.data[i + 1] != '\x85')
			return "control_character"; /* U+0080 to U+009F but NEXT LINE */
	return NULL;
}

/* The text without the dot of "M.\u00AA": the ordinal sign belongs to the letter before. */
static void
add_without_dots(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] != '.' || i + 2 >= text.size || text.data[i + 1] != '\xC2' ||
		    (text.data[i + 2] != '\xAA' && text.data[i + 2] != '\xBA'))
			buf_add_byte(out, text.data[i]);
}

/* Valid text beyond ASCII, folded. */
static void
add_folded(struct span text, struct buf *out)
{
	struct buf plain = {0};

	if (memchr(text.data, 0xC2, text.size)) {
		add_without_dots(text, &plain);
		text = buf_span(&plain);
	}
	if (utf8_fold_letters(text, out))
		die("cannot fold text");
	buf_free(&plain);
}

const char *
place_words(struct span value, struct buf *out)
{
	struct buf folded = {0};
	const char *reason;

	buf_clear(out);
	if (utf8_is_ascii(value))
		return write_words(value, out);
	reason = find_damage(value);
	if (reason)
		return reason;
	add_folded(value, &folded);
	reason = write_words(buf_span(&folded), out);
	buf_free(&folded);
	return reason;
}
