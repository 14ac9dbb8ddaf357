/* filter: records one by one, what becomes of them, and the end of a run (filter.c starts it).
 *
 * A wrong answer with status 0 is the worst defect this project can have, so the end counts: every
 * row read must be accounted for, or the run fails and its output is forgotten. */
#include "filter.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "filter_inside.h"

void
filter_warn_problem(
    const struct parts *parts, const struct record *record, enum csv_problem problem)
{
	const char *file = parts_file(parts);
	unsigned long long line = record->line;
	size_t field = parts_problem_field(parts);

	if (problem == CSV_TOO_FEW || problem == CSV_TOO_MANY)
		warn("%s:%llu: %" PRIu32 " field%s, the header has %zu", file, line, record->count,
		    record->count == 1 ? "" : "s", parts_columns(parts)->count);
	else if (problem == CSV_ENCODING && field)
		warn("%s:%llu: field %zu: bytes that are no %s: declare the encoding", file, line,
		    field, charset_name(parts_charset(parts)));
	else if (field)
		warn("%s:%llu: field %zu: %s", file, line, field, csv_problem_text(problem));
	else
		warn("%s:%llu: %s", file, line, csv_problem_text(problem));
}

enum read_status
filter_next_lookup(struct parts *parts, struct record *record)
{
	enum csv_problem problem;
	enum read_status status = parts_read(parts, record, &problem);

	if (status != READ_RECORD || problem == CSV_FINE)
		return status;
	filter_warn_problem(parts, record, problem);
	return READ_ERROR;
}

/* What the column source says of f->record. */
static const char *
row_file(const struct filter *f)
{
	return f->file ? f->file : parts_path(f->in);
}

static int
reject(struct filter *f, const char *reason)
{
	struct filter_inside *in = f->inside;

	in->account.rejected++;
	return rejects_add(in->rejects, row_file(f), &f->record, reason);
}

/* What becomes of f->record when it cannot be used. RECORD: reading goes on. */
static enum read_status
pass_problem(struct filter *f, enum csv_problem problem)
{
	if (problem == CSV_HEADER_AGAIN || problem == CSV_TAIL)
		return filter_drop(f, csv_reason(problem)) < 0 ? READ_ERROR : READ_RECORD;
	if (!f->inside->rejects) {
		filter_warn_problem(f->in, &f->record, problem);
		return READ_ERROR;
	}
	return reject(f, csv_reason(problem)) < 0 ? READ_ERROR : READ_RECORD;
}

enum read_status
filter_next(struct filter *f)
{
	f->file = NULL;
	for (;;) {
		enum csv_problem problem;
		enum read_status status = parts_read(f->in, &f->record, &problem);

		if (status != READ_RECORD)
			return status;
		progress_rows(&f->inside->progress, f->in, 1);
		if (problem == CSV_FINE)
			return READ_RECORD;
		if (pass_problem(f, problem) == READ_ERROR)
			return READ_ERROR;
	}
}

/* The record that ended the last batch, if it cannot be used. */
static enum read_status
pass_batch_problem(struct filter *f)
{
	struct batch *batch = &f->inside->batch;
	enum csv_problem problem = batch->problem;

	if (problem == CSV_FINE)
		return READ_RECORD;
	batch->problem = CSV_FINE;
	f->record = batch->records[batch->count];
	return pass_problem(f, problem);
}

enum read_status
filter_next_batch(struct filter *f, const struct record **records, size_t *count)
{
	struct batch *batch = &f->inside->batch;
	enum read_status status;

	f->file = NULL;
	do {
		if (pass_batch_problem(f) == READ_ERROR)
			return READ_ERROR;
		status = parts_read_some(
		    f->in, batch->records, FILTER_BATCH, &batch->count, &batch->problem);
		if (status != READ_RECORD)
			return status;
		progress_rows(&f->inside->progress, f->in, batch->count);
		batch->count -= batch->problem != CSV_FINE;
	} while (batch->count == 0);
	*records = batch->records;
	*count = batch->count;
	return READ_RECORD;
}

