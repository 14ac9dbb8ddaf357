/* packer: a queue of two buffers under one mutex; a third is with the caller. The buffers go
 * round, so nothing is allocated or copied per block. After an error the thread takes blocks and
 * drops them. */
#include "packer.h"

#include <pthread.h>
#include <stdlib.h>

#include "worker.h"

enum { JOBS = 2 };

struct job {
	struct buf bytes;
	enum deflate_flush flush;
};

struct packer {
	const struct outlet *outlet;
	struct deflate *deflate;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t some_work, some_done;
	struct job jobs[JOBS];
	size_t first, waiting; /* the job at first is being done, or is the next */
	int error;
	bool stop;
};

/* The next job, or NULL when told to stop. */
static struct job *
wait_work(struct packer *p, int *error)
{
	struct job *job = NULL;

	pthread_mutex_lock(&p->mutex);
	while (p->waiting == 0 && !p->stop)
		pthread_cond_wait(&p->some_work, &p->mutex);
	if (!p->stop)
		job = &p->jobs[p->first];
	*error = p->error;
	pthread_mutex_unlock(&p->mutex);
	return job;
}

static void *
run(void *context)
{
	struct packer *p = context;
	struct job *job;
	int error;

	while ((job = wait_work(p, &error))) {
		if (!error)
			error = deflate_write(
			    p->deflate, p->outlet, job->bytes.data, job->bytes.size, job->flush);
		pthread_mutex_lock(&p->mutex);
		p->error = error;
		p->first = (p->first + 1) % JOBS;
		p->waiting--;
		pthread_cond_signal(&p->some_done);
		pthread_mutex_unlock(&p->mutex);
	}
	return NULL;
}

struct packer *
packer_new(const struct outlet *outlet, enum tuning_library library)
{
	struct deflate *deflate = deflate_new(library);
	struct packer *p;

	if (!deflate)
		return NULL;
	p = xcalloc(1, sizeof *p);
	p->outlet = outlet;
	p->deflate = deflate;
	pthread_mutex_init(&p->mutex, NULL);
	pthread_cond_init(&p->some_work, NULL);
	pthread_cond_init(&p->some_done, NULL);
	return p;
}

int
packer_give(struct packer *p, struct buf *bytes, enum deflate_flush flush)
{
	int error;

	if (!p->started) {
		error = worker_start(&p->thread, run, p);
		if (error)
			return error;
		p->started = true;
	}
	pthread_mutex_lock(&p->mutex);
	while (p->waiting == JOBS)
		pthread_cond_wait(&p->some_done, &p->mutex);
	error = p->error;
	if (!error) {
		struct job *job = &p->jobs[(p->first + p->waiting) % JOBS];
		struct buf empty = job->bytes;

		job->bytes = *bytes;
		job->flush = flush;
		*bytes = empty;
		buf_clear(bytes);
		p->waiting++;
		pthread_cond_signal(&p->some_work);
	}
	pthread_mutex_unlock(&p->mutex);
	return error;
}

int
packer_wait(struct packer *p)
{
	int error;

	pthread_mutex_lock(&p->mutex);
	while (p->waiting > 0)
		pthread_cond_wait(&p->some_done, &p->mutex);
	error = p->error;
	pthread_mutex_unlock(&p->mutex);
	return error;
}

void
packer_free(struct packer *p)
{
	if (!p)
		return;
	if (p->started) {
		pthread_mutex_lock(&p->mutex);
		p->stop = true;
		pthread_cond_signal(&p->some_work);
		pthread_mutex_unlock(&p->mutex);
		pthread_join(p->thread, NULL);
	}
	for (size_t i = 0; i < JOBS; i++)
		buf_free(&p->jobs[i].bytes);
	deflate_free(p->deflate);
	pthread_mutex_destroy(&p->mutex);
	pthread_cond_destroy(&p->some_work);
	pthread_cond_destroy(&p->some_done);
	free(p);
}
