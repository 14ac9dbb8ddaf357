/* share: see share.h. A place is passed over only when the table is not there: one that exists and
 * cannot be read is found, so that opening it says why, and no older copy is used in silence. */
#include "share.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "err.h"

#ifndef AMENDS_SHARE
#define AMENDS_SHARE "/usr/local/share/amends"
#endif

static char *
joined(const char *folder, const char *name)
{
	struct buf path = {0};

	buf_add_text(&path, folder);
	buf_add_byte(&path, '/');
	buf_add_text(&path, name);
	buf_add_byte(&path, '\0');
	return path.data;
}

static bool
is_there(const char *path)
{
	struct stat unused;

	return stat(path, &unused) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

char *
share_find(const char *name)
{
	const char *given = getenv("AMENDS_SHARE");
	const char *places[] = {".", given && *given ? given : NULL, AMENDS_SHARE};

	if (name[0] == '/' || (name[0] == '.' && name[1] == '/'))
		return xcopy(span_of(name));
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		char *path = places[i] ? joined(places[i], name) : NULL;

		if (path && is_there(path))
			return path;
		free(path);
	}
	warn("cannot find %s in the folder of the run, %s%s%s", name, places[1] ? places[1] : "",
	    places[1] ? ", " : "", AMENDS_SHARE);
	return NULL;
}
