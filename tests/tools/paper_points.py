#!/usr/bin/env python3
"""paper_points FILE.pdf KIND [FROM TO] - the form of a paper (Nghị định 30/2020, Phụ lục I) measured in its PDF.

FROM TO: its pages, where the file holds several papers. paper_points FILE.pdf --papers tells where each paper begins and
ends: its first page bears no number. KIND: the form's key; bao-cao-nam is a letter with annexes that lie on their side. Prints "ok POINT" or "FAIL POINT: what was found" for each point. Words and their
places come from pdftotext, fonts from pdffonts, drawn lines from the page's own content. Standard library only.
"""
import html
import re
import subprocess
import sys
import zlib

MM = 72 / 25.4
HEIGHT, WIDTH = 297 * MM, 210 * MM
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, WIDTH - 15 * MM, 20 * MM, HEIGHT - 20 * MM
EM = 1.107  # height of a word's box in ems: ascent and descent of the face
path, kind = sys.argv[1:3]
span = [int(n) for n in sys.argv[3:5]]


def out(*args):
    return subprocess.run(args, capture_output=True, check=True, text=True).stdout


def pages():
    found = []
    for page in out('pdftotext', '-bbox', path, '-').split('<page ')[1:]:
        words = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', page)
        found.append([(float(a), float(b), float(c), float(d), html.unescape(t)) for a, b, c, d, t in words])
    return found


def strokes():
    """Horizontal and vertical lines of all pages, page by page, y downward."""
    data, found = open(path, 'rb').read(), []
    for match in re.finditer(rb'stream\r?\n(.*?)\r?\nendstream', data, re.S):
        try:
            text = zlib.decompress(match[1]).decode('latin-1')
        except zlib.error:
            continue
        if ' BT' not in text and '\nBT' not in text and 'BT\n' not in text:
            continue
        flip = re.search(r'1 0 0 -1 0 ([\d.]+) cm', text)
        lines = []
        for x1, y1, x2, y2 in re.findall(r'([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l\s+S', text):
            x1, y1, x2, y2 = float(x1), float(y1), float(x2), float(y2)
            if not flip:
                y1, y2 = HEIGHT - y1, HEIGHT - y2
            lines.append((x1, y1, x2, y2))
        found.append(lines)
    return found


def point(name, good, seen=''):
    print(f'ok {name}' if good else f'FAIL {name}: {seen}')


def near(a, b, by=0.6):
    return abs(a - b) <= by


P, drawn = pages(), strokes()
annex = []
if kind == '--papers':
    begins = [i for i, page in enumerate(P, 1) if not any(w[3] < TOP for w in page)]
    for i, begin in enumerate(begins):
        print(begin, begins[i + 1] - 1 if i + 1 < len(begins) else len(P))
    sys.exit()
if span:
    P, drawn = P[span[0] - 1:span[1]], drawn[span[0] - 1:span[1]]
if kind == 'bao-cao-nam':
    sizes = [(float(w), float(h)) for w, h in re.findall(r'<page width="([\d.]+)" height="([\d.]+)">', out('pdftotext', '-bbox', path, '-'))]
    letter = sum(w < h for w, h in sizes)
    P, annex = P[:letter], P[letter:]
    lying = sizes[letter:]
letters = ('mau-01', 'mau-02', 'mau-02-chu-quan', 'mau-03', 'mau-04', 'bao-cao-nam')
unnumbered = ('thuyet-minh', 'quy-che', 'phuong-an', 'danh-muc')
first = P[0]
rows = {}
for w in first:
    rows.setdefault(round(w[3]), []).append(w)


def row_of(word, page=first, after=0.0):
    """The words of the line on which `word` first stands, within its own column."""
    for w in page:
        if w[4] == word and w[1] >= after:
            line = sorted((v for v in page if near(v[3], w[3], 1)), key=lambda v: v[0])
            side = w[0] < LEFT + 65 * MM
            return w, [v for v in line if (v[0] < LEFT + 65 * MM - 1) == side]
    return None, []


