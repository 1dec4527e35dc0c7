// report.mjs - the yearly report of 200 systems, with a fault planted for each of the six rules: found, each
// link lands on the row, mended where they stand, frozen, signed off, sent (UX check 36).
import { join } from 'node:path';
import { axe, expect, go, openContext, pictures, press, same, sidewaysScroll, signIn, test } from '../harness.mjs';
import { password } from './people.mjs';

const org = 'BTP';
const heads = 'Tên hệ thống thông tin,Mã chủ quản,Cấp độ đề xuất,Tình trạng phê duyệt,Số quyết định,Ngày quyết định,Cơ quan phê duyệt,' +
  'Số quy chế,Ngày ban hành quy chế,Cơ quan ban hành quy chế,Dự kiến phê duyệt,Triển khai phương án,Dự kiến triển khai đầy đủ,"Kiểm tra, đánh giá"';
const approved = (name, no, day, regulation, plan = 'Đã triển khai đầy đủ') =>
  `${name},${org},2,Đã được phê duyệt,${no},${day},Bộ Tư pháp,QC-${no || 'x'},${regulation},Bộ Tư pháp,,${plan},,Định kỳ`;
const planted = [
  ['approved-decision', 'Thiếu quyết định phê duyệt', approved('Thiếu quyết định phê duyệt', '', '', '15/01/2026')],
  ['unapproved-date', 'Thiếu ngày dự kiến phê duyệt', `Thiếu ngày dự kiến phê duyệt,${org},2,Đã gửi thẩm định,,,,,,,,Chưa triển khai,30/06/2027,`],
  ['deployment-date', 'Thiếu ngày triển khai đầy đủ', approved('Thiếu ngày triển khai đầy đủ', '7/QĐ-BTP', '05/03/2026', '15/01/2026', 'Đã triển khai một số hạng mục')],
  ['regulation-first', 'Quy chế ban hành sau', approved('Quy chế ban hành sau', '8/QĐ-BTP', '05/03/2026', '15/05/2026')],
  ['periodic-figure', 'Định kỳ mà chưa duyệt', `Định kỳ mà chưa duyệt,${org},2,Đã thẩm định,,,,,,,31/12/2026,Chưa triển khai,30/06/2027,Định kỳ`],
];

