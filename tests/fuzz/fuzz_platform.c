/* fuzz_platform: any bytes as an address for each platform. What must hold whatever they are: a
 * text is its own text; it is valid UTF-8 without upper-case ASCII, blanks or control characters,
 * an address with one @ and something on both sides, or digits with at most one + before them; the
 * value is not changed; a reason is a lower-case word. */

#include "fuzz.h"
#include "platforms.h"
#include "share.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_phone(struct span text)
{
	size_t digits = text.size && text.data[0] == '+';

	need(text.size - digits >= 7 && text.size - digits <= 15, "the length of a number");
	for (size_t i = digits; i < text.size; i++)
		need(text.data[i] >= '0' && text.data[i] <= '9', "no digit");
}

static void
check_text(struct span text, bool email)
{
	const char *at = text.size ? memchr(text.data, '@', text.size) : NULL;

	need(utf8_is_valid(text), "not UTF-8");
	need((at != NULL) == email, "an @ comes or goes");
	if (!email) {
		check_phone(text);
		return;
	}
	need(at > text.data && at + 1 < text.data + text.size, "a part is empty");
	need(memchr(at + 1, '@', text.size - (size_t)(at + 1 - text.data)) == NULL, "two @");
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		need(byte > ' ' && byte != 0x7f && !(byte >= 'A' && byte <= 'Z'), "a byte");
	}
}

static void
check_platform(const struct platform_rules *rules, enum platform platform, struct span value)
{
	struct buf text = {0}, again = {0};
	const char *reason = platform_key(rules, platform, value, &text);

	if (reason) {
		need_reason(reason);
	} else {
		check_text(buf_span(&text), value.size && memchr(value.data, '@', value.size));
		need(platform_key(rules, platform, buf_span(&text), &again) == NULL &&
			 span_equal(buf_span(&text), buf_span(&again)),
		    "a text is not its own text");
	}
	buf_free(&text);
	buf_free(&again);
}

/* The table of share/. */
static struct platform_rules *
with_rules(void)
{
	struct platform_rules *rules = platform_rules_new();
	char *path = share_find("address/platforms.csv");

	need(path && platforms_read(rules, path) == 0, "the table");
	free(path);
	return rules;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct platform_rules *rules;
	struct span value = {(const char *)data, size};
	struct buf copy = {0};

	if (!rules)
		rules = with_rules();
	buf_add_span(&copy, value);
	for (int i = 0; i < PLATFORMS; i++)
		check_platform(rules, (enum platform)i, value);
	need(span_equal(value, buf_span(&copy)), "the value was changed");
	buf_free(&copy);
	return 0;
}
