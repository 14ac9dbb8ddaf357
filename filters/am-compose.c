/* am-compose: writes a letter, or a piece of a file for another system, for each record, from a
 * template (amends-template(5)).
 *
 * The rule: a record gives all its text or none. One that lacks a fact which its text needs is
 * held: it goes to --held with the reason and leaves no byte in the output. So what comes out never
 * says more than its row, and who got nothing is listed.
 *
 * Order: of the input. Memory: one letter; in mail also 48 to 96 bytes for each address, for nobody
 * gets two. Status: 0, also when records were held with --held; 2 when not complete.
 *
 *	am-select -w 'letter LETTER' out/people.csv |
 *	    am-compose -t apology.tpl --set CONTACT=privacy@example.com --held held.csv ...
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "digest.h"
#include "filter.h"
#include "letter.h"
#include "share.h"
#include "template.h"

static const struct opt options[] = {
    {.name = "template", .letter = 't', .argument = "TEMPLATE", .help = "the template"},
    {.name = "set",
	.argument = "NAME=VALUE",
	.help = "a setting that the template can name",
	.repeats = true},
    {.name = "held", .argument = "FILE", .help = "put records that lack a fact into FILE, go on"},
    {.name = "zone", .argument = "ZONE", .help = "the time zone of dates (UTC)"},
    {.name = "spreadsheet", .help = "csv: no field may begin like a formula"},
    {.name = "format",
	.argument = "FORMAT",
	.help = "mail: mbox, maildir or eml (folders), or csv"},
    {.name = "to", .argument = "COL", .help = "mail: the column of the address (email)"},
    {.name = "to-name", .argument = "COL", .help = "mail: that of the name beside it (name)"},
    {.name = "date", .argument = "TIME", .help = "mail: the date of all messages"},
    {.name = "incident", .argument = "NAME", .help = "mail: the first word of Message-ID"},
    {.name = "domain", .argument = "DOMAIN", .help = "mail: the domain of Message-ID"},
    {.name = "key-file", .argument = "FILE", .help = "mail: the secret key of Message-ID"},
    {.name = "index", .argument = "FILE", .help = "mail: write which record got which letter"},
    {0},
};
static const struct program program = {
    .name = "am-compose",
    .usage = "-t TEMPLATE [options] [FILE...]",
    .summary = "write a letter, or a piece of a file, for each record",
    .own = options,
};

enum format { FORMAT_MBOX, FORMAT_MAILDIR, FORMAT_EML, FORMAT_CSV, FORMATS };
static const char *const formats[FORMATS] = {"mbox", "maildir", "eml", "csv"};
static const char *const held_columns[] = {"reason"};
static const char *const index_columns[] = {"letter_id", "letter_template", "letter_language",
    "letter_form", "letter_branch", "letter_sha256"};
static const char *const csv_columns[] = {
    "id", "email", "name", "language", "form", "subject", "text", "html"};
#define COUNT(list) (sizeof(list) / sizeof *(list))

struct state {
	struct filter filter;
	struct settings settings;
	char *path;
	struct template *template;
	struct zone *zone;
	struct report *held, *index;
	struct buf text, between; /* of the record at hand; between two */
	uint64_t rows, fell_back;
	/* of mail */
	enum format format;
	int64_t date;
	struct letters *letters;
	struct digest *digest; /* of the index */
};

/* A file that is there is that file; any other name is a table of the user's: with a slash as it
 * is, else of letters/. */
static char *
template_path(const char *name)
{
	struct buf path = {0};
	char *found;

	if (access(name, F_OK) == 0)
		return xcopy(span_of(name));
	if (!strchr(name, '/'))
		buf_add_text(&path, "letters/");
	buf_add_text(&path, name);
	buf_add_byte(&path, '\0');
	found = share_find(path.data);
	buf_free(&path);
	return found;
}

static void
read_options(struct state *s)
{
	struct filter *f = &s->filter;
	const char *name = opt_get(&f->opt, "template"), *zone = opt_get(&f->opt, "zone");

	if (!name)
		die("-t is needed");
	for (size_t i = 0; i < opt_count(&f->opt, "set"); i++)
		if (settings_add(&s->settings, opt_at(&f->opt, "set", i)) != 0)
			die_silent();
	s->path = template_path(name);
	s->template = s->path ? template_read(s->path) : NULL;
	if (!s->template)
		die_silent();
	xfilter_reads(f, s->path);
	if (zone) {
		s->zone = zone_open(span_of(zone));
		if (!s->zone)
			die("--zone: no such time zone");
		filter_opens_later(f, zone_folder());
	}
	if (opt_has(&f->opt, "spreadsheet") && template_type(s->template) != TEMPLATE_CSV)
		die("--spreadsheet is for templates of type csv");
}

