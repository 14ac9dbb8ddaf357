/* book: the lines of one or more ledgers in memory, found by run, by digest and by name. Level 5.
 */
#ifndef AMENDS_BOOK_H
#define AMENDS_BOOK_H

#include "mem.h"

enum role {
	ROLE_BEGIN,
	ROLE_IN,
	ROLE_LOOKUP,
	ROLE_OUT,
	ROLE_REJECT,
	ROLE_REPORT,
	ROLE_DROP,
	ROLE_FOLD,
	ROLE_EXTRA,
	ROLE_END,
	ROLES
};
/* The columns of a ledger that a book keeps. */
enum {
	BOOK_RUN,
	BOOK_FILTER,
	BOOK_ROLE,
	BOOK_NAME,
	BOOK_ROWS,
	BOOK_DIGEST,
	BOOK_NOTE,
	BOOK_COLUMNS
};
extern const char *const book_columns[BOOK_COLUMNS];

struct book_line {
	struct span run, filter, name, digest, note; /* in the book's arena */
	enum role role;
	uint64_t rows;
	size_t ledger;	 /* which of the ledgers it stands in */
	size_t sequence; /* lines added before it */
};
/* Lines in an order of their own; a part of it is a slice. Valid until book_free. */
struct book_slice {
	const struct book_line *const *at;
	size_t count;
};
struct book {
	struct arena arena;
	struct book_line *lines;
	size_t count, room;
	const struct book_line **by_run;    /* all lines, by run, then in order */
	const struct book_line **by_digest; /* written lines, by digest */
	const struct book_line **by_name;   /* written lines with a name, by name, then in order */
	size_t digest_count, name_count;
};

/* Start from {0}. Adds a line; values in the order of book_columns, copied. 0, or -1 when its role
 * or its rows cannot be read (without a message: it is for the caller to say). */
int book_add(struct book *, const struct span values[BOOK_COLUMNS], size_t ledger) MUST_CHECK;
/* Sorts; call it once, when all lines are there. Cost n log n. */
void book_index(struct book *);
/* The lines of one run in order; those that wrote this digest; those that wrote this name. */
struct book_slice book_run(const struct book *, struct span run);
struct book_slice book_digest(const struct book *, struct span digest);
struct book_slice book_name(const struct book *, struct span name);
/* What the lines of one run come to. */
struct book_sum {
	uint64_t rows[ROLES], lines[ROLES];  /* by role */
	const struct book_line *first, *end; /* end: the last of that role, or NULL */
	uint64_t total;			     /* lines */
};
struct book_sum book_add_up(struct book_slice run);
/* The number behind "lines=" in the note of an end. 0, or -1 when there is none. */
int book_note_lines(struct span note, uint64_t *lines) MUST_CHECK;
/* Does the line speak of bytes that the run wrote? */
static inline bool
book_is_written(const struct book_line *line)
{
	return line->role == ROLE_OUT || line->role == ROLE_REJECT || line->role == ROLE_REPORT;
}
void book_free(struct book *);

#endif
