/* stamp: formats, from their text to the items that stamp_match goes through. A format that would
 * read times wrongly, or none, is refused here, before the first row. */
#include <stdlib.h>

#include "err.h"
#include "stamp.h"
#include "stamp_inside.h"

/* A longer one stands before its own beginning. */
static const struct token {
	const char *text;
	unsigned char field, least, most;
} tokens[] = {
    {"YYYY", STAMP_YEAR, 4, 4},
    {"YY", STAMP_YEAR, 2, 2},
    {"MON", STAMP_MONTH_NAME, 0, 0},
    {"MM", STAMP_MONTH, 2, 2},
    {"M", STAMP_MONTH, 1, 2},
    {"DAY", STAMP_WEEKDAY, 0, 0},
    {"DD", STAMP_DAY, 2, 2},
    {"D", STAMP_DAY, 1, 2},
    {"hh", STAMP_HOUR, 2, 2},
    {"h", STAMP_HOUR, 1, 2},
    {"mm", STAMP_MINUTE, 2, 2},
    {"ss", STAMP_SECOND, 2, 2},
    {".f", STAMP_FRACTION, 0, 0},
    {"AP", STAMP_HALF, 0, 0},
    {"ZONE", STAMP_ZONE, 0, 0},
    {"UTC", STAMP_ZONE, 0, 0},
    {"GMT", STAMP_ZONE, 0, 0},
    {"Z", STAMP_ZONE, 0, 0},
};

static const struct word {
	const char *text;
	enum stamp_way way;
	const char *patterns[STAMP_PATTERNS];
} words[] = {
    {"iso", STAMP_BY_PATTERN,
	{"YYYY-MM-DD[Thh:mm[:ss.f][[ ]ZONE]]", "YYYY-MM-DD hh:mm[:ss.f][[ ]ZONE]",
	    "YYYYMMDD[Thhmm[ss.f][[ ]ZONE]]", "YYYYMMDD hhmm[ss.f][[ ]ZONE]"}},
    {"rfc5322", STAMP_MAIL,
	{"[DAY[ ],[ ]]D MON YYYY h[ ]:[ ]mm[[ ]:[ ]ss] ZONE",
	    "[DAY[ ],[ ]]D MON YY h[ ]:[ ]mm[[ ]:[ ]ss] ZONE"}},
    {"epoch", STAMP_EPOCH, {NULL}},
    {"epoch_ms", STAMP_EPOCH_MS, {NULL}},
};

/* A format while it is read. */
struct parse {
	struct span text;
	struct stamp_pattern *pattern;
	size_t count;		    /* items so far */
	size_t open[STAMP_OPTIONS]; /* the items of the [ that are not closed */
	size_t depth;		    /* how many those are */
	size_t options;		    /* and of all [ so far */
	size_t inside[STAMP_ONCE];  /* of each field, the [ around it, and how many */
	size_t around[STAMP_ONCE][STAMP_OPTIONS];
	bool seen[STAMP_ONCE];
};

static bool
is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static const char *
add_item(struct parse *p, struct stamp_item item)
{
	if (p->count == STAMP_ITEMS - 1)
		return "too long for a format of times";
	p->pattern->items[p->count++] = item;
	return NULL;
}

static const char *
add_field(struct parse *p, const struct token *token)
{
	unsigned field = token->field == STAMP_MONTH_NAME ? STAMP_MONTH : token->field;

	p->text =
	    (struct span){p->text.data + strlen(token->text), p->text.size - strlen(token->text)};
	if (field < STAMP_ONCE) {
		if (p->seen[field])
			return "a format of times that says one field twice";
		p->seen[field] = true;
		p->inside[field] = p->depth;
		memcpy(p->around[field], p->open, sizeof p->open);
	}
	return add_item(p, (struct stamp_item){token->field, token->least, token->most, 0, 0});
}

static const struct token *
token_at(struct span text)
{
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
		size_t size = strlen(tokens[i].text);

		if (text.size >= size && memcmp(text.data, tokens[i].text, size) == 0)
			return &tokens[i];
	}
	return NULL;
}

/* One letter again and again, such as dd, HH or yyyy, is what other programs call a field; so is
 * one alone, when it is no word. */
static bool
looks_like_field(struct span text, bool letter_before)
{
	size_t size = 0;

	while (size < text.size && text.data[size] == text.data[0])
		size++;
	if (letter_before || !memchr("YdHmsSzya", text.data[0], size > 1 ? 9 : 7))
		return false;
	text = (struct span){text.data + size, text.size - size};
	return text.size == 0 || !is_letter(text.data[0]) || token_at(text);
}

static const char *
add_literal(struct parse *p)
{
	struct stamp_item item = {.field = STAMP_LITERAL, .byte = p->text.data[0]};

	p->text = (struct span){p->text.data + 1, p->text.size - 1};
	return add_item(p, item);
}

static const char *
open_option(struct parse *p)
{
	if (p->options++ == STAMP_OPTIONS)
		return "a format of times with more than 8 [";
	p->open[p->depth++] = p->count;
	p->text = (struct span){p->text.data + 1, p->text.size - 1};
	return add_item(p, (struct stamp_item){.field = STAMP_OPTION});
}