static void
bind_template(struct state *s)
{
	const struct names names = {
	    .columns = parts_columns(s->filter.in), .settings = &s->settings};
	const struct template_options how = {
	    .place = {s->zone, span_of(opt_get(&s->filter.opt, "zone"))},
	    .spreadsheet = opt_has(&s->filter.opt, "spreadsheet"),
	};

	if (template_bind(s->template, &names, &how) != 0)
		die_silent();
}

/* A part that belongs to no row. What is missing there is missing for everybody. */
static void
xrender(struct state *s, size_t part, struct buf *out)
{
	const struct template_hold *hold;

	if (!template_has(s->template, part))
		return;
	hold = template_render(s->template, part, out);
	if (hold)
		die("%s: the setting %.*s: %s", s->path, (int)hold->column.size, hold->column.data,
		    hold->reason);
}

static void
prepare_stream(struct state *s)
{
	struct buf head = {0};

	xrender(s, TEMPLATE_FOOT, &s->text); /* a mistake in it is said before the first row */
	xrender(s, TEMPLATE_BETWEEN, &s->between);
	xrender(s, TEMPLATE_HEAD, &head);
	xfilter_output_bytes(&s->filter);
	if (filter_bytes(&s->filter, buf_span(&head)) < 0)
		die_silent();
	buf_free(&head);
}

static const char *
xneed(const struct state *s, const char *option)
{
	const char *value = opt_get(&s->filter.opt, option);

	if (!value)
		die("--%s is needed for mail", option);
	return value;
}

/* The column of an option, or the one that is usual. SIZE_MAX: there is no usual one, and none was
 * asked for. */
static size_t
xcolumn(const struct state *s, const char *option, const char *usual, bool needed)
{
	const struct columns *columns = parts_columns(s->filter.in);
	const char *name = opt_get(&s->filter.opt, option);
	size_t index = SIZE_MAX;

	if (!name && !needed && columns_seek(columns, span_of(usual), &index) != 0)
		return SIZE_MAX;
	if (columns_find(columns, span_of(name ? name : usual), &index) != 0)
		die_silent();
	return index;
}

static void
xread_mail_options(struct state *s)
{
	const char *format = opt_get(&s->filter.opt, "format");
	struct when date = when_parse(span_of(xneed(s, "date")));

	if (!date.known || date.earliest != date.latest)
		die("--date: a time YYYY-MM-DDThh:mm:ssZ is needed");
	s->date = date.latest;
	while (format && s->format < FORMATS && strcmp(format, formats[s->format]) != 0)
		s->format++;
	if (s->format == FORMATS)
		die("--format: none of mbox, maildir, eml, csv");
}

static void
xopen_letters(struct state *s)
{
	struct buf key = {0};
	struct letter_options how = {
	    .template = s->template,
	    .incident = xneed(s, "incident"),
	    .domain = xneed(s, "domain"),
	    .date = s->date,
	    .address = xcolumn(s, "to", "email", true),
	    .name = xcolumn(s, "to-name", "name", false),
	    .columns = parts_columns(s->filter.in),
	    .memory = s->filter.memory,
	};

	if (digest_key_read(xneed(s, "key-file"), &key) != 0)
		die_silent();
	how.key = buf_span(&key);
	s->letters = letters_new(&how);
	digest_key_wipe(&key);
	if (!s->letters)
		die_silent();
}

static void
prepare_mail(struct state *s)
{
	static const char *const maildir[] = {"cur", "new", "tmp", NULL};
	struct filter *f = &s->filter;
	const char *index = opt_get(&f->opt, "index");
	struct span names[COUNT(csv_columns)];

	xread_mail_options(s);
	xopen_letters(s);
	xfilter_reads(f, opt_get(&f->opt, "key-file"));
	if (index) {
		s->index =
		    xfilter_report_rows(f, "--index", index, index_columns, COUNT(index_columns));
		s->digest = digest_new(DIGEST_SHA256, (struct span){0});
		if (!s->digest)
			die_silent();
	}
	for (size_t i = 0; i < COUNT(csv_columns); i++)
		names[i] = span_of(csv_columns[i]);
	if (s->format == FORMAT_MBOX)
		xfilter_output_bytes(f);
	else if (s->format == FORMAT_CSV)
		xfilter_output_columns(f, names, COUNT(names));
	else
		xfilter_output_folder(f, s->format == FORMAT_MAILDIR ? maildir : NULL);
}

