/* parts: several FILEs read as one table.
 *
 * Headers are read first, each by a reader that is closed again, so that 10,000 parts need one
 * descriptor and a wrong column stops the run before a byte is written. Only what cannot be opened
 * twice (stdin, a FIFO) keeps its reader. When a part's turn comes it must be the same inode, and
 * its header is aligned anew, so a part that was rewritten in between is found as well. */
#include "parts.h"

#include <stdlib.h>

#include "align.h"
#include "err.h"

struct part {
	const char *path; /* to open */
	struct part_account account;
	struct reader *reader; /* open now: the current part, or one that cannot be reopened */
	uint32_t
	    *order; /* with reader: where each column stands in this part; NULL: in its place */
	uint64_t device, inode;
	uint64_t size; /* bytes of the file, 0 when unknown */
	bool known;    /* it has a device and inode */
	bool regular;
};

struct parts {
	struct part *list;
	size_t count;
	size_t at; /* the part being read */
	struct columns columns;
	struct source_options source;
	const struct dialect *dialect;
	reader_opener *open;
	const char *member; /* file of a folder that the last record is of; NULL: of none */
	struct arena members;
	uint64_t done; /* bytes of the parts before `at` */
};

static bool
is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* What messages call a part. */
static const char *
display(const struct part *part)
{
	return is_stdin(part->account.path) ? "<stdin>" : part->account.path;
}

static void
part_close(struct part *part)
{
	reader_free(part->reader);
	part->reader = NULL;
	free(part->order);
	part->order = NULL;
}

static int
read_header(struct reader *reader, const char *file, struct columns *columns)
{
	struct record header;
	enum csv_problem problem = CSV_FINE;
	size_t count;

	switch (reader_read_some(reader, &header, 1, &count, &problem)) {
	case READ_ERROR:
		return -1;
	case READ_END:
		warn("%s: no header row", file);
		return -1;
	case READ_RECORD:
		break;
	}
	if (problem != CSV_FINE) {
		warn("%s:%llu: the header cannot be read: %s", file,
		    (unsigned long long)header.line, csv_problem_text(problem));
		return -1;
	}
	columns_read(columns, &header, file);
	return 0;
}

/* Reads the header of an open part and aligns it with the first one's (which it is, when that is
 * empty). */
static int
part_header(struct parts *parts, struct part *part)
{
	struct columns own = {0};
	int result;

	if (read_header(part->reader, display(part), &own) < 0)
		return -1;
	if (!parts->columns.names) {
		parts->columns = own;
		return 0;
	}
	result = align_columns(&parts->columns, &own, &part->order);
	columns_free(&own);
	return result;
}

static int
part_open(struct parts *parts, struct part *part)
{
	part->reader = parts->open(part->path, display(part), &parts->source, parts->dialect);
	return part->reader ? 0 : -1;
}

/* Takes down which file it is, for part_reopen and parts_is. */
static void
part_identify(struct part *part)
{
	struct reader_facts facts;

	reader_facts(part->reader, &facts);
	part->known = facts.known;
	part->device = facts.device;
	part->inode = facts.inode;
	part->regular = facts.regular;
	part->size = facts.total;
}

static int
part_first_look(struct parts *parts, struct part *part)
{
	if (part_open(parts, part) < 0)
		return -1;
	part_identify(part);
	if (part_header(parts, part) < 0)
		return -1;
	if (part->regular && !is_stdin(part->path))
		part_close(part);
	return 0;
}

static int
part_reopen(struct parts *parts, struct part *part)
{
	struct part before = *part;

	if (part_open(parts, part) < 0)
		return -1;
	part_identify(part);
	if (part->device != before.device || part->inode != before.inode) {
		warn("%s: is another file than when the run began", part->account.path);
		return -1;
	}
	return part_header(parts, part);
}

static int
refuse_stdin_twice(char *const *paths, size_t count)
{
	size_t times = 0;

	for (size_t i = 0; i < count; i++)
		times += is_stdin(paths[i]);
	if (times <= 1)
		return 0;
	warn("<stdin>: can be read only once");
	return -1;
}

