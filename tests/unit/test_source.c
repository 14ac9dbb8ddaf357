/* source: gzip's many ways to be wrong, each with its one message from both libraries; carries of
 * all kinds; the thread; files and pipes that misbehave. */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "capture.h"
#include "err.h"
#include "mem.h"
#include "sniff.h"
#include "tap.h"

static const char *const libraries[] = {
    "zlib",
#ifdef HAVE_ISAL
    "isal",
#endif
};
enum { LIBRARIES = sizeof libraries / sizeof *libraries };

/* How much of each block the reader leaves for the next time. */
enum carry { NOTHING, A_LITTLE, EVERYTHING, COPIED };

struct answer {
	enum read_status status;
	struct buf bytes;
	struct capture said;
};

static void
answer_free(struct answer *a)
{
	buf_free(&a->bytes);
}

/* Reads all, checking that each carry comes back first. */
static enum read_status
read_all(struct source *s, enum carry kind, struct buf *out)
{
	struct source_block block;
	struct span carry = {NULL, 0};
	struct buf copy = {0};
	enum read_status status;

	while ((status = source_next(s, carry, &block)) == READ_RECORD) {
		struct span kept = {block.data, block.size};

		if (block.size <= carry.size)
			abort();
		if (kind == NOTHING)
			kept.size = 0;
		else if (kind != EVERYTHING && kept.size > 5)
			kept.size = 5;
		kept.data = block.data + block.size - kept.size;
		buf_add(out, block.data, block.size - kept.size);
		if (kind == COPIED) {
			buf_clear(&copy);
			buf_add_span(&copy, kept);
			memset(block.data, '!', block.size);
			kept = buf_span(&copy);
		}
		carry = kept;
	}
	if (status == READ_END)
		buf_add(out, block.data, block.size);
	buf_free(&copy);
	return status;
}

static struct answer
answer_of(struct source *s, enum carry kind)
{
	struct answer a = {.status = READ_ERROR};

	if (s)
		a.status = read_all(s, kind, &a.bytes);
	source_close(s);
	return a;
}

static struct answer
from_memory(struct span bytes, enum carry kind)
{
	struct capture said;
	struct answer a;

	capture_begin(&said);
	a = answer_of(source_open_memory(bytes, "x.gz", NULL), kind);
	capture_end(&said);
	a.said = said;
	return a;
}

static struct answer
from_path(const char *path, enum carry kind)
{
	struct capture said;
	struct answer a;

	capture_begin(&said);
	a = answer_of(source_open(path, NULL), kind);
	capture_end(&said);
	a.said = said;
	return a;
}

static bool
fine(const struct answer *a, struct span want)
{
	return a->status == READ_END && span_equal(buf_span(&a->bytes), want) &&
	       a->said.text[0] == '\0';
}

static bool
refused(const struct answer *a, const char *why)
{
	return a->status == READ_ERROR && capture_is(&a->said, why);
}

