/* reader: foreign tables in blocks of every awkward size, plain and packed. Of each record the
 * place is checked against the file: the bytes there, decoded, are the record. */
#include "reader.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "hash.h"
#include "record_place.h"
#include "tap.h"

#define BYTES(text)                                                                                \
	{                                                                                          \
		"" text, sizeof(text) - 1                                                          \
	}
#define NAMES(...)                                                                                 \
	(const struct span[])                                                                      \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

/* What is expected: each record as LINE@OFFSET+LENGTH:a|b or, with a problem,
 * LINE@OFFSET+LENGTH!reason#field, then "end" or the message. */
struct file {
	const char *words;
	struct span bytes;
	struct dialect dialect;
	const char *expected;
};

static const struct file files[] = {
    {"a table", BYTES("a,b\n1,2\n\"x\"\"y\",z\r\n"), {.delimiter = ','},
	"1@0+4:a|b 2@4+4:1|2 3@8+10:x\"y|z end"},
    {"no newline at the end", BYTES("a,b\n1,2"), {0}, "1@0+4:a|b 2@4+3:1|2 end"},
    {"a header alone", BYTES("a,b\n"), {0}, "1@0+4:a|b end"},
    {"names twice, and none", BYTES("a,a,\n1,2,3\n"), {0}, "1@0+5:a|a| 2@5+6:1|2|3 end"},
    {"blank lines", BYTES("\n\na,b\n\n1,2\n"), {0}, "3@2+4:a|b 5@7+4:1|2 end"},
    {"records of several lines", BYTES("a,b\n\"1\n2\",3\r\n4,5\n"), {0},
	"1@0+4:a|b 2@4+9:1\n2|3 4@13+4:4|5 end"},
    {"too few, too many", BYTES("a,b\n1\n1,2,3\n"), {0},
	"1@0+4:a|b 2@4+2!too_few_fields#2 3@6+6!too_many_fields#3 end"},
    {"a NUL in the data", BYTES("a,b\n1,\0\n3,4\n"), {0},
	"1@0+4:a|b 2@4+4!nul_byte#2 3@8+4:3|4 end"},
    {"a quote never closed", BYTES("a,b\n1,2\n3,\"4\n5,6\n"), {0},
	"1@0+4:a|b 2@4+4:1|2 t:3: field 2: quoted field is not closed"},

    {"a mark before a bare header",
	BYTES("\xef\xbb\xbf"
	      "a,b\n1,2\n"),
	{0}, "1@3+4:a|b 2@7+4:1|2 end"},
    {"a mark before a quoted header", BYTES("\xef\xbb\xbf\"a\",b\n1,2\n"), {0},
	"1@3+6:a|b 2@9+4:1|2 end"},
    {"a mark alone", BYTES("\xef\xbb\xbf"), {0}, "end"},
    {"half a mark", BYTES("\xef\xbb"), {0},
	"t:1: header: bytes that are no utf-8: declare the encoding"},
    {"the header again", BYTES("a,b\n1,2\na,b\n3,4\n"), {0},
	"1@0+4:a|b 2@4+4:1|2 3@8+4!header#0 4@12+4:3|4 end"},
    {"the header again, behind a mark",
	BYTES("\xef\xbb\xbf"
	      "a,b\n1,2\n\xef\xbb\xbf"
	      "a,b\n3,4\n"),
	{0}, "1@3+4:a|b 2@7+4:1|2 3@11+7!header#0 4@18+4:3|4 end"},
    {"the header again, quoted behind a mark",
	BYTES("\xef\xbb\xbf\"a\",b\n1,2\n\xef\xbb\xbf\"a\",b\n3,4\n"), {0},
	"1@3+6:a|b 2@9+4:1|2 3@16+6!header#0 4@22+4:3|4 end"},
    {"the header again, part of it quoted, behind a mark",
	BYTES("a,\"b\"\"\"\n1,2\n\xef\xbb\xbf"
	      "a,\"b\"\"\"\n3,4\n"),
	{0}, "1@0+8:a|b\" 2@8+4:1|2 3@12+11!header#0 4@23+4:3|4 end"},
    {"a mark before a row",
	BYTES("a,b\n\xef\xbb\xbf"
	      "1,2\n\xef\xbb\xbf\"1\",2\n"),
	{0},
	"1@0+4:a|b 2@4+7:\xef\xbb\xbf"
	"1|2 3@14+6:1|2 end"},
    {"the header again, in other quotes", BYTES("a,b\n1,2\na,\"b\"\n"), {0},
	"1@0+4:a|b 2@4+4:1|2 3@8+6!header#0 end"},
    {"half of the header again", BYTES("a,b\na,2\n"), {0}, "1@0+4:a|b 2@4+4:a|2 end"},

    {"UTF-16, little end first",
	BYTES("\xff\xfe"
	      "a\0\t\0\xe9\0\r\0\n\0"
	      "1\0\t\0"
	      "2\0"),
	{0}, "1@2+10:a|\xc3\xa9 2@12+6:1|2 end"},
    {"UTF-16, big end first",
	BYTES("\xfe\xff\0a\0,\0b\0\n\xd8\x3d\xde\x00\0,\0"
	      "2\0\n"),
	{0}, "1@2+8:a|b 2@10+10:\xf0\x9f\x98\x80|2 end"},
    {"UTF-16 declared, without a mark",
	BYTES("a\0,\0b\0\n\0\n\0"
	      "1\0,\0"
	      "2\0\n\0"),
	{.charset = CHARSET_UTF16LE}, "1@0+8:a|b 3@10+8:1|2 end"},
    {"UTF-16 declared the other way round than its mark",
	BYTES("\xff\xfe"
	      "a\0\n\0"
	      "1\0\n\0"),
	{.charset = CHARSET_UTF16BE}, "1@2+4:a 2@6+4:1 end"},
    {"UTF-16 declared, a mark of UTF-8",
	BYTES("\xef\xbb\xbf"
	      "a,b\n1,2\n"),
	{.charset = CHARSET_UTF16LE}, "1@3+4:a|b 2@7+4:1|2 end"},
    {"UTF-16 neither declared nor marked",
	BYTES("e\0m\0a\0i\0l\0,\0n\0a\0m\0e\0\n\0"
	      "1\0,\0"
	      "2\0\n\0"),
	{0},
	"t: looks like UTF-16 without a byte order mark: declare its encoding, utf-16le or "
	"utf-16be"},
    {"a little UTF-16 neither declared nor marked", BYTES("a\0,\0b\0\n\0"), {0},
	"t:1: header: NUL byte: if the file is UTF-16, declare utf-16le or utf-16be"},
    {"half a surrogate pair",
	BYTES("\xff\xfe"
	      "a\0,\0b\0\n\0"
	      "1\0,\0\x3d\xd8\n\0"
	      "3\0,\0"
	      "4\0"),
	{0}, "1@2+8:a|b 2@10+8!encoding#2 3@18+6:3|4 end"},
    {"UTF-16 cut in a unit",
	BYTES("\xff\xfe"
	      "a\0\n\0"
	      "1"),
	{0}, "1@2+4:a t: ends in the middle of a character of utf-16le"},
    {"UTF-16 cut in a pair",
	BYTES("\xff\xfe"
	      "a\0\n\0"
	      "\x3d\xd8"),
	{0}, "1@2+4:a 2@6+2!encoding#1 end"},

    {"Windows-1252 declared",
	BYTES("a;\xf1\n\x80;Espa\xf1"
	      "a\n1;\"\xe9\"\"\"\n"),
	{.charset = CHARSET_WINDOWS_1252},
	"1@0+4:a|\xc3\xb1 2@4+9:\xe2\x82\xac|Espa\xc3\xb1"
	"a 3@13+8:1|\xc3\xa9\" end"},
    {"a byte that Windows-1252 has not", BYTES("a,b\n1,x\x81y\n3,4\n"),
	{.charset = CHARSET_WINDOWS_1252}, "1@0+4:a|b 2@4+6!encoding#2 3@10+4:3|4 end"},
    {"such a byte in the header", BYTES("a,\x8d\n1,2\n"), {.charset = CHARSET_WINDOWS_1252},
	"t:1: header: bytes that are no windows-1252: declare the encoding"},
    {"ISO-8859-1 declared", BYTES("a,b\n\x81,\xff\n"), {.charset = CHARSET_ISO_8859_1},
	"1@0+4:a|b 2@4+4:\xc2\x81|\xc3\xbf end"},
    {"Windows-1252 declared, a mark of UTF-8",
	BYTES("\xef\xbb\xbf"
	      "a,b\n\xc3\xa9,2\n"),
	{.charset = CHARSET_WINDOWS_1252}, "1@3+4:a|b 2@7+5:\xc3\xa9|2 end"},
    {"Windows-1252 not declared",
	BYTES("a,b\nEspa\xf1"
	      "a,2\n3,4\n"),
	{0}, "1@0+4:a|b 2@4+9!encoding#1 3@13+4:3|4 end"},
    {"two encodings in a file", BYTES("a,b\n\xc3\xa9,2\n3,\"\xe9\"\n5,6\n"), {0},
	"1@0+4:a|b 2@4+5:\xc3\xa9|2 3@9+6!encoding#2 4@15+4:5|6 end"},
    {"an overlong form, a surrogate", BYTES("a\n\xc0\xaf\n\xed\xa0\x80\n"), {0},
	"1@0+2:a 2@2+3!encoding#1 3@5+4!encoding#1 end"},
    {"U+FFFD is valid", BYTES("a\n\xef\xbf\xbd\n"), {0}, "1@0+2:a 2@2+4:\xef\xbf\xbd end"},

    {"CR alone ends lines", BYTES("a,b\r1,2\r\"x\ry\",4\r5,6"), {.cr = true},
	"1@0+4:a|b 2@4+4:1|2 3@8+8:x\ry|4 5@16+3:5|6 end"},
    {"CR, LF and CRLF mixed", BYTES("a,b\r1,2\r\n3,4\n\r5,6\r"), {.cr = true},
	"1@0+4:a|b 2@4+5:1|2 3@9+4:3|4 5@14+4:5|6 end"},
    {"CR alone, quotes and none", BYTES("a,b\r\"1\",\"\"\r5\"6,7\r"),
	{.cr = true, .no_quote = true}, "1@0+4:a|b 2@4+7:\"1\"|\"\" 3@11+6:5\"6|7 end"},
    {"CR alone, in UTF-16",
	BYTES("\xff\xfe"
	      "a\0,\0b\0\r\0"
	      "1\0,\0"
	      "2\0\r\0"),
	{.cr = true}, "1@2+8:a|b 2@10+8:1|2 end"},
    {"CR alone, not declared", BYTES("a,b\r1,2\r"), {0},
	"t:1: carriage return without line feed: if all lines end so, declare cr"},
    {"a bare quote does not open one", BYTES("a,b\r1\",2\r3,4\r"), {.cr = true},
	"1@0+4:a|b 2@4+5!bare_quote#1 3@9+4:3|4 end"},

    {"backslashes", BYTES("a,b\n\"x\\\"y\",\"c:\\\\\"\n\"\\\\\\\"\",\"\\n\"\n\\\\,2\n"),
	{.backslash = true}, "1@0+4:a|b 2@4+14:x\"y|c:\\ 3@18+12:\\\"|\\n 4@30+5:\\\\|2 end"},
    {"a delimiter behind an escaped quote", BYTES("a,b\n\"1\\\",\",\"2\"\n3,4\n"),
	{.backslash = true}, "1@0+4:a|b 2@4+11:1\",|2 3@15+4:3|4 end"},
    {"doubled quotes beside backslashes", BYTES("a,b\n\"x\"\"y\\\"z\",2\n"), {.backslash = true},
	"1@0+4:a|b 2@4+12:x\"y\"z|2 end"},
    {"backslashes in the header", BYTES("\"a\\\"b\",c\n1,2\n"),
	{.backslash = true, .signature = NAMES(BYTES("a\"b")), .signature_count = 1},
	"1@0+9:a\"b|c 2@9+4:1|2 end"},
    {"a byte like the mark of a backslash", BYTES("a,b\n\"\xfe\",2\n\"\\\\\xfe\",2\n"),
	{.backslash = true}, "1@0+4:a|b 2@4+6!encoding#1 3@10+8!encoding#1 end"},
    {"backslashes in Windows-1252", BYTES("a,b\n\"\xe9\\\"\",\"\\\\\xf1\"\n3,4\n"),
	{.backslash = true, .charset = CHARSET_WINDOWS_1252},
	"1@0+4:a|b 2@4+12:\xc3\xa9\"|\\\xc3\xb1 3@16+4:3|4 end"},
    {"a backslash is a byte", BYTES("a,b\n\"x\\\",2\n"), {0}, "1@0+4:a|b 2@4+7:x\\|2 end"},
    {"an escaped quote, not declared", BYTES("a,b\n\"x\\\"y\",2\n"), {0},
	"1@0+4:a|b t:2: field 1: text after a closing quote"},
    {"a backslash at the very end", BYTES("a,b\n1,\"2\\"), {.backslash = true},
	"1@0+4:a|b t:2: field 2: quoted field is not closed"},
    {"JSON in a cell, nothing quotes", BYTES("a;b\n1;{\"Name\": \"John\"}\n\"2;3\n"),
	{.no_quote = true}, "1@0+4:a|b 2@4+19:1|{\"Name\": \"John\"} 3@23+5:\"2|3 end"},
    {"JSON in a cell, not declared", BYTES("a,b\n1,x{\"Name\": \"John\"}\n3,4\n"), {0},
	"1@0+4:a|b 2@4+20!bare_quote#2 3@24+4:3|4 end"},

    {"sep=", BYTES("sep=;\r\na;b\r\n1,5;2\r\n"), {0}, "2@7+5:a|b 3@12+7:1,5|2 end"},
    {"sep= in quotes, behind a mark", BYTES("\xef\xbb\xbf\"SEP=|\"\na|b,c\n1|2\n"), {0},
	"2@11+6:a|b,c 3@17+4:1|2 end"},
    {"sep= a tab", BYTES("sep=\t\na\tb\n1\t2\n"), {0}, "2@6+4:a|b 3@10+4:1|2 end"},
    {"sep= in UTF-16",
	BYTES("\xff\xfe"
	      "s\0e\0p\0=\0;\0\n\0"
	      "a\0;\0b\0\n\0"),
	{0}, "2@14+8:a|b end"},
    {"sep= as declared", BYTES("sep=;\na;b\n"), {.delimiter = ';'}, "2@6+4:a|b end"},
    {"sep= another than declared", BYTES("sep=;\na;b\n"), {.delimiter = ','},
	"t:1: the line sep= names another delimiter than the one declared"},
    {"sep= is a column", BYTES("sep=x,b\n1,2\n"), {0}, "1@0+8:sep=x|b 2@8+4:1|2 end"},
    {"sep= and no more", BYTES("sep=;"), {0}, "end"},

    {"semicolons and decimal commas", BYTES("a;b;c\n1,5;2,5;3,5\n"), {0},
	"1@0+6:a|b|c 2@6+12:1,5|2,5|3,5 end"},
    {"tabs", BYTES("a\tb,c\td\n1\t2\t3\n"), {0}, "1@0+8:a|b,c|d 2@8+6:1|2|3 end"},
    {"bars", BYTES("a|b|c,d\n"), {0}, "1@0+8:a|b|c,d end"},
    {"delimiters in quotes do not count", BYTES("\"a;;;\";b\n1;2\n"), {0},
	"1@0+9:a;;;|b 2@9+4:1|2 end"},
    {"one column", BYTES("email\nx\n"), {0}, "1@0+6:email 2@6+2:x end"},
    {"one column, data with commas", BYTES("email\nx,y\n"), {0},
	"1@0+6:email 2@6+4!too_many_fields#2 end"},
    {"as many of two", BYTES("a,b;c\n1,2\n"), {0},
	"t:1: the header has as many , as ;: declare the delimiter"},
    {"as many of two, one a tab", BYTES("\na;b\tc\n1,2\n"), {0},
	"t:2: the header has as many ; as TAB: declare the delimiter"},
    {"as many of two, declared", BYTES("a,b;c\n1,2;3\n"), {.delimiter = ';'},
	"1@0+6:a,b|c 2@6+6:1,2|3 end"},

    {"titles, the header by its names", BYTES("Report, of May\n\n\"x\ny\"\na;b\n1;2\n"),
	{.signature = NAMES(BYTES("b")), .signature_count = 1}, "5@22+4:a|b 6@26+4:1|2 end"},
    {"titles, the header by its line", BYTES("12\" TVs, \"sold\nx\na,b\n1,2\n"), {.header_at = 3},
	"3@17+4:a|b 4@21+4:1|2 end"},
    {"the line is blank", BYTES("x\n\na,b\n1,2\n"), {.header_at = 2}, "3@3+4:a|b 4@7+4:1|2 end"},
    {"sep=, titles, CR", BYTES("sep=;\rTitle, x\ra;b\r1;2\r"), {.header_at = 3, .cr = true},
	"3@15+4:a|b 4@19+4:1|2 end"},
    {"titles in UTF-16",
	BYTES("\xff\xfe"
	      "\xe9\0\n\0"
	      "a\0,\0b\0\n\0"
	      "1\0,\0"
	      "2\0\n\0"),
	{.header_at = 2}, "2@6+8:a|b 3@14+8:1|2 end"},
    {"no such line", BYTES("a,b\n1,2\n"), {.header_at = 4}, "t: has no line 4 for the header"},
    {"the line behind the last", BYTES("a,b\n1,2\n"), {.header_at = 3}, "end"},
    {"no header by its names", BYTES("x,y\n1,2\n"),
	{.signature = NAMES(BYTES("a"), BYTES("b")), .signature_count = 2},
	"t: no header in the first 2 records: it holds the columns a, b"},
    {"no header within twenty records",
	BYTES("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n0\na,b\n"),
	{.signature = NAMES(BYTES("a")), .signature_count = 1},
	"t: no header in the first 20 records: it holds the columns a"},
    {"the header is the twentieth",
	BYTES("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\na,b\n"),
	{.signature = NAMES(BYTES("a")), .signature_count = 1}, "20@38+4:a|b end"},
    {"no header, for its encoding", BYTES("Direcci\xf3n,b\n1,2\n"),
	{.signature = NAMES(BYTES("Direcci\xc3\xb3n")), .signature_count = 1},
	"t: no header in the first 2 records: it holds the columns Direcci\xc3\xb3n (there are "
	"bytes that are no UTF-8: declare the encoding)"},
    {"no header, for its line ends", BYTES("a,b\r1,2\rx,y\n"),
	{.signature = NAMES(BYTES("b")), .signature_count = 1},
	"t: no header in the first 1 record: it holds the columns b (lines end in a carriage "
	"return alone: declare cr)"},
    {"a tie in the header", BYTES("t\na,b;c\n"),
	{.signature = NAMES(BYTES("a")), .signature_count = 1},
	"t:2: the header has as many , as ;: declare the delimiter"},
    {"a tie in a title", BYTES("x,y;z\na,b\n"),
	{.signature = NAMES(BYTES("a")), .signature_count = 1}, "2@6+4:a|b end"},

    {"a total at the end", BYTES("a,b\n1,2\nTotal,3\n"),
	{.tails = NAMES(BYTES("Total")), .tail_count = 1}, "1@0+4:a|b 2@4+4:1|2 3@8+8!total#0 end"},
    {"totals of another width, blanks, Ctrl-Z", BYTES("a,b\n1,2\n\" Sum \"\n\nTotal ,3,4\n\x1a"),
	{.tails = NAMES(BYTES("Total"), BYTES("Sum")), .tail_count = 2},
	"1@0+4:a|b 2@4+4:1|2 3@8+8!total#0 5@17+11!total#0 6@28+1!total#0 end"},
    {"no total in the middle", BYTES("a,b\nTotal,2\nTotal,3\n4,5\nTotal,6\n"),
	{.tails = NAMES(BYTES("Total")), .tail_count = 1},
	"1@0+4:a|b 2@4+8:Total|2 3@12+8:Total|3 4@20+4:4|5 5@24+8!total#0 end"},
    {"no total in the middle, with its problem", BYTES("a,b\nTotal\nTotal,\xff\n\"x\"\"y\",5\n"),
	{.tails = NAMES(BYTES("Total")), .tail_count = 1},
	"1@0+4:a|b 2@4+6!too_few_fields#2 3@10+8!encoding#2 4@18+9:x\"y|5 end"},
    {"a total before the header again", BYTES("a,b\n1,2\nTotal,2\na,b\n3,4\n"),
	{.tails = NAMES(BYTES("Total")), .tail_count = 1},
	"1@0+4:a|b 2@4+4:1|2 3@8+8!total#0 4@16+4!header#0 5@20+4:3|4 end"},
    {"a total in Windows-1252", BYTES("a;b\n\xe9;2\nT\xf3tal;3\n"),
	{.tails = NAMES(BYTES("T\xc3\xb3tal")), .tail_count = 1, .charset = CHARSET_WINDOWS_1252},
	"1@0+4:a|b 2@4+4:\xc3\xa9|2 3@8+8!total#0 end"},
    {"not declared, a total is a row", BYTES("a,b\nTotal,3\n"), {0}, "1@0+4:a|b 2@4+8:Total|3 end"},
    {"Ctrl-Z at the end", BYTES("a,b\n1,2\n\x1a"), {0}, "1@0+4:a|b 2@4+4:1|2 3@8+1!total#0 end"},
    {"a block of Ctrl-Z, one column", BYTES("a\n1\n\x1a\x1a\x1a\n"), {0},
	"1@0+2:a 2@2+2:1 3@4+4!total#0 end"},

    {"empty fields behind", BYTES("a,b\n1,2,,\n3,4\n5,\"6\"\"\",\"\",\n7,8,,9\n"),
	{.trailing = true},
	"1@0+4:a|b 2@4+6:1|2 3@10+4:3|4 4@14+12:5|6\" 5@26+7!too_many_fields#3 end"},
    {"empty fields behind, not declared", BYTES("a,b\n1,2,\n"), {0},
	"1@0+4:a|b 2@4+5!too_many_fields#3 end"},
};

