// dossier.mjs - a level-3 dossier by pages alone: begun, filled, sent, returned with a reason, sent again, appraised,
// approved on a phone, its number recorded, its plan carried out, the system put into operation; where it is, one click
// from home; a second one from the wizard to the printable dossier, its screens counted (UX checks 2, 16, 19, 20, 38).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, expect, go, openContext, pictures, place, press, same, sidewaysScroll, signIn, test } from '../harness.mjs';
import { password } from './people.mjs';
import { levelThree, walkTo } from './wizard.mjs';

const org = 'BXD';
export const heads = 'name,owner_code,operator,purpose,scope,size,users_served,state,regulation_no,regulation_on,regulation_by,' +
  'type,info,online_service,handles_tthc,dvc_level,cond_business,users_private,pd_basic,pd_sensitive,serves_defsec,nat_egov,nat_special_store,pm_level';
const name = 'Cổng dịch vụ một cửa thử hồ sơ';
export const systemRow = name => `${name},${org},Trung tâm Công nghệ thông tin,Giải quyết thủ tục,Toàn quốc,52.000 tài khoản,Người dân,building,12/QĐ-BXD,2026-01-05,Bộ Xây dựng,` +
  'b,ca_nhan,yes,yes,4,no,52000,52000,0,no,no,no,0';
const zones = ['internal', 'border', 'dmz', 'server', 'database', 'admin'];

