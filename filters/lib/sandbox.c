/* sandbox: what a process that holds personal data gives up.
 *
 * Landlock is three system calls and needs no library. It is the second wall, not the first: what
 * it cannot do on some kernel is left out without a word. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef SYS_landlock_create_ruleset
#include <linux/landlock.h>
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                         \
    __has_feature(thread_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER 0
#endif

/* A standard stream that came closed is opened the wrong way round: it stays unusable, and no file
 * of ours can get its number and be written to by mistake. */
static void
hold_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void
sandbox_start(void)
{
	const struct rlimit none = {0, 0};

	hold_standard_streams();
	umask(077);
	signal(SIGXFSZ, SIG_IGN);
	if (UNDER_SANITIZER)
		return;
	/* neither can fail in a way that could be mended; both are a second wall */
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

#ifdef SYS_landlock_create_ruleset

/* The header of Debian 12 stops at ABI 2, a kernel may know more or less: rights it does not know
 * are masked out. */
#define RIGHT_TRUNCATE (1ULL << 14)
#define ABI_REFER 2
#define ABI_TRUNCATE 3
#define ABI_NET 4
#define NET_BIND_AND_CONNECT 3ULL

struct attributes {
	uint64_t files;
	uint64_t net; /* from ABI_NET on */
};
struct sandbox {
	int rules;
	uint64_t files; /* the rights that are governed */
};

static uint64_t
governed(long abi)
{
	uint64_t rights = (1ULL << 13) - 1; /* all of ABI 1 */

	if (abi >= ABI_REFER)
		rights |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= ABI_TRUNCATE)
		rights |= RIGHT_TRUNCATE;
	return rights;
}

static bool
is_off(void)
{
	const char *setting = getenv("AMENDS_SANDBOX");

	return UNDER_SANITIZER || (setting && strcmp(setting, "off") == 0);
}

struct sandbox *
sandbox_new(void)
{
	struct attributes attributes = {.net = NET_BIND_AND_CONNECT};
	struct sandbox *box;
	size_t size;
	long abi, rules;

	if (is_off())
		return NULL;
	abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (abi < 1)
		return NULL;
	attributes.files = governed(abi);
	size = abi >= ABI_NET ? sizeof attributes : sizeof attributes.files;
	rules = syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
	if (rules < 0)
		return NULL;
	box = xcalloc(1, sizeof *box);
	box->rules = (int)rules;
	box->files = attributes.files;
	return box;
}

static void
allow(struct sandbox *box, const char *path, uint64_t file, uint64_t folder)
{
	struct landlock_path_beneath_attr rule = {0};
	struct stat status;

	if (!box)
		return;
	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return;
	if (fstat(rule.parent_fd, &status) == 0) {
		rule.allowed_access = (S_ISDIR(status.st_mode) ? folder : file) & box->files;
		/* a rule that cannot be added only makes the box tighter, and an open fails aloud
		 */
		(void)syscall(
		    SYS_landlock_add_rule, box->rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	}
	close(rule.parent_fd);
}

void
sandbox_allow_read(struct sandbox *box, const char *path)
{
	allow(box, path, LANDLOCK_ACCESS_FS_READ_FILE,
	    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
}

static void
allow_write(struct sandbox *box, const char *folder, uint64_t more)
{
	const uint64_t file =
	    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE;

	allow(box, folder, file,
	    file | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
		LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REFER | more);
}

void
sandbox_allow_write(struct sandbox *box, const char *folder)
{
	allow_write(box, folder, 0);
}

void
sandbox_allow_folders(struct sandbox *box, const char *folder)
{
	allow_write(box, folder, LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR);
}

void
sandbox_enter(struct sandbox *box)
{
	if (!box)
		return;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		(void)syscall(SYS_landlock_restrict_self, box->rules, 0);
	close(box->rules);
	free(box);
}

#else

struct sandbox *
sandbox_new(void)
{
	return NULL;
}

void
sandbox_allow_read(struct sandbox *box, const char *path)
{
	(void)box;
	(void)path;
}

void
sandbox_allow_write(struct sandbox *box, const char *folder)
{
	(void)box;
	(void)folder;
}

void
sandbox_allow_folders(struct sandbox *box, const char *folder)
{
	(void)box;
	(void)folder;
}

void
sandbox_enter(struct sandbox *box)
{
	(void)box;
}

#endif
