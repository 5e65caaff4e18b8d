import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HostLease, under } from './host-lease';

const folder = mkdtempSync(join(tmpdir(), 'unblind-lease-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = (): string => join(folder, `host-${files++}`);
const never = new AbortController().signal;
/** Long enough for a lock that is free to be taken many times. */
const soon = () => new Promise<'waits'>((done) => setTimeout(() => done('waits'), 300));
const taken = <T>(lease: Promise<T>): Promise<'taken' | 'waits'> => Promise.race([lease.then(() => 'taken' as const), soon()]);

describe('the lease of a machine', () => {
  it('is shared by many, and had by one alone only when they have left', async () => {
    const lease = new HostLease(newPath());
    const [first, second] = [await lease.shared(never), await lease.shared(never)];
    const alone = lease.exclusive(never);
    expect(await taken(alone)).toBe('waits');
    await first.release();
    expect(await taken(alone)).toBe('waits');
    await second.release();
    expect(await taken(alone)).toBe('taken');
    const other = lease.exclusive(never);
    expect(await taken(other)).toBe('waits');
    await (await alone).release();
    await (await other).release();
  });

  it('is not kept from the one who waits by a stream of others', async () => {
    const lease = new HostLease(newPath());
    const before = await lease.shared(never);
    const alone = lease.exclusive(never);
    expect(await taken(alone)).toBe('waits');
    const after = lease.shared(never);
    expect(await taken(after)).toBe('waits');
    await before.release();
    const held = await alone;
    expect(await taken(after)).toBe('waits');
    await held.release();
    await (await after).release();
  });

  it('of a process that was killed is free at once', async () => {
    const path = newPath();
    // Another runner process, as compiled, which then dies without a word.
    const compiled = resolve(__dirname, '../../dist/lease/host-lease.js');
    const crash = `const { HostLease } = require(${JSON.stringify(compiled)});
      new HostLease(${JSON.stringify(path)}).exclusive(new AbortController().signal).then(() => console.log('held'));
      setInterval(() => undefined, 1000);`;
    const crashing = spawn(process.execPath, ['-e', crash], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(crashing.stdout, 'data');
    const alone = new HostLease(path).exclusive(never);
    expect(await taken(alone)).toBe('waits');
    crashing.kill('SIGKILL');
    await (await alone).release();
  });

  it('that is lost stops the work, and can be taken again', async () => {
    const path = newPath();
    const lease = new HostLease(path);
    const held = await lease.exclusive(never);
    const lost = once(held.lost, 'abort');
    // Whoever holds the file's lock is ended, as an operator might.
    spawn('sh', ['-c', `for p in /proc/[0-9]*; do ls -l $p/fd 2>/dev/null | grep -q "${path}$" && kill -9 \${p#/proc/}; done`]);
    await lost;
    expect(held.lost.reason).toMatchObject({ detail: { code: 'runner-lost' } });
    await (await lease.exclusive(never)).release();
  });

  it('is given back when the work fails, and waiting for it ends when that is called off', async () => {
    const lease = new HostLease(newPath());
    await expect(under(lease.exclusive(never), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const held = await lease.exclusive(never);
    const calledOff = new AbortController();
    const waiting = lease.exclusive(calledOff.signal);
    calledOff.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
    await held.release();
  });
});
