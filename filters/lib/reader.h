/* reader: the records of one input, a table of ours or a foreign export. Level 4.
 *
 * The first record is the header. In front of a foreign one stand at most a byte order mark, a line
 * sep=X and title lines. Records of a foreign export hold valid UTF-8, whatever the file holds (raw
 * too, but for a problem, where \xff stands for what has no meaning in the encoding); line, offset
 * and length of a record are those of its own bytes in the file (unpacked, but not converted), from
 * its first byte to its line end: a program that knows no format can cut it out. A record that is
 * the header again and one of dialect.tails come as READ_RECORD with the problem CSV_HEADER_AGAIN
 * or CSV_TAIL, one whose bytes are not of the charset with CSV_ENCODING, a line that is no JSON
 * object with CSV_JSON.
 *
 * JSON: lines that are an object each (blank ones are passed over), or, where the file begins with
 * [, the elements of an array, or of several one behind the other; UTF-8 alone. The header is
 * dialect.paths, values are text (json_rows.h). Several records of one line have the same place; an
 * element's ends with its last byte. A line that cannot be used is a problem, an element that is no
 * JSON at all stops the run: where the next one begins is not sure. raw is the line or element as
 * it stands there.
 *
 * Mail: an mbox, a message, a folder of *.eml or a Maildir (cur and new), in order of file names.
 * The header is message_id,date,from,to,name,field,subject,body,file: a record for each address of
 * To, Cc and Bcc, in order; one without an address for a message that names none. message_id and
 * date are as they are written, from and to addresses alone, name the display name of to, field To,
 * Cc or Bcc, body (with dialect.body; else empty) the first text/plain part, else text/html as it
 * is, decoded, file the message's file in a folder. Place: the message in its file (unpacked); in
 * an mbox from its line "From " (mbox.h) to the next one, so that what is cut out is an mbox again.
 * raw is the message's header. What mail_read (mail.h) does not take is a problem, and so is a file
 * of a folder that is no message, with its name in raw. */
#ifndef AMENDS_READER_H
#define AMENDS_READER_H

#include "csv.h"
#include "dialect.h"

struct reader;
/* Opens path ("-": stdin). name: what messages call it; both outlive the reader. dialect: NULL for
 * a table of ours. NULL with a message. */
typedef struct reader *reader_opener(
    const char *path, const char *name, const struct source_options *, const struct dialect *);
reader_opener reader_open MUST_CHECK;
/* The same for tables of ours alone, without a dialect: who calls this one links no library for
 * other formats. */
reader_opener reader_open_table MUST_CHECK;
/* What a program must be able to open for reading besides the input, as long as it reads: a folder
 * that the caller frees, or NULL. */
char *reader_opens_later(const struct dialect *) MUST_CHECK;
/* As csv_read_some. */
enum read_status reader_read_some(struct reader *, struct record *, size_t most, size_t *count,
    enum csv_problem *problem) MUST_CHECK;
/* Where the input is a folder: its file that the last record is of, FOLDER/FILE, valid until the
 * next read; else NULL. */
const char *reader_file(const struct reader *);
/* As csv_problem_field, csv_counts. */
size_t reader_problem_field(const struct reader *);
const struct csv_counts *reader_counts(const struct reader *);
/* The input itself, also when it is a folder, which has no one source. */
struct reader_facts {
	bool known; /* device and inode are those of the file or folder */
	uint64_t device, inode;
	bool regular;	      /* it can be opened again and read from its start */
	uint64_t bytes;	      /* plain bytes read so far, as they are in the file */
	uint64_t done, total; /* as source_progress */
	enum charset charset; /* what its bytes were taken for: declared, or said by a mark */
};
void reader_facts(const struct reader *, struct reader_facts *);
/* As source_digest. */
void reader_digest(const struct reader *, char out[33]);
void reader_free(struct reader *); /* NULL does nothing */

#endif