int
filter_keep(struct filter *f, const struct span *added)
{
	struct filter_inside *in = f->inside;

	in->account.out++;
	return output_record(in->output, &f->record, in->source ? row_file(f) : NULL, added);
}

int
filter_keep_again(struct filter *f, const struct span *added)
{
	f->inside->account.again++;
	return filter_keep(f, added);
}

size_t
filter_width(const struct filter *f)
{
	return parts_columns(f->in)->count + (f->inside->source ? 2 : 0);
}

struct span
filter_field(const struct filter *f, size_t index)
{
	size_t count = parts_columns(f->in)->count;
	struct filter_inside *in = f->inside;

	if (index < count)
		return csv_field(&f->record, index);
	if (index == count)
		return span_of(row_file(f));
	snprintf(in->line, sizeof in->line, "%" PRIu64, f->record.line);
	return span_of(in->line);
}

int
filter_keep_values(struct filter *f, const struct span *fields, const struct span *added)
{
	f->inside->account.out++;
	return output_values(f->inside->output, fields, added);
}

int
filter_turn(struct filter *f, const struct span *values, bool again)
{
	struct filter_inside *in = f->inside;

	in->account.out++;
	in->account.again += again;
	return output_values(in->output, NULL, values);
}

int
filter_keep_bytes(struct filter *f, struct span bytes)
{
	f->inside->account.out++;
	return filter_bytes(f, bytes);
}

int
filter_keep_file(struct filter *f, const char *name, struct span bytes)
{
	if (output_next_file(f->inside->output, name) < 0)
		return -1;
	return filter_keep_bytes(f, bytes);
}

int
filter_bytes(struct filter *f, struct span bytes)
{
	return output_bytes(f->inside->output, bytes);
}

int
filter_drop(struct filter *f, const char *reason)
{
	account_drop(&f->inside->account, reason);
	return 0;
}

int
filter_drop_named(struct filter *f, const char *reason)
{
	account_drop_named(&f->inside->account, reason);
	return 0;
}

int
filter_reject(struct filter *f, const char *reason)
{
	if (f->inside->rejects)
		return reject(f, reason);
	warn("%s:%" PRIu64 ": %s", f->file ? f->file : parts_file(f->in), f->record.line, reason);
	return -1;
}

int
filter_reject_value(struct filter *f, struct span column, const char *reason)
{
	struct buf message = {0};
	int result;

	if (f->inside->rejects)
		return reject(f, reason);
	buf_add_text(&message, "column ");
	buf_add_span(&message, columns_shown(column));
	buf_add_text(&message, ": ");
	buf_add_text(&message, reason);
	buf_add_byte(&message, '\0');
	result = filter_reject(f, message.data);
	buf_free(&message);
	return result;
}

void
filter_fold(struct filter *f)
{
	f->inside->account.folded++;
}

int
filter_row(struct filter *f, const struct span *values)
{
	struct filter_inside *in = f->inside;

	in->account.out++;
	in->account.results++;
	return output_values(in->output, NULL, values);
}

int
filter_drain(struct filter *f, const char *reason)
{
	enum read_status status;

	if (parts_is_regular(f->in))
		return 0;
	while ((status = filter_next(f)) == READ_RECORD)
		if (filter_drop(f, reason) < 0)
			return -1;
	return status == READ_END ? 0 : -1;
}

void
filter_note(struct filter *f, const char *format, ...)
{
	struct buf *note = &f->inside->note;
	char text[512];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	va_end(list);
	if (note->size)
		buf_add_byte(note, ' ');
	buf_add_text(note, text);
}

