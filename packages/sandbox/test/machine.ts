import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { reachable } from '../src/linux/staging';
import { findRuntime } from '../src/oci/find-runtimes';
import { runtimeNames, type RuntimeName } from '../src/oci/runtimes';
import { findProgram } from '../src/programs';

export const isRoot = process.getuid?.() === 0;
/** Can a test play an ordinary user? Not with a node under /root. */
export const canBecomeOrdinary = isRoot && reachable(dirname(realpathSync(process.execPath)));
export const ordinaryUser = ['setpriv', '--reuid', '4242', '--regid', '4242', '--clear-groups'];

export const hasBubblewrap = findProgram('bwrap') !== null;
/** Is it installed, and new enough? */
export const hasRuntime = (name: RuntimeName): boolean => findRuntime(name)?.isTooOld === false;
/** Containers run as root only. */
export const runtimesHere = isRoot ? runtimeNames.filter(hasRuntime) : [];
