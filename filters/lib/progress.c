/* progress: one line on stderr about how far a run is.
 *
 * auto speaks only at a terminal and only of runs longer than two seconds, and overwrites its
 * line; always writes lines, for a log. The share done is that of the compressed bytes, which are
 * known beforehand. */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "err.h"

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int
progress_begin(struct progress *progress, const char *when)
{
	*progress = (struct progress){.began = now(), .shown = 0};
	if (!when || strcmp(when, "never") == 0) {
		progress->when = PROGRESS_NEVER;
	} else if (*when == '\0' || strcmp(when, "auto") == 0) {
		progress->when = isatty(STDERR_FILENO) ? PROGRESS_AUTO : PROGRESS_NEVER;
	} else if (strcmp(when, "always") == 0) {
		progress->when = PROGRESS_ALWAYS;
	} else {
		warn("--progress: not auto, always or never");
		return -1;
	}
	return 0;
}

/* "45 %, 0:35 left" of what is known. */
static void
say_share(char *text, size_t room, const struct parts *parts, double seconds)
{
	uint64_t done, total;

	text[0] = '\0';
	parts_progress(parts, &done, &total);
	if (total > 0 && done > 0 && done <= total) {
		double share = (double)done / (double)total;
		uint64_t left = (uint64_t)(seconds / share - seconds);

		snprintf(text, room, ", %.0f %%, %" PRIu64 ":%02" PRIu64 " left", share * 100,
		    left / 60, left % 60);
	}
}

void
progress_show(struct progress *progress, const struct parts *parts)
{
	double time = now(), seconds = time - progress->began;
	bool screen = progress->when == PROGRESS_AUTO;
	char share[64], line[256];
	int size;

	if (seconds < (screen ? 2 : 1) || time - progress->shown < 1)
		return;
	progress->shown = time;
	progress->on_screen = screen;
	say_share(share, sizeof share, parts, seconds);
	size = snprintf(line, sizeof line, "%s%s: %" PRIu64 " rows, %.2f M rows/s%s%s",
	    screen ? "\r\033[K" : "", err_name(), progress->rows,
	    (double)progress->rows / seconds / 1e6, share, screen ? "" : "\n");
	if (size > 0 && (size_t)size < sizeof line && write(STDERR_FILENO, line, (size_t)size) < 0)
		progress->when = PROGRESS_NEVER;
}

void
progress_end(struct progress *progress)
{
	static const char wipe[] = "\r\033[K";

	if (progress->on_screen && write(STDERR_FILENO, wipe, sizeof wipe - 1) < 0)
		progress->when = PROGRESS_NEVER;
	progress->on_screen = false;
}
