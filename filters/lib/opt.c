/* opt: argv, read by one const table per program.
 *
 * getopt_long(3) is not used because it takes abbreviations (a new option would change what an old
 * script means), prints messages of its own form, and knows nothing of options given twice. The
 * same table writes --help, and, for shell completion and the check of the man pages, the hidden
 * --options: a line "name TAB letter TAB argument TAB own|common" per option. */
#include "opt.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "slip.h"

const struct opt opt_common[] = {
    {.name = "output",
	.letter = 'o',
	.argument = "FILE",
	.help = "write FILE, whole or not at all"},
    {.name = "columns", .letter = 'c', .argument = "COLS", .help = "output only these columns"},
    {.name = "rejects",
	.letter = 'r',
	.argument = "FILE",
	.help = "put unusable records here and go on"},
    {.name = "max-rejects", .argument = "N", .help = "stop past N rejects"},
    {.name = "ledger",
	.letter = 'l',
	.argument = "FILE",
	.help = "append the account of the run here"},
    {.name = "memory", .letter = 'm', .argument = "SIZE", .help = "memory to use (256M)"},
    {.name = "temp", .letter = 'T', .argument = "DIR", .help = "folder for what is past -m"},
    {.name = "dry-run", .letter = 'n', .help = "say what would be done, write nothing"},
    {.name = "gzip", .letter = 'z', .help = "compress the output"},
    {.name = "progress",
	.argument = "WHEN",
	.help = "report on stderr: auto, always, never",
	.optional = true},
    {.name = "source", .help = "add the columns source,line"},
    {.name = "help", .letter = 'h', .help = "print this and exit"},
    {.name = "version", .letter = 'V', .help = "print the version and exit"},
    {.name = NULL},
};

const struct opt opt_forms[] = {
    {.name = "key-file", .argument = "FILE", .help = "the secret key of hmac-sha256"},
    {.name = "country",
	.argument = "CC",
	.help = "of phones and places that do not say theirs, as in MX"},
    {.name = NULL},
};

enum {
	HELP_WIDTH = 80,
	HELP_COLUMN = 28 /* where the explanation of an option begins */
};

struct opt_given {
	const struct opt *opt;
	const char *argument;
};

/* Where parsing stands. */
struct reading {
	struct options *options;
	char **argv;
	int argc;
	int next; /* the word of argv to read next */
};

static const struct opt *
find_name(const struct opt *table, const char *name, size_t size)
{
	for (; table->name; table++)
		if (strlen(table->name) == size && memcmp(table->name, name, size) == 0)
			return table;
	return NULL;
}

static const struct opt *
find_letter(const struct opt *table, char letter)
{
	for (; table->name; table++)
		if (table->letter == letter)
			return table;
	return NULL;
}

/* What the program has of opt_forms. */
static const struct opt *
forms_of(const struct program *program)
{
	static const struct opt none[] = {{.name = NULL}};

	if (program->hashes)
		return opt_forms;
	return program->forms ? opt_forms + 1 : none;
}

static const struct opt *
find_in_all(const struct program *program, const char *name, size_t size)
{
	const struct opt *opt = find_name(program->own, name, size);

	if (!opt)
		opt = find_name(forms_of(program), name, size);
	return opt ? opt : find_name(opt_common, name, size);
}

/* A table that shadows an option is a mistake of the programmer; it shows in the first run of any
 * test. */
static void
check_tables(const struct program *program)
{
	for (const struct opt *own = program->own; own->name; own++) {
		bool twice = strcmp(own->name, "options") == 0 ||
			     find_name(own + 1, own->name, strlen(own->name)) ||
			     find_name(forms_of(program), own->name, strlen(own->name)) ||
			     find_name(opt_common, own->name, strlen(own->name));

		if (own->letter)
			twice = twice || find_letter(own + 1, own->letter) ||
				find_letter(opt_common, own->letter);
		if (twice) {
			warn("option --%s stands twice in the tables", own->name);
			abort();
		}
	}
}

static const char *
nearest(const struct program *program, const char *word, size_t size)
{
	const struct opt *const tables[] = {program->own, forms_of(program), opt_common};
	const char *name = NULL;
	size_t best = SLIP_MOST + 1;

	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
		for (const struct opt *opt = tables[t]; opt->name; opt++) {
			size_t edits = slip_edits(word, size, opt->name);

			if (edits < best) {
				best = edits;
				name = opt->name;
			}
		}
	}
	return name;
}

static noreturn void
die_unknown(const struct program *program, const char *word, size_t size)
{
	const char *near = nearest(program, word, size);

	if (near)
		die("unknown option --%.*s (did you mean --%s?)", (int)size, word, near);
	die("unknown option --%.*s (see %s --help)", size < SLIP_NAME ? (int)size : SLIP_NAME, word,
	    program->name);
}

/* Prints the words of text from a column on, wrapped at HELP_WIDTH; at is where the line stands
 * now. */