static const char *
close_option(struct parse *p)
{
	size_t at;

	if (p->depth == 0)
		return "a format of times with ] and no [";
	at = p->open[--p->depth];
	p->pattern->items[at].skip = (unsigned char)(p->count - at - 1);
	p->text = (struct span){p->text.data + 1, p->text.size - 1};
	return NULL;
}

static const char *
add_next(struct parse *p, bool *letter_before)
{
	const struct token *token = token_at(p->text);
	bool letter = *letter_before;

	*letter_before = false;
	if (p->text.data[0] == '[')
		return open_option(p);
	if (p->text.data[0] == ']')
		return close_option(p);
	if (p->text.data[0] == '\\') {
		p->text = (struct span){p->text.data + 1, p->text.size - 1};
		return p->text.size ? add_literal(p) : "a format of times that ends in \\";
	}
	if (token)
		return add_field(p, token);
	if (looks_like_field(p->text, letter))
		return "a format of times with a field that is not known: YYYY YY MM M DD D hh h "
		       "mm "
		       "ss .f AP MON DAY ZONE";
	*letter_before = is_letter(p->text.data[0]);
	return add_literal(p);
}

/* May a digit follow, when the items from here on are matched? */
static bool
digit_may_follow(const struct stamp_item *item)
{
	switch (item->field) {
	case STAMP_YEAR:
	case STAMP_MONTH:
	case STAMP_DAY:
	case STAMP_HOUR:
	case STAMP_MINUTE:
	case STAMP_SECOND:
		return true;
	case STAMP_LITERAL:
		return item->byte >= '0' && item->byte <= '9';
	case STAMP_OPTION:
		return digit_may_follow(item + 1) || digit_may_follow(item + 1 + item->skip);
	case STAMP_FRACTION:
		return digit_may_follow(item + 1);
	default:
		return false;
	}
}

/* Where field stands, is outer always there as well? */
static bool
comes_with(const struct parse *p, enum stamp_field field, enum stamp_field outer)
{
	size_t size = p->inside[outer];

	if (!p->seen[field])
		return true;
	return p->seen[outer] && size <= p->inside[field] &&
	       memcmp(p->around[field], p->around[outer], size * sizeof p->around[0][0]) == 0;
}

static const char *
check(const struct parse *p)
{
	if (p->depth)
		return "a format of times with [ and no ]";
	for (unsigned field = STAMP_YEAR; field <= STAMP_DAY; field++)
		if (!p->seen[field] || p->inside[field])
			return "a format of times without a year, month or day that is always "
			       "there";
	if (!comes_with(p, STAMP_MINUTE, STAMP_HOUR) ||
	    !comes_with(p, STAMP_SECOND, STAMP_MINUTE) ||
	    !comes_with(p, STAMP_FRACTION, STAMP_SECOND))
		return "a format of times with a field, but without the larger one before it";
	/* An hour with which AM or PM may be missing could be either. */
	if (p->seen[STAMP_HALF] &&
	    !(comes_with(p, STAMP_HALF, STAMP_HOUR) && comes_with(p, STAMP_HOUR, STAMP_HALF)))
		return "a format of times in which AP does not stand with every hour";
	for (const struct stamp_item *item = p->pattern->items; item->field != STAMP_END; item++)
		if ((item->least != item->most || item->field == STAMP_FRACTION) &&
		    digit_may_follow(item + 1))
			return "a format of times in which nothing ends a field of one or two "
			       "digits";
	return NULL;
}

static const char *
compile_pattern(struct stamp_pattern *pattern, struct span text)
{
	struct parse p = {.text = text, .pattern = pattern};
	bool letter_before = false;
	const char *wrong = NULL;

	while (!wrong && p.text.size)
		wrong = add_next(&p, &letter_before);
	pattern->items[p.count] = (struct stamp_item){.field = STAMP_END};
	return wrong ? wrong : check(&p);
}

static const char *
compile_word(struct stamp_format *format, const struct word *word)
{
	const char *wrong = NULL;

	format->way = word->way;
	for (size_t i = 0; !wrong && i < STAMP_PATTERNS && word->patterns[i]; i++) {
		wrong = compile_pattern(&format->patterns[i], span_of(word->patterns[i]));
		format->count++;
	}
	return wrong;
}

const char *
stamp_compile(struct stamp_format *format, struct span text)
{
	struct stamp_text folded;

	*format = (struct stamp_format){0};
	if (!stamp_text_fold(&folded, text))
		return "too long for a format of times, or not valid UTF-8";
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is((struct span){folded.data, folded.size}, words[i].text))
			return compile_word(format, &words[i]);
	format->count = 1;
	return compile_pattern(&format->patterns[0], (struct span){folded.data, folded.size});
}

struct stamp_format *
stamp_format_parse(struct span text, const char *what)
{
	struct stamp_format *format = xmalloc(1, sizeof *format);
	const char *wrong = stamp_compile(format, text);

	if (wrong) {
		warn("%s: %s", what, wrong);
		stamp_format_free(format);
		return NULL;
	}
	return format;
}

void
stamp_format_free(struct stamp_format *format)
{
	free(format);
}
