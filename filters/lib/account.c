/* account: what became of the rows of a run.
 *
 * Reasons are few static words, so a list that is searched by address first is the fastest table
 * there is. */
#include "account.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"

static struct drop *
find_static(struct account *account, const char *reason)
{
	for (size_t i = 0; i < account->drop_count; i++)
		if (account->drops[i].reason == reason)
			return &account->drops[i];
	return NULL;
}

static struct drop *
find_reason(struct account *account, const char *reason)
{
	for (size_t i = 0; i < account->drop_count; i++)
		if (strcmp(account->drops[i].reason, reason) == 0)
			return &account->drops[i];
	return NULL;
}

static struct drop *
add_reason(struct account *account, const char *reason, bool owned)
{
	account->drops = xrealloc(account->drops, account->drop_count + 1, sizeof *account->drops);
	account->drops[account->drop_count] = (struct drop){reason, owned, 0};
	return &account->drops[account->drop_count++];
}

void
account_drop(struct account *account, const char *reason)
{
	struct drop *drop = find_static(account, reason);

	account->dropped++;
	if (!drop)
		drop = find_reason(account, reason);
	if (!drop)
		drop = add_reason(account, reason, false);
	drop->rows++;
}

void
account_drop_named(struct account *account, const char *reason)
{
	struct drop *drop = find_reason(account, reason);

	account->dropped++;
	if (!drop)
		drop = add_reason(account, xcopy(span_of(reason)), true);
	drop->rows++;
}

bool
account_closes(const struct account *a, uint64_t in)
{
	if (in + a->again + a->results == a->out + a->rejected + a->dropped + a->folded)
		return true;
	warn("the rows do not add up: in %" PRIu64 " + extra %" PRIu64 ", out %" PRIu64
	     " + reject %" PRIu64 " + drop %" PRIu64 " + fold %" PRIu64,
	    in, a->again + a->results, a->out, a->rejected, a->dropped, a->folded);
	return false;
}

uint64_t
account_rows(const struct parts *parts)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < parts_count(parts); i++) {
		const struct csv_counts *counts = &parts_account(parts, i)->counts;

		rows += counts->records + counts->problems;
	}
	return rows;
}

static void
add_count(struct buf *note, const char *name, uint64_t count)
{
	char text[64];

	snprintf(text, sizeof text, "%s%s=%" PRIu64, note->size ? " " : "", name, count);
	buf_add_text(note, text);
}

static void
part_note(struct buf *note, const struct part_account *part)
{
	const struct csv_counts *counts = &part->counts;

	buf_clear(note);
	add_count(note, "plain", counts->plain);
	add_count(note, "intricate", counts->records - counts->plain);
	if (counts->blank)
		add_count(note, "blank", counts->blank);
	if (counts->crlf)
		add_count(note, "crlf", counts->crlf);
	if (!part->complete)
		buf_add_text(note, " partial");
	buf_add_byte(note, '\0');
}

int
account_write_parts(struct ledger *ledger, const struct parts *parts, const char *role)
{
	struct buf note = {0};
	int result = 0;

	for (size_t i = 0; result == 0 && i < parts_count(parts); i++) {
		const struct part_account *part = parts_account(parts, i);
		struct ledger_line line = {
		    .role = role,
		    .name = part->path,
		    .rows = part->counts.records + part->counts.problems,
		    .bytes = part->complete ? part->bytes : UINT64_MAX,
		    .digest = part->complete ? part->digest : NULL,
		};

		part_note(&note, part);
		line.note = note.data;
		result = ledger_write(ledger, &line);
	}
	buf_free(&note);
	return result;
}

int
account_write_sink(struct ledger *ledger, const struct sink *sink, const char *role,
    const char *name, uint64_t rows, const char *note)
{
	char digest[33];
	struct ledger_line line = {
	    .role = role, .name = name, .rows = rows, .digest = digest, .note = note};

	if (!sink || !ledger_is_on(ledger))
		return 0;
	sink_digest(sink, digest);
	line.bytes = sink_bytes(sink);
	return ledger_write(ledger, &line);
}

static int
by_reason(const void *a, const void *b)
{
	return strcmp(((const struct drop *)a)->reason, ((const struct drop *)b)->reason);
}

static void
sort_drops(struct account *account)
{
	if (account->drop_count)
		qsort(account->drops, account->drop_count, sizeof *account->drops, by_reason);
}

/* A line for a count that is not zero. */
static int
write_count(struct ledger *ledger, const char *role, const char *name, uint64_t rows)
{
	struct ledger_line line = {.role = role, .name = name, .rows = rows, .bytes = UINT64_MAX};

	return rows ? ledger_write(ledger, &line) : 0;
}

int
account_write_rows(struct ledger *ledger, struct account *account)
{
	sort_drops(account);
	for (size_t i = 0; i < account->drop_count; i++)
		if (write_count(ledger, "drop", account->drops[i].reason, account->drops[i].rows) <
		    0)
			return -1;
	if (write_count(ledger, "fold", NULL, account->folded) < 0 ||
	    write_count(ledger, "extra", "again", account->again) < 0)
		return -1;
	return write_count(ledger, "extra", "result", account->results);
}

char *
account_words(struct account *account, uint64_t in)
{
	struct buf words = {0};
	char text[128];

	sort_drops(account);
	snprintf(text, sizeof text, "in %" PRIu64 ", dropped %" PRIu64, in, account->dropped);
	buf_add_text(&words, text);
	for (size_t i = 0; i < account->drop_count; i++) {
		buf_add_text(&words, i ? ", " : ": ");
		buf_add_text(&words, account->drops[i].reason);
		snprintf(text, sizeof text, " %" PRIu64, account->drops[i].rows);
		buf_add_text(&words, text);
	}
	snprintf(text, sizeof text, ", rejected %" PRIu64, account->rejected);
	buf_add_text(&words, text);
	buf_add_byte(&words, '\0');
	return words.data;
}

void
account_free(struct account *account)
{
	for (size_t i = 0; i < account->drop_count; i++)
		if (account->drops[i].owned)
			free((char *)account->drops[i].reason);
	free(account->drops);
	*account = (struct account){0};
}
