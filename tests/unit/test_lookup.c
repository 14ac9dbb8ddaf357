/* test_lookup: every operator of as-of, every pick and ladders against a plain loop over all rows
 * that shares no code with the lookup but when_parse and when_compare; in memory and on disk. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lookup.h"
#include "tap.h"
#include "when.h"

enum { WIDTH = 6, MOST = 24000, MATCHES_MOST = 4096 };
enum { ID, MAIL, CODE, AT, EVENT, PAD };

struct table {
	size_t count;
	char cell[MOST][WIDTH][24];
};

struct numbers {
	uint64_t state;
};

static uint64_t
draw(struct numbers *n, uint64_t below)
{
	n->state ^= n->state << 13;
	n->state ^= n->state >> 7;
	n->state ^= n->state << 17;
	return n->state % below;
}

/* A record over values, which it points into by way of text and ends. */
static struct record
make_record(char (*cells)[24], uint64_t line, struct buf *text, uint32_t *ends)
{
	buf_clear(text);
	for (size_t i = 0; i < WIDTH; i++) {
		buf_add_text(text, cells[i]);
		ends[i] = (uint32_t)text->size;
		buf_add_byte(text, ',');
	}
	return (struct record){
	    .base = text->data, .ends = ends, .count = WIDTH, .line = line, .decoded = true};
}

static void
make_columns(struct columns *columns, const char *file)
{
	static char names[WIDTH][24] = {"id", "mail", "code", "at", "event", "pad"};
	struct buf text = {0};
	uint32_t ends[WIDTH];
	struct record header = make_record(names, 1, &text, ends);

	columns_read(columns, &header, file);
	buf_free(&text);
}

static void
draw_time(struct numbers *n, char *out, size_t room, bool mixed)
{
	static const char *const odd[] = {"", "soon", "2024-01-02", "2024-01-02T03:00:00",
	    "2024-01-01T20:00:00", "2024-01-03", "2024-01-02T14:00:00"};

	if (mixed && draw(n, 2))
		snprintf(out, room, "%s", odd[draw(n, sizeof odd / sizeof *odd)]);
	else
		snprintf(out, room, "2024-01-0%dT%02d:00:00Z", (int)draw(n, 3) + 1,
		    (int)draw(n, 12) * 2);
}

static void
draw_table(struct table *t, struct numbers *n, size_t count, uint64_t keys, bool mixed)
{
	static const char *const events[] = {"optin", "optout", "objection", "other"};

	t->count = count;
	for (size_t i = 0; i < count; i++) {
		char(*cell)[24] = t->cell[i];

		snprintf(cell[ID], 24, "%d", (int)draw(n, 40));
		snprintf(cell[MAIL], 24, "%c%d", draw(n, 3) ? 'a' : 'A', (int)draw(n, keys));
		snprintf(cell[CODE], 24, "c%d", (int)draw(n, keys * 2));
		if (draw(n, 6) == 0)
			cell[MAIL][0] = '\0';
		if (draw(n, 6) == 0)
			cell[CODE][0] = '\0';
		draw_time(n, cell[AT], 24, mixed);
		snprintf(cell[EVENT], 24, "%s", events[draw(n, 4)]);
		snprintf(cell[PAD], 24, "%s", draw(n, 2) ? "pad, with a comma" : "");
	}
}

/* What is asked: in words for the lookup, and so that a loop understands it. */
struct question {
	const char *keys[3]; /* up to 3 rungs */
	struct {
		int column;
		bool fold;
	} rung[3];
	const char *as_of;
	enum lookup_pick pick;
	const char *prefer;
	bool exists;
};

static bool
same_key(const char *a, const char *b, bool fold)
{
	for (; *a && *b; a++, b++)
		if (*a != *b && !(fold && (*a | 32) == (*b | 32)))
			return false;
	return *a == *b;
}

/* For all instants of both sides, for none, or for some? */
static bool
time_holds(const char *sign, struct when left, struct when right)
{
	bool untold = strchr(sign, '?') != NULL, all, some;

	if (!left.known || !right.known)
		return untold;
	if (sign[0] == '?')
		return left.earliest < right.latest && left.latest >= right.earliest;
	if (sign[0] == '>' && sign[1] == '=') {
		all = left.earliest >= right.latest;
		some = left.latest >= right.earliest;
	} else if (sign[0] == '>') {
		all = left.earliest > right.latest;
		some = left.latest > right.earliest;
	} else if (sign[1] == '=') {
		all = left.latest <= right.earliest;
		some = left.earliest <= right.latest;
	} else {
		all = left.latest < right.earliest;
		some = left.earliest < right.latest;
	}
	return all || (untold && some);
}