/* One gzip member. */
static void
add_member(struct buf *out, struct span plain, int level, gz_header *header)
{
	z_stream z = {0};
	size_t room;

	if (deflateInit2(&z, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	if (header)
		deflateSetHeader(&z, header);
	room = deflateBound(&z, plain.size) + 1024;
	buf_reserve(out, room);
	z.next_in = (z_const Bytef *)plain.data;
	z.avail_in = (uInt)plain.size;
	z.next_out = (Bytef *)out->data + out->size;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	out->size += z.total_out;
	deflateEnd(&z);
}

/* Rows that pack neither too well nor too badly; the same in every run. */
static void
add_rows(struct buf *out, size_t size)
{
	uint32_t random = 1;

	while (out->size < size) {
		char row[80];
		int length;

		random = random * 1664525 + 1013904223;
		length = snprintf(row, sizeof row, "%u,user%u@example.com,\"%x, x\"\n",
		    (unsigned)out->size, random >> 12, random);
		buf_add(out, row, (size_t)length);
	}
}

static void
set_size(unsigned size)
{
	char text[16];

	snprintf(text, sizeof text, "%u", size);
	if (size)
		setenv("AMENDS_READ_SIZE", text, 1);
	else
		unsetenv("AMENDS_READ_SIZE");
}

static const unsigned sizes[] = {0, 1, 2, 3, 7, 63, 64, 65, 4096};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* Runs a check for each library and read size; true when it held every time. */
static bool
everywhere(bool (*check)(const void *context), const void *context)
{
	bool right = true;

	for (size_t i = 0; i < LIBRARIES; i++) {
		setenv("AMENDS_INFLATE", libraries[i], 1);
		for (size_t k = 0; k < SIZES; k++) {
			set_size(sizes[k]);
			if (!check(context)) {
				printf("# wrong with %s, size %u\n", libraries[i], sizes[k]);
				right = false;
			}
		}
	}
	set_size(0);
	unsetenv("AMENDS_INFLATE");
	return right;
}

struct expectation {
	struct span input;
	struct span plain;
	const char *why; /* NULL: plain is right */
};

static bool
check_memory(const void *context)
{
	const struct expectation *e = context;
	struct answer a = from_memory(e->input, A_LITTLE);
	bool right = e->why ? refused(&a, e->why) : fine(&a, e->plain);

	if (!right)
		printf("# status %d, %zu bytes, said %s", a.status, a.bytes.size,
		    a.said.text[0] ? a.said.text : "nothing\n");
	answer_free(&a);
	return right;
}

#define BYTES(literal) ((struct span){literal, sizeof(literal) - 1})
#define HEADER "\x1f\x8b\x08\0\0\0\0\0\0\x03"
/* "hello, world\n" */
#define HELLO_DATA "\xcb\x48\xcd\xc9\xc9\xd7\x51\x28\xcf\x2f\xca\x49\xe1\x02\0"
#define HELLO_TRAILER "\x53\x74\x24\xf4\x0d\0\0\0"
#define HELLO HEADER HELLO_DATA HELLO_TRAILER
#define EMPTY HEADER "\x03\0\0\0\0\0\0\0\0\0"

static const struct {
	const char *words;
	struct span input;
	struct span plain;
	const char *why;
} cases[] = {
    {"one member", BYTES(HELLO), BYTES("hello, world\n"), NULL},
    {"two members", BYTES(HELLO HELLO), BYTES("hello, world\nhello, world\n"), NULL},
    {"empty members around one", BYTES(EMPTY HELLO EMPTY EMPTY), BYTES("hello, world\n"), NULL},
    {"an empty member alone", BYTES(EMPTY), BYTES(""), NULL},
    {"zero padding", BYTES(HELLO "\0\0\0\0\0\0\0"), BYTES("hello, world\n"), NULL},
    {"extra, name, comment",
	BYTES("\x1f\x8b\x08\x1c\0\0\0\0\0\x03\5\0abcdename\0comment\0" HELLO_DATA HELLO_TRAILER),
	BYTES("hello, world\n"), NULL},
    {"wrong header crc", BYTES("\x1f\x8b\x08\x02\0\0\0\0\0\x03\1\2" HELLO_DATA HELLO_TRAILER),
	BYTES(""), "x.gz: damaged gzip (member 1: bad header: crc mismatch)"},
    {"reserved flag", BYTES("\x1f\x8b\x08\x20\0\0\0\0\0\x03" HELLO_DATA HELLO_TRAILER), BYTES(""),
	"x.gz: damaged gzip (member 1: bad header: reserved flags)"},
    {"unknown method", BYTES("\x1f\x8b\x07\0\0\0\0\0\0\x03" HELLO_DATA HELLO_TRAILER), BYTES(""),
	"x.gz: damaged gzip (member 1: bad header: unknown method)"},
    {"wrong crc", BYTES(HEADER HELLO_DATA "\x53\x74\x24\xf5\x0d\0\0\0"), BYTES(""),
	"x.gz: damaged gzip (member 1: crc mismatch)"},
    {"wrong length", BYTES(HEADER HELLO_DATA "\x53\x74\x24\xf4\x0e\0\0\0"), BYTES(""),
	"x.gz: damaged gzip (member 1: length mismatch)"},
    {"bad block type", BYTES(HEADER "\x07\0\0\0\0\0\0\0\0\0"), BYTES(""),
	"x.gz: damaged gzip (member 1: bad deflate data)"},
    {"distance too far", BYTES(HEADER "\x4b\x04\x42\x00\0\0\0\0\0\0\0\0"), BYTES(""),
	"x.gz: damaged gzip (member 1: bad deflate data)"},
    {"second member cut", BYTES(HELLO "\x1f\x8b\x08\0\0"), BYTES(""),
	"x.gz: truncated gzip (member 2)"},
    {"second member is one byte", BYTES(HELLO "\x1f"), BYTES(""),
	"x.gz: truncated gzip (member 2)"},
    {"one byte of magic", BYTES("\x1f"), BYTES(""), "x.gz: truncated gzip (member 1)"},
    {"trailing text", BYTES(HELLO "more"), BYTES(""),
	"x.gz: data after the last gzip member at byte 33"},
    {"trailing half magic", BYTES(HELLO "\x1fx"), BYTES(""),
	"x.gz: data after the last gzip member at byte 33"},
    {"text behind padding", BYTES(HELLO "\0\0\0x"), BYTES(""),
	"x.gz: data after the last gzip member at byte 36"},
    {"a member behind padding", BYTES(HELLO "\0\0" HELLO), BYTES(""),
	"x.gz: data after the last gzip member at byte 35"},
    {"plain text", BYTES("a,b\n1,2\n"), BYTES("a,b\n1,2\n"), NULL},
    {"one byte", BYTES("a"), BYTES("a"), NULL},
    {"nothing", BYTES(""), BYTES(""), "x.gz: empty file"},
    {"P is no archive", BYTES("PK,name\n"), BYTES("PK,name\n"), NULL},
    {"ZIP", BYTES("PK\3\4rest"), BYTES(""), "x.gz: is a ZIP archive"},
    {"zstd", BYTES("\x28\xb5\x2f\xfdrest"), BYTES(""),
	"x.gz: is compressed with zstd; only gzip is read"},
    {"xz",
	BYTES("\xfd"
	      "7zXZ\0rest"),
	BYTES(""), "x.gz: is compressed with xz; only gzip is read"},
    {"bzip2", BYTES("BZh91AY&SYrest"), BYTES(""),
	"x.gz: is compressed with bzip2; only gzip is read"},
    {"a column BZh9", BYTES("BZh9,x\n"), BYTES("BZh9,x\n"), NULL},
    {"HTML", BYTES("\n\r\t <!DOCTYPE HTML>"), BYTES(""), "x.gz: is an HTML page, not a table"},
    {"HTML behind a mark", BYTES("\xef\xbb\xbf<Html>"), BYTES(""),
	"x.gz: is an HTML page, not a table"},
    {"a column <htm", BYTES("<htm,x\n"), BYTES("<htm,x\n"), NULL},
    {"only blanks", BYTES(" \n\n"), BYTES(" \n\n"), NULL},
    {"UTF-16",
	BYTES("\xff\xfe"
	      "a\0b\0"),
	BYTES(""), "x.gz: looks like UTF-16; convert it first (iconv, am-import)"},
    {"UTF-32", BYTES("\xff\xfe\0\0a\0\0\0"), BYTES(""),
	"x.gz: looks like UTF-32; convert it first (iconv)"},
    {"UTF-16, only the mark", BYTES("\xff\xfe"), BYTES(""),
	"x.gz: looks like UTF-16; convert it first (iconv, am-import)"},
    {"UTF-16 without a mark", BYTES("e\0m\0a\0i\0l\0,\0n\0a\0m\0e\0\n\0"), BYTES(""),
	"x.gz: looks like UTF-16; convert it first (iconv, am-import)"},
    {"UTF-16, big end first", BYTES("\0e\0m\0a\0i\0l\0,\0n\0a\0m\0e\0\n"), BYTES(""),
	"x.gz: looks like UTF-16; convert it first (iconv, am-import)"},
    {"a stray NUL", BYTES("a,\0b,c"), BYTES("a,\0b,c"), NULL},
    {"a hole", BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), NULL},
    {"a NUL alone", BYTES("\0"), BYTES("\0"), NULL},
};

static void
test_cases(struct tap *tap)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct expectation e = {cases[i].input, cases[i].plain, cases[i].why};

		tap_ok(tap, everywhere(check_memory, &e), "%s", cases[i].words);
	}
}