/* What a variation of a reading is. */
struct way {
	const char *size; /* AMENDS_READ_SIZE */
	size_t most;	  /* records at a time */
	bool packed;
};

static int
memory_file(struct span bytes, bool packed)
{
	int fd = memfd_create("table", 0);
	FILE *file = fd < 0 ? NULL : fdopen(dup(fd), "w");

	if (!file)
		abort();
	if (packed) {
		char command[64];

		fclose(file);
		snprintf(command, sizeof command, "gzip -nc >/proc/self/fd/%d", fd);
		file = popen(command, "w");
		if (!file || fwrite(bytes.data, 1, bytes.size, file) != bytes.size ||
		    pclose(file) != 0)
			abort();
		return fd;
	}
	if (fwrite(bytes.data, 1, bytes.size, file) != bytes.size || fclose(file) != 0)
		abort();
	return fd;
}

static void
add_record(struct buf *out, const struct record *record, enum csv_problem problem, size_t field)
{
	char text[128];

	snprintf(text, sizeof text, "%ju@%ju+%ju", (uintmax_t)record->line,
	    (uintmax_t)record->offset, (uintmax_t)record->length);
	buf_add_text(out, text);
	if (problem != CSV_FINE) {
		snprintf(text, sizeof text, "!%s#%zu", csv_reason(problem), field);
		buf_add_text(out, text);
	}
	for (size_t i = 0; problem == CSV_FINE && i < record->count; i++) {
		buf_add_byte(out, i ? '|' : ':');
		buf_add_span(out, csv_field(record, i));
	}
	buf_add_byte(out, ' ');
}

