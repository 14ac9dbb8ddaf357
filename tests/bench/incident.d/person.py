"""One person of the list, as a scenario builds it: rows of the dumps, and beside them the answer that the
scenario states. Nothing here judges: what a method writes down as the answer was said by its caller."""
import re
import time
from collections import namedtuple

from settings import DAY, HOUR, seconds

Row = namedtuple("Row", "id email phone name language joined via customer", defaults=("",))
Time = namedtuple("Time", "text at")  # as it is written, and where it belongs in the order of a dump

FIRST = "Ana Berta Carla Dora Elena Fermín Gorka Hugo Inés Jon Karmele Luis Marta Nuria Óscar Pau Rosa Sara Unai".split()
LAST = "Abad Bravo Cano Díez Egea Font Gil Haro Ibáñez Juan Lago Mena Núñez Ochoa Peña Ríos Sanz Urrutia Vidal".split()
CAMPAIGNS = {
    "promised": ("sorteo-participacion", "sorteo-recordatorio", "sorteo, resultado"),
    "marketing": ("newsletter-2016", "oferta-verano", 'promo "vuelta al cole"', "feria, octubre"),
    "service": ("factura", "aviso-envio"),
    "apology": ("disculpa-2016-02",),
    "unknown": ("felicitacion-2016",),           # campaigns.csv says unknown
    "unmapped": ("prueba-b", "reenvio 3", ""),   # campaigns.csv does not say
    "decided": ("campana-q4",),                  # only decisions.csv says: marketing
    "overruled": ("encuesta-clientes",),         # campaigns.csv says marketing, decisions.csv service
    "bulletin": ("boletin-mayo",),               # marketing, to everybody in one second
    "result": ("sorteo-resultado",),             # promised, the same
}
MAILINGS = {"bulletin": seconds("2016-05-17T09:30:00Z"), "result": seconds("2015-12-23T17:00:00Z")}


def exact(at):
    return Time(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)), at)


def no_zone(at):
    return Time(time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at)), at)


def bare(at):
    return Time(time.strftime("%Y-%m-%d", time.gmtime(at)), at)


def a_label(mailbox):
    local, domain = mailbox.split("@")
    return local + "@" + domain.encode("idna").decode()


def spellings(mailbox, name):
    """The same mailbox by the standards, written in other ways."""
    local, domain = mailbox.split("@")
    some = [mailbox.upper() if domain.isascii() else local.upper() + "@" + domain, f" {mailbox} ", f"{mailbox}\t",
            f"{local.capitalize()}@{domain}", f"<{mailbox}>", f"{name.split()[0] if name else 'x'} <{mailbox}>",
            f'"{name}, casa" <{mailbox}>', f"mailto:{mailbox}", f"{mailbox}."]
    return some if domain.isascii() else some + [a_label(mailbox)]


