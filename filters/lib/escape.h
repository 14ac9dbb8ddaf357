/* escape: text as a value of another language, in which it can be nothing but text. Level 2. All
 * append to out, all take any bytes, and none of them fails. */
#ifndef AMENDS_ESCAPE_H
#define AMENDS_ESCAPE_H

#include "mem.h"

/* For text of an element and for a quoted value of an attribute (HTML, 13.1.2.3 and 13.1.3): & < >
 * " and ' as references. lines: each LF gets <br> before it. */
void escape_html(struct span text, bool lines, struct buf *out);
/* A string literal with its quotes (ISO 9075-2, 5.3): a quote in it is doubled. Right where a
 * backslash is a character like any other; the caller refuses texts with one for the systems in
 * which it is not. */
void escape_sql(struct span text, struct buf *out);
/* A string with its quotes (RFC 8259, 7): " and \ behind a backslash, below U+0020 as \n, \r, \t or
 * \u00XX. Everything else as it is. */
void escape_json(struct span text, struct buf *out);

#endif
