/* test_reader_mail: mail in blocks of every awkward size: who it went to, and where it stands. */
#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "foreign.h"

#define MAIL                                                                                       \
	{                                                                                          \
		.format = DIALECT_MAIL                                                             \
	}
#define WITH_BODY                                                                                  \
	{                                                                                          \
		.format = DIALECT_MAIL, .body = true                                               \
	}
#define FROM "From ana@example.com Tue Jan  9 12:00:00 2024\n"
#define TEN "1234567890"

/* Columns: message_id|date|from|to|name|field|subject|body|file */
static const struct foreign_file files[] = {
    {"a message (RFC 5322, A.1.1)",
	BYTES("From: John Doe <jdoe@machine.example>\nTo: Mary Smith <mary@example.net>\n"
	      "Subject: Saying Hello\nDate: Fri, 21 Nov 1997 09:55:06 -0600\n"
	      "Message-ID: <1234@local.machine.example>\n\n"
	      "This is a message just to say hello.\nSo, \"Hello\".\n"),
	MAIL,
	"1@0+224:<1234@local.machine.example>|Fri, 21 Nov 1997 09:55:06 "
	"-0600|jdoe@machine.example|mary@example.net|Mary Smith|To|Saying Hello|| end"},
    {"different mailboxes (A.1.2)",
	BYTES("From: \"Joe Q. Public\" <john.q.public@example.com>\n"
	      "To: Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>\n"
	      "Cc: <boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>\n"),
	MAIL,
	"1@0+184:||john.q.public@example.com|mary@x.test|Mary Smith|To||| "
	"1@0+184:||john.q.public@example.com|jdoe@example.org||To||| "
	"1@0+184:||john.q.public@example.com|one@y.test|Who?|To||| "
	"1@0+184:||john.q.public@example.com|boss@nil.test||Cc||| "
	"1@0+184:||john.q.public@example.com|sysservices@example.net|Giant; \"Big\" Box|Cc||| end"},
    {"groups (A.1.3)",
	BYTES("From: Pete <pete@silly.example>\n"
	      "To: A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;\n"
	      "Cc: Undisclosed recipients:;\n"),
	MAIL,
	"1@0+130:||pete@silly.example|c@a.test|Ed Jones|To||| "
	"1@0+130:||pete@silly.example|joe@where.test||To||| "
	"1@0+130:||pete@silly.example|jdoe@one.test|John|To||| end"},
    {"white space, comments and other oddities (A.5)",
	BYTES("From: Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>\n"
	      "To:A Group(Some people)\n     :Chris Jones <c@(Chris's host.)public.example>,\n"
	      "         joe@example.org,\n  John <jdoe@one.test> (my dear friend); (the end of the "
	      "group)\n"
	      "Cc:(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;\n"
	      "Date: Thu,\n      13\n        Feb\n"),
	MAIL,
	"1@0+334:|Thu,      13        Feb|pete@silly.test|c@public.example|Chris Jones|To||| "
	"1@0+334:|Thu,      13        Feb|pete@silly.test|joe@example.org||To||| "
	"1@0+334:|Thu,      13        Feb|pete@silly.test|jdoe@one.test|John|To||| end"},
    {"a route (RFC 822)", BYTES("To: <@a.test,@b.test:c@example.com>\n"), MAIL,
	"1@0+36:|||c@example.com||To||| end"},
    {"nobody: one record", BYTES("Subject: x\n\nHola\n"), MAIL, "1@0+17:||||||x|| end"},
    {"nobody: a group of none", BYTES("To: undisclosed-recipients:;\nSubject: x\n"), MAIL,
	"1@0+40:||||||x|| end"},
    {"nobody: blanks and comments", BYTES("To: \nCc: (nobody), \nSubject: x\n"), MAIL,
	"1@0+31:||||||x|| end"},
    {"several To, Cc and Bcc, in order",
	BYTES("bcc: 1@example.com\nTO: 2@example.com\nCc: 3@example.com\nTo: 4@example.com\n"
	      "Resent-To: 5@example.com\n"),
	MAIL,
	"1@0+98:|||1@example.com||Bcc||| 1@0+98:|||2@example.com||To||| "
	"1@0+98:|||3@example.com||Cc||| 1@0+98:|||4@example.com||To||| end"},
    {"of fields that stand twice the first counts",
	BYTES(
	    "From: 1@example.com\nFrom: 2@example.com\nTo: 3@example.com\nSubject: x\nSubject: y\n"
	    "Date: 1\nDate: 2\n"),
	MAIL, "1@0+96:|1|1@example.com|3@example.com||To|x|| end"},
    {"several senders", BYTES("From: 1@example.com, 2@example.com\nTo: 3@example.com\n"), MAIL,
	"1@0+53:||1@example.com|3@example.com||To||| end"},

    {"encoded words (RFC 2047, 8)",
	BYTES("To: =?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.example>\n"
	      "Cc: =?ISO-8859-1?Q?Andr=E9?= Pirard <PIRARD@vm1.example>\n"
	      "Subject: =?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\n"
	      "    =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=\n"),
	MAIL,
	"1@0+237:|||keld@dkuug.example|Keld J\xc3\xb8rn Simonsen|To|If you can read this you "
	"understand the example.|| "
	"1@0+237:|||PIRARD@vm1.example|Andr\xc3\xa9 Pirard|Cc|If you can read this you understand "
	"the "
	"example.|| end"},
    {"encoded words and text, a language",
	BYTES("Subject: =?utf-8*es?q?Lot?= =?UTF-8?Q?er=C3=ADa?= 2024 =?x\n"), MAIL,
	"1@0+59:||||||Loter\xc3\xad"
	"a 2024 =?x|| end"},
    {"a character in two encoded words",
	BYTES("Subject: =?utf-8?q?=E2=98?= =?utf-8?q?=83?=\nCc: =?utf-8?q?=E2?= =?utf-8?q?=98=83?= "
	      "<a@example.com>\n"),
	MAIL, "1@0+99:|||a@example.com|\xe2\x98\x83|Cc|\xe2\x98\x83|| end"},
    {"Windows-1252, in its name", BYTES("Subject: =?windows-1252?q?=80_5?=\n"), MAIL,
	"1@0+34:||||||\xe2\x82\xac 5|| end"},
    {"ISO-2022-JP", BYTES("Subject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=\n"), MAIL,
	"1@0+44:||||||\xe6\x97\xa5\xe6\x9c\xac|| end"},
    {"words in base64, one behind the other",
	BYTES("Subject: =?utf-8?b?YWI=?= =?UTF-8?B?Yw==?=\n\t=?utf-8?b?YWJj?= x\n"
	      "To: =?utf-8?b?YWI=?= =?utf-8?b?Yw==?= =?koi8-r?q?=D7?= <a@example.com>\n"),
	MAIL, "1@0+134:|||a@example.com|abc\xd0\xb2|To|abcabc x|| end"},
    {"words of any letters",
	BYTES("To: =?utf-8?q?Doe,_J.?= <a=b@example.com>, =?utf-8?q?(a b)_<c@d>?= "
	      "<b@example.com>, \"=?utf-8?q?=22q=22?=\" <c@example.com>, d@example.com "
	      "(=?utf-8?q?D?=), \"=w0= =e\" <=w1=@example.com>\n"),
	MAIL,
	"1@0+183:|||a=b@example.com|Doe, J.|To||| 1@0+183:|||b@example.com|(a b) <c@d>|To||| "
	"1@0+183:|||c@example.com|\"q\"|To||| 1@0+183:|||d@example.com|D|To||| "
	"1@0+183:|||=w1=@example.com|=w0= =e|To||| end"},
    {"a word in place of an address", BYTES("To: =?utf-8?q?a=40example.com?=\n"), MAIL,
	"1@0+32:|||=?utf-8?q?a=40example.com?=||To||| end"},
    {"words that are none",
	BYTES("Subject: =?utf-8?x?a?= =?a?q?= =?utf-8?q?a?b?= ?= =?utf-8?q?c?=d\n"), MAIL,
	"1@0+65:||||||=?utf-8?x?a?= =?a?q?= =?utf-8?q?a?b?= ?= cd|| end"},
    {"a word cut behind =", BYTES("Subject: =?utf-8?q?a=?=\n"), MAIL, "1@0+24!encoding#0 end"},
    {"... in base64", BYTES("To: =?utf-8?b?4pg=?= =?utf-8?b?gw==?= <a@example.com>\n"), MAIL,
	"1@0+54!encoding#0 end"},
    {"a charset that nobody knows", BYTES("Subject: =?x-none?q?=C3=A9?=\n"), MAIL,
	"1@0+29!encoding#0 end"},
    {"... in a name", BYTES("To: =?x-none?q?a?= <a@example.com>\n"), MAIL, "1@0+35!encoding#0 end"},
    {"a charset that is more than a name", BYTES("Subject: =?ascii//IGNORE?q?=E9?=\n"), MAIL,
	"1@0+33!encoding#0 end"},
    {"a byte that is not of its charset", BYTES("Subject: =?utf-8?q?=E9?=\n"), MAIL,
	"1@0+25!encoding#0 end"},
    {"... that the charset leaves out", BYTES("Subject: =?windows-1252?q?=81?=\n"), MAIL,
	"1@0+32!encoding#0 end"},
    {"a character cut short", BYTES("Subject: =?utf-8?b?4pg=?= x =?utf-8?b?gw==?=\n"), MAIL,
	"1@0+45!encoding#0 end"},
    {"base64 that is none", BYTES("Subject: =?utf-8?b?!!!!?=\n"), MAIL, "1@0+26!encoding#0 end"},
    {"base64 that is cut", BYTES("Subject: =?utf-8?b?YWJjZ?=\n"), MAIL, "1@0+27!encoding#0 end"},
    {"an encoded NUL", BYTES("Subject: =?utf-8?q?a=00b?=\n"), MAIL, "1@0+27!nul_byte#0 end"},
    {"UTF-8 as it is (RFC 6532)",
	BYTES("To: Jos\xc3\xa9 <jos\xc3\xa9@example.com>\nSubject: \xe2\x98\x83\n"), MAIL,
	"1@0+43:|||jos\xc3\xa9@example.com|Jos\xc3\xa9|To|\xe2\x98\x83|| end"},
    {"Latin-1 as it is", BYTES("To: Jos\xe9 <jose@example.com>\n"), MAIL, "1@0+28!encoding#0 end"},
    {"... in a field that nobody asks for",
	BYTES("X-Mailer: \xe9\nTo: a@example.com\nX-Y: =?x-none?q?=C3?=\n"), MAIL,
	"1@0+52:|||a@example.com||To||| end"},
    {"... declared", BYTES("To: Jos\xe9 <jose@example.com>\nSubject: \x80\n"),
	{.format = DIALECT_MAIL, .charset = CHARSET_WINDOWS_1252},
	"1@0+39:|||jose@example.com|Jos\xc3\xa9|To|\xe2\x82\xac|| end"},
    {"... declared, and not of it", BYTES("To: a@example.com\nSubject: \x81\n"),
	{.format = DIALECT_MAIL, .charset = CHARSET_WINDOWS_1252}, "1@0+29!encoding#0 end"},
    {"... declared, and UTF-8", BYTES("Subject: \xc3\xa9\n"),
	{.format = DIALECT_MAIL, .charset = CHARSET_ISO_8859_1}, "1@0+12:||||||\xc3\xa9|| end"},
    {"UTF-16 declared", BYTES("To: a\n"), {.format = DIALECT_MAIL, .charset = CHARSET_UTF16LE},
	"t: no mail is UTF-16: no such encoding can be declared"},

    {"a NUL in the header", BYTES("To: a@example.com\nX: \0\n\nHola\n"), MAIL,
	"1@0+29!nul_byte#0 end"},
    {"a NUL in a text that is not wanted", BYTES("To: a@example.com\n\n\0\n"), MAIL,
	"1@0+21:|||a@example.com||To||| end"},
    {"a line of the header that is no field", BYTES("To: a@example.com\nCc b@example.com\n\nx\n"),
	MAIL, "1@0+38!mail#0 end"},
    {"no field that messages have", BYTES("a: b\nc: d\n"), MAIL, "1@0+10!mail#0 end"},
    {"no message", BYTES("id,email\n1,a@example.com\n"), MAIL, "1@0+25!mail#0 end"},
    {"addresses without commas", BYTES("To: a@example.com b@example.com\n"), MAIL,
	"1@0+32!mail#0 end"},
    {"semicolons between addresses", BYTES("To: a@example.com; b@example.com\n"), MAIL,
	"1@0+33!mail#0 end"},
    {"words among addresses", BYTES("To: a@example.com, the others, b@example.com\n"), MAIL,
	"1@0+45!mail#0 end"},
    {"two signs in an address", BYTES("To: a@b@example.com\n"), MAIL, "1@0+20!mail#0 end"},
    {"a quote that is not closed", BYTES("To: a@example.com, \"b <b@example.com>\n"), MAIL,
	"1@0+38!mail#0 end"},
    {"a comment that is not closed", BYTES("To: a@example.com (x, b@example.com\n"), MAIL,
	"1@0+36!mail#0 end"},
    {"... and none before", BYTES("To: (x, b@example.com\n"), MAIL, "1@0+22!mail#0 end"},
    {"a quote in a comment, a comment in quotes",
	BYTES("To: a@example.com (\"), \"(\" <b@example.com>, \"\\\"(\" <c@example.com>\n"), MAIL,
	"1@0+66:|||a@example.com||To||| 1@0+66:|||b@example.com|(|To||| "
	"1@0+66:|||c@example.com|\"(|To||| end"},
    {"a control character in a list", BYTES("To: a@example.com\x01,b@example.com\n"), MAIL,
	"1@0+33!mail#0 end"},
    {"a sender that cannot be read", BYTES("From: a@b@example.com\nTo: a@example.com\n"), MAIL,
	"1@0+40!mail#0 end"},
    {"addresses that are none are for who needs one",
	BYTES("To: ana, 'x@example.com' <x@example.com>, a@[192.0.2.1], \"a b\"@example.com\n"),
	MAIL,
	"1@0+75:|||ana||To||| 1@0+75:|||x@example.com|'x@example.com'|To||| "
	"1@0+75:|||a@[192.0.2.1]||To||| 1@0+75:|||\"a b\"@example.com||To||| end"},

    {"an mbox",
	BYTES(FROM "To: a@example.com, b@example.com\nSubject: 1\n\n>From x\n\n" FROM
		   "Subject: 2\n\n" FROM "Cc: c@example.com\nno field\n\n" FROM
		   "Cc: d@example.com\n"),
	MAIL,
	"1@0+100:|||a@example.com||To|1|| 1@0+100:|||b@example.com||To|1|| 7@100+58:||||||2|| "
	"10@158+74!mail#0 14@232+64:|||d@example.com||Cc||| end"},
    {"an mbox that cannot be told apart", BYTES(FROM "To: a@example.com\n" FROM "To: b\n\n"), MAIL,
	"t:3: a line From that may begin a message, but stands in a header"},
    {"blanks alone", BYTES("\n\n"), MAIL, "end"},
    {"CRLF", BYTES("To: a@example.com,\r\n\tb@example.com\r\nSubject: x\r\n\r\nHola\r\n"), MAIL,
	"1@0+56:|||a@example.com||To|x|| 1@0+56:|||b@example.com||To|x|| end"},

    {"a body", BYTES("To: a@example.com\r\n\r\nHola\r\n\r\nAdi\xc3\xb3s\r\n"), WITH_BODY,
	"1@0+37:|||a@example.com||To||Hola\n\nAdi\xc3\xb3s\n| end"},
    {"a body of an mbox", BYTES(FROM "To: a\n\n>From x\n>>From y\n\n"), WITH_BODY,
	"1@0+71:|||a||To||From x\n>From y\n| end"},
    {"a body that was encoded",
	BYTES("To: a\nContent-Type: text/plain; charset=windows-1252\n"
	      "Content-Transfer-Encoding: quoted-printable\n\n=805 y =\nm=E1s\n"),
	WITH_BODY,
	"1@0+113:|||a||To||\xe2\x82\xac"
	"5 y m\xc3\xa1s\n| end"},
    {"a body in base64",
	BYTES("To: a\nContent-Type: text/plain; charset=utf-8\n"
	      "Content-Transfer-Encoding: base64\n\nSG9sYQ0K\n4piD\n"),
	WITH_BODY, "1@0+95:|||a||To||Hola\n\xe2\x98\x83| end"},
    {"the first text/plain that is no attachment",
	BYTES("To: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\npre\n"
	      "--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nno\n"
	      "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
	      "--c\nContent-Type: text/html\n\n<p>no</p>\n--c\n\nyes\n--c\n\nno\n--c--\n"
	      "--b\nContent-Type: message/rfc822\n\nTo: x\n\nno\n--b--\n"),
	WITH_BODY, "1@0+301:|||a||To||yes| end"},
    {"else the first text/html",
	BYTES("To: a\nContent-Type: multipart/mixed; boundary=b\n\n"
	      "--b\nContent-Type: message/rfc822\n\nTo: x\n\nno\n"
	      "--b\nContent-Type: text/html; charset=iso-8859-1\n\n<p>s\xed</p>\n--b--\n"),
	WITH_BODY, "1@0+158:|||a||To||<p>s\xc3\xad</p>| end"},
    {"no text", BYTES("To: a\nContent-Type: image/png\n\nx\n"), WITH_BODY,
	"1@0+33:|||a||To||| end"},
    {"a body of a charset that nobody knows",
	BYTES("To: a\nContent-Type: text/plain; charset=x-none\n\nx\n"), WITH_BODY,
	"1@0+50!encoding#0 end"},
    {"a body that is not of its charset",
	BYTES("To: a\nContent-Type: text/plain; charset=us-ascii\n\n\xe9\n"), WITH_BODY,
	"1@0+52!encoding#0 end"},
    {"a body of no charset", BYTES("To: a\n\n\xe9\n"), WITH_BODY, "1@0+9!encoding#0 end"},
    {"... declared", BYTES("To: a\n\n\xe9\n"),
	{.format = DIALECT_MAIL, .charset = CHARSET_ISO_8859_1, .body = true},
	"1@0+9:|||a||To||\xc3\xa9\n| end"},
    {"a body in base64 with more behind its end",
	BYTES("To: a\nContent-Transfer-Encoding: base64\n\nSG9sYQ==\nSG9sYQ==\n"), WITH_BODY,
	"1@0+59!encoding#0 end"},
    {"a body in base64 that is cut", BYTES("To: a\nContent-Transfer-Encoding: base64\n\nSG9sYQ\n"),
	WITH_BODY, "1@0+48!encoding#0 end"},
    {"parts without a boundary",
	BYTES("To: a\nContent-Type: multipart/mixed\n\n--b\n\nHola\n--b--\n"), WITH_BODY,
	"1@0+53!mail#0 end"},
    {"... that are not wanted", BYTES("To: a\nContent-Type: multipart/mixed\n\n--b\n"), MAIL,
	"1@0+41:|||a||To||| end"},
    {"a NUL in a body", BYTES("To: a\n\n\0\n"), WITH_BODY, "1@0+9!nul_byte#0 end"},
};

