import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readVector } from '@unblind/testing';
import type { z } from 'zod';
import { type LocalScoring, scoreLocally } from '../score-locally';

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

/** A file of the scoring engine's reference vectors. */
export function json<T>(schema: z.ZodType<T>, path: string): T {
  return schema.parse(JSON.parse(readVector('scoring', path).toString('utf8')));
}

/** The same sums as the reference in another order: 1e-12, relative. */
export function expectClose(value: number | null | undefined, expected: number, tolerance = 1e-12): void {
  const distance = Math.abs((value ?? NaN) - expected);
  expect(distance).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}
