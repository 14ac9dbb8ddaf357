/* fuzz_place: any bytes as a place name, the first choosing the country. What must hold whatever
 * they are:
 *   a key is valid UTF-8, words with one blank between, and its own key; blanks and stops around a
 * value change nothing, nor does a mark that takes it off the way of ASCII; the value is not
 * changed; a reason is one of those listed. */

#include "fuzz.h"
#include "place.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_reason(const char *reason)
{
	static const char *const reasons[] = {
	    "empty", "not_utf8", "control_character", "replacement_character", "ambiguous"};
	bool listed = false;

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		listed |= strcmp(reason, reasons[i]) == 0;
	need(listed, "a reason that is not listed");
}

static void
check_key(const struct place_rules *rules, struct span country, struct span key)
{
	struct buf again = {0};

	need(key.size > 0 && utf8_is_valid(key), "a key is no text");
	need(key.data[0] != ' ' && key.data[key.size - 1] != ' ' &&
		 !memmem(key.data, key.size, "  ", 2),
	    "blanks of a key");
	for (size_t i = 0; i < key.size; i++)
		need(key.data[i] == ' ' || (key.data[i] & 0x80) ||
			 (key.data[i] >= 'a' && key.data[i] <= 'z') ||
			 (key.data[i] >= '0' && key.data[i] <= '9'),
		    "a byte of a key");
	need(place_key(rules, country, key, &again) == NULL && span_equal(buf_span(&again), key),
	    "a key is not its own key");
	buf_free(&again);
}

/* Blanks, marks and stops around the value make no difference. */
static void
check_wrapped(const struct place_rules *rules, struct span country, struct span value,
    const char *reason, struct span key)
{
	struct buf text = {0}, again = {0};
	const char *other;

	buf_add_text(&text, " \xE2\x80\x8B\xC2\xA0. ");
	buf_add_span(&text, value);
	buf_add_text(&text, " .\xEF\xBB\xBF");
	other = place_key(rules, country, buf_span(&text), &again);
	need(reason ? other && strcmp(reason, other) == 0
		    : !other && span_equal(buf_span(&again), key),
	    "another key between blanks");
	buf_free(&text);
	buf_free(&again);
}

/* Few and short rules, so that random bytes meet them. */
static struct place_rules *
with_rules(void)
{
	static const char *const abbreviations[][3] = {{"", "cd", "ciudad"}, {"MX", "s", "san"},
	    {"MX", "ma",
		"mar\xC3\xAD"
		"a"},
	    {"ES", "st", "sant"}, {"", "a", "b"}};
	static const char *const aliases[][3] = {{"", "d f", "uno dos"}, {"MX", "c", "san b"},
	    {"MX", "ciudad e", "f"}, {"ES", "x y", "z"}, {"", "la g", "g"}};
	struct place_rules *rules = place_rules_new();

	for (size_t i = 0; i < sizeof abbreviations / sizeof *abbreviations; i++)
		need(!place_add_abbreviation(rules, span_of(abbreviations[i][0]),
			 span_of(abbreviations[i][1]), span_of(abbreviations[i][2])),
		    "an abbreviation");
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		need(!place_add_alias(
			 rules, &(struct place_alias){span_of(aliases[i][0]),
				    span_of(aliases[i][1]), span_of(aliases[i][2]), i == 3, i + 1}),
		    "an alias");
	need(place_unstable_alias(rules) == 0, "the rules");
	return rules;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const countries[] = {"MX", "ES", "", "fr"};
	struct place_rules *rules = with_rules();
	struct span country = span_of(size ? countries[data[0] % 4] : "");
	struct span value = {(const char *)data + (size > 0), size - (size > 0)};
	struct buf copy = {0}, key = {0};
	const char *reason;

	buf_add_span(&copy, value);
	reason = place_key(rules, country, value, &key);
	if (reason)
		check_reason(reason);
	else
		check_key(rules, country, buf_span(&key));
	check_wrapped(rules, country, value, reason, buf_span(&key));
	need(span_equal(value, buf_span(&copy)), "the value was changed");
	buf_free(&copy);
	buf_free(&key);
	place_rules_free(rules);
	return 0;
}
