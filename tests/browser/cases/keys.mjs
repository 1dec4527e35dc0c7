// keys.mjs - everything by keyboard: the box that finds, the menu, the list of keys; and without scripts.
import { axe, expect, go, openContext, press, same, test } from '../harness.mjs';
import { windowOf } from './people.mjs';

const focused = page => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);

export async function keys(world) {
  const { demo, real } = world;
  const page = await windowOf(world, 'specialist');
  const open = async () => {
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog[open] #tim-q');
  };

  await test('keys: Ctrl K opens the box on every page and gives the focus back', async () => {
    for (const path of ['/', '/he-thong', '/to-chuc', '/huong-dan']) {
      await go(page, demo.url + path);
      await page.locator('.brand').focus();
      await open();
      same(await focused(page), 'tim-q', 'focus in the box');
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
      same(await page.evaluate(() => document.activeElement.className), 'brand', `focus after the box on ${path}`);
    }
  });
  await test('keys: the box finds systems, bodies and pages, accents or not', async () => {
    await go(page, demo.url);
    await open();
    same((await axe(page)), [], 'axe in the box');
    await page.keyboard.type('dich vu cong');
    await page.waitForSelector('dialog .found a[href^="/he-thong/HT-"]');
    await page.fill('#tim-q', 'bo mau');
    await page.waitForSelector('dialog .found a[href^="/to-chuc/"]');
    await page.fill('#tim-q', 'huong dan');
    await page.waitForSelector('dialog .found a[href="/huong-dan"]');
    await page.fill('#tim-q', 'khongcogicả');
    await page.waitForSelector('dialog .empty');
  });
  await test('keys: arrows walk through what was found, Enter goes there', async () => {
    await page.fill('#tim-q', 'dich vu cong');
    await page.waitForSelector('dialog .found a[href^="/he-thong/HT-"]');
    await page.locator('#tim-q').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const second = await page.evaluate(() => document.activeElement.getAttribute('href'));
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    same(new URL(page.url()).pathname, second, 'where one is');
  });
  await test('keys: nothing is asked for while a syllable is composed', async () => {
    await go(page, demo.url);
    await open();
    const asked = [];
    page.on('request', r => { if (r.url().includes('/tim?phan=kq')) asked.push(r.url()); });
    const wire = await page.context().newCDPSession(page);
    for (const text of ['d', 'di', 'dic', 'dịch']) await wire.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await page.waitForTimeout(400);
    same(asked, [], 'requests in the middle of a syllable');
    await wire.send('Input.insertText', { text: 'dịch ' });
    await page.waitForSelector('dialog .found a[href^="/he-thong/HT-"]');
    same(await page.inputValue('#tim-q'), 'dịch ', 'what was typed');
    await page.keyboard.press('Escape');
  });
  await test('keys: Alt and a digit opens that entry of the menu; no letter alone does anything', async () => {
    await go(page, demo.url);
    const second = await page.locator('.menu a').nth(1).getAttribute('href');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Alt+2')]);
    same(new URL(page.url()).pathname, second, 'the second entry');
    await page.locator('body').click({ position: { x: 3, y: 300 } });
    for (const letter of 'abcdefghijklmnopqrstuvwxyz?') await page.keyboard.press(letter);
    same([new URL(page.url()).pathname, await page.locator('dialog').count()], [second, 0], 'after every letter');
  });
  await test('keys: the ? button shows the keys and gives the focus back', async () => {
    await page.locator('a[data-open^="/phim-tat"]').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] kbd');
    expect((await page.locator('dialog').innerText()).includes('Ctrl K'), 'Ctrl K is not among them');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await page.evaluate(() => document.activeElement.matches('a[data-open^="/phim-tat"]')), 'focus is elsewhere');
  });
  await test('keys: every stop of the list can be reached and seen, and none holds the focus', async () => {
    await go(page, `${demo.url}/he-thong`);
    const seen = new Set();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const e = document.activeElement, style = getComputedStyle(e);
        return { name: e.outerHTML.slice(0, 80), frame: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
      });
      expect(at.frame, `no frame around ${at.name}`);
      seen.add(at.name);
    }
    expect(seen.size > 30, `only ${seen.size} stops in 40 steps`);
  });
  await test('keys: without scripts the same by links and forms', async () => {
    const context = await openContext('D', 'light', { storageState: world.cookies.specialist, javaScriptEnabled: false });
    const plain = await context.newPage();
    await go(plain, demo.url);
    await press(plain, 'a.tool[href="/tim"]');
    await plain.fill('#tim-q', 'dich vu cong');
    await press(plain, 'main form button');
    expect(await plain.locator('.found a[href^="/he-thong/HT-"]').count() > 0, 'nothing is found');
    await press(plain, 'a.tool[href="/phim-tat"]');
    expect(await plain.locator('main kbd').count() > 5, 'no keys');
    await context.close();
  });
  await test('keys: a session that ended leads to the sign-in, not into the box', async () => {
    const context = await openContext('D', 'light', { storageState: world.cookies.officer });
    const late = await context.newPage();
    await go(late, `${real.url}/he-thong`);
    await context.clearCookies();
    await Promise.all([late.waitForNavigation(), late.keyboard.press('Control+k')]);
    same(new URL(late.url()).pathname, '/dang-nhap', 'where one is');
    await context.close();
  });
}
