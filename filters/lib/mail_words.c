/* mail: bytes of any charset to UTF-8, strictly, and encoded words (RFC 2047).
 *
 * The words are put together here, of GMime's decoders and iconv. What GMime has for whole headers
 * guesses a charset that it does not know, makes "?" of a byte that is not of its charset, and
 * drops what follows a word in base64 that ends in "=" (3.2.13). So an address list goes to it with
 * its words hidden, and what it says of names is shown again. */
#include <dlfcn.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

#include "mail_inside.h"
#include "num.h"
#include "utf8.h"

/* Beside the C library that iconv is part of. */
char *
mail_charset_folder(void)
{
	Dl_info library;
	const char *slash;
	struct buf path = {0};

	if (!dladdr((const void *)(uintptr_t)iconv_open, &library) || !library.dli_fname)
		return NULL;
	slash = strrchr(library.dli_fname, '/');
	if (!slash)
		return NULL;
	buf_add(&path, library.dli_fname, (size_t)(slash - library.dli_fname));
	buf_add_text(&path, "/gconv");
	buf_add_byte(&path, '\0');
	return path.data;
}

/* Names of charsets as IANA writes them; what else iconv takes (//IGNORE) is not for a sender to
 * say. */
static bool
is_charset(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789-_.:+()") == strlen(name);
}

enum csv_problem
mail_convert(struct span bytes, const char *charset, struct buf *out)
{
	gsize size = 0;
	gchar *text;
	enum csv_problem problem = CSV_ENCODING;

	if (bytes.size == 0)
		return CSV_FINE;
	if (!is_charset(charset))
		return CSV_ENCODING;
	text = g_convert(bytes.data, (gssize)bytes.size, "UTF-8",
	    g_mime_charset_iconv_name(charset), NULL, &size, NULL);
	if (text && utf8_is_valid((struct span){text, size})) {
		problem = memchr(text, '\0', size) ? CSV_NUL : CSV_FINE;
		if (problem == CSV_FINE)
			buf_add(out, text, size);
	}
	g_free(text);
	return problem;
}

enum csv_problem
mail_convert_bare(const struct mail *mail, struct span bytes, struct buf *out)
{
	if (bytes.size == 0)
		return CSV_FINE;
	if (memchr(bytes.data, '\0', bytes.size))
		return CSV_NUL;
	if (utf8_is_valid(bytes)) {
		buf_add_span(out, bytes);
		return CSV_FINE;
	}
	if (mail->charset == CHARSET_UTF8)
		return CSV_ENCODING;
	return mail_convert(
	    bytes, mail->charset == CHARSET_WINDOWS_1252 ? "windows-1252" : "iso-8859-1", out);
}

/* An encoded word: =?charset?encoding?text?= */
struct word {
	struct span charset; /* without a language behind it (RFC 2231, 5) */
	bool base64;	     /* else q */
	struct span text;
};

/* The bytes up to the next question mark; rest then begins behind it. 0, or -1. */
static int
up_to_mark(struct span *rest, struct span *part)
{
	const char *mark = rest->size ? memchr(rest->data, '?', rest->size) : NULL;

	if (!mark)
		return -1;
	*part = (struct span){rest->data, (size_t)(mark - rest->data)};
	*rest = (struct span){mark + 1, rest->size - part->size - 1};
	return 0;
}

/* Reads the word that begins at "=?". Returns its size, 0 when it is none. */
static size_t
read_word(struct span text, struct word *word)
{
	struct span rest = {text.data + 2, text.size - 2}, encoding;
	const char *star;

	if (up_to_mark(&rest, &word->charset) < 0 || up_to_mark(&rest, &encoding) < 0 ||
	    encoding.size != 1 || !memchr("bBqQ", encoding.data[0], 4) ||
	    up_to_mark(&rest, &word->text) < 0 || rest.size == 0 || rest.data[0] != '=')
		return 0;
	word->base64 = (encoding.data[0] | 0x20) == 'b';
	star = word->charset.size ? memchr(word->charset.data, '*', word->charset.size) : NULL;
	if (star)
		word->charset.size = (size_t)(star - word->charset.data);
	return (size_t)(rest.data + 1 - text.data);
}

/* Finds the next word of the text, which then begins behind it. 0, or -1 when there is none. */
static int
next_word(struct span *text, struct word *word, struct span *before)
{
	for (size_t at = 0; at + 2 <= text->size; at++) {
		struct span from = {text->data + at, text->size - at};
		size_t size = memcmp(from.data, "=?", 2) == 0 ? read_word(from, word) : 0;

		if (size) {
			*before = (struct span){text->data, at};
			*text = (struct span){from.data + size, from.size - size};
			return 0;
		}
	}
	return -1;
}

bool
mail_is_base64(struct span text)
{
	size_t size = 0, padding = 0;

	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];

		if (g_ascii_isspace(byte))
			continue;
		if (byte != '=' && byte != '+' && byte != '/' && !g_ascii_isalnum(byte))
			return false;
		if (byte != '=' && padding)
			return false;
		padding += byte == '=';
		size++;
	}
	return size % 4 == 0 && padding <= 2;
}

static bool
is_q(struct span text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] == '=' &&
		    (text.size - i < 3 || !g_ascii_isxdigit(text.data[i + 1]) ||
			!g_ascii_isxdigit(text.data[i + 2])))
			return false;
	return true;
}

