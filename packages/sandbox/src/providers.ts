import { BubblewrapProvider } from './bubblewrap/bubblewrap-provider';
import { OciProvider } from './oci/oci-provider';
import { runtimeNames, runtimes } from './oci/runtimes';
import type { SandboxProvider } from './port';
import { findProgram } from './programs';

/** What is run in a sandbox: models by the harness, or container images. */
export type SandboxUse = 'models' | 'images';

export const sandboxNames = [...runtimeNames, 'bubblewrap'] as const;
export type SandboxName = (typeof sandboxNames)[number];

export interface ListedProvider {
  readonly name: SandboxName;
  readonly uses: readonly SandboxUse[];
  /** Is it chosen without being asked for by name? */
  readonly byItself: boolean;
  /** Is its program here? What else stands in its way is told by the probe of what `create` makes. */
  isInstalled(): boolean;
  create(): SandboxProvider;
}

/**
 * Every sandbox, the preferred first. Selection, `unblind runner doctor`, the hostile suite and the conformance tests are made of
 * this list; running without a sandbox is not in it, for it is never chosen.
 */
export const sandboxProviders: readonly ListedProvider[] = [
  ...runtimeNames.map((name): ListedProvider => ({
    name,
    uses: ['images'],
    byItself: runtimes[name].byItself,
    isInstalled: () => findProgram(name) !== null,
    create: () => new OciProvider(name),
  })),
  {
    name: 'bubblewrap',
    uses: ['models', 'images'],
    byItself: true,
    isInstalled: () => findProgram('bwrap') !== null,
    create: () => new BubblewrapProvider(),
  },
];
