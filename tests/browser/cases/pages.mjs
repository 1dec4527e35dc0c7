// pages.mjs - every main page in each state worth seeing: on a desk and on a phone, light and dark; axe
// finds nothing serious, nothing lies on anything, nothing runs over; a picture of each is kept.
import { join } from 'node:path';
import { axe, go, pictures, press, same, test } from '../harness.mjs';
import { overlaps, sideways, smallTargets } from './looks.mjs';
import { enter, windowOf } from './people.mjs';

// name, who looks, where, and what is done there first.
function states({ real, demo, importPath, systemPath, published }) {
  return [
    ['dang-nhap', '', real.url, '/dang-nhap'],
    ['dang-nhap-sai', '', real.url, '/dang-nhap', async page => {
      await page.fill('#f-login', 'khong.co');
      await page.fill('#f-password', 'sai mật khẩu');
      await press(page, 'main button[type=submit]');
    }],
    ['huong-dan', '', real.url, '/huong-dan'],
    ['huong-dan-nhap', '', real.url, '/huong-dan/nhap-bang-tinh'],
    ['khong-co-trang', '', real.url, '/khong-co', null, [404]],
    ['khong-co-trang-da-vao', 'officer', real.url, '/he-thong/HT-999999', null, [404]],
    ['khong-duoc-phep', 'officer', real.url, '/nhat-ky', null, [403]],
    ['trang-chu', 'officer', real.url, '/'],
    ['trang-chu-mau', 'viewer', demo.url, '/'],
    ['danh-sach', 'viewer', demo.url, '/he-thong'],
    ['danh-sach-loc', 'viewer', demo.url, '/he-thong?q=quốc+gia&state=running'],
    ['danh-sach-khong-thay', 'viewer', demo.url, '/he-thong?q=khongcogi'],
    ['danh-sach-cot', 'specialist', demo.url, '/he-thong?cols=name,level,approval,approval_expected,contact_name&order=level'],
    ['chon-cot', 'specialist', demo.url, '/he-thong/cot'],
    ['luu-che-do-xem', 'specialist', demo.url, '/he-thong/xem/luu?level=3'],
    ['che-do-xem', 'specialist', demo.url, '/he-thong/xem'],
    ['danh-sach-sua', 'operator', demo.url, '/he-thong'],
    ['sua-loat', 'operator', demo.url, '/he-thong/loat/moi?all=1&state=running'],
    ['sua-loat-xem', 'operator', demo.url, '/he-thong/loat/moi?all=1&state=running', async page => {
      await page.fill('#f-contact_phone', '024 7654321');
      await page.selectOption('#f-state', 'upgrading');
      await press(page, 'main .actions button');
    }],
    ['sua-loat-da', 'operator', demo.url, '/he-thong/loat'],
    ['lich-su', 'operator', demo.url, '/he-thong', async page => {
      await press(page, 'tbody th a');
      await page.goto(`${page.url()}/lich-su`);
    }],
    ['xac-nhan', 'centre', demo.url, '/he-thong/xac-nhan'],
    ['xac-nhan-thu-truong', 'head', demo.url, '/he-thong/xac-nhan'],
    ['tim', 'specialist', demo.url, '/tim?q=cong'],
    ['tim-hop', 'specialist', demo.url, '/he-thong', async page => {
      await page.locator('a[data-open^="/tim"]').click();
      await page.waitForSelector('dialog[open]');
    }],
    ['phim-tat', 'specialist', demo.url, '/phim-tat'],
    ['danh-sach-mau', 'specialist', demo.url, '/he-thong'],
    ['he-thong', 'viewer', demo.url, published],
    ['he-thong-mau', 'specialist', demo.url, systemPath],
    ['them', 'officer', real.url, '/he-thong/them'],
    ['them-loi', 'officer', real.url, '/he-thong/them', async page => {
      await page.fill('#f-running_since', '31/02/2026');
      await page.fill('#f-contact_email', 'khong phai thu');
      await page.fill('#f-name', 'Hệ thống thử');
      await press(page, 'main .actions button[value=save]');
    }],
    ['them-thanh-phan', 'officer', real.url, '/he-thong/them', page => press(page, 'button[value=add]')],
    ['sua', 'specialist', demo.url, `${systemPath}/sua`],
    ['nhap', 'specialist', demo.url, '/he-thong/nhap'],
    ['nhap-ket-qua', 'specialist', demo.url, importPath],
    ['cap-do', 'viewer', demo.url, '/cap-do'],
    ['cap-do-mau', 'specialist', demo.url, '/cap-do'],
    ['cap-do-mot', 'specialist', demo.url, `${systemPath}/cap-do`],
    ['cap-do-cong-bo', 'viewer', demo.url, `${published}/cap-do`],
    ['cau-hoi', 'officer', real.url, '/cap-do/hoi?lai=1'],
    ['van-ban', 'specialist', demo.url, `${systemPath}/van-ban`],
    ['ho-so', 'specialist', demo.url, '/ho-so'],
    ['ho-so-moi', 'operator', demo.url, '/ho-so/moi'],
    ['ho-so-da-co', 'operator', demo.url, '/ho-so/da-co'],
    ['mau-van-ban', 'admin', real.url, '/mau-van-ban'],
    ['mau-van-ban-mot', 'admin', real.url, '/mau-van-ban/nd331/mau-05'],
    ['yeu-cau', 'operator', demo.url, '/he-thong', async page => {
      await press(page, 'tbody th a');
      await go(page, `${page.url()}/yeu-cau`);
    }],
    ['minh-chung', 'operator', demo.url, '/he-thong', async page => {
      await press(page, 'tbody th a');
      await go(page, `${page.url()}/minh-chung`);
    }],
    ['bao-cao', 'officer', real.url, '/bao-cao'],
    ['bao-cao-mau', 'specialist', demo.url, '/bao-cao'],
    ['bao-cao-don-vi', 'specialist', demo.url, '/bao-cao/don-vi?nam=2026'],
    ['bao-cao-mot', 'specialist', demo.url, '/bao-cao', beginOrOpen],
    ['bao-cao-noi-dung', 'specialist', demo.url, '/bao-cao', page => inReport(page, '/noi-dung')],
    ['bao-cao-kiem-tra', 'specialist', demo.url, '/bao-cao', page => inReport(page, '/kiem-tra')],
    ['bao-cao-xem', 'specialist', demo.url, '/bao-cao', page => inReport(page, '/xem')],
    ['so-van-ban', 'officer', real.url, '/van-ban?direction=in'],
    ['so-van-ban-khong-thay', 'officer', real.url, '/van-ban?q=khongcogi'],
    ['so-van-ban-moi', 'officer', real.url, '/van-ban/moi?direction=in'],
    ['so-van-ban-loi', 'officer', real.url, '/van-ban/moi?direction=out', async page => {
      await page.fill('#f-ref', 'năm');
      await page.fill('#f-day', '05/3/2026');
      await page.fill('#f-about', 'Đề nghị thẩm định');
      await page.fill('#f-counterpart', 'BCA');
      await page.check('input[name=no_secret]');
      await press(page, 'main .actions button[type=submit]');
    }],
    ['to-chuc', 'officer', real.url, '/to-chuc'],
    ['to-chuc-khong-thay', 'officer', real.url, '/to-chuc?q=khongcogi'],
    ['to-chuc-mot', 'admin', real.url, '/to-chuc/1', null, [200, 404]],
    ['to-chuc-sap-nhap', 'admin', real.url, '/to-chuc/BYT/sap-nhap'],
    ['to-chuc-tach', 'admin', real.url, '/to-chuc/BYT/tach'],
    ['to-chuc-thay-doi', 'admin', real.url, '/thay-doi-to-chuc'],
    ['doanh-nghiep', 'admin', real.url, '/doanh-nghiep'],
    ['nguoi-dung', 'admin', real.url, '/nguoi-dung'],
    ['nguoi-dung-mot', 'admin', real.url, '/nguoi-dung', page => press(page, 'tbody th a')],
    ['nguoi-dung-them', 'admin', real.url, '/nguoi-dung/them'],
    ['nguoi-dung-truoc', 'admin', real.url, '/nguoi-dung?truoc=1'],
    ['nguoi-dung-ngung', 'admin', real.url, '/nguoi-dung/2/ngung'],
    ['nguoi-dung-ngung-xem-truoc', 'admin', real.url, '/nguoi-dung/2/ngung', async page => {
      await page.fill('#f-to', 'minh.khai');
      await press(page, 'main .actions button');
    }],
    ['dang-nhap-quen', '', real.url, '/dang-nhap', page => page.click('main summary')],
    ['quy-dinh', 'admin', real.url, '/quy-dinh'],
    ['quy-dinh-mau', 'specialist', demo.url, '/quy-dinh'],
    ['quy-dinh-phien-ban', 'admin', real.url, '/quy-dinh/phien-ban/1'],
    ['quy-dinh-doi-chieu', 'officer', real.url, '/quy-dinh/doi-chieu'],
    ['tai-khoan', 'officer', real.url, '/tai-khoan'],
    ['viec', 'officer', real.url, '/viec'],
    ['viec-mau', 'specialist', demo.url, '/viec'],
    ['viec-xong', 'specialist', demo.url, '/viec?xem=xong'],
    ['viec-nhac', 'specialist', demo.url, '/viec/nhac'],
    ['thong-bao', 'officer', real.url, '/thong-bao'],
    ['thong-bao-mau', 'specialist', demo.url, '/thong-bao'],
    ['nhat-ky', 'admin', real.url, '/nhat-ky?kiem-tra=1'],
    ['nhat-ky-khong-thay', 'admin', real.url, '/nhat-ky?login=khong.co'],
  ];
}

