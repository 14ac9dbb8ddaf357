"""Scenarios: plain people, and the times of joining, of the promise and of the data's end."""
from person import Time, bare, exact, no_zone
from registry import passed, scenario
from settings import DAY, HOUR

WRONG = "UNLAWFUL BAD_NO_BASIS"


# Most people of the list.
@scenario(plain=12)
def never_mailed(p):
    p.row()


@scenario(plain=20)
def promised_only(p):
    p.row()
    p.promised(p.rng.randint(1, 3))


@scenario(plain=4)
def customer_with_invoices(p):
    p.row()
    p.customer(exact(p.joined - p.rng.randint(3, 700) * DAY))
    p.promised()
    for at in p.steps(2):
        p.send("service", exact(at), "LAWFUL OK_SERVICE")
    p.others("KEEP KEEP_OWN_BASIS")


@scenario(plain=2)
def wrong_once(p):
    p.row()
    p.promised(p.rng.randint(0, 2))
    p.send("marketing", exact(p.later()), WRONG)
    p.wronged()


@scenario()
def wrong_often(p):
    p.row()
    for at in p.steps(p.rng.randint(2, 5)):
        p.send("marketing", exact(at), WRONG)
    p.wronged()


@scenario(plain=2)
def friend_invited(p):
    p.row(via="friend", name="")
    p.promised()


# The time of joining.
@scenario()
def at_the_second_of_joining(p):
    p.row()
    p.send("promised", exact(p.joined), "LAWFUL OK_PROMISED_PURPOSE")


@scenario()
def wrong_at_the_second_of_joining(p):
    p.row()
    p.send("marketing", exact(p.joined), WRONG)
    p.wronged()


@scenario(plain=2)
def one_second_before_joining(p):
    p.row()
    p.send("marketing", exact(p.joined - 1), "OUT OUT_BEFORE_JOIN")
    p.send("marketing", exact(p.joined - 30 * DAY), "OUT OUT_BEFORE_JOIN")


@scenario()
def no_zone_near_joining(p):
    p.row()
    # Known from 14 h before to 12 h after: the last seconds that cannot be told, on both sides.
    for shift in (14 * HOUR - 1, 0, -12 * HOUR):
        p.send("marketing", no_zone(p.joined + shift), "REVIEW REV_TZ_BOUNDARY")
    p.open_sends()


@scenario()
def no_zone_just_before_joining(p):
    p.row()
    p.send("marketing", no_zone(p.joined - 12 * HOUR - 1), "OUT OUT_BEFORE_JOIN")


@scenario()
def no_zone_just_after_joining(p):
    p.row()
    p.send("marketing", no_zone(p.joined + 14 * HOUR), WRONG)
    p.wronged()


@scenario()
def no_zone_far_away(p):
    p.row()
    p.send("marketing", no_zone(p.later()), WRONG)
    p.wronged()


@scenario()
def bare_date_of_joining(p):
    p.row()
    p.send("marketing", bare(p.joined), "REVIEW REV_TZ_BOUNDARY")
    p.open_sends()


@scenario()
def bare_date_far_away(p):
    p.row()
    p.send("marketing", bare(p.later()), WRONG)
    p.wronged()


@scenario()
def joined_without_zone(p):
    p.row(joined=no_zone(p.joined))
    p.send("marketing", exact(p.joined + p.rng.randint(-14, 11) * HOUR), "REVIEW REV_TZ_BOUNDARY")
    p.send("marketing", exact(p.joined + 12 * HOUR), WRONG)  # not before it in any zone
    p.send("marketing", exact(p.joined - 14 * HOUR - 1), "OUT OUT_BEFORE_JOIN")
    p.wronged().list_copy("sealed").others("HOLD REV_SENDS")


@scenario()
def joined_and_sent_without_zone(p):
    p.row(joined=no_zone(p.joined))
    p.send("marketing", no_zone(p.joined + 20 * HOUR), "REVIEW REV_TZ_BOUNDARY")
    p.open_sends()


