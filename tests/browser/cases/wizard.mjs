// wizard.mjs - the walk through the questions: right level for five systems, at most nine pages, the
// deciding point told; back and "Sửa" lose nothing and reopen only what hangs on them; on a phone too.
import { axe, expect, go, press, same, test } from '../harness.mjs';
import { api, windowOf } from './people.mjs';
import { sideways } from './looks.mjs';

// How a person answers: by the name of the fact's field. What is not named is "no", or nothing.
const none = { serves_defsec: 'false', nat_egov: 'false', nat_special_store: 'false', pm_level: '0' };
const systems = [
  { name: 'a notice board of public words', level: 1, point: 'khoản 1 Điều 11', quote: 'Thông tin công cộng',
    says: { ...none, type: ['a'], info: ['cong_cong'] } },
  { name: 'the staff system of a department', level: 2, point: 'khoản 1 Điều 12', quote: 'Thông tin cá nhân',
    says: { ...none, type: ['a'], info: ['rieng', 'ca_nhan'] } },
  { name: 'a one-stop shop', level: 3, point: 'điểm b khoản 2 Điều 13', quote: 'Có',
    says: { ...none, type: ['b'], info: ['ca_nhan'], online_service: 'true', handles_tthc: 'true', cond_business: 'no' } },
  { name: 'a nationwide trunk that may not stop', level: 4, point: 'khoản 2 Điều 14', quote: 'Toàn quốc',
    says: { ...none, type: ['c'], info: ['rieng'], infra_scope: 'nationwide', need_247: 'true', no_unplanned_stop: 'true' } },
  { name: 'control of works of the special class', level: 5, point: 'khoản 4 Điều 15', quote: 'Cấp đặc biệt',
    says: { ...none, type: ['d'], info: ['rieng'], work_class: 'special' } },
];

// Answers the page that is open; what it asks and `says` does not tell is "not known".
async function answer(page, says) {
  const names = await page.$$eval('main form input[name]', all => [...new Set(all.filter(i => i.type !== 'hidden').map(i => i.name))]);
  for (const name of names.filter(n => n !== 'begun')) {
    const values = [says[name] ?? 'unknown'].flat();
    const written = page.locator(`main input[name="${name}"]:not([type=radio]):not([type=checkbox])`);
    if (await written.count() && values[0] !== 'unknown') await written.fill(values[0]);
    else for (const value of values) await page.locator(`main input[name="${name}"][value="${value}"]`).check();
  }
  await press(page, 'main form button[type=submit]');
}

// To the page of all answers; gives how many pages that took, with it.
async function walk(page, says, look = async () => {}) {
  let pages = 1;
  while (!page.url().includes('/kiem-tra')) {
    same(await page.locator('h1').innerText().then(t => t.split('.')[0]), `Câu ${pages}`, 'the progress');
    await look();
    await answer(page, says);
    pages++;
    expect(pages <= 9, `more than nine pages, at ${page.url()}`);
  }
  return pages;
}

export const levelThree = systems[2].says;
export async function walkTo(page, address, says) {
  await go(page, address);
  return walk(page, says);
}

async function found(page) {
  return (await page.locator('main .lead .level').innerText()).replace(/\s+/g, ' ').trim();
}

