#!/usr/bin/env python3
"""xlsx_cells FILE.xlsx [SHEET] - every cell of a sheet (the first, or by number from 1) as "A1<TAB>text" lines, so
that two workbooks can be compared with diff. Numbers are written as the shortest text of the same number.
Standard library only."""
import re
import sys
import xml.etree.ElementTree as xml
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def text_of(node):
    return "".join(t.text or "" for t in node.iter(f"{MAIN}t"))


def main():
    book = zipfile.ZipFile(sys.argv[1])
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    strings = []
    if "xl/sharedStrings.xml" in book.namelist():
        strings = [text_of(s) for s in xml.fromstring(book.read("xl/sharedStrings.xml"))]
    for cell in xml.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        if cell.get("t") == "inlineStr":
            text = text_of(cell)
        elif value is None or value.text is None:
            continue
        elif cell.get("t") == "s":
            text = strings[int(value.text)]
        elif cell.get("t") in ("str", "e", "b"):
            text = value.text
        else:
            text = f"{float(value.text):g}" if re.search("[.eE]", value.text) else value.text
        if text:
            print(cell.get("r"), text.replace("\\", "\\\\").replace("\n", "\\n"), sep="\t")


if __name__ == "__main__":
    main()