static uint64_t
rows_in(const struct filter *f)
{
	const struct filter_inside *in = f->inside;
	uint64_t rows = f->in ? account_rows(f->in) : 0;

	for (size_t i = 0; i < in->beside_count; i++)
		if (strcmp(in->beside[i]->role, "in") == 0)
			rows += account_rows(in->beside[i]->parts);
	return rows;
}

static void
say_dry(struct filter *f)
{
	struct filter_inside *in = f->inside;
	char *words = account_words(&in->account, rows_in(f));
	bool to_stdout = strcmp(in->output_path, "-") == 0;

	warn("would write %" PRIu64 " rows to %s (%s)", in->account.out,
	    to_stdout ? "<stdout>" : in->output_path, words);
	free(words);
}

/* What the ledger says of an output that is no table. */
static const char *
output_note(const struct filter *f)
{
	return f->inside->folder ? "folder" : f->inside->bytes ? "bytes" : NULL;
}

/* All lines between begin and end. */
static int
write_account(struct filter *f)
{
	struct filter_inside *in = f->inside;
	const char *rejects = opt_get(&f->opt, "rejects");

	if (!in->ledger || !ledger_is_on(in->ledger)) /* there is none before the outputs */
		return 0;
	if (f->in && account_write_parts(in->ledger, f->in, "in") < 0)
		return -1;
	for (size_t i = 0; i < in->beside_count; i++)
		if (account_write_parts(in->ledger, in->beside[i]->parts, in->beside[i]->role) < 0)
			return -1;
	if (in->output && account_write_sink(in->ledger, output_sink(in->output), "out",
			      in->output_path, in->account.out, output_note(f)) < 0)
		return -1;
	if (in->rejects && account_write_sink(in->ledger, rejects_sink(in->rejects), "reject",
			       rejects, in->account.rejected, NULL) < 0)
		return -1;
	if (filter_account_reports(f) < 0)
		return -1;
	return account_write_rows(in->ledger, &in->account);
}

/* Ends the streams, writes the account, and gives files their names. stdout stays open. */
static int
publish(struct filter *f)
{
	struct filter_inside *in = f->inside;

	if (in->rejects && rejects_finish(in->rejects) < 0)
		return -1;
	if (filter_finish_reports(f) < 0)
		return -1;
	if (in->output && output_finish(in->output) < 0)
		return -1;
	if (write_account(f) < 0)
		return -1;
	if (in->rejects && rejects_commit(in->rejects) < 0)
		return -1;
	if (filter_commit_reports(f) < 0)
		return -1;
	if (in->output && strcmp(in->output_path, "-") != 0)
		return output_commit(in->output);
	return 0;
}

static void
release(struct filter *f)
{
	struct filter_inside *in = f->inside;

	output_free(in->output);
	filter_free_reports(f);
	rejects_free(in->rejects);
	account_free(&in->account);
	parts_close(f->in);
	for (size_t i = 0; i < in->beside_count; i++) {
		parts_close(in->beside[i]->parts);
		free(in->beside[i]->path[0]);
		free(in->beside[i]);
	}
	free(in->beside);
	free(in->later);
	free(in->beside_readers);
	free(in->reads);
	buf_free(&in->note);
	forms_free(f->forms);
	opt_free(&f->opt);
	free(in);
	*f = (struct filter){0};
}

int
filter_finish(struct filter *f, bool complete, int status)
{
	struct filter_inside *in = f->inside;
	const char *note;

	progress_end(&in->progress);
	complete = complete && account_closes(&in->account, rows_in(f));
	if (complete && in->dry)
		say_dry(f);
	if (!complete || publish(f) < 0)
		status = STATUS_FAILED;
	buf_add_byte(&in->note, '\0');
	note = in->note.data;
	if (ledger_end(in->ledger, status, note) < 0)
		status = STATUS_FAILED;
	/* stdout only now: who reads its end finds the end of this run in the ledger */
	if (status != STATUS_FAILED && in->output && output_commit(in->output) < 0)
		status = STATUS_FAILED;
	release(f);
	return status;
}
