/* json_rows: the rows that one JSON text gives, a value for each path (json_path). Level 3.
 * RFC 8259, by libjansson.
 *
 * A value is written as text: a string as it is, a number with the digits it has there (none is
 * computed with, so none is too large or loses its last digit), true and false, an object or array
 * as compact JSON; null and what is missing are empty. A text gives one row, or one for each
 * element of the array that paths unfold; an empty array, or none, gives one row that has nothing
 * there, and what is no array counts as its only element. */
#ifndef AMENDS_JSON_ROWS_H
#define AMENDS_JSON_ROWS_H

#include "csv.h"

struct json_rows;
/* name: what messages call the input. The limits of csv_options hold. NULL with a message "NAME:
 * PATH: ...": a path is none, or two arrays are unfolded. The caller frees. */
struct json_rows *json_rows_new(const struct span *paths, size_t count, const char *name,
    const struct csv_options *) MUST_CHECK;
/* Reads a text, which is not needed afterwards. CSV_FINE: it has rows. Else it has none:
 *   CSV_JSON         it is no JSON object, names a value twice in an object, or is nested deeper
 *                    than 2,048 times
 *   CSV_ENCODING     it is not UTF-8
 *   CSV_NUL          a NUL, as a byte or as \u0000
 *   CSV_RECORD_SIZE  it is over the limit
 * *well_formed: whether the text is JSON apart from that, so that it ends where it was cut off. */
enum csv_problem json_rows_read(struct json_rows *, struct span text, bool *well_formed) MUST_CHECK;
/* The next row: base, ends, count and decoded of the record, valid until the next call. false: none
 * is left. *problem: CSV_FIELD_SIZE with the 1-based field, or CSV_FINE. */
bool json_rows_next(
    struct json_rows *, struct record *, enum csv_problem *problem, size_t *field) MUST_CHECK;
void json_rows_free(struct json_rows *); /* NULL does nothing */

#endif
