/* roles: where the roles of a kind come from in one export: its columns and constants. Level 5. */
#ifndef AMENDS_ROLES_H
#define AMENDS_ROLES_H

#include "profile.h"

/* A role and what a user gives it: --column ROLE=NAME, --set ROLE=VALUE. */
struct role_choice {
	struct span role;
	struct span value;
	const char *by; /* who says it, for messages: "--set", "inputs.csv:4" */
};
struct role_choices {
	struct role_choice *items;
	size_t count;
};
/* Takes "ROLE=VALUE", which must outlive it. 0, or -1 with a message: no "=", no role, twice. */
int role_choices_add(struct role_choices *, const char *text, const char *by) MUST_CHECK;
/* Adds one that counts where nobody else gave the role anything yet. */
void role_choices_default(struct role_choices *, struct role_choice);
void role_choices_free(struct role_choices *);

enum role_source {
	ROLE_NONE, /* empty in every row */
	ROLE_COLUMN,
	ROLE_CONSTANT
};
struct role {
	struct span name;
	const struct kind_column *column; /* NULL: a role that only a zone asks for */
	enum role_source source;
	size_t index; /* in the header */
	/* JSON, where every column that is asked for is in the header: further ones, of which the
	 * first that is filled in a record counts. */
	size_t *others;
	size_t other_count;
	struct span seen;		  /* the header's name for it */
	const struct role_choice *choice; /* who gave the constant; NULL: the profile */
	struct span constant;
	bool missing; /* the profile names columns for it, and the file has none of them */
};
struct roles {
	struct role *items; /* those of the kind, in its order, then those of zones */
	size_t count;
};
/* Binds them to a header. Constants of users count before columns of users, these before columns of
 * the profile, these before its constants. All must outlive roles. 0, or -1 with a message: a role
 * that is none, two columns for one, none for a role that is needed (named with the columns that
 * could be it). */
int roles_bind(struct roles *, const struct profile *, const struct kind *,
    const struct role_choices *columns, const struct role_choices *constants,
    const struct columns *header) MUST_CHECK;
/* What the record says of a role that is a column. */
static inline struct span
role_cell(const struct role *role, const struct record *record)
{
	struct span cell = csv_field(record, role->index);

	for (size_t i = 0; cell.size == 0 && i < role->other_count; i++)
		cell = csv_field(record, role->others[i]);
	return cell;
}
/* Its number, or SIZE_MAX. */
size_t roles_find(const struct roles *, struct span name);
void roles_free(struct roles *);

#endif
