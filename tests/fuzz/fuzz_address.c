/* fuzz_address: any bytes as an address. What must hold whatever they are:
 *   a key is its own key, in every form; its domain is lower-case LDH labels or a literal, its size
 * within the limits, and nothing in it is invisible; capitals change neither key nor reason; the
 * person key of the mailbox key is that of the value; a value that has a key without angle brackets
 * has the same one inside them (the plain pass and the parser agree); the value is not changed; a
 * reason is a lower-case word. */
#include "address.h"
#include "fuzz.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each character alone is seen; a plain space may stand in quotes. */
static void
check_visible(struct span key)
{
	size_t size = 1;

	for (size_t i = 0; i < key.size; i += size, size = 1) {
		while (i + size < key.size && ((unsigned char)key.data[i + size] & 0xC0) == 0x80)
			size++;
		need((key.data[0] == '"' && key.data[i] == ' ') ||
			 utf8_trim((struct span){key.data + i, size}).size == size,
		    "a character that nobody sees");
	}
}

static void
check_shape(struct span key)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	const char *at = memrchr(key.data, '@', key.size);
	size_t local = at ? (size_t)(at - key.data) : 0;

	need(local > 0 && local <= 64 && key.size <= 254 && local + 1 < key.size, "sizes");
	if (at[1] == '[' && key.data[key.size - 1] == ']')
		letters = "[]:.0123456789abcdefipv";
	for (size_t i = local + 1; i < key.size; i++)
		need(key.data[i] && strchr(letters, key.data[i]), "a byte of the domain");
	check_visible(key);
	need(key.data[local + 1] != '.' && key.data[key.size - 1] != '.', "a dot at an end");
	if (key.data[0] != '"')
		need(memchr(key.data, '@', key.size) == at && !memchr(key.data, ' ', key.size),
		    "a bare local part");
}

/* The key of the value between two texts. */
static const char *
wrapped(struct address *address, const char *before, struct span value, const char *after,
    struct buf *out)
{
	struct buf text = {0};
	const char *reason;

	buf_add_text(&text, before);
	buf_add_span(&text, value);
	buf_add_text(&text, after);
	reason = address_mailbox(address, buf_span(&text), out);
	buf_free(&text);
	return reason;
}

static void
check_key(struct address *address, struct span key)
{
	struct buf again = {0};

	check_shape(key);
	need(address_mailbox(address, key, &again) == NULL && span_equal(buf_span(&again), key),
	    "a key is not its own key");
	need(wrapped(address, "<", key, ">", &again) == NULL && span_equal(buf_span(&again), key),
	    "in angle brackets");
	need(wrapped(address, "\"x@y.example\" <", key, "> (c@d)", &again) == NULL &&
		 span_equal(buf_span(&again), key),
	    "behind a name");
	need(wrapped(address, "\xE2\x80\x8B\xC2\xA0", key, "\xEF\xBB\xBF", &again) == NULL &&
		 span_equal(buf_span(&again), key),
	    "between invisible marks");
	(void)address_is_role(key);
	buf_free(&again);
}

static void
check_person(struct address *address, struct span value)
{
	struct buf key = {0}, mailbox = {0}, again = {0};

	if (address_person(address, value, &key) == NULL) {
		check_shape(buf_span(&key));
		need(address_mailbox(address, value, &again) == NULL, "a person without a mailbox");
		buf_add_span(&mailbox, buf_span(&again));
		need(address_person(address, buf_span(&mailbox), &again) == NULL &&
			 span_equal(buf_span(&key), buf_span(&again)),
		    "the person of the mailbox is another");
		need(address_person(address, buf_span(&key), &again) == NULL &&
			 span_equal(buf_span(&key), buf_span(&again)),
		    "a person key is not its own key");
	}
	buf_free(&key);
	buf_free(&mailbox);
	buf_free(&again);
}

/* Capitals of ASCII mean nothing, wherever they stand. */
static void
check_case(struct address *address, struct span value, const char *reason, struct span key)
{
	struct buf upper = {0}, again = {0};

	for (size_t i = 0; i < value.size; i++)
		buf_add_byte(&upper, value.data[i] >= 'a' && value.data[i] <= 'z'
					 ? (char)(value.data[i] - ('a' - 'A'))
					 : value.data[i]);
	need(address_mailbox(address, buf_span(&upper), &again) == reason, "capitals refuse");
	need(reason || span_equal(buf_span(&again), key), "capitals make another key");
	buf_free(&upper);
	buf_free(&again);
}

static struct address *
with_rules(void)
{
	static const struct person_rule rules[] = {
	    {{"b.c", 3}, {"d", 1}, '+', false, true},
	    {{"d", 1}, {NULL, 0}, '+', false, true},
	    {{"e", 1}, {NULL, 0}, '-', false, false},
	    {{"f", 1}, {NULL, 0}, '-', true, false},
	};
	struct address *address = address_new();

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		need(address_provider(address, &rules[i]) == 0, "a rule");
	return address;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct address *address = with_rules();
	struct span value = {(const char *)data, size};
	struct buf copy = {0}, key = {0};
	const char *reason;

	buf_add_span(&copy, value);
	reason = address_mailbox(address, value, &key);
	if (reason)
		need_reason(reason);
	else
		check_key(address, buf_span(&key));
	check_case(address, value, reason, buf_span(&key));
	check_person(address, value);
	reason = address_ascii(value, &key);
	if (reason)
		need_reason(reason);
	reason = address_exact(value, &key);
	need(reason ? size == 0 : span_equal(buf_span(&key), value), "exact is not exact");
	need(span_equal(value, buf_span(&copy)), "the value was changed");
	buf_free(&copy);
	buf_free(&key);
	address_free(address);
	return 0;
}
