/* kind: the tables of an incident, their columns and what may stand in them. Level 2. */
#ifndef AMENDS_KIND_H
#define AMENDS_KIND_H

#include "span.h"

enum kind_type {
	KIND_TEXT,    /* goes through as it is */
	KIND_ID,      /* a leading ' is taken off; 1,23E+15 is damaged (Excel) */
	KIND_ADDRESS, /* an e-mail address, as it is written */
	KIND_PHONE,   /* as KIND_ID */
	KIND_TIME,    /* stamp.h */
	KIND_WORD     /* by the words of the profile; one that it does not know is "unknown" */
};
struct kind_column {
	const char *name;
	enum kind_type type;
	bool output; /* a column of the table; else a role that helps to make one */
	bool needed; /* no row says anything without it: a column or a constant has to give it */
	const char *const *words; /* of KIND_WORD: those it may hold, ended by NULL */
};
struct kind {
	const char *name;
	const struct kind_column *columns;
	size_t count;
};
/* people      id,email,phone,name,language,joined_at,via              (roles first, last make name)
 * customers   id,email,phone,since,relation
 * consents    email,phone,customer,event,at,evidence,purpose          (roles: see
 * amends-profile(5)) sends       message_id,email,channel,sent_at,campaign,outcome,subject,purpose
 * campaigns   campaign,purpose,subject,sent_at
 * tracking    tracking,carrier,level,code,text,comment,place,postal_code,happened_at,recorded_at
 * shipments   tracking,order,email,name,language,form_of_address,city,postal_code,state,country,
 *             shipped_at                                              (roles first, last make name)
 * notices     notice_id,tracking,email,sent_at,template,subject,body
 * NULL when there is no such kind. */
const struct kind *kind_find(struct span name);
/* Its column or role of that name, or NULL. */
const struct kind_column *kind_role(const struct kind *, struct span name);
/* May the column hold the word? True of a column that is not KIND_WORD. */
bool kind_takes(const struct kind_column *, struct span word);
/* All, ended by a NULL name. */
extern const struct kind kinds[];

#endif
