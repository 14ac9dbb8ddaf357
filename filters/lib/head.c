/* head: the header record and the delimiter, by trying the records at the top.
 *
 * While the delimiter is not known a quote opens behind any of the four there are. A record is cut
 * once for that; which delimiter it has is then counted outside its quotes. */
#include "head.h"

#include <ctype.h>
#include <inttypes.h>
#include <strings.h>

#include "err.h"
#include "mem.h"
#include "utf8.h"

enum { RECORDS = 20, DELIMITERS = 4, NAMES_SHOWN = 5 };
static const char delimiters[DELIMITERS] = {',', ';', '\t', '|'};

struct look {
	struct span text;
	bool last;
	const struct dialect *dialect;
	const char *name;
	size_t at;	/* next record */
	uint64_t line;	/* of it */
	char delimiter; /* 0: not known yet */
};

/* A record at the top. */
struct top {
	struct span raw; /* without its line end */
	size_t next;	 /* behind its line end */
	uint64_t lines;
	size_t counts[DELIMITERS]; /* outside quotes */
	bool lone_cr;
	bool ended; /* by a line end */
};

static bool
may_delimit(const struct look *look, char byte)
{
	if (look->delimiter)
		return byte == look->delimiter;
	return byte && memchr(delimiters, byte, DELIMITERS);
}

static void
count_delimiter(struct top *top, char byte)
{
	for (size_t i = 0; i < DELIMITERS; i++)
		top->counts[i] += byte == delimiters[i];
}

/* The size of the line end at i, 0 when there is none. *open: one byte more would tell. */
static size_t
line_end(const struct look *look, size_t i, bool *open)
{
	const char *text = look->text.data;

	if (text[i] == '\n')
		return 1;
	if (text[i] != '\r')
		return 0;
	if (i + 1 == look->text.size) {
		*open = !look->last;
		return look->last;
	}
	if (text[i + 1] == '\n')
		return 2;
	return look->dialect->cr;
}

/* The quoted field that begins at i: the place behind its closing quote, or the end of the text. */
static size_t
skip_quoted(const struct look *look, size_t i, uint64_t *lines)
{
	const char *text = look->text.data;

	for (i++; i < look->text.size; i++) {
		bool open = false;

		if (look->dialect->backslash && text[i] == '\\' && i + 1 < look->text.size &&
		    (text[i + 1] == '"' || text[i + 1] == '\\')) {
			i++;
		} else if (text[i] == '"') {
			if (i + 1 == look->text.size || text[i + 1] != '"')
				return i + 1;
			i++;
		} else if (text[i] == '\n' || (text[i] == '\r' && line_end(look, i, &open) == 1)) {
			++*lines;
		}
	}
	return look->text.size;
}

/* The record at look->at. False: its end is not known yet. */
static bool
cut_record(const struct look *look, struct top *top)
{
	const char *text = look->text.data;
	bool field = true, open = false;
	size_t i = look->at, end = 0;

	*top = (struct top){.lines = 0};
	while (i < look->text.size && !(end = line_end(look, i, &open)) && !open) {
		if (field && text[i] == '"' && !look->dialect->no_quote) {
			i = skip_quoted(look, i, &top->lines);
			field = false;
			continue;
		}
		top->lone_cr = top->lone_cr || text[i] == '\r';
		field = may_delimit(look, text[i]);
		count_delimiter(top, text[i]);
		i++;
	}
	if (!end && !look->last)
		return false;
	top->raw = (struct span){text + look->at, i - look->at};
	top->next = i + end;
	top->lines += end != 0;
	top->ended = end != 0;
	return true;
}

/* sep=X, or "sep=X". */
static bool
is_separator_line(struct span line, char *delimiter)
{
	if (line.size == 7 && line.data[0] == '"' && line.data[6] == '"')
		line = (struct span){line.data + 1, 5};
	if (line.size != 5 || strncasecmp(line.data, "sep=", 4) != 0)
		return false;
	*delimiter = line.data[4];
	return *delimiter == '\t' || (*delimiter != '"' && ispunct((unsigned char)*delimiter));
}

