/* place: see place.h. A name goes through in this order: cut into folded words, looked up whole,
 * abbreviations expanded, looked up again. */
#include "place.h"

#include <stdlib.h>

#include "place_names.h"
#include "place_words.h"

enum { COUNTRIES = 26 * 26 };

struct place_rules {
	struct place_names aliases, abbreviations;
	uint16_t countries[COUNTRIES]; /* that have rules of their own */
	size_t country_count;
	struct arena arena;
};

struct place_rules *
place_rules_new(void)
{
	return xcalloc(1, sizeof(struct place_rules));
}

void
place_rules_free(struct place_rules *rules)
{
	if (rules == NULL)
		return;
	place_names_free(&rules->aliases);
	place_names_free(&rules->abbreviations);
	arena_free(&rules->arena);
	free(rules);
}

/* The country as a number, 0 when it is not two letters. */
static uint16_t
country_number(struct span country)
{
	unsigned int number = 0;

	if (country.size != 2)
		return 0;
	for (size_t i = 0; i < 2; i++) {
		unsigned int letter = (unsigned char)country.data[i] & ~0x20u;

		if (letter < 'A' || letter > 'Z')
			return 0;
		number = number << 8 | letter;
	}
	return (uint16_t)number;
}

/* The word at the start of the text, which has one blank between words. */
static struct span
first_word(struct span text)
{
	const char *end = text.size ? memchr(text.data, ' ', text.size) : NULL;

	return (struct span){text.data, end ? (size_t)(end - text.data) : text.size};
}

/* Expands the abbreviations among the words. True when there was one. */
static bool
expand(const struct place_rules *rules, uint16_t country, struct buf *words)
{
	struct span rest = buf_span(words), word;
	struct buf out = {0};
	bool changed = false;

	for (; rest.size; rest.data += word.size, rest.size -= word.size) {
		const struct place_name *rule;

		if (rest.data[0] == ' ') {
			word.size = 1;
			continue;
		}
		word = first_word(rest);
		rule = word.size > 1 || rest.size > 1
			   ? place_names_find(&rules->abbreviations, country, word)
			   : NULL;
		if (rule && !changed) {
			buf_add(&out, words->data, (size_t)(word.data - words->data));
			changed = true;
		} else if (changed) {
			buf_add_byte(&out, ' ');
		}
		if (changed)
			buf_add_span(&out, rule ? rule->name : word);
	}
	if (changed) {
		buf_free(words);
		*words = out;
	}
	return changed;
}

enum meaning { PLAIN, NAMED, AMBIGUOUS };

/* Expands the words and replaces them by their name, if they are an alias. */
static enum meaning
resolve(const struct place_rules *rules, uint16_t country, struct buf *words)
{
	const struct place_name *rule = place_names_find(&rules->aliases, country, buf_span(words));

	if (rule == NULL && expand(rules, country, words))
		rule = place_names_find(&rules->aliases, country, buf_span(words));
	if (rule == NULL)
		return PLAIN;
	if (rule->ambiguous)
		return AMBIGUOUS;
	buf_clear(words);
	buf_add_span(words, rule->name);
	return NAMED;
}

/* What all the parts between slashes mean, in name. PLAIN: they differ. */
static enum meaning
resolve_parts(
    const struct place_rules *rules, uint16_t country, struct span parts, struct buf *name)
{
	enum meaning result = NAMED;
	struct buf part = {0};
	bool first = true;

	while (parts.size && result != AMBIGUOUS) {
		const char *slash = memchr(parts.data, '/', parts.size);
		size_t size = slash ? (size_t)(slash - parts.data) : parts.size;

		buf_clear(&part);
		buf_add(&part, parts.data, size);
		if (resolve(rules, country, &part) == AMBIGUOUS)
			result = AMBIGUOUS;
		else if (first)
			buf_add_span(name, buf_span(&part));
		else if (!span_equal(buf_span(name), buf_span(&part)))
			result = PLAIN;
		first = false;
		parts.data += slash ? size + 1 : size;
		parts.size -= slash ? size + 1 : size;
	}
	buf_free(&part);
	return result;
}

/* A value of several parts: a name of the table as a whole, or one name in all its parts, or the
 * words of all. */
