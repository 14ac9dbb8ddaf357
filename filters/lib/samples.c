/* samples: values to try on cells.
 *
 * Which combinations of globs a value can match is found by walking all of them at once, as
 * automata whose state is the set of places a glob can be at; the first value that reaches a new
 * combination is a sample. That is exact, where trying prefixes and endings is guesswork. */
#include "samples.h"

#include <stdlib.h>

enum { TOKENS_MOST = 63, STATES_MOST = 3000, NEAR_DAYS = 3, DAY = 24 * 60 * 60 };

void
samples_add(struct samples *samples, struct span text)
{
	for (size_t i = 0; i < samples->count; i++)
		if (span_equal(samples->items[i], text))
			return;
	if ((samples->count & (samples->count - 1)) == 0)
		samples->items = xrealloc(samples->items, samples->count ? 2 * samples->count : 1,
		    sizeof *samples->items);
	samples->items[samples->count++] = arena_copy(&samples->arena, text);
}

void
samples_free(struct samples *samples)
{
	free(samples->items);
	arena_free(&samples->arena);
	*samples = (struct samples){0};
}

/* The first bytes of the time as it is written; nothing outside the calendar. */
static void
add_time(struct samples *samples, int64_t seconds, size_t bytes)
{
	char text[WHEN_TEXT + 1];

	when_format(seconds, text);
	if (text[0])
		samples_add(samples, (struct span){text, bytes});
}

enum { DATE_BYTES = 10, LOCAL_BYTES = 19 };

/* Exact, and without a zone so that one end of the interval falls there. */
static void
around_end(struct samples *samples, int64_t end)
{
	struct when local = when_parse(span_of("1970-01-02T00:00:00"));

	for (int64_t shift = -1; shift <= 1; shift++) {
		add_time(samples, end + shift, WHEN_TEXT);
		add_time(samples, end + shift + (DAY - local.earliest), LOCAL_BYTES);
		add_time(samples, end + shift - (local.latest - DAY), LOCAL_BYTES);
	}
	for (int64_t days = -NEAR_DAYS; days <= NEAR_DAYS; days++)
		add_time(samples, end + days * DAY, DATE_BYTES);
}

/* A little further from zero than the number. */
static void
add_further(struct samples *samples, struct span number)
{
	struct buf text = {0};

	buf_add_span(&text, number);
	if (!memchr(number.data, '.', number.size))
		buf_add_byte(&text, '.');
	buf_add_text(&text, "000000001");
	samples_add(samples, buf_span(&text));
	buf_free(&text);
}

static void
add_numbers(struct samples *samples)
{
	static const char *const numbers[] = {"5", "0", "0.000000001", "-0.000000001",
	    "999999999999999999999999", "-999999999999999999999999"};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		samples_add(samples, span_of(numbers[i]));
}

void
samples_around(struct samples *samples, const struct quantity *quantity, int64_t moved)
{
	if (quantity->kind == QUANTITY_NUMBER) {
		samples_add(samples, quantity->text);
		add_further(samples, quantity->text);
		add_numbers(samples);
	} else if (quantity->kind == QUANTITY_TIME) {
		around_end(samples, quantity->when.earliest - moved);
		if (quantity->when.latest != quantity->when.earliest)
			around_end(samples, quantity->when.latest - moved);
	}
}

void
samples_general(struct samples *samples)
{
	static const char *const times[] = {"2001-02-03T04:05:06Z", "2001-02-03T04:05:06",
	    "2001-02-03", "2019-11-28T17:59:48Z", "2019-11-28T17:59:48", "2019-11-28"};

	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		samples_add(samples, span_of(times[i]));
	add_numbers(samples);
}

/* A glob as a row of tokens; the places a value can have brought it to are bits. */
struct token {
	char kind; /* '*', '?', or 'c' for the character */
	struct span text;
};
struct automaton {
	struct token tokens[TOKENS_MOST];
	size_t count;
};

static size_t
character(struct span text, size_t at)
{
	size_t size = 1;

	while (at + size < text.size && ((unsigned char)text.data[at + size] & 0xc0) == 0x80)
		size++;
	return size;
}

static bool
automaton_make(struct automaton *a, struct span glob, bool literal)
{
	a->count = 0;
	for (size_t at = 0, size; at < glob.size; at += size) {
		char byte = glob.data[at];
		bool wild = !literal && (byte == '*' || byte == '?');

		size = character(glob, at);
		if (a->count == TOKENS_MOST)
			return false;
		a->tokens[a->count++] = (struct token){wild ? byte : 'c', {glob.data + at, size}};
	}
	return true;
}

