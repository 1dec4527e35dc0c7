#!/usr/bin/env python3
"""gen_published.py IN.csv OUT.c - the published systems of the demo as a constant table."""
import csv
import sys

FIELDS = ["agency_code", "agency_as_published", "system_name", "published_level", "purpose", "source", "source_url", "note"]


def literal(text):
    # ASCII only, and no digit may follow an escape by accident: every byte beyond ASCII is octal.
    out = "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in text.encode())
    return f'STR("{out}")'


with open(sys.argv[1], newline="", encoding="utf-8") as source, open(sys.argv[2], "w", encoding="utf-8") as out:
    out.write('// Written by tools/gen_published.py from data/published-systems.csv.\n#include "app/published.h"\n\n')
    out.write("const published_system published_systems[] = {\n")
    count = 0
    for row in csv.DictReader(source):
        out.write("    { " + ", ".join(literal(row[field]) for field in FIELDS) + " },\n")
        count += 1
    out.write(f"}};\n\nconst size_t published_system_count = {count};\n")
