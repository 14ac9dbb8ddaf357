/* am-sort: puts the rows of a table in order. The rule: by the -k columns one after the other,
 * rows with equal keys in the order they came; with -u only the first of these is kept.
 *
 * A row is written as the bytes it was read with. A value that is empty or cannot be read as the
 * number or time it is sorted by comes before all others (with desc after all), and is counted in
 * the ledger's note. Memory: -m, then sorted runs on disk; the result is the same. Status: 0, or 2
 * when not complete.
 *
 *	am-sort -k sent_at:time:desc -k email sends.csv.gz
 */
#include <stdlib.h>

#include "filter.h"
#include "order.h"
#include "sorter.h"

static const struct opt options[] = {
    {.name = "key",
	.letter = 'k',
	.argument = "COL[:number|:time][:desc]",
	.help = "sort by this column; repeat for the next when equal",
	.repeats = true},
    {.name = "unique", .letter = 'u', .help = "keep the first row of equal keys, drop the others"},
    {0},
};
static const struct program program = {
    .name = "am-sort",
    .usage = "-k COL[:number|:time][:desc]... [options] [FILE...]",
    .summary = "sort a table of any size",
    .own = options,
};

struct sort_key {
	struct column_list name; /* of one column */
	struct order order;
	size_t index;
	uint64_t unreadable;
};

/* How a row lies in the sorter: this, the end of each field, the fields, and the raw bytes if
 * these are not the fields. */
struct kept {
	uint32_t count;	 /* of fields */
	uint32_t fields; /* bytes of the fields */
	uint32_t flags;
};
enum { KEPT_SAME = 1, KEPT_DECODED = 2, KEPT_QUOTES = 4 };

struct state {
	struct filter filter;
	struct sort_key *keys;
	size_t key_count;
	bool unique, source;
	struct sorter *sorter;
	struct buf key, row; /* of the record read; then the last key written */
	uint32_t *ends;	     /* of the row that is written */
	struct span *values;
	bool first; /* nothing was written yet */
};

/* Reads "[:TYPE][:desc]". */
static void
parse_order(struct order *order, struct span words)
{
	for (size_t i = 0; words.size > 0; i++) {
		struct span rest = {words.data + 1, words.size - 1};
		struct span word = {rest.data, columns_cut(rest, ":")};

		words = (struct span){word.data + word.size, rest.size - word.size};
		if (span_is(word, "desc") && words.size == 0)
			order->descending = true;
		else if (i > 0 || order_type_parse(word, &order->type) != 0)
			die("-k: not COLUMN[:number|:time][:desc]");
	}
}

static void
parse_key(struct sort_key *key, const char *text)
{
	struct span all = span_of(text);
	size_t colon = columns_cut(all, ":");
	char *name = xcopy((struct span){all.data, colon});

	if (column_list_parse(&key->name, name, "-k") != 0)
		die_silent();
	if (key->name.count != 1 || key->name.items[0].rename.size)
		die("-k: one column, without a new name (repeat -k for more)");
	parse_order(&key->order, (struct span){all.data + colon, all.size - colon});
	free(name);
}

static void
prepare(struct state *s)
{
	struct filter *f = &s->filter;
	size_t width;

	s->key_count = opt_count(&f->opt, "key");
	if (s->key_count == 0)
		die("-k is needed");
	s->keys = xcalloc(s->key_count, sizeof *s->keys);
	for (size_t i = 0; i < s->key_count; i++)
		parse_key(&s->keys[i], opt_at(&f->opt, "key", i));
	s->unique = opt_has(&f->opt, "unique");
	s->source = opt_has(&f->opt, "source");
	s->first = true;
	xfilter_input(f, f->opt.operands, f->opt.operand_count);
	for (size_t i = 0; i < s->key_count; i++)
		if (columns_find(parts_columns(f->in), s->keys[i].name.items[0].name,
			&s->keys[i].index) != 0)
			die_silent();
	xfilter_output(f, NULL, 0);
	width = filter_width(f);
	s->ends = xcalloc(width, sizeof *s->ends);
	s->values = xcalloc(width, sizeof *s->values);
	s->sorter = sorter_new(f->memory, f->temp);
}

/* Packs the record with its raw bytes, which are the fields with what stands between them unless
 * the record is intricate. */
static void
pack_raw(struct state *s)
{
	const struct record *record = &s->filter.record;
	const char *from = record->base + record->start;
	size_t size = record->ends[record->count - 1] - record->start;
	bool same = from == record->raw.data && size == record->raw.size;
	struct kept kept = {record->count, (uint32_t)size, 0};

	kept.flags = (same ? KEPT_SAME : 0) | (record->decoded ? KEPT_DECODED : 0) |
		     (record->quotes ? KEPT_QUOTES : 0);
	buf_add(&s->row, &kept, sizeof kept);
	for (size_t i = 0; i < record->count; i++) {
		uint32_t end = record->ends[i] - record->start;

		buf_add(&s->row, &end, sizeof end);
	}
	buf_add(&s->row, from, size);
	if (!same)
		buf_add_span(&s->row, record->raw);
}

