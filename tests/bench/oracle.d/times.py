"""Times known exactly or within an interval, as filters/lib/when.h says. A known time is a pair (earliest, latest)
of seconds since 1970; None is unknown."""
import re

_STAMP = re.compile(r'([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(Z?))?\Z')
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HOUR = 3600
DAY = 24 * HOUR
_seen = {}


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _day(year, month, day):
    """Days since 1970-01-01, proleptic Gregorian, counted the slow way round from year 0."""
    before = year * 365 + (year + 3) // 4 - (year + 99) // 100 + (year + 399) // 400
    return before + sum(_DAYS[:month - 1]) + (1 if month > 2 and _leap(year) else 0) + day - 1 - 719528


def _one(text):
    found = _STAMP.match(text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] + (month == 2 and _leap(year)):
        return None
    start = _day(year, month, day) * DAY
    if found[4] is None:
        return (start - 14 * HOUR, start + 12 * HOUR + DAY)
    hour, minute, second = int(found[4]), int(found[5]), int(found[6])
    if hour > 23 or minute > 59 or second > 59:
        return None
    start += hour * HOUR + minute * 60 + second
    return (start, start) if found[7] else (start - 14 * HOUR, start + 12 * HOUR)


def when(text):
    if text in _seen:
        return _seen[text]
    if '/' in text:
        a, b = text.split('/', 1)
        a, b = _one(a), _one(b)
        time = (a[0], b[1]) if a and b and a[0] <= b[1] else None
    else:
        time = _one(text)
    _seen[text] = time
    return time


def stamp(seconds):
    days, rest = divmod(seconds, DAY)
    year = 1970 + days // 366 - 1
    while _day(year + 1, 1, 1) <= days:
        year += 1
    month = 1
    while month < 12 and _day(year, month + 1, 1) <= days:
        month += 1
    day = days - _day(year, month, 1) + 1
    return '%04d-%02d-%02dT%02d:%02d:%02dZ' % (year, month, day, rest // HOUR, rest // 60 % 60, rest % 60)


def lt(a, b):
    """Certainly before."""
    return a is not None and b is not None and a[1] < b[0]


def le(a, b):
    """Certainly before or the same second."""
    return a is not None and b is not None and a[1] <= b[0]


def latest(times):
    """The last of some times by the latest they may be, then the earliest; None when there is none."""
    return max((t for t in times if t is not None), key=lambda t: (t[1], t[0]), default=None)


def min_text(texts):
    """The one that may be earliest; bytewise smallest at a tie; '' when none can be read."""
    known = [(when(x)[0], x.encode('utf-8', 'surrogateescape'), x) for x in texts if when(x)]
    return min(known)[2] if known else ''


def max_text(texts):
    """The one that may be latest; bytewise smallest at a tie; '' when none can be read."""
    known = [(-when(x)[1], x.encode('utf-8', 'surrogateescape'), x) for x in texts if when(x)]
    return min(known)[2] if known else ''
