/* template_html: see template_html.h. Where HTML is read in doubt, a place is refused. */
#include "template_html.h"

#include <stdio.h>
#include <strings.h>

static char
small(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + 'a' - 'A') : byte;
}

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

static bool
is_letter(char byte)
{
	return small(byte) >= 'a' && small(byte) <= 'z';
}

static void
name_add(char name[HTML_NAME], char byte)
{
	size_t size = strlen(name);

	if (size + 1 < HTML_NAME) {
		name[size] = small(byte);
		name[size + 1] = '\0';
	}
}

static void
tail_add(char tail[HTML_NAME], char byte)
{
	size_t size = strlen(tail);

	if (size + 1 == HTML_NAME)
		memmove(tail, tail + 1, size--);
	tail[size] = small(byte);
	tail[size + 1] = '\0';
}

static bool
ends_in(const char *text, const char *with)
{
	size_t size = strlen(text), end = strlen(with);

	return size >= end && strcmp(text + size - end, with) == 0;
}

/* One of the words, which are ended by NULL. */
static bool
is_one_of(const char *name, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(name, *words) == 0)
			return true;
	return false;
}

/* What such an element holds is no text in which references count. */
static bool
holds_no_text(const char *element)
{
	static const char *const names[] = {"script", "style", "xmp", "iframe", "noembed",
	    "noframes", "noscript", "plaintext", "template", "object", "svg", "math", NULL};

	return is_one_of(element, names);
}

static void
end_tag(struct html *h)
{
	h->stand = !h->closing && holds_no_text(h->element) ? HTML_SCRIPT : HTML_TEXT;
	h->tail[0] = '\0';
}

static void
step_opens(struct html *h, char byte)
{
	bool closing = h->closing;

	if (byte == '<' || (byte == '/' && !closing)) {
		h->closing = byte == '/';
		return;
	}
	h->element[0] = h->tail[0] = '\0';
	if (is_letter(byte))
		h->stand = HTML_ELEMENT;
	else if (byte == '!' || byte == '?' || (closing && byte != '>'))
		h->stand = HTML_BANG;
	else
		h->stand = HTML_TEXT;
	if (h->stand == HTML_ELEMENT)
		name_add(h->element, byte);
}

static void
step_inside(struct html *h, char byte)
{
	if (byte == '>') {
		end_tag(h);
	} else if (byte == '=' && h->attribute[0]) {
		h->stand = HTML_EQUALS;
	} else if (is_blank(byte) || byte == '/') {
		h->stand = HTML_INSIDE;
	} else {
		if (h->stand != HTML_ATTRIBUTE)
			h->attribute[0] = '\0';
		h->stand = HTML_ATTRIBUTE;
		name_add(h->attribute, byte);
	}
}

static void
step_equals(struct html *h, char byte)
{
	if (is_blank(byte))
		return;
	h->value_begun = false;
	h->quote = byte == '"' || byte == '\'' ? byte : '\0';
	h->stand = h->quote ? HTML_VALUE : HTML_BARE;
	if (byte == '>')
		end_tag(h);
}

static void
end_value(struct html *h)
{
	h->stand = HTML_INSIDE;
	h->attribute[0] = '\0';
}

/* Behind </NAME of the element that holds no text. */
static bool
ends_script(const struct html *h)
{
	char end[HTML_NAME + 2];

	snprintf(end, sizeof end, "</%s", h->element);
	return ends_in(h->tail, end);
}

static void
step_element(struct html *h, char byte)
{
	if (!is_blank(byte) && byte != '>' && byte != '/') {
		name_add(h->element, byte);
		return;
	}
	h->attribute[0] = '\0';
	h->stand = HTML_INSIDE;
	if (byte == '>')
		end_tag(h);
}

/* Text that is no text: up to its end. */
static void
step_hidden(struct html *h, char byte)
{
	if (h->stand == HTML_SCRIPT && (is_blank(byte) || byte == '/' || byte == '>') &&
	    ends_script(h)) {
		h->closing = true;
		step_element(h, byte);
		return;
	}
	tail_add(h->tail, byte);
	if (h->stand == HTML_BANG && strcmp(h->tail, "--") == 0)
		h->stand = HTML_COMMENT;
	else if ((h->stand == HTML_BANG && byte == '>') ||
		 (h->stand == HTML_COMMENT &&
		     (ends_in(h->tail, "-->") || ends_in(h->tail, "--!>"))))
		h->stand = HTML_TEXT;
}

void
html_step(struct html *h, char byte)
{
	switch (h->stand) {
	case HTML_TEXT:
		if (byte == '<') {
			h->stand = HTML_OPENS;
			h->closing = false;
		}
		break;
	case HTML_OPENS:
		step_opens(h, byte);
		break;
	case HTML_ELEMENT:
		step_element(h, byte);
		break;
	case HTML_INSIDE:
	case HTML_ATTRIBUTE:
		step_inside(h, byte);
		break;
	case HTML_EQUALS:
		step_equals(h, byte);
		break;
	case HTML_VALUE:
		h->value_begun = h->value_begun || !is_blank(byte);
		if (byte == h->quote)
			end_value(h);
		break;
	case HTML_BARE:
		if (byte == '>')
			end_tag(h);
		else if (is_blank(byte))
			end_value(h);
		break;
	case HTML_BANG:
	case HTML_COMMENT:
	case HTML_SCRIPT:
		step_hidden(h, byte);
		break;
	}
}

static const char *
refuse_value(const struct html *h)
{
	static const char *const code[] = {"style", "srcdoc", "srcset", "ping", "archive", NULL};
	static const char *const links[] = {"href", "src", "action", "formaction", "cite", "poster",
	    "data", "background", "xlink:href", "longdesc", "codebase", "content", NULL};

	if (strncmp(h->attribute, "on", 2) == 0 || is_one_of(h->attribute, code))
		return "a place stands in an attribute that is a script, a style or a list of "
		       "links";
	if (is_one_of(h->attribute, links) && !h->value_begun)
		return "a place stands at the start of a link, which it could turn into a script";
	return NULL;
}

const char *
html_refuses(const struct html *h, bool lines)
{
	switch (h->stand) {
	case HTML_TEXT:
		return NULL;
	case HTML_VALUE:
		return lines ? "|lines stands in an attribute" : refuse_value(h);
	case HTML_SCRIPT:
		return "a place stands in a script, a style or another element that is no text";
	case HTML_BANG:
	case HTML_COMMENT:
		return "a place stands in a comment";
	default:
		return "a place stands in a tag, outside of a value between quotes";
	}
}

void
html_pass(struct html *h)
{
	h->value_begun = true;
}

bool
html_same(const struct html *a, const struct html *b)
{
	if (a->stand != b->stand)
		return false;
	return a->stand == HTML_TEXT ||
	       (a->quote == b->quote && strcmp(a->element, b->element) == 0 &&
		   strcmp(a->attribute, b->attribute) == 0 && a->closing == b->closing);
}
