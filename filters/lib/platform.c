/* platform: see platform.h. What the rows say is done here, in one order: blanks, letters, then
 * dots and tags, or symbols, plus and zeros. Nothing here knows a platform but its name. */
#include "platform.h"

#include <stdlib.h>

#include "platform_phone.h"
#include "utf8.h"

struct platform_rules {
	struct platform_rule rules[PLATFORMS][PLATFORM_KINDS];
	bool known[PLATFORMS][PLATFORM_KINDS];
	struct arena arena; /* the domains */
};

static const char *const names[PLATFORMS] = {
    [PLATFORM_GOOGLE] = "google",
    [PLATFORM_UID2] = "uid2",
    [PLATFORM_META] = "meta",
    [PLATFORM_TIKTOK] = "tiktok",
};

struct platform_rules *
platform_rules_new(void)
{
	return xcalloc(1, sizeof(struct platform_rules));
}

void
platform_rules_free(struct platform_rules *rules)
{
	if (rules == NULL)
		return;
	arena_free(&rules->arena);
	free(rules);
}

int
platform_rule_add(struct platform_rules *rules, enum platform platform, enum platform_kind kind,
    const struct platform_rule *rule)
{
	struct platform_rule *place = &rules->rules[platform][kind];

	if (rules->known[platform][kind])
		return -1;
	*place = *rule;
	place->dots = arena_copy(&rules->arena, rule->dots);
	place->tags = arena_copy(&rules->arena, rule->tags);
	rules->known[platform][kind] = true;
	return 0;
}

bool
platform_has_rule(
    const struct platform_rules *rules, enum platform platform, enum platform_kind kind)
{
	return rules->known[platform][kind];
}

int
platform_named(struct span name)
{
	for (int i = 0; i < PLATFORMS; i++)
		if (span_is(name, names[i]))
			return i;
	return -1;
}

const char *
platform_name(enum platform platform)
{
	return names[platform];
}

