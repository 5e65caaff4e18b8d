import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import { type LocalScoring, scoreLocally } from '../score-locally';

/** Reference vectors and published scores lie beside the repository: they are too large to be part of it. */
const root = path.resolve(__dirname, '../../../../../../../shared/fixtures');
export const hasFixtures = existsSync(root);
/** `describe`, or a visible skip where the reference vectors are absent. */
export const describeWithFixtures: jest.Describe = hasFixtures ? describe : describe.skip;
export const fixture = (...parts: string[]): string => path.join(root, ...parts);

/** Files of one test, removed after it. */
export function temporaryFiles() {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'score-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const pathOf = (name: string): string => path.join(folder, name);
  const fileOf = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(pathOf(name), content);
    return pathOf(name);
  };
  return { pathOf, fileOf };
}

type Request = Partial<LocalScoring> & Pick<LocalScoring, 'kind' | 'truth' | 'predictions'>;

export const scoring = (request: Request) => scoreLocally({ particles: [], replicates: '0', seed: 'test', ...request });

export async function values(request: Request): Promise<Record<string, number | null>> {
  return Object.fromEntries((await scoring(request)).metrics.map(({ name, value }) => [name, value]));
}

export function json<T>(schema: z.ZodType<T>, ...parts: string[]): T {
  return schema.parse(JSON.parse(readFileSync(fixture(...parts), 'utf8')));
}

/** The same sums as the reference in another order: 1e-12, relative. */
export function expectClose(value: number | null | undefined, expected: number, tolerance = 1e-12): void {
  const distance = Math.abs((value ?? NaN) - expected);
  expect(distance).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}
