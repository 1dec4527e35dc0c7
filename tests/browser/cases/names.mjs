// names.mjs - names of 125 characters, whole and readable wherever they stand.
import { expect, go, same, test } from '../harness.mjs';
import { overlaps, sideways } from './looks.mjs';
import { api, windowOf } from './people.mjs';

const fill = (text, length) => (text + ' phục vụ chỉ đạo, điều hành và giải quyết thủ tục hành chính trên địa bàn các xã, phường, đặc khu'.repeat(3)).slice(0, length - 1) + 'ễ';
const system = fill('Hệ thống thông tin tổng hợp quốc gia', 125);
const unbroken = 'Hệ thống ' + 'NgườiDùngKhôngCáchChữ_'.repeat(10).slice(0, 116);
const office = fill('Trung tâm Chuyển đổi số và An ninh mạng', 125);
const person = fill('Công Tằng Tôn Nữ', 120); // the longest that is taken

export async function names(world) {
  const { url, command } = world.real;
  let code, place;
  await test('names: a body and two systems with names of 125 characters', async () => {
    same([system.length, unbroken.length, office.length], [125, 125, 125], 'characters');
    place = (await command(['org', 'add', 'BYT-DAI', '--name', office, '--parent', 'BYT'])).id;
    await api(world, 'POST', '/api/v1/systems', { name: unbroken, owner: 'BYT-DAI' });
    code = (await api(world, 'POST', '/api/v1/systems', { name: system, owner: 'BYT-DAI', operator: 'BYT-DAI' })).code;
    await command(['user', 'add', 'ten.dai', '--name', person, '--org', 'BYT-DAI', '--role', 'operator']);
  });
  for (const size of ['D', 'P']) {
    const shown = [
      ['list', 'officer', '/he-thong?owner=BYT-DAI', [system, unbroken, office]],
      ['work list', 'officer', '/cap-do', [system, unbroken, office]],
      ['one system', 'officer', `/he-thong/${code}`, [system, office]],
      ['form', 'officer', `/he-thong/${code}/sua`, []],
      ['level', 'officer', `/he-thong/${code}/cap-do`, [system]],
      ['papers', 'officer', `/he-thong/${code}/van-ban`, [system]],
      ['bodies', 'officer', '/to-chuc?q=BYT-DAI', [office]],
      ['one body', 'officer', `/to-chuc/${place}`, [office]],
      ['people', 'admin', '/nguoi-dung', [person]],
    ];
    const windows = { officer: await windowOf(world, 'officer', size), admin: await windowOf(world, 'admin', size) };
    for (const [what, who, path, wanted] of shown) {
      await test(`names: ${what}, ${size}`, async () => {
        const page = windows[who];
        await go(page, url + path);
        for (const name of wanted) same(await page.evaluate(wholeText, name), 'whole', `"${name.slice(0, 30)}…"`);
        same([...await sideways(page), ...await overlaps(page)], [], 'looks');
      });
    }
  }
}

// In the page: the name stands somewhere with no letter cut off by a box or the window's edge.
function wholeText(name) {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  let seen = 'absent';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.includes(name) || !node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    seen = box.left < 0 || box.right > innerWidth + 1 ? 'past the edge of the window' : 'whole';
    for (let e = node.parentElement; e !== document.body && seen === 'whole'; e = e.parentElement) {
      const clips = getComputedStyle(e).overflowX !== 'visible';
      const frame = e.getBoundingClientRect();
      if (clips && (box.right > frame.right + 1 || box.bottom > frame.bottom + 1)) seen = `cut by ${e.tagName} ${e.className}`;
    }
    if (seen === 'whole') return seen;
  }
  return seen;
}
