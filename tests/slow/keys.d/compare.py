#!/usr/bin/python3
"""compare.py AM-NORMALIZE PROVIDERS SEED COUNT: am-normalize and the oracle over COUNT made-up cells, and over every
character of Unicode in a local part and in a domain. Prints TAP. Where they differ, a reason of differences.csv must
hold; each has a test of its own below, and must be needed."""
import collections
import csv
import ctypes
import ctypes.util
import io
import itertools
import multiprocessing
import os
import subprocess
import sys
import unicodedata
from unittest import mock

import idna

import oracle
from addresses import Addresses

PROGRAM, PROVIDERS, SEED, COUNT = sys.argv[1], oracle.read_providers(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
PART = 50000
REASONS = ("not_utf8 empty replacement_character control_character several no_at no_local_part no_domain inner_blank "
           "bad_local_part bad_domain too_long").split()
COMMAND = [PROGRAM, "--keep", "-c", "email_mailbox,email_person,email_why", "email:mailbox,email:person"]


def ours(cells):
    """(mailbox, person, reason) of every cell, from am-normalize."""
    text = b"email\n" + b"".join(b'"' + cell.replace(b'"', b'""') + b'"\n' for cell in cells)
    out = subprocess.run(COMMAND, input=text, stdout=subprocess.PIPE, check=True).stdout
    rows = list(csv.reader(io.StringIO(out.decode("utf-8"), newline="")))[1:]
    assert len(rows) == len(cells)
    return [tuple(row) for row in rows]


def theirs(cell):
    try:
        key = oracle.mailbox(cell)
    except oracle.Refused as refused:
        return "", "", str(refused)
    return key, oracle.person(key, PROVIDERS), ""


# Reasons why the two may differ, by their names in differences.csv.


def with_other_rules(cell, **rules):
    """What the oracle says with functions of idna exchanged."""
    with mock.patch.multiple(idna.core, **rules), mock.patch.object(oracle, "a_labels", oracle.a_labels.__wrapped__):
        return theirs(cell)


def context_rules(cell, mine, _):
    return mine == with_other_rules(cell, valid_contexto=lambda label, pos, exception=False: True)


def compared_signs(cell, mine, _):
    def contain(code, ranges, real=idna.core.intranges_contain):
        return code in (0x2260, 0x226e, 0x226f) or real(code, ranges)

    return mine == with_other_rules(cell, intranges_contain=contain, valid_contexto=lambda label, pos, exception=False: True)


def older_unicode(cell, mine, other):
    """libidn2 itself says that a character of the name is not assigned: IDN2_UNASSIGNED for IDN2_NONTRANSITIONAL."""
    if mine[2] != "bad_domain" or other[2] not in ("", "too_long"):
        return False
    text, more = oracle.whole(cell)
    parts, _ = oracle.outline(list(oracle.tokens(text)), more)
    name = oracle.strip(parts[oracle.kinds(parts).index("@") + 1:], oracle.FILLER)
    name = "".join(word for _, word in name).encode("utf-8")
    made = ctypes.c_char_p()
    return LIBIDN2.idn2_to_ascii_8z(name, ctypes.byref(made), 8) == -309


LIBIDN2 = ctypes.CDLL(ctypes.util.find_library("idn2"))
DIFFERENCES = (context_rules, compared_signs, older_unicode)


def explained(cell, mine, other):
    return next((test.__name__ for test in DIFFERENCES if test(cell, mine, other)), "")


def judge(cells):
    """Of one part: how often what came out, how often a difference was explained by what, and what was not."""
    outcomes, reasons, wrong, keys = collections.Counter(), collections.Counter(), [], set()
    for cell, mine in zip(cells, ours(cells)):
        other = theirs(cell)
        outcomes[mine[2] or "key"] += 1
        keys.update(key for key in mine[:2] if key)
        if mine != other:
            why = explained(cell, mine, other)
            reasons[why] += 1
            if not why:
                wrong.append(f"{cell!r}: {ascii(mine)}, the oracle {ascii(other)}")
    keys = sorted(keys)
    for key, mine in zip(keys, ours([key.encode("utf-8") for key in keys])):
        if mine[0] != key:
            wrong.append(f"{ascii(key)} is not its own key: {ascii(mine)}")
    return outcomes, reasons, wrong


def generated(number):
    make = Addresses(f"{SEED} {number}")
    return judge([make.cell() for _ in range(min(PART, COUNT - number * PART))])


def characters():
    """Every character; of the many that are not assigned or private, each hundredth."""
    for code in itertools.chain(range(1, 0xd800), range(0xe000, 0x110000)):
        if unicodedata.category(chr(code)) not in ("Cn", "Co") or code % 100 == 0:
            yield chr(code)


def swept(numbered):
    number, part = numbered
    return judge([(f"x{char}Y@example.com", f"x@y{char}z.example")[number].encode("utf-8") for char in part])


def parts_of(chars):
    chars = list(chars)
    return [(number, chars[i:i + PART]) for number in (0, 1) for i in range(0, len(chars), PART)]


class Tap:
    def __init__(self):
        self.run = self.failed = 0

    def point(self, words, faults):
        self.run += 1
        self.failed += bool(faults)
        for fault in faults[:20]:
            print("#", fault)
        print("not ok" if faults else "ok", self.run, "-", words, flush=True)


def add_up(results):
    outcomes, reasons, wrong = collections.Counter(), collections.Counter(), []
    for one in results:
        outcomes += one[0]
        reasons += one[1]
        wrong += one[2]
    return outcomes, reasons, wrong


def main():
    tap = Tap()
    with multiprocessing.Pool() as pool:
        outcomes, reasons, wrong = add_up(pool.imap_unordered(generated, range((COUNT + PART - 1) // PART)))
        count = sum(outcomes.values())
        tap.point(f"{count} cells of seed {SEED}: {outcomes['key']} keys, {reasons.total() - reasons['']} explained differences", wrong)
        tap.point("every reason of the page is given", [word for word in REASONS if not outcomes[word]]
                  + [word for word in outcomes if word not in REASONS + ["key"]])
        swept_outcomes, swept_reasons, wrong = add_up(pool.imap_unordered(swept, parts_of(characters())))
    tap.point(f"every character, in {swept_outcomes.total()} cells: {swept_outcomes['key']} keys", wrong)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "differences.csv"), newline="", encoding="utf-8") as file:
        listed = [row["difference"] for row in csv.DictReader(file)]
    reasons += swept_reasons
    tap.point("every listed difference is met, no other: " + ", ".join(f"{name} {reasons[name]}" for name in listed),
              [name for name in {*listed, *(test.__name__ for test in DIFFERENCES)}
               if name not in listed or name not in globals() or not reasons[name]])
    print(f"1..{tap.run}")
    sys.exit(tap.failed != 0)


main()
