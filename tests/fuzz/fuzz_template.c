/* fuzz_template: any bytes as a template, and behind the last NUL as the values of a row. What must
 * hold whatever they are:
 *   a template is read or refused; a row gives text or a reason, and a reason leaves nothing; the
 * text of two runs is the same.
 *   In the values' places of templates of our own a value is one value: the SQL reads back as one
 * string, the JSON as one string, the HTML has no sign of markup, the CSV one field, a line one
 * line, and no {{ is left. */
#include "template.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WIDTH = 4 };

/* A file of these bytes, under a name; the fd is to be closed. */
static int
file_of(struct span text, char path[32])
{
	int fd = memfd_create("template", 0);

	need(fd >= 0 && write(fd, text.data, text.size) == (ssize_t)text.size, "a file in memory");
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	return fd;
}

static struct template *
template_of(struct span text, char path[32], const struct names *names, bool spreadsheet)
{
	static const struct template_options options[2] = {
	    {.spreadsheet = false}, {.spreadsheet = true}};
	int fd = file_of(text, path);
	struct template *template = template_read(path);

	close(fd);
	if (template && template_bind(template, names, &options[spreadsheet]) != 0) {
		template_free(template);
		template = NULL;
	}
	return template;
}

/* All parts, as they come. False when the row is held. */
static bool
render_all(struct template *template, const struct row *row, struct buf *out)
{
	size_t parts = TEMPLATE_HEADER + template_header_count(template);

	if (template_turn(template, row))
		return false;
	for (size_t part = 0; part < parts; part++) {
		size_t before = out->size;
		const struct template_hold *hold;

		if (!template_has(template, part))
			continue;
		hold = template_render(template, part, out);
		if (hold) {
			need(out->size == before, "a held row leaves something");
			need_reason(hold->reason);
			return false;
		}
		if (part == TEMPLATE_SUBJECT || part >= TEMPLATE_HEADER)
			need(!memchr(out->data ? out->data + before : "", '\n', out->size - before),
			    "a line that is two");
	}
	return true;
}

/* What the one place of a template of ours gives, without the text round it. */
static bool
place(const char *text, const struct names *names, const struct row *row, bool spreadsheet,
    struct buf *out)
{
	char path[32];
	struct template *template = template_of(span_of(text), path, names, spreadsheet);
	bool written;

	need(template, "a template of ours");
	buf_clear(out);
	written = render_all(template, row, out);
	template_free(template);
	return written;
}

static void
check_sql(struct span text)
{
	need(text.size >= 3 && text.data[0] == '\'' && text.data[text.size - 2] == '\'',
	    "sql: quotes");
	for (size_t i = 1; i + 2 < text.size; i++) {
		need(text.data[i] != '\\' && text.data[i] != '\0', "sql: a byte");
		if (text.data[i] == '\'')
			need(++i + 2 < text.size && text.data[i] == '\'', "sql: a quote alone");
	}
}

static void
check_json(struct span text)
{
	need(text.size >= 3 && text.data[0] == '"' && text.data[text.size - 2] == '"',
	    "json: quotes");
	for (size_t i = 1; i + 2 < text.size; i++) {
		need((unsigned char)text.data[i] >= 0x20 && text.data[i] != '"', "json: a byte");
		if (text.data[i] == '\\')
			need(++i + 2 < text.size && strchr("\"\\nrtu", text.data[i]), "json: \\");
	}
}

static void
check_html(struct span text)
{
	for (size_t i = 0; i < text.size; i++)
		need(!strchr("<>\"'", text.data[i]) || text.data[i] == '\0', "html: markup");
}

static void
check_csv(struct span text, bool spreadsheet)
{
	bool quoted = text.size && text.data[0] == '"';
	struct span value = quoted ? (struct span){text.data + 1, text.size - 1} : text;

	need(text.size && text.data[text.size - 1] == '\n', "csv: a record");
	if (spreadsheet && value.size)
		need(!strchr("=+-@\t\r", value.data[0]), "csv: a formula");
	for (size_t i = 0; i + 1 < value.size; i++) {
		if (!quoted)
			need(!strchr("\",\r\n", value.data[i]) || value.data[i] == '\0',
			    "csv: a byte");
		else if (value.data[i] == '"' && i + 2 < value.size)
			need(value.data[++i] == '"', "csv: a quote alone");
	}
}

static void
check_text(struct span text)
{
	for (size_t i = 0; i + 1 < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		need(byte >= 0x20 || byte == '\t', "text: a line of a value is two");
		need(memcmp(text.data + i, "{{", 2) != 0, "text: a place is left");
	}
}

static void
check_values(const struct names *names, const struct row *row)
{
	struct buf out = {0};

	if (place("type: sql\n=== row\n{{a}}\n", names, row, false, &out))
		check_sql(buf_span(&out));
	if (place("type: json\n=== row\n{{a}}\n", names, row, false, &out))
		check_json(buf_span(&out));
	if (place("type: html\n=== row\n{{a}}", names, row, false, &out))
		check_html(buf_span(&out));
	if (place("type: csv\n=== row\n{{a}}\n", names, row, false, &out))
		check_csv(buf_span(&out), false);
	if (place("type: csv\n=== row\n{{a}}\n", names, row, true, &out))
		check_csv(buf_span(&out), true);
	if (place("type: text\n=== row\n{{a}}\n", names, row, false, &out))
		check_text(buf_span(&out));
	buf_free(&out);
}

static void
check_any(struct span text, const struct names *names, const struct row *row)
{
	char path[32];
	struct template *template = template_of(text, path, names, false);
	struct buf first = {0}, second = {0};
	bool written;

	if (!template)
		return;
	written = render_all(template, row, &first);
	need(render_all(template, row, &second) == written &&
		 (!written || span_equal(buf_span(&first), buf_span(&second))),
	    "the second time is another");
	buf_free(&first);
	buf_free(&second);
	template_free(template);
}

/* Mistakes of templates are expected, and said. */
static void
be_quiet(void)
{
	int null = open("/dev/null", O_WRONLY);

	need(null >= 0 && dup2(null, STDERR_FILENO) >= 0, "silence");
	close(null);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span names_of[WIDTH] = {
	    span_of("a"), span_of("at"), span_of("language"), span_of("form_of_address")};
	struct setting setting = {span_of("SET"), span_of("x")};
	const struct settings settings = {&setting, 1};
	/* the columns of a row without a record are made ones */
	const struct names names = {.made = names_of, .made_count = WIDTH, .settings = &settings};
	const uint8_t *nul = size ? memrchr(data, '\0', size) : NULL;
	struct span text = {(const char *)data, nul ? (size_t)(nul - data) : size};
	struct span value = nul ? (struct span){(const char *)nul + 1, size - text.size - 1} : text;
	struct span values[WIDTH] = {value, value, value, value};
	const struct row row = {.made = values};
	int before = dup(STDERR_FILENO);

	be_quiet();
	check_any(text, &names, &row);
	check_values(&names, &row);
	need(dup2(before, STDERR_FILENO) >= 0, "messages");
	close(before);
	return 0;
}
