/* kind: every table and role is found; words that a column may hold. */
#include "kind.h"
#include "mem.h"
#include "tap.h"

struct shape {
	const char *kind;
	const char *outputs; /* in order */
	const char *needed;
};

/* The contract that pipelines and decision tables are written against. */
static const struct shape shapes[] = {
    {"people", "id,email,phone,name,language,joined_at,via", "email"},
    {"customers", "id,email,phone,since,relation", "email"},
    {"consents", "email,phone,customer,event,at,evidence,purpose", "email"},
    {"sends", "message_id,email,channel,sent_at,campaign,outcome,subject,purpose",
	"email,sent_at,campaign"},
    {"campaigns", "campaign,purpose,subject,sent_at", "campaign"},
    {"tracking",
	"tracking,carrier,level,code,text,comment,place,postal_code,happened_at,recorded_at",
	"tracking"},
    {"shipments",
	"tracking,order,email,name,language,form_of_address,city,postal_code,state,country,"
	"shipped_at",
	""},
    {"notices", "notice_id,tracking,email,sent_at,template,subject,body", ""},
};

struct word {
	const char *kind, *role, *word;
	bool taken;
};
static const struct word words[] = {
    {"sends", "outcome", "delivered", true},
    {"sends", "outcome", "unknown", true},
    {"sends", "outcome", "Delivered", false},
    {"sends", "outcome", "", false},
    {"sends", "outcome", "optin", false},
    {"sends", "subject", "anything", true},
    {"customers", "relation", "contact", true},
    {"customers", "relation", "buyer", false},
    {"consents", "event", "erasure", true},
    {"consents", "event", "none", true},
    {"consents", "event", "consent", false},
    {"consents", "evidence", "proven", true},
    {"consents", "evidence", "unknown", false},
    {"consents", "consent", "optout", false},
    {"consents", "optout", "objection", true},
};

static void
list(const struct kind *kind, bool needed, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < kind->count; i++) {
		if (needed ? !kind->columns[i].needed : !kind->columns[i].output)
			continue;
		buf_add_text(out, out->size ? "," : "");
		buf_add_text(out, kind->columns[i].name);
	}
}

int
main(void)
{
	struct tap tap = {0};
	struct buf text = {0};
	size_t count = 0;

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		const struct kind *kind = kind_find(span_of(shapes[i].kind));

		if (!tap_ok(&tap, kind != NULL, "%s is a kind", shapes[i].kind))
			continue;
		list(kind, false, &text);
		tap_ok(&tap, span_is(buf_span(&text), shapes[i].outputs), "%s has its columns",
		    shapes[i].kind);
		list(kind, true, &text);
		tap_ok(&tap, span_is(buf_span(&text), shapes[i].needed), "%s needs what it needs",
		    shapes[i].kind);
	}
	while (kinds[count].name)
		count++;
	tap_ok(&tap, count == sizeof shapes / sizeof *shapes, "there are no others");
	tap_ok(&tap, !kind_find(span_of("people ")) && !kind_find((struct span){0}),
	    "a name is a name, to the byte");
	tap_ok(&tap,
	    kind_role(kind_find(span_of("people")), span_of("first")) &&
		!kind_role(kind_find(span_of("customers")), span_of("first")),
	    "a role belongs to its kind");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const struct word *w = &words[i];
		const struct kind_column *role =
		    kind_role(kind_find(span_of(w->kind)), span_of(w->role));

		tap_ok(&tap, role && kind_takes(role, span_of(w->word)) == w->taken,
		    "%s of %s %s \"%s\"", w->role, w->kind, w->taken ? "takes" : "does not take",
		    w->word);
	}
	buf_free(&text);
	return tap_done(&tap);
}
