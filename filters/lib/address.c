/* address: see address.h. Nearly every address of a real export is plain ASCII without anything
 * around it, so one pass over a table of byte classes checks, lower-cases and copies it. Whatever
 * that pass does not know, good or bad, goes to the parser (mailbox) and to libidn2 (domain),
 * which alone give reasons; where both apply they agree (tests/fuzz/fuzz_address.c). */
#include "address.h"

#include <stdlib.h>

#include "domain.h"
#include "mailbox.h"
#include "plain.h"
#include "utf8.h"

enum { LONGEST_LOCAL = 64, LONGEST_DOMAIN = 253, LONGEST_ADDRESS = 254, LONGEST_LABEL = 63 };

struct address {
	struct mailbox mailbox;
	struct domain_cache domains;
	struct person_rules rules;
};

struct address *
address_new(void)
{
	return xcalloc(1, sizeof(struct address));
}

void
address_free(struct address *address)
{
	if (address == NULL)
		return;
	mailbox_free(&address->mailbox);
	domain_free(&address->domains);
	person_free(&address->rules);
	free(address);
}

int
address_provider(struct address *address, const struct person_rule *rule)
{
	return person_add(&address->rules, rule);
}

bool
address_has_providers(const struct address *address)
{
	return address->rules.count > 0;
}

bool
address_is_alias(const struct address *address, struct span domain)
{
	return person_is_alias(&address->rules, domain);
}

const char *
address_exact(struct span value, struct buf *out)
{
	buf_clear(out);
	buf_add_span(out, value);
	return value.size ? NULL : "empty";
}

const char *
address_ascii(struct span value, struct buf *out)
{
	buf_clear(out);
	utf8_lower_ascii(span_trim(value), out);
	return out->size ? NULL : "empty";
}

/* For each byte its lower case where it may stand in a dot-atom besides dots (RFC 5322 atext),
 * else 0. */
static const char atext[256] = {['!'] = '!',
    ['#'] = '#',
    ['$'] = '$',
    ['%'] = '%',
    ['&'] = '&',
    ['\''] = '\'',
    ['*'] = '*',
    ['+'] = '+',
    ['-'] = '-',
    ['/'] = '/',
    ['='] = '=',
    ['?'] = '?',
    ['^'] = '^',
    ['_'] = '_',
    ['`'] = '`',
    ['{'] = '{',
    ['|'] = '|',
    ['}'] = '}',
    ['~'] = '~',
    ['0'] = '0',
    ['1'] = '1',
    ['2'] = '2',
    ['3'] = '3',
    ['4'] = '4',
    ['5'] = '5',
    ['6'] = '6',
    ['7'] = '7',
    ['8'] = '8',
    ['9'] = '9',
    ['a'] = 'a',
    ['b'] = 'b',
    ['c'] = 'c',
    ['d'] = 'd',
    ['e'] = 'e',
    ['f'] = 'f',
    ['g'] = 'g',
    ['h'] = 'h',
    ['i'] = 'i',
    ['j'] = 'j',
    ['k'] = 'k',
    ['l'] = 'l',
    ['m'] = 'm',
    ['n'] = 'n',
    ['o'] = 'o',
    ['p'] = 'p',
    ['q'] = 'q',
    ['r'] = 'r',
    ['s'] = 's',
    ['t'] = 't',
    ['u'] = 'u',
    ['v'] = 'v',
    ['w'] = 'w',
    ['x'] = 'x',
    ['y'] = 'y',
    ['z'] = 'z',
    ['A'] = 'a',
    ['B'] = 'b',
    ['C'] = 'c',
    ['D'] = 'd',
    ['E'] = 'e',
    ['F'] = 'f',
    ['G'] = 'g',
    ['H'] = 'h',
    ['I'] = 'i',
    ['J'] = 'j',
    ['K'] = 'k',
    ['L'] = 'l',
    ['M'] = 'm',
    ['N'] = 'n',
    ['O'] = 'o',
    ['P'] = 'p',
    ['Q'] = 'q',
    ['R'] = 'r',
    ['S'] = 's',
    ['T'] = 't',
    ['U'] = 'u',
    ['V'] = 'v',
    ['W'] = 'w',
    ['X'] = 'x',
    ['Y'] = 'y',
    ['Z'] = 'z'};

