import { readFileSync } from 'node:fs';
import { fixtureNames, fixturePath, readVector, vectorNames } from '@unblind/testing';

/** Folders of models that this project made; those of all others are third-party files. */
const own = ['external', 'made', 'malformed'];
const isOwn = (name: string): boolean => own.some((folder) => name.startsWith(`${folder}/`));

/** The third-party file that a model is, for the name of its test. */
export const fixturesOf = (name: string): string[] => (isOwn(name) ? [] : [`onnx/${name}`]);

export function model(name: string): Uint8Array {
  return isOwn(name) ? readVector('packages/onnx-inspect', name) : readFileSync(fixturePath(`onnx/${name}`));
}

/** Every model that a test could read, whether it is there or not. */
export function modelNames(): string[] {
  const made = own.flatMap((folder) => vectorNames('packages/onnx-inspect', folder).map((name) => `${folder}/${name}`));
  const foreign = fixtureNames('onnx').map((path) => path.replace('onnx/', ''));
  return [...made, ...foreign].filter((name) => /\.(onnx|ort)$/.test(name)).sort();
}
