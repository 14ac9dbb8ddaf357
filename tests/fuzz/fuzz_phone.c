/* fuzz_phone: any bytes as a number, in each of some countries and in none. What must hold whatever
 * they are:
 *   a key is + and 7 to 15 digits, the first no 0; it is its own key in every country and in none;
 * a value with + does not depend on the country; blanks and invisible marks around it change
 * nothing but where it was cut; the value is not changed; a reason is a lower-case word. */

#include "fuzz.h"
#include "phones.h"
#include "share.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const countries[] = {"", "ES", "MX", "AR", "BR", "CO", "DE", "IT", "GB", "US",
    "RU", "KZ", "HU", "BY", "SG", "HK", "AU", "KI", "ZZ"};
enum { COUNTRIES = sizeof countries / sizeof *countries };

/* Read once: the table is longer than any value. */
static const struct phone_rules *
the_rules(void)
{
	static struct phone_rules *rules;
	char *path;

	if (rules)
		return rules;
	rules = phone_rules_new();
	path = share_find("address/phones.csv");
	need(path && phones_read(rules, path) == 0, "the table is read");
	free(path);
	return rules;
}

static void
check_key(const struct phone_rules *rules, struct span key)
{
	struct buf again = {0};

	need(key.size >= 8 && key.size <= 16 && key.data[0] == '+' && key.data[1] != '0', "sizes");
	for (size_t i = 1; i < key.size; i++)
		need(key.data[i] >= '0' && key.data[i] <= '9', "a byte that is no digit");
	for (size_t i = 0; i < COUNTRIES; i++)
		need(phone_e164(rules, span_of(countries[i]), key, &again) == NULL &&
			 span_equal(buf_span(&again), key),
		    "a key is not its own key");
	buf_free(&again);
}

/* The same behind and before what is not seen; values so long that they are cut are left out. */
static void
check_around(
    const struct phone_rules *rules, struct span country, struct span value, struct span key)
{
	struct buf text = {0}, again = {0};

	buf_add_text(&text, "\xE2\x80\xAA \xC2\xA0");
	buf_add_span(&text, value);
	buf_add_text(&text, " \xE2\x80\xAC\r\n");
	need(value.size > 100 || (phone_e164(rules, country, buf_span(&text), &again) == NULL &&
				     span_equal(buf_span(&again), key)),
	    "between invisible marks");
	buf_free(&text);
	buf_free(&again);
}

static void
check_value(const struct phone_rules *rules, struct span country, struct span value)
{
	struct buf key = {0};
	const char *reason = phone_e164(rules, country, value, &key);

	if (reason)
		need(*reason &&
			 strspn(reason, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen(reason),
		    "a reason is no word");
	else {
		check_key(rules, buf_span(&key));
		check_around(rules, country, value, buf_span(&key));
	}
	buf_free(&key);
}

/* With + nothing may depend on the country. */
static void
check_plus(const struct phone_rules *rules, struct span value)
{
	struct buf text = {0}, key = {0}, other = {0};

	buf_add_byte(&text, '+');
	buf_add_span(&text, value);
	for (size_t i = 1; i < COUNTRIES; i++) {
		const char *reason = phone_e164(rules, span_of(""), buf_span(&text), &key);
		const char *second =
		    phone_e164(rules, span_of(countries[i]), buf_span(&text), &other);

		need(reason ? second && strcmp(reason, second) == 0
			    : !second && span_equal(buf_span(&key), buf_span(&other)),
		    "a number with + depends on the country");
	}
	buf_free(&text);
	buf_free(&key);
	buf_free(&other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct phone_rules *rules = the_rules();
	struct span value = {(const char *)data, size};
	struct buf copy = {0};

	buf_add_span(&copy, value);
	for (size_t i = 0; i < COUNTRIES; i++)
		check_value(rules, span_of(countries[i]), value);
	check_plus(rules, value);
	need(span_equal(value, buf_span(&copy)), "the value was changed");
	buf_free(&copy);
	return 0;
}
