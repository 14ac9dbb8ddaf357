"""The plan as files: dumps, decisions, settings, and the truth beside them."""
import csv
import gzip
import io
import os
import subprocess
from collections import Counter

import bulk
from person import CAMPAIGNS, exact
from settings import DAY, seconds

HEADERS = {
    "people": "id,email,phone,name,language,joined_at,via",
    "customers": "id,email,since,relation",
    "consents": "email,event,at,evidence,purpose",
    "sends": "message_id,email,channel,sent_at,campaign,outcome",
    "orders": "relation,note,email,since,id",
    "phones": "id,email,since,relation,phone",
    "orders with phones": "relation,note,email,since,id,phone",
    "people with numbers": "id,email,phone,name,language,joined_at,via,customer",
    "spreadsheet": "\ufeffemail,event,at,evidence,purpose\r",
}
PURPOSES = {"promised": "promised", "marketing": "marketing", "service": "service", "apology": "apology",
            "unknown": "unknown", "overruled": "marketing"}


def line(values):
    """One record, quoted only where it must be."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue().encode()


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


class Dump:
    """A gzip file; the same bytes for the same rows."""

    def __init__(self, path, how, header):
        self.name = os.path.join("dumps", os.path.basename(path))
        self.lines = 1
        self.raw = open(path, "wb")
        self.child = None
        if how.isdigit():
            self.out = gzip.GzipFile("", "wb", int(how), self.raw, mtime=0)
        else:
            self.child = subprocess.Popen(how, shell=True, stdin=subprocess.PIPE, stdout=self.raw)
            self.out = self.child.stdin
        self.out.write(header.encode() + b"\n")

    def write(self, text, rows=1):
        self.out.write(text)
        self.lines += rows

    def close(self):
        self.out.close()
        if self.child and self.child.wait() != 0:
            raise SystemExit("incident: the command of --gzip failed")
        self.raw.close()


class Incident:
    """Everything that is written into one folder."""

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
        with open(os.path.join(self.options.out, name), "w", encoding="utf-8", newline="") as out:
            out.write(content)

    def table(self, name, header, rows):
        self.text(name, header + "\n" + "".join(line(row).decode() for row in rows))

    def dump(self, name, kind):
        return Dump(os.path.join(self.dumps, name), self.options.gzip, HEADERS[kind])

    # Dumps.
    def write_people(self, rng):
        rows = [(p, row) for p in self.people for row in p.rows]
        rng.shuffle(rows)
        numbers = "number" in self.set.customer
        out = self.dump("people.csv.gz", "people with numbers" if numbers else "people")
        for p, row in rows:
            if p.by_place:
                p.person = f"{row.id} {out.name}:{out.lines + 1}".lstrip()
            row = row._replace(joined=row.joined.text)
            text = line(row if numbers else row[:-1])
            out.write(text, text.count(b"\n"))
        out.close()

    def write_customers(self, rng):
        """What was there before the draw began, and the shop's export of a year later: other columns, another order."""
        count = self.options.sends // 20
        rows = sprinkled(rng, [row for p in self.people for row in p.customers],
                         bulk.customers(self.options.seed, count, lambda at: exact(at).text), count)
        phones = "phone" in self.set.customer
        old = self.dump("customers-1.csv.gz", "phones" if phones else "customers")
        new = self.dump("customers-2.csv.gz", "orders with phones" if phones else "orders")
        for number, email, since, relation, *phone in rows:
            phone = (phone or [""]) if phones else []
            if since < "2015-12-16":
                old.write(line((number, email, since, relation, *phone)))
            else:
                new.write(line((relation, "", email, since, number, *phone)))
        old.close()
        new.close()

    def write_consents(self, rng):
        """In two halves, the second as a spreadsheet writes it."""
        count = self.options.sends // 40
        rows = sprinkled(rng, [row for p in self.people for row in p.consents],
                         bulk.consents(self.options.seed, count, lambda at: exact(at).text), count)
        first, second = self.dump("consents-1.csv.gz", "consents"), self.dump("consents-2.csv.gz", "spreadsheet")
        for number, row in enumerate(rows):
            if number % 2:
                second.write(line(row).replace(b"\n", b"\r\n"))
            else:
                first.write(line(row))
        first.close()
        second.close()

    def events(self):
        """The rows of people of the list, as (part or None, second, text, send), in the order of time."""
        rows = []
        for p in self.people:
            for send in p.sends:
                for number, (email, outcome, at) in enumerate(send["events"]):
                    fields = (send["message"], email, "email", at.text, send["campaign"], outcome)
                    rows.append((send["part"], at.at, line(fields), send, number))
        rows.sort(key=lambda row: row[1])  # stable: events of one second stay in the order of their message
        return rows

    def write_sends(self):
        rows = self.events()
        parts = self.options.parts
        wanted = max(0, self.options.sends - len(rows))
        self.outsiders = wanted
        first, last = seconds("2015-11-01T00:00:00Z"), self.set.as_of - DAY
        blocks = bulk.sends(self.options.seed, wanted, first, last, lambda at: exact(at).text[:13].encode())
        pinned = {part: [row for row in rows if row[0] == part] for part in range(parts)}
        free = iter([row for row in rows if row[0] is None])
        one = next(free, None)
        block = next(blocks, None)
        done = 0
        for part in range(parts):
            out = self.dump(f"sends-{part + 1:02d}.csv.gz", "sends")
            for row in pinned[part]:
                self.put(out, row)
            while block and (part == parts - 1 or done < wanted * (part + 1) // parts):
                while one and one[1] < block[0]:
                    self.put(out, one)
                    one = next(free, None)
                out.write(block[1], block[2])
                done += block[2]
                block = next(blocks, None)
            while one and part == parts - 1:
                self.put(out, one)
                one = next(free, None)
            self.last_dump = out.name
            out.close()

    @staticmethod
    def put(out, row):
        out.write(row[2])
        if row[4] == row[3]["decides"]:
            row[3]["place"] = f"{out.name}:{out.lines}"

    # What people decided and said.
    def write_decisions(self):
        rows = [("setting", name, answer) for name, answer in self.set.decided.items()]
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

    def write_rest(self):
        listed = sorted((name, self.set.promised if word == "promised" else word)
                        for kind, word in PURPOSES.items() for name in CAMPAIGNS[kind])
        for number, (name, _) in enumerate(listed, 2):
            self.campaign_refs.setdefault(name, f"dumps/campaigns.csv:{number}")
        self.table("dumps/campaigns.csv", "campaign,purpose", listed)
        self.table("inputs.csv", "file,system,profile,holds", [
            ("dumps/people.csv.gz", "formulario del sorteo", "", "people"),
            ("dumps/customers-1.csv.gz", "crm", "", "customers"), ("dumps/customers-2.csv.gz", "crm", "", "customers"),
            ("dumps/consents-*.csv.gz", "formularios", "", "consents"),
            ("dumps/sends-*.csv.gz", "correo", "", "sends"), ("dumps/campaigns.csv", "marketing", "", "campaigns")])
        self.table("systems.csv", "system,owner,answer,at", [
            ("correo", "marketing", "file", "2017-01-09T12:00:00Z"), ("crm", "ventas", "file", "2017-01-09T12:00:00Z"),
            ("tienda", "ventas", "none held", "2017-01-10T09:00:00Z"), ("agencia", "marketing", "not yet", "")])
        self.text("settings.mk", self.set.makefile())
        self.text("Makefile", "AMENDS ?= $(firstword $(wildcard ../../../pipelines ../../pipelines))\ninclude $(AMENDS)/incident.mk\n")

    # The truth.
    def write_truth(self):
        judged = [(p, send) for p in self.people for send in p.sends if send["answer"]]
        self.table("truth/sends.csv", "message_id,person,verdict,reason,place,campaign_ref", sorted(
            (send["message"] or f"{send['campaign']}|{send['events'][0][2].text}", p.person, *send["answer"],
             send["place"], self.campaign_refs.get(send["campaign"], "")) for p, send in judged))
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
