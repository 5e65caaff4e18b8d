import { BubblewrapProvider } from './bubblewrap/bubblewrap-provider';
import { OciProvider } from './oci/oci-provider';
import { runtimeNames, runtimes } from './oci/runtimes';
import type { SandboxProvider } from './port';
import { findProgram } from './programs';

/** What a sandbox can run: models with the harness, or container images. */
export type SandboxUse = 'models' | 'images';

export const sandboxNames = [...runtimeNames, 'bubblewrap'] as const;
export type SandboxName = (typeof sandboxNames)[number];

export interface ListedProvider {
  readonly name: SandboxName;
  readonly uses: readonly SandboxUse[];
  /** True if it may be chosen by default, without being requested by name. */
  readonly chosenByDefault: boolean;
  /** True if its program is installed. The probe of the created provider reports other problems. */
  isInstalled(): boolean;
  create(): SandboxProvider;
}

/**
 * All sandboxes, the preferred one first. Selection, `unblind runner doctor`, the hostile suite and the conformance tests use this
 * list. It does not contain `unsafe-local`, which is never chosen.
 */
export const sandboxProviders: readonly ListedProvider[] = [
  ...runtimeNames.map((name): ListedProvider => ({
    name,
    uses: ['images'],
    chosenByDefault: runtimes[name].chosenByDefault,
    isInstalled: () => findProgram(name) !== null,
    create: () => new OciProvider(name),
  })),
  {
    name: 'bubblewrap',
    uses: ['models', 'images'],
    chosenByDefault: true,
    isInstalled: () => findProgram('bwrap') !== null,
    create: () => new BubblewrapProvider(),
  },
];