/* The same foreign things inside a member. */
static void
test_inside(struct tap *tap)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf packed = {0};
		struct expectation e = {.plain = cases[i].plain, .why = cases[i].why};

		if (cases[i].input.size == 0)
			continue;
		if (cases[i].input.data[0] == '\x1f')
			e.why = "x.gz: gzip inside gzip";
		add_member(&packed, cases[i].input, 6, NULL);
		e.input = buf_span(&packed);
		tap_ok(tap, everywhere(check_memory, &e), "inside gzip: %s", cases[i].words);
		buf_free(&packed);
	}
}

/* The header CRC that zlib writes, over all fields. */
static void
test_header(struct tap *tap)
{
	struct buf packed = {0};
	Bytef extra[300], name[] = "name", comment[] = "comment";
	gz_header header = {.extra = extra,
	    .extra_len = sizeof extra,
	    .name = name,
	    .comment = comment,
	    .hcrc = 1,
	    .text = 1,
	    .time = 1,
	    .os = 3};
	struct expectation e = {.plain = BYTES("x\ny\n")};

	memset(extra, 0x1f, sizeof extra);
	add_member(&packed, BYTES("x\n"), 6, &header);
	add_member(&packed, BYTES("y\n"), 6, &header);
	e.input = buf_span(&packed);
	tap_ok(tap, everywhere(check_memory, &e), "all header fields, with a crc, twice");
	packed.data[20] ^= 1;
	e.why = "x.gz: damaged gzip (member 1: bad header: crc mismatch)";
	tap_ok(tap, everywhere(check_memory, &e), "a bit of the extra field flipped");
	buf_free(&packed);
}

