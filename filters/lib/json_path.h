/* json_path: the path of a value in an object of JSON, as a profile writes it. Level 1.
 *
 * Names with a dot between them: mail.commonHeaders.subject. A name that holds a dot, a quote or a
 * bracket is quoted as in CSV. [] behind a name says that its value is an array, which is
 * unfolded into its elements: mail.destination[], bounce.bouncedRecipients[].emailAddress. */
#ifndef AMENDS_JSON_PATH_H
#define AMENDS_JSON_PATH_H

#include "mem.h"

struct json_path {
	struct span *names; /* of the objects on the way */
	size_t count;
	size_t unfold; /* names up to the array that is unfolded; 0: none is */
};
/* Reads a path; the names are in the arena. 0, or -1 when it is none, or unfolds two arrays (no
 * message). */
int json_path_parse(struct json_path *, struct span text, struct arena *) MUST_CHECK;
/* Do both unfold the same array? */
bool json_path_unfolds_same(const struct json_path *, const struct json_path *);

#endif