/* A star may be passed over. */
static uint64_t
closure(const struct automaton *a, uint64_t places)
{
	for (size_t i = 0; i < a->count; i++)
		if (places >> i & 1 && a->tokens[i].kind == '*')
			places |= UINT64_C(1) << (i + 1);
	return places;
}

static uint64_t
step(const struct automaton *a, uint64_t places, struct span letter)
{
	uint64_t next = 0;

	for (size_t i = 0; i < a->count; i++) {
		const struct token *token = &a->tokens[i];

		if (!(places >> i & 1))
			continue;
		if (token->kind == '*')
			next |= UINT64_C(1) << i;
		else if (token->kind == '?' || span_equal(token->text, letter))
			next |= UINT64_C(1) << (i + 1);
	}
	return closure(a, next);
}

/* The states met, breadth first: so the values are as short as can be. */
struct walk {
	struct automaton *automata;
	size_t count;
	struct samples letters;
	uint64_t *places;    /* state * count + automaton */
	uint32_t *before;    /* the state it was reached from */
	struct span *letter; /* and by which letter */
	size_t states, room;
};

static bool
accepts(const struct walk *w, size_t state, size_t i)
{
	return w->places[state * w->count + i] >> w->automata[i].count & 1;
}

static bool
is_new(const struct walk *w, size_t state)
{
	for (size_t i = 0; i < state; i++)
		if (memcmp(w->places + i * w->count, w->places + state * w->count,
			w->count * sizeof *w->places) == 0)
			return false;
	return true;
}

static bool
same_answers(const struct walk *w, size_t a, size_t b)
{
	for (size_t i = 0; i < w->count; i++)
		if (accepts(w, a, i) != accepts(w, b, i))
			return false;
	return true;
}

static void
add_value(struct samples *samples, const struct walk *w, size_t state)
{
	struct buf text = {0}, back = {0};

	for (size_t i = 0; i < state; i++)
		if (same_answers(w, i, state))
			return;
	for (size_t at = state; at > 0; at = w->before[at])
		buf_add(&back, &w->letter[at], sizeof w->letter[at]);
	for (size_t left = back.size; left > 0; left -= sizeof(struct span)) {
		struct span letter;

		memcpy(&letter, back.data + left - sizeof letter, sizeof letter);
		buf_add_span(&text, letter);
	}
	samples_add(samples, buf_span(&text));
	buf_free(&back);
	buf_free(&text);
}

/* Every letter of the globs, and one that none of them has. */
static void
letters_gather(struct walk *w)
{
	static const char others[] = "xyzwvutsrqponmlkjihgfedcba0123456789~";
	size_t before;

	for (size_t i = 0; i < w->count; i++)
		for (size_t k = 0; k < w->automata[i].count; k++)
			if (w->automata[i].tokens[k].kind == 'c')
				samples_add(&w->letters, w->automata[i].tokens[k].text);
	before = w->letters.count;
	for (size_t i = 0; others[i] && w->letters.count == before; i++)
		samples_add(&w->letters, (struct span){others + i, 1});
}

/* Room for one more state than there are. */
static void
walk_grow(struct walk *w)
{
	if (w->states < w->room)
		return;
	w->room = w->room ? 2 * w->room : 16;
	w->places = xrealloc(w->places, w->room, w->count * sizeof *w->places);
	w->before = xrealloc(w->before, w->room, sizeof *w->before);
	w->letter = xrealloc(w->letter, w->room, sizeof *w->letter);
}

static void
walk_from(struct walk *w, size_t state)
{
	for (size_t k = 0; k < w->letters.count && w->states < STATES_MOST; k++) {
		struct span letter = w->letters.items[k];

		walk_grow(w);
		for (size_t i = 0; i < w->count; i++)
			w->places[w->states * w->count + i] =
			    step(&w->automata[i], w->places[state * w->count + i], letter);
		w->before[w->states] = (uint32_t)state;
		w->letter[w->states] = letter;
		w->states += is_new(w, w->states);
	}
}

void
samples_globs(struct samples *samples, const struct span *globs, const bool *literal, size_t count)
{
	struct walk w = {0};

	w.automata = xcalloc(count, sizeof *w.automata);
	for (size_t i = 0; i < count; i++)
		w.count += automaton_make(&w.automata[w.count], globs[i], literal[i]);
	letters_gather(&w);
	walk_grow(&w);
	for (size_t i = 0; i < w.count; i++)
		w.places[i] = closure(&w.automata[i], 1);
	w.states = 1;
	for (size_t state = 0; state < w.states; state++)
		walk_from(&w, state);
	for (size_t state = 0; state < w.states; state++)
		add_value(samples, &w, state);
	free(w.automata);
	free(w.places);
	free(w.before);
	free(w.letter);
	samples_free(&w.letters);
}
