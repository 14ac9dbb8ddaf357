/* parts: several FILEs read as one table. Level 5. All headers are read first: every part must
 * have the columns of the first, the order may differ (records are then seen in the first one's
 * order), a missing or added column stops the run before a byte is written. Each part is closed
 * and opened again when its turn comes, and must still be the same file. "-" is stdin, once. */
#ifndef AMENDS_PARTS_H
#define AMENDS_PARTS_H

#include "columns.h"
#include "reader.h"

struct parts;
struct parts_options {
	bool digest;	  /* of every part, for the ledger */
	bool allow_empty; /* zero parts, or a part of zero bytes, is not an error (unused: false) */
	const struct dialect *dialect; /* of a foreign export; NULL: a table of ours */
	reader_opener *open;	       /* with a dialect: reader_open; NULL: reader_open_table */
	const char *name; /* what messages, the column source and the ledger call stdin; NULL:
			     "<stdin>", "-", "-" */
};
/* paths, dialect and name outlive it. NULL with a message. */
struct parts *parts_open(char *const *paths, size_t count, const struct parts_options *) MUST_CHECK;
const struct columns *parts_columns(const struct parts *);
/* As csv_read, over all parts. The record's file is parts_file. */
enum read_status parts_read(struct parts *, struct record *, enum csv_problem *) MUST_CHECK;
/* As csv_read_some; the records are of one part. */
enum read_status parts_read_some(
    struct parts *, struct record *, size_t most, size_t *count, enum csv_problem *) MUST_CHECK;
const char *parts_file(const struct parts *); /* for messages: "<stdin>" */
const char *parts_path(const struct parts *); /* as given: "-", or options.name for it */
/* Both are FOLDER/FILE where the part is a folder, and valid as long as the parts. */
size_t parts_problem_field(const struct parts *);
/* The encoding that the record's file was read in. */
enum charset parts_charset(const struct parts *);
/* How each part went; index < count. digest is "" without options.digest or before its end. */
struct part_account {
	const char *path; /* as parts_path */
	struct csv_counts counts;
	uint64_t bytes;
	char digest[33];
	bool complete; /* read to its end */
};
size_t parts_count(const struct parts *);
const struct part_account *parts_account(const struct parts *, size_t index);
/* Is any part the file with this device and inode, and if so which? NULL when none is. */
const char *parts_is(const struct parts *, uint64_t device, uint64_t inode);
/* Can every part be read again from its start (regular files)? */
bool parts_is_regular(const struct parts *);
/* Compressed bytes done and in all, over all parts, for progress (total 0: unknown). */
void parts_progress(const struct parts *, uint64_t *done, uint64_t *total);
void parts_close(struct parts *);

#endif
