"""Files of dumps as systems pack them; the same bytes for the same rows. Each counts the lines of what it packs, so that
the line of a record can be told."""
import csv
import email.policy
import gzip
import io
import json
import os
import re
import subprocess
import zipfile
from email.message import EmailMessage
from email.utils import format_datetime

PACKED_AT = (2017, 1, 9, 12, 0, 0)  # a ZIP notes times


def line(values, delimiter=",", end="\n"):
    """One record, quoted only where it must be."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end, delimiter=delimiter).writerow(values)
    return text.getvalue()


class Dump:
    """A gzip file."""

    def __init__(self, path, how, header):
        self.name = os.path.join("dumps", os.path.basename(path))
        self.lines = 1
        self.raw = open(path, "wb")
        self.child = None
        if how.isdigit():
            self.out = gzip.GzipFile("", "wb", int(how), self.raw, mtime=0)
        else:
            self.child = subprocess.Popen(how, shell=True, stdin=subprocess.PIPE, stdout=self.raw)
            self.out = self.child.stdin
        self.out.write(header.encode() + b"\n")

    def write(self, text, rows=1):
        self.out.write(text)
        self.lines += rows

    def close(self):
        self.out.close()
        if self.child and self.child.wait() != 0:
            raise SystemExit("incident: the command of --gzip failed")
        self.raw.close()


class Csv:
    """Text with delimiters, kept until it is packed. name: as the column source calls it."""

    def __init__(self, name, header, delimiter=",", encoding="utf-8", end="\n", above=()):
        self.name, self.delimiter, self.encoding, self.end = name, delimiter, encoding, end
        self.text, self.lines = [], 0
        for title in above:
            self.put(title)
        if header:
            self.add(header)

    def put(self, text):
        self.text.append(text + self.end)
        self.lines += 1

    def add(self, values):
        """Writes a record and returns the line it begins on."""
        text = line(values, self.delimiter, self.end)
        self.text.append(text)
        self.lines += text.count("\n")
        return self.lines - text.count("\n") + 1

    def bytes(self):
        return "".join(self.text).encode(self.encoding)


class JsonLines(Csv):
    """One object a line."""

    def __init__(self, name):
        super().__init__(name, None)

    def add(self, values):
        self.put(json.dumps(values, ensure_ascii=False, separators=(",", ":")))
        return self.lines


class Mbox(Csv):
    """A folder of messages in one file, as mail programs save it (mboxrd)."""

    def __init__(self, name, sender):
        super().__init__(name, None)
        self.sender = sender

    def add_message(self, to, at, subject, message_id, body):
        message = EmailMessage(email.policy.default.clone(linesep="\n"))
        message["Date"] = format_datetime(at)
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Message-ID"] = message_id
        message.set_content(body, cte="quoted-printable")
        first = self.lines + 1
        self.put(f"From {self.sender.split('<')[-1].rstrip('>')} {at.strftime('%a %b %d %H:%M:%S %Y')}")
        for one in re.sub(r"(?m)^(>*From )", r">\1", message.as_string()).split("\n"):
            self.put(one)
        return first


class Sheet(Csv):
    """A workbook of one sheet. Its lines are those of its rows as CSV."""

    def __init__(self, name, header):
        self.rows = []
        super().__init__(name, header)

    def add(self, values):
        self.rows.append(list(values))
        return super().add(values)

    def bytes(self):
        from openpyxl import Workbook  # needed for this form alone

        book = Workbook()
        book.active.title = os.path.basename(self.name)
        for number, row in enumerate(self.rows, 1):
            for column, value in enumerate(row, 1):
                if value:
                    book.active.cell(number, column).value = value
        saved, again = io.BytesIO(), io.BytesIO()
        book.save(saved)
        with zipfile.ZipFile(saved) as old, zipfile.ZipFile(again, "w") as new:
            for name in sorted(old.namelist()):
                add_member(new, name, re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2017-01-09T12:00:00Z", old.read(name))
                           if name == "docProps/core.xml" else old.read(name))
        return again.getvalue()


def add_member(archive, name, content):
    info = zipfile.ZipInfo(name, PACKED_AT)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    archive.writestr(info, content, compresslevel=9)


def save(folder, files):
    """Writes files by their names: dumps/NAME, dumps/NAME.gz, and dumps/A.zip/MEMBER or dumps/A.xlsx/SHEET into A."""
    archives = {}
    for file in files:
        archive = re.match(r"(.*\.(zip|xlsx))/(.*)", file.name)
        if archive:
            archives.setdefault((archive[1], archive[2]), []).append((archive[3], file))
            continue
        content = file.bytes()
        with open(os.path.join(folder, file.name), "wb") as out:
            out.write(gzip.compress(content, 9, mtime=0) if file.name.endswith(".gz") else content)
    for (name, kind), members in archives.items():
        with open(os.path.join(folder, name), "wb") as out:
            if kind == "xlsx":
                out.write(members[0][1].bytes())
                continue
            with zipfile.ZipFile(out, "w") as archive:
                for member, file in members:
                    add_member(archive, member, file.bytes())
