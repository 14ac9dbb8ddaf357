/* profile: what is known of the export of a system (amends-profile(5)). Level 5.
 *
 * A table share/profiles/NAME.csv: rows of what,name,value,means,language,note. Everything in it is
 * checked when it is read: words, roles, kinds, formats of dates, zones. */
#ifndef AMENDS_PROFILE_H
#define AMENDS_PROFILE_H

#include "columns.h"
#include "dialect.h"
#include "kind.h"

enum profile_what {
	PROFILE_SYSTEM,
	PROFILE_HOLDS,
	PROFILE_GRADE,
	PROFILE_FORMAT,
	PROFILE_CHARSET,
	PROFILE_DELIMITER,
	PROFILE_FLAG,
	PROFILE_HEADER_AT,
	PROFILE_TAIL,
	PROFILE_RECOGNISE,
	PROFILE_RECOGNISE_NOT,
	PROFILE_RECOGNISE_FILE,
	PROFILE_COLUMN,
	PROFILE_DATES,
	PROFILE_ZONE,
	PROFILE_WORD,
	PROFILE_CONSTANT,
	PROFILE_SPLIT,
	PROFILE_WHERE,
	PROFILE_TICK,
	PROFILE_TRAP,
	PROFILE_WHATS /* how many there are */
};

struct profile_row {
	struct span name, value, means, language;
	uint64_t line;
};
struct profile_rows {
	struct profile_row *items;
	size_t count;
};
enum { PROFILE_CHARSETS = 5 };
struct profile {
	char *name; /* of the file, without folder and ending */
	char *path;
	struct profile_rows said[PROFILE_WHATS]; /* the rows of each what, in order */
	struct dialect dialect;			 /* what it points to is the profile's */
	enum charset charsets[PROFILE_CHARSETS]; /* the first is that of dialect */
	size_t charset_count;
	struct arena arena;
};

/* Reads profiles/NAME.csv (share.h); a name that holds a slash or ends in .csv is a path. NULL with
 * a message. */
struct profile *profile_open(const char *name) MUST_CHECK;
void profile_free(struct profile *); /* NULL does nothing */
/* All there are, in order of their names; of one name the first that share_find would find. NULL
 * with a message: one of them cannot be read. */
struct profile **profile_list(size_t *count) MUST_CHECK;
void profile_list_free(struct profile **, size_t count);

/* The value of the row of a what that has one; empty without it. */
struct span profile_value(const struct profile *, enum profile_what);
/* The kind of that name that it holds. Without a name the only one. NULL when
 * there is none such. */
const struct kind *profile_kind(const struct profile *, struct span name);
/* Writes what the profile holds to out, with a bar between. */
void profile_holds(const struct profile *, struct buf *out);

/* "," ";" "|", and TAB or the tab itself. 0, or -1 without a message. */
int profile_delimiter(struct span text, char *delimiter) MUST_CHECK;
/* "PATH:LINE" of a row in out, with a NUL behind it. */
void profile_place(const struct profile *, const struct profile_row *, struct buf *out);

/* How well a file fits. */
struct profile_fit {
	bool fits;
	size_t met;	/* groups of recognise, and a name of the file */
	struct buf why; /* the first thing that does not fit, else what did; no NUL behind it */
};
/* Compares the header, and the file's name (or NULL), with what the profile recognises. fit is
 * set anew, its memory is used again. In a JSON export a column counts when present says that some
 * record has a value there (NULL: all are). */
void profile_fits(const struct profile *, const struct columns *header, const char *file,
    const bool *present, struct profile_fit *fit);

#endif
