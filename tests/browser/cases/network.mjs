// network.mjs - the response network at a browser: a member of it on a desk and on a phone keeps its contacts (24 hours),
// its roster and its profile, draws up its papers; the coordinator suspends it with a reason and restores it; another
// member sees whom to call, not what it owes.
import { axe, expect, go, openContext, pictures, press, same, sidewaysScroll, test } from '../harness.mjs';
import { windowOf } from './people.mjs';

const local = hours => new Date(Date.now() + (hours + 7) * 3600e3).toISOString().slice(0, 16); // in Viet Nam
const at = page => page.url().replace(/\?xong=1$/, ''); // where it is, an act just done
const clean = async (page, what) => {
  expect(!(await sidewaysScroll(page)), `${what} scrolls sideways`);
  same(await axe(page), [], `axe on ${what}`);
};

async function contact(page, room, fields) {
  await go(page, `${room}/dau-moi`);
  await page.selectOption('#f-kind', fields.kind);
  await page.fill('#f-name', fields.name);
  await page.fill('#f-mobile', fields.mobile);
  if (fields.changed) await page.fill('#f-changed', fields.changed);
  if (fields.late_why) await page.fill('#f-late_why', fields.late_why);
  await page.locator('input[name=tell]').setChecked(fields.tell);
  await press(page, 'main form button[type=submit]');
}

async function act(page, room, key, reason) {
  await go(page, room);
  await page.fill('#f-reason', reason);
  await press(page, `main button[name=act][value=${key}]`);
}

