// laws.mjs - the law packs: what is in force, a newer version refused with its row, taken, compared, put into
// force and taken back; the crosswalk.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, expect, go, place, press, same, test } from '../harness.mjs';
import { windowOf } from './people.mjs';

const main = page => page.locator('main').innerText();

export async function laws(world) {
  const { real } = world;
  const page = await windowOf(world, 'admin');
  const files = JSON.parse(execFileSync(binary, ['law', 'bundle'], { maxBuffer: 64 << 20 }));
  const file = join(place, 'luat.json');
  const send = async () => {
    writeFileSync(file, JSON.stringify(files));
    await go(page, `${real.url}/quy-dinh`);
    await page.setInputFiles('#f-file', file);
    await press(page, 'main form[action="/quy-dinh/nap"] button');
  };

  await test('laws: the administrator of the body that runs the node sees what is in force', async () => {
    await go(page, `${real.url}/quy-dinh`);
    expect((await main(page)).includes('nd331'), 'the pack is not named');
  });
  await test('laws: a broken version names its row, and nothing is kept', async () => {
    files['nd331/criteria.json'].rules[0].certainty = 'chac';
    await send();
    expect((await main(page)).includes(`nd331/criteria.json:${files['nd331/criteria.json'].rules[0].id}`), 'the row is not named');
    same(await page.locator('main tbody th a').count(), 1, 'versions kept');
  });
  await test('laws: a newer one is kept, and what it changes is shown with its clause', async () => {
    files['nd331/criteria.json'].rules[0].certainty = 'known';
    files['nd331/criteria.json'].rules[0].level = 2;
    files['packs.json'].packs.find(pack => pack.id === 'nd331').version = '2027.1';
    await send();
    const said = await main(page);
    for (const words of ['level', 'Điều', 'Đổi', 'nd331 2027.1']) expect(said.includes(words), `not told: ${words}`);
  });
  await test('laws: a day gone by is refused, what was typed stays', async () => {
    await page.fill('#f-from', '01/01/2020');
    await press(page, 'main form[action$="/ap-dung"] button');
    same(await page.inputValue('#f-from'), '01/01/2020', 'typed');
  });
  await test('laws: confirmed, it counts; and the older one again', async () => {
    await page.fill('#f-from', '');
    await press(page, 'main form[action$="/ap-dung"] button');
    expect((await main(page)).includes('Đã xác nhận'), 'not told');
    await go(page, `${real.url}/quy-dinh`);
    expect((await main(page)).includes('2027.1'), 'not in force');
    await go(page, `${real.url}/quy-dinh/phien-ban/1`);
    await press(page, 'main form[action$="/ap-dung"] button');
    await go(page, `${real.url}/quy-dinh/phien-ban/1`);
    same(await page.locator('main form[action$="/ap-dung"]').count(), 0, 'still to be activated');
  });
  await test('laws: the two catalogues side by side', async () => {
    await go(page, `${real.url}/quy-dinh/doi-chieu`);
    const said = await main(page);
    for (const words of ['QL-4.1', 'HT-01..HT-09', 'không phải của tiêu chuẩn']) expect(said.includes(words), `not told: ${words}`);
  });
}
