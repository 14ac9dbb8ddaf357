/* way: see way.h. XXH3 is no way: it proves nothing to anybody, and nobody sends it. */
#include "way.h"

#include <stdlib.h>

#include "err.h"

/* The digests that other parties send. */
static const enum digest_algorithm exchanged[] = {
    DIGEST_SHA256, DIGEST_SHA1, DIGEST_MD5, DIGEST_HMAC_SHA256};

static int
seek_digest(struct span name, enum digest_algorithm *digest)
{
	if (digest_parse(name, digest))
		return -1;
	for (size_t i = 0; i < sizeof exchanged / sizeof *exchanged; i++)
		if (*digest == exchanged[i])
			return 0;
	return -1;
}

static void
say_unknown(struct span name)
{
	struct buf list = {0};

	form_list(&list);
	buf_add_text(&list, "; the digests");
	for (size_t i = 0; i < sizeof exchanged / sizeof *exchanged; i++) {
		buf_add_text(&list, i ? ", " : " ");
		buf_add_text(&list, digest_name(exchanged[i]));
	}
	warn("unknown form %.*s (the forms are %.*s)", name.size > 40 ? 40 : (int)name.size,
	    name.data ? name.data : "", (int)list.size, list.data);
	buf_free(&list);
}

int
way_parse(struct span name, struct way *way)
{
	*way = (struct way){.kind = WAY_FORM};
	if (form_parse(name, &way->form) == 0)
		return 0;
	*way = (struct way){.kind = WAY_DIGEST};
	if (seek_digest(name, &way->digest) == 0)
		return 0;
	say_unknown(name);
	return -1;
}

const char *
way_name(const struct way *way)
{
	return way->kind == WAY_DIGEST ? digest_name(way->digest) : form_name(way->form);
}

bool
way_equal(const struct way *a, const struct way *b)
{
	return a->kind == b->kind && a->form == b->form && a->digest == b->digest;
}

int
way_meet(struct way *a, struct way *b)
{
	struct way *plain = a->kind == WAY_FORM ? a : b, *digest = plain == a ? b : a;

	if (way_equal(a, b))
		return 0;
	if (plain->kind != WAY_FORM || digest->kind != WAY_DIGEST)
		return -1;
	plain->kind = WAY_HASH;
	plain->digest = digest->digest;
	return 0;
}

int
way_prepare(struct forms *forms, const struct way *way)
{
	switch (way->kind) {
	case WAY_FORM:
		return form_prepare(forms, way->form);
	case WAY_HASH:
		return form_prepare(forms, way->form) || forms_digest(forms, way->digest) ? -1 : 0;
	case WAY_DIGEST:
		return 0;
	}
	abort();
}

static void
write_hex(const unsigned char *digest, size_t size, struct buf *out)
{
	char text[DIGEST_TEXT_MOST];
	size_t length = digest_write(digest, size, DIGEST_HEX, text);

	buf_clear(out);
	buf_add(out, text, length);
}

const char *
way_digest(struct forms *forms, const struct way *way, struct span value, struct buf *out)
{
	const size_t size = digest_size(way->digest);
	unsigned char digest[DIGEST_MOST];

	if (way->kind == WAY_HASH) {
		const char *reason = form_apply(forms, way->form, value, out);

		if (reason)
			return reason;
		if (digest_make(forms->digests[way->digest], buf_span(out), digest))
			die_silent();
	} else {
		if (!digest_read(value, size, digest))
			return address_ascii(value, out) ? "empty" : "bad_digest";
	}
	write_hex(digest, size, out);
	return NULL;
}
