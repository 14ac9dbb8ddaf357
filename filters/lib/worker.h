/* worker: starts the threads of source and sink. Level 1. */
#ifndef AMENDS_WORKER_H
#define AMENDS_WORKER_H

#include <pthread.h>

#include "span.h"

/* Starts run(context) in a thread that takes no signal meant for the program, but dies with it
 * when its own write meets a closed pipe. 0, or an errno; the caller joins. */
int worker_start(pthread_t *thread, void *(*run)(void *), void *context) MUST_CHECK;

#endif
