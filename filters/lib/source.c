/* source: one input from its first byte to its proven end.
 *
 *      feed (bytes of the file) -> gunzip, if the first bytes say so -> block -> the caller
 *
 * The first block is filled by the caller's thread, and is small: a file is often opened for its
 * header alone, and a program may want to lock itself in before threads start. The second call
 * starts the thread for a gzip'd regular file that is not small; all else goes on by one block
 * used again and again, which stays in cache.
 *
 *      |<---- headroom ---->|<----------- room ----------->|padding|
 *                  |<-carry->|<-- new bytes -->|
 *
 * The caller's carry is moved in front of the new bytes, so a record is contiguous and a block is
 * never copied. A carry that does not fit in front goes to a memory of its own together with the
 * new bytes; when it comes back from there and begins at its start, it is not moved again, so a
 * record that grows over many blocks is copied once. */
#include "source.h"

#include <stdlib.h>

#include "err.h"
#include "feed.h"
#include "gunzip.h"
#include "hash.h"
#include "mem.h"
#include "readahead.h"
#include "sniff.h"
#include "tuning.h"

enum {
	HEADROOM = 256 * 1024,
	ROOM = 1024 * 1024,
	ROOM_PLAIN = 256 * 1024, /* read(2) copies; the copy should still be in cache when parsed */
	ROOM_FIRST = 64 * 1024,
	HEADROOM_LIMITED = 256, /* tests with small blocks meet every way of a carry */
};

struct source {
	const char *name;
	struct source_options options;
	struct feed feed;
	size_t limit; /* AMENDS_READ_SIZE, or 0 */
	enum tuning_library library;
	struct gunzip *gunzip; /* NULL for plain input */
	struct readahead
	    *ahead; /* NULL without a thread; with one, feed and gunzip are the thread's */
	struct hash_stream *digest;
	struct block one; /* the block without a thread */
	char *next;	  /* bytes of a block not handed out yet, */
	size_t left;	  /* how many, */
	size_t headroom;  /* and room before them for a carry */
	struct buf large; /* a carry that fits in front of no block, and bytes behind it */
	uint64_t bytes;	  /* handed out */
	uint64_t taken;	  /* of the input, for them */
	bool started;
	enum read_status status; /* READ_RECORD until the end or an error was met */
};

static struct source *
source_new(const char *name, const struct source_options *options)
{
	static const struct source_options usual;
	struct source *s;
	size_t limit;
	enum tuning_library library;

	if (tuning_size("AMENDS_READ_SIZE", ROOM, 0, &limit) ||
	    tuning_library("AMENDS_INFLATE", &library))
		return NULL;
	s = xcalloc(1, sizeof *s);
	s->name = name;
	s->options = options ? *options : usual;
	s->feed.fd = -1;
	s->limit = limit;
	s->library = library;
	s->status = READ_RECORD;
	if (s->options.digest)
		s->digest = hash_stream_new();
	return s;
}

struct source *
source_open(const char *path, const struct source_options *options)
{
	const char *name = options ? options->name : NULL;
	struct source *s;

	if (!name)
		name = strcmp(path, "-") == 0 ? "<stdin>" : path;
	s = source_new(name, options);
	if (s && feed_open(&s->feed, path, s->name, s->limit)) {
		source_close(s);
		return NULL;
	}
	return s;
}

struct source *
source_open_memory(struct span bytes, const char *name, const struct source_options *options)
{
	struct source *s = source_new(name, options);

	if (s)
		feed_open_memory(&s->feed, bytes, s->limit);
	return s;
}

static size_t
limited(const struct source *s, size_t size)
{
	return s->limit && s->limit < size ? s->limit : size;
}

static size_t
headroom(const struct source *s)
{
	return s->limit ? HEADROOM_LIMITED : HEADROOM;
}

/* The digest is made where the bytes are, in the thread if there is one: it has the time. */
static void
add_to_digest(struct source *s, const struct block *block)
{
	if (s->digest)
		hash_stream_add(s->digest, block->data, block->size);
}

/* Fills a block; called by the thread, if there is one. */
static void
fill(void *context, struct block *block)
{
	struct source *s = context;

	block->size = 0;
	if (s->gunzip)
		block->status = gunzip_read(s->gunzip, block->data, block->room, &block->size);
	else
		block->status = feed_read(&s->feed, block->data, block->room, &block->size);
	block->taken = s->feed.taken;
	add_to_digest(s, block);
}

