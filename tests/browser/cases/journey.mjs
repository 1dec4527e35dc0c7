// journey.mjs - the straight path: a role's link, a sheet, the register, one system, its level, its paper.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, go, place, press, root, same, test } from '../harness.mjs';
import { windowOf } from './people.mjs';

const good = 10; // rows of the sheet without a fault

export async function journey(world) {
  const page = await windowOf(world, 'specialist');
  const { demo } = world;
  const named = text => page.locator('main').getByText(text).first();

  await test('journey: a role\'s link signs in', async () => {
    await go(page, demo.links.specialist);
    expect(await page.locator('.banner-demo').isVisible(), 'nothing says this is a demo');
  });
  await test('journey: a sheet is checked before anything is written', async () => {
    execFileSync('python3', [join(root, 'tests/tools/make_sheets.py'), place, 'register']);
    await press(page, 'nav.menu a[href="/he-thong"]');
    await press(page, 'main a[href="/he-thong/nhap"]');
    await page.setInputFiles('#f-file', join(place, 'register.xlsx'));
    await press(page, 'main .actions button[type=submit]');
    world.importPath = new URL(page.url()).pathname;
    same((await page.locator('.card .figure').allInnerTexts()).map(Number), [12, good, 0, 0, 2], 'rows, new, changed, same, refused');
    await page.locator('summary', { hasText: 'Ghép cột' }).click();
    same(await page.locator('details[open] tbody select').evaluateAll(all => all.filter(s => s.value !== '').length) >= 6, true, 'columns with a meaning');
    expect(await named('P.201').isVisible(), 'the unknown column is not shown');
    const faults = await page.locator('table', { hasText: 'Cấp 7' }).last().innerText();
    for (const told of ['F15', 'G15', '31/02/2026']) expect(faults.includes(told), `the faults do not tell ${told}`);
  });
  const total = async () => {
    await go(page, `${demo.url}/he-thong`);
    const [, shown] = (await page.locator('main').innerText()).match(/tổng số ([\d.]+)/);
    return Number(shown.replaceAll('.', ''));
  };
  await test('journey: the good rows are taken in', async () => {
    const before = await total();
    await go(page, `${demo.url}${world.importPath}`);
    await press(page, 'button[value=take]');
    while (await page.locator('progress').count()) await press(page, 'main a.button');
    expect(await page.locator('form[action$="/hoan-tac"]').isVisible(), 'no way back is offered');
    await press(page, 'main a.button[href="/he-thong"]');
    same(await total() - before, good, 'systems more in the list');
  });
  await test('journey: one system, what is missing, its level', async () => {
    await go(page, `${demo.url}/he-thong?q=${encodeURIComponent('cổng thông tin điện tử')}`);
    await press(page, 'tbody a:text-is("Cổng thông tin điện tử")');
    world.systemPath = new URL(page.url()).pathname;
    same(await page.locator('h1').innerText(), 'Cổng thông tin điện tử', 'heading');
    await press(page, 'main a[href$="/cap-do"]');
    for (let round = 0; round < 12 && await page.locator('#q-title').count(); round++) {
      await answerAll(page);
      await press(page, 'section[aria-labelledby=q-title] button[type=submit]');
      expect(!(await page.locator('#loi').count()), await page.locator('main').innerText());
    }
    const left = page.locator('section[aria-labelledby=q-title] form');
    expect(await left.count() === 0, `questions left after twelve rounds: ${(await left.allInnerTexts()).join().slice(0, 200)}`);
    const lead = await page.locator('main .lead').innerText();
    expect(/^\d$|\d/.test(lead), `no level: ${lead}`);
    expect(await page.locator('.law cite').count() > 0, 'no citation beside the level');
  });
  await test('journey: the paper is a Word document', async () => {
    await press(page, 'main a[href$="/van-ban"]');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('main tbody button[type=submit]').first().click()]);
    expect(download.suggestedFilename().endsWith('.docx'), download.suggestedFilename());
    const file = join(place, 'paper.docx');
    await download.saveAs(file);
    same(readFileSync(file).subarray(0, 2).toString(), 'PK', 'first bytes');
    execFileSync('unzip', ['-tqq', file]);
    const words = execFileSync('unzip', ['-p', file, 'word/document.xml']).toString();
    expect(words.includes('Cổng thông tin điện tử'), 'the paper does not name the system');
    expect(!words.includes('{{'), 'a placeholder was left');
  });
  await test('journey: the paper stands in the history', async () => {
    await page.reload();
    expect(await page.locator('main code').first().isVisible(), 'no paper in the history');
  });
}

// "No" or nought to each question; the first choice where there is nothing of the kind.
async function answerAll(page) {
  await page.locator('section[aria-labelledby=q-title] form').evaluate(form => {
    for (const field of form.querySelectorAll('fieldset')) {
      const choices = [...field.querySelectorAll('input[type=radio], input[type=checkbox]')];
      const known = choices.filter(c => c.value !== '' && c.value !== 'unknown');
      if (known.some(c => c.checked)) continue;
      (known.find(c => c.value === 'false' || c.value === 'none') ?? known[0]).checked = true;
    }
    for (const field of form.querySelectorAll('input[type=text]')) field.value ||= '0';
  });
}
