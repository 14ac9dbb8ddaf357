/* mbox: the messages of one file.
 *
 * Whether a line "From " begins a message is known when the line behind it was seen: it is kept
 * until then, and that line is looked at again. */
#include "mbox.h"

#include <inttypes.h>
#include <stdlib.h>

#include "err.h"
#include "pieces.h"

enum { LINE_LIMIT = 1 << 26 };

struct mbox {
	struct pieces *pieces;
	const char *name;
	struct mbox_options options;
	bool begun, ended;
	bool many;	    /* an mbox */
	struct piece line;  /* the last one read */
	bool again;	    /* it is yet to be looked at */
	uint64_t end;	    /* plain bytes up to its end */
	bool blank;	    /* the line before it is empty */
	struct piece start; /* the line that the next message begins with; its text is not kept */
	struct buf from;    /* a line "From " that may be one */
	struct buf text;    /* of the message */
	size_t header;	    /* bytes of text that are its header, when in_header is over */
	bool in_header, blank_end; /* the text ends in an empty line */
	bool too_long;
};

static bool
begins(struct span text, const char *with)
{
	size_t size = strlen(with);

	return text.size >= size && memcmp(text.data, with, size) == 0;
}

static enum read_status
next_line(struct mbox *m)
{
	enum read_status status;

	if (m->again) {
		m->again = false;
		return m->ended ? READ_END : READ_RECORD;
	}
	m->blank = m->line.text.size == 0;
	status = pieces_line(m->pieces, &m->line);
	if (status == READ_RECORD)
		m->end = m->line.offset + m->line.length;
	m->ended = status == READ_END;
	return status;
}

/* The size of the field name that the line begins with, 0 if with none: RFC 5322, 3.6.8, and blanks
 * before the colon (4.5). */
static size_t
field_name(struct span line, size_t *colon)
{
	size_t size = 0;

	while (size < line.size && line.data[size] > ' ' && line.data[size] < 0x7f &&
	       line.data[size] != ':')
		size++;
	*colon = size;
	while (*colon < line.size && (line.data[*colon] == ' ' || line.data[*colon] == '\t'))
		(*colon)++;
	return *colon < line.size && line.data[*colon] == ':' ? size : 0;
}

/* The next word of a line; empty at its end. */
static struct span
next_word(struct span *rest)
{
	struct span word;
	size_t size = 0;

	*rest = span_trim(*rest);
	while (size < rest->size && rest->data[size] != ' ' && rest->data[size] != '\t')
		size++;
	word = (struct span){rest->data, size};
	*rest = (struct span){rest->data + size, rest->size - size};
	return word;
}

/* Is the word one of those of three letters? */
static bool
is_one_of(struct span word, const char *words)
{
	for (; word.size == 3 && *words; words += 3)
		if (memcmp(word.data, words, 3) == 0)
			return true;
	return false;
}

static bool
are_digits(struct span word, size_t least, size_t most)
{
	for (size_t i = 0; i < word.size; i++)
		if (word.data[i] < '0' || word.data[i] > '9')
			return false;
	return word.size >= least && word.size <= most;
}

/* 12:00 or 12:00:00 */
static bool
is_clock(struct span word)
{
	return (word.size == 5 || (word.size == 8 && word.data[5] == ':')) && word.data[2] == ':' &&
	       are_digits((struct span){word.data, 2}, 2, 2) &&
	       are_digits((struct span){word.data + 3, 2}, 2, 2);
}

/* Does the line hold a time as asctime(3) writes it, perhaps with a zone before or behind the year?
 */
static bool
holds_time(struct span line)
{
	while (line.size) {
		struct span rest;

		if (!is_one_of(next_word(&line), "MonTueWedThuFriSatSun"))
			continue;
		rest = line;
		if (!is_one_of(next_word(&rest), "JanFebMarAprMayJunJulAugSepOctNovDec") ||
		    !are_digits(next_word(&rest), 1, 2) || !is_clock(next_word(&rest)))
			continue;
		while (rest.size)
			if (are_digits(next_word(&rest), 4, 4))
				return true;
	}
	return false;
}

static void
add_line(struct mbox *m, struct span line)
{
	size_t limit = m->in_header ? m->options.header_limit : m->options.text_limit;

	m->blank_end = line.size == 0;
	if (!m->in_header && !m->options.body)
		return;
	if (line.size >= limit || m->text.size > limit - line.size - 1) {
		m->too_long = true;
		return;
	}
	buf_add_span(&m->text, line);
	buf_add_byte(&m->text, '\n');
}

/* A line of the message. Old mailboxes have their "From " line, quoted, in the header. */
static void
take_line(struct mbox *m, struct span line)
{
	struct span quoted = line;

	while (quoted.size && quoted.data[0] == '>')
		quoted = (struct span){quoted.data + 1, quoted.size - 1};
	if (m->many && quoted.size < line.size && begins(quoted, "From ")) {
		if (m->in_header)
			return;
		line = (struct span){line.data + 1, line.size - 1};
	}
	if (m->in_header && line.size == 0) {
		m->header = m->text.size;
		m->in_header = false;
	}
	add_line(m, line);
}

