/* words: what the words of another system mean in ours. Level 3. Compared without case and outer
 * blanks; the word * is every other that is not blank. For lists of a few dozen: a value that is
 * that of the row before costs a comparison. */
#ifndef AMENDS_WORDS_H
#define AMENDS_WORDS_H

#include "mem.h"

struct words_entry {
	struct span word; /* folded */
	struct span means;
};
/* Start from {0}. */
struct words {
	struct words_entry *list;
	size_t count;
	struct arena arena;
	struct buf folded; /* scratch */
	struct buf last;   /* the value asked last */
	bool asked, known; /* there was one; it was found */
	struct span answer;
};
/* word and means are copied. 0, or -1 without a message: the word means something else already. */
int words_add(struct words *, struct span word, struct span means) MUST_CHECK;
/* What the value means. False: it is none of the words. */
bool words_find(struct words *, struct span value, struct span *means);
void words_free(struct words *);

/* Words that were not known: which, of which column, in how many rows. Start from {0}. */
enum { UNKNOWN_WORDS = 1000 };
struct unknown_word {
	struct span column; /* as given */
	struct span word;
	uint64_t rows;
};
struct unknown_words {
	struct unknown_word *list; /* the first UNKNOWN_WORDS different ones */
	size_t count;
	uint64_t rows;	 /* in all */
	uint64_t beyond; /* rows with words that did not fit the list */
	size_t last;	 /* the one counted last */
	struct arena arena;
};
/* column must outlive it. */
void unknown_words_add(struct unknown_words *, struct span column, struct span word);
/* Puts them in order: by column, most rows first, then by word. */
void unknown_words_sort(struct unknown_words *);
void unknown_words_free(struct unknown_words *);

#endif
