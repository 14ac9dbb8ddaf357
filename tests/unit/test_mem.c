/* mem: growth, alignment, accounting, and the end of a run that asks for too much. */
#include "mem.h"

#include <stdalign.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "tap.h"

static void
test_buf(struct tap *tap)
{
	struct buf b = {0};
	bool same = true;
	char *kept;

	for (int i = 0; i < 100000; i++)
		buf_add_byte(&b, (char)(i % 251));
	for (int i = 0; i < 100000; i++)
		same = same && b.data[i] == (char)(i % 251);
	tap_ok(tap, same && b.size == 100000, "bytes added one by one are all there");
	tap_ok(tap, b.room < 4 * b.size, "room stays near size");
	buf_clear(&b);
	kept = b.data;
	buf_add_text(&b, "amends");
	buf_add_span(&b, (struct span){" and more", 4});
	buf_add_span(&b, (struct span){NULL, 0});
	buf_add(&b, "\0x", 2);
	tap_ok(tap, b.data == kept, "clear keeps the memory");
	tap_ok(tap, span_equal(buf_span(&b), (struct span){"amends and\0x", 12}),
	    "text, span, nothing and a NUL byte follow each other");
	buf_reserve(&b, 1000000);
	tap_ok(tap, b.room - b.size >= 1000000 && b.size == 12, "reserve makes room and no bytes");
	buf_free(&b);
	tap_ok(tap, b.data == NULL && b.size == 0 && b.room == 0, "free leaves an empty buf");
	buf_free(&b);
	buf_clear(&b);
	buf_reserve(&b, 0);
	tap_ok(tap, buf_span(&b).size == 0, "an empty buf is a span of no bytes");
	buf_free(&b);
}

enum { PIECES = 3000 };

static void
test_arena(struct tap *tap)
{
	struct arena arena = {0};
	char *piece[PIECES];
	bool aligned = true, same = true, foretold = true;
	size_t asked = 0;

	for (size_t i = 0; i < PIECES; i++) {
		size_t size = i % 100 == 99 ? 50000 : i % 97;
		size_t next = arena_bytes_next(&arena, size);

		piece[i] = arena_take(&arena, size);
		foretold = foretold && arena.bytes == next;
		aligned = aligned && (uintptr_t)piece[i] % alignof(max_align_t) == 0;
		memset(piece[i], (int)(i % 251), size);
		asked += size;
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t k = 0; k < (i % 100 == 99 ? 50000 : i % 97); k++)
			same = same && piece[i][k] == (char)(i % 251);
	tap_ok(tap, aligned, "pieces are aligned for any type");
	tap_ok(tap, same, "pieces do not overlap");
	tap_ok(tap, foretold, "what a piece will take is known before");
	tap_ok(tap, arena.bytes >= asked && arena.bytes < asked + asked / 4,
	    "bytes counts what was taken and wastes little");
	arena_free(&arena);
	tap_ok(tap, arena.bytes == 0 && arena.newest == NULL, "free leaves an empty arena");
	arena_free(&arena);
}

static void
test_arena_copy(struct tap *tap)
{
	struct arena arena = {0};
	struct span a = arena_copy(&arena, span_of("one"));
	struct span b = arena_copy(&arena, (struct span){NULL, 0});
	struct span c = arena_copy(&arena, (struct span){"t\0o", 3});
	int *number = arena_take(&arena, sizeof *number);

	*number = 7;
	tap_ok(tap, span_is(a, "one") && b.size == 0 && span_equal(c, (struct span){"t\0o", 3}),
	    "copies hold their bytes");
	tap_ok(tap, c.data == a.data + 3, "copies lie close together");
	tap_ok(tap, (uintptr_t)number % alignof(max_align_t) == 0 && *number == 7,
	    "an aligned piece follows unaligned ones");
	arena_free(&arena);
}

static void
test_blocks(struct tap *tap)
{
	char *text = xcopy((struct span){"abcdef", 3});
	char *nothing = xmalloc(0, 8);
	int *zeros = xcalloc(5, sizeof *zeros);

	tap_ok(tap, strcmp(text, "abc") == 0, "a copy ends with a NUL");
	tap_ok(tap, nothing != NULL, "no bytes are not a failure");
	tap_ok(tap, zeros[0] == 0 && zeros[4] == 0, "xcalloc clears");
	zeros[0] = 3;
	zeros = xrealloc(zeros, 500, sizeof *zeros);
	tap_ok(tap, zeros[0] == 3, "xrealloc keeps the bytes");
	tap_ok(tap,
	    large_bytes(1000, 24) == 24000 && large_bytes(131072, 24) == 4u << 20 &&
		large_bytes(1 << 20, 24) == 24u << 20,
	    "large pieces are whole huge pages");
	free(text);
	free(nothing);
	free(zeros);
}

static void
ask_product(void)
{
	free(xmalloc(SIZE_MAX / 2, 3));
}

static void
ask_calloc(void)
{
	free(xcalloc(SIZE_MAX / 8, 16));
}

static void
ask_realloc(void)
{
	free(xrealloc(NULL, SIZE_MAX / 4, 8));
}

static void
ask_buf(void)
{
	struct buf b = {0};

	buf_add_byte(&b, 'x');
	buf_reserve(&b, SIZE_MAX);
}

static void
ask_arena(void)
{
	struct arena arena = {0};

	(void)!arena_take(&arena, SIZE_MAX);
}

/* The exit status of the function in a process of its own, and its message's size. */
static int
status_of(void (*function)(void), size_t *message)
{
	int ends[2], status = -1;
	char text[4096];
	ssize_t size;
	pid_t child;

	fflush(NULL);
	if (pipe(ends) != 0 || (child = fork()) < 0)
		return -1;
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		function();
		_exit(0);
	}
	close(ends[1]);
	size = read(ends[0], text, sizeof text);
	close(ends[0]);
	waitpid(child, &status, 0);
	*message = size > 0 && text[size - 1] == '\n' ? (size_t)size : 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_out_of_memory(struct tap *tap)
{
	static void (*const functions[])(void) = {
	    ask_product, ask_calloc, ask_realloc, ask_buf, ask_arena};

	for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
		size_t message = 0;
		int status = status_of(functions[i], &message);

		tap_ok(tap, status == STATUS_FAILED && message > 0,
		    "a size that overflows ends the program with 2 and a message, case %zu", i);
	}
}

int
main(void)
{
	struct tap tap = {0};

	test_buf(&tap);
	test_arena(&tap);
	test_arena_copy(&tap);
	test_blocks(&tap);
	test_out_of_memory(&tap);
	return tap_done(&tap);
}
