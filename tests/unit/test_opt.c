/* opt: what is taken from argv, and each mistake with its message. Programs that end are run in a
 * process of their own, with both outputs kept. */
#include "opt.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "tap.h"

static const struct opt own[] = {
    {.name = "key",
	.argument = "KEY",
	.help = "columns that make the key",
	.letter = 'k',
	.repeats = true},
    {.name = "food", .help = "a flag", .letter = 'f'},
    {.name = "semi", .help = "a flag without a letter"},
    {.name = "sort",
	.argument = "ORDER",
	.help = "an argument that may be left out",
	.optional = true,
	.letter = 's'},
    {.name = "add",
	.argument = "COLUMNS",
	.letter = 'a',
	.help =
	    "an explanation of so many words that it cannot stand on one line of eighty columns"},
    {.name = NULL},
};
static const struct program plain = {
    .name = "am-x", .usage = "[options] [FILE...]", .summary = "reads and writes.", .own = own};
static const struct program join = {.name = "am-x",
    .usage = "[options] LOOKUP [FILE...]",
    .summary =
	"reads one table beside another and writes what stands in both, which is more than a line.",
    .own = own,
    .operands_least = 1};
static const struct opt none[] = {{.name = NULL}};
static const struct program keyed = {
    .name = "am-x", .usage = "", .summary = "takes forms.", .own = own, .hashes = true};
static const struct program formed = {
    .name = "am-x", .usage = "", .summary = "takes forms.", .own = none, .forms = true};
static const struct program bare = {
    .name = "am-x", .usage = "", .summary = "does nothing.", .own = none};
static const struct opt shadow_name[] = {{.name = "memory", .help = "no"}, {.name = NULL}};
static const struct opt shadow_letter[] = {
    {.name = "zip", .help = "no", .letter = 'z'}, {.name = NULL}};
static const struct opt shadow_own[] = {{.name = "one", .help = "no", .letter = 'x'},
    {.name = "two", .help = "no", .letter = 'x'}, {.name = NULL}};
static const struct opt shadow_forms[] = {{.name = "country", .help = "no"}, {.name = NULL}};
static const struct opt shadow_hidden[] = {{.name = "options", .help = "no"}, {.name = NULL}};

enum { WORDS = 16 };
struct words {
	char *word[WORDS];
	int count;
};

static struct words
words_of(const char *const *list)
{
	struct words words = {{NULL}, 0};

	for (; *list; list++)
		words.word[words.count++] = strdup(*list);
	return words;
}

static void
words_free(struct words *words)
{
	for (int i = 0; i < words->count; i++)
		free(words->word[i]);
}

/* What a command line becomes, as text: "key=a key=b food [operand]". */
static const struct {
	const char *argv[WORDS];
	const char *given;
} taken[] = {
    {{"am-x"}, ""},
    {{"am-x", "a", "-", "b"}, "[a][-][b]"},
    {{"am-x", "-"}, "[-]"},
    {{"am-x", "--", "-k", "--key", "--", "--help"}, "[-k][--key][--][--help]"},
    {{"am-x", "--key", "a:exact"}, "key=a:exact "},
    {{"am-x", "--key=a:exact"}, "key=a:exact "},
    {{"am-x", "--key="}, "key= "},
    {{"am-x", "--key=a=b"}, "key=a=b "},
    {{"am-x", "-k", "a"}, "key=a "},
    {{"am-x", "-ka"}, "key=a "},
    {{"am-x", "-k=a"}, "key==a "},
    {{"am-x", "-k", "--"}, "key=-- "},
    {{"am-x", "-k", "-z"}, "key=-z "},
    {{"am-x", "-ka", "-kb", "--key", "c"}, "key=a key=b key=c "},
    {{"am-x", "file", "-f", "file", "-z"}, "food= gzip= [file][file]"},
    {{"am-x", "-fz"}, "food= gzip= "},
    {{"am-x", "-zfka", "-n"}, "key=a food= dry-run= gzip= "},
    {{"am-x", "-zk", "a"}, "key=a gzip= "},
    {{"am-x", "--semi", "--gzip", "--food"}, "food= semi= gzip= "},
    {{"am-x", "--sort"}, "sort= "},
    {{"am-x", "--sort", "desc"}, "sort= [desc]"},
    {{"am-x", "--sort=desc"}, "sort=desc "},
    {{"am-x", "-sf"}, "food= sort= "},
    {{"am-x", "--progress=never"}, "progress=never "},
    {{"am-x", "--progress"}, "progress= "},
    {{"am-x", "-o", "f", "-c", "a,b", "-r", "g", "-l", "h", "-m", "1M", "-T", "/tmp"},
	"output=f columns=a,b rejects=g ledger=h memory=1M temp=/tmp "},
    {{"am-x", "--max-rejects", "5", "--source", "-n"}, "max-rejects=5 dry-run= source= "},
    {{"am-x", "", "--key", ""}, "key= []"},
};

