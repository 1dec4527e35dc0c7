// controls.mjs - the requirement sheet at a browser: 30 rows pasted from a spreadsheet (UX check 11), undo, keys,
// two people, a lost connection, one requirement a page on a phone.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { axe, expect, go, openContext, press, same, sidewaysScroll, test } from '../harness.mjs';

const rowsOf = (page, n) => page.evaluate(n => [...document.querySelectorAll('#bang tr[data-c]')].slice(0, n)
  .map(r => [...r.cells].slice(2, 9).map(c => c.textContent.trim())), n);
const saved = page => page.waitForFunction(() => /Đã (lưu|dán|hoàn tác)/i.test(document.getElementById('da-luu').textContent));
const paste = (page, text, html = '') => page.evaluate(([text, html]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  if (html) data.setData('text/html', html);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, [text, html]);
const cell = (page, control, field) => page.evaluateHandle(([control, field]) => {
  const at = [...document.querySelectorAll('#bang thead th')].findIndex(h => h.dataset.field === field);
  return document.querySelector(`#bang tr[data-c="${control}"]`).cells[at];
}, [control, field]);

export async function controls(world) {
  const { demo } = world, context = await openContext('D', 'light'), page = await context.newPage();
  let sheet = '';
  await test('controls: a system gets its sheet from its page', async () => {
    for (const role of ['operator', 'specialist', 'head']) {
      await page.goto(demo.links[role]);
      await go(page, `${demo.url}/he-thong`);
      await page.goto(new URL(await page.locator('table.cards th[scope=row] a').first().getAttribute('href'), demo.url).href);
      await press(page, 'a[href$="/yeu-cau"]');
      if (await page.locator('#f-level').count()) break;
    }
    await page.selectOption('#f-level', '3');
    await page.selectOption('#f-pack', 'nd331');
    await press(page, 'main form button[type=submit]');
    sheet = page.url();
    same(await page.locator('#bang tr[data-c]').count(), 195, 'rows of level 3');
  });
  await test('controls: 30 rows pasted from a spreadsheet land in their cells, undo takes them back (UX 11)', async () => {
    const answers = ['Đáp ứng', 'Đáp ứng một phần', 'Chưa đáp ứng', 'Không áp dụng', 'Biện pháp thay thế', 'Kế thừa'];
    const block = [...Array(30).keys()].map(i => [answers[i % 6], `Dòng ${i}`, `Lý do "${i}"`, `TTDL ${i}`, 'Phòng CNTT', '05/03/2027', String(1000000 + i)]);
    block[4][1] = 'hai\ndòng';
    const before = await rowsOf(page, 31);
    await (await cell(page, await page.evaluate(() => document.querySelector('#bang tr[data-c]').dataset.c), 'answer')).asElement().focus();
    await paste(page, block.map(l => l.map(c => /["\n]/.test(c) ? `"${c.replace(/"/g, '""')}"` : c).join('\t')).join('\r\n') + '\r\n');
    await saved(page);
    const wanted = block.map(l => [...l.slice(0, 6), Number(l[6]).toLocaleString('vi-VN')]);
    await page.waitForFunction(() => document.querySelector('#bang tr[data-c]').dataset.n === '2');
    same(await rowsOf(page, 30), wanted, 'cells after pasting');
    await page.reload();
    same(await rowsOf(page, 30), wanted, 'cells after loading anew');
    same((await rowsOf(page, 31))[30], before[30], 'the row below');
    await (await cell(page, await page.evaluate(() => document.querySelector('#bang tr[data-c]').dataset.c), 'answer')).asElement().focus();
    await paste(page, 'Chưa đáp ứng\tkhác');
    await saved(page);
    await page.waitForFunction(() => document.querySelector('#bang tr[data-c]').dataset.n === '3');
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelector('#bang tr[data-c]').dataset.n === '4');
    same(await rowsOf(page, 30), wanted, 'cells after undo');
  });
  await test('controls: by keys alone: arrows, typing, Enter, Escape, Delete', async () => {
    const control = await page.evaluate(() => document.querySelectorAll('#bang tr[data-c]')[40].dataset.c);
    await (await cell(page, control, 'description')).asElement().focus();
    await page.keyboard.type('Tự gõ');
    await page.keyboard.press('Enter');
    await page.waitForFunction(c => document.querySelector(`#bang tr[data-c="${c}"]`).dataset.n === '2', control);
    same((await page.evaluate(c => [...document.querySelector(`#bang tr[data-c="${c}"]`).cells].map(x => x.textContent), control))[3], 'Tự gõ', 'typed');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('F2');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement.tagName) === 'TD', 'focus is lost after Escape');
    await page.keyboard.press('Delete');
    await page.waitForFunction(c => document.querySelector(`#bang tr[data-c="${c}"]`).dataset.n === '3', control);
  });
  await test('controls: a wrong cell is told where it stands', async () => {
    const control = await page.evaluate(() => document.querySelectorAll('#bang tr[data-c]')[41].dataset.c);
    await (await cell(page, control, 'due')).asElement().focus();
    await page.keyboard.type('32/1/2027');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`#bang tr[data-c="${control}"] td.wrong .note`);
  });
  await test('controls: what two people write is shown, never written over', async () => {
    const control = await page.evaluate(() => document.querySelectorAll('#bang tr[data-c]')[42].dataset.c);
    const other = await context.newPage();
    await go(other, `${sheet}/yeu-cau/${control}`);
    await other.fill('#f-description', 'của người kia');
    await press(other, 'button[value=next]');
    await other.close();
    await (await cell(page, control, 'description')).asElement().focus();
    await page.keyboard.type('của tôi');
    await page.keyboard.press('Enter');
    const note = page.locator(`#bang tr[data-c="${control}"] .note`);
    await note.waitFor();
    expect((await note.innerText()).includes('của người kia'), 'the other text is not shown');
    await note.locator('button').nth(1).click();
    await page.waitForFunction(c => document.querySelector(`#bang tr[data-c="${c}"]`).dataset.n === '3', control);
    await page.reload();
    same((await page.evaluate(c => [...document.querySelector(`#bang tr[data-c="${c}"]`).cells].map(x => x.textContent), control))[3], 'của tôi', 'chosen');
  });
  await test('controls: without a connection typing is kept and saved later (UX 14)', async () => {
    const control = await page.evaluate(() => document.querySelectorAll('#bang tr[data-c]')[43].dataset.c);
    await context.setOffline(true);
    await (await cell(page, control, 'description')).asElement().focus();
    await page.keyboard.type('lúc mất mạng');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /Mất mạng/.test(document.getElementById('da-luu').textContent));
    await context.setOffline(false);
    await page.waitForFunction(c => document.querySelector(`#bang tr[data-c="${c}"]`).dataset.n === '2', control, { timeout: 15000 });
  });
  await test('controls: the whole sheet stands on the paper, lying on its side', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'coloa-')), 'sheet.pdf');
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    const pages = execFileSync('pdftotext', ['-bbox', file, '-']).toString().normalize('NFC').split('<page ').slice(1);
    const lying = pages.filter(text => /^width="84\d/.test(text));
    same(lying.length >= 5, true, `pages on their side of ${pages.length}`);
    for (const text of lying) {
      same(text.includes('>chứng<'), true, 'the last heading, on every page');
      same(Math.max(...[...text.matchAll(/xMax="([\d.]+)"/g)].map(m => Number(m[1]))) <= 842, true, 'within the page');
    }
    rmSync(dirname(file), { recursive: true });
  });
  await test('controls: no serious fault for readers, light and dark', async () => {
    same(await axe(page, {}), [], 'axe on the grid');
    await go(page, `${sheet}/yeu-cau/RR-02`);
    same(await axe(page, {}), [], 'axe on a card');
  });
  const state = await context.storageState();
  const phone = await openContext('P', 'dark', { storageState: state }), small = await phone.newPage();
  await test('controls: one requirement a page on a phone saves itself', async () => {
    await go(small, `${sheet}/yeu-cau/RR-03`);
    expect(!(await sidewaysScroll(small)), 'the card scrolls sideways');
    await small.selectOption('#f-answer', 'met');
    await small.waitForFunction(() => /Đã lưu/.test(document.querySelector('[data-status]').textContent));
    await small.fill('#f-description', 'gõ trên điện thoại');
    await press(small, 'button[value=next]');
    await go(small, `${sheet}/yeu-cau/RR-03`);
    same([await small.inputValue('#f-answer'), await small.inputValue('#f-description')], ['met', 'gõ trên điện thoại'], 'kept');
    same(await axe(small, {}), [], 'axe on a phone');
    await go(small, sheet);
    expect(!(await sidewaysScroll(small)), 'the sheet scrolls sideways');
  });
  await test('controls: what is typed at one requirement never turns up at another', async () => {
    const said = async () => [await small.inputValue('#f-answer'), await small.inputValue('#f-description')];
    await go(small, `${sheet}/yeu-cau/RR-05`);
    const before = await said();
    await go(small, `${sheet}/yeu-cau/RR-03`);
    await small.fill('#f-description', 'chỉ của RR-03');
    await go(small, `${sheet}/yeu-cau/RR-05`); // left in the middle
    same(await said(), before, 'another requirement');
    await press(small, 'button[value=stay]');
    same(await said(), before, 'saved there');
  });
  await test('controls: at one requirement too, what another wrote meanwhile stays', async () => {
    const saves = how => Promise.all([small.waitForResponse(r => r.url().endsWith('/luu')), how]);
    await go(small, `${sheet}/yeu-cau/RR-06`);
    await go(page, `${sheet}/yeu-cau/RR-06`);
    await page.fill('#f-description', 'của người kia');
    await press(page, 'button[value=stay]');
    await saves(small.selectOption('#f-answer', 'met'));
    await small.waitForFunction(() => document.querySelector('#f-description').value === 'của người kia');
    await press(small, 'button[value=stay]');
    same([await small.inputValue('#f-answer'), await small.inputValue('#f-description')], ['met', 'của người kia'], 'both');
  });
  await phone.close();
  const plain = await openContext('D', 'light', { javaScriptEnabled: false, storageState: state }), still = await plain.newPage();
  await test('controls: answered without scripts', async () => {
    await go(still, `${sheet}/yeu-cau/RR-04`);
    await still.selectOption('#f-answer', 'not_applicable');
    await still.fill('#f-reason', 'Không có bên thứ ba');
    await press(still, 'button[value=stay]');
    same(await still.inputValue('#f-reason'), 'Không có bên thứ ba', 'kept');
    await go(still, `${sheet}?loc=thieu`);
  });
  await plain.close();
  await context.close();
}
