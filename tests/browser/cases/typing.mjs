// typing.mjs - Vietnamese typed fast, in the three ways there are: an input method that composes (ibus,
// macOS), one that takes letters back and writes them anew (UniKey, EVKey), and bare keys.
import { expect, go, press, same, test } from '../harness.mjs';
import { windowOf } from './people.mjs';

// What the composed word looks like after each key.
const telex = [['N', 'Ng', 'Ngu', 'Nguy', 'Nguye', 'Nguyê', 'Nguyên', 'Nguyễn'], ['t', 'th', 'thư', 'thươ', 'thương', 'thường'],
  ['Đ', 'Đa', 'Đâ', 'Đât', 'Đất']];
const vni = [['đ', 'đư', 'đươ', 'đươc', 'được'], ['h', 'ho', 'hoa', 'hoá'], ['1', '19'], ['k', 'ky', 'kỹ'], ['t', 'tha', 'thạ', 'thạc', 'thạch']];
const bare = 'wjf xrs 1234 dd oo aw ww /';

const places = [
  { path: '/he-thong', fields: ['q', 'f-owner'] },
  { path: '/to-chuc', fields: ['q'] },
  { path: '/he-thong/them', fields: ['f-name', 'f-operator', 'f-purpose', 'f-address', 'f-contact_name', 'f-note'] },
  { path: '/he-thong/nhap', fields: ['f-owner'] },
];

export async function typing(world) {
  const page = await windowOf(world, 'officer');
  const keys = await page.context().newCDPSession(page);
  for (const place of places) {
    for (const id of place.fields) {
      await test(`typing: ${place.path} ${id}`, async () => {
        await go(page, world.real.url + place.path);
        const field = page.locator(`#${id}`);
        await field.fill('');
        await field.focus();
        for (const [way, words] of [['Telex', telex], ['VNI', vni]]) {
          await field.fill('');
          for (const steps of words) await compose(page, keys, steps);
          same(await field.inputValue(), words.map(w => w.at(-1) + ' ').join(''), way);
        }
        await field.fill('');
        await page.keyboard.type(bare);
        same(await field.inputValue(), bare, 'bare keys');
        await field.fill('');
        await takenBack(page, ['Tha', 'Thâ', 'Thât', 'Thật']);
        same(await field.inputValue(), 'Thật', 'letters taken back and written anew');
        await field.fill('đầu  cuối');
        await field.evaluate(e => e.setSelectionRange(4, 4));
        await compose(page, keys, ['g', 'gi', 'giữ', 'giữa'], false);
        same(await field.inputValue(), 'đầu giữa cuối', 'in the middle');
        same(await field.evaluate(e => e.selectionStart), 8, 'where the caret is');
        same(await page.evaluate(() => document.activeElement.id), id, 'what has the focus');
        same(new URL(page.url()).pathname, place.path, 'the page');
      });
    }
  }
  await test('typing: no shortcut while a syllable is composed', async () => {
    await go(page, `${world.real.url}/he-thong`);
    await page.locator('#f-owner').focus();
    await propose(keys, 'đươ');
    await key(keys, 'k', 'KeyK', 75, 2);
    await key(keys, 'Escape', 'Escape', 27, 0);
    same(await page.evaluate(() => document.activeElement.id), 'f-owner', 'Ctrl K in a syllable moved the focus to');
    await go(page, `${world.real.url}/he-thong/them`);
    await page.locator('#f-purpose').focus();
    await propose(keys, 'đươ');
    await page.evaluate(() => addEventListener('submit', e => { e.preventDefault(); window.sent = true; }, true));
    await key(keys, 'Enter', 'Enter', 13, 2);
    expect(!(await page.evaluate(() => window.sent)), 'Ctrl Enter in a syllable sent the form');
  });
  await test('typing: the shortcuts work when nothing is composed', async () => {
    await go(page, `${world.real.url}/he-thong`);
    await page.locator('#f-owner').focus();
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog[open] #tim-q');
    same(await page.evaluate(() => document.activeElement.id), 'tim-q', 'Ctrl K');
    await page.keyboard.press('Escape');
    same(await page.evaluate(() => document.activeElement.id), 'f-owner', 'after Ctrl K');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('/');
    same([await page.evaluate(() => document.activeElement.id), await page.inputValue('#q')], ['q', ''], '/');
    await page.fill('#q', 'khongcogi');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Control+Enter')]);
    same(await page.inputValue('#q'), 'khongcogi', 'Ctrl Enter');
  });
}

function propose(keys, text) {
  return keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
}

async function key(keys, name, code, number, modifiers) {
  const event = { key: name, code, windowsVirtualKeyCode: number, modifiers };
  await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
  await keys.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
}

// Keys that an input method swallows come to the page as number 229; then the word so far, at last the word.
async function compose(page, keys, steps, space = true) {
  for (const step of steps) {
    await key(keys, 'Process', 'KeyA', 229, 0);
    await propose(keys, step);
  }
  await keys.send('Input.insertText', { text: steps.at(-1) });
  if (space) await page.keyboard.type(' ');
}

// Each step replaces the one before: as many letters back as differ, then the new ones.
async function takenBack(page, steps) {
  let shown = '';
  for (const step of steps) {
    let kept = 0;
    while (kept < shown.length && shown[kept] === step[kept]) kept++;
    for (let i = shown.length; i > kept; i--) await page.keyboard.press('Backspace');
    await page.keyboard.insertText(step.slice(kept));
    shown = step;
  }
}
