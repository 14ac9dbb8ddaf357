/* mail_files: the files of a folder that are messages. A link is none: what it leads to may lie
 * outside of the folder, and could be opened on one machine and not on another. */
#include "mail_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"

static bool
is_folder_at(int folder, const char *name)
{
	struct stat facts;

	return fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(facts.st_mode);
}

static bool
ends_in_eml(const char *name)
{
	size_t size = strlen(name);

	return size > 4 && strcasecmp(name + size - 4, ".eml") == 0;
}

static int
add_file(struct mail_files *files, int folder, const char *in, const char *name)
{
	struct stat facts;
	struct buf text = {0};
	struct mail_file *file;

	if (fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) != 0)
		return -1;
	buf_add_text(&text, in);
	buf_add_text(&text, name);
	buf_add_byte(&text, '\0');
	files->list = xrealloc(files->list, files->count + 1, sizeof *files->list);
	file = &files->list[files->count++];
	file->name = arena_copy(&files->arena, buf_span(&text)).data;
	file->other = !S_ISREG(facts.st_mode) || (!*in && !ends_in_eml(name));
	file->size = file->other ? 0 : (uint64_t)facts.st_size;
	files->size += file->size;
	buf_free(&text);
	return 0;
}

/* Lists the folder that descriptor is open for, which this closes. in: what names begin with. */
static int
list_folder(struct mail_files *files, int descriptor, const char *in)
{
	DIR *folder = descriptor < 0 ? NULL : fdopendir(descriptor);
	struct dirent *entry;
	int result = 0, error;

	if (!folder)
		return -1;
	errno = 0;
	while (result == 0 && (entry = readdir(folder)))
		if (entry->d_name[0] != '.')
			result = add_file(files, descriptor, in, entry->d_name);
	error = errno;
	closedir(folder);
	errno = error;
	return error ? -1 : result;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct mail_file *)a)->name, ((const struct mail_file *)b)->name);
}

static int
list_all(struct mail_files *files, int folder)
{
	enum { FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

	if (!is_folder_at(folder, "cur") || !is_folder_at(folder, "new"))
		return list_folder(files, openat(folder, ".", FLAGS), "");
	if (list_folder(files, openat(folder, "cur", FLAGS), "cur/") < 0)
		return -1;
	return list_folder(files, openat(folder, "new", FLAGS), "new/");
}

int
mail_files_find(struct mail_files *files, const char *path, const char *name)
{
	struct stat facts;
	int folder, result;

	*files = (struct mail_files){0};
	if (strcmp(path, "-") == 0 || stat(path, &facts) != 0 || !S_ISDIR(facts.st_mode))
		return 0; /* who opens it says what is wrong */
	files->folder = true;
	files->device = facts.st_dev;
	files->inode = facts.st_ino;
	folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	result = folder < 0 ? -1 : list_all(files, folder);
	if (result < 0)
		warn_errno("%s", name);
	if (folder >= 0)
		close(folder);
	if (files->count)
		qsort(files->list, files->count, sizeof *files->list, by_name);
	return result;
}

void
mail_files_free(struct mail_files *files)
{
	free(files->list);
	arena_free(&files->arena);
	*files = (struct mail_files){0};
}
