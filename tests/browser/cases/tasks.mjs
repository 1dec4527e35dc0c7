// tasks.mjs - what one has to do: from the first page to where it is done in one click; taken and given
// back; told in notices; read by a calendar program.
import { expect, go, press, same, test } from '../harness.mjs';
import { overlaps, sideways, smallTargets } from './looks.mjs';
import { api, windowOf } from './people.mjs';

async function block(page) {
  for (let i = 0; i < 40; i++) { // computed within seconds of the start
    if (await page.locator('.my-tasks .task').count()) return;
    await page.waitForTimeout(500);
    await page.reload();
  }
  throw new Error('no task came');
}

export async function tasks(world) {
  const { real } = world;
  await test('tasks: a system that nothing is known of', async () => {
    await api(world, 'POST', '/api/v1/systems', { name: 'Hệ thống chưa có thông tin' });
  });
  for (const size of ['D', 'P']) {
    const page = await windowOf(world, 'officer', size);
    await test(`tasks: from the first page to the object in one click, ${size}`, async () => {
      await go(page, `${real.url}/`);
      await block(page);
      same(await page.locator('main h2').first().innerText(), 'Việc của tôi', 'first block');
      const words = await page.locator('.my-tasks .task').first().innerText();
      expect(/\S+, \S+.* · từ/.test(words), `holder: ${words}`);
      expect(/từ \d\d\/\d\d\/\d{4}/.test(words), `since: ${words}`);
      expect(/thời hạn|đến \d\d|hạn/.test(words), `until: ${words}`);
      await press(page, '.my-tasks .task a');
      expect(new URL(page.url()).pathname !== '/', 'it leads nowhere');
      expect(await page.locator('main h1').isVisible(), 'the object is not there');
    });
    await test(`tasks: the list on its own page, counted in the menu, ${size}`, async () => {
      await go(page, `${real.url}/viec`);
      const shown = await page.locator('.task').count();
      const counted = await page.locator('.menu .count').innerText();
      expect(counted.startsWith(String(shown)), `menu says ${counted}, the list ${shown}`);
      const wrong = [...await sideways(page), ...await overlaps(page)];
      if (size === 'P') wrong.push(...await smallTargets(page));
      same(wrong, [], 'faults');
    });
  }
  const page = await windowOf(world, 'officer', 'D');
  await test('tasks: taken, then given back', async () => {
    await go(page, `${real.url}/viec`);
    await press(page, '.task-do button');
    expect(/Đã nhận việc/.test(await page.locator('.notice-good').innerText()), 'no word of it');
    expect(/Đã có người nhận/.test(await page.locator('.task').first().innerText()), 'no holder');
    await press(page, '.task-do button');
    expect(/Đã trả lại/.test(await page.locator('.notice-good').innerText()), 'no word of it');
  });
  await test('tasks: a notice opens what it is about and is read by that', async () => {
    await go(page, `${real.url}/thong-bao`);
    const before = await page.locator('.notice-new').count();
    expect(before > 0, 'no notice');
    await press(page, '.notice-new a');
    await go(page, `${real.url}/thong-bao`);
    same(await page.locator('.notice-new').count(), before - 1, 'unread');
    if (before > 1) await press(page, 'main form button');
    same(await page.locator('.notice-new').count(), 0, 'unread after all were read');
  });
  await test('tasks: a calendar address is shown once and can be ended', async () => {
    await go(page, `${real.url}/viec/nhac`);
    await press(page, '#lich form button');
    const address = await page.locator('#lich code').innerText();
    const answer = await fetch(address);
    same(answer.status, 200, 'the calendar');
    expect((await answer.text()).startsWith('BEGIN:VCALENDAR'), 'no calendar');
    await go(page, `${real.url}/viec/nhac`);
    same(await page.locator('#lich code').count(), 0, 'shown twice');
    await press(page, '#lich form button.danger');
    same((await fetch(address)).status, 404, 'after its end');
  });
  await test('tasks: a wrong mail address is told beside the field and kept', async () => {
    await go(page, `${real.url}/viec/nhac`);
    await page.locator('#thu form').evaluate(form => { form.noValidate = true; });
    await page.fill('#f-email', 'khong phai thu');
    await page.check('input[name=wants]');
    await press(page, '#thu form button');
    same(await page.inputValue('#f-email'), 'khong phai thu', 'field');
    expect(await page.locator('.notice-bad').isVisible(), 'no word of it');
  });
  await test('tasks: who leads sees what is overdue below', async () => {
    const head = await windowOf(world, 'officer', 'D');
    await go(head, `${real.url}/viec?xem=xong`);
    expect(await head.locator('main .empty, main .tasks').first().isVisible(), 'an empty page');
  });
}
