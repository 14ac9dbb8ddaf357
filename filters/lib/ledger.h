/* ledger: the account of a run (amends-ledger(5)). Level 4.
 *
 * CSV, columns run,filter,role,name,rows,bytes,digest,note; one write(2) a line, appended whole or
 * not at all. Roles: begin, in, lookup, out, reject, report, drop (name is the reason), fold,
 * extra, end (note: "STATUS lines=N", N lines of this run, its begin and end too, so that a lost
 * line is missed). in + extra = out + reject + drop + fold. A filter writes end after its last byte
 * and before stdout is closed; a killed run has a begin and no end. Names of files are those given;
 * stdin and stdout are "-". */
#ifndef AMENDS_LEDGER_H
#define AMENDS_LEDGER_H

#include "mem.h"

struct ledger;
struct ledger_line {
	const char *role;
	const char *name; /* file or reason; NULL: empty */
	uint64_t rows;
	uint64_t bytes;	    /* plain bytes; UINT64_MAX: empty */
	const char *digest; /* 32 hex digits; NULL: empty */
	const char *note;   /* NULL: empty */
};
/* Opens the ledger for appending (writes its header line when the file is new and empty; two runs
 * may start at once) and writes begin. path NULL: no ledger, all calls succeed and do nothing.
 * NULL on error, with a message. */
struct ledger *ledger_open(const char *path, const char *filter) MUST_CHECK;
bool ledger_is_on(const struct ledger *);
/* 0, or -1 with a message; a ledger that failed takes no further line, and says no more. */
int ledger_write(struct ledger *, const struct ledger_line *) MUST_CHECK;
/* Writes end with the status, the number of lines and a note of the caller's (or NULL), and
 * closes, also on failure. 0 or -1. NULL does nothing. */
int ledger_end(struct ledger *, int status, const char *note) MUST_CHECK;

#endif
