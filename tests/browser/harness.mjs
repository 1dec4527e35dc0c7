// harness.mjs - a server of the tests' own, a real browser, cases that print "ok NAME" or "FAIL NAME".
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
export const pictures = join(root, 'build/test-results/pictures');
export const place = mkdtempSync(join(tmpdir(), 'coloa-browser-'));
mkdirSync(pictures, { recursive: true });
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const sizes = { D: { width: 1280, height: 800 }, P: { width: 390, height: 844 } };
let failed = 0;

// One case. What it throws is the reason of the failure.
export async function test(name, body) {
  const started = Date.now();
  try {
    await body();
    console.log(`ok ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}: ${String(error.message ?? error).split('\n').slice(0, 6).join(' | ')}`);
  }
}

export function expect(condition, why) {
  if (!condition) throw new Error(why);
}

export function same(got, wanted, what) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
  }
}

export const binary = join(root, 'build/coloa');
const servers = [];
export async function startServer(...options) {
  const listen = options.includes('--listen') ? [] : ['--listen', '127.0.0.1:0'];
  const child = spawn(binary, ['serve', '--json', ...listen, ...options],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: place });
  let log = '';
  child.stderr.on('data', chunk => { log += chunk; });
  servers.push(child);
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    new Promise(done => lines.once('line', done)),
    new Promise((_, fail) => child.once('exit', code => fail(new Error(`server ended with ${code}: ${log.slice(-400)}`)))),
  ]);
  const ready = JSON.parse(first);
  // A command of a person at the server's machine; its answer is JSON.
  const command = async (words, input = '') => {
    const run = promisify(execFile)(binary, [...words, '--data', ready.data, '--json'], { cwd: place });
    run.child.stdin.on('error', () => {}); // it may end without reading; its answer tells
    run.child.stdin.end(input);
    const { stdout } = await run;
    return JSON.parse(stdout);
  };
  return { ...ready, child, command, log: () => log };
}
export const serverPids = () => servers.filter(child => child.exitCode === null && child.signalCode === null).map(child => child.pid);

let browser;
const attempts = []; // requests to anywhere but the server
export async function openContext(size, scheme, extra = {}) {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROME ?? '/usr/bin/chromium-headless-shell', headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--renderer-process-limit=2',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  const context = await browser.newContext({
    viewport: sizes[size], colorScheme: scheme, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh',
    hasTouch: size === 'P', isMobile: size === 'P', reducedMotion: 'reduce', ...extra,
  });
  context.on('request', request => { // seen, not held up: nothing leads out of here, and holding up costs the most of the time
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== '127.0.0.1') attempts.push(request.url());
  });
  return context;
}
export const outsideAttempts = () => attempts;

// axe-core in the page, injected past the page's own policy (the policy itself is tested elsewhere).
// options is axe's own: {} for every rule; what `exclude` selects is left out.
export async function axe(page, options = {}, exclude = []) {
  const session = await page.context().newCDPSession(page);
  const there = await session.send('Runtime.evaluate', { expression: 'typeof axe', returnByValue: true });
  if (there.result.value === 'undefined') await session.send('Runtime.evaluate', { expression: axeSource });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(${JSON.stringify({ exclude })}, ${JSON.stringify({ resultTypes: ['violations'], preload: false, elementRef: false, ...options })}).then(r => JSON.stringify(r.violations
      .filter(v => v.impact === 'serious' || v.impact === 'critical')
      .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', '))))`,
    awaitPromise: true, returnByValue: true,
  });
  await session.detach();
  return JSON.parse(result.value);
}

export async function sidewaysScroll(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}

// Goes to an address and says so when the answer is not the one meant.
export async function go(page, address, wanted = 200) {
  const answer = await page.goto(address);
  same(answer.status(), wanted, `GET ${new URL(address).pathname}`);
}

// Presses what leads to another page, and waits until that page is there.
export async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);
}

export async function signIn(page, url, login, password) {
  await go(page, `${url}/dang-nhap`);
  await page.fill('#f-login', login);
  await page.fill('#f-password', password);
  await press(page, 'main button[type=submit]');
  expect(await page.locator('.tools .person').count() === 1, `${login} is not signed in: ${await page.locator('main').innerText()}`);
}

export async function finish() {
  await browser?.close();
  await Promise.all(servers.filter(child => child.exitCode === null && child.signalCode === null).map(child => {
    const ended = new Promise(done => child.once('exit', done));
    child.kill('SIGTERM');
    return ended;
  }));
  rmSync(place, { recursive: true, force: true });
  process.exit(failed ? 1 : 0);
}