static enum head_status
read_separator_line(struct look *look)
{
	static const char beginning[] = "\"sep=";
	struct look line = *look;
	struct dialect no_quote = *look->dialect;
	struct span rest = {look->text.data + look->at, look->text.size - look->at};
	struct top top;
	char delimiter;
	size_t skip = rest.size && rest.data[0] == '"' ? 0 : 1;
	size_t size = sizeof beginning - 1 - skip;

	if (strncasecmp(rest.data, beginning + skip, rest.size < size ? rest.size : size) != 0)
		return HEAD_FOUND;
	no_quote.no_quote = true;
	line.dialect = &no_quote;
	if (!cut_record(&line, &top))
		return HEAD_MORE;
	if (!is_separator_line(top.raw, &delimiter))
		return HEAD_FOUND;
	if (look->delimiter && look->delimiter != delimiter) {
		warn("%s:1: the line sep= names another delimiter than the one declared",
		    look->name);
		return HEAD_FAILED;
	}
	look->delimiter = delimiter;
	look->at = top.next;
	look->line += top.lines;
	return HEAD_FOUND;
}

static const char *
delimiter_word(char delimiter, char room[2])
{
	room[0] = delimiter;
	room[1] = '\0';
	return delimiter == '\t' ? "TAB" : room;
}

/* The delimiter that stands in the record most often. *tie: the other that stands there as often,
 * or 0. */
static char
most_frequent(const struct top *top, char *tie)
{
	size_t best = 0;

	*tie = 0;
	for (size_t i = 1; i < DELIMITERS; i++) {
		if (top->counts[i] > top->counts[best]) {
			best = i;
			*tie = 0;
		} else if (top->counts[i] && top->counts[i] == top->counts[best]) {
			*tie = delimiters[i];
		}
	}
	return delimiters[best];
}

/* The value of the field at *at, quotes off, appended to value; *at is then behind it. */
static void
next_field(
    const struct dialect *dialect, struct span raw, char delimiter, size_t *at, struct buf *value)
{
	bool quoted = !dialect->no_quote && *at < raw.size && raw.data[*at] == '"';
	size_t i = *at + quoted;

	for (; i < raw.size; i++) {
		char byte = raw.data[i];
		bool pair = i + 1 < raw.size;

		if (!quoted && byte == delimiter)
			break;
		if (quoted && pair && dialect->backslash && byte == '\\' &&
		    (raw.data[i + 1] == '"' || raw.data[i + 1] == '\\')) {
			byte = raw.data[++i];
		} else if (quoted && byte == '"') {
			quoted = pair && raw.data[i + 1] == '"';
			if (!quoted)
				continue;
			i++;
		}
		buf_add_byte(value, byte);
	}
	*at = i + 1;
}

static bool
holds_name(const struct dialect *dialect, struct span raw, char delimiter, struct span name)
{
	struct buf value = {0};
	bool found = false;

	for (size_t at = 0; !found && at <= raw.size;) {
		buf_clear(&value);
		next_field(dialect, raw, delimiter, &at, &value);
		found = span_equal(buf_span(&value), name);
	}
	buf_free(&value);
	return found;
}

static bool
holds_signature(const struct dialect *dialect, struct span raw, char delimiter)
{
	for (size_t i = 0; i < dialect->signature_count; i++)
		if (!holds_name(dialect, raw, delimiter, dialect->signature[i]))
			return false;
	return true;
}

static enum head_status
fail_tie(const struct look *look, char one, char other)
{
	char a[2], b[2];

	warn("%s:%" PRIu64 ": the header has as many %s as %s: declare the delimiter", look->name,
	    look->line, delimiter_word(one, a), delimiter_word(other, b));
	return HEAD_FAILED;
}

/* The record is the header. */
static enum head_status
accept(const struct look *look, const struct top *top, struct head *head)
{
	char tie = 0;

	*head = (struct head){look->at, look->line, look->delimiter};
	if (!head->delimiter)
		head->delimiter = most_frequent(top, &tie);
	if (memchr(top->raw.data, '\0', top->raw.size)) {
		warn("%s:%" PRIu64
		     ": header: NUL byte: if the file is UTF-16, declare utf-16le or utf-16be",
		    look->name, look->line);
		return HEAD_FAILED;
	}
	if (top->lone_cr) {
		warn("%s:%" PRIu64
		     ": carriage return without line feed: if all lines end so, declare cr",
		    look->name, look->line);
		return HEAD_FAILED;
	}
	return tie ? fail_tie(look, head->delimiter, tie) : HEAD_FOUND;
}

