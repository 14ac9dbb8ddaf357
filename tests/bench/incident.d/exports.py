"""The dumps as the systems of a company export them: the same rows, and so the same answer. What no system could hold (a
time that a person typed, or one without a zone) stands in registers, tables of ours that were kept by hand."""
import csv
import os
import re

import bulk
from files import Csv, save
from person import CAMPAIGNS, MAILINGS, exact
from settings import DAY, seconds
from systems import (Campaign, Contacts, Events, Form, Leads, Log, Mailing, Optins, Requests, Sent, Unsubscribed,
                     instant, shown_twice)
from tables import HEADERS
from write import PURPOSES, Incident

PLAIN_ADDRESS = re.compile(r"[a-z0-9.]+@[a-z0-9.]+")
HAD_IT = ("sent", "delivered", "opened", "clicked", "complained")
OF_ZOHO = ("newsletter-2016", "oferta-verano")
OF_SENDGRID = CAMPAIGNS["service"]
OF_OFFICE = CAMPAIGNS["apology"]
PROFILES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "profiles")


class Exports(Incident):
    """A file or more a system; those without a row are not written."""

    campaigns_at = "campaigns.csv"

    def __init__(self, options, settings, people):
        super().__init__(options, settings, people)
        self.files, self.inputs = {}, {}

    def file(self, name, make, holds, system, **said):
        """The file of a name, made when it gets its first row; said: what inputs.csv says of it. Parts are one row there."""
        if name not in self.files:
            one = self.files[name] = make()
            self.inputs[re.sub(r"-\d+\.", "-*.", one.name)] = {
                "system": system, "profile": getattr(one, "profile", ""), "holds": holds,
                "time_zone": getattr(one, "zone", ""), "encoding": getattr(one, "charset", ""), **said}
        return self.files[name]

    def register(self, holds, kind=None):
        """A table of ours."""
        name = {"people": "people-by-hand", "customers": "fichero-clientes", "consents": "registro-consentimientos",
                "sends": "registro-envios"}[holds]
        path = f"dumps/{name}.csv.gz" if holds == "people" else f"dumps/{name}.csv"
        return self.file(path, lambda: Csv(path, HEADERS[kind or holds].split(",")), holds, "apuntes a mano")

    # The list, customers, consents.
    def write_people(self, rng):
        """A form asks for no customer number that a key could compare: with one, the list is a table of ours."""
        numbers = "number" in self.set.customer
        kind = "people with numbers" if numbers else "people"
        form = "dumps/sorteo.xlsx/Participantes"
        hand = []
        for p, row, by_hand in self.list_rows(rng):
            if by_hand:
                hand.append((p, row))
            elif numbers:
                name = "dumps/people.csv"
                self.file(name, lambda: Csv(name, HEADERS[kind].split(",")), "people", "formulario del sorteo").add(row)
            else:
                self.file(form, lambda: Form(form), "people", "formulario del sorteo").row(row, instant(row.joined))
        for p, row in hand:
            out = self.register("people", kind)
            place = out.add(row if numbers else row[:-1])
            if p.by_place:
                p.person = f"{row.id} {out.name}:{place}".lstrip()

    def write_customers(self, rng):
        for number, email, since, relation, phone in self.customer_rows(rng):
            at = instant(since)
            if at is False or (at is not None and shown_twice(at)):
                self.register("customers", "phones").add((number, email, since, relation, phone))
                continue
            # Contacts who bought nothing are in both modules.
            make = Contacts if relation == "customer" or len(email) % 2 else Leads
            name = f"dumps/zoho-crm-{make.__name__.lower()}.csv"
            self.file(name, lambda: make(name), "customers", "Zoho CRM").row(number, email, at, phone, relation)

    def write_consents(self, rng):
        for row in self.consent_rows(rng):
            email, event, text, evidence, purpose = row
            at, proven = instant(text), evidence == "proven"
            if at is False or (at is not None and shown_twice(at)) or (event == "optin" and proven and at is None):
                self.register("consents").add(row)
            elif event == "optin":
                name = "dumps/brevo-contactos.csv"
                self.file(name, lambda: Optins(name), "consents", "Brevo").row(email, at, proven, purpose)
            elif event == "optout":
                name = "dumps/mailchimp-audiencia.zip/unsubscribed_members_export_4f1c2a.csv"
                self.file(name, lambda: Unsubscribed(name), "consents", "Mailchimp").row(email, at)
            else:
                name = "dumps/libro-de-derechos.csv"
                self.file(name, lambda: Requests(name), "consents", "libro de derechos").row(email, event, at)
        if "dumps/libro-de-derechos.csv" in self.files:
            self.files["dumps/libro-de-derechos.csv"].total()

    # Sends.
    def outsider_rows(self, wanted):
        first, last = seconds("2015-11-01T00:00:00Z"), self.set.as_of - DAY
        for _, text, _ in bulk.sends(self.options.seed, wanted, first, last, lambda at: exact(at).text[:13].encode()):
            for fields in csv.reader(text.decode().splitlines()):
                yield None, instant(fields[3]), tuple(fields), None, 0

    def write_sends(self):
        rows = self.events()
        rows += self.outsider_rows(max(0, self.options.sends - len(rows)))
        rows.sort(key=lambda row: row[1])
        decided = {id(match) for p in self.people for about, match, _ in p.decisions if about == "send"}
        crowded = self.crowded(rows)
        first, last = rows[0][1], rows[-1][1]
        for row in rows:
            part = row[0] if row[0] is not None else (row[1] - first) * self.options.parts // (last - first + 1)
            many = row[3] and (len(row[3]["events"]) > 1 or id(row[3]) in decided)
            self.put(row, part, many or (row[2][4], row[2][3]) in crowded)
        self.last_dump = f"dumps/sendgrid-{self.options.parts}.jsonl.gz"

    @staticmethod
    def crowded(rows):
        """Campaign and second of sends that only an id tells apart."""
        seen, crowded = {}, set()
        for row in rows:
            key = row[2][4], row[2][3]
            if row[3] and seen.setdefault(key, id(row[3])) != id(row[3]):
                crowded.add(key)
        return crowded

    def put(self, row, part, needs_id):
        message, email, _, text, campaign, outcome = row[2]
        send, at = row[3], instant(text)
        if send and not self.any_system_holds(send["events"]):
            out = self.register("sends")
            place = out.add(row[2])
        elif not message and MAILINGS.get(self.kind(campaign)) == at and at is not None:
            out = self.by_outcome(Mailing, "dumps/mailchimp-campanas.zip", "Mailchimp", campaign, outcome, sent_at=text,
                                  purpose=self.purpose(self.kind(campaign)))
            place = out.row(email)
        elif campaign in OF_OFFICE and not needs_id and outcome in HAD_IT and PLAIN_ADDRESS.fullmatch(email):
            out = self.file("dumps/enviados.mbox", lambda: Sent("dumps/enviados.mbox"), "sends", "buzón", campaign=campaign)
            place = out.row(message, email, at)
        elif campaign in OF_ZOHO and not needs_id and outcome in Campaign.actions and at:
            out = self.by_outcome(Campaign, "dumps/zoho-campaigns.zip", "Zoho Campaigns", campaign, outcome)
            place = out.row(email, at)
            if send:
                send["message_out"] = ""
        else:
            out, place = self.put_event(row[2], at, part, send)
        self.place(row, out.name, place)

    @staticmethod
    def any_system_holds(events):
        """Times are instants or empty, and what happened in an hour that clocks showed twice is known to SendGrid."""
        times = [instant(when.text) for _, _, when in events]
        twice = any(at and shown_twice(at) for at in times)
        return False not in times and not (twice and any(outcome not in Events.words for _, outcome, _ in events))

    @staticmethod
    def kind(campaign):
        return next((kind for kind, names in CAMPAIGNS.items() if campaign in names), "")

    def by_outcome(self, make, archive, system, campaign, outcome, **said):
        name = f"{archive} {campaign} {outcome}"
        return self.file(name, lambda: make(archive, campaign, outcome), "sends", system, campaign=campaign,
                         outcome=make.said(outcome), **said)

    def put_event(self, fields, at, part, send):
        """All events of a message go to one system; an hour that clocks showed twice needs one that counts seconds."""
        message, email, _, _, campaign, outcome = fields
        times = [instant(when.text) for _, _, when in send["events"]] if send else [at]
        twice = any(when and shown_twice(when) for when in times)
        number = part + 1
        if outcome in Events.words and (campaign in OF_SENDGRID or twice):
            name = f"dumps/sendgrid-{number}.jsonl.gz"
            out = self.file(name, lambda: Events(name), "sends", "SendGrid")
        else:
            name = f"dumps/brevo-registro-{number}.csv.gz"
            out = self.file(name, lambda: Log(name), "sends", "Brevo")
        return out, out.row(message, email, at, campaign, outcome)

    # Beside the dumps.
    def zone_decided(self):
        """Where decisions override settings, they say the zone too."""
        return (("TIME_ZONE", "Europe/Madrid"),) if self.set.decided else ()

    def write_inputs(self):
        save(self.options.out, self.files.values())
        columns = "file,system,profile,holds,campaign,purpose,sent_at,outcome,time_zone,encoding"
        order = ["people", "customers", "consents", "sends"]
        # The form before what was added to it by hand; the rest by name.
        rows = sorted(({"file": name, **said} for name, said in self.inputs.items()),
                      key=lambda row: (order.index(row["holds"]), row["holds"] != "people" and row["file"]))
        self.table("inputs.csv", columns, [[row.get(name, "") for name in columns.split(",")] for row in rows])
        # The purpose of the result stands in inputs.csv alone, that of the bulletin in both.
        self.campaign_refs.update((name, "inputs.csv") for name in CAMPAIGNS["result"])
        self.table("campaigns.csv", "campaign,purpose", self.campaigns([kind for kind in PURPOSES if kind != "result"]))
        self.table("systems.csv", "system,owner,answer,at", [
            *((system, "marketing", "file", "2017-01-09T12:00:00Z")
              for system in dict.fromkeys(row["system"] for row in rows)),
            ("tienda", "ventas", "none held", "2017-01-10T09:00:00Z"), ("agencia", "marketing", "not yet", "")])
        zone = "UTC" if self.zone_decided() else "Europe/Madrid"
        self.set.written.update(TIME_ZONE=zone, TIME_ZONE_BY="M. Ejemplo")
        for name in sorted({row["profile"] for row in rows}):
            path = os.path.join(PROFILES, f"{name}.csv")
            if os.path.exists(path):
                with open(path, encoding="utf-8") as profile:
                    self.text(f"profiles/{name}.csv", profile.read())
