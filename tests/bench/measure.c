/* measure COMMAND...: runs it and waits for every process it leaves behind; prints to stderr's
 * twin, file descriptor 3, one line: wall seconds, CPU seconds of all processes, peak of their
 * summed Pss in KiB (sampled every 10 ms; shared pages are counted once), exit status. Pss of
 * processes that may not be dumped needs root. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLE_MICROSECONDS = 10000, REPORT = 3 };

static double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static long
pss_of(int process)
{
	char path[64], line[256];
	long pss = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", process);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "Pss: %ld", &pss) == 1)
			break;
	if (file)
		fclose(file);
	return pss;
}

/* Of all descendants of a process, itself not included. */
static long
pss_below(int process)
{
	char path[64];
	long sum = 0;
	int child;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", process, process);
	file = fopen(path, "r");
	while (file && fscanf(file, "%d", &child) == 1)
		sum += pss_of(child) + pss_below(child);
	if (file)
		fclose(file);
	return sum;
}

static double
seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	double start = seconds_now(), end = start;
	long peak = 0;
	int status = 0, result = 2;
	struct rusage usage;
	pid_t child, ended;

	if (argc < 2)
		return 2;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	child = fork();
	if (child == 0) {
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	while ((ended = waitpid(-1, &status, WNOHANG)) >= 0) {
		if (ended == child) {
			result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
			end = seconds_now();
		}
		if (ended == 0) {
			long pss = pss_below(getpid());

			peak = pss > peak ? pss : peak;
			usleep(SAMPLE_MICROSECONDS);
		}
	}
	getrusage(RUSAGE_CHILDREN, &usage);
	dprintf(REPORT, "%.3f %.3f %ld %d\n", end - start,
	    seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime), peak, result);
	return result;
}
