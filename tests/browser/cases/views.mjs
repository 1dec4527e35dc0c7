// views.mjs - the list as people live in it: columns, order, views kept and shared, the same in the sheet and
// on paper, at 200 % and 400 %.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, go, openContext, place, press, root, same, test } from '../harness.mjs';
import { sideways } from './looks.mjs';
import { enter, windowOf } from './people.mjs';

const heads = page => page.locator('table.cards thead th:not(.pick)').allInnerTexts();
const names = page => page.locator('table.cards tbody th').allInnerTexts();
const asked = '/he-thong?level=2&state=running&order=level&cols=name,level,approval,approval_expected,contact_name';

export async function views(world) {
  const { demo } = world;
  for (const who of ['head', 'operator', 'appraiser']) {
    await test(`views: the ${who} of the demo enters`, () => enter(world, who, { link: demo.links[who] }));
  }
  const head = await windowOf(world, 'head'), mate = await windowOf(world, 'appraiser'), other = await windowOf(world, 'operator');

  await test('views: columns are chosen by number, and by buttons with scripts', async () => {
    await go(head, `${demo.url}/he-thong?level=2`);
    await press(head, 'a[href^="/he-thong/cot"]');
    for (const input of await head.locator('.places input').all()) await input.fill('');
    await head.fill('#f-n-approval', '2');
    await head.fill('#f-n-level', '1');
    await head.locator('#f-n-level ~ button').nth(1).click(); // one place down
    same([await head.inputValue('#f-n-approval'), await head.inputValue('#f-n-level')], ['1', '2'], 'places after moving');
    await press(head, 'button[value=apply]');
    same(await heads(head), ['Tên hệ thống', 'Tình trạng phê duyệt', 'Cấp độ'], 'columns of the list');
    same(new URL(head.url()).searchParams.get('level'), '2', 'the filter is still there');
    await go(head, `${demo.url}/he-thong/cot?do=apply&n-code=mot`, 422);
    expect(await head.locator('#loi').isVisible(), 'a wrong place is not told');
    same(await head.inputValue('#f-n-code'), 'mot', 'what was typed');
  });

  await test('views: a list by level has the highest first', async () => {
    await go(head, `${demo.url}/he-thong?order=level&cols=name,level`);
    const levels = (await head.locator('table.cards tbody td .level').allInnerTexts()).map(t => +t.replace(/\D/g, '') || 0);
    same(levels, [...levels].sort((a, b) => b - a), 'levels from top to bottom');
    expect(levels[0] > levels.at(-1), 'all of one level: nothing is shown by this');
  });

  let link;
  await test('views: filter, columns and order are kept under a name and shared with the body', async () => {
    await go(head, demo.url + asked);
    await press(head, 'a[href^="/he-thong/xem/luu"]');
    expect((await head.locator('dl.facts').innerText()).includes('Cấp 2'), 'what is kept is not told in words');
    await head.fill('#f-name', '');
    await head.evaluate(() => document.querySelector('#f-name').removeAttribute('required'));
    await press(head, 'main .actions button');
    expect(await head.locator('#loi').isVisible(), 'a view without a name');
    await head.fill('#f-name', 'Cấp 2 đang chạy');
    await head.check('input[name=reach][value=body]');
    await press(head, 'main .actions button');
    link = head.url();
    same(new URL(link).pathname + new URL(link).search.replace(/\d+/, 'N'), '/he-thong?view=N', 'where one is then');
    same(await head.locator('.views a[aria-current=page]').innerText(), 'Cấp 2 đang chạy', 'the view that is open');
  });
  await test('views: the link opens the same for a colleague, within what they may see', async () => {
    await go(head, link);
    const [wanted, columns] = [await names(head), await heads(head)];
    await go(mate, link);
    same(await heads(mate), columns, 'columns');
    same(await names(mate), wanted, 'systems');
    await go(other, link);
    expect((await other.locator('.notice-warn').innerText()).includes('Chế độ xem này'), 'a stranger is not told');
    expect(await other.locator('table.cards tbody tr').count() > 0, 'and sees nothing of their own');
  });
  await test('views: taking a condition away leaves the view behind, and it can take the change in', async () => {
    await go(head, link);
    await press(head, '.chip');
    expect((await head.locator('.views').innerText()).includes('khác với'), 'the difference is not told');
    same(new URL(head.url()).searchParams.get('level'), null, 'the level is still asked');
    await press(head, '.views button[value=replace]');
    await go(mate, link);
    same((await mate.locator('.chip').allInnerTexts()).length, 1, 'conditions the colleague now sees');
    await go(mate, `${demo.url}${new URL(link).pathname}/xem/${new URL(link).searchParams.get('view')}`, 403);
  });
  await test('views: a view of what is no longer there says so', async () => {
    await go(mate, `${demo.url}/he-thong/xem/luu?level=2`);
    await mate.fill('#f-name', 'Của tôi');
    await mate.evaluate(() => { document.querySelector('input[name=query]').value = 'level=2&state=running&cols=name,level,da-bo&owner=KHONG-CO'; });
    await press(mate, 'main .actions button');
    expect(await mate.locator('table.cards tbody tr').count() > 0, 'the rest of the view shows nothing');
    same((await mate.locator('.chip').allInnerTexts()).length, 2, 'conditions that are left');
  });
  await test('views: a list begins with the view that was chosen for it', async () => {
    await go(mate, `${demo.url}/he-thong/xem`);
    await press(mate, 'tr:has-text("Cấp 2 đang chạy") button[value=begin]');
    await go(mate, `${demo.url}/he-thong`);
    same(await mate.locator('.views a[aria-current=page]').innerText(), 'Cấp 2 đang chạy', 'what the list begins with');
    await press(mate, '.views li:first-child a');
    same(await mate.locator('.views a[aria-current=page]').innerText(), 'Tất cả hệ thống', 'all systems');
    await go(mate, `${demo.url}/he-thong/xem`);
    await press(mate, 'button[value=begin-all]');
  });

  await test('views: the sheet has the columns, rows, days and numbers of the screen', async () => {
    await go(head, demo.url + asked);
    const screen = { heads: await heads(head), names: await names(head), total: +(await head.locator('.pager p').innerText()).match(/(\d+)\D*$/)[1] };
    const href = await head.locator('a[href^="/he-thong/xuat?"]').first().getAttribute('href');
    const started = Date.now();
    const answer = await head.request.get(demo.url + href);
    expect(Date.now() - started < 5000, 'the sheet took more than 5 s');
    const file = join(place, 'danh-sach.xlsx');
    writeFileSync(file, await answer.body());
    const sheets = JSON.parse(execFileSync('python3', ['-c', reader, file, join(root, 'tests/tools')], { encoding: 'utf8' }));
    const [filter, seen] = sheets;
    expect(JSON.stringify(filter).includes('Cấp độ') && JSON.stringify(filter).includes('Đang vận hành'), 'the filter is not in its sheet');
    same(seen[0], screen.heads, 'columns of the sheet');
    same(seen.length - 1, screen.total, 'rows of the sheet');
    same(seen.slice(1, 1 + screen.names.length).map(r => r[0]), screen.names, 'names in the order of the screen');
    expect(seen.slice(1).every(r => r[1] === 2), 'a level is no number');
    const days = seen.slice(1).map(r => r[3]).filter(v => v !== null);
    expect(days.length > 0 && days.every(v => typeof v === 'number' && v > 40000), 'a day is no day');
  });

  await test('views: the list on paper is A4, its head on each page, no row cut, nothing to click', async () => {
    await go(head, `${demo.url}/he-thong`);
    const file = join(place, 'in.pdf');
    writeFileSync(file, await head.pdf({ preferCSSPageSize: true }));
    const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    expect(/Page size:\s+59[45]\S* x 84[12]\S*/.test(info), `not A4: ${info.match(/Page size.*/)}`);
    const pages = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').filter(p => p.trim());
    expect(pages.length > 1, 'one page shows nothing of this');
    for (const [i, text] of pages.entries()) expect(/Mã hệ/.test(text), `page ${i + 1} has no head`);
    for (const word of ['Thêm hệ thống', 'Lọc', 'Xuất xlsx', 'Chọn cột', 'Ctrl K', 'Hướng dẫn', 'Đánh dấu']) {
      expect(!pages[0].includes(word), `"${word}" is printed`);
    }
    await head.emulateMedia({ media: 'print' });
    same(await head.evaluate(() => getComputedStyle(document.querySelector('tbody tr')).breakInside), 'avoid', 'a row may be cut');
    await head.emulateMedia({ media: 'screen' });
  });

  for (const [name, width, height] of [['200 %', 640, 400], ['400 %', 320, 256]]) {
    await test(`views: nothing runs sideways at ${name}`, async () => {
      const context = await openContext('D', 'light', { storageState: world.cookies.head, viewport: { width, height } });
      const page = await context.newPage();
      for (const path of ['/he-thong', asked, '/he-thong/cot', '/he-thong/xem', '/he-thong/xac-nhan', '/tim?q=he', '/phim-tat']) {
        await go(page, demo.url + path);
        same(await sideways(page), [], path);
      }
      await context.close();
    });
  }

  await test('views: a view is dropped and its link says so', async () => {
    await go(head, `${demo.url}/he-thong/xem/${new URL(link).searchParams.get('view')}`);
    await press(head, 'button[value=drop]');
    await go(mate, link);
    expect(await mate.locator('.notice-warn').isVisible(), 'nothing is told of the view that is gone');
  });
}

