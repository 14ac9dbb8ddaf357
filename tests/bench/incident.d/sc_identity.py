"""Scenarios: whose address it is, where a letter can go, and what a person decided."""
from person import Time, exact, no_zone
from registry import scenario
from settings import DAY, HOUR

WRONG = "UNLAWFUL BAD_NO_BASIS"
LOOSE = "REVIEW REV_LOOSE_MATCH"
ASKED = "REVIEW REV_LOOSE_CUSTOMER"


# Two rows of one mailbox.
@scenario(plain=1)
def same_row_twice(p):
    row = p.row()
    p.rows.append(row)
    p.send("marketing", exact(p.later()), WRONG)
    p.wronged()


def again(p, **more):
    """The first row's address once more, in a spelling that still makes it the same person."""
    return p.row(email=p.spelled(p.set.member), **more)


@scenario()
def joined_twice(p):
    """The earlier time counts, and the name that one row leaves out is no contradiction."""
    p.row(joined=exact(p.joined + 40 * DAY))
    p.rows.append(p.rows[0]._replace(joined=exact(p.joined), name=""))
    p.send("marketing", exact(p.joined + 20 * DAY), WRONG)
    p.wronged()


@scenario()
def two_ids(p):
    p.row()
    again(p, number=f"L{p.number}b")
    p.send("marketing", exact(p.later()), WRONG, email=p.rows[0].email)
    p.letter("REVIEW REV_IDENTITY").doubtful()


@scenario(lambda s: s.member != ["exact"])
def two_rows_and_the_later_wrong(p):
    """The letter is for the row whose address had the latest wrong send, open ones not counted."""
    first, second, third = p.steps(3)
    one = p.row(email=p.mailbox)
    two = p.row(email=p.mailbox.replace("persona", "PERSONA"), number=f"L{p.number}b")
    p.send("marketing", exact(first), WRONG, email=one.email)
    p.send("marketing", exact(second), WRONG, email=two.email)
    p.send("unmapped", exact(third), "REVIEW REV_PURPOSE", email=one.email)
    p.letter_to(two)
    p.letter("REVIEW REV_IDENTITY").list_copy("sealed").doubtful()


@scenario()
def two_ids_never_mailed(p):
    p.row(number=f"M{p.number}")
    p.letter_to(again(p, number=f"A{p.number}"))
    p.doubtful()


@scenario(people=2)
def one_id_for_two(p):
    """An id that stands on two addresses names neither; what is decided about one does not touch the other."""
    q = p.another()
    for one in (p, q):
        one.row(number=f"L{p.number}")
        one.by_place = True
        one.send("marketing", exact(one.later()), WRONG)
        one.wronged()
    p.decide("person", p, "no_letter")
    p.letter("NONE RULED_NO_LETTER")


@scenario()
def no_id(p):
    p.row(number="")
    p.by_place = True
    p.send("marketing", exact(p.later()), WRONG)
    p.wronged()


@scenario()
def two_names(p):
    p.row(name="Ana Gil")
    p.rows.append(p.rows[0]._replace(name="Antonio Gil"))
    p.send("marketing", exact(p.later()), WRONG)
    p.letter("REVIEW REV_IDENTITY").doubtful()


@scenario()
def role_address(p):
    role = p.rng.choice(("info", "ventas", "administracion", "contacto"))
    p.row(email=p.rng.choice((f"{role}@empresa{p.number}.example", f"{role.upper()}@Empresa{p.number}.example")))
    p.send("marketing", exact(p.later()), WRONG)
    p.letter("REVIEW REV_IDENTITY").doubtful()


@scenario()
def role_address_with_consent(p):
    first, second = p.steps(2)
    p.row(email=f"pedidos@tienda{p.number}.example")
    p.optin(exact(first))
    p.send("marketing", exact(second), "LAWFUL OK_CONSENT")
    p.doubtful()


