/* outlet: every byte that leaves for a file, a pipe or a temporary file passes through
 * write_some(). */
#include "outlet.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

struct outlet
outlet_open(int fd, size_t most)
{
	struct sigaction action;

	if (sigaction(SIGXFSZ, NULL, &action) == 0 && action.sa_handler == SIG_DFL) {
		action = (struct sigaction){.sa_handler = SIG_IGN};
		(void)sigaction(SIGXFSZ, &action, NULL);
	}
	return (struct outlet){.fd = fd, .most = most};
}

/* One write(2). 0 with *wrote > 0, or an errno. */
static int
write_some(int fd, const char *data, size_t size, size_t *wrote)
{
	for (;;) {
		struct pollfd wait = {.fd = fd, .events = POLLOUT};
		ssize_t count = write(fd, data, size);

		if (count > 0) {
			*wrote = (size_t)count;
			return 0;
		}
		if (count == 0)
			return EIO; /* would be tried for ever */
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			(void)poll(&wait, 1, -1);
		else if (errno != EINTR)
			return errno;
	}
}

int
outlet_write(const struct outlet *o, const void *data, size_t size)
{
	const char *from = data;

	if (o->fd < 0) {
		buf_add(o->memory, data, size);
		return 0;
	}
	while (size > 0) {
		size_t wrote = 0;
		int error = write_some(o->fd, from, size < o->most ? size : o->most, &wrote);

		if (error)
			return error;
		from += wrote;
		size -= wrote;
	}
	return 0;
}