export async function dossier(world) {
  const { real } = world;
  const at = path => real.url + path;
  const open = {};
  const window = async (login, size = 'D') => {
    if (open[login + size]) return open[login + size];
    const page = await (await openContext(size, 'light')).newPage();
    page.on('dialog', dialog => dialog.accept());
    await signIn(page, real.url, login, password);
    return open[login + size] = page;
  };
  const seen = async (page, what, size = 'D') => {
    await page.screenshot({ path: join(pictures, `ho-so-${what}-${size}.png`), fullPage: true });
    same(await axe(page), [], `${what}: faults of access`);
    expect(!(await sidewaysScroll(page)), `${what} scrolls sideways`);
  };
  for (const [login, role] of [['hs.van.hanh', 'operator'], ['hs.chuyen.trach', 'specialist'], ['hs.thu.truong', 'head'], ['hs.van.thu', 'clerk']])
    await real.command(['user', 'add', login, '--name', `Người ${role}`, '--org', org, '--role', role, '--password-stdin'], password);
  let address, code;
  const act = async (login, key, size = 'D') => {
    const page = await window(login, size);
    await go(page, at(address));
    await press(page, `main a[href$="/viec/${key}"]`);
    return page;
  };
  const done = page => press(page, 'main form .actions button[type=submit]');
  // Pasted from a spreadsheet, as officers do.
  const answerAll = async page => {
    const n = await page.locator('#bang tr[data-c]').count();
    await page.locator('#bang tr[data-c] td').nth(0).waitFor();
    await page.evaluate(n => {
      const at = [...document.querySelectorAll('#bang thead th')].findIndex(h => h.dataset.field === 'answer');
      document.querySelector('#bang tr[data-c]').cells[at].focus();
      const rows = [...Array(n).keys()].map(i => i === 2 ? 'Chưa đáp ứng\tMua thiết bị\t\t\tNgười operator\t31/12/2027' : 'Đáp ứng');
      const data = new DataTransfer();
      data.setData('text/plain', rows.join('\r\n') + '\r\n');
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, n);
    await page.waitForFunction(() => /Đã (lưu|dán)/i.test(document.getElementById('da-luu').textContent));
  };
  const state = async page => (await page.locator('main dl.facts dd').first().innerText()).trim();

  await test('dossier: begun from the system, the task list tells what is missing', async () => {
    const taken = await real.command(['systems', 'import', '-'], `${heads}\n${systemRow(name)}\n`);
    same([taken.new, taken.refused], [1, 0], 'systems taken in');
    const page = await window('hs.van.hanh');
    code = taken.systems[0].code;
    await go(page, at(`/he-thong/${code}`));
    await press(page, 'main a[href^="/ho-so?system="]');
    await press(page, 'main a[href^="/ho-so/moi"]');
    await seen(page, 'moi');
    await done(page);
    address = new URL(page.url()).pathname;
    expect(/Còn thiếu [1-9]/.test(await page.locator('main').innerText()), 'what is missing is not told');
    await seen(page, 'bat-dau');
  });

  await test('dossier: every part is filled by its form, which keeps what was typed when refused', async () => {
    const page = await window('hs.van.hanh');
    for (const zone of zones) {
      await go(page, at(`${address}/zones`));
      await page.fill('#f-name', `Vùng ${zone}`);
      await page.selectOption('#f-second', zone);
      await page.fill('#f-zone', '10.1.0.0/24');
      await press(page, '#sua button[type=submit]');
      await go(page, at(`${address}/devices`));
      await page.fill('#f-name', 'Tường lửa');
      await page.selectOption('#f-zone', `Vùng ${zone}`);
      await press(page, '#sua button[type=submit]');
    }
    await seen(page, 'thiet-bi');
    await go(page, at(`${address}/services`));
    await page.fill('#f-name', 'Cổng dịch vụ');
    await page.selectOption('#f-zone', 'Vùng dmz');
    await press(page, '#sua button[type=submit]');
    for (let i = 0; i < 7; i++) {
      await go(page, at(`${address}/plan`));
      await page.fill(`[id="f-plan.${i + 1}"]`, `Nội dung ${i + 1}`);
      await press(page, `form:has([name="plan.${i + 1}"]) button[type=submit]`);
    }
    await seen(page, 'phuong-an');
    await press(page, '#bang a.button'); // the requirement sheet: all met but one
    same(await page.locator('#bang tr[data-c]').count(), 195, 'requirements of level 3');
    await answerAll(page);
    await go(page, at(`${address}/plan`));
    expect((await page.locator('#bang').innerText()).includes('195 trên 195'), 'the answers are not counted');
    await go(page, at(`${address}/risk`));
    await page.fill('#f-risk', 'Rủi ro thấp');
    await press(page, 'form:has(#f-risk) button[type=submit]');
    await go(page, at(`${address}/design`));
    await page.fill('#f-title', 'Thiết kế sơ bộ');
    await page.fill('#f-on', 'hôm nào');
    await press(page, 'main form:has(#f-title) button[type=submit]');
    same(await page.inputValue('#f-title'), 'Thiết kế sơ bộ', 'what was typed');
    await page.fill('#f-on', '01/02/2026');
    await press(page, 'main form:has(#f-title) button[type=submit]');
    await seen(page, 'thiet-ke');
    await go(page, at(address));
    expect((await page.locator('main').innerText()).includes('Đủ các thành phần'), 'it is not whole');
  });

  await test('dossier: returned only with a reason for a part and a date; the drafter sees them first', async () => {
    await done(await act('hs.van.hanh', 'submit'));
    const judge = await act('hs.chuyen.trach', 'return');
    await seen(judge, 'tra-lai');
    await judge.fill('#f-date', '31/12/2027');
    await done(judge);
    expect((await judge.locator('main').innerText()).includes('ít nhất một thành phần'), 'no reason was asked for');
    same(await judge.inputValue('#f-date'), '31/12/2027', 'the date typed');
    await judge.fill('[id="f-item.design"]', 'Thiếu sơ đồ vật lý');
    await done(judge);
    for (const size of ['D', 'P']) {
      const page = await window('hs.van.hanh', size);
      await go(page, at('/'));
      await press(page, `main a[href="${address}"]`); // one click from home
      const notice = page.locator('main .notice').first(), text = await notice.innerText();
      for (const word of ['Tài liệu thiết kế', 'Thiếu sơ đồ vật lý', '31/12/2027'])
        expect(text.includes(word), `${word} does not stand first (${size})`);
      const box = await notice.boundingBox();
      expect(box.y + box.height <= page.viewportSize().height, `it is below the first screen (${size})`);
      await seen(page, 'bi-tra-lai', size);
    }
    await done(await act('hs.van.hanh', 'submit'));
  });

  await test('dossier: appraised by three questions, approved on a phone, recorded by the clerk', async () => {
    await done(await act('hs.chuyen.trach', 'accept'));
    await done(await act('hs.chuyen.trach', 'start'));
    const judge = await act('hs.chuyen.trach', 'conclude_ok');
    for (const test of ['level', 'design', 'operation']) await judge.check(`input[name="test.${test}"][value=yes]`);
    await seen(judge, 'ket-luan');
    await done(judge);
    await done(await act('hs.van.hanh', 'submit_approval'));
    const head = await act('hs.thu.truong', 'approve', 'P');
    await seen(head, 'phe-duyet', 'P');
    await done(head);
    const clerk = await act('hs.van.thu', 'record');
    await clerk.fill('#f-number', '99/QĐ-BXD');
    await clerk.fill('#f-on', await clerk.evaluate(() => new Date().toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' })));
    await clerk.fill('#f-signer', 'Nguyễn Văn A');
    await done(clerk);
    same(await state(clerk), 'Đang có hiệu lực', 'state');
    await seen(clerk, 'hieu-luc');
    await go(clerk, at('/ho-so'));
    await seen(clerk, 'danh-sach');
    const phone = await window('hs.van.hanh', 'P');
    await go(phone, at(address));
    await seen(phone, 'hieu-luc', 'P');
  });

  await test('dossier: the plan is carried out from a task, closed by a file; then the system goes live', async () => {
    const page = await window('hs.van.hanh');
    await go(page, at('/'));
    await press(page, 'main a[href*="/bang-yeu-cau/"]'); // what is left is a task of who answers for it
    same(await page.locator('#bang tr[data-c]').count(), 1, 'requirements that are left');
    await press(page, '#bang tr[data-c] a');
    const card = page.url();
    const file = join(place, 'nghiem-thu.pdf');
    writeFileSync(file, '%PDF-1.4\nbiên bản nghiệm thu\n%%EOF\n');
    await press(page, 'main a[href$="/minh-chung"]');
    await page.setInputFiles('#f-file', file);
    await page.waitForURL(/xong=1/);
    await go(page, card);
    await page.selectOption('#f-work', 'done');
    await page.check('input[name=evidence]');
    await page.locator('main form[data-card] button[value=next]').click();
    await page.waitForLoadState();
    await go(page, at(address));
    expect((await page.locator('#trien-khai').innerText()).includes('1 trên 1'), 'the plan is not told as carried out');
    await seen(page, 'trien-khai');
    await done(await act('hs.van.hanh', 'go_live'));
    expect((await page.locator('main').innerText()).includes('đánh giá điều kiện'), 'V8 is not told');
    await go(page, at(`/he-thong/${code}/sua`));
    await page.selectOption('#f-inspections', 'before_use');
    await press(page, 'main .actions button[type=submit]');
    await done(await act('hs.van.hanh', 'go_live'));
    await go(page, at(`/he-thong/${code}`));
    expect((await page.locator('main').innerText()).includes('Đang vận hành'), 'the system does not run');
  });

  await test('dossier: from log-in to a printable level-3 dossier in at most 12 screens beside the wizard (UX 2)', async () => {
    const page = await (await openContext('D', 'light')).newPage();
    page.on('dialog', dialog => dialog.accept());
    const screens = [];
    page.on('framenavigated', frame => { if (frame === page.mainFrame() && !/\/cap-do\/hoi|about:blank/.test(frame.url())) screens.push(new URL(frame.url()).pathname); });
    await signIn(page, real.url, 'hs.van.hanh', password); // 1 log-in, 2 home
    await walkTo(page, at('/cap-do/hoi?lai=1'), levelThree); // the wizard
    await press(page, 'form[action="/he-thong/them"] button'); // 3 the register's form
    for (const [field, text] of Object.entries({ name: 'Một cửa điện tử thứ hai', operator: 'Trung tâm Công nghệ thông tin', purpose: 'Giải quyết thủ tục', scope: 'Toàn quốc', size: '9.000 tài khoản', users_served: 'Người dân' }))
      await page.fill(`#f-${field}`, text);
    await press(page, 'main .actions button[value=save]'); // 4 the system
    await press(page, 'main a[href^="/ho-so?system="]'); // 5 its dossiers
    await press(page, 'main a[href^="/ho-so/moi"]'); // 6 a new one
    await page.fill('#f-from', address.split('/').pop());
    await done(page); // 7 begun like another
    const second = new URL(page.url()).pathname;
    await press(page, `main a[href="${second}/design"]`); // 8
    await page.fill('#f-title', 'Thiết kế sơ bộ');
    await press(page, 'main form:has(#f-title) button[type=submit]');
    await press(page, `main a[href="${second}"]`); // 10
    const left = (await page.locator('main').innerText()).match(/Còn thiếu (\d+) mục/);
    await press(page, 'main a[href$="/van-ban"]'); // 11 its papers
    expect(await page.locator('form[action*="/van-ban/thuyet-minh"] button, form[action*="/van-ban/"] button').count() > 0, 'nothing can be printed');
    await page.screenshot({ path: join(pictures, 'ho-so-12-man-hinh-D.png'), fullPage: true });
    console.log(`   screens beside the wizard: ${screens.length}, parts still lacking: ${left ? left[1] : 0}`);
    expect(screens.length <= 12, `${screens.length} screens: ${screens.join(' ')}`);
    await page.context().close();
  });
}
