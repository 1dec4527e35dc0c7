#!/usr/bin/env python3
"""gen_evidence_types.py IN.csv OUT.c - which files are taken as evidence, as constants.

Rows: name,<end of the name>,<content>,<mime>,<show>,<act>,<why>: act take, or why it is not taken;
      found,<what a look at the content found>,,,,<refuse or mark>,<why>.
"""
import csv
import re
import sys

CONTENTS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "ole", "jpeg", "png", "gif", "webp", "heif", "tiff",
            "mp4", "pcap", "text"]
REFUSED = ["macros", "archive", "program", "page"]
FOUND = ["macros", "encrypted", "active", "attached", "two", "program", "damaged"]


def refuse(row, why):
    sys.exit(f"{sys.argv[1]}:{row}: {why}")


names, found = [], {}
with open(sys.argv[1], newline="", encoding="utf-8") as source:
    for at, row in enumerate(csv.DictReader(source), 2):
        key, act = row["key"], row["act"]
        if not row["why"]:
            refuse(at, "no reason is given")
        if row["what"] == "name":
            if not re.fullmatch(r"[a-z0-9]{1,8}", key) or key in [n["key"] for n in names]:
                refuse(at, f"not the end of a name, or twice: {key}")
            if act == "take" and (row["content"] not in CONTENTS or "/" not in row["mime"]):
                refuse(at, f"taken, but as what? {key}")
            if act != "take" and (act not in REFUSED or row["content"] or row["mime"]):
                refuse(at, f"not taken, but why? {key}")
            if row["show"] not in ("", "image") or re.search(r'["\\]', row["mime"]):
                refuse(at, f"shown as {row['show']}")
            names.append(row)
        elif row["what"] == "found":
            if key not in FOUND or key in found or act not in ("refuse", "mark"):
                refuse(at, f"no such finding, or twice: {key}")
            found[key] = act
        else:
            refuse(at, f"neither name nor found: {row['what']}")
if sorted(found) != sorted(FOUND):
    refuse(1, "a finding is missing")
SHOW = {"": "EVIDENCE_SHOW_NOTHING", "image": "EVIDENCE_SHOW_IMAGE"}
with open(sys.argv[2], "w", encoding="utf-8") as out:
    out.write("// Written by tools/gen_evidence_types.py from data/evidence-types.csv.\n"
              '#include "modules/evidence/evidence_file.h"\n\n')
    out.write("const evidence_type evidence_types[] = {\n")
    for n in names:
        why = "" if n["act"] == "take" else n["act"]
        out.write(f'    {{ STR("{n["key"]}"), STR("{n["content"]}"), STR("{n["mime"]}"), STR("{why}"), '
                  f'{SHOW[n["show"]]} }},\n')
    out.write(f"}};\nconst size_t evidence_type_count = {len(names)};\n\n")
    out.write("const evidence_finding evidence_findings[] = {\n")
    for key, act in found.items():
        out.write(f'    {{ STR("{key}"), {"true" if act == "refuse" else "false"} }},\n')
    out.write(f"}};\nconst size_t evidence_finding_count = {len(found)};\n")
