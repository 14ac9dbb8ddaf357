/* digest: key files. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "err.h"

/* What forbids the use of the open file as a key, or NULL. */
static const char *
wrong_with(const struct stat *status)
{
	if (!S_ISREG(status->st_mode))
		return "not a regular file";
	if (status->st_uid != geteuid())
		return "the key file belongs to another user";
	if (status->st_mode & (S_IRWXG | S_IRWXO))
		return "group or others have rights on the key file (chmod 600)";
	return NULL;
}

/* Reads on until the end or until there is more than a key may have. */
static int
read_key(int fd, const char *path, struct buf *key)
{
	/* all the room at once: a buf that grows leaves copies behind */
	buf_reserve(key, DIGEST_KEY_MOST + 1);
	while (key->size <= DIGEST_KEY_MOST) {
		ssize_t got = read(fd, key->data + key->size, DIGEST_KEY_MOST + 1 - key->size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			warn_errno("%s", path);
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		key->size += (size_t)got;
	}
	if (key->size >= 1 && key->size <= DIGEST_KEY_MOST)
		return 0;
	warn("%s: a key has 1 to %d bytes", path, DIGEST_KEY_MOST);
	return -1;
}

int
digest_key_read(const char *path, struct buf *key)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	const char *wrong = NULL;
	struct stat status;
	int result = -1;

	*key = (struct buf){0};
	if (fd < 0 || fstat(fd, &status) < 0)
		warn_errno("%s", path);
	else if ((wrong = wrong_with(&status)) != NULL)
		warn("%s: %s", path, wrong);
	else
		result = read_key(fd, path, key);
	if (fd >= 0)
		close(fd);
	return result;
}

void
digest_key_wipe(struct buf *key)
{
	if (key->data)
		explicit_bzero(key->data, key->room);
	buf_free(key);
}
