"""xlsx_file - writes small xlsx workbooks for tests, with the standard library only.

Not a spreadsheet library: it knows what tests need, and lets them write what no office program would.
"""
import datetime
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLE_PLAIN, STYLE_DAY, STYLE_MOMENT, STYLE_TIME, STYLE_BOLD = range(5)


class Error(str):
    """A cell that holds an error value, such as #REF!."""


class Formula:
    """A formula; `value` is what was stored with it, None for nothing."""

    def __init__(self, text, value=None):
        self.text, self.value = text, value


class Raw(str):
    """XML of a whole <c> element, as it is; {r} stands for the reference."""


def column_name(column):
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def serial(day, since_1904=False):
    start = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 30)
    if not isinstance(day, datetime.datetime):
        day = datetime.datetime(day.year, day.month, day.day)
    passed = day - start
    return passed.days + passed.seconds / 86400


class Workbook:
    def __init__(self, shared=True, since_1904=False):
        self.sheets, self.strings, self.extra = [], {}, {}
        self.shared, self.since_1904 = shared, since_1904

    def add(self, name, rows, merges=(), state="visible"):
        """rows: list of lists, or dict of row number to {column: value}; None is an empty cell."""
        self.sheets.append((name, rows, merges, state))

    def text(self, reference, style, value):
        if not self.shared:
            return (f'<c r="{reference}"{style} t="inlineStr"><is><t xml:space="preserve">'
                    f'{escape(value)}</t></is></c>')
        index = self.strings.setdefault(value, len(self.strings))
        return f'<c r="{reference}"{style} t="s"><v>{index}</v></c>'

    def cell(self, reference, value, style=STYLE_PLAIN):
        mark = f' s="{style}"' if style else ""
        if isinstance(value, Raw):
            return value.replace("{r}", reference)
        if isinstance(value, Error):
            return f'<c r="{reference}"{mark} t="e"><v>{value}</v></c>'
        if isinstance(value, Formula):
            if value.value is None:
                return f'<c r="{reference}"{mark}><f>{escape(value.text)}</f></c>'
            kind = ' t="str"' if isinstance(value.value, str) else ""
            return f'<c r="{reference}"{mark}{kind}><f>{escape(value.text)}</f><v>{value.value}</v></c>'
        if isinstance(value, bool):
            return f'<c r="{reference}"{mark} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, (int, float)):
            return f'<c r="{reference}"{mark}><v>{value!r}</v></c>'
        if isinstance(value, datetime.datetime):
            return f'<c r="{reference}" s="{STYLE_MOMENT}"><v>{serial(value, self.since_1904)}</v></c>'
        if isinstance(value, datetime.date):
            return f'<c r="{reference}" s="{STYLE_DAY}"><v>{int(serial(value, self.since_1904))}</v></c>'
        return self.text(reference, mark, value)

    def sheet_xml(self, rows, merges):
        if not isinstance(rows, dict):
            rows = {r: dict(enumerate(row, 1)) for r, row in enumerate(rows, 1)}
        out = [HEAD, f'<worksheet xmlns="{MAIN}"><sheetData>']
        for number, row in rows.items():
            cells = "".join(self.cell(f"{column_name(c)}{number}", v)
                            for c, v in row.items() if v is not None)
            out.append(f'<row r="{number}">{cells}</row>')
        out.append("</sheetData>")
        if merges:
            inner = "".join(f'<mergeCell ref="{m}"/>' for m in merges)
            out.append(f'<mergeCells count="{len(merges)}">{inner}</mergeCells>')
        out.append("</worksheet>")
        return "".join(out)

    def parts(self):
        parts = {f"xl/worksheets/sheet{i}.xml": self.sheet_xml(rows, merges)
                 for i, (_, rows, merges, _) in enumerate(self.sheets, 1)}
        parts["xl/workbook.xml"] = workbook_xml([(n, s) for n, _, _, s in self.sheets], self.since_1904)
        parts["xl/_rels/workbook.xml.rels"] = relations_xml(len(self.sheets))
        parts["xl/styles.xml"] = styles_xml()
        parts["xl/sharedStrings.xml"] = strings_xml(self.strings)
        parts["_rels/.rels"] = (HEAD + f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
                                f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        parts["[Content_Types].xml"] = types_xml(len(self.sheets))
        parts.update(self.extra)
        order = ["[Content_Types].xml", "_rels/.rels"]
        return {name: parts[name] for name in order + sorted(set(parts) - set(order))
                if parts[name] is not None}

    def write(self, path, method=zipfile.ZIP_DEFLATED):
        write_parts(path, self.parts(), method)


def write_parts(path, parts, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as z:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 8, 20, 8, 0, 0))
            info.compress_type = method
            z.writestr(info, content)


def workbook_xml(sheets, since_1904=False):
    inner = "".join(f'<sheet name={quoteattr(n)} sheetId="{i}" state="{s}" r:id="rId{i}"/>'
                    for i, (n, s) in enumerate(sheets, 1))
    mark = ' date1904="1"' if since_1904 else ""
    return (HEAD + f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr{mark}/>'
            f"<sheets>{inner}</sheets></workbook>")


def relations_xml(count):
    inner = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" '
                    f'Target="worksheets/sheet{i}.xml"/>' for i in range(1, count + 1))
    return (HEAD + f'<Relationships xmlns="{RELS}">{inner}'
            f'<Relationship Id="rId{count + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId{count + 2}" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
            "</Relationships>")


def styles_xml():
    formats = {STYLE_PLAIN: 0, STYLE_DAY: 164, STYLE_MOMENT: 22, STYLE_TIME: 165, STYLE_BOLD: 0}
    cells = "".join(f'<xf numFmtId="{formats[s]}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
                    for s in sorted(formats))
    return (HEAD + f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
            '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
            '<numFmt numFmtId="165" formatCode="[$-409]h:mm;@"/></numFmts>'
            '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
            '<borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>'
            f'<cellXfs count="{len(formats)}">{cells}</cellXfs></styleSheet>')


def strings_xml(strings):
    inner = "".join(f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in strings)
    return HEAD + f'<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{inner}</sst>'


def types_xml(count, workbook="sheet.main"):
    inner = "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
                    f'ContentType="{SHEET_TYPE}.worksheet+xml"/>' for i in range(1, count + 1))
    main = workbook if "/" in workbook else f"{SHEET_TYPE}.{workbook}+xml"
    return (HEAD + f'<Types xmlns="{TYPES}">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>{inner}'
            f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPE}.styles+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET_TYPE}.sharedStrings+xml"/></Types>')
