#!/usr/bin/env python3
"""gen_docx - papers' templates: from a short description to a plain docx, and docx files to C.

usage: gen_docx.py FORM OUT.docx
       gen_docx.py --table MODULE NAME OUT.h OUT.c PACK/KEY=FILE.docx...

The page is that of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, margins 20/20/30/15 mm, Times New Roman,
sizes 12/13/13 in the head and 14 in the body. A description has one command a line:

  # …                 a comment
  head TEXT           the head: superior and issuing body | quốc hiệu, tiêu ngữ; TEXT is the number line
                      (none when empty) beside place and date
  subject TEXT        V/v … of a công văn, under the number
  dated NAME          the day is the value NAME once it is known, else blank to be filled in by hand
  title TEXT          name of the paper, capitals
  about NAME          list NAME of rows {{dong}}: what the paper is about, with a drawn line below
  to TEXT             Kính gửi: …
  authority TEXT      who decides, and "QUYẾT ĐỊNH:"; capitals in the middle of a decision's page
  chapter LABEL|TITLE a chapter of a regulation
  basis TEXT          one Căn cứ, italic
  part / section / p / item / close TEXT     heading · sub-heading · body · "- " line · last sentence
  table W1 W2 …       widths in mm; then th and tr lines, cells parted by |
  th / tr TEXT|TEXT   head row, repeated on each page · row, not split
  each / when / unless / end NAME     a block; inside a table its rows
  small               the table that follows is set in 11 points
  annex LABEL|TITLE|NOTE   an annex on pages of its own, lying on their side, numbered from 1
  done                ends a table where a block follows it
  copies TEXT|TEXT    the lines of Nơi nhận; stands before sign
  sign POST           signature block; POST may be [[name|LINE / LINE]]

In TEXT: *bold*, ~italic~, \\* a star, {{name}} and the other marks of kit/documents, and [[name]] or [[name|blank]]:
the value, or "[cần bổ sung]" or the blank where there is none; ° is a space at which no line breaks.
"""
import hashlib
import io
import re
import sys
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MISSING = '[cần bổ sung]'


def twips(mm):
    return round(mm * 1440 / 25.4)


TEXT, LEFT, RIGHT, HALF = twips(165), twips(65), twips(100), twips(82.5)

# id: (name shown in Word, paragraph properties, run properties). Order inside follows the schema.
def par(jc, before=0, after=0, line=240, first=0, left=0, keep='', rule='auto'):
    return (f'{keep}<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'
            f'<w:ind w:left="{left}" w:right="0" w:firstLine="{first}"/><w:jc w:val="{jc}"/>')


