// bulk.mjs - many systems changed at once: ticked, looked at, done, seen in the history, taken back.
import { expect, go, press, same, test } from '../harness.mjs';
import { enter, freshWindow, windowOf } from './people.mjs';

export async function bulk(world) {
  const { demo } = world;
  for (const who of ['operator', 'appraiser']) if (!world.cookies[who]) await enter(world, who, { link: demo.links[who] });
  const page = await windowOf(world, 'operator');
  let picked, at;

  await test('bulk: ticking says how many, and all of the page at once', async () => {
    await go(page, `${demo.url}/he-thong`);
    expect(await page.locator('[data-needs-pick]').isDisabled(), 'it can be pressed with nothing ticked');
    await page.check('input[data-all]');
    const rows = await page.locator('tbody tr').count();
    same(await page.locator('[data-count]').innerText(), `Đã đánh dấu ${rows}`, 'how many');
    await page.uncheck('input[data-all]');
    picked = await page.locator('tbody th').allInnerTexts();
    for (const i of [0, 1, 2]) await page.locator('input[name=s]').nth(i).check();
    expect(await page.locator('input[data-all]').evaluate(e => e.indeterminate), 'some of them is not all of them');
    await press(page, '[data-needs-pick]');
    expect((await page.locator('.lead').innerText()).includes('3 hệ thống'), 'how many are meant');
    same(await page.locator('#f-level, #f-decision_no, #f-sheet_level').count(), 0, 'fields for levels and decisions');
  });
  await test('bulk: what is wrong is told and nothing typed is lost', async () => {
    await press(page, 'main .actions button');
    expect(await page.locator('#loi').isVisible(), 'nothing to change is not told');
    await page.fill('#f-contact_email', 'không phải thư');
    await page.fill('#f-contact_name', 'Lê Thị Hoà');
    await page.check('input[name=empty-contact_name]');
    await press(page, 'main .actions button');
    same(await page.locator('#loi li').count(), 2, 'faults told');
    same([await page.inputValue('#f-contact_email'), await page.inputValue('#f-contact_name')], ['không phải thư', 'Lê Thị Hoà'], 'what was typed');
    same(await page.locator('input[name=s]').count(), 3, 'systems still meant');
  });
  await test('bulk: the look before shows each change, from and to', async () => {
    await page.fill('#f-contact_email', 'hoa@mau.example');
    await page.uncheck('input[name=empty-contact_name]');
    await press(page, 'main .actions button');
    at = page.url();
    same((await page.locator('tbody th').allInnerTexts()).sort(), picked.slice(0, 3).sort(), 'systems');
    expect((await page.locator('tbody td ins').first().innerText()).length > 0, 'no change is shown');
    expect((await page.locator('button[value=go]').innerText()).includes('3'), 'how many');
  });
  await test('bulk: somebody is faster with one of them: it is left alone and named', async () => {
    const code = (await page.locator('tbody th a').first().getAttribute('href')).split('/').at(-1);
    const second = await freshWindow(world, 'operator');
    await go(second, `${demo.url}/he-thong/${code}/sua`);
    await second.fill('#f-note', `ghi chú ${Date.now()}`);
    await press(second, 'main .actions button[value=save]');
    await second.context().close();
    await press(page, 'button[value=go]');
    expect((await page.locator('.notice-good').innerText()).includes('2 hệ thống'), 'how many were changed');
    expect((await page.locator('tbody tr').innerText()).includes('người khác sửa'), 'why one was left alone');
  });
  await test('bulk: the history of a system tells who, when, from what to what, and by which act', async () => {
    const done = picked[1];
    await go(page, `${demo.url}/he-thong?q=${encodeURIComponent(done)}`);
    await press(page, `tbody th a:text-is(${JSON.stringify(done)})`);
    await press(page, 'a[href$="/lich-su"]');
    await page.selectOption('#f-field', 'contact_name');
    await press(page, '.filters button');
    const row = await page.locator('tbody tr').first().innerText();
    for (const word of ['Lê Thị Hoà', 'Sửa hàng loạt', 'Cán bộ vận hành']) expect(row.includes(word), `no "${word}" in ${row}`);
    same(await page.locator('tbody tr').count(), 1, 'lines of that field');
  });
  await test('bulk: it is taken back', async () => {
    await go(page, at);
    await press(page, 'button[value=back]');
    expect((await page.locator('.notice-info').innerText()).includes('2 hệ thống'), 'how many are as they were');
    same(await page.locator('button[value=back]').count(), 0, 'it can be taken back twice');
  });
  await test('bulk: all of the filter, not only of the page', async () => {
    await go(page, `${demo.url}/he-thong?state=running`);
    const total = (await page.locator('.pager p').innerText()).match(/([\d.]+)\D*$/)[1];
    await press(page, 'a[href*="/he-thong/loat/moi"]');
    expect((await page.locator('.lead').innerText()).includes(`${total} hệ thống`), 'how many are meant');
    await page.fill('#f-contact_phone', '024 1234567');
    await press(page, 'main .actions button');
    expect((await page.locator('button[value=go]').innerText()).includes(total), 'how many would change');
  });
  await test('bulk: nobody without the right to change finds it', async () => {
    const reader = await windowOf(world, 'appraiser');
    await go(reader, `${demo.url}/he-thong`);
    same(await reader.locator('input[name=s]').count(), 0, 'marks to tick');
    await go(reader, `${demo.url}/he-thong/loat`, 403);
    await go(reader, at, 403);
  });
}