/* Packs the values in the order of the table, one byte apart, as a record of them has it. */
static void
pack_values(struct state *s)
{
	const struct filter *f = &s->filter;
	struct kept kept = {(uint32_t)filter_width(f), 0, KEPT_DECODED};
	size_t ends, at;

	buf_add(&s->row, &kept, sizeof kept);
	ends = s->row.size;
	for (size_t i = 0; i < kept.count; i++)
		buf_add(&s->row, &kept.fields, sizeof kept.fields);
	at = s->row.size;
	for (size_t i = 0; i < kept.count; i++) {
		uint32_t end;

		if (i > 0)
			buf_add_byte(&s->row, ',');
		buf_add_span(&s->row, filter_field(f, i));
		end = (uint32_t)(s->row.size - at);
		memcpy(s->row.data + ends + i * sizeof end, &end, sizeof end);
		kept.fields = end;
	}
	memcpy(s->row.data, &kept, sizeof kept);
}

/* One record goes to the sorter. */
static int
one(struct state *s)
{
	const struct record *record = &s->filter.record;

	buf_clear(&s->key);
	buf_clear(&s->row);
	for (size_t i = 0; i < s->key_count; i++) {
		struct sort_key *key = &s->keys[i];
		struct span value = csv_field(record, key->index);

		if (!order_append(&s->key, key->order, value))
			key->unreadable++;
	}
	if (s->source || record->order)
		pack_values(s);
	else
		pack_raw(s);
	return sorter_add(s->sorter, buf_span(&s->key), buf_span(&s->row));
}

/* Writes a row of the sorter: as the record it was, or with --source as values. */
static int
write_row(struct state *s, struct span row)
{
	struct filter *f = &s->filter;
	struct kept kept;
	struct record record;
	size_t at = sizeof kept;

	memcpy(&kept, row.data, sizeof kept);
	memcpy(s->ends, row.data + at, kept.count * sizeof *s->ends);
	at += kept.count * sizeof *s->ends;
	record = (struct record){.base = row.data + at,
	    .ends = s->ends,
	    .count = kept.count,
	    .decoded = kept.flags & KEPT_DECODED,
	    .quotes = kept.flags & KEPT_QUOTES};
	if (kept.flags & KEPT_SAME)
		record.raw = (struct span){record.base, kept.fields};
	else
		record.raw = (struct span){record.base + kept.fields, row.size - at - kept.fields};
	if (!s->source) {
		f->record = record;
		return filter_keep(f, NULL);
	}
	for (size_t i = 0; i < kept.count; i++)
		s->values[i] = csv_field(&record, i);
	return filter_keep_values(f, s->values, NULL);
}

/* Writes all rows, in order. */
static bool
write_rows(struct state *s)
{
	struct span key, row;
	enum read_status status;

	if (sorter_finish(s->sorter) != 0)
		return false;
	while ((status = sorter_next(s->sorter, &key, &row)) == READ_RECORD) {
		bool repeated = s->unique && !s->first && span_equal(key, buf_span(&s->key));

		if ((repeated ? filter_drop(&s->filter, "repeated") : write_row(s, row)) != 0)
			return false;
		s->first = false;
		if (s->unique && !repeated) {
			buf_clear(&s->key);
			buf_add_span(&s->key, key);
		}
	}
	return status == READ_END;
}

static bool
run(struct state *s)
{
	enum read_status status;

	while ((status = filter_next(&s->filter)) == READ_RECORD)
		if (one(s) != 0)
			return false;
	if (status != READ_END || !write_rows(s))
		return false;
	for (size_t i = 0; i < s->key_count; i++) {
		struct span name = s->keys[i].name.items[0].name;

		if (s->keys[i].order.type != ORDER_BYTES && s->keys[i].unreadable > 0)
			filter_note(&s->filter, "unreadable:%.*s=%llu", (int)name.size, name.data,
			    (unsigned long long)s->keys[i].unreadable);
	}
	return true;
}

static void
release(struct state *s)
{
	for (size_t i = 0; i < s->key_count; i++)
		column_list_free(&s->keys[i].name);
	sorter_free(s->sorter);
	buf_free(&s->key);
	buf_free(&s->row);
	free(s->keys);
	free(s->ends);
	free(s->values);
}

int
main(int argc, char **argv)
{
	struct state s = {0};
	int status;

	xfilter_start(&s.filter, &program, argc, argv);
	prepare(&s);
	status = filter_finish(&s.filter, run(&s), STATUS_OK);
	release(&s);
	return status;
}