static int
rank_of(const char *event)
{
	return strcmp(event, "objection") == 0 ? 0 : strcmp(event, "optout") == 0 ? 1 : 2;
}

struct order {
	const struct table *table;
	const struct question *q;
};

static int
compare(const void *a, const void *b, void *context)
{
	const struct order *order = context;
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	const char(*left)[24] = order->table->cell[i], (*right)[24] = order->table->cell[j];
	int result = 0;

	if (order->q->as_of)
		result =
		    when_compare(when_parse(span_of(left[AT])), when_parse(span_of(right[AT])));
	if (order->q->pick != LOOKUP_ONE) {
		if (result == 0 && order->q->prefer) {
			result = rank_of(left[EVENT]) - rank_of(right[EVENT]);
			result = order->q->pick == LOOKUP_LAST ? -result : result;
		}
		if (result == 0)
			result = strcmp(left[ID], right[ID]);
		if (result == 0)
			result = strcmp(left[PAD], right[PAD]);
	}
	return result ? result : (i > j) - (i < j);
}

/* The rows of one rung that match as the sign says (NULL: at any time), in order. */
static size_t
find_signed(const struct table *table, const struct question *q, size_t rung, char (*cells)[24],
    const char *sign, size_t *rows)
{
	const char *key = cells[q->rung[rung].column];
	struct order order = {table, q};
	size_t count = 0;

	for (size_t i = 0; *key && i < table->count; i++)
		if (same_key(key, table->cell[i][q->rung[rung].column], q->rung[rung].fold) &&
		    (!sign || time_holds(sign, when_parse(span_of(cells[AT])),
				  when_parse(span_of(table->cell[i][AT])))))
			rows[count++] = i;
	qsort_r(rows, count, sizeof *rows, compare, &order);
	return count;
}

/* first and last take a certain match before one that cannot be told. */
static size_t
find_rows(const struct table *table, const struct question *q, size_t rung, char (*cells)[24],
    size_t *rows)
{
	const char *sign = q->as_of ? q->as_of + 2 : NULL;
	char certain[3] = {0};
	size_t count = 0;

	if (sign && sign[0] != '?' && strchr(sign, '?') &&
	    (q->pick == LOOKUP_FIRST || q->pick == LOOKUP_LAST)) {
		memcpy(certain, sign, strcspn(sign, "?"));
		count = find_signed(table, q, rung, cells, certain, rows);
	}
	return count ? count : find_signed(table, q, rung, cells, sign, rows);
}

static void
say_row(struct buf *out, const char (*cells)[24], size_t row)
{
	char line[24];

	snprintf(line, sizeof line, "%zu", row + 2);
	buf_add_text(out, " ");
	buf_add_text(out, cells[ID]);
	buf_add_text(out, "/");
	buf_add_text(out, cells[PAD]);
	buf_add_text(out, "/");
	buf_add_text(out, line);
}

/* The answer of the loop. False: several where one was asked for. */
static bool
expect(const struct table *table, const struct question *q, char (*cells)[24], struct buf *out)
{
	static size_t rows[MOST];
	bool usable = false;

	for (size_t i = 0; i < 3 && q->keys[i]; i++) {
		size_t count = find_rows(table, q, i, cells, rows);

		usable = usable || *cells[q->rung[i].column];
		if (count == 0)
			continue;
		buf_add_text(out, "rung ");
		buf_add_byte(out, (char)('1' + i));
		if (q->exists)
			return true;
		if (q->pick == LOOKUP_ONE && count > 1)
			return false;
		for (size_t j = 0; j < count; j++)
			if (q->pick == LOOKUP_ALL || j == (q->pick == LOOKUP_LAST ? count - 1 : 0))
				say_row(out, table->cell[rows[j]], rows[j]);
		return true;
	}
	buf_add_text(out, usable ? "unmatched" : "key_empty");
	return true;
}

