/* dialect: how a foreign export is written down: its bytes, its records, the lines around them.
 * Level 2. What a profile (amends-profile(5)), inputs.csv or an option says; {0} is a table of
 * ours. */
#ifndef AMENDS_DIALECT_H
#define AMENDS_DIALECT_H

#include "span.h"

enum dialect_format {
	DIALECT_CSV,  /* a table with delimiters */
	DIALECT_JSON, /* JSON Lines: one object a line; or arrays of objects */
	DIALECT_MAIL  /* mbox (RFC 4155, mboxrd), one message (RFC 5322), a Maildir or a folder of
			 them */
};

/* The encoding of a file without a byte order mark; a mark wins. Never guessed. */
enum charset {
	CHARSET_UTF8,
	CHARSET_WINDOWS_1252,
	CHARSET_ISO_8859_1,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE
};

struct dialect {
	enum dialect_format format;
	enum charset charset;
	char delimiter; /* 0: a line sep=X says it, else the header record: the one of , ; TAB |
			   that stands most often outside quotes; a tie stops the run */
	bool no_quote;	/* '"' is a byte like any other */
	bool backslash; /* \" inside quotes is a quote, \\ a backslash */
	bool cr;	/* a CR alone, outside quotes, ends a record (Excel for Mac) */
	bool trailing;	/* a record may have empty fields behind those of the header */
	uint64_t
	    header_at; /* line of the header record; 0: the first record of the first 20 that holds
			  every name of signature; without a signature the first record */
	const struct span *signature;
	size_t signature_count;
	/* First cells of rows that are no data ("Total"): dropped at the end of a file. A lone
	 * Ctrl-Z (0x1A) always is. */
	const struct span *tails;
	size_t tail_count;
	/* JSON: the columns, each the path of a value: mail.commonHeaders.subject. A name with []
	 * behind it is an array: a record for each element (json_path.h). */
	const struct span *paths;
	size_t path_count;
	bool body; /* mail: the column body is wanted */
};

/* "utf-8", "windows-1252", "iso-8859-1", "utf-16le", "utf-16be" in any case. 0, or -1 (no message).
 */
int charset_parse(struct span name, enum charset *) MUST_CHECK;
/* The name above. */
const char *charset_name(enum charset);

#endif