static bool
is_header(const struct look *look, const struct top *top)
{
	char one = look->delimiter, tie = 0;

	if (look->dialect->header_at || !look->dialect->signature_count)
		return true;
	if (!one)
		one = most_frequent(top, &tie);
	return holds_signature(look->dialect, top->raw, one) ||
	       (tie && holds_signature(look->dialect, top->raw, tie));
}

static enum head_status
fail_signature(const struct look *look, size_t records, bool valid, bool lone_cr)
{
	const struct dialect *dialect = look->dialect;
	struct buf names = {0};

	for (size_t i = 0; i < dialect->signature_count && i < NAMES_SHOWN; i++) {
		buf_add_text(&names, i ? ", " : "");
		buf_add_span(&names, dialect->signature[i]);
	}
	if (dialect->signature_count > NAMES_SHOWN)
		buf_add_text(&names, ", ...");
	buf_add_byte(&names, '\0');
	warn("%s: no header in the first %zu record%s: it holds the columns %s%s%s", look->name,
	    records, records == 1 ? "" : "s", names.data,
	    valid ? "" : " (there are bytes that are no UTF-8: declare the encoding)",
	    lone_cr ? " (lines end in a carriage return alone: declare cr)" : "");
	buf_free(&names);
	return HEAD_FAILED;
}

/* Goes to the line the header is on. FOUND: look is there. */
static enum head_status
go_to_line(struct look *look)
{
	struct dialect lines = *look->dialect;
	struct look line = *look;
	struct top top;

	lines.no_quote = true;
	line.dialect = &lines;
	while (line.line < look->dialect->header_at) {
		if (!cut_record(&line, &top))
			return HEAD_MORE;
		if (!top.ended) {
			warn("%s: has no line %" PRIu64 " for the header", look->name,
			    look->dialect->header_at);
			return HEAD_FAILED;
		}
		line.at = top.next;
		line.line += top.lines;
	}
	look->at = line.at;
	look->line = line.line;
	return HEAD_FOUND;
}

static enum head_status
try_records(struct look *look, struct head *head)
{
	bool valid = true, lone_cr = false;
	size_t records = 0;

	while (records < RECORDS && look->at < look->text.size) {
		struct top top;

		if (!cut_record(look, &top))
			return HEAD_MORE;
		if (top.raw.size) {
			records++;
			valid = valid && utf8_is_valid(top.raw);
			lone_cr = lone_cr || top.lone_cr;
			if (is_header(look, &top))
				return accept(look, &top, head);
		}
		look->at = top.next;
		look->line += top.lines;
	}
	if (records == RECORDS || (look->last && records))
		return fail_signature(look, records, valid, lone_cr);
	*head = (struct head){look->at, look->line, look->delimiter ? look->delimiter : ','};
	return look->last ? HEAD_FOUND : HEAD_MORE;
}

static enum head_status
find(struct look *look, struct head *head)
{
	static const char mark[3] = "\xef\xbb\xbf";
	size_t size = look->text.size < sizeof mark ? look->text.size : sizeof mark;
	enum head_status status;

	if (size == 0 || memcmp(look->text.data, mark, size) == 0) {
		if (size < sizeof mark && !look->last)
			return HEAD_MORE;
		look->at = size == sizeof mark ? size : 0;
	}
	status = read_separator_line(look);
	if (status == HEAD_FOUND)
		status = go_to_line(look);
	return status == HEAD_FOUND ? try_records(look, head) : status;
}

enum head_status
head_find(
    struct span text, bool last, const struct dialect *dialect, const char *name, struct head *head)
{
	struct look look = {text, last, dialect, name, 0, 1, dialect->delimiter};
	enum head_status status;

	if (!text.data)
		look.text.data = "";
	status = find(&look, head);
	if (status != HEAD_MORE || text.size <= HEAD_MOST)
		return status;
	warn("%s: no header in the first %d bytes", name, HEAD_MOST);
	return HEAD_FAILED;
}
