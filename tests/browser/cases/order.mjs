// order.mjs - lists in the order a Vietnamese reader expects: Đ after D, tones after letters, people by
// their given name.
import { expect, go, same, test } from '../harness.mjs';
import { api, windowOf } from './people.mjs';

const reference = ['An Giang', 'An ninh mạng', 'Ánh sáng đô thị', 'Ảnh số', 'Ăn uống công cộng', 'Ân xá',
  'Ba Đình', 'Bà Rịa', 'Ba Vì', 'Cà Mau', 'Cần Thơ', 'Cổ Loa', 'Da liễu', 'Dân cư', 'Dược phẩm', 'Đa khoa',
  'Đà Nẵng', 'Đất đai', 'Đồng Nai', 'Đường bộ', 'Em bé', 'Êm đềm', 'Gia Lai', 'Hải quan', 'Kế toán', 'Lào Cai',
  'Ma', 'Mà', 'Mả', 'Mã', 'Má', 'Mạ', 'Mã số thuế', 'Ninh Bình', 'Oan sai', 'Ô nhiễm', 'Ơn nghĩa', 'Thuế',
  'Ủy ban', 'Ưu đãi'];
const people = ['Trần Văn An', 'Lê Thị Ánh', 'Phạm Bình', 'Nguyễn Thị Dung', 'Hoàng Văn Dũng', 'Đỗ Thị Đào',
  'Bùi Văn Đạt', 'Ngô Hà', 'Trần Lan', 'Nguyễn Thị Lan', 'Nguyễn Văn Nam', 'Phạm Văn Nam', 'Trịnh Ơn', 'Mai Uyên',
  'Hồ Ý', 'Hà Yến'];

const codeOf = name => `BYT-TT-${reference.indexOf(name)}`;
// The same names in an order that is surely another one.
const shuffled = names => names.map((name, i) => [(i * 17) % names.length, name]).sort((a, b) => a[0] - b[0]).map(p => p[1]);

export async function order(world) {
  const { url, command } = world.real;
  let office;

  await test('order: forty bodies stand as the reference list does', async () => {
    office = String((await command(['org', 'add', 'BYT-TT', '--name', 'Cục Xếp thứ tự', '--parent', 'BYT'])).id);
    const page = await windowOf(world, 'admin');
    await go(page, `${url}/to-chuc/${office}/them`);
    const csrf = await page.locator('main input[name=csrf]').first().inputValue();
    for (const name of shuffled(reference)) {
      const form = { csrf, name_vi: name, code: codeOf(name), kind: 'unit' };
      const answer = await page.request.post(`${url}/to-chuc/${office}/them`, { form, headers: { Origin: url } });
      expect(answer.ok(), `adding ${name}: ${answer.status()} ${(await answer.text()).slice(0, 200)}`);
    }
    await go(page, `${url}/to-chuc/${office}`);
    // The bodies below; who sees the office stands in a table of its own.
    same(await page.locator('table:has(thead th.fit) tbody th[scope=row]').allInnerTexts(), reference, 'order');
  });
  // Each under a body of its own: under one owner, names that differ only in marks are one name.
  await test('order: forty systems stand as the reference list does', async () => {
    for (const name of shuffled(reference)) await api(world, 'POST', '/api/v1/systems', { name, owner: codeOf(name) });
    const page = await windowOf(world, 'officer');
    await go(page, `${url}/he-thong?branch=${office}`);
    same(await page.locator('tbody th[scope=row]').allInnerTexts(), reference, 'order');
  });
  await test('order: people stand by their given names', async () => {
    for (const [i, name] of shuffled(people).entries()) {
      await command(['user', 'add', `nguoi.${i}`, '--name', name, '--org', 'BYT-TT', '--role', 'operator']);
    }
    const page = await windowOf(world, 'admin');
    await go(page, `${url}/nguoi-dung`);
    const shown = await page.locator('tbody th[scope=row]').allInnerTexts();
    same(shown.filter(name => people.includes(name)), people, 'order');
  });
}