/* The answer of the lookup in the same words. */
static void
say(struct lookup *l, const struct question *q, const struct lookup_answer *answer, struct buf *out)
{
	const struct span *added;
	size_t rung = 0;

	if (answer->why) {
		buf_add_text(out, answer->why);
		return;
	}
	if (q->keys[1]) {
		while (rung < 3 && !span_is(answer->matched_by, q->keys[rung]))
			rung++;
	} else if (!span_is(answer->matched_by, "ascii")) {
		rung = 9;
	}
	buf_add_text(out, "rung ");
	buf_add_byte(out, (char)('1' + rung));
	while (lookup_row(l, &added) == READ_RECORD) {
		buf_add_text(out, " ");
		buf_add_span(out, added[0]);
		buf_add_text(out, "/");
		buf_add_span(out, added[1]);
		buf_add_text(out, "/");
		buf_add_span(out, added[2]);
	}
}

/* What stderr got since hold(): TAP goes to stdout, and a message is part of the answer. */
struct held {
	int saved;
	int file;
};

static struct held
hold(void)
{
	char name[] = "/tmp/test_lookup_XXXXXX";
	struct held held = {dup(2), mkstemp(name)};

	unlink(name);
	dup2(held.file, 2);
	return held;
}

static void
give_back(struct held held, char *text, size_t room)
{
	ssize_t got;

	dup2(held.saved, 2);
	close(held.saved);
	got = pread(held.file, text, room - 1, 0);
	text[got > 0 ? got : 0] = '\0';
	close(held.file);
}

static struct lookup *
load(const struct table *table, const struct question *q, uint64_t memory, struct forms *forms)
{
	const struct lookup_spec spec = {.keys = q->keys,
	    .key_count = (size_t)(1 + (q->keys[1] != NULL) + (q->keys[1] && q->keys[2])),
	    .as_of = q->as_of,
	    .prefer = q->prefer,
	    .add = q->exists ? NULL : "id,pad,line=:line",
	    .pick = q->pick,
	    .exists = q->exists,
	    .memory = memory,
	    .temp = "/tmp"};
	struct columns columns;
	struct lookup *l;
	struct buf text = {0};
	uint32_t ends[WIDTH];
	bool fine = true;

	make_columns(&columns, "lookup.csv");
	l = lookup_new(&spec, &columns, forms);
	fine = l && lookup_bind(l, &columns, forms) == 0;
	for (size_t i = 0; fine && i < table->count; i++) {
		char cells[WIDTH][24];
		struct record record;

		memcpy(cells, table->cell[i], sizeof cells);
		record = make_record(cells, i + 2, &text, ends);
		fine = lookup_add(l, &record) == 0;
	}
	fine = fine && lookup_ready(l) == 0;
	buf_free(&text);
	columns_free(&columns);
	if (!fine)
		exit(3);
	return l;
}

/* Records of the input in memory at the same time. */
enum { BATCH = 7 };
struct batch {
	struct record records[BATCH];
	struct buf text[BATCH];
	uint32_t ends[BATCH][WIDTH];
	size_t at, count;
};

/* The i-th record of the input. Of a lookup in memory, most times the first of a batch of 1 to
 * BATCH, which was expected. */
static struct record
next_record(struct lookup *l, struct batch *b, struct table *input, size_t i)
{
	if (b->at == b->count) {
		b->count = i % BATCH + 1;
		b->count = b->count < input->count - i ? b->count : input->count - i;
		for (b->at = 0; b->at < b->count; b->at++)
			b->records[b->at] = make_record(
			    input->cell[i + b->at], i + b->at + 2, &b->text[b->at], b->ends[b->at]);
		if (!lookup_is_deferred(l) && i % 3)
			lookup_expect(l, b->records, b->count);
		b->at = 0;
	}
	return b->records[b->at++];
}