/* All that a reader says, but for the message. */
static enum read_status
read_records(struct reader *reader, const struct file *file, size_t most, struct buf *out)
{
	struct record records[20];
	enum csv_problem problem;
	enum read_status status;
	struct reader_facts facts;
	size_t count;

	while (
	    (status = reader_read_some(reader, records, most, &count, &problem)) == READ_RECORD) {
		if (count == 0 || count > most)
			buf_add_text(out, "BAD COUNT ");
		reader_facts(reader, &facts);
		for (size_t i = 0; i < count; i++) {
			if (!record_stands_there(file->bytes, &records[i], facts.charset))
				buf_add_text(out, "NOT THERE ");
			add_record(out, &records[i], i + 1 < count ? CSV_FINE : problem,
			    reader_problem_field(reader));
		}
	}
	return status;
}

static struct buf
account(const struct file *file, const struct way *way)
{
	char path[64], *message;
	int fd = memory_file(file->bytes, way->packed);
	struct capture said;
	struct reader *reader;
	struct buf out = {0};
	enum read_status status = READ_ERROR;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	setenv("AMENDS_READ_SIZE", way->size, 1);
	capture_begin(&said);
	reader = reader_open(path, "t", &(struct source_options){.digest = true}, &file->dialect);
	if (reader)
		status = read_records(reader, file, way->most, &out);
	capture_end(&said);
	if (status == READ_END) {
		struct reader_facts facts;

		reader_facts(reader, &facts);
		buf_add_text(&out, said.text[0] ? "UNEXPECTED MESSAGE " : "");
		buf_add_text(&out, facts.bytes == file->bytes.size ? "end" : "NOT ALL BYTES");
	}
	message = strncmp(said.text, "test: ", 6) == 0 ? said.text + 6 : said.text;
	buf_add(&out, message, strcspn(message, "\n"));
	reader_free(reader);
	close(fd);
	return out;
}

