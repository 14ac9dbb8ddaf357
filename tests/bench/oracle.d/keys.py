"""Match keys of addresses, as man/amends-keys.5 says. Implemented: ASCII addresses in full, display names, brackets,
comments at either end, mailto:, quoted local parts, local parts in any alphabet, domains in lower-case-able Latin,
IPv4 literals."""
import csv
import ipaddress
import re
import unicodedata

_INVISIBLE = set('\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff')
_ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+\Z")
_LABEL = re.compile(r'[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z')
ROLES = {'info', 'postmaster', 'webmaster', 'sales', 'support', 'admin', 'abuse', 'hostmaster', 'noreply', 'contact'}
_seen = {}


def _blank(c):
    return c in ' \t\r\n\v\f' or c in _INVISIBLE or unicodedata.category(c) in ('Zs', 'Zl', 'Zp')


def _trim(text, more=''):
    while text and (_blank(text[0]) or text[0] in more):
        text = text[1:]
    while text and (_blank(text[-1]) or text[-1] in more):
        text = text[:-1]
    return text


def _pieces(text):
    """Text as pieces (kind, text): 'quoted' strings, '(comments)' and single 'plain' characters; None when cut off."""
    out, i = [], 0
    while i < len(text):
        if text[i] == '"':
            end = i + 1
            while end < len(text) and text[end] != '"':
                end += 2 if text[end] == '\\' else 1
            if end >= len(text):
                return None
            out.append(('quoted', text[i:end + 1]))
        elif text[i] == '(':
            depth, end = 1, i
            while depth:
                end += 1
                if end >= len(text):
                    return None
                depth += {'(': 1, ')': -1}.get(text[end], 0)
                end += text[end] == '\\'
            out.append(('comment', text[i:end + 1]))
        else:
            out.append(('plain', text[i]))
            end = i
        i = end + 1
    return out


def _domain(text):
    text = re.sub('[\u3002\uff0e\uff61]', '.', text)
    if text[:1] == '[' and text[-1] == ']':
        try:
            return f'[{ipaddress.IPv4Address(text[1:-1])}]'
        except ValueError:
            return None
    if text.endswith('.'):
        text = text[:-1]
    if not text:
        return None
    labels = []
    for label in text.split('.'):
        label = unicodedata.normalize('NFC', label.lower())
        if not label.isascii():
            if not all(c.isalpha() or c in '-0123456789' for c in label):
                return None
            label = 'xn--' + label.encode('punycode').decode('ascii')
        if not _LABEL.match(label) or len(label) > 63:
            return None
        labels.append(label)
    domain = '.'.join(labels)
    return domain if len(domain) <= 253 else None


def _local(pieces):
    text = ''.join(piece for _, piece in pieces)
    if len(pieces) == 1 and pieces[0][0] == 'quoted':
        inner = re.sub(r'\\(.)', r'\1', text[1:-1])
        if not inner:
            return None
        inner = unicodedata.normalize('NFC', inner).lower()
        if all(_ATEXT.match(part) for part in inner.split('.')):
            return inner
        return '"' + re.sub(r'(["\\])', r'\\\1', inner) + '"'
    if any(kind != 'plain' for kind, _ in pieces):
        return None
    text = unicodedata.normalize('NFC', unicodedata.normalize('NFC', text).lower())
    return text if all(_ATEXT.match(part) for part in text.split('.')) else None


def _mailbox(text):
    try:
        text.encode('utf-8')
    except UnicodeEncodeError:
        return ''
    text = _trim(text, ',;')
    if not text or '\ufffd' in text or any(unicodedata.category(c) == 'Cc' for c in text):
        return ''
    if text[:7].lower() == 'mailto:':
        raw = re.sub('%([0-9A-Fa-f]{2})', lambda m: chr(int(m[1], 16)), text[7:])
        text = _trim(raw, ',;')
    pieces = _pieces(text)
    if pieces is None:
        return ''
    plain = [p for k, p in pieces if k == 'plain']
    if '<' in plain or '>' in plain:
        if plain.count('<') != 1 or plain.count('>') != 1:
            return ''
        a, b = pieces.index(('plain', '<')), pieces.index(('plain', '>'))
        name, rest = pieces[:a], pieces[b + 1:]
        if b < a or any(k == 'plain' and p in '@;\uff20' for k, p in name):
            return ''
        if any(k != 'comment' and not _blank(p) for k, p in rest):
            return ''
        pieces = pieces[a + 1:b]
    while pieces and (pieces[0][0] == 'comment' or _blank(pieces[0][1][0])):
        pieces = pieces[1:]
    while pieces and (pieces[-1][0] == 'comment' or _blank(pieces[-1][1][0])):
        pieces = pieces[:-1]
    if any(k == 'comment' or k == 'plain' and _blank(p) for k, p in pieces):
        return ''
    pieces = [(k, '@') if k == 'plain' and p == '\uff20' else (k, p) for k, p in pieces]
    if pieces.count(('plain', '@')) != 1:
        return ''
    at = pieces.index(('plain', '@'))
    local = _local(pieces[:at]) if at else None
    domain = _domain(''.join(p for k, p in pieces[at + 1:]))
    if not local or not domain or len(local.encode()) > 64 or len(local.encode()) + len(domain) + 1 > 254:
        return ''
    return local + '@' + domain


def read_providers(path):
    with open(path, newline='', encoding='utf-8') as file:
        for row in csv.DictReader(file):
            _providers[row['domain']] = (row['alias_of'] or row['domain'], row['subaddress_separator'],
                                         row['dots_ignored'] == 'yes')
            if 'closed this mail domain' in row['note']:
                closed.add(row['domain'])


_providers = {}
closed = set()


def _person(mailbox):
    local, _, domain = mailbox.rpartition('@')
    if domain not in _providers or local.startswith('"') or not local.isascii():
        return mailbox
    domain, separator, no_dots = _providers[domain]
    stays = separator[1:] == ' stays'
    separator = separator[:1] if stays else separator
    if len(separator) == 1 and separator in local and local.split(separator)[0]:
        local = local.split(separator)[0] + stays * separator
    if no_dots:
        local = local.replace('.', '') or local
    return local + '@' + domain


def keys(text):
    """(mailbox, person) of an address as it was written; '' and '' when it cannot be used."""
    if text not in _seen:
        mailbox = _mailbox(text)
        _seen[text] = (mailbox, _person(mailbox) if mailbox else '')
    return _seen[text]


def key(text, form):
    if form == 'exact':
        return text
    if form == 'ascii':
        return text.strip(' \t\r\n').translate({c: c + 32 for c in range(65, 91)})
    return keys(text)[form == 'person']


def phone(text):
    """Implemented: numbers of Mexico, of ten digits, with or without its code or the 01 of old."""
    digits = re.sub('[ ()-]', '', text)
    found = re.fullmatch(r'(?:\+52|01)?([0-9]{10})', digits)
    return '+52' + found[1] if found else ''


def is_role(mailbox):
    return mailbox.rpartition('@')[0] in ROLES