@scenario()
def id_and_name_to_be_quoted(p):
    p.row(number=f'L {p.number}, "bis"', email=p.mailbox)
    p.rows[0] = p.letter_row = p.rows[0]._replace(name=f"{p.name},\ncasa")
    p.send("marketing", exact(p.later()), WRONG, email=p.mailbox)
    p.decide("person", p.person, "no_letter")
    p.letter("NONE RULED_NO_LETTER")


# Addresses that nobody can read.
@scenario()
def no_address(p):
    p.row(email=p.rng.choice(("", "   ")))
    p.doubtful()


@scenario()
def unreadable_address(p):
    p.row(email=p.rng.choice((f"n/a {p.number}", f"persona{p.number}example.com", f"persona{p.number}@",
                              f"una{p.number}@example.com; otra{p.number}@example.com",
                              f"persona {p.number}@example.com", f"@example{p.number}.com")))
    p.doubtful()


@scenario()
def unreadable_address_mailed(p):
    """The platform took the same bytes, so the send is found; no letter can follow it."""
    p.row(email=f"persona{p.number}(arroba)example.com")
    if "exact" in p.set.member:
        p.send("marketing", exact(p.later()), WRONG)
        p.letter("NONE UNREACHABLE").doubtful()
    else:
        p.send("marketing", exact(p.later()), LOOSE)
        p.open_sends().doubtful()


# The same person only by the provider's rules.
def loose_pair(p):
    """A row of the list, and the same person written in another way."""
    p.row(email=f"loteria.persona.{p.number}@gmail.com")
    return f"loteriapersona{p.number}+sorteo@{p.rng.choice(('gmail.com', 'googlemail.com'))}"


@scenario()
def loose_match(p):
    other = loose_pair(p)
    if "person" in p.set.member:
        p.send("marketing", exact(p.later()), WRONG, email=other)
        p.wronged()
    else:
        p.send("marketing", exact(p.later()), LOOSE, email=other)
        p.open_sends().doubtful()


@scenario()
def loose_and_strict(p):
    other = loose_pair(p)
    first, second = p.steps(2)
    p.send("marketing", exact(first), WRONG, row=p.rows[0])
    if "person" in p.set.member:
        p.send("marketing", exact(second), WRONG, email=other)
        p.wronged()
    else:
        p.send("marketing", exact(second), LOOSE, email=other)
        p.wronged().list_copy("sealed").others("HOLD REV_SENDS")


@scenario()
def loose_by_case(p):
    """Capitals matter to the form exact alone."""
    p.row(email=p.mailbox)
    if "mailbox" in p.set.member or "person" in p.set.member:
        p.send("marketing", exact(p.later()), WRONG, email=p.mailbox.replace("persona", "Persona"))
        p.wronged()
    else:
        p.send("marketing", exact(p.later()), LOOSE, email=p.mailbox.replace("persona", "Persona"))
        p.open_sends().doubtful()


@scenario()
def loose_but_bounced(p):
    other = loose_pair(p)
    p.send("marketing", exact(p.later()), "NOT_DELIVERED ND_BOUNCED_OR_DROPPED", "bounced_hard", email=other)
    p.letter("NONE NOT_REACHED")
    if "person" not in p.set.member:
        p.doubtful()


@scenario()
def loose_and_decided(p):
    other = loose_pair(p)
    if "person" in p.set.member:
        send = p.send("marketing", exact(p.later()), WRONG, email=other)
        p.wronged()
    else:
        send = p.send("marketing", exact(p.later()), "UNLAWFUL RULED_UNLAWFUL", email=other)
        p.letter("REVIEW REV_IDENTITY").doubtful()
    p.decide("send", send, "unlawful")


@scenario()
def rows_of_one_person(p):
    """Two rows that only the provider's rules bring together: one person where the setting says so."""
    loose = loose_pair(p)
    if "person" in p.set.member:
        p.row(email=loose)
        p.send("marketing", exact(p.later()), WRONG, email=loose)
        p.letter_to(p.rows[1])
        p.wronged()
    else:
        p.send("marketing", exact(p.later()), LOOSE, email=loose)
        p.open_sends().doubtful()


