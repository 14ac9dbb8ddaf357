/* import_consent: see import_consent.h. A word that the profile does not know makes a row whose
 * event is "unknown": whether it was a withdrawal is for a person to say. */
#include "import_consent.h"

#include <stdlib.h>

#include "err.h"
#include "rules.h"
#include "share.h"

/* The roles, and the columns that the decision table can test. */
enum {
	EVENT,
	AT,
	EVIDENCE,
	CONSENT,
	CONSENT_AT,
	CONSENT_IP,
	OPTIN_AT,
	OPTIN_IP,
	CONFIRMED_AT,
	CONFIRMED_IP,
	CONSENT_TEXT,
	OPTOUT,
	OPTOUT_AT,
	ROLES
};
static const char *const names[ROLES] = {"event", "at", "evidence", "consent", "consent_at",
    "consent_ip", "optin_at", "optin_ip", "confirmed_at", "confirmed_ip", "consent_text", "optout",
    "optout_at"};

struct consent {
	char *path;
	struct rules *rules;
	size_t role[ROLES];
	bool given[ROLES];	  /* the file has it */
	struct span value[ROLES]; /* of the record at hand */
};

static int
read_rules(struct consent *consent)
{
	struct span made[ROLES];
	const struct names all = {.made = made, .made_count = ROLES};

	for (size_t i = 0; i < ROLES; i++)
		made[i] = span_of(names[i]);
	made[EVIDENCE] = span_of("declared");
	consent->path = share_find("rules/consent_evidence.csv");
	consent->rules = consent->path ? rules_read(consent->path) : NULL;
	if (!consent->rules || rules_bind(consent->rules, &all))
		return -1;
	if (consent->rules->output_count == 1 &&
	    span_is(consent->rules->outputs[0].name, "evidence"))
		return 0;
	warn("%s: its one output has to be evidence", consent->path);
	return -1;
}

struct consent *
consent_new(const struct roles *roles)
{
	struct consent *consent = xcalloc(1, sizeof *consent);

	for (size_t i = 0; i < ROLES; i++) {
		consent->role[i] = roles_find(roles, span_of(names[i]));
		consent->given[i] = roles->items[consent->role[i]].source != ROLE_NONE;
	}
	if (read_rules(consent) == 0)
		return consent;
	consent_free(consent);
	return NULL;
}

void
consent_free(struct consent *consent)
{
	if (!consent)
		return;
	rules_free(consent->rules);
	free(consent->path);
	free(consent);
}

struct span
consent_value(const struct consent_row *row, size_t role, struct span value)
{
	if (role == row->consent->role[EVENT])
		return row->event;
	if (role == row->consent->role[AT])
		return row->at;
	if (role == row->consent->role[EVIDENCE])
		return row->evidence;
	return value;
}

/* While rows are given. */
struct giving {
	struct consent *consent;
	void (*row)(void *context, const struct consent_row *);
	void *context;
};

static int
give(const struct giving *giving, struct span event, struct span at)
{
	struct consent *consent = giving->consent;
	struct span made[ROLES];
	const struct row row = {.made = made};
	size_t rule;
	enum rules_found found;

	memcpy(made, consent->value, sizeof made);
	made[EVENT] = event;
	made[AT] = at;
	found = rules_decide(consent->rules, &row, &rule);
	if (found == RULES_NONE)
		warn("%s: no rule for an event of this kind", consent->path);
	if (found != RULES_FOUND)
		return -1;
	giving->row(giving->context,
	    &(struct consent_row){consent, event, at, rules_value(consent->rules, rule, 0, &row)});
	return 0;
}

static struct span
first_of(const struct consent *consent, size_t a, size_t b, size_t c)
{
	if (consent->value[a].size)
		return consent->value[a];
	return consent->value[b].size ? consent->value[b] : consent->value[c];
}

static bool
says(struct span word)
{
	return word.size && !span_is(word, "none");
}

static int
give_consent(const struct giving *giving)
{
	const struct consent *consent = giving->consent;
	struct span at = first_of(consent, CONFIRMED_AT, OPTIN_AT, CONSENT_AT);

	if (consent->given[CONSENT] ? !says(consent->value[CONSENT]) : at.size == 0)
		return 0;
	return give(
	    giving, consent->given[CONSENT] ? consent->value[CONSENT] : span_of("optin"), at);
}

static int
give_withdrawal(const struct giving *giving)
{
	const struct consent *consent = giving->consent;
	struct span at = consent->value[OPTOUT_AT];

	if (consent->given[OPTOUT] ? !says(consent->value[OPTOUT]) : at.size == 0)
		return 0;
	return give(
	    giving, consent->given[OPTOUT] ? consent->value[OPTOUT] : span_of("optout"), at);
}

int
consent_rows(struct consent *consent, const struct import_value *values,
    void (*row)(void *context, const struct consent_row *), void *context)
{
	struct giving giving = {consent, row, context};

	for (size_t i = 0; i < ROLES; i++)
		consent->value[i] = values[consent->role[i]].out;
	if (!consent->given[EVENT])
		return give_consent(&giving) || give_withdrawal(&giving) ? -1 : 0;
	if (!says(consent->value[EVENT]))
		return 0;
	return give(&giving, consent->value[EVENT], consent->value[AT]);
}