/* Every cut and every flipped bit of a file of one member and one of three. */
static void
test_sweep(struct tap *tap)
{
	struct buf plain = {0}, packed = {0};
	size_t passed = 0, wrong = 0, unlike = 0;

	add_rows(&plain, 800);
	add_member(&packed, buf_span(&plain), 6, NULL);
	for (size_t cut = 1; cut < packed.size; cut++)
		for (size_t i = 0; i < LIBRARIES; i++) {
			struct answer a;

			setenv("AMENDS_INFLATE", libraries[i], 1);
			a = from_memory((struct span){packed.data, cut}, NOTHING);
			passed += a.status != READ_ERROR;
			wrong += !capture_is(&a.said, "x.gz: truncated gzip (member 1)");
			answer_free(&a);
		}
	tap_ok(tap, passed == 0, "no cut of %zu passes", packed.size);
	tap_ok(tap, wrong == 0, "each is said to be truncated");
	passed = wrong = 0;
	for (size_t bit = 0; bit < packed.size * 8; bit++) {
		struct answer a[2] = {{0}};

		packed.data[bit / 8] ^= (char)(1 << bit % 8);
		for (size_t i = 0; i < LIBRARIES; i++) {
			setenv("AMENDS_INFLATE", libraries[i], 1);
			a[i] = from_memory(buf_span(&packed), NOTHING);
			if (bit >= 16) /* the magic itself makes a plain file */
				wrong += a[i].status == READ_END && !fine(&a[i], buf_span(&plain));
			passed +=
			    a[i].status == READ_END && bit >= 80 && bit / 8 != packed.size - 9;
		}
		if (LIBRARIES == 2)
			unlike += a[0].status != a[1].status ||
				  strcmp(a[0].said.text, a[1].said.text) != 0;
		answer_free(&a[0]);
		answer_free(&a[1]);
		packed.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	tap_ok(tap, wrong == 0, "no flipped bit of %zu changes the bytes unseen", packed.size * 8);
	tap_ok(tap, passed == 0,
	    "none passes but in the header and in the bits that fill up the last byte");
	tap_ok(tap, unlike == 0, "both libraries say the same");
	unsetenv("AMENDS_INFLATE");
	buf_free(&plain);
	buf_free(&packed);
}

static void
test_many_members(struct tap *tap)
{
	enum { MEMBERS = 10000 };
	struct buf packed = {0}, one = {0}, plain = {0};
	struct expectation e;
	bool right = true;

	add_member(&one, BYTES("a,b\n"), 6, NULL);
	for (int i = 0; i < MEMBERS; i++) {
		buf_add_span(&packed, buf_span(&one));
		buf_add_text(&plain, "a,b\n");
	}
	e = (struct expectation){buf_span(&packed), buf_span(&plain), NULL};
	for (size_t i = 0; i < LIBRARIES; i++) {
		setenv("AMENDS_INFLATE", libraries[i], 1);
		right &= check_memory(&e);
	}
	tap_ok(tap, right, "%d members", MEMBERS);
	packed.data[packed.size - 1] ^= 1;
	e.why = "x.gz: damaged gzip (member 10000: length mismatch)";
	tap_ok(tap, check_memory(&e), "the last of them is named");
	unsetenv("AMENDS_INFLATE");
	buf_free(&packed);
	buf_free(&one);
	buf_free(&plain);
}

/* A temporary file of these bytes; the caller unlinks and frees the path. */
static char *
file_of(struct span bytes)
{
	const char *folder = getenv("TMPDIR");
	char path[256];
	int fd;

	snprintf(path, sizeof path, "%s/test_source.XXXXXX", folder ? folder : "/tmp");
	fd = mkstemp(path);
	if (fd < 0 || write(fd, bytes.data, bytes.size) != (ssize_t)bytes.size || close(fd))
		abort();
	return xcopy(span_of(path));
}

static void
file_gone(char *path)
{
	unlink(path);
	free(path);
}

struct file_case {
	const char *path;
	struct span plain;
	enum carry kind;
};

static bool
check_path(const void *context)
{
	const struct file_case *c = context;
	struct answer a = from_path(c->path, c->kind);
	bool right = fine(&a, c->plain);

	answer_free(&a);
	return right;
}

static void
test_carries(struct tap *tap)
{
	static const char *const words[] = {"none", "a little", "everything", "in other memory"};
	struct buf plain = {0}, packed = {0};
	char *paths[2];

	add_rows(&plain, 5000);
	add_member(&packed, buf_span(&plain), 6, NULL);
	paths[0] = file_of(buf_span(&plain));
	paths[1] = file_of(buf_span(&packed));
	for (size_t i = 0; i < 2; i++)
		for (enum carry kind = NOTHING; kind <= COPIED; kind++) {
			struct file_case c = {paths[i], buf_span(&plain), kind};

			tap_ok(tap, everywhere(check_path, &c), "%s file, carry: %s",
			    i ? "gzip" : "plain", words[kind]);
		}
	file_gone(paths[0]);
	file_gone(paths[1]);
	buf_free(&plain);
	buf_free(&packed);
}

/* Larger than the ring: the thread waits for the reader, the reader for the thread. */
static void
test_thread(struct tap *tap)
{
	struct buf plain = {0}, packed = {0};
	struct source_block block;
	struct source *s;
	struct answer a;
	size_t closed = 0;
	char *path;

	add_rows(&plain, 6 * 1024 * 1024);
	add_member(&packed, buf_span(&plain), 1, NULL);
	path = file_of(buf_span(&packed));
	for (enum carry kind = NOTHING; kind <= COPIED; kind++) {
		a = from_path(path, kind);
		tap_ok(
		    tap, fine(&a, buf_span(&plain)), "a file larger than the ring, carry %d", kind);
		answer_free(&a);
	}
	for (int calls = 0; calls < 6; calls++) {
		enum read_status status = READ_RECORD;

		s = source_open(path, NULL);
		for (int i = 0; s && i < calls && status == READ_RECORD; i++)
			status = source_next(s, (struct span){NULL, 0}, &block);
		closed += s && status == READ_RECORD;
		source_close(s);
	}
	tap_ok(tap, closed == 6, "closed after 0 to 5 blocks");
	packed.data[packed.size - 5] ^= 1;
	file_gone(path);
	path = file_of(buf_span(&packed));
	a = from_path(path, NOTHING);
	tap_ok(tap, a.status == READ_ERROR && strstr(a.said.text, "crc mismatch"),
	    "an error comes behind the blocks before it");
	answer_free(&a);
	file_gone(path);
	buf_free(&plain);
	buf_free(&packed);
}

/* Digest, counts, identity, name. */
static void
test_facts(struct tap *tap)
{
	struct source_options options = {.digest = true};
	struct buf plain = {0}, packed = {0}, out = {0};
	uint64_t device, inode, done, total;
	char digest[2][33];
	struct stat st;
	char *path;

	add_rows(&plain, 300000);
	add_member(&packed, buf_span(&plain), 6, NULL);
	path = file_of(buf_span(&packed));
	for (size_t i = 0; i < 2; i++) {
		struct source *s = i ? source_open(path, &options)
				     : source_open_memory(buf_span(&plain), "plain", &options);

		buf_clear(&out);
		if (!s || read_all(s, A_LITTLE, &out) != READ_END)
			abort();
		source_digest(s, digest[i]);
		tap_ok(tap, source_bytes(s) == plain.size, "bytes are counted");
		tap_ok(tap, source_is_regular(s) == (i == 1), "a regular file is told");
		source_progress(s, &done, &total);
		tap_ok(tap,
		    done == (i ? packed.size : plain.size) && total == (i ? packed.size : 0),
		    "progress counts bytes of the file");
		if (i == 1 && stat(path, &st) == 0)
			tap_ok(tap,
			    source_identity(s, &device, &inode) && device == st.st_dev &&
				inode == st.st_ino && strcmp(source_name(s), path) == 0,
			    "identity and name are the file's");
		else
			tap_ok(tap, !source_identity(s, &device, &inode), "memory has no identity");
		source_close(s);
	}
	tap_ok(tap, strcmp(digest[0], digest[1]) == 0 && strlen(digest[0]) == 32,
	    "the digest is that of the plain bytes");
	file_gone(path);
	buf_free(&plain);
	buf_free(&packed);
	buf_free(&out);
}

static void
test_open(struct tap *tap)
{
	struct source_options options = {.allow_empty = true};
	struct source_block block;
	struct capture said;
	struct source *s;
	char *path;

	capture_begin(&said);
	s = source_open("/nonexistent/x", NULL);
	capture_end(&said);
	tap_ok(
	    tap, !s && capture_is(&said, "/nonexistent/x: No such file or directory"), "missing");
	capture_begin(&said);
	s = source_open("/", NULL);
	capture_end(&said);
	tap_ok(tap, !s && capture_is(&said, "/: is a directory"), "a directory");
	path = file_of(BYTES(""));
	s = source_open(path, &options);
	tap_ok(tap,
	    s && source_next(s, BYTES("left"), &block) == READ_END && block.size == 4 &&
		memcmp(block.data, "left", 4) == 0,
	    "an empty file may be allowed, the carry comes back");
	tap_ok(tap,
	    s && source_next(s, (struct span){block.data, block.size}, &block) == READ_END &&
		block.size == 4 && memcmp(block.data, "left", 4) == 0,
	    "the end stays the end");
	source_close(s);
	file_gone(path);
	setenv("AMENDS_READ_SIZE", "0", 1);
	capture_begin(&said);
	s = source_open("/dev/null", NULL);
	capture_end(&said);
	tap_ok(tap, !s && capture_is(&said, "AMENDS_READ_SIZE: not a number from 1 to 1048576"),
	    "a bad read size");
	unsetenv("AMENDS_READ_SIZE");
	setenv("AMENDS_INFLATE", "best", 1);
	capture_begin(&said);
	s = source_open("/dev/null", NULL);
	capture_end(&said);
	tap_ok(
	    tap, !s && capture_is(&said, "AMENDS_INFLATE: neither zlib nor isal"), "a bad library");
	unsetenv("AMENDS_INFLATE");
}

/* A regular file that is written to between two blocks. */
static void
test_changed(struct tap *tap)
{
	struct buf plain = {0}, packed = {0};
	char want[300];

	add_rows(&plain, 1500000);
	add_member(&packed, buf_span(&plain), 6, NULL);
	for (int i = 0; i < 3; i++) {
		char *path = file_of(i ? buf_span(&packed) : buf_span(&plain));
		struct source *s = source_open(path, NULL);
		struct source_block block;
		enum read_status status = READ_ERROR;
		struct buf out = {0};
		struct capture said;

		if (s)
			status = source_next(s, (struct span){NULL, 0}, &block);
		if (i == 2 ? truncate(path, (off_t)packed.size - 100)
			   : truncate(path, (off_t)(packed.size + plain.size)))
			abort();
		capture_begin(&said);
		if (status == READ_RECORD)
			status = read_all(s, NOTHING, &out);
		capture_end(&said);
		snprintf(want, sizeof want, "%s: changed while it was read", path);
		tap_ok(tap, status == READ_ERROR && capture_is(&said, want), "%s, then %s",
		    i ? "gzip" : "plain", i == 2 ? "cut" : "grown");
		source_close(s);
		file_gone(path);
		buf_free(&out);
	}
	buf_free(&plain);
	buf_free(&packed);
}

static void
on_alarm(int signal)
{
	(void)signal;
}

/* Writes to a pipe in crumbs, with pauses, from a child process. */
static int
slow_pipe(struct span bytes, size_t crumb, bool no_wait)
{
	int ends[2];

	if (pipe(ends))
		abort();
	fflush(stdout);
	if (fork() == 0) {
		close(ends[0]);
		for (size_t at = 0; at < bytes.size; at += crumb) {
			size_t size = bytes.size - at < crumb ? bytes.size - at : crumb;

			if (write(ends[1], bytes.data + at, size) < 0)
				_exit(1);
			usleep(1000);
		}
		_exit(0);
	}
	close(ends[1]);
	if (no_wait && fcntl(ends[0], F_SETFL, O_NONBLOCK))
		abort();
	return ends[0];
}

static void
test_pipes(struct tap *tap)
{
	struct itimerval often = {{0, 700}, {0, 700}}, never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = on_alarm}; /* no SA_RESTART: reads see EINTR */
	struct buf plain = {0}, packed = {0};
	int before = dup(STDIN_FILENO);

	add_rows(&plain, 30000);
	add_member(&packed, buf_span(&plain), 6, NULL);
	add_member(&packed, BYTES("last\n"), 6, NULL);
	buf_add_text(&plain, "last\n");
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < 4; i++) {
		struct buf *bytes = i & 1 ? &packed : &plain;
		int end = slow_pipe(buf_span(bytes), bytes->size / 20, i & 2);
		struct answer a;

		dup2(end, STDIN_FILENO);
		close(end);
		a = from_path("-", A_LITTLE);
		tap_ok(tap, fine(&a, buf_span(&plain)),
		    "a slow %s pipe on stdin%s, with interruptions", i & 1 ? "gzip" : "plain",
		    i & 2 ? " that does not block" : "");
		answer_free(&a);
	}
	setitimer(ITIMER_REAL, &never, NULL);
	if (before >= 0)
		dup2(before, STDIN_FILENO);
	else
		close(STDIN_FILENO);
	close(before);
	while (wait(NULL) > 0)
		;
	buf_free(&plain);
	buf_free(&packed);
}

/* The first line of a pipe is there before the second is written. */
static void
test_prompt(struct tap *tap)
{
	static const char line[] = "email,name\n";
	struct source_block block;
	int ends[2], before = dup(STDIN_FILENO);
	struct source *s;

	if (pipe(ends) || write(ends[1], line, sizeof line - 1) < 0)
		abort();
	dup2(ends[0], STDIN_FILENO);
	s = source_open("-", NULL);
	tap_ok(tap,
	    s && source_next(s, (struct span){NULL, 0}, &block) == READ_RECORD &&
		span_is((struct span){block.data, block.size}, line),
	    "a line in a pipe is not held back");
	source_close(s);
	dup2(before, STDIN_FILENO);
	close(before);
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	struct tap tap = {0, 0};

	err_program("test");
	alarm(60);
	test_cases(&tap);
	test_inside(&tap);
	test_header(&tap);
	test_sweep(&tap);
	test_many_members(&tap);
	test_carries(&tap);
	test_thread(&tap);
	test_facts(&tap);
	test_open(&tap);
	test_changed(&tap);
	test_prompt(&tap);
	test_pipes(&tap);
	return tap_done(&tap);
}
