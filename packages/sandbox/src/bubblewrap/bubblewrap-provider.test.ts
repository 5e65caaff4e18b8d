import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { describeWhere } from '@unblind/testing';
import { CompiledPackage } from '../../test/compiled-package';
import { canBecomeOrdinary, hasBubblewrap, isRoot, ordinaryUser } from '../../test/machine';
import { hostProcesses } from '../conformance/context';
import { toolMounts } from '../host-tools';
import type { SandboxMount } from '../port';
import { limitsFor } from '../profile';
import { BubblewrapProvider } from './bubblewrap-provider';
import { findCgroups } from '../linux/find-cgroups';

const limits = limitsFor({ memoryBytes: 512 * 1024 ** 2, wallSeconds: 30, cpus: 1 });
const found = findCgroups();
const parents = 'reason' in found ? [] : found.parents;
const groups = (): string[] =>
  parents.flatMap((parent) =>
    readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name),
  );

const Results = z.array(z.looseObject({ name: z.string(), ok: z.boolean(), detail: z.string().nullable() }));
const Report = z.looseObject({
  available: z.boolean(),
  reason: z.string().nullable(),
  fix: z.string().nullable(),
  enforces: z.record(z.string(), z.string()),
});

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'bubblewrap', () => {
  const provider = new BubblewrapProvider();

  it('leaves no control group of its own behind', async () => {
    await provider.run({ command: ['true'], mounts: toolMounts(), limits });
    await provider.run({ command: ['sleep', '60'], mounts: toolMounts(), limits: { ...limits, wallSeconds: 0.2 } });
    expect(groups().filter((name) => name.split('-')[1] === String(process.pid))).toEqual([]);
  });

  it('names a mount that does not exist', async () => {
    const run = provider.run({ command: ['true'], mounts: [{ source: '/no/such/view.npy', target: '/in/0.npy' }], limits });
    await expect(run).rejects.toMatchObject({ detail: { code: 'data-missing', message: expect.stringContaining('/no/such/view.npy') } });
  });

  it('runs several at once', async () => {
    const runs = Array.from({ length: 4 }, (_, index) =>
      provider.run({ command: ['sh', '-c', `echo ${index}`], mounts: toolMounts(), limits }),
    );
    expect((await Promise.all(runs)).map(({ stdout }) => stdout.toString())).toEqual(['0\n', '1\n', '2\n', '3\n']);
  });

  it('forbids the system calls that a sandbox has no use for', async () => {
    // x86_64 numbers: ptrace, mount, unshare, keyctl, bpf, io_uring_setup, userfaultfd, perf_event_open, process_vm_readv, setns.
    const numbers = [101, 165, 272, 250, 321, 425, 323, 298, 310, 308];
    const script = numbers.map((number) => `$! = 0; syscall(${number}, 0, 0, 0, 0, 0); print $!+0, " ";`).join(' ');
    const { stdout } = await provider.run({
      command: ['perl', '-e', `${script} $! = 0; syscall(157, 1, 0); print $!+0`],
      mounts: toolMounts(),
      limits,
    });
    const [ENOSYS, EPERM] = [38, 1];
    if (process.arch === 'x64') expect(stdout.toString()).toBe(`${numbers.map(() => ENOSYS).join(' ')} ${EPERM}`);
  });

  describeWhere(isRoot, 'needs root', 'for a runner that is root', () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'unblind-closed-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const read = async (mounts: SandboxMount[]): Promise<string> => {
      const command = ['cat', ...mounts.map(({ target }) => `.${target}`)];
      const { stdout, stderrTail } = await provider.run({ command, mounts: [...toolMounts(), ...mounts], limits });
      return stdout.toString() + stderrTail;
    };

    it('shows files that lie under a folder closed to everybody else, as under /root', async () => {
      const source = join(folder, 'open.npy');
      writeFileSync(source, 'view', { mode: 0o644 });
      chmodSync(folder, 0o700);
      expect(await read([{ source, target: '/in/0.npy' }])).toBe('view');
      expect(
        await read([
          { source, target: '/in/0.npy' },
          { source: '/usr/bin/../lib/os-release', target: '/in/1' },
        ]),
      ).toMatch(/^view.*NAME=/s);
    });

    it('shows files that a strict umask has closed', async () => {
      mkdirSync(join(folder, 'package'), { mode: 0o700 });
      writeFileSync(join(folder, 'package/index.js'), 'code', { mode: 0o600 });
      writeFileSync(join(folder, 'model.onnx'), 'model', { mode: 0o600 });
      const mounts = [
        { source: join(folder, 'package'), target: '/package' },
        { source: join(folder, 'model.onnx'), target: '/model/model.onnx' },
      ];
      const { stdout } = await provider.run({
        command: ['cat', './package/index.js', './model/model.onnx'],
        mounts: [...toolMounts(), ...mounts],
        limits,
      });
      expect(stdout.toString()).toBe('codemodel');
      expect(existsSync('/media/1')).toBe(false);
    });
  });

  describe('in a process of its own', () => {
    let compiled: CompiledPackage;
    beforeAll(() => {
      compiled = new CompiledPackage();
    });
    afterAll(() => compiled.remove());

    const script = (body: string): string =>
      `const sandbox = require('@unblind/sandbox'); const provider = new sandbox.BubblewrapProvider();
       const limits = sandbox.limitsFor({ memoryBytes: 2 ** 29, wallSeconds: 60, cpus: 1 });
       (async () => { ${body} })().then((x) => console.log(JSON.stringify(x)), (e) => console.log(JSON.stringify(e.detail)))`;
    const node = (body: string, wrapper: string[] = []): unknown => {
      const [program, ...args] = [...wrapper, process.execPath, '-e', script(body)];
      const { stdout, stderr } = spawnSync(program, args, { cwd: compiled.folder, encoding: 'utf8' });
      return stdout === '' ? stderr : JSON.parse(stdout);
    };

    it.each(['/', '/usr/lib'])('holds for a runner that is started in %s, as a service is', (cwd) => {
      const compiledAs = JSON.stringify(join(compiled.folder, 'node_modules/@unblind/sandbox'));
      const checks = `const sandbox = require(${compiledAs});
        sandbox.runConformance(new sandbox.BubblewrapProvider(), sandbox.selfChecks).then((results) => console.log(JSON.stringify(results)))`;
      const { stdout } = spawnSync(process.execPath, ['-e', checks], { cwd, encoding: 'utf8' });
      expect(Results.parse(JSON.parse(stdout)).filter(({ ok }) => !ok)).toEqual([]);
    });

    it('hands on no descriptor that the runner inherited', () => {
      const wrapper = ['bash', '-c', 'exec 42< /etc/hostname 7< /etc/hostname; exec "$@"', 'bash'];
      const body = `const { stdout } = await provider.run({ command: ['ls', '/proc/self/fd'], mounts: sandbox.toolMounts(), limits }); return stdout.toString()`;
      expect(node(body, wrapper)).toBe('0\n1\n2\n3\n');
    });

    it('dies with a runner that is killed, and the next start sweeps what it left', async () => {
      const token = `orphan-${process.pid}`;
      const command = JSON.stringify(['tail', '-f', '/dev/null', token]);
      const runner = spawn(
        process.execPath,
        ['-e', script(`return provider.run({ command: ${command}, mounts: sandbox.toolMounts(), limits })`)],
        {
          cwd: compiled.folder,
          stdio: 'ignore',
        },
      );
      const inside = (): number => hostProcesses(token).filter(({ pid }) => pid !== runner.pid).length;
      for (let tries = 0; tries < 400 && inside() < 2; tries++) await sleep(50);
      expect(inside()).toBeGreaterThanOrEqual(2);
      const mine = (): string[] => groups().filter((name) => name.split('-')[1] === String(runner.pid));
      expect(mine().length).toBe(parents.length);
      runner.kill('SIGKILL');
      for (let tries = 0; tries < 400 && inside() > 0; tries++) await sleep(50);
      expect(inside()).toBe(0);
      await new BubblewrapProvider().probe();
      expect(mine()).toEqual([]);
    });

    describeWhere(canBecomeOrdinary, 'needs root and a node that every user may run', 'for an ordinary user', () => {
      it('holds without control groups: memory by rlimit, one process', () => {
        expect(Report.parse(node('return provider.probe()', ordinaryUser))).toMatchObject({
          available: true,
          enforces: { memoryBytes: 'rlimit', processes: 'seccomp', cpus: 'no' },
        });
        const results = Results.parse(node('return sandbox.runConformance(provider)', ordinaryUser));
        expect(results.filter(({ ok }) => !ok)).toEqual([]);
        const fork = node(
          `return (await provider.run({ command: ['sh', '-c', 'true | true'], mounts: sandbox.toolMounts(), limits })).stderrTail`,
          ordinaryUser,
        );
        expect(fork).toMatch(/fork/);
      });
    });

    describeWhere(isRoot, 'needs root', 'where something is missing', () => {
      it('refuses where bubblewrap is missing, and names the command that installs it', () => {
        const hidden = ['unshare', '--mount', 'sh', '-c', 'mount --bind /dev/null /usr/bin/bwrap; exec "$@"', 'sh'];
        expect(Report.parse(node('return provider.probe()', hidden))).toMatchObject({
          available: false,
          fix: 'apt-get install bubblewrap',
        });
        const fault = node('return sandbox.selectProvider({ unsafeLocal: false })', hidden);
        expect(fault).toMatchObject({ code: 'sandbox-unavailable', fix: expect.stringContaining('apt-get install bubblewrap') });
        expect(fault).toMatchObject({ fix: expect.stringContaining('--unsafe-local') });
      });

      it('refuses where user namespaces are switched off, and names the switch', () => {
        const off = ['unshare', '--user', '--map-root-user', 'sh', '-c', 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"', 'sh'];
        expect(Report.parse(node('return provider.probe()', off))).toMatchObject({
          available: false,
          reason: expect.stringContaining('user namespaces are switched off'),
          fix: 'sysctl -w user.max_user_namespaces=10000',
        });
      });
    });
  });
});
