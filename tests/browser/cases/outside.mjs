// outside.mjs - after everything else: nothing went out, nothing broke. The whole run happened in a
// network that has only the loopback, whose kernel counts what wanted to leave it.
import { connect } from 'node:net';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { openContext, outsideAttempts, same, serverPids, test } from '../harness.mjs';

export async function outside(world) {
  await test('outside: pages asked for nothing but the server', async () => {
    const context = await openContext('D', 'light');
    await (await context.newPage()).goto('http://ben-ngoai.invalid/').catch(() => {});
    await context.close();
    same(outsideAttempts(), ['http://ben-ngoai.invalid/'], 'attempts'); // our own is seen, else this could not fail
  });
  await test('outside: the kernel saw nothing that wanted to leave this machine', () => {
    same(counter('/proc/net/snmp', 'Ip:', 'OutNoRoutes'), 0, 'packets without a route');
  });
  await test('outside: the servers hold no connection that they opened', async () => {
    const ours = connect(Number(new URL(world.real.url).port), '127.0.0.1');
    await new Promise((done, fail) => ours.once('connect', done).once('error', fail));
    same(opened(process.pid).length > 0, true, 'our own connection is seen'); // else this could not fail
    ours.destroy();
    for (const pid of serverPids()) same(opened(pid), [], `connections of process ${pid}`);
  });
  await test('outside: no script fault, no request that failed', () => {
    same(world.scriptFaults, [], 'script faults');
    same(world.failedRequests, [], 'failed requests');
  });
}

function counter(file, group, name) {
  const [names, values] = readFileSync(file, 'utf8').split('\n').filter(line => line.startsWith(group)).map(line => line.split(' '));
  return Number(values[names.indexOf(name)]);
}

// Sockets of a process that neither listen nor came in on the port it listens on.
function opened(pid) {
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map(fd => {
    try { return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]; } catch { return undefined; }
  }));
  const rows = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap(kind => readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').trim().split('\n').slice(1)
    .map(line => line.trim().split(/\s+/)).map(f => ({ kind, local: f[1], remote: f[2], state: f[3], inode: f[9] })))
    .filter(row => own.has(row.inode));
  const ports = new Set(rows.filter(row => row.state === '0A').map(row => row.local.split(':')[1]));
  return rows.filter(row => row.state !== '0A' && !ports.has(row.local.split(':')[1])).map(row => `${row.kind} ${row.local} ${row.remote}`);
}
