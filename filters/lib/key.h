/* key: what makes two records speak of the same person or thing. Level 4.
 *
 *	COLUMNS[=LOOKUPCOLUMNS][:FORM]       without a FORM exact
 *	COLUMNS[=LOOKUPCOLUMNS]:DIGEST       both tables hold digests
 *	COLUMNS:FORM=LOOKUPCOLUMNS:DIGEST    the LOOKUP does: the table's form is hashed
 *	COLUMNS:DIGEST=LOOKUPCOLUMNS:FORM    the table does
 *
 * Several columns are one composite key, each normalised by itself and kept with its length, so
 * ("ab","c") is not ("a","bc"). A key with an empty or unusable part matches nothing (SQL NULL). */
#ifndef AMENDS_KEY_H
#define AMENDS_KEY_H

#include "columns.h"
#include "hash.h"
#include "way.h"

/* A -k option, parsed. */
struct key_spec {
	struct column_list columns; /* of the table read */
	struct column_list lookup;  /* of the LOOKUP; the same names when not given */
	struct way way;		    /* of the values in columns */
	struct way lookup_way;
};
int key_parse(struct key_spec *, const char *text) MUST_CHECK;
void key_spec_free(struct key_spec *);
/* True when one table holds digests of what the other holds. */
bool key_spec_is_mixed(const struct key_spec *);

/* A key bound to the columns of one table. */
struct key {
	size_t *index;
	size_t count;
	struct way way;
	struct forms *forms; /* not owned */
	struct buf part;     /* scratch */
	struct buf
	    text; /* the last key: of one column its normal form, of several the composite bytes */
};
/* Resolves the columns. side_lookup: the names right of '='. 0 or -1 with a message. */
int key_bind(struct key *, const struct key_spec *, bool side_lookup, const struct columns *,
    struct forms *) MUST_CHECK;
/* Makes the key of a record in key->text. NULL, or the reason code. */
const char *key_make(struct key *, const struct record *);
void key_free(struct key *);

#endif
