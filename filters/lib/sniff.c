/* sniff: foreign formats by their first bytes.
 *
 * A log-in page or an archive under the name of a table would otherwise be read as a table of one
 * odd column. The answer depends on the bytes alone, not on how they were cut into reads. */
#include "sniff.h"

#include <ctype.h>

struct magic {
	const char *bytes; /* '?' stands for any byte */
	size_t size;
	const char *what;
};

static const char utf16_words[] = "looks like UTF-16; convert it first (iconv, am-import)";

static const struct magic magics[] = {
    {"\x1f\x8b", 2, NULL}, /* gzip */
    {"PK\3\4", 4, "is a ZIP archive"},
    {"PK\5\6", 4, "is a ZIP archive"},
    {"PK\7\10", 4, "is a ZIP archive"},
    {"\x28\xb5\x2f\xfd", 4, "is compressed with zstd; only gzip is read"},
    {"\xfd"
     "7zXZ\0",
	6, "is compressed with xz; only gzip is read"},
    {"BZh?1AY&SY", 10, "is compressed with bzip2; only gzip is read"},
    {"\x1f\x9d", 2, "is compressed with compress; only gzip is read"},
    {"\x1f\x1e", 2, "is compressed with pack; only gzip is read"},
    {"\xff\xfe\0\0", 4, "looks like UTF-32; convert it first (iconv)"},
    {"\0\0\xfe\xff", 4, "looks like UTF-32; convert it first (iconv)"},
    {"\xff\xfe", 2, utf16_words},
    {"\xfe\xff", 2, utf16_words},
};

enum {
	NUL_EARLY =
	    4, /* UTF-16 has a NUL in its first two letters, unless both are outside Latin-1 */
	NUL_LEAST = 8 /* fewer NULs are stray bytes, which the reader of records judges */
};

static bool
begins(struct span first, const struct magic *magic)
{
	size_t size = first.size < magic->size ? first.size : magic->size;

	for (size_t i = 0; i < size; i++)
		if (magic->bytes[i] != '?' && magic->bytes[i] != first.data[i])
			return false;
	return true;
}

static enum sniff
by_magic(struct span first, bool all, const char **what)
{
	bool partly = false;

	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		if (!begins(first, &magics[i]))
			continue;
		if (first.size < magics[i].size) {
			partly = true;
			continue;
		}
		/* The first two bytes of UTF-32 are those of UTF-16. */
		if (partly && !all)
			return SNIFF_MORE;
		*what = magics[i].what;
		if (!*what)
			return SNIFF_GZIP;
		return *what == utf16_words ? SNIFF_UTF16 : SNIFF_FOREIGN;
	}
	if (!partly)
		return SNIFF_PLAIN;
	if (!all)
		return SNIFF_MORE;
	return first.data[0] == magics[0].bytes[0] ? SNIFF_GZIP : SNIFF_PLAIN;
}

/* How far the bytes go along with a word, in any case: all of it, all there is, or not. */
static enum sniff
by_word(struct span text, const char *word)
{
	size_t size = strlen(word);

	for (size_t i = 0; i < size; i++) {
		if (i == text.size)
			return SNIFF_MORE;
		if (tolower((unsigned char)text.data[i]) != word[i])
			return SNIFF_PLAIN;
	}
	return SNIFF_FOREIGN;
}

static enum sniff
by_html(struct span text, const char **what)
{
	enum sniff doctype, element;

	if (text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0)
		text = (struct span){text.data + 3, text.size - 3};
	while (text.size && strchr(" \t\r\n", text.data[0]) && text.data[0])
		text = (struct span){text.data + 1, text.size - 1};
	doctype = by_word(text, "<!doctype html");
	element = by_word(text, "<html");
	*what = "is an HTML page, not a table";
	if (doctype == SNIFF_FOREIGN || element == SNIFF_FOREIGN)
		return SNIFF_HTML;
	return doctype == SNIFF_MORE || element == SNIFF_MORE ? SNIFF_MORE : SNIFF_PLAIN;
}

/* UTF-16 without a mark: more than a quarter of the even or of the odd places are NUL, and the
 * rest is not (a hole in a file is NUL all over). */
static bool
like_utf16(struct span window)
{
	size_t nuls[2] = {0, 0}, quarter = window.size / 2 / 4;

	for (size_t i = 0; i < window.size; i++)
		nuls[i % 2] += window.data[i] == 0;
	if (window.size - nuls[0] - nuls[1] < quarter)
		return false;
	return (nuls[0] >= NUL_LEAST && nuls[0] > quarter) ||
	       (nuls[1] >= NUL_LEAST && nuls[1] > quarter);
}

static enum sniff
by_nul(struct span first, bool all, const char **what)
{
	size_t early = first.size < NUL_EARLY ? first.size : NUL_EARLY;

	if (first.size == 0 || !memchr(first.data, 0, early))
		return first.size < NUL_EARLY && !all ? SNIFF_MORE : SNIFF_PLAIN;
	if (first.size < SNIFF_WINDOW && !all)
		return SNIFF_MORE;
	*what = utf16_words;
	return like_utf16(first) ? SNIFF_UTF16 : SNIFF_PLAIN;
}

enum sniff
sniff(struct span first, bool all, const char **what)
{
	enum sniff answer;

	if (first.size >= SNIFF_WINDOW) {
		first.size = SNIFF_WINDOW;
		all = true;
	}
	if (first.size == 0)
		return all ? SNIFF_PLAIN : SNIFF_MORE;
	answer = by_magic(first, all, what);
	if (answer == SNIFF_PLAIN)
		answer = by_html(first, what);
	if (answer == SNIFF_MORE && all)
		answer = SNIFF_PLAIN;
	if (answer == SNIFF_PLAIN)
		answer = by_nul(first, all, what);
	return answer;
}
