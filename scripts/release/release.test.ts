import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { releasedFiles } from './released-files.mjs';

const root = resolve(__dirname, '../..');
const holdVersion = [
  'package.json',
  'package-lock.json',
  'packages/cli/package.json',
  'apps/api/openapi.json',
  'CITATION.cff',
  'CHANGELOG.md',
];

let folder: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: folder, encoding: 'utf8' });
const release = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/release/release.mjs', ...args], { cwd: folder, encoding: 'utf8' });

/** A repository with this one's files that hold the version. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unblind-release-'));
  for (const path of [...holdVersion, 'scripts/release']) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  writeFileSync(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n- A thing.\n');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'All');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a dry run names each file that holds the version, and changes nothing', () => {
  const { status, stdout } = release('99.0.0', '--dry-run');
  expect(status).toBe(0);
  expect([...stdout.matchAll(/would write (.+)/g)].map(([, path]) => path).sort()).toEqual([...holdVersion].sort());
  expect(stdout).toContain('would commit and tag v99.0.0');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('tag')).toBe('');
});

test.each([
  ['no version', [], "got ''"],
  ['a version that is none', ['next'], "got 'next'"],
  ['a version below the one that is here', ['0.0.1'], 'or higher, got 0.0.1'],
  ['a version that was released', ['99.0.0'], 'v99.0.0 already exists'],
])('%s is refused', (_, args, message) => {
  git('tag', 'v99.0.0');
  const { status, stderr } = release(...args, '--dry-run');
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test('a tree with uncommitted changes is refused', () => {
  writeFileSync(join(folder, 'new.txt'), '');
  expect(release('99.0.0', '--dry-run')).toMatchObject({ status: 2, stderr: expect.stringContaining('not committed') });
});

test('packages depend on one another in the new version, and packages of others keep theirs', () => {
  const manifest = { version: '0.1.0', dependencies: { '@unblind/contracts': '0.1.0', zod: '4.6.7' } };
  const lock = {
    version: '0.1.0',
    packages: { '': { version: '0.1.0' }, 'packages/cli': manifest, 'node_modules/zod': { version: '4.6.7' } },
  };
  const { 'package-lock.json': changed = '' } = releasedFiles(
    { 'package-lock.json': JSON.stringify(lock) },
    { version: '0.2.0', date: '2030-01-02' },
  );
  expect(JSON.parse(changed)).toEqual({
    version: '0.2.0',
    packages: {
      '': { version: '0.2.0' },
      'packages/cli': { version: '0.2.0', dependencies: { '@unblind/contracts': '0.2.0', zod: '4.6.7' } },
      'node_modules/zod': { version: '4.6.7' },
    },
  });
});

test('what is unreleased becomes the section of the version, and a changelog without any is refused', () => {
  const next = { version: '0.2.0', date: '2030-01-02' };
  const before = '# Changelog\n\n## [Unreleased]\n\n- A thing.\n\n## [0.1.0] - 2026-01-01\n';
  const { 'CHANGELOG.md': after } = releasedFiles({ 'CHANGELOG.md': before }, next);
  expect(after).toBe('# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2030-01-02\n\n- A thing.\n\n## [0.1.0] - 2026-01-01\n');
  expect(() => releasedFiles({ 'CHANGELOG.md': after ?? '' }, next)).toThrow('nothing under [Unreleased]');
});

test('the citation names the version and its date once', () => {
  const next = { version: '0.2.0', date: '2030-01-02' };
  const { 'CITATION.cff': once = '' } = releasedFiles({ 'CITATION.cff': 'title: Unblind\nversion: 0.1.0\n' }, next);
  expect(once).toBe('title: Unblind\nversion: 0.2.0\ndate-released: 2030-01-02\n');
  expect(releasedFiles({ 'CITATION.cff': once }, next)).toEqual({});
});
