"""Scenarios: people who opted out, objected or asked to be erased."""
from person import Time, exact, no_zone
from registry import passed, scenario
from settings import DAY, HOUR

AFTER = "UNLAWFUL BAD_AFTER_OPTOUT"
WRONG = "UNLAWFUL BAD_NO_BASIS"
OWN_NO_MARKETING = "KEEP_NO_MARKETING OBJECTED_CUSTOMER"
MANUAL = "REVIEW APOLOGISE_MANUAL"


def mailed_after(p, event, at, sent):
    p.row()
    p.withdraw(event, at)
    p.send("marketing", sent, AFTER)
    p.letter(MANUAL).objected()


@scenario(plain=1)
def optout_then_mailed(p):
    first, second = p.steps(2)
    mailed_after(p, "optout", exact(first), exact(second))


@scenario()
def optout_at_the_second_of_the_send(p):
    at = p.later()
    mailed_after(p, "optout", exact(at), exact(at))


@scenario()
def optout_without_zone_just_before_the_send(p):
    at = p.later()
    mailed_after(p, "optout", no_zone(at - 12 * HOUR), exact(at))


@scenario()
def objection_then_mailed(p):
    first, second = p.steps(2)
    mailed_after(p, "objection", exact(first), exact(second))


@scenario()
def erasure_then_mailed(p):
    first, second = p.steps(2)
    mailed_after(p, "erasure", exact(first), exact(second))
    p.others("ERASE ERASE_REQUESTED").list_copy("requested")


@scenario()
def word_that_nobody_knows(p):
    """Perhaps a withdrawal: it asks about what was sent later, whatever the person consented to before."""
    p.row()
    first, second, third = p.steps(3)
    p.optin(exact(first))
    p.withdraw("unknown", exact(second))
    p.send("marketing", exact(third), "REVIEW REV_LOOSE_OPTOUT")
    p.open_sends("REVIEW REV_LOOSE_OPTOUT")


@scenario()
def erasure_never_mailed(p):
    p.row()
    p.withdraw("erasure", exact(p.later()))
    p.objected("ERASE ERASE_REQUESTED").list_copy("requested")


@scenario()
def erasure_of_a_customer(p):
    p.row()
    p.customer(exact(p.joined - 3 * DAY))
    p.withdraw("erasure", p.rng.choice((exact(p.later()), Time("", 0))))
    p.objected("REVIEW REV_ERASURE_CONTRACT").list_copy("requested")


@scenario()
def erasure_and_a_later_optout(p):
    """The request stands where an opt-out came later."""
    first, second = p.steps(2)
    p.row()
    p.withdraw("erasure", exact(first))
    p.withdraw("optout", exact(second))
    p.objected("ERASE ERASE_REQUESTED").list_copy("requested")


@scenario()
def erasure_after_the_cut_off(p):
    p.row()
    p.withdraw("erasure", exact(p.set.as_of + 1))


@scenario()
def customer_optout_then_mailed(p):
    first, second = p.steps(2)
    mailed_after(p, "optout", exact(first), exact(second))
    p.customer(exact(p.joined - 50 * DAY))
    p.others(OWN_NO_MARKETING)


@scenario()
def mailed_one_second_before_the_optout(p):
    at = p.later()
    p.row()
    p.send("marketing", exact(at), WRONG)
    p.withdraw("optout", exact(at + 1))
    p.letter(MANUAL).objected()


@scenario()
def mailed_then_objected(p):
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), WRONG)
    p.withdraw("objection", exact(second))
    p.letter(MANUAL).objected()


@scenario()
def given_perhaps_after_the_optout(p):
    """The consent has no zone: it may have come before the opt-out or after it."""
    first, second = p.steps(2)
    p.row()
    p.withdraw("optout", exact(first))
    p.optin(no_zone(first))
    p.send("marketing", exact(second), "REVIEW REV_OPTOUT_DATE")
    p.open_sends()
    p.objected()


@scenario()
def objection_undated_never_mailed(p):
    p.row()
    p.withdraw("objection", Time("", 0))
    p.objected()


def cannot_place(p, event, at, sent):
    p.row()
    p.withdraw(event, at)
    p.send("marketing", sent, "REVIEW REV_OPTOUT_DATE")
    p.open_sends()
    p.objected()


@scenario()
def optout_undated(p):
    cannot_place(p, "optout", Time(p.rng.choice(("", "sí", "2016")), 0), exact(p.later()))


@scenario()
def objection_undated(p):
    cannot_place(p, "objection", Time("", 0), exact(p.later()))


@scenario()
def optout_without_zone_near_the_send(p):
    at = p.later()
    cannot_place(p, "optout", no_zone(at + p.rng.choice((14 * HOUR, 0, -11 * HOUR))), exact(at))


@scenario()
def optout_without_zone_near_the_cut_off(p):
    """Nobody can say that it came later, so it counts."""
    p.row()
    p.withdraw("optout", no_zone(p.set.as_of + 5 * HOUR))
    p.objected()


@scenario()
def optout_and_an_undated_one(p):
    """What is certain goes before what is not."""
    first, second = p.steps(2)
    mailed_after(p, "optout", exact(first), exact(second))
    p.withdraw("optout", Time("", 0))


