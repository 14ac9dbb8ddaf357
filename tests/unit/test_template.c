/* template: what each tag writes in each type, what holds a row, which mistakes are found and
 * where; and which variant of a part a row gets. */
#include "template.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "capture.h"
#include "err.h"
#include "record.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

enum { WIDTH = 5 };
static const char *const header[WIDTH] = {"a", "b", "at", "language", "form_of_address"};

struct fixture {
	struct columns columns;
	struct settings settings;
	struct names names;
};

static void
write_template(const char *first, const char *second)
{
	FILE *file = fopen("t.tpl", "w");

	if (!file || fputs(first, file) < 0 || fputs(second, file) < 0 || fclose(file) != 0)
		abort();
}

#define ROW "type: text\nfallback: es\n=== row\n"
#define MAIL "type: mail\nfallback: es\n=== header From\nx <x@example.com>\n"
#define FULL MAIL "=== subject\ns\n=== text\nt\n"

static const struct mistake {
	const char *text, *message;
} mistakes[] = {
    {"=== row\nx\n", "t.tpl: type: is needed before the first part"},
    {"type: text\n\n# only this\n", "t.tpl: has no part (a line === PART)"},
    {"type: odt\n", "t.tpl:1: type: is none of mail, text, html, csv, sql, json"},
    {"type: text\ntype: text\n", "t.tpl:2: type: stands twice"},
    {"type: text\nhello\n", "t.tpl:2: no NAME: VALUE (a part begins with a line === PART)"},
    {"type: text\nsubject: x\n", "t.tpl:2: the head knows type:, fallback: and needs: only"},
    {"type: text\nfallback: español\n", "t.tpl:2: fallback: is no language such as es"},
    {"type: text\nfallback: es\nfallback: es\n", "t.tpl:3: fallback: stands twice"},
    {"type: text\nneeds: a\nneeds: b\n", "t.tpl:3: needs: stands twice"},
    {"type: text\nneeds: ,\n", "t.tpl:2: needs: names no column"},
    {"type: text\nneeds: a|b\n", "t.tpl:2: needs: what is no name of a column"},
    {"type: text\n=== head\nx\n", "t.tpl: has no part row"},
    {"type: text\n===row\nx\n",
	"t.tpl:2: a line that begins with === begins a part: === PART (or {{!}}===)"},
    {ROW "x\n======\n",
	"t.tpl:5: a line that begins with === begins a part: === PART (or {{!}}===)"},
    {"type: text\n=== subject\nx\n",
	"t.tpl:2: no such part: this type has head, row, between, foot"},
    {"type: mail\n=== row\nx\n",
	"t.tpl:2: no such part: this type has header NAME, subject, text, html"},
    {"type: text\n=== row Spanish\nx\n", "t.tpl:2: no language such as es or en"},
    {"type: text\n=== row es vos\nx\n", "t.tpl:2: no form tu or usted"},
    {"type: text\n=== row es tu x\nx\n", "t.tpl:2: words behind PART LANGUAGE FORM"},
    {"type: text\n=== head es\nx\n", "t.tpl:2: this part belongs to no row, and has no language"},
    {ROW "x\n=== row\ny\n", "t.tpl:5: this part stands twice"},
    {ROW "\n\n=== foot\ny\n", "t.tpl:3: this part is empty"},
    {"type: text\n=== row es\nx\n", "t.tpl: fallback: is needed"},
    {"type: text\nfallback: en\n=== row es\nx\n", "t.tpl: fallback: no part is in this language"},
    {"type: text\nfallback: es\n=== row es tu\nx\n",
	"t.tpl:3: row is missing in es, in the form usted or without a form"},
    {"type: text\n=== row\n{{at|date}}\n", "t.tpl:3: fallback: is needed: in which language?"},
    {"type: text\nfallback: ca\n=== row\nx\n{{at|date}}\n",
	"t.tpl:5: dates, counts and lists have no words in ca"},
    {"type: text\nfallback: es\n=== row es\nx\n=== row ca\n{{a|list}}\n",
	"t.tpl:6: dates, counts and lists have no words in ca"},
    /* mail */
    {"type: mail\nfallback: es\n=== subject\nx\n=== text\ny\n", "t.tpl: has no part header From"},
    {MAIL "=== text\ny\n", "t.tpl: has no part subject"},
    {MAIL "=== subject\ny\n", "t.tpl: has no part text"},
    {"type: mail\n=== header From\nx@example.com\n=== subject\nx\n=== text\ny\n",
	"t.tpl: fallback: is needed"},
    {FULL "=== html es\n<p>\n=== text en\nx\n",
	"t.tpl:9: html is missing in en, in the form usted or without a form"},
    {MAIL "=== subject\nx\ny\n", "t.tpl:7: this part is one line"},
    {MAIL "=== header\nx\n", "t.tpl:5: header needs the name of a field"},
    {MAIL "=== header Bad:Name\nx\n", "t.tpl:5: header needs the name of a field"},
    {MAIL "=== header bcc\nx\n", "t.tpl:5: header: this field is not for templates"},
    {MAIL "=== header Content-Type\nx\n", "t.tpl:5: header: this field is not for templates"},
    {MAIL "=== header Resent-To\nx\n", "t.tpl:5: header: this field is not for templates"},
    {MAIL "=== header FROM\nx\n", "t.tpl:5: this part stands twice"},
    {MAIL "=== subject\n{{a|lines}}\n", "t.tpl:6: |lines is for text and html alone"},
    /* tags */
    {ROW "x\n{{a\n}}\n", "t.tpl:5: a tag is not closed on its line"},
    {ROW "{{}}\n", "t.tpl:4: an empty tag"},
    {ROW "{{ }}\n", "t.tpl:4: an empty tag"},
    {ROW "{{{a}}}\n", "t.tpl:4: a tag without the name of a column or setting"},
    {ROW "{{|date}}\n", "t.tpl:4: a tag without the name of a column or setting"},
    {ROW "{{#}}x{{/}}\n", "t.tpl:4: a tag without the name of a column or setting"},
    {ROW "{{a,b}}\n", "t.tpl:4: a tag without the name of a column or setting"},
    {ROW "{{a|dates}}\n", "t.tpl:4: behind | stands date, datetime, count, list, lines or number"},
    {ROW "{{a|}}\n", "t.tpl:4: behind | stands date, datetime, count, list, lines or number"},
    {ROW "{{a|number}}\n", "t.tpl:4: |number is for csv, sql and json alone"},
    {ROW "{{#a}}\nx\n", "t.tpl:4: a tag is not closed in its part"},
    {ROW "{{?}}\nx\n", "t.tpl:4: a tag is not closed in its part"},
    {ROW "{{/a}}\n", "t.tpl:4: a closing tag that closes nothing, or not the innermost"},
    {ROW "{{#a}}{{#b}}{{/a}}{{/b}}\n",
	"t.tpl:4: a closing tag that closes nothing, or not the innermost"},
    {ROW "{{#a}}{{/?}}\n", "t.tpl:4: a closing tag that closes nothing, or not the innermost"},
    {ROW "{{?}}{{/a}}\n", "t.tpl:4: a closing tag that closes nothing, or not the innermost"},
    {ROW "{{?a}}x{{/?}}\n", "t.tpl:4: an optional sentence stands between {{?}} and {{/?}}"},
    {ROW "{{#a=}}x{{/a}}\n", "t.tpl:4: a word is missing behind = or |"},
    {ROW "{{#a=x||y}}x{{/a}}\n", "t.tpl:4: a word is missing behind = or |"},
    {ROW "{{needs ,}}\n", "t.tpl:4: needs names no column"},
    {ROW "{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}{{?}}",
	"t.tpl:4: tags stand too deep in tags"},
    {ROW "{{c}}\n", "t.tpl:4: c is neither a column nor a setting (--set)"},
    {ROW "x\n{{#a}}\n{{?}}{{c}}{{/?}}\n{{/a}}\n",
	"t.tpl:6: c is neither a column nor a setting (--set)"},
    {"type: text\nneeds: c\n=== row\nx\n", "t.tpl:2: c is neither a column nor a setting (--set)"},
    {ROW "{{b}} {{TWICE}} {{a}}\n=== head\n{{a}}\n",
	"t.tpl:6: a is a column: this part belongs to no row, and can name settings alone"},
    {ROW "x\n=== foot\n{{rows|count}}\n", "t.tpl:6: rows has no format"},
    {ROW "{{rows}}\n", "t.tpl:4: rows is neither a column nor a setting (--set)"},
    /* what is no text of a letter */
    {ROW "Hola, {name}:\n", "t.tpl:4: {: a place is written {{NAME}} (amends-template(5))"},
    {ROW "Hola, [[name]]:\n", "t.tpl:4: [[: a place is written {{NAME}} (amends-template(5))"},
    {ROW "Hola, <<name>>:\n", "t.tpl:4: <<: a place is written {{NAME}} (amends-template(5))"},
    {ROW "Hola, *|FNAME|*:\n", "t.tpl:4: *|: a place is written {{NAME}} (amends-template(5))"},
    {ROW "Hola, ${name}:\n", "t.tpl:4: {: a place is written {{NAME}} (amends-template(5))"},
    {ROW "Hola, %%name%%:\n", "t.tpl:4: %%: a place is written {{NAME}} (amends-template(5))"},
    {ROW "Hola, {{a}}}}:\n", "t.tpl:4: }}: a place is written {{NAME}} (amends-template(5))"},
    {ROW "{{{{a}}\n", "t.tpl:4: }}: a place is written {{NAME}} (amends-template(5))"},
    {ROW "bell \a\n", "t.tpl:4: a control character"},
    {ROW "lone \r CR\n", "t.tpl:4: a control character"},
    {ROW "\xFF\n", "t.tpl: is not UTF-8"},
    /* csv */
    {"type: csv\n=== row\n{{a}},b\n=== head\na,b,c\n",
	"t.tpl:4: this part has 3 fields, and the first has 2"},
    {"type: csv\n=== row\n{{a}}\n{{b}}\n", "t.tpl:4: in csv a place stands inside a field"},
    {"type: csv\n=== head\na\nb\n=== row\nx\n", "t.tpl:4: in csv a part is one record"},
    {"type: csv\n=== row\n{{#a}}x,{{/a}}y\n", "t.tpl:3: in csv a section stands inside one field"},
    {"type: csv\n=== row\n\"{{#a}}\"x{{/a}}\n", "t.tpl:3: in csv text behind a closing quote"},
    {"type: csv\n=== row\n{{a}}\"x\"\n",
	"t.tpl:3: in csv a quote stands at the start of a field, or is doubled"},
    {"type: csv\n=== row\n\"x\"y\n", "t.tpl:3: in csv text behind a closing quote"},
    {"type: csv\n=== row\n\"x\"{{a}}\n", "t.tpl:3: in csv a place stands inside a field"},
    {"type: csv\n=== row\n\"{{#a}}x\"{{/a}}\n",
	"t.tpl:3: in csv a section stands inside one field, with its quotes round it"},
    {"type: csv\n=== row\n\"x\n", "t.tpl:2: in csv a quote is not closed"},
    /* sql, json */
    {"type: sql\n=== row\nx = '{{a}}'\n",
	"t.tpl:3: a place stands between quotes: a value brings its own"},
    {"type: sql\n=== row\n'it''s' \"{{a}}\"\n", "t.tpl:3: a place stands inside a quoted name"},
    {"type: sql\n=== row\n`\"{{a}}`\n", "t.tpl:3: a place stands inside a quoted name"},
    {"type: sql\n=== row\n-- it's {{a}}\n", "t.tpl:3: a place stands in a comment"},
    {"type: sql\n=== row\n/* it's\n{{a}} */\n", "t.tpl:4: a place stands in a comment"},
    {"type: sql\n=== row\n{{a}}{{b}}\n",
	"t.tpl:3: a place stands right behind a quote or another place: they would be one"},
    {"type: sql\n=== row\n{{a}}{{#b}} x {{/b}}{{b}}\n",
	"t.tpl:3: a place stands right behind a quote or another place: they would be one"},
    {"type: sql\n=== row\n'x'{{a}}\n",
	"t.tpl:3: a place stands right behind a quote or another place: they would be one"},
    {"type: sql\n=== row\n{{a}}'x'\n",
	"t.tpl:3: a quote stands right behind a place: they would be one"},
    {"type: sql\n=== row\n{{#a}}'{{/a}}x'\n",
	"t.tpl:3: a section begins and ends in different quotes, tags or comments"},
    {"type: sql\n=== row\n'x\n", "t.tpl:2: this part ends inside quotes, a tag or a comment"},
    {"type: sql\n=== row\n/* x\n", "t.tpl:2: this part ends inside quotes, a tag or a comment"},
    {"type: sql\n=== row\n# it's {{a}}\n", "t.tpl:3: a place stands in a comment"},
    {"type: sql\n=== row\n$$ {{a}} $$\n", "t.tpl:3: strings between dollars are not known here"},
    {"type: sql\n=== row\n$a_1$ {{a}} $a_1$\n",
	"t.tpl:3: strings between dollars are not known here"},
    {"type: sql\n=== row\n'it\\'s {{a}}'\n",
	"t.tpl:3: a backslash in a string, which not all systems read in the same way"},
    {"type: sql\n=== row\n5 -{{a|number}}\n",
	"t.tpl:3: a number stands right behind a minus sign: -- begins a comment"},
    {"type: sql\n=== row\n5 -{{#b}} {{/b}}{{a|number}}\n",
	"t.tpl:3: a number stands right behind a minus sign: -- begins a comment"},
    {"type: json\n=== row\n{\"x\": \"{{a}}\"}\n",
	"t.tpl:3: a place stands between quotes: a value brings its own"},
    {"type: json\n=== row\n{\"x\\\\\\\"{{a}}\"}\n",
	"t.tpl:3: a place stands between quotes: a value brings its own"},
    {"type: json\n=== row\n{\"x\": \"y}\n",
	"t.tpl:2: this part ends inside quotes, a tag or a comment"},
};

