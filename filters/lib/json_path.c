/* json_path: the path of a value in an object of JSON, as a profile writes it. */
#include "json_path.h"

/* Takes a quoted name off the front of rest; quotes in it are doubled. 0, or -1. */
static int
quoted_name(struct span *rest, struct span *name, struct arena *arena)
{
	char *out = arena_take(arena, rest->size);
	size_t size = 0;

	for (size_t at = 1; at < rest->size; at++) {
		bool quote = rest->data[at] == '"';

		if (quote && (at + 1 == rest->size || rest->data[at + 1] != '"')) {
			*name = (struct span){out, size};
			*rest = (struct span){rest->data + at + 1, rest->size - at - 1};
			return 0;
		}
		at += quote;
		out[size++] = rest->data[at];
	}
	return -1;
}

/* Takes a name as it is off the front of rest. 0, or -1. */
static int
plain_name(struct span *rest, struct span *name, struct arena *arena)
{
	size_t size = 0;

	while (size < rest->size && !memchr(".[]\"", rest->data[size], 4))
		size++;
	if (size == 0)
		return -1;
	*name = arena_copy(arena, (struct span){rest->data, size});
	*rest = (struct span){rest->data + size, rest->size - size};
	return 0;
}

static int
next_name(struct json_path *path, struct span *rest, struct arena *arena)
{
	struct span *name = &path->names[path->count++];

	if (rest->size == 0 || (rest->data[0] == '"' ? quoted_name : plain_name)(rest, name, arena))
		return -1;
	if (rest->size < 2 || memcmp(rest->data, "[]", 2) != 0)
		return 0;
	*rest = (struct span){rest->data + 2, rest->size - 2};
	if (path->unfold)
		return -1;
	path->unfold = path->count;
	return 0;
}

int
json_path_parse(struct json_path *path, struct span text, struct arena *arena)
{
	size_t most = 1;

	for (size_t i = 0; i < text.size; i++)
		most += text.data[i] == '.';
	*path = (struct json_path){.names = arena_take(arena, most * sizeof *path->names)};
	for (;;) {
		if (next_name(path, &text, arena) < 0)
			return -1;
		if (text.size == 0)
			return 0;
		if (text.data[0] != '.')
			return -1;
		text = (struct span){text.data + 1, text.size - 1};
	}
}

bool
json_path_unfolds_same(const struct json_path *a, const struct json_path *b)
{
	if (a->unfold != b->unfold)
		return false;
	for (size_t i = 0; i < a->unfold; i++)
		if (!span_equal(a->names[i], b->names[i]))
			return false;
	return true;
}
