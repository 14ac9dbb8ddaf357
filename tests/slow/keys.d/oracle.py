"""The forms mailbox and person, written from man/amends-keys.5 alone, with python3-idna. It shares no code with the
filters, and reads an address the other way round: it cuts the value into tokens first and matches their kinds after."""
import csv
import functools
import ipaddress
import itertools
import re
import unicodedata

import idna

LONGEST_LOCAL, LONGEST_DOMAIN, LONGEST_ADDRESS = 64, 253, 254
CAPITAL_SHARP_S = "\u1e9e"
# White_Space and Default_Ignorable_Code_Point, from PropList.txt and DerivedCoreProperties.txt of Unicode 14.
BLANK = ("\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
         "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
         "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff")
IS_BLANK = re.compile(f"[{BLANK}]")
BEFORE, BEHIND = re.compile(f"^[{BLANK},;]+"), re.compile(f"[{BLANK},;]*$")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
ATOM = re.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+")
LABEL = re.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LINK = re.compile("<mailto:(.*)>|mailto:(.*)", re.IGNORECASE | re.DOTALL)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
AT, JOINERS = "@\uff20", "\u200c\u200d"
LETTERS = re.compile(f'[^"(<>;{AT}{BLANK}]+')
INVISIBLE, FILLER = ("blank", "joiner"), ("blank", "joiner", "comment")


class Refused(Exception):
    """With the word of the page that says why."""


def tokens(text):
    """The value as (kind, text): quoted strings and comments as wholes, the characters that part it, and the letters
    between. What does not end is open."""
    place = 0
    while place < len(text):
        char = text[place]
        kind, size = char, 1
        if char == '"':
            quoted = QUOTED.match(text, place)
            kind, size = ("quoted", len(quoted[0])) if quoted else ("open", len(text) - place)
        elif char == "(":
            size = comment_size(text[place:])
            kind, size = ("comment", size) if size else ("open", len(text) - place)
        elif char in AT:
            kind = "@"
        elif char in JOINERS:
            kind = "joiner"
        elif IS_BLANK.match(char):
            kind = "blank"
        elif char not in "<>;":
            kind, size = "letters", len(LETTERS.match(text, place)[0])
        yield kind, text[place:place + size]
        place += size


def comment_size(text):
    depth = 0
    for found in re.finditer(r"\\.|[()]", text, re.DOTALL):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return 0


def clean(text):
    text = BEFORE.sub("", text)
    end = BEHIND.search(text).start()
    joined = text[end:] and text[end] in JOINERS and text[end - 1:end] > "\x7f"
    return text[:end + 1] if joined else text[:end]


def strip(parts, kinds):
    while parts and parts[0][0] in kinds:
        parts = parts[1:]
    while parts and parts[-1][0] in kinds:
        if parts[-1][0] == "joiner" and parts[-2:-1] and parts[-2][0] == "letters" and not parts[-2][1][-1].isascii():
            break
        parts = parts[:-1]
    return parts


def kinds(parts):
    return [kind for kind, _ in parts]


def whole(value):
    """The value as text, cleaned at both ends and a link resolved; and whether that link may name more people."""
    more = False
    try:
        text = clean(value.decode("utf-8"))
        link = LINK.fullmatch(text)
        if link:
            address, _, fields = (link[1] or link[2]).partition("?")
            address = re.sub(b"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), address.encode("utf-8"))
            text = clean(address.decode("utf-8"))
            more = "@" in fields or "%40" in fields
    except UnicodeDecodeError:
        raise Refused("not_utf8") from None
    if text == "":
        raise Refused("empty")
    if "\ufffd" in text:
        raise Refused("replacement_character")
    if CONTROL.search(text):
        raise Refused("control_character")
    return text, more


def outline(parts, more):
    """The parts of the address alone, and whether other words stand beside it. There is one @ in them."""
    found = kinds(parts)
    ats = found.count("@") + sum(text.count(at) for kind, text in parts if kind == "open" for at in AT)
    if more or ats > 1 or "<" in found and ";" in found[:found.index("<")]:
        raise Refused("several")
    if ats == 0:
        raise Refused("no_at")
    brackets = [kind for kind in found if kind in ("<", "@", ">")]
    if "open" in found or brackets not in (["@"], ["<", "@", ">"]):
        raise Refused("bad_local_part")
    if brackets == ["@"]:
        return parts, False
    start, end = found.index("<"), found.index(">")
    return strip(parts[start + 1:end], INVISIBLE), bool(strip(parts[end + 1:], FILLER))


def fold(text):
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower().replace("\u03c2", "\u03c3"))