// The report of the demo's body: begun by the first who comes.
async function beginOrOpen(page) {
  const begin = await page.locator('form[action="/bao-cao/bat-dau"] button:visible').count(); // others are folded away
  await press(page, begin ? 'form[action="/bao-cao/bat-dau"] button:visible' : 'tbody a.button');
}
async function inReport(page, tail) {
  await beginOrOpen(page);
  await go(page, page.url().split('?')[0] + tail);
}

// Rules whose answer changes with colours or with the size; all others are asked once, on the desk in
// light. Of a long list the first rows speak for the rest.
const colours = ['color-contrast', 'link-in-text-block'];
const sized = [...colours, 'target-size', 'scrollable-region-focusable', 'aria-hidden-focus', 'meta-viewport'];
const longLists = ['tbody tr:nth-child(n+7)'];

async function look(world, size, server) {
  for (const [name, who, base, path, before, answers = [200]] of states(world)) {
    if (base !== server.url) continue;
    await test(`page: ${name} ${size}`, async () => {
      const page = await windowOf(world, who, size);
      const answer = await page.goto(base + path);
      same(answers.includes(answer.status()), true, `${path} answers ${answer.status()}`);
      if (before) await before(page);
      await page.emulateMedia({ colorScheme: 'light' });
      const wrong = [...await axe(page, size === 'D' ? {} : { runOnly: sized }, longLists), ...await sideways(page), ...await overlaps(page)];
      if (size === 'P') wrong.push(...await smallTargets(page));
      await page.screenshot({ path: join(pictures, `${name}-${size}-sang.png`), fullPage: true });
      await page.emulateMedia({ colorScheme: 'dark' });
      wrong.push(...(await axe(page, { runOnly: colours }, longLists)).map(fault => `dark: ${fault}`));
      await page.screenshot({ path: join(pictures, `${name}-${size}-toi.png`), fullPage: true });
      same(wrong, [], 'faults');
    });
  }
}

export async function pagesOfDemo(world) {
  await test('pages: a published system to look at', async () => {
    const page = await windowOf(world, 'viewer');
    await go(page, `${world.demo.url}/he-thong`);
    world.published = await page.locator('tbody th a').first().getAttribute('href');
  });
  await test('pages: more people of the demo', async () => {
    for (const [who, role] of [['operator', 'operator'], ['head', 'head'], ['centre', 'centre_coordinator']]) {
      if (!world.cookies[who]) await enter(world, who, { link: world.demo.links[role] });
    }
  });
  // Desk and phone one after the other: in one browser they only wait for each other.
  for (const size of ['D', 'P']) await look(world, size, world.demo);
}

export async function pagesOfReal(world) {
  for (const size of ['D', 'P']) await look(world, size, world.real);
}
