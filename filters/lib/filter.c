/* filter: what every filter does the same way: how a run starts. filter_run.c is the rest of its
 * life.
 *
 * Everything that can be refused is refused here, before a byte of output is visible. */
#include "filter.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "filter_inside.h"
#include "num.h"
#include "sandbox.h"

static const char *
setting(const struct options *opt, const char *option, const char *variable)
{
	const char *value = opt_get(opt, option);

	if (!value && variable)
		value = getenv(variable);
	return value && *value ? value : NULL;
}

static void
xread_memory(struct filter *f)
{
	const char *text = setting(&f->opt, "memory", "AMENDS_MEMORY");

	f->memory = (uint64_t)256 << 20;
	if (text && (num_size(span_of(text), &f->memory) < 0 || f->memory == 0))
		die("-m: not a size such as 64M or 2G");
}

static uint64_t
xreject_limit(const struct options *opt)
{
	const char *text = opt_get(opt, "max-rejects");
	uint64_t limit = UINT64_MAX;

	if (text && !opt_get(opt, "rejects"))
		die("--max-rejects needs -r");
	if (text && num_unsigned(span_of(text), 0, UINT64_MAX - 1, &limit) < 0)
		die("--max-rejects: not a number");
	return limit;
}

static void
xread_forms(struct filter *f)
{
	const struct program *program = f->opt.program;
	const char *key_file;

	f->forms = forms_new();
	if (!program->forms && !program->hashes)
		return;
	if (forms_country(f->forms, opt_get(&f->opt, "country")))
		die_silent();
	key_file = program->hashes ? opt_get(&f->opt, "key-file") : NULL;
	if (key_file) {
		forms_key_file(f->forms, key_file);
		xfilter_reads(f, key_file);
	}
}

void
xfilter_start(struct filter *f, const struct program *program, int argc, char **argv)
{
	struct filter_inside *in;

	mem_start();
	in = xcalloc(1, sizeof *in);
	*f = (struct filter){.inside = in};
	xopt_parse(&f->opt, program, argc, argv);
	sandbox_start();
	xread_memory(f);
	f->temp = setting(&f->opt, "temp", "TMPDIR");
	if (!f->temp)
		f->temp = "/tmp";
	in->dry = opt_has(&f->opt, "dry-run");
	in->source = opt_has(&f->opt, "source");
	in->output_path = opt_get(&f->opt, "output");
	if (!in->output_path)
		in->output_path = "-";
	(void)xreject_limit(&f->opt); /* a mistake in it is said before anything is done */
	if (progress_begin(&in->progress, opt_get(&f->opt, "progress")) < 0)
		die_silent();
	in->ledger_path = in->dry ? NULL : setting(&f->opt, "ledger", "AMENDS_LEDGER");
	xread_forms(f);
}

static struct parts *
xopen_parts(const struct filter *f, struct parts_options options, char *const *paths, size_t count)
{
	struct parts *parts;

	for (size_t i = 0; i < count; i++)
		if (strcmp(paths[i], "-") == 0 && f->inside->stdin_tables++ > 0)
			die("<stdin>: can be read only once");
	options.digest = f->inside->ledger_path != NULL;
	parts = parts_open(paths, count, &options);
	if (!parts)
		die_silent();
	return parts;
}

void
xfilter_open_input(struct filter *f, struct parts_options options, char *const *paths, size_t count)
{
	char *const standard[] = {f->inside->dash};

	f->inside->dash[0] = '-';
	f->inside->foreign = options.dialect != NULL;
	f->in =
	    count ? xopen_parts(f, options, paths, count) : xopen_parts(f, options, standard, 1);
}

void
xfilter_input(struct filter *f, char *const *paths, size_t count)
{
	xfilter_open_input(f, (struct parts_options){0}, paths, count);
}

