/* kind: see kind.h. The order of the columns is that of the tables; roles that only help stand
 * behind them. */
#include "kind.h"

#define OUTPUT .output = true
#define NEEDED .output = true, .needed = true
#define HELPS .output = false
#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char *const outcome_words[] = {"delivered", "sent", "bounced_soft", "bounced_hard",
    "not_sent", "unknown", "opened", "clicked", "complained", NULL};
static const char *const relation_words[] = {"customer", "contact", "unknown", NULL};
static const char *const event_words[] = {
    "optin", "optout", "objection", "erasure", "none", "unknown", NULL};
static const char *const evidence_words[] = {"proven", "weak", NULL};
static const char *const consent_words[] = {"optin", "none", "unknown", NULL};
static const char *const optout_words[] = {
    "optout", "objection", "erasure", "none", "unknown", NULL};

static const struct kind_column people[] = {
    {"id", KIND_ID, OUTPUT},
    {"email", KIND_ADDRESS, NEEDED},
    {"phone", KIND_PHONE, OUTPUT},
    {"name", KIND_TEXT, OUTPUT},
    {"language", KIND_TEXT, OUTPUT},
    {"joined_at", KIND_TIME, OUTPUT},
    {"via", KIND_TEXT, OUTPUT},
    {"first", KIND_TEXT, HELPS},
    {"last", KIND_TEXT, HELPS},
};
static const struct kind_column customers[] = {
    {"id", KIND_ID, OUTPUT},
    {"email", KIND_ADDRESS, NEEDED},
    {"phone", KIND_PHONE, OUTPUT},
    {"since", KIND_TIME, OUTPUT},
    {"relation", KIND_WORD, OUTPUT, .words = relation_words},
};
static const struct kind_column consents[] = {
    {"email", KIND_ADDRESS, NEEDED},
    {"phone", KIND_PHONE, OUTPUT},
    {"customer", KIND_ID, OUTPUT},
    {"event", KIND_WORD, OUTPUT, .words = event_words},
    {"at", KIND_TIME, OUTPUT},
    {"evidence", KIND_WORD, OUTPUT, .words = evidence_words},
    {"purpose", KIND_TEXT, OUTPUT},
    {"consent", KIND_WORD, HELPS, .words = consent_words},
    {"consent_at", KIND_TIME, HELPS},
    {"consent_ip", KIND_TEXT, HELPS},
    {"optin_at", KIND_TIME, HELPS},
    {"optin_ip", KIND_TEXT, HELPS},
    {"confirmed_at", KIND_TIME, HELPS},
    {"confirmed_ip", KIND_TEXT, HELPS},
    {"consent_text", KIND_TEXT, HELPS},
    {"optout", KIND_WORD, HELPS, .words = optout_words},
    {"optout_at", KIND_TIME, HELPS},
};
static const struct kind_column sends[] = {
    {"message_id", KIND_ID, OUTPUT},
    {"email", KIND_ADDRESS, NEEDED},
    {"channel", KIND_TEXT, OUTPUT},
    {"sent_at", KIND_TIME, NEEDED},
    {"campaign", KIND_TEXT, NEEDED},
    {"outcome", KIND_WORD, OUTPUT, .words = outcome_words},
    {"subject", KIND_TEXT, OUTPUT},
    {"purpose", KIND_TEXT, OUTPUT},
};
static const struct kind_column campaigns[] = {
    {"campaign", KIND_TEXT, NEEDED},
    {"purpose", KIND_TEXT, OUTPUT},
    {"subject", KIND_TEXT, OUTPUT},
    {"sent_at", KIND_TIME, OUTPUT},
};
static const struct kind_column tracking[] = {
    {"tracking", KIND_ID, NEEDED},
    {"carrier", KIND_TEXT, OUTPUT},
    {"level", KIND_TEXT, OUTPUT},
    {"code", KIND_ID, OUTPUT},
    {"text", KIND_TEXT, OUTPUT},
    {"comment", KIND_TEXT, OUTPUT},
    {"place", KIND_TEXT, OUTPUT},
    {"postal_code", KIND_ID, OUTPUT},
    {"happened_at", KIND_TIME, OUTPUT},
    {"recorded_at", KIND_TIME, OUTPUT},
};
static const struct kind_column shipments[] = {
    {"tracking", KIND_ID, OUTPUT},
    {"order", KIND_ID, OUTPUT},
    {"email", KIND_ADDRESS, OUTPUT},
    {"name", KIND_TEXT, OUTPUT},
    {"language", KIND_TEXT, OUTPUT},
    {"form_of_address", KIND_TEXT, OUTPUT},
    {"city", KIND_TEXT, OUTPUT},
    {"postal_code", KIND_ID, OUTPUT},
    {"state", KIND_TEXT, OUTPUT},
    {"country", KIND_TEXT, OUTPUT},
    {"shipped_at", KIND_TIME, OUTPUT},
    {"first", KIND_TEXT, HELPS},
    {"last", KIND_TEXT, HELPS},
};
static const struct kind_column notices[] = {
    {"notice_id", KIND_ID, OUTPUT},
    {"tracking", KIND_ID, OUTPUT},
    {"email", KIND_ADDRESS, OUTPUT},
    {"sent_at", KIND_TIME, OUTPUT},
    {"template", KIND_TEXT, OUTPUT},
    {"subject", KIND_TEXT, OUTPUT},
    {"body", KIND_TEXT, OUTPUT},
};

const struct kind kinds[] = {
    {"people", people, LENGTH(people)},
    {"customers", customers, LENGTH(customers)},
    {"consents", consents, LENGTH(consents)},
    {"sends", sends, LENGTH(sends)},
    {"campaigns", campaigns, LENGTH(campaigns)},
    {"tracking", tracking, LENGTH(tracking)},
    {"shipments", shipments, LENGTH(shipments)},
    {"notices", notices, LENGTH(notices)},
    {0},
};

const struct kind *
kind_find(struct span name)
{
	for (const struct kind *kind = kinds; kind->name; kind++)
		if (span_is(name, kind->name))
			return kind;
	return NULL;
}

const struct kind_column *
kind_role(const struct kind *kind, struct span name)
{
	for (size_t i = 0; i < kind->count; i++)
		if (span_is(name, kind->columns[i].name))
			return &kind->columns[i];
	return NULL;
}

bool
kind_takes(const struct kind_column *column, struct span word)
{
	if (!column->words)
		return true;
	for (size_t i = 0; column->words[i]; i++)
		if (span_is(word, column->words[i]))
			return true;
	return false;
}
