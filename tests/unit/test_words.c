/* words: what a word means, without case and outer blanks; those that nobody knows. */
#include "tap.h"
#include "words.h"

#include <stdio.h>

struct asked {
	const char *value;
	const char *means; /* NULL: not known */
};
static const struct asked questions[] = {
    {"Entregado", "delivered"},
    {"entregado", "delivered"},
    {"  ENTREGADO\xc2\xa0", "delivered"},
    {"entregado ", "delivered"},
    {"Отметил", "complained"},
    {"ОТМЕТИЛ", "complained"},
    {"Entregad", NULL},
    {"Entregado2", NULL},
    {"Entregado2", NULL},
    {"", "sent"},
    {"   ", "sent"},
    {"\xff\xfe", NULL},
    {"Rebotado", "bounced_hard"},
};

static void
test_known(struct tap *tap)
{
	struct words words = {0};
	struct span means;

	tap_ok(tap, !words_find(&words, span_of("x"), &means), "without words none is known");
	tap_ok(tap,
	    words_add(&words, span_of("x"), span_of("y")) == 0 &&
		words_find(&words, span_of("x"), &means) && span_is(means, "y"),
	    "a word that was not known may be added, and is known then");
	if (words_add(&words, span_of("Entregado"), span_of("delivered")) ||
	    words_add(&words, span_of("rebotado"), span_of("bounced_hard")) ||
	    words_add(&words, span_of(""), span_of("sent")) ||
	    words_add(&words, span_of("отметил"), span_of("complained")))
		tap_ok(tap, false, "words are added");
	tap_ok(tap, words_add(&words, span_of(" ENTREGADO"), span_of("delivered")) == 0,
	    "once more with the same meaning");
	tap_ok(
	    tap, words_add(&words, span_of(" ENTREGADO"), span_of("sent")) < 0, "not with another");
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		const struct asked *q = &questions[i];
		bool known = words_find(&words, span_of(q->value), &means);

		tap_ok(tap, known == (q->means != NULL) && (!known || span_is(means, q->means)),
		    "question %zu: \"%s\"", i, q->means ? q->means : "unknown");
	}
	words_free(&words);
}

static void
test_others(struct tap *tap)
{
	struct words words = {0};
	struct span means;

	if (words_add(&words, span_of("0"), span_of("contact")) ||
	    words_add(&words, span_of("*"), span_of("customer")))
		tap_ok(tap, false, "words are added");
	tap_ok(tap, words_find(&words, span_of("0"), &means) && span_is(means, "contact"),
	    "a word of its own before all others");
	tap_ok(tap,
	    words_find(&words, span_of("17"), &means) && span_is(means, "customer") &&
		words_find(&words, span_of("*"), &means) && span_is(means, "customer"),
	    "* is all others");
	tap_ok(tap,
	    !words_find(&words, span_of(""), &means) && !words_find(&words, span_of(" "), &means),
	    "but none that is blank");
	words_free(&words);
}

static void
test_unknown(struct tap *tap)
{
	struct unknown_words unknown = {0};
	char name[32];

	for (size_t i = 0; i < 3; i++)
		unknown_words_add(&unknown, span_of("status"), span_of("odd"));
	unknown_words_add(&unknown, span_of("status"), span_of("even"));
	unknown_words_add(&unknown, span_of("Alta"), span_of("odd"));
	unknown_words_add(&unknown, span_of("status"), span_of("apart"));
	unknown_words_sort(&unknown);
	tap_ok(tap,
	    unknown.count == 4 && unknown.rows == 6 && span_is(unknown.list[0].column, "Alta") &&
		span_is(unknown.list[1].word, "odd") && unknown.list[1].rows == 3 &&
		span_is(unknown.list[2].word, "apart") && span_is(unknown.list[3].word, "even"),
	    "by column, most rows first, then by word");
	for (size_t i = 0; i < 2 * UNKNOWN_WORDS; i++) {
		snprintf(name, sizeof name, "word %zu", i);
		unknown_words_add(&unknown, span_of("status"), span_of(name));
	}
	unknown_words_add(&unknown, span_of("status"), span_of("odd"));
	tap_ok(tap,
	    unknown.count == UNKNOWN_WORDS && unknown.rows == 7 + 2 * UNKNOWN_WORDS &&
		unknown.beyond == UNKNOWN_WORDS + 4,
	    "the list is bounded, the count is not");
	unknown_words_free(&unknown);
}

int
main(void)
{
	struct tap tap = {0};

	test_known(&tap);
	test_others(&tap);
	test_unknown(&tap);
	return tap_done(&tap);
}
