import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HostLease, withLease } from './host-lease';
import type { Lease } from './host-lease';

const folder = mkdtempSync(join(tmpdir(), 'unblind-lease-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = (): string => join(folder, `host-${files++}`);
const never = new AbortController().signal;
/** Long enough to take a free lock many times. */
const soon = () => new Promise<'waits'>((done) => setTimeout(() => done('waits'), 300));
const taken = <T>(lease: Promise<T>): Promise<'taken' | 'waits'> => Promise.race([lease.then(() => 'taken' as const), soon()]);

/** The exclusive lease, which nobody else has. */
async function exclusive(lease: HostLease): Promise<Lease> {
  const held = await lease.tryExclusive(never);
  if (!held) throw new Error('another process has it');
  return held;
}

describe('the lease of a machine', () => {
  it('has many shared holders, and an exclusive one only after they have released it', async () => {
    const lease = new HostLease(newPath());
    const [first, second] = [await lease.shared(never), await lease.shared(never)];
    expect(await lease.tryExclusive(never)).toBeNull();
    await first.release();
    expect(await lease.tryExclusive(never)).toBeNull();
    await second.release();
    const alone = await exclusive(lease);
    expect(await lease.tryExclusive(never)).toBeNull();
    const later = lease.shared(never);
    expect(await taken(later)).toBe('waits');
    await alone.release();
    await (await later).release();
  });

  it('is not withheld from shared holders by an exclusive one that did not get it', async () => {
    const lease = new HostLease(newPath());
    const before = await lease.shared(never);
    expect(await lease.tryExclusive(never)).toBeNull();
    const after = await lease.shared(never);
    await before.release();
    await after.release();
  });

  it('of a process that was killed is free at once', async () => {
    const path = newPath();
    // Another runner process, from the compiled code, which is then killed.
    const compiled = resolve(__dirname, '../../dist/lease/host-lease.js');
    const crash = `const { HostLease } = require(${JSON.stringify(compiled)});
      new HostLease(${JSON.stringify(path)}).tryExclusive(new AbortController().signal).then(() => console.log('held'));
      setInterval(() => undefined, 1000);`;
    const crashing = spawn(process.execPath, ['-e', crash], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(crashing.stdout, 'data');
    const other = new HostLease(path).shared(never);
    expect(await taken(other)).toBe('waits');
    crashing.kill('SIGKILL');
    await (await other).release();
  });

  it('that is lost stops the work, and can be taken again', async () => {
    const path = newPath();
    const lease = new HostLease(path);
    const held = await exclusive(lease);
    const lost = once(held.lost, 'abort');
    // Kills the process that holds the file's lock, as an operator might. Its search must be over before this process opens the file again.
    const search = `for p in /proc/[0-9]*; do ls -l $p/fd 2>/dev/null | grep -q "${path}$" && kill -9 \${p#/proc/}; done`;
    const operator = spawn('sh', ['-c', search]);
    await Promise.all([lost, once(operator, 'exit')]);
    expect(held.lost.reason).toMatchObject({ detail: { code: 'runner-lost' } });
    await (await exclusive(lease)).release();
  });

  it('lies in files that nobody else can open, in a folder that is made for it', async () => {
    const path = join(folder, 'made', 'host.lease');
    await (await new HostLease(path).shared(never)).release();
    expect([join(folder, 'made'), path].map((place) => (statSync(place).mode & 0o777).toString(8))).toEqual(['700', '600']);
  });

  it('is refused where others could open it, replace it, or have put a link in its place', async () => {
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    await expect(new HostLease(join(open, 'lease')).shared(never)).rejects.toThrow('nobody else may write');
    const readable = newPath();
    writeFileSync(readable, '');
    chmodSync(readable, 0o644);
    await expect(new HostLease(readable).shared(never)).rejects.toThrow('only this user may open');
    const [link, elsewhere] = [newPath(), newPath()];
    symlinkSync(elsewhere, link);
    await expect(new HostLease(link).shared(never)).rejects.toThrow('ELOOP');
    expect(existsSync(elsewhere)).toBe(false);
    if (process.getuid?.() !== 0) return; // Only root can give a file to another user.
    const foreign = newPath();
    writeFileSync(foreign, '', { mode: 0o600 });
    chownSync(foreign, 4242, 4242);
    await expect(new HostLease(foreign).shared(never)).rejects.toThrow('only this user may open');
  });

  it('is released when the work fails, and waiting for it can be aborted', async () => {
    const lease = new HostLease(newPath());
    await expect(withLease(exclusive(lease), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const held = await exclusive(lease);
    const aborted = new AbortController();
    const waiting = lease.shared(aborted.signal);
    aborted.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
    await held.release();
  });
});
