/* tally_state: the state of one aggregate of one group.
 *
 * min and max compare a rank first, a number made of the value once; the texts themselves are
 * looked at only when ranks are equal. Merging adds a packed text as if it were a value, so a
 * state that was cut in two by the memory comes to the same. */
#include "tally_state.h"

#include <endian.h>
#include <stdlib.h>

#include "num.h"
#include "when.h"

enum {
	TEXT_STEP = 16,
	LIST_MOST = 1024 * 1024 /* bytes: a field that is longer no filter reads */
};

static bool
is_text(enum tally_function function)
{
	return (function >= TALLY_MIN && function <= TALLY_LAST) || function == TALLY_LIST;
}

void
states_clear(const struct states *all, struct group *group)
{
	for (size_t i = 0; i < all->count; i++) {
		union state *state = &group->states[i];

		if (is_text(all->specs[i].function))
			state->text.size = STATE_NO_TEXT;
		else if (all->specs[i].function == TALLY_SUM)
			state->sum = (struct state_sum){0, 0};
		else
			state->counter = (struct state_counter){0, group};
	}
}

struct group *
states_group(struct states *all, struct span key)
{
	size_t states = all->count * sizeof(union state);
	struct group *group = arena_take(&all->arena, sizeof *group + states + key.size);
	char *copy = (char *)group + sizeof *group + states;

	memset(group, 0, sizeof *group + states);
	if (key.size)
		memcpy(copy, key.data, key.size);
	group->key = (struct span){copy, key.size};
	states_clear(all, group);
	return group;
}

/* A value has less than 1 GiB (csv), a list LIST_MOST, so 32 bits hold twice of it. */
static void
keep_text(struct arena *arena, struct state_text *text, struct span value, uint64_t rank)
{
	if (!text->data || value.size > text->room) {
		/* Twice what is needed the second time: a text that keeps growing wastes no more.
		 */
		size_t room = (text->data ? 2 * value.size : value.size) / TEXT_STEP + 1;

		text->room = (uint32_t)(room * TEXT_STEP);
		text->data = arena_take(arena, text->room);
	}
	if (value.size)
		memcpy(text->data, value.data, value.size);
	text->size = (uint32_t)value.size;
	text->rank = rank;
}

static uint64_t
first_bytes(struct span code)
{
	unsigned char bytes[8] = {0};
	uint64_t rank;

	memcpy(bytes, code.data, code.size < 8 ? code.size : 8);
	memcpy(&rank, bytes, sizeof rank);
	return be64toh(rank);
}

/* A number in the order of the values; equal ranks decide only between times. False: cannot be
 * read. */
static bool
rank_of(struct states *all, const struct tally_spec *spec, struct span value, uint64_t *rank)
{
	struct when when;

	switch (spec->type) {
	case ORDER_BYTES:
		*rank = first_bytes(value);
		return true;
	case ORDER_NUMBER:
		buf_clear(&all->code);
		if (!order_append(&all->code, (struct order){ORDER_NUMBER, false}, value))
			return false;
		*rank = first_bytes(buf_span(&all->code));
		return true;
	case ORDER_TIME:
		when = when_parse(value);
		*rank = (uint64_t)(spec->function == TALLY_MIN ? when.earliest : when.latest);
		*rank ^= UINT64_C(1) << 63;
		return when.known;
	}
	return false;
}

/* The order of two values of equal rank; all->code still holds the first one's number. */
static int
compare_equal_ranks(struct states *all, enum order_type type, struct span value, struct span held)
{
	if (type == ORDER_BYTES)
		return span_compare(value, held);
	if (type == ORDER_TIME)
		return 0;
	buf_clear(&all->other);
	(void)order_append(&all->other, (struct order){ORDER_NUMBER, false}, held);
	return span_compare(buf_span(&all->code), buf_span(&all->other));
}

/* Does the value take the place of the one held? At a tie the smaller text does. */
static bool
is_better(struct states *all, const struct tally_spec *spec, const struct state_text *text,
    struct span value, uint64_t rank)
{
	struct span held = {text->data, text->size};
	int order;