# Given again.
@scenario(plain=1)
def consent_after_optout(p):
    first, second, third = p.steps(3)
    p.row()
    p.withdraw("optout", exact(first))
    p.optin(exact(second))
    p.send("marketing", exact(third), "LAWFUL OK_CONSENT")
    p.others("KEEP KEEP_CONSENT")


@scenario()
def consent_after_optout_for_something_else(p):
    first, second, third = p.steps(3)
    p.row()
    p.withdraw("optout", exact(first))
    p.optin(exact(second), purpose="encuesta")
    p.send("marketing", exact(third), "REVIEW REV_CONSENT_EVIDENCE")
    p.open_sends("KEEP KEEP_CONSENT")


@scenario()
def consent_withdrawn_and_another_given(p):
    """The new consent is for something else: it ends the opt-out and does not bring the old consent back."""
    first, second, third, fourth = p.steps(4)
    p.row()
    p.optin(exact(first))
    p.withdraw("optout", exact(second))
    p.optin(exact(third), purpose="encuesta")
    p.send("marketing", exact(fourth), "REVIEW REV_CONSENT_EVIDENCE")
    p.open_sends("KEEP KEEP_CONSENT")


@scenario()
def consent_withdrawn(p):
    first, second, third = p.steps(3)
    p.row()
    p.optin(exact(first))
    p.withdraw("optout", exact(second))
    p.send("marketing", exact(third), AFTER)
    p.letter(MANUAL).objected()


@scenario()
def consent_in_the_second_of_the_optout(p):
    """The withdrawal wins."""
    first, second = p.steps(2)
    p.row()
    p.optin(exact(first))
    p.withdraw("optout", exact(first))
    p.send("marketing", exact(second), AFTER)
    p.letter(MANUAL).objected()


@scenario()
def consent_does_not_clear_an_objection(p):
    first, second, third = p.steps(3)
    p.row()
    p.withdraw("objection", exact(first))
    p.optin(exact(second))
    p.send("marketing", exact(third), AFTER)
    p.letter(MANUAL).objected("REVIEW REV_CONSENT_CONFLICT")


@scenario()
def consent_given_again_and_withdrawn_again(p):
    first, second, third, fourth = p.steps(4)
    p.row()
    p.withdraw("optout", exact(first))
    p.optin(exact(second))
    p.send("marketing", exact(third), "LAWFUL OK_CONSENT")
    p.withdraw("optout", exact(fourth))
    p.objected()


@scenario()
def given_again_and_an_undated_optout(p):
    first, second, third = p.steps(3)
    p.row()
    p.withdraw("optout", exact(first))
    p.optin(exact(second))
    p.withdraw("optout", Time("", 0))
    p.send("marketing", exact(third), "REVIEW REV_OPTOUT_DATE")
    p.open_sends()
    p.objected("REVIEW REV_CONSENT_CONFLICT")


@scenario()
def weak_consent_after_optout(p):
    """Only a proven consent clears."""
    first, second, third = p.steps(3)
    p.row()
    p.withdraw("optout", exact(first))
    p.optin(exact(second), "weak")
    p.send("marketing", exact(third), AFTER)
    p.letter(MANUAL).objected("REVIEW REV_CONSENT_CONFLICT")


@scenario()
def consent_after_optout_never_mailed(p):
    first, second = p.steps(2)
    p.row()
    p.withdraw("optout", exact(first))
    p.optin(exact(second))
    p.others("KEEP KEEP_CONSENT")


@scenario()
def late_consent_then_optout(p):
    """Wrong only until the consent; the opt-out came after both."""
    first, second, third = p.steps(3)
    p.row()
    p.send("marketing", exact(first), "UNLAWFUL BAD_CONSENT_LATER")
    p.optin(exact(second))
    p.withdraw("optout", exact(third))
    p.letter(MANUAL if p.set.apologise_late else "NONE LATER_CONSENT").objected()


# The promised mail after an opt-out; decisions.csv may settle this whole reason.
def promised_after(p, at, sent):
    ruled = p.set.ruled["REV_OPTOUT_PROMISED"]
    p.row()
    p.withdraw("optout", at)
    p.send("promised", sent, {"open": "REVIEW REV_OPTOUT_PROMISED", "lawful": "LAWFUL RULED_LAWFUL",
                              "unlawful": "UNLAWFUL RULED_UNLAWFUL"}[ruled])
    if ruled == "open":
        p.open_sends()
    elif ruled == "unlawful":
        p.letter(MANUAL)
    p.objected()


@scenario()
def optout_then_promised(p):
    at = p.in_time()
    promised_after(p, exact(p.rng.randint(p.joined, at)), exact(at))


@scenario()
def optout_undated_then_promised(p):
    promised_after(p, Time("", 0), exact(p.in_time()))


@scenario(passed)
def optout_then_promised_after_due(p):
    p.row()
    p.withdraw("optout", exact(p.set.due - DAY))
    p.send("promised", exact(p.set.due), "UNLAWFUL BAD_AFTER_ERASE_DUE")
    p.letter(MANUAL).objected()
