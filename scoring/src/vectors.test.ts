import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CaseFamily } from '../test/compare';
import { hasFixtures, testWithFixtures } from '@unblind/testing';
import { readJson } from '../test/read-vectors';

/** Files of reference vectors for this engine, and their groups that hold no vectors for it. */
const files: Record<string, readonly string[]> = {
  'top-tagging/metric-cases.json': ['meta'],
  'top-tagging/landscape/expected.json': ['n', 'n_top', 'n_qcd', 'sources'],
  'top-tagging/simulated/expected.json': [],
  'trackml/score-cases.json': ['reference', 'pandas', 'numpy', 'note'],
  'trackml/submission-scores.json': [],
  'trackml/simulated/expected.json': [],
  // Detector shifts and pseudo-experiments are made by packages/simulation, and compared there.
  'higgsml/cases.json': ['provenance'],
  'higgsml/simulated/expected.json': [],
  'lhco/cases.json': ['meta'],
  'numerics/cases.json': [],
};

/** Every *.cases.ts below this folder, so that a new one cannot be forgotten. */
const modules = readdirSync(__dirname, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.cases.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

function groupsOf(file: string): string[] {
  const content = readJson(file);
  if (Array.isArray(content) || typeof content !== 'object' || content === null) return [file];
  const groups = Object.keys(content).filter((group) => !files[file]?.includes(group));
  return groups.map((group) => `${file}#${group}`);
}

describe('the reference vectors', () => {
  const families = modules.flatMap((path) => {
    const { families: own } = jest.requireActual<{ families: readonly CaseFamily[] }>(path);
    return own.map((family) => ({ ...family, name: `${family.name} (${relative(__dirname, path)})` }));
  });
  const compared = new Map<string, number>();

  for (const family of families) {
    testWithFixtures(family.fixtures ?? [], family.name, async () => {
      compared.set(family.name, await family.run());
      expect(compared.get(family.name)).toBeGreaterThan(0);
    });
  }

  it('are all claimed by a family that ran, or that is skipped by name', () => {
    const isSkipped = (family: CaseFamily) => !hasFixtures(family.fixtures ?? []);
    const claimed = new Set(families.filter((one) => compared.has(one.name) || isSkipped(one)).flatMap(({ groups }) => groups));
    const known = Object.keys(files).flatMap(groupsOf);
    expect([...claimed].filter((group) => !known.includes(group))).toEqual([]);
    expect(known.filter((group) => !claimed.has(group))).toEqual([]);
  });

  afterAll(() => {
    const lines = [...compared].map(([name, vectors]) => `${String(vectors).padStart(6)}  ${name}\n`);
    process.stdout.write(`Reference vectors compared:\n${lines.join('')}`);
  });
});
