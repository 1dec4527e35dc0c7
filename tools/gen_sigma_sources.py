#!/usr/bin/env python3
"""gen_sigma_sources.py SOURCES.csv FIELDS.csv OUT.c - where events of each log source stand, and how others name fields.

Sources: what (category or service), its name, channel, provider, identifiers by blanks, set of renames. Fields: a rename of
a set, an alias of a field, or a prefix others put before every field.
"""
import csv
import re
import sys


def refuse(name, row, why):
    sys.exit(f"{name}:{row}: {why}")


def rows(name):
    with open(name, newline="", encoding="utf-8") as source:
        return [(at, row) for at, row in enumerate(csv.DictReader(source), 2)]


def text(s):
    if re.search(r'["\\\x00-\x1f]', s):
        sys.exit(f"not to be written in C: {s!r}")
    return f'"{s}"' if s else "NULL"


sources, fields, out = sys.argv[1:]
sets, renames, aliases, prefixes = [], [], [], []
for at, row in rows(fields):
    if row["what"] == "rename":
        if row["set"] not in sets:
            sets.append(row["set"])
        if not row["from"] or not row["to"] or (row["values"] and not all("=" in v for v in row["values"].split(";"))):
            refuse(fields, at, "from, to, or values")
        renames.append((sets.index(row["set"]), row["from"], row["to"], row["values"]))
    elif row["what"] == "alias" and row["from"] and row["to"]:
        aliases.append((row["from"], row["to"]))
    elif row["what"] == "prefix" and row["from"]:
        prefixes.append(row["from"])
    else:
        refuse(fields, at, "what is it?")
places = []
for at, row in rows(sources):
    if row["what"] not in ("category", "service") or not row["name"] or not row["channel"]:
        refuse(sources, at, "no category or service, or without a channel: an identifier alone says nothing")
    if not re.fullmatch(r"(\d+( \d+)*)?", row["events"]) or (row["events"] and not row["provider"]):
        refuse(sources, at, "identifiers are numbers of a provider")
    if row["renames"] and row["renames"] not in sets:
        refuse(sources, at, f"no such set: {row['renames']}")
    category, service = (row["name"], "") if row["what"] == "category" else ("", row["name"])
    places.append((category, service, row["channel"], row["provider"], row["events"], sets.index(row["renames"]) if row["renames"] else -1))
if len(sets) > 32 or len(places) > 512:
    sys.exit("more than the program has room for")
with open(out, "w", encoding="utf-8") as c:
    c.write('// Made by tools/gen_sigma_sources.py.\n#include "kit/sigma/inside.h"\n\nconst source_row source_rows[] = {\n')
    for p in places:
        c.write("    { " + ", ".join(text(x) for x in p[:5]) + f", {p[5]} }},\n")
    c.write("};\nconst size_t source_row_count = COUNT(source_rows);\nconst rename_row rename_rows[] = {\n")
    for r in renames:
        c.write(f"    {{ {r[0]}, " + ", ".join(text(x) for x in r[1:]) + " },\n")
    c.write("};\nconst size_t rename_row_count = COUNT(rename_rows);\nconst char *const alias_rows[][2] = {\n")
    for a in aliases:
        c.write(f"    {{ {text(a[0])}, {text(a[1])} }},\n")
    c.write("};\nconst size_t alias_row_count = COUNT(alias_rows);\nconst char *const prefix_rows[] = {\n")
    for p in prefixes:
        c.write(f"    {text(p)},\n")
    c.write("};\nconst size_t prefix_row_count = COUNT(prefix_rows);\n")