static void
print_wrapped(const char *text, int indent, int at)
{
	while (*text) {
		int size = (int)strcspn(text, " ");

		if (at > indent && at + 1 + size > HELP_WIDTH) {
			printf("\n%*s", indent, "");
			at = indent;
		} else if (at > indent) {
			putchar(' ');
			at++;
		}
		printf("%.*s", size, text);
		at += size;
		text += size;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static void
print_opt(const struct opt *opt)
{
	int at = opt->letter ? printf("  -%c, --%s", opt->letter, opt->name)
			     : printf("      --%s", opt->name);

	if (opt->argument)
		at += printf(opt->optional ? "[=%s]" : " %s", opt->argument);
	if (at + 2 > HELP_COLUMN) {
		putchar('\n');
		at = 0;
	}
	printf("%*s", HELP_COLUMN - at, "");
	print_wrapped(opt->help, HELP_COLUMN, HELP_COLUMN);
}

static void
print_help(const struct program *program)
{
	int at = printf("usage: %s ", program->name);

	print_wrapped(program->usage, at, at);
	print_wrapped(program->summary, 0, 0);
	if (program->own->name || forms_of(program)->name)
		puts("\nOptions:");
	for (const struct opt *opt = program->own; opt->name; opt++)
		print_opt(opt);
	for (const struct opt *opt = forms_of(program); opt->name; opt++)
		print_opt(opt);
	puts("\nCommon options, see amends(7):");
	for (const struct opt *opt = opt_common; opt->name; opt++)
		print_opt(opt);
}

static void
print_lines(const struct opt *table, const char *kind)
{
	for (const struct opt *opt = table; opt->name; opt++) {
		const char *argument = opt->argument ? opt->argument : "";

		printf("%s\t%.1s\t", opt->name, opt->letter ? &opt->letter : "");
		printf(opt->optional ? "[%s]\t%s\n" : "%s\t%s\n", argument, kind);
	}
}

static noreturn void
end_printing(void)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		die_errno("<stdout>");
	exit(STATUS_OK);
}

/* --help, --version and --options print and end the program. */
static void
answer(const struct program *program, const char *name)
{
	if (strcmp(name, "help") == 0) {
		print_help(program);
	} else if (strcmp(name, "version") == 0) {
		printf("%s (amends) %s\n", program->name, AMENDS_VERSION);
	} else if (strcmp(name, "options") == 0) {
		print_lines(program->own, "own");
		print_lines(forms_of(program), "own");
		print_lines(opt_common, "common");
	} else {
		return;
	}
	end_printing();
}

static void
take(struct reading *r, const struct opt *opt, const char *argument)
{
	struct options *options = r->options;

	answer(options->program, opt->name);
	if (!opt->repeats && opt_has(options, opt->name))
		die("option --%s is given twice", opt->name);
	options->given[options->given_count++] = (struct opt_given){opt, argument ? argument : ""};
}

/* The word behind an option, which is its argument. */
static const char *
next_word(struct reading *r, const struct opt *opt)
{
	if (r->next >= r->argc)
		die("option --%s needs an argument: %s", opt->name, opt->argument);
	return r->argv[r->next++];
}

/* word: what follows "--", maybe with "=ARGUMENT". */
static void
take_long(struct reading *r, const char *word)
{
	const struct program *program = r->options->program;
	size_t size = strcspn(word, "=");
	const char *argument = word[size] ? word + size + 1 : NULL;
	const struct opt *opt = find_in_all(program, word, size);

	if (!opt) {
		if (strcmp(word, "options") == 0)
			answer(program, "options");
		die_unknown(program, word, size);
	}
	if (argument && !opt->argument)
		die("option --%s takes no argument", opt->name);
	if (!argument && opt->argument && !opt->optional)
		argument = next_word(r, opt);
	take(r, opt, argument);
}

/* letters: what follows "-": flags, of which the last may be an option with its argument. */
static void
take_short(struct reading *r, const char *letters)
{
	const struct program *program = r->options->program;

	for (; *letters; letters++) {
		const struct opt *opt = find_letter(program->own, *letters);

		if (!opt)
			opt = find_letter(opt_common, *letters);
		if (!opt)
			die("unknown option -%c (see %s --help)",
			    isprint((unsigned char)*letters) ? *letters : '?', program->name);
		if (opt->argument && !opt->optional) {
			take(r, opt, letters[1] ? letters + 1 : next_word(r, opt));
			return;
		}
		take(r, opt, NULL);
	}
}

void
xopt_parse(struct options *options, const struct program *program, int argc, char **argv)
{
	struct reading r = {.options = options, .argv = argv, .argc = argc, .next = 1};
	size_t letters = 1;

	err_program(argc > 0 ? argv[0] : NULL);
	check_tables(program);
	/* No more options can be given than there are characters. */
	for (int i = 1; i < argc; i++)
		letters += strlen(argv[i]) + 1;
	*options = (struct options){.program = program};
	options->given = calloc(letters, sizeof *options->given);
	options->operands = calloc((size_t)argc + 1, sizeof *options->operands);
	if (!options->given || !options->operands)
		die("out of memory");
	while (r.next < argc) {
		char *word = argv[r.next++];

		if (strcmp(word, "--") == 0)
			break;
		if (word[0] == '-' && word[1] == '-')
			take_long(&r, word + 2);
		else if (word[0] == '-' && word[1])
			take_short(&r, word + 1);
		else
			options->operands[options->operand_count++] = word;
	}
	while (r.next < argc)
		options->operands[options->operand_count++] = argv[r.next++];
	if (options->operand_count < program->operands_least)
		die("missing operand (usage: %s %s)", program->name, program->usage);
}

const char *
opt_get(const struct options *options, const char *name)
{
	return opt_at(options, name, 0);
}

bool
opt_has(const struct options *options, const char *name)
{
	return opt_get(options, name) != NULL;
}

size_t
opt_count(const struct options *options, const char *name)
{
	size_t count = 0;

	while (opt_at(options, name, count))
		count++;
	return count;
}

const char *
opt_at(const struct options *options, const char *name, size_t index)
{
	const struct opt *opt = find_in_all(options->program, name, strlen(name));

	if (!opt) {
		warn("no option --%s in the tables", name);
		abort();
	}
	for (size_t i = 0; i < options->given_count; i++)
		if (options->given[i].opt == opt && index-- == 0)
			return options->given[i].argument;
	return NULL;
}

void
opt_free(struct options *options)
{
	free(options->given);
	free(options->operands);
	*options = (struct options){0};
}
