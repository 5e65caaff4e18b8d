#!/usr/bin/env node
// npm run test:long -- [TEXT]: the suites of e2e/long, which take too long for npm test, one after another; only those whose file's
// name has TEXT in it. A test that cannot run on this machine is skipped with its reason. One closing line of counts.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../e2e/long', import.meta.url));
const text = process.argv[2] ?? '';
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs') && name.includes(text));
if (files.length === 0) {
  console.error(`Expected a part of a file's name in e2e/long, got '${text}'.`);
  process.exit(2);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const tests = run({ files: files.sort().map((name) => join(folder, name)), concurrency: 1 });
tests.on('test:pass', ({ skip }) => counts[skip === undefined ? 'passed' : 'skipped']++);
tests.on('test:fail', () => counts.failed++);
const report = tests.compose(new spec());
report.pipe(process.stdout, { end: false });
report.on('end', () => {
  console.log(`\nTests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
});