static struct parts *
xopen_beside(struct filter *f, const char *path, const char *role)
{
	struct filter_inside *in = f->inside;
	struct beside *beside = xcalloc(1, sizeof *beside);

	beside->role = role;
	beside->path[0] = xcopy(span_of(path));
	beside->parts = xopen_parts(f, (struct parts_options){0}, beside->path, 1);
	in->beside = xrealloc(in->beside, in->beside_count + 1, sizeof(struct beside *));
	in->beside[in->beside_count++] = beside;
	return beside->parts;
}

struct parts *
xfilter_lookup(struct filter *f, const char *path)
{
	return xopen_beside(f, path, "lookup");
}

struct parts *
xfilter_table(struct filter *f, const char *path)
{
	return xopen_beside(f, path, "in");
}

void
xfilter_reads(struct filter *f, const char *path)
{
	struct filter_inside *in = f->inside;
	struct stat status;

	if (stat(path, &status) < 0)
		return; /* opening it will say so */
	in->reads = xrealloc(in->reads, in->reads_count + 1, sizeof *in->reads);
	in->reads[in->reads_count++] =
	    (struct known_file){path, (uint64_t)status.st_dev, (uint64_t)status.st_ino};
}

/* may_replace: it is -o, which may take the place of a FILE that was read. */
static void
xrefuse_input(const struct filter *f, const struct stat *status, bool may_replace)
{
	uint64_t device = (uint64_t)status->st_dev, inode = (uint64_t)status->st_ino;
	const char *path = NULL;

	for (size_t i = 0; !path && i < f->inside->beside_count; i++)
		path = parts_is(f->inside->beside[i]->parts, device, inode);
	for (size_t i = 0; !path && i < f->inside->reads_count; i++)
		if (f->inside->reads[i].device == device && f->inside->reads[i].inode == inode)
			path = f->inside->reads[i].path;
	if (!path && f->in) {
		path = parts_is(f->in, device, inode);
		if (path && may_replace && strcmp(path, "-") != 0)
			return;
	}
	if (path)
		die("output is also an input: %s", path);
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Do both paths name one file, or would they when it is made? */
static bool
same_place(const char *a, const char *b)
{
	struct stat at, bt;
	const char *slash_a = strrchr(a, '/'), *slash_b = strrchr(b, '/');
	char *folder_a, *folder_b;
	bool same;

	if (lstat(a, &at) == 0 && lstat(b, &bt) == 0)
		return same_file(&at, &bt);
	if (strcmp(slash_a ? slash_a + 1 : a, slash_b ? slash_b + 1 : b) != 0)
		return false;
	folder_a = xcopy(slash_a ? (struct span){a, (size_t)(slash_a - a) + 1} : span_of("."));
	folder_b = xcopy(slash_b ? (struct span){b, (size_t)(slash_b - b) + 1} : span_of("."));
	same = stat(folder_a, &at) == 0 && stat(folder_b, &bt) == 0 && same_file(&at, &bt);
	free(folder_a);
	free(folder_b);
	return same;
}

/* A place that is written, by the option that names it; path NULL: the file that stdout is. */
struct place {
	const char *option;
	const char *path;
};

static bool
is_stdout_file(const char *path)
{
	struct stat out, file;

	return fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode) && stat(path, &file) == 0 &&
	       same_file(&out, &file);
}

static void
xrefuse_same(const struct place *a, const struct place *b)
{
	if (a->path ? same_place(b->path, a->path) : is_stdout_file(b->path))
		die("%s and %s name the same file: %s", b->option, a->option, b->path);
}

