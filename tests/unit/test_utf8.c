/* utf8: what is valid, and folding of every character there is. */
#include "utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const char *const valid[] = {
    "",
    "plain",
    "caf\xc3\xa9",
    "\xc2\x80",
    "\xdf\xbf",
    "\xe0\xa0\x80",
    "\xed\x9f\xbf",
    "\xee\x80\x80",
    "\xef\xbf\xbf",
    "\xf0\x90\x80\x80",
    "\xf4\x8f\xbf\xbf",
};

static const char *const invalid[] = {
    "\x80",
    "\xbf",
    "\xc3",
    "\xc0\x80",
    "\xc1\xbf",
    "\xe0\x9f\xbf",
    "\xe2\x82",
    "\xed\xa0\x80",
    "\xed\xbf\xbf",
    "\xf0\x8f\xbf\xbf",
    "\xf0\x9f\x98",
    "\xf4\x90\x80\x80",
    "\xf5\x80\x80\x80",
    "\xf8\x88\x80\x80\x80",
    "\xfe",
    "\xff",
    "caf\xe9",
    "\xc3\x28",
};

/* The text is tried at all places of a longer ASCII text, so that each of the fast steps meets it.
 */
static size_t
count_at_places(const char *text, bool (*holds)(struct span))
{
	char room[160];
	size_t size = strlen(text), count = 0;

	for (size_t at = 0; at < 100; at++) {
		memset(room, 'a', sizeof room);
		memcpy(room + at, text, size);
		count += holds((struct span){room, 120});
	}
	return count;
}

static void
test_valid(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(valid); i++)
		tap_ok(tap,
		    utf8_is_valid(span_of(valid[i])) &&
			count_at_places(valid[i], utf8_is_valid) == 100,
		    "valid %zu", i);
	for (size_t i = 0; i < COUNT(invalid); i++)
		tap_ok(tap,
		    !utf8_is_valid(span_of(invalid[i])) &&
			count_at_places(invalid[i], utf8_is_valid) == 0,
		    "invalid %zu", i);
	tap_ok(tap, utf8_is_valid((struct span){NULL, 0}), "no memory is valid");
	tap_ok(tap, !utf8_is_valid((struct span){"caf\xc3\xa9", 4}), "a character cut by the end");
}

/* Texts of 1 to 40 bytes one behind another, with a byte or a character in each that says what they
 * are. */
static void
test_valid_ahead(struct tap *tap)
{
	static const char *const marks[] = {
	    "a", "a", "\xc3\xb1", "a", "\x80", "a", "a", "\xe2\x82\xac", "\xff"};
	struct buf all = {0};
	size_t ends[400], wrong = 0;

	for (size_t i = 0; i < COUNT(ends); i++) {
		for (size_t k = 0; k < i * 7 % 40; k++)
			buf_add_byte(&all, 'x');
		buf_add_text(&all, marks[i * i % 11 % COUNT(marks)]);
		ends[i] = all.size;
	}
	for (size_t first = 0; first < COUNT(ends); first++) {
		const char *ascii = NULL;

		for (size_t i = first; i < COUNT(ends); i++) {
			size_t from = i ? ends[i - 1] : 0;
			struct span text = {all.data + from, ends[i] - from};

			wrong += utf8_is_valid_ahead(text, all.data + all.size, &ascii) !=
				 utf8_is_valid(text);
			wrong += utf8_is_valid_ahead(text, NULL, &ascii) != utf8_is_valid(text);
		}
	}
	tap_ok(tap, wrong == 0, "looking ahead says the same of each text");
	buf_free(&all);
}

static void
test_ascii(struct tap *tap)
{
	static const char all[] = "\0\x01 \n\x7f";

	tap_ok(tap, utf8_is_ascii((struct span){all, sizeof all - 1}), "NUL and DEL are ASCII");
	tap_ok(tap, utf8_is_ascii((struct span){NULL, 0}), "no memory is ASCII");
	tap_ok(tap, count_at_places("b", utf8_is_ascii) == 100, "ASCII at all places");
	tap_ok(tap, count_at_places("\x80", utf8_is_ascii) == 0, "one high byte at all places");
	tap_ok(tap, count_at_places("\xff", utf8_is_ascii) == 0, "another high byte");
	tap_ok(tap, utf8_is_ascii((struct span){"aaaaaaaa\x80", 8}),
	    "a byte behind the span is not read");
}

