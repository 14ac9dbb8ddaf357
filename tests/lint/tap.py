"""tap: test points for the lint programs written in Python."""
import os
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
COUNTS = {"run": 0, "failed": 0}


def point(words, faults):
    """One test point; faults: lines that say what is wrong; none is good."""
    COUNTS["run"] += 1
    for fault in faults[:30]:
        print("#", fault)
    if len(faults) > 30:
        print(f"# and {len(faults) - 30} more")
    COUNTS["failed"] += bool(faults)
    print("not ok" if faults else "ok", COUNTS["run"], "-", words)


def done():
    print(f"1..{COUNTS['run']}")
    sys.exit(COUNTS["failed"] != 0)