def run(size, bold=False, italic=False):
    return ('<w:b/>' * bold + '<w:i/>' * italic + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')


NEXT = '<w:keepNext/>'
LINE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
STYLES = {
    'CoQuanTren': ('Cơ quan cấp trên', par('center'), run(24)),
    'CoQuan': ('Cơ quan ban hành', par('center'), run(24, bold=True)),
    'QuocHieu': ('Quốc hiệu', par('center'), run(24, bold=True)),
    'TieuNgu': ('Tiêu ngữ', par('center'), run(26, bold=True)),
    'KeNgang': ('Kẻ ngang', LINE + par('center', before=80, line=40, rule='exact'), run(2)),
    'SoKyHieu': ('Số, ký hiệu', par('center', before=60), run(26)),
    'DiaDanh': ('Địa danh, ngày tháng', par('center', before=60), run(26, italic=True)),
    'TrichYeuCongVan': ('Trích yếu công văn', par('center', before=120), run(24)),
    'TenLoai': ('Tên loại văn bản', par('center', before=360, keep=NEXT), run(28, bold=True)),
    'TrichYeu': ('Trích yếu', par('center', keep=NEXT), run(28, bold=True)),
    'ThamQuyen': ('Thẩm quyền ban hành', par('center', before=240, after=120, keep=NEXT), run(28, bold=True)),
    'Chuong': ('Chương', par('center', before=240, keep=NEXT), run(28, bold=True)),
    'KinhGui': ('Kính gửi', par('center', before=300, after=180), run(28)),
    'CanCu': ('Căn cứ', par('both', before=120, line=288, first=720), run(28, italic=True)),
    'Phan': ('Phần, mục lớn', par('both', before=180, line=288, first=720, keep=NEXT), run(28, bold=True)),
    'Muc': ('Mục', par('both', before=120, line=288, first=720, keep=NEXT), run(28, bold=True)),
    'ThanBai': ('Thân bài', par('both', before=120, line=288, first=720), run(28)),
    'KetThuc': ('Câu kết', par('both', before=120, after=240, line=288, first=720, keep=NEXT), run(28)),
    'BangDau': ('Bảng: đầu', par('center', before=40, after=40), run(24, bold=True)),
    'BangChu': ('Bảng: chữ', par('left', before=40, after=40), run(24)),
    'BangGiua': ('Bảng: giữa', par('center', before=40, after=40), run(24)),
    'BangDauNho': ('Bảng nhỏ: đầu', par('center', before=20, after=20), run(22, bold=True)),
    'BangChuNho': ('Bảng nhỏ: chữ', par('left', before=20, after=20), run(22)),
    'BangGiuaNho': ('Bảng nhỏ: giữa', par('center', before=20, after=20), run(22)),
    'PhuLuc': ('Phụ lục', par('center', keep=NEXT), run(28, bold=True)),
    'PhuLucTen': ('Phụ lục: tên', par('center', keep=NEXT), run(28, bold=True)),
    'PhuLucKem': ('Phụ lục: kèm theo', par('center', after=180, keep=NEXT), run(28, italic=True)),
    'SauBang': ('Sau bảng', par('both', line=20, rule='exact'), run(2)),
    'NoiNhan': ('Nơi nhận', par('left'), run(24, bold=True, italic=True)),
    'NoiNhanDong': ('Nơi nhận: dòng', par('left'), run(22)),
    'QuyenHan': ('Quyền hạn, chức vụ', par('center', keep=NEXT), run(28, bold=True)),
    'HoTen': ('Họ tên người ký', par('center'), run(28, bold=True)),
    'SoTrang': ('Số trang', par('center'), run(26)),
    'MinhHoa': ('Số liệu minh họa', par('center'), run(26, bold=True)),
}


STAR = '\ue000'


def escape(text):
    return text.replace(STAR, '*').replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


def expand(text):
    """[[name|blank]] as marks of the filler, ° as a no-break space."""
    text = text.replace('°', '\u00a0')

    def one(match):
        name, _, blank = match[1].partition('|')
        return f'{{{{?{name}}}}}{{{{{name}}}}}{{{{/{name}}}}}{{{{^{name}}}}}{blank or MISSING}{{{{/{name}}}}}'
    return re.sub(r'\[\[([^\]]+)\]\]', one, text)


def runs(text):
    out = ''
    for piece in re.split(r'(\*[^*]+\*|~[^~]+~)', expand(text.replace('\\*', STAR))):
        if not piece:
            continue
        bold, italic = piece[0] == '*' and len(piece) > 2, piece[0] == '~' and len(piece) > 2
        props = '<w:b/>' * bold + '<w:i/>' * italic
        inner = piece[1:-1] if bold or italic else piece
        out += '<w:r>' + (f'<w:rPr>{props}</w:rPr>' if props else '')
        out += f'<w:t xml:space="preserve">{escape(inner)}</w:t></w:r>'
    return out


def p(style, text=''):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs(text)}</w:p>\n'


def rule(name):
    """A drawn line; the filler sets its indents."""
    return (f'<w:p><w:pPr><w:pStyle w:val="KeNgang"/><w:ind w:left="0" w:right="0"/></w:pPr>'
            f'{runs("{{-" + name + "}}")}</w:p>\n')


def lines(style, name):
    return p(style, '{{#' + name + '}}') + p(style, '{{dong}}') + p(style, '{{/' + name + '}}')