/* All answers, a line each, and "several" where the lookup stopped. */
static void
run_lookup(struct lookup *l, const struct question *q, struct table *input, struct buf *out)
{
	bool later = lookup_is_deferred(l), going = true;
	struct lookup_answer answer;
	struct batch batch = {0};
	struct record record;
	const char *file;

	for (size_t i = 0; going && i < input->count; i++) {
		record = next_record(l, &batch, input, i);
		if (later) {
			going = lookup_defer(l, &record, "input.csv") == 0;
			continue;
		}
		going = lookup_probe(l, &record, &answer) == 0;
		if (going) {
			say(l, q, &answer, out);
			buf_add_byte(out, '\n');
		}
	}
	if (later && lookup_solve(l))
		exit(3);
	for (size_t i = 0; later && i < input->count; i++) {
		going = lookup_replay(l, &record, &file, &answer) == READ_RECORD;
		if (!going || record.line != i + 2 || strcmp(file, "input.csv") != 0 ||
		    !span_is(csv_field(&record, AT), input->cell[i][AT]))
			break;
		say(l, q, &answer, out);
		buf_add_byte(out, '\n');
	}
	if (!going)
		buf_add_text(out, "several\n");
	for (size_t i = 0; i < BATCH; i++)
		buf_free(&batch.text[i]);
}

static void
run_loop(const struct table *table, const struct question *q, struct table *input, struct buf *out)
{
	for (size_t i = 0; i < input->count; i++) {
		size_t before = out->size;

		if (!expect(table, q, input->cell[i], out)) {
			out->size = before;
			buf_add_text(out, "several\n");
			return;
		}
		buf_add_byte(out, '\n');
	}
}

static const char *const as_ofs[] = {
    NULL, "at>=at", "at>at", "at<at", "at<=at", "at>=?at", "at>?at", "at<?at", "at<=?at", "at?at"};

static const struct question ladders[] = {
    {.keys = {"mail=mail:ascii"}, .rung = {{MAIL, true}}},
    {.keys = {"mail:ascii"}, .rung = {{MAIL, true}}},
    {.keys = {"mail:exact", "code:ascii", "mail:ascii"},
	.rung = {{MAIL, false}, {CODE, true}, {MAIL, true}}},
};

/* One question in memory (memory 0: on disk), against the loop. */
static bool
agrees(const struct table *table, struct table *input, const struct question *q, uint64_t memory,
    struct forms *forms, bool *deferred)
{
	struct buf want = {0}, have = {0};
	struct held held = hold();
	struct lookup *l = load(table, q, memory, forms);
	char text[4096];
	bool same;

	*deferred = lookup_is_deferred(l);
	run_lookup(l, q, input, &have);
	give_back(held, text, sizeof text);
	run_loop(table, q, input, &want);
	same = span_equal(buf_span(&want), buf_span(&have));
	if (want.size >= 8 && memcmp(want.data + want.size - 8, "several\n", 8) == 0)
		same = same && strstr(text, ": key stands twice (--pick says which to take)\n");
	else
		same = same && text[0] == '\0';
	lookup_free(l);
	buf_free(&want);
	buf_free(&have);
	return same;
}

static void
test_against_loop(struct tap *tap, struct forms *forms)
{
	static struct table table, input;
	static const char *const picks[] = {"one", "first", "last", "all"};
	struct numbers numbers = {88172645463325252u};
	bool deferred;

	for (size_t a = 0; a < sizeof as_ofs / sizeof *as_ofs; a++)
		for (size_t ladder = 0; ladder < 3; ladder++)
			for (size_t round = 0; round < 10; round++) {
				struct question q = ladders[ladder];

				q.as_of = as_ofs[a];
				q.pick = (enum lookup_pick)(round % 5 % 4);
				q.exists = round % 5 == 4;
				q.prefer = q.pick ? "event=objection,optout" : NULL;
				draw_table(&table, &numbers, 150, round < 5 ? 8 : 60, round % 2);
				draw_table(&input, &numbers, 80, round < 5 ? 8 : 60, round > 2);
				tap_ok(tap,
				    agrees(&table, &input, &q, UINT64_MAX, forms, &deferred) &&
					!deferred,
				    "as of %s, ladder %zu, %s, round %zu", q.as_of ? q.as_of : "-",
				    ladder, q.exists ? "exists" : picks[q.pick], round);
			}
}

/* Rows of one key at the very instant asked for, and intervals that begin or end in it, on both
 * sides of them. */
