// orders.mjs - from an incident's room the coordinator draws, signs and sends an order; on a phone an addressee receives
// it, takes it on, ticks, reports; another refuses with a reason; receipts and form 06 come down; a warning is answered.
import { writeFileSync } from 'node:fs';
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
      await page.screenshot({ path: join(pictures, `dieu-phoi-${name}-${size}-${word}.png`), fullPage: true });
    }
  }
  faults.push(...await axe(page, { runOnly: ['color-contrast'] })); // at night still
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
  faults.push(...await axe(page));
  same(faults, [], name);
};

export async function orders(world) {
  const { demo } = world;
  const operator = await open(demo.links.operator, 'D'), centre = await open(demo.links.centre_coordinator, 'D');
  const phone = await open(demo.links.specialist, 'P');
  let incident, code;
  const bytes = async (page, href) => (await page.request.get(new URL(href, demo.url).href)).body();

  await test('orders: an incident is told; its room has no order yet', async () => {
    await go(operator, `${demo.url}/su-co/moi`);
    await operator.fill('#f-title', 'Cổng dịch vụ bị mã hóa dữ liệu');
    await operator.fill('#f-description', 'Máy chủ cơ sở dữ liệu bị mã hóa, dịch vụ công gián đoạn');
    await operator.locator('details:has(#f-ips) > summary').first().click();
    await operator.fill('#f-ips', '203.0.113.9');
    await operator.selectOption('#f-present_state', 'unhandled');
    await operator.fill('#f-contact_name', 'Lê Thị Mẫu');
    await operator.fill('#f-contact_phone', '0123 456 789');
    await operator.check('input[name=open]');
    await press(operator, 'main form button[type=submit]');
    incident = operator.url().match(/SC-\d{4}-\d{6}/)[0];
    same(await operator.locator('#dieu-phoi a[href^="/dieu-phoi/moi"]').count(), 0, 'its owner may not order');
  });

  await test('orders: the form is filled in from the incident; what is wrong is told at its field, nothing typed is lost', async () => {
    await go(centre, `${demo.url}/su-co/${incident}`);
    await press(centre, '#dieu-phoi a[href^="/dieu-phoi/moi"]');
    await look(centre, 'moi');
    same(await centre.inputValue('#f-indicators'), '203.0.113.9', 'what to look for');
    expect((await centre.inputValue('#f-basis')).includes('05/2017'), 'the basis');
    await centre.fill('#f-title', 'Chặn máy chủ điều khiển, gửi nhật ký');
    await centre.fill('#f-to', 'MAU-BO-01\nCơ quan Không Có');
    await centre.fill('#f-item1', 'Chặn kết nối tới 203.0.113.9');
    await centre.fill('#f-item2', 'Gửi nhật ký tường lửa 7 ngày');
    await press(centre, 'main form button[type=submit]');
    expect(await centre.locator('#f-to[aria-invalid=true]').count() === 1, 'at the field');
    same(await centre.inputValue('#f-item2'), 'Gửi nhật ký tường lửa 7 ngày', 'what was typed');
    await look(centre, 'moi-sai');
    await centre.fill('#f-to', 'MAU-BO-01\nMAU-BO-02');
    await press(centre, 'main form button[type=submit]');
    code = centre.url().match(/DP-\d{4}-\d{6}/)[0];
    same(await centre.locator('#noi-nhan tbody tr').count(), 2, 'addressees');
    await look(centre, 'du-thao');
  });

  await test('orders: a draft is nobody else’s; signed and sent it is', async () => {
    await go(phone, `${demo.url}/dieu-phoi/${code}`, 404);
    await centre.fill('#f-number', '12/CQĐP');
    await centre.fill('#f-signer', 'Nguyễn Văn Mẫu');
    await press(centre, '#gui button[type=submit]');
    expect((await centre.locator('main').innerText()).includes('12/CQĐP'), 'its number');
    await look(centre, 'da-gui');
    const form = await bytes(centre, `/dieu-phoi/${code}/mau-06`);
    same(form.subarray(0, 2).toString(), 'PK', 'form 06 is a Word file');
    writeFileSync(join(pictures, 'dieu-phoi-mau-06.docx'), form);
  });

  await test('orders: on a phone an addressee receives it, takes it on, ticks and reports', async () => {
    await go(phone, `${demo.url}/dieu-phoi?mine=1`);
    await look(phone, 'danh-sach-cua-toi');
    await press(phone, `th a[href$="${code}"]`);
    await look(phone, 'nhan');
    same(await phone.locator('#noi-nhan tbody tr').count(), 2, 'above the owner of the incident it sees every addressee');
    await press(phone, '#cua-toi button[value=receive]');
    await press(phone, '#cua-toi button[value=accept]');
    await press(phone, '#noi-dung button[value=tick]');
    await phone.locator('#cua-toi details summary').click();
    await phone.fill('#f-progress', 'Đang thu nhật ký');
    await press(phone, '#cua-toi button[value=progress]');
    await look(phone, 'dang-lam');
    await press(phone, '#cua-toi button[value=report]'); // nothing said
    expect(await phone.locator('#f-words[aria-invalid=true]').count() === 1, 'a result must be said');
    await phone.fill('#f-words', 'Đã chặn, đã gửi nhật ký');
    await press(phone, '#cua-toi button[value=report]');
    expect((await phone.locator('#noi-nhan').innerText()).includes('Đã chặn, đã gửi nhật ký'), 'the result');
    await look(phone, 'xong');
    const href = await phone.locator('#dien-bien a[href^="/dieu-phoi/bien-nhan/"]').first().getAttribute('href');
    same(JSON.parse(await bytes(phone, href)).act, 'report', 'the newest receipt');
  });

  await test('orders: who issued it sees how far each is, and ends it with a reason', async () => {
    await go(centre, `${demo.url}/su-co/${incident}`);
    expect((await centre.locator('#dieu-phoi').innerText()).includes(code), 'in the room');
    await centre.locator('#dieu-phoi').screenshot({ path: join(pictures, 'dieu-phoi-trong-su-co-D-sang.png') });
    await go(centre, `${demo.url}/dieu-phoi/${code}`);
    same(await centre.locator('#noi-nhan tbody tr').count(), 2, 'both');
    await look(centre, 'theo-doi');
    await centre.locator('summary', { hasText: 'Kết thúc' }).click();
    await centre.fill('#f-reason', 'Đã khắc phục');
    await press(centre, 'main form[action$="/dong"] button');
    expect((await centre.locator('main').innerText()).includes('Đã khắc phục'), 'why');
    await go(centre, `${demo.url}/dieu-phoi`);
    await look(centre, 'danh-sach');
  });

  await test('orders: a warning to the whole network is acknowledged and answered', async () => {
    await go(centre, `${demo.url}/canh-bao`);
    await look(centre, 'canh-bao-chua-co');
    await press(centre, 'main .actions a.button');
    await look(centre, 'canh-bao-moi');
    await centre.fill('#f-title', 'Lỗ hổng máy chủ thư đang bị khai thác');
    await centre.fill('#f-content', 'Kẻ tấn công chiếm quyền máy chủ thư chưa vá');
    await centre.fill('#f-item1', 'Cập nhật bản vá, rà soát tài khoản');
    await centre.selectOption('#f-group', 'all');
    await press(centre, 'main form button[type=submit]');
    const warning = centre.url().match(/CB-\d{4}-\d{6}/)[0];
    await centre.fill('#f-signer', 'Nguyễn Văn Mẫu');
    await press(centre, '#gui button[type=submit]');
    await go(phone, `${demo.url}/canh-bao/${warning}`);
    await look(phone, 'canh-bao-nhan');
    await press(phone, '#cua-toi button[value=receive]');
    await phone.fill('#f-words', 'Đã vá 12 máy');
    await press(phone, '#cua-toi button[value=report]');
    same(await phone.locator('#cua-toi button').count(), 0, 'nothing is left to do');
    await look(phone, 'canh-bao-xong');
    await go(centre, `${demo.url}/canh-bao/${warning}`);
    await look(centre, 'canh-bao-theo-doi');
    await go(centre, `${demo.url}/huong-dan/dieu-phoi`);
    await look(centre, 'huong-dan');
  });
  await Promise.all([operator, centre, phone].map(page => page.context().close()));
}