#define HTML(body) "type: html\n=== row\n" body "\n"
#define IN_TAG "t.tpl:3: a place stands in a tag, outside of a value between quotes"
#define IN_CODE                                                                                    \
	"t.tpl:3: a place stands in an attribute that is a script, a style or a list of links"
#define IN_SCRIPT "t.tpl:3: a place stands in a script, a style or another element that is no text"
#define IN_LINK "t.tpl:3: a place stands at the start of a link, which it could turn into a script"
static const struct mistake html_mistakes[] = {
    {HTML("<p {{a}}>"), IN_TAG},
    {HTML("<{{a}}>"), IN_TAG},
    {HTML("<p{{a}}>"), IN_TAG},
    {HTML("<p id={{a}}>"), IN_TAG},
    {HTML("<p id=x{{a}}>"), IN_TAG},
    {HTML("<p id = \"x\"{{a}}>"), IN_TAG},
    {HTML("</p{{a}}>"), IN_TAG},
    {HTML("<br/{{a}}>"), IN_TAG},
    {HTML("<p onclick=\"{{a}}\">"), IN_CODE},
    {HTML("<p ONLOAD='x {{a}}'>"), IN_CODE},
    {HTML("<p id='x' style=\"color: {{a}}\">"), IN_CODE},
    {HTML("<img srcset='x {{a}}'>"), IN_CODE},
    {HTML("<a href=\"{{a}}\">"), IN_LINK},
    {HTML("<a\nhref = ' {{a}}'>"),
	"t.tpl:4: a place stands at the start of a link, which it could turn into a script"},
    {HTML("<img SRC='{{#a}}x{{/a}}{{b}}'>"), IN_LINK},
    {HTML("<script>{{a}}</script>"), IN_SCRIPT},
    {HTML("<STYLE type='x'>p { } {{a}}</style>"), IN_SCRIPT},
    {HTML("<script>'</scrip>' {{a}}</script>"), IN_SCRIPT},
    {HTML("<!-- {{a}} -->"), "t.tpl:3: a place stands in a comment"},
    {HTML("<!-- > {{a}} -->"), "t.tpl:3: a place stands in a comment"},
    {HTML("<!doctype {{a}}>"), "t.tpl:3: a place stands in a comment"},
    {HTML("</ {{a}}>"), "t.tpl:3: a place stands in a comment"},
    {HTML("<p title='{{a|lines}}'>"), "t.tpl:3: |lines stands in an attribute"},
    {HTML("<p {{#a}}id='{{/a}}x'>"),
	"t.tpl:3: a section begins and ends in different quotes, tags or comments"},
    {HTML("{{#a}}<p {{/a}}x>"),
	"t.tpl:3: a section begins and ends in different quotes, tags or comments"},
    {HTML("<p>x<a"), "t.tpl:2: this part ends inside quotes, a tag or a comment"},
    {HTML("<script>x"), "t.tpl:2: this part ends inside quotes, a tag or a comment"},
};

