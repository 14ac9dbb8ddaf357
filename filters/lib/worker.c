/* worker: one way to start a thread. Signals stay with the main thread, where system calls expect
 * EINTR and where nothing is half handed over. */
#include "worker.h"

#include <signal.h>

int
worker_start(pthread_t *thread, void *(*run)(void *), void *context)
{
	sigset_t all, before;
	int error;

	sigfillset(&all);
	sigdelset(&all, SIGPIPE);
	error = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (error)
		return error;
	error = pthread_create(thread, NULL, run, context);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}