@scenario(lambda s: "person" not in s.member, people=2)
def two_people_of_one_mailbox(p):
    """Strictly they are two; mail, contracts and consents that only the provider's rules tie to them: the mail is
    counted with the smaller id, a customer is found for both, and a consent for nobody."""
    first, second = p.steps(2)
    q = p.another()
    for one, dots in ((p, "."), (q, "")):
        one.row(email=f"loteria{dots}pareja{dots}{p.number}@gmail.com")
        one.customer(exact(p.joined - 9 * DAY), email=f"loteria.pareja{p.number}+{one.number}@gmail.com")
        known = "person" in p.set.customer
        contact = "KEEP KEEP_PRIOR_CONTACT" if p.set.lawful_contact else "REVIEW REV_CONTACT_NOT_CUSTOMER"
        one.send("marketing", exact(first), "REVIEW REV_RELATION_DATE" if known else WRONG, row=one.rows[0])
        if known:
            one.open_sends(contact)
        else:
            one.wronged()
    least = min((p, q), key=lambda one: one.person)
    least.send("marketing", exact(second), LOOSE, email=f"loteria.pareja{p.number}+sorteo@gmail.com")
    least.list_copy("sealed")
    if "person" not in p.set.customer:
        least.others("HOLD REV_SENDS")


@scenario(lambda s: "person" in s.member)
def joined_empty_in_a_group(p):
    loose_pair(p)
    p.rows = [p.rows[0]._replace(joined=Time("", p.joined))]
    p.letter_to(p.rows[0])
    if p.set.window:
        p.send("marketing", exact(p.later(after=p.joined + 8 * DAY)), WRONG)
        p.wronged()
    else:
        p.send("marketing", exact(p.later()), "REVIEW REV_NO_TIME")
        p.open_sends()


@scenario()
def customer_by_a_loose_form(p):
    other = loose_pair(p)
    p.customer(exact(p.joined - 100 * DAY), email=other)
    if "person" in p.set.customer:
        p.send("marketing", exact(p.later()), "REVIEW REV_RELATION_DATE", row=p.rows[0])
        p.open_sends("KEEP KEEP_PRIOR_CONTACT" if p.set.lawful_contact else "REVIEW REV_CONTACT_NOT_CUSTOMER")
    else:
        p.send("marketing", exact(p.later()), WRONG, row=p.rows[0])
        p.wronged()


@scenario()
def consent_by_a_loose_form(p):
    other = loose_pair(p)
    first, second = p.steps(2)
    p.optin(exact(first), email=other)
    if "person" in p.set.consent:
        p.send("marketing", exact(second), "REVIEW REV_CONSENT_EVIDENCE", row=p.rows[0])
        p.open_sends("REVIEW REV_CONSENT_EVIDENCE")
    else:
        p.send("marketing", exact(second), WRONG, row=p.rows[0])
        p.wronged()


@scenario(lambda s: "person" in s.consent)
def withdrawal_by_a_loose_form(p):
    """It asks about what was sent later, and erases nothing."""
    other = loose_pair(p)
    first, second = p.steps(2)
    p.consent(p.rng.choice(("optout", "objection", "erasure")), exact(first), email=other)
    p.send("marketing", exact(second), "REVIEW REV_LOOSE_OPTOUT", row=p.rows[0])
    p.open_sends("REVIEW REV_LOOSE_OPTOUT")


@scenario(lambda s: "person" in s.consent)
def withdrawal_by_a_loose_form_after_the_send(p):
    other = loose_pair(p)
    first, second = p.steps(2)
    p.send("marketing", exact(first), WRONG, row=p.rows[0])
    p.consent("optout", exact(second), email=other)
    p.letter("REVIEW REV_LOOSE_OPTOUT").others("REVIEW REV_LOOSE_OPTOUT")


