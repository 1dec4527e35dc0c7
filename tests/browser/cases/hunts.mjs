// hunts.mjs - the specialist unit sees which systems are due, opens a hunt of one, writes a threat down; on a phone the
// operator tells the removal; a second hunt; closed; the next due day stands on the system's page, the hunt in the figures.
import { join } from 'node:path';
import { axe, expect, go, openContext, pictures, press, same, sidewaysScroll, sizes, test } from '../harness.mjs';

const open = async (link, size) => {
  const context = await openContext(size, 'light'), page = await context.newPage();
  await go(page, link);
  return page;
};

// As it looks at a desk and on a phone, by day and at night; nothing runs over, nothing is hard to read.
const look = async (page, name) => {
  const before = page.viewportSize(), faults = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    if (await sidewaysScroll(page)) faults.push(`${name} ${size} scrolls sideways`);
    for (const [colorScheme, word] of [['light', 'sang'], ['dark', 'toi']]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `san-lung-${name}-${size}-${word}.png`), fullPage: true });
    }
  }
  faults.push(...await axe(page, { runOnly: ['color-contrast'] })); // at night still
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
  faults.push(...await axe(page));
  same(faults, [], name);
};

export async function hunts(world) {
  const { demo } = world;
  const unit = await open(demo.links.specialist, 'D'), phone = await open(demo.links.operator, 'P');
  const head = await open(demo.links.head, 'D');
  let code, system;
  const main = page => page.locator('main').innerText();

  await test('hunts: the list tells what is overdue; the overdue systems stand first', async () => {
    await press(unit, 'nav.menu a[href="/san-lung"]');
    expect((await main(unit)).includes('quá hạn săn lùng'), 'what is counted');
    expect(await unit.locator('table tbody tr').count() >= 5, 'hunts of the demo');
    await look(unit, 'danh-sach');
    await go(unit, `${demo.url}/san-lung/den-han?own=1`);
    expect((await unit.locator('table tbody tr').first().innerText()).includes('Quá hạn'), 'overdue first');
    await unit.locator('details:has(.law) > summary').click();
    expect((await main(unit)).includes('18/CT-TTg'), 'the law');
    await look(unit, 'den-han');
  });

  await test('hunts: one is opened from that line; what is wrong is told at its field, nothing typed is lost', async () => {
    system = (await unit.locator('table tbody tr').first().locator('.hint').innerText()).match(/HT-\d{6}/)[0];
    await press(unit, 'table tbody tr:first-child a[href^="/san-lung/moi"]');
    same(await unit.inputValue('#f-systems'), system, 'filled in');
    await unit.fill('#f-title', 'Săn lùng web shell');
    await unit.fill('#f-systems', `${system}\nHT-999999`);
    await unit.fill('#f-reach', 'Máy chủ web, thư mục tải tệp; nhật ký 30 ngày');
    await unit.fill('#f-hypothesis', 'Web shell còn sót sau đợt vá');
    await unit.fill('#f-rules', 'Sigma');
    await unit.fill('#f-rules_version', 'r2026-10');
    await unit.fill('#f-began_on', new Date(Date.now() + 7 * 3600e3 - 86400e3).toISOString().slice(0, 10));
    await press(unit, 'main form button[type=submit]');
    expect(await unit.locator('#f-systems[aria-invalid=true]').count() === 1, 'at the field');
    same(await unit.inputValue('#f-rules'), 'Sigma', 'what was typed');
    await look(unit, 'moi-sai');
    await unit.fill('#f-systems', system);
    await press(unit, 'main form button[type=submit]');
    code = unit.url().match(/SL-\d{4}-\d{6}/)[0];
    await look(unit, 'dang-san-lung');
  });

  await test('hunts: a threat is written down; with it the hunt does not close', async () => {
    await press(unit, '#moi-nguy a[href$="/moi-nguy/moi"]');
    await unit.fill('#f-what', 'Web shell trong thư mục tải tệp');
    await unit.fill('#f-technique', 'T15');
    await unit.selectOption('#f-severity', 'high');
    await unit.fill('#f-due_on', new Date(Date.now() + 7 * 86400e3).toISOString().slice(0, 10));
    await press(unit, 'main form button[type=submit]');
    expect(await unit.locator('#f-technique[aria-invalid=true]').count() === 1, 'the technique');
    await look(unit, 'moi-nguy-moi');
    await unit.fill('#f-technique', 'T1505.003');
    await press(unit, 'main form button[type=submit]');
    expect((await main(unit)).includes('chưa đóng được'), 'it says what keeps it open');
    same(await unit.locator('button[value=close]').count(), 0, 'no button to close');
    await look(unit, 'con-moi-nguy');
    await unit.fill('#f-result', 'Một web shell');
    await press(unit, 'button[value=end]');
    expect((await main(unit)).includes('Chờ loại bỏ'), 'awaiting removal');
  });

  await test('hunts: on a phone the removal is told with its proof, a second hunt finds it again, then no more', async () => {
    await go(phone, `${demo.url}/san-lung`);
    await look(phone, 'van-hanh');
    await go(unit, `${demo.url}/san-lung/${code}/moi-nguy/1`);
    await unit.setViewportSize(sizes.P);
    await unit.fill('#f-removal', 'Xóa tệp, vá máy chủ, đổi mật khẩu');
    await press(unit, 'button[value=remove]');
    expect(await unit.locator('#f-proof[aria-invalid=true]').count() === 1, 'proof is asked for');
    same(await unit.inputValue('#f-removal'), 'Xóa tệp, vá máy chủ, đổi mật khẩu', 'what was typed');
    await look(unit, 'loai-bo');
    await unit.fill('#f-proof', 'Mã băm trước khi xóa, ảnh màn hình sau khi xóa');
    await press(unit, 'button[value=remove]');
    await unit.fill('#f-again', 'Quét lại bằng cùng tập luật');
    await press(unit, 'button[value=there]');
    expect((await main(unit)).includes('Vẫn còn'), 'still there');
    await unit.fill('#f-removal', 'Cài lại máy chủ từ bản sạch');
    await unit.fill('#f-proof', 'Biên bản cài lại');
    await press(unit, 'button[value=remove]');
    await unit.fill('#f-again', 'Quét lại toàn máy chủ');
    await look(unit, 'san-lai');
    await press(unit, 'button[value=gone]');
    expect((await main(unit)).includes('Đã xác nhận hết'), 'gone');
    await look(unit, 'moi-nguy-xong');
    await unit.setViewportSize(sizes.D);
  });

  await test('hunts: the head closes it; the next due day is half a year away, on the system’s page too', async () => {
    await go(head, `${demo.url}/san-lung/${code}`);
    await press(head, 'button[value=close]');
    expect((await main(head)).includes('Đã đóng'), 'closed');
    await look(head, 'da-dong');
    await go(head, `${demo.url}/he-thong/${system}`);
    const part = head.locator('section:has(#san-lung)');
    expect((await part.innerText()).includes('Hạn kế tiếp'), 'on its page');
    same(await part.locator(`a[href="/san-lung/${code}"]`).count(), 1, 'the last hunt');
    await part.screenshot({ path: join(pictures, 'san-lung-trang-he-thong-D-sang.png') });
    await look(head, 'trang-he-thong');
  });

  await test('hunts: it is counted in the half-year and the quarter; no such period is told', async () => {
    await go(head, `${demo.url}/san-lung/so-lieu`);
    const figure = name => head.locator('table').first().locator('tr', { hasText: name }).locator('td').first().innerText();
    expect(Number(await figure('Đợt săn lùng đã đóng')) >= 2, 'closed');
    expect(Number(await figure('Được săn lùng lại xác nhận đã hết')) >= 1, 'confirmed');
    await look(head, 'so-lieu');
    await head.emulateMedia({ media: 'print' });
    await head.screenshot({ path: join(pictures, 'san-lung-so-lieu-in.png'), fullPage: true });
    await head.emulateMedia({ media: 'screen' });
    // As a report takes it: a paragraph and an annex; form 05 of the same months is a click away and has them beside it.
    const words = await head.locator('section:has-text("Đưa vào báo cáo") p.prose').innerText();
    expect(/Đã đóng \d+ đợt săn lùng/.test(words), 'the paragraph');
    const [annex] = await Promise.all([head.waitForEvent('download'), head.click('a[href*="phu-luc"][href*="as=docx"]')]);
    expect(annex.suggestedFilename().startsWith('san-lung-'), 'the annex');
    await head.click('a[href^="/su-co/tong-hop"]');
    const beside = head.locator('section:has(#san-lung)');
    same(await beside.locator('p.prose').innerText(), words, 'the same figures beside form 05');
    await look(head, 'canh-mau-05');
    await beside.locator('a[href^="/san-lung/so-lieu?"]').click();
    same(await head.locator('section:has-text("Đưa vào báo cáo") p.prose').innerText(), words, 'and back');
    await head.fill('#f-period', '2026-H3');
    const [answer] = await Promise.all([head.waitForNavigation(), head.click('main form button[type=submit]')]);
    same(answer.status(), 422, 'no such period');
    expect(await head.locator('#f-period[aria-invalid=true]').count() === 1, 'at the field');
  });

  for (const page of [unit, phone, head]) await page.context().close();
}
