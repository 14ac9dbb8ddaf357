/* plain: both ways agree, and what they accept is right by rules told byte by byte. */
#include "plain.h"

#include <ctype.h>

#include "tap.h"

enum { LONGEST = 70, VALUES = 400000 };

static uint64_t
draw(uint64_t *state, uint64_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state % below;
}

/* Mostly sound addresses, a byte or two of them changed. */
static struct span
draw_value(uint64_t *state, char *text)
{
	static const char usual[] = "abcxyzABCXYZ0189", rare[] = ".-_+@ \0~\x80\xc3!{`[/:";
	size_t size = draw(state, LONGEST + 1);

	for (size_t i = 0; i < size; i++)
		text[i] = usual[draw(state, sizeof usual - 1)];
	if (size)
		text[draw(state, size)] = '@';
	for (size_t left = draw(state, 5); size && left > 0; left--)
		text[draw(state, size)] = rare[draw(state, draw(state, 2) ? 5 : sizeof rare - 1)];
	return (struct span){text, size};
}

static bool
has(const char *set, char byte)
{
	return byte && strchr(set, byte) != NULL;
}

/* What plain.h says is plain. */
static bool
is_plain(struct span v)
{
	const char *at = v.size ? memchr(v.data, '@', v.size) : NULL;
	size_t local = at ? (size_t)(at - v.data) : 0;

	if (!at || v.size > 64 || local == 0 || local + 1 == v.size)
		return false;
	for (size_t i = 0; i < v.size; i++) {
		char byte = v.data[i], before = i ? v.data[i - 1] : '.';
		char after = i + 1 < v.size ? v.data[i + 1] : '.';

		if (i == local)
			continue;
		if (!isalnum((unsigned char)byte) && !has(i < local ? ".-_+" : ".-", byte))
			return false;
		if (byte == '.' && (has(".@", before) || has(".@", after)))
			return false;
		if (byte == '-' && i > local && (has(".@-", before) || has(".@", after)))
			return false;
	}
	return true;
}

int
main(void)
{
	struct tap tap = {0};
	struct buf wide = {0}, base = {0};
	uint64_t state = 88172645463325252, accepted = 0, wrong = 0, differ = 0;
	char text[LONGEST];

	for (size_t i = 0; i < VALUES; i++) {
		struct span value = draw_value(&state, text);
		bool plain = plain_mailbox(value, &wide);

		differ += plain != plain_mailbox_base(value, &base) ||
			  (plain && !span_equal(buf_span(&wide), buf_span(&base)));
		if (!plain)
			continue;
		accepted++;
		wrong += !is_plain(value) || wide.size != value.size;
		for (size_t k = 0; k < value.size; k++)
			wrong += wide.data[k] != tolower((unsigned char)value.data[k]);
	}
	tap_ok(&tap, differ == 0, "both ways agree");
	tap_ok(&tap, wrong == 0, "what is accepted is plain, and its key lower case");
#ifdef __SSE2__
	tap_ok(&tap, accepted > VALUES / 20 && accepted < VALUES / 2, "some are, some are not");
#endif
	buf_free(&wide);
	buf_free(&base);
	return tap_done(&tap);
}
