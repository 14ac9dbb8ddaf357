/* reader: what each format is read by. Apart from reader.c, so that a program that reads tables of
 * ours alone links no library for the others. */
#include "mail.h"
#include "reader_inside.h"

static const struct reader_format *const formats[] = {
    [DIALECT_CSV] = &reader_csv,
    [DIALECT_JSON] = &reader_json,
    [DIALECT_MAIL] = &reader_mail,
};

struct reader *
reader_open(const char *path, const char *name, const struct source_options *options,
    const struct dialect *dialect)
{
	const struct reader_format *format;
	void *state;

	if (!dialect)
		return reader_open_table(path, name, options, NULL);
	format = formats[dialect->format];
	state = format->open(path, name, options, dialect);
	return state ? reader_new(format, state) : NULL;
}

char *
reader_opens_later(const struct dialect *dialect)
{
	return dialect && dialect->format == DIALECT_MAIL ? mail_charset_folder() : NULL;
}
