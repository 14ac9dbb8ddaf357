/* gunzip: headers, data, trailers, one after another.
 *
 * Headers and trailers are read byte by byte, so a chunk of input may end anywhere; deflate data
 * goes by whole chunks. Neither library's own gzip mode is used, so that both give the same
 * verdicts. */
#include "gunzip.h"

#include <stdlib.h>

#include "inflate.h"
#include "mem.h"

enum stage { AT_MEMBER, IN_DATA, AT_TRAILER, FINISHED };
enum { FLAG_HCRC = 2, FLAG_EXTRA = 4, FLAG_NAME = 8, FLAG_COMMENT = 16, FLAGS_RESERVED = 0xe0 };
enum { METHOD_DEFLATE = 8, TRAILER = 8, SCRATCH = 256 * 1024 };
enum { BYTE_END = -1, BYTE_ERROR = -2 };

struct gunzip {
	struct feed *feed;
	struct inflate *inflate;
	enum stage stage;
	enum tuning_library library;
	unsigned long long member; /* the present one, from 1 */
	uint64_t member_at;	   /* where it begins */
	uint32_t crc;		   /* of the member's plain bytes so far, */
	uint32_t length;	   /* and how many, mod 2^32 as the trailer has it */
	uint32_t header_crc;
	bool faulty; /* truncated or damaged: not trouble with reading */
	bool hungry; /* inflate had room left when it stopped: it wants input */
	unsigned char held[INFLATE_SURPLUS]; /* taken by inflate, but behind its stream */
	size_t held_at, held_size;
};

struct gunzip *
gunzip_new(struct feed *feed, enum tuning_library library)
{
	struct inflate *inflate = inflate_new(library);
	struct gunzip *g;

	if (!inflate)
		return NULL;
	g = xcalloc(1, sizeof *g);
	g->feed = feed;
	g->inflate = inflate;
	g->library = library;
	return g;
}

void
gunzip_free(struct gunzip *g)
{
	if (g)
		inflate_free(g->inflate);
	free(g);
}

static enum read_status
truncated(struct gunzip *g)
{
	g->faulty = true;
	return feed_fail(g->feed, "truncated gzip (member %llu)", g->member);
}

static enum read_status
damaged(struct gunzip *g, const char *what)
{
	g->faulty = true;
	return feed_fail(g->feed, "damaged gzip (member %llu: %s)", g->member, what);
}

/* at: offset of the byte that should not be there. */
static enum read_status
trailing(struct gunzip *g, uint64_t at)
{
	return feed_fail(
	    g->feed, "data after the last gzip member at byte %llu", (unsigned long long)at);
}

/* The next byte of the input, BYTE_END or BYTE_ERROR. */
static int
next_byte(struct gunzip *g)
{
	struct feed *feed = g->feed;

	if (g->held_at < g->held_size)
		return g->held[g->held_at++];
	if (feed->left == 0) {
		enum read_status status = feed_more(feed);

		if (status != READ_RECORD)
			return status == READ_END ? BYTE_END : BYTE_ERROR;
	}
	feed->left--;
	return *feed->next++;
}

/* A byte that must be there. */
static enum read_status
need_byte(struct gunzip *g, unsigned char *out)
{
	int byte = next_byte(g);

	if (byte == BYTE_END)
		return truncated(g);
	if (byte == BYTE_ERROR)
		return READ_ERROR;
	*out = (unsigned char)byte;
	return READ_RECORD;
}

static enum read_status
header_bytes(struct gunzip *g, unsigned char *out, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (need_byte(g, &out[i]) != READ_RECORD)
			return READ_ERROR;
	g->header_crc = inflate_crc(g->inflate, g->header_crc, out, size);
	return READ_RECORD;
}

static enum read_status
skip_extra(struct gunzip *g)
{
	unsigned char size[2] = {0}, byte;

	if (header_bytes(g, size, sizeof size) != READ_RECORD)
		return READ_ERROR;
	for (unsigned left = size[0] | (unsigned)size[1] << 8; left; left--)
		if (header_bytes(g, &byte, 1) != READ_RECORD)
			return READ_ERROR;
	return READ_RECORD;
}

/* A name or comment, with its NUL. */
static enum read_status
skip_text(struct gunzip *g)
{
	unsigned char byte = 0;

	do
		if (header_bytes(g, &byte, 1) != READ_RECORD)
			return READ_ERROR;
	while (byte);
	return READ_RECORD;
}

static enum read_status
check_header_crc(struct gunzip *g)
{
	uint32_t right = g->header_crc & 0xffff;
	unsigned char stored[2] = {0};

	if (header_bytes(g, stored, sizeof stored) != READ_RECORD)
		return READ_ERROR;
	if ((stored[0] | (uint32_t)stored[1] << 8) != right)
		return damaged(g, "bad header: crc mismatch");
	return READ_RECORD;
}

/* The header behind the two bytes of magic. */
static enum read_status
header(struct gunzip *g)
{
	static const unsigned char magic[2] = {0x1f, 0x8b};
	unsigned char method = 0, flags = 0, rest[6]; /* rest: time, hints, system */

	g->header_crc = inflate_crc(g->inflate, 0, magic, sizeof magic);
	if (header_bytes(g, &method, 1) != READ_RECORD)
		return READ_ERROR;
	if (method != METHOD_DEFLATE)
		return damaged(g, "bad header: unknown method");
	if (header_bytes(g, &flags, 1) != READ_RECORD)
		return READ_ERROR;
	if (flags & FLAGS_RESERVED)
		return damaged(g, "bad header: reserved flags");
	if (header_bytes(g, rest, sizeof rest) != READ_RECORD ||
	    ((flags & FLAG_EXTRA) && skip_extra(g) != READ_RECORD) ||
	    ((flags & FLAG_NAME) && skip_text(g) != READ_RECORD) ||
	    ((flags & FLAG_COMMENT) && skip_text(g) != READ_RECORD) ||
	    ((flags & FLAG_HCRC) && check_header_crc(g) != READ_RECORD))
		return READ_ERROR;
	inflate_reset(g->inflate);
	g->crc = 0;
	g->length = 0;
	g->hungry = false;
	g->stage = IN_DATA;
	return READ_RECORD;
}

