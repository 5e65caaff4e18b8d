import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import list from '../fixtures.json';
import { repository } from './repository';
import { describeWhere, testWhere } from './skips';

/** `npm run fixtures` puts third-party files there. */
const folder = resolve(process.env['UNBLIND_FIXTURES'] ?? join(repository, 'fixtures'));
const listed = new Set(list.files.map(({ path }) => path));
/** Why a test that wants one is skipped. */
export const fixturesAbsent = 'third-party file absent, npm run fixtures';

/** Where a third-party file lies, or would lie. */
export function fixturePath(path: string): string {
  if (!listed.has(path)) throw new Error(`${path} is not in packages/testing/fixtures.json, so that nobody could fetch it. Add it there.`);
  return join(folder, path);
}

/** The third-party files below a folder, by the list. */
export const fixtureNames = (below: string): string[] => [...listed].filter((path) => path.startsWith(`${below}/`)).sort();

/** Are all these third-party files there? */
export const hasFixtures = (files: readonly string[]): boolean => files.every((path) => existsSync(fixturePath(path)));

/** The name of a test that wants these files: as it is where they are there, else with what is missing. */
function nameWithAbsent(name: string, files: readonly string[]): string {
  const [first, ...others] = files.filter((path) => !existsSync(fixturePath(path)));
  if (first === undefined) return name;
  return `${name}, with ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

/** `test` where the third-party files are there, else a skipped one whose name says which are missing and how to get them. */
export function testWithFixtures(files: readonly string[], name: string, body: () => unknown): void {
  testWhere(hasFixtures(files), fixturesAbsent, nameWithAbsent(name, files), body);
}

/** `describe`, likewise. Its body runs to collect the tests, so that each is counted; only the tests may read the files. */
export function describeWithFixtures(files: readonly string[], name: string, body: () => void): void {
  describeWhere(hasFixtures(files), fixturesAbsent, nameWithAbsent(name, files), body);
}
