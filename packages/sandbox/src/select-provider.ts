import { PlatformFault } from '@unblind/contracts';
import { examine, refusalOf, type Refusal } from './examine';
import type { SandboxProvider } from './port';
import { sandboxProviders, type ListedProvider, type SandboxName, type SandboxUse } from './providers';
import { UnsafeLocalProvider } from './unsafe-local/unsafe-local-provider';

/**
 * The provider that this machine's models run in, after it has shown that it holds (about a second).
 * Throws PlatformFault `sandbox-unavailable` with the reason and the command that helps; nothing weaker is ever chosen silently:
 * `unsafeLocal` has to be asked for.
 */
export async function selectProvider({ unsafeLocal }: { unsafeLocal: boolean }): Promise<SandboxProvider> {
  if (unsafeLocal) return new UnsafeLocalProvider();
  const found = await firstThatHolds(candidates('models'), 'models');
  if ('provider' in found) return found.provider;
  throw new PlatformFault('sandbox-unavailable', {
    message: found.refusals.map(({ reason }) => reason).join('; '),
    fix: `${fixOf(found.refusals) ?? 'Run `unblind runner doctor`.'} For your own models only, \`--unsafe-local\` runs without a sandbox.`,
  });
}

/**
 * The provider for container images: the first installed one that holds. One that is asked for by name is taken or refused.
 * @throws PlatformFault
 */
export async function selectImageProvider(name: SandboxName | null = null): Promise<SandboxProvider> {
  const asked = sandboxProviders.filter((listed) => listed.name === name);
  const found = await firstThatHolds(name === null ? candidates('images') : asked, 'images');
  if ('provider' in found) return found.provider;
  const told = found.refusals.map(({ of, reason }) => `${of}: ${reason}`).join('; ');
  throw new PlatformFault('sandbox-unavailable', {
    message: `no container can be run here: ${told}`,
    fix: fixOf(found.refusals) ?? 'Start the runner as root.',
  });
}

/** Those that are chosen without being asked for; where none is installed all of them, whose refusals say what to install. */
function candidates(use: SandboxUse): ListedProvider[] {
  const all = sandboxProviders.filter(({ uses, chosenByDefault }) => chosenByDefault && uses.includes(use));
  const installed = all.filter((listed) => listed.isInstalled());
  return installed.length > 0 ? installed : all;
}

interface NamedRefusal extends Refusal {
  of: SandboxName;
}

async function firstThatHolds(
  listed: readonly ListedProvider[],
  use: SandboxUse,
): Promise<{ provider: SandboxProvider } | { refusals: NamedRefusal[] }> {
  const refusals: NamedRefusal[] = [];
  for (const one of listed) {
    const examination = await examine(one, [use]);
    const refusal = refusalOf(examination, use);
    if (refusal === null) return { provider: examination.provider };
    refusals.push({ of: one.name, ...refusal });
  }
  return { refusals };
}

const fixOf = (refusals: readonly Refusal[]): string | null => refusals.find(({ fix }) => fix !== null)?.fix ?? null;