export async function network(world) {
  const { demo } = world, desk = await windowOf(world, 'specialist'), phone = await windowOf(world, 'specialist', 'P');
  const centre = await (await openContext('D', 'light')).newPage();
  let room;
  await test('network: the list leads a member to itself; the roster and the list hold on a phone', async () => {
    await go(desk, `${demo.url}/mang-luoi`);
    expect(await desk.locator('table.cards tbody tr').count() >= 2, 'members');
    await clean(desk, 'the list');
    await press(desk, 'main .actions a.button');
    room = desk.url();
    expect(/\/mang-luoi\/\d+$/.test(room), `its own page: ${room}`);
    await clean(desk, 'a member');
    await go(phone, `${demo.url}/mang-luoi`);
    await clean(phone, 'the list on a phone');
  });
  await test('network: a contact that was not told runs for 24 hours, and is told by one press', async () => {
    await contact(phone, room, { kind: 'backup', name: 'Vũ Thị Mẫu', mobile: '0900 000 009', tell: false });
    same(at(phone), room, 'back at the member');
    expect(await phone.locator('.notice-warn form button').first().isVisible(), 'it says that it was not told');
    await clean(phone, 'a member with an untold contact, on a phone');
    await press(phone, '.notice-warn form button');
    same(await phone.locator('form[action$="/bao-dau-moi"]').count(), 0, 'nothing is left to tell');
  });
  await test('network: told a day late it takes a reason, and keeps what was typed', async () => {
    const late = { kind: 'backup', name: 'Hồ Văn Mẫu', mobile: '0900 000 010', changed: local(-25), tell: true };
    await contact(desk, room, late);
    expect(await desk.locator('#f-late_why[aria-invalid=true]').count() === 1, 'at its field');
    same(await desk.inputValue('#f-name'), 'Hồ Văn Mẫu', 'what was typed');
    await contact(desk, room, { ...late, late_why: 'Mất điện diện rộng (mẫu)' });
    same(at(desk), room, 'it is kept');
    expect((await desk.locator('main').innerText()).includes('Hồ Văn Mẫu'), 'it stands there');
  });
  await test('network: a shift answers for its hours, and takes them alone', async () => {
    for (const [name, left] of [['Phạm Trực Mẫu', room], ['Người khác', `${room}/truc`]]) {
      await go(phone, `${room}/truc`);
      await phone.fill('#f-from', local(-1));
      await phone.fill('#f-to', local(8));
      await phone.fill('#f-name', name);
      await phone.fill('#f-phone', '024 0000 0011');
      await press(phone, 'main form button[type=submit]');
      same(at(phone), left, `after ${name}`);
    }
    expect(await phone.locator('#f-from[aria-invalid=true]').count() === 1, 'the hours are taken: at its field');
    await clean(phone, 'a shift refused, on a phone');
    await go(phone, room);
    expect((await phone.locator('section.card').first().innerText()).includes('Phạm Trực Mẫu'), 'who is on duty');
  });
  await test('network: staff and profile: filled in, sent, and drawn up as papers', async () => {
    await go(desk, `${room}/nhan-luc`);
    await desk.fill('#f-name', 'Đỗ Thị Mẫu');
    await desk.fill('#f-degree', 'Kỹ sư');
    await desk.fill('#f-graduated', '07/2015');
    await press(desk, 'form[action$="/nhan-luc/them"] button');
    await desk.locator('form[action$="/nhan-luc"] input[inputmode=numeric]').first().fill('12');
    await clean(desk, 'staff');
    await press(desk, 'form[action$="/nhan-luc"] button[type=submit]');
    await go(desk, `${room}/ban-khai`);
    expect((await desk.locator('main').innerText()).includes('Đỗ Thị Mẫu'), 'staff in the profile');
    await clean(desk, 'the profile');
    await press(desk, 'main form button[type=submit]');
    same(at(desk), room, 'back at the member');
    for (const [kind, start] of [['', 'PK'], ['?as=pdf', '%P']]) {
      const file = await desk.request.get(`${room}/giay/mau-01${kind}`);
      same([file.status(), (await file.body()).subarray(0, 2).toString()], [200, start], `form 01${kind}`);
    }
    same((await desk.request.get(`${room}/giay/mau-03`)).status(), 404, 'no form of a member');
  });
  await test('network: the coordinator suspends with a reason, and restores', async () => {
    await centre.goto(demo.links.centre_coordinator);
    await go(centre, room);
    await press(centre, 'main button[name=act][value=suspend]');
    expect(await centre.locator('#f-reason[aria-invalid=true]').count() === 1, 'without a reason: at its field');
    await clean(centre, 'an act refused');
    await act(centre, room, 'suspend', 'Không thực hiện yêu cầu điều phối (mẫu)');
    expect((await centre.locator('dl.facts').first().innerText()).includes('Không thực hiện'), 'the reason stands by the state');
    await go(desk, room);
    expect((await desk.locator('dl.facts').first().innerText()).includes('Không thực hiện'), 'the member reads it');
    expect(await desk.locator('button[name=act]').count() === 0, 'and is not its own judge');
    await act(centre, room, 'restore', 'Đã khắc phục (mẫu)');
    same(await centre.locator('button[value=suspend]').count(), 1, 'a member again');
  });
  await test('network: another member is shown whom to call, not what this one owes', async () => {
    await go(centre, `${demo.url}/mang-luoi?q=mau`);
    const other = (await centre.locator('table.cards th[scope=row] a').all());
    const addresses = await Promise.all(other.map(a => a.getAttribute('href')));
    const second = addresses.map(a => demo.url + a).find(a => a !== room);
    await go(desk, second);
    expect(await desk.locator('section.card').count() === 1, 'whom to call');
    const owes = await desk.locator('a[href$="/ban-khai"], a[href$="/dau-moi"], .timeline').evaluateAll(all => all.map(e => e.outerHTML));
    same(owes, [], 'what it owes');
    same((await desk.request.get(`${second}/giay/mau-01`)).status(), 404, 'its profile');
    same((await desk.request.get(`${second}/ban-khai/1`)).status(), 404, 'nor one that was sent');
  });
  await test('network: pictures of a member, on desk and phone, light and dark', async () => {
    for (const [size, scheme] of [['D', 'light'], ['D', 'dark'], ['P', 'light'], ['P', 'dark']]) {
      const context = await openContext(size, scheme, { storageState: world.cookies.specialist }), page = await context.newPage();
      for (const [name, path] of [['member', ''], ['contact', '/dau-moi']]) {
        await go(page, room + path);
        await clean(page, `${name} ${size} ${scheme}`);
        await page.screenshot({ path: `${pictures}/network-${name}-${size}-${scheme}.png`, fullPage: true });
      }
      await context.close();
    }
  });
  await centre.context().close();
}