/* A folder of files, which is removed again. */
struct folder {
	char path[64];
};

static void
xfile(const struct folder *folder, const char *name, struct span bytes)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder->path, name);
	file = fopen(path, "w");
	if (!file || fwrite(bytes.data, 1, bytes.size, file) != bytes.size || fclose(file) != 0)
		abort();
}

static void
xsubfolder(const struct folder *folder, const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder->path, name);
	if (mkdir(path, 0700) != 0)
		abort();
}

static void
xfolder(struct folder *folder)
{
	snprintf(folder->path, sizeof folder->path, "/tmp/amends-mail.XXXXXX");
	if (!mkdtemp(folder->path))
		abort();
}

static void
xremove(const struct folder *folder)
{
	char command[96];

	snprintf(command, sizeof command, "rm -rf '%s'", folder->path);
	if (system(command) != 0)
		abort();
}

/* The folder's own name is taken out of messages. */
static void
test_folder(struct tap *tap, const struct folder *folder, const char *words, const char *expected)
{
	static const struct dialect dialect = MAIL;
	struct buf out = foreign_account(folder->path, &dialect, NULL);
	char *at;

	buf_add_byte(&out, '\0');
	at = strstr(out.data, folder->path);
	if (at)
		memmove(at, at + strlen(folder->path), strlen(at + strlen(folder->path)) + 1);
	if (!tap_ok(tap, strcmp(out.data, expected) == 0, "%s", words))
		printf("# %s\n", out.data);
	buf_free(&out);
}