// The cells of a workbook: text, numbers, null.
const reader = `
import json, sys, zipfile, re
import xml.etree.ElementTree as E
n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
z = zipfile.ZipFile(sys.argv[1])
strings = []
if 'xl/sharedStrings.xml' in z.namelist():
    for si in E.fromstring(z.read('xl/sharedStrings.xml')): strings.append(''.join(t.text or '' for t in si.iter(n + 't')))
def column(ref):
    value = 0
    for letter in re.match('[A-Z]+', ref).group(0): value = value * 26 + ord(letter) - 64
    return value
out = []
for name in sorted(f for f in z.namelist() if re.match(r'xl/worksheets/sheet\\d+\\.xml', f)):
    rows = []
    for row in E.fromstring(z.read(name)).iter(n + 'row'):
        cells = []
        for c in row.iter(n + 'c'):
            while len(cells) < column(c.get('r')): cells.append(None)
            v, t = c.find(n + 'v'), c.get('t')
            if t == 's': value = strings[int(v.text)]
            elif t == 'inlineStr': value = ''.join(x.text or '' for x in c.iter(n + 't'))
            else: value = float(v.text) if v is not None and v.text else None
            cells[-1] = int(value) if isinstance(value, float) and value == int(value) else value
        rows.append(cells)
    wide = max((len(r) for r in rows), default=0)
    out.append([r + [None] * (wide - len(r)) for r in rows])
print(json.dumps(out))
`;
