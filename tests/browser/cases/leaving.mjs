// leaving.mjs - a person leaves: seen before it is confirmed, handed over, out at once, back by a link; and
// sessions, told in words and ended.
import { expect, go, press, same, signIn, test } from '../harness.mjs';
import { axe } from '../harness.mjs';
import { freshWindow, password, windowOf } from './people.mjs';

const main = page => page.locator('main').innerText();

export async function leaving(world) {
  const { real } = world;
  const admin = await windowOf(world, 'admin');
  const his = await freshWindow(world, '');
  let person = '';

  await test('leaving: two people come to work', async () => {
    for (const [login, name] of [['quang.dv', 'Đặng Văn Quang'], ['hoa.lt', 'Lê Thị Hoa']]) {
      await real.command(['user', 'add', login, '--name', name, '--org', 'BYT', '--role', login === 'hoa.lt' ? 'analyst' : 'clerk,operator', '--password-stdin'], password);
    }
    await signIn(his, real.url, 'quang.dv', password);
  });
  await test('leaving: the page says which browser it is, and ends it', async () => {
    await go(admin, `${real.url}/nguoi-dung`);
    await press(admin, 'tbody th a:text("Đặng Văn Quang")');
    person = new URL(admin.url()).pathname;
    expect((await main(admin)).includes('Chrome trên Linux'), 'the device is not told in words');
    await press(admin, `form[action="${person}/phien/ket-thuc"] button`);
    await go(his, `${real.url}/tai-khoan`);
    expect(new URL(his.url()).pathname === '/dang-nhap', 'the session goes on');
    await signIn(his, real.url, 'quang.dv', password);
  });
  await test('leaving: a wrong name is told, what was typed stays', async () => {
    await go(admin, real.url + person);
    await press(admin, 'main a[href$="/ngung"]');
    await admin.fill('#f-to', 'khong.co');
    await admin.fill('#f-reason', 'Chuyển công tác');
    await press(admin, 'main .actions button');
    expect(await admin.locator('#loi').isVisible(), 'nothing is told');
    same(await admin.inputValue('#f-reason'), 'Chuyển công tác', 'reason');
    same(await axe(admin), [], 'axe');
  });
  await test('leaving: what will be is shown, and nothing is done yet', async () => {
    await admin.fill('#f-to', 'hoa.lt');
    await press(admin, 'main .actions button');
    const said = await main(admin);
    for (const words of ['Văn thư', 'Đơn vị vận hành', 'Lê Thị Hoa (hoa.lt)', '1 phiên']) expect(said.includes(words), `not told: ${words}`);
    same(await axe(admin), [], 'axe');
    await go(his, `${real.url}/tai-khoan`);
    same(new URL(his.url()).pathname, '/tai-khoan', 'already out');
  });
  await test('leaving: confirmed, the person is out at once and the other one holds the roles', async () => {
    await press(admin, 'button[value=confirm]');
    const said = await main(admin);
    for (const words of ['Đã ngừng', 'Chuyển công tác', 'Lê Thị Hoa']) expect(said.includes(words), `not told: ${words}`);
    await go(his, `${real.url}/tai-khoan`);
    same(new URL(his.url()).pathname, '/dang-nhap', 'still in');
    await go(admin, `${real.url}/nguoi-dung?truoc=1`);
    expect((await main(admin)).includes('Đặng Văn Quang'), 'not among those who left');
  });
  await test('leaving: brought back by a link that works once', async () => {
    await go(admin, real.url + person);
    await press(admin, `form[action="${person}/tro-lai"] button`);
    const link = await admin.locator('.notice code').innerText();
    await go(his, link);
    expect((await main(his)).includes('Ít nhất 12 ký tự'), 'the rules are not told before typing');
    await his.fill('#f-password', password);
    await his.fill('#f-again', password);
    await press(his, 'main .actions button');
    await go(his, link, 404);
  });

  // What else an administrator does: bodies split, law packs renewed.
}
