/* lookup_later: a lookup whose rows did not fit. Rows and keys are on disk by partition
 * (lookup_spill.c), records in the order of the input (lookup_keep.c); once all is solved both are
 * read side by side. */
#include <stdlib.h>

#include "lookup_inside.h"

enum { READ_BUFFER = 256 * 1024 };

int
lookup_begin_later(struct lookup *l)
{
	struct later *later = xcalloc(1, sizeof *later);

	l->later = later;
	later->records = spill_new(l->plan.temp);
	if (!later->records || spilled_begin(&later->spilled, &l->plan) ||
	    spilled_take(&later->spilled, &l->rows))
		return -1;
	rows_free(&l->rows);
	return 0;
}

void
lookup_end_later(struct lookup *l)
{
	struct later *later = l->later;

	if (!later)
		return;
	merge_free(later->merge);
	spill_reader_free(later->reader);
	spill_free(later->records);
	spilled_free(&later->spilled);
	kept_free(&later->kept);
	free(later);
}

enum read_status
lookup_replay_row(struct lookup *l, const struct span **added)
{
	struct later *later = l->later;
	const struct found *found;

	if (later->given && merge_advance(later->merge))
		return READ_ERROR;
	later->given = false;
	found = merge_at(later->merge);
	if (!found || found->sequence + 1 != later->sequence || found->rung != later->rung) {
		l->open = false;
		return READ_END;
	}
	later->given = true;
	*added = lookup_give(l, &found->row);
	return READ_RECORD;
}

int
lookup_defer(struct lookup *l, const struct record *record, const char *file)
{
	struct later *later = l->later;
	struct kept kept = {.record = *record, .file = file};
	struct when at = lookup_time(l, record);
	const char *code = NULL;
	bool usable = false;

	for (size_t i = 0; i < l->plan.rung_count; i++) {
		struct key *key = &l->plan.rungs[i].input;
		const char *reason = key_make(key, record);

		if (reason) {
			code = code ? code : reason;
			continue;
		}
		usable = true;
		if (spilled_probe(&later->spilled, later->sequence, i,
			hash_key(&l->secret, buf_span(&key->text)), at))
			return -1;
	}
	if (code && !usable)
		kept.why = lookup_why(l, code);
	later->sequence++;
	return kept_write(later->records, &kept);
}

int
lookup_solve(struct lookup *l)
{
	struct later *later = l->later;

	later->sequence = 0;
	if (spill_seal(later->records) || spilled_solve(&later->spilled))
		return -1;
	later->merge = merge_new(&later->spilled);
	later->reader =
	    spill_reader_new(later->records, 0, spill_size(later->records), READ_BUFFER);
	return later->merge && later->reader ? 0 : -1;
}

/* Entries of the record before, and of rungs below the one that won, are passed over. */
static int
pass_over(struct later *later)
{
	const struct found *found;

	while ((found = merge_at(later->merge)) != NULL && found->sequence < later->sequence)
		if (merge_advance(later->merge))
			return -1;
	later->given = false;
	return 0;
}

enum read_status
lookup_replay(
    struct lookup *l, struct record *record, const char **file, struct lookup_answer *answer)
{
	struct later *later = l->later;
	const struct found *found;
	enum read_status status;

	if (pass_over(later))
		return READ_ERROR;
	status = kept_read(later->reader, &later->kept);
	if (status != READ_RECORD)
		return status;
	*record = later->kept.record;
	*file = later->kept.file;
	*answer = (struct lookup_answer){.why = later->kept.why ? later->kept.why : "unmatched"};
	l->open = false;
	found = merge_at(later->merge);
	if (found && found->sequence == later->sequence) {
		*answer = (struct lookup_answer){.matched_by = l->plan.rungs[found->rung].text};
		later->rung = found->rung;
		l->open = !l->plan.exists;
		if (found->twice && lookup_say_twice(l, found->row.line))
			return READ_ERROR;
	}
	later->sequence++;
	return READ_RECORD;
}
