/* filter: what a run may still open when its outputs are opened (sandbox).
 *
 * The files that are read are opened again when their turn comes; outputs, rejects and what is
 * past -m are made in their folders. A FILE of an option of the filter's own may be read or
 * written at any time. */
#include <stdlib.h>

#include "filter_inside.h"
#include "sandbox.h"

static void
allow_parts(struct sandbox *box, const struct parts *parts)
{
	for (size_t i = 0; parts && i < parts_count(parts); i++)
		if (strcmp(parts_account(parts, i)->path, "-") != 0)
			sandbox_allow_read(box, parts_account(parts, i)->path);
}

/* The folder that the file stands in, or will. folders: it may be a folder too. */
static void
allow_around(struct sandbox *box, const char *path, bool folders)
{
	const char *slash = strrchr(path, '/');
	char *folder =
	    xcopy(slash ? (struct span){path, (size_t)(slash - path) + 1} : span_of("."));

	if (folders)
		sandbox_allow_folders(box, folder);
	else
		sandbox_allow_write(box, folder);
	free(folder);
}

static void
allow_folder_of(struct sandbox *box, const char *path)
{
	allow_around(box, path, false);
}

static void
allow_own_options(struct sandbox *box, const struct options *options)
{
	for (const struct opt *opt = options->program->own; opt->name; opt++) {
		if (!opt->argument || strcmp(opt->argument, "FILE") != 0)
			continue;
		for (size_t i = 0; i < opt_count(options, opt->name); i++) {
			sandbox_allow_read(box, opt_at(options, opt->name, i));
			allow_folder_of(box, opt_at(options, opt->name, i));
		}
	}
}

void
filter_opens_later(struct filter *f, const char *path)
{
	struct filter_inside *in = f->inside;

	in->later = xrealloc(in->later, in->later_count + 1, sizeof *in->later);
	in->later[in->later_count++] = path;
}

void
filter_confine(const struct filter *f)
{
	const struct filter_inside *in = f->inside;
	const char *rejects = opt_get(&f->opt, "rejects");
	struct sandbox *box = sandbox_new();

	if (!box)
		return;
	allow_parts(box, f->in);
	for (size_t i = 0; i < in->beside_count; i++)
		allow_parts(box, in->beside[i]->parts);
	for (size_t i = 0; i < in->later_count; i++)
		sandbox_allow_read(box, in->later[i]);
	sandbox_allow_write(box, f->temp);
	if (!in->dry && strcmp(in->output_path, "-") != 0)
		allow_around(box, in->output_path, in->folder);
	if (!in->dry && rejects)
		allow_folder_of(box, rejects);
	allow_own_options(box, &f->opt);
	for (size_t i = 0; !in->dry && i < in->report_count; i++)
		allow_folder_of(box, in->reports[i]->path);
	sandbox_enter(box);
}