static void
test_file(struct tap *tap, const struct file *file)
{
	static const char *const sizes[] = {"", "1", "2", "3", "7", "63", "64", "65", "4096"};
	static const size_t mosts[] = {1, 5, 20};
	struct buf out = {0};
	struct way way;
	bool same = true;

	for (size_t i = 0; same && i < sizeof sizes / sizeof *sizes; i++)
		for (size_t j = 0; same && j < 3; j++)
			for (int packed = 0; same && packed <= (j == 1 && i % 3 == 1); packed++) {
				way = (struct way){sizes[i], mosts[j], packed};
				buf_free(&out);
				out = account(file, &way);
				same = span_is(buf_span(&out), file->expected);
			}
	tap_ok(tap, same, "%s", file->words);
	if (!same)
		printf("# blocks of %s, %zu at a time%s:\n# %.*s\n# is not\n# %s\n", way.size,
		    way.most, way.packed ? ", packed" : "", (int)out.size, out.data,
		    file->expected);
	buf_free(&out);
}

enum { LARGE_ROWS = 20000, LONG_ROW = 15000, LONG_FIELD = 900000 };

static void
add_text(struct buf *out, enum charset charset, struct span text)
{
	for (size_t i = 0; i < text.size; i++) {
		if (charset == CHARSET_UTF16BE)
			buf_add_byte(out, '\0');
		buf_add_byte(out, text.data[i]);
		if (charset == CHARSET_UTF16LE)
			buf_add_byte(out, '\0');
	}
}

