// forms.mjs - a form refused keeps what was typed; everything by keyboard; paper without navigation.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, go, place, press, same, test } from '../harness.mjs';
import { windowOf } from './people.mjs';

const typed = {
  'f-name': 'Hệ thống “thử” <b>&amp; chữ', 'f-purpose': 'Dòng một\nDòng hai', 'f-running_since': '31/02/2026',
  'f-contact_name': 'Lê Thị Ánh', 'f-contact_email': 'khong phai thu', 'f-decision_no': '12/QĐ-BYT',
};

export async function forms(world) {
  const { url } = world.real;
  const page = await windowOf(world, 'officer');

  await test('form: refused, it keeps all that was typed', async () => {
    await go(page, `${url}/he-thong/them`);
    for (const [id, value] of Object.entries(typed)) await page.fill(`#${id}`, value);
    await page.locator('form input[type=checkbox]').first().check();
    await page.selectOption('#f-state', { index: 2 });
    const state = await page.inputValue('#f-state');
    await press(page, 'main .actions button[value=save]');
    for (const [id, value] of Object.entries(typed)) same(await page.inputValue(`#${id}`), value, id);
    expect(await page.locator('form input[type=checkbox]').first().isChecked(), 'the tick is lost');
    same(await page.inputValue('#f-state'), state, 'the choice');
  });
  await test('form: the faults are told on top, have the focus, lead to their fields', async () => {
    same(await page.evaluate(() => document.activeElement.id), 'loi', 'what has the focus');
    const links = page.locator('#loi a');
    same(await links.count(), 2, 'faults');
    await links.first().click();
    same(await page.evaluate(() => document.activeElement.id || location.hash.slice(1)), 'f-running_since', 'where the first leads');
    same(await page.locator('[aria-invalid=true]').count(), 2, 'fields marked');
    for (const field of await page.locator('[aria-invalid=true]').all()) {
      const told = await field.getAttribute('aria-describedby');
      expect(told && await page.locator(`#${told.split(' ')[0]}`).count() === 1, 'a fault is not tied to its field');
    }
  });
  await test('keyboard: search, rows and the main button are reached, each with a visible focus', async () => {
    await go(page, `${url}/he-thong`);
    const wanted = { skip: '.skip', search: '#q', add: 'main a[href="/he-thong/them"]', import: 'main a[href="/he-thong/nhap"]' };
    const seen = new Set();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(focusNow, wanted);
      if (!at) break;
      expect(at.visible, `the focus cannot be seen on ${at.what}`);
      expect(at.uncovered, `${at.what} has the focus and is covered or out of sight`);
      for (const name of at.is) seen.add(name);
    }
    same([...seen].sort(), Object.keys(wanted).sort(), 'reached by Tab');
  });
  await test('keyboard: a row of the list opens with Enter', async () => {
    const demo = await windowOf(world, 'viewer');
    await go(demo, `${world.demo.url}/he-thong`);
    const name = await demo.locator('tbody th a').first().innerText();
    for (let i = 0; i < 60; i++) {
      await demo.keyboard.press('Tab');
      const at = await demo.evaluate(focusNow, { row: 'tbody th a' });
      if (at.is.includes('row')) { expect(at.visible && at.uncovered, 'the row\'s focus cannot be seen'); break; }
    }
    await Promise.all([demo.waitForNavigation(), demo.keyboard.press('Enter')]);
    same(await demo.locator('h1').innerText(), name, 'opened by Enter');
  });
  await test('print: A4 with the content and without navigation', async () => {
    const demo = await windowOf(world, 'viewer');
    await go(demo, `${world.demo.url}/he-thong`);
    await demo.emulateMedia({ media: 'print' });
    for (const part of ['nav.menu', '.tools', '.filters', '.pager ul', '.skip']) {
      same(await demo.locator(part).first().isVisible(), false, `${part} on paper`);
    }
    expect(await demo.locator('tbody tr').first().isVisible(), 'the rows are not on paper');
    const file = join(place, 'list.pdf');
    writeFileSync(file, await demo.pdf({ preferCSSPageSize: true }));
    expect(/Page size:\s+59[45]\.\d* x 84[12]/.test(execFileSync('pdfinfo', [file]).toString()), 'not A4');
    const words = execFileSync('pdftotext', ['-layout', file, '-']).toString().normalize('NFC');
    expect(words.includes('Hệ thống thông tin'), 'no heading on paper');
    expect(!words.includes('Hướng dẫn'), 'the menu is on paper');
    await demo.emulateMedia({ media: 'screen' });
  });
}

// In the page: what has the focus, and can it be seen?
function focusNow(wanted) {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const look = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const lines = e.getClientRects();
  const line = lines.length ? lines[0] : box;
  const top = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
  return {
    what: e.outerHTML.slice(0, 80),
    is: Object.keys(wanted).filter(name => e.matches(wanted[name])),
    visible: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
    uncovered: !!top && (e === top || e.contains(top) || top.contains(e)),
  };
}
