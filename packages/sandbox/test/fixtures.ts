import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findProgram } from '../src/programs';
import { repository } from './compiled-package';

export const isRoot = process.getuid?.() === 0;
export const isLinux = process.platform === 'linux';

/** `describe` where the condition holds, else a skipped one whose name says what is missing. */
export function describeWhere(condition: boolean, missing: string, name: string, body: () => void): void {
  if (condition) describe(name, body);
  else describe.skip(`${name} [skipped: ${missing}]`, body);
}

export const hasBubblewrap = findProgram('bwrap') !== null;

const shared = resolve(repository, '../shared/fixtures/onnx');
export const hasOnnxFixtures = existsSync(shared);
export const onnxFixture = (path: string): string => resolve(shared, path);
