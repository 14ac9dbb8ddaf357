/* explain: see explain.h. */
#include "explain.h"

enum { WIDTH = 78, INDENT = 4 };
enum { TITLE_WHERE, TITLE_TICK, TITLE_TRAP, TITLE_HOLDS, TITLE_GRADE, TITLE_NONE, TITLES };

static const char *const english[TITLES] = {"Where to get it", "What to tick",
    "What it does not say, or says wrongly", "holds", "evidence",
    "(nothing is written down about this)"};
static const char *const spanish[TITLES] = {"Dónde se obtiene", "Qué marcar",
    "Qué no dice, o dice mal", "contiene", "prueba", "(no hay nada anotado)"};

/* How many characters begin in the UTF-8 text. */
static size_t
characters(struct span text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}

/* The next word of the text; *rest is what is behind it. */
static struct span
next_word(struct span *rest)
{
	struct span word;
	const char *blank;

	*rest = span_trim(*rest);
	blank = rest->size ? memchr(rest->data, ' ', rest->size) : NULL;
	word = (struct span){rest->data, blank ? (size_t)(blank - rest->data) : rest->size};
	*rest = (struct span){rest->data + word.size, rest->size - word.size};
	return word;
}

/* "  - " and the text, broken between words. */
static void
add_item(struct buf *out, struct span text)
{
	size_t column = INDENT;
	struct span word = next_word(&text);

	buf_add_text(out, "  - ");
	while (word.size) {
		size_t size = characters(word);

		if (column > INDENT && column + 1 + size > WIDTH) {
			buf_add_text(out, "\n    ");
			column = INDENT;
		}
		if (column > INDENT) {
			buf_add_byte(out, ' ');
			column++;
		}
		buf_add_span(out, word);
		column += size;
		word = next_word(&text);
	}
	buf_add_byte(out, '\n');
}

static bool
speaks(const struct profile_rows *rows, struct span language)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i].language.size == 0 ||
		    span_equal(rows->items[i].language, language))
			return true;
	return false;
}

static void
add_section(struct buf *out, const char *const *titles, size_t title,
    const struct profile_rows *rows, struct span language)
{
	const bool any = !speaks(rows, language);

	buf_add_byte(out, '\n');
	buf_add_text(out, titles[title]);
	buf_add_byte(out, '\n');
	for (size_t i = 0; i < rows->count; i++)
		if (any || rows->items[i].language.size == 0 ||
		    span_equal(rows->items[i].language, language))
			add_item(out, rows->items[i].value);
	if (rows->count == 0)
		add_item(out, span_of(titles[TITLE_NONE]));
}

int
explain_profile(struct sink *sink, const struct profile *profile, struct span language)
{
	const char *const *titles = span_is(language, "es") ? spanish : english;
	struct buf out = {0};
	int result;

	buf_add_text(&out, profile->name);
	buf_add_text(&out, ": ");
	buf_add_span(&out, profile_value(profile, PROFILE_SYSTEM));
	buf_add_byte(&out, '\n');
	buf_add_text(&out, titles[TITLE_HOLDS]);
	buf_add_byte(&out, ' ');
	profile_holds(profile, &out);
	buf_add_text(&out, "; ");
	buf_add_text(&out, titles[TITLE_GRADE]);
	buf_add_text(&out, ": ");
	buf_add_span(&out, profile_value(profile, PROFILE_GRADE));
	buf_add_byte(&out, '\n');
	add_section(&out, titles, TITLE_WHERE, &profile->said[PROFILE_WHERE], language);
	add_section(&out, titles, TITLE_TICK, &profile->said[PROFILE_TICK], language);
	add_section(&out, titles, TITLE_TRAP, &profile->said[PROFILE_TRAP], language);
	result = sink_write(sink, out.data, out.size);
	buf_free(&out);
	return result;
}
