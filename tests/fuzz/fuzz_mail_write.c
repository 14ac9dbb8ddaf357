/* fuzz_mail_write: any lines as a display name, a subject and an address, what is behind them as
 * the text. What must hold whatever they are: a message is held for a reason, with nothing written,
 * or it is 7 bit, in lines of 76 but for a long address, and the reader of mail finds one message
 * with one recipient in its mboxrd, and in it what was meant. */
#include "address.h"
#include "fuzz.h"
#include "mail.h"
#include "mail_write.h"

enum { LINE = 76, ADDRESS = 330 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct span
next_line(struct span *rest)
{
	const char *end = rest->size ? memchr(rest->data, '\n', rest->size) : NULL;
	struct span line = {rest->data, end ? (size_t)(end - rest->data) : rest->size};
	size_t taken = line.size + (end != NULL);

	*rest = (struct span){taken ? rest->data + taken : NULL, rest->size - taken};
	return line;
}

static void
check_form(struct span message, struct span to)
{
	while (message.size) {
		struct span line = next_line(&message);

		for (size_t i = 0; i < line.size; i++)
			need((line.data[i] >= ' ' && line.data[i] <= '~') || line.data[i] == '\t',
			    "not 7 bit");
		need(line.size <= LINE ||
			 (line.size <= ADDRESS && memmem(line.data, line.size, to.data, to.size)),
		    "a long line");
	}
}

/* The reader shows domains as they were before their A-labels, so the keys are compared. */
static void
check_address(struct span found, struct span meant)
{
	struct address *forms = address_new();
	struct buf key = {0}, key_meant = {0};

	need(!address_mailbox(forms, found, &key) && !address_mailbox(forms, meant, &key_meant) &&
		 span_equal(buf_span(&key), buf_span(&key_meant)),
	    "another address");
	buf_free(&key);
	buf_free(&key_meant);
	address_free(forms);
}

static void
check_read(const struct mail_message *message, const struct mail_written *written, struct span file)
{
	const struct mbox_options options = {true, 1 << 20, 1 << 20};
	struct mbox *mbox = mbox_new(
	    source_open_memory(file, "fuzz", &(struct source_options){0}), "fuzz", &options);
	struct mail *mail = mail_new(CHARSET_UTF8, true);
	struct span text = message->text;
	struct mbox_message found;
	struct mail_facts facts;

	need(mbox_next(mbox, &found) == READ_RECORD, "no message");
	need(mail_read(mail, &found, &facts) == CSV_FINE, "a message that is not read");
	need(span_equal(facts.subject, span_trim(message->subject)), "another subject");
	need(facts.recipient_count == 1, "not one recipient");
	check_address(facts.recipients[0].address, written->to);
	need(span_equal(facts.recipients[0].name, span_trim(message->to_name)), "another name");
	if (text.data[text.size - 1] != '\n') {
		need(facts.body.size && facts.body.data[facts.body.size - 1] == '\n', "no last LF");
		facts.body.size--;
	}
	need(span_equal(facts.body, text), "another text");
	need(mbox_next(mbox, &found) == READ_END, "more than one message");
	mail_free(mail);
	mbox_free(mbox);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	struct mail_message message = {
	    .from = span_of("Ayuda <ayuda@example.com>"), .message_id = span_of("a@example.com")};
	struct mail_writer *writer = mail_writer_new();
	struct mail_written written;
	struct buf out = {0}, file = {0};
	const char *reason;

	need(writer != NULL, "no writer");
	message.to_name = next_line(&rest);
	message.subject = next_line(&rest);
	message.to_address = next_line(&rest);
	message.text = rest;
	reason = mail_write(writer, &message, &out, &written);
	if (reason) {
		need_reason(reason);
		need(written.field && out.size == 0, "a message that is held is written");
	} else {
		check_form(buf_span(&out), written.to);
		mail_add_mboxrd(buf_span(&out), written.from, message.date, &file);
		check_read(&message, &written, buf_span(&file));
	}
	buf_free(&out);
	buf_free(&file);
	mail_writer_free(writer);
	return 0;
}
