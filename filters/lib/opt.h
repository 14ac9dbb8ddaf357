/* opt: one const table per filter gives parsing, --help and the man page check. Level 1.
 * The only module that sees argv. */
#ifndef AMENDS_OPT_H
#define AMENDS_OPT_H

#include "span.h"

struct opt {
	const char *name;     /* long name without dashes; the last entry has NULL */
	const char *argument; /* what --help calls its argument, or NULL for a flag */
	const char *help;     /* one line, lower case, no full stop */
	char letter;	      /* short form, or 0 */
	bool repeats;	      /* may be given more than once; otherwise a second one is refused */
	bool optional;	      /* the argument may be left out, then only as --name=ARGUMENT */
};

/* A program, as its file declares it (const). */
struct program {
	const char *name;      /* "am-join" */
	const char *usage;     /* what follows the name in the first line of --help */
	const char *summary;   /* one sentence */
	const struct opt *own; /* its own options, ended by a NULL name */
	size_t operands_least; /* operands it needs before FILE... */
	bool forms;  /* it takes forms (amends-keys(5)): --country is an option of it too */
	bool hashes; /* it takes forms and hashes them: --key-file too */
};

/* What was given. Strings belong to argv. */
struct options {
	const struct program *program;
	struct opt_given *given;
	size_t given_count;
	char **operands;
	size_t operand_count;
};

/* Reads argv: own options and the common ones of amends(7), in any order, "--" ends them, "-" is
 * an operand, short flags may be joined, --name=value and --name value, -kVALUE and -k VALUE. No
 * abbreviations. --help and --version print and exit 0; a mistake prints one line that names the
 * nearest option where there is one, and exits 2. Sets err_program. The hidden --options prints a
 * line "name TAB letter TAB argument TAB own|common" per option (an argument that may be left out
 * in brackets; opt_forms count as own). An own option that has the name or letter of another
 * aborts. */
void xopt_parse(struct options *, const struct program *, int argc, char **argv);
/* The argument of the option, "" for a flag that was given, NULL when it was not given; of an
 * option that repeats, the first. name must stand in a table (a programming error otherwise: it
 * aborts). */
const char *opt_get(const struct options *, const char *name);
bool opt_has(const struct options *, const char *name);
/* For options that repeat: how many times, and the argument of one of them, in order given. */
size_t opt_count(const struct options *, const char *name);
const char *opt_at(const struct options *, const char *name, size_t index);
void opt_free(struct options *);

/* The options of every program that hashes forms: key-file country. Who takes forms and hashes
 * nothing has those behind the first. Ended by a NULL name. */
extern const struct opt opt_forms[];
/* The options every filter has (amends(7)): output columns rejects max-rejects ledger memory temp
 * dry-run gzip progress source help version. Ended by a NULL name. */
extern const struct opt opt_common[];

#endif
