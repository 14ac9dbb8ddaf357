/* filter_inside: what the two halves of filter share, and nobody else. Level 6. */
#ifndef AMENDS_FILTER_INSIDE_H
#define AMENDS_FILTER_INSIDE_H

#include "account.h"
#include "filter.h"
#include "output.h"
#include "progress.h"
#include "rejects.h"

/* A table beside the one that is read by filter_next. */
struct beside {
	struct parts *parts;
	const char *role;
	char *path[1];
};

/* A file by what it is, not by what it is called. */
struct known_file {
	const char *path;
	uint64_t device, inode;
};

/* A table about the run. */
struct report {
	const char *option;
	const char *path;
	struct output *output;
	uint64_t rows;
};

/* What filter_next_batch gave. */
struct batch {
	struct record records[FILTER_BATCH];
	size_t count;
	enum csv_problem problem; /* of the record behind them, not dealt with yet */
};

struct filter_inside {
	struct batch batch;
	struct report **reports;
	size_t report_count;
	size_t stdin_tables;	  /* at most one table may be stdin */
	struct known_file *reads; /* of xfilter_reads */
	size_t reads_count;
	struct ledger *ledger;
	struct output *output;
	struct rejects *rejects; /* NULL without -r */
	struct account account;
	struct progress progress;
	struct beside **beside;
	size_t beside_count;
	const char **later; /* paths of filter_opens_later */
	size_t later_count;
	char *beside_readers; /* of reader_opens_later */
	struct buf note;
	const char *ledger_path;    /* NULL: none */
	const char *output_path;    /* "-": stdout */
	bool bytes;		    /* which is no table, */
	bool folder;		    /* and a folder, */
	const char *const *folders; /* with these in it */
	bool source;
	bool dry;
	bool foreign;  /* of xfilter_input_foreign */
	char line[24]; /* of filter_field */
	char dash[2];  /* "-": stdin, the path of no FILE */
};

/* Opens the input, from stdin when there is no path. */
void xfilter_open_input(struct filter *, struct parts_options, char *const *paths, size_t count);
/* One line about a record that cannot be read. */
void filter_warn_problem(const struct parts *, const struct record *, enum csv_problem);
/* How a file of this name is written. */
struct sink_options filter_sink_options(const struct filter *, const char *path) MUST_CHECK;
/* The life of all reports, as of output: opened, ended and synced, in the ledger, under their
 * names. 0 or -1 with a message. */
int filter_open_reports(struct filter *) MUST_CHECK;
int filter_finish_reports(struct filter *) MUST_CHECK;
int filter_account_reports(struct filter *) MUST_CHECK;
int filter_commit_reports(struct filter *) MUST_CHECK;
void filter_free_reports(struct filter *);
/* Gives up what the run will not open any more, before its first thread starts. */
void filter_confine(const struct filter *);

#endif