static const struct {
	const char *text, *folded; /* NULL: not valid */
} folds[] = {
    {"", ""},
    {"Ana@Example.COM", "ana@example.com"},
    {"@AZ[`az{", "@az[`az{"},
    {"0123456789-_.+ \t", "0123456789-_.+ \t"},
    {"JOS\xc3\x89", "jos\xc3\xa9"},
    {"JOSE\xcc\x81", "jos\xc3\xa9"}, /* E, COMBINING ACUTE ACCENT */
    {"\xc3\x91U\xc3\x91"
     "EZ",
	"\xc3\xb1u\xc3\xb1"
	"ez"},
    {"STRASSE stra\xc3\x9f"
     "e",
	"strasse stra\xc3\x9f"
	"e"},			  /* lower case, not case folding */
    {"\xe1\xba\x9e", "\xc3\x9f"}, /* CAPITAL SHARP S */
    {"I", "i"},
    {"\xc4\xb0", "i\xcc\x87"},		      /* CAPITAL I WITH DOT: no Turkish rule */
    {"\xc4\xb1", "\xc4\xb1"},		      /* DOTLESS I stays */
    {"\xe2\x84\xaa", "k"},		      /* KELVIN SIGN */
    {"\xe2\x84\xab", "\xc3\xa5"},	      /* ANGSTROM SIGN */
    {"\xef\xbc\xa1", "\xef\xbd\x81"},	      /* FULLWIDTH A: NFC keeps it apart from a */
    {"\xef\xac\x81", "\xef\xac\x81"},	      /* LIGATURE FI: NFC keeps it */
    {"\xd0\x90\xd0\x91", "\xd0\xb0\xd0\xb1"}, /* Cyrillic */
    {"\xce\xa3\xce\xa3\xcf\x82.\xce\xa3", "\xcf\x83\xcf\x83\xcf\x83.\xcf\x83"}, /* final or not */
    {"\xf0\x90\x90\x80", "\xf0\x90\x90\xa8"},	/* DESERET CAPITAL LONG I */
    {"q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87"}, /* marks in canonical order */
    {"caf\xe9", NULL},
    {"\xed\xa0\x80", NULL},
    {"ABC\xc3", NULL},
};

static void
test_fold(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(folds); i++) {
		struct buf out = {0};
		const char *want = folds[i].folded ? folds[i].folded : "";
		int status;

		buf_add_text(&out, "kept:");
		status = utf8_fold(span_of(folds[i].text), &out);
		tap_ok(tap,
		    status == (folds[i].folded ? 0 : -1) && out.size == 5 + strlen(want) &&
			memcmp(out.data, "kept:", 5) == 0 &&
			memcmp(out.data + 5, want, out.size - 5) == 0,
		    "fold %zu", i);
		buf_free(&out);
	}
}

static void
test_lower(struct tap *tap)
{
	struct buf out = {0};

	tap_ok(tap,
	    utf8_lower(span_of("JOSE\xcc\x81 \xc3\x91 \xe2\x84\xab"), &out) == 0 &&
		span_is(buf_span(&out), "jose\xcc\x81 \xc3\xb1 \xc3\xa5"),
	    "lower case composes nothing");
	tap_ok(tap, utf8_lower(span_of("A\xe9"), &out) == -1, "and must be UTF-8");
	buf_free(&out);
}

static const struct {
	const char *text;
	enum utf8_kind kind;
	size_t size;
} kinds[] = {
    {"a ", UTF8_OTHER, 1},
    {" a", UTF8_BLANK, 1},
    {"\t", UTF8_BLANK, 1},
    {"\r", UTF8_BLANK, 1},
    {"\x1f", UTF8_CONTROL, 1},
    {"\x7f", UTF8_CONTROL, 1},
    {"\xc2\x80", UTF8_CONTROL, 2},
    {"\xc2\x85", UTF8_BLANK, 2}, /* NEXT LINE */
    {"\xc2\xa0x", UTF8_BLANK, 2},
    {"\xc2\xad", UTF8_MARK, 2},
    {"\xe2\x80\x8b", UTF8_MARK, 3},
    {"\xef\xbb\xbf", UTF8_MARK, 3},
    {"\xe3\x80\x80", UTF8_BLANK, 3},
    {"\xe2\x80\x91", UTF8_DASH, 3},
    {"\xe2\x88\x92", UTF8_DASH, 3},
    {"-", UTF8_OTHER, 1},
    {"\xc3\xa9", UTF8_OTHER, 2},
    {"\xf0\x9f\x98\x8a.", UTF8_OTHER, 4},
};

