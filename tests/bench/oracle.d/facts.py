"""The facts of a send and of a person, from share/rules/README.md and the notes it grew from."""
from times import when, lt, le, latest, min_text, max_text

COVERS = {'marketing', 'newsletter', 'promotions', 'all'}
RANK = {'bounced_hard': 1, 'bounced_soft': 2, 'not_sent': 3, 'sent': 5, 'delivered': 6, 'opened': 6, 'clicked': 6,
        'complained': 6}
DELIVERED = {1: 'no', 2: 'no', 3: 'no', 4: 'unknown', 5: 'assumed', 6: 'yes'}
PURPOSES = {'promised', 'marketing', 'service', 'apology', 'unknown'}


class Person:
    def __init__(self):
        self.rows = []         # of the list: (id, email, name, language, joined_at, via, place), smallest id first
        self.customers = []    # since of customer rows by a strict form
        self.contacts = []     # the same of contacts
        self.loose = set()     # the forms by which a customer is found that no strict one finds
        self.withdrawals = []  # (at, event)
        self.perhaps = []      # at of withdrawals by a loose form only
        self.customer_forms, self.consent_forms = set(), set()
        self.optins = []       # (at, covers) of proven ones
        self.weak = False
        self.counts = {'sends': 0, 'strict': 0, 'wrong': 0, 'later': 0, 'REVIEW': 0, 'NOT_DELIVERED': 0, 'UNLAWFUL': 0}
        self.unlawful = []     # (sent_at, campaign, row)
        self.forms = set()

    def close(self, joined):
        self.rows.sort(key=lambda row: (row[0] == '', row[0].encode('utf-8', 'surrogateescape'), row[6].encode('utf-8')))
        self.id = self.rows[0][0]
        self.joined_at = min_text([row[4] if when(row[4]) else joined for row in self.rows])
        self.joined = when(self.joined_at)

    def name_it(self, unique):
        """Where the id says who it is that is the name, else with the place of a row."""
        if not self.id or not unique:
            self.id = (self.id + ' ' + self.rows[0][6]).lstrip()


def timing(sent, joined, due, purpose):
    if sent is None or joined is None:
        return 'unknown'
    if lt(sent, joined):
        return 'before_join'
    if not le(joined, sent):
        return 'near'
    if lt(sent, due):
        return 'before_due'
    if le(due, sent):
        return 'after_due'
    return 'near' if purpose == 'promised' else 'before_due'


def undecided(at, now):
    """Neither certainly up to now nor certainly after."""
    return at is None or now is None or not (le(at, now) or lt(now, at))


def optout(person, sent):
    before = [(at, event) for at, event in person.withdrawals if le(at, sent)]
    if any(event != 'optout' for _, event in before):
        return 'before_send'
    given = latest(at for at, _ in person.optins if le(at, sent))
    if before:
        taken = latest(at for at, _ in before)
        if not lt(taken, given):
            return 'undated' if given and not le(given, taken) else 'before_send'
    if any(undecided(at, sent) for at, _ in person.withdrawals):
        return 'undated'
    if any(not lt(sent, at) for at in person.perhaps):
        return 'loose'
    return 'after_send' if len(before) < len(person.withdrawals) else 'none'


def consent(person, sent):
    given = latest(at for at, covers in person.optins if covers and le(at, sent))
    if given:
        taken = latest(at for at, _ in person.withdrawals if le(at, sent))
        if taken is None or lt(taken, given):
            return 'before_send_proven'
    if person.weak or any(not lt(sent, at) for at, _ in person.optins):
        return 'weak'
    return 'after_send_proven' if person.optins else 'none'


def relation(person, sent):
    joined = person.joined
    if any(lt(since, joined) for since in person.customers):
        return 'customer_before_join'
    if any(le(since, sent) for since in person.customers):
        return 'customer_before_send'
    if any(since is not None and not lt(since, joined) and not le(joined, since) for since in person.customers):
        return 'customer_before_send'
    if any(undecided(since, sent) for since in person.customers) or 'person' in person.loose:
        return 'undated'
    if any(lt(since, joined) for since in person.contacts):
        return 'contact_before_join'
    return 'loose' if person.loose else 'none'


def objection(person, as_of):
    events = {event for _, event in person.withdrawals}
    if 'erasure' in events:
        return 'erasure'
    if 'objection' in events or any(undecided(at, as_of) for at, _ in person.withdrawals):
        return 'marketing'
    nothing = 'loose' if person.perhaps else 'none'
    if not person.withdrawals:
        return nothing
    given = latest(at for at, _ in person.optins if le(at, as_of))
    return nothing if lt(latest(at for at, _ in person.withdrawals), given) else 'marketing'


def basis(person, as_of):
    if person.customers:
        return 'customer'
    given = latest(at for at, _ in person.optins if le(at, as_of))
    taken = latest(at for at, _ in person.withdrawals if le(at, as_of))
    if given and (taken is None or lt(taken, given)):
        return 'consent'
    if person.weak or any(undecided(at, as_of) for at, _ in person.optins):
        return 'weak'
    if person.contacts or 'person' in person.loose:
        return 'contact'
    return 'loose' if person.loose else 'none'


def bounced(sends):
    """sends: (sent_at, hard) to one mailbox. Is the latest outcome a permanent failure?"""
    last = max_text([text for text, _ in sends])
    hard = max_text([text for text, bad in sends if bad])
    return hard != '' and (le(when(last), when(hard)) or hard == last)
