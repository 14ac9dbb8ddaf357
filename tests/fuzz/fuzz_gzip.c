/* fuzz_gzip: zlib against ISA-L through source, over the same bytes: the same outcome, the same
 * bytes, the same words. Without ISA-L: one read size against another.
 *
 *   fuzz_gzip FILE...   replays files (also the corpus, as a plain test)
 *   fuzz_gzip -N        N inputs made from the seed 1: members cut, flipped, joined
 * With -DFUZZ it is a libFuzzer target. The first byte of an input chooses the read size and what
 * is done to the rest: taken as it is, or as raw deflate data with a header before it and, where
 * zlib can unpack it, a right trailer behind it, so that faults deeper than the CRC are met. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "err.h"
#include "mem.h"
#include "num.h"
#include "source.h"

enum { LONGEST = 1 << 20, PLAIN_MOST = 1 << 24 };

struct outcome {
	enum read_status status;
	struct buf bytes;
	char said[512];
};

/* stderr goes to memory while the source is read. */
static void
read_with(const char *library, const char *size, struct span input, struct outcome *out)
{
	int before = dup(STDERR_FILENO), memory = memfd_create("stderr", 0);
	struct source_block block;
	struct source *s;
	ssize_t said;

	setenv("AMENDS_INFLATE", library, 1);
	setenv("AMENDS_READ_SIZE", size, 1);
	*out = (struct outcome){.status = READ_ERROR};
	if (before < 0 || memory < 0 || dup2(memory, STDERR_FILENO) < 0)
		abort();
	s = source_open_memory(input, "x", NULL);
	while (s && (out->status = source_next(s, (struct span){NULL, 0}, &block)) == READ_RECORD &&
	       out->bytes.size < PLAIN_MOST)
		buf_add(&out->bytes, block.data, block.size);
	source_close(s);
	said = pread(memory, out->said, sizeof out->said - 1, 0);
	out->said[said > 0 ? said : 0] = '\0';
	dup2(before, STDERR_FILENO);
	close(before);
	close(memory);
}

/* zlib refuses codes that leave codes unused; ISA-L only their use. Where zlib stops at a member
 * for that, ISA-L may find its CRC right and go on. */
static bool
known_difference(const struct outcome *zlib, const struct outcome *isal)
{
	const char *member = strstr(zlib->said, "(member ");
	size_t size = member ? strcspn(member, ":)") : 0;
	const char *other = strstr(isal->said, "(member ");

	if (zlib->status != READ_ERROR || !strstr(zlib->said, "bad deflate data"))
		return false;
	return isal->status != READ_ERROR || !other || strncmp(member, other, size) != 0;
}

/* What is inside and how it is packed may both be wrong; the size of the first block decides which
 * is seen. */
static bool
about_packing(const struct outcome *o)
{
	return strstr(o->said, "gzip (member ") || strstr(o->said, "last gzip member");
}

static bool
same_outcome(const struct outcome *a, const struct outcome *b)
{
	if (a->status != b->status)
		return false;
	if (a->status == READ_ERROR)
		return strcmp(a->said, b->said) == 0 || about_packing(a) != about_packing(b);
	return a->said[0] == '\0' && b->said[0] == '\0' &&
	       (a->status != READ_END || span_equal(buf_span(&a->bytes), buf_span(&b->bytes)));
}

static void
compare(struct span input, const char *size)
{
	struct outcome a, b;

#ifdef HAVE_ISAL
	read_with("zlib", size, input, &a);
	read_with("isal", "65536", input, &b);
#else
	read_with("zlib", size, input, &a);
	read_with("zlib", "65536", input, &b);
#endif
	if (!known_difference(&a, &b) && !same_outcome(&a, &b)) {
		printf("outcomes %d and %d\n%s%s", a.status, b.status, a.said, b.said);
		fflush(stdout);
		abort();
	}
	buf_free(&a.bytes);
	buf_free(&b.bytes);
}

static void
add_number(struct buf *out, unsigned long number)
{
	for (int i = 0; i < 4; i++)
		buf_add_byte(out, (char)(number >> 8 * i & 0xff));
}

