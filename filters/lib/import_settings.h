/* import_settings: what a run of am-import is told: its options, over inputs.csv, over the profile.
 * Level 5. The only module that knows how am-import's options are called. */
#ifndef AMENDS_IMPORT_SETTINGS_H
#define AMENDS_IMPORT_SETTINGS_H

#include "import_inputs.h"
#include "import_value.h"
#include "opt.h"

struct import_settings {
	struct profile *profile;
	const struct kind *kind;
	const char *name; /* --name, or NULL */
	struct dialect dialect;
	struct role_choices columns, constants;
	struct import_times times;
	struct import_input input; /* of inputs.csv */
};
/* Reads the options (of am-import; they and files must outlive it), inputs.csv and the profile.
 * Exits with a message. */
void ximport_settings(
    struct import_settings *, const struct options *, char *const *files, size_t count);
void import_settings_free(struct import_settings *);

#endif
