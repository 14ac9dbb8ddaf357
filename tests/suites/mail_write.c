/* mail_write: the writer alone, as the suite beside this file drives it. Reads lines of words
 * NAME=HEX on stdin, the values of a message in hexadecimal ("more" is NAME: VALUE, "draft" has
 * none), prints for each "-REASON FIELD", or "=" and, in hexadecimal, the message, its mboxrd,
 * the addresses of its envelope and its name. With the argument "rate" the first line is written
 * 100,000 times. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "err.h"
#include "mail_write.h"
#include "num.h"

enum { MORE = 8 };
struct values {
	struct arena arena;
	struct mail_message message;
	struct mail_header more[MORE];
};

static int
digit(char byte)
{
	const char *digits = "0123456789abcdef", *at = byte ? strchr(digits, byte) : NULL;

	if (!at)
		die("not hexadecimal");
	return (int)(at - digits);
}

static struct span
read_hex(struct values *values, const char *text)
{
	struct buf bytes = {0};
	struct span span;

	for (; text[0]; text += 2)
		buf_add_byte(&bytes, (char)(digit(text[0]) << 4 | digit(text[1])));
	span = arena_copy(&values->arena, buf_span(&bytes));
	buf_free(&bytes);
	return span;
}

static void
add_more(struct values *values, struct span header)
{
	const char *colon = memchr(header.data, ':', header.size);
	struct mail_header *more = &values->more[values->message.more_count++];
	size_t size = colon ? (size_t)(colon - header.data) : 0;

	if (!colon || values->message.more_count > MORE)
		die("not NAME: VALUE, or too many");
	more->name = (struct span){header.data, size};
	more->value = (struct span){colon + 1, header.size - size - 1};
}

static void
take(struct values *values, const char *name, struct span value)
{
	struct mail_message *m = &values->message;
	const struct {
		const char *name;
		struct span *value;
	} members[] = {{"from", &m->from}, {"reply_to", &m->reply_to}, {"to_name", &m->to_name},
	    {"to_address", &m->to_address}, {"subject", &m->subject}, {"text", &m->text},
	    {"html", &m->html}, {"language", &m->language}, {"message_id", &m->message_id},
	    {"auto_submitted", &m->auto_submitted}};

	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		if (strcmp(name, members[i].name) == 0) {
			*members[i].value = value;
			return;
		}
	}
	if (strcmp(name, "more") == 0)
		add_more(values, value);
	else if (strcmp(name, "draft") == 0)
		m->draft = true;
	else if (strcmp(name, "date") != 0 || num_signed(value, &m->date) < 0)
		die("no such value");
}

static void
read_values(char *line, struct values *values)
{
	char *rest = NULL;

	arena_free(&values->arena);
	values->message = (struct mail_message){.more = values->more};
	for (char *word = strtok_r(line, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
		char *sign = strchr(word, '=');

		if (!sign)
			die("a word is not NAME=HEX");
		*sign = '\0';
		take(values, word, read_hex(values, sign + 1));
	}
}

static void
print_hex(struct span bytes)
{
	for (size_t i = 0; i < bytes.size; i++)
		printf("%02x", (unsigned char)bytes.data[i]);
	putchar(' ');
}

static void
answer(struct mail_writer *writer, const struct mail_message *message)
{
	struct buf out = {0}, mbox = {0};
	struct mail_written written;
	const char *reason = mail_write(writer, message, &out, &written);

	if (reason) {
		printf("-%s %s\n", reason, written.field);
	} else {
		mail_add_mboxrd(buf_span(&out), written.from, message->date, &mbox);
		putchar('=');
		print_hex(buf_span(&out));
		print_hex(buf_span(&mbox));
		print_hex(written.from);
		print_hex(written.to);
		print_hex(written.name);
		putchar('\n');
	}
	buf_free(&out);
	buf_free(&mbox);
}

static double
processor_seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void
rate(struct mail_writer *writer, const struct mail_message *message)
{
	const int count = 100000;
	double start = processor_seconds();
	struct mail_written written;
	struct buf out = {0};

	for (int i = 0; i < count; i++) {
		buf_clear(&out);
		if (mail_write(writer, message, &out, &written))
			die("held");
	}
	printf("%d messages of %zu bytes in %.2f s: %.0f/s\n", count, out.size,
	    processor_seconds() - start, count / (processor_seconds() - start));
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	struct mail_writer *writer;
	struct values values = {0};
	bool timed = argc == 2 && strcmp(argv[1], "rate") == 0;
	char *line = NULL;
	size_t room = 0;

	err_program(argv[0]);
	if (argc != 1 && !timed)
		die("usage: suite-mail_write [rate]");
	writer = mail_writer_new();
	if (!writer)
		return STATUS_FAILED;
	while (getline(&line, &room, stdin) > 0) {
		read_values(line, &values);
		if (timed)
			rate(writer, &values.message);
		else
			answer(writer, &values.message);
	}
	if (ferror(stdin) || fflush(stdout) != 0 || ferror(stdout))
		die_errno("stdin or stdout");
	free(line);
	arena_free(&values.arena);
	mail_writer_free(writer);
	return STATUS_OK;
}