static void
test_plain_folder(struct tap *tap)
{
	struct folder folder;

	xfolder(&folder);
	test_folder(tap, &folder, "an empty folder", "end");
	xfile(&folder, "b.eml", span_of("To: b@example.com\n"));
	xfile(&folder, "10.EML", span_of("To: 10@example.com\nCc: 11@example.com\n"));
	xfile(&folder, "a.eml", span_of(FROM "To: 1@example.com\n\n" FROM "To: 2@example.com\n"));
	xfile(&folder, ".hidden.eml", span_of("To: no@example.com\n"));
	test_folder(tap, &folder, "a folder of messages, in order of names",
	    "1@0+38:|||10@example.com||To|||10.EML 1@0+38:|||11@example.com||Cc|||10.EML "
	    "1@0+65:|||1@example.com||To|||a.eml 4@65+64:|||2@example.com||To|||a.eml "
	    "1@0+18:|||b@example.com||To|||b.eml end");
	xfile(&folder, "list.xlsx", span_of("To: no@example.com\n"));
	xfile(&folder, "empty.eml", span_of(""));
	xfile(&folder, "blank.eml", span_of("\n\n"));
	xsubfolder(&folder, "more.eml");
	test_folder(tap, &folder, "other files are problems",
	    "1@0+38:|||10@example.com||To|||10.EML 1@0+38:|||11@example.com||Cc|||10.EML "
	    "1@0+65:|||1@example.com||To|||a.eml 4@65+64:|||2@example.com||To|||a.eml "
	    "1@0+18:|||b@example.com||To|||b.eml "
	    "1@0+0!mail#0 1@0+0!mail#0 1@0+0!mail#0 1@0+0!mail#0 end");
	xfile(&folder, "0.eml", span_of("PK\x03\x04 is a ZIP"));
	test_folder(tap, &folder, "a ZIP named .eml stops the run", "/0.eml: is a ZIP archive");
	xremove(&folder);
}

