import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeWhere, temporaryFolder, testWhere } from '@unblind/testing';
import { connectProxy, httpsFront } from './https-front';
import { perlImage } from './images';
import { Lab } from './lab';
import { decent, large, slowInLargeBatches } from './models';
import { RemoteRunner } from './remote-runner';

const bin = resolve(__dirname, '../../../packages/cli/bin/unblind.js');
const folder = temporaryFolder();
const isRoot = process.getuid?.() === 0;

describeWhere(existsSync('/usr/bin/bwrap'), 'bubblewrap is not installed', 'a runner elsewhere', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open({ limits: { cpu: 40, memory: 1024 ** 3 }, shifted: true });
    lab.startCentral();
  });
  afterAll(() => lab.close());
  afterEach(async () => {
    await Promise.all(started.splice(0).map((runner) => runner.stop('SIGKILL')));
    await lab.database.evaluation.updateMany({
      where: { state: { in: ['received', 'inspecting', 'queued', 'running'] } },
      data: { state: 'cancelled', heartbeatAt: null },
    });
  });

  const started: RemoteRunner[] = [];
  const start = async (args: string[] = [], more: { env?: Record<string, string>; url?: string; token?: string } = {}) => {
    const runner = await RemoteRunner.start(lab, { bin, args, ...more });
    started.push(runner);
    return runner;
  };
  const measured = async (id: string) =>
    (await lab.result(id)).metrics.map(({ name, variation, value, low, high }) => ({ name, variation, value, low, high }));
  const runnersOf = async (id: string) =>
    (await lab.database.runnerLease.findMany({ where: { evaluationId: id } })).map(({ runner }) => runner);

  test.each([
    { what: 'a model', make: async () => decent(), options: { kind: 'onnx' } },
    { what: 'a container', make: () => perlImage('# elsewhere'), options: { kind: 'container', filename: 'image.tar' } },
  ])(
    "scores $what to the last bit of the platform's own runner, and listens nowhere",
    async ({ make, options }) => {
      const runner = await start(['--name', 'node-1']);
      const content = await make();
      const elsewhere = await lab.submit(content, options);
      await lab.waitFor(elsewhere, 'running');
      expect(runner.listening()).toEqual([]);
      await lab.waitFor(elsewhere, 'scored');
      for (const name of await runnersOf(elsewhere)) expect(name).toMatch(/\/node-1$/);
      expect(await runner.stop('SIGTERM')).toBe(0);
      const platform = lab.startRunner('of-the-platform');
      const here = await lab.submit(content, options);
      await lab.waitFor(here, 'scored');
      expect(await runnersOf(here)).toEqual(['of-the-platform', 'of-the-platform']);
      expect(await measured(here)).toEqual(await measured(elsewhere));
      await lab.kill(platform, 'SIGTERM');
    },
    300_000,
  );

  test.each(['SIGTERM', 'SIGUSR1'] as const)(
    'gives back at %s what it works on, at no cost to whoever sent it',
    async (signal) => {
      const runner = await start();
      const id = await lab.submit(slowInLargeBatches(300));
      await lab.waitFor(id, 'running');
      const { attempts } = await lab.result(id);
      expect(await runner.stop(signal)).toBe(0);
      expect(await lab.result(id)).toMatchObject({ state: 'queued', attempts: attempts - 1, runner: null });
      expect(runner.output).not.toMatch(/debugger/i);
    },
    300_000,
  );

  test('ends after one step if it is told so, and after a while without work', async () => {
    const id = await lab.submit(decent(0.2));
    const runner = await start(['--once']);
    expect(await runner.ended).toBe(0);
    expect(await lab.stateOf(id)).toBe('queued');
    await lab.database.evaluation.update({ where: { id }, data: { state: 'cancelled' } });
    expect(await (await start(['--max-idle', '1'])).ended).toBe(0);
  });

  testWhere(isRoot, 'needs root', 'gives back what its disk has no room for, and ends, so that another runner takes it', async () => {
    // The ordinary user, as whom it runs, gets nowhere below a folder of root's.
    const small = mkdtempSync(join(tmpdir(), 'unblind-small-'));
    chmodSync(small, 0o755);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k,mode=1777', 'tmpfs', small]);
    try {
      const runner = await start(['--dir', join(small, 'runner')]);
      const id = await lab.submit(large());
      expect(await runner.ended).not.toBe(0);
      expect(runner.output).toContain('ENOSPC');
      expect(await lab.result(id)).toMatchObject({ state: 'received', attempts: 0, runner: null, fault: null });
      await start();
      await lab.waitFor(id, 'scored');
    } finally {
      execFileSync('umount', ['--lazy', small]);
      rmdirSync(small);
    }
  });

  test('takes nothing that may last longer than its job', async () => {
    const id = await lab.submit(decent(0.3));
    const seconds = (await start(['--wall-time', '15'])).ended;
    const slurm = (await start([], { env: { SLURM_JOB_ID: '7', SLURM_JOB_END_TIME: String(Math.ceil(Date.now() / 1000) + 15) } })).ended;
    expect(await Promise.all([seconds, slurm])).toEqual([0, 0]);
    expect(await lab.result(id)).toMatchObject({ state: 'received', events: [] });
  });

  test("reaches the platform through a site's proxy and with a site's authority, and by no other way", async () => {
    const front = await httpsFront(lab.address, folder.path('.'));
    const proxy = await connectProxy();
    const id = await lab.submit(decent(0.4));
    const env = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: front.ca };
    const runner = await start(['--once'], { url: front.url, env });
    expect(await runner.ended).toBe(0);
    expect(runner.output).not.toContain('did not answer');
    expect(await lab.stateOf(id)).toBe('queued');
    expect(new Set(proxy.connected)).toEqual(new Set(['localhost']));
    const stranger = await start(['--once'], { url: front.url, env: { HTTPS_PROXY: proxy.url } });
    while (!/certificate/.test(stranger.output)) await new Promise((done) => setTimeout(done, 50));
    expect(await stranger.stop('SIGTERM')).toBe(0);
    front.close();
    proxy.close();
  });

  test('ends after a while without work if the platform is away too', async () => {
    const runner = await start(['--max-idle', '1'], { url: 'http://localhost:7' });
    expect(await runner.ended).toBe(0);
  });

  test('is told what is wrong with its token', async () => {
    const runner = await start([], { token: 'unr_of-nobody' });
    expect(await runner.ended).toBe(5);
    expect(runner.output).toContain('The token is unknown or was revoked.');
  });
});
