#!/usr/bin/env python3
"""make_corpus SHEETS_DIR COLOA_PARSE - refreshes the fuzzers' corpora from what make_sheets made.

Small files only; frames are what the sealed program says about them.
"""
import pathlib
import subprocess
import sys
import zipfile

sheets, program = pathlib.Path(sys.argv[1]), sys.argv[2]
root = pathlib.Path(__file__).resolve().parents[2] / "src"
SMALL, SEALED_FRAME = 4500, 10
PARTS = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
         "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "_rels/.rels"]


def put(folder, name, content):
    (root / folder).mkdir(parents=True, exist_ok=True)
    (root / folder / name).write_bytes(content)


def parts_of(path):
    try:
        with zipfile.ZipFile(path) as z:
            names = set(z.namelist())
            return b"\n==\n".join(z.read(n) if n in names else b"" for n in PARTS)
    except Exception:  # a broken one has no parts
        return None


for path in sorted(sheets.iterdir()):
    if not path.is_file():
        continue
    content = path.read_bytes()
    if not content or len(content) > SMALL:
        continue
    if path.suffix == ".csv":
        put("parse/testdata/corpus-csv", path.stem, content)
    elif path.suffix in (".xlsx", ".xlsm", ".ods", ".docx"):
        put("parse/testdata/corpus-xlsx", path.stem, content)
        parts = parts_of(path)
        if parts and len(parts) < 2 * SMALL:
            put("parse/testdata/corpus-xlsx_parts", path.stem, parts)
    if path.suffix in (".xlsx", ".csv"):
        with path.open("rb") as file:
            said = subprocess.run([program, "sheet", "any"], stdin=file, stdout=subprocess.PIPE, check=True).stdout
        if len(said) < SMALL:
            put("kit/workers/testdata/corpus-sheet_frames", path.stem, said[SEALED_FRAME:])
