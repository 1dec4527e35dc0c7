#!/usr/bin/env python3
"""make_corpus SHEETS_DIR COLOA_PARSE [SIGNED_DIR] - refreshes the fuzzers' corpora from what make_sheets and
sign_pdf made.

Small files only; frames are what the sealed program says about them.
"""
import pathlib
import subprocess
import sys
import tempfile
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


def signatures(signed):
    """Certificates and PDF as one input, and the frames that are said about it."""
    now = "1795825800000"
    root_pem = (signed / "root.pem").read_bytes()
    plain = (signed / "plain.pdf").read_bytes()
    inputs = {"root-alone": (root_pem, b""), "not-pdf": (root_pem, b"text"), "not-root": (b"text", plain)}
    for case in ("signed", "altered", "extended", "stranger", "plain"):
        inputs[case] = (root_pem, (signed / f"{case}.pdf").read_bytes())
    inputs["no-root"] = (b"", inputs["signed"][1])
    for name, (certificates, pdf) in inputs.items():
        content = len(certificates).to_bytes(4, "little") + certificates + pdf
        put("parse/testdata/corpus-signature", name, content)
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            said = subprocess.run([program, "signatures", now], stdin=file, stdout=subprocess.PIPE, check=True).stdout
        put("kit/workers/testdata/corpus-signature_frames", name, said[SEALED_FRAME:])


if len(sys.argv) > 3:
    signatures(pathlib.Path(sys.argv[3]))