/* Appends the bytes that the word stands for. 0, or -1. */
static int
decode(const struct word *word, struct buf *out)
{
	GMimeEncoding state;
	struct buf text = {0};

	if (!(word->base64 ? mail_is_base64 : is_q)(word->text))
		return -1;
	buf_add_span(&text, word->text);
	for (size_t i = 0; !word->base64 && i < text.size; i++)
		if (text.data[i] == '_')
			text.data[i] = ' ';
	g_mime_encoding_init_decode(&state,
	    word->base64 ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	buf_reserve(out, g_mime_encoding_outlen(&state, text.size) + 1);
	out->size += g_mime_encoding_flush(&state, text.data, text.size, out->data + out->size);
	buf_free(&text);
	return 0;
}

/* Words in q of one charset are one text: a character may begin in one and end in the next, though
 * it should not. */
static bool
goes_on(const struct word *before, const struct word *word)
{
	return !before->base64 && !word->base64 && before->charset.size == word->charset.size &&
	       g_ascii_strncasecmp(before->charset.data, word->charset.data, word->charset.size) ==
		   0;
}

/* Appends the bytes of the word, and of those before it that it went on from, to out. */
static enum csv_problem
convert(const struct word *word, struct buf *bytes, struct buf *out)
{
	char *charset = xcopy(word->charset);
	enum csv_problem problem = mail_convert(buf_span(bytes), charset, out);

	free(charset);
	buf_clear(bytes);
	return problem;
}

/* Encoded words with blanks alone between them. */
struct run {
	struct span before; /* what stands between the last run and this one */
	struct span raw;
};

/* Takes the next run off the text and appends what it says to out. *found: there was one. */
static enum csv_problem
next_run(struct span *text, struct run *run, struct buf *out, bool *found)
{
	struct span rest = *text, between;
	struct buf bytes = {0};
	struct word last, word;
	enum csv_problem problem = CSV_FINE;

	*found = next_word(&rest, &last, &run->before) == 0;
	if (!*found)
		return CSV_FINE;
	run->raw.data = text->data + run->before.size;
	if (decode(&last, &bytes) < 0)
		problem = CSV_ENCODING;
	for (*text = rest; problem == CSV_FINE; last = word, *text = rest) {
		if (next_word(&rest, &word, &between) < 0 || span_trim(between).size)
			break;
		if (!goes_on(&last, &word))
			problem = convert(&last, &bytes, out);
		if (problem == CSV_FINE && decode(&word, &bytes) < 0)
			problem = CSV_ENCODING;
	}
	if (problem == CSV_FINE)
		problem = convert(&last, &bytes, out);
	run->raw.size = (size_t)(text->data - run->raw.data);
	buf_free(&bytes);
	return problem;
}

enum csv_problem
mail_decode_words(struct span text, struct buf *out)
{
	struct buf said = {0};
	enum csv_problem problem;
	struct run run;
	bool found = true;

	do {
		problem = next_run(&text, &run, &said, &found);
		if (problem == CSV_FINE && found)
			buf_add_span(out, run.before);
		buf_add_span(out, buf_span(&said));
		buf_clear(&said);
	} while (problem == CSV_FINE && found);
	buf_add_span(out, text);
	buf_free(&said);
	return problem;
}

/* In a hidden text "=" is written "=e", and the run of number N "=wN=": all of it letters that an
 * address list takes wherever it takes a word. */
static void
hide(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.size; i++) {
		buf_add_byte(out, text.data[i]);
		if (text.data[i] == '=')
			buf_add_byte(out, 'e');
	}
}

static void
hide_run(struct mail *mail, const struct run *run, struct span said, struct buf *out)
{
	char token[32];

	mail->hidden = xrealloc(mail->hidden, mail->hidden_count + 1, sizeof *mail->hidden);
	mail->hidden[mail->hidden_count] = (struct mail_hidden){
	    arena_copy(&mail->arena, run->raw), arena_copy(&mail->arena, said)};
	snprintf(token, sizeof token, "=w%zu=", mail->hidden_count++);
	hide(run->before, out);
	buf_add_text(out, token);
}

enum csv_problem
mail_hide_words(struct mail *mail, struct span text, struct buf *out)
{
	struct buf said = {0};
	enum csv_problem problem;
	struct run run;
	bool found;

	mail->hidden_count = 0;
	while ((problem = next_run(&text, &run, &said, &found)) == CSV_FINE && found) {
		hide_run(mail, &run, buf_span(&said), out);
		buf_clear(&said);
	}
	hide(text, out);
	buf_free(&said);
	return problem;
}

void
mail_show_words(const struct mail *mail, const char *text, bool decoded, struct buf *out)
{
	while (*text) {
		const char *end = text[0] == '=' && text[1] == 'w' ? strchr(text + 2, '=') : NULL;
		uint64_t number;

		buf_add_byte(out, *text);
		if (text[0] == '=' && text[1] == 'e') {
			text++;
		} else if (end &&
			   num_unsigned((struct span){text + 2, (size_t)(end - text) - 2}, 0,
			       SIZE_MAX, &number) == 0 &&
			   number < mail->hidden_count) {
			const struct mail_hidden *hidden = &mail->hidden[number];

			out->size--;
			buf_add_span(out, decoded ? hidden->said : hidden->raw);
			text = end;
		}
		text++;
	}
}
