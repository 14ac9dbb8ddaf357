/* readahead: a ring under one mutex.
 *
 *         first          first + lent       first + filled
 *           |  lent to the   |  filled, not      |  free: the thread's
 *           |  caller        |  asked for        |
 *
 * A block changes hands once in a MiB, about a millisecond's work, so a mutex and two conditions
 * cost nothing that could be measured. */
#include "readahead.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "source.h"
#include "worker.h"

enum { BLOCKS = 4 };

struct readahead {
	block_fill *fill;
	void *context;
	pthread_t thread;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t some_filled, some_free;
	struct block blocks[BLOCKS];
	size_t first, lent, filled; /* lent <= filled <= BLOCKS */
	bool stop;
};

void
block_new(struct block *b, size_t headroom, size_t room)
{
	*b = (struct block){.room = room};
	b->memory = xcalloc(headroom + room + SOURCE_PADDING, 1);
	b->data = b->memory + headroom;
}

void
block_free(struct block *b)
{
	free(b->memory);
	*b = (struct block){0};
}

/* The next block to fill, or NULL when told to stop. */
static struct block *
wait_free(struct readahead *r)
{
	struct block *block = NULL;

	pthread_mutex_lock(&r->mutex);
	while (r->filled == BLOCKS && !r->stop)
		pthread_cond_wait(&r->some_free, &r->mutex);
	if (!r->stop)
		block = &r->blocks[(r->first + r->filled) % BLOCKS];
	pthread_mutex_unlock(&r->mutex);
	return block;
}

static void *
run(void *context)
{
	struct readahead *r = context;
	enum read_status status = READ_RECORD;

	while (status == READ_RECORD) {
		struct block *block = wait_free(r);

		if (!block)
			break;
		r->fill(r->context, block);
		status = block->status;
		pthread_mutex_lock(&r->mutex);
		r->filled++;
		pthread_cond_signal(&r->some_filled);
		pthread_mutex_unlock(&r->mutex);
	}
	return NULL;
}

static void
release_all(struct readahead *r)
{
	for (size_t i = 0; i < BLOCKS; i++)
		block_free(&r->blocks[i]);
	pthread_mutex_destroy(&r->mutex);
	pthread_cond_destroy(&r->some_filled);
	pthread_cond_destroy(&r->some_free);
	free(r);
}

struct readahead *
readahead_new(const char *name, block_fill *fill, void *context, size_t headroom, size_t room)
{
	struct readahead *r = xcalloc(1, sizeof *r);
	int error;

	r->fill = fill;
	r->context = context;
	for (size_t i = 0; i < BLOCKS; i++)
		block_new(&r->blocks[i], headroom, room);
	pthread_mutex_init(&r->mutex, NULL);
	pthread_cond_init(&r->some_filled, NULL);
	pthread_cond_init(&r->some_free, NULL);
	error = worker_start(&r->thread, run, r);
	if (error) {
		errno = error;
		warn_errno("%s: cannot start a thread", name);
		release_all(r);
		return NULL;
	}
	return r;
}

struct block *
readahead_next(struct readahead *r)
{
	struct block *block;

	pthread_mutex_lock(&r->mutex);
	while (r->filled == r->lent)
		pthread_cond_wait(&r->some_filled, &r->mutex);
	block = &r->blocks[(r->first + r->lent) % BLOCKS];
	r->lent++;
	pthread_mutex_unlock(&r->mutex);
	return block;
}

void
readahead_release(struct readahead *r)
{
	pthread_mutex_lock(&r->mutex);
	if (r->lent > 1) {
		size_t back = r->lent - 1;

		r->first = (r->first + back) % BLOCKS;
		r->filled -= back;
		r->lent = 1;
		pthread_cond_signal(&r->some_free);
	}
	pthread_mutex_unlock(&r->mutex);
}

void
readahead_free(struct readahead *r)
{
	if (!r)
		return;
	pthread_mutex_lock(&r->mutex);
	r->stop = true;
	pthread_cond_signal(&r->some_free);
	pthread_mutex_unlock(&r->mutex);
	pthread_join(r->thread, NULL);
	release_all(r);
}
