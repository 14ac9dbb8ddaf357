/* tuning: see tuning.h. The environment is read here so that no other module of bytes knows it. */
#include "tuning.h"

#include <stdlib.h>

#include "err.h"
#include "num.h"

#ifdef HAVE_ISAL
enum { HAS_ISAL = 1 };
#else
enum { HAS_ISAL = 0 };
#endif

int
tuning_size(const char *variable, size_t highest, size_t usual, size_t *out)
{
	const char *text = getenv(variable);
	uint64_t value;

	*out = usual;
	if (!text || !*text)
		return 0;
	if (num_unsigned(span_of(text), 1, highest, &value)) {
		warn("%s: not a number from 1 to %zu", variable, highest);
		return -1;
	}
	*out = (size_t)value;
	return 0;
}

int
tuning_library(const char *variable, enum tuning_library *out)
{
	const char *text = getenv(variable);

	*out = HAS_ISAL ? LIBRARY_ISAL : LIBRARY_ZLIB;
	if (!text || !*text)
		return 0;
	if (span_is(span_of(text), "zlib")) {
		*out = LIBRARY_ZLIB;
		return 0;
	}
	if (!span_is(span_of(text), "isal")) {
		warn("%s: neither zlib nor isal", variable);
		return -1;
	}
	if (!HAS_ISAL) {
		warn("%s: this build has no ISA-L", variable);
		return -1;
	}
	return 0;
}
