/* progress: one line on stderr about how far a run is. Level 5. Costs a mask and a branch a row. */
#ifndef AMENDS_PROGRESS_H
#define AMENDS_PROGRESS_H

#include "parts.h"

enum progress_when { PROGRESS_NEVER, PROGRESS_AUTO, PROGRESS_ALWAYS };
struct progress {
	enum progress_when when;
	uint64_t rows;
	double began, shown; /* seconds */
	bool on_screen;
};
/* when: the argument of --progress ("" is auto), NULL: never. 0 or -1 with a message. */
int progress_begin(struct progress *, const char *when) MUST_CHECK;
/* Looks at the clock and says how far it is, at most once a second. */
void progress_show(struct progress *, const struct parts *);
/* Counts rows. */
static inline void
progress_rows(struct progress *progress, const struct parts *parts, uint64_t rows)
{
	uint64_t before = progress->rows;

	progress->rows += rows;
	if ((before ^ progress->rows) >> 16 && progress->when != PROGRESS_NEVER)
		progress_show(progress, parts);
}
/* Takes the line off the terminal. */
void progress_end(struct progress *);

#endif
