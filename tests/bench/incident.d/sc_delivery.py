"""Scenarios: what became of a message, and what it was for."""
from person import MAILINGS, Time, exact
from registry import scenario
from settings import DAY, HOUR

WRONG = "UNLAWFUL BAD_NO_BASIS"


# Delivery.
def not_delivered(p, *outcomes, **more):
    p.row()
    for at, outcome in zip(p.steps(len(outcomes)), outcomes):
        p.send("marketing", exact(at), "NOT_DELIVERED ND_BOUNCED_OR_DROPPED", outcome, **more)
    p.letter("NONE NOT_REACHED")


@scenario()
def bounced_soft(p):
    not_delivered(p, "bounced_soft")


@scenario()
def bounced_hard(p):
    not_delivered(p, "bounced_hard", "not_sent")


@scenario()
def never_sent(p):
    not_delivered(p, "not_sent")


@scenario()
def sent_then_bounced(p):
    at = p.later()
    p.row()
    p.send("marketing", exact(at), "NOT_DELIVERED ND_BOUNCED_OR_DROPPED", "sent",
           then=[("delivered", exact(at + 60)), ("bounced_hard", exact(at + DAY))], decides=2)
    p.letter("NONE NOT_REACHED")


@scenario()
def bounced_after_the_cut_off(p):
    at = p.set.as_of - HOUR
    p.row()
    p.send("marketing", exact(at), WRONG, "sent", then=[("bounced_hard", exact(p.set.as_of + 1))])
    p.wronged()


@scenario()
def events_of_one_message(p):
    at = p.later()
    p.row()
    p.send("marketing", exact(at), WRONG, "sent",
           then=[("delivered", exact(at + 5)), ("opened", exact(at + HOUR)), ("delivered", exact(at + 5))])
    p.wronged()


@scenario()
def bounced_two_months_later(p):
    """The events of one message lie in dumps of different months."""
    at = p.later(before=p.set.as_of - 70 * DAY)
    p.row()
    p.send("marketing", exact(at), "NOT_DELIVERED ND_BOUNCED_OR_DROPPED", "sent",
           then=[("bounced_hard", exact(at + 60 * DAY))], decides=1)
    p.letter("NONE NOT_REACHED")


@scenario()
def an_event_without_time(p):
    at = p.later()
    p.row()
    p.send("marketing", exact(at), WRONG, "sent", then=[("delivered", Time("", at))])
    p.wronged()


@scenario()
def not_delivered_and_open(p):
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), "NOT_DELIVERED ND_BOUNCED_OR_DROPPED", "bounced_soft")
    p.send("marketing", exact(second), "REVIEW REV_OUTCOME", "unknown")
    p.open_sends()


@scenario()
def outcome_unknown(p):
    p.row()
    for at, word in zip(p.steps(3), ("", "unknown", p.rng.choice(("queued", "Delivered", "delivered ")))):
        p.send("marketing", exact(at), "REVIEW REV_OUTCOME", word)
    p.open_sends()


@scenario()
def no_message_id(p):
    """Without an id a send is its campaign, mailbox and time."""
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), WRONG, "sent", message="", campaign="oferta-verano",
           then=[("delivered", exact(first)), ("sent", exact(first))])
    p.send("marketing", exact(first), WRONG, message="", campaign="newsletter-2016")
    p.send("marketing", exact(second), WRONG, message="", campaign="oferta-verano")
    p.wronged()


@scenario()
def one_message_id_for_many(p):
    """Some systems give a whole mailing one id."""
    p.row()
    p.send("marketing", exact(p.later()), WRONG, message="mailing-2016-05")
    p.wronged()


# Mailings to everybody at once: the platform gives a file a mailing, without a date.
def sent_by(kind):
    """When the mailing is in the data, after all had joined and before the list had to go or long after."""
    return lambda s: MAILINGS[kind] < s.as_of and (kind == "bulletin" or MAILINGS[kind] < s.due)


@scenario(sent_by("bulletin"), plain=2)
def bulletin(p):
    p.row()
    p.mailing("bulletin", WRONG)
    p.wronged()


@scenario(sent_by("bulletin"))
def bulletin_bounced(p):
    p.row()
    p.mailing("bulletin", "NOT_DELIVERED ND_BOUNCED_OR_DROPPED", p.rng.choice(("bounced_hard", "bounced_soft")))
    p.letter("NONE NOT_REACHED")


@scenario(sent_by("bulletin"))
def bulletin_with_consent(p):
    p.row()
    p.optin(exact(MAILINGS["bulletin"] - p.rng.randint(0, 60) * DAY))
    p.mailing("bulletin", "LAWFUL OK_CONSENT")
    p.others("KEEP KEEP_CONSENT")


@scenario(sent_by("result"), plain=2)
def result_of_the_draw(p):
    p.row()
    p.mailing("result", "LAWFUL OK_PROMISED_PURPOSE")


@scenario(lambda s: sent_by("result")(s) and sent_by("bulletin")(s))
def result_and_bulletin(p):
    p.row()
    p.mailing("result", "LAWFUL OK_PROMISED_PURPOSE")
    p.mailing("bulletin", WRONG)
    p.wronged()


# Purpose.
@scenario()
def apology_alone(p):
    p.row(email=p.mailbox)
    p.send("apology", exact(p.later()), "LAWFUL OK_APOLOGY", email=p.mailbox)


@scenario()
def apology_of_unknown_outcome(p):
    p.row()
    p.send("apology", exact(p.later()), "LAWFUL OK_APOLOGY", "unknown")


@scenario()
def apology_bounced(p):
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), WRONG, "delivered")
    p.send("apology", exact(second), "NOT_DELIVERED ND_BOUNCED_OR_DROPPED", "bounced_hard")
    p.letter("NONE UNREACHABLE")


@scenario()
def wrong_and_an_apology(p):
    first, second = p.steps(2)
    p.row(email=p.mailbox)
    p.send("marketing", exact(first), WRONG)
    p.send("apology", exact(second), "LAWFUL OK_APOLOGY", email=p.mailbox)
    p.wronged()


@scenario(plain=1)
def purpose_unmapped(p):
    p.row()
    p.send("unmapped", exact(p.later()), "REVIEW REV_PURPOSE")
    p.open_sends()


@scenario()
def purpose_declared_unknown(p):
    p.row()
    p.promised()
    p.send("unknown", exact(p.later()), "REVIEW REV_PURPOSE")
    p.open_sends()


@scenario()
def purpose_decided(p):
    p.row()
    p.send("decided", exact(p.later()), WRONG)
    p.wronged()


@scenario()
def purpose_overruled(p):
    p.row()
    p.customer(exact(p.joined - 40 * DAY))
    p.send("overruled", exact(p.later()), "LAWFUL OK_SERVICE")
    p.others("KEEP KEEP_OWN_BASIS")


@scenario()
def wrong_and_open(p):
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), WRONG)
    p.send("unmapped", exact(second), "REVIEW REV_PURPOSE")
    p.wronged().list_copy("sealed").others("HOLD REV_SENDS")
