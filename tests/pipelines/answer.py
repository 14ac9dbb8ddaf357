"""answer.py TABLE KEY FROM: in TABLE, each cell that is ? or empty takes what FROM says of the same row.

KEY is the column that tells which row it is; in FROM it may be a pattern. Columns of TABLE that FROM has not stay as they are.
"""
import csv, fnmatch, sys


def read(path):
    with open(path, newline="", encoding="utf-8") as table:
        rows = csv.DictReader(table)
        return rows.fieldnames, list(rows)


def main():
    path, key, source = sys.argv[1:]
    header, rows = read(path)
    said = read(source)[1]
    for row in rows:
        found = [other for other in said if row[key] == other[key] or fnmatch.fnmatchcase(row[key], other[key])]
        for column in header:
            answers = {other[column] for other in found if other.get(column)}
            if row[column] in ("", "?") and len(answers) == 1:
                row[column] = answers.pop()
    with open(path, "w", newline="", encoding="utf-8") as table:
        out = csv.DictWriter(table, header, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


main()
