/* mail_write: the text of a message, and the same as HTML (RFC 2046, 5.1.4), quoted-printable. */
#include "mail_write_inside.h"

enum { LINE = 76, FROM = 5 };

/* Must the first byte of the rest of a line be encoded (RFC 2045, 6.7)? At the start of a line also
 * what programs that are careless with mail change: "From " and a lone "." (RFC 2049, 3). */
static bool
is_encoded(struct span rest, bool first)
{
	unsigned char byte = (unsigned char)rest.data[0];
	bool last = rest.size == 1;

	if (byte == ' ' || byte == '\t')
		return last;
	if (byte < ' ' || byte > '~' || byte == '=')
		return true;
	if (first && byte == '.')
		return last;
	return first && rest.size >= FROM && memcmp(rest.data, "From ", FROM) == 0;
}

void
mail_add_escape(struct buf *out, char byte)
{
	const char *digits = "0123456789ABCDEF";

	buf_add_byte(out, '=');
	buf_add_byte(out, digits[(unsigned char)byte >> 4]);
	buf_add_byte(out, digits[byte & 15]);
}

/* A line of the text without its LF, in as many lines as it takes. */
static void
add_line(struct buf *out, struct span line)
{
	size_t column = 0;

	for (; line.size; line.data++, line.size--) {
		bool encoded = is_encoded(line, column == 0);
		size_t size = encoded ? 3 : 1;

		if (column + size > LINE - (line.size > 1)) {
			buf_add_text(out, "=\n");
			column = 0;
			encoded = is_encoded(line, true);
			size = encoded ? 3 : 1;
		}
		if (encoded)
			mail_add_escape(out, line.data[0]);
		else
			buf_add_byte(out, line.data[0]);
		column += size;
	}
	buf_add_byte(out, '\n');
}

static void
add_quoted_printable(struct buf *out, struct span text)
{
	while (text.size) {
		const char *end = memchr(text.data, '\n', text.size);
		struct span line = {text.data, end ? (size_t)(end - text.data) : text.size};
		size_t taken = line.size + (end != NULL);

		add_line(out, line);
		text.data += taken;
		text.size -= taken;
	}
}

/* A part with its headers, to its last LF. */
static void
add_part(struct buf *out, const char *subtype, struct span text)
{
	buf_add_text(out, "Content-Type: text/");
	buf_add_text(out, subtype);
	buf_add_text(out, "; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n");
	add_quoted_printable(out, text);
}

/* "=_" is in no line of quoted-printable, so no line of a part is a boundary (RFC 2045, 6.7). */
static void
add_boundary(struct buf *out, const char *before, struct span digest, const char *after)
{
	buf_add_text(out, before);
	buf_add_text(out, "=_");
	buf_add_span(out, digest);
	buf_add_text(out, after);
}

void
mail_add_body(struct buf *out, const struct mail_message *message, struct span digest)
{
	if (message->html.size == 0) {
		add_part(out, "plain", message->text);
		return;
	}
	buf_add_text(out, "Content-Type: multipart/alternative;\n");
	add_boundary(out, " boundary=\"", digest, "\"\n\n");
	add_boundary(out, "--", digest, "\n");
	add_part(out, "plain", message->text);
	add_boundary(out, "\n--", digest, "\n");
	add_part(out, "html", message->html);
	add_boundary(out, "\n--", digest, "--\n");
}
