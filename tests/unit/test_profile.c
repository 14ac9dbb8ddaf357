/* profile: what a file says of itself is kept in order; how well headers fit; where profiles are
 * found. What is wrong with one is said in tests/filters/am-import.tst. */
#include <stdio.h>
#include <sys/stat.h>

#include "capture.h"
#include "err.h"
#include "profile_file.h"
#include "share.h"
#include "tap.h"

static const char rows[] = "charset,,windows-1252,\ncharset,,utf-8,\ndelimiter,,TAB,\n"
			   "flag,,backslash,\nflag,,trailing-empties,\nheader-at,,3,\n"
			   "tail,,Total,\ntail,,Suma,\nrecognise,,Id,\nrecognise,mail,Email,\n"
			   "recognise,mail,Correo,\nrecognise,,Alta,\nrecognise-not,,LEID,\n"
			   "recognise-file,,*sent*,\nrecognise-file,,*envi*,\n"
			   "column,email,Email,\ncolumn,email,Correo,\n";

static void
test_reading(struct tap *tap)
{
	struct profile *p = profile_of("holds,,people,\nholds,,sends,\n", rows);
	const struct dialect *d = &p->dialect;
	struct buf text = {0};

	tap_ok(tap, strncmp(p->name, "profile.", 8) == 0 && !strstr(p->name, ".csv"),
	    "its name is that of the file");
	tap_ok(tap,
	    d->charset == CHARSET_WINDOWS_1252 && p->charset_count == 2 &&
		p->charsets[1] == CHARSET_UTF8,
	    "charsets, the first is the dialect's");
	tap_ok(tap, d->delimiter == '\t' && d->backslash && d->trailing && !d->cr && !d->no_quote,
	    "delimiter and flags");
	tap_ok(tap,
	    d->header_at == 3 && d->tail_count == 2 && span_is(d->tails[0], "Total") &&
		span_is(d->tails[1], "Suma"),
	    "the line of the header, the tails");
	tap_ok(tap,
	    d->signature_count == 2 && span_is(d->signature[0], "Id") &&
		span_is(d->signature[1], "Alta"),
	    "the signature: what every header holds");
	profile_holds(p, &text);
	tap_ok(tap, span_is(buf_span(&text), "people|sends"), "what it holds");
	tap_ok(tap, !profile_kind(p, (struct span){0}) && !profile_kind(p, span_of("consents")),
	    "of several kinds one has to be named, and one of those");
	tap_ok(tap, profile_kind(p, span_of("sends")) == kind_find(span_of("sends")),
	    "the one that is named");
	tap_ok(tap,
	    span_is(profile_value(p, PROFILE_SYSTEM), "Test") &&
		profile_value(p, PROFILE_SPLIT).size == 0,
	    "the value of a row, or nothing");
	tap_ok(tap,
	    p->said[PROFILE_COLUMN].count == 2 && p->said[PROFILE_COLUMN].items[1].line == 22 &&
		span_is(p->said[PROFILE_COLUMN].items[1].value, "Correo"),
	    "rows stay in order, with their lines");
	buf_free(&text);
	profile_free(p);
	profile_free(NULL);
}

static void
test_json(struct tap *tap)
{
	struct profile *p = profile_of("holds,,sends,\n",
	    "format,,json,\nrecognise,,eventType,\nrecognise,,mail.id,\ncolumn,message_id,mail.id,"
	    "\ncolumn,email,mail.to[],\ncolumn,outcome,eventType,\n");
	const struct dialect *d = &p->dialect;

	tap_ok(tap,
	    d->format == DIALECT_JSON && d->path_count == 3 && d->signature_count == 0 &&
		span_is(d->paths[0], "mail.id") && span_is(d->paths[1], "mail.to[]") &&
		span_is(d->paths[2], "eventType"),
	    "JSON: the paths that are asked for, each once");
	profile_free(p);
}

struct fit {
	const char *header;
	const char *file;
	bool fits;
	size_t met;
	const char *why;
};
static const struct fit fits[] = {
    {"Id|Email|Alta", NULL, true, 3, "has Id, Email, Alta"},
    {"x|Alta|Correo|Id", NULL, true, 3, "has Id, Correo, Alta"},
    {"Id|Email|Alta", "a/Sent/b.csv", false, 3, "its name is not like *sent*"},
    {"Id|Email|Alta", "sent/my-SENT.csv", true, 4, "has Id, Email, Alta, a name like *sent*"},
    {"Id|Email|Alta", "Envios.csv", true, 4, "has Id, Email, Alta, a name like *envi*"},
    {"Id|Email", NULL, false, 2, "no column Alta"},
    {"Id|Alta", NULL, false, 2, "no column Email or Correo"},
    {"Alta", "x", false, 1, "no column Id"},
    {"id|email|alta", NULL, false, 0, "no column Id"},
    {"Id|Email|Alta|LEID", NULL, false, 3, "has column LEID"},
    {"", NULL, false, 0, "no column Id"},
};

