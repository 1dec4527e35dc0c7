#!/usr/bin/env python3
"""gen_passwords.py IN.csv OUT.c - the rules of passwords and the words nobody may lean on, as constants.

Rows: rule,<name>,<number>,<why>  or  word,<folded word>,,<why>. A word is ASCII, lower case, without
blanks and without digits at its ends (those are passed over anyway); none stands twice.
"""
import csv
import re
import sys

RULES = ["min_characters", "max_characters", "surprises"]


def refuse(row, why):
    sys.exit(f"{sys.argv[1]}:{row}: {why}")


rules, words = {}, []
with open(sys.argv[1], newline="", encoding="utf-8") as source:
    for at, row in enumerate(csv.DictReader(source), 2):
        if row["kind"] == "rule":
            if row["name"] not in RULES or row["name"] in rules or not row["number"].isdigit():
                refuse(at, f"no such rule: {row['name']}")
            rules[row["name"]] = int(row["number"])
        elif row["kind"] == "word":
            if not re.fullmatch(r"[a-z0-9]{3,24}", row["name"]) or row["name"] in words:
                refuse(at, f"not a word, or twice: {row['name']}")
            words.append(row["name"])
        else:
            refuse(at, f"neither rule nor word: {row['kind']}")
if sorted(rules) != sorted(RULES):
    refuse(1, "a rule is missing")
with open(sys.argv[2], "w", encoding="utf-8") as out:
    out.write('// Written by tools/gen_passwords.py from data/passwords.csv.\n#include "modules/accounts/passwords.h"\n\n')
    out.write("const password_rules password_rule = { " + ", ".join(f".{n} = {rules[n]}" for n in RULES) + " };\n\n")
    # The longest first: of "matkhau" and "matkhaumoi" the second is met.
    words.sort(key=lambda w: (-len(w), w))
    out.write("const str password_words[] = {\n" + "".join(f'    STR("{w}"),\n' for w in words) + "};\n")
    out.write(f"const size_t password_word_count = {len(words)};\n")