def cell(width, inside):
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>\n{inside}</w:tc>\n'


def table(widths, rows, borders=False):
    lined = ''.join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
                    for side in ('top', 'left', 'bottom', 'right', 'insideH', 'insideV'))
    pad = 57 if borders else 0
    return ('<w:tbl><w:tblPr>' + f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            + (f'<w:tblBorders>{lined}</w:tblBorders>' if borders else '')
            + '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
            + f'<w:left w:w="{pad}" w:type="dxa"/><w:right w:w="{pad}" w:type="dxa"/>'
            + '</w:tblCellMar></w:tblPr><w:tblGrid>'
            + ''.join(f'<w:gridCol w:w="{w}"/>' for w in widths) + '</w:tblGrid>\n' + rows + '</w:tbl>\n')


def row(cells, props=''):
    return '<w:tr>' + (f'<w:trPr>{props}</w:trPr>' if props else '') + cells + '</w:tr>\n'


def mark_row(widths, mark):
    """The first cell holds the mark; the row vanishes when the paper is made."""
    return row(cell(widths[0], p('BangChu', mark)) + ''.join(cell(w, p('BangChu')) for w in widths[1:]))


def head(number, subject, dated=''):
    left = (lines('CoQuanTren', 'cap_tren') + lines('CoQuan', 'co_quan') + p('CoQuan', '{{^co_quan}}')
            + p('CoQuan', '(TÊN CƠ QUAN, TỔ CHỨC)') + p('CoQuan', '{{/co_quan}}') + rule('ke_co_quan'))
    right = (p('QuocHieu', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
             + p('TieuNgu', 'Độc lập - Tự do - Hạnh phúc') + rule('ke_tieu_ngu'))
    below = (p('SoKyHieu', number) if number else p('SoKyHieu')) + (p('TrichYeuCongVan', subject) if subject else '')
    blank = 'ngày      tháng      năm {{nam}}'
    day = p('DiaDanh', '[[dia_danh|…………]], ' + (f'[[{dated}|{blank}]]' if dated else blank))
    return table([LEFT, RIGHT], row(cell(LEFT, left) + cell(RIGHT, right)) + row(cell(LEFT, below) + cell(RIGHT, day)))


def signature(post, copies):
    left = p('NoiNhan', 'Nơi nhận:') + ''.join(p('NoiNhanDong', line) for line in copies)
    blank = re.fullmatch(r'\[\[(\w+)\|(.+)\]\]', post)
    if blank:
        name, lines_ = blank[1], blank[2].split(' / ')
        right = (p('QuyenHan', '{{?' + name + '}}') + p('QuyenHan', '{{' + name + '}}') + p('QuyenHan', '{{/' + name + '}}')
                 + p('QuyenHan', '{{^' + name + '}}') + ''.join(p('QuyenHan', line) for line in lines_)
                 + p('QuyenHan', '{{/' + name + '}}'))
    else:
        right = p('QuyenHan', post)
    right += p('QuyenHan') * 4 + p('HoTen', '{{nguoi_ky}}')
    return table([HALF, HALF], row(cell(HALF, left) + cell(HALF, right), '<w:cantSplit/>'))


class Form:
    def __init__(self, text):
        self.out, self.number, self.subject, self.copies = '', None, '', []
        self.widths, self.rows, self.dated, self.small, self.lying = None, '', '', '', False
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.startswith('#'):
                continue
            command, _, rest = line.partition(' ')
            method = getattr(self, 'do_' + command, None)
            if method is None:
                sys.exit(f'line {number}: unknown command {command}')
            if command not in ('th', 'tr', 'each', 'when', 'unless', 'end') or self.widths is None:
                self.flush(command)
            method(rest.strip())
        self.flush('')

    def flush(self, command):
        if self.widths is not None:
            self.out += table(self.widths, self.rows, borders=True) + p('SauBang')
            self.widths, self.rows, self.small = None, '', ''
        if self.number is not None and command not in ('subject', 'dated'):
            self.out += head(self.number, self.subject, self.dated)
            self.number = None

    def mark(self, sign, name):
        if self.widths is None:
            self.out += p('ThanBai', '{{' + sign + name + '}}')
        else:
            self.rows += mark_row(self.widths, '{{' + sign + name + '}}')

    def cells(self, text, style, props):
        texts = [t.strip() for t in text.split('|')] if '[[' not in text else self.split(text)
        if len(texts) != len(self.widths):
            sys.exit(f'{text}: {len(self.widths)} cells wanted')
        inner = ''
        for width, t in zip(self.widths, texts):
            centred = style == 'BangChu' and t.startswith('^')
            inner += cell(width, p(('BangGiua' if centred else style) + self.small, t[1:] if centred else t))
        self.rows += row(inner, props)

    @staticmethod
    def split(text):
        """At | outside [[…]]."""
        return [t.strip() for t in re.split(r'\|(?![^\[]*\]\])', text)]

    def do_head(self, t): self.number = t
    def do_subject(self, t): self.subject = t
    def do_dated(self, t): self.dated = t
    def do_small(self, t): self.small = 'Nho'
    def do_annex(self, t):
        label, title, note = self.split(t)
        self.out += p('SauBang').replace('</w:pPr>', section(self.lying) + '</w:pPr>')
        self.out += p('PhuLuc', label) + p('PhuLucTen', title) + p('PhuLucKem', note)
        self.lying = True
    def do_title(self, t): self.out += p('TenLoai', t)
    def do_about(self, t): self.out += lines('TrichYeu', t) + rule('ke_trich_yeu')
    def do_to(self, t): self.out += p('KinhGui', t)
    def do_authority(self, t): self.out += p('ThamQuyen', t)
    def do_chapter(self, t): self.out += ''.join(p('Chuong', line) for line in self.split(t))
    def do_basis(self, t): self.out += p('CanCu', t)
    def do_part(self, t): self.out += p('Phan', t)
    def do_section(self, t): self.out += p('Muc', t)
    def do_p(self, t): self.out += p('ThanBai', t)
    def do_item(self, t): self.out += p('ThanBai', '- ' + t)
    def do_close(self, t): self.out += p('KetThuc', t)
    def do_table(self, t): self.widths = [twips(float(w)) for w in t.split()]
    def do_th(self, t): self.cells(t, 'BangDau', '<w:cantSplit/><w:tblHeader/>')
    def do_tr(self, t): self.cells(t, 'BangChu', '<w:cantSplit/>')
    def do_each(self, t): self.mark('#', t)
    def do_when(self, t): self.mark('?', t)
    def do_unless(self, t): self.mark('^', t)
    def do_end(self, t): self.mark('/', t)
    def do_copies(self, t): self.copies = [line.strip() for line in self.split(t)]
    def do_done(self, t): pass
    def do_sign(self, t): self.out += signature(t, self.copies)


def section(lying):
    """The page: upright, or on its side with numbers of its own."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if lying else 'w:w="11906" w:h="16838"'
    return ('<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
            '<w:headerReference w:type="first" r:id="rId4"/>'
            '<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="first" r:id="rId5"/>'
            f'<w:pgSz {size}/>'
            f'<w:pgMar w:top="{twips(20)}" w:right="{twips(15)}" w:bottom="{twips(20)}" w:left="{twips(30)}"'
            f' w:header="{twips(10)}" w:footer="{twips(10)}" w:gutter="0"/>'
            + '<w:pgNumType w:start="1"/>' * lying + '<w:titlePg/></w:sectPr>')


def document(form):
    # A paragraph must follow the last table; it is as low as can be.
    return XML + f'<w:document {W} {R}><w:body>\n{form.out}{p("SauBang")}{section(form.lying)}</w:body></w:document>\n'


def styles():
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>'
    out = (XML + f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="000000"/>'
           '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
           '</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\n'
           '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>\n')
    for ident, (name, para, chars) in STYLES.items():
        out += (f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{ident}"><w:name w:val="{name}"/>'
                f'<w:basedOn w:val="Normal"/><w:pPr>{para}</w:pPr><w:rPr>{chars}</w:rPr></w:style>\n')
    return out + '</w:styles>\n'


HEADER = (XML + f'<w:hdr {W}>' + '<w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr>'
          '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
          '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
          '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>\n')
FIRST = XML + f'<w:hdr {W}>{p("SoTrang")}</w:hdr>\n'
# Papers of a demonstration say so below each page.
FOOTER = XML + f'<w:ftr {W}>' + p('MinhHoa', '{{minh_hoa}}') + '</w:ftr>\n'
TYPES = (XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         + ''.join(f'<Override PartName="/word/{part}.xml" ContentType='
                   f'"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
                   for part, kind in (('document', 'document.main'), ('styles', 'styles'), ('settings', 'settings'),
                                      ('header1', 'header'), ('header2', 'header'), ('footer1', 'footer'))) + '</Types>\n')
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'


def relations(*pairs):
    return (XML + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + ''.join(f'<Relationship Id="rId{i}" Type="{OFFICE}{kind}" Target="{target}"/>'
                      for i, (kind, target) in enumerate(pairs, 1)) + '</Relationships>\n')


SETTINGS = (XML + f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat>'
            '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            '</w:compat><w:themeFontLang w:val="vi-VN"/></w:settings>\n')


def build(text):
    parts = {
        '[Content_Types].xml': TYPES,
        '_rels/.rels': relations(('officeDocument', 'word/document.xml')),
        'word/document.xml': document(Form(text)),
        'word/_rels/document.xml.rels': relations(('styles', 'styles.xml'), ('settings', 'settings.xml'),
                                                  ('header', 'header1.xml'), ('header', 'header2.xml'),
                                                  ('footer', 'footer1.xml')),
        'word/styles.xml': styles(),
        'word/settings.xml': SETTINGS,
        'word/header1.xml': HEADER,
        'word/header2.xml': FIRST,
        'word/footer1.xml': FOOTER,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            z.writestr(info, content.encode())
    return out.getvalue()


def write_table(module, table_name, out_h, out_c, pairs):
    note = '// Written by tools/gen_docx.py. Not to be edited.\n'
    blob, entries = b'', ''
    for pair in pairs:
        name, path = pair.split('=', 1)
        pack, key = name.split('/')
        data = open(path, 'rb').read()
        entries += (f'    {{ STR("{pack}"), STR("{key}"), {{ (const char *)bytes + {len(blob)}, {len(data)} }},\n'
                    f'      STR("{hashlib.sha256(data).hexdigest()}") }},\n')
        blob += data
    guard, one = f'{table_name.upper()}_GEN_H', table_name[:-1]
    with open(out_h, 'w') as f:
        f.write(note + f'#ifndef {guard}\n#define {guard}\n\n#include "kit/base/base.h"\n\n'
                f'typedef struct {one} {{ // a docx embedded in the program\n'
                f'    str pack, key, bytes, sha256;\n}} {one};\n\n'
                f'enum {{ {table_name.upper()} = {len(pairs)} }};\n'
                f'extern const {one} {table_name}[{table_name.upper()}];\n\n#endif\n')
    with open(out_c, 'w') as f:
        f.write(note + f'#include "modules/{module}/{table_name}.gen.h"\n\nstatic const unsigned char bytes[] = {{\n')
        for i in range(0, len(blob), 24):
            f.write('    ' + ','.join(str(b) for b in blob[i:i + 24]) + ',\n')
        f.write(f'}};\n\nconst {one} {table_name}[{table_name.upper()}] = {{\n' + entries + '};\n')


def main(args):
    if args[:1] == ['--table']:
        write_table(args[1], args[2], args[3], args[4], args[5:])
        return
    source, target = args
    with open(source, encoding='utf-8') as f:
        data = build(f.read())
    with open(target, 'wb') as f:
        f.write(data)


main(sys.argv[1:])
