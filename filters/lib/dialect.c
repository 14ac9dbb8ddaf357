/* dialect: the names of encodings. */
#include "dialect.h"

#include <strings.h>

static const char *const names[] = {
    [CHARSET_UTF8] = "utf-8",
    [CHARSET_WINDOWS_1252] = "windows-1252",
    [CHARSET_ISO_8859_1] = "iso-8859-1",
    [CHARSET_UTF16LE] = "utf-16le",
    [CHARSET_UTF16BE] = "utf-16be",
};

int
charset_parse(struct span name, enum charset *charset)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == name.size &&
		    strncasecmp(name.data, names[i], name.size) == 0) {
			*charset = (enum charset)i;
			return 0;
		}
	return -1;
}

const char *
charset_name(enum charset charset)
{
	return names[charset];
}