struct parts *
parts_open(char *const *paths, size_t count, const struct parts_options *options)
{
	struct parts *parts;

	if (refuse_stdin_twice(paths, count) < 0)
		return NULL;
	parts = xcalloc(1, sizeof *parts);
	parts->list = xcalloc(count, sizeof *parts->list);
	parts->source.digest = options->digest;
	parts->dialect = options->dialect;
	parts->open = options->open ? options->open : reader_open_table;
	for (size_t i = 0; i < count; i++) {
		parts->list[i].path = paths[i];
		parts->list[i].account.path =
		    is_stdin(paths[i]) && options->name ? options->name : paths[i];
		parts->count++;
		if (part_first_look(parts, &parts->list[i]) < 0) {
			parts_close(parts);
			return NULL;
		}
	}
	return parts;
}

const struct columns *
parts_columns(const struct parts *parts)
{
	return &parts->columns;
}

static void
part_account(struct part *part)
{
	struct reader_facts facts;

	reader_facts(part->reader, &facts);
	part->account.counts = *reader_counts(part->reader);
	part->account.bytes = facts.bytes;
}

/* The part was read to its end: its account is final. */
static void
part_done(struct parts *parts, struct part *part)
{
	part_account(part);
	if (parts->source.digest)
		reader_digest(part->reader, part->account.digest);
	part->account.complete = true;
	parts->done += part->size;
	part_close(part);
	parts->at++;
}

/* A name is kept as long as the parts: who puts a record off keeps it as well. */
static void
note_member(struct parts *parts, const char *file)
{
	struct span whole = {file, file ? strlen(file) + 1 : 0};

	if (!file)
		parts->member = NULL;
	else if (!parts->member || strcmp(parts->member, file) != 0)
		parts->member = arena_copy(&parts->members, whole).data;
}

enum read_status
parts_read_some(struct parts *parts, struct record *records, size_t most, size_t *count,
    enum csv_problem *problem)
{
	while (parts->at < parts->count) {
		struct part *part = &parts->list[parts->at];
		enum read_status status;

		if (!part->reader && part_reopen(parts, part) < 0)
			return READ_ERROR;
		status = reader_read_some(part->reader, records, most, count, problem);
		note_member(parts, reader_file(part->reader));
		for (size_t i = 0; i < *count; i++)
			records[i].order = part->order;
		if (status != READ_END)
			return status;
		part_done(parts, part);
	}
	return READ_END;
}

enum read_status
parts_read(struct parts *parts, struct record *record, enum csv_problem *problem)
{
	size_t count;

	return parts_read_some(parts, record, 1, &count, problem);
}

/* The part that the last record came from. */
static const struct part *
current(const struct parts *parts)
{
	return &parts->list[parts->at < parts->count ? parts->at : parts->count - 1];
}

const char *
parts_file(const struct parts *parts)
{
	return parts->member ? parts->member : display(current(parts));
}

const char *
parts_path(const struct parts *parts)
{
	return parts->member ? parts->member : current(parts)->account.path;
}

size_t
parts_problem_field(const struct parts *parts)
{
	const struct part *part = current(parts);

	return part->reader ? reader_problem_field(part->reader) : 0;
}

enum charset
parts_charset(const struct parts *parts)
{
	struct reader_facts facts = {.charset = CHARSET_UTF8};

	if (current(parts)->reader)
		reader_facts(current(parts)->reader, &facts);
	return facts.charset;
}

size_t
parts_count(const struct parts *parts)
{
	return parts->count;
}

const struct part_account *
parts_account(const struct parts *parts, size_t index)
{
	struct part *part = &parts->list[index];

	if (part->reader)
		part_account(part);
	return &part->account;
}

const char *
parts_is(const struct parts *parts, uint64_t device, uint64_t inode)
{
	for (size_t i = 0; i < parts->count; i++) {
		const struct part *part = &parts->list[i];

		if (part->known && part->device == device && part->inode == inode)
			return part->account.path;
	}
	return NULL;
}

bool
parts_is_regular(const struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		if (!parts->list[i].regular)
			return false;
	return true;
}

void
parts_progress(const struct parts *parts, uint64_t *done, uint64_t *total)
{
	*done = parts->done;
	*total = 0;
	for (size_t i = 0; i < parts->count; i++) {
		if (!parts->list[i].size) {
			*total = 0;
			break;
		}
		*total += parts->list[i].size;
	}
	if (parts->at < parts->count && parts->list[parts->at].reader) {
		struct reader_facts facts;

		reader_facts(parts->list[parts->at].reader, &facts);
		*done += facts.done;
	}
}

void
parts_close(struct parts *parts)
{
	if (!parts)
		return;
	for (size_t i = 0; i < parts->count; i++)
		part_close(&parts->list[i]);
	columns_free(&parts->columns);
	arena_free(&parts->members);
	free(parts->list);
	free(parts);
}
