/* digest: the floor of am-hash. `digest FILE` makes the SHA-256 of every line of FILE behind the
 * first with nothing but libcrypto: the algorithm fetched once, one context begun again for each
 * line. Prints the number of lines and a sum over the digests, so that none can be left out. */
#include <fcntl.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	uint64_t lines = 0, sum = 0;
	const char *at, *end, *newline;
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0 || !sha256 || !context ||
	    EVP_DigestInit_ex2(context, sha256, NULL) != 1)
		return 2;
	at = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return 2;
	end = at + status.st_size;
	at = memchr(at, '\n', (size_t)status.st_size);
	for (at = at ? at + 1 : end; at < end; at = newline + 1) {
		unsigned char raw[EVP_MAX_MD_SIZE];
		uint64_t word;

		newline = memchr(at, '\n', (size_t)(end - at));
		if (!newline)
			newline = end;
		if (EVP_DigestInit_ex2(context, NULL, NULL) != 1 ||
		    EVP_DigestUpdate(context, at, (size_t)(newline - at)) != 1 ||
		    EVP_DigestFinal_ex(context, raw, NULL) != 1)
			return 2;
		memcpy(&word, raw, sizeof word);
		sum += word;
		lines++;
	}
	printf("%" PRIu64 " lines, sum %" PRIu64 "\n", lines, sum);
	EVP_MD_CTX_free(context);
	EVP_MD_free(sha256);
	return 0;
}
