/* inflate: the one place that calls zlib's and ISA-L's inflate.
 *
 * ISA-L reads up to 8 bytes ahead into its bit buffer; when a stream ends these belong to the
 * trailer and are handed back as the surplus (they may come from an earlier chunk of input, so
 * stepping back in the present one would not do). ISA-L's own gzip mode is not used: it knows
 * neither several members nor reserved flags nor header CRCs, and would give other verdicts than
 * zlib's. */
#include "inflate.h"

#include <stdlib.h>
#include <zlib.h>
#ifdef HAVE_ISAL
#include <isa-l.h>
#endif

#include "err.h"
#include "mem.h"

enum { RAW_WINDOW = -15, MOST = 1 << 30 /* both count bytes in 32 bits */ };

struct inflate {
	enum tuning_library library;
	z_stream zlib;
#ifdef HAVE_ISAL
	struct inflate_state isal;
#endif
};

struct inflate *
inflate_new(enum tuning_library library)
{
	struct inflate *f = xcalloc(1, sizeof *f);

	f->library = library;
	if (library == LIBRARY_ZLIB && inflateInit2(&f->zlib, RAW_WINDOW) != Z_OK) {
		warn("zlib cannot be started");
		free(f);
		return NULL;
	}
	inflate_reset(f);
	return f;
}

void
inflate_reset(struct inflate *f)
{
	if (f->library == LIBRARY_ZLIB)
		(void)inflateReset(&f->zlib); /* fails only on a state that is not one */
#ifdef HAVE_ISAL
	else
		isal_inflate_init(&f->isal);
#endif
}

void
inflate_free(struct inflate *f)
{
	if (f && f->library == LIBRARY_ZLIB)
		(void)inflateEnd(&f->zlib);
	free(f);
}

static uint32_t
at_most(size_t size)
{
	return size < MOST ? (uint32_t)size : MOST;
}

static void
move_on(struct inflate_span *s, size_t taken, size_t given)
{
	s->in += taken;
	s->in_left -= taken;
	s->out += given;
	s->out_left -= given;
}

static enum inflate_result
run_zlib(z_stream *z, struct inflate_span *s)
{
	uint32_t in = at_most(s->in_left), out = at_most(s->out_left);
	int result;

	z->next_in = (z_const Bytef *)s->in;
	z->avail_in = in;
	z->next_out = s->out;
	z->avail_out = out;
	result = inflate(z, Z_NO_FLUSH);
	move_on(s, in - z->avail_in, out - z->avail_out);
	switch (result) {
	case Z_STREAM_END:
		return INFLATE_END;
	case Z_OK:
	case Z_BUF_ERROR: /* nothing to read or nowhere to write: no error here */
		return INFLATE_MORE;
	case Z_MEM_ERROR:
		return INFLATE_MEMORY;
	default:
		return INFLATE_DAMAGED;
	}
}

#ifdef HAVE_ISAL
static enum inflate_result
run_isal(struct inflate_state *z, struct inflate_span *s)
{
	uint32_t in = at_most(s->in_left), out = at_most(s->out_left);
	int result;

	z->next_in = (uint8_t *)(uintptr_t)s->in; /* only read */
	z->avail_in = in;
	z->next_out = s->out;
	z->avail_out = out;
	result = isal_inflate(z);
	move_on(s, in - z->avail_in, out - z->avail_out);
	if (result < ISAL_DECOMP_OK)
		return INFLATE_DAMAGED;
	if (z->block_state == ISAL_BLOCK_FINISH)
		return INFLATE_END;
	return INFLATE_MORE;
}
#endif

enum inflate_result
inflate_run(struct inflate *f, struct inflate_span *s)
{
	size_t in = s->in_left, out = s->out_left;
	enum inflate_result result;

#ifdef HAVE_ISAL
	if (f->library == LIBRARY_ISAL)
		result = run_isal(&f->isal, s);
	else
#endif
		result = run_zlib(&f->zlib, s);
	/* A library that stands still with work before it would hang the caller. */
	if (result == INFLATE_MORE && in && out && s->in_left == in && s->out_left == out)
		return INFLATE_DAMAGED;
	return result;
}

size_t
inflate_surplus(const struct inflate *f, unsigned char out[INFLATE_SURPLUS])
{
	size_t size = 0;

#ifdef HAVE_ISAL
	if (f->library == LIBRARY_ISAL) {
		uint64_t bits = f->isal.read_in >> (f->isal.read_in_length % 8);

		size = (size_t)f->isal.read_in_length / 8;
		for (size_t i = 0; i < size; i++)
			out[i] = (unsigned char)(bits >> (8 * i));
	}
#else
	(void)f;
	(void)out;
#endif
	return size;
}

uint32_t
inflate_crc(const struct inflate *f, uint32_t crc, const void *data, size_t size)
{
#ifdef HAVE_ISAL
	if (f->library == LIBRARY_ISAL)
		return crc32_gzip_refl(crc, data, size);
#else
	(void)f;
#endif
	return (uint32_t)crc32_z(crc, data, size);
}