/* Raw deflate data in a member, with the right trailer if it is good. */
static void
wrap(struct buf *out, struct span raw)
{
	static const char header[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03";
	unsigned char plain[4096];
	unsigned long crc = crc32(0, NULL, 0);
	z_stream z = {0};
	int result = Z_OK;

	buf_add(out, header, sizeof header - 1);
	buf_add_span(out, raw);
	if (inflateInit2(&z, -15) != Z_OK)
		abort();
	z.next_in = (z_const Bytef *)raw.data;
	z.avail_in = (uInt)raw.size;
	while (result == Z_OK && z.total_out < PLAIN_MOST) {
		z.next_out = plain;
		z.avail_out = sizeof plain;
		result = inflate(&z, Z_NO_FLUSH);
		crc = crc32(crc, plain, (uInt)(sizeof plain - z.avail_out));
	}
	if (result == Z_STREAM_END)
		out->size -= z.avail_in;
	add_number(out, crc);
	add_number(out, z.total_out);
	inflateEnd(&z);
}

static void
one_input(const char *data, size_t size)
{
	static const char *const sizes[] = {"1", "2", "3", "7", "64", "65", "4096", "1048576"};
	struct buf wrapped = {0};
	struct span input;
	unsigned choice;

	if (size < 2 || size > LONGEST)
		return;
	choice = (unsigned char)data[0];
	input = (struct span){data + 1, size - 1};
	if (choice & 8) {
		wrap(&wrapped, input);
		input = buf_span(&wrapped);
	}
	compare(input, sizes[choice % 8]);
	buf_free(&wrapped);
}

#ifdef FUZZ
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	one_input((const char *)data, size);
	return 0;
}
#else

static uint32_t
next(uint32_t *random, uint32_t below)
{
	*random = *random * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)*random * below >> 32);
}

static void
add_member(struct buf *out, uint32_t *random, bool raw)
{
	struct buf plain = {0};
	z_stream z = {0};
	size_t room;

	for (uint32_t left = next(random, 200); left; left--)
		for (uint32_t same = next(random, 9), byte = next(random, 30); same; same--)
			buf_add_byte(&plain, (char)('a' + byte));
	if (deflateInit2(&z, (int)next(random, 10), Z_DEFLATED, raw ? -15 : 31, 8,
		(int)next(random, 5)) != Z_OK)
		abort();
	room = deflateBound(&z, plain.size) + 32;
	buf_reserve(out, room);
	z.next_in = (Bytef *)plain.data;
	z.avail_in = (uInt)plain.size;
	z.next_out = (Bytef *)out->data + out->size;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	out->size += z.total_out;
	deflateEnd(&z);
	buf_free(&plain);
}

/* A few members, then a few faults. */
static void
make_input(struct buf *out, uint32_t *random)
{
	bool raw = next(random, 2);

	buf_clear(out);
	buf_add_byte(out, (char)(next(random, 8) | (raw ? 8 : 0)));
	for (uint32_t members = 1 + next(random, 3); members; members--)
		add_member(out, random, raw);
	for (uint32_t flips = next(random, 4); flips; flips--)
		out->data[1 + next(random, (uint32_t)out->size - 1)] ^=
		    (char)(1 << next(random, 8));
	if (next(random, 3) == 0)
		out->size = 2 + next(random, (uint32_t)out->size - 1);
	if (next(random, 6) == 0)
		buf_add(out, "\0\0\0\0", next(random, 5));
}

static void
replay(const char *path)
{
	static char bytes[LONGEST];
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file)
		die_errno("%s", path);
	size = fread(bytes, 1, sizeof bytes, file);
	if (ferror(file))
		die_errno("%s", path);
	fclose(file);
	one_input(bytes, size);
}

int
main(int argc, char **argv)
{
	uint32_t random = 1;
	uint64_t count = 0;
	struct buf input = {0};

	err_program(argv[0]);
	if (argc == 2 && argv[1][0] == '-' &&
	    num_unsigned(span_of(argv[1] + 1), 1, UINT32_MAX, &count))
		die("usage: fuzz_gzip -N | FILE...");
	for (int i = 1; i < argc && !count; i++)
		replay(argv[i]);
	for (; count; count--) {
		make_input(&input, &random);
		one_input(input.data, input.size);
	}
	buf_free(&input);
	return 0;
}
#endif