static void
describe(const struct options *options, char *to, size_t room)
{
	const struct opt *tables[] = {own, opt_common};
	size_t size = 0;

	to[0] = '\0';
	for (size_t t = 0; t < 2; t++)
		for (const struct opt *opt = tables[t]; opt->name; opt++)
			for (size_t i = 0; i < opt_count(options, opt->name); i++)
				size += (size_t)snprintf(to + size, room - size, "%s=%s ",
				    opt->name, opt_at(options, opt->name, i));
	for (size_t i = 0; i < options->operand_count; i++)
		size += (size_t)snprintf(to + size, room - size, "[%s]", options->operands[i]);
}

static void
test_taken(struct tap *tap)
{
	for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
		struct words words = words_of(taken[i].argv);
		struct options options;
		char text[1024];

		xopt_parse(&options, &plain, words.count, words.word);
		describe(&options, text, sizeof text);
		tap_ok(tap, strcmp(text, taken[i].given) == 0, "case %zu gives \"%s\"", i, text);
		opt_free(&options);
		words_free(&words);
	}
}

static void
test_ask(struct tap *tap)
{
	struct words words =
	    words_of((const char *const[]){"/usr/bin/am-x", "-ka", "-f", "-kb", NULL});
	struct options options;

	xopt_parse(&options, &plain, words.count, words.word);
	tap_ok(tap, strcmp(err_name(), "am-x") == 0,
	    "the name of the program is set, without its folder");
	tap_ok(tap,
	    opt_has(&options, "food") && !opt_has(&options, "semi") && !opt_has(&options, "help"),
	    "what was given, and what not");
	tap_ok(tap, strcmp(opt_get(&options, "key"), "a") == 0, "the first of several");
	tap_ok(tap, opt_count(&options, "key") == 2 && strcmp(opt_at(&options, "key", 1), "b") == 0,
	    "and the others");
	tap_ok(tap, !opt_at(&options, "key", 2) && opt_count(&options, "memory") == 0,
	    "and no more than there are");
	opt_free(&options);
	tap_ok(tap, options.operand_count == 0 && !options.given, "free leaves nothing");
	words_free(&words);
}

struct ending {
	int status; /* of exit, or 1000 for abort(3) */
	char out[8192], err[8192];
};

static void
take_all(int from, char *to, size_t room)
{
	size_t size = 0;
	ssize_t got;

	while ((got = read(from, to + size, room - 1 - size)) > 0)
		size += (size_t)got;
	to[size] = '\0';
	close(from);
}

static void
child(const struct program *program, const char *const *argv, int out, int err)
{
	const struct rlimit no_core = {0, 0};
	struct words words = words_of(argv);
	struct options options;

	setrlimit(RLIMIT_CORE, &no_core);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	xopt_parse(&options, program, words.count, words.word);
	if (words.count > 1 && strcmp(words.word[1], "-f") == 0)
		(void)opt_get(&options, "no-such-option");
	opt_free(&options);
	words_free(&words);
	_exit(77); /* it went on */
}