/* The columns of a header with | between them. */
static struct columns
header_of(const char *text)
{
	struct columns columns = {.names = xcalloc(16, sizeof(struct span)), .file = "file"};
	const char *end;

	for (; text; text = end ? end + 1 : NULL) {
		end = strchr(text, '|');
		columns.names[columns.count++] =
		    (struct span){text, end ? (size_t)(end - text) : strlen(text)};
	}
	return columns;
}

static void
test_fits(struct tap *tap)
{
	struct profile *p = profile_of("holds,,people,\n", rows);
	struct profile_fit fit = {0};

	for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
		struct columns header = header_of(fits[i].header);

		profile_fits(p, &header, fits[i].file, NULL, &fit);
		tap_ok(tap,
		    fit.fits == fits[i].fits && fit.met == fits[i].met &&
			span_is(buf_span(&fit.why), fits[i].why),
		    "%s: %s", fits[i].header, fits[i].why);
		free(header.names);
	}
	{
		struct columns header = header_of("Id|Email|Alta");
		const bool present[] = {true, false, true};

		profile_fits(p, &header, NULL, present, &fit);
		tap_ok(tap, !fit.fits && span_is(buf_span(&fit.why), "no column Email or Correo"),
		    "a column without any value is none");
		free(header.names);
	}
	buf_free(&fit.why);
	profile_free(p);
}

static void
write_profile(const char *folder, const char *name, const char *system)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	if (!file ||
	    fprintf(file,
		"what,name,value\nsystem,,%s\nholds,,people\ngrade,,seen\nrecognise,,Id\n",
		system) < 0 ||
	    fclose(file))
		abort();
}

/* A folder of the run and a share/, each with profiles. */
static void
test_finding(struct tap *tap)
{
	char folder[] = "/tmp/test_profile.XXXXXX", share[64];
	struct profile **list, *one;
	struct capture said;
	size_t count = 0;

	snprintf(share, sizeof share, "%s/share", mkdtemp(folder) ? folder : "");
	if (chdir(folder) || mkdir("profiles", 0700) || mkdir("share", 0700) ||
	    mkdir("share/profiles", 0700) || setenv("AMENDS_SHARE", share, 1))
		abort();
	write_profile("share/profiles", "b.csv", "shared b");
	write_profile("share/profiles", "a.csv", "shared a");
	write_profile("share/profiles", ".hidden.csv", "hidden");
	write_profile("share/profiles", "readme.txt", "no profile");
	write_profile("profiles", "b.csv", "own b");
	list = profile_list(&count);
	tap_ok(tap,
	    list && count == 2 && strcmp(list[0]->name, "a") == 0 &&
		span_is(profile_value(list[0], PROFILE_SYSTEM), "shared a") &&
		span_is(profile_value(list[1], PROFILE_SYSTEM), "own b"),
	    "the list: by name, those of the folder of the run first");
	profile_list_free(list, count);
	one = profile_open("b");
	tap_ok(tap, one && span_is(profile_value(one, PROFILE_SYSTEM), "own b"),
	    "so by its name alone");
	profile_free(one);
	one = profile_open("share/profiles/b.csv");
	tap_ok(tap, one && span_is(profile_value(one, PROFILE_SYSTEM), "shared b"),
	    "a path is a path");
	profile_free(one);
	write_profile("profiles", "broken.csv", "x\n!");
	capture_begin(&said);
	list = profile_list(&count);
	capture_end(&said);
	tap_ok(tap, !list && strstr(said.text, "broken.csv:3: "),
	    "one that cannot be read is no list");
	if (system("rm -r profiles share") || chdir("/") || rmdir(folder))
		tap_ok(tap, false, "the folder is removed");
}

static void
test_delimiter(struct tap *tap)
{
	char c = 0;

	tap_ok(tap,
	    profile_delimiter(span_of("TAB"), &c) == 0 && c == '\t' &&
		profile_delimiter(span_of("\t"), &c) == 0 && c == '\t' &&
		profile_delimiter(span_of("|"), &c) == 0 && c == '|',
	    "delimiters");
	tap_ok(tap,
	    profile_delimiter(span_of(""), &c) && profile_delimiter(span_of(",,"), &c) &&
		profile_delimiter((struct span){"\0", 1}, &c) &&
		profile_delimiter(span_of("a"), &c),
	    "and what is none");
}

/* A message that is captured: the first, without the program's name, cut to size. */
static void
test_capture(struct tap *tap)
{
	struct capture said;
	char text[16];

	capture_begin(&said);
	err_capture(text, sizeof text);
	warn("%s is no profile at all", "x");
	warn("second");
	err_capture(NULL, 0);
	warn("third");
	capture_end(&said);
	tap_ok(tap, strcmp(text, "x is no profile") == 0 && capture_is(&said, "third"),
	    "messages are captured for as long as they are");
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	test_reading(&tap);
	test_json(&tap);
	test_fits(&tap);
	test_delimiter(&tap);
	test_capture(&tap);
	test_finding(&tap);
	return tap_done(&tap);
}
