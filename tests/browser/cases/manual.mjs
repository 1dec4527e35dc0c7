// manual.mjs - the pictures of the manual, taken of the program as it is; and that each chapter shows its own.
// script/pictures puts what is taken here into the program.
import { join } from 'node:path';
import { go, pictures, same, test } from '../harness.mjs';
import { freshWindow } from './people.mjs';

const size = { width: 960, height: 600 };

// name of the picture, chapter that shows it, who looks, where
const shots = ({ demo, real, importPath, systemPath }) => [
  ['danh-sach', 'bat-dau', 'specialist', `${demo.url}/he-thong`],
  ['nhap', 'nhap-bang-tinh', 'specialist', demo.url + importPath],
  ['cau-hoi', 'xac-dinh-cap-do', 'specialist', `${demo.url}/cap-do/hoi?lai=1`],
  ['cap-do', 'xac-dinh-cap-do', 'specialist', `${demo.url}${systemPath}/cap-do`],
  ['van-ban', 'in-van-ban', 'specialist', `${demo.url}${systemPath}/van-ban`],
  ['van-hanh', 'van-hanh', 'admin', `${real.url}/van-hanh`],
];

export async function manual(world) {
  for (const tongue of ['vi', 'en']) {
    for (const [name, chapter, who, address] of shots(world)) {
      await test(`manual: the picture ${name}.${tongue}`, async () => {
        const page = await freshWindow(world, who);
        await page.setViewportSize({ width: size.width, height: 900 });
        await page.context().addCookies([{ name: 'lang', value: tongue, url: new URL(address).origin }]);
        await go(page, address);
        same(await page.getAttribute('html', 'lang'), tongue, 'the page is in its language');
        const { y } = await page.locator('main h1').boundingBox();
        await page.screenshot({ path: join(pictures, `sach-${name}.${tongue}.png`), fullPage: true,
          clip: { x: 0, y: Math.max(0, y - 4), ...size } });
        await go(page, `${new URL(address).origin}/huong-dan/${chapter}`);
        const shown = await page.locator(`img[src$="/sach-${name}.${tongue}.png"]`).evaluateAll(all => all.map(img => {
          img.loading = 'eager';
          return img.decode().then(() => [img.naturalWidth, img.naturalHeight, img.alt.length > 20]);
        }).reduce(async (list, one) => [...await list, await one], Promise.resolve([])));
        same(shown, [[size.width, size.height, true]], `the picture in /huong-dan/${chapter}`);
        await page.context().close();
      });
    }
  }
}