@scenario(lambda s: "person" in s.consent)
def withdrawal_by_a_loose_form_and_consent(p):
    """A strict one was cleared by a consent; nobody knows whose the other is."""
    other = loose_pair(p)
    first, second, third, fourth = p.steps(4)
    p.consent("optout", exact(first), email=p.rows[0].email)
    p.optin(exact(second), email=p.rows[0].email)
    p.consent("optout", exact(third), email=other)
    p.send("marketing", exact(fourth), "REVIEW REV_LOOSE_OPTOUT", row=p.rows[0])
    p.open_sends("REVIEW REV_LOOSE_OPTOUT")


# The same person only by phone or customer number: perhaps.
def phone_of(p):
    """One number, written in another way each time."""
    digits = f"{int(p.number):08d}"
    return p.rng.choice((f"55{digits}", f"+52 55 {digits[:4]} {digits[4:]}", f"(55) {digits[:4]}-{digits[4:]}"))


def perhaps_customer(p):
    p.send("marketing", exact(p.later()), ASKED, row=p.rows[0])
    p.open_sends(ASKED)


def elsewhere(p):
    return f"otra.persona{p.number}@example.com"


@scenario(lambda s: "phone" in s.customer, people=2)
def customer_by_a_family_phone(p):
    """Two share it, and neither is the customer by that alone."""
    for one in (p, p.another()):
        one.row()
        one.rows[0] = one.letter_row = one.rows[0]._replace(phone=phone_of(p))
        perhaps_customer(one)
    p.customer(exact(p.joined - 100 * DAY), email=elsewhere(p), phone=phone_of(p))


@scenario(lambda s: "phone" in s.customer, people=2)
def customer_by_address_beside_a_family_phone(p):
    """A row whose address says who it is, is not asked for its phone."""
    q = p.another()
    for one in (p, q):
        one.row()
        one.rows[0] = one.letter_row = one.rows[0]._replace(phone=phone_of(p))
    p.customer(exact(p.later(before=p.set.as_of - 40 * DAY)), phone=phone_of(p))
    p.others("KEEP KEEP_OWN_BASIS")
    q.send("marketing", exact(q.later()), WRONG)
    q.wronged()


@scenario(lambda s: "phone" in s.customer)
def contact_by_address_and_customer_by_phone(p):
    p.row()
    p.rows[0] = p.letter_row = p.rows[0]._replace(phone=phone_of(p))
    p.contact(exact(p.joined - 30 * DAY))
    p.customer(exact(p.joined - 100 * DAY), email=elsewhere(p), phone=phone_of(p))
    if p.set.lawful_contact:
        p.send("marketing", exact(p.later()), "LAWFUL OK_PRIOR_CONTACT")
        p.others("KEEP KEEP_PRIOR_CONTACT")
    else:
        p.send("marketing", exact(p.later()), "REVIEW REV_CONTACT_NOT_CUSTOMER")
        p.open_sends("REVIEW REV_CONTACT_NOT_CUSTOMER")


@scenario(lambda s: "number" in s.customer)
def customer_by_number(p):
    p.row()
    p.rows[0] = p.letter_row = p.rows[0]._replace(customer=f"N{p.number}")
    p.customer(exact(p.joined - 100 * DAY), email=elsewhere(p), number=f"N{p.number}")
    perhaps_customer(p)


# Where a letter can go.
def mailed_then(p, *outcomes, last=exact, gap=30 * DAY):
    """Wrong and delivered once, then outcomes of later mail."""
    p.row()
    at = p.later(before=p.set.as_of - 2 * gap - DAY)
    p.send("marketing", exact(at), WRONG, "delivered")
    for number, outcome in enumerate(outcomes):
        good = outcome in ("delivered", "sent")
        p.send("marketing", last(at + (number + 1) * gap), WRONG if good else "NOT_DELIVERED ND_BOUNCED_OR_DROPPED",
               outcome)


@scenario(plain=1)
def bounced_hard_at_last(p):
    mailed_then(p, "bounced_hard")
    p.letter("NONE UNREACHABLE")


