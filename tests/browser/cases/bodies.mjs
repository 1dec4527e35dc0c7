// bodies.mjs - organisations change: two departments become one, an enterprise comes in.
import { axe, expect, go, openContext, press, same, sidewaysScroll, signIn, test } from '../harness.mjs';
import { password } from './people.mjs';

export async function bodies(world) {
  const { real } = world;
  const at = path => real.url + path;
  const window = async (login, size = 'D') => {
    const page = await (await openContext(size, 'light')).newPage();
    page.on('dialog', dialog => dialog.accept());
    if (login) await signIn(page, real.url, login, password);
    return page;
  };
  const person = (login, name, org) => real.command(
    ['user', 'add', login, '--name', name, '--org', org, '--role', 'administrator', '--password-stdin'], password);
  const clean = async (page, what) => {
    same(await axe(page), [], `${what}: faults of access`);
    expect(!(await sidewaysScroll(page)), `${what} scrolls sideways`);
  };

  await person('van.an', 'Nguyễn Văn An', 'T34-15');
  await person('tran.ha', 'Trần Hà', 'BCT');
  await person('le.minh', 'Lê Minh', 'BXD');

  // UX check 35: at most six screens, all systems moved, undo before confirmation.
  await test('bodies: two departments become one in at most six screens', async () => {
    for (const [code, name] of [['SO-MOT', 'Sở Thông tin'], ['SO-HAI', 'Sở Công nghệ']]) {
      await real.command(['org', 'add', code, '--name', name, '--parent', 'T34-15']);
      const sheet = `Tên hệ thống,Chủ quản\nCổng của ${name},${code}\nMột cửa của ${name},${code}\n`;
      await real.command(['systems', 'import', '-'], sheet);
    }
    const page = await window('van.an');
    let screens = 0;
    page.on('framenavigated', frame => { if (frame === page.mainFrame()) screens++; });
    await go(page, at('/to-chuc/SO-MOT'));
    await press(page, 'main a[href$="/sap-nhap"]');
    await page.fill('#f-bodies', 'SO-MOT\nSO-HAI');
    await page.fill('#f-name_vi', 'Sở Thông tin và Công nghệ');
    await page.fill('#f-code', 'SO-BA');
    await page.fill('#f-doc_no', '15/QĐ-UBND');
    await page.fill('#f-effect_on', '1/11/2026');
    await press(page, 'main .actions button[type=submit]');
    same(await page.locator('tbody tr td:nth-of-type(1)').allInnerTexts(), ['2', '2'], 'systems that will move');
    await clean(page, 'the preview');
    await press(page, 'form[action$="/xac-nhan"] button');
    expect((await page.locator('main').innerText()).includes('Đã thực hiện'), 'it is not said to be done');
    expect(screens <= 6, `${screens} screens`);
    const moved = await real.command(['systems', 'list', '--query', 'owner=SO-BA']);
    same(moved.total, 4, 'systems of the new department');
    await go(page, at('/to-chuc/SO-MOT')); // the old one is still there under its name
    expect((await page.locator('h1').innerText()) === 'Sở Thông tin', 'the old name is gone');
  });
  await test('bodies: a draft is dropped and nothing has changed', async () => {
    const page = await window('van.an', 'P');
    await go(page, at('/to-chuc/SO-BA/doi-ten'));
    await page.fill('#f-name_vi', 'Sở Khác');
    await press(page, 'main .actions button[type=submit]');
    await clean(page, 'the draft on a phone');
    await press(page, 'form[action$="/bo"] button');
    await go(page, at('/to-chuc/SO-BA'));
    same(await page.locator('h1').innerText(), 'Sở Thông tin và Công nghệ', 'name');
  });

  await test('bodies: an enterprise is invited, accepted, seen by its lead and by no other', async () => {
    const lead = await window('tran.ha');
    await go(lead, at('/doanh-nghiep'));
    await lead.fill('#f-name', 'Công ty Điện Mẫu');
    await lead.fill('#f-basis', 'Quyết định 632/QĐ-TTg, lĩnh vực Năng lượng');
    await press(lead, 'main .actions button[type=submit]');
    const link = await lead.locator('.notice code').innerText();
    await clean(lead, 'the list of enterprises');

    const comer = await window('', 'P');
    await go(comer, link);
    await clean(comer, 'the application on a phone');
    await comer.fill('#f-code', '0101234567');
    await comer.fill('#f-representative', 'Lê Thị Mai');
    await comer.fill('#f-login', 'le.mai');
    await press(comer, 'main button[type=submit]');
    await go(comer, link, 404); // once

    await go(lead, at('/to-chuc/0101234567'), 404); // nothing is there before it is accepted
    await go(lead, at('/doanh-nghiep'));
    await press(lead, 'tbody a');
    await press(lead, 'form[action$="/chap-nhan"] button');
    const first = await lead.locator('.notice code').innerText();

    await go(comer, first);
    await comer.fill('#f-password', password);
    await comer.fill('#f-again', password);
    await press(comer, 'main button[type=submit]');
    same(await comer.locator('.tools .person').innerText(), 'Lê Thị Mai', 'who is signed in');

    await go(lead, at('/to-chuc/0101234567'));
    await clean(lead, 'the page of the enterprise');
    const other = await window('le.minh');
    await go(other, at('/to-chuc/0101234567'), 404);
  });
}
