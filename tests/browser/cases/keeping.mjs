// keeping.mjs - nothing typed is lost: the server killed while somebody types (UX 13), the network gone (14), two people in
// one dossier (15), the session ended (16), signing out; through a server of its own, which is killed and started again.
import { join } from 'node:path';
import { axe, expect, go, openContext, pictures, press, same, sidewaysScroll, signIn, startServer, test } from '../harness.mjs';
import { heads, systemRow } from './dossier.mjs';
import { password } from './people.mjs';

const field = n => `[id="f-plan.${n}"]`;
const form = n => `form:has([name="plan.${n}"])`;

export async function keeping() {
  let server, address;
  const open = {};
  const at = path => server.url + path;
  const window = async (login, size = 'D') => {
    if (open[login + size]) return open[login + size];
    const page = await (await openContext(size, 'light')).newPage();
    page.on('dialog', dialog => dialog.accept());
    await signIn(page, server.url, login, password);
    return open[login + size] = page;
  };
  const said = (page, n) => page.locator(`${form(n)} [data-kept]`).innerText();
  const says = (page, n, words) => page.waitForFunction(([css, words]) => new RegExp(words).test(document.querySelector(css).textContent),
    [`${form(n)} [data-kept]`, words], { timeout: 20000 });
  const type = (page, n, text) => page.locator(field(n)).pressSequentially(text, { delay: 15 });
  const kill = () => new Promise(done => { server.child.once('exit', done); server.child.kill('SIGKILL'); });
  const begin = async () => { server = await startServer('--data', 'keeping', ...(server ? ['--listen', new URL(server.url).host] : [])); };
  // What is on the server, as another window of the same person gets it.
  const stored = async (page, n) => {
    const html = await (await page.context().request.get(at(`${address}/plan`))).text();
    return page.evaluate(([html, name]) => new DOMParser().parseFromString(html, 'text/html').getElementsByName(name)[0].value, [html, `plan.${n}`]);
  };
  const seen = async (page, what, size) => {
    await page.screenshot({ path: join(pictures, `giu-${what}-${size}.png`) });
    same(await axe(page), [], `${what}: faults of access`);
    expect(!(await sidewaysScroll(page)), `${what} scrolls sideways`);
  };

  await test('keeping: a dossier of two people', async () => {
    await begin();
    for (const [login, name, role] of [['giu.binh', 'Trần Thị Bình', 'operator'], ['giu.cuong', 'Lê Văn Cường', 'operator']])
      await server.command(['user', 'add', login, '--name', name, '--org', 'BXD', '--role', role, '--password-stdin'], password);
    const taken = await server.command(['systems', 'import', '-'], `${heads}\n${systemRow('Cổng giữ từng chữ')}\n`);
    const page = await window('giu.binh');
    await go(page, at(`/ho-so/moi?system=${taken.systems[0].code}`));
    await press(page, 'main form .actions button[type=submit]');
    address = new URL(page.url()).pathname;
  });

  for (const size of ['D', 'P']) {
    const n = size === 'D' ? 1 : 2;
    await test(`keeping: the server is killed while a long text is typed: nothing is lost, a banner explains (UX 13, ${size})`, async () => {
      const page = await window('giu.binh', size);
      await go(page, at(`${address}/plan`));
      await type(page, n, 'Viết lúc máy chủ còn chạy. ');
      await says(page, n, 'Đã lưu lúc \\d\\d:\\d\\d');
      await type(page, n, 'Viết ngay trước khi máy chủ chết. ');
      await kill();
      await type(page, n, 'Viết khi máy chủ đã chết.');
      await page.waitForSelector('#giu:not([hidden])');
      expect(/Không liên lạc được với máy chủ.*giữ trên máy này/.test(await page.locator('#giu').innerText()), 'the banner does not explain');
      await says(page, n, 'Mất mạng – đang giữ trên máy này');
      await seen(page, 'mat-may-chu', size);
      await begin();
      await says(page, n, 'Đã lưu lúc');
      same(await stored(page, n), 'Viết lúc máy chủ còn chạy. Viết ngay trước khi máy chủ chết. Viết khi máy chủ đã chết.', 'on the server');
      expect((await page.locator('#giu').innerText()).includes('Đã liên lạc lại được'), 'the banner does not tell that it is over');
    });
  }
  await test('keeping: the page is closed too before the server is back: it comes back with the page (UX 13)', async () => {
    const page = await window('giu.binh');
    await go(page, at(`${address}/plan`));
    await kill();
    await type(page, 3, 'Gõ rồi đóng trang.');
    await page.waitForTimeout(400);
    await page.goto('about:blank');
    await begin();
    await go(page, at(address)); // another page tells of it
    expect((await page.locator('main > .notice').first().innerText()).includes('Còn 1 chỗ đã gõ mà chưa lưu'), 'it is not told');
    await press(page, 'main > .notice a');
    await says(page, 3, 'Đã lưu lúc');
    same(await stored(page, 3), 'Gõ rồi đóng trang.', 'on the server');
  });
  await test('keeping: a while without a network on a phone: kept, told, saved by itself (UX 14)', async () => {
    const page = await window('giu.binh', 'P'), context = page.context();
    await go(page, at(`${address}/plan`));
    await context.setOffline(true);
    await type(page, 4, 'Lúc mất mạng.');
    await says(page, 4, 'Mất mạng – đang giữ trên máy này');
    await page.waitForTimeout(process.env.COLOA_SOAK ? 120000 : 6000);
    await type(page, 4, ' Hai phút sau.');
    expect((await said(page, 4)).length > 0, 'no state is told');
    await seen(page, 'mat-mang', 'P');
    await context.setOffline(false);
    await says(page, 4, 'Đã lưu lúc');
    same(await stored(page, 4), 'Lúc mất mạng. Hai phút sau.', 'on the server');
  });
  await test('keeping: two people in one dossier see each other, both texts of a field, and nothing is written over (UX 15)', async () => {
    const binh = await window('giu.binh'), cuong = await window('giu.cuong');
    await go(binh, at(`${address}/plan`));
    await go(cuong, at(`${address}/plan`));
    await cuong.focus(field(5));
    await binh.focus(field(6));
    for (const [page, other] of [[binh, 'Lê Văn Cường'], [cuong, 'Trần Thị Bình']])
      await page.waitForFunction(name => document.querySelector('[data-watch]').textContent.includes(name), other, { timeout: 15000 });
    await binh.waitForFunction(css => /Lê Văn Cường đang ở ô này/.test(document.querySelector(css).textContent), `${form(5)} [data-others]`, { timeout: 15000 });
    // The other's text comes by itself into a field that nobody is writing here.
    await type(cuong, 5, 'Cường viết mục năm.');
    await says(cuong, 5, 'Đã lưu lúc');
    await binh.waitForFunction(css => document.querySelector(css).value === 'Cường viết mục năm.', field(5), { timeout: 15000 });
    // Both at one field.
    await binh.focus(field(7));
    await type(cuong, 7, 'Bản của Cường.');
    await says(cuong, 7, 'Đã lưu lúc');
    await type(binh, 7, 'Bản của Bình.');
    const note = binh.locator(`${form(7)} .note`);
    await note.waitFor({ timeout: 10000 });
    const text = await note.innerText();
    expect(text.includes('Lê Văn Cường') && text.includes('Bản của Cường.'), `the other's name and text are not shown: ${text}`);
    same([await binh.inputValue(field(7)), await stored(binh, 7)], ['Bản của Bình.', 'Bản của Cường.'], 'here, and on the server');
    await seen(binh, 'hai-nguoi', 'D');
    await note.locator('button').first().click();
    await says(binh, 7, 'Đã lưu lúc');
    same(await stored(binh, 7), 'Bản của Bình.', 'after choosing');
    // And the other way: theirs is taken.
    await type(cuong, 7, ' Thêm.');
    const back = cuong.locator(`${form(7)} .note`);
    await back.waitFor({ timeout: 10000 });
    await back.locator('button').nth(1).click();
    same([await cuong.inputValue(field(7)), await stored(cuong, 7)], ['Bản của Bình.', 'Bản của Bình.'], 'after taking theirs');
  });
  await test('keeping: a row is asked about cell by cell (UX 15)', async () => {
    const binh = await window('giu.binh'), cuong = await window('giu.cuong');
    await go(binh, at(`${address}/devices`));
    await binh.fill('#f-name', 'Tường lửa');
    await binh.fill('#f-second', 'Phần cứng');
    await press(binh, '#sua button[type=submit]');
    same(await binh.inputValue('#f-name'), '', 'a row that was taken does not come back as a draft');
    for (const page of [binh, cuong]) {
      await go(page, at(`${address}/devices`));
      await press(page, 'main td a[href*="dong="]');
    }
    await cuong.fill('#f-second', 'Ảo hóa');
    await cuong.waitForFunction(() => /Đã lưu lúc/.test(document.querySelector('#sua [data-kept]').textContent));
    await binh.fill('#f-fourth', 'Ngăn vùng'); // another cell: no question
    await binh.waitForFunction(() => /Đã lưu lúc/.test(document.querySelector('#sua [data-kept]').textContent));
    same(await binh.inputValue('#f-second'), 'Ảo hóa', 'what only the other changed is taken over');
    await cuong.fill('#f-second', 'Thuê ngoài');
    await cuong.waitForTimeout(4500);
    await binh.fill('#f-second', 'Đám mây');
    await binh.locator('#sua .note').waitFor({ timeout: 10000 });
    expect((await binh.locator('#sua .note').innerText()).includes('Thuê ngoài'), 'the other cell is not shown');
    await binh.locator('#sua .note button').first().click();
    await binh.waitForFunction(() => /Đã lưu lúc/.test(document.querySelector('#sua [data-kept]').textContent));
    await go(binh, at(`${address}/devices`));
    const cells = await binh.locator('main table tbody tr').first().innerText();
    expect(cells.includes('Đám mây') && cells.includes('Ngăn vùng'), `both cells: ${cells}`);
  });
  await test('keeping: the session ends in the middle: after signing in the text is there (UX 16)', async () => {
    const page = await window('giu.binh');
    await go(page, at(`${address}/risk`));
    await page.context().clearCookies();
    await page.locator('#f-risk').pressSequentially('Viết sau khi phiên hết.', { delay: 10 });
    await page.waitForFunction(() => /Phiên đã hết/.test(document.querySelector('form:has(#f-risk) [data-kept]').textContent), null, { timeout: 15000 });
    await seen(page, 'het-phien', 'D');
    await press(page, '#giu a');
    await page.fill('#f-login', 'giu.binh');
    await page.fill('#f-password', password);
    await press(page, 'main button[type=submit]');
    same(await page.inputValue('#f-risk'), 'Viết sau khi phiên hết.', 'the text');
    await page.waitForFunction(() => /Đã lưu lúc/.test(document.querySelector('form:has(#f-risk) [data-kept]').textContent), null, { timeout: 15000 });
    // A form that is sent by hand: its draft waits.
    await page.fill('#f-comment', 'Góp ý gõ lúc phiên hết');
    await page.waitForTimeout(400);
    await page.context().clearCookies();
    await press(page, 'form:has(#f-comment) button[type=submit]');
    await page.fill('#f-login', 'giu.binh');
    await page.fill('#f-password', password);
    await press(page, 'main button[type=submit]');
    await press(page, 'main > .notice a');
    same(await page.inputValue('#f-comment'), 'Góp ý gõ lúc phiên hết', 'the draft');
    await press(page, 'form:has(#f-comment) button[type=submit]');
    same(await page.inputValue('#f-comment'), '', 'a draft that was taken is forgotten');
  });
  await test('keeping: signing out forgets what is kept here, and asks before', async () => {
    const page = await window('giu.cuong');
    await go(page, at(`${address}/risk`));
    await page.fill('#f-comment', 'Chưa gửi');
    await page.waitForTimeout(400);
    const asked = page.waitForEvent('dialog');
    await page.locator('details.drop summary').first().click();
    await Promise.all([page.waitForURL(/dang-nhap/), page.click('form[action="/dang-xuat"] button')]);
    expect((await asked).message().includes('Còn 1 chỗ'), 'it does not ask');
    same(await page.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('giu:'))), [], 'what is left');
  });
  await test('keeping: without scripts the forms do', async () => {
    const state = await (await window('giu.binh')).context().storageState();
    const plain = await openContext('D', 'light', { javaScriptEnabled: false, storageState: state }), page = await plain.newPage();
    await page.goto(at(`${address}/overview`));
    await page.fill('#f-overview', 'Không có mã lệnh');
    await page.click('form:has(#f-overview) button[type=submit]');
    same(await page.inputValue('#f-overview'), 'Không có mã lệnh', 'kept');
    await plain.close();
  });
  for (const page of Object.values(open)) await page.context().close();
}