/* What cannot be read, first being the first bytes of the input or of what is packed in it. */
static enum read_status
refuse(struct source *s, enum sniff kind, struct span first, const char *what)
{
	bool marked = first.size >= 2 && (memcmp(first.data, "\xff\xfe", 2) == 0 ||
					     memcmp(first.data, "\xfe\xff", 2) == 0);

	if (kind == SNIFF_FOREIGN || (kind == SNIFF_HTML && !s->options.html))
		return feed_fail(&s->feed, "%s", what);
	if (kind != SNIFF_UTF16 || s->options.utf16 == SOURCE_UTF16)
		return READ_RECORD;
	if (s->options.utf16 == SOURCE_UTF16_REFUSED)
		return feed_fail(&s->feed, "%s", what);
	if (marked)
		return READ_RECORD;
	return feed_fail(&s->feed, "looks like UTF-16 without a byte order mark: declare its "
				   "encoding, utf-16le or utf-16be");
}

/* Tells gzip and foreign formats from a table. RECORD, END for an input of no bytes, ERROR. */
static enum read_status
look(struct source *s, enum sniff *kind)
{
	struct feed *feed = &s->feed;
	enum read_status status = READ_RECORD;
	const char *what = NULL;

	do {
		struct span first = {(const char *)feed->next, feed->left};

		*kind = sniff(first, status == READ_END, &what);
		if (*kind == SNIFF_MORE)
			status = feed_more(feed);
	} while (*kind == SNIFF_MORE && status != READ_ERROR);
	if (status == READ_ERROR)
		return READ_ERROR;
	if (feed->left == 0)
		return s->options.allow_empty ? READ_END : feed_fail(feed, "empty file");
	return refuse(s, *kind, (struct span){(const char *)feed->next, feed->left}, what);
}

/* Unpacks the first block and looks for what should not be inside gzip. */
static enum read_status
look_inside(struct source *s)
{
	struct block *block = &s->one;
	enum read_status status = READ_RECORD;
	enum sniff kind = SNIFF_MORE;
	const char *what = NULL;

	while (kind == SNIFF_MORE) {
		size_t got;

		status = gunzip_read(
		    s->gunzip, block->data + block->size, block->room - block->size, &got);
		if (status == READ_ERROR)
			return READ_ERROR;
		block->size += got;
		kind = sniff((struct span){block->data, block->size}, status == READ_END, &what);
	}
	if (kind == SNIFF_GZIP)
		return feed_fail(&s->feed, "gzip inside gzip");
	if (!block->size)
		return READ_END;
	return refuse(s, kind, (struct span){block->data, block->size}, what);
}

/* The first block, into s->one. */
static enum read_status
start(struct source *s)
{
	enum sniff kind = SNIFF_PLAIN;
	enum read_status status = look(s, &kind);
	size_t room = limited(s, ROOM_PLAIN);

	if (kind == SNIFF_GZIP)
		room = limited(s, s->feed.regular ? ROOM_FIRST : ROOM);
	block_new(&s->one, headroom(s), room < SNIFF_WINDOW ? SNIFF_WINDOW : room);
	if (status != READ_RECORD)
		return status;
	if (kind == SNIFF_GZIP) {
		s->gunzip = gunzip_new(&s->feed, s->library);
		status = s->gunzip ? look_inside(s) : READ_ERROR;
		s->one.taken = s->feed.taken;
		add_to_digest(s, &s->one);
	} else {
		s->one.room = room;
		fill(s, &s->one);
		status = s->one.status;
	}
	s->one.room = room;
	return status;
}

static bool
within(const struct buf *b, const char *data)
{
	uintptr_t from = (uintptr_t)b->data, at = (uintptr_t)data;

	return b->data && at >= from && at <= from + b->size;
}

/* Puts the carry in front of at, where room bytes are free, or at the start of s->large. */
static struct span
keep(struct source *s, struct span carry, char *at, size_t room)
{
	if (carry.size == 0 || carry.data + carry.size == at)
		return (struct span){at - carry.size, carry.size};
	if (carry.size <= room) {
		memmove(at - carry.size, carry.data, carry.size);
		return (struct span){at - carry.size, carry.size};
	}
	if (!within(&s->large, carry.data)) {
		buf_clear(&s->large);
		buf_add_span(&s->large, carry);
	} else if (carry.data != s->large.data) {
		memmove(s->large.data, carry.data, carry.size);
	}
	s->large.size = carry.size;
	return buf_span(&s->large);
}

