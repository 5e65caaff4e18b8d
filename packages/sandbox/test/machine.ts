import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { reachable } from '../src/linux/staging';
import { findRuntime } from '../src/oci/find-runtimes';
import { runtimeNames } from '../src/oci/runtimes';
import { findProgram } from '../src/programs';
import type { ListedProvider, SandboxUse } from '../src/providers';

export const isRoot = process.getuid?.() === 0;
/** True if a test can act as an ordinary user, which cannot run a node under /root. */
export const canBecomeOrdinary = isRoot && reachable(dirname(realpathSync(process.execPath)));
export const ordinary = 4242;
export const ordinaryUser = ['setpriv', '--reuid', String(ordinary), '--regid', String(ordinary), '--clear-groups'];

export const hasBubblewrap = findProgram('bwrap') !== null;
/** Installed and new enough; containers run as root only. */
export const runtimesHere = isRoot ? runtimeNames.filter((name) => findRuntime(name)?.isTooOld === false) : [];

/** Why a sandbox cannot be tried on this machine; null where it can. */
export function whatIsMissing({ name }: ListedProvider, use: SandboxUse = 'models'): string | null {
  if (name !== 'bubblewrap') return runtimesHere.includes(name) ? null : `needs root and ${name}`;
  if (!hasBubblewrap) return 'bubblewrap is not installed';
  return use === 'models' || isRoot ? null : 'needs root';
}