static void
test_first(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		size_t size;

		tap_ok(tap,
		    utf8_kind_of(utf8_first(span_of(kinds[i].text), &size)) == kinds[i].kind &&
			size == kinds[i].size,
		    "first %zu", i);
	}
}

static void
test_fold_long(struct tap *tap)
{
	struct buf text = {0}, out = {0};
	bool same = true;

	for (int i = 0; i < 5000; i++)
		buf_add_text(&text, "\xc3\x89");
	tap_ok(tap, utf8_fold(buf_span(&text), &out) == 0 && out.size == 10000, "a long text");
	for (size_t i = 0; i < out.size; i++)
		same = same && out.data[i] == "\xc3\xa9"[i % 2];
	tap_ok(tap, same, "is folded to its end");
	buf_clear(&out);
	tap_ok(tap,
	    utf8_fold((struct span){"A\0B\xc3\x89", 5}, &out) == 0 &&
		span_equal(buf_span(&out), (struct span){"a\0b\xc3\xa9", 5}),
	    "NUL is a character like others");
	buf_free(&text);
	buf_free(&out);
}

static struct span
fold(struct buf *out, const uint8_t *text, size_t size)
{
	buf_clear(out);
	if (utf8_fold((struct span){(const char *)text, size}, out) != 0)
		buf_add_text(out, "NOT VALID");
	return buf_span(out);
}

/* For every character, alone and between others: one written composed and decomposed folds to the
 * same, folding twice changes nothing, and what comes out is NFC. */
static void
test_fold_all(struct tap *tap)
{
	struct buf once = {0}, again = {0}, apart = {0};
	size_t characters = 0, unstable = 0, unequal = 0, loose = 0;

	for (ucs4_t c = 1; c < 0x110000; c++) {
		uint8_t text[16] = "x", nfd[64], nfc[64];
		size_t nfd_size = sizeof nfd, nfc_size = sizeof nfc, size = 1;
		int width = u8_uctomb(text + size, c, 4);

		if (width < 0 || (c > 0x30000 && c < 0xe0000))
			continue;
		size += (size_t)width;
		if (c % 2)
			size += (size_t)u8_uctomb(text + size, 0x301, 4);
		u8_normalize(UNINORM_NFD, text, size, nfd, &nfd_size);
		fold(&once, text, size);
		fold(&again, (const uint8_t *)once.data, once.size);
		fold(&apart, nfd, nfd_size);
		u8_normalize(UNINORM_NFC, (const uint8_t *)once.data, once.size, nfc, &nfc_size);
		unstable += !span_equal(buf_span(&once), buf_span(&again));
		unequal += !span_equal(buf_span(&once), buf_span(&apart));
		loose += !span_equal(buf_span(&once), (struct span){(const char *)nfc, nfc_size});
		characters++;
	}
	tap_ok(tap, unstable == 0, "folding twice is folding once (%zu of %zu differ)", unstable,
	    characters);
	tap_ok(tap, unequal == 0, "composed and decomposed fold alike (%zu differ)", unequal);
	tap_ok(tap, loose == 0, "what is folded is NFC (%zu are not)", loose);
	buf_free(&once);
	buf_free(&again);
	buf_free(&apart);
}

static void
test_assigned(struct tap *tap)
{
	static const char *const yes[] = {
	    "", "ana", "Jos\xc3\xa9", "\xf0\x9f\x98\x80", "a\xcc\x81"};
	static const char *const no[] = {
	    "a\xcd\xb8", "\xee\x80\x80", "\xef\xb7\xaf", "a\xf4\x8f\xbf\xbd", "\xf3\xa0\x80\x80"};

	for (size_t i = 0; i < COUNT(yes); i++)
		tap_ok(tap, utf8_is_assigned(span_of(yes[i])), "assigned %zu", i);
	for (size_t i = 0; i < COUNT(no); i++)
		tap_ok(tap, !utf8_is_assigned(span_of(no[i])), "not assigned %zu", i);
}