class Person:
    """What a scenario is given."""

    def __init__(self, number, settings, rng):
        self.number = number
        self.set = settings
        self.rng = rng
        self.rows, self.customers, self.consents, self.sends, self.decisions = [], [], [], [], []
        self.truth = {}
        self.person = None
        self.company = []
        self.letter_row = None
        self.by_place = False  # named with the place of the row: the id alone does not tell who it is
        # At least two days before the due date, so that a time without a zone is never near both.
        self.joined = rng.randint(seconds("2015-12-16T08:00:00Z"),
                                  min(seconds("2015-12-22T20:00:00Z"), settings.due - 2 * DAY))
        self.name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        domain = rng.choice(("example.com", "example.org", "example.net", "correo.example", "año.example", "mail.test"))
        self.mailbox = f"persona{number}@{domain}"
        self.letter("NONE NOT_WRONGED").list_copy("erase").others("erase").suppression("none")

    def another(self):
        """Another person of the same story."""
        self.company.append(Person(f"{self.number}x", self.set, self.rng))
        return self.company[-1]

    # Times.
    def later(self, after=None, before=None):
        """A second well after joining and well before the end of the data, or between two others."""
        return self.rng.randint(self.joined + 3 * DAY if after is None else after + 2 * DAY,
                                self.set.as_of - 3 * DAY if before is None else before - 2 * DAY)

    def steps(self, count):
        """So many seconds as later(), in order and days apart."""
        first, last = self.joined + 3 * DAY, self.set.as_of - 3 * DAY
        width = (last - first) // count
        return [first + i * width + self.rng.randint(2 * DAY, width - 2 * DAY) for i in range(count)]

    def in_time(self):
        """A second at which the promised mail was still right."""
        return self.rng.randint(self.joined + HOUR, min(self.set.due, self.set.as_of) - HOUR)

    # Rows of the dumps.
    def row(self, email=None, joined=None, name=None, number=None, language=None, via=None, spell=True):
        """A row of the list. The letter goes to the first one, until letter_to says otherwise."""
        name = self.name if name is None else name
        if email is None:
            email = self.mailbox
            if spell and self.rng.random() < 0.35:
                email = self.rng.choice(spellings(self.mailbox, name))
        row = Row(f"L{self.number}" if number is None else number, email,
                  self.rng.choice(("", f"+1 202 555 01{self.rng.randint(0, 99):02d}")), name,
                  language or self.rng.choice(("es", "es", "es", "ca", "en", "eu", "")),
                  joined or exact(self.joined), via or self.rng.choice(("form", "form", "friend")))
        self.rows.append(row)
        self.person = min(r.id for r in self.rows)
        self.letter_row = self.letter_row or row
        return row

    def spelled(self, rungs, row=None):
        """The address of a row, in a spelling that one of the rungs proves to be the same."""
        row = row or self.rows[0]
        mailbox = re.sub(r".*<|>.*", "", row.email).strip().removeprefix("mailto:").rstrip(".").lower()
        if "@" not in mailbox or mailbox.count("@") > 1 or self.rng.random() < 0.5:
            return row.email
        if "mailbox" in rungs:
            return self.rng.choice(spellings(mailbox, row.name))
        return row.email

    def customer(self, since, relation="customer", email=None, phone="", number=None):
        self.customers.append((number or f"K{self.number}{len(self.customers)}",
                               email or self.spelled(self.set.customer), since.text, relation, phone))

    def contact(self, since):
        self.customer(since, "contact")

    def consent(self, event, at, evidence="proven", purpose="marketing", email=None):
        self.consents.append((email or self.spelled(self.set.consent), event, at.text, evidence, purpose))

    def optin(self, at, evidence="proven", purpose=None, email=None):
        """Proven and for marketing, unless it is said otherwise."""
        covering = ("marketing", "newsletter", "promotions", "all")
        self.consent("optin", at, evidence, self.rng.choice(covering) if purpose is None else purpose, email)

    def withdraw(self, event, at):
        self.consent(event, at, self.rng.choice(("proven", "weak", "")), "")

    def send(self, purpose, at, answer, outcome=None, email=None, row=None, campaign=None, message=None, then=(),
             decides=0, part=None):
        """A message with its answer "VERDICT REASON"; None for one that nobody looks at. then: later events of it,
        as (outcome, time); decides: which event is the evidence of the outcome."""
        campaign = self.rng.choice(CAMPAIGNS[purpose]) if campaign is None else campaign
        if outcome is None:
            outcome = self.rng.choice(("delivered", "delivered", "sent", "opened", "clicked", "complained"))
        if message is None:
            message = f"<{self.number}.{len(self.sends)}.{self.rng.getrandbits(40):x}@mta.example>"
        one = {"message": message, "campaign": campaign, "at": at, "answer": answer and answer.split(), "part": part,
               "person": self, "events": [], "decides": decides}
        for event, when in ((outcome, at), *then):
            one["events"].append((email or self.spelled(self.set.member, row), event, when))
        self.sends.append(one)
        return one

    def mailing(self, kind, answer, outcome=None):
        """One of a mailing: all left in one second, without an id."""
        self.send(kind, exact(MAILINGS[kind]), answer, outcome or "sent", message="")

    def promised(self, count=1):
        """Mail of the draw itself, in time."""
        for _ in range(count):
            self.send("promised", exact(self.in_time()), "LAWFUL OK_PROMISED_PURPOSE")

    def decide(self, about, match, answer):
        """match may be a message of send() without an id: then its line stands for it; or a person."""
        self.decisions.append((about, match, answer))

    # The answer, in words of its own where it depends on the settings.
    def letter(self, answer):
        self.truth["letter"] = answer.split()
        return self

    def letter_to(self, row):
        self.letter_row = row

    def list_copy(self, plan):
        """erase: with everybody. sealed: the same, but some send is under review. requested: the person asked for
        erasure. hold."""
        erase = "ERASE" if self.set.erase else "BLOCK_THEN_ERASE"
        if plan == "hold":
            answer = ["HOLD", "LEGAL_HOLD"]
        elif not self.set.passed:
            answer = [erase, "ERASE_REQUESTED"] if plan == "requested" else ["KEEP", "NOT_DUE"]
        elif plan == "sealed" and self.set.erase:
            answer = ["SEAL_THEN_ERASE", "REV_SENDS"]
        else:
            answer = [erase, "ERASE_PROMISED"]
        self.truth["list_copy"] = answer
        return self

    def others(self, plan):
        """erase: nothing stands against it once the date has passed. Else the answer itself."""
        if plan == "erase":
            plan = "ERASE ERASE_ALL" if self.set.passed else "KEEP NOT_DUE"
        self.truth["other_copies"] = plan.split()
        return self

    def suppression(self, plan):
        """none: no objection (a guard against a second import only where all else goes). keep: an objection."""
        self.truth["suppression"] = plan
        return self

    def suppressed(self):
        if self.truth["suppression"] == "keep":
            return ["HASH", "KEEP_SUPPRESSED"]
        if self.set.guard and self.truth["other_copies"][0] == "ERASE":
            return ["GUARD", "REIMPORT_GUARD"]
        return ["NONE", "NO_GROUND"]

    # Sets of answers that many scenarios share.
    def wronged(self):
        return self.letter("LETTER APOLOGISE")

    def open_sends(self, others="HOLD REV_SENDS"):
        """Nothing but sends under review."""
        return self.letter("HOLD REV_SENDS").list_copy("sealed").others(others)

    def objected(self, others="ERASE OBJECTED"):
        """An objection or opt-out stands, and no basis does."""
        return self.others(others).suppression("keep")

    def doubtful(self):
        """Nobody can say whose the address is."""
        return self.others("REVIEW REV_IDENTITY")
