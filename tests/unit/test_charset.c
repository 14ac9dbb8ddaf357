/* charset: every byte and every pair of bytes against iconv, marks, and places. */
#include "charset.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"

#define BYTES(text) ((struct span){"" text, sizeof(text) - 1})

/* What iconv makes of it, or the stand-in for what has no meaning. */
static struct span
expected(iconv_t how, const char *bytes, size_t size, char room[8])
{
	char *in = (char *)(uintptr_t)bytes, *out = room;
	size_t left = size, free_bytes = 8;

	iconv(how, NULL, NULL, NULL, NULL);
	if (iconv(how, &in, &left, &out, &free_bytes) == (size_t)-1 || left)
		return BYTES("\xff");
	return (struct span){room, 8 - free_bytes};
}

static iconv_t
open_iconv(enum charset charset)
{
	iconv_t how = iconv_open("UTF-8", charset_name(charset));

	if (how == (iconv_t)-1) {
		perror("iconv_open");
		exit(1);
	}
	return how;
}

static void
test_single(struct tap *tap, enum charset charset)
{
	iconv_t how = open_iconv(charset);
	size_t same = 0, invalid = 0;

	for (int byte = 0; byte < 256; byte++) {
		char bytes[1] = {(char)byte}, room[8];
		struct buf out = {0};
		size_t used = charset_decode(charset, (struct span){bytes, 1}, false, &out);
		struct span want = expected(how, bytes, 1, room);

		same += used == 1 && span_equal(buf_span(&out), want) &&
			charset_length(charset, buf_span(&out)) == 1;
		invalid += out.size && out.data[0] == CHARSET_INVALID;
		buf_free(&out);
	}
	tap_ok(tap, same == 256, "%s: 256 bytes as iconv has them", charset_name(charset));
	tap_ok(tap, invalid == (charset == CHARSET_WINDOWS_1252 ? 5 : 0), "%s: %zu have no meaning",
	    charset_name(charset), invalid);
	iconv_close(how);
}

/* Every unit alone, then every high surrogate with each of a few units behind it. */
static void
test_utf16(struct tap *tap, enum charset charset)
{
	static const unsigned behind[] = {
	    0x41, 0xd800, 0xdbff, 0xdc00, 0xdc01, 0xdfff, 0xe000, 0xfeff};
	bool big = charset == CHARSET_UTF16BE;
	iconv_t how = open_iconv(charset);
	size_t same = 0, pairs = 0;

	for (unsigned unit = 0; unit < 0x10000; unit++) {
		char bytes[4] = {(char)(big ? unit >> 8 : unit), (char)(big ? unit : unit >> 8)};
		char room[8];
		struct buf out = {0};
		size_t used = charset_decode(charset, (struct span){bytes, 2}, true, &out);

		same += used == 2 && span_equal(buf_span(&out), expected(how, bytes, 2, room)) &&
			charset_length(charset, buf_span(&out)) == 2;
		for (size_t i = 0; i < 8; i++) {
			unsigned low = behind[i];
			struct span want;

			if (unit < 0xd800 || unit > 0xdbff)
				continue;
			bytes[2] = (char)(big ? low >> 8 : low);
			bytes[3] = (char)(big ? low : low >> 8);
			buf_clear(&out);
			used = charset_decode(charset, (struct span){bytes, 4}, true, &out);
			want = expected(how, bytes, 4, room);
			pairs +=
			    used == 4 && charset_length(charset, buf_span(&out)) == 4 &&
			    (want.data[0] == CHARSET_INVALID ? out.data[0] == CHARSET_INVALID
							     : span_equal(buf_span(&out), want));
		}
		buf_free(&out);
	}
	tap_ok(tap, same == 0x10000, "%s: 65,536 units as iconv has them", charset_name(charset));
	tap_ok(tap, pairs == (size_t)0x400 * 8, "%s: surrogates and what stands behind them",
	    charset_name(charset));
	iconv_close(how);
}

