/* am-hash: appends digests that other parties accept. Reads a table and writes it with a column
 * COL_FORM_ALGO behind it for every COL:FORM of its first operand: the digest, by the algorithm of
 * -a, of the text that the form makes of COL (amends-keys(5)). The columns of the table go through
 * as they are.
 *
 * The digest of a text in another form is another digest, and nobody can see that it is: so a
 * cryptographic one needs a stated form, its name stands in the column's, and a value that is a
 * digest already is refused. The key of a keyed one comes from a file that only its owner reads.
 *
 * A row whose value has no digest is a reject with the reason; with --keep it stays, its digest is
 * empty and COL_why says why.
 *
 * Order: of the input. Memory: one row. Status: 0, or 2 when not complete.
 *
 *	am-hash -a sha256 email:mailbox optouts.csv | am-select -c email_mailbox_sha256
 */
#include <stdlib.h>

#include "digest.h"
#include "filter.h"
#include "formed.h"

static const struct opt options[] = {
    {.name = "algorithm",
	.letter = 'a',
	.argument = "ALGO",
	.help = "xxh3-64, xxh3-128, sha256, sha1, md5, hmac-sha256"},
    {.name = "encoding", .argument = "NAME", .help = "hex (as without it), HEX or base64"},
    {.name = "keep", .help = "keep rows without a digest: the reason goes to COL_why"},
    {.name = "digests", .help = "hash what looks like a digest already, too"},
    {0},
};
static const struct program program = {
    .name = "am-hash",
    .usage = "-a ALGO [options] COL:FORM[,COL:FORM...] [FILE...]",
    .summary = "append digests of match keys, as other parties want them",
    .own = options,
    .hashes = true,
    .operands_least = 1,
};

/* The digest of an item, of this row. */
struct text {
	char bytes[DIGEST_TEXT_MOST];
	size_t size;
};

struct state {
	struct filter filter;
	enum digest_algorithm algorithm;
	enum digest_encoding encoding;
	struct formed list;
	struct text *texts; /* one an item */
	struct buf form;    /* what is hashed */
	bool keep, digests;
	struct span *added;
};

static void
parse_options(struct state *s)
{
	const struct options *opt = &s->filter.opt;
	const char *algorithm = opt_get(opt, "algorithm"), *encoding = opt_get(opt, "encoding");

	if (!algorithm)
		die("-a ALGO is missing (the algorithms are " DIGEST_NAMES ")");
	if (digest_parse(span_of(algorithm), &s->algorithm))
		die("-a: unknown algorithm %.40s (the algorithms are " DIGEST_NAMES ")", algorithm);
	if (encoding && digest_encoding_parse(span_of(encoding), &s->encoding))
		die("--encoding: unknown encoding %.40s (the encodings are hex, HEX, base64)",
		    encoding);
	s->keep = opt_has(opt, "keep");
	s->digests = opt_has(opt, "digests");
}

static void
parse_list(struct state *s, const char *text)
{
	if (formed_parse(&s->list, text))
		die_silent();
	for (size_t i = 0; i < s->list.count; i++)
		if (s->list.items[i].way.kind != WAY_FORM)
			die("COL:FORM: %s is a digest, not a form",
			    way_name(&s->list.items[i].way));
	if (!digest_is_cryptographic(s->algorithm))
		return;
	for (size_t i = 0; i < s->list.count; i++)
		if (!s->list.items[i].stated)
			die("%s needs a stated form for every column: COL:mailbox, say, or "
			    "COL:exact for the bytes as they are",
			    digest_name(s->algorithm));
}

static void
bind_list(struct state *s)
{
	if (formed_bind(&s->list, parts_columns(s->filter.in)))
		die_silent();
	for (size_t i = 0; i < s->list.count; i++)
		if (form_prepare(s->filter.forms, s->list.items[i].way.form))
			die_silent();
	s->texts = xcalloc(s->list.count, sizeof *s->texts);
}

/* FORM_ALGO, with _ for -. */
static void
name_item(struct state *s, const struct formed_item *item)
{
	struct buf suffix = {0};

	buf_add_text(&suffix, form_name(item->way.form));
	buf_add_byte(&suffix, '_');
	buf_add_text(&suffix, digest_name(s->algorithm));
	buf_add_byte(&suffix, '\0');
	formed_name(&s->list, item->column, suffix.data);
	buf_free(&suffix);
}

/* Names the added columns, in the order in which collect() gives their values, and writes the
 * header. */
static void
open_output(struct state *s)
{
	size_t count;

	for (size_t i = 0; i < s->list.count; i++)
		name_item(s, &s->list.items[i]);
	for (size_t i = 0; s->keep && i < s->list.column_count; i++)
		formed_name(&s->list, &s->list.columns[i], "why");
	s->added = formed_names(&s->list, &count);
	xfilter_output(&s->filter, s->added, count);
}

static void
prepare(struct state *s)
{
	const struct options *opt = &s->filter.opt;

	parse_options(s);
	parse_list(s, opt->operands[0]);
	if (forms_digest(s->filter.forms, s->algorithm))
		die_silent();
	xfilter_input(&s->filter, opt->operands + 1, opt->operand_count - 1);
	bind_list(s);
	open_output(s);
}

/* Makes the text to be hashed in s->form. NULL, or the reason why there is none. The form may take
 * off what hides a digest, so both are looked at. */
static const char *
make_form(struct state *s, enum form form, struct span value)
{
	const char *reason;

	if (!s->digests && digest_looks_like(value))
		return "already_digest";
	reason = form_apply(s->filter.forms, form, value, &s->form);
	if (!reason && !s->digests && digest_looks_like(buf_span(&s->form)))
		return "already_digest";
	return reason;
}

static int
hash_form(struct state *s, struct text *text)
{
	unsigned char raw[DIGEST_MOST];

	if (digest_make(s->filter.forms->digests[s->algorithm], buf_span(&s->form), raw))
		return -1;
	text->size = digest_write(raw, digest_size(s->algorithm), s->encoding, text->bytes);
	return 0;
}

/* Makes the digests of the row. 0, or -1 with a message. */
static int
make_texts(struct state *s)
{
	formed_begin(&s->list);
	for (size_t i = 0; i < s->list.count; i++) {
		const struct formed_item *item = &s->list.items[i];
		struct span value = csv_field(&s->filter.record, item->column->index);
		const char *reason = make_form(s, item->way.form, value);

		s->texts[i].size = 0;
		if (!reason && hash_form(s, &s->texts[i]))
			return -1;
		formed_judge(&s->list, item, reason);
	}
	return 0;
}

static void
collect(struct state *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->list.count; i++)
		s->added[count++] = (struct span){s->texts[i].bytes, s->texts[i].size};
	for (size_t i = 0; s->keep && i < s->list.column_count; i++)
		s->added[count++] = span_of(s->list.columns[i].reason);
}

static int
one(struct state *s)
{
	const struct formed_column *failed;

	if (make_texts(s))
		return -1;
	failed = s->list.failed;
	if (failed && !s->keep)
		return filter_reject_value(&s->filter, failed->name, failed->reason);
	collect(s);
	return filter_keep(&s->filter, s->added);
}

static bool
run(struct state *s)
{
	enum read_status status;

	while ((status = filter_next(&s->filter)) == READ_RECORD)
		if (one(s) < 0)
			return false;
	return status == READ_END;
}

static void
release(struct state *s)
{
	free(s->texts);
	free(s->added);
	buf_free(&s->form);
	formed_free(&s->list);
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	prepare(&s);
	status = filter_finish(&s.filter, run(&s), STATUS_OK);
	release(&s);
	return status;
}
