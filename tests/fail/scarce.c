/* scarce: a preload under which an allocation fails: number SCARCE_AT of the process, and with
 * SCARCE_ON=1 all after it. SCARCE_COUNT=1: says at the end on stderr how many there were;
 * SCARCE_PEAK=1: how many KiB the process had in memory at most. */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long calls;
static long at;
static int on, started;

__attribute__((constructor)) static void
start(void)
{
	const char *text = getenv("SCARCE_AT");

	at = text ? atol(text) : 0;
	on = getenv("SCARCE_ON") != NULL;
	started = 1;
}

__attribute__((destructor)) static void
say(void)
{
	char text[32];
	struct rusage usage;
	long number = atomic_load(&calls);
	int size;

	started = 0;
	if (getenv("SCARCE_PEAK") && getrusage(RUSAGE_SELF, &usage) == 0)
		number = usage.ru_maxrss;
	else if (!getenv("SCARCE_COUNT"))
		return;
	size = snprintf(text, sizeof text, "%ld\n", number);
	if (write(STDERR_FILENO, text, (size_t)size) < 0)
		_exit(3);
}

static int
fails(void)
{
	long call;

	if (!started)
		return 0;
	call = atomic_fetch_add(&calls, 1) + 1;
	if (!at || (call != at && !(on && call > at)))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}