@scenario()
def joined_empty(p):
    """The list was open for a week that settings.mk may say."""
    p.row(joined=Time("", p.joined))
    at = exact(p.later(after=p.joined + 8 * DAY))
    if p.set.window:
        p.send("marketing", at, WRONG)
        p.wronged()
    else:
        p.send("marketing", at, "REVIEW REV_NO_TIME")
        p.open_sends()


@scenario()
def joined_malformed_sent_in_the_week(p):
    p.row(joined=Time(p.rng.choice(("ayer", "2015-12-32", "20/12/2015 10:15", "2015-12-20 10:15:00")), p.joined))
    near = "REVIEW REV_TZ_BOUNDARY" if p.set.window else "REVIEW REV_NO_TIME"
    p.send("marketing", exact(p.joined), near)
    p.open_sends()


@scenario()
def joined_empty_and_unreadable(p):
    p.row(email=f"persona {p.number} sin correo", joined=Time("", p.joined))
    p.doubtful()
    at = exact(p.later(after=p.joined + 8 * DAY))
    if "exact" not in p.set.member:
        p.send("marketing", at, "REVIEW REV_LOOSE_MATCH")
        p.open_sends("REVIEW REV_IDENTITY")
    elif p.set.window:
        p.send("marketing", at, WRONG)
        p.letter("NONE UNREACHABLE")
    else:
        p.send("marketing", at, "REVIEW REV_NO_TIME")
        p.open_sends("REVIEW REV_IDENTITY")


@scenario()
def sent_at_unreadable(p):
    p.row()
    for text in p.rng.sample(("", "2016-13-01T00:00:00Z", "marzo", "2016-02-30", "2016-05-01T24:00:00Z",
                              "2016-05-01 10:00:00", "1462096800", "2016-06-30T23:59:60Z"), 2):
        p.send("marketing", Time(text, p.later()), "REVIEW REV_NO_TIME")
    p.open_sends()


# The date on which the list had to go.
@scenario(passed)
def one_second_before_due(p):
    p.row()
    p.send("promised", exact(p.set.due - 1), "LAWFUL OK_PROMISED_PURPOSE")


@scenario(passed)
def at_the_second_of_due(p):
    p.row()
    p.send("promised", exact(p.set.due), "UNLAWFUL BAD_AFTER_ERASE_DUE")
    p.wronged()


@scenario(passed)
def promised_after_due(p):
    p.row()
    p.promised()
    p.send("promised", exact(p.rng.randint(p.set.due, p.set.as_of)), "UNLAWFUL BAD_AFTER_ERASE_DUE")
    p.wronged()


@scenario(passed)
def no_zone_near_due(p):
    p.row()
    p.send("promised", no_zone(p.set.due + p.rng.choice((14 * HOUR - 1, 0, -12 * HOUR))), "REVIEW REV_TZ_BOUNDARY")
    p.open_sends()


@scenario(passed)
def marketing_without_zone_near_due(p):
    p.row()
    p.send("marketing", no_zone(p.set.due), WRONG)  # undecided, and no matter
    p.wronged()


@scenario(lambda s: s.as_of > s.due + 20 * DAY)
def no_zone_after_due(p):
    p.row()
    p.send("promised", no_zone(p.set.due + 14 * HOUR), "UNLAWFUL BAD_AFTER_ERASE_DUE")
    p.send("promised", bare(p.set.due + 5 * DAY), "UNLAWFUL BAD_AFTER_ERASE_DUE")
    p.wronged()


# The end of the data.
@scenario()
def after_the_cut_off(p):
    p.row()
    p.send("marketing", exact(p.set.as_of + 1), None)
    p.send("marketing", exact(p.set.as_of + p.rng.randint(1, 20) * DAY), None)
    p.send("marketing", no_zone(p.set.as_of + 15 * HOUR), None)


@scenario()
def at_the_cut_off(p):
    p.row()
    p.send("marketing", exact(p.set.as_of), WRONG)
    p.wronged()


@scenario()
def no_zone_near_the_cut_off(p):
    p.row()
    p.send("marketing", no_zone(p.set.as_of + 13 * HOUR), WRONG)
    p.wronged()