/* Runs xopt_parse in a process; out: a file for stdout, or NULL to keep what is printed. */
static void
run(struct ending *ending, const struct program *program, const char *const *argv, const char *out)
{
	int outs[2], errs[2], status = 0;
	pid_t id;

	*ending = (struct ending){.status = -1};
	fflush(NULL);
	if (pipe(outs) != 0 || pipe(errs) != 0)
		return;
	if (out) {
		close(outs[1]);
		outs[1] = open(out, O_WRONLY);
	}
	id = fork();
	if (id == 0)
		child(program, argv, outs[1], errs[1]);
	close(outs[1]);
	close(errs[1]);
	take_all(outs[0], ending->out, sizeof ending->out);
	take_all(errs[0], ending->err, sizeof ending->err);
	if (id > 0 && waitpid(id, &status, 0) == id)
		ending->status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
}

/* A message is one line of at most PIPE_BUF bytes, whatever is in it. */
static void
test_long_message(struct tap *tap)
{
	char usage[6000];
	const struct program program = {
	    .name = "am-x", .usage = usage, .summary = "", .own = none, .operands_least = 1};
	struct ending ending;

	memset(usage, 'u', sizeof usage - 1);
	usage[sizeof usage - 1] = '\0';
	run(&ending, &program, (const char *const[]){"am-x", NULL}, NULL);
	tap_ok(tap,
	    ending.status == STATUS_FAILED && strlen(ending.err) == 4096 &&
		strcmp(ending.err + 4090, "uu...\n") == 0,
	    "a message that is too long is cut, and says so");
}

static const struct {
	const struct program *program;
	const char *argv[WORDS];
	const char *message;
} mistakes[] = {
    {&plain, {"am-x", "--foo"}, "unknown option --foo (did you mean --food?)"},
    {&plain, {"am-x", "--fodo"}, "unknown option --fodo (did you mean --food?)"},
    {&plain, {"am-x", "--rejetcs=secret"}, "unknown option --rejetcs (did you mean --rejects?)"},
    {&plain, {"am-x", "--progres"}, "unknown option --progres (did you mean --progress?)"},
    {&plain, {"am-x", "--out"}, "unknown option --out (did you mean --output?)"},
    {&plain, {"am-x", "--max_rejects=4"},
	"unknown option --max_rejects (did you mean --max-rejects?)"},
    {&plain, {"am-x", "--Gzip"}, "unknown option --Gzip (did you mean --gzip?)"},
    {&plain, {"am-x", "--wholly-other"}, "unknown option --wholly-other (see am-x --help)"},
    {&plain, {"am-x", "--progress", "--progress-bar"},
	"unknown option --progress-bar (see am-x --help)"},
    {&plain, {"am-x", "--x"}, "unknown option --x (see am-x --help)"},
    {&plain, {"am-x", "--=x"}, "unknown option -- (see am-x --help)"},
    {&plain, {"am-x", "--options=x"}, "unknown option --options (see am-x --help)"},
    {&plain, {"am-x", "--aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"},
	"unknown option --aaaaaaaaaabbbbbbbbbbccccccccccdd (see am-x --help)"},
    {&plain, {"am-x", "--a\nb\033[1m"}, "unknown option --a?b?[1m (see am-x --help)"},
    {&plain, {"am-x", "-x"}, "unknown option -x (see am-x --help)"},
    {&plain, {"am-x", "-fx"}, "unknown option -x (see am-x --help)"},
    {&plain, {"am-x", "-\xc3\xa9"}, "unknown option -? (see am-x --help)"},
    {&plain, {"am-x", "-f="}, "unknown option -= (see am-x --help)"},
    {&plain, {"am-x", "-f-"}, "unknown option -- (see am-x --help)"},
    {&plain, {"am-x", "--key"}, "option --key needs an argument: KEY"},
    {&plain, {"am-x", "-fk"}, "option --key needs an argument: KEY"},
    {&plain, {"am-x", "-o"}, "option --output needs an argument: FILE"},
    {&plain, {"am-x", "--food=yes"}, "option --food takes no argument"},
    {&plain, {"am-x", "--help=yes"}, "option --help takes no argument"},
    {&plain, {"am-x", "-f", "--food"}, "option --food is given twice"},
    {&plain, {"am-x", "-o", "a", "--output=b"}, "option --output is given twice"},
    {&plain, {"am-x", "--sort=a", "-s"}, "option --sort is given twice"},
    {&join, {"am-x"}, "missing operand (usage: am-x [options] LOOKUP [FILE...])"},
    {&join, {"am-x", "-f", "--"}, "missing operand (usage: am-x [options] LOOKUP [FILE...])"},
};

