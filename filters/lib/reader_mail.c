/* reader: mail, of one file or of a folder.
 *
 *	mail_files (which files) -> mbox (a file to its messages) -> mail (a message to what it
 *says)
 *
 * and from that a record for each recipient. A message that names none gives one record without an
 * address, so that it is in the account. */
#include <inttypes.h>
#include <stdlib.h>

#include "csv_policy.h"
#include "err.h"
#include "hash.h"
#include "mail.h"
#include "mail_files.h"
#include "reader_inside.h"

static const char *const columns[] = {
    "message_id", "date", "from", "to", "name", "field", "subject", "body", "file"};
enum { COLUMNS = sizeof columns / sizeof *columns, BODY = 7, TEXT_LIMIT = 1 << 28 };

struct reader_mail {
	const char *path, *name;
	struct source_options options;
	struct mbox_options limits;
	enum charset charset;
	struct mail *mail;
	struct mail_files files;
	size_t next;		    /* of files */
	const char *file;	    /* of a folder, its name there; else "" */
	struct buf location;	    /* path of a file of the folder, which messages call it by */
	struct mbox *mbox;	    /* NULL: none is open */
	bool spoken;		    /* a message of the file was found */
	uint64_t bytes;		    /* plain bytes of files before it, */
	uint64_t done;		    /* and bytes as they lie on disk */
	struct hash_stream *digest; /* of a folder */

	struct mbox_message message;
	struct mail_facts facts;
	size_t recipient, rows; /* the next row of the message, of how many */
	struct buf values;
	uint32_t ends[COLUMNS];
	struct csv_counts counts;
	size_t problem_field;
	bool begun, failed;
};

static void
mail_close(void *state)
{
	struct reader_mail *r = state;

	mbox_free(r->mbox);
	mail_free(r->mail);
	mail_files_free(&r->files);
	hash_stream_free(r->digest);
	buf_free(&r->location);
	buf_free(&r->values);
	free(r);
}

static int
open_file(struct reader_mail *r, const char *path, const char *name)
{
	struct source *source;

	r->options.name = name;
	source = source_open(path, &r->options);
	if (!source)
		return -1;
	r->mbox = mbox_new(source, name, &r->limits);
	r->spoken = false;
	return 0;
}

static void
locate(struct reader_mail *r)
{
	struct span folder = span_of(r->path);

	r->file = r->files.list[r->next].name;
	buf_clear(&r->location);
	buf_add_span(&r->location, folder);
	if (folder.data[folder.size - 1] != '/')
		buf_add_byte(&r->location, '/');
	buf_add_text(&r->location, r->file);
	buf_add_byte(&r->location, '\0');
}

/* Opens the next file of the folder; an empty one is a problem of the file, not of the run. */
static int
open_next(struct reader_mail *r)
{
	locate(r);
	r->options.allow_empty = true;
	return open_file(r, r->location.data, r->location.data);
}

static void *
mail_open(const char *path, const char *name, const struct source_options *options,
    const struct dialect *dialect)
{
	const struct csv_options limits = csv_complete(&(struct csv_options){0});
	struct reader_mail *r;

	if (dialect->charset == CHARSET_UTF16LE || dialect->charset == CHARSET_UTF16BE) {
		warn("%s: no mail is UTF-16: no such encoding can be declared", name);
		return NULL;
	}
	r = xcalloc(1, sizeof *r);
	r->path = path;
	r->name = name;
	r->file = "";
	r->charset = dialect->charset;
	r->options = *options;
	r->limits = (struct mbox_options){dialect->body, limits.field_limit, TEXT_LIMIT};
	r->mail = mail_new(dialect->charset, dialect->body);
	if (mail_files_find(&r->files, path, name) == 0 &&
	    (r->files.folder || open_file(r, path, name) == 0)) {
		if (r->files.folder && r->options.digest)
			r->digest = hash_stream_new();
		return r;
	}
	mail_close(r);
	return NULL;
}

/* The file that is open was read to its end. */
static void
close_file(struct reader_mail *r)
{
	char digest[HASH_HEX + 1];
	const struct source *source = mbox_source(r->mbox);

	if (!r->files.folder)
		return; /* its facts are asked for yet */
	r->bytes += source_bytes(source);
	r->done += r->files.list[r->next].size;
	if (r->digest) {
		source_digest(source, digest);
		hash_stream_add(r->digest, r->file, strlen(r->file) + 1);
		hash_stream_add(r->digest, digest, HASH_HEX);
	}
	mbox_free(r->mbox);
	r->mbox = NULL;
	r->next++;
}

static enum read_status
read_header(struct reader_mail *r, struct record *record)
{
	if (r->mbox && mbox_look(r->mbox) < 0)
		return READ_ERROR;
	for (size_t i = 0; i < COLUMNS; i++) {
		buf_add_text(&r->values, columns[i]);
		r->ends[i] = (uint32_t)r->values.size;
		buf_add_byte(&r->values, ',');
	}
	*record = (struct record){
	    .base = r->values.data,
	    .ends = r->ends,
	    .count = COLUMNS,
	    .line = 1,
	    .decoded = true,
	};
	return READ_RECORD;
}

