"""The plan as files: decisions, settings, and the truth beside them. What the dumps look like is said in tables.py and
exports.py; the rows they hold come from here, in the same order for both."""
import os
import re
from collections import Counter

import bulk
from files import line
from person import CAMPAIGNS, MAILINGS, exact
from settings import DAY

PURPOSES = {"promised": "promised", "marketing": "marketing", "service": "service", "apology": "apology",
            "unknown": "unknown", "overruled": "marketing", "bulletin": "marketing", "result": "promised"}

REFUSED = re.compile(r"^[^<]*\S[ ;][^<]*@[^<>]*$")  # a blank inside, or two addresses


def sprinkled(rng, few, many, count):
    """The few, in any order, at any places among the many, of which there are count."""
    places = sorted(rng.randint(0, count) for _ in few)
    rng.shuffle(few)
    few = iter(zip(places, few))
    place, row = next(few, (None, None))
    for number, other in enumerate(many):
        while place is not None and place <= number:
            yield row
            place, row = next(few, (None, None))
        yield other
    while place is not None:
        yield row
        place, row = next(few, (None, None))


class Incident:
    """Everything that is written into one folder."""

    campaigns_at = "dumps/campaigns.csv"

    def __init__(self, options, settings, people):
        self.options, self.set, self.people = options, settings, people
        self.dumps = os.path.join(options.out, "dumps")
        self.truth = os.path.join(options.out, "truth")
        os.makedirs(self.dumps, exist_ok=True)
        os.makedirs(self.truth, exist_ok=True)
        self.outsiders = 0
        self.last_dump = ""
        self.campaign_refs = {}  # where the purpose of a campaign is written

    def text(self, name, content):
        path = os.path.join(self.options.out, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(content)

    def table(self, name, header, rows):
        self.text(name, header + "\n" + "".join(line(row) for row in rows))

    # The rows of the dumps.
    def list_rows(self, rng):
        """(person, row, by_hand): what nobody would get out of a form, or into it, was written down by hand."""
        rows = [(p, row) for p in self.people for row in p.rows]
        rng.shuffle(rows)
        for p, row in rows:
            by_hand = p.by_place or REFUSED.search(row.email) or row.joined.text not in ("", exact(row.joined.at).text)
            yield p, row._replace(joined=row.joined.text), by_hand

    def customer_rows(self, rng):
        """(id, email, since, relation, phone)"""
        count = self.options.sends // 20
        for row in sprinkled(rng, [row for p in self.people for row in p.customers],
                             bulk.customers(self.options.seed, count, lambda at: exact(at).text), count):
            yield row if len(row) == 5 else (*row, "")

    def consent_rows(self, rng):
        """(email, event, at, evidence, purpose)"""
        count = self.options.sends // 40
        return sprinkled(rng, [row for p in self.people for row in p.consents],
                         bulk.consents(self.options.seed, count, lambda at: exact(at).text), count)

    def events(self):
        """The rows of people of the list, of mailings that went to everybody at once and of letters of the office, as
        (part or None, second, fields, send or None, number of the event), in the order of time."""
        rows = []
        for p in self.people:
            for send in p.sends:
                for number, (email, outcome, at) in enumerate(send["events"]):
                    fields = (send["message"], email, "email", at.text, send["campaign"], outcome)
                    rows.append((send["part"], at.at, fields, send, number))
        room = max(0, self.options.sends - len(rows))
        self.outsiders = room
        for kind, at in MAILINGS.items():
            for fields in bulk.mailing(self.options.seed, CAMPAIGNS[kind][0], exact(at).text, min(room // 80, 2000)):
                rows.append((None, at, fields, None, 0))
        for at, (message, email, campaign) in bulk.letters(self.options.seed, CAMPAIGNS["apology"][0], self.set.as_of - 90 * DAY,
                                                           self.set.as_of - DAY, min(room // 200, 60)):
            rows.append((None, at, (message, email, "email", exact(at).text, campaign, "sent"), None, 0))
        rows.sort(key=lambda row: row[1])  # stable: events of one second stay in the order of their message
        return rows

    @staticmethod
    def place(row, name, number):
        """Notes where the event stands that is the evidence of its send."""
        send, event = row[3:]
        if send and event == send["decides"]:
            send["place"] = f"{name}:{number}"

    # What people decided and said.
    @staticmethod
    def zone_decided():
        """Times of tables of ours say their zone, or nobody does."""
        return ()

    def write_decisions(self):
        rows = [("setting", name, answer) for name, answer in (*self.set.decided.items(), *self.zone_decided())]
        rows += [("campaign", CAMPAIGNS["decided"][0], "marketing"), ("campaign", CAMPAIGNS["overruled"][0], "service"),
                 ("breach", "", "not notified: low risk"), ("approve:letters", "", "0" * 32)]
        ruled = self.set.ruled["REV_OPTOUT_PROMISED"]
        if ruled != "open":
            rows.append(("reason", "REV_OPTOUT_PROMISED", ruled))
        ruled = self.set.ruled["REV_SERVICE_NO_CONTRACT"]
        if ruled != "open" and self.options.parts > 1:
            rows.append(("reason", f"REV_SERVICE_NO_CONTRACT {self.last_dump}", ruled))
        if self.options.seed % 2 == 0:
            rows.append(("person", "nobody of this list", "no_letter"))  # meets nothing, and is said to
        for p in self.people:
            for about, match, answer in p.decisions:
                if about == "send":
                    match = match["message"] or match["place"]
                elif not isinstance(match, str):
                    match = match.person
                rows.append((about, match, answer))
        self.campaign_refs.update((row[1], f"decisions.csv:{number}") for number, row in enumerate(rows, 2)
                                  if row[0] == "campaign")
        self.table("decisions.csv", "at,by,about,match,answer,reason,evidence",
                   [("2017-01-10T10:00:00Z", "M. Ejemplo", *row, "acta 3", "") for row in rows])

    def purpose(self, kind):
        """As the files of the incident write it."""
        return self.set.promised if PURPOSES[kind] == "promised" else PURPOSES[kind]

    def campaigns(self, kinds=tuple(PURPOSES)):
        """(campaign, purpose), as campaigns.csv lists them."""
        listed = sorted((name, self.purpose(kind)) for kind in kinds for name in CAMPAIGNS[kind])
        for number, (name, _) in enumerate(listed, 2):
            self.campaign_refs.setdefault(name, f"{self.campaigns_at}:{number}")
        return listed

    def write_rest(self):
        self.write_inputs()
        self.text("settings.mk", self.set.makefile())
        self.text("Makefile", "AMENDS ?= $(firstword $(wildcard ../../../pipelines ../../pipelines))\ninclude $(AMENDS)/incident.mk\n")

    # The truth.
    @staticmethod
    def name_of(send):
        return send.get("message_out", send["message"]) or f"{send['campaign']}|{send['events'][0][2].text}"

    def write_truth(self):
        judged = [(p, send) for p in self.people for send in p.sends if send["answer"]]
        self.table("truth/sends.csv", "message_id,person,verdict,reason,place,campaign_ref", sorted(
            (self.name_of(send), p.person, *send["answer"], send["place"], self.campaign_refs.get(send["campaign"], ""))
            for p, send in judged))
        self.table("truth/people.csv", "person,sends,unlawful,review,letter,letter_reason,list_copy,list_reason,"
                   "other_copies,other_reason,suppression,suppression_reason,email",
                   sorted((self.answer(p) for p in self.people), key=lambda row: row[0].encode()))
        self.table("truth/stories.csv", "person,story", sorted((p.person, p.story) for p in self.people))
        self.table("truth/scope.csv", "level,verdict,reason,count", self.scope(judged))

    @staticmethod
    def answer(p):
        verdicts = [send["answer"][0] for send in p.sends if send["answer"]]
        return (p.person, len(verdicts), verdicts.count("UNLAWFUL"), verdicts.count("REVIEW"), *p.truth["letter"],
                *p.truth["list_copy"], *p.truth["other_copies"], *p.suppressed(), p.letter_row.email)

    def scope(self, judged):
        levels = {"send": [tuple(send["answer"]) for _, send in judged]}
        for level in ("letter", "list_copy", "other_copies"):
            levels[level] = [tuple(p.truth[level]) for p in self.people]
        levels["suppression"] = [tuple(p.suppressed()) for p in self.people]
        rows = []
        for level, answers in levels.items():
            counts = Counter(answers)
            if level == "send" and self.outsiders:
                counts["OUT", "OUT_NOT_AUDIENCE"] = self.outsiders
            rows += [(level, *answer, count) for answer, count in sorted(counts.items())]
        return rows

    def write(self, rng):
        self.write_people(rng)
        self.write_customers(rng)
        self.write_consents(rng)
        self.write_sends()
        self.write_decisions()
        self.write_rest()
        self.write_truth()