def middle(line):
    return (line[0][0] + line[-1][2]) / 2


def size(w):
    return (w[3] - w[1]) / EM


def rule_below(line):
    """The drawn line nearest below a line of text."""
    near_ones = [s for s in drawn[0] if near(s[1], s[3], 0.1) and 0 <= s[1] - line[0][3] < 9
                 and s[0] < line[-1][2] + 40 and s[2] > line[0][0] - 40]
    return min(near_ones, key=lambda s: s[1], default=None)


info = out('pdfinfo', path)
page_size = [float(v) for v in re.search(r'Page size:\s+([\d.]+) x ([\d.]+)', info).groups()]
point('A4', near(page_size[0], WIDTH) and near(page_size[1], HEIGHT), page_size)
everything = [w for page in P for w in page]
body = [w for i, page in enumerate(P) for w in page if i == 0 or w[3] > TOP]
point('left margin 30 mm', near(min(w[0] for w in body), LEFT), min(w[0] for w in body))
point('right margin 15 mm', max(w[2] for w in body) <= RIGHT + 0.6, max(w[2] for w in body))
point('top margin 20 mm', near(min(w[1] for w in first), TOP, 1.5), min(w[1] for w in first))
low = [w for w in body if w[3] > BOTTOM + 1 and w[4] not in 'SỐ LIỆU MINH HỌA']
point('bottom margin 20 mm', not low, low[:3])
fonts = [line.split() for line in out('pdffonts', path).splitlines()[2:]]
point('only Times faces, embedded', fonts and all('LiberationSerif' in f[0] and 'yes' in f for f in fonts), fonts)
column = LEFT + 65 * MM + 50 * MM
w, line = row_of('CỘNG')
point('quốc hiệu: 12 pt, centred', w and near(size(w), 12, 0.1) and near(middle(line), column, 1), line[:1])
w, line = row_of('Độc')
point('tiêu ngữ: 13 pt, centred', w and near(size(w), 13, 0.1) and near(middle(line), column, 1), line[:1])
s = rule_below(line)
point('its line as long as the text', s and near(s[2] - s[0], line[-1][2] - line[0][0], 0.8) and near(s[0], line[0][0], 0.8), s)
issuer = [v for v in first if v[2] < LEFT + 65 * MM + 1 and v[1] < TOP + 80 and v[4] != 'Số:' and near(size(v), 12, 0.1)]
bottom = max((v[3] for v in issuer if v[3] < TOP + 75), default=0)
candidates = [r for r in drawn[0] if near(r[1], r[3], 0.1) and r[2] < LEFT + 65 * MM and r[1] < TOP + 95]
if candidates:
    rule = candidates[0]
    above = [v for v in issuer if 0 <= rule[1] - v[3] < 9]
    long = max(v[2] for v in above) - min(v[0] for v in above) if above else 1
    share = (rule[2] - rule[0]) / long
    point('line under the issuing body: a third to a half', 1 / 3 <= share <= 0.5, share)
else:
    point('line under the issuing body: a third to a half', False, bottom)
day = next((v for v in first if v[4] == 'ngày' and v[0] > LEFT + 65 * MM and v[1] < TOP + 120), None)
number = next((v for v in first if v[4].startswith('Số:')), None)
same = day and (kind in unnumbered or (number and near(day[3], number[3], 0.2)))
point('place and day: 13 pt, level with the number', same and near(size(day), 13, 0.1), (day, number))
if kind in letters:
    w, line = row_of('V/v')
    point('V/v: 12 pt, under the number', w and near(size(w), 12, 0.1) and w[1] > number[1] and w[2] < LEFT + 65 * MM, w)