static void
test_mistakes(struct tap *tap)
{
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		struct ending ending;
		char want[256];

		run(&ending, mistakes[i].program, mistakes[i].argv, NULL);
		snprintf(want, sizeof want, "am-x: %s\n", mistakes[i].message);
		tap_ok(tap,
		    ending.status == STATUS_FAILED && ending.out[0] == '\0' &&
			strcmp(ending.err, want) == 0,
		    "mistake %zu: %s", i, mistakes[i].message);
	}
}

/* The longest line of the text, and how many there are. */
static size_t
longest(const char *text, size_t *lines)
{
	size_t most = 0;

	for (*lines = 0; *text; ++*lines) {
		size_t size = strcspn(text, "\n");

		most = size > most ? size : most;
		text += size + (text[size] == '\n');
	}
	return most;
}

static void
test_help(struct tap *tap)
{
	struct ending ending;
	size_t lines, width;

	run(&ending, &join, (const char *const[]){"am-x", "-h", NULL}, NULL);
	width = longest(ending.out, &lines);
	tap_ok(tap, ending.status == 0 && ending.err[0] == '\0',
	    "help is no mistake, and needs no operand");
	tap_ok(tap, width <= 80 && lines <= 40, "it fits in 80 columns (%zu lines)", lines);
	tap_ok(tap, strncmp(ending.out, "usage: am-x [options] LOOKUP [FILE...]\n", 39) == 0,
	    "its first line is the usage");
	tap_ok(tap,
	    strstr(ending.out, "  -k, --key KEY             columns that make the key\n") &&
		strstr(ending.out, "      --semi                a flag without a letter\n") &&
		strstr(ending.out, "  -s, --sort[=ORDER]        an argument") &&
		strstr(ending.out, "  -o, --output FILE         write"),
	    "options stand in their columns");
	run(&ending, &bare, (const char *const[]){"am-x", "-fh", NULL}, NULL);
	tap_ok(tap, ending.status == STATUS_FAILED, "a mistake before -h is a mistake");
	run(&ending, &bare, (const char *const[]){"am-x", "--help", "--foo", NULL}, NULL);
	tap_ok(tap, ending.status == 0 && strstr(ending.out, "does nothing.\n\nCommon"),
	    "a program without options of its own has help");
	run(&ending, &plain, (const char *const[]){"am-x", "--help", NULL}, "/dev/full");
	tap_ok(tap,
	    ending.status == STATUS_FAILED && strncmp(ending.err, "am-x: <stdout>: ", 16) == 0,
	    "help that cannot be written is a failure");
	run(&ending, &join, (const char *const[]){"am-x", "-V", NULL}, NULL);
	tap_ok(tap,
	    ending.status == 0 && strcmp(ending.out, "am-x (amends) " AMENDS_VERSION "\n") == 0,
	    "version");
}

