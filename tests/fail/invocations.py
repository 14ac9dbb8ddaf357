"""invocations: one good call of every filter, and how to run it. What matrix, inject and memory share.

A call reads one file under test, written IN in its arguments; every value of the data holds the word canary, so a
value in a message is seen. A filter without a call here fails the matrix.
"""
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

CANARY = b"canary"
WORDS = [b"ana", b"ben", b"carla", b"dora", b"elsa", b"fred", b"gina"]


def people(count):
    rows = [b"id,email,name,at"]
    for i in range(count):
        word = WORDS[i % 7] + b"%d" % (i // 7)
        quoted = b'"canary, %s"' % word if i % 3 == 0 else b"canary " + word
        rows.append(b"canary%d,canary.%s@example.com,%s,2024-01-%02dT00:00:00Z" % (i, word, quoted, i % 28 + 1))
    return b"\n".join(rows) + b"\n"


def ledger(count):
    rows = [b"run,filter,role,name,rows,bytes,digest,note"]
    for i in range(count):
        run = b"%016x,am-select," % (i + 1)
        rows += [
            run + b"begin,,0,,,",
            run + b"in,gone%d.csv,2,54,%032x,plain=2 intricate=0" % (i, i + 1),
            run + b"out,kept%d.csv,2,54,%032x," % (i, i + 1),
            run + b"end,,0,,,0 lines=4",
        ]
    return b"\n".join(rows) + b"\n"


RULES = b"id,email,=verdict\n,*canary.ana*,first\n,present,some\n,,none\n"
PROFILE = b"""what,name,value,means
system,,Some list,
holds,,people,
grade,,seen,
recognise,,email,
column,id,id,
column,email,email,
column,name,name,
column,joined_at,at,
"""
NOTE = b"""type: text
fallback: es
=== head
notes
=== row
{{name}}: {{email}}, {{at|date}}.{{?}} {{missing}}{{/?}}
=== foot
{{rows}}
"""
SORRY = b"""type: mail
fallback: es
=== header From
Eva <eva@example.com>
=== subject
Perd\xc3\xb3n
=== text
{{name}}: {{email}}, {{at|date}}.
=== html
<p>{{name}}
"""
INPUTS = b"file,digest\n" + b"".join(b"gone%d.csv,\n" % i for i in range(9))


@dataclass(frozen=True)
class Call:
    """One good invocation. column: one that it needs of IN; rejects: a bad row of IN can go to -r; replace: -o may
    name IN; header_only: the status for an IN without rows; data: IN holds data, not the user's own rules; make: IN
    for a number of rows."""

    filter: str
    arguments: str
    column: bytes = b"email"
    rejects: bool = True
    replace: bool = True
    header_only: int = 0
    data: bool = True
    make: object = people
    beside: dict = field(default_factory=dict)
    blames: str = ""  # what a message about a missing column names
    foreign: bool = False  # IN is an export of another system: UTF-16 with a mark is read

    def title(self):
        return f"{self.filter} {self.arguments}"

    def argv(self, name):
        return [self.filter] + [word.replace("IN", name) for word in self.arguments.split()]


OTHER = {"other.csv": people(5)}
FOREIGN = {"p.csv": PROFILE, **OTHER}
CALLS = [
    Call("am-select", "-w email IN"),
    Call("am-sort", "-k email:desc IN"),
    Call("am-normalize", "email:person IN"),
    Call("am-hash", "-a sha256 email:mailbox IN"),
    Call("am-join", "--left -k email:mailbox --add id2=id other.csv IN", beside=OTHER),
    Call("am-join", "--left -k email:mailbox --add id2=id IN other.csv", beside=OTHER, rejects=False, replace=False),
    Call("am-import", "-p p.csv -c id,email,name,joined_at IN", beside=FOREIGN, foreign=True),
    Call("am-import", "-p p.csv --semi other.csv -k email:mailbox -c id,email IN", beside=FOREIGN, foreign=True),
    Call("am-import", "-p p.csv --semi IN -k email:mailbox -c id,email other.csv", beside=FOREIGN, rejects=False, replace=False),
    Call("am-tally", "-g email -a n=count -a last=max:at:time IN"),
    Call("am-overlap", "-k email:mailbox a=IN b=other.csv", beside=OTHER, replace=False),
    Call("am-classify", "-t rules.csv IN", beside={"rules.csv": RULES}, blames="rules.csv"),
    Call("am-classify", "-t IN other.csv", beside=OTHER, rejects=False, replace=False, header_only=2, data=False,
         make=lambda count: RULES),
    Call("am-compose", "-t note.tpl --set missing= IN", beside={"note.tpl": NOTE}, blames="note.tpl"),
    Call("am-compose", "-t sorry.tpl --incident x --domain example.com --key-file key --date 2026-11-22T10:00:00Z IN",
         beside={"sorry.tpl": SORRY, "key": b"secret"}, blames="sorry.tpl"),
    Call("am-audit", "IN", column=b"run", rejects=False, make=ledger, header_only=2),
    Call("am-audit", "--inputs IN ledger.csv", column=b"file", rejects=False, replace=False, data=False,
         make=lambda count: INPUTS, beside={"ledger.csv": ledger(5)}, header_only=1),
]

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.path.abspath(os.environ.get("AMENDS_BIN") or os.path.join(HERE, "../../build"))
SHARE = os.path.abspath(os.environ.get("AMENDS_SHARE") or os.path.join(HERE, "../../share"))
ENVIRONMENT = {"PATH": BIN + ":" + os.environ["PATH"], "AMENDS_SHARE": SHARE, "LC_ALL": "C", "TZ": "UTC"}
ENVIRONMENT |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}


