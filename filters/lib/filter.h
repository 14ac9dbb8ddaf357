/* filter: what every filter does the same way (amends(7)). Level 6, above all other modules;
 * only probing is built on it.
 *
 *	xfilter_start(&s.f, &program, argc, argv);  options, umask 077, no core
 *	xfilter_input(&s.f, operands, count);       FILE... or stdin as one table
 *	xfilter_output(&s.f, added, n);             header; -c applies; ledger begin
 *	while ((status = filter_next(&s.f)) == READ_RECORD)
 *		...                                 keep, drop, reject or fold each
 *	return filter_finish(&s.f, status == READ_END, STATUS_OK);
 *
 * struct filter f stands in the filter's struct state. The x functions end the program with status
 * 2 after one message; before a byte of output is visible.
 *
 * The end, in order: the sum of rows is checked; rejects, reports and output are finished (every
 * byte written and synced); the ledger gets its lines but the last; rejects, reports and a file of
 * -o get their names; end is written; stdout is closed (what that could tell was asked before). So
 * an end with status 0 never stands for a file that is not there, and a reader of stdout that sees
 * its end of file finds the end of the run in the ledger. */
#ifndef AMENDS_FILTER_H
#define AMENDS_FILTER_H

#include "columns.h"
#include "err.h"
#include "key.h"
#include "ledger.h"
#include "opt.h"
#include "parts.h"
#include "sink.h"

struct filter {
	struct options opt;
	struct forms *forms;  /* for keys; opt_forms are read */
	struct parts *in;     /* the table read */
	struct record record; /* the last record of filter_next */
	const char
	    *file; /* NULL; or, with a record put back into record, what its column source says */
	uint64_t memory;	      /* -m, in bytes */
	const char *temp;	      /* -T */
	struct filter_inside *inside; /* output, rejects, ledger, counts */
};

void xfilter_start(struct filter *, const struct program *, int argc, char **argv);
/* Opens the table to read; no path: stdin. */
void xfilter_input(struct filter *, char *const *paths, size_t count);
/* As xfilter_input for a foreign export; name: what messages, the column source and the ledger call
 * stdin, or NULL; both outlive f. Its records are no rows of a table of ours, so the output has
 * columns of its own (xfilter_output_columns) and gets rows by filter_turn. Records that are the
 * header again and rows behind the data are dropped by filter_next, with the reasons header and
 * total. */
void xfilter_input_foreign(
    struct filter *, const struct dialect *, const char *name, char *const *paths, size_t count);
/* Opens another table (a LOOKUP) that the ledger lists under role "lookup" and that outputs must
 * not be. The filter reads it with filter_next_lookup, behind xfilter_output, so that a mistake in
 * the call is said before a large table was loaded, and leaves closing to filter_finish. */
struct parts *xfilter_lookup(struct filter *, const char *path);
/* Its next record. One that cannot be used is never put aside: READ_ERROR with its message. */
enum read_status filter_next_lookup(struct parts *, struct record *) MUST_CHECK;
/* As xfilter_lookup, for a table whose rows are rows of the account (role "in"; am-overlap,
 * am-diff): each needs its fold, drop or keep too. */
struct parts *xfilter_table(struct filter *, const char *path);

/* A file that the filter reads by itself (a decision table): no output may be it. Before
 * xfilter_output, which checks; path must outlive f. */
void xfilter_reads(struct filter *, const char *path);
/* A table about the run, beside the output; option names it in messages ("--hits"). Its path may
 * be no input and no other output. Before xfilter_output, which checks and opens it (a dry run
 * writes none); path must outlive f, which owns the report. It is written as -r is, and the ledger
 * lists it under role "report"; its rows are not in the account. */
struct report;
struct report *xfilter_report(struct filter *, const char *option, const char *path,
    const char *const *columns, size_t count);
/* The same with the columns of the input, and these behind them. After xfilter_input. */
struct report *xfilter_report_rows(
    struct filter *, const char *option, const char *path, const char *const *more, size_t count);
/* f->record in such a report, with a value for each column behind it. 0, or -1 with a message. */
int filter_report_row(struct filter *, struct report *, const struct span *more) MUST_CHECK;
/* A row: a value for each column. 0, or -1 with a message. */
int filter_report(struct report *, const struct span *values) MUST_CHECK;

/* Names a file or folder that the filter will open for reading behind xfilter_output (the sandbox
 * of amends(7) allows no others, but every FILE of an option of the filter's own). path must
 * outlive f. */
void filter_opens_later(struct filter *, const char *path);