static const struct {
	const char *text, *folded; /* NULL: not valid */
} letters[] = {
    {"", ""},
    {"Cd. JU/[z]", "cd. ju/[z]"},
    {"M\xc3\x89XICO", "mexico"},
    {"Me\xcc\x81xico", "mexico"},
    {"\xc3\x91 \xc3\xbc \xc3\xa7", "n u c"},
    {"N\xc2\xba 5\xc2\xb2", "no 52"},
    {"Stra\xc3\x9f"
     "e",
	"strasse"},
    {"\xc3\x98 \xc5\x81 \xc3\x86 \xc3\x90", "\xc3\xb8 \xc5\x82 \xc3\xa6 \xc3\xb0"}, /* no marks */
    {"\xc4\xb0 \xc4\xb1", "i \xc4\xb1"},
    {"\xef\xbc\xa1\xef\xbc\x8f\xef\xbc\x9f", "a/?"}, /* full-width A, solidus, question mark */
    {"\xef\xac\x81", "fi"},
    {"\xe3\x8e\x92", "mhz"},				    /* SQUARE MHZ */
    {"\xce\xb1\xcd\x85 \xe1\xbe\xb3", "\xce\xb1 \xce\xb1"}, /* iota subscript is a mark */
    {"\xce\xa3\xcf\x82", "\xcf\x83\xcf\x83"},
    {"a\xe2\x80\x8b\xc2\xad\xef\xbb\xbf"
     "b",
	"ab"},
    {"a\xc2\xa0"
     "b\xe2\x80\x94"
     "c\xe2\x80\x99\xef\xbf\xbd",
	"a b c  "},
    {"1\xe2\x83\xa3", "1"},				      /* ENCLOSING KEYCAP */
    {"\xe0\xa4\x95\xe0\xa4\xbe", "\xe0\xa4\x95\xe0\xa4\xbe"}, /* a spacing mark stays */
    {"caf\xe9", NULL},
    {"ABC\xc3", NULL},
};

static void
test_letters(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(letters); i++) {
		struct buf out = {0};
		const char *want = letters[i].folded ? letters[i].folded : "";
		int status;

		buf_add_text(&out, "kept:");
		status = utf8_fold_letters(span_of(letters[i].text), &out);
		if (!tap_ok(tap,
			status == (letters[i].folded ? 0 : -1) && out.size == 5 + strlen(want) &&
			    memcmp(out.data + 5, want, out.size - 5) == 0,
			"letters %zu", i))
			printf("# got %.*s\n", (int)out.size, out.data);
		buf_free(&out);
	}
}

static struct span
fold_letters(struct buf *out, const uint8_t *text, size_t size)
{
	buf_clear(out);
	if (utf8_fold_letters((struct span){(const char *)text, size}, out) != 0)
		buf_add_text(out, "NOT VALID");
	return buf_span(out);
}

/* Every character behind a letter and before marks that normalising may move. */
static void
test_letters_all(struct tap *tap)
{
	static const ucs4_t marks[] = {0x301, 0x345, 0x1b44, 0x200d, 0x1d165, 0x302e};
	struct buf once = {0}, again = {0}, apart = {0};
	size_t characters = 0, unstable = 0, unequal = 0, cased = 0;

	for (ucs4_t c = 1; c < 0x110000; c++) {
		uint8_t text[24] = "x", nfd[96], upper[96];
		size_t nfd_size = sizeof nfd, size = 1;
		int width = u8_uctomb(text + size, c, 4);

		if (width < 0 || (c > 0x30000 && c < 0xe0000))
			continue;
		size += (size_t)width;
		for (size_t i = 0; i < c % 4; i++)
			size +=
			    (size_t)u8_uctomb(text + size, marks[(c / 4 + i) % COUNT(marks)], 4);
		u8_normalize(UNINORM_NFD, text, size, nfd, &nfd_size);
		fold_letters(&once, text, size);
		fold_letters(&again, (const uint8_t *)once.data, once.size);
		fold_letters(&apart, nfd, nfd_size);
		unstable += !span_equal(buf_span(&once), buf_span(&again));
		unequal += !span_equal(buf_span(&once), buf_span(&apart));
		size = u8_uctomb(upper, uc_toupper(c), 4) > 0 ? 1 : 0;
		if (size) {
			fold_letters(&again, upper, (size_t)u8_uctomb(upper, uc_toupper(c), 4));
			fold_letters(&apart, text + 1, (size_t)width);
			cased += c != 0x131 && c != 0x345 && c != 0x1fbe &&
				 !span_equal(buf_span(&again), buf_span(&apart));
		}
		characters++;
	}
	tap_ok(
	    tap, unstable == 0, "letters folded twice (%zu of %zu differ)", unstable, characters);
	tap_ok(tap, unequal == 0, "letters composed and decomposed (%zu differ)", unequal);
	tap_ok(tap, cased == 0, "letters of either case (%zu differ)", cased);
	buf_free(&once);
	buf_free(&again);
	buf_free(&apart);
}

