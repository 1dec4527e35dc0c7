// incidents.mjs - a person tells an incident on a phone: from the first page to the first notice in at most eight
// screens (UX check 23), with level and owner filled in; clocks in text and bar (UX check 22); a notice by anybody.
import { axe, expect, go, openContext, press, same, sidewaysScroll, test } from '../harness.mjs';

// A moment ago in Viet Nam, as one types it: what was typed before and refused still stands in the form.
const lately = () => new Date(Date.now() + 7 * 3600e3 - 60e3).toISOString().replace(/(.*)-(.*)-(.*)T(..:..).*/, '$4 $3/$2/$1');

export async function incidents(world) {
  const { demo } = world, context = await openContext('P', 'light'), page = await context.newPage();
  let screens = 0, made = '';
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
    made = page.url().match(/SC-\d{4}-\d{6}/)[0];
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
  await room(world, page, made);
  await test('incidents: a system typed into the form fills in what was left empty', async () => {
    await page.goto(`${demo.url}/he-thong`);
    const href = await page.locator('table.cards th[scope=row] a').first().getAttribute('href'), code = href.split('/').pop();
    await page.goto(`${demo.url}/su-co/moi`);
    await page.fill('#f-system', code);
    await page.fill('#f-title', 'Máy chủ tệp bị mã hóa');
    await page.fill('#f-detected', lately());
    await page.fill('#f-description', 'Tệp bị đổi đuôi');
    await page.selectOption('#f-present_state', 'unhandled');
    await page.fill('#f-contact_name', 'Lê Thị Mẫu');
    await page.fill('#f-contact_phone', '0123 456 789');
    await page.check('input[name=open]');
    await press(page, 'main form button[type=submit]');
    expect(await page.locator(`a[href="${href}"]`).count() > 0, 'the system by its name');
    expect(/Tên hệ thống/.test(await page.locator('#thong-tin').innerText()), 'its name is a fact');
  });
  await test('incidents: where two clocks wait for one paper it is asked which it answers; one recorded by mistake is struck out', async () => {
    const room = page.url().replace(/[?#].*/, '');
    await page.goto(`${room}/sua`);
    await page.locator('details.fold').evaluateAll((all) => all.forEach((d) => { d.open = true; }));
    await page.locator('input[name=order_sign][value=true]').check();
    await press(page, 'main form button[type=submit]');
    await page.locator('#van-ban summary').last().click();
    await page.selectOption('#f-document', 'THONG_BAO');
    await page.fill('#f-recipients', 'Chủ quản');
    await press(page, '#van-ban form[action$="/da-gui"] button[type=submit]');
    expect(await page.locator('input[name=clock]').count() >= 2, 'the clocks to choose from');
    same(await page.inputValue('#f-recipients'), 'Chủ quản', 'what was typed');
    same(await axe(page), [], 'axe on the question');
    await page.goto(room);
    await page.locator('#dong-ho a[href*="han=T20-1#"]').click();
    same(await page.inputValue('#f-document'), 'THONG_BAO', 'its document');
    expect(await page.locator('input[name=clock][value=T20-1]').isChecked(), 'its clock');
    expect((await page.inputValue('#f-recipients')).length > 0, 'its recipients');
    await press(page, '#van-ban form[action$="/da-gui"] button[type=submit]');
    expect(/Trả lời hạn: T20-1/.test(await page.locator('#van-ban').innerText()), 'what it answers');
    expect(await page.locator('#dong-ho a[href*="han=N331-4#"]').count() > 0, 'the other still waits');
    await page.locator('#van-ban .timeline summary').first().click();
    await page.fill('#van-ban .timeline input[name=withdrawn]', 'ghi nhầm');
    await press(page, '#van-ban .timeline form button[type=submit]');
    expect(await page.locator('#van-ban del').count() === 1, 'it is struck out');
    expect(await page.locator('#dong-ho a[href*="han=T20-1#"]').count() > 0, 'its clock waits again');
    expect(!(await sidewaysScroll(page)), 'it scrolls sideways');
    same(await axe(page), [], 'axe on the room');
  });
  await context.close();
}

// What stands beside the facts: the checklist, indicators, assets, another that may be the same, a lesson on its way.
async function room(world, page, code) {
  const { demo } = world, at = tail => page.goto(`${demo.url}/su-co/${code}${tail}`);
  const unfold = () => page.evaluate(() => document.querySelectorAll('main details').forEach(d => { d.open = true; }));
  await test('incidents: verified it has a checklist; one task is done with a note', async () => {
    for (const to of ['received', 'verified']) {
      await at('');
      await press(page, `#buoc button[value=${to}]`);
    }
    await at('');
    const before = await page.locator('#viec ul.tasks > li').count();
    expect(before >= 5, `${before} tasks`);
    await page.goto(demo.url + await page.locator('#viec a').first().getAttribute('href'));
    same(await axe(page), [], 'axe on a task');
    await page.fill('#f-note', 'Đã thu ảnh bộ nhớ');
    await press(page, 'main form button[type=submit]');
    expect((await page.locator('#viec').innerText()).includes('Đã thu ảnh bộ nhớ'), 'the note');
  });
  await test('incidents: indicators are shown so that nobody clicks on them; a line that is none is named, and nothing is lost', async () => {
    await at('/dau-vet');
    await unfold();
    const typed = 'hxxps[:]//Xau.example/a\n203.0.113.500';
    await page.fill('#f-indicators', typed);
    await press(page, 'form[action$="/dau-vet"] button[type=submit]');
    same(await page.inputValue('#f-indicators'), typed, 'what was typed');
    expect((await page.locator('main').innerText()).includes('203.0.113.500'), 'the line is named');
    same(await page.locator('#dau-hieu tbody tr').count(), 0, 'rows');
    await page.fill('#f-indicators', 'hxxps[:]//Xau.example/a\n203.0.113.5');
    await press(page, 'form[action$="/dau-vet"] button[type=submit]');
    const text = await page.locator('#dau-hieu').innerText();
    expect(text.includes('hxxps[:]//xau[.]example/a') && text.includes('203[.]0[.]113[.]5'), text);
    same(await page.locator('#dau-hieu a[href*="xau"]').count(), 0, 'links');
    await page.locator('#dau-hieu tbody details summary').first().click();
    await page.locator('#dau-hieu tbody input[name=back_reason]').first().fill('máy chủ cập nhật');
    await press(page, '#dau-hieu tbody details[open] button');
    expect((await page.locator('#dau-hieu').innerText()).includes('máy chủ cập nhật'), 'the reason');
    await unfold();
    await page.fill('#f-asset_name', 'Máy chủ tệp FS-01');
    await press(page, 'form[action$="/tai-san"] button[type=submit]');
    expect((await page.locator('#tai-san').innerText()).includes('FS-01'), 'the asset');
    expect(!(await sidewaysScroll(page)), 'it scrolls sideways');
    same(await axe(page), [], 'axe on the traces');
  });
  await test('incidents: a second one of the same system may be the same, and says why', async () => {
    await at('');
    const system = (await page.locator('.facts a[href^="/he-thong/"]').first().getAttribute('href')).split('/').pop();
    await page.goto(`${demo.url}/su-co/moi?he-thong=${system}`);
    await page.fill('#f-title', 'Máy chủ tệp gửi dữ liệu ra ngoài');
    await page.fill('#f-detected', lately());
    await page.fill('#f-description', 'Lưu lượng lạ');
    await page.selectOption('#f-present_state', 'unhandled');
    await page.fill('#f-contact_name', 'Lê Thị Mẫu');
    await page.fill('#f-contact_phone', '0123 456 789');
    await page.check('input[name=open]');
    await press(page, 'main form button[type=submit]');
    const words = await page.locator('#co-the-trung').innerText();
    expect(words.includes(code) && words.includes('cùng hệ thống'), words);
    await press(page, '#co-the-trung a[href*="gop="]');
    same(await page.inputValue('#f-into'), code, 'the other one');
  });
  await test('incidents: a lesson is drawn by one, approved by another; a clock is taken out by a decision', async () => {
    await at('/bai-hoc');
    await page.fill('#f-lesson_title', 'Máy chủ dùng chung mật khẩu quản trị');
    await page.fill('#f-lesson_what', 'Một mật khẩu dùng cho mọi máy chủ');
    await page.fill('#f-lesson_words', 'Mỗi máy chủ một mật khẩu');
    await press(page, 'main form button[type=submit]');
    same(await page.locator('button[value=approve]').count(), 0, 'who drew it does not approve it');
    same(await axe(page), [], 'axe on the lessons');
    const other = await openContext('D', 'dark'), center = await other.newPage();
    await center.goto(demo.links.centre_coordinator);
    await center.goto(`${demo.url}/su-co/${code}/bai-hoc`);
    await press(center, 'button[value=approve]');
    expect((await center.locator('main').innerText()).includes('Đã duyệt'), 'approved');
    await center.goto(`${demo.url}/su-co/${code}/mien`);
    await center.fill('#f-number', '12/QĐ-MAU');
    await center.fill('#f-reason', 'Đơn vị chuyên trách báo thay');
    await press(center, 'main form button[type=submit]');
    expect((await center.locator('#dien-bien').innerText()).includes('12/QĐ-MAU'), 'on the time line');
    await center.goto(`${demo.url}/su-co/${code}/mien`);
    same(await axe(center), [], 'axe on exemptions');
    await other.close();
  });
}
