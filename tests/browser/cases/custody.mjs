// custody.mjs - an investigation at a desk and on a phone: a case is opened, a file comes in by pieces with whence and why, is sealed,
// handed over with a record, verified; a photograph of the device from a phone; findings have their page.
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, expect, go, openContext, pictures, place, press, same, sidewaysScroll, sizes, test } from '../harness.mjs';

const open = async (link, size) => {
  const context = await openContext(size, 'light'), page = await context.newPage();
  await go(page, link);
  return page;
};

// As it looks at a desk and on a phone; nothing runs over, nothing is hard to read.
const look = async (page, name) => {
  const before = page.viewportSize(), faults = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    if (await sidewaysScroll(page)) faults.push(`${name} ${size} scrolls sideways`);
    await page.screenshot({ path: join(pictures, `dieu-tra-${name}-${size}.png`), fullPage: true });
  }
  await page.setViewportSize(before);
  faults.push(...await axe(page));
  same(faults, [], name);
};

export async function custody(world) {
  const { demo } = world;
  const desk = await open(demo.links.centre_coordinator, 'D'), phone = await open(demo.links.centre_coordinator, 'P');
  const bytes = randomBytes(9 * 1024 * 1024), sha = createHash('sha256').update(bytes).digest('hex');
  const file = join(place, 'nhat-ky.bin');
  writeFileSync(file, bytes);
  let code;

  await test('custody: a case is opened; what is wrong is told at its field', async () => {
    await go(desk, `${demo.url}/dieu-tra`);
    await press(desk, 'main a[href="/dieu-tra/moi"]');
    await look(desk, 'moi');
    await desk.fill('#f-title', 'Máy trạm phòng kế toán gửi dữ liệu ra ngoài');
    await desk.fill('#f-ground', 'Quyết định số 12/QĐ ngày 20/11/2026');
    await desk.fill('#f-incident', 'SC-2020-999999');
    await desk.check('input[name=no_secret]');
    await press(desk, 'main form button[type=submit]');
    expect(await desk.locator('#f-incident[aria-invalid=true]').count() === 1, 'the unknown incident is not told');
    await desk.fill('#f-incident', '');
    await desk.check('input[name=no_secret]');
    await press(desk, 'main form button[type=submit]');
    code = desk.url().match(/VV-\d{4}-\d{6}/)[0];
    await look(desk, 'trong');
  });

  await test('custody: a file comes in by pieces, with whom it was taken from, and its hash is that of its bytes', async () => {
    await desk.setInputFiles('#f-file', file); // not said yet whence: nothing is sent
    same(await desk.locator('.sending-file').count(), 0, 'sent without ground');
    await desk.fill('#f-ground', 'Biên bản thu giữ số 5');
    await desk.fill('#f-taken_from', 'Trần Văn Mẫu');
    await desk.locator('#gui details > summary').click();
    await desk.fill('#f-device', 'Laptop, số máy ABC123');
    await desk.fill('#f-seal', 'NP-0001');
    let broken = 0;
    await desk.route('**/api/v1/case-uploads/*?offset=4194304', async route => {
      if (broken++) return route.continue();
      await route.abort('connectionreset');
    });
    await desk.setInputFiles('#f-file', file);
    await desk.waitForURL('**?xong=1', { timeout: 60000 });
    same(broken > 1, true, 'the link was not broken');
    await desk.unroute('**/api/v1/case-uploads/*?offset=4194304');
    await look(desk, 'chung-cu');
    await press(desk, 'main th a[href^="/dieu-tra/chung-cu/"]');
    expect((await desk.locator('main').innerText()).includes(sha), 'the hash is not that of the bytes');
    await look(desk, 'mot-chung-cu');
  });

  await test('custody: copied out byte for byte, and the log tells', async () => {
    const got = await (await desk.request.get(`${desk.url().split('?')[0]}/tep`)).body();
    same(createHash('sha256').update(got).digest('hex'), sha, 'other bytes came down');
    await desk.reload();
    expect((await desk.locator('main table').last().innerText()).includes('Sao nội dung ra'), 'the copy is not in the log');
  });

  await test('custody: what does not fit is refused, the seal is broken with a reason', async () => {
    const record = async (act, words) => {
      if (!await desk.locator('#f-act').isVisible()) await desk.locator('details:has(#f-act) > summary').click();
      await desk.selectOption('#f-act', act);
      await desk.fill('#f-words', words);
      await press(desk, 'form[action$="/ghi"] button[type=submit]');
    };
    await record('received', 'Nhận lại');
    expect(await desk.locator('[aria-invalid=true]').count() > 0, 'the refusal is not told at its field');
    await record('unsealed', 'Mở niêm phong để phân tích');
    expect((await desk.locator('main').innerText()).includes('không niêm phong'), 'the seal still stands');
  });

  await test('custody: from a phone the device is photographed', async () => {
    await go(phone, desk.url().split('?')[0]);
    await phone.locator('details:has(#f-camera) > summary').first().click();
    await phone.fill('#f-ground', 'Biên bản thu giữ số 5');
    await phone.fill('#f-taken_from', 'Trần Văn Mẫu');
    await phone.setInputFiles('#f-camera', { name: 'thiet-bi.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
    await phone.waitForURL('**?xong=1', { timeout: 60000 });
    expect((await phone.locator('main').innerText()).includes('thiet-bi.png'), 'the picture is not there');
    same(await sidewaysScroll(phone), false, 'the phone scrolls sideways');
  });

  await test('custody: handed over with a record that bears the end of the log', async () => {
    await go(desk, `${demo.url}/dieu-tra/${code}/giao-nhan`);
    await desk.locator('main details > summary').click();
    await desk.check('input[name=items]');
    await desk.fill('#f-receiver', 'Lê Thị Nhận');
    await desk.fill('#f-receiver_body', 'Viện Mẫu');
    await desk.fill('#f-reason', 'Giám định theo Quyết định 15');
    await press(desk, 'form[action$="/giao-nhan"] button[type=submit]');
    await look(desk, 'giao-nhan');
    const pdf = await desk.request.get(new URL(await desk.locator('main a[href*="as=pdf"]').first().getAttribute('href'), demo.url).href);
    same((await pdf.body()).subarray(0, 5).toString(), '%PDF-', 'no PDF came');
  });

  await test('custody: indicators are pasted; each bad line is named and nothing typed is lost', async () => {
    await go(desk, `${demo.url}/dieu-tra/${code}/dau-hieu`);
    await look(desk, 'dau-hieu-trong');
    const typed = 'hxxp://xau[.]example/a; tải về\nab\n203[.]0[.]113[.]9';
    if (!await desk.locator('#f-lines').isVisible()) await desk.locator('#them > summary').click();
    await desk.fill('#f-lines', typed);
    await desk.fill('#f-source', 'Cảnh báo 12');
    await press(desk, '#them button[type=submit]');
    same((await desk.inputValue('#f-lines')).replace(/\r/g, ''), typed, 'what was typed');
    expect((await desk.locator('.notice-bad:has(table)').innerText()).includes('Ngắn hơn 3 ký tự'), 'the bad line is not named');
    await look(desk, 'dau-hieu-loi');
    await desk.fill('#f-lines', typed.replace('\nab', ''));
    await press(desk, '#them button[type=submit]');
    same(await desk.locator('main tbody tr').count(), 2, 'indicators that stand');
    expect((await desk.locator('main').innerText()).includes('http://xau.example/a'), 'it is not shown as it is searched for');
    await desk.locator('main tbody details > summary').first().click();
    await desk.locator('main tbody input[name=reason]').first().fill('Máy chủ của ta');
    await press(desk, 'main tbody form[action$="/go"] button[type=submit]');
    same(await desk.locator('main tbody tr').count(), 1, 'one was removed');
    await look(desk, 'dau-hieu');
    await go(desk, `${demo.url}/dieu-tra/${code}/dau-hieu?xem=go`);
    expect((await desk.locator('main').innerText()).includes('Máy chủ của ta'), 'why it went is not told');
    const csv = await desk.request.get(`${demo.url}/dieu-tra/${code}/dau-hieu/tep?ban=1`);
    same((await csv.text()).split('\n').length, 4, 'the first version has both');
  });

  await test('custody: the whole is verified, and the page tells', async () => {
    await go(desk, `${demo.url}/dieu-tra/${code}/nhat-ky`);
    await press(desk, 'form[action$="/kiem-tra"] button[type=submit]');
    for (let i = 0; i < 60 && !/Nguyên vẹn lúc/.test(await desk.locator('main').innerText()); i++) {
      await desk.waitForTimeout(500);
      await go(desk, `${demo.url}/dieu-tra/${code}/nhat-ky`);
    }
    expect(/Nguyên vẹn lúc/.test(await desk.locator('main').innerText()), 'the verification is not told');
    await look(desk, 'nhat-ky');
    await go(desk, `${demo.url}/dieu-tra/${code}/phat-hien`);
    await look(desk, 'phat-hien');
    await go(desk, `${demo.url}/dieu-tra/${code}/tham-gia`);
    await look(desk, 'tham-gia');
    await go(desk, `${demo.url}/dieu-tra/bo-luat`);
    await look(desk, 'bo-luat');
  });

  await test('custody: destroyed by decision, with its number and day; the page tells what became of the bytes', async () => {
    await go(desk, `${demo.url}/dieu-tra/${code}`);
    await press(desk, 'main th a[href^="/dieu-tra/chung-cu/"]');
    await desk.locator('details:has(#f-decision) > summary').click();
    await desk.fill('#f-decision', '15/QĐ');
    await desk.fill('#f-decided_on', '31/02/2026');
    await desk.fill('#f-decided_by', 'Cục trưởng Mẫu');
    await desk.fill('#f-why_destroyed', 'Hết thời hạn lưu giữ');
    await press(desk, 'form[action$="/huy"] button[type=submit]');
    expect(await desk.locator('#f-decided_on[aria-invalid=true]').count() === 1, 'the day that is none is not told at its field');
    await desk.fill('#f-decided_on', '20/11/2026');
    await press(desk, 'form[action$="/huy"] button[type=submit]');
    expect(/Quyết định 15\/QĐ/.test(await desk.locator('main').innerText()), 'the decision is not shown');
    await look(desk, 'tieu-huy');
    same((await desk.request.get(`${desk.url().split('?')[0]}/tep`)).status(), 409, 'its content still comes down');
  });

  await test('custody: the demo has a case that lives: findings, a record, indicators, a hunt', async () => {
    const analyst = await open(demo.links.analyst, 'D');
    await go(analyst, `${demo.url}/tim?q=may tram so 07`);
    await press(analyst, 'main a[href^="/dieu-tra/VV-"]');
    const own = analyst.url();
    await look(analyst, 'mau');
    await go(analyst, `${own}/phat-hien`);
    expect(await analyst.locator('main a[href^="/dieu-tra/phat-hien/"]').count() >= 3, 'nothing was found');
    await look(analyst, 'mau-phat-hien');
    const sheet = await analyst.request.get(new URL(await analyst.locator('main a[href*="/phat-hien/xuat"]').getAttribute('href'), demo.url).href);
    same((await sheet.body()).subarray(0, 2).toString(), 'PK', 'no sheet came');
    await press(analyst, 'main tbody a[href^="/dieu-tra/phat-hien/"]');
    await look(analyst, 'mau-mot-phat-hien');
    await go(analyst, `${own}/dau-hieu`);
    await look(analyst, 'mau-dau-hieu');
    await analyst.context().close();
  });

  await test('custody: whoever takes no part in it does not find it', async () => {
    const other = await open(demo.links.head, 'D');
    same((await other.request.get(`${demo.url}/dieu-tra/${code}`)).status(), 404, 'a stranger sees it');
    await other.context().close();
  });
  await desk.context().close();
  await phone.context().close();
}