static const struct {
	const char *text, *trimmed;
} trims[] = {
    {"", ""}, {"a", "a"}, {" \t\n\v\f\r", ""}, {"  a b  ", "a b"},
    {"\xc2\xa0"
     "a\xc2\xa0",
	"a"}, /* NO-BREAK SPACE */
    {"\xc2\x85"
     "a\xe2\x80\xa8",
	"a"}, /* NEXT LINE, LINE SEPARATOR */
    {"\xef\xbb\xbf"
     "a\xef\xbb\xbf",
	"a"}, /* U+FEFF */
    {"\xe2\x80\x8b"
     "a\xe2\x80\x8f",
	"a"}, /* ZERO WIDTH SPACE, RIGHT-TO-LEFT MARK */
    {"\xe2\x80\xaa"
     "a\xe2\x80\xae",
	"a"}, /* embeddings */
    {"\xe2\x81\xa0"
     "a\xe2\x81\xa9",
	"a"}, /* WORD JOINER, POP DIRECTIONAL ISOLATE */
    {"\xc2\xad"
     "a\xc2\xad",
	"a"},			      /* SOFT HYPHEN */
    {" \xc2\xa0\xe3\x80\x80 a", "a"}, /* IDEOGRAPHIC SPACE */
    {"\xe1\x9a\x80"
     "a\xe2\x80\x80",
	"a"}, /* OGHAM SPACE, EN QUAD */
    {"a\xe2\x80\x8b"
     "b",
	"a\xe2\x80\x8b"
	"b"}, /* inside it stays */
    {"\xe2\x80\x90"
     "a\xe2\x80\xa7",
	"\xe2\x80\x90"
	"a\xe2\x80\xa7"}, /* just outside the ranges */
    {"\xe2\x80\xaf"
     "a\xe2\x81\x9f",
	"a"}, /* U+202F, U+205F are White_Space */
    {"\xe2\x81\xaa"
     "a\xd8\x9c",
	"a"}, /* INHIBIT SYMMETRIC SWAPPING, ARABIC LETTER MARK */
    {"\xe1\xa0\x8e"
     "a\xef\xb8\x8f\xf3\xa0\x81\xa1",
	"a"}, /* MONGOLIAN VOWEL SEPARATOR, VARIATION SELECTOR-16, TAG SMALL LETTER A */
    {"\xe3\x85\xa4"
     "a\xcd\x8f",
	"a"}, /* HANGUL FILLER, COMBINING GRAPHEME JOINER */
    {"\xe2\x80\x8d\xc3\xa9\xe2\x80\x8c\xe2\x80\x8d ", "\xc3\xa9\xe2\x80\x8c"}, /* a joiner of e */
    {"a\xe2\x80\x8d", "a"}, {"\xc2\xa0\xe2\x80\x8d", ""}, {"\xff\xe2\x80\x8d", "\xff"},
    {"\xe2\x80\x8d", ""},
    {"\xd8\x80"
     "a\xe2\xa0\x80",
	"\xd8\x80"
	"a\xe2\xa0\x80"}, /* ARABIC NUMBER SIGN and BRAILLE BLANK are seen */
    {"\x1f"
     "a\x1c",
	"\x1f"
	"a\x1c"}, /* neither are these */
    {"\xc3\xa1 \xc3\xa1", "\xc3\xa1 \xc3\xa1"}, {" \xff ", "\xff"},
    {"\xa0 a \xa0", "\xa0 a \xa0"}, /* Latin-1 is not UTF-8 */
    {" \xc2", "\xc2"}, {"\xc2 ", "\xc2"}, {"a\xe2\x80", "a\xe2\x80"},
    {"a\x8b\x80\x80\x80 ", "a\x8b\x80\x80\x80"}, {"\xc2\xa0\xa0", "\xa0"},
    {"\xc0\xa0"
     "a\xc0\xa0",
	"\xc0\xa0"
	"a\xc0\xa0"}, /* an overlong blank */
};

