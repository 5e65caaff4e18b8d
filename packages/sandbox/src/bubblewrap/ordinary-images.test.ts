import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { z } from 'zod';
import { describeWhere } from '@unblind/testing';
import { canBecomeOrdinary, hasBubblewrap } from '../../test/machine';
import { OrdinaryRunner } from '../../test/ordinary-runner';
import { expectGone, hostProcesses } from '../conformance/context';
import { countsByNamespace } from './rlimits';

const MiB = 1024 ** 2;
const Result = z.object({
  exitCode: z.number().nullable(),
  limitHit: z.string().nullable(),
  stdout: z.string(),
  stderrTail: z.string(),
  usage: z.object({ cpuSeconds: z.number(), peakMemoryBytes: z.number().nullable() }),
  fault: z.looseObject({ code: z.string(), limit: z.object({ limit: z.number(), peak: z.number().nullable() }) }).nullable(),
});
const Checks = z.array(z.looseObject({ name: z.string(), ok: z.boolean(), detail: z.string().nullable() }));

const missing = canBecomeOrdinary && hasBubblewrap ? null : 'needs root, bubblewrap and a node that every user may run';
describeWhere(missing === null, missing ?? '', 'container images for an ordinary user without control groups', () => {
  const runner = new OrdinaryRunner();
  beforeAll(() => runner.prepare());
  afterAll(() => runner.remove());
  const run = async (...asked: Parameters<OrdinaryRunner['run']>) => Result.parse(await runner.run(...asked));
  /** A process that writes to so many mebibytes and then waits. */
  const hog = (mebibytes: number) => `perl -e '$x = "x" x (${mebibytes} << 20); sleep 2'`;

  it('keep every promise of a sandbox', async () => {
    const all = 'sandbox.runConformance(sandbox.asImage(new sandbox.BubblewrapProvider()))';
    const checks = Checks.parse(await runner.node(`return ${all}`));
    expect(checks.length).toBeGreaterThan(25);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('may use their memory, by one process or several, and are stopped when all together use more', async () => {
    expect(await run(`${hog(60)} & ${hog(60)} & wait; echo done`)).toMatchObject({ limitHit: null, stdout: 'done\n' });
    const { fault, usage } = await run(`${hog(60)} & ${hog(60)} & ${hog(60)} & ${hog(60)} & ${hog(60)} & wait; echo done`);
    expect(fault).toMatchObject({ code: 'limit-memory', limit: { limit: 256 * MiB, peak: usage.peakMemoryBytes } });
    expect(usage.peakMemoryBytes).toBeGreaterThan(256 * MiB);
  });

  it('share pages between processes that forked, which count once', async () => {
    const script = `perl -e '$x = "x" x (60 << 20); for (1 .. 4) { fork or do { sleep 2; exit } } sleep 2; print "shared"'`;
    expect(await run(script)).toMatchObject({ limitHit: null, stdout: 'shared' });
  });

  it('have no memory that nobody counts', async () => {
    // memfd_create; mmap with MAP_SHARED | MAP_ANONYMOUS, then MAP_PRIVATE | MAP_ANONYMOUS.
    const calls = ['319, $n = "x", 0', '9, 0, 4096, 3, 0x21, -1, 0', '9, 0, 4096, 3, 0x22, -1, 0'];
    const script = calls.map((call) => `$! = 0; print syscall(${call}) == -1 ? $! + 0 : "had", " ";`).join(' ');
    if (process.arch === 'x64') expect((await run(`perl -e '${script}'`)).stdout).toBe('38 12 had ');
    expect((await run('cat /dev/zero')).stdout).toBe('');
    const files = await run('cat /dev/urandom > /tmp/fill; cat /dev/urandom > /dev/shm/fill; n=0; while : > /tmp/$n; do n=$((n+1)); done');
    expect(files.stderrTail).toMatch(/No space left|File too large/);
    expect(files.usage.peakMemoryBytes).toBeGreaterThan(64 * MiB);
  });

  it('may start some processes, and a fork bomb gets no further than that', async () => {
    const some = `for i in 1 2 3 4 5; do sleep 0.3 & done; wait; echo done`;
    expect(await run(some, { processes: 16 })).toMatchObject({ limitHit: null, stdout: 'done\n' });
    const token = `bomb-${randomUUID()}`;
    let most = 0;
    const counting = setInterval(() => (most = Math.max(most, hostProcesses(token).length)), 10);
    const bomb = `perl -e 'while (1) { fork; }' ${token}`;
    const { limitHit } = await run(bomb, { processes: 16, wallSeconds: 3 }).finally(() => clearInterval(counting));
    await expectGone(token);
    expect(limitHit).toMatch(countsByNamespace() ? /processes|wall/ : /processes/);
    expect(most).toBeGreaterThan(2);
    // Its shell, bubblewrap and the runner have the token in their command lines too.
    if (countsByNamespace()) expect(most).toBeLessThanOrEqual(16 + 4);
  });

  it('reach no port of this host', async () => {
    let reached = 0;
    const server = createServer(() => reached++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const inside = `perl -e 'socket(S, 2, 1, 0) or print "no socket: $!"; connect(S, pack("SnC4x8", 2, ${port}, 127, 0, 0, 1)) and print "reached"'`;
    expect(await runner.node(`return require('child_process').execSync(${JSON.stringify(inside)}).toString()`)).toBe('reached');
    expect(reached).toBe(1);
    expect((await run(inside)).stdout).toMatch(/no socket/);
    expect(reached).toBe(1);
    server.close();
  });

  it("see neither the runner's token nor its files nor its home", async () => {
    const look = `cat ${runner.tokenFile} 2>&1; ls ${runner.home}; cat /proc/*/environ /proc/*/root${runner.tokenFile} 2>/dev/null; cat /proc/self/mountinfo`;
    const outside = await runner.node(`return require('child_process').spawnSync('sh', ['-c', ${JSON.stringify(look)}]).stdout.toString()`);
    expect(outside).toContain(runner.secret);
    const { stdout } = await run(look);
    expect(stdout).toContain('No such file');
    expect(stdout).not.toContain(runner.secret);
  });

  it('leave no process behind', async () => {
    const token = `daemon-${randomUUID()}`;
    let most = 0;
    const counting = setInterval(() => (most = Math.max(most, hostProcesses(`sleep 300\0${token}`).length)), 10);
    const daemon = `perl -e 'sleep 300' ${token}`;
    // One in a session of its own, one whose parent has ended.
    await run(`setsid ${daemon} & (${daemon} &); sleep 1`).finally(() => clearInterval(counting));
    expect(most).toBe(2);
    expect(hostProcesses(token)).toEqual([]);
  });
});
