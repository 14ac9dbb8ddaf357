/* mail_write: messages as they stand in an mboxrd (RFC 4155 with the quoting that can be undone).
 */
#include <time.h>

#include "mail_write.h"

/* The next line, with its LF; text then begins behind it. */
static struct span
next_line(struct span *text)
{
	const char *end = memchr(text->data, '\n', text->size);
	struct span line = {text->data, end ? (size_t)(end + 1 - text->data) : text->size};

	text->data += line.size;
	text->size -= line.size;
	return line;
}

/* Any number of ">", and "From ". */
static bool
is_quoted(struct span line)
{
	size_t i = 0;

	while (i < line.size && line.data[i] == '>')
		i++;
	return line.size - i >= 5 && memcmp(line.data + i, "From ", 5) == 0;
}

/* Is it one word? What the reader takes for the time begins behind it. */
static bool
is_word(struct span from)
{
	for (size_t i = 0; i < from.size; i++)
		if (from.data[i] <= ' ' || from.data[i] > '~')
			return false;
	return from.size > 0;
}

void
mail_add_mboxrd(struct span message, struct span from, int64_t date, struct buf *out)
{
	time_t seconds = (time_t)date;
	struct tm parts;
	char text[64]; /* asctime_r asks for 26 */

	buf_add_text(out, "From ");
	buf_add_span(out, is_word(from) ? from : span_of("MAILER-DAEMON"));
	buf_add_byte(out, ' ');
	buf_add_text(out, asctime_r(gmtime_r(&seconds, &parts), text));
	while (message.size) {
		struct span line = next_line(&message);

		if (is_quoted(line))
			buf_add_byte(out, '>');
		buf_add_span(out, line);
	}
	buf_add_byte(out, '\n');
}
