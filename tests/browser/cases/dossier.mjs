// dossier.mjs - a level-3 dossier by pages alone: begun, filled, sent, returned with a reason, sent again, appraised,
// approved on a phone, its number recorded; where it is, one click from home (UX checks 16, 19, 20, 38).
import { join } from 'node:path';
import { axe, expect, go, openContext, pictures, press, same, sidewaysScroll, signIn, test } from '../harness.mjs';
import { password } from './people.mjs';

const org = 'BXD';
const heads = 'name,owner_code,operator,purpose,scope,size,users_served,state,regulation_no,regulation_on,regulation_by,' +
  'type,info,online_service,handles_tthc,dvc_level,cond_business,users_private,pd_basic,pd_sensitive,serves_defsec,nat_egov,nat_special_store,pm_level';
const name = 'Cổng dịch vụ một cửa thử hồ sơ';
const row = `${name},${org},Trung tâm Công nghệ thông tin,Giải quyết thủ tục,Toàn quốc,52.000 tài khoản,Người dân,building,12/QĐ-BXD,2026-01-05,Bộ Xây dựng,` +
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
  let address;
  const act = async (login, key, size = 'D') => {
    const page = await window(login, size);
    await go(page, at(address));
    await press(page, `main a[href$="/viec/${key}"]`);
    return page;
  };
  const done = page => press(page, 'main form .actions button[type=submit]');
  const state = async page => (await page.locator('main dl.facts dd').first().innerText()).trim();

  await test('dossier: begun from the system, the task list tells what is missing', async () => {
    const taken = await real.command(['systems', 'import', '-'], `${heads}\n${row}\n`);
    same([taken.new, taken.refused], [1, 0], 'systems taken in');
    const page = await window('hs.van.hanh');
    await go(page, at(`/ho-so/moi?system=${taken.systems[0].code}`));
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
      await page.locator('main textarea[name=text]').nth(i).fill(`Nội dung ${i + 1}`);
      await page.locator('main form:has(textarea[name=text]) button[type=submit]').nth(i).click();
      await page.waitForLoadState();
    }
    await seen(page, 'phuong-an');
    await go(page, at(`${address}/risk`));
    await page.locator('main textarea[name=text]').first().fill('Rủi ro thấp');
    await press(page, 'main form:has(textarea[name=text]) button[type=submit]');
    await go(page, at(`${address}/design`));
    await page.fill('#f-title', 'Thiết kế sơ bộ');
    await page.fill('#f-on', 'hôm nào');
    await press(page, 'main form:has(#f-title) button[type=submit]');
    same(await page.inputValue('#f-title'), 'Thiết kế sơ bộ', 'what was typed');
    await page.fill('#f-on', '01/02/2026');
    await press(page, 'main form:has(#f-title) button[type=submit]');
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
    const page = await window('hs.van.hanh');
    await go(page, at('/'));
    await press(page, `main a[href="${address}"]`); // one click from home
    const text = await page.locator('main .notice').first().innerText();
    expect(text.includes('Thiếu sơ đồ vật lý') && text.includes('31/12/2027'), 'item, reason and date do not stand first');
    await seen(page, 'bi-tra-lai');
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
}