static void
test_maildir(struct tap *tap)
{
	struct folder folder;
	char link[128];

	xfolder(&folder);
	xsubfolder(&folder, "cur");
	xsubfolder(&folder, "new");
	xsubfolder(&folder, "tmp");
	xfile(&folder, "cur/2.host:2,S", span_of("To: 2@example.com\n"));
	xfile(&folder, "new/1.host", span_of("To: 1@example.com\n"));
	xfile(&folder, "tmp/3.host", span_of("To: no@example.com\n"));
	xfile(&folder, "dovecot-uidlist", span_of("To: no@example.com\n"));
	snprintf(link, sizeof link, "%s/new/4.host", folder.path);
	if (symlink("../tmp/3.host", link) != 0)
		abort();
	test_folder(tap, &folder, "a Maildir: cur and new, not tmp, no link",
	    "1@0+18:|||2@example.com||To|||cur/2.host:2,S 1@0+18:|||1@example.com||To|||new/1.host "
	    "1@0+0!mail#0 end");
	xremove(&folder);
}

static void
test_facts(struct tap *tap)
{
	static const struct dialect dialect = MAIL;
	struct folder folder;
	char digests[3][33];
	struct reader_facts facts;
	struct stat status;

	xfolder(&folder);
	for (int i = 0; i < 3; i++) {
		struct reader *reader;
		struct buf out = {0};

		xfile(&folder, "1.eml", span_of("To: 1@example.com\n"));
		xfile(&folder, i == 2 ? "3.eml" : "2.eml", span_of("To: 2@example.com\n\nx\n"));
		reader = reader_open(
		    folder.path, "t", &(struct source_options){.digest = true}, &dialect);
		(void)foreign_read(&out, reader, NULL);
		reader_facts(reader, &facts);
		reader_digest(reader, digests[i]);
		if (i == 0)
			tap_ok(tap,
			    facts.known && facts.regular && stat(folder.path, &status) == 0 &&
				facts.inode == status.st_ino && facts.bytes == 39 &&
				facts.done == 39 && facts.total == 39 &&
				reader_counts(reader)->records == 2,
			    "facts of a folder are those of its files");
		reader_free(reader);
		buf_free(&out);
	}
	tap_ok(tap, strcmp(digests[0], digests[1]) == 0 && strcmp(digests[0], digests[2]) != 0,
	    "the digest of a folder is that of names and bytes");
	xremove(&folder);
}