static void
check_mistake(struct tap *tap, const struct fixture *fixture, const struct mistake *mistake)
{
	const struct template_options options = {0};
	struct template *template;
	struct capture said;
	int result = -1;

	write_template(mistake->text, "");
	capture_begin(&said);
	template = template_read("t.tpl");
	if (template)
		result = template_bind(template, &fixture->names, &options);
	capture_end(&said);
	template_free(template);
	if (!tap_ok(tap, result == -1 && capture_is(&said, mistake->message), "refused: %s",
		mistake->message))
		printf("# said: %s\n# of: %s\n", said.text, mistake->text);
}

/* What a row writes. values: of the columns of header; NULL: empty. */
static const struct vector {
	const char *type, *body, *a, *b, *at;
	const char *out;    /* NULL: held, */
	const char *reason; /* and why, "reason:column" */
} vectors[] = {
    {"text", "x {{a}} y\n", "1", NULL, NULL, "x 1 y\n", NULL},
    {"text", "{{ a }}{{b}}\r\n\n\n", "1", "2", NULL, "12\n", NULL},
    {"text", "\n{{a}}", "1", NULL, NULL, "\n1", NULL},
    {"text", "{{SET}}{{!no}}", NULL, NULL, NULL, "of the run", NULL},
    {"text", "{{!}}=== x\n", NULL, NULL, NULL, "=== x\n", NULL},
    {"text", "x{{{{\n", NULL, NULL, NULL, "x{{\n", NULL},
    {"text", "{{a}}", NULL, NULL, NULL, NULL, "missing:a"},
    {"text", "{{a}}", " \t ", NULL, NULL, NULL, "missing:a"},
    {"text", "{{a}}", "\xE2\x80\x8B", NULL, NULL, NULL, "missing:a"},
    {"text", "{{a}}", "unknown", NULL, NULL, NULL, "missing:a"},
    {"text", "{{a}}", " N/A ", NULL, NULL, NULL, "missing:a"},
    {"text", "{{a}}", "Unknown", NULL, NULL, "Unknown", NULL},
    {"text", "{{a}}", "Null", NULL, NULL, "Null", NULL},
    {"text", "[{{a}}]", " x \xC2\xA0", NULL, NULL, "[x]", NULL},
    {"text", "{{a}}", "x\ny", NULL, NULL, NULL, "line_break:a"},
    {"text", "{{a}}", "x\ry", NULL, NULL, NULL, "line_break:a"},
    {"text", "{{a}}", "x\xE2\x80\xA8y", NULL, NULL, NULL, "line_break:a"},
    {"text", "{{a|lines}}", "x\r\ny\rz\n\nu", NULL, NULL, "x\ny\nz\n\nu", NULL},
    {"text", "{{a}}", "x\ty", NULL, NULL, "x\ty", NULL},
    {"text", "{{a}}", "x\x1By", NULL, NULL, NULL, "control_character:a"},
    {"text", "{{a|lines}}", "x\x7Fy", NULL, NULL, NULL, "control_character:a"},
    {"text", "{{a}}", "x\xC2\x85y", NULL, NULL, NULL, "control_character:a"},
    {"text", "{{a}}", "x\xE2\x80\xAEy", NULL, NULL, NULL, "control_character:a"},
    {"text", "{{a}}", "x\xE2\x81\xA6y", NULL, NULL, NULL, "control_character:a"},
    {"text", "{{a}}", "\xE2\x80\x99\xC3\xB1", NULL, NULL, "\xE2\x80\x99\xC3\xB1", NULL},
    {"text", "{{a}}", "x\xFFy", NULL, NULL, NULL, "not_utf8:a"},
    {"text", "{{a}}", "x {{name}}", NULL, NULL, NULL, "placeholder:a"},
    {"text", "{{a}}", "*|FNAME|*", NULL, NULL, NULL, "placeholder:a"},
    {"text", "{{?}}{{a}}{{/?}}", "${x}", NULL, NULL, NULL, "placeholder:a"},
    {"text", "{{a}}", "100% {x} [y]", NULL, NULL, "100% {x} [y]", NULL},
    /* sections */
    {"text", "{{#a}}A{{/a}}{{^a}}N{{/a}}", "x", NULL, NULL, "A", NULL},
    {"text", "{{#a}}A{{/a}}{{^a}}N{{/a}}", " ", NULL, NULL, "N", NULL},
    {"text", "{{#a}}A{{/a}}{{^a}}N{{/a}}", "NULL", NULL, NULL, "N", NULL},
    {"text", "{{#a=x|y z}}A{{/a}}{{^a=x|y z}}N{{/a}}", " y z ", NULL, NULL, "A", NULL},
    {"text", "{{#a=x|y z}}A{{/a}}{{^a=x|y z}}N{{/a}}", "y", NULL, NULL, "N", NULL},
    {"text", "{{#a=x}}A{{/a}}{{^a=x}}N{{/a}}", NULL, NULL, NULL, "N", NULL},
    {"text", "{{#SET}}{{#a}}{{b}}{{/a}}{{/SET}}.", "x", "y", NULL, "y.", NULL},
    {"text", "{{#a}}{{b}}{{/a}}.", NULL, NULL, NULL, ".", NULL},
    {"text", "{{#a}}{{b}}{{/a}}.", "x", NULL, NULL, NULL, "missing:b"},
    {"text", "1\n{{#a}}\n2\n{{/a}}\n3\n", "x", NULL, NULL, "1\n2\n3\n", NULL},
    {"text", "1\n {{#a}} {{!c}}\n2\n{{/a}}\n3\n", NULL, NULL, NULL, "1\n3\n", NULL},
    {"text", "1\n{{#a}}.\n2\n{{/a}}\n3\n", "x", NULL, NULL, "1\n.\n2\n3\n", NULL},
    {"text", "1{{?}} {{a}}{{/?}}.", "x", NULL, NULL, "1 x.", NULL},
    {"text", "1{{?}} {{a}}{{/?}}.", NULL, NULL, NULL, "1.", NULL},
    {"text", "1{{?}} {{a}} {{b}}{{/?}}.", "x", NULL, NULL, "1.", NULL},
    {"text", "1{{?}} {{b}}{{?}} {{a}}{{/?}}!{{/?}}.", NULL, "y", NULL, "1 y!.", NULL},
    {"text", "1{{?}} {{a}}{{?}} {{b}}{{/?}}!{{/?}}.", NULL, "y", NULL, "1.", NULL},
    {"text", "1{{?}}{{#a}} {{b}}{{/a}}!{{/?}}.", NULL, NULL, NULL, "1!.", NULL},
    {"text", "1{{?}}{{#a}} {{b}}{{/a}}!{{/?}}.", "x", NULL, NULL, "1.", NULL},
    {"text", "1{{?}}{{needs a, b}}!{{/?}}.", "x", NULL, NULL, "1.", NULL},
    {"text", "1{{?}}{{needs a, b}}!{{/?}}.", "x", "y", NULL, "1!.", NULL},
    {"text", "{{needs a}}1", NULL, NULL, NULL, NULL, "missing:a"},
    {"text", "{{?}}{{at|date}}{{/?}}.", NULL, NULL, "soon", ".", NULL},
    /* formats */
    {"text", "{{at|date}}", NULL, NULL, "2016-01-09T10:30:00Z", "9 de enero de 2016", NULL},
    {"text", "{{at|date}}", NULL, NULL, "soon", NULL, "missing:at"},
    {"text", "{{at | datetime}}", NULL, NULL, "2016-01-09T10:30:00",
	"9 de enero de 2016 a las 10:30", NULL},
    {"text", "{{at|datetime}}", NULL, NULL, "2016-01-09", NULL, "missing:at"},
    {"text", "{{a|count}}", " 1234 ", NULL, NULL, "1.234", NULL},
    {"text", "{{a|count}}", "some", NULL, NULL, NULL, "missing:a"},
    {"text", "{{a|list}}", "x;y;z", NULL, NULL, "x, y y z", NULL},
    {"text", "{{a|list}}", "x\n;y", NULL, NULL, NULL, "line_break:a"},
    {"text", "{{a|list}}", ";", NULL, NULL, NULL, "missing:a"},
    /* html */
    {"html", "<p title='{{a}}' id=\"x {{b}}\">{{a}}", "<\"'&>", "\"y", NULL,
	"<p title='&lt;&quot;&#39;&amp;&gt;' id=\"x &quot;y\">&lt;&quot;&#39;&amp;&gt;", NULL},
    {"html", "<a href='mailto:{{a}}'>{{b|lines}}</a>", "a@example.com", "x\ny", NULL,
	"<a href='mailto:a@example.com'>x<br>\ny</a>", NULL},
    {"html", "<style>p { color: red }</style><!-- x --><p>{{a}}", "x", NULL, NULL,
	"<style>p { color: red }</style><!-- x --><p>x", NULL},
    {"html", "1 < 2 {{a}} <script>'<b>'</script >{{a}}<!-->{{a}}", "x", NULL, NULL,
	"1 < 2 x <script>'<b>'</script >x<!-->x", NULL},
    {"html", "{{#a}}<b>{{a}}</b>{{/a}}{{^a}}<i>{{b}}</i>{{/a}}", NULL, "x", NULL, "<i>x</i>", NULL},
    {"html", "{{at|date}}", NULL, NULL, "2016-01-09", "9 de enero de 2016", NULL},
    /* csv */
    {"csv", "{{a}},{{b}}\n", "x", "y", NULL, "x,y\n", NULL},
    {"csv", "{{a}},{{b}}\n", "x,y", "a\"b\nc", NULL, "\"x,y\",\"a\"\"b\nc\"\n", NULL},
    {"csv", "{{a}} {{b}},\"{{b}}, \"\"{{a}}\"\"\"\n", "x", "y", NULL, "x y,\"y, \"\"x\"\"\"\n",
	NULL},
    {"csv", "{{?}}{{a}}{{/?}}\n", NULL, NULL, NULL, "\"\"\n", NULL},
    {"csv", "{{?}}{{a}}{{/?}},x\n", NULL, NULL, NULL, ",x\n", NULL},
    {"csv", "x,{{?}}y {{a}}{{/?}}z{{#b}}!{{/b}}\n", NULL, "1", NULL, "x,z!\n", NULL},
    {"csv", "{{a}}\n", " unknown ", NULL, NULL, " unknown \n", NULL},
    {"csv", "{{a}}\n", "  ", NULL, NULL, NULL, "missing:a"},
    {"csv", "x,{{a}}\n", "\xFF", NULL, NULL, NULL, "not_utf8:a"},
    {"csv", "{{a}},{{at|date}}\n", "=1+1", NULL, "2016-01-09", "=1+1,9 de enero de 2016\n", NULL},
    {"csv", "\"x\ny\",{{a|number}}", "-1.50", NULL, NULL, "\"x\ny\",-1.50\n", NULL},
    {"csv", "x,{{a|number}}\n", "1e3", NULL, NULL, NULL, "missing:a"},
    /* sql */
    {"sql", "a = {{a}};", "O'Hara''s", NULL, NULL, "a = 'O''Hara''''s';", NULL},
    {"sql", "a = {{a}};", "x\\", NULL, NULL, NULL, "backslash:a"},
    {"sql", "a = {{a}};", "x\ny", NULL, NULL, "a = 'x\ny';", NULL},
    {"sql", "'it''s' || {{a}} || \"c'\" /* it's */ -- it's\n({{b}})", "x", "y", NULL,
	"'it''s' || 'x' || \"c'\" /* it's */ -- it's\n('y')", NULL},
    {"sql", "{{a|number}}", "007", NULL, NULL, NULL, "missing:a"},
    {"sql", "({{a|number}}, {{#b}}{{b}}{{/b}}{{^b}}{{a}}{{/b}})", "0.5", NULL, NULL, "(0.5, '0.5')",
	NULL},
    {"sql", "5 - {{a|number}} $1", "-3", NULL, NULL, "5 - -3 $1", NULL},
    {"sql", "{{#a}}{{a}}{{/a}}{{^a}}''{{/a}}", NULL, NULL, NULL, "''", NULL},
    /* json */
    {"json", "{\"x\\\"\": {{a}}}", "\"\\\b\n\r\t\x01/\xC3\xB1\x7F", NULL, NULL,
	"{\"x\\\"\": \"\\\"\\\\\\u0008\\n\\r\\t\\u0001/\xC3\xB1\x7F\"}", NULL},
    {"json", "[{{a|number}}]", "-0.5", NULL, NULL, "[-0.5]", NULL},
    {"json", "[{{a|number}}]", "5.", NULL, NULL, NULL, "missing:a"},
    {"json", "[{{a|number}}]", "-", NULL, NULL, NULL, "missing:a"},
    {"json", "[{{a|number}}]", "01", NULL, NULL, NULL, "missing:a"},
    {"json", "[{{a}}]", "\xC3", NULL, NULL, NULL, "not_utf8:a"},
};

