/* platform: the platforms' forms alone, as the suite beside this file drives them. Reads lines
 * "FORM HEX" on stdin, the value in hexadecimal, with the table of share/; prints for each "=HEX",
 * the text to hash, or "-REASON". */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "platforms.h"
#include "share.h"

static int
digit(char byte)
{
	const char *digits = "0123456789abcdef", *at = byte ? strchr(digits, byte) : NULL;

	if (!at)
		die("not hexadecimal");
	return (int)(at - digits);
}

/* The bytes of an even number of digits. */
static void
read_hex(const char *text, struct buf *out)
{
	buf_clear(out);
	for (; text[0] && text[0] != '\n'; text += 2)
		buf_add_byte(out, (char)(digit(text[0]) << 4 | digit(text[1])));
}

static void
answer(const struct platform_rules *rules, char *line, struct buf *value, struct buf *key)
{
	char *blank = strchr(line, ' ');
	int platform = blank ? platform_named((struct span){line, (size_t)(blank - line)}) : -1;
	const char *reason;

	if (platform < 0)
		die("a line is not FORM HEX");
	read_hex(blank + 1, value);
	reason = platform_key(rules, (enum platform)platform, buf_span(value), key);
	if (reason) {
		printf("-%s\n", reason);
		return;
	}
	putchar('=');
	for (size_t i = 0; i < key->size; i++)
		printf("%02x", (unsigned char)key->data[i]);
	putchar('\n');
}

int
main(int argc, char **argv)
{
	struct platform_rules *rules = platform_rules_new();
	struct buf value = {0}, key = {0};
	char *path, *line = NULL;
	size_t room = 0;

	err_program(argv[0]);
	if (argc != 1)
		die("no arguments are taken");
	path = share_find("address/platforms.csv");
	if (!path || platforms_read(rules, path))
		return STATUS_FAILED;
	while (getline(&line, &room, stdin) > 0)
		answer(rules, line, &value, &key);
	if (ferror(stdin) || fflush(stdout) != 0 || ferror(stdout))
		die_errno("stdin or stdout");
	free(line);
	free(path);
	buf_free(&value);
	buf_free(&key);
	platform_rules_free(rules);
	return STATUS_OK;
}
