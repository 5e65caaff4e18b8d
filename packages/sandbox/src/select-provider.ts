import { PlatformFault } from '@unblind/contracts';
import { BubblewrapProvider } from './bubblewrap/bubblewrap-provider';
import { runConformance, selfChecks } from './conformance/conformance';
import type { SandboxProvider } from './port';
import { UnsafeLocalProvider } from './unsafe-local/unsafe-local-provider';

/**
 * The provider that this machine's work runs in, after it has shown that it holds (about a second).
 * Throws PlatformFault `sandbox-unavailable` with the reason and the command that helps; nothing weaker is ever chosen silently:
 * `unsafeLocal` has to be asked for.
 */
export async function selectProvider({ unsafeLocal }: { unsafeLocal: boolean }): Promise<SandboxProvider> {
  if (unsafeLocal) return new UnsafeLocalProvider();
  const provider = new BubblewrapProvider();
  const { available, reason, fix } = await provider.probe();
  if (!available) {
    throw new PlatformFault('sandbox-unavailable', {
      message: reason ?? 'no sandbox can be had on this machine',
      fix: `${fix ?? 'Run `npx unblind runner doctor`.'} For your own models only, \`--unsafe-local\` runs without a sandbox.`,
    });
  }
  const broken = (await runConformance(provider, selfChecks)).filter((result) => !result.ok);
  if (broken.length === 0) return provider;
  const message = `the sandbox does not hold: ${broken.map(({ name, detail }) => `'${name}' failed (${detail})`).join('; ')}`;
  throw new PlatformFault('sandbox-unavailable', { message, fix: 'Run `npx unblind runner doctor` for the whole table.' });
}