/* "reason:column" of a hold. */
static bool
hold_is(const struct template_hold *hold, const char *text)
{
	size_t size = strlen(hold->reason);

	return strncmp(text, hold->reason, size) == 0 && text[size] == ':' &&
	       span_is(hold->column, text + size + 1);
}

static void
check_vector(struct tap *tap, const struct fixture *fixture, size_t number)
{
	const struct vector *v = &vectors[number];
	const char *values[WIDTH] = {
	    v->a ? v->a : "", v->b ? v->b : "", v->at ? v->at : "", "", ""};
	const struct template_options options = {0};
	const struct template_hold *hold;
	struct template *template;
	struct buf text = {0}, out = {0}, head = {0};
	uint32_t ends[WIDTH];
	struct record record = record_of(&text, ends, values, WIDTH);
	const struct row row = {.record = &record, .width = WIDTH};

	buf_add_text(&head, "type: ");
	buf_add_text(&head, v->type);
	buf_add_text(&head, "\nfallback: es\n=== row\n");
	buf_add_byte(&head, '\0');
	write_template(head.data, v->body);
	template = template_read("t.tpl");
	if (!template || template_bind(template, &fixture->names, &options) != 0) {
		tap_ok(tap, false, "vector %zu: is a template", number);
	} else {
		buf_add_text(&out, "> ");
		hold = template_turn(template, &row);
		if (!hold)
			hold = template_render(template, TEMPLATE_ROW, &out);
		buf_add_byte(&out, '\0');
		if (v->out)
			tap_ok(tap, !hold && strcmp(out.data + 2, v->out) == 0, "vector %zu, %s",
			    number, v->type);
		else
			tap_ok(tap, hold && hold_is(hold, v->reason) && out.size == 3,
			    "vector %zu, %s: held, %s", number, v->type, v->reason);
		if (hold && v->out)
			printf("# held: %s\n", hold->reason);
		else if (v->out && strcmp(out.data + 2, v->out) != 0)
			printf("# got: %s\n", out.data + 2);
	}
	template_free(template);
	buf_free(&head);
	buf_free(&text);
	buf_free(&out);
}

