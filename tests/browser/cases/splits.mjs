// splits.mjs - a body split in two on the screen: who the successors are, what goes where, nothing left over,
// seen before it is confirmed, done on its day.
import { axe, expect, go, press, same, test } from '../harness.mjs';
import { windowOf } from './people.mjs';

const main = page => page.locator('main').innerText();

export async function splits(world) {
  const { real } = world;
  const page = await windowOf(world, 'admin');
  let change = '';

  await test('splits: a department with a unit and two people', async () => {
    await real.command(['org', 'add', 'BYT-TA', '--name', 'Cục Thử A', '--parent', 'BYT']);
    await real.command(['org', 'add', 'BYT-TA-P1', '--name', 'Phòng Một', '--parent', 'BYT-TA']);
    for (const login of ['tach.mot', 'tach.hai']) {
      await real.command(['user', 'add', login, '--name', login === 'tach.mot' ? 'Lý Một' : 'Lý Hai', '--org', 'BYT-TA', '--role', 'clerk']);
    }
  });
  await test('splits: one body is no split, what was typed stays', async () => {
    await go(page, `${real.url}/to-chuc/BYT-TA/tach`);
    await page.fill('#f-parts', 'BYT-TB Cục Thử B');
    await press(page, 'main .actions button');
    expect((await main(page)).includes('ít nhất hai'), 'not told');
    same(await page.inputValue('#f-parts'), 'BYT-TB Cục Thử B', 'typed');
  });
  await test('splits: two bodies are drafted, and what is not shared out is told', async () => {
    await page.fill('#f-parts', 'BYT-TB Cục Thử B\nBYT-TC Cục Thử C');
    await press(page, 'main .actions button');
    change = new URL(page.url()).pathname;
    expect((await main(page)).includes('Chưa chọn'), 'not told');
    await page.fill('#f-doc_no', '45/QĐ-BYT');
    await page.fill('#f-effect_on', '01/11/2026');
    await press(page, `form[action="${change}/xac-nhan"] button`);
    expect((await main(page)).includes('Còn 3 dòng'), 'confirmed with rows left over');
  });
  await test('splits: row by row', async () => {
    await go(page, `${real.url}${change}/chia?loai=people`);
    same(await axe(page), [], 'axe');
    const choices = page.locator('tbody select');
    await choices.nth(0).selectOption({ label: 'Cục Thử B' });
    await choices.nth(1).selectOption({ label: 'Cục Thử C' });
    await press(page, 'button[value=rows]');
    expect((await main(page)).includes('còn 0 trên 2'), 'people are left over');
  });
  await test('splits: all that the filter leaves at once', async () => {
    await go(page, `${real.url}${change}/chia?loai=units&phan=0`);
    await page.selectOption('#f-all', { label: 'Cục Thử C' });
    await press(page, 'button[value=all]');
    expect((await main(page)).includes('còn 0 trên 1'), 'units are left over');
  });
  await test('splits: confirmed, done, the old name stays with its last day', async () => {
    await go(page, real.url + change);
    const before = await main(page);
    for (const words of ['Cục Thử B', 'Cục Thử C']) expect(before.includes(words), `not shown: ${words}`);
    await page.fill('#f-doc_no', '45/QĐ-BYT');
    await page.fill('#f-effect_on', '01/11/2026');
    await press(page, `form[action="${change}/xac-nhan"] button`);
    expect(!(await page.locator('#loi').count()), await main(page));
    await go(page, `${real.url}/to-chuc/BYT-TA`);
    expect((await main(page)).includes('31/10/2026'), 'the last day is not told');
    await go(page, `${real.url}/to-chuc/BYT-TC`);
    expect((await main(page)).includes('Phòng Một'), 'the unit is not under its new body');
  });
}