static void
test_equal_instant(struct tap *tap, struct forms *forms)
{
	static const char *const times[] = {"2024-01-02T00:00:00", "2024-01-02T12:00:00Z",
	    "2024-01-02T12:00:00Z", "2024-01-03T02:00:00"};
	static struct table table, input;
	struct numbers numbers = {7};
	bool deferred;

	for (size_t a = 1; a < sizeof as_ofs / sizeof *as_ofs; a++)
		for (int pick = LOOKUP_FIRST; pick <= LOOKUP_ALL; pick++) {
			struct question q = ladders[1];

			draw_table(&table, &numbers, sizeof times / sizeof *times, 1, false);
			draw_table(&input, &numbers, 1, 1, false);
			for (size_t i = 0; i < table.count; i++) {
				snprintf(table.cell[i][MAIL], 24, "a");
				snprintf(table.cell[i][AT], 24, "%s", times[i]);
			}
			snprintf(input.cell[0][MAIL], 24, "a");
			snprintf(input.cell[0][AT], 24, "2024-01-02T12:00:00Z");
			q.as_of = as_ofs[a];
			q.pick = (enum lookup_pick)pick;
			tap_ok(tap, agrees(&table, &input, &q, UINT64_MAX, forms, &deferred),
			    "the same instant among intervals, %s, pick %d", as_ofs[a], pick);
		}
}

/* The same on disk. 24,000 rows are too many for one partition, so partitions are split, too. */
static void
test_on_disk(struct tap *tap, struct forms *forms)
{
	static struct table table, input;
	struct numbers numbers = {362436069u};
	bool deferred;

	draw_table(&table, &numbers, MOST, 12000, true);
	draw_table(&input, &numbers, 60, 12000, true);
	for (size_t round = 0; round < 10; round++) {
		struct question q = ladders[1 + round % 2];

		q.as_of = as_ofs[round];
		q.pick = (enum lookup_pick)(round % 5 % 4);
		q.exists = round % 5 == 4;
		tap_ok(tap, agrees(&table, &input, &q, 1, forms, &deferred) && deferred,
		    "on disk, round %zu", round);
	}
}

static void
test_hot_key(struct tap *tap, struct forms *forms)
{
	static struct table table, input;
	struct numbers numbers = {521288629u};
	struct question q = ladders[1];
	struct held held;
	struct lookup *l;
	char text[4096];
	bool deferred;

	/* One key and exact times: were it not for the binary search, this would not end. */
	draw_table(&table, &numbers, MOST, 1, false);
	draw_table(&input, &numbers, 20, 1, false);
	q.as_of = "at?at";
	q.exists = true;
	tap_ok(tap, agrees(&table, &input, &q, UINT64_MAX, forms, &deferred), "a hot key");
	held = hold();
	l = load(&table, &q, 1, forms);
	for (size_t i = 0; i < input.count; i++) {
		struct buf bytes = {0};
		uint32_t ends[WIDTH];
		struct record record = make_record(input.cell[i], i + 2, &bytes, ends);

		if (lookup_defer(l, &record, "input.csv"))
			exit(3);
		buf_free(&bytes);
	}
	deferred = lookup_is_deferred(l) && lookup_solve(l) != 0;
	give_back(held, text, sizeof text);
	lookup_free(l);
	tap_ok(tap,
	    deferred &&
		strstr(text, "lookup.csv: the rows of one key need more memory than -m gives"),
	    "a key that cannot be split is a clear error");
}

static void
test_counts(struct tap *tap, struct forms *forms)
{
	static struct table table;
	struct question q = ladders[2];
	struct numbers numbers = {1};
	struct lookup *l;

	draw_table(&table, &numbers, 4, 9, false);
	table.cell[0][MAIL][0] = table.cell[0][CODE][0] = '\0';
	table.cell[1][MAIL][0] = '\0';
	l = load(&table, &q, UINT64_MAX, forms);
	tap_ok(tap,
	    lookup_counts(l).rows == 4 && lookup_counts(l).unusable <= 2 &&
		lookup_counts(l).unusable >= 1,
	    "rows without a key on any rung are counted");
	lookup_free(l);
}

int
main(void)
{
	struct tap tap = {0};
	struct forms *forms = forms_new();

	test_against_loop(&tap, forms);
	test_equal_instant(&tap, forms);
	test_on_disk(&tap, forms);
	test_hot_key(&tap, forms);
	test_counts(&tap, forms);
	forms_free(forms);
	return tap_done(&tap);
}
