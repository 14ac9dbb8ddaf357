/* import_row: the rows of a table of ours that one record of a foreign export makes. Level 5.
 *
 * Mostly one; one for each value of a role that the profile splits; of consents up to two, what
 * was given and what was withdrawn, or none. All of them are made before one is written, so that a
 * record that has anything unusable is rejected whole. */
#ifndef AMENDS_IMPORT_ROW_H
#define AMENDS_IMPORT_ROW_H

#include "import_value.h"

struct import_spec {
	const struct profile *profile;
	const struct kind *kind;
	const struct roles *roles; /* bound */
	struct import_times times;
	bool keep; /* rows whose address cannot be used stay, with it as it is written */
};
struct import;
/* Reads what is needed (the decision table of evidence, zones). spec's pointers must outlive it.
 * NULL with a message. */
struct import *import_new(const struct import_spec *) MUST_CHECK;
void import_free(struct import *); /* NULL does nothing */
/* A new record begins. */
void import_begin(struct import *);
/* Makes its rows; called again for each further piece of it. 0, or -1 with a message: the decision
 * table has no answer. */
int import_add(struct import *, const struct record *) MUST_CHECK;
/* NULL, or why the record is rejected; column: which of its columns is at fault. */
const char *import_rejects(const struct import *, struct span *column);
size_t import_rows(const struct import *);
/* The values of a row: one for each column of the kind that is an output, and room for more behind
 * them; valid until the next call. */
enum { IMPORT_MORE = 8 };
struct span *import_row(struct import *, size_t row);
size_t import_width(const struct import *); /* of them, without the room */

/* The role that is split and its separator; false: none is. */
bool import_split(const struct import *, size_t *role, struct span *separator);
/* The next value of a cell that is split, blanks off; *rest is what is left of it. False: no more.
 */
bool import_piece(struct span *rest, struct span separator, struct span *piece);
/* Why the cell of a role, as it stands in the export, cannot be used by anybody, or NULL. */
const char *import_role_damage(struct import *, size_t role, struct span cell);
const struct import_shared *import_counts(const struct import *);
/* Its words in order (words.h). */
struct unknown_words *import_unknown(struct import *);
/* What converts the values of one role. */
struct import_value *import_role(struct import *, size_t role);
/* The zone of the role's times in a record; NULL: none is said. */
struct zone *import_role_zone(struct import *, size_t role, const struct record *);

#endif
