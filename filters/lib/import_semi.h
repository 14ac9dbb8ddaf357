/* import_semi: the semi-join of a foreign export, by roles instead of columns. Level 7.
 *
 * Nothing of a row is looked at but the cells of its key before it is known to match. A record
 * whose key is several values (a role that the profile splits), or has the leading ' of a
 * spreadsheet, is asked for in pieces; who gets the answers is told which. */
#ifndef AMENDS_IMPORT_SEMI_H
#define AMENDS_IMPORT_SEMI_H

#include "import_row.h"
#include "probing.h"

/* Which part of a record of the export an answer is for. */
enum semi_part { SEMI_WHOLE, SEMI_FIRST, SEMI_MIDDLE, SEMI_LAST };

/* Start from {0}. */
struct import_semi {
	struct probing probing; /* whose one and context are the caller's */
	struct import *import;
	const struct roles *roles;
	struct columns columns; /* the roles of keys, where their columns stand */
	const char **keys;
	size_t *key_roles; /* the roles that keys name, each once */
	size_t key_role_count;
	bool splits; /* one of them is split */
	bool whole;  /* no record is ever asked for in pieces */
	bool
	    judged; /* a key that could be made is no damaged one: addresses by their forms alone */
	struct buf text; /* a piece as a record */
	uint32_t *ends;
};
/* Reads -k and binds the lookup, whose table is open in probing, to the roles: before any record is
 * read. */
void ximport_semi(struct import_semi *, struct filter *, struct import *, const struct roles *);
/* Asks for these records; as probing_batch. */
int import_semi_batch(struct import_semi *, const struct record *, size_t count) MUST_CHECK;
/* The part that a record given to probing.one is. */
enum semi_part import_semi_part(const struct import_semi *, const struct record *);
/* For a record that did not match for this reason: why it is to be rejected all the same, as its
 * key is damaged, with the column; or NULL. */
const char *import_semi_damage(
    struct import_semi *, const struct record *, const char *why, struct span *column);
void import_semi_free(struct import_semi *);

#endif
