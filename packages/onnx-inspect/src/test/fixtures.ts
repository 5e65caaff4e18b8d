import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Public and hostile ONNX files, which lie beside the repository and not in it. */
export const fixtureFolder = path.resolve(__dirname, '../../../../../shared/fixtures/onnx');

export const haveFixtures = existsSync(fixtureFolder);

export function fixture(name: string): Uint8Array {
  return readFileSync(path.join(fixtureFolder, name));
}

export function fixtureNames(): string[] {
  if (!haveFixtures) return [];
  const files = readdirSync(fixtureFolder, { recursive: true, encoding: 'utf8' });
  return files.filter((name) => /\.(onnx|ort)$/.test(name)).sort();
}