static char
lower_byte(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

/* The bytes of the blank that the text begins with, or 0. */
static size_t
blank_size(struct span text, enum platform_blanks blanks)
{
	unsigned char byte = (unsigned char)text.data[0];
	size_t size;

	switch (blanks) {
	case BLANKS_NONE:
		return 0;
	case BLANKS_SPACE:
		return byte == ' ';
	case BLANKS_ASCII:
		return byte <= ' ';
	case BLANKS_UNICODE:
	case BLANKS_ALL:
		break;
	}
	return utf8_kind_of(utf8_first(text, &size)) == UTF8_BLANK ? size : 0;
}

/* Copies the value without the blanks that go, A-Z lower-cased. The value is valid UTF-8. */
static void
take(struct span value, enum platform_blanks blanks, struct buf *out)
{
	size_t size = 0, end = 0; /* of what was copied, and of what of it is no blank */

	buf_clear(out);
	buf_reserve(out, value.size + 1);
	for (size_t i = 0; i < value.size;) {
		unsigned char byte = (unsigned char)value.data[i];
		size_t blank = 0;

		if (byte <= ' ' || byte >= 0x80)
			blank = blank_size((struct span){value.data + i, value.size - i}, blanks);
		if (blank == 0) {
			out->data[size++] = lower_byte(value.data[i++]);
			end = size;
			continue;
		}
		if (size > 0 && blanks != BLANKS_ALL) {
			memcpy(out->data + size, value.data + i, blank);
			size += blank;
		}
		i += blank;
	}
	out->size = end;
}

/* Letters of every alphabet in lower case. */
static const char *
lower_all(struct buf *out)
{
	struct buf lower = {0};
	const char *reason = utf8_lower(buf_span(out), &lower) ? "not_utf8" : NULL;

	buf_clear(out);
	buf_add_span(out, buf_span(&lower));
	buf_free(&lower);
	return reason;
}

static const char *
kind_reason(enum utf8_kind kind)
{
	switch (kind) {
	case UTF8_BLANK:
	case UTF8_MARK:
		return "inner_blank";
	case UTF8_CONTROL:
		return "control_character";
	case UTF8_DASH:
	case UTF8_OTHER:
		break;
	}
	return NULL;
}

/* RFC 5322 specials but . and @. */
static const bool special[256] = {
    ['('] = true,
    [')'] = true,
    ['<'] = true,
    ['>'] = true,
    ['['] = true,
    [']'] = true,
    [':'] = true,
    [';'] = true,
    [','] = true,
    ['\\'] = true,
    ['"'] = true,
};

/* A part of an address that stands there bare: no RFC 5322 specials but dots, nothing invisible. */
static const char *
check_part(struct span part, const char *bad)
{
	for (size_t i = 0, size = 1; i < part.size; i += size) {
		unsigned char byte = (unsigned char)part.data[i];
		const char *reason;

		size = 1;
		if (byte > ' ' && byte < 0x7f) {
			if (special[byte])
				return bad;
			continue;
		}
		reason = kind_reason(
		    utf8_kind_of(utf8_first((struct span){part.data + i, part.size - i}, &size)));
		if (reason)
			return reason;
	}
	return NULL;
}

/* True when the list, domains with single blanks between them, names the domain. */
static bool
lists(struct span list, struct span domain)
{
	while (list.size > 0) {
		const char *blank = memchr(list.data, ' ', list.size);
		struct span one = {list.data, blank ? (size_t)(blank - list.data) : list.size};

		if (span_is(one, "*") || span_equal(one, domain))
			return true;
		list.data += one.size + (blank != NULL);
		list.size -= one.size + (blank != NULL);
	}
	return false;
}

/* Cuts the tag and drops the dots of the local part, in place. Returns its new size. */
static size_t
reduce(char *local, size_t size, bool tags, bool dots)
{
	const char *plus = tags ? memchr(local, '+', size) : NULL;
	size_t kept = 0;

	if (plus)
		size = (size_t)(plus - local);
	for (size_t i = 0; i < size; i++)
		if (!dots || local[i] != '.')
			local[kept++] = local[i];
	return kept;
}

static const char *
email_parts(const struct platform_rule *rule, struct buf *out)
{
	char *at = memchr(out->data, '@', out->size);
	size_t local = at ? (size_t)(at - out->data) : 0, kept;
	struct span domain = {out->data + local + 1, out->size - local - 1};
	const char *reason = check_part((struct span){out->data, local}, "bad_local_part");

	if (reason == NULL && memchr(domain.data, '@', domain.size))
		reason = "several";
	if (reason == NULL)
		reason = check_part(domain, "bad_domain");
	if (reason)
		return reason;
	if (domain.size == 0)
		return "no_domain";
	kept = reduce(out->data, local, lists(rule->tags, domain), lists(rule->dots, domain));
	if (kept == 0)
		return "no_local_part";
	memmove(out->data + kept, at, domain.size + 1);
	out->size = kept + 1 + domain.size;
	return NULL;
}

static const char *
email_key(const struct platform_rule *rule, struct span value, struct buf *out)
{
	take(value, rule->blanks, out);
	if (rule->lower_all && !utf8_is_ascii(buf_span(out))) {
		const char *reason = lower_all(out);

		if (reason)
			return reason;
	}
	return email_parts(rule, out);
}

static const char *
phone_key(const struct platform_rule *rule, struct span value, struct buf *out)
{
	take(value, rule->blanks, out);
	return platform_phone(rule, out);
}

/* What makes any value unusable, before the rule is asked. */
static const char *
check_text(struct span value)
{
	if (value.size == 0)
		return "empty";
	if (utf8_is_ascii(value))
		return NULL;
	if (!utf8_is_valid(value))
		return "not_utf8";
	return memmem(value.data, value.size, "\xEF\xBF\xBD", 3) ? "replacement_character" : NULL;
}

/* True when nothing is left of it once every blank is off, whichever blanks the rule takes. */
static bool
is_only_blanks(struct span value)
{
	return utf8_trim(value).size == 0;
}

const char *
platform_key(
    const struct platform_rules *rules, enum platform platform, struct span value, struct buf *out)
{
	const char *reason = check_text(value);
	bool email;

	if (reason)
		return reason;
	if (is_only_blanks(value))
		return "empty";
	email = memchr(value.data, '@', value.size) != NULL;
	return email ? email_key(&rules->rules[platform][PLATFORM_EMAIL], value, out)
		     : phone_key(&rules->rules[platform][PLATFORM_PHONE], value, out);
}
