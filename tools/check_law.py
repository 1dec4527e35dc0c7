#!/usr/bin/env python3
"""check_law [ROOT] - every row under law/ has its citation and certainty, before anything is built.

The full check (conditions, facts, days, gaps) is `coloa law check`, which the tests run too. This one
needs no binary: it walks the files, so that a commit cannot carry a row that nobody can trace. Also:
no number of a law may stand in C, and every rule a fault can name has its words.
"""
import csv
import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
law = root / "law"
certainties = {"found", "known", "unsure", "ours"}
faults = []


def once(pairs):
    keys = [k for k, _ in pairs]
    for k in keys:
        if keys.count(k) > 1:
            raise ValueError(f"{k} is given twice")
    return dict(pairs)


def read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
    except ValueError as why:
        faults.append(f"{path}: {why}")
        return {}


def row(path, one, documents, cited=True):
    name = f"{path}: {one.get('id') or one.get('key')}"
    if one.get("certainty") not in certainties:
        faults.append(f"{name}: certainty {one.get('certainty')!r}")
    cite = one.get("cite")
    if cite is None:
        if cited and one.get("certainty") != "ours":
            faults.append(f"{name}: no citation")
    elif cite.get("document") not in documents:
        faults.append(f"{name}: cites {cite.get('document')!r}, which is no document of packs.json")


packs = read(law / "packs.json")
documents = {one["key"] for one in packs.get("documents", [])}
for one in packs.get("documents", []):
    row("packs.json", one, documents, cited=False)
more = read(law / "incidents" / "documents.json").get("documents", [])
documents |= {one["key"] for one in more}
for one in more:
    row("incidents/documents.json", one, documents, cited=False)
for name in ("clocks", "classes", "forms", "rights"):
    for part, rows in read(law / "incidents" / f"{name}.json").items():
        for one in rows:
            row(f"incidents/{name}.json", one, documents)
for one in packs.get("transition", []):
    row("packs.json", one, documents)
for pack in packs.get("packs", []) + packs.get("overlays", []):
    for path in sorted((law / pack["id"]).glob("*.json")):
        name, content = f"{pack['id']}/{path.name}", read(path)
        lists = content.items() if isinstance(content, dict) else [("", content)]
        for part, rows in lists:
            for one in rows:
                row(name, one, documents)
                if part in ("rules", "floors") and not one.get("cite"):
                    faults.append(f"{name}: {one.get('id')}: no citation")
with open(law / "calendar.csv", newline="", encoding="utf-8") as f:
    for number, one in enumerate(csv.DictReader(f), 2):
        if not one["source"] or one["certainty"] not in certainties:
            faults.append(f"calendar.csv:{number}: no source or certainty")

# Clauses belong to data: an article cited in C would be a rule outside the packs. Comments may.
for path in sorted((root / "src").rglob("*.[ch]")):
    if re.search(r"(_test|_fuzz|_kit)\.[ch]$|\.gen\.", path.name):
        continue
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        code = re.sub(r"//.*", "", line)
        if re.search(r'"[^"]*(\bĐiều \d|\bNĐ-CP\b|\bQH1\d\b|\bTCVN \d)', code):
            faults.append(f"{path.relative_to(root)}:{number}: the law is data; name it in law/")

# Every rule that a fault of a pack may name is worded.
said = set(re.findall(r'^msgid "problem\.(.+)"', (root / "po/vi.po").read_text(encoding="utf-8"), re.M))
for path in sorted((root / "src/kit/law").glob("*.c")):
    if path.name.endswith(("_test.c", "_fuzz.c")):
        continue
    for rule in re.findall(r'"((?:law|calendar)-[a-z-]+)"', path.read_text(encoding="utf-8")):
        if rule not in said:
            faults.append(f"{path.name}: problem.{rule} has no words")

print("\n".join(faults), end="\n" if faults else "")
sys.exit(1 if faults else 0)
