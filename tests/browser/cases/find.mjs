// find.mjs - a system is found without marks, with marks, and with marks typed apart.
import { expect, go, press, same, test } from '../harness.mjs';
import { api, windowOf } from './people.mjs';

const target = 'Cơ sở dữ liệu đất đai tỉnh Thanh Hóa';
const others = ['Cổng thông tin tỉnh Thanh Hóa', 'Hệ thống thanh toán hóa đơn', 'Dữ liệu đất hiếm', 'Đại hội thể thao',
  'Hệ thống thanh tra', 'Bản đồ đất rừng', 'Quản lý hoa kiểng', 'Thanh niên tình nguyện', 'Hoà giải cơ sở', 'Đất nền dự án'];

export async function find(world) {
  await test('find: systems to look among', async () => {
    for (const name of [...others, target]) await api(world, 'POST', '/api/v1/systems', { name });
  });
  for (const size of ['D', 'P']) {
    const page = await windowOf(world, 'officer', size);
    for (const words of ['thanh hoa dat dai', 'Thanh Hoá', 'đất đai']) {
      for (const form of ['NFC', 'NFD']) {
        await test(`find: "${words}" typed as ${form}, ${size}`, async () => {
          await go(page, `${world.real.url}/he-thong`);
          await page.locator('#q').focus();
          await page.keyboard.insertText(words.normalize(form));
          await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
          const shown = (await page.locator('tbody th[scope=row]').allInnerTexts()).slice(0, 5);
          expect(shown.includes(target), `the first five: ${shown.join('; ')}`);
          same((await page.inputValue('#q')).normalize('NFC'), words, 'what stands in the field');
          const took = await page.evaluate(() => performance.getEntriesByType('navigation')[0]);
          console.log(`    answered in ${Math.round(took.responseStart - took.requestStart)} ms`);
        });
      }
    }
    await test(`find: nothing found says so and keeps the words, ${size}`, async () => {
      await go(page, `${world.real.url}/he-thong?q=khongcogi`);
      same(await page.inputValue('#q'), 'khongcogi', 'field');
      expect(await page.locator('.empty').isVisible(), 'no word about it');
      await press(page, '.empty a.button');
      expect(await page.locator('tbody tr').count() > 0, 'the way back leads nowhere');
    });
  }
}
