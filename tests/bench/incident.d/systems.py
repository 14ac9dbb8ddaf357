"""The systems of the company, as they export: columns, words, times. Nothing here knows who is right."""
import datetime
import re
import zoneinfo

from files import Csv, JsonLines, Mbox, Sheet

OFFICE = zoneinfo.ZoneInfo("Europe/Madrid")      # TIME_ZONE of settings.mk
ISLANDS = zoneinfo.ZoneInfo("Atlantic/Canary")   # where the account of Brevo was opened
AMERICA = zoneinfo.ZoneInfo("America/New_York")  # what the account of Mailchimp was never changed from
DASHED = "%d-%m-%Y %H:%M:%S"
PLAIN = "%Y-%m-%d %H:%M:%S"


def local(at, zone, shape):
    return datetime.datetime.fromtimestamp(at, zone).strftime(shape) if at is not None else ""


def shown_twice(at):
    """Did the clocks of an account show this time a second time? (In the EU they do so everywhere at once.)"""
    times = [datetime.datetime.fromtimestamp(at, zone) for zone in (OFFICE, AMERICA)]
    return any(then.replace(fold=0).utcoffset() != then.replace(fold=1).utcoffset() for then in times)


def names(email):
    """First and last name, where an address has a display name."""
    shown = re.match(r'"?([^",<]+)[",].*<|([^<]+) <', email)
    first, _, last = ((shown[1] or shown[2]) if shown else "").partition(" ")
    return first, last


class Form(Sheet):
    """The form of the draw, in the company's blog: a workbook that the form's plugin writes, with dates in its cells."""

    profile = "formulario-blog"
    header = ("Nº", "Fecha", "Nombre y apellidos", "Correo electrónico", "Teléfono", "Idioma", "¿Quién te ha invitado?")

    def __init__(self, name):
        super().__init__(name, self.header)

    def row(self, row, joined):
        when = None if joined is None else datetime.datetime.fromtimestamp(joined, OFFICE).replace(tzinfo=None)
        return self.add((row.id, when, row.name, row.email, row.phone, row.language, row.via))


class Leads(Csv):
    """The module of Zoho CRM for those who are no customers yet."""

    profile, owner = "zoho-crm-leads", "Lead Owner"
    columns = ("First Name", "Last Name", "Email", "Phone", "Lead Source", "Created Time", "Modified Time", "Email Opt Out",
               "Tag")
    last = "Is Converted"

    def __init__(self, name):
        super().__init__(name, ("Record Id", f"{self.owner}.id", self.owner, *self.columns, self.last))

    def row(self, number, email, since, phone, relation):
        first, last = names(email)
        created = local(since, OFFICE, PLAIN)
        return self.add((number, "zcrm_3652397000000186017", "Ventas", first, last or "-", email, phone, "Web Site",
                         created, created, "false", "", self.value(relation, email)))

    @staticmethod
    def value(*_):
        return "false"


class Contacts(Leads):
    """The module of Zoho CRM for the rest; a field that the company has added says who bought something. Nobody fills it for
    all the others."""

    profile, owner, last = "zoho-crm-clientes", "Contact Owner", "Tipo de relación"

    @staticmethod
    def value(relation, email):
        return "Cliente" if relation == "customer" else "Contacto" if len(email) % 4 == 1 else ""


class Optins(Csv):
    """Contacts of Brevo with the attributes that the account has made for its double opt-in."""

    profile, zone, charset = "brevo-altas", "Atlantic/Canary", "windows-1252"
    header = ("CONTACT ID", "EMAIL", "NOMBRE", "APELLIDOS", "SMS", "OPT_IN", "FECHA_ALTA", "DOBLE_OPT_IN_FECHA",
              "DOBLE_OPT_IN_IP", "FINALIDAD", "ADDED_TIME", "MODIFIED_TIME")

    def __init__(self, name):
        super().__init__(name, self.header, ";", "cp1252", "\r\n")

    def row(self, email, at, proven, purpose):
        """A flag, with a date or none, is no proof; the address that confirmed it is."""
        when, number = local(at, ISLANDS, DASHED), self.lines
        confirmed = (when, f"192.0.2.{number % 250 + 1}") if proven else ("", "")
        return self.add((number, email, *names(email), "", "Sí", when, *confirmed, purpose, when, when))


class Unsubscribed(Csv):
    """Who left the audience of Mailchimp, of the ZIP that an export of the audience is. Two columns stand in it twice."""

    profile, zone = "mailchimp-unsubscribed", "America/New_York"
    columns = ("UNSUB_CAMPAIGN_ID", "UNSUB_REASON", "UNSUB_TIME", "UNSUB_CAMPAIGN_TITLE", "UNSUB_CAMPAIGN_ID", "UNSUB_REASON",
               "UNSUB_REASON_OTHER", "MEMBER_RATING", "OPTIN_TIME", "OPTIN_IP", "CONFIRM_TIME", "CONFIRM_IP", "TIMEZONE",
               "LAST_CHANGED", "LEID", "EUID", "NOTES")

    def __init__(self, name):
        super().__init__(name, ("Email Address", "First Name", "Last Name", *self.columns))

    def row(self, email, at):
        when, number = local(at, AMERICA, PLAIN), f"{self.lines:06d}"
        return self.add((email, *names(email), "", "", when, "", "", "", "", 2, "", "", "", "", "", when, f"9049{number}",
                         f"0a0b{number}", ""))


