import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BubblewrapProvider, OciProvider, UnsafeLocalProvider, sandboxProviders, type SandboxProvider } from '@unblind/sandbox';
import { archiveAttacks } from './archives';
import { blameAttacks } from './blame';
import { notInKernel, type Attack, type Target as AttackTarget, type Secrets } from './attack';
import { fileAttacks } from './files';
import { Host, hostState, leftovers } from './host';
import { modelAttacks } from './models';
import { protocolAttacks } from './protocol';
import { Platform } from './platform';
import { processAttacks } from './processes';
import { resourceAttacks } from './resources';
import { scorerAttacks } from './scorers';
import { fileReadingAttacks } from './submitted-files';
import { systemCallAttacks } from './system-calls';

export interface Row {
  attack: string;
  provider: string;
  /** Of containers. */
  runtime: string | null;
  expected: string;
  verdict: string;
  ok: boolean;
}

/** Harmless ones that work on any Linux: where nothing contains them they must succeed, or the suite proves nothing. */
const controls = [
  'read the truth',
  'read credentials',
  'read another submission',
  "read the runner's environment in /proc",
  'list the files that the runner has open',
  "connect to a port of the host's loopback",
  'connect to a Unix socket of the host',
  'connect to an abstract socket of the host',
  'open a TCP socket',
  "open a socket of the kernel's cryptography (AF_ALG)",
  'handle page faults (userfaultfd)',
  'copy the mounts by open_tree',
  'hide memory from the kernel (memfd_secret)',
  'take System V shared memory of the host',
];

/**
 * Where gVisor's own kernel lets somebody be who changes nothing of the host, or only refuses a fork, where a control group
 * would tell that one was refused; and it hands out memory more slowly.
 */
const inGvisor: Readonly<Record<string, string>> = {
  'be spared when memory runs out': 'got: PWNED ',
  'have more than its share': 'got: PWNED 0',
  'fork bomb': 'contained',
  'forks that fork': 'contained',
  'model: Concat that doubles thirty times': 'killed: limit-memory or limit-wall-time',
};

/** Made on every provider. The numbers of system calls are those of x86_64. */
const everywhere = [
  ...fileAttacks,
  ...(process.arch === 'x64' ? [...systemCallAttacks, ...processAttacks] : []),
  ...resourceAttacks,
  ...blameAttacks,
  ...fileReadingAttacks,
  ...modelAttacks,
];

/** Every attack against every provider that this host has; a provider that it has not is a row of its own that says why. */
export async function* attackAll({ only }: { only: string }): AsyncGenerator<Row> {
  const host = new Host();
  const platform = new Platform();
  try {
    const secrets = await host.open();
    const elsewhere = [
      ...archiveAttacks.map((attack) => ({ attack, name: 'images' })),
      ...scorerAttacks.map((attack) => ({ attack, name: 'scorers' })),
      ...platform.attacks.map((attack) => ({ attack, name: 'platform' })),
    ];
    for (const { attack, name } of elsewhere)
      if (attack.name.includes(only)) {
        if (attack.control) yield await control(attack, host, secrets);
        yield await attempt(attack, { provider: new BubblewrapProvider(), name }, host, secrets);
      }
    for (const attack of everywhere)
      if (attack.name.includes(only) && (attack.control || controls.includes(attack.name))) yield await control(attack, host, secrets);
    for (const provider of sandboxProviders.map((listed) => listed.create())) {
      const { available, reason, images } = await provider.probe();
      if (!available) {
        yield {
          attack: 'all',
          provider: provider.name,
          runtime: runtimeOf(provider),
          expected: 'available',
          verdict: `not available here: ${reason ?? 'unknown'}`,
          ok: true,
        };
        continue;
      }
      const attacks = [...everywhere, ...(images ? protocolAttacks : [])];
      for (const attack of attacks)
        if (attack.name.includes(only)) yield await attempt(attack, { provider, name: provider.name }, host, secrets);
    }
  } finally {
    await platform.close();
    host.close();
  }
}

async function control(attack: Attack, host: Host, secrets: Secrets): Promise<Row> {
  const provider = new UnsafeLocalProvider();
  const run = typeof attack.control === 'function' ? attack.control : (target: AttackTarget) => attack.run(target);
  const { verdict } = await attempt({ ...attack, run }, { provider, name: provider.name }, host, secrets);
  return {
    attack: attack.name,
    provider: 'none (control)',
    runtime: null,
    expected: 'got: ... or killed: ... or left ...',
    verdict,
    ok: verdict === notInKernel || /^(got|killed): |, but left /.test(verdict),
  };
}

interface Target {
  provider: SandboxProvider;
  /** As the table of attacks calls it. */
  name: string;
}

async function attempt(attack: Attack, { provider, name }: Target, host: Host, secrets: Secrets): Promise<Row> {
  const token = `hostile-${randomUUID()}`;
  const folder = join(host.folder, 'work', token);
  mkdirSync(folder, { recursive: true });
  const before = hostState();
  const verdict = await attack.run({ provider, folder, secrets, token }).catch((error: unknown) => `platform: ${String(error)}`);
  const left = await leftovers(token, before);
  rmSync(folder, { recursive: true, force: true });
  const expected = (runtimeOf(provider) === 'runsc' ? inGvisor[attack.name] : undefined) ?? attack.expected;
  const seen = left.length === 0 ? verdict : `${verdict}, but left ${left.join(', ')}`;
  return {
    attack: attack.name,
    provider: name,
    runtime: runtimeOf(provider),
    expected,
    verdict: seen,
    ok: isExpected(seen, expected),
  };
}

const runtimeOf = (provider: SandboxProvider): string | null => (provider instanceof OciProvider ? provider.runtime : null);

/** `contained or killed: memory`, `killed: limit-wall-time or limit-cpu-time`: any of them. */
function isExpected(verdict: string, expected: string): boolean {
  const [kind = ''] = expected.split(': ');
  return expected.split(' or ').some((one) => verdict === one || verdict === `${kind}: ${one}`);
}