static void
refuse_mail_options(const struct state *s)
{
	static const char *const names[] = {
	    "format", "to", "to-name", "date", "incident", "domain", "key-file", "index"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (opt_has(&s->filter.opt, names[i]))
			die("--%s is for templates of type mail", names[i]);
}

static void
prepare(struct state *s)
{
	struct filter *f = &s->filter;
	const char *held = opt_get(&f->opt, "held");

	xfilter_input(f, f->opt.operands, f->opt.operand_count);
	bind_template(s);
	if (held)
		s->held = xfilter_report_rows(f, "--held", held, held_columns, COUNT(held_columns));
	if (template_type(s->template) == TEMPLATE_MAIL) {
		prepare_mail(s);
	} else {
		refuse_mail_options(s);
		prepare_stream(s);
	}
}

static int
hold_row(struct state *s, const struct template_hold *hold)
{
	struct filter *f = &s->filter;
	struct span column = columns_shown(hold->column), words;
	struct buf reason = {0};
	int result;

	if (!s->held) {
		warn("%s:%" PRIu64 ": %.*s: %s (--held puts such rows aside)", parts_file(f->in),
		    f->record.line, (int)column.size, column.data, hold->reason);
		return -1;
	}
	buf_add_text(&reason, "held:");
	buf_add_text(&reason, hold->reason);
	buf_add_byte(&reason, ':');
	buf_add_span(&reason, column);
	words = (struct span){reason.data + 5, reason.size - 5};
	result = filter_report_row(f, s->held, &words);
	buf_add_byte(&reason, '\0');
	if (result == 0)
		result = filter_drop_named(f, reason.data);
	buf_free(&reason);
	return result;
}

static int
keep_text(struct state *s, const struct row *row)
{
	const struct template_hold *hold = template_turn(s->template, row);

	buf_clear(&s->text);
	if (s->rows)
		buf_add_span(&s->text, buf_span(&s->between));
	if (!hold)
		hold = template_render(s->template, TEMPLATE_ROW, &s->text);
	if (hold)
		return hold_row(s, hold);
	s->rows++;
	s->fell_back += template_fell_back(s->template);
	return filter_keep_bytes(&s->filter, buf_span(&s->text));
}

/* A file in a folder, called by the letter's id or as in a Maildir. */
static int
keep_file(struct state *s, const struct letter *letter)
{
	bool maildir = s->format == FORMAT_MAILDIR;

	buf_clear(&s->text);
	if (maildir)
		buf_add_text(&s->text, "new/");
	buf_add_span(&s->text, maildir ? letter->maildir_name : letter->id);
	buf_add_text(&s->text, maildir ? "" : ".eml");
	buf_add_byte(&s->text, '\0');
	return filter_keep_file(&s->filter, s->text.data, letter->message);
}

static int
keep_mbox(struct state *s, const struct letter *letter)
{
	buf_clear(&s->text);
	mail_add_mboxrd(letter->message, letter->from, s->date, &s->text);
	return filter_keep_bytes(&s->filter, buf_span(&s->text));
}

static int
keep_values(struct state *s, const struct letter *letter)
{
	const struct span values[COUNT(csv_columns)] = {letter->id, letter->to, letter->to_name,
	    template_language(s->template), template_form(s->template), letter->subject,
	    letter->text, letter->html};

	return filter_turn(&s->filter, values, false);
}

static int
write_index(struct state *s, const struct letter *letter)
{
	unsigned char raw[DIGEST_MOST];
	char text[DIGEST_TEXT_MOST];
	struct span more[COUNT(index_columns)] = {letter->id, template_name(s->template),
	    template_language(s->template), template_form(s->template),
	    template_branch(s->template), {text, 0}};

	if (!s->index)
		return 0;
	if (digest_make(s->digest, letter->message, raw) != 0)
		return -1;
	more[COUNT(more) - 1].size =
	    digest_write(raw, digest_size(DIGEST_SHA256), DIGEST_HEX, text);
	return filter_report_row(&s->filter, s->index, more);
}

static int
keep_letter(struct state *s, const struct row *row)
{
	const struct template_hold *hold;
	struct letter letter;

	if (letters_make(s->letters, row, &letter, &hold) != 0)
		return -1;
	if (hold)
		return hold_row(s, hold);
	s->rows++;
	s->fell_back += template_fell_back(s->template);
	if (write_index(s, &letter) != 0)
		return -1;
	if (s->format == FORMAT_MBOX)
		return keep_mbox(s, &letter);
	return s->format == FORMAT_CSV ? keep_values(s, &letter) : keep_file(s, &letter);
}

static bool
run(struct state *s)
{
	struct filter *f = &s->filter;
	struct row row = {.record = &f->record, .width = parts_columns(f->in)->count};
	enum read_status status;

	while ((status = filter_next(f)) == READ_RECORD)
		if (s->letters ? keep_letter(s, &row) != 0 : keep_text(s, &row) != 0)
			return false;
	if (status != READ_END)
		return false;
	filter_note(f, "fallback=%" PRIu64, s->fell_back);
	if (s->letters)
		return true;
	buf_clear(&s->text);
	template_set_rows(s->template, s->rows);
	xrender(s, TEMPLATE_FOOT, &s->text);
	return filter_bytes(f, buf_span(&s->text)) == 0;
}

static void
release(struct state *s)
{
	letters_free(s->letters);
	digest_free(s->digest);
	buf_free(&s->text);
	buf_free(&s->between);
	template_free(s->template);
	zone_close(s->zone);
	free(s->path);
	settings_free(&s->settings);
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	read_options(&s);
	prepare(&s);
	status = filter_finish(&s.filter, run(&s), STATUS_OK);
	release(&s);
	return status;
}
