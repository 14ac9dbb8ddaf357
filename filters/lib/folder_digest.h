/* folder_digest: one digest of all files of a folder, the same in whatever order they are written
 * or found. Level 2.
 *
 * It is the sum, mod 2^128, of the XXH3-128 of each file: of its name in the folder (new/NAME), a
 * NUL and its bytes. Folders in it that hold no file do not count. */
#ifndef AMENDS_FOLDER_DIGEST_H
#define AMENDS_FOLDER_DIGEST_H

#include "hash.h"

struct folder_digest {
	struct hash128 sum;	    /* of the files that ended */
	struct hash_stream *stream; /* of the file that is open, or NULL */
};
/* Start from {0}. A file begins, which ends the one before. */
void folder_digest_file(struct folder_digest *, const char *name);
void folder_digest_add(struct folder_digest *, const void *data, size_t size);
/* The last file ends. */
void folder_digest_end(struct folder_digest *);
/* Then: 32 hex digits and a NUL. */
void folder_digest_hex(const struct folder_digest *, char out[HASH_HEX + 1]);
/* What is left when it is given up. */
void folder_digest_free(struct folder_digest *);

/* The digest of a folder as it is, and how many files it has. -1 with a message: it cannot be read,
 * or something in it is neither a file nor a folder. */
int folder_digest_read(const char *path, char out[HASH_HEX + 1], uint64_t *files) MUST_CHECK;

#endif