def is_dot_atom(text):
    return AT[1] not in text and all(ATOM.fullmatch(part) for part in text.split("."))


def local_part(parts):
    if kinds(parts) == ["quoted"]:
        text = fold(re.sub(r"\\(.)", r"\1", parts[0][1][1:-1], flags=re.DOTALL))
    else:
        text = fold("".join(word for _, word in parts))
    if any(unicodedata.category(char) in ("Cn", "Co", "Cs") for char in text):
        raise Refused("bad_local_part")
    if is_dot_atom(text):
        return text
    if kinds(parts) != ["quoted"]:
        raise Refused("bad_local_part")
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


@functools.lru_cache(maxsize=100000)
def a_labels(name):
    """An international name in A-labels; None when it is none."""
    try:
        made = idna.encode(name, uts46=True, transitional=False, std3_rules=False).decode("ascii")
        for label in made.split("."):
            if label.startswith("xn--") and "xn--" + idna.ulabel(label).encode("punycode").decode("ascii") != label:
                return None
        return made
    except (idna.IDNAError, UnicodeError, IndexError, ValueError):
        return None


def literal(text):
    """An address literal, written one way."""
    try:
        if text[:5].lower() == "ipv6:" and "%" not in text:
            number = int(ipaddress.IPv6Address(text[5:]))
            return "[ipv6:" + ":".join(f"{number >> shift & 0xffff:x}" for shift in range(112, -1, -16)) + "]"
        return f"[{ipaddress.IPv4Address(text)}]"
    except ValueError:
        raise Refused("bad_domain") from None


def domain(parts):
    name = "".join(word for _, word in parts)
    if name.startswith("[") and name.endswith("]"):
        return literal(name[1:-1])
    if not name.isascii() or re.search(r"(^|\.)xn--", name, re.IGNORECASE):
        name = None if CAPITAL_SHARP_S in name else a_labels(name)
    if name is None:
        raise Refused("bad_domain")
    name = name.lower()
    name = name[:-1] if name.endswith(".") else name
    if not all(LABEL.fullmatch(label) for label in name.split(".")):
        raise Refused("bad_domain")
    return name


def mailbox(value):
    """The key of the value, which is bytes; else Refused."""
    text, more = whole(value)
    parts, beside = outline(list(tokens(text)), more)
    at = kinds(parts).index("@")
    local, name = strip(parts[:at], FILLER), strip(parts[at + 1:], FILLER)
    if kinds(local) == [] or local == [("quoted", '""')]:
        raise Refused("no_local_part")
    if kinds(name) == []:
        raise Refused("no_domain")
    before, after = parts[:at], parts[at + 1:]
    near = [*itertools.takewhile(FILLER.__contains__, kinds(before[::-1])), *itertools.takewhile(FILLER.__contains__, kinds(after))]
    quoted = re.sub(r"\\(.)", r"\1", "".join(text for kind, text in local if kind == "quoted"), flags=re.DOTALL)
    if (beside or set(INVISIBLE) & {*near, *kinds(local)} or "blank" in kinds(name)
            or kinds(local) == ["quoted"] and IS_BLANK.search(quoted.replace(" ", ""))):
        raise Refused("inner_blank")
    local, name = local_part(local), domain(name)
    key = local + "@" + name
    if len(local.encode("utf-8")) > LONGEST_LOCAL or len(name) > LONGEST_DOMAIN or len(key.encode("utf-8")) > LONGEST_ADDRESS:
        raise Refused("too_long")
    return key


def read_providers(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {row["domain"]: row for row in csv.DictReader(file)}


def person(key, providers):
    """The person key of a mailbox key."""
    local, _, name = key.rpartition("@")
    rule = providers.get(name)
    if rule is None or local.startswith('"') or not local.isascii():
        return key
    separator, dots_count = rule["subaddress_separator"], rule["dots_ignored"] != "yes"
    stays = separator.endswith(" stays")
    separator = separator.removesuffix(" stays")
    if len(separator) == 1:
        cut = re.compile((r"(?<=[^.])" if dots_count else "(?<=.)") + re.escape(separator)).search(local)
        local = local[:cut.start() + stays] if cut else local
    if not dots_count:
        local = local.replace(".", "")
    return local + "@" + (rule["alias_of"] or name)