export async function report(world) {
  const { real } = world;
  const at = path => real.url + path;
  const person = (login, name, role) => real.command(
    ['user', 'add', login, '--name', name, '--org', org, '--role', role, '--password-stdin'], password);
  const window = async (login, size = 'D') => {
    const page = await (await openContext(size, 'light')).newPage();
    page.on('dialog', dialog => dialog.accept());
    await signIn(page, real.url, login, password);
    return page;
  };
  const clean = async (page, what) => {
    same(await axe(page), [], `${what}: faults of access`);
    expect(!(await sidewaysScroll(page)), `${what} scrolls sideways`);
  };
  await person('bao.soan', 'Phạm Thị Soạn', 'system_officer');
  await person('bao.dau', 'Trần Văn Đầu', 'head');
  await person('bao.thu', 'Lê Thị Thư', 'clerk');

  await test('report: 200 systems, faults of six rules found, mended, frozen, signed off, sent in at most ten screens', async () => {
    const rows = Array.from({ length: 200 - planted.length }, (_, i) =>
      approved(`Hệ thống chuyên ngành số ${i + 1}`, `${i + 1}/QĐ-BTP`, '05/03/2026', '15/01/2026'));
    const taken = await real.command(['systems', 'import', '-'], [heads, ...rows, ...planted.map(p => p[2])].join('\n') + '\n');
    same([taken.new, taken.refused], [200, 0], 'systems taken in');

    let screens = 0;
    const counted = async login => {
      const page = await window(login);
      page.on('framenavigated', frame => { if (frame === page.mainFrame()) screens++; });
      return page;
    };
    const drafter = await counted('bao.soan');
    await go(drafter, at('/bao-cao'));
    expect((await drafter.locator('main').innerText()).includes('24/12/2026'), 'the last safe day is not told');
    await press(drafter, 'tbody tr form[action="/bao-cao/bat-dau"] button');
    const address = new URL(drafter.url()).pathname;
    await clean(drafter, 'the report');
    await press(drafter, `main a[href="${address}/noi-dung"]`);
    await clean(drafter, 'what is written');
    for (const key of ['quan-trong', 'tuan-thu', 'danh-gia', 'phuong-an'])
      await drafter.fill(`[id="f-s.${key}"]`, 'Đã rà soát; không có vướng mắc.');
    // What hunts say is offered under the one heading that is for whatever the recipient asks; a tick takes it in.
    same(await drafter.locator('section:has([name=offer]) textarea').getAttribute('id'), 'f-s.khac', 'where it is offered');
    await drafter.fill('[id="f-s.khac"]', 'Theo yêu cầu của cơ quan nhận báo cáo:');
    await drafter.check('[name=offer]');
    await drafter.fill('#f-control', '201'); // the agency's own list has one more
    await press(drafter, 'main button[value=check]');
    await clean(drafter, 'the faults');
    await drafter.screenshot({ path: join(pictures, 'bao-cao-kiem-tra-D.png'), fullPage: true });

    // Each rule found its row and nothing else, and each link lands on it.
    const beside = await window('bao.soan');
    for (const [rule, name] of [['rows-total', 'Cả báo cáo'], ...planted]) {
      const lines = drafter.locator(`section#${rule} tbody tr`);
      same(await lines.count(), 1, `faults of ${rule}`);
      const link = lines.first().locator('th a');
      same((await link.innerText()).trim(), name, `row of ${rule}`);
      const target = new URL(await link.getAttribute('href'), real.url);
      await go(beside, target.href);
      const field = beside.locator(`[id="${target.hash.slice(1)}"]`);
      same(await field.count(), 1, `${rule}: the field ${target.hash} to be mended`);
      expect(await field.isVisible(), `${rule}: the field can be seen`);
      if (rule !== 'rows-total') same(await beside.inputValue('#f-name'), name, `${rule}: the page of the row`);
    }

    await go(beside, at(`${address}/noi-dung`));
    const told = (await beside.inputValue('[id="f-s.khac"]')).split('\n');
    same(told[0], 'Theo yêu cầu của cơ quan nhận báo cáo:', 'what was typed');
    expect(told.length === 2 && /săn lùng/.test(told[1]) && told[1].includes('15/12/2025') && told[1].includes('14/12/2026'), `of the report's days: ${told}`);
    same(await beside.locator('[name=offer]').count(), 0, 'not offered again');

    const cell = (rule, end) => drafter.locator(`section#${rule} [name$="${end}"]`);
    await cell('rows-total', 'control').fill('200');
    await cell('approved-decision', '.decision_no').fill('70/QĐ-BTP');
    await cell('approved-decision', '.decision_on').fill('5/3/2026');
    await cell('unapproved-date', '.approval_expected').fill('31/12/2026');
    await cell('deployment-date', '.deployment_expected').fill('30/6/2027');
    await drafter.fill('[id="f-r.regulation-first"]', 'Quy chế cũ được thay trong năm.');
    await drafter.fill('[id="f-r.periodic-figure"]', 'Kiểm tra theo kế hoạch năm.');
    await press(drafter, `form[action="${address}/kiem-tra"] .actions button`);
    await press(drafter, `form[action="${address}/chot"] button`);
    expect((await drafter.locator('main').innerText()).includes('Đã chốt'), 'it is not frozen');

    const head = await counted('bao.dau');
    await go(head, at(address));
    await press(head, `form[action="${address}/duyet"] button`);
    const clerk = await counted('bao.thu');
    await go(clerk, at(address));
    const today = new Date(Date.now() + 7 * 3600_000).toISOString().slice(0, 10);
    await clerk.fill('#f-sent_no', '123/BTP-CNTT');
    await clerk.fill('#f-sent_on', today);
    await press(clerk, `form[action="${address}/gui"] button`);
    expect((await clerk.locator('main').innerText()).includes('123/BTP-CNTT'), 'its number is not told: ' + (await clerk.locator('main').innerText()).slice(0, 1500));
    expect(screens <= 10, `${screens} screens`);
    await clean(clerk, 'the report that was sent');
    await clerk.screenshot({ path: join(pictures, 'bao-cao-da-gui-D.png'), fullPage: true });
    world.reportPath = address;
  });

  await test('report: what was typed stays when a cell is refused; works on a phone', async () => {
    const page = await window('bao.soan', 'P');
    await go(page, at(world.reportPath));
    await page.locator('details.fold > summary').last().click();
    await page.fill('#f-reason', 'Bổ sung số liệu');
    await press(page, `form[action="${world.reportPath}/dinh-chinh"] button`);
    const second = new URL(page.url()).pathname;
    expect(second !== world.reportPath, 'no corrected edition');
    await clean(page, 'the corrected edition on a phone');
    await real.command(['systems', 'import', '-'], `${heads}\nMới thêm sau,${org},1,Đã gửi thẩm định,,,,,,,,Chưa triển khai,30/06/2027,\n`);
    await go(page, at(`${second}/kiem-tra`));
    await clean(page, 'the faults on a phone');
    await page.locator('section#unapproved-date [name$=".approval_expected"]').fill('ngày nào đó');
    await page.fill('[id="f-r.periodic-figure"]', 'Giữ lại dòng này');
    await press(page, `form[action="${second}/kiem-tra"] .actions button`);
    same(await page.locator('section#unapproved-date [name$=".approval_expected"]').inputValue(), 'ngày nào đó', 'the refused cell');
    same(await page.inputValue('[id="f-r.periodic-figure"]'), 'Giữ lại dòng này', 'the reason');
    expect(await page.locator('section#unapproved-date .error').count() === 1, 'the fault is not told at its cell');
    await page.screenshot({ path: join(pictures, 'bao-cao-kiem-tra-P.png'), fullPage: true });
    world.draftPath = second;
  });

  await test('report: two who write at once are told of each other, and nothing typed is lost', async () => {
    const [one, two] = [await window('bao.soan'), await window('bao.soan')];
    for (const page of [one, two]) await go(page, at(`${world.draftPath}/noi-dung`));
    await one.fill('[id="f-s.tuan-thu"]', 'Lời của người thứ nhất');
    await press(one, 'main .actions button.quiet');
    await two.fill('[id="f-s.tuan-thu"]', 'Lời của người thứ hai');
    await press(two, 'main .actions button.quiet');
    same(await two.inputValue('[id="f-s.tuan-thu"]'), 'Lời của người thứ hai', 'what was typed');
    expect((await two.locator('main').innerText()).includes('Lời của người thứ nhất'), 'what the other wrote is not shown');
    await press(two, 'main .actions button.quiet'); // now by choice
    await go(one, at(`${world.draftPath}/noi-dung`));
    same(await one.inputValue('[id="f-s.tuan-thu"]'), 'Lời của người thứ hai', 'what is kept');
  });
}
