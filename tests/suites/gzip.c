/* suite-gzip: stdin, plain or gzip, to its plain bytes on stdout, through source. Status 2 for an
 * input that is refused. A carry of a few bytes is held back from every block, as a reader of
 * records would. */
#include <stdio.h>

#include "err.h"
#include "source.h"

enum { CARRY = 3 };

static int
emit(const char *data, size_t size)
{
	if (size && fwrite(data, 1, size, stdout) != size) {
		warn_errno("<stdout>");
		return -1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct source_options options = {.allow_empty = false};
	struct source *source;
	struct source_block block;
	struct span carry = {NULL, 0};
	enum read_status status;

	(void)argc;
	err_program(argv[0]);
	source = source_open("-", &options);
	if (!source)
		return STATUS_FAILED;
	while ((status = source_next(source, carry, &block)) == READ_RECORD) {
		carry.size = block.size < CARRY ? block.size : CARRY;
		carry.data = block.data + block.size - carry.size;
		if (emit(block.data, block.size - carry.size))
			return STATUS_FAILED;
	}
	if (status == READ_END && emit(block.data, block.size))
		status = READ_ERROR;
	source_close(source);
	if (fflush(stdout))
		die_errno("<stdout>");
	return status == READ_END ? STATUS_OK : STATUS_FAILED;
}