/* Nothing that is written may be something that is read, or something else that is written. */
static void
xcheck_places(const struct filter *f)
{
	const struct filter_inside *in = f->inside;
	const char *rejects = opt_get(&f->opt, "rejects");
	bool to_stdout = strcmp(in->output_path, "-") == 0;
	struct place *places = xcalloc(in->report_count + 3, sizeof *places);
	struct stat status;
	size_t count = 0;

	if (to_stdout ? fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode)
		      : lstat(in->output_path, &status) == 0)
		xrefuse_input(f, &status, !to_stdout);
	if (rejects && strcmp(rejects, "-") == 0)
		die("-r needs a file");
	places[count++] =
	    to_stdout ? (struct place){"stdout", NULL} : (struct place){"-o", in->output_path};
	if (rejects)
		places[count++] = (struct place){"-r", rejects};
	for (size_t i = 0; i < in->report_count; i++)
		places[count++] = (struct place){in->reports[i]->option, in->reports[i]->path};
	if (in->ledger_path)
		places[count++] = (struct place){"-l", in->ledger_path};
	for (size_t i = 1; i < count; i++) {
		if (stat(places[i].path, &status) == 0)
			xrefuse_input(f, &status, false);
		for (size_t j = 0; j < i; j++)
			xrefuse_same(&places[j], &places[i]);
	}
	free(places);
}

static bool
ends_in_gz(const char *path)
{
	size_t size = strlen(path);

	return size > 3 && strcmp(path + size - 3, ".gz") == 0;
}

struct sink_options
filter_sink_options(const struct filter *f, const char *path)
{
	return (struct sink_options){
	    .gzip = ends_in_gz(path), .digest = f->inside->ledger_path != NULL};
}

static void
xopen_outputs(struct filter *f, const struct output_shape *shape)
{
	struct filter_inside *in = f->inside;
	const char *rejects = opt_get(&f->opt, "rejects");
	struct sink_options options = filter_sink_options(f, in->output_path);

	if (forms_all_used(f->forms) < 0)
		die_silent();
	in->output = output_plan(shape);
	if (!in->output)
		die_silent();
	xcheck_places(f);
	/* Only now is it sure that the ledger is no input: it is appended to from here on. */
	in->ledger = ledger_open(in->ledger_path, f->opt.program->name);
	if (!in->ledger)
		die_silent();
	filter_confine(f);
	if (rejects) {
		const struct sink_options how = filter_sink_options(f, rejects);

		in->rejects = rejects_open(in->dry ? NULL : rejects, xreject_limit(&f->opt), &how);
		if (!in->rejects)
			die_silent();
	}
	if (filter_open_reports(f) < 0)
		die_silent();
	options.gzip = options.gzip || opt_has(&f->opt, "gzip");
	if (in->folder)
		options = (struct sink_options){
		    .digest = options.digest, .folder = true, .inside = in->folders};
	if (!in->dry && output_open(in->output, in->output_path, &options) < 0) {
		output_free(in->output); /* it may have begun to write */
		die_silent();
	}
}

void
xfilter_output(struct filter *f, const struct span *added, size_t count)
{
	const struct output_shape shape = {
	    .input = parts_columns(f->in),
	    .source = f->inside->source,
	    .added = added,
	    .added_count = count,
	    .pick = opt_get(&f->opt, "columns"),
	};

	if (f->inside->foreign)
		abort(); /* its records, as they stand there, are no rows of a table of ours */
	xopen_outputs(f, &shape);
}

void
xfilter_output_columns(struct filter *f, const struct span *names, size_t count)
{
	const struct output_shape shape = {
	    .added = names,
	    .added_count = count,
	    .pick = opt_get(&f->opt, "columns"),
	};

	if (f->inside->source)
		die("--source: the rows of this output come from no one row");
	xopen_outputs(f, &shape);
}

void
xfilter_output_bytes(struct filter *f)
{
	const struct output_shape shape = {.bytes = true};

	f->inside->bytes = true;
	if (f->inside->source)
		die("--source: this output has no columns");
	if (opt_has(&f->opt, "columns"))
		die("-c: this output has no columns");
	xopen_outputs(f, &shape);
}

void
xfilter_output_folder(struct filter *f, const char *const *inside)
{
	struct filter_inside *in = f->inside;

	if (strcmp(in->output_path, "-") == 0)
		die("this output is a folder, which -o names");
	if (opt_has(&f->opt, "gzip"))
		die("-z: this output is a folder");
	in->folder = true;
	in->folders = inside;
	xfilter_output_bytes(f);
}