class Requests(Csv):
    """The book of who asked for what, kept in a spreadsheet: a title above, a total below."""

    profile, charset = "libro-de-derechos", "windows-1252"
    words = {"optout": "Baja", "objection": "Oposición", "erasure": "Supresión", "unknown": "Consulta"}

    def __init__(self, name):
        super().__init__(name, ("Fecha", "Correo", "Derecho", "Atendido por"), ";", "cp1252", "\r\n",
                         above=("Libro de solicitudes de derechos;;;",))

    def row(self, email, event, at):
        return self.add((local(at, OFFICE, "%d/%m/%Y %H:%M:%S"), email, self.words[event], "Privacidad"))

    def total(self):
        self.add(("Total", self.lines - 2, "", ""))


class Campaign(JsonLines):
    """A campaign of Zoho Campaigns and what became of it: a file for each, which says neither."""

    profile = "zoho-campaigns-recipients"
    actions = {"sent": "sentcontacts", "delivered": "unopenedleads", "opened": "openedleads", "clicked": "clickedleads",
               "complained": "spamleads", "bounced_hard": "senthardbounce", "bounced_soft": "sentsoftbounce",
               "not_sent": "unsentleads"}

    def __init__(self, archive, campaign, outcome):
        super().__init__(f"{archive}/{campaign}_{self.actions[outcome]}.jsonl")

    def row(self, email, at):
        first, last = names(email)
        return self.add({"contactid": f"3652397{self.lines:09d}", "contactemailaddress": email, "contactfn": first,
                         "contactln": last, "contactstatus": "Active", "sent_time": f"{at}000", "timezone": "Europe/Madrid"})

    @classmethod
    def said(cls, outcome):
        """What inputs.csv says of it: Zoho's own word."""
        return cls.actions[outcome]


class Mailing(Csv):
    """The recipients of a campaign of Mailchimp: neither campaign nor date."""

    profile = "mailchimp-campaign-sent"
    actions = {"sent": "sent", "bounced_hard": "hard-bounces", "bounced_soft": "soft-bounces"}

    def __init__(self, archive, campaign, outcome):
        super().__init__(f"{archive}/{campaign}_{self.actions[outcome]}.csv", ("Email Address", "First Name", "Last Name"))

    def row(self, email):
        return self.add((email, *names(email)))

    @staticmethod
    def said(outcome):
        return outcome


class Log(Csv):
    """The log of Brevo's transactional mail."""

    profile, zone = "brevo-logs", "Atlantic/Canary"
    header = ("st_text", "ts", "sub", "frm", "email", "tag", "mid", "link")
    words = {"sent": "Sent", "delivered": "Delivered", "opened": "Opened", "clicked": "Clicked", "complained": "Complaint",
             "bounced_soft": "Soft bounce", "bounced_hard": "Hard bounce", "not_sent": "Blocked", "": ""}

    def __init__(self, name):
        super().__init__(name, self.header)

    def row(self, message, email, at, campaign, outcome):
        return self.add((self.words.get(outcome, "Queued"), local(at, ISLANDS, DASHED), campaign or "(sin asunto)",
                         "hola@example.com", email, campaign, message, ""))


class Events(JsonLines):
    """Events of SendGrid, as its webhook gave them: seconds since 1970, no zone to be wrong about."""

    profile = "sendgrid-events"
    words = {"sent": {"event": "processed"}, "delivered": {"event": "delivered"}, "opened": {"event": "open"},
             "clicked": {"event": "click"}, "complained": {"event": "spamreport"},
             "bounced_hard": {"event": "bounce", "type": "bounce"},
             "bounced_soft": {"event": "bounce", "type": "blocked"}, "not_sent": {"event": "dropped"}}

    def row(self, message, email, at, campaign, outcome):
        return self.add({"email": email, **({"timestamp": at} if at is not None else {}), "sg_event_id": f"ev-{self.lines}",
                         "sg_message_id": message, "category": campaign, **self.words[outcome]})


class Sent(Mbox):
    """The folder Sent of the office, from which the first apologies went out one by one."""

    profile = "sent-folder"

    def __init__(self, name):
        super().__init__(name, "Bodegas del Ejemplo <privacidad@example.com>")

    def row(self, message, email, at):
        return self.add_message(email, datetime.datetime.fromtimestamp(at, OFFICE), "Disculpa por nuestros correos", message,
                                "Hola:\n\nNo debimos escribirte. Lo sentimos.\n\nBodegas del Ejemplo\n")


def instant(text):
    """Seconds since 1970 of an instant; None of an empty time; False of any other text."""
    if not text:
        return None
    try:
        return int(datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc).timestamp())
    except ValueError:
        return False