/* Rows NUMBER,"n\xf1o NUMBER", one of them with a field as long as may be; bytes of the charset. */
static struct buf
large_file(enum charset charset, const char *newline)
{
	struct buf out = {0};
	struct buf filling = {0};
	char row[64];

	snprintf(row, sizeof row, "a,b%s", newline);
	add_text(&out, charset, span_of(row));
	for (size_t i = 0; i < LONG_FIELD; i++)
		buf_add_byte(&filling, i % 99 ? 'x' : '\n');
	for (unsigned i = 0; i < LARGE_ROWS; i++) {
		snprintf(row, sizeof row, "%u,\"n\xf1o ", i);
		add_text(&out, charset, span_of(row));
		if (i == LONG_ROW)
			add_text(&out, charset, buf_span(&filling));
		snprintf(row, sizeof row, "%u\"%s", i, newline);
		add_text(&out, charset, span_of(row));
	}
	buf_free(&filling);
	return out;
}

/* Every row is there, in its place, and begins where the one before it ended. */
static bool
rows_of_large(struct reader *reader, struct span bytes)
{
	struct record records[20];
	struct reader_facts facts;
	enum csv_problem problem;
	enum read_status status;
	uint64_t rows = 0, end = 0;
	size_t count;
	char want[32];

	while ((status = reader_read_some(reader, records, 20, &count, &problem)) == READ_RECORD) {
		reader_facts(reader, &facts);
		for (size_t i = 0; i < count; i++, rows++) {
			struct span first = csv_field(&records[i], 0);

			snprintf(want, sizeof want, "%ju", (uintmax_t)(rows - 1));
			if (problem != CSV_FINE || records[i].offset != end ||
			    !span_is(first, rows ? want : "a") ||
			    !record_stands_there(bytes, &records[i], facts.charset))
				return false;
			end += records[i].length;
		}
	}
	return status == READ_END && rows == LARGE_ROWS + 1 && end == bytes.size;
}