static void
test_lines(struct tap *tap)
{
	static const char want[] =
	    "key\tk\tKEY\town\nfood\tf\t\town\nsemi\t\t\town\nsort\ts\t[ORDER]\town\n"
	    "add\ta\tCOLUMNS\town\noutput\to\tFILE\tcommon\ncolumns\tc\tCOLS\tcommon\n"
	    "rejects\tr\tFILE\tcommon\nmax-rejects\t\tN\tcommon\nledger\tl\tFILE\tcommon\n"
	    "memory\tm\tSIZE\tcommon\ntemp\tT\tDIR\tcommon\ndry-"
	    "run\tn\t\tcommon\ngzip\tz\t\tcommon\n"
	    "progress\t\t[WHEN]"
	    "\tcommon\nsource\t\t\tcommon\nhelp\th\t\tcommon\nversion\tV\t\tcommon\n";
	struct ending ending;

	run(&ending, &join, (const char *const[]){"am-x", "--options", NULL}, NULL);
	tap_ok(tap, ending.status == 0 && strcmp(ending.out, want) == 0,
	    "--options prints the tables");
}

/* The options of programs that take forms. */
static void
test_forms(struct tap *tap)
{
	const struct program shadow = {
	    .name = "am-x", .usage = "", .summary = "", .own = shadow_forms, .forms = true};
	char *words[] = {"am-x", "--country", "MX", "--key-file=k", NULL};
	struct options options;
	struct ending ending;

	xopt_parse(&options, &keyed, 4, words);
	tap_ok(tap,
	    strcmp(opt_get(&options, "country"), "MX") == 0 &&
		strcmp(opt_get(&options, "key-file"), "k") == 0,
	    "they are taken");
	opt_free(&options);
	run(&ending, &plain, (const char *const[]){"am-x", "--country", "MX", NULL}, NULL);
	tap_ok(tap, ending.status == STATUS_FAILED, "but not by a program that takes none");
	run(&ending, &keyed, (const char *const[]){"am-x", "--contry", "MX", NULL}, NULL);
	tap_ok(tap, strstr(ending.err, "did you mean --country?") != NULL, "they are offered");
	run(&ending, &keyed, (const char *const[]){"am-x", "--help", NULL}, NULL);
	tap_ok(tap, strstr(ending.out, "      --country CC ") != NULL, "and stand in the help");
	run(&ending, &keyed, (const char *const[]){"am-x", "--options", NULL}, NULL);
	tap_ok(tap,
	    strstr(ending.out, "key-file\t\tFILE\town\ncountry\t\tCC\town\noutput\t") != NULL,
	    "and in --options");
	run(&ending, &formed, (const char *const[]){"am-x", "--options", NULL}, NULL);
	tap_ok(tap, strncmp(ending.out, "country\t\tCC\town\noutput\t", 23) == 0,
	    "who hashes nothing has no key");
	run(&ending, &shadow, (const char *const[]){"am-x", NULL}, NULL);
	tap_ok(tap, ending.status == 1000 && ending.err[0], "they cannot be shadowed");
}

static void
test_tables(struct tap *tap)
{
	const struct opt *const tables[] = {shadow_name, shadow_letter, shadow_own, shadow_hidden};
	struct ending ending;

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		const struct program program = {
		    .name = "am-x", .usage = "", .summary = "", .own = tables[i]};

		run(&ending, &program, (const char *const[]){"am-x", NULL}, NULL);
		tap_ok(tap, ending.status == 1000 && ending.err[0],
		    "a table that shadows aborts, case %zu", i);
	}
	run(&ending, &plain, (const char *const[]){"am-x", "-f", NULL}, NULL);
	tap_ok(tap, ending.status == 1000, "asking for an option that is in no table aborts");
	run(&ending, &plain, (const char *const[]){"am-x", "--semi", NULL}, NULL);
	tap_ok(tap, ending.status == 77 && ending.err[0] == '\0',
	    "a right call goes on without a word");
	test_forms(tap);
}

int
main(void)
{
	struct tap tap = {0};

	test_taken(&tap);
	test_ask(&tap);
	test_mistakes(&tap);
	test_long_message(&tap);
	test_help(&tap);
	test_lines(&tap);
	test_tables(&tap);
	return tap_done(&tap);
}