export async function wizard(world) {
  for (const size of ['D', 'P']) {
    const page = await windowOf(world, 'officer', size);
    const { url } = world.real;
    for (const one of systems) {
      await test(`wizard ${size}: ${one.name} is level ${one.level}`, async () => {
        await go(page, `${url}/cap-do/hoi?lai=1`);
        await walk(page, one.says, async () => same(await sideways(page), [], 'the page is too wide'));
        expect((await found(page)).endsWith(String(one.level)), `found ${await found(page)}`);
        expect(!(await found(page)).includes('≥'), 'the level is not settled');
        const words = await page.locator('main').innerText();
        expect(words.includes(`${one.point} Nghị định 331/2026/NĐ-CP`), 'the deciding point is not told');
        expect(words.includes(`“`) && words.includes(one.quote), 'the deciding answer is not quoted');
        same(await sideways(page), [], 'the page of answers is too wide');
      });
    }

    await test(`wizard ${size}: nothing is chosen for anybody, and a blank page is refused`, async () => {
      await go(page, `${url}/cap-do/hoi?lai=1`);
      same(await page.locator('main input:checked').count(), 0, 'answers chosen beforehand');
      await press(page, 'main form button[type=submit]');
      same(await page.locator('#loi a').count(), 1, 'faults told');
      await page.locator('main input[name=type][value=a]').check();
      await page.locator('main input[name=type][value=unknown]').check();
      await press(page, 'main form button[type=submit]');
      same(await page.locator('#loi a').count(), 1, 'a contradiction told');
      same(await page.locator('main input:checked').count(), 2, 'ticks kept');
    });

    await test(`wizard ${size}: back by browser and by button keeps every answer`, async () => {
      await go(page, `${url}/cap-do/hoi?lai=1`);
      const says = { ...none, type: ['b'], info: ['ca_nhan'], online_service: 'true', handles_tthc: 'false', cond_business: 'no', pd_basic: '250.000' };
      await walk(page, says);
      expect((await found(page)).endsWith('3'), `found ${await found(page)}`);
      await page.goBack();
      await page.goBack();
      expect(page.url().endsWith('/so-nguoi'), `two steps back is ${page.url()}`);
      same((await page.inputValue('#f-pd_basic')).replace('.', ''), '250000', 'the number');
      expect(await page.locator('input[name=pd_sensitive][value=unknown]').isChecked(), '"Chưa rõ" is lost');
      await press(page, 'main form a.button'); // Quay lại
      expect(await page.locator('input[name=online_service][value=true]').isChecked(), 'the answer before is lost');
      await page.reload();
      expect(await page.locator('input[name=cond_business][value=no]').isChecked(), 'lost by reloading');
      await go(page, `${url}/cap-do/hoi`);
      expect(page.url().endsWith('/kiem-tra'), `all is answered, yet ${page.url()} is asked again`);
    });

    await test(`wizard ${size}: "Sửa" reopens only what hangs on the answer`, async () => {
      await press(page, 'main a[href$="/hoi/loai-hinh"]');
      expect(await page.locator('input[name=type][value=b]').isChecked(), 'the answer is not shown');
      await page.locator('input[name=type][value=b]').uncheck();
      await page.locator('input[name=type][value=c]').check();
      await press(page, 'main form button[type=submit]');
      expect(page.url().endsWith('/pham-vi'), `after the change: ${page.url()}`);
      await answer(page, { infra_scope: 'one_org' });
      expect(page.url().endsWith('/kiem-tra'), `and then: ${page.url()}`);
      expect(!(await page.locator('main').innerText()).includes('250.000'), 'what no longer counts is shown');
      await press(page, 'main a[href$="/hoi/loai-hinh"]');
      await page.locator('input[name=type][value=c]').uncheck();
      await page.locator('input[name=type][value=b]').check();
      await press(page, 'main form button[type=submit]');
      expect(page.url().endsWith('/kiem-tra'), `answered again what was answered: ${page.url()}`);
      expect((await page.locator('main').innerText()).includes('250.000'), 'the earlier answer is lost');
    });

    await test(`wizard ${size}: axe finds nothing on a question and on the answers`, async () => {
      same(await axe(page), [], 'the answers');
      await go(page, `${url}/cap-do/hoi/loai-hinh`);
      same(await axe(page), [], 'a question');
    });

    await test(`wizard ${size}: carried into a new system, walked again and recorded`, async () => {
      await go(page, `${url}/he-thong/them`); // another one, begun and left: the answers are not laid over by it
      await page.fill('#f-purpose', 'Gõ dở cho hệ thống khác');
      await go(page, `${url}/cap-do/hoi?lai=1`);
      await walk(page, systems[2].says);
      await press(page, 'form[action="/he-thong/them"] button');
      expect(await page.locator('input[name=handles_tthc][value=true]').isChecked(), 'the answers did not come along');
      same(await page.inputValue('#f-purpose'), '', 'what was typed for another system');
      await page.fill('#f-name', `Một cửa điện tử thử câu hỏi ${size}`);
      await page.fill('#f-running_since', '31/02/2026');
      await press(page, 'main .actions button[value=save]');
      expect(await page.locator('input[name=handles_tthc][value=true]').isChecked(), 'refused, the answers are lost');
      await page.fill('#f-running_since', '');
      await press(page, 'main .actions button[value=save]');
      const code = (await page.locator('dl.facts dd').first().innerText()).trim();
      await go(page, `${url}/he-thong/${code}/hoi`);
      expect(page.url().endsWith('/kiem-tra'), `what the register knows is asked again: ${page.url()}`);
      await press(page, 'main a[href$="/hoi/loai-hinh"]');
      await page.locator('input[name=type][value=b]').uncheck();
      await page.locator('input[name=type][value=a]').check();
      await press(page, 'main form button[type=submit]');
      expect(page.url().endsWith('/kiem-tra'), `then: ${page.url()}`);
      await press(page, 'main form[method=post] button[type=submit]');
      expect(page.url().includes('/cap-do?xong=1'), `recorded: ${page.url()}`);
      const system = await api(world, 'GET', `/api/v1/systems/${code}`);
      same([system.level, system.result], [2, 'decided'], 'recorded level');
      const history = await api(world, 'GET', `/api/v1/systems/${code}/determinations`);
      same(history.total, 2, 'findings');
      same(history.items[0].pack, 'nd331', 'pack');
      await go(page, `${url}/he-thong/them`);
      same(await page.inputValue('#f-purpose'), 'Gõ dở cho hệ thống khác', 'the one begun before');
    });
  }
}