/* Where the caller reads from now on. */
static enum read_status
hand_over(struct source *s, const struct block *block, enum read_status status)
{
	s->next = block->data;
	s->left = status == READ_RECORD ? block->size : 0;
	s->headroom = (size_t)(block->data - block->memory);
	s->taken = block->taken;
	return status;
}

static enum read_status
first_block(struct source *s, struct span *carry)
{
	enum read_status status = start(s);

	s->started = true;
	*carry = keep(s, *carry, s->one.data, headroom(s));
	return hand_over(s, &s->one, status);
}

/* A file that has been read to its end already, being small, is not. */
static bool
worth_a_thread(const struct source *s)
{
	const struct feed *feed = &s->feed;

	return s->gunzip && feed->regular &&
	       feed->from + feed->taken < (uint64_t)feed->first.st_size;
}

static enum read_status
next_block(struct source *s, struct span *carry)
{
	struct block *block = &s->one;

	if (!s->ahead && worth_a_thread(s)) {
		s->ahead = readahead_new(s->name, fill, s, headroom(s), limited(s, ROOM));
		if (!s->ahead)
			return READ_ERROR;
	}
	if (!s->ahead) {
		*carry = keep(s, *carry, block->data, headroom(s));
		fill(s, block);
		return hand_over(s, block, block->status);
	}
	block = readahead_next(s->ahead);
	*carry = keep(s, *carry, block->data, headroom(s));
	readahead_release(s->ahead);
	block_free(&s->one);
	return hand_over(s, block, block->status);
}

/* Puts new bytes behind a carry that lies in s->large. */
static void
add_to_large(struct source *s, size_t size)
{
	buf_reserve(&s->large, size + SOURCE_PADDING);
	buf_add(&s->large, s->next, size);
	memset(s->large.data + s->large.size, 0, SOURCE_PADDING);
}

/* A thread that met the error has ended: feed and gunzip are the caller's again. */
static void
complain(struct source *s)
{
	if (s->gunzip)
		gunzip_judge(s->gunzip);
	if (s->feed.why[0])
		warn("%s: %s", s->name, s->feed.why);
}

enum read_status
source_next(struct source *s, struct span carry, struct source_block *block)
{
	size_t size;

	if (s->status == READ_ERROR)
		return READ_ERROR;
	if (s->status == READ_END || s->left)
		carry = keep(s, carry, s->next, s->headroom);
	else
		s->status = s->started ? next_block(s, &carry) : first_block(s, &carry);
	if (s->status == READ_ERROR) {
		complain(s);
		return READ_ERROR;
	}
	size = limited(s, s->left);
	if (carry.data + carry.size == s->next) {
		buf_free(&s->large);
		block->data = s->next - carry.size;
	} else {
		add_to_large(s, size);
		block->data = s->large.data;
	}
	block->size = carry.size + size;
	s->next += size;
	s->left -= size;
	s->headroom += size;
	s->bytes += size;
	return s->status;
}

const char *
source_name(const struct source *s)
{
	return s->name;
}

uint64_t
source_bytes(const struct source *s)
{
	return s->bytes;
}

void
source_progress(const struct source *s, uint64_t *done, uint64_t *total)
{
	*done = s->feed.from + s->taken;
	*total = s->feed.regular ? (uint64_t)s->feed.first.st_size : 0;
}

void
source_digest(const struct source *s, char out[33])
{
	hash_stream_hex(s->digest, out);
}

bool
source_identity(const struct source *s, uint64_t *device, uint64_t *inode)
{
	if (s->feed.fd < 0)
		return false;
	*device = s->feed.first.st_dev;
	*inode = s->feed.first.st_ino;
	return true;
}

bool
source_is_regular(const struct source *s)
{
	return s->feed.regular;
}

void
source_close(struct source *s)
{
	if (!s)
		return;
	readahead_free(s->ahead);
	gunzip_free(s->gunzip);
	feed_close(&s->feed);
	hash_stream_free(s->digest);
	block_free(&s->one);
	buf_free(&s->large);
	free(s);
}
