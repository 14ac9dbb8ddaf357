/* record: records made of values, as a reader would give them. For unit tests. */
#ifndef AMENDS_RECORD_H
#define AMENDS_RECORD_H

#include "csv.h"
#include "mem.h"

/* A view of text and ends, which has room for count. */
static inline struct record
record_of(struct buf *text, uint32_t *ends, const char *const *values, uint32_t count)
{
	buf_clear(text);
	for (uint32_t i = 0; i < count; i++) {
		buf_add_text(text, values[i]);
		ends[i] = (uint32_t)text->size;
		buf_add_byte(text, ',');
	}
	return (struct record){.base = text->data, .ends = ends, .count = count, .decoded = true};
}

#endif
