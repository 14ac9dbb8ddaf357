"""Scenarios: customers and contacts, from before joining or not."""
from person import Time, bare, exact, no_zone
from registry import scenario
from settings import DAY, HOUR

WRONG = "UNLAWFUL BAD_NO_BASIS"
OWN = "KEEP KEEP_OWN_BASIS"


# Contracts.
def soft_optin(p, since):
    p.row()
    p.customer(since)
    if p.set.declared:
        p.send("marketing", exact(p.later()), "LAWFUL OK_SOFT_OPTIN")
        p.others(OWN)
    else:
        p.send("marketing", exact(p.later()), "REVIEW REV_SOFT_OPTIN")
        p.open_sends(OWN)


@scenario(plain=1)
def customer_before(p):
    soft_optin(p, exact(p.joined - p.rng.randint(1, 500) * DAY))


@scenario()
def customer_one_second_before_joining(p):
    soft_optin(p, exact(p.joined - 1))


@scenario()
def customer_without_zone_before(p):
    soft_optin(p, no_zone(p.joined - 12 * HOUR - 1))


@scenario()
def customer_for_years(p):
    soft_optin(p, bare(p.joined - 900 * DAY))


def customer_later(p, since, sent):
    p.row()
    p.customer(since)
    p.send("marketing", sent, "REVIEW REV_CUSTOMER_AFTER_JOIN")
    p.open_sends(OWN)


@scenario()
def customer_at_the_second_of_joining(p):
    customer_later(p, exact(p.joined), exact(p.later()))


@scenario()
def customer_between(p):
    first, second = p.steps(2)
    customer_later(p, exact(first), exact(second))


@scenario()
def customer_at_the_second_of_the_send(p):
    at = p.later()
    customer_later(p, exact(at), exact(at))


@scenario()
def customer_without_zone_near_joining(p):
    customer_later(p, no_zone(p.joined + p.rng.choice((14 * HOUR - 1, 0, -12 * HOUR))), exact(p.later()))


@scenario()
def customer_without_zone_near_joining_and_the_send(p):
    customer_later(p, no_zone(p.joined + 10 * HOUR), exact(p.joined + 5 * HOUR))


@scenario()
def customer_in_the_week_joined_empty(p):
    """Nobody knows which came first; with the week from settings.mk that is at least certain of the send."""
    p.row(joined=Time("", p.joined))
    p.customer(exact(p.joined))
    if p.set.window:
        p.send("marketing", exact(p.later(after=p.joined + 8 * DAY)), "REVIEW REV_CUSTOMER_AFTER_JOIN")
    else:
        p.send("marketing", exact(p.later()), "REVIEW REV_NO_TIME")
    p.open_sends(OWN)


@scenario()
def customer_dated_and_undated(p):
    """The best row counts: one is certainly there before the send."""
    first, second = p.steps(2)
    p.row()
    p.customer(Time("", 0))
    p.customer(exact(first))
    p.send("marketing", exact(second), "REVIEW REV_CUSTOMER_AFTER_JOIN")
    p.open_sends(OWN)


@scenario()
def customer_twice(p):
    first, second = p.steps(2)
    p.row()
    p.customer(exact(first))
    p.customer(exact(p.joined - 5 * DAY))
    p.send("service", exact(second), "LAWFUL OK_SERVICE")
    p.others(OWN)


@scenario()
def customer_only_after_the_send(p):
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), WRONG)
    p.customer(exact(second))
    p.wronged().others(OWN)


@scenario()
def customer_one_second_after_the_send(p):
    at = p.later()
    p.row()
    p.send("marketing", exact(at), WRONG)
    p.customer(exact(at + 1))
    p.wronged().others(OWN)


@scenario()
def customer_after_the_cut_off(p):
    p.row()
    p.send("marketing", exact(p.later()), WRONG)
    p.customer(exact(p.set.as_of + 1))
    p.wronged()


@scenario()
def customer_undated(p):
    p.row()
    p.customer(Time(p.rng.choice(("", "antiguo", "2014")), 0))
    p.send("marketing", exact(p.later()), "REVIEW REV_RELATION_DATE")
    p.open_sends(OWN)


@scenario()
def customer_without_zone_near_the_send(p):
    at = p.later()
    p.row()
    p.customer(no_zone(at + p.rng.choice((13 * HOUR, 0, -11 * HOUR))))
    p.send("marketing", exact(at), "REVIEW REV_RELATION_DATE")
    p.open_sends(OWN)


@scenario(plain=1)
def service_between(p):
    first, second = p.steps(2)
    p.row()
    p.customer(exact(first))
    p.send("service", exact(second), "LAWFUL OK_SERVICE")
    p.others(OWN)


def service_without_contract(p, part, asked):
    """decisions.csv may settle this reason, but only in the last file."""
    ruled = p.set.ruled["REV_SERVICE_NO_CONTRACT"] if asked and p.set.parts > 1 else "open"
    p.row()
    p.send("service", exact(p.later()),
           {"open": "REVIEW REV_SERVICE_NO_CONTRACT", "lawful": "LAWFUL RULED_LAWFUL",
            "unlawful": "UNLAWFUL RULED_UNLAWFUL"}[ruled], part=part)
    if ruled == "open":
        p.open_sends()
    elif ruled == "unlawful":
        p.wronged()


@scenario()
def service_without_contract_in_the_first_file(p):
    service_without_contract(p, 0, False)


@scenario()
def service_without_contract_in_the_last_file(p):
    service_without_contract(p, p.set.parts - 1, True)


@scenario()
def service_to_an_undated_customer(p):
    p.row()
    p.customer(Time("", 0))
    p.send("service", exact(p.later()), "REVIEW REV_SERVICE_NO_CONTRACT", part=0)
    p.open_sends(OWN)


# Contacts.
def contact_keeps(p):
    return "KEEP KEEP_PRIOR_CONTACT" if p.set.lawful_contact else "REVIEW REV_CONTACT_NOT_CUSTOMER"


@scenario(plain=1)
def contact_before(p):
    p.row()
    p.contact(exact(p.joined - p.rng.randint(1, 300) * DAY))
    if p.set.lawful_contact:
        p.send("marketing", exact(p.later()), "LAWFUL OK_PRIOR_CONTACT")
        p.others(contact_keeps(p))
    else:
        p.send("marketing", exact(p.later()), "REVIEW REV_CONTACT_NOT_CUSTOMER")
        p.open_sends(contact_keeps(p))


def contact_too_late(p, since):
    p.row()
    p.contact(since)
    p.send("marketing", exact(p.later()), WRONG)
    p.wronged().others(contact_keeps(p))


@scenario()
def contact_at_the_second_of_joining(p):
    contact_too_late(p, exact(p.joined))


@scenario()
def contact_after(p):
    contact_too_late(p, exact(p.joined + DAY))


@scenario()
def contact_undated(p):
    contact_too_late(p, Time("", 0))


@scenario()
def contact_without_zone_near_joining(p):
    contact_too_late(p, no_zone(p.joined))


@scenario()
def contact_and_customer(p):
    first, second = p.steps(2)
    p.row()
    p.contact(exact(p.joined - 9 * DAY))
    p.customer(exact(first))
    p.send("marketing", exact(second), "REVIEW REV_CUSTOMER_AFTER_JOIN")
    p.open_sends(OWN)