/* Output in the shape of the input: its columns, source and line with --source, then the added
 * ones. -c picks, orders and renames among all of these. Opens the outputs (refusing those that
 * are inputs), enters the sandbox, and writes the header at once, so a wrong name fails at the far
 * end of a pipe too. An added name that the input already has stops the run. */
void xfilter_output(struct filter *, const struct span *added, size_t count);
/* Output of its own shape (tally, overlap): just these columns, -c applies. */
void xfilter_output_columns(struct filter *, const struct span *names, size_t count);

/* Output that is no table: bytes as filter_bytes gives them, for each record and beside. -c and
 * --source are refused. */
void xfilter_output_bytes(struct filter *);

/* The same into a new folder, that of -o, which must not be there yet: it is written beside and
 * gets its name at the end. inside: folders in it, ended by NULL, or NULL; static. Without -o, and
 * with -z, refused. */
void xfilter_output_folder(struct filter *, const char *const *inside);

/* The next record of f->in that can be used, in f->record. A filter may point f->in at a table of
 * xfilter_table while it reads that. A bad record goes to -r (counted against --max-rejects) or,
 * without -r, ends reading: READ_ERROR with "file:line: reason". */
enum read_status filter_next(struct filter *) MUST_CHECK;
/* Instead of filter_next, for who looks up far away memory for each record and would rather ask for
 * all of it at once: the next records, as many as are found already, 1 to FILTER_BATCH, valid until
 * the next call. Each of them is to be kept, dropped, rejected or folded; keep and reject look at
 * f->record, so it has to be put there before. */
enum { FILTER_BATCH = 16 };
enum read_status filter_next_batch(
    struct filter *, const struct record **records, size_t *count) MUST_CHECK;
/* What becomes of the record read last: exactly one of keep, drop, reject, fold. f->record is what
 * is written, so a filter that kept a record for later puts it back there. */
int filter_keep(
    struct filter *, const struct span *added) MUST_CHECK; /* one value for each added column */
/* The same record once more (--pick all): counted as extra. */
int filter_keep_again(struct filter *, const struct span *added) MUST_CHECK;
/* A record that is not f->record, for filters that keep records for later: fields in the order of
 * the input columns, and with --source two more, source and line: filter_width values in all,
 * taken from the record with filter_field while it was read. The caller has counted nothing yet:
 * this counts it as out. */
size_t filter_width(const struct filter *);
struct span filter_field(
    const struct filter *, size_t index); /* of f->record; valid until the next call */
int filter_keep_values(
    struct filter *, const struct span *fields, const struct span *added) MUST_CHECK;
/* In place of filter_keep where the output has columns of its own: f->record, turned into this
 * row. again: a further row of the same record, counted as extra. */
int filter_turn(struct filter *, const struct span *values, bool again) MUST_CHECK;
/* The same where the output is no table. */
int filter_keep_bytes(struct filter *, struct span bytes) MUST_CHECK;
/* The same into a file of its own in the folder; name as in whole_folder_file. */
int filter_keep_file(struct filter *, const char *name, struct span bytes) MUST_CHECK;
/* Bytes that belong to no record: what stands before, between and behind. */
int filter_bytes(struct filter *, struct span bytes) MUST_CHECK;
int filter_drop(struct filter *, const char *reason) MUST_CHECK; /* reason: a static word */
/* The same for a reason that is made of words, one of few; it is copied. */
int filter_drop_named(struct filter *, const char *reason) MUST_CHECK;
int filter_reject(
    struct filter *, const char *reason) MUST_CHECK; /* READ as filter_next: -1 without -r */
/* The same for a value of the column that cannot be used: -r gets the reason alone; without it the
 * message names the column too. */
int filter_reject_value(struct filter *, struct span column, const char *reason) MUST_CHECK;
void filter_fold(struct filter *);
/* One row of an output of its own shape: a value for each of its columns. Such rows are no rows of
 * the input, which are folded: each counts as out and, as a result, as extra. */
int filter_row(struct filter *, const struct span *values) MUST_CHECK;

/* For a filter that needs no more rows. A regular file is left as it is: its line in the ledger
 * says partial. The rest of a pipe is read, so that upstream ends well, and dropped with the
 * reason. 0, or -1 with a message. */
int filter_drain(struct filter *, const char *reason) MUST_CHECK;

/* Words for the note of the ledger's end line, behind the status and the number of lines. */
void filter_note(struct filter *, const char *format, ...) PRINTF_LIKE(2, 3);
/* Ends the run. complete: everything was read and written. Writes ledger lines, makes outputs
 * visible in the order rejects, reports, output (or abandons them), closes all. Returns the exit
 * status: status when complete, else 2. */
int filter_finish(struct filter *, bool complete, int status);

#endif
