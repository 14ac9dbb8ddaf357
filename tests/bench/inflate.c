/* inflate FILE: zlib's inflate over a .gz in a loop, into one buffer, its checks on and nothing
 * else done: the floor of the zlib build. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

int
main(int argc, char **argv)
{
	static unsigned char in[256 * 1024], out[1024 * 1024];
	z_stream stream = {0};
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1, result = Z_OK;
	ssize_t size;

	if (fd < 0 || inflateInit2(&stream, 15 + 16) != Z_OK)
		return 2;
	while ((size = read(fd, in, sizeof(in))) > 0) {
		stream.next_in = in;
		stream.avail_in = (unsigned)size;
		while (stream.avail_in > 0) {
			stream.next_out = out;
			stream.avail_out = sizeof(out);
			result = inflate(&stream, Z_NO_FLUSH);
			if (result == Z_STREAM_END)
				result = inflateReset(&stream);
			if (result != Z_OK)
				return 2;
		}
	}
	inflateEnd(&stream);
	return size < 0 ? 2 : 0;
}
