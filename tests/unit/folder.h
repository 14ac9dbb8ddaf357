/* folder: what is left in a folder. For unit tests. */
#ifndef AMENDS_FOLDER_H
#define AMENDS_FOLDER_H

#include <dirent.h>
#include <stdlib.h>

static inline int
files_in(const char *folder)
{
	DIR *d = opendir(folder);
	int count = -2; /* . and .. */

	if (!d)
		abort();
	while (readdir(d))
		count++;
	closedir(d);
	return count;
}

#endif