enum from { FROM_TEXT, FROM_MESSAGE, FROM_ERROR };

static enum from
not_sure(const struct mbox *m, const struct piece *from, const char *why)
{
	warn("%s:%" PRIu64 ": a line From that may begin a message, but %s", m->name, from->line,
	    why);
	return FROM_ERROR;
}

/* The line at hand begins with "From ": what is it? Reads the line behind it. */
static enum from
judge_from(struct mbox *m, struct piece *from)
{
	const bool blank = m->blank, time = holds_time(m->line.text);
	size_t colon;

	*from = m->line;
	buf_clear(&m->from);
	buf_add_span(&m->from, m->line.text);
	if (next_line(m) == READ_ERROR)
		return FROM_ERROR;
	m->again = true;
	m->blank = false;
	if (m->ended || (!field_name(m->line.text, &colon) && !begins(m->line.text, ">From ")))
		return FROM_TEXT;
	if (time && m->in_header)
		return not_sure(m, from, "stands in a header");
	if (blank && !time)
		return not_sure(m, from, "has no time in it as RFC 4155 wants");
	return time ? FROM_MESSAGE : FROM_TEXT;
}

/* Finds the first line that is not empty. */
static enum read_status
begin(struct mbox *m)
{
	enum read_status status;

	m->begun = true;
	do
		status = next_line(m);
	while (status == READ_RECORD && m->line.text.size == 0);
	if (status != READ_RECORD)
		return status;
	m->start = m->line;
	m->many = begins(m->line.text, "From ");
	m->again = !m->many;
	return READ_RECORD;
}

/* Takes lines up to the line that begins the next message, or the end. */
static enum read_status
read_lines(struct mbox *m, struct piece *next)
{
	enum read_status status;

	while ((status = next_line(m)) == READ_RECORD) {
		enum from from;

		if (!m->many || !begins(m->line.text, "From ")) {
			take_line(m, m->line.text);
			continue;
		}
		from = judge_from(m, next);
		if (from != FROM_TEXT)
			return from == FROM_MESSAGE ? READ_RECORD : READ_ERROR;
		take_line(m, buf_span(&m->from));
	}
	return status;
}

enum read_status
mbox_next(struct mbox *m, struct mbox_message *message)
{
	struct piece start, next = {0};
	enum read_status status = READ_RECORD;

	if (!m->begun)
		status = begin(m);
	else if (m->ended && !m->again)
		return READ_END;
	if (status != READ_RECORD)
		return status;
	start = m->start;
	buf_clear(&m->text);
	m->in_header = true;
	m->too_long = m->blank_end = false;
	status = read_lines(m, &next);
	if (status == READ_ERROR)
		return READ_ERROR;
	if (m->in_header)
		m->header = m->text.size;
	else if (m->many && m->blank_end && m->text.size > m->header)
		m->text.size--; /* it parts two messages */
	*message = (struct mbox_message){
	    .header = {m->text.data, m->header},
	    .text = buf_span(&m->text),
	    .too_long = m->too_long,
	    .line = start.line,
	    .offset = start.offset,
	    .length = (status == READ_END ? m->end : next.offset) - start.offset,
	};
	m->start = next;
	return READ_RECORD;
}

int
mbox_look(struct mbox *m)
{
	char byte;

	return pieces_first(m->pieces, &byte) == READ_ERROR ? -1 : 0;
}

const struct source *
mbox_source(const struct mbox *m)
{
	return pieces_source(m->pieces);
}

struct mbox *
mbox_new(struct source *source, const char *name, const struct mbox_options *options)
{
	struct mbox *m = xcalloc(1, sizeof *m);

	m->pieces = pieces_new(source, name, LINE_LIMIT);
	m->name = name;
	m->options = *options;
	return m;
}

void
mbox_free(struct mbox *m)
{
	if (!m)
		return;
	pieces_free(m->pieces);
	buf_free(&m->from);
	buf_free(&m->text);
	free(m);
}

/* The next line of a header, without its LF. */
static struct span
header_line(struct span *rest)
{
	const char *newline = memchr(rest->data, '\n', rest->size);
	size_t size = newline ? (size_t)(newline - rest->data) : rest->size;
	struct span line = {rest->data, size};

	size += newline != NULL;
	*rest = (struct span){rest->data + size, rest->size - size};
	return line;
}

int
mbox_field(struct span *rest, struct span *name, struct buf *out)
{
	struct span line = header_line(rest), value;
	size_t colon, size = field_name(line, &colon);

	if (size == 0)
		return -1;
	*name = (struct span){line.data, size};
	buf_clear(out);
	buf_add(out, line.data + colon + 1, line.size - colon - 1);
	while (rest->size && (rest->data[0] == ' ' || rest->data[0] == '\t'))
		buf_add_span(out, header_line(rest));
	value = span_trim(buf_span(out));
	if (value.size)
		memmove(out->data, value.data, value.size);
	out->size = value.size;
	return 0;
}