#define VARIANTS                                                                                   \
	"type: mail\nfallback: en\nneeds: a\n=== header From\nx <x@example.com>\n"                 \
	"=== header X-Mark es\nsi\n=== header X-Mark en\n{{#b}}yes{{/b}}\n"                        \
	"=== subject\n{{a}}\n"                                                                     \
	"=== text es tu\n\n\nhola tu\n{{?}}\n{{b}}\n{{/?}}\n\n\n\nfin {{a}}\n\n"                   \
	"=== text es usted\nhola usted\n=== text en\nhello\n"
/* Which variant of text a row gets. */
static const struct choice {
	const char *language, *form; /* of the row */
	const char *chosen;	     /* language */
	bool fell_back;
	const char *text, *branch;
} choices[] = {
    {"es", "tu", "es", false, "hola tu\n\nfin A\n", "0"},
    {"es", "t\xC3\xBA", "es", false, "hola tu\n\nfin A\n", "0"},
    {"es", "usted", "es", false, "hola usted\n", ""},
    {"es", "", "es", false, "hola usted\n", ""},
    {"es", "vos", "es", false, "hola usted\n", ""},
    {" ES-mx ", "", "es", false, "hola usted\n", ""},
    {"es_ES", "", "es", false, "hola usted\n", ""},
    {"en", "tu", "en", false, "hello\n", ""},
    {"", "", "en", true, "hello\n", ""},
    {"fr", "", "en", true, "hello\n", ""},
    {"english", "", "en", true, "hello\n", ""},
};

