import { PlatformFault } from '@unblind/contracts';
import { BubblewrapProvider } from './bubblewrap/bubblewrap-provider';
import { runConformance, selfChecks } from './conformance/conformance';
import { runtimesToChoose } from './oci/find-runtimes';
import { OciProvider } from './oci/oci-provider';
import type { RuntimeName } from './oci/runtimes';
import type { SandboxProvider } from './port';
import { UnsafeLocalProvider } from './unsafe-local/unsafe-local-provider';

/** What is in the way of a provider, and the command that helps; null when it has shown that it holds. */
interface Refusal {
  reason: string;
  fix: string | null;
}

/**
 * The provider that this machine's models run in, after it has shown that it holds (about a second).
 * Throws PlatformFault `sandbox-unavailable` with the reason and the command that helps; nothing weaker is ever chosen silently:
 * `unsafeLocal` has to be asked for.
 */
export async function selectProvider({ unsafeLocal }: { unsafeLocal: boolean }): Promise<SandboxProvider> {
  if (unsafeLocal) return new UnsafeLocalProvider();
  const provider = new BubblewrapProvider();
  const refusal = await refusalOf(provider);
  if (refusal === null) return provider;
  throw new PlatformFault('sandbox-unavailable', {
    message: refusal.reason,
    fix: `${refusal.fix ?? 'Run `unblind runner doctor`.'} For your own models only, \`--unsafe-local\` runs without a sandbox.`,
  });
}

/**
 * The provider for container images: the first of the installed runtimes that holds, else bubblewrap. One that is asked for by name
 * is taken or refused. @throws PlatformFault
 */
export async function selectImageProvider(runtime: RuntimeName | null = null): Promise<SandboxProvider> {
  const containers = (runtime === null ? runtimesToChoose() : [runtime]).map((name) => new OciProvider(name));
  const refusals: string[] = [];
  let fix: string | null = null;
  for (const provider of runtime === null ? [...containers, new BubblewrapProvider()] : containers) {
    const { images } = await provider.probe();
    const refusal = await refusalOf(provider);
    if (refusal === null && images) return provider;
    const name = provider instanceof OciProvider ? provider.runtime : provider.name;
    refusals.push(`${name}: ${refusal?.reason ?? 'runs images only for a runner that is root and has control groups'}`);
    fix ??= refusal?.fix ?? null;
  }
  const message = `no container can be run here: ${refusals.join('; ')}`;
  throw new PlatformFault('sandbox-unavailable', { message, fix: fix ?? 'Start the runner as root.' });
}

async function refusalOf(provider: SandboxProvider): Promise<Refusal | null> {
  const { available, reason, fix } = await provider.probe();
  if (!available) return { reason: reason ?? 'no sandbox can be had on this machine', fix };
  const broken = (await runConformance(provider, selfChecks)).filter((result) => !result.ok);
  if (broken.length === 0) return null;
  const seen = broken.map(({ name, detail }) => `'${name}' failed (${detail})`).join('; ');
  return { reason: `the sandbox does not hold: ${seen}`, fix: 'Run `unblind runner doctor` for the whole table.' };
}