	if (rank != text->rank)
		order = rank < text->rank ? -1 : 1;
	else
		order = compare_equal_ranks(all, spec->type, value, held);
	if (spec->function == TALLY_MAX)
		order = -order;
	return order < 0 || (order == 0 && span_compare(value, held) < 0);
}

static void
add_extreme(struct states *all, size_t aggregate, struct state_text *text, struct span value)
{
	const struct tally_spec *spec = &all->specs[aggregate];
	uint64_t rank;

	if (value.size == 0)
		return;
	if (!rank_of(all, spec, value, &rank))
		all->unreadable[aggregate]++;
	else if (text->size == STATE_NO_TEXT || is_better(all, spec, text, value, rank))
		keep_text(&all->arena, text, value, rank);
}

/* Puts one part into the sorted list, unless it is there. 0, or -1: the list would be too long. */
static int
list_part(struct states *all, struct state_text *text, struct span part)
{
	struct span held = {text->data, text->size == STATE_NO_TEXT ? 0 : text->size};
	size_t at = 0;

	buf_clear(&all->code);
	while (at < held.size) {
		const char *bar = memchr(held.data + at, '|', held.size - at);
		size_t end = bar ? (size_t)(bar - held.data) : held.size;
		int order = span_compare((struct span){held.data + at, end - at}, part);

		if (order == 0)
			return 0;
		if (order > 0)
			break;
		at = end + 1;
	}
	buf_add(&all->code, held.data, at < held.size ? at : held.size);
	if (at >= held.size && held.size)
		buf_add_byte(&all->code, '|');
	buf_add_span(&all->code, part);
	if (at < held.size) {
		buf_add_byte(&all->code, '|');
		buf_add(&all->code, held.data + at, held.size - at);
	}
	if (all->code.size > LIST_MOST)
		return -1;
	keep_text(&all->arena, text, buf_span(&all->code), 0);
	return 0;
}

static const char *
add_list(struct states *all, struct state_text *text, struct span value)
{
	while (value.size) {
		const char *bar = memchr(value.data, '|', value.size);
		size_t size = bar ? (size_t)(bar - value.data) : value.size;

		if (size && list_part(all, text, (struct span){value.data, size}))
			return "makes a list of more than 1 MiB";
		size += bar != NULL;
		value = (struct span){value.data + size, value.size - size};
	}
	return NULL;
}

static const char *
add_text(struct states *all, size_t aggregate, struct state_text *text, struct span value)
{
	enum tally_function function = all->specs[aggregate].function;

	if (function == TALLY_MIN || function == TALLY_MAX)
		add_extreme(all, aggregate, text, value);
	else if (function == TALLY_LIST)
		return add_list(all, text, value);
	else if (function == TALLY_LAST || text->size == STATE_NO_TEXT)
		keep_text(&all->arena, text, value, 0);
	return NULL;
}

static void
add_wide(struct state_sum *sum, struct state_sum more)
{
	sum->high += more.high + __builtin_add_overflow(sum->low, more.low, &sum->low);
}

static const char *
why_no_integer(struct span value)
{
	size_t from = value.data[0] == '-', i = from;

	while (i < value.size && value.data[i] >= '0' && value.data[i] <= '9')
		i++;
	return i == from || i < value.size ? "is not an integer" : "is an integer beyond 64 bits";
}

static const char *
add_sum(struct state_sum *sum, struct span value)
{
	int64_t number;

	if (value.size == 0)
		return NULL;
	if (num_signed(value, &number) != 0)
		return why_no_integer(value);
	add_wide(sum, (struct state_sum){(uint64_t)number, number < 0 ? UINT64_MAX : 0});
	return NULL;
}

static const char *
add_union(struct state_counter *counter, struct span value)
{
	uint64_t bits;

	if (num_unsigned(value, 0, UINT64_MAX, &bits) != 0)
		return "is not an integer";
	counter->number |= bits;
	return NULL;
}