static void
test_trim(struct tap *tap)
{
	struct span text;

	for (size_t i = 0; i < COUNT(trims); i++)
		tap_ok(tap, span_is(utf8_trim(span_of(trims[i].text)), trims[i].trimmed),
		    "trim %zu", i);
	text = utf8_trim((struct span){NULL, 0});
	tap_ok(tap, text.size == 0, "no memory is trimmed");
	text = utf8_trim((struct span){" a\xc2\xa0", 3});
	tap_ok(tap, span_is(text, "a\xc2"), "a blank cut by the end is none");
}

static const struct {
	const char *text;
	uint32_t character;
	size_t size;
	int digit;
	bool blank;
} characters[] = {
    {"a ", 'a', 1, -1, false}, {"7a", '7', 1, 7, false}, {" ", ' ', 1, -1, true},
    {"\xc2\xa0x", 0xa0, 2, -1, true}, {"\xc2\xadx", 0xad, 2, -1, true}, /* a soft hyphen */
    {"\xc2\xb2x", 0xb2, 2, -1, false},	      /* superscript two is no decimal digit */
    {"\xd9\xa3\xd9\xa4", 0x663, 2, 3, false}, /* Arabic-Indic three */
    {"\xef\xbc\x99", 0xff19, 3, 9, false},    /* full-width nine */
    {"\xe2\x80\x8b", 0x200b, 3, -1, true},
    {"\xf0\x9d\x9f\x8e.", 0x1d7ce, 4, 0, false}, /* mathematical bold zero */
};

static void
test_characters(struct tap *tap)
{
	for (size_t i = 0; i < COUNT(characters); i++) {
		size_t size = 0;
		uint32_t character = utf8_first(span_of(characters[i].text), &size);

		tap_ok(tap,
		    character == characters[i].character && size == characters[i].size &&
			utf8_digit(character) == characters[i].digit &&
			utf8_is_blank(character) == characters[i].blank,
		    "character %zu", i);
	}
}

/* Every byte at each place of the words that are taken at once. */
static void
test_lower_ascii(struct tap *tap)
{
	struct buf out = {0};
	bool fine = true;

	for (int byte = 0; byte < 256; byte++) {
		for (size_t at = 0; at < 20; at++) {
			char text[20], want[20];

			memset(text, byte ^ 0xff, sizeof text);
			memset(want, byte ^ 0xff, sizeof want);
			text[at] = want[at] = (char)byte;
			for (size_t i = 0; i < sizeof want; i++)
				if (want[i] >= 'A' && want[i] <= 'Z')
					want[i] = (char)(want[i] | 0x20);
			buf_clear(&out);
			buf_add_byte(&out, 'X');
			utf8_lower_ascii((struct span){text, at + 1}, &out);
			fine = fine && out.size == at + 2 && out.data[0] == 'X' &&
			       memcmp(out.data + 1, want, at + 1) == 0;
		}
	}
	tap_ok(tap, fine, "A to Z are lower-cased, no other byte changes");
	buf_clear(&out);
	utf8_lower_ascii((struct span){NULL, 0}, &out);
	tap_ok(tap, out.size == 0, "nothing of nothing");
	buf_free(&out);
}

int
main(void)
{
	struct tap tap = {0};

	test_valid(&tap);
	test_valid_ahead(&tap);
	test_ascii(&tap);
	test_fold(&tap);
	test_lower(&tap);
	test_lower_ascii(&tap);
	test_first(&tap);
	test_fold_long(&tap);
	test_fold_all(&tap);
	test_letters(&tap);
	test_letters_all(&tap);
	test_assigned(&tap);
	test_trim(&tap);
	test_characters(&tap);
	return tap_done(&tap);
}
