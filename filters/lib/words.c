/* words: see words.h. */
#include "words.h"

#include <stdlib.h>

#include "utf8.h"

static struct span
fold(struct buf *out, struct span word)
{
	buf_clear(out);
	word = utf8_trim(word);
	if (utf8_fold(word, out))
		buf_add_span(out, word);
	return buf_span(out);
}

static const struct words_entry *
seek(const struct words *words, struct span folded)
{
	for (size_t i = 0; i < words->count; i++)
		if (span_equal(words->list[i].word, folded))
			return &words->list[i];
	return NULL;
}

int
words_add(struct words *words, struct span word, struct span means)
{
	struct span folded = fold(&words->folded, word);
	const struct words_entry *before = seek(words, folded);

	if (before)
		return span_equal(before->means, means) ? 0 : -1;
	words->list = xrealloc(words->list, words->count + 1, sizeof *words->list);
	words->list[words->count++] = (struct words_entry){
	    arena_copy(&words->arena, folded), arena_copy(&words->arena, means)};
	words->asked = false;
	return 0;
}

bool
words_find(struct words *words, struct span value, struct span *means)
{
	const struct words_entry *entry;

	if (!words->asked || !span_equal(value, buf_span(&words->last))) {
		struct span folded = fold(&words->folded, value);

		entry = seek(words, folded);
		if (!entry && folded.size)
			entry = seek(words, span_of("*"));
		words->asked = true;
		words->known = entry != NULL;
		words->answer = entry ? entry->means : (struct span){0};
		buf_clear(&words->last);
		buf_add_span(&words->last, value);
	}
	*means = words->answer;
	return words->known;
}

void
words_free(struct words *words)
{
	free(words->list);
	arena_free(&words->arena);
	buf_free(&words->folded);
	buf_free(&words->last);
	*words = (struct words){0};
}

static bool
is_it(const struct unknown_word *known, struct span column, struct span word)
{
	return span_equal(known->word, word) && span_equal(known->column, column);
}

static size_t
seek_unknown(const struct unknown_words *unknown, struct span column, struct span word)
{
	size_t at = unknown->last;

	if (at < unknown->count && is_it(&unknown->list[at], column, word))
		return at;
	for (at = 0; at < unknown->count; at++)
		if (is_it(&unknown->list[at], column, word))
			break;
	return at;
}

void
unknown_words_add(struct unknown_words *unknown, struct span column, struct span word)
{
	size_t at = seek_unknown(unknown, column, word);

	unknown->rows++;
	if (at == UNKNOWN_WORDS) {
		unknown->beyond++;
		return;
	}
	if (at == unknown->count) {
		unknown->list = xrealloc(unknown->list, unknown->count + 1, sizeof *unknown->list);
		unknown->list[unknown->count++] =
		    (struct unknown_word){column, arena_copy(&unknown->arena, word), 0};
	}
	unknown->list[at].rows++;
	unknown->last = at;
}

static int
by_place(const void *a, const void *b)
{
	const struct unknown_word *left = a, *right = b;
	int order = span_compare(left->column, right->column);

	if (order == 0)
		order = (left->rows < right->rows) - (left->rows > right->rows);
	return order ? order : span_compare(left->word, right->word);
}

void
unknown_words_sort(struct unknown_words *unknown)
{
	if (unknown->count)
		qsort(unknown->list, unknown->count, sizeof *unknown->list, by_place);
	unknown->last = 0;
}

void
unknown_words_free(struct unknown_words *unknown)
{
	free(unknown->list);
	arena_free(&unknown->arena);
	*unknown = (struct unknown_words){0};
}
