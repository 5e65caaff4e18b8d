import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWhere, testWhere } from '@unblind/testing';
import { canBecomeOrdinary, ordinaryUser, runtimesHere } from '../../test/machine';
import { CompiledPackage } from '../../test/compiled-package';
import { hostProcesses } from '../conformance/context';
import { toolMounts } from '../host-tools';
import { findCgroups } from '../linux/find-cgroups';
import { limitsFor } from '../profile';
import { OciProvider } from './oci-provider';
import { runtimeNames, type RuntimeName } from './runtimes';

let compiled: CompiledPackage;
beforeAll(() => {
  compiled = new CompiledPackage();
});
afterAll(() => compiled.remove());

for (const name of runtimeNames)
  if (runtimesHere.includes(name)) describe(`containers by ${name}`, () => containersBy(name));
  // One for all, since no installation has every runtime.
  else testWhere(false, `needs root and ${name}`, `containers by ${name}`, () => undefined);

function containersBy(runtime: RuntimeName): void {
  const provider = new OciProvider(runtime);
  const limits = limitsFor({ memoryBytes: 512 * 1024 ** 2, wallSeconds: 30, cpus: 1 });

  it('leaves no control group and no bundle behind', async () => {
    await provider.run({ command: ['true'], mounts: toolMounts(), limits });
    await provider.run({ command: ['sleep', '60'], mounts: toolMounts(), limits: { ...limits, wallSeconds: 0.3 } });
    await provider.run({ command: ['no-such-program'], mounts: toolMounts(), limits });
    const found = findCgroups();
    const parents = 'reason' in found ? [] : [...found.parents, ...found.elsewhere].filter((parent) => existsSync(parent));
    const left = [...parents.flatMap((parent) => readdirSync(parent)), ...readdirSync(tmpdir())];
    expect(parents).not.toEqual([]);
    expect(left.filter((name) => name.includes(`-${process.pid}-`))).toEqual([]);
  });

  it('takes a program that is not there for a failure of the command, and a mount that is not there for its own', async () => {
    const missing = await provider.run({ command: ['no-such-program'], mounts: toolMounts(), limits });
    expect(missing).toMatchObject({ limitHit: null, stderrTail: expect.stringContaining('no-such-program') });
    expect(missing.exitCode).not.toBe(0);
    const run = provider.run({ command: ['true'], mounts: [{ source: '/no/such/view.npy', target: '/in/0.npy' }], limits });
    await expect(run).rejects.toMatchObject({ detail: { code: 'data-missing', message: expect.stringContaining('/no/such/view.npy') } });
  });

  it('dies with a runner that is killed, and the next start sweeps what that left', async () => {
    const token = `orphan-${randomUUID()}`;
    const script = `const { OciProvider, limitsFor, toolMounts } = require('@unblind/sandbox');
      const limits = limitsFor({ memoryBytes: 2 ** 29, wallSeconds: 60, cpus: 1 });
      const command = ['sh', '-c', 'echo up; sleep 300; : ${token}'];
      void new OciProvider('${runtime}').run({ command, mounts: toolMounts(), limits, onOutput: (chunk) => process.stdout.write(chunk) })`;
    const runner = spawn(process.execPath, ['-e', script], { cwd: compiled.folder, stdio: ['ignore', 'pipe', 'ignore'] });
    const bundle = `unblind-oci-${runner.pid}-`;
    const running = (): number => [token, bundle].flatMap(hostProcesses).filter(({ pid }) => pid !== runner.pid).length;
    await once(runner.stdout, 'data');
    expect(running()).toBeGreaterThan(0);
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(bundle));
    runner.kill('SIGKILL');
    for (let tries = 0; tries < 400 && running() > 0; tries++) await sleep(50);
    expect(running()).toBe(0);
    expect(left().length).toBeGreaterThan(0);
    await new OciProvider(runtime).probe();
    expect(left()).toEqual([]);
  });

  describeWhere(canBecomeOrdinary, 'needs a node that every user may run', 'for an ordinary user', () => {
    it('refuses, because no limit of a container would hold without control groups', () => {
      const script = `new (require('@unblind/sandbox').OciProvider)('${runtime}').probe().then((report) => console.log(JSON.stringify(report)))`;
      const [program, ...args] = [...ordinaryUser, process.execPath, '-e', script];
      const { stdout } = spawnSync(program, args, { cwd: compiled.folder, encoding: 'utf8' });
      expect(JSON.parse(stdout)).toMatchObject({
        available: false,
        version: expect.stringContaining(runtime),
        reason: expect.stringContaining('control groups'),
        fix: expect.stringContaining('root'),
      });
    });
  });
}