else:
    title = next((v for v in first if v[4] in ('TỜ', 'THUYẾT', 'QUYẾT', 'QUY', 'DANH')), None)
    line = [v for v in first if title and near(v[3], title[3], 0.5)]
    point('title: 14 pt, centred', title and near(size(title), 14, 0.1) and near(middle(line), (LEFT + RIGHT) / 2, 1), title)
    about = [r for r in drawn[0] if near(r[1], r[3], 0.1) and title and r[1] > title[3] and r[1] < title[3] + 90
             and near((r[0] + r[2]) / 2, (LEFT + RIGHT) / 2, 1)]
    text = [v for v in first if about and 0 <= about[0][1] - v[3] < 9]
    share = (about[0][2] - about[0][0]) / (max(v[2] for v in text) - min(v[0] for v in text)) if text else 0
    point('line under the trích yếu: a third to a half', 1 / 3 <= share <= 0.51, share)
begins = {'bao-cao-nam': 'Thực', 'mau-04': 'I.', 'quy-che': 'Điều'}.get(kind, 'Căn')  # a word that begins a line
w = next((v for v in everything if v[4] == begins), None)
point('first line 1.27 cm, 14 pt', w and near(w[0], LEFT + 12.7 * MM) and near(size(w), 14, 0.1), w)
head = [[v for v in page if v[3] < TOP] for page in P]
numbers = [[v[4] for v in page] for page in head]
point('page 1 without a number, the others numbered', numbers == [[]] + [[str(i)] for i in range(2, len(P) + 1)], numbers)
if len(P) > 1 and head[1]:
    v = head[1][0]
    point('number: 13 pt, centred in the top margin', near(size(v), 13, 0.1) and near((v[0] + v[2]) / 2, (LEFT + RIGHT) / 2, 1), v)
last = next((page for page in reversed(P) if any(v[4] == 'Nơi' for v in page)), [])
copies, post = next((v for v in last if v[4] == 'Nơi'), None), next((v for v in last if v[4] in ('ĐẠI', 'GIÁM')), None)
point('Nơi nhận: 12 pt at the margin, level with the post',
      copies and post and near(size(copies), 12, 0.1) and near(copies[0], LEFT) and near(copies[1], post[1], 4)
      and post[0] > (LEFT + RIGHT) / 2 - 1, (copies, post))
if kind == 'thuyet-minh':
    sides = sorted({round(r[0] - LEFT, 1) for page in drawn for r in page if near(r[0], r[2], 0.1)})
    wanted = [0, 11, 65, 115, 165]
    point('table columns 11, 54, 50, 50 mm', all(any(near(s, w * MM, 0.3) for s in sides) for w in wanted), sides)
if kind == 'bao-cao-nam':
    point('annexes: A4 on its side', annex and all(near(w, HEIGHT) and near(h, WIDTH) for w, h in lying), lying)
    inside = [w for page in annex for w in page if w[3] > TOP]
    point('annexes: 30 and 15 mm at the sides', min(w[0] for w in inside) >= LEFT - 0.6 and max(w[2] for w in inside) <= HEIGHT - 15 * MM + 0.6,
          (min(w[0] for w in inside), max(w[2] for w in inside)))
    low = [w for w in inside if w[3] > WIDTH - 20 * MM + 1 and w[4] not in 'SỐ LIỆU MINH HỌA']
    point('annexes: nothing runs over the foot', not low, low[:3])
    begins = [i for i, page in enumerate(annex) if any(w[4] == 'Phụ' and near(size(w), 14, 0.1) for w in page)]
    point('annexes: two, each beginning a page', len(begins) == 2 and begins[0] == 0, begins)
    heads = [any(w[4] == 'STT' for w in page) for page in annex]
    point('annexes: the head of the table on every page', heads and all(heads), heads)
    wanted, seen = [], []
    for i, page in enumerate(annex):
        wanted.append(1 if i in begins else wanted[-1] + 1)
        seen.append([w[4] for w in page if w[3] < TOP])
    point('annexes: numbered from 1, the first page without', seen == [[] if n == 1 else [str(n)] for n in wanted], seen)
    cells = [w for page in annex for w in page if w[4] == 'STT']
    point('annexes: 11 pt', cells and all(near(size(w), 11, 0.1) for w in cells), [size(w) for w in cells][:3])
