// run.mjs [SUBJECT…] - the journeys of a person at a browser, through the real binary; all subjects, or
// those whose names begin so. Everything runs where no way leads out: a network of its own that has
// nothing but the loopback, so that "works without the Internet" is what each case shows. IPv6 is off there:
// Chromium asks the kernel by itself whether it could reach anybody by it, and would be counted.
// All subjects go in two lanes side by side, each a process with servers and a browser of its own.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { finish, startServer, test } from './harness.mjs';
import { first } from './cases/first.mjs';
import { journey } from './cases/journey.mjs';
import { bodies } from './cases/bodies.mjs';
import { splits } from './cases/splits.mjs';
import { laws } from './cases/laws.mjs';
import { leaving } from './cases/leaving.mjs';
import { forms } from './cases/forms.mjs';
import { names } from './cases/names.mjs';
import { find } from './cases/find.mjs';
import { order } from './cases/order.mjs';
import { report } from './cases/report.mjs';
import { wizard } from './cases/wizard.mjs';
import { tasks } from './cases/tasks.mjs';
import { typing } from './cases/typing.mjs';
import { evidence } from './cases/evidence.mjs';
import { letters } from './cases/letters.mjs';
import { dossier } from './cases/dossier.mjs';
import { keeping } from './cases/keeping.mjs';
import { manual } from './cases/manual.mjs';
import { views } from './cases/views.mjs';
import { bulk } from './cases/bulk.mjs';
import { controls } from './cases/controls.mjs';
import { incidents } from './cases/incidents.mjs';
import { custody } from './cases/custody.mjs';
import { orders } from './cases/orders.mjs';
import { hunts } from './cases/hunts.mjs';
import { network } from './cases/network.mjs';
import { keys } from './cases/keys.mjs';
import { pagesOfDemo, pagesOfReal } from './cases/pages.mjs';
import { outside } from './cases/outside.mjs';

if (!process.env.COLOA_ALONE) {
  const alone = ['--map-root-user', '--net', 'sh', '-c', 'for net in all lo; do echo 1 >/proc/sys/net/ipv6/conf/$net/disable_ipv6; done && ip link set lo up && exec "$0" "$@"', process.execPath, ...process.argv.slice(1)];
  const run = spawnSync('unshare', alone, { stdio: 'inherit', env: { ...process.env, COLOA_ALONE: '1' } });
  if (run.status === null || run.error) console.log(`FAIL a network of its own: ${run.error ?? run.signal}`);
  process.exit(run.status ?? 1);
}

// What every subject is given: a register of its own, begun from nothing, and the demo. One lane works for the most
// part in the demo, the other in the register. Whoever needs the one administrator of the node comes before
// `bodies`, which adds others; the pages are looked at when the subjects before have filled them.
const lanes = {
  demo: [journey, manual, views, bulk, controls, incidents, orders, custody, hunts, network, keys, evidence, keeping, pagesOfDemo, outside],
  real: [laws, letters, dossier, forms, wizard, bodies, report, leaving, splits, names, find, order, tasks, typing, pagesOfReal, outside],
};
const only = process.argv.slice(2);
const started = Date.now();
if (process.env.COLOA_LANE) await walk(lanes[process.env.COLOA_LANE]);
else if (only.length) await walk(Object.values(lanes).flat().filter((subject, at, all) => only.some(word => subject.name.startsWith(word)) && all.indexOf(subject) === at));
else await sideBySide();

async function walk(subjects) {
  const world = {};
  await test('servers start', async () => {
    world.real = await startServer('--data', 'real');
    world.demo = await startServer('--demo', '--data', 'demo');
  });
  await first(world); // makes the administrator and the people that the others sign in as
  for (const subject of subjects) {
    const begun = Date.now();
    try {
      await subject(world);
    } catch (error) { // outside of a case: no window could be opened
      await test(`${subject.name}: goes to its end`, () => { throw error; });
    }
    console.log(`    ${subject.name}: ${Math.round((Date.now() - begun) / 1000)} s`);
  }
  await finish();
}

async function sideBySide() {
  const codes = await Promise.all(Object.keys(lanes).map(lane => {
    const child = spawn(process.execPath, [process.argv[1]], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, COLOA_LANE: lane } });
    createInterface({ input: child.stdout }).on('line', line => console.log(line)); // whole lines, so that none is torn
    return new Promise(done => child.once('close', done));
  }));
  console.log(`${Math.round((Date.now() - started) / 1000)} s`);
  process.exit(codes.some(code => code !== 0) ? 1 : 0);
}
