/* share: see share.h. A place is passed over only when the table is not there: one that exists and
 * cannot be read is found, so that opening it says why, and no older copy is used in silence. */
#include "share.h"

#include <dirent.h>
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

enum { PLACES = 3 };

static void
set_places(const char *places[PLACES])
{
	const char *given = getenv("AMENDS_SHARE");

	places[0] = ".";
	places[1] = given && *given ? given : NULL;
	places[2] = AMENDS_SHARE;
}

char *
share_find(const char *name)
{
	const char *places[PLACES];

	set_places(places);
	if (name[0] == '/' || (name[0] == '.' && name[1] == '/'))
		return xcopy(span_of(name));
	for (size_t i = 0; i < PLACES; i++) {
		char *path = places[i] ? joined(places[i], name) : NULL;

		if (path && is_there(path))
			return path;
		free(path);
	}
	warn("cannot find %s in the folder of the run, %s%s%s", name, places[1] ? places[1] : "",
	    places[1] ? ", " : "", AMENDS_SHARE);
	return NULL;
}

static const char *
last_part(const char *path)
{
	return strrchr(path, '/') + 1;
}

struct list {
	char **paths;
	size_t count;
};

/* The first place that has a name wins. */
static void
list_add(struct list *list, const char *folder, const char *name)
{
	size_t size = strlen(name);

	if (size <= 4 || name[0] == '.' || strcmp(name + size - 4, ".csv") != 0)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(last_part(list->paths[i]), name) == 0)
			return;
	list->paths = xrealloc(list->paths, list->count + 1, sizeof(char *));
	list->paths[list->count++] = joined(folder, name);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(last_part(*(char *const *)a), last_part(*(char *const *)b));
}

/* Adds the tables of one place, which need not be there. 0, or -1 with a message. */
static int
list_place(struct list *list, const char *place, const char *folder)
{
	char *path = joined(place, folder);
	DIR *open = opendir(path);
	int result = 0;

	if (!open && errno != ENOENT && errno != ENOTDIR) {
		warn_errno("%s", path);
		result = -1;
	}
	for (struct dirent *entry; open && (entry = readdir(open)) != NULL;)
		list_add(list, path, entry->d_name);
	if (open)
		closedir(open);
	free(path);
	return result;
}

char **
share_list(const char *folder, size_t *count)
{
	const char *places[PLACES];
	struct list list = {.paths = xcalloc(1, sizeof(char *))};

	set_places(places);
	for (size_t i = 0; i < PLACES; i++)
		if (places[i] && list_place(&list, places[i], folder)) {
			for (size_t k = 0; k < list.count; k++)
				free(list.paths[k]);
			free(list.paths);
			return NULL;
		}
	qsort(list.paths, list.count, sizeof(char *), by_name);
	*count = list.count;
	return list.paths;
}
