/* mail_files: the files of a folder that are messages. Level 2. */
#ifndef AMENDS_MAIL_FILES_H
#define AMENDS_MAIL_FILES_H

#include "mem.h"

struct mail_file {
	const char *name; /* in the folder: 1.eml, cur/1700000000.1.host:2,S */
	uint64_t size;
	bool other; /* no message: not named *.eml in a plain folder, or no regular file */
};
struct mail_files {
	bool folder;		/* else the path is no folder, and count is 0 */
	uint64_t device, inode; /* of the folder */
	struct mail_file *list; /* in bytewise order of name */
	size_t count;
	uint64_t size; /* of all messages */
	struct arena arena;
};
/* Looks at path. A folder with cur and new in it is a Maildir: the messages are the files in these
 * two (what lies in tmp was not delivered). In any other they are the files *.eml. Names that begin
 * with a dot are passed over. 0, or -1 with a message "NAME: ...". The caller frees. */
int mail_files_find(struct mail_files *, const char *path, const char *name) MUST_CHECK;
void mail_files_free(struct mail_files *);

#endif
