import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expectGone } from '../conformance/context';
import { conformanceChecks, runConformance } from '../conformance/conformance';
import { limitsFor } from '../profile';
import { selectProvider } from '../select-provider';
import { UnsafeLocalProvider } from './unsafe-local-provider';

describe('running without a sandbox', () => {
  const provider = new UnsafeLocalProvider();

  it.each(conformanceChecks.contract)('keeps the common contract: $name', async (check) => {
    expect(await runConformance(provider, [check])).toEqual([expect.objectContaining({ ok: true, detail: null })]);
  });

  it('is only had by asking for it, and says what it does not hold', async () => {
    expect((await selectProvider({ unsafeLocal: true })).name).toBe('unsafe-local');
    expect((await provider.probe()).enforces).toMatchObject({ network: 'no', files: 'no', systemCalls: 'no', cpus: 'no' });
  });

  it('is found out by the conformance suite: what a sandbox promises does not hold here', async () => {
    const harmless = [
      "the runner's environment is nowhere in /proc",
      'no other process is visible',
      'there is no network',
      'there is no network, not even to this host',
      "the runner's files and the truth are not visible",
      'nothing of the host is visible but the mounts of the run and folders of shared libraries',
      'the command has no capabilities, gains no privileges and runs under a system-call filter',
      'the host name is not visible',
    ];
    const checks = conformanceChecks.isolation.filter(({ name }) => harmless.includes(name));
    expect(checks).toHaveLength(harmless.length);
    expect((await runConformance(provider, checks)).filter(({ ok }) => ok)).toEqual([]);
  });

  it('leaves no process of the group and no folder behind', async () => {
    const token = `left-${randomUUID()}`;
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('unblind-unsafe-'));
    const limits = limitsFor({ memoryBytes: 2 ** 28, wallSeconds: 20, cpus: 1 });
    await provider.run({ command: ['sh', '-c', `sh -c 'sleep 300; : ${token}' & exit 0`], mounts: [], limits });
    await expectGone(token);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('unblind-unsafe-') && !before.includes(name))).toEqual([]);
  });
});