/* Zeros up to the end are padding (tapes, blocks of a device). */
static enum read_status
padding(struct gunzip *g)
{
	int byte;

	do
		byte = next_byte(g);
	while (byte == 0);
	if (byte == BYTE_ERROR)
		return READ_ERROR;
	if (byte != BYTE_END)
		return trailing(g, feed_offset(g->feed) - 1);
	g->stage = FINISHED;
	return READ_END;
}

/* What stands where a member may begin: a member, padding, the end, or what should not be there. */
static enum read_status
member(struct gunzip *g)
{
	uint64_t at = feed_offset(g->feed);
	int byte = next_byte(g);

	if (byte == BYTE_ERROR)
		return READ_ERROR;
	if (byte == BYTE_END) {
		g->stage = FINISHED;
		return READ_END;
	}
	if (byte == 0)
		return padding(g);
	if (byte != 0x1f)
		return trailing(g, at);
	g->member++;
	g->member_at = at;
	byte = next_byte(g);
	if (byte == BYTE_ERROR)
		return READ_ERROR;
	if (byte == BYTE_END)
		return truncated(g);
	if (byte != 0x8b)
		return trailing(g, at);
	return header(g);
}

static uint32_t
little_endian(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

static enum read_status
trailer(struct gunzip *g)
{
	unsigned char bytes[TRAILER] = {0};

	g->held_at = 0;
	g->held_size = inflate_surplus(g->inflate, g->held);
	for (size_t i = 0; i < TRAILER; i++)
		if (need_byte(g, &bytes[i]) != READ_RECORD)
			return READ_ERROR;
	if (little_endian(bytes) != g->crc)
		return damaged(g, "crc mismatch");
	if (little_endian(bytes + 4) != g->length)
		return damaged(g, "length mismatch");
	g->stage = AT_MEMBER;
	return READ_RECORD;
}

/* One run of inflate. *got is what it added to out. */
static enum read_status
data(struct gunzip *g, unsigned char *out, size_t size, size_t *got)
{
	struct feed *feed = g->feed;
	struct inflate_span span;
	enum inflate_result result;

	*got = 0;
	if (g->hungry && feed->left == 0) {
		enum read_status status = feed_more(feed);

		if (status != READ_RECORD)
			return status == READ_END ? truncated(g) : status;
	}
	span = (struct inflate_span){feed->next, feed->left, out, size};
	result = inflate_run(g->inflate, &span);
	*got = size - span.out_left;
	g->hungry = span.out_left > 0;
	feed->next = span.in;
	feed->left = span.in_left;
	g->crc = inflate_crc(g->inflate, g->crc, out, *got);
	g->length += (uint32_t)*got;
	if (result == INFLATE_MEMORY)
		return feed_fail(feed, "out of memory");
	if (result == INFLATE_DAMAGED)
		return damaged(g, "bad deflate data");
	if (result == INFLATE_END)
		g->stage = AT_TRAILER;
	return READ_RECORD;
}

enum read_status
gunzip_read(struct gunzip *g, void *out, size_t size, size_t *got)
{
	enum read_status status = READ_RECORD;

	*got = 0;
	while (status == READ_RECORD && *got < size) {
		size_t added = 0;

		if (*got && g->feed->live && g->feed->left == 0)
			break; /* what is there is not held back for what may come late */
		if (g->stage == AT_MEMBER)
			status = member(g);
		else if (g->stage == IN_DATA)
			status = data(g, (unsigned char *)out + *got, size - *got, &added);
		else if (g->stage == AT_TRAILER)
			status = trailer(g);
		else
			status = READ_END;
		*got += added;
	}
	return status == READ_END && *got ? READ_RECORD : status;
}

/* Reads on, without keeping anything, until the fault is met or the member is behind. */
static enum read_status
skip_member(struct gunzip *g)
{
	unsigned long long member = g->member + 1;
	enum read_status status;
	size_t got;
	char *scratch = xmalloc(SCRATCH, 1);

	do
		status = gunzip_read(g, scratch, SCRATCH, &got);
	while (status == READ_RECORD && g->member == member);
	free(scratch);
	return g->member == member ? status : READ_RECORD;
}

void
gunzip_judge(struct gunzip *g)
{
	struct inflate *zlib;
	char why[FEED_WHY];

	/* Headers are read by this file, whatever the library. */
	if (!g->faulty || g->library == LIBRARY_ZLIB ||
	    (g->stage != IN_DATA && g->stage != AT_TRAILER) || feed_rewind(g->feed, g->member_at))
		return;
	zlib = inflate_new(LIBRARY_ZLIB);
	if (!zlib)
		return;
	inflate_free(g->inflate);
	g->inflate = zlib;
	g->library = LIBRARY_ZLIB;
	g->stage = AT_MEMBER;
	g->member--;
	g->held_size = g->held_at = 0;
	memcpy(why, g->feed->why, sizeof why);
	if (skip_member(g) != READ_ERROR)
		memcpy(g->feed->why, why, sizeof why);
}