/* Cut anywhere, the text is the same. */
static void
test_cuts(struct tap *tap)
{
	static const struct span text = {"a\0\xe9\0\x3d\xd8\x00\xde\x3d\xd8z\0\0\xd8", 14};
	struct buf whole = {0};
	size_t used = charset_decode(CHARSET_UTF16LE, text, true, &whole), same = 0;

	tap_ok(tap,
	    used == 14 &&
		span_equal(buf_span(&whole), BYTES("a\xc3\xa9\xf0\x9f\x98\x80\xff"
						   "z\xff")) &&
		charset_length(CHARSET_UTF16LE, buf_span(&whole)) == 14,
	    "a pair, and halves of one");
	for (size_t cut = 0; cut <= text.size; cut++) {
		struct buf out = {0};

		used = charset_decode(CHARSET_UTF16LE, (struct span){text.data, cut}, false, &out);
		used += charset_decode(
		    CHARSET_UTF16LE, (struct span){text.data + used, text.size - used}, true, &out);
		same += used == text.size && span_equal(buf_span(&out), buf_span(&whole));
		buf_free(&out);
	}
	tap_ok(tap, same == text.size + 1, "cut anywhere it is the same");
	buf_clear(&whole);
	used = charset_decode(CHARSET_UTF16LE, BYTES("a\0b"), true, &whole);
	tap_ok(tap, used == 2 && whole.size == 1, "half a unit at the end is left");
	buf_free(&whole);
}

static void
test_marks(struct tap *tap)
{
	static const struct {
		const char *words;
		struct span first;
		bool known, open;
		enum charset charset;
	} marks[] = {
	    {"nothing", BYTES(""), false, true, 0},
	    {"half of UTF-8's", BYTES("\xef\xbb"), false, true, 0},
	    {"UTF-8", BYTES("\xef\xbb\xbf"), true, false, CHARSET_UTF8},
	    {"half of UTF-16's", BYTES("\xfe"), false, true, 0},
	    {"UTF-16, little end first", BYTES("\xff\xfe"), true, false, CHARSET_UTF16LE},
	    {"UTF-16, big end first", BYTES("\xfe\xff"), true, false, CHARSET_UTF16BE},
	    {"a letter", BYTES("a"), false, false, 0},
	    {"no mark", BYTES("\xef\xbc"), false, false, 0},
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		enum charset charset = CHARSET_UTF8;

		tap_ok(tap,
		    charset_by_mark(marks[i].first, &charset) == marks[i].known &&
			charset_mark_open(marks[i].first) == marks[i].open &&
			(!marks[i].known || charset == marks[i].charset),
		    "mark: %s", marks[i].words);
	}
}

static void
test_names(struct tap *tap)
{
	static const char *const unknown[] = {"", "utf8", "utf-8 ", "utf-16", "cp1252", "latin1"};
	enum charset charset;

	for (int i = CHARSET_UTF8; i <= CHARSET_UTF16BE; i++)
		tap_ok(tap,
		    charset_parse(span_of(charset_name((enum charset)i)), &charset) == 0 &&
			(int)charset == i,
		    "%s", charset_name((enum charset)i));
	tap_ok(tap, charset_parse(span_of("UTF-16le"), &charset) == 0 && charset == CHARSET_UTF16LE,
	    "names in any case");
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
		tap_ok(tap, charset_parse(span_of(unknown[i]), &charset) == -1,
		    "\"%s\" is no encoding", unknown[i]);
}

int
main(void)
{
	struct tap tap = {0};

	test_single(&tap, CHARSET_WINDOWS_1252);
	test_single(&tap, CHARSET_ISO_8859_1);
	test_utf16(&tap, CHARSET_UTF16LE);
	test_utf16(&tap, CHARSET_UTF16BE);
	test_cuts(&tap);
	test_marks(&tap);
	test_names(&tap);
	return tap_done(&tap);
}