/* The next row of the message. */
static void
make_row(struct reader_mail *r, struct record *record, enum csv_problem *problem)
{
	const struct mail_facts *facts = &r->facts;
	const bool named = r->recipient < facts->recipient_count;
	const struct mail_recipient to =
	    named ? facts->recipients[r->recipient] : (struct mail_recipient){.field = ""};
	const struct span row[COLUMNS] = {facts->message_id, facts->date, facts->from, to.address,
	    to.name, span_of(to.field), facts->subject, facts->body, span_of(r->file)};

	buf_clear(&r->values);
	for (size_t i = 0; i < COLUMNS; i++) {
		if (row[i].size > r->limits.header_limit && *problem == CSV_FINE) {
			*problem = CSV_FIELD_SIZE;
			r->problem_field = i + 1;
		}
		buf_add_span(&r->values, row[i]);
		r->ends[i] = (uint32_t)r->values.size;
		buf_add_byte(&r->values, ',');
	}
	*record = (struct record){
	    .base = r->values.data, .ends = r->ends, .count = COLUMNS, .decoded = true};
	r->recipient++;
}

enum step { STEP_ON, STEP_RECORD, STEP_END, STEP_ERROR };

/* A file of the folder that holds no message: the record is its name. */
static enum step
no_message(struct reader_mail *r, struct record *record, enum csv_problem *problem)
{
	*problem = CSV_MAIL;
	*record = (struct record){.raw = span_of(r->file), .line = 1};
	return STEP_RECORD;
}

/* Opens the next file of the folder. */
static enum step
next_file(struct reader_mail *r, struct record *record, enum csv_problem *problem)
{
	if (r->next == r->files.count)
		return STEP_END;
	if (!r->files.list[r->next].other)
		return open_next(r) == 0 ? STEP_ON : STEP_ERROR;
	locate(r);
	r->next++;
	if (r->digest)
		hash_stream_add(r->digest, r->file, strlen(r->file) + 1);
	return no_message(r, record, problem);
}

static void
place(const struct reader_mail *r, struct record *record)
{
	record->raw = r->message.header;
	record->line = r->message.line;
	record->offset = r->message.offset;
	record->length = r->message.length;
}

/* Reads the next message of the file that is open into rows; one with a problem has none. */
static enum step
next_message(struct reader_mail *r, struct record *record, enum csv_problem *problem)
{
	enum read_status status = mbox_next(r->mbox, &r->message);

	if (status == READ_ERROR)
		return STEP_ERROR;
	if (status == READ_END && !r->files.folder)
		return STEP_END;
	if (status == READ_END) {
		close_file(r);
		return r->spoken ? STEP_ON : no_message(r, record, problem);
	}
	r->spoken = true;
	r->recipient = r->rows = 0;
	*problem = mail_read(r->mail, &r->message, &r->facts);
	if (*problem == CSV_FINE) {
		r->rows = r->facts.recipient_count ? r->facts.recipient_count : 1;
		return STEP_ON;
	}
	if (*problem == CSV_FIELD_SIZE)
		r->problem_field = BODY + 1;
	*record = (struct record){0};
	place(r, record);
	return STEP_RECORD;
}

static enum step
read_one(struct reader_mail *r, struct record *record, enum csv_problem *problem)
{
	enum step step = STEP_ON;

	while (step == STEP_ON && r->recipient == r->rows)
		step = r->mbox ? next_message(r, record, problem) : next_file(r, record, problem);
	if (step == STEP_ON) {
		make_row(r, record, problem);
		place(r, record);
		step = STEP_RECORD;
	}
	if (step == STEP_RECORD && *problem == CSV_FINE)
		r->counts.records++;
	else if (step == STEP_RECORD)
		r->counts.problems++;
	return step;
}

static enum read_status
mail_read_some(
    void *state, struct record *record, size_t most, size_t *count, enum csv_problem *problem)
{
	struct reader_mail *r = state;
	enum read_status status = READ_ERROR;

	(void)most;
	*problem = CSV_FINE;
	r->problem_field = 0;
	if (!r->begun && !r->failed) {
		r->begun = true;
		status = read_header(r, record);
	} else if (!r->failed) {
		enum step step = read_one(r, record, problem);

		status = step == STEP_RECORD ? READ_RECORD
			 : step == STEP_END  ? READ_END
					     : READ_ERROR;
	}
	r->failed = status == READ_ERROR;
	*count = status == READ_RECORD;
	return status;
}

static const char *
mail_file(const void *state)
{
	return ((const struct reader_mail *)state)->location.data;
}

static size_t
mail_problem_field(const void *state)
{
	return ((const struct reader_mail *)state)->problem_field;
}

static const struct csv_counts *
mail_counts(const void *state)
{
	return &((const struct reader_mail *)state)->counts;
}

static void
mail_facts_of(const void *state, struct reader_facts *facts)
{
	const struct reader_mail *r = state;

	*facts = (struct reader_facts){0};
	if (r->mbox)
		reader_source_facts(mbox_source(r->mbox), facts);
	facts->charset = r->charset;
	if (!r->files.folder)
		return;
	facts->known = facts->regular = true;
	facts->device = r->files.device;
	facts->inode = r->files.inode;
	facts->bytes += r->bytes;
	facts->done += r->done;
	facts->total = r->files.size;
}

static void
mail_digest(const void *state, char out[33])
{
	const struct reader_mail *r = state;

	if (r->files.folder)
		hash_stream_hex(r->digest, out);
	else
		source_digest(mbox_source(r->mbox), out);
}

const struct reader_format reader_mail = {
    .open = mail_open,
    .read_some = mail_read_some,
    .file = mail_file,
    .problem_field = mail_problem_field,
    .counts = mail_counts,
    .facts = mail_facts_of,
    .digest = mail_digest,
    .free = mail_close,
};
