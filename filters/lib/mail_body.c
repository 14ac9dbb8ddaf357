/* mail: the text of a message. GMime reads the message where it lies; parts are not copied, and but
 * for the one that is wanted not looked at. */
#include "csv_policy.h"
#include "mail_inside.h"

static bool
is_wanted(GMimeObject *part, const char *subtype)
{
	return GMIME_IS_PART(part) && !g_mime_part_is_attachment(GMIME_PART(part)) &&
	       g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", subtype);
}

/* The first part of this type, in order; not in messages inside the message. GMime bounds how deep
 * parts are nested. */
static GMimePart *
find_part(GMimeObject *object, const char *subtype)
{
	GMimePart *found = NULL;

	if (is_wanted(object, subtype))
		return GMIME_PART(object);
	if (!GMIME_IS_MULTIPART(object))
		return NULL;
	for (int i = 0; !found && i < g_mime_multipart_get_count(GMIME_MULTIPART(object)); i++)
		found = find_part(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), subtype);
	return found;
}

/* Appends the text without CR before LF. */
static void
add_lines(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] != '\r' || i + 1 == text.size || text.data[i + 1] != '\n')
			buf_add_byte(out, text.data[i]);
}

static enum csv_problem
convert_part(struct mail *mail, GMimePart *part, struct span bytes, struct span *body)
{
	const char *charset =
	    g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
	struct buf text = {0}, lines = {0};
	enum csv_problem problem;

	if (bytes.size > csv_complete(&(struct csv_options){0}).field_limit)
		return CSV_FIELD_SIZE;
	problem =
	    charset ? mail_convert(bytes, charset, &text) : mail_convert_bare(mail, bytes, &text);
	if (problem == CSV_FINE) {
		add_lines(&lines, buf_span(&text));
		*body = arena_copy(&mail->arena, buf_span(&lines));
	}
	buf_free(&text);
	buf_free(&lines);
	return problem;
}

/* Is the part what its transfer encoding says? */
static bool
is_sound(GMimePart *part, GMimeDataWrapper *content)
{
	GMimeStream *raw = g_mime_data_wrapper_get_stream(content), *stream;
	GByteArray *bytes;
	bool sound;

	if (!raw || g_mime_part_get_content_encoding(part) != GMIME_CONTENT_ENCODING_BASE64)
		return true;
	stream = g_mime_stream_mem_new();
	g_mime_stream_reset(raw);
	sound = g_mime_stream_write_to_stream(raw, stream) >= 0;
	g_mime_stream_reset(raw);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	sound = sound && mail_is_base64((struct span){(const char *)bytes->data, bytes->len});
	g_object_unref(stream);
	return sound;
}

/* Undoes the transfer encoding. */
static enum csv_problem
read_part(struct mail *mail, GMimePart *part, struct span *body)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream;
	GByteArray *bytes;
	enum csv_problem problem = CSV_FINE;

	if (!content)
		return CSV_FINE;
	if (!is_sound(part, content))
		return CSV_ENCODING;
	stream = g_mime_stream_mem_new();
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	if (g_mime_data_wrapper_write_to_stream(content, stream) > 0)
		problem = convert_part(
		    mail, part, (struct span){(const char *)bytes->data, bytes->len}, body);
	g_object_unref(stream);
	return problem;
}

enum csv_problem
mail_read_body(struct mail *mail, struct span message, struct span *body)
{
	GByteArray *bytes = g_byte_array_new_take((guint8 *)message.data, message.size);
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *parsed;
	enum csv_problem problem = CSV_FINE;
	GMimePart *part = NULL;

	*body = (struct span){NULL, 0};
	mail->unread = false;
	parsed = g_mime_parser_construct_message(parser, mail->options);
	if (mail->unread)
		problem = CSV_MAIL;
	else if (parsed && g_mime_message_get_mime_part(parsed)) {
		part = find_part(g_mime_message_get_mime_part(parsed), "plain");
		if (!part)
			part = find_part(g_mime_message_get_mime_part(parsed), "html");
	}
	if (part)
		problem = read_part(mail, part, body);
	if (parsed)
		g_object_unref(parsed);
	g_object_unref(parser);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	g_object_unref(stream);
	(void)g_byte_array_steal(bytes, NULL);
	g_byte_array_unref(bytes);
	return problem;
}
