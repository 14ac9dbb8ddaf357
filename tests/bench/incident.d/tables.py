"""The dumps as tables of ours."""
import os

import bulk
from files import Dump, line
from person import exact
from settings import DAY, seconds
from write import Incident

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


class Tables(Incident):
    """One file or more a kind; parts of the sends by time."""

    def dump(self, name, kind):
        return Dump(os.path.join(self.dumps, name), self.options.gzip, HEADERS[kind])

    def write_people(self, rng):
        numbers = "number" in self.set.customer
        kind = "people with numbers" if numbers else "people"
        form, hand = self.dump("people.csv.gz", kind), self.dump("people-by-hand.csv.gz", kind)
        for p, row, by_hand in self.list_rows(rng):
            out = hand if by_hand else form
            if p.by_place:
                p.person = f"{row.id} {out.name}:{out.lines + 1}".lstrip()
            text = line(row if numbers else row[:-1])
            out.write(text.encode(), text.count("\n"))
        form.close()
        hand.close()

    def write_customers(self, rng):
        """What was there before the draw began, and the shop's export of a year later: other columns, another order."""
        phones = "phone" in self.set.customer
        old = self.dump("customers-1.csv.gz", "phones" if phones else "customers")
        new = self.dump("customers-2.csv.gz", "orders with phones" if phones else "orders")
        for number, email, since, relation, phone in self.customer_rows(rng):
            phone = (phone,) if phones else ()
            if since < "2015-12-16":
                old.write(line((number, email, since, relation, *phone)).encode())
            else:
                new.write(line((relation, "", email, since, number, *phone)).encode())
        old.close()
        new.close()

    def write_consents(self, rng):
        """In two halves, the second as a spreadsheet writes it."""
        first, second = self.dump("consents-1.csv.gz", "consents"), self.dump("consents-2.csv.gz", "spreadsheet")
        for number, row in enumerate(self.consent_rows(rng)):
            if number % 2:
                second.write(line(row, end="\r\n").encode())
            else:
                first.write(line(row).encode())
        first.close()
        second.close()

    def write_sends(self):
        rows = self.events()
        parts = self.options.parts
        wanted = max(0, self.options.sends - len(rows))
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

    def put(self, out, row):
        out.write(line(row[2]).encode())
        self.place(row, out.name, out.lines)

    def write_inputs(self):
        self.table("dumps/campaigns.csv", "campaign,purpose", self.campaigns())
        self.table("inputs.csv", "file,system,profile,holds", [
            ("dumps/people.csv.gz", "formulario del sorteo", "", "people"),
            ("dumps/people-by-hand.csv.gz", "formulario del sorteo", "", "people"),
            ("dumps/customers-1.csv.gz", "crm", "", "customers"), ("dumps/customers-2.csv.gz", "crm", "", "customers"),
            ("dumps/consents-*.csv.gz", "formularios", "", "consents"),
            ("dumps/sends-*.csv.gz", "correo", "", "sends"), ("dumps/campaigns.csv", "marketing", "", "campaigns")])
        self.table("systems.csv", "system,owner,answer,at", [
            ("correo", "marketing", "file", "2017-01-09T12:00:00Z"), ("crm", "ventas", "file", "2017-01-09T12:00:00Z"),
            ("tienda", "ventas", "none held", "2017-01-10T09:00:00Z"), ("agencia", "marketing", "not yet", "")])
