#!/usr/bin/env python3
"""make_sheets OUT_DIR [register] - writes the good and bad spreadsheets that the reader's tests go through,
or only the small register that the browser's journeys take in.

What each must lead to is said in src/parse/sheet_read_test.c. Standard library only.
"""
import datetime
import pathlib
import struct
import sys
import unicodedata
import zipfile
import zlib

from xlsx_file import (HEAD, MAIN, STYLE_DAY, STYLE_TIME, Error, Formula, Raw, Workbook, column_name,
                       types_xml, write_parts)

OUT = pathlib.Path(sys.argv[1])
NAME = "Hệ thống quản lý văn bản"


def small(**options):
    book = Workbook(**options)
    book.add("Danh sách", [["STT", "Tên hệ thống"], [1, NAME]])
    return book


def write(name, book):
    book.write(OUT / name)


def changed(name, parts):
    """The small workbook with some parts replaced, or left out where None."""
    book = small()
    book.extra = parts
    write(name, book)


# ---- good ------------------------------------------------------------------------------------------

def good():
    book = Workbook()
    book.add("Ẩn", [["không đọc"]], state="hidden")
    book.add("Hệ thống", {
        1: {1: "DANH SÁCH HỆ THỐNG"},
        3: {1: "STT", 2: "Tên", 3: "Ngày", 28: "AB"},
        4: {1: 1, 2: NAME, 3: datetime.date(2026, 8, 20), 4: datetime.datetime(2026, 8, 20, 9, 30)},
        6: {1: 0.1, 2: Raw('<c r="{r}"><v>0.30000000000000004</v></c>'), 3: 1.5e+20, 4: -12.5,
            5: Raw('<c r="{r}"><v>123456789012345678</v></c>')},
        7: {1: True, 2: Error("#REF!"), 3: Formula("1+1"), 4: Formula("A1&B1", "chữ"), 5: Formula("1+1", 2),
            6: Raw(f'<c r="{{r}}" s="{STYLE_DAY}"/>'), 7: Raw(f'<c r="{{r}}" s="{STYLE_TIME}"><v>0.5</v></c>')},
        8: {1: Raw('<c r="{r}" t="inlineStr"><is><r><rPr><b/></rPr><t>đậm </t></r><r><t>nhạt</t></r>'
                   '<rPh sb="0" eb="1"><t>BỎ</t></rPh></is></c>'),
            2: "hai_x000D_\ndòng", 3: "a_x0001_b", 4: "_x005F_x0041_", 5: unicodedata.normalize("NFD", "Cổ Loa"),
            6: Raw('<c r="{r}" t="d"><v>2026-08-20</v></c>'), 7: "  lề  ", 8: "a&b<c>"},
        9: {1: Raw('<c r="{r}"/>'), 2: Raw('<c r="{r}" s="1"/>')},
    }, merges=["A1:H1", "B4:B5"])
    book.add("Trang sau", [["không đọc"]])
    write("good-kinds.xlsx", book)

    book = Workbook(since_1904=True)
    book.add("s", [[datetime.date(2026, 8, 20)]])
    write("good-1904.xlsx", book)

    book = Workbook()
    book.add("Bìa", [])
    book.add("Ẩn", [["không"]], state="veryHidden")
    book.add("Thật", [["có"]])
    write("good-second.xlsx", book)

    prefixed = small()
    parts = prefixed.parts()
    parts["xl/worksheets/sheet1.xml"] = (
        HEAD + f'<x:worksheet xmlns:x="{MAIN}" xmlns:y="urn:y"><x:sheetData><x:row r="2"><y:c r="A2"><y:v>7</y:v></y:c>'
        '<x:c r="B2"><x:v>8</x:v></x:c></x:row></x:sheetData></x:worksheet>')
    write_parts(OUT / "good-prefixed.xlsx", parts)

    parts = small().parts()
    parts["xl/worksheets/sheet1.xml"] = (
        '<?xml version="1.0" encoding="UTF-16"?>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>{NAME}</t></is></c><c><v>5</v></c></row>'
        '<row><c><v>6</v></c></row></sheetData></worksheet>').encode("utf-16")
    write_parts(OUT / "good-utf16.xlsx", parts)

    write_parts(OUT / "good-stored.xlsx", small().parts(), zipfile.ZIP_STORED)

    book = Workbook()
    book.add("s", [[row, f"{NAME} {row}", "Sở Mẫu", "Cấp 2", 1000 + row] for row in range(1, 10001)])
    write("good-10000.xlsx", book)


