/* filter: the input when it is a foreign export. Apart from filter.c, so that a filter that reads
 * tables of ours alone links no library for the others. */
#include "filter_inside.h"

void
xfilter_input_foreign(struct filter *f, const struct dialect *dialect, const char *name,
    char *const *paths, size_t count)
{
	struct filter_inside *in = f->inside;

	xfilter_open_input(f,
	    (struct parts_options){.dialect = dialect, .open = reader_open, .name = name}, paths,
	    count);
	in->beside_readers = reader_opens_later(dialect);
	if (in->beside_readers)
		filter_opens_later(f, in->beside_readers);
}
