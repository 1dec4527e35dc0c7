// letters.mjs - a clerk enters a letter with its signed file and sees what the signature amounts to; on a desk and on a phone.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { axe, expect, go, pictures, place, press, root, same, test } from '../harness.mjs';
import { sideways } from './looks.mjs';
import { windowOf } from './people.mjs';

const folder = join(place, 'signed');

async function enter(page, url, number, file) {
  await go(page, `${url}/van-ban/moi?direction=in`);
  await page.fill('#f-arrival_no', number);
  await page.fill('#f-ref', `${number}/QĐ-UBND`);
  await page.fill('#f-day', '05/3/2026');
  await page.fill('#f-counterpart', 'Ủy ban nhân dân tỉnh Mẫu 01');
  await page.fill('#f-about', 'Phê duyệt cấp độ an toàn hệ thống thông tin');
  await page.setInputFiles('#f-file', join(folder, file));
  await page.check('input[name=no_secret]');
  await press(page, 'main .actions button[type=submit]');
}

async function seen(page, name, size) {
  await page.screenshot({ path: join(pictures, `${name}-${size}.png`), fullPage: true });
  same([...await axe(page), ...await sideways(page)], [], 'faults');
}

export async function letters(world) {
  const { url } = world.real;
  await test('letters: signed files to send', async () => {
    execFileSync('python3', [join(root, 'tests/tools/sign_pdf.py'), folder]);
  });
  await test('letters: an administrator trusts a root, having compared it', async () => {
    const page = await windowOf(world, 'admin');
    await go(page, `${url}/van-hanh/chung-thu-so`);
    expect(await page.locator('.empty').count() === 1, 'the empty list does not say what to get');
    await page.setInputFiles('#f-file', join(folder, 'root.pem'));
    await press(page, 'main form[enctype] button[type=submit]');
    const shown = await page.locator('main').innerText();
    expect(/CA gốc Mẫu/.test(shown) && /[0-9a-f]{64}/.test(shown), 'what to compare is not shown');
    await seen(page, 'chung-thu-goc-xem', 'D');
    const other = await page.context().newPage();
    await go(other, `${url}/van-hanh/chung-thu-so`);
    expect(await other.locator('.empty').count() === 1, 'it is trusted before anybody said so');
    await other.close();
    await page.fill('#f-note', 'Tự tạo cho lần thử; đã so SHA-256');
    await press(page, 'main form button[type=submit]');
    expect(/CA gốc Mẫu/.test(await page.locator('main').innerText()), 'it is not listed');
    await seen(page, 'chung-thu-goc-mot', 'D');
  });
  const told = { signed: ['11', 'Chữ ký hợp lệ'], altered: ['12', 'ĐÃ BỊ SỬA SAU KHI KÝ'], extended: ['13', 'bổ sung sau khi ký'],
    stranger: ['14', 'Không dẫn lên chứng thư gốc'], plain: ['15', 'không có chữ ký số nào'] };
  for (const [file, [number, words]] of Object.entries(told)) {
    await test(`letters: ${file}.pdf comes in and its verdict is seen`, async () => {
      const page = await windowOf(world, 'officer');
      await enter(page, url, number, `${file}.pdf`);
      const text = await page.locator('main').innerText();
      expect(text.includes(words), `not told: ${words}; ${text.slice(0, 300)}`);
      if (file === 'signed') expect(text.includes('Nguyễn Thị Minh Khai') && text.includes('đồng hồ máy của người ký'), 'who and when');
      if (file !== 'plain') expect(text.includes('không mở kết nối ra ngoài'), 'that revocation is not asked for');
      same(await page.locator('[role=alert] h2').count(), file === 'altered' ? 1 : 0, 'loud warnings');
      await seen(page, `van-ban-${file}`, 'D');
    });
  }
  await test('letters: an altered file goes out only with a reason, and the form keeps what was typed', async () => {
    const page = await windowOf(world, 'officer');
    await go(page, `${url}/van-ban/moi?direction=out`);
    const typed = { 'f-ref': '21/QĐ-BYT', 'f-day': '05/3/2026', 'f-counterpart': 'BCA', 'f-about': 'Gửi quyết định' };
    for (const [id, value] of Object.entries(typed)) await page.fill(`#${id}`, value);
    await page.check('input[name=no_secret]');
    await page.setInputFiles('#f-file', join(folder, 'altered.pdf'));
    await press(page, 'main .actions button[type=submit]');
    for (const [id, value] of Object.entries(typed)) same(await page.inputValue(`#${id}`), value, id);
    expect(await page.locator('#f-exception').count() === 1, 'no reason is asked for');
    await seen(page, 'van-ban-di-bi-sua', 'D');
    await page.setInputFiles('#f-file', join(folder, 'signed.pdf'));
    await press(page, 'main .actions button[type=submit]');
    expect(/Chữ ký hợp lệ/.test(await page.locator('main').innerText()), 'the sound file is not taken');
  });
  await test('letters: on a phone the same verdict, nothing over the edge', async () => {
    const page = await windowOf(world, 'officer', 'P');
    await enter(page, url, '16', 'altered.pdf');
    expect(await page.locator('[role=alert] h2').isVisible(), 'the warning is not seen');
    await seen(page, 'van-ban-altered', 'P');
    await go(page, `${url}/van-ban?direction=in`);
    same(await page.locator('tbody tr').count(), 6, 'letters received');
    await seen(page, 'so-van-ban-den', 'P');
  });
  await test('letters: the register is found in, its file downloaded as a file', async () => {
    const page = await windowOf(world, 'officer');
    await go(page, `${url}/van-ban?direction=in&q=phe+duyet+mau`);
    same(await page.locator('tbody tr').count(), 6, 'found');
    await seen(page, 'so-van-ban-den', 'D');
    const answer = await page.request.get(`${url}/van-ban/1/tep`);
    same([answer.status(), answer.headers()['x-content-type-options'], /^attachment/.test(answer.headers()['content-disposition']),
      /sandbox/.test(answer.headers()['content-security-policy'])], [200, 'nosniff', true, true], 'the file');
  });
}