def register():
    """A register as an agency keeps it: ten good rows, two at fault, one column that means nothing to us."""
    head = ["STT", "Tên hệ thống thông tin", "Chủ quản", "Loại hình", "Loại thông tin", "Cấp độ",
            "Ngày đưa vào vận hành", "Phòng lưu hồ sơ"]
    names = ["Cổng thông tin điện tử", "Hệ thống quản lý văn bản và điều hành", "Hệ thống một cửa điện tử",
             "Cơ sở dữ liệu cán bộ, công chức", "Hệ thống thư điện tử công vụ", "Nền tảng tích hợp, chia sẻ dữ liệu",
             "Hệ thống họp trực tuyến", "Hệ thống giám sát an toàn thông tin", "Hệ thống báo cáo thống kê",
             "Kho lưu trữ hồ sơ số"]
    rows = [[row, name, "Bộ Mẫu 01", None, None, 2, datetime.date(2024, 3, row), "P.201"]
            for row, name in enumerate(names, 1)]
    rows.append([11, None, "Bộ Mẫu 01", None, None, 2, None, None])
    rows.append([12, "Hệ thống quản lý tài sản", "Bộ Mẫu 01", None, None, "Cấp 7", "31/02/2026", None])
    book = Workbook()
    book.add("Danh mục", [["DANH MỤC HỆ THỐNG THÔNG TIN"], [], head, *rows])
    write("register.xlsx", book)


# ---- bad xlsx --------------------------------------------------------------------------------------

def laid_out(entries, path):
    """A zip by hand. Each entry: name, deflated data, size it claims to inflate to, CRC. An entry
    without data lies over the one before it, as in a bomb of overlapping files."""
    body, centre, at, packed = bytearray(), bytearray(), 0, 0
    for name, data, size, crc in entries:
        raw, claimed = name.encode(), min(size, 0xfffffffe)
        if data:
            at, packed = len(body), len(data)
            body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0x5d14, crc, packed, claimed,
                                len(raw), 0) + raw + data
        centre += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0x5d14, crc, packed,
                              claimed, len(raw), 0, 0, 0, 0, 0, at) + raw
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(entries), len(entries), len(centre),
                      len(body), 0)
    path.write_bytes(bytes(body + centre + end))


def deflated(content):
    if isinstance(content, str):
        content = content.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


KERNEL_HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()


def kernel_size(megabytes):
    return len(KERNEL_HEAD) + (megabytes << 20)


def kernel(megabytes):
    """A deflate stream of that many megabytes of spaces within a sheet; made without inflating them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(KERNEL_HEAD) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + once * megabytes + packer.flush()


def plain_entries(book):
    return [(name, deflated(content), len(content.encode()), zlib.crc32(content.encode()))
            for name, content in book.parts().items() if "/sheet" not in name]


def bombs():
    sheet = "xl/worksheets/sheet1.xml"
    ten = kernel(10 * 1024)  # 10 GB in some 10 MB
    laid_out(plain_entries(small()) + [(sheet, ten, kernel_size(10 * 1024), 0)], OUT / "bomb-honest.xlsx")
    laid_out(plain_entries(small()) + [(sheet, ten, 1000, 0)], OUT / "bomb-lying.xlsx")
    two = kernel(2)  # small enough not to be a bomb, but for the lie about its size
    laid_out(plain_entries(small()) + [(sheet, two, 1 << 20, 0)], OUT / "bomb-small.xlsx")
    book = Workbook()  # 1 MB that is 10 GB: ten sheets, all laid over the same gigabyte
    for i in range(10):
        book.add(f"s{i}", [])
    over = [(f"xl/worksheets/sheet{i}.xml", b"", kernel_size(1024), 0) for i in range(2, 11)]
    first = (sheet, kernel(1024), kernel_size(1024), 0)
    laid_out(plain_entries(book) + [first] + over, OUT / "bomb-overlapped.xlsx")

    parts = small().parts()
    parts.update({f"xl/media/{i}": "" for i in range(6000)})
    write_parts(OUT / "bomb-entries.xlsx", parts, zipfile.ZIP_STORED)


def compound(name, streams):
    """The head of a compound file and its directory: enough to be known by."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    names = b"".join(s.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for s in ["Root Entry", *streams])
    (OUT / name).write_bytes(head + names.ljust(4096, b"\0"))