def filters():
    return sorted(name for name in os.listdir(BIN) if name.startswith("am-") and "." not in name)


@dataclass
class Result:
    status: int  # negative: the signal
    out: bytes
    err: bytes

    def same(self, other):
        return (self.status, self.out) == (other.status, other.out)


class Folder:
    """A fresh folder with the files of a call; what is left in it afterwards is compared with what was there."""

    def __init__(self, call, subject, name="in.csv"):
        self.path = tempfile.mkdtemp(prefix="amends-fail-")
        self.call = call
        self.name = name
        os.mkdir(self.file("tmp"))
        for beside, content in call.beside.items():
            self.write(beside, content)
            os.chmod(self.file(beside), 0o600)  # what a key needs
        if subject is not None:
            self.write(name, subject)

    def __enter__(self):
        self.before = self.listing()
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def file(self, name):
        return os.path.join(self.path, name)

    def write(self, name, content):
        with open(self.file(name), "wb") as file:
            file.write(content)

    def read(self, name):
        with open(self.file(name), "rb") as file:
            return file.read()

    def listing(self):
        found = set()
        for folder, folders, files in os.walk(self.path):
            found.update(os.path.relpath(os.path.join(folder, name), self.path) for name in folders + files)
        return found

    def added(self):
        return sorted(self.listing() - self.before)

    def run(self, *options, wrap=(), limits=(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, feed=None,
            close=(), umask=None, argv=None, **environment):
        """Runs the call with more options; limits: pairs for setrlimit; close: descriptors that are not there."""

        def prepare():
            for what, limit in limits:
                resource.setrlimit(what, (limit, limit))
            if umask is not None:
                os.umask(umask)
            for fd in close:
                os.close(fd)

        argv = list(wrap) + (argv or self.call.argv(self.name)) + list(options)
        settings = ENVIRONMENT | {"TMPDIR": self.file("tmp")} | environment
        run = subprocess.run(argv, cwd=self.path, env=settings, stdout=stdout, stderr=subprocess.PIPE, timeout=60,
                             preexec_fn=prepare if limits or close or umask is not None else None, check=False,
                             **({"input": feed} if feed is not None else {"stdin": stdin}))
        return Result(run.returncode, run.stdout or b"", run.stderr)


def complaint(call, result, status=2, silent=False, lines_most=1):
    """What is wrong with how a call failed, or ''."""
    lines = result.err.splitlines()
    if result.status != status:
        return f"status {result.status} instead of {status}; stderr: {result.err[:200]!r}"
    if silent:
        return f"stderr should be empty: {result.err[:200]!r}" if lines else ""
    if not 1 <= len(lines) <= lines_most or not result.err.endswith(b"\n"):
        return f"{len(lines)} lines on stderr instead of one: {result.err[:300]!r}"
    if not lines[0].startswith((call.filter.encode() + b": ", b"amends: out of memory")):
        return f"a message without the program's name: {lines[0]!r}"
    if call.data and (b"@" in result.err or CANARY in result.err):
        return f"a value of the data in a message: {lines[0]!r}"
    if any(byte < 32 for byte in lines[0]):
        return f"a control character in a message: {lines[0]!r}"
    return ""


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def point(self, words, wrong):
        """One test point; wrong: what is not as it should be, or ''."""
        self.count += 1
        if wrong:
            self.failed += 1
            for line in str(wrong).splitlines():
                print("#", line)
        print("not ok" if wrong else "ok", self.count, "-", words, flush=True)

    def done(self):
        print(f"1..{self.count}")
        sys.exit(self.failed != 0 or self.count == 0)


def skip(why):
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


def signal_name(status):
    return signal.Signals(-status).name if status < 0 else str(status)
