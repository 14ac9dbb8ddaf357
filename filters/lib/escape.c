/* escape: see escape.h. */
#include "escape.h"

#include <stdio.h>

static const char *
html_reference(char byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
escape_html(struct span text, bool lines, struct buf *out)
{
	for (size_t i = 0; i < text.size; i++) {
		const char *reference = html_reference(text.data[i]);

		if (lines && text.data[i] == '\n')
			buf_add_text(out, "<br>");
		if (reference)
			buf_add_text(out, reference);
		else
			buf_add_byte(out, text.data[i]);
	}
}

void
escape_sql(struct span text, struct buf *out)
{
	buf_add_byte(out, '\'');
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '\'')
			buf_add_byte(out, '\'');
		buf_add_byte(out, text.data[i]);
	}
	buf_add_byte(out, '\'');
}

static void
escape_json_control(unsigned char byte, struct buf *out)
{
	char escape[8];

	switch (byte) {
	case '\n':
		buf_add_text(out, "\\n");
		break;
	case '\r':
		buf_add_text(out, "\\r");
		break;
	case '\t':
		buf_add_text(out, "\\t");
		break;
	default:
		snprintf(escape, sizeof escape, "\\u%04x", byte);
		buf_add_text(out, escape);
	}
}

void
escape_json(struct span text, struct buf *out)
{
	buf_add_byte(out, '"');
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte < 0x20) {
			escape_json_control(byte, out);
			continue;
		}
		if (byte == '"' || byte == '\\')
			buf_add_byte(out, '\\');
		buf_add_byte(out, text.data[i]);
	}
	buf_add_byte(out, '"');
}