/* A message of 30 MB with an attachment, body wanted or not. */
static void
test_large(struct tap *tap)
{
	struct buf text = {0};
	char path[64], wanted[128];
	int fd;

	buf_add_text(&text, FROM "To: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n"
				 "--b\n\nHola\n--b\nContent-Type: image/png\n"
				 "Content-Transfer-Encoding: base64\n\n");
	for (size_t i = 0; i < 400000; i++)
		buf_add_text(&text, TEN TEN TEN TEN TEN TEN TEN "12345\n");
	buf_add_text(&text, "--b--\n\n" FROM "To: b@example.com\n");
	fd = foreign_memory(buf_span(&text), false);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	for (int body = 0; body < 2; body++) {
		const struct dialect dialect = {.format = DIALECT_MAIL, .body = body};
		struct buf out = foreign_account(path, &dialect, NULL);

		snprintf(wanted, sizeof wanted,
		    "1@0+%zu:|||a@example.com||To||%s| 400014@%zu+64:|||b@example.com||To||| end",
		    text.size - 64, body ? "Hola" : "", text.size - 64);
		if (!tap_ok(tap, span_is(buf_span(&out), wanted), "a message of 30 MB%s",
			body ? ", body and all" : ""))
			printf("# %.*s\n# %s\n", (int)out.size, out.data, wanted);
		buf_free(&out);
	}
	close(fd);
	buf_free(&text);
}

/* A header of more than 1 MiB, and a body of more. */
static void
test_limits(struct tap *tap)
{
	static const char *const wanted[] = {
	    "1@0+1200019!record_too_long#0 end", "1@0+1200019!field_too_long#8 end"};
	static const struct dialect dialect = WITH_BODY;

	for (int body = 0; body < 2; body++) {
		struct buf text = {0}, out;
		char path[64];
		int fd;

		buf_add_text(&text, body ? "To: a@example.com\n\n" : "To: a@example.com,\n");
		for (size_t i = 0; i < 100000; i++)
			buf_add_text(&text, " b@test.com\n");
		fd = foreign_memory(buf_span(&text), false);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		out = foreign_account(path, &dialect, NULL);
		if (!tap_ok(tap, span_is(buf_span(&out), wanted[body]), "a long %s",
			body ? "body" : "header"))
			printf("# %.*s\n", (int)(out.size < 200 ? out.size : 200), out.data);
		close(fd);
		buf_free(&text);
		buf_free(&out);
	}
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		foreign_test(&tap, &files[i]);
	test_plain_folder(&tap);
	test_maildir(&tap);
	test_facts(&tap);
	test_large(&tap);
	test_limits(&tap);
	return tap_done(&tap);
}
