// first.mjs - from nothing to an administrator: one command, one link, one form.
import { expect, go, press, same, test } from '../harness.mjs';
import { enter, freshWindow, keepSession, password, windowOf } from './people.mjs';

export async function first(world) {
  Object.assign(world, { cookies: {}, windows: {}, scriptFaults: [], failedRequests: [] });
  const { real, demo } = world;
  const page = world.windows.adminD = await freshWindow(world, '');
  let steps = 1; // `coloa serve`, which printed the link
  page.on('framenavigated', frame => { if (frame === page.mainFrame()) steps++; });

  await test('first: the link opens a form for the administrator', async () => {
    await go(page, real.admin_link);
    expect(await page.locator('#f-login').count() === 1, 'no field for the login');
    same(await page.locator('nav.menu').count(), 0, 'menus before there is anybody');
  });
  await test('first: two passwords that differ are told, the rest stays', async () => {
    await page.fill('#f-name', 'Nguyễn Thị Minh Khai');
    await page.fill('#f-login', 'minh.khai');
    await page.fill('#f-password', password);
    await page.fill('#f-again', password + '!');
    await page.selectOption('#f-body', { label: (await page.locator('#f-body option').allInnerTexts()).find(t => t.includes('Bộ Y tế')) });
    await press(page, 'main .actions button[type=submit]');
    expect(await page.locator('#loi').isVisible(), 'nothing is told');
    same(await page.inputValue('#f-name'), 'Nguyễn Thị Minh Khai', 'name');
    same(await page.inputValue('#f-login'), 'minh.khai', 'login');
    steps--; // our own mistake, not the program's wish
  });
  await test('first: the administrator is made and signed in, in at most four commands and screens', async () => {
    await page.fill('#f-password', password);
    await page.fill('#f-again', password);
    await press(page, 'main .actions button[type=submit]');
    same(await page.locator('.tools .person').innerText(), 'Nguyễn Thị Minh Khai', 'who is signed in');
    expect(steps <= 4, `${steps} commands and screens`);
    await keepSession(world, 'admin', page);
  });
  await test('first: the link is used up', async () => {
    await go(page, real.admin_link, 404);
  });

  await test('first: an officer added by command signs in', async () => {
    await real.command(['user', 'add', 'mai.lan', '--name', 'Trần Mai Lan', '--org', 'BYT', '--role', 'system_officer,specialist', '--password-stdin'], password);
    world.token = (await real.command(['token', 'add', '--user', 'mai.lan', '--scope', 'write'])).token;
    await enter(world, 'officer', { login: 'mai.lan' });
  });
  await test('first: the demo is entered by a link', async () => {
    await enter(world, 'specialist', { link: demo.links.specialist });
    await enter(world, 'viewer', { link: demo.links.published });
  });
  // While the register is empty: what an empty register looks like.
  await test('first: an empty register says what to do', async () => {
    const window = await windowOf(world, 'officer');
    await go(window, `${real.url}/he-thong`);
    expect(await window.locator('.empty a.button[href="/he-thong/nhap"]').isVisible(), 'no way to import');
  });
}
