/* template_html: what stands at a place of an HTML text, byte by byte (HTML, 13.2.5, as far as it
 * decides where a value can be text and nothing else). Level 5, for template alone. */
#ifndef AMENDS_TEMPLATE_HTML_H
#define AMENDS_TEMPLATE_HTML_H

#include "span.h"

enum html_stand {
	HTML_TEXT,
	HTML_OPENS,	/* behind < */
	HTML_ELEMENT,	/* in the name of an element */
	HTML_INSIDE,	/* in a tag, between attributes */
	HTML_ATTRIBUTE, /* in the name of one */
	HTML_EQUALS,	/* behind its = */
	HTML_VALUE,	/* in a value between quotes */
	HTML_BARE,	/* in one without */
	HTML_BANG,	/* in <! that is no comment, or <? */
	HTML_COMMENT,
	HTML_SCRIPT /* in an element that is no text: script, style and their like */
};
enum { HTML_NAME = 16 };
struct html {
	enum html_stand stand;
	char quote;		 /* round a value */
	bool value_begun;	 /* it has something already */
	char element[HTML_NAME]; /* names in small letters, cut when longer */
	char attribute[HTML_NAME];
	char tail[HTML_NAME]; /* the last bytes of a comment or script */
	bool closing;	      /* the tag is </... */
};

/* The next byte. Start from {0}. */
void html_step(struct html *, char byte);
/* Why no value may stand here, or NULL. lines: it has line breaks, which only an element can hold.
 */
const char *html_refuses(const struct html *, bool lines);
/* A value was written here. */
void html_pass(struct html *);
/* Would both read what follows in the same way? */
bool html_same(const struct html *, const struct html *);

#endif
