import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reachable } from '../src/linux/staging';
import { findRuntime } from '../src/oci/find-runtimes';
import { runtimeNames, type RuntimeName } from '../src/oci/runtimes';
import { findProgram } from '../src/programs';
import { repository } from './compiled-package';

export const isRoot = process.getuid?.() === 0;
/** Can a test play an ordinary user? Not with a node under /root. */
export const canBecomeOrdinary = isRoot && reachable(dirname(realpathSync(process.execPath)));
export const ordinaryUser = ['setpriv', '--reuid', '4242', '--regid', '4242', '--clear-groups'];

/** `describe` where the condition holds, else a skipped one whose name says what is missing. */
export function describeWhere(condition: boolean, missing: string, name: string, body: () => void): void {
  if (condition) describe(name, body);
  else describe.skip(`${name} [skipped: ${missing}]`, body);
}

export const hasBubblewrap = findProgram('bwrap') !== null;
/** Is it installed, and new enough? */
export const hasRuntime = (name: RuntimeName): boolean => findRuntime(name)?.isTooOld === false;
/** Containers run as root only. */
export const runtimesHere = isRoot ? runtimeNames.filter(hasRuntime) : [];

const shared = resolve(repository, '../shared/fixtures/onnx');
export const hasOnnxFixtures = existsSync(shared);
export const onnxFixture = (path: string): string => resolve(shared, path);
