/* domain: see domain.h. libidn2 is asked only for international names: it is slow, and for others
 * the rules of host names are all there is to check. Its answer is checked by those rules too,
 * because it keeps empty labels and whatever ASCII its mapping leaves. The cache has one slot per
 * hash value, so its size is fixed and names chosen to collide cost no more than no cache. */
#include "domain.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { SLOTS = 1024, LONGEST_NAME = 253, LONGEST_LABEL = 63, LONGEST_INPUT = 4096 };

struct domain_slot {
	struct buf from;
	struct buf to; /* empty: refused */
	bool used;
};

void
domain_free(struct domain_cache *cache)
{
	for (size_t i = 0; cache->slots && i < SLOTS; i++) {
		buf_free(&cache->slots[i].from);
		buf_free(&cache->slots[i].to);
	}
	free(cache->slots);
	cache->slots = NULL;
}

static size_t
slot_of(struct span name)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < name.size; i++)
		hash = (hash ^ (unsigned char)name.data[i]) * 16777619u;
	return (hash ^ hash >> 16) % SLOTS;
}

/* UTS 46, non-transitional. An empty answer means refused. So is the capital sharp s: versions of
 * UTS 46 make two different domains of it. No other flag takes more that is safe:
 * NO_ALABEL_ROUNDTRIP takes A-labels of what is refused in letters. */
static void
convert(struct span name, struct buf *out)
{
	char *given = xcopy(name);
	char *made = NULL;

	if (!strstr(given, "\xE1\xBA\x9E") &&
	    idn2_to_ascii_8z(given, &made, IDN2_NONTRANSITIONAL) == IDN2_OK)
		buf_add_text(out, made);
	idn2_free(made);
	free(given);
}

static struct span
to_ascii(struct domain_cache *cache, struct span name)
{
	struct domain_slot *slot;

	if (cache->slots == NULL)
		cache->slots = xcalloc(SLOTS, sizeof *cache->slots);
	slot = &cache->slots[slot_of(name)];
	if (!slot->used || !span_equal(buf_span(&slot->from), name)) {
		buf_clear(&slot->from);
		buf_clear(&slot->to);
		buf_add_span(&slot->from, name);
		convert(name, &slot->to);
		slot->used = true;
	}
	return buf_span(&slot->to);
}

static bool
is_letter_or_digit(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* Letters, digits and inner hyphens; 1 to 63 of them. */
static bool
label_is_fine(struct span label)
{
	if (label.size == 0 || label.size > LONGEST_LABEL || label.data[0] == '-' ||
	    label.data[label.size - 1] == '-')
		return false;
	for (size_t i = 0; i < label.size; i++)
		if (!is_letter_or_digit(label.data[i]) && label.data[i] != '-')
			return false;
	return true;
}

static bool
labels_are_fine(struct span name)
{
	for (;;) {
		const char *dot = memchr(name.data, '.', name.size);
		size_t size = dot ? (size_t)(dot - name.data) : name.size;

		if (!label_is_fine((struct span){name.data, size}))
			return false;
		if (dot == NULL)
			return true;
		name.data += size + 1;
		name.size -= size + 1;
	}
}

/* A name that libidn2 must judge: beyond ASCII, or with a label that says it is an A-label. */
static bool
is_international(struct span name)
{
	for (size_t i = 0; i < name.size; i++) {
		if ((unsigned char)name.data[i] >= 0x80)
			return true;
		if (name.size - i >= 4 && strncasecmp(name.data + i, "xn--", 4) == 0 &&
		    (i == 0 || name.data[i - 1] == '.'))
			return true;
	}
	return false;
}

static void
lower_ascii(char *name, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (name[i] >= 'A' && name[i] <= 'Z')
			name[i] = (char)(name[i] + ('a' - 'A'));
}

/* An address literal (RFC 5321, 4.1.3), without its brackets. IPv6 has many ways to write an
 * address; this is the one without "::". */
static const char *
add_literal(struct span text, struct buf *out)
{
	static const char tag[] = "ipv6:";
	char given[INET6_ADDRSTRLEN], group[8];
	unsigned char bytes[16];
	bool six = text.size >= strlen(tag) && strncasecmp(text.data, tag, strlen(tag)) == 0;
	size_t skip = six ? strlen(tag) : 0;

	text = (struct span){text.data + skip, text.size - skip};
	if (text.size >= sizeof given)
		return "bad_domain";
	memcpy(given, text.data, text.size);
	given[text.size] = 0;
	if (inet_pton(six ? AF_INET6 : AF_INET, given, bytes) != 1)
		return "bad_domain";
	buf_add_byte(out, '[');
	buf_add_text(out, six ? tag : given);
	for (size_t i = 0; six && i < sizeof bytes; i += 2) {
		snprintf(group, sizeof group, "%s%x", i ? ":" : "", bytes[i] << 8 | bytes[i + 1]);
		buf_add_text(out, group);
	}
	buf_add_byte(out, ']');
	return NULL;
}

const char *
domain_add(struct domain_cache *cache, struct span domain, struct buf *out)
{
	size_t start = out->size;
	struct span made;

	if (domain.size == 0)
		return "no_domain";
	if (domain.size > LONGEST_INPUT)
		return "too_long";
	if (domain.size > 1 && domain.data[0] == '[' && domain.data[domain.size - 1] == ']')
		return add_literal((struct span){domain.data + 1, domain.size - 2}, out);
	buf_add_span(out, is_international(domain) ? to_ascii(cache, domain) : domain);
	lower_ascii(out->data + start, out->size - start);
	if (out->size > start && out->data[out->size - 1] == '.')
		out->size--;
	made = (struct span){out->data + start, out->size - start};
	if (made.size == 0 || !labels_are_fine(made))
		return "bad_domain";
	return made.size > LONGEST_NAME ? "too_long" : NULL;
}