/* As atext for the labels of a domain: letters and digits, and '-'. */
static inline char
label_byte(char byte)
{
	char lower = atext[(unsigned char)byte];
	bool fits =
	    (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == '-';

	return fits ? lower : 0;
}

/* Copies a dot-atom up to its @. Returns its size, 0 when it is anything else. */
static inline size_t
copy_local(struct span value, char *out)
{
	bool after_dot = true;

	for (size_t i = 0; i < value.size; i++) {
		char lower = atext[(unsigned char)value.data[i]];

		if (lower) {
			out[i] = lower;
			after_dot = false;
			continue;
		}
		if (after_dot)
			return 0;
		if (value.data[i] == '@')
			return i;
		if (value.data[i] != '.')
			return 0;
		out[i] = '.';
		after_dot = true;
	}
	return 0;
}

/* An LDH label as domains may have it, and no A-label, which libidn2 must judge. */
static inline bool
label_is_plain(const char *label, size_t size)
{
	return size > 0 && size <= LONGEST_LABEL && label[0] != '-' && label[size - 1] != '-' &&
	       !(size >= 4 && memcmp(label, "xn--", 4) == 0);
}

/* Copies a whole domain of plain labels. False when it is anything else. */
static inline bool
copy_domain(struct span domain, char *out)
{
	size_t label = 0; /* where it starts */

	for (size_t i = 0; i < domain.size; i++) {
		char lower = label_byte(domain.data[i]);

		if (lower) {
			out[i] = lower;
			continue;
		}
		if (domain.data[i] != '.' || !label_is_plain(out + label, i - label))
			return false;
		out[i] = '.';
		label = i + 1;
	}
	return label_is_plain(out + label, domain.size - label);
}

/* The plain case: out is the key. False: the value needs the parser. */
static bool
careful_mailbox(struct span value, struct buf *out)
{
	size_t local;
	struct span domain;

	value = span_trim(value);
	if (plain_mailbox(value, out))
		return true;
	if (value.size > LONGEST_ADDRESS)
		return false;
	buf_clear(out);
	buf_reserve(out, LONGEST_ADDRESS);
	local = copy_local(value, out->data);
	if (local == 0 || local > LONGEST_LOCAL)
		return false;
	domain = (struct span){value.data + local + 1, value.size - local - 1};
	if (domain.size > LONGEST_DOMAIN || !copy_domain(domain, out->data + local + 1))
		return false;
	out->data[local] = '@';
	out->size = value.size;
	return true;
}

/* Atoms outside ASCII are RFC 6531; but U+FF20, an @ to the parser, stays in its quotes. */
static bool
is_dot_atom(struct span text)
{
	bool after_dot = true;

	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		bool dot = byte == '.';

		if (dot ? after_dot : byte < 0x80 && atext[byte] == 0)
			return false;
		after_dot = dot;
	}
	return !after_dot && !memmem(text.data, text.size, "\xEF\xBC\xA0", 3);
}

/* Puts the local part that stands in out back into quotes, with the fewest backslashes. */
static void
quote(struct buf *out)
{
	struct span local = {out->data, out->size};
	struct buf quoted = {0};

	buf_add_byte(&quoted, '"');
	for (size_t i = 0; i < local.size; i++) {
		if (local.data[i] == '"' || local.data[i] == '\\')
			buf_add_byte(&quoted, '\\');
		buf_add_byte(&quoted, local.data[i]);
	}
	buf_add_byte(&quoted, '"');
	buf_clear(out);
	buf_add_span(out, buf_span(&quoted));
	buf_free(&quoted);
}

static const char *
other_mailbox(struct address *address, struct span value, struct buf *out)
{
	const char *reason = mailbox_parse(&address->mailbox, value);
	size_t local;

	if (reason)
		return reason;
	buf_clear(out);
	if (utf8_fold(address->mailbox.local, out))
		return "not_utf8";
	if (!utf8_is_assigned(buf_span(out)))
		return "bad_local_part";
	/* Asked after folding, which may bring forth ASCII (U+037E becomes a semicolon). */
	if (!is_dot_atom(buf_span(out))) {
		if (!address->mailbox.quoted)
			return "bad_local_part";
		quote(out);
	}
	local = out->size;
	buf_add_byte(out, '@');
	reason = domain_add(&address->domains, address->mailbox.domain, out);
	if (reason)
		return reason;
	return local > LONGEST_LOCAL || out->size > LONGEST_ADDRESS ? "too_long" : NULL;
}

const char *
address_mailbox(struct address *address, struct span value, struct buf *out)
{
	return careful_mailbox(value, out) ? NULL : other_mailbox(address, value, out);
}

const char *
address_person(struct address *address, struct span value, struct buf *out)
{
	const char *reason = address_mailbox(address, value, out);

	if (reason == NULL)
		person_apply(&address->rules, out);
	return reason;
}

static int
compare_role(const void *key, const void *element)
{
	return span_compare(*(const struct span *)key, span_of(*(const char *const *)element));
}

bool
address_is_role(struct span mailbox)
{
	/* RFC 2142 and what offices in English, Spanish, French, German, Italian and Portuguese
	 * use; sorted. */
	static const char *const roles[] = {"abuse", "accounting", "accounts", "admin",
	    "administracion", "administration", "administrator", "atencion", "atencionalcliente",
	    "ayuda", "billing", "bounce", "bounces", "careers", "clientes", "comercial", "compras",
	    "comunicacion", "contabilidad", "contact", "contacto", "customerservice", "direccion",
	    "do-not-reply", "donotreply", "dpo", "empleo", "enquiries", "facturacion", "feedback",
	    "finance", "ftp", "gerencia", "hello", "help", "helpdesk", "hola", "hostmaster", "hr",
	    "info", "informacion", "inquiries", "invoices", "it", "jobs", "kontakt", "legal",
	    "list", "list-request", "mail", "mailer-daemon", "marketing", "media", "news",
	    "newsletter", "no-reply", "noc", "noreply", "office", "oficina", "orders", "pedidos",
	    "postmaster", "prensa", "press", "privacidad", "privacy", "protecciondedatos",
	    "recepcion", "reception", "recursoshumanos", "reservas", "root", "rrhh", "sales",
	    "secretaria", "security", "service", "soporte", "staff", "support", "team", "usenet",
	    "uucp", "ventas", "webmaster", "www"};
	const char *at = mailbox.size ? memrchr(mailbox.data, '@', mailbox.size) : NULL;
	struct span local = {mailbox.data, at ? (size_t)(at - mailbox.data) : 0};

	return bsearch(&local, roles, sizeof roles / sizeof *roles, sizeof *roles, compare_role) !=
	       NULL;
}