static enum meaning
resolve_slashes(const struct place_rules *rules, uint16_t country, struct buf *words)
{
	struct buf parts = {0}, name = {0};
	enum meaning meaning;

	buf_add_span(&parts, buf_span(words));
	for (size_t i = 0; i < words->size; i++)
		if (words->data[i] == '/')
			words->data[i] = ' ';
	meaning = resolve(rules, country, words);
	if (meaning == PLAIN) {
		meaning = resolve_parts(rules, country, buf_span(&parts), &name);
		if (meaning == NAMED) {
			buf_clear(words);
			buf_add_span(words, buf_span(&name));
		}
	}
	buf_free(&parts);
	buf_free(&name);
	return meaning;
}

const char *
place_key(const struct place_rules *rules, struct span country, struct span value, struct buf *out)
{
	const char *reason = place_words(value, out);
	uint16_t number = country_number(country);
	enum meaning meaning;

	if (reason)
		return reason;
	if (memchr(out->data, '/', out->size))
		meaning = resolve_slashes(rules, number, out);
	else
		meaning = resolve(rules, number, out);
	return meaning == AMBIGUOUS ? "ambiguous" : NULL;
}

static void
note_country(struct place_rules *rules, uint16_t country)
{
	for (size_t i = 0; i < rules->country_count; i++)
		if (rules->countries[i] == country)
			return;
	if (country)
		rules->countries[rules->country_count++] = country;
}

/* The words of a cell of a table, kept; an empty span when it is no name. */
static struct span
keep_words(struct place_rules *rules, struct span cell)
{
	struct buf words = {0};
	struct span kept = {0};

	if (place_words(cell, &words) == NULL && !memchr(words.data, '/', words.size))
		kept = arena_copy(&rules->arena, buf_span(&words));
	buf_free(&words);
	return kept;
}

static bool
is_one_word(struct span words)
{
	return words.size && !memchr(words.data, ' ', words.size);
}

/* True when the names would be expanded twice, or the new one would. */
static bool
is_chained(const struct place_names *names, const struct place_name *added)
{
	if (span_equal(added->text, added->name))
		return true;
	for (size_t i = 0; i < names->room; i++) {
		const struct place_name *other = &names->slots[i];

		if (other->text.size &&
		    (span_equal(other->text, added->name) || span_equal(other->name, added->text)))
			return true;
	}
	return false;
}

const char *
place_add_abbreviation(
    struct place_rules *rules, struct span country, struct span word, struct span expansion)
{
	struct place_name rule = {.text = keep_words(rules, word),
	    .name = keep_words(rules, expansion),
	    .country = country_number(country)};

	if (country.size && rule.country == 0)
		return "column country: not two letters";
	if (!is_one_word(rule.text))
		return "column abbreviation: not one word";
	if (!is_one_word(rule.name))
		return "column expansion: not one word";
	if (is_chained(&rules->abbreviations, &rule))
		return "column expansion: an abbreviation itself";
	if (!place_names_add(&rules->abbreviations, &rule))
		return "column abbreviation: listed before";
	note_country(rules, rule.country);
	return NULL;
}

const char *
place_add_alias(struct place_rules *rules, const struct place_alias *alias)
{
	struct place_name rule = {.text = keep_words(rules, alias->alias),
	    .name = keep_words(rules, alias->name),
	    .line = alias->line,
	    .country = country_number(alias->country),
	    .ambiguous = alias->ambiguous};

	if (alias->country.size && rule.country == 0)
		return "column country: not two letters";
	if (rule.text.size == 0)
		return "column alias: not one name";
	if (rule.name.size == 0)
		return "column name: not one name";
	if (!place_names_add(&rules->aliases, &rule))
		return "column alias: listed before";
	note_country(rules, rule.country);
	return NULL;
}

/* True when the name of an alias is its own key in the country. */
static bool
is_stable(const struct place_rules *rules, const struct place_name *rule, uint16_t country)
{
	struct buf words = {0};
	bool stable;

	buf_add_span(&words, rule->name);
	stable = resolve(rules, country, &words) != AMBIGUOUS &&
		 span_equal(buf_span(&words), rule->name);
	buf_free(&words);
	return stable;
}

uint64_t
place_unstable_alias(const struct place_rules *rules)
{
	for (size_t i = 0; i < rules->aliases.room; i++) {
		const struct place_name *rule = &rules->aliases.slots[i];

		if (rule->text.size == 0 || rule->ambiguous)
			continue;
		if (!is_stable(rules, rule, rule->country))
			return rule->line;
		for (size_t j = 0; rule->country == 0 && j < rules->country_count; j++)
			if (!is_stable(rules, rule, rules->countries[j]))
				return rule->line;
	}
	return 0;
}
