// evidence.mjs - UX checks 17 and 18: twenty files of 25 MB with one broken link and one forbidden type; a photo in at most
// four taps from the first page; the same without scripts; reloaded half-way.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, expect, go, openContext, pictures, place, press, same, test } from '../harness.mjs';
import { sideways } from './looks.mjs';
import { windowOf } from './people.mjs';

const folder = join(place, 'evidence');
const MB = 1024 * 1024, FILES = 20;

function made(name, bytes) {
  const path = join(folder, name);
  const content = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 16), Buffer.from('\n%%EOF\n')]);
  writeFileSync(path, content);
  return { path, sha: createHash('sha256').update(content).digest('hex') };
}

// A window whose broken links are meant: nothing is counted as a fault.
async function ownWindow(world, size, extra = {}) {
  const context = await openContext(size, 'light', { storageState: world.cookies.officer, ...extra });
  const page = await context.newPage();
  page.on('dialog', dialog => dialog.accept());
  return page;
}

async function seen(page, name, size) {
  await page.screenshot({ path: join(pictures, `${name}-${size}.png`), fullPage: true });
  same([...await axe(page), ...await sideways(page)], [], 'faults');
}

export async function evidence(world) {
  const { url, command } = world.real;
  mkdirSync(folder, { recursive: true });
  let code;
  await test('evidence: a system to prove something of', async () => {
    const done = await command(['systems', 'import', '-'], 'Tên hệ thống,Chủ quản\nCổng minh chứng điện tử,BYT\n');
    code = done.systems[0].code;
    const page = await windowOf(world, 'officer');
    await go(page, `${url}/he-thong/${code}`);
    await press(page, `main a[href$="/minh-chung"]`);
    expect(await page.locator('.empty').count() === 1, 'the empty list does not say what stands here');
    await seen(page, 'minh-chung-trong', 'D');
  });
  for (const [size, before] of [['D', 0], ['P', FILES]]) await test(`evidence: 20 files of 25 MB, one forbidden, one link broken: progress, going on, refusal, hash (${size})`, async () => {
    const page = await ownWindow(world, size);
    const files = Array.from({ length: FILES }, (_, i) => made(`minh-chung-${size}-${i + 1}.pdf`, 25 * MB));
    writeFileSync(join(folder, 'chuong-trinh.exe'), 'MZ');
    await go(page, `${url}/he-thong/${code}/minh-chung`);
    let broken = 0, pieces = 0;
    await page.route('**/api/v1/uploads/*?offset=*', async route => {
      pieces++;
      if (pieces < 7) return route.continue();
      await route.abort('connectionreset');
      if (++broken === 2) await page.unroute('**/api/v1/uploads/*?offset=*'); // the rest goes by itself: passing through here is slow
    });
    await page.setInputFiles('#f-file', [...files.map(f => f.path), join(folder, 'chuong-trinh.exe')]);
    await page.waitForSelector('.sending-file progress');
    same(await page.locator('.sending-file progress').count(), FILES + 1, 'a progress for each');
    await page.waitForSelector('.sending-file.is-bad');
    await page.screenshot({ path: join(pictures, `minh-chung-dang-gui-${size}.png`), fullPage: true });
    await page.waitForFunction(n => document.querySelectorAll('.sending-file.is-done').length === n, FILES, { timeout: 240000 });
    expect(broken === 2, 'no link was broken');
    const text = await page.locator('#dang-gui').innerText();
    expect(/chuong-trinh\.exe[\s\S]*Không nhận chương trình/.test(text), 'the refusal is not told');
    for (const f of files) expect(text.includes(f.sha.slice(0, 12)), 'a hash is not shown');
    await go(page, `${url}/he-thong/${code}/minh-chung`);
    same(await page.locator('main table.cards tbody tr').count(), before + FILES, 'files in the list');
    await seen(page, 'minh-chung', size);
    await page.context().close();
  });
  await test('evidence: closed half-way, the same file goes on from where the server is', async () => {
    const page = await ownWindow(world, 'D');
    const { path, sha } = made('dang-do.pdf', 20 * MB);
    await go(page, `${url}/he-thong/${code}/minh-chung`);
    let n = 0;
    await page.route('**/api/v1/uploads/*?offset=*', route => (++n > 3 ? new Promise(() => {}) : route.continue()));
    await page.setInputFiles('#f-file', path);
    await page.waitForFunction(() => document.querySelector('.sending-file progress')?.value >= 12 * 1024 * 1024);
    await page.goto('about:blank');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await go(page, `${url}/he-thong/${code}/minh-chung`);
    await page.waitForSelector('.sending-file');
    expect((await page.locator('#dang-gui').innerText()).includes('Gửi dở từ lần trước'), 'it is not told');
    await seen(page, 'minh-chung-gui-do', 'D');
    const offsets = [];
    page.on('request', r => { const at = new URL(r.url()).searchParams.get('offset'); if (at) offsets.push(+at); });
    await page.setInputFiles('#f-file', path);
    await page.waitForURL(/xong=1/);
    same(Math.min(...offsets), 12 * MB, 'where it went on');
    await press(page, 'main tbody tr:first-child a');
    expect((await page.locator('main').innerText()).includes(sha), 'it is not the file');
    await seen(page, 'minh-chung-mot', 'D');
    await page.context().close();
  });
  await test('evidence: a photo within four taps from the list of tasks (UX 18)', async () => {
    const page = await windowOf(world, 'officer', 'P');
    await go(page, `${url}/viec`);
    let taps = 0;
    const tap = async selector => { taps++; await page.locator(selector).first().tap(); };
    await tap('main a[href="/minh-chung"]');
    await page.waitForLoadState();
    await seen(page, 'minh-chung-chon', 'P');
    if (!page.url().includes('/he-thong/')) await tap(`main a[href^="/he-thong/${code}/minh-chung"]`);
    await page.waitForSelector('#f-camera');
    const camera = page.waitForEvent('filechooser');
    await tap('#f-camera');
    same(await page.locator('#f-camera').getAttribute('capture'), 'environment', 'the camera at the back');
    await (await camera).setFiles({ name: 'image.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(2000)]) });
    await page.waitForURL(/xong=1/);
    expect(taps <= 4, `${taps} taps`);
    await seen(page, 'minh-chung', 'P');
  });
  await test('evidence: without scripts the form does', async () => {
    const page = await ownWindow(world, 'D', { javaScriptEnabled: false });
    await page.goto(`${url}/he-thong/${code}/minh-chung`);
    await page.setInputFiles('#f-file', [made('khong-ma-lenh.pdf', 4096).path, join(folder, 'chuong-trinh.exe')]);
    await page.click('#gui button[type=submit]');
    await page.waitForLoadState();
    const text = await page.locator('main').innerText();
    expect(text.includes('Không nhận chương trình') && text.includes('khong-ma-lenh.pdf'), 'each is told');
    await page.screenshot({ path: join(pictures, 'minh-chung-khong-ma-lenh-D.png'), fullPage: true });
    await page.context().close();
  });
  await test('evidence: dropped with a reason, and told so', async () => {
    const page = await windowOf(world, 'officer');
    await go(page, `${url}/he-thong/${code}/minh-chung`);
    await press(page, 'main tbody tr:first-child a');
    await page.click('main details:last-of-type summary');
    await page.fill('#f-reason', 'Chụp nhầm màn hình');
    await press(page, 'main form[action$="/bo"] button[type=submit]');
    expect((await page.locator('main').innerText()).includes('Chụp nhầm màn hình'), 'the reason is not told');
    await seen(page, 'minh-chung-da-bo', 'D');
  });
}