def foreign():
    compound("password.xlsx", ["EncryptionInfo", "EncryptedPackage"])
    compound("old.xls", ["Workbook"])
    compound("old-word.doc", ["WordDocument"])
    write_parts(OUT / "letter.docx", {"[Content_Types].xml": types_xml(0, "application/x"),
                                      "word/document.xml": "<w/>"})
    write_parts(OUT / "slides.pptx", {"[Content_Types].xml": types_xml(0, "application/x"),
                                      "ppt/presentation.xml": "<p/>"})
    write_parts(OUT / "table.ods", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                                    "content.xml": "<o/>"})
    write_parts(OUT / "binary.xlsb", {"[Content_Types].xml": types_xml(0, "application/x"),
                                      "xl/workbook.bin": "x"})
    write_parts(OUT / "other.zip", {"readme.txt": "x"})
    (OUT / "picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (OUT / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    (OUT / "page.xls").write_text("<html><table><tr><td>1</td></tr></table></html>")
    (OUT / "text.xlsx").write_text("STT,Tên\n1,a\n")
    (OUT / "bytes.csv").write_bytes(bytes(range(256)) * 4)
    (OUT / "nothing.csv").write_bytes(b"")
    (OUT / "blank.csv").write_bytes(b"\r\n  \r\n")


def macros():
    book = small()
    book.extra = {"xl/vbaProject.bin": "x"}
    write("macros.xlsm", book)
    book = small()
    book.extra = {"[Content_Types].xml": types_xml(1, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")}
    write("macros-type.xlsx", book)
    book = small()
    book.extra = {"xl/macrosheets/sheet1.xml": "<x/>"}
    write("macros-old.xlsx", book)


def sheet_of(inner):
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData></worksheet>'


def broken():
    whole = OUT / "good-10000.xlsx"
    data = whole.read_bytes()
    (OUT / "truncated.xlsx").write_bytes(data[: len(data) * 6 // 10])
    (OUT / "truncated-head.xlsx").write_bytes(data[:40])
    holed = data[:20000] + data[21000:]
    (OUT / "truncated-hole.xlsx").write_bytes(holed)
    spoiled = bytearray(data)
    at = data.index(b"xl/worksheets/sheet1.xml") + 5000
    spoiled[at:at + 64] = bytes(64)
    (OUT / "spoiled.xlsx").write_bytes(bytes(spoiled))

    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>'
    sheet = "xl/worksheets/sheet1.xml"
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
    body = f'<worksheet xmlns="{MAIN}"><sheetData>{cell}</sheetData></worksheet>'
    changed("entities.xlsx", {sheet: bomb + body.format("&l9;")})
    outside = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    changed("entities-outside.xlsx", {sheet: outside + body.format("&x;")})
    changed("entities-strings.xlsx", {"xl/sharedStrings.xml": bomb + "<sst><si><t>&l9;</t></si></sst>"})
    changed("entities-unknown.xlsx", {sheet: body.format("&nbsp;")})
    changed("not-xml.xlsx", {sheet: "this is no XML"})
    changed("half-xml.xlsx", {sheet: sheet_of(cell.format("x"))[:-20]})
    changed("no-part.xlsx", {sheet: None})
    changed("no-relations.xlsx", {"xl/_rels/workbook.xml.rels": None})
    changed("no-sheets.xlsx", {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'})
    changed("strings-lost.xlsx", {"xl/sharedStrings.xml": None})
    changed("rows-falling.xlsx", {sheet: sheet_of('<row r="2"><c r="A2"><v>1</v></c></row>'
                                                        '<row r="1"><c r="A1"><v>1</v></c></row>')})
    changed("cells-falling.xlsx", {sheet: sheet_of('<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>')})
    changed("cells-nested.xlsx", {sheet: sheet_of('<row r="2"><c r="B2"><c r="C2"><v>1</v></c></c></row>')})
    changed("number-words.xlsx", {sheet: sheet_of('<row r="2"><c r="B2"><v>1e999</v></c></row>')})
    changed("row-far.xlsx", {sheet: sheet_of('<row r="99999999999999999999"><c><v>1</v></c></row>')})
    changed("deep.xlsx", {sheet: sheet_of("<a>" * 100000 + "</a>" * 100000)})
    changed("no-rows.xlsx", {sheet: sheet_of("")})
    changed("method.xlsx", {})
    raw = bytearray((OUT / "method.xlsx").read_bytes())
    for mark, place in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] = 12  # bzip2
            at = raw.find(mark, at + 4)
    (OUT / "method.xlsx").write_bytes(bytes(raw))
    changed("password-zip.xlsx", {})
    raw = bytearray((OUT / "password-zip.xlsx").read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] |= 1
            at = raw.find(mark, at + 4)
    (OUT / "password-zip.xlsx").write_bytes(bytes(raw))


def large():
    def minimal(rows):
        return sheet_of("".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><v>7</v></c></row>'
                                for r in range(1, rows + 1)))

    sheet = "xl/worksheets/sheet1.xml"
    head = ('<row r="1"><c r="A1" t="inlineStr"><is><t>STT</t></is></c>'
            '<c r="B1" t="inlineStr"><is><t>Tên hệ thống</t></is></c></row>')
    numbers = minimal(200000)
    first = numbers.index('<row r="1">')
    behind = numbers.index('<row r="2">')
    changed("rows-200000.xlsx", {sheet: numbers[:first] + head + numbers[behind:]})
    changed("good-100000.xlsx", {sheet: minimal(100000)})
    blank = "".join(f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(2, 150000))
    changed("good-blank-rows.xlsx", {sheet: sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>' + blank)})
    wide = "".join(f'<c r="{column_name(c)}1"><v>1</v></c>' for c in range(1, 301))
    changed("columns-300.xlsx", {sheet: sheet_of(f'<row r="1">{wide}</row>')})
    text = "ệ" * 350000  # about 1 MB
    cell = f'<c r="C3" t="inlineStr"><is><t>{text}</t></is></c>'
    changed("cell-1mb.xlsx", {sheet: sheet_of(f'<row r="3">{cell}</row>')})
    book = Workbook()
    book.add("s", {3: {1: 1, 3: text}})
    write("cell-1mb-shared.xlsx", book)
    book = Workbook(shared=False)
    book.add("s", [["a" * 32768]])
    write("cell-32768.xlsx", book)
    book = Workbook()
    book.add("s", [["ệ" * 32767]])
    write("good-cell-32767.xlsx", book)
    book = Workbook()
    book.add("s", {1: {1: "x"}, 2: {c: "a" * 32000 for c in range(1, 100)}})
    write("row-long.xlsx", book)
    changed("strings-many.xlsx", {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">' + "<si/>" * 1000001 + "</sst>"})
    # Short in the file, endless when told: every cell shows the same long string.
    rows = "".join(f'<row r="{r}">' + "".join(f'<c r="{column_name(c)}{r}" t="s"><v>0</v></c>' for c in range(1, 31)) +
                   "</row>" for r in range(1, 10001))
    changed("flood.xlsx", {sheet: sheet_of(rows), "xl/sharedStrings.xml":
                                 f'<sst xmlns="{MAIN}"><si><t>{"x" * 32000}</t></si></sst>'})


# ---- csv -------------------------------------------------------------------------------------------

def csv():
    table = f'STT,Tên\n1,"{NAME}, ""số"""\n2,"hai\r\ndòng"\n\n5,x\n'
    (OUT / "good-comma.csv").write_bytes(table.encode())
    (OUT / "good-mark.csv").write_bytes(b"\xef\xbb\xbf" + table.replace(",", ";").replace("\n", "\r\n").encode())
    (OUT / "good-utf16le.csv").write_bytes(b"\xff\xfe" + "STT\tTên\r\n1\tCổ Loa 𝔘\r\n".encode("utf-16-le"))
    (OUT / "good-utf16be.csv").write_bytes(b"\xfe\xff" + "STT\tTên\r1\tCổ Loa 𝔘\r".encode("utf-16-be"))
    (OUT / "tcvn3.csv").write_bytes(b"STT,Ten\n1,van ban\n2,H\xd6 th\xe8ng qu\xb6n l\xfd\n")
    (OUT / "vni.csv").write_bytes(b"STT,Ten\n1,He\xe4 tho\xe1ng qua\xfbn ly\xf9\n")
    (OUT / "cp1258.csv").write_bytes("STT,Tên hệ thống\n".encode("cp1258", "ignore") + b"1,H\xea\xf2 th\xf4\xecng\n")
    (OUT / "nul.csv").write_bytes(b"STT,Ten\n" + b"1,a\n" * 2000 + b"2,a\0b\n")
    (OUT / "quote.csv").write_bytes(b'STT,Ten\n1,"never ends\n2,b\n')
    (OUT / "surrogate.csv").write_bytes(b"\xff\xfe" + "a\tb\n".encode("utf-16-le") + b"\x00\xd8x\0")
    (OUT / "utf16-bare.csv").write_bytes("STT\tTên\r\n1\tx\r\n".encode("utf-16-le"))
    (OUT / "cell-1mb.csv").write_bytes(b"a,b\n1," + b"x" * 1000000 + b"\n")
    (OUT / "rows-200000.csv").write_bytes("STT,Tên hệ thống\n".encode() + b"1,2\n" * 200000)
    (OUT / "columns-300.csv").write_bytes(b"a," * 299 + b"b\n")


REFUSED = {  # for the journey that sends them through the command; the whole table is in sheet_read_test.c
    "truncated.xlsx": "sheet-truncated", "truncated-hole.xlsx": "sheet-truncated", "spoiled.xlsx": "sheet-broken header-missing",  # whichever is met first
   
    "bomb-honest.xlsx": "sheet-bomb", "bomb-lying.xlsx": "sheet-bomb", "bomb-overlapped.xlsx": "sheet-bomb",
    "bomb-entries.xlsx": "sheet-bomb", "macros-type.xlsx": "sheet-macros", "password.xlsx": "sheet-password",
    "password-zip.xlsx": "sheet-password", "rows-200000.xlsx": "sheet-too-many-rows",
    "rows-200000.csv": "sheet-too-many-rows", "columns-300.xlsx": "sheet-too-many-columns",
    "cell-1mb.xlsx": "sheet-cell-too-long", "cell-1mb-shared.xlsx": "sheet-cell-too-long",
    "cell-1mb.csv": "sheet-cell-too-long", "flood.xlsx": "sheet-flooded header-missing", "picture.xlsx": "sheet-not-a-sheet",
    "text.xlsx": "sheet-not-a-sheet", "nothing.csv": "sheet-empty", "blank.csv": "sheet-empty",
    "entities.xlsx": "sheet-entities", "entities-outside.xlsx": "sheet-entities", "deep.xlsx": "sheet-broken",
    "not-xml.xlsx": "sheet-broken", "tcvn3.csv": "sheet-encoding", "vni.csv": "sheet-encoding",
    "cp1258.csv": "sheet-encoding", "utf16-bare.csv": "sheet-encoding", "nul.csv": "sheet-control-bytes",
    "quote.csv": "sheet-quotes",
}

if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    if sys.argv[2:] == ["register"]:
        sys.exit(register())
    good()
    bombs()
    foreign()
    macros()
    broken()
    large()
    csv()
    (OUT / "expected.tsv").write_text("".join(f"{name}\t{rules}\n" for name, rules in REFUSED.items()))
    (OUT / "made").write_text("made\n")
