"""Scenarios: people who asked for mail, before, afterwards, or so that nobody can prove it."""
from person import Time, exact, no_zone
from registry import scenario
from settings import DAY, HOUR

WRONG = "UNLAWFUL BAD_NO_BASIS"
OWN = "KEEP KEEP_OWN_BASIS"


def consented(p):
    return p.others("KEEP KEEP_CONSENT")


def asked_for_it(p, consent, sent):
    p.row()
    p.optin(consent)
    p.send("marketing", sent, "LAWFUL OK_CONSENT")
    consented(p)


@scenario(plain=2)
def consent_before(p):
    first, second = p.steps(2)
    asked_for_it(p, exact(first), exact(second))


@scenario()
def consent_at_the_second_of_the_send(p):
    at = p.later()
    asked_for_it(p, exact(at), exact(at))


@scenario()
def consent_before_joining(p):
    asked_for_it(p, exact(p.joined - 200 * DAY), exact(p.later()))


@scenario()
def consent_of_a_customer(p):
    first, second = p.steps(2)
    p.row()
    p.customer(exact(p.joined - DAY))
    p.optin(exact(first))
    p.send("marketing", exact(second), "LAWFUL OK_CONSENT")
    p.others(OWN)


def weak(p, others="REVIEW REV_CONSENT_EVIDENCE"):
    p.open_sends(others)


@scenario(plain=1)
def consent_is_a_flag(p):
    first, second = p.steps(2)
    p.row()
    p.optin(p.rng.choice((exact(first), Time("", 0))), "weak")
    p.send("marketing", exact(second), "REVIEW REV_CONSENT_EVIDENCE")
    weak(p)


@scenario()
def weak_consent_after_the_send(p):
    """A flag proves nothing at any time, so its date does not either."""
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), "REVIEW REV_CONSENT_EVIDENCE")
    p.optin(exact(second), p.rng.choice(("weak", "", "import")))
    weak(p)


@scenario()
def weak_consent_never_mailed(p):
    p.row()
    p.optin(exact(p.later()), "weak")
    p.others("REVIEW REV_CONSENT_EVIDENCE")


@scenario()
def proven_consent_and_a_later_flag(p):
    first, second, third = p.steps(3)
    p.row()
    p.optin(exact(first))
    p.optin(exact(second), "weak")
    p.send("marketing", exact(third), "LAWFUL OK_CONSENT")
    consented(p)


@scenario()
def consent_undated(p):
    p.row()
    p.optin(Time("", 0))
    p.send("marketing", exact(p.later()), "REVIEW REV_CONSENT_EVIDENCE")
    weak(p)


@scenario()
def consent_without_zone_near_the_send(p):
    at = p.later()
    p.row()
    p.optin(no_zone(at + p.rng.choice((14 * HOUR - 1, 0, -11 * HOUR))))
    p.send("marketing", exact(at), "REVIEW REV_CONSENT_EVIDENCE")
    weak(p, "KEEP KEEP_CONSENT")  # on AS_OF it is certain


@scenario()
def consent_without_zone_just_before_the_send(p):
    at = p.later()
    asked_for_it(p, no_zone(at - 12 * HOUR), exact(at))


@scenario()
def consent_for_something_else(p):
    first, second = p.steps(2)
    p.row()
    p.optin(exact(first), purpose=p.rng.choice(("sorteo", "encuesta", "", "service")))
    p.send("marketing", exact(second), "REVIEW REV_CONSENT_EVIDENCE")
    weak(p, "KEEP KEEP_CONSENT")


def late(p):
    """A consent that came after the send, and nothing else."""
    p.letter("LETTER APOLOGISE_LATE_CONSENT" if p.set.apologise_late else "NONE LATER_CONSENT")
    return consented(p)


@scenario(plain=1)
def consent_after(p):
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), "UNLAWFUL BAD_CONSENT_LATER")
    p.optin(exact(second))
    late(p)


@scenario()
def consent_one_second_after(p):
    at = p.later()
    p.row()
    p.send("marketing", exact(at), "UNLAWFUL BAD_CONSENT_LATER")
    p.optin(exact(at + 1))
    late(p)


@scenario()
def consent_after_and_right_since(p):
    first, second, third = p.steps(3)
    p.row()
    p.send("marketing", exact(first), "UNLAWFUL BAD_CONSENT_LATER")
    p.optin(exact(second))
    p.send("marketing", exact(third), "LAWFUL OK_CONSENT")
    late(p)


@scenario()
def consent_after_the_cut_off(p):
    p.row()
    p.send("marketing", exact(p.later()), WRONG)
    p.optin(exact(p.set.as_of + 1))
    p.wronged()


@scenario()
def consent_after_and_a_send_open(p):
    first, second, third = p.steps(3)
    p.row()
    p.send("marketing", exact(first), "UNLAWFUL BAD_CONSENT_LATER")
    p.optin(exact(second))
    p.send("unmapped", exact(third), "REVIEW REV_PURPOSE")
    late(p).list_copy("sealed")
    if not p.set.apologise_late:
        p.letter("HOLD REV_SENDS")


@scenario()
def consent_after_one_for_something_else(p):
    """Proven for another purpose before, for marketing after: the first makes it a question."""
    first, second, third = p.steps(3)
    p.row()
    p.optin(exact(first), purpose="sorteo")
    p.send("marketing", exact(second), "REVIEW REV_CONSENT_EVIDENCE")
    p.optin(exact(third))
    weak(p, "KEEP KEEP_CONSENT")


@scenario(lambda s: s.passed and s.as_of > s.due + 40 * DAY)
def late_consent_and_wrong(p):
    p.row()
    p.send("promised", exact(p.set.due + DAY), "UNLAWFUL BAD_AFTER_ERASE_DUE")
    p.send("marketing", exact(p.set.due + 3 * DAY), "UNLAWFUL BAD_CONSENT_LATER")
    p.optin(exact(p.set.due + 20 * DAY))
    p.wronged()
    consented(p)
