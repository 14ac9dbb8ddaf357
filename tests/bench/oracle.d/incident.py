"""Reading of an incident: settings, decisions and dumps. Rows certainly after AS_OF are left out."""
import csv
import glob
import gzip
import io
import os
import re
import sys
from times import when, stamp, DAY

DEFAULTS = {'PRIOR_CONTACT': 'review', 'LATE_CONSENT': 'skip', 'SOFT_OPTIN': 'review', 'ERASURE': 'block',
            'GUARD': 'no', 'RUNGS_MEMBER': 'exact mailbox', 'RUNGS_CUSTOMER': 'exact mailbox person',
            'RUNGS_CONSENT': 'exact mailbox', 'PROMISED_PURPOSE': 'promised'}
SWITCHES = {'PRIOR_CONTACT': ('review', 'lawful'), 'LATE_CONSENT': ('skip', 'apologise'),
            'SOFT_OPTIN': ('review', 'declared'), 'ERASURE': ('block', 'erase'), 'GUARD': ('no', 'yes')}


def stop(text):
    sys.exit('oracle: ' + text)


class Incident:
    def __init__(self, folder):
        self.folder = folder
        self.settings = dict(DEFAULTS)
        with open(os.path.join(folder, 'settings.mk'), encoding='utf-8') as file:
            for line in file:
                found = re.match(r'\s*(\w+)\s*[:?]?=\s*(.*?)\s*(?:#.*)?$', line)
                if found:
                    self.settings[found[1]] = found[2]
        self._decisions()
        get = self.settings.get
        self.as_of = when(get('AS_OF', ''))
        self.erase_due = when(get('ERASE_DUE', ''))
        if not get('ERASE_DUE') and get('DRAW_AT'):
            self.erase_due = when(stamp(when(get('DRAW_AT'))[0] + int(get('GRACE_DAYS', '0')) * DAY))
        if not self.as_of or not self.erase_due:
            stop('no AS_OF or no ERASE_DUE')
        self.joined = '%s/%s' % (get('JOINED_FROM'), get('JOINED_TO')) if get('JOINED_FROM') and get('JOINED_TO') else ''
        for name, answers in SWITCHES.items():
            if self.settings[name] not in answers:
                stop('%s: bad answer' % name)

    def forms(self, name):
        return [form for form in re.split(r'[\s,|]+', self.settings[name]) if form]

    def _decisions(self):
        self.decisions, self.written = {}, {}
        path = os.path.join(self.folder, 'decisions.csv')
        if os.path.exists(path):
            for _, line, row in table(path, 'decisions.csv'):
                key, answer = (row['about'], row['match']), row['answer']
                if self.decisions.setdefault(key, answer) != answer:
                    stop('two answers about %s %s' % key)
                self.written.setdefault(key, f'decisions.csv:{line}')
        for (about, match), answer in self.decisions.items():
            if about == 'setting':
                self.settings[match] = answer

    def rows(self, kind, time=None):
        """(source, line, row) of every part of a kind, in the order of inputs.csv, then of the names."""
        for _, _, entry in table(os.path.join(self.folder, 'inputs.csv'), 'inputs.csv'):
            if entry['holds'] != kind:
                continue
            for path in sorted(glob.glob(os.path.join(self.folder, entry['file']))):
                source = os.path.relpath(path, self.folder)
                for name, line, row in table(path, source):
                    if time:
                        at = when(row[time])
                        if at and at[0] > self.as_of[1]:
                            continue
                    yield name, line, row


def table(path, name):
    with open(path, 'rb') as raw:
        packed = raw.read(2) == b'\x1f\x8b'
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if packed else raw
        text = io.TextIOWrapper(stream, encoding='utf-8-sig', errors='surrogateescape', newline='')
        reader = csv.reader(text, strict=True)
        header, after = next(reader), reader.line_num
        width = len(header)
        for cells in reader:
            line, after = after + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != width:
                stop('%s:%d: %d fields' % (name, line, len(cells)))
            yield name, line, dict(zip(header, cells))


class Table:
    """A decision table: first match wins, an empty cell is anything, a|b is either, quotes
    are taken off. Counts the hits of each rule."""

    def __init__(self, path):
        with open(path, newline='', encoding='utf-8') as file:
            rows = list(csv.reader(file))
        head = rows[0]
        self.name = os.path.basename(path)[:-4]
        self.inputs = [c for c in head if c != 'rule' and c[0] not in '=#']
        at = [head.index(c) for c in self.inputs]
        out = [i for i, c in enumerate(head) if c[0] == '=']
        self.rules = [(r[head.index('rule')], [set(w.strip("'") for w in r[i].split('|')) if r[i] else None for i in at],
                       tuple(r[i] for i in out)) for r in rows[1:]]
        self.hits = {rule: 0 for rule, _, _ in self.rules}
        self.seen = {}

    def find(self, facts):
        values = tuple(facts[c] for c in self.inputs)
        if values not in self.seen:
            self.seen[values] = next(((rule, out) for rule, cells, out in self.rules
                                      if all(c is None or v in c for c, v in zip(cells, values))), None)
            if self.seen[values] is None:
                stop('%s: no rule for %s' % (self.name, values))
        return self.seen[values]

    def judge(self, facts, switches):
        rule, out = self.find(facts)
        self.hits[rule] += 1
        for name, (setting, others) in SWITCH_FACTS.items():
            if name in facts and name in self.inputs:
                other = others[others[0] == facts[name]]
                if self.find({**facts, name: other})[1] != out:
                    switches[setting, facts[name]] = switches.get((setting, facts[name]), 0) + 1
        return out


SWITCH_FACTS = {name.lower(): (name, answers) for name, answers in SWITCHES.items()}
