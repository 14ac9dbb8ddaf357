/* err: messages, statuses, and the only way out of a program early. Level 0.
 *
 * A message is one line on stderr, "PROGRAM: text". It never holds a value from the data: file,
 * line, column name, reason, yes; a field, no. A library function that fails has said why in one
 * line before it returns, so a caller only passes the failure on. The thread that inflates never
 * calls this module: its errors travel in the queue and are printed by the reader. */
#ifndef AMENDS_ERR_H
#define AMENDS_ERR_H

#include <stdnoreturn.h>

#include "span.h"

/* Exit statuses of every program of the family (amends(7)). */
enum { STATUS_OK = 0, STATUS_NO = 1, STATUS_FAILED = 2 };

#define AMENDS_VERSION "0.1.0"

/* Sets the name that messages begin with: the last component of argv0. Call once, first. */
void err_program(const char *argv0);
const char *err_name(void);

/* Print one message, by one write(2) of at most 4096 bytes; control characters in it become '?', a
 * longer one ends in "...". warn_errno adds ": " and the text of errno, which both leave
 * unchanged. */
void warn(const char *format, ...) PRINTF_LIKE(1, 2);
void warn_errno(const char *format, ...) PRINTF_LIKE(1, 2);

/* From here on messages of warn and warn_errno do not go to stderr but, the first of them and
 * without the program's name, to text, which holds size bytes and is emptied; NULL: to stderr
 * again. For who asks whether something can be read and reports why not. */
void err_capture(char *text, size_t size);

/* Print one message and exit(3) with STATUS_FAILED: what atexit(3) was given runs. */
noreturn void die(const char *format, ...) PRINTF_LIKE(1, 2);
noreturn void die_errno(const char *format, ...) PRINTF_LIKE(1, 2);

/* Exit with STATUS_FAILED when the message was already printed. */
noreturn void die_silent(void);

#endif