static void
check_choice(struct tap *tap, struct template *template, const struct choice *c)
{
	const char *values[WIDTH] = {"A", "", "", c->language, c->form};
	const struct template_hold *hold;
	struct buf text = {0}, out = {0};
	uint32_t ends[WIDTH];
	struct record record = record_of(&text, ends, values, WIDTH);
	const struct row row = {.record = &record, .width = WIDTH};

	hold = template_turn(template, &row);
	if (!hold)
		hold = template_render(template, TEMPLATE_TEXT_BODY, &out);
	tap_ok(tap,
	    !hold && span_is(buf_span(&out), c->text) &&
		span_is(template_language(template), c->chosen) &&
		template_fell_back(template) == c->fell_back &&
		span_is(template_branch(template), c->branch),
	    "language '%s', form '%s'", c->language, c->form);
	buf_free(&text);
	buf_free(&out);
}

/* header: of the row whose a and b are these. */
static void
check_header(struct tap *tap, struct template *template, const char *a, const char *b,
    const char *mark, const char *reason)
{
	const char *values[WIDTH] = {a, b, "", "en", ""};
	const struct template_hold *hold;
	struct buf text = {0}, out = {0};
	uint32_t ends[WIDTH];
	struct record record = record_of(&text, ends, values, WIDTH);
	const struct row row = {.record = &record, .width = WIDTH};

	hold = template_turn(template, &row);
	if (!hold)
		hold = template_render(template, TEMPLATE_SUBJECT, &out);
	buf_clear(&out);
	if (!hold)
		hold = template_render(template, TEMPLATE_HEADER + 1, &out);
	tap_ok(tap, reason ? hold && hold_is(hold, reason) : !hold && span_is(buf_span(&out), mark),
	    "header and needs: '%s', '%s'", a, b);
	buf_free(&text);
	buf_free(&out);
}

