// incidents.mjs - a person tells an incident on a phone: from the first page to the first notice in at most eight
// screens (UX check 23), with level and owner filled in; clocks in text and bar (UX check 22); a notice by anybody.
import { axe, expect, go, openContext, press, same, sidewaysScroll, test } from '../harness.mjs';

export async function incidents(world) {
  const { demo } = world, context = await openContext('P', 'light'), page = await context.newPage();
  let screens = 0;
  page.on('load', () => { screens += 1; });
  await test('incidents: from the first page to the first notice, on a phone, in at most eight screens (UX 23)', async () => {
    await page.goto(demo.links.operator);
    screens = 1;
    await page.goto(`${demo.url}/he-thong`);
    const code = (await page.locator('table.cards th[scope=row] a').first().getAttribute('href')).split('/').pop();
    await page.goto(`${demo.url}/su-co/moi?he-thong=${code}`);
    same(await page.inputValue('#f-system'), code, 'system');
    expect((await page.inputValue('#f-owner_name')).length > 0, 'the owner is filled in');
    expect((await page.inputValue('#f-reporter_name')).length > 0, 'the reporter is filled in');
    expect(!(await sidewaysScroll(page)), 'it scrolls sideways');
    await page.fill('#f-title', 'Cổng dịch vụ bị thay đổi giao diện');
    await page.fill('#f-description', 'Trang chủ bị thay nội dung, dịch vụ công gián đoạn');
    await page.selectOption('#f-present_state', 'unhandled');
    await page.fill('#f-contact_name', 'Lê Thị Mẫu');
    await page.fill('#f-contact_phone', '0123 456 789');
    await page.check('input[name=open]');
    await press(page, 'main form button[type=submit]');
    expect(/\/su-co\/SC-\d{4}-\d{6}/.test(page.url()), `the room: ${page.url()}`);
    const letter = await page.request.get(new URL(await page.locator('#dong-ho a[href*="/thu/"]').first().getAttribute('href'), demo.url).href);
    same(letter.status(), 200, 'the first letter is drawn up');
    expect((await letter.body()).subarray(0, 2).toString() === 'PK', 'as a Word file');
    expect(screens <= 8, `${screens} screens`);
  });
  await test('incidents: the room tells how long is left, in text and bar (UX 22)', async () => {
    expect(await page.locator('#dong-ho progress').count() > 0, 'a bar');
    expect(/Còn \d+ (ngày|giờ|phút)/.test(await page.locator('#dong-ho').innerText()), 'words');
    expect(!(await sidewaysScroll(page)), 'it scrolls sideways');
    same(await axe(page), [], 'axe on the room');
  });
  await test('incidents: a line of the log stands first in the time line', async () => {
    await page.fill('#f-words', 'Đã ngắt kết nối máy chủ web');
    await press(page, '#dien-bien form button[type=submit]');
    expect((await page.locator('#dien-bien .timeline li').first().innerText()).includes('Đã ngắt kết nối máy chủ web'), 'the line');
  });
  await test('incidents: a false time is told at its field, and nothing typed is lost', async () => {
    await page.goto(`${demo.url}/su-co/moi`);
    await page.fill('#f-title', 'Thử');
    await page.fill('#f-detected', '00:00 01/01/1970');
    await page.fill('#f-description', 'Giữ nguyên chữ này');
    await page.selectOption('#f-present_state', 'unhandled');
    await page.fill('#f-contact_phone', '0123 456 789');
    await page.check('input[name=open]');
    await press(page, 'main form button[type=submit]');
    same(await page.inputValue('#f-description'), 'Giữ nguyên chữ này', 'what was typed');
    expect(await page.locator('#f-detected[aria-invalid=true]').count() > 0, 'at the field');
  });
  await context.close();
}