const char *
state_add(struct states *all, size_t aggregate, union state *state, struct span value)
{
	switch (all->specs[aggregate].function) {
	case TALLY_SUM:
		return add_sum(&state->sum, value);
	case TALLY_UNION:
		return add_union(&state->counter, value);
	case TALLY_COUNT:
	case TALLY_DISTINCT:
		state->counter.number++;
		return NULL;
	default:
		return add_text(all, aggregate, &state->text, value);
	}
}

bool
state_distinct(struct states *all, size_t aggregate, struct span value, struct span *identity)
{
	enum order_type type = all->specs[aggregate].type;

	*identity = value;
	if (value.size == 0 || type == ORDER_BYTES)
		return value.size > 0;
	buf_clear(&all->code);
	if (!order_append(&all->code, (struct order){type, false}, value)) {
		all->unreadable[aggregate]++;
		return false;
	}
	*identity = buf_span(&all->code);
	return true;
}

void
states_pack(
    const struct states *all, const union state *states, bool with_distinct, struct buf *out)
{
	for (size_t i = 0; i < all->count; i++) {
		enum tally_function function = all->specs[i].function;
		const union state *state = &states[i];

		if (is_text(function)) {
			buf_add(out, &state->text.size, sizeof state->text.size);
			if (state->text.size != STATE_NO_TEXT)
				buf_add(out, state->text.data, state->text.size);
		} else if (function == TALLY_SUM) {
			buf_add(out, &state->sum, sizeof state->sum);
		} else {
			bool left_out = function == TALLY_DISTINCT && !with_distinct;
			uint64_t number = left_out ? 0 : state->counter.number;

			buf_add(out, &number, sizeof number);
		}
	}
}

static void
cut(struct span *packed, void *out, size_t size)
{
	memcpy(out, packed->data, size);
	packed->data += size;
	packed->size -= size;
}

static const char *
merge_text(struct states *all, size_t aggregate, struct state_text *text, struct span *packed)
{
	struct span value;
	uint32_t size;

	cut(packed, &size, sizeof size);
	if (size == STATE_NO_TEXT)
		return NULL;
	value = (struct span){packed->data, size};
	packed->data += size;
	packed->size -= size;
	return add_text(all, aggregate, text, value);
}

static void
merge_number(enum tally_function function, union state *state, struct span *packed)
{
	uint64_t number;

	cut(packed, &number, sizeof number);
	if (function == TALLY_UNION)
		state->counter.number |= number;
	else
		state->counter.number += number;
}

const char *
states_merge(struct states *all, union state *states, struct span packed)
{
	const char *why = NULL;

	for (size_t i = 0; !why && i < all->count; i++) {
		enum tally_function function = all->specs[i].function;
		struct state_sum sum;

		if (is_text(function)) {
			why = merge_text(all, i, &states[i].text, &packed);
		} else if (function == TALLY_SUM) {
			cut(&packed, &sum, sizeof sum);
			add_wide(&states[i].sum, sum);
		} else {
			merge_number(function, &states[i], &packed);
		}
	}
	return why;
}

static struct span
number_text(struct state_sum sum, char room[STATE_NUMBER])
{
	unsigned __int128 number = (unsigned __int128)sum.high << 64 | sum.low;
	bool minus = sum.high >> 63;
	size_t at = STATE_NUMBER;

	if (minus)
		number = -number;
	do {
		room[--at] = (char)('0' + (int)(number % 10));
		number /= 10;
	} while (number > 0);
	if (minus)
		room[--at] = '-';
	return (struct span){room + at, STATE_NUMBER - at};
}

struct span
state_result(
    const struct states *all, size_t aggregate, const union state *state, char room[STATE_NUMBER])
{
	enum tally_function function = all->specs[aggregate].function;

	if (function == TALLY_SUM)
		return number_text(state->sum, room);
	if (!is_text(function))
		return number_text((struct state_sum){state->counter.number, 0}, room);
	if (state->text.size == STATE_NO_TEXT)
		return (struct span){"", 0};
	return (struct span){state->text.data, state->text.size};
}

void
states_free(struct states *all)
{
	arena_free(&all->arena);
	buf_free(&all->code);
	buf_free(&all->other);
	free(all->unreadable);
}
