// slow_page.mjs URL COOKIE - what a person at an old machine on a thin line waits for: a real browser with its
// processor slowed four times and 2 Mbit/s both ways, nothing cached. Prints one line of JSON: milliseconds until
// the list is drawn and ready at the first visit, until the next page of it is, and the bytes of the first visit.
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../tests/browser/run.mjs', import.meta.url))('playwright-core');
const [address, cookie] = process.argv.slice(2);
const line = { offline: false, latency: 20, downloadThroughput: 2e6 / 8, uploadThroughput: 2e6 / 8 };

const browser = await chromium.launch({ executablePath: process.env.CHROME ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking'] });
const seen = [];
let bytes = 0;
for (let turn = 0; turn < 5; turn++) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN' });
  await context.addCookies(cookie.split('; ').map(one => {
    const [name, ...rest] = one.split('=');
    return { name, value: rest.join('='), url: address };
  }));
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', line);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let taken = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { taken += encodedDataLength; });
  const visit = async go => {
    const begun = Date.now();
    await go();
    await page.waitForLoadState('load');
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    return Date.now() - begun;
  };
  const first = await visit(() => page.goto(address));
  bytes = taken;
  const next = await visit(() => page.locator('a[rel=next]').first().click().then(() => page.waitForURL(/[?&]c=/)));
  seen.push({ first, next });
  await context.close();
}
await browser.close();
const middle = name => seen.map(turn => turn[name]).sort((a, b) => a - b)[Math.floor(seen.length / 2)];
console.log(JSON.stringify({ first_ms: middle('first'), next_ms: middle('next'), first_bytes: bytes }));
