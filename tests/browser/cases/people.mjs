// people.mjs - who sits at the browser: one sign-in each, then as many windows as are wanted.
import { go, openContext, signIn } from '../harness.mjs';

export const password = 'Mùa xuân ở Cổ Loa';

// The window of a person; `who` is a key of world.cookies, or '' for a passer-by. It is opened once and
// used by every subject: a new one costs as much as many pages.
export async function windowOf(world, who, size = 'D') {
  return world.windows[who + size] ??= await freshWindow(world, who, size);
}

export async function freshWindow(world, who, size = 'D') {
  const context = await openContext(size, 'light', who ? { storageState: world.cookies[who] } : {});
  const page = await context.newPage();
  page.on('dialog', dialog => dialog.accept()); // leaving a page with unsent typing
  page.on('pageerror', error => world.scriptFaults.push(String(error)));
  page.on('console', said => { // what the page's own policy stops never becomes a request
    if (/Content Security Policy/.test(said.text())) world.scriptFaults.push(said.text());
  });
  page.on('requestfailed', request => {
    if (!/ERR_ABORTED/.test(request.failure()?.errorText ?? '')) world.failedRequests.push(request.url());
  });
  return page;
}

export async function keepSession(world, who, page) {
  world.cookies[who] = await page.context().storageState();
}

// Signs in once by form (the register's own people) or by a link of the demo, and keeps the session.
export async function enter(world, who, how) {
  const page = world.windows[`${who}D`] = await freshWindow(world, '');
  if (how.link) await go(page, how.link);
  else await signIn(page, world.real.url, how.login, password);
  await keepSession(world, who, page);
}

// Calls the API of the register as its officer.
export async function api(world, method, path, body) {
  const answer = await fetch(world.real.url + path, {
    method, headers: { Authorization: `Bearer ${world.token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
