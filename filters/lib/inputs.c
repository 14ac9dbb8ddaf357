/* inputs: the table that names what a pipeline may read from outside. There are few, so it is a
 * list. */
#include "inputs.h"

#include <fnmatch.h>
#include <stdlib.h>

int
inputs_bind(struct inputs *inputs, const struct columns *columns)
{
	inputs->has_digest = columns_seek(columns, span_of("digest"), &inputs->digest) == 0;
	if (columns_seek(columns, span_of("file"), &inputs->name) == 0)
		return 0;
	return columns_find(columns, span_of("name"), &inputs->name);
}

void
inputs_add(struct inputs *inputs, const struct record *record)
{
	struct input input = {.name = xcopy(csv_field(record, inputs->name))};

	if (inputs->has_digest)
		input.digest = arena_copy(&inputs->arena, csv_field(record, inputs->digest));
	inputs->list = xrealloc(inputs->list, inputs->count + 1, sizeof *inputs->list);
	inputs->list[inputs->count++] = input;
}

const struct input *
inputs_find(const struct inputs *inputs, struct span file)
{
	const struct input *found = NULL;
	char *text;

	for (size_t i = 0; i < inputs->count; i++)
		if (span_is(file, inputs->list[i].name))
			return &inputs->list[i];
	text = xcopy(file);
	for (size_t i = 0; !found && i < inputs->count; i++)
		if (fnmatch(inputs->list[i].name, text, FNM_PATHNAME) == 0)
			found = &inputs->list[i];
	free(text);
	return found;
}

void
inputs_free(struct inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++)
		free(inputs->list[i].name);
	free(inputs->list);
	arena_free(&inputs->arena);
	*inputs = (struct inputs){0};
}
