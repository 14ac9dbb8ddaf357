/* csv_policy: the words for what is rejected, and the limits that hold where none is given. */
#include "csv_policy.h"

#include "err.h"

enum { FIELD_LIMIT = 1 << 20, RECORD_LIMIT = 1 << 24, LIMIT_MOST = 1 << 30 };

static const struct {
	const char *code, *text;
} problems[] = {
    [CSV_FINE] = {"", ""},
    [CSV_TOO_FEW] = {"too_few_fields", "too few fields"},
    [CSV_TOO_MANY] = {"too_many_fields", "too many fields"},
    [CSV_NUL] = {"nul_byte", "NUL byte"},
    [CSV_BARE_QUOTE] = {"bare_quote", "bare quote"},
    [CSV_FIELD_SIZE] = {"field_too_long", "field over the limit of a field"},
    [CSV_RECORD_SIZE] = {"record_too_long", "record over the limit of a record"},
    [CSV_ENCODING] = {"encoding", "bytes that are not of the declared encoding"},
    [CSV_JSON] = {"json", "no JSON object"},
    [CSV_MAIL] = {"mail", "no mail message, or one whose addresses cannot be read"},
    [CSV_HEADER_AGAIN] = {"header", "the header again"},
    [CSV_TAIL] = {"total", "a row behind the data"},
};

const char *
csv_reason(enum csv_problem problem)
{
	return problems[problem].code;
}

const char *
csv_problem_text(enum csv_problem problem)
{
	return problems[problem].text;
}

static size_t
limit(size_t given, size_t usual)
{
	if (!given)
		return usual;
	return given < LIMIT_MOST ? given : LIMIT_MOST;
}

struct csv_options
csv_complete(const struct csv_options *given)
{
	struct csv_options o = *given;

	if (!o.delimiter)
		o.delimiter = ',';
	if (!o.quote)
		o.quote = '"';
	o.field_limit = limit(o.field_limit, FIELD_LIMIT);
	o.record_limit = limit(o.record_limit, RECORD_LIMIT);
	if (strchr("\r\n", o.delimiter) || strchr("\r\n", o.quote) ||
	    (o.delimiter == o.quote && !o.no_quote))
		die("delimiter and quote must be two bytes other than CR and LF");
	return o;
}

bool
csv_drop_trailing(struct record *record, size_t width)
{
	for (size_t i = width; i < record->count; i++)
		if (csv_field(record, i).size)
			return false;
	record->count = (uint32_t)width;
	return true;
}