static void
check_mail(struct tap *tap, const struct fixture *fixture)
{
	const struct template_options options = {0};
	struct template *template;

	write_template(VARIANTS, "");
	template = template_read("t.tpl");
	if (!tap_ok(tap, template && template_bind(template, &fixture->names, &options) == 0,
		"a template of mail"))
		return;
	tap_ok(tap,
	    span_is(template_name(template), "t") && template_header_count(template) == 2 &&
		span_is(template_header(template, 1), "X-Mark") &&
		!template_has(template, TEMPLATE_HTML_BODY) &&
		template_has(template, TEMPLATE_HEADER + 1),
	    "its name and its parts");
	for (size_t i = 0; i < COUNT(choices); i++)
		check_choice(tap, template, &choices[i]);
	check_header(tap, template, "A", "x", "yes", NULL);
	check_header(tap, template, "A", "", "", NULL);
	check_header(tap, template, "", "x", NULL, "missing:a");
	check_header(tap, template, "x\ty", "x", NULL, "control_character:a");
	template_free(template);
}

static void
check_spreadsheet(struct tap *tap, const struct fixture *fixture)
{
	static const char *const formulas[] = {"=1", "+1", "-1", "@x", "\tx", "x=1", "1-2"};
	const struct template_options options = {.spreadsheet = true};
	struct template *template;

	write_template("type: csv\n=== head\n-a,b\n=== row\n{{a}},x{{b}}\n", "");
	template = template_read("t.tpl");
	if (!template || template_bind(template, &fixture->names, &options) != 0)
		abort();
	for (size_t i = 0; i < COUNT(formulas); i++) {
		const char *values[WIDTH] = {formulas[i], "=", "", "", ""};
		struct buf text = {0}, out = {0}, expected = {0};
		uint32_t ends[WIDTH];
		struct record record = record_of(&text, ends, values, WIDTH);
		const struct row row = {.record = &record, .width = WIDTH};

		buf_add_text(&expected, i < 5 ? "-a,b\n'" : "-a,b\n");
		buf_add_text(&expected, formulas[i]);
		buf_add_text(&expected, ",x=\n");
		if (template_render(template, TEMPLATE_HEAD, &out) ||
		    template_turn(template, &row) || template_render(template, TEMPLATE_ROW, &out))
			abort();
		tap_ok(tap, span_equal(buf_span(&out), buf_span(&expected)),
		    "spreadsheet: field %zu", i);
		buf_free(&text);
		buf_free(&out);
		buf_free(&expected);
	}
	template_free(template);
}