@scenario()
def bounced_hard_at_last_without_zone(p):
    mailed_then(p, "bounced_hard", last=no_zone)
    p.letter("NONE UNREACHABLE")


@scenario()
def bounced_soft_at_last(p):
    mailed_then(p, "bounced_soft")
    p.wronged()


@scenario()
def bounced_hard_then_delivered(p):
    mailed_then(p, "bounced_hard", "delivered")
    p.wronged()


@scenario()
def bounced_and_delivered_in_the_same_second(p):
    mailed_then(p, "bounced_hard", gap=0)
    p.letter("NONE UNREACHABLE")


@scenario()
def closed_domain(p):
    p.row(email=f"loteria.persona.{p.number}@{p.rng.choice(('ya.com', 'wanadoo.es', 'telepolis.com'))}")
    p.send("marketing", exact(p.later()), WRONG)
    p.letter("NONE UNREACHABLE")


@scenario()
def dead_and_late_consent(p):
    first, second = p.steps(2)
    p.row(email=f"loteria.persona.{p.number}@jazzfree.com")
    p.send("marketing", exact(first), "UNLAWFUL BAD_CONSENT_LATER")
    p.optin(exact(second))
    p.letter("NONE UNREACHABLE" if p.set.apologise_late else "NONE LATER_CONSENT").others("KEEP KEEP_CONSENT")


# What a person decided.
@scenario()
def decided_no_letter(p):
    p.row()
    p.send("marketing", exact(p.later()), WRONG)
    p.decide("person", p.person, "no_letter")
    p.letter("NONE RULED_NO_LETTER")


@scenario()
def decided_letter(p):
    first, second = p.steps(2)
    p.row()
    p.withdraw("objection", exact(first))
    p.send("marketing", exact(second), "UNLAWFUL BAD_AFTER_OPTOUT")
    p.decide("person", p.person, "letter")
    p.letter("LETTER RULED_LETTER").objected()


@scenario()
def decided_letter_for_nothing(p):
    p.row()
    p.decide("person", p.person, "letter")


@scenario()
def decided_no_letter_for_late_consent(p):
    first, second = p.steps(2)
    p.row()
    p.send("marketing", exact(first), "UNLAWFUL BAD_CONSENT_LATER")
    p.optin(exact(second))
    p.decide("person", p.person, "no_letter")
    p.letter("NONE RULED_NO_LETTER").others("KEEP KEEP_CONSENT")


@scenario()
def decided_send_lawful(p):
    first, second = p.steps(2)
    p.row()
    p.optin(exact(first), "weak")
    p.decide("send", p.send("marketing", exact(second), "LAWFUL RULED_LAWFUL"), "lawful")
    p.others("REVIEW REV_CONSENT_EVIDENCE")


@scenario()
def decided_line_unlawful(p):
    p.row()
    p.decide("send", p.send("marketing", exact(p.later()), "UNLAWFUL RULED_UNLAWFUL", "", message=""), "unlawful")
    p.wronged()


@scenario()
def decided_unlawful_without_a_time(p):
    p.row()
    p.decide("send", p.send("marketing", Time("", p.later()), "UNLAWFUL RULED_UNLAWFUL"), "unlawful")
    p.wronged()


@scenario()
def decision_does_not_make_a_wrong_right(p):
    p.row()
    p.decide("send", p.send("marketing", exact(p.later()), WRONG), "lawful")
    p.wronged()


@scenario()
def held(p):
    p.row()
    p.send("marketing", exact(p.later()), WRONG)
    p.decide("hold", p.person, exact(p.set.as_of + 200 * DAY).text)
    p.wronged().list_copy("hold").others("HOLD LEGAL_HOLD")


@scenario()
def hold_has_ended(p):
    p.row()
    p.promised()
    p.decide("hold", p.person, p.rng.choice((exact(p.set.as_of), exact(p.set.as_of - HOUR))).text)