static void
test_large(struct tap *tap, const char *words, const struct dialect *dialect, const char *newline)
{
	struct buf bytes = large_file(dialect->charset, newline);
	struct hash_stream *stream = hash_stream_new();
	char path[64], got[HASH_HEX + 1] = "", want[HASH_HEX + 1];

	setenv("AMENDS_READ_SIZE", "", 1);
	hash_stream_add(stream, bytes.data, bytes.size);
	hash_stream_hex(stream, want);
	hash_stream_free(stream);
	for (int packed = 0; packed <= 1; packed++) {
		int fd = memory_file(buf_span(&bytes), packed);
		struct reader *reader;

		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		reader = reader_open(path, "t", &(struct source_options){.digest = true}, dialect);
		tap_ok(tap, reader && rows_of_large(reader, buf_span(&bytes)), "a large file%s: %s",
		    packed ? ", packed" : "", words);
		if (reader)
			reader_digest(reader, got);
		tap_ok(tap, strcmp(got, want) == 0, "its digest is that of its own bytes");
		reader_free(reader);
		close(fd);
	}
	buf_free(&bytes);
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		test_file(&tap, &files[i]);
	test_large(
	    &tap, "Windows-1252", &(struct dialect){.charset = CHARSET_WINDOWS_1252}, "\r\n");
	test_large(
	    &tap, "UTF-16, little end first", &(struct dialect){.charset = CHARSET_UTF16LE}, "\n");
	test_large(
	    &tap, "UTF-16, big end first", &(struct dialect){.charset = CHARSET_UTF16BE}, "\n");
	test_large(&tap, "ISO-8859-1, CR, backslash",
	    &(struct dialect){.charset = CHARSET_ISO_8859_1, .cr = true, .backslash = true}, "\r");
	return tap_done(&tap);
}