int
main(void)
{
	struct tap tap = {0};
	char folder[] = "/tmp/test_template-XXXXXX";
	struct span names[WIDTH];
	struct fixture fixture = {.columns = {names, WIDTH, "in.csv"}};

	err_program("test");
	for (size_t i = 0; i < WIDTH; i++)
		names[i] = span_of(header[i]);
	if (!mkdtemp(folder) || chdir(folder) != 0 ||
	    settings_add(&fixture.settings, "SET=of the run") != 0 ||
	    settings_add(&fixture.settings, "TWICE=x") != 0)
		abort();
	fixture.names = (struct names){.columns = &fixture.columns, .settings = &fixture.settings};
	for (size_t i = 0; i < COUNT(mistakes); i++)
		check_mistake(&tap, &fixture, &mistakes[i]);
	for (size_t i = 0; i < COUNT(html_mistakes); i++)
		check_mistake(&tap, &fixture, &html_mistakes[i]);
	for (size_t i = 0; i < COUNT(vectors); i++)
		check_vector(&tap, &fixture, i);
	check_mail(&tap, &fixture);
	check_spreadsheet(&tap, &fixture);
	settings_free(&fixture.settings);
	if (unlink("t.tpl") != 0 || chdir("/") != 0 || rmdir(folder) != 0)
		abort();
	return tap_done(&tap);
}
