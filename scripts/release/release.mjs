#!/usr/bin/env node
// npm run release -- VERSION [--dry-run]: one version for the whole repository. On a clean tree it sets it everywhere, closes
// [Unreleased] in CHANGELOG.md, commits, tags and packs the command line. It pushes nothing. A dry run prints what it would do.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { notesOf, releasedFiles } from './released-files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const fail = (message) => {
  console.error(`release: ${message}`);
  process.exit(2);
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false } } });
const [version = ''] = positionals;
const dryRun = values['dry-run'];
const current = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

if (!/^\d+\.\d+\.\d+$/.test(version)) fail(`expected a version such as 0.2.0, got '${version}'`);
if (isLower(version, current)) fail(`expected ${current} or higher, got ${version}`);
if (git('status', '--porcelain') !== '') fail('the tree has changes that are not committed: commit or stash them');
const tag = `v${version}`;
if (git('tag', '--list', tag) !== '') fail(`${tag} already exists: choose a higher version`);

const paths = git(
  'ls-files',
  'package.json',
  '*/package.json',
  'package-lock.json',
  'apps/api/openapi.json',
  'CITATION.cff',
  'CHANGELOG.md',
);
const files = Object.fromEntries(paths.split('\n').map((path) => [path, readFileSync(join(root, path), 'utf8')]));
const notes = notesOf(files['CHANGELOG.md']);
const changed = releasedFiles(files, { version, date: new Date().toISOString().slice(0, 10) });

for (const [path, text] of Object.entries(changed)) {
  console.log(`${dryRun ? 'would write' : 'writes'} ${path}`);
  if (!dryRun) writeFileSync(join(root, path), text);
}
console.log(`${dryRun ? 'would commit and tag' : 'commits and tags'} ${tag}`);
if (!dryRun) {
  git('commit', '--quiet', '--message', `Release ${version}`, '--', ...Object.keys(changed));
  // Headings of the notes begin with #, which git would otherwise treat as a comment.
  git('tag', '--annotate', tag, '--cleanup', 'verbatim', '--message', `Unblind ${version}\n\n${notes}\n`);
  const { packCli } = await import('../pack-cli.mjs');
  console.log(`packed ${await packCli(join(root, 'dist'))}\nTo publish: git push --follow-tags`);
}

function isLower(one, other) {
  const [a, b] = [one, other].map((text) => text.split('.').map(Number));
  const i = a.findIndex((part, at) => part !== b[at]);
  return i >= 0 && a[i] < b[i];
}
