/* template: is all there that any row could ask for? A letter that lacks its Reply-To in one
 * language alone is found here, before there are rows, and not by who answers it. */
#include <strings.h>

#include "template_inside.h"

static const struct template_variant *
find_variant(const struct template *t, size_t part, struct span language, enum template_form form)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct template_variant *variant = &t->variants[i];

		if (variant->part == part && variant->form == form &&
		    span_equal(variant->language, language))
			return variant;
	}
	return NULL;
}

const struct template_variant *
template_pick(const struct template *t, size_t part, struct span language, enum template_form form)
{
	const struct template_variant *variant = find_variant(t, part, language, form);

	if (!variant)
		variant = find_variant(t, part, language, FORM_NONE);
	if (!variant)
		variant = find_variant(t, part, language, FORM_USTED);
	return variant ? variant : find_variant(t, part, (struct span){0}, FORM_NONE);
}

static int
check_languages(const struct template *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct template_variant *variant = &t->variants[i];

		for (size_t k = 0; k < t->language_count; k++) {
			struct span name = template_part_name(t, variant->part);

			if (!template_pick(t, variant->part, t->languages[k], FORM_USTED))
				return template_fault(t, variant->line,
				    "%.*s is missing in %.*s, in the form usted or without a form",
				    (int)name.size, name.data, (int)t->languages[k].size,
				    t->languages[k].data);
		}
	}
	return 0;
}

static int
check_fallback(const struct template *t)
{
	bool found = t->language_count == 0;

	if (t->fallback.size == 0 && (t->language_count > 0 || t->type == TEMPLATE_MAIL))
		return template_fault(t, 0, "fallback: is needed");
	for (size_t i = 0; i < t->language_count; i++)
		found = found || span_equal(t->languages[i], t->fallback);
	return found ? 0 : template_fault(t, 0, "fallback: no part is in this language");
}

static const struct template_op *
worded_op(const struct template_variant *variant)
{
	for (size_t i = 0; i < variant->count; i++) {
		enum template_format format = variant->ops[i].format;

		if (format == FORMAT_DATE || format == FORMAT_MINUTE || format == FORMAT_COUNT ||
		    format == FORMAT_LIST)
			return &variant->ops[i];
	}
	return NULL;
}

static int
check_words_in(const struct template *t, const struct template_op *op, struct span language)
{
	if (wording_of(language))
		return 0;
	if (language.size == 0)
		return template_fault(t, op->line, "fallback: is needed: in which language?");
	return template_fault(t, op->line, "dates, counts and lists have no words in %.*s",
	    (int)language.size, language.data);
}

/* Every language that a row could see the part in has words for its dates. */
static int
check_words(const struct template *t, const struct template_variant *variant)
{
	const struct template_op *op = worded_op(variant);

	if (!op)
		return 0;
	if (variant->language.size)
		return check_words_in(t, op, variant->language);
	if (check_words_in(t, op, t->fallback) != 0)
		return -1;
	for (size_t i = 0; i < t->language_count; i++)
		if (check_words_in(t, op, t->languages[i]) != 0)
			return -1;
	return 0;
}

static size_t
fields_of(const struct template_variant *variant)
{
	size_t fields = 0;

	for (size_t i = 0; i < variant->count; i++)
		fields += variant->ops[i].what == DO_FIELD || variant->ops[i].what == DO_RECORD;
	return fields;
}

/* Every record of a csv has the same number of fields. */
static int
check_width(const struct template *t)
{
	for (size_t i = 1; t->type == TEMPLATE_CSV && i < t->count; i++)
		if (fields_of(&t->variants[i]) != fields_of(&t->variants[0]))
			return template_fault(t, t->variants[i].line,
			    "this part has %zu fields, and the first has %zu",
			    fields_of(&t->variants[i]), fields_of(&t->variants[0]));
	return 0;
}

static int
check_mail(const struct template *t)
{
	for (size_t i = 0; i < t->header_count; i++)
		if (t->headers[i].size == 4 && strncasecmp(t->headers[i].data, "From", 4) == 0)
			return 0;
	return template_fault(t, 0, "has no part header From");
}

int
template_check_whole(const struct template *t)
{
	static const size_t mail[] = {TEMPLATE_SUBJECT, TEMPLATE_TEXT_BODY};
	static const size_t stream[] = {TEMPLATE_ROW};
	bool is_mail = t->type == TEMPLATE_MAIL;
	const size_t *needed = is_mail ? mail : stream;

	for (size_t i = 0; i < (is_mail ? 2 : 1); i++)
		if (!template_has(t, needed[i]))
			return template_fault(
			    t, 0, "has no part %s", template_part_name(t, needed[i]).data);
	if ((is_mail && check_mail(t) != 0) || check_fallback(t) != 0 || check_languages(t) != 0 ||
	    check_width(t) != 0)
		return -1;
	for (size_t i = 0; i < t->count; i++)
		if (check_words(t, &t->variants[i]) != 0)
			return -1;
	return 0;
}
