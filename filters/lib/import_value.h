/* import_value: the value of one role, from an export's cell to a cell of a table of ours. Level 5,
 * a part of import_row. */
#ifndef AMENDS_IMPORT_VALUE_H
#define AMENDS_IMPORT_VALUE_H

#include "address.h"
#include "roles.h"
#include "stamp.h"
#include "words.h"

/* What a user says of times in place of the profile; empty: nothing. */
struct import_times {
	struct span dates;     /* a format of stamp.h */
	const char *dates_by;  /* who says it, for messages */
	struct span dates_too; /* one more, tried behind those, of --dates-too */
	struct span zone;      /* a name of zone.h */
	const char *zone_by;
	struct span zone_else; /* of --zone-else, where nobody else says one */
};

struct import_value {
	const struct role *role;
	struct stamp_format **formats;
	size_t format_count;
	size_t
	    epoch_digits;  /* only numbers of seconds are times: so many digits are below an hour */
	struct zone *zone; /* of every row, or NULL */
	size_t zone_role;  /* the role that says it in each row, or SIZE_MAX */
	struct words words;
	struct buf text; /* of out, where it is not the cell itself */
	struct span out; /* of the row at hand */
};
/* What all values of one import share. Start from {0}. */
struct import_shared {
	struct unknown_words unknown;
	bool keep; /* no address is too damaged to stay */
	struct address *address;
	struct buf mailbox;	  /* scratch */
	struct named_zone *zones; /* that rows named */
	size_t zone_count;
	uint64_t no_zone; /* times of rows that do not say theirs, or none that is known */
	uint64_t blanks;  /* addresses with blanks or invisible marks round them */
};

/* Prepares what the profile, or a user, says of the role: formats, zone, words, its constant. 0, or
 * -1 with a message. */
int import_value_init(struct import_value *, const struct role *, const struct roles *,
    const struct profile *, const struct import_times *) MUST_CHECK;
/* Converts a cell into value->out. zone: of this row, for a role with zone_role. NULL, or the
 * reason for which the row is rejected. */
const char *import_value_convert(
    struct import_value *, struct import_shared *, struct span cell, struct zone *zone);
/* The zone that a row names; NULL when there is none of that name. Shared keeps it. */
struct zone *import_zone(struct import_shared *, struct span name);
void import_value_free(struct import_value *);
void import_shared_free(struct import_shared *);

/* NULL, or why a cell of this type cannot be used by anybody: an identifier that Excel wrote as
 * 1,23E+15; an address that lost a character or is several. Others that cannot be used are left to
 * who uses them. */
const char *import_damage(struct import_shared *, enum kind_type, struct span cell);

#endif
