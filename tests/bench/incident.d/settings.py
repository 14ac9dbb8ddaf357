"""The settings of an incident: what settings.mk says, what decisions.csv says over it, and what follows."""
import calendar
import random
import time

DEFAULTS = {
    "FOUND_AT": "2017-01-09T09:30:00Z",
    "PROMISE": "Borraremos las direcciones de correo una vez pasado el sorteo.",
    "PROMISED_PURPOSE": "promised",
    "DRAW_AT": "2015-12-22T12:00:00Z",
    "GRACE_DAYS": "30",
    "AS_OF": "2016-12-31T23:59:59Z",
    "JOINED_FROM": "2015-12-16T00:00:00Z",
    "JOINED_TO": "2015-12-22T23:59:59Z",
    "CONTROLLER": "Bodegas del Ejemplo S.L.",
    "CONTACT": "privacidad@example.com",
    "LANGUAGE": "es",
    "RUNGS_MEMBER": "exact mailbox",
    "RUNGS_CUSTOMER": "exact mailbox person",
    "RUNGS_CONSENT": "exact mailbox",
    "PRIOR_CONTACT": "review",
    "LATE_CONSENT": "skip",
    "SOFT_OPTIN": "review",
    "ERASURE": "block",
    "GUARD": "no",
}
ANSWERS = {
    "PRIOR_CONTACT": ("review", "lawful"),
    "LATE_CONSENT": ("skip", "apologise"),
    "SOFT_OPTIN": ("review", "declared"),
    "ERASURE": ("block", "erase"),
    "GUARD": ("no", "yes"),
}
DAY = 86400
HOUR = 3600


def seconds(text):
    """YYYY-MM-DDThh:mm:ssZ as seconds since 1970."""
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


class Settings:
    """The settings in force, by name, and those that scenarios ask for as attributes."""

    def __init__(self, options):
        self.written = dict(DEFAULTS)
        self.written.update(pair.split("=", 1) for pair in options.set)
        self.decided = dict(pair.split("=", 1) for pair in options.decide)
        unknown = [n for n in self.written if n not in DEFAULTS and n not in ("ERASE_DUE", "COUNTRY")]
        unknown += [n for n in self.decided if n not in ANSWERS]
        if unknown:
            raise SystemExit("incident: no such setting: " + ", ".join(unknown))
        for name, answer in self.decided.items():
            # What the decision overrides must be the other answer, or nobody sees that it did.
            self.written[name] = [a for a in ANSWERS[name] if a != answer][0]
        self.value = {**self.written, **self.decided}
        self.parts = options.parts
        self.promised = self.value["PROMISED_PURPOSE"]
        self.as_of = seconds(self.value["AS_OF"])
        if self.value.get("ERASE_DUE"):
            self.due = seconds(self.value["ERASE_DUE"])
        else:
            self.due = seconds(self.value["DRAW_AT"]) + int(self.value["GRACE_DAYS"]) * DAY
        self.passed = self.as_of >= self.due
        self.window = bool(self.value["JOINED_FROM"])
        self.lawful_contact = self.value["PRIOR_CONTACT"] == "lawful"
        self.apologise_late = self.value["LATE_CONSENT"] == "apologise"
        self.declared = self.value["SOFT_OPTIN"] == "declared"
        self.erase = self.value["ERASURE"] == "erase"
        self.guard = self.value["GUARD"] == "yes"
        self.member = self.value["RUNGS_MEMBER"].split()
        self.customer = self.value["RUNGS_CUSTOMER"].split()
        self.consent = self.value["RUNGS_CONSENT"].split()
        # Whole reasons that decisions.csv settles; the scenarios that meet them ask here.
        rng = random.Random(f"rulings {options.seed}")
        self.ruled = {
            "REV_OPTOUT_PROMISED": rng.choice(("open", "lawful", "unlawful")),
            "REV_SERVICE_NO_CONTRACT": rng.choice(("open", "lawful", "unlawful")),
        }

    def makefile(self):
        """settings.mk."""
        lines = ["# The settings of this incident; share/rules/README.md says what each one decides."]
        lines += [f"{name} := {value}".rstrip() for name, value in self.written.items()]
        return "\n".join(lines) + "\n"
