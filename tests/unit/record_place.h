/* record_place: is a record where it says it is? For tests of reader and its fuzz target. */
#ifndef AMENDS_RECORD_PLACE_H
#define AMENDS_RECORD_PLACE_H

#include "charset.h"
#include "csv.h"

/* True when the bytes of the file at the record's place, decoded, are the record and at most a line
 * end behind it. */
static inline bool
record_stands_there(struct span file, const struct record *record, enum charset charset)
{
	struct span place = {file.data + record->offset, record->length}, end;
	struct buf text = {0};
	bool same;

	if (record->offset > file.size || record->length > file.size - record->offset)
		return false;
	same = charset_decode(charset, place, true, &text) == place.size &&
	       text.size >= record->raw.size &&
	       span_equal((struct span){text.data, record->raw.size}, record->raw);
	end = (struct span){text.data + record->raw.size, text.size - record->raw.size};
	same = same &&
	       (end.size == 0 || span_is(end, "\n") || span_is(end, "\r\n") || span_is(end, "\r"));
	buf_free(&text);
	return same;
}

#endif
